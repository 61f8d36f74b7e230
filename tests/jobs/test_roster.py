"""Members and agencies: kept in their lists by the team."""

from bot.jobs.roster import seed
from bot.sandbox import Fault
from tests.jobs.stage import Stage, form, mail

POLICE = "drew.madeup@anyshire.police.example"
SUCCESSOR = "casey.nonesuch@anyshire.police.example"
FALLBACK = "business.manager-fictional@croydon.gov.uk"


async def seeded(stage: Stage) -> None:
    async for _told in seed(stage.work.register, stage.work.partnership):
        pass


def edit_police(stage: Stage, **fields: str) -> None:
    rows = stage.sandbox.sharepoint_list("Members").rows.values()
    row = next(row for row in rows if row.fields.get("Statutory") == "Police")
    stage.sandbox.edit_row("Members", row.id, fields, person="Morgan Samplewright")


def open_action(stage: Stage, owner: str = POLICE) -> None:
    fields = {"What": "Write to the schools", "OwnerAddress": owner, "Due": "2026-12-15T12:00:00Z"}
    stage.sandbox.add_row("Actions", fields, person="Jo Placeholder")


async def test_an_empty_list_is_filled_once_from_the_configuration(stage: Stage) -> None:
    await seeded(stage)
    await seeded(stage)
    assert len(stage.rows("Members")) == len(stage.work.partnership.members)


async def test_a_member_added_to_the_list_is_invited(stage: Stage) -> None:
    await seeded(stage)
    new = {"Role": "Named Nurse", "Address": "new.nurse@nhs-mail.example"}
    stage.sandbox.add_row("Members", new, person="Jo Placeholder")
    await stage.round("meetings")
    assert "new.nurse@nhs-mail.example" in stage.invited()


async def test_the_deputy_is_invited_while_the_post_is_vacant(stage: Stage) -> None:
    await seeded(stage)
    edit_police(stage, Vacant="Yes", DeputyAddress=SUCCESSOR)
    await stage.round("meetings")
    assert SUCCESSOR in stage.invited()
    assert POLICE not in stage.invited()


async def held(stage: Stage, number: int) -> bool:
    """Tell whether the acknowledgement of a form from a new agency waits for a person."""
    sender = "head@new-academy.example"
    document = form(f"Wren Placeholder {number}")
    stage.deliver(mail(sender, ("form.docx", document), number=number))
    await stage.round("intake")
    return bool([row["State"] for row in stage.rows("Notices")][-1] == "Held")


async def test_an_agency_added_to_the_list_is_answered_from_the_next_poll(stage: Stage) -> None:
    await seeded(stage)
    assert len(stage.rows("Agencies")) == len(stage.work.partnership.agencies)
    assert await held(stage, 1)
    new = {"Name": "New Academy", "Domains": "@New-Academy.example"}
    stage.sandbox.add_row("Agencies", new, person="Jo Placeholder")
    await stage.later("decisions")
    assert not await held(stage, 2)


async def test_while_the_lists_cannot_be_read_the_last_known_are_used_and_it_is_said(
    stage: Stage,
) -> None:
    await seeded(stage)
    edit_police(stage, Address=SUCCESSOR)
    await stage.round("meetings")
    for name in ("Members", "Agencies"):
        stage.sandbox.plan_fault(Fault("GET", f"/lists/{name}/items$", status=403, count=None))
    open_action(stage)
    assert await stage.later("decisions", "reminders", "digest")
    assert stage.rows("Actions")[0]["Reference"]
    digest = next(row for row in stage.rows("Notices") if row["Kind"] == "Digest")
    assert "Members: cannot be read, the rows last known are used" in digest["Body"]
    assert "Agencies: cannot be read" in digest["Body"]
