"""The judge of the mail corpus: what a sorted mail gets wrong, by the names that its gold has."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.forms.reading import Kind, Reading
from bot.mail import Agency, Correspondents, Sorted

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = SHARED / "mail"
SERIOUS = ("lost", "sent wrongly", "wrong entry", "touched", "asks too much")

Record = dict[str, Any]


def records() -> list[Record]:
    """The gold of every message, in order of arrival; none where there is no corpus."""
    return _lines(CORPUS / "gold.jsonl")


def correspondents() -> Correspondents:
    """The configuration that the corpus was made for."""
    told = json.loads((CORPUS / "agencies.json").read_text(encoding="utf-8"))
    return Correspondents(
        mailbox=told["mailbox"],
        own_domains=frozenset(told["own_domains"]),
        free_mail_domains=frozenset(told["free_mail_domains"]),
        agencies=tuple(
            Agency(a["name"], frozenset(a["domains"]), a["type"]) for a in told["agencies"]
        ),
    )


def readings() -> dict[str, Reading]:
    """What the gold says that each document is, by the digest of its bytes."""
    samples = SHARED / "forms" / "samples"
    made_here = {r["sha256"]: _reading(r) for r in _lines(CORPUS / "docs_gold.jsonl")}
    return made_here | {
        sha256((samples / record["file"]).read_bytes()).hexdigest(): _reading(record)
        for record in _lines(samples / "gold.jsonl")
    }


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with what became of one message, at best of the outcomes that are right."""

    file: str
    situation: str
    faults: tuple[str, ...]


def judge(record: Record, sorted_: Sorted) -> Judgement:
    """Compare with every outcome that the gold accepts, and keep the kindest answer."""
    outcomes = [record["expect"], *record.get("also_accept", ())]
    faults = min((tuple(_faults(outcome, sorted_)) for outcome in outcomes), key=len)
    return Judgement(record["file"], record["situation"], faults)


def _faults(gold: Record, sorted_: Sorted) -> Iterator[str]:
    wanted = [e for e in gold["entries"] if not str(e.get("updates", "")).startswith("register:")]
    adds = bool(sorted_.papers and sorted_.references and not sorted_.untouched)
    nothing = not (sorted_.entries or sorted_.attention or adds)
    attention = _values(gold["needs_attention"])
    if nothing and (gold["entries"] or attention == [True]):
        yield "lost"
    elif _kinds(wanted) != Counter(e.kind.value for e in sorted_.entries) or _missing(
        wanted, sorted_
    ):
        yield "wrong entry"
    if bool(sorted_.attention) not in attention:
        yield "asks too much" if sorted_.attention else "asks nobody"
    if gold["leave_untouched"] and not sorted_.untouched:
        yield "touched"
    acknowledge = _values(gold["acknowledge"])
    if sorted_.acknowledge.value not in acknowledge:
        yield "sent wrongly" if sorted_.acknowledge.value == "yes" else "not acknowledged"
    if gold.get("same_day") and not sorted_.same_day:
        yield "not the same day"


def _kinds(entries: list[Record]) -> Counter[str]:
    return Counter(entry["kind"] for entry in entries)


def _missing(entries: list[Record], sorted_: Sorted) -> set[str]:
    wanted = {e["sha256"] for e in entries if e.get("sha256") and not e.get("in_body")}
    return wanted - {e.document.sha256 for e in sorted_.entries if e.document}


def _values(gold: Any) -> list[Any]:
    return list(gold["any_of"]) if isinstance(gold, dict) else [gold]


def _reading(record: Record) -> Reading:
    kinds = {"hostile": Kind.UNREADABLE}
    kind = kinds.get(record["kind"]) or Kind(record["kind"])
    return Reading(kind, 1.0, "as the gold says", record.get("fields") or {})


def _lines(path: Path) -> list[Record]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
