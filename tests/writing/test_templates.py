"""Templates: every letter that the rules name is there, and a partnership's own goes first."""

import re
from datetime import UTC, datetime
from pathlib import Path

from bot.partnership import load_partnership
from bot.process.meeting import Meeting
from bot.process.quoracy import BY_SOMEBODY, Proxy
from bot.settings import ROOT
from bot.writing import Writer

CROYDON = load_partnership(ROOT / "config" / "croydon")


def test_every_template_that_is_named_is_there() -> None:
    rooms = (ROOT / "bot" / name for name in ("jobs", "process", "writing"))
    sources = [file.read_text(encoding="utf-8") for room in rooms for file in room.glob("*.py")]
    named = {name for text in sources for name in re.findall(r'"([a-z_-]+\.(?:md|docx))"', text)}
    there = {file.name for file in (ROOT / "templates").rglob("*.*")}
    assert len(named) > 10
    assert named <= there


def test_a_partnerships_own_template_is_taken_before_the_usual_one(tmp_path: Path) -> None:
    (tmp_path / "minutes.md").write_text("Subject: ours\nThe notes are ready.", encoding="utf-8")
    written = Writer(CROYDON, tmp_path, ROOT / "templates").letter("minutes.md")
    assert (written.subject, written.body) == ("ours", "The notes are ready.\n")


def test_a_letter_about_a_proxy_uses_the_partnerships_own_names() -> None:
    saltmarsh = load_partnership(ROOT / "config" / "saltmarsh")
    meeting = Meeting(key="k", name="Panel", starts=datetime(2026, 12, 10, 10, tzinfo=UTC))
    facts = {"meeting": meeting, "link": "", "agreed": "Agreed to", "senior": "As senior"}
    said = ""
    for is_deputy in (True, False):
        proxy = Proxy("Constabulary", "x@fen-police.example", BY_SOMEBODY, is_deputy=is_deputy)
        said += Writer(saltmarsh, ROOT / "templates").letter("proxy.md", proxy=proxy, **facts).body
    for name in ("Partnership Manager", "Panel members", "Panel dates", "Agreed to", "As senior"):
        assert name in said
    assert "Business Manager" not in said
