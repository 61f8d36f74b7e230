"""Progress: every open review shows who has answered; its requests are kept up.

What an ended review asked is withdrawn; whoever is named after a request went out gets its form.
"""

import logging
from typing import Any

from bot.jobs.kept import Kept
from bot.jobs.register import UnableToFindRow
from bot.jobs.requests import requests_of
from bot.jobs.workplace import Workplace
from bot.m365 import PreconditionFailed
from bot.process.agency_request import WITHDRAWN, AgencyRequest
from bot.process.effects import AskAgency, ChangeEntry, Effect, Perform
from bot.process.entry import Entry
from bot.process.history import REGISTER, told
from bot.process.practice_review import PracticeReview
from bot.process.progress import progress_changes
from bot.process.rapid_review import RapidReview

log = logging.getLogger(__name__)
Review = RapidReview | PracticeReview


async def keep_progress(work: Workplace, perform: Perform) -> None:
    """Bring the reviews' rows up to date with what the agencies have returned."""
    reviews: list[Kept[Any]] = []
    for kind in (RapidReview, PracticeReview):
        reviews += await work.register.open_rows(kind)
    for kept in reviews:
        if kept.row.requested_on:
            await _show(work, perform, kept)
    await _keep_requests(work, perform, running={kept.row.reference for kept in reviews})


async def _show(work: Workplace, perform: Perform, kept: Kept[Review]) -> None:
    review = kept.row
    changes = progress_changes(
        [request.row for request in await requests_of(work, review.reference)],
        shown=review.progress,
        all_returned_on=review.all_returned_on,
        today=work.today,
    )
    if changes:
        await _change(perform, kept, changes)


async def _keep_requests(work: Workplace, perform: Perform, *, running: set[str]) -> None:
    """Withdraw what ended reviews asked; send the form to whoever was named since it went out."""
    requests = await work.register.open_rows(AgencyRequest)
    others = sorted({kept.row.review for kept in requests if kept.row.review} - running)
    ended = [review for review in others if await has_ended(work, review)]
    for kept in requests:
        review, late = kept.row.review, kept.row.without_form
        if review in ended:
            changes = {"state": WITHDRAWN, "history": _told(work, kept, f"{review} has ended")}
            await _change(perform, kept, changes)
        elif late and kept.row.lacks_template:
            await _ask_for_template(perform, kept)
        elif late:
            asked = "\n".join((*kept.row.form_sent_to.split(), *late))
            history = _told(work, kept, "the form sent to somebody named since")
            changes = {"form_sent_to": asked, "history": history}
            await _change(perform, kept, changes, AskAgency(kept.row, late))


async def _ask_for_template(perform: Perform, kept: Kept[AgencyRequest]) -> None:
    """Say in a request, once, that its form cannot be sent and why."""
    what = f"its form was not sent to somebody named since: {kept.row.lacks_template}"
    if what not in kept.row.to_check:
        await _change(perform, kept, {"to_check": f"{kept.row.to_check}\n{what}".strip()})


def _told(work: Workplace, kept: Kept[AgencyRequest], what: str) -> str:
    return told(kept.row.history, at=work.clock(), who=REGISTER, what=what)


async def has_ended(work: Workplace, review: str) -> bool:
    """Tell whether a review has come to its end; one that is not to be found has not."""
    kind = work.register.names.kind_of(review)
    if kind is None:
        return False
    try:
        kept = await work.register.by_key(kind, "Reference", review)
    except UnableToFindRow:
        return False
    return not kept.row.is_open


async def _change(
    perform: Perform, kept: Kept[Any], changes: dict[str, Any], *first: Effect
) -> None:
    """Change a row after what comes `first`; where a person was quicker, look again next round."""
    row: Entry = kept.row
    try:
        await perform([*first, ChangeEntry(type(row), kept.id, kept.etag, row.reference, changes)])
    except PreconditionFailed:
        log.info("%s was edited meanwhile: looked at again", row.reference)
