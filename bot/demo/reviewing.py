"""The third part of the story: a Serious Incident, its Rapid Review, and a care leaver."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from docx import Document

from bot.demo.acting import BUSINESS_MANAGER, PROJECT_OFFICER, Act, adds, edits
from bot.demo.agencies import WORD
from bot.demo.answering import letter
from bot.demo.calendar import at, listed
from bot.sandbox import Sandbox

NURSE, OFFICER = "nell.notreal@nhs-mail.example", "drew.madeup@anyshire.police.example"
COUNCIL = "robin.invented@anyshire.gov.example"
INCIDENTS, REVIEWS = "Serious Incidents", "Rapid Reviews"
REQUESTS, REVIEW = "Agency Requests", "RR-2027-001"
MORNINGS = (date(2027, 1, 15), date(2027, 1, 29))  # links made; a return is late
PARTNERS = ("LocalAuthority", "Health", "Police")


def reviewing() -> tuple[Act, ...]:
    """Give what people do about two incidents from January to March, in order."""
    return (*notifying(), *gathering(), *concluding(), *care_leaver())


def notifying() -> tuple[Act, ...]:
    """Give the acts up to the notification."""
    return (
        Act(
            at(12, 1),
            "Social care rings about an incident: the Project Officer adds it to the list by hand",
            adds(
                INCIDENTS,
                Title="by telephone",
                Children="Lark Placeholder, born 2019-05-02\nnot named",
                AwareOn=listed(12, 1),
                DateOfIncident=listed(11, 1),
            ),
        ),
        Act(
            at(13, 1),
            "The Business Manager wants to notify before the partners have agreed",
            _incident("SIN-2027-001", "Notify"),
        ),
        Act(
            at(14, 1),
            "All three partners agree: the Panel is notified",
            _incident(
                "SIN-2027-001",
                "Notify",
                Criterion="(a) a child died or was seriously harmed in the area",
                Harm="Seriously harmed",
                **_agreed("AgreedOn", listed(14, 1)),
            ),
        ),
    )


def gathering() -> tuple[Act, ...]:
    """Give the acts in which the agencies are asked, and answer."""
    return (
        Act(at(15, 1), "Every agency is to be asked", _review("Request information")),
        Act(at(20, 1), "The police return their form", _returns(OFFICER, "Two calls in 2026.")),
        Act(at(21, 1), "So does the NHS", _returns(NURSE, "Seen four times in clinic.")),
        Act(at(22, 1), "Progress is checked", _review("Progress checked")),
        Act(
            at(27, 1),
            "Schools, colleges and charities ring: nobody of the family is known to them",
            _nobody_known,
        ),
        Act(
            at(27, 1),
            "Social care needs longer: the Project Officer moves the review meeting in the"
            " calendar, to 2 February",
            _moves_the_meeting,
        ),
        Act(at(1, 2), "Social care's return is late; it comes", _returns(COUNCIL, "One visit.")),
    )


def concluding() -> tuple[Act, ...]:
    """Give the acts from the meeting to the Panel's answer."""
    return (
        Act(at(1, 2, 13), "The draft of the report is asked for", _review("Draft report")),
        Act(at(2, 2), "The review meeting is held", _review("Meeting held")),
        Act(
            at(3, 2),
            "The three partners sign off",
            _review("Sign off", **_agreed("SignedOn", listed(3, 2))),
        ),
        Act(
            at(3, 2, 14),
            "and decide: the learning has been drawn already",
            _review("No LSCPR: learning already drawn"),
        ),
        Act(at(12, 2), "The Panel agrees", _review("Panel agrees")),
        Act(
            at(15, 2),
            "The Panel's reference is recorded: the incident is closed",
            _incident("SIN-2027-001", "Close", SinReferences="invented 1"),
        ),
    )


def care_leaver() -> tuple[Act, ...]:
    """Give the acts about a young person of nineteen."""
    return (
        Act(
            at(2, 3),
            "An incident of a care leaver of nineteen is added",
            adds(
                INCIDENTS,
                Title="by telephone",
                Children="Rowan Nonesuch, born 2007-06-01",
                AwareOn=listed(1, 3),
                DateOfIncident=listed(28, 2),
                Criterion="(a) a child died or was seriously harmed in the area",
                Harm="Died",
                **_agreed("AgreedOn", listed(2, 3)),
            ),
        ),
        Act(at(3, 3), "It is notified", _incident("SIN-2027-002", "Notify")),
        Act(
            at(5, 3),
            "The adults' board has been spoken to: closed",
            _incident(
                "SIN-2027-002", "Close", AdultsBoardOn=listed(5, 3), SinReferences="invented 2"
            ),
        ),
    )


def _agreed(what: str, day: str) -> Mapping[str, str]:
    return {f"{partner}{what}": day for partner in PARTNERS}


def _incident(reference: str, decision: str, **fields: Any) -> Callable[[Sandbox], None]:
    return edits(
        INCIDENTS, "Reference", reference, {"Decision": decision} | fields, BUSINESS_MANAGER
    )


def _review(decision: str, **fields: Any) -> Callable[[Sandbox], None]:
    return edits(REVIEWS, "Reference", REVIEW, {"Decision": decision} | fields, BUSINESS_MANAGER)


def _nobody_known(sandbox: Sandbox) -> None:
    for agency in ("Schools", "Colleges", "Voluntary"):
        for row in list(sandbox.sharepoint_list(REQUESTS).rows.values()):
            if row.fields["Review"] == REVIEW and row.fields["Agency"].startswith(agency):
                told = {"Decision": "Knows nobody of the family"}
                sandbox.edit_row(REQUESTS, row.id, told, person=PROJECT_OFFICER)


def _moves_the_meeting(sandbox: Sandbox) -> None:
    event = next(e for e in sandbox.events() if REVIEW in e.properties["subject"])
    event.start, event.end = (when + timedelta(days=4) for when in (event.start, event.end))


def _returns(sender: str, facts: str) -> Callable[[Sandbox], None]:
    """Let somebody fill in the form that came by mail, and send it back."""

    def answer(sandbox: Sandbox) -> None:
        form = next(
            attached.content
            for sent in sandbox.sent
            for attached in sent.message.attachments
            if sender in sent.recipients and attached.name.startswith(REVIEW)
        )
        message = letter(sender, "Our return", "Please find it attached.")
        maintype, subtype = WORD
        message.add_attachment(
            _filled(form, facts), maintype=maintype, subtype=subtype, filename="Our return.docx"
        )
        sandbox.deliver(message.as_bytes())

    return answer


def _filled(form: bytes, facts: str) -> bytes:
    answers = {
        "Completed by": "the safeguarding lead",
        "a) Summary of your agency's involvement": facts,
        "c) Learning identified": "Each of us held a part.",
    }
    document, content = Document(BytesIO(form)), BytesIO()
    for table in document.tables:
        for row in table.rows:
            if answer := answers.get(row.cells[0].text):
                row.cells[1].text = answer
    document.save(content)
    return content.getvalue()
