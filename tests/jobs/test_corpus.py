"""The shared mail corpus through the whole service: in order, in any order, twice, under faults.

At DEBUG: nothing of a child may stand in anything that leaves, in a log, or in a path.
"""

import asyncio
import json
import logging
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from bot.partnership import load_partnership
from bot.sandbox import Fault
from bot.sandbox.core.journal import Violation
from bot.service import Service
from bot.settings import ROOT
from tests.forms.once import ReadOnce
from tests.jobs.corpus import FOLDER, Outcome, faults, gold, known_to_gold
from tests.jobs.stage import Stage, staged

REGISTERS = {"coc": "Cases of Concern", "escalation": "Escalations"}
SERIOUS = ("lost", "twice", "sent wrongly", "wrong entry", "touched")
SHORT = 4  # markers up to here are initials: compared with case
SEED = 20_260_907
START = datetime(2026, 9, 21, 8, tzinfo=UTC)
ROUNDS = 4  # of eleven minutes: what failed is tried again until it is done or parked

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the shared data is not here")


@asynccontextmanager
async def corpus_stage(state: Path) -> AsyncIterator[Stage]:
    """Set a stage that knows the corpus's agencies, with its register."""
    partnership = known_to_gold(load_partnership(ROOT / "config" / "croydon"))
    async with (
        staged(state, partnership=partnership, start=START) as stage,
        ReadOnce(stage.work.labels) as reader,
    ):
        work = replace(stage.work, reader=reader)
        seed(stage)
        yield replace(stage, work=work, service=Service(work, stage.settings))


@dataclass(frozen=True, slots=True)
class Played:
    """What became of the corpus in the order of its arrival, and then once more under faults."""

    wrong: list[str]
    told: str
    violations: list[Violation]
    stands: Counter[tuple[object, ...]]
    inbox: int
    stands_after_all_again: Counter[tuple[object, ...]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Play the corpus once for all tests, with all that is logged."""
    with logged() as lines:
        return asyncio.run(play(tmp_path_factory.mktemp("in order"), lines))


async def play(state: Path, lines: list[str]) -> Played:
    async with corpus_stage(state) as stage:
        wrong: list[str] = []
        for record in gold():
            found = faults(record, await outcome_of(stage, record))
            wrong += [f"{fault}: {record['file']}" for fault in found if fault in SERIOUS]
        await stage.later("reconciling", "outbox", "sweep")
        told = "\n".join((*everything_that_left(stage), *lines))
        violations = list(stage.sandbox.violations)
        stands, inbox = what_stands(stage), stage.folder("Inbox")
        trouble(stage)
        await in_any_order(stage)
        return Played(wrong, told, violations, stands, inbox, what_stands(stage))


def test_every_mail_of_the_corpus_ends_as_its_gold_says(played: Played) -> None:
    assert played.wrong == []
    assert played.violations == []


def test_nothing_of_a_child_leaves_or_is_logged_at_any_level(played: Played) -> None:
    assert leaking(played.told) == []


def test_all_of_it_once_more_under_faults_opens_and_sends_nothing(played: Played) -> None:
    assert played.stands_after_all_again == played.stands


async def test_in_any_order_and_with_much_of_it_failing_the_corpus_ends_the_same(
    played: Played, tmp_path: Path
) -> None:
    async with corpus_stage(tmp_path) as stage:
        trouble(stage)
        await in_any_order(stage)
    assert what_stands(stage) == played.stands
    assert stage.folder("Inbox") == played.inbox
    assert stage.sandbox.violations == []


@contextmanager
def logged() -> Iterator[list[str]]:
    """Keep every line that is logged, at DEBUG."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.name} {record.getMessage()}")

    kept, root = Keeping(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    logging.getLogger("markdown_it").setLevel(logging.INFO)  # it tells of its own steps only
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.removeHandler(kept)


def what_stands(stage: Stage) -> Counter[tuple[object, ...]]:
    """Give what the entries say, and how much there is of all that must never be too much."""
    said = [
        (name, *(row.get(column) for column in ("Children", "Stage", "State", "Summary")))
        for name in REGISTERS.values()
        for row in stage.rows(name)
    ]
    counts: Counter[tuple[object, ...]] = Counter(said)
    counts["asked",] = len(stage.rows("Needs Attention"))
    counts["sent",] = len(stage.sandbox.sent)
    counts["filed",] = len(stage.files())
    counts.update(("notice", row["State"]) for row in stage.rows("Notices"))
    return counts


async def in_any_order(stage: Stage) -> None:
    """Deliver all mails in a random order, ten at a time; then no more fails, and all is done."""
    records = gold()
    random.Random(SEED).shuffle(records)
    for start in range(0, len(records), 10):
        for record in records[start : start + 10]:
            stage.sandbox.deliver((FOLDER / record["file"]).read_bytes())
        await stage.round("intake", "outbox")
    stage.sandbox.tenant.faults.clear()
    for _ in range(ROUNDS):
        await stage.later("intake", "reconciling", "outbox", "sweep")


def trouble(stage: Stage) -> None:
    """Plan failures of every kind, before and after the deed."""
    for fault in (
        Fault(method="GET", status=503, chance=0.03, count=None),
        Fault(method="*", status=429, retry_after="1", chance=0.02, count=None),
        Fault(method="POST", status=504, when="after", chance=0.06, count=None),
        Fault(method="POST", kind="reset", when="after", chance=0.03, count=None),
        Fault(method="PATCH", status=504, when="after", chance=0.06, count=None),
        Fault(method="PUT", kind="reset", when="after", chance=0.05, count=None),
        Fault(method="*", kind="reset", chance=0.02, count=None),
    ):
        stage.sandbox.plan_fault(fault)


def seed(stage: Stage) -> None:
    """Put in the register what stands there before the first mail."""
    for entry in json.loads((FOLDER / "register.json").read_text(encoding="utf-8")):
        if name := REGISTERS.get(entry["kind"]):
            reference = entry["reference"]
            state = "Received" if entry["kind"] == "coc" else "Open"
            fields = {"Title": reference, "Reference": reference, "SubjectKey": reference}
            stage.sandbox.add_row(name, {**fields, "State": state}, person="Seed")


async def outcome_of(stage: Stage, record: dict[str, Any]) -> Outcome:
    """Deliver one mail, run rounds until nothing is left to try, and tell what changed."""
    at = datetime.fromisoformat(record["received"])
    stage.clock.set(max(at, stage.clock.now()))
    names = (*REGISTERS.values(), "Needs Attention", "Notices")
    before = {name: len(stage.rows(name)) for name in names}
    sent, inbox = len(stage.sandbox.sent), stage.folder("Inbox")
    stage.sandbox.deliver((FOLDER / record["file"]).read_bytes())
    while await stage.round("intake", "outbox") and stage.service.intake.unfinished:
        pass
    new = {name: stage.rows(name)[before[name] :] for name in names}
    opened = tuple(kind for kind, name in REGISTERS.items() for _row in new[name])
    return Outcome(
        opened=opened,
        changed=(),
        asked=len(new["Needs Attention"]),
        sent=len(stage.sandbox.sent) - sent,
        held=sum(row["State"] == "Held" for row in new["Notices"]),
        untouched=stage.folder("Inbox") == inbox + 1,
    )


def everything_that_left(stage: Stage) -> list[str]:
    """Give all that mails say that were sent, decoded, and all paths of the library.

    Encoded, two letters of initials would turn up by chance.
    """
    mails = [message_from_bytes(sent.message.mime or b"") for sent in stage.sandbox.sent]
    parts = [part for mail in mails for part in mail.walk()]
    texts = [f"{part.items()} {said_in(part)}" for part in parts]
    subjects = [str(sent.message.properties["subject"]) for sent in stage.sandbox.sent]
    bodies = [str(sent.message.properties["body"]["content"]) for sent in stage.sandbox.sent]
    return [*texts, *subjects, *bodies, *stage.files()]


def said_in(part: Message) -> str:
    """Give the text of a part of a mail; nothing of what is no text."""
    payload = part.get_payload(decode=True) if part.get_content_maintype() == "text" else b""
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def leaking(told: str) -> list[str]:
    """Give the mails of which something was told that must not be, each with where it stands."""
    lines = set(told.splitlines())
    lowered = "\n".join(lines).lower()
    return [
        f"{record['file']}: {told[max(0, found.start() - 80) : found.end() + 40]!r}"
        for record in gold()
        for marker, pattern in patterns(record)
        if marker.lower() in lowered and (found := pattern.search(told))
    ]


def patterns(record: dict[str, Any]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Give what must not be told of a mail, and how it is searched for."""
    for marker in record["expect"].get("personal_data_markers", ()):
        flags = 0 if len(marker) <= SHORT else re.IGNORECASE
        yield marker, re.compile(rf"(?<!\w){re.escape(marker)}(?!\w)", flags)
    for name in record["attachments"]:
        text = name if isinstance(name, str) else str(name.get("name") or "")
        if len(text) > SHORT + SHORT:
            yield text, re.compile(re.escape(text), re.IGNORECASE)
