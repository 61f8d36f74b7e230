"""Intake when something fails, is lost, or is moved by a person meanwhile."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.agencies import POLICE, SCHOOL
from bot.m365 import Changes, ReceivedMessage
from bot.sandbox import Fault
from tests.jobs.stage import Stage, form, mail, playing

DELTA = "http://sandbox/v1.0/users/CSCP@croydon.gov.uk/mailFolders/inbox/messages/delta"
CONCERNS, ATTENTION = "Cases of Concern", "Needs Attention"


async def test_one_bad_mail_holds_up_no_other_and_is_kept_for_a_person(stage: Stage) -> None:
    bad = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form("Bad One"))).as_bytes())
    never = Fault(method="GET", path=f"{bad.immutable_id}/.value", status=500, count=None)
    stage.sandbox.plan_fault(never)
    stage.deliver(mail(POLICE, ("form.docx", form("Good One")), number=2))
    await stage.round("intake")
    assert len(stage.rows(CONCERNS)) == 1
    for _ in range(2):
        await stage.round("intake")
    (entry,) = stage.rows(ATTENTION)
    assert "still in the Inbox" in entry["Reason"]
    before = len(stage.requests())
    await stage.round("intake")
    assert len(stage.requests(since=before)) == 1  # it is left alone until the next listing


async def test_a_mail_kept_for_a_person_is_tried_again_with_the_listing(stage: Stage) -> None:
    bad = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form())).as_bytes())
    outage = Fault(method="GET", path=f"{bad.immutable_id}/.value", status=500, count=15)
    stage.sandbox.plan_fault(outage)
    for _ in range(3):
        await stage.round("intake")
    assert len(stage.rows(ATTENTION)) == 1
    await stage.later("reconciling", minutes=60)
    assert len(stage.rows(CONCERNS)) == 1
    assert stage.folder("Inbox") == 0


async def test_new_mail_gets_through_a_listing_full_of_mail_that_fails(stage: Stage) -> None:
    stage.sandbox.plan_fault(Fault(method="GET", path="/.value$", status=500, count=None))
    for n in range(12):
        stage.deliver(mail(SCHOOL, ("form.docx", form("Bad One")), number=n))
    for _ in range(4):
        await stage.round("intake")
    assert len(stage.rows(ATTENTION)) == 12
    new = stage.sandbox.deliver(mail(POLICE, ("form.docx", form())).as_bytes())
    stage.sandbox.tenant.faults.clear()
    others = f"/(?!{new.immutable_id[:40]})[^/]*/.value$"
    stage.sandbox.plan_fault(Fault(method="GET", path=others, status=500, count=None))
    listing = asyncio.create_task(stage.service.intake.reconcile(timedelta(days=1)))
    await asyncio.sleep(0)
    await stage.round("intake")
    assert (len(stage.rows(CONCERNS)), listing.done()) == (1, False)
    await listing


async def test_a_poll_does_not_wait_for_a_listing_that_hangs(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form())).as_bytes()).immutable_id
    stage.sandbox.plan_fault(Fault(method="POST", path="/items$", status=403, count=2))
    await stage.round("intake")
    read, gate, hanging = stage.work.m365.mailbox.message, asyncio.Event(), asyncio.Barrier(3)

    async def hangs(message_id: str) -> ReceivedMessage:
        if message_id != failing:
            await hanging.wait()
            await gate.wait()
        return await read(message_id)

    monkeypatch.setattr(stage.work.m365.mailbox, "message", hangs)
    for n in (2, 3):
        stage.deliver(mail(SCHOOL, number=n))
    listing = asyncio.create_task(stage.service.intake.reconcile(timedelta(days=1)))
    await hanging.wait()
    async with asyncio.timeout(20):
        assert await stage.round("intake")
    assert (len(stage.rows(CONCERNS)), listing.done()) == (1, False)
    gate.set()
    await listing


async def test_a_long_pause_is_not_the_mails_fault(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    stage.sandbox.plan_fault(Fault("POST", "/items$", status=429, retry_after="240"))
    for _ in range(3):
        await stage.later("intake", minutes=1)
    stage.sandbox.plan_fault(Fault("POST", "/items$", status=403))
    for _ in range(2):
        await stage.later("intake", minutes=1)
    assert (len(stage.rows(CONCERNS)), stage.rows(ATTENTION)) == (1, [])


async def test_a_key_in_a_row_that_cannot_be_seen_is_brought_to_a_person(stage: Stage) -> None:
    taken = "duplicate values were found in the following field(s) in the list: [SubjectKey]."
    refused = Fault("POST", "/Cases of Concern/items$", status=400, count=None, message=taken)
    stage.sandbox.plan_fault(refused)
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    for _ in range(3):
        await stage.round("intake")
    assert len(stage.rows(ATTENTION)) == 1


async def test_papers_for_an_entry_that_others_change_meanwhile_are_all_noted(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    for n in range(2, 8):
        paper = (f"{n}.docx", f"chronology {n}, not read".encode())
        stage.deliver(mail(SCHOOL, paper, subject="RE: COC-2026-001", number=n))
    stage.sandbox.plan_fault(Fault("PATCH", "/fields$", status=412, count=3))
    await stage.round("intake")
    assert stage.folder("Inbox") == 0
    assert stage.rows(CONCERNS)[0]["ToCheck"].count("further papers came: ") == 6


async def test_a_missing_list_is_no_moved_mail(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    stage.sandbox.plan_fault(Fault(method="POST", path="/items$", status=404, count=1))
    await stage.round("intake")
    assert stage.rows(CONCERNS) == []
    await stage.round("intake")
    assert len(stage.rows(CONCERNS)) == 1


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "not a link",
        "https://elsewhere.example/v1.0/delta?$deltatoken=x",
        "https://graph.microsoft.com:port/v1.0/delta",
        "http://[sandbox/v1.0/delta",
        "\0\0\0\0",
        f"{DELTA}?$deltatoken=never",
        DELTA.replace("CSCP", "nobody"),
        "\u2603",
    ],
)
async def test_a_damaged_cursor_costs_one_full_reading(stage: Stage, garbage: str) -> None:
    await stage.round("intake")
    (cursor,) = stage.settings.state.glob("inbox-*")
    cursor.write_text(garbage, encoding="utf-8")
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    assert await stage.round("intake")
    assert len(stage.rows(CONCERNS)) == 1


async def test_a_server_whose_links_all_lead_elsewhere_ends_the_poll(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a gateway that Graph knows nothing of: its links name another host."""
    for n in range(51):
        stage.deliver(mail("news@press.example", subject="News", text="News.", number=n))
    changes = stage.work.m365.mailbox.changes

    async def elsewhere(folder: str, link: str | None) -> Changes[ReceivedMessage]:
        page = await changes(folder, link)
        return replace(page, next_link="https://graph.microsoft.com/v1.0/delta?$skiptoken=x")

    monkeypatch.setattr(stage.work.m365.mailbox, "changes", elsewhere)
    for _ in range(2):
        assert not await stage.round("intake")
    pages = [asked for asked in stage.requests() if asked.endswith("/messages/delta")]
    assert len(pages) == 3  # each poll begins again once, the second with its first page
    assert "another server" in stage.service.pulse.troubles["intake"]


async def test_an_expired_cursor_opens_nothing_twice(stage: Stage) -> None:
    for n, child in enumerate(("Wren Placeholder", "Lee Exampleton")):
        stage.deliver(mail(SCHOOL, ("form.docx", form(child)), number=n))
        await stage.round("intake")
        stage.sandbox.tenant.mail.deltas.forget_tokens()
    assert await stage.round("intake")
    assert len(stage.rows(CONCERNS)) == 2


async def test_a_cursor_belongs_to_its_mailbox(stage: Stage) -> None:
    await stage.round("intake")
    other = stage.work.partnership.model_copy(update={"mailbox": "second@croydon.gov.uk"})
    stage.sandbox.tenant.mail.open_mailbox(other.mailbox)
    stage.sandbox.tenant.login.app(stage.sandbox.names.client_id).mailboxes = None
    stage.sandbox.deliver(mail(SCHOOL, ("f.docx", form())).as_bytes(), to=other.mailbox)
    async with playing(stage.sandbox, stage.settings.state, partnership=other) as second:
        assert await second.round("intake")
    assert len(stage.rows(CONCERNS)) == 1


async def test_what_a_person_filed_while_it_failed_is_left_there(stage: Stage) -> None:
    message = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form())).as_bytes())
    stage.sandbox.plan_fault(Fault(method="POST", path="/items$", status=403, count=1))
    await stage.round("intake")
    stage.mailbox.move(message, stage.mailbox.folder("archive"))
    await stage.round("intake")
    assert stage.folder("Archive") == 1
    assert stage.rows(CONCERNS) == []


async def test_a_mail_that_is_deleted_for_good_meanwhile_is_no_fault(stage: Stage) -> None:
    message = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form())).as_bytes())
    stage.sandbox.plan_fault(Fault(method="POST", path="/items$", status=403, count=1))
    await stage.round("intake")
    stage.mailbox.delete(message)
    assert await stage.round("intake")
    assert stage.rows(ATTENTION) == []


async def test_a_reference_that_somebody_took_is_passed_over(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form("Wren Placeholder"))))
    await stage.round("intake")
    typed = {"Title": "by hand", "Reference": "COC-2026-002", "State": "Received"}
    stage.sandbox.add_row(CONCERNS, typed, person="Morgan Samplewright")
    stage.deliver(mail(SCHOOL, ("form.docx", form("Lee Exampleton")), number=2))
    await stage.round("intake")
    assert stage.rows(CONCERNS)[-1]["Reference"] == "COC-2026-003"


async def test_a_failure_leaves_no_gap_in_the_references(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    stage.sandbox.plan_fault(Fault(method="POST", path="/items$", status=403, count=1))
    await stage.round("intake")
    await stage.round("intake")
    assert [row["Reference"] for row in stage.rows(CONCERNS)] == ["COC-2026-001"]


async def test_a_marked_mail_that_a_person_put_back_is_left_there(stage: Stage) -> None:
    message = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form())).as_bytes())
    await stage.round("intake")
    stage.mailbox.move(message, stage.mailbox.folder("inbox"))
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        await restarted.round("intake", "reconciling")
    assert stage.folder("Inbox") == 1


async def test_a_mail_put_back_without_its_mark_is_dealt_with_again(stage: Stage) -> None:
    """As after a restart: the listing lets go of what has left the Inbox."""
    message = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form())).as_bytes())
    await stage.round("intake", "reconciling")
    message.properties["categories"] = []
    stage.mailbox.move(message, stage.mailbox.folder("inbox"))
    await stage.round("intake")
    assert (stage.folder("Inbox"), len(stage.rows(CONCERNS))) == (0, 1)


async def test_a_folder_that_a_person_removed_is_made_again(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form("Wren Placeholder"))))
    await stage.round("intake")
    mailbox = stage.mailbox
    (gone,) = {id(f): f for f in mailbox.all_folders() if f.name == "Registered"}.values()
    mailbox.folder("inbox").children.remove(gone)
    del mailbox.folders[gone.id]
    stage.deliver(mail(SCHOOL, ("form.docx", form("Lee Exampleton")), number=2))
    await stage.round("intake")
    assert (stage.folder("Inbox"), stage.folder("Registered")) == (0, 1)


async def test_the_listing_finds_what_delta_lost(stage: Stage) -> None:
    message = stage.sandbox.deliver(mail(SCHOOL, subject="hold").as_bytes())
    await stage.round("intake")
    stage.mailbox.delete(message)
    lost = stage.sandbox.deliver(mail(SCHOOL, ("form.docx", form()), number=2).as_bytes())
    del stage.mailbox.folder("inbox").history[-1]
    await stage.round("intake")
    assert stage.rows(CONCERNS) == []
    await stage.round("reconciling")
    assert len(stage.rows(CONCERNS)) == 1
    assert lost.folder_id != stage.mailbox.folder("inbox").id


async def test_a_poll_and_a_listing_at_once_send_one_acknowledgement(stage: Stage) -> None:
    for n in range(4):
        stage.deliver(mail(SCHOOL, ("form.docx", form(f"Wren {n} Placeholder")), number=n))
    intake = stage.service.intake
    await asyncio.gather(intake.poll(), intake.reconcile(timedelta(days=1)))
    await stage.round("outbox", "sweep")
    assert len(stage.sent()) == 4
