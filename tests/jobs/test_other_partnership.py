"""Another partnership, with other lists, references and clocks, runs from its own folder alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.demo.agencies import disagreement
from bot.jobs.provision import missing, not_offered
from bot.partnership import load_partnership
from bot.process.names import Names
from bot.process.registers import LISTS
from bot.settings import ROOT
from tests.jobs.stage import Stage, form, mail, staged

SCHOOL, POLICE = "lead@saltmarsh-school.example", "desk@fen-police.example"
INCIDENTS = "Notified incidents"
MANAGER = "manager@saltmarsh.example"
DISAGREEMENTS = "Professional disagreements"
STAGE_2 = ("2", "20/11/2026", "Heads of service spoke and did not agree.", "No")
PARTNERS = ("Executive resolution", "23/11/2026", "The partners met: it is agreed.", "Yes")


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Stage]:
    saltmarsh = load_partnership(ROOT / "config" / "saltmarsh")
    # The sandbox's tenant has one mailbox of its own name: only that is lent.
    lent = saltmarsh.model_copy(update={"mailbox": "CSCP@croydon.gov.uk"})
    async with staged(tmp_path / "state", partnership=lent) as made:
        yield made


def notices(stage: Stage, kind: str) -> list[dict[str, str]]:
    return [row for row in stage.rows("Letters sent") if row["Kind"] == kind]


def files(stage: Stage) -> dict[str, bytes]:
    library = stage.sandbox.sharepoint_list("Review papers")
    items = stage.sandbox.tenant.drives.of_list(library).items.values()
    return {item.path: item.content for item in items if not item.is_folder}


def words(document: bytes) -> str:
    """Give what a Word document says in its tables."""
    tables = Document(BytesIO(document)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def blank() -> bytes:
    made = BytesIO()
    Document().save(made)
    return made.getvalue()


async def test_a_form_is_acknowledged_in_its_own_words(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form())))
    await elsewhere.round("intake", "outbox")
    [told] = notices(elsewhere, "Acknowledgement")
    assert told["Subject"] == "SFSP: we have received your form (LC-2026-001)"
    assert "The Partnership Manager reads every learning concern form" in told["Body"]
    assert "Learning and Review Panel" in told["Body"]
    assert "Saltmarsh front door" in told["Body"]
    assert elsewhere.folder("Entered") == 1


async def test_its_clock_in_hours_reminds_its_manager(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form())))
    await elsewhere.round("intake", "reminders")
    assert notices(elsewhere, "Reminder") == []
    await elsewhere.later("reminders", minutes=24 * 60)
    [told] = notices(elsewhere, "Reminder")
    assert told["Recipient"] == MANAGER
    assert "first look by the partnership office" in told["Subject"]


async def test_its_stage_limit_chases_the_lead_whom_it_knows(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(POLICE, ("record.docx", disagreement(STAGE_2))))
    await elsewhere.round("intake")
    await elsewhere.later("reminders", minutes=24 * 60)  # the third working day after the stage
    stage_2 = [row for row in notices(elsewhere, "Reminder") if "Stage 2" in row["Subject"]]
    assert {row["Recipient"] for row in stage_2} == {
        MANAGER,
        "superintendent@fen-police.example",
    }


async def test_its_meeting_is_called_by_its_name_and_watched_by_its_quorum(
    elsewhere: Stage,
) -> None:
    await elsewhere.round("meetings")
    [event] = elsewhere.sandbox.events()
    assert event.properties["subject"] == "SFSP Learning and Review Panel"
    assert "Papers follow 7 working days before" in event.properties["body"]["content"]
    elsewhere.clock.set(datetime(2026, 12, 8, 10, tzinfo=UTC))
    await elsewhere.round("papers")
    [row] = elsewhere.rows("Panel dates")
    assert row["Quoracy"].startswith("not quorate yet (Local authority: no answer yet;")
    assert row["AgendaOn"]


async def test_its_lists_and_library_are_called_as_it_says(elsewhere: Stage) -> None:
    names = elsewhere.work.register.names
    called = {names.list_of(row) for row in LISTS} | {names.library}
    there = {found.name for found in await elsewhere.work.m365.site.lists()}
    assert called <= there
    assert not there & {row.LIST for row in LISTS}
    assert await missing(elsewhere.work.m365.site, names) == []


async def test_a_decision_opens_what_follows_under_its_own_reference(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form())))
    await elsewhere.round("intake", "triage")
    elsewhere.edit("Learning concerns", "LC-2026-001", Decision="Re-route to SIN")
    await elsewhere.later("decisions")
    [concern_row], [incident] = (elsewhere.rows(n) for n in ("Learning concerns", INCIDENTS))
    assert concern_row["State"] == "Re-routed to SIN"
    assert (incident["Reference"], incident["Links"]) == ("INC-2026-001", "LC-2026-001")
    assert any(path.startswith("LC-2026-001/triage-sheet") for path in files(elsewhere))


async def test_a_review_asks_its_agencies_under_its_own_references(elsewhere: Stage) -> None:
    fields = {"Decision": "Request information", "RrClockStart": "2026-11-24T12:00:00Z"}
    elsewhere.sandbox.add_row("Fifteen-day reviews", fields, person="Jo Placeholder")
    await elsewhere.round("decisions")
    await elsewhere.later("decisions", "outbox")
    asked = {row["Agency"]: row for row in elsewhere.rows("Chronologies asked for")}
    assert asked["Fen Constabulary"]["Review"] == "RAP-2026-001"
    assert asked["Fen Constabulary"]["Reference"].startswith("CHR-2026-")
    await elsewhere.later("progress")
    assert "Waiting for: Fen Constabulary" in elsewhere.rows("Fifteen-day reviews")[0]["Progress"]


async def test_a_paper_that_names_its_reference_is_filed_with_that_entry(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form())))
    await elsewhere.round("intake")
    later = mail(SCHOOL, ("x.docx", blank()), subject="Re: your form LC-2026-001", number=2)
    elsewhere.deliver(later)
    await elsewhere.round("intake")
    assert any(path.startswith("LC-2026-001/paper-") for path in files(elsewhere))


async def test_its_digest_and_its_report_speak_of_its_own_lists(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form())))
    await elsewhere.round("intake", "digest")
    [told] = notices(elsewhere, "Digest")
    assert "new in Learning concerns" in told["Body"]
    assert "waits for the Partnership Manager's decision" in told["Body"]
    assert "nobody holds the post" not in told["Body"]  # it has no other posts
    elsewhere.clock.set(datetime(2027, 1, 5, 10, tzinfo=UTC))
    await elsewhere.round("reports")
    reports = [data for path, data in files(elsewhere).items() if path.startswith("Reports/")]
    assert any("Learning concerns" in words(data) for data in reports)


async def test_its_forms_are_read_and_its_register_kept_by_its_own_stages(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(POLICE, ("record.docx", disagreement(STAGE_2))))
    await elsewhere.round("intake")
    [row] = elsewhere.rows(DISAGREEMENTS)
    assert (row["Stage"], row["State"], row["Stage3On"][:10]) == ("Stage 2", "Live", "2026-11-20")
    assert row["StageNotes"] == "Stage 2, not resolved: Heads of service spoke and did not agree."
    later = mail(POLICE, ("record.docx", disagreement(STAGE_2, PARTNERS)), number=2)
    elsewhere.deliver(later)
    await elsewhere.round("intake")
    [row] = elsewhere.rows(DISAGREEMENTS)
    assert (row["Stage"], row["State"]) == ("Executive resolution", "Agreed")
    assert "Stage Stage 2 → Executive resolution, Standing Live → Agreed" in row["History"]
    columns = elsewhere.sandbox.sharepoint_list(DISAGREEMENTS).columns
    labels = [columns[n].settings["displayName"] for n in ("State", "Stage3On", "Stage4On")]
    assert labels == ["Standing", "Stage 2 on", "Executive resolution on"]
    assert "Stage5On" not in columns


async def test_an_informal_stage_of_its_own_goes_to_a_person(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(POLICE, ("record.docx", disagreement(("1", *STAGE_2[1:])))))
    await elsewhere.round("intake")
    assert elsewhere.rows(DISAGREEMENTS) == []
    [row] = elsewhere.rows("For a person")
    assert "an escalation below Stage 2" in row["Reason"]


async def test_decisions_are_made_and_told_in_its_own_words(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form())))
    elsewhere.deliver(mail(POLICE, ("record.docx", disagreement(STAGE_2)), number=2))
    await elsewhere.round("intake")
    elsewhere.edit("Learning concerns", "LC-2026-001", Decision="Put to the panel")
    elsewhere.edit(DISAGREEMENTS, "PD-2026-001", Decision="Share findings")
    await elsewhere.later("decisions")
    [concern_row] = elsewhere.rows("Learning concerns")
    assert concern_row["State"] == "Before the panel"
    assert "Put to the panel: New → Before the panel" in concern_row["History"]
    [told] = [row for row in notices(elsewhere, "Answer") if row["Entry"] == "PD-2026-001"]
    assert "from 'Live' the decisions possible are: Agree, End without agreement" in told["Body"]


async def test_a_row_from_before_a_renaming_is_understood(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(POLICE, ("record.docx", disagreement(STAGE_2))))
    await elsewhere.round("intake")
    elsewhere.edit(DISAGREEMENTS, "PD-2026-001", State="Open", Decision="Resolved")
    await elsewhere.later("decisions", "digest")
    [row] = elsewhere.rows(DISAGREEMENTS)
    assert (row["State"], row["ResolvedOn"][:10]) == ("Agreed", "2026-11-24")
    assert "set by hand" not in row["History"]


async def test_its_agenda_and_its_report_speak_of_its_own_stages(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(POLICE, ("record.docx", disagreement(STAGE_2))))
    await elsewhere.round("intake", "meetings")
    elsewhere.clock.set(datetime(2026, 12, 8, 10, tzinfo=UTC))
    await elsewhere.round("papers")
    [agenda] = [data for path, data in files(elsewhere).items() if path.endswith("agenda.docx")]
    assert "live at Stage 2" in words(agenda)
    headings = [part.text for part in Document(BytesIO(agenda)).paragraphs]
    assert "5. Professional disagreements that are formal" in headings
    elsewhere.clock.set(datetime(2027, 1, 5, 10, tzinfo=UTC))
    await elsewhere.round("reports")
    reports = [data for path, data in files(elsewhere).items() if path.startswith("Reports/")]
    assert all("Stage 2" in words(data) for data in reports)


async def test_a_letter_on_hold_in_its_words_leaves_once_it_is_let_go(elsewhere: Stage) -> None:
    elsewhere.deliver(mail("teacher@gmail.com", ("form.docx", form())))
    await elsewhere.round("intake", "outbox")
    [held] = notices(elsewhere, "Acknowledgement")
    assert held["State"] == "On hold"
    elsewhere.edit("Letters sent", "On hold", State="Let go")
    await elsewhere.later("sweep")
    assert [row["State"] for row in notices(elsewhere, "Acknowledgement")] == ["Sent"]


async def test_its_own_milestone_is_reminded_by_its_own_date(elsewhere: Stage) -> None:
    published = {"PublishOn": "2026-12-22T12:00:00Z"}
    elsewhere.sandbox.add_row("LCSPRs", published, person="Jo Placeholder")
    await elsewhere.round("decisions")
    await elsewhere.later("reminders")
    [told] = [row for row in notices(elsewhere, "Reminder") if "family" in row["Subject"]]
    assert (told["Recipient"], told["Entry"]) == (MANAGER, "LCSPR-2026-001")


async def test_words_that_a_list_does_not_offer_yet_are_told(elsewhere: Stage) -> None:
    site, renamed = elsewhere.work.m365.site, dict(elsewhere.work.partnership.registers)
    assert await not_offered(site, elsewhere.work.register.names) == []
    choices = {"state": {"Open": "To do"}}
    renamed["action"] = renamed["action"].model_copy(update={"choices": choices})
    later = elsewhere.work.partnership.model_copy(update={"registers": renamed})
    assert await not_offered(site, Names.of(later)) == ["Action tracker: State: To do"]


async def test_a_form_under_its_own_title_is_known(elsewhere: Stage) -> None:
    record = disagreement(STAGE_2, title="SFSP record of a disagreement")
    elsewhere.deliver(mail(POLICE, ("scan.docx", record)))
    await elsewhere.round("intake")
    assert [row["Stage"] for row in elsewhere.rows(DISAGREEMENTS)] == ["Stage 2"]
