"""The shared mailbox's calendar: what is called, who is asked, and what they answered."""

from collections import Counter
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.calendar.errors import item_not_found
from bot.sandbox.calendar.model import Attendee
from bot.sandbox.page.answering import Page
from bot.sandbox.page.messages import ANSWERS, TOLD, respond


async def show(page: Page, request: Request) -> Response:
    """What is to come first; then what is over, the latest first."""
    now = page.sandbox.clock.now()
    events = sorted(page.sandbox.events(), key=lambda event: event.start)
    return page.show(
        request,
        "calendar.html",
        coming=[event for event in events if event.end >= now],
        over=[event for event in reversed(events) if event.end < now],
        answers=ANSWERS,
        told=TOLD,
        answers_told=answers_told,
    )


def answers_told(attendees: Iterable[Attendee]) -> str:
    """`4 invited: 1 accepted, 3 no answer yet`"""
    counts = Counter(TOLD.get(one.response, one.response) for one in attendees)
    told = ", ".join(f"{count} {answer}" for answer, count in counts.most_common())
    return f"{counts.total()} invited: {told}"


async def answer(page: Page, request: Request) -> Response:
    """Somebody invited answers, without going to their mailbox."""
    form = await request.form()
    wanted = request.path_params["event"]
    event = next((e for e in page.sandbox.events() if e.id == wanted), None)
    word = str(form.get("answer", ""))
    if event is None or word not in ANSWERS:
        raise item_not_found()
    return await respond(page, event, str(form.get("attendee", "")), word, back="/calendar")
