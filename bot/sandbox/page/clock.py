"""The clock: moved on by buttons, upon which whoever is hooked in does what was due meanwhile."""

from datetime import date, datetime, timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.core.clock import ManualClock
from bot.sandbox.page import news
from bot.sandbox.page.answering import Page, Said, way_back
from bot.sandbox.page.passing_time import (
    LONGEST,
    OFFICE_OPENS,
    next_week,
    next_working_day,
    pass_time,
)
from bot.sandbox.page.wording import LONDON, day, moment

A_LITTLE = timedelta(minutes=10)


async def show(page: Page, request: Request) -> Response:
    now = page.sandbox.clock.now()
    return page.show(request, "clock.html", last=(now + LONGEST).astimezone(LONDON).date())


async def move(page: Page, request: Request) -> Response:
    """To the moment asked for, and back to where the visitor was."""
    form = await request.form()
    back = way_back(str(form.get("back", "/")))
    now = page.sandbox.clock.now()
    if not isinstance(page.sandbox.clock, ManualClock):
        return page.go(back, Said("This sandbox runs by the real time.", is_trouble=True))
    try:
        until = _until(form, now)
    except ValueError as error:
        return page.go(back, Said(str(error), is_trouble=True))
    before = news.lately(page.sandbox)
    troubles = await pass_time(page.sandbox, until)
    told = f"It is now {moment(page.sandbox.clock.now())}."
    return page.go(back, news.said(told, news.since(page.sandbox, before), troubles))


def _until(form: FormData, now: datetime) -> datetime:
    """Raises ValueError, in words for the visitor."""
    match form.get("to"):
        case "soon":
            return now + A_LITTLE
        case "day":
            return next_working_day(now)
        case "week":
            return next_week(now)
        case _:
            return _date_asked_for(str(form.get("date", "")), now)


def _date_asked_for(typed: str, now: datetime) -> datetime:
    try:
        chosen = datetime.combine(date.fromisoformat(typed), OFFICE_OPENS, LONDON)
    except ValueError:
        raise ValueError("Choose a date to go to.") from None
    if chosen <= now:
        raise ValueError(f"The clock only moves forward: choose a date after {day(now)}.")
    if chosen > now + LONGEST:
        raise ValueError(f"Go {LONGEST.days} days at most in one step: to {day(now + LONGEST)}.")
    return chosen
