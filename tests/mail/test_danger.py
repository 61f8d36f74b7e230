"""Death, serious harm, present danger: told of, or said not to have happened."""

import pytest

from bot.mail.danger import is_told_on
from tests.mail.letters import WORDS


@pytest.mark.parametrize(
    "said",
    [
        "The baby died on Tuesday night.",
        "He would not eat and died in hospital.",
        "There was no food in the house. She was found unresponsive.",
        "He was not breathing when the crew arrived.",
        "No agency knew of the head injury.",
        "He is at immediate risk of being moved abroad.",
        "Staff did not follow the procedure and a child was seriously injured.",
    ],
)
def test_what_a_form_tells_of_grave_harm_is_seen(said: str) -> None:
    assert is_told_on({"summary": said}, WORDS)


@pytest.mark.parametrize(
    "said",
    [
        "There was no serious harm.",
        "The child was not seriously injured and nobody died.",
        "No evidence of any serious harm or death was found.",
        "He was never in immediate danger.",
        "Without serious injury, but it might have been otherwise.",
        "The injuries weren't life-threatening.",
        "If a child has died, ring the team first.",
        "A handover was missed.",
    ],
)
def test_harm_that_is_denied_or_only_supposed_is_not_told(said: str) -> None:
    assert not is_told_on({"summary": said}, WORDS)


def test_the_notes_of_an_escalations_stages_count_as_well() -> None:
    assert is_told_on({"stage3_notes": "She has taken an overdose."}, WORDS)


@pytest.mark.parametrize("said", ["2026-11-20", "last Tuesday", "not known, found on Monday"])
def test_a_date_of_death_tells_of_a_death(said: str) -> None:
    assert is_told_on({"date_of_death": said}, WORDS)


@pytest.mark.parametrize("said", ["", "No", "None - he is safe", "Child is alive", "still living"])
def test_no_date_of_death_tells_of_none(said: str) -> None:
    assert not is_told_on({"date_of_death": said}, WORDS)
