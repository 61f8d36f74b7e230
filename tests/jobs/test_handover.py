"""What a leaver has open goes to the next in the post, who is told; none of it is lost."""

import pytest

from tests.jobs.reviews import REQUESTS, asked, request_of
from tests.jobs.stage import Stage
from tests.jobs.test_roster import POLICE, SUCCESSOR, edit_police, open_action, seeded

FALLBACK = "business.manager-fictional@croydon.gov.uk"
AUTHOR = "author-fictional@anyshire.police.example"
KEEPING = ("members", "progress", "outbox")


def letters(stage: Stage, subject: str = "handed over") -> list[tuple[str, str]]:
    """Give recipients and texts of the mails whose subjects have some words."""
    return [
        (row["Recipient"], row["Body"])
        for row in stage.rows("Notices")
        if subject in row["Subject"]
    ]


def last_digest(stage: Stage) -> str:
    return [str(row["Body"]) for row in stage.rows("Notices") if row["Kind"] == "Digest"][-1]


async def test_a_leavers_open_actions_go_to_the_successor_who_is_told(stage: Stage) -> None:
    await seeded(stage)
    open_action(stage, POLICE.upper())
    await stage.round("decisions", "members")
    edit_police(stage, Address=SUCCESSOR)
    for _ in range(2):
        assert await stage.later("members", "outbox")
    [action] = stage.rows("Actions")
    assert action["OwnerAddress"] == SUCCESSOR
    assert "handed over: Detective Inspector" in action["History"]
    assert [to for to, subject in stage.sent() if "handed over" in subject] == [SUCCESSOR]


@pytest.mark.parametrize(("deputy", "taken_by"), [(SUCCESSOR, SUCCESSOR), ("", FALLBACK)])
async def test_a_vacant_posts_work_goes_to_the_deputy_else_to_the_fallback(
    stage: Stage, deputy: str, taken_by: str
) -> None:
    await seeded(stage)
    open_action(stage)
    await stage.round("decisions", "members")
    edit_police(stage, Vacant="Yes", DeputyAddress=deputy)
    await stage.later("members")
    assert stage.rows("Actions")[0]["OwnerAddress"] == taken_by
    await stage.later("digest")
    digest = next(row for row in stage.rows("Notices") if row["Kind"] == "Digest")
    assert "Police, a statutory partner, has nobody in its post" in digest["Body"]


def remove_police(stage: Stage) -> None:
    members = stage.sandbox.sharepoint_list("Members")
    members.delete_row(next(r for r in members.rows.values() if r.fields["Address"] == POLICE))


@pytest.mark.parametrize(
    ("heir", "taken_by"), [({"Address": SUCCESSOR}, SUCCESSOR), ({}, FALLBACK)]
)
async def test_a_post_whose_row_is_deleted_goes_to_the_same_post_elsewhere_else_to_the_fallback(
    stage: Stage, heir: dict[str, str], taken_by: str
) -> None:
    await seeded(stage)
    open_action(stage)
    await stage.round("decisions", "members")
    remove_police(stage)
    if heir:
        post = {"Role": "Detective Chief Inspector", "Agency": "Anyshire Police"} | heir
        stage.sandbox.add_row("Members", post, person="Morgan Samplewright")
    for _ in range(2):
        assert await stage.later("reminders", "members", "outbox")
    [action] = stage.rows("Actions")
    assert action["OwnerAddress"] == taken_by
    assert [to for to, _ in letters(stage)] == [taken_by]
    assert POLICE not in [row.get("Lead") for row in stage.rows("Agencies")]


async def test_a_post_without_its_role_is_not_taken_for_deleted(stage: Stage) -> None:
    await seeded(stage)
    open_action(stage)
    await stage.round("decisions", "members")
    edit_police(stage, Role="")
    for _ in range(2):
        await stage.later("members")
    assert stage.rows("Actions")[0]["OwnerAddress"] == POLICE


@pytest.mark.parametrize(("deputy", "taken_by"), [(SUCCESSOR, SUCCESSOR), ("", FALLBACK)])
async def test_a_leaver_is_no_longer_chased_as_the_lead_of_an_agency(
    stage: Stage, deputy: str, taken_by: str
) -> None:
    await seeded(stage)
    await stage.round("members")
    before = [row.get("Lead") for row in stage.rows("Agencies")]
    edit_police(stage, Vacant="Yes", DeputyAddress=deputy)
    await stage.later("members")
    after = [row.get("Lead") for row in stage.rows("Agencies")]
    assert POLICE in before
    assert after == [taken_by if lead == POLICE else lead for lead in before]


async def test_who_sent_a_form_stays_who_sent_it(stage: Stage) -> None:
    await seeded(stage)
    stage.sandbox.add_row("Actions", {"Contact": POLICE}, person="Jo Placeholder")
    await stage.round("decisions", "members")
    edit_police(stage, Address=SUCCESSOR)
    await stage.later("members")
    assert stage.rows("Actions")[0]["Contact"] == POLICE


async def test_the_new_holder_is_told_of_all_that_comes_with_the_post_and_gets_its_forms(
    stage: Stage,
) -> None:
    await seeded(stage)
    await stage.round("members")
    await asked(stage)
    edit_police(stage, Address=SUCCESSOR, Name="Casey Nonesuch")
    for _ in range(2):
        await stage.later(*KEEPING, "digest")
    [(to, told)] = letters(stage)
    request = request_of(stage, "Anyshire Police")
    assert to == SUCCESSOR
    assert "- lead of Anyshire Police" in told
    assert "- Chair of the Review Group on 10 December 2026" in told
    assert "- deputy chair of the Review Group on 15 April 2027" in told
    assert "has a new holder or deputy; lead of Anyshire Police" in last_digest(stage)
    assert (request["Member"], request["FormSentTo"].split()) == (SUCCESSOR, [POLICE, SUCCESSOR])
    forms = [
        n for n in stage.rows("Notices") if n.get("Attachment") and n["Recipient"] == SUCCESSOR
    ]
    assert [n["Entry"] for n in forms] == [request["Reference"]]


async def test_an_author_named_after_a_request_went_out_gets_the_form_once(stage: Stage) -> None:
    await seeded(stage)
    await asked(stage)
    reference = request_of(stage, "Anyshire Police")["Reference"]
    stage.edit(REQUESTS, reference, WrittenBy=AUTHOR)
    for _ in range(2):
        await stage.later(*KEEPING)
    [mail] = [m for m in stage.sandbox.sent if m.recipients == (AUTHOR,)]
    [attached] = mail.message.attachments
    assert reference in attached.name
    [(_, told)] = [text for text in letters(stage, reference) if text[0] == AUTHOR]
    assert "You are named as the one who writes it" in told


async def test_an_author_who_leaves_is_replaced_by_the_next_in_the_post(stage: Stage) -> None:
    await seeded(stage)
    await stage.round("members")
    await asked(stage)
    health = request_of(stage, "NHS")["Reference"]
    stage.edit(REQUESTS, health, WrittenBy=POLICE)
    await stage.later(*KEEPING)
    edit_police(stage, Address=SUCCESSOR)
    for _ in range(2):
        await stage.later(*KEEPING)
    assert request_of(stage, "NHS")["WrittenBy"] == SUCCESSOR
    assert [to for to, _ in letters(stage, health)].count(SUCCESSOR) == 1


async def test_a_deputy_who_leaves_is_replaced_in_the_requests_that_are_out(stage: Stage) -> None:
    await seeded(stage)
    await stage.round("members")
    await asked(stage)
    edit_police(stage, DeputyAddress=SUCCESSOR)
    await stage.later("members")
    request = request_of(stage, "Anyshire Police")
    assert (request["Member"], request["Deputy"]) == (POLICE, SUCCESSOR)
    [(_, told)] = letters(stage)
    assert f"- {request['Reference']}, where you are told as deputy when it is late" in told


async def test_whoever_stood_in_gives_back_what_belongs_to_the_post_and_nothing_else(
    stage: Stage,
) -> None:
    await seeded(stage)
    open_action(stage, POLICE)
    open_action(stage, FALLBACK)
    await stage.round("decisions", "members")
    edit_police(stage, Vacant="Yes", DeputyAddress="")
    await stage.later("members")
    assert [row["OwnerAddress"] for row in stage.rows("Actions")] == [FALLBACK, FALLBACK]
    edit_police(stage, Vacant="No", Address=SUCCESSOR)
    await stage.later("members", "digest")
    assert [row["OwnerAddress"] for row in stage.rows("Actions")] == [SUCCESSOR, FALLBACK]
    assert "[ACT-2026-001]" in last_digest(stage).split("## Handed over")[1]


async def test_a_leaver_named_as_lead_is_replaced_by_name(stage: Stage) -> None:
    await seeded(stage)
    stage.sandbox.add_row("Cases of Concern", {"Lead": "Drew  Madeup"}, person="Jo Placeholder")
    await stage.round("decisions", "members")
    edit_police(stage, Address=SUCCESSOR, Name="Casey Nonesuch")
    await stage.later("members")
    assert stage.rows("Cases of Concern")[0]["Lead"] == "Casey Nonesuch"


async def test_the_first_look_at_the_members_hands_nothing_on(stage: Stage) -> None:
    await seeded(stage)
    open_action(stage, POLICE)
    await stage.round("decisions")
    for _ in range(2):
        await stage.later("members", "outbox")
    assert letters(stage) == []
    assert stage.rows("Actions")[0]["OwnerAddress"] == POLICE


def edit_lead(stage: Stage, lead: str) -> None:
    rows = stage.sandbox.sharepoint_list("Agencies").rows.values()
    row = next(row for row in rows if row.fields.get("Name") == "Anyshire Police")
    stage.sandbox.edit_row("Agencies", row.id, {"Lead": lead}, person="Morgan Samplewright")


async def test_a_lead_whom_the_team_puts_in_is_told_and_a_member_keeps_the_requests(
    stage: Stage,
) -> None:
    await seeded(stage)
    await stage.round("members")
    await asked(stage)
    edit_lead(stage, SUCCESSOR)
    for _ in range(2):
        await stage.later(*KEEPING, "digest")
    [(to, told)] = letters(stage)
    assert (to, "- lead of Anyshire Police" in told) == (SUCCESSOR, True)
    assert request_of(stage, "Anyshire Police")["Member"] == POLICE
    assert "[Anyshire Police](" in last_digest(stage).split("## Handed over")[1]


async def test_what_was_said_of_a_deputy_is_not_held_to_be_true_of_the_next(stage: Stage) -> None:
    await seeded(stage)
    await stage.round("members")
    edit_police(stage, DeputyAddress=SUCCESSOR)
    await stage.later("members")
    rows = stage.rows("Members")
    senior = {
        row["DeputyAddress"]: row.get("DeputyIsSenior") for row in rows if "DeputyAddress" in row
    }
    assert senior[SUCCESSOR] is None
    assert set(senior.values()) == {"Yes", None}
