"""The shared mail corpus: its gold, its register, and how a mail's outcome is held against it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.partnership import Agency, Partnership

FOLDER = Path(__file__).parents[2].parent / "shared" / "mail"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail, as the tenant shows it."""

    opened: tuple[str, ...]
    changed: tuple[str, ...]
    asked: int
    sent: int
    held: int
    untouched: bool

    @property
    def acknowledged(self) -> str:
        """Say it as the gold does."""
        if self.sent:
            return "yes"
        return "hold" if self.held else "no"


def gold() -> list[dict[str, Any]]:
    """Give the corpus's records, in order of arrival."""
    text = (FOLDER / "gold.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def known_to_gold(partnership: Partnership) -> Partnership:
    """Give the partnership with the agencies and domains of the corpus."""
    told = json.loads((FOLDER / "agencies.json").read_text(encoding="utf-8"))
    agencies = tuple(
        Agency(name=a["name"], type=a["type"], statutory=a["statutory"], domains=a["domains"])
        for a in told["agencies"]
    )
    return partnership.model_copy(
        update={
            "agencies": agencies,
            "own_domains": tuple(told["own_domains"]),
            "free_mail_domains": tuple(told["free_mail_domains"]),
        }
    )


def faults(record: dict[str, Any], outcome: Outcome) -> list[str]:
    """Name what is wrong with an outcome; the reading that fits best of all that are accepted."""
    readings = [record["expect"], *record.get("also_accept", ())]
    return min((_faults(reading, outcome) for reading in readings), key=_weight)


WEIGHTS = {
    "lost": 1000,
    "twice": 500,
    "sent wrongly": 100,
    "wrong entry": 50,
    "touched": 20,
    "asks too much": 5,
    "not acknowledged": 1,
}


def _weight(found: list[str]) -> int:
    return sum(WEIGHTS[fault] for fault in found)


def _faults(reading: dict[str, Any], outcome: Outcome) -> list[str]:
    entries = reading["entries"]
    new = [e["kind"] for e in entries if not (e.get("duplicate_of") or e.get("updates"))]
    wants = [kind for kind in new if kind != "agency_return"]
    attention = reading["needs_attention"]
    told = {
        "lost": (bool(new) or attention is True) and not (outcome.opened or outcome.asked),
        "twice": len(outcome.opened) > len(wants) and len(entries) > len(new),
        "sent wrongly": not _fits(reading["acknowledge"], outcome.acknowledged)
        and outcome.sent > 0,
        "wrong entry": sorted(outcome.opened) != sorted(wants),
        "touched": reading["leave_untouched"] and not outcome.untouched,
        "asks too much": outcome.asked > 0 and not _fits(attention, actual=True),
        "not acknowledged": not _fits(reading["acknowledge"], outcome.acknowledged)
        and outcome.sent == 0,
    }
    return [fault for fault, is_so in told.items() if is_so]


def _fits(wanted: Any, actual: Any) -> bool:
    if isinstance(wanted, dict):
        return actual in wanted["any_of"]
    return bool(wanted == actual)
