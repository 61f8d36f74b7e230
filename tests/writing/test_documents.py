"""Word documents: filled whatever the facts hold, and read again by the service's own reader."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from bot.forms import load_labels
from bot.forms.form import read
from bot.forms.reading import Kind
from bot.partnership import load_partnership
from bot.process.agency_request import AgencyRequest
from bot.settings import ROOT
from bot.writing.documents import UnableToFill, fill

DOCUMENTS = ROOT / "templates" / "documents"
WORDS = load_partnership(ROOT / "config" / "croydon").words


def request(agency: str = "Anyshire Police", **answers: Any) -> AgencyRequest:
    return AgencyRequest(
        reference="REQ-2026-004",
        review="RR-2026-001",
        agency=agency,
        due_on=date(2026, 12, 8),
        returned_on=date(2026, 12, 3),
        **answers,
    )


def words_of(content: bytes) -> str:
    body = Document(BytesIO(content)).element
    return "\n".join(part.text or "" for part in body.iter(qn("w:t")))


@pytest.mark.parametrize("name", ["information-request.docx", "imr-request.docx"])
def test_a_request_is_recognised_when_it_comes_back(name: str) -> None:
    content = fill(DOCUMENTS / name, request=request(), folder="https://x.example", words=WORDS)
    reading = read(content, labels=load_labels(ROOT / "config" / "labels.toml"))
    assert reading.kind is Kind.AGENCY_RETURN
    assert reading.fields["our_reference"] == "RR-2026-001, REQ-2026-004"
    assert reading.fields["referrer_agency"] == "Anyshire Police"
    assert "immediate_action" not in reading.fields


def test_the_report_holds_every_return_under_every_purpose() -> None:
    said = {
        "facts": "One.",
        "immediate_action": "Two.",
        "learning": "Three.",
        "next_steps": "Four.",
    }
    returned = [request("A <b> & {{ c }}", **said), request("D")]
    content = fill(
        DOCUMENTS / "rapid-review-report.docx",
        review="RR-2026-001",
        today=date(2026, 12, 8),
        returned=returned,
        missing=[request("E")],
        guidance="an edition",
        words=WORDS,
    )
    words = words_of(content)
    assert [words.count(text) for text in said.values()] == [1, 1, 1, 1]
    assert words.count("A <b> & {{ c }}") == 5
    assert words.count("Nothing was said under this heading.") == 4
    assert "E: not returned yet, due Tuesday 8 December 2026" in words


def test_a_template_that_asks_for_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnableToFill, match="request"):
        fill(DOCUMENTS / "information-request.docx", words=WORDS)
    with pytest.raises(UnableToFill, match="nothing"):
        fill(tmp_path / "nothing.docx")
