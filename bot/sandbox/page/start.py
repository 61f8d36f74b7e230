"""The start: what this is, three things to try, and what happened lately."""

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.page import news
from bot.sandbox.page.answering import Page
from bot.sandbox.page.views import NOTICES, registers, title_of

SHOWN = 20


async def show(page: Page, request: Request) -> Response:
    lists = [one for one in registers(page.sandbox) if one.display_name != NOTICES]
    cases = next((one for one in lists if one.rows), None)
    latest = next(reversed(cases.rows.values())) if cases else None
    return page.show(
        request,
        "start.html",
        lists=lists,
        cases=cases,
        latest=latest and (latest.id, title_of(latest)),
        news=news.lately(page.sandbox, SHOWN),
    )
