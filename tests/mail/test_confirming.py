"""A bare confirmation is told from all that says more, or less."""

import pytest

from bot.mail import load_vocabulary
from bot.mail.confirming import is_plain
from bot.mail.references import USUAL
from bot.settings import ROOT

WORDS = load_vocabulary(ROOT / "config" / "mail.toml")


def plain(said: str) -> bool:
    return is_plain(said, WORDS, prefixes=USUAL, signed="Nell Notreal")


@pytest.mark.parametrize(
    "said",
    [
        "SPR-2026-001",
        "spr-2026-001.",
        "SPR-2026-001 confirmed",
        "SPR-2026-001: press office told",
        "Confirmed.\nNell",
        "Our comms team has been informed. Many thanks, Nell Notreal",
        "I can confirm that our press office has been told.",
        "We’ve told our communications team",
        "Done, thanks",
    ],
)
def test_a_reference_or_words_that_confirm_are_plain(said: str) -> None:
    assert plain(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Thanks",
        "Confirmed?",
        "Not confirmed",
        "Our press office has not been told",
        "Our press office will be told",
        "I have told my manager",
        "SPR-2026-001: who is the press office?",
        "Confirmed. But can the day be moved?",
        "Confirmed\nThe child's aunt rang the paper",
        "SPR-2026-001 SPR-2026-002 which one?",
    ],
)
def test_whatever_says_more_or_less_is_not(said: str) -> None:
    assert not plain(said)
