"""Rows and their columns: what a list stores comes back, and people may have edited it."""

from datetime import UTC, date, datetime

import pytest

from bot.partnership import Renamed
from bot.process.action import Action
from bot.process.case_of_concern import CaseOfConcern
from bot.process.columns import ColumnKind, UnableToReadRow
from bot.process.names import Names
from bot.process.notice import Notice, NoticeKind
from bot.process.registers import LISTS


def test_a_row_comes_back_from_its_fields_as_it_was() -> None:
    row = CaseOfConcern(
        reference="COC-2026-001",
        subject_key="k",
        received_on=datetime(2026, 6, 1, 9, tzinfo=UTC),
        meeting_on=date(2026, 6, 15),
        children="Wren Placeholder",
    )
    assert CaseOfConcern.from_fields(row.to_fields()) == row


def test_a_date_that_a_person_picked_in_summer_is_that_day() -> None:
    picked = {"SubjectKey": "k", "MeetingOn": "2026-06-14T23:00:00Z"}  # midnight in London
    assert CaseOfConcern.from_fields(picked).meeting_on == date(2026, 6, 15)


def test_an_edit_that_makes_no_sense_is_told_by_its_column() -> None:
    with pytest.raises(UnableToReadRow, match=r"look at its MeetingOn"):
        CaseOfConcern.from_fields({"SubjectKey": "k", "MeetingOn": "soon"})


def test_columns_that_people_added_are_left_alone() -> None:
    assert CaseOfConcern.from_fields({"SubjectKey": "k", "OurOwnColumn": 3}).subject_key == "k"


def test_a_long_subject_fits_a_single_line_of_text() -> None:
    notice = Notice(
        key="k", kind=NoticeKind.DIGEST, recipient="a@b.example", subject="x" * 300, body="b"
    )
    assert len(notice.to_fields()["Subject"]) == 255


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row.LIST)
def test_no_list_asks_for_more_indexes_than_sharepoint_allows(row: type) -> None:
    indexed = [c for c in row.columns().values() if c.indexed or c.unique]  # type: ignore[attr-defined]
    assert 0 < len(indexed) <= 20


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row.LIST)
def test_notes_are_never_indexed_and_choices_have_something_to_choose(row: type) -> None:
    for column in row.columns().values():  # type: ignore[attr-defined]
        assert not (column.kind is ColumnKind.NOTE and column.indexed)
        assert bool(column.choices) == (column.kind is ColumnKind.CHOICE)


def test_a_partnerships_own_words_and_dates_are_read_and_written_in_its_own_way() -> None:
    own = {"state": {"Open": "Live"}}
    renamed = Renamed(choices=own, columns={"due": "By"}, dates={"seen_on": "Seen on"})
    columns = Names({"action": renamed}).columns(Action)
    row = Action.from_fields({"State": "Live", "SeenOn": "2026-06-15T11:00:00Z"}, columns)
    assert (row.state, row.value("seen_on"), row.label("due")) == ("Open", date(2026, 6, 15), "By")
    assert row.to_fields(columns)["State"] == "Live"
    assert Action().value("seen_on") is None
    with pytest.raises(UnableToReadRow, match="SeenOn"):
        Action.from_fields({"SeenOn": "soon"}, columns)
