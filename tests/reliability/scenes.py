"""The scenes in which the service is killed: what has come in, been decided, or fallen due."""

from datetime import UTC, date, datetime, timedelta

from bot.demo.agencies import (
    FREE_MAIL,
    MINDER,
    NURSE,
    SCHOOL,
    STAGE_3,
    STAGE_4,
    concern,
    disagreement,
)
from bot.partnership import Partnership
from bot.process.days import LONDON
from tests.jobs.reviews import NURSE as HEALTH
from tests.jobs.reviews import REVIEWS, asked, filled, incident, request_of
from tests.jobs.stage import Stage, form, mail
from tests.jobs.test_roster import SUCCESSOR, edit_police, open_action, seeded

PRACTICE = "Practice Reviews"
SENDING = ("outbox", "sweep")
RECORD, NEWER = disagreement(STAGE_3), disagreement(STAGE_3, STAGE_4)
DOUBTFUL = concern(MINDER, "Tam Sampleby", "5 January 2021", "3 December 2026")


async def a_form(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))


async def forms_in_one_mail(stage: Stage) -> None:
    pair = (("a.docx", form("Uma Fictionby")), ("b.docx", form("Ola Fauxley")))
    stage.deliver(mail(SCHOOL, *pair))


async def an_unreadable_form(stage: Stage) -> None:
    broken = ("form.docx", form()[:200])
    stage.deliver(mail(SCHOOL, broken, subject="Case of Concern form"))


async def an_escalation(stage: Stage) -> None:
    stage.deliver(mail(NURSE.email, ("record.docx", RECORD)))


async def an_escalation_moved_on(stage: Stage) -> None:
    """A copy of a later stage comes for what people have closed: it updates it, and asks."""
    await an_escalation(stage)
    await stage.round("intake", *SENDING)
    stage.edit("Escalations", "ESC-2026-001", Decision="Resolved")
    await stage.round("decisions")
    stage.deliver(mail(NURSE.email, ("record 2.docx", NEWER), number=2))


async def a_press_offices_answer(stage: Stage) -> None:
    await a_planned_publication(stage)
    stage.deliver(mail(HEALTH, subject=f"RE: {stage.sent()[-1][1]}", text="SPR-2026-001"))


async def a_publication_moved(stage: Stage) -> None:
    await a_planned_publication(stage)
    stage.edit(PRACTICE, "SPR-2026-001", PublishOn="2027-02-18T12:00:00Z")


async def an_action_of_a_review(stage: Stage) -> None:
    stage.sandbox.add_row(PRACTICE, {"State": "Published"}, person="Jo Placeholder")
    await stage.round("decisions")
    stage.sandbox.add_row("Actions", {"Source": "SPR-2026-001"}, person="Jo Placeholder")


async def a_lead_reviewer_chosen(stage: Stage) -> None:
    considered = {"State": "Considered", "DecidedOn": "2026-11-02T12:00:00Z"}
    stage.sandbox.add_row(PRACTICE, considered, person="Morgan Samplewright")
    await stage.round("decisions", *SENDING)
    chosen = {"LeadReviewer": "Ash Madeup", "Methodology": "Thematic review"}
    stage.edit(PRACTICE, "SPR-2026-001", Decision="Appoint lead reviewer", **chosen)


async def a_planned_publication(stage: Stage) -> None:
    finished = {"State": "Report finished", "DecidedOn": "2026-11-02T12:00:00Z"}
    stage.sandbox.add_row(PRACTICE, finished, person="Morgan Samplewright")
    await stage.round("decisions")
    planned = {"Decision": "Plan publication", "PublishOn": "2027-02-11T12:00:00Z"}
    stage.edit(PRACTICE, "SPR-2026-001", **planned)
    await stage.round("decisions", *SENDING)


async def a_release(stage: Stage) -> None:
    stage.deliver(mail(FREE_MAIL, ("form.docx", DOUBTFUL)))
    await stage.round("intake", *SENDING)
    stage.clock.advance(timedelta(minutes=5))  # a person looks first
    stage.edit("Notices", "Held", State="Released")


async def a_due_review(stage: Stage) -> None:
    await a_form(stage)
    await stage.round("intake", *SENDING)
    stage.clock.set(datetime(2026, 12, 1, 10, tzinfo=LONDON))


async def a_decision(stage: Stage) -> None:
    await a_form(stage)
    await stage.round("intake", *SENDING)
    stage.edit("Cases of Concern", "COC-2026-001", Decision="Advice")


async def a_called_schedule(stage: Stage) -> None:
    assert await stage.round("meetings")


async def a_new_case(stage: Stage) -> None:
    await a_form(stage)
    await stage.round("intake", *SENDING)


async def a_review_that_asks(stage: Stage) -> None:
    await incident(stage)
    await stage.round(*SENDING)
    stage.edit(REVIEWS, "RR-2026-001", Decision="Request information")


async def requests_sent(stage: Stage) -> None:
    await asked(stage)
    await stage.round(*SENDING)


async def a_leaver(stage: Stage) -> None:
    await seeded(stage)
    open_action(stage)
    await stage.round("decisions", "members")
    await requests_sent(stage)
    edit_police(stage, Address=SUCCESSOR)


async def a_returned_form(stage: Stage) -> None:
    await requests_sent(stage)
    returned = filled(stage, request_of(stage, "NHS")["Reference"])
    stage.deliver(mail(HEALTH, ("return.docx", returned)))


async def replies(stage: Stage) -> None:
    await stage.round("meetings")
    stage.clock.set(datetime(2026, 12, 1, 10, tzinfo=UTC))
    event = min(stage.sandbox.events(), key=lambda one: one.start)
    stage.sandbox.respond(event.id, attendee=HEALTH, answer="declined")


async def papers_due(stage: Stage) -> None:
    await a_new_case(stage)
    await stage.round("meetings")
    stage.clock.set(datetime(2026, 12, 4, 10, tzinfo=UTC))


async def things_untold(stage: Stage) -> None:
    """Things have happened of which no history tells yet, and more is to come."""
    await a_release(stage)
    stage.deliver(mail(SCHOOL, ("form.docx", form()), number=2))


async def nothing(stage: Stage) -> None:
    del stage


def two_meetings(partnership: Partnership) -> Partnership:
    return partnership.model_copy(update={"meetings": partnership.meetings[:2]})


def one_moved(partnership: Partnership) -> Partnership:
    first, *others = two_meetings(partnership).meetings
    moved = first.model_copy(update={"on": date(2026, 12, 11)})
    return partnership.model_copy(update={"meetings": (moved, *others)})
