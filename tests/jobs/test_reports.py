"""Reports: filed when a period is over, told to their readers, small numbers hidden."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document

from bot.sandbox.sites.rows import Author
from tests.jobs.stage import Stage, playing

SCHOOLS = "Schools (Sampleby Learning Trust and others)"
BIMONTHLY, QUARTERLY = "Reports/2026-10 bimonthly.docx", "Reports/2026-12 quarterly.docx"


def told(stage: Stage) -> list[str]:
    return [to for to, subject in stage.sent() if "is drafted" in subject]


def cases(stage: Stage, number: int, **fields: str) -> None:
    received = {"ReceivedOn": "2026-10-06T09:00:00Z"}
    for _ in range(number):
        stage.sandbox.add_row("Cases of Concern", received | fields, person="Jo Placeholder")


def tables(content: bytes) -> dict[str, str]:
    document = Document(BytesIO(content))
    rows = [row.cells for table in document.tables for row in table.rows]
    return {cells[0].text: cells[1].text for cells in rows}


async def test_each_report_is_filed_once_and_its_readers_told(stage: Stage) -> None:
    await stage.round("reports", "outbox")
    first = len(told(stage))
    assert BIMONTHLY in stage.files()
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        await restarted.later("reports", "outbox", "sweep")
    assert len(told(stage)) == first == 3


@pytest.mark.parametrize("kept_as", ["2026-10 bimonthly, final.docx", ""])
async def test_a_report_that_a_person_renamed_or_deleted_is_not_drafted_again(
    stage: Stage, kept_as: str
) -> None:
    await stage.round("reports", "outbox")
    tenant, library = stage.sandbox.tenant, stage.sandbox.sharepoint_list("Case Files")
    drive, person = tenant.drives.of_list(library), Author("Jo Placeholder", "jo", 9)
    report = next(item for item in drive.items.values() if item.path == BIMONTHLY)
    if kept_as:
        tenant.drives.rename(drive, report, kept_as, person)
    else:
        tenant.drives.delete(drive, report)
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        assert await restarted.later("reports", "outbox", "sweep")
    assert BIMONTHLY not in stage.files()


async def test_a_new_period_makes_a_new_report(stage: Stage) -> None:
    await stage.round("reports")
    stage.clock.set(datetime(2027, 1, 4, 10, tzinfo=UTC))
    await stage.round("reports")
    assert QUARTERLY in stage.files()


async def test_what_goes_round_hides_small_numbers_and_names_nobody(stage: Stage) -> None:
    cases(stage, 6, Agency="Anyshire Police", HarmThemes="neglect", Children="Wren Placeholder")
    cases(stage, 2, Agency="Sampleby School", HarmThemes="Near miss")
    await stage.round("decisions", "reports")
    content = stage.files()[BIMONTHLY]
    shown = tables(content)
    assert shown["Cases of Concern"] == "8"
    assert (shown["Anyshire Police"], shown[SCHOOLS]) == ("c", "c")
    assert "Sampleby School" not in shown  # a form's own words: it may be the child's school
    assert (shown["Neglect"], shown["Near miss"]) == ("c", "c")
    assert b"Wren" not in content


async def test_what_is_overdue_is_said_once_however_many_are_told(stage: Stage) -> None:
    late = {"Reference": "REQ-2026-001", "DueOn": "2026-10-20", "SentOn": "2026-10-06T09:00:00Z"}
    stage.sandbox.add_row("Agency Requests", late | {"State": "Sent"}, person="Jo Placeholder")
    await stage.round("reports")
    document = Document(BytesIO(stage.files()[BIMONTHLY]))
    rows = [row.cells[0].text for table in document.tables for row in table.rows]
    assert rows.count("REQ-2026-001") == 1


async def test_a_picture_says_in_words_what_it_shows(stage: Stage) -> None:
    cases(stage, 6, Agency="Anyshire Police")
    cases(stage, 7, Agency="Sampleby School")
    await stage.round("decisions", "reports")
    document = Document(BytesIO(stage.files()[BIMONTHLY]))
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert f"New entries by agency: {SCHOOLS} 7, Anyshire Police 6." in described


async def test_the_terms_of_reference_come_round_every_two_years(stage: Stage) -> None:
    stage.clock.set(datetime(2027, 3, 22, 10, tzinfo=UTC))  # the first working day after the 20th
    for _ in range(3):
        await stage.later("reports", "outbox")
    letters = [(to, s) for to, s in stage.sent() if "terms of reference" in s]
    assert len(letters) == 2
    assert all("20 March 2027" in subject for _, subject in letters)


async def test_the_executive_group_gets_a_summary_of_each_review(stage: Stage) -> None:
    person, reference = "Jo Placeholder", "SPR-2026-001"
    review = {"State": "Action plan under way", "DecidedOn": "2026-11-02T12:00:00Z"}
    told = {"LeadReviewer": "Lou Nonsuch", "Children": "Wren Placeholder", "Impact": "Fewer gaps"}
    stage.sandbox.add_row("Practice Reviews", review | told, person=person)
    for state, day in (("Done", "2026-12-07T12:00:00Z"), ("Open", None)):
        action = {
            "State": state,
            "Source": reference,
            "DoneOn": day,
            "Impact": "Tried on two wards",
        }
        stage.sandbox.add_row("Actions", action, person=person)
    await stage.round("decisions")
    stage.clock.set(datetime(2027, 1, 4, 10, tzinfo=UTC))
    await stage.round("reports")
    content = stage.files()[QUARTERLY]
    shown = tables(content)
    assert (shown["Lead reviewer"], shown["Impact"]) == ("Lou Nonsuch", "Fewer gaps")
    assert (shown["Decided on"], shown["Actions"]) == ("2 November 2026", "1 of 2 done")
    assert shown["ACT-2026-001"] == reference
    assert "Wren" not in "".join(
        node.text or "" for node in Document(BytesIO(content)).element.iter()
    )
