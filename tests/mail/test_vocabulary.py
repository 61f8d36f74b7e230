"""The file of words, and how a wording in it is understood."""

from pathlib import Path

import pytest

from bot.mail import UnableToReadVocabulary, load_vocabulary
from bot.mail.vocabulary import Phrases


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("case* of concern", "Two CASES of\n concern"),
        ("secure/encrypted message", "an encrypted message"),
        ("attachment* .. removed", "The attachment form.docx was removed"),
        ("members' enquiry", "Members’ enquiry"),
    ],
)
def test_a_wording_is_found_in_its_variants(wording: str, text: str) -> None:
    assert Phrases.of([wording]).are_in(text)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("coc", "cocoa"),
        ("hit", "white"),
        ("attachment .. removed", "attachment" + " and" * 9 + " removed"),
    ],
)
def test_a_wording_is_no_part_of_another_word(wording: str, text: str) -> None:
    assert not Phrases.of([wording]).are_in(text)


def test_no_wordings_are_in_no_text() -> None:
    assert not Phrases.of([]).are_in("anything")


@pytest.mark.parametrize("content", ["", "thanks = 3", "thanks = [", 'thank = ["thanks"]'])
def test_a_wrong_file_is_one_clear_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "mail.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnableToReadVocabulary) as error:
        load_vocabulary(path)
    assert "\n" not in str(error.value)
