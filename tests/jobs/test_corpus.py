"""The shared mail corpus through the whole service, one round a mail, held against its gold.

At DEBUG: nothing of a child may stand in anything that leaves, in a log, or in a path.
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.partnership import load_partnership
from bot.settings import ROOT
from tests.jobs.corpus import FOLDER, Outcome, faults, gold, known_to_gold
from tests.jobs.stage import Stage, staged

REGISTERS = {"coc": "Cases of Concern", "escalation": "Escalations"}
SERIOUS = ("lost", "twice", "leak", "sent wrongly", "wrong entry", "touched")
SHORT = 4  # markers up to here are initials: compared with case

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the shared data is not here")


async def test_every_mail_of_the_corpus_ends_as_its_gold_says(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("markdown_it").setLevel(logging.INFO)  # it tells of its own steps only
    partnership = known_to_gold(load_partnership(ROOT / "config" / "croydon"))
    start = datetime(2026, 9, 21, 8, tzinfo=UTC)
    tally: Counter[str] = Counter()
    async with staged(tmp_path, partnership=partnership, start=start, children=True) as stage:
        seed(stage)
        for record in gold():
            found = faults(record, await outcome_of(stage, record))
            tally.update(f"{fault}: {record['file']}" for fault in found)
        logged = (f"{line.name} {line.getMessage()}" for line in caplog.records)
        told = "\n".join((*everything_that_left(stage), *logged))
        assert stage.sandbox.violations == []
    tally.update(f"leak: {record['file']}" for record in gold() if leaks(record, told))
    assert [fault for fault in tally if fault.split(":")[0] in SERIOUS] == []


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
    """Give all mails that were sent, whole, and all paths of the library."""
    mails = [sent.message.mime or b"" for sent in stage.sandbox.sent]
    texts = [mime.decode("utf-8", "replace").replace("=\r\n", "") for mime in mails]
    subjects = [str(sent.message.properties["subject"]) for sent in stage.sandbox.sent]
    bodies = [str(sent.message.properties["body"]["content"]) for sent in stage.sandbox.sent]
    return [*texts, *subjects, *bodies, *stage.files()]


def leaks(record: dict[str, Any], told: str) -> bool:
    """Whether anything of a mail that must not be told was told."""
    return any(pattern.search(told) for pattern in patterns(record))


def patterns(record: dict[str, Any]) -> Iterator[re.Pattern[str]]:
    for marker in record["expect"].get("personal_data_markers", ()):
        flags = 0 if len(marker) <= SHORT else re.IGNORECASE
        yield re.compile(rf"(?<!\w){re.escape(marker)}(?!\w)", flags)
    for name in record["attachments"]:
        text = name if isinstance(name, str) else str(name.get("name") or "")
        if len(text) > SHORT + SHORT:
            yield re.compile(re.escape(text), re.IGNORECASE)
