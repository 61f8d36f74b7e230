"""What the tests of reviews share: an incident entered by hand, and a return filled in."""

from io import BytesIO
from typing import Any

from docx import Document

from tests.jobs.stage import Stage

INCIDENTS, REVIEWS = "Serious Incidents", "Rapid Reviews"
REQUESTS, ATTENTION = "Agency Requests", "Needs Attention"
NURSE = "nell.notreal@nhs-mail.example"
CHILD = "Wren Placeholder"
NOTIFIABLE = {
    "Children": f"{CHILD}, born 2015-03-12",
    "AwareOn": "2026-11-23T12:00:00Z",
    "DateOfIncident": "2026-11-22T12:00:00Z",
    "Criterion": "(a) a child died or was seriously harmed in the area",
    "Harm": "Seriously harmed",
    "LocalAuthorityAgreedOn": "2026-11-24T12:00:00Z",
    "HealthAgreedOn": "2026-11-24T12:00:00Z",
    "PoliceAgreedOn": "2026-11-24T12:00:00Z",
}
ANSWERS = {
    "Completed by": "Nell Notreal",
    "Job title": "Named nurse",
    "a) Summary of your agency's involvement": "Seen four times in clinic.",
    "c) Learning identified": "Missed appointments should be followed up.",
}


async def incident(stage: Stage, **fields: Any) -> None:
    """Let a person add an incident to the list by hand, and decide to notify."""
    row = {"Title": "new"} | NOTIFIABLE | fields
    stage.sandbox.add_row(INCIDENTS, row, person="Morgan Samplewright")
    await stage.round("decisions")
    await decide(stage, INCIDENTS, "SIN-2026-001", "Notify")


async def decide(stage: Stage, name: str, reference: str, decision: str, **fields: Any) -> None:
    """Let a person decide, and the service notice."""
    stage.edit(name, reference, Decision=decision, **fields)
    for _ in range(2):  # what opens a linked entry edits this one: it is looked at once more
        await stage.round("decisions")


async def asked(stage: Stage) -> None:
    """Bring a Rapid Review as far as its requests."""
    await incident(stage)
    await decide(stage, REVIEWS, "RR-2026-001", "Request information")


def request_of(stage: Stage, agency: str) -> dict[str, Any]:
    """Give the request that an agency got."""
    return next(row for row in stage.rows(REQUESTS) if row["Agency"].startswith(agency))


def filled(stage: Stage, reference: str, answers: dict[str, str] | None = None) -> bytes:
    """Fill in the form that was sent with a request, in Word."""
    sent = next(data for path, data in stage.files().items() if path.startswith(reference))
    document = Document(BytesIO(sent))
    for table in document.tables:
        for row in table.rows:
            answer = (ANSWERS if answers is None else answers).get(row.cells[0].text)
            if answer:
                row.cells[1].text = answer
    content = BytesIO()
    document.save(content)
    return content.getvalue()
