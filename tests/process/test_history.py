"""A history is one text in order, keeps what people wrote, and goes on in a file when too long."""

from datetime import datetime, timedelta

from bot.process.days import LONDON
from bot.process.happenings import Happening, written
from bot.process.history import OUTGROWN, outgrown, told

NINE = datetime(2026, 12, 1, 9, tzinfo=LONDON)


def line(history: str, what: str, *, minutes: int = 0) -> str:
    return told(history, at=NINE + timedelta(minutes=minutes), who="somebody", what=what)


def filed(paper: str, *, minutes: int = 0) -> Happening:
    at = NINE + timedelta(minutes=minutes)
    return Happening("COC-2026-001", paper, at, "the register", "filed", paper)


def in_one_text(*happened: Happening) -> str:
    return written("", happened, lambda whom: whom)


def long(lines: int) -> str:
    return "\n".join(line("", f"{number} {'x' * 200}", minutes=number) for number in range(lines))


def test_a_line_stands_where_its_time_belongs_and_after_its_own_minute() -> None:
    history = line(line(line("", "b", minutes=2), "a", minutes=1), "c", minutes=2)
    assert [one[-1] for one in history.splitlines()] == ["a", "b", "c"]


def test_a_persons_note_stays_with_the_line_it_stands_under() -> None:
    history = line(line("", "a"), "b", minutes=2).replace("a\n", "a\nRang the school.\n")
    history = line(history, "between", minutes=1)
    assert history.splitlines()[1:3] == ["Rang the school.", "1 Dec 2026 09:01, somebody: between"]


def test_a_text_without_any_time_stays_first() -> None:
    assert line("Taken over from the old list.", "a").startswith("Taken over from the old list.\n1")


def test_words_much_like_a_time_are_words() -> None:
    assert line("31 Feb 2026 10:00, as she said", "a").startswith("31 Feb 2026 10:00, as she said")


def test_one_thing_is_one_line_whatever_breaks_its_words_have() -> None:
    assert line("", "first\nsecond") == "1 Dec 2026 09:00, somebody: first second"


def test_things_alike_of_one_minute_become_one_line() -> None:
    told_of = in_one_text(filed("a.docx"), filed("b.docx"), filed("c.docx", minutes=1))
    assert told_of == (
        "1 Dec 2026 09:00, the register: filed a.docx and b.docx\n"
        "1 Dec 2026 09:01, the register: filed c.docx"
    )


def test_of_many_some_are_named_and_the_others_counted() -> None:
    told_of = in_one_text(*(filed(f"{number}.docx") for number in range(30)))
    assert told_of.endswith("10.docx and 19 others")


def test_names_that_hold_commas_are_parted_by_more_than_commas() -> None:
    told_of = in_one_text(filed("the Nurse, ICB"), filed("the Inspector"))
    assert told_of.endswith("filed the Nurse, ICB; and the Inspector")


def test_a_history_with_room_is_left_whole() -> None:
    assert outgrown(long(100)) is None


def test_a_long_history_goes_on_in_a_file_and_no_line_is_lost() -> None:
    history = long(240)
    cut = outgrown(history)
    assert cut is not None
    begins, *kept = cut.history.splitlines()
    assert cut.file_name in begins
    assert cut.content.decode().splitlines() + kept == history.splitlines()
    assert len(cut.history) < len(history) - OUTGROWN + len(begins) + 1


def test_the_same_lines_go_into_the_same_file_however_the_history_grows() -> None:
    history = long(240)
    grown = outgrown(line(history, "later", minutes=9_999))
    assert grown is not None
    first = outgrown(history)
    assert first is not None
    assert (first.file_name, first.content) == (grown.file_name, grown.content)
