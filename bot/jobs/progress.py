"""Progress: every open review shows who has answered; what an ended review asked is withdrawn."""

import logging
from collections import defaultdict
from typing import Any

from bot.jobs.kept import Kept
from bot.jobs.register import UnableToFindRow
from bot.jobs.requests import requests_of
from bot.jobs.workplace import Workplace
from bot.m365 import PreconditionFailed
from bot.process.agency_request import AgencyRequest
from bot.process.columns import LONDON
from bot.process.effects import ChangeEntry, Perform
from bot.process.entry import Entry
from bot.process.history import told
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
    await _end(work, perform, {kept.row.reference for kept in reviews})


async def _show(work: Workplace, perform: Perform, kept: Kept[Review]) -> None:
    review = kept.row
    changes = progress_changes(
        [request.row for request in await requests_of(work, review.reference)],
        shown=review.progress,
        all_returned_on=review.all_returned_on,
        today=work.clock().astimezone(LONDON).date(),
    )
    if changes:
        await _change(perform, kept, changes)


async def _end(work: Workplace, perform: Perform, running: set[str]) -> None:
    """Withdraw the open requests of reviews that have ended, so that nobody is chased for them."""
    left: defaultdict[str, list[Kept[AgencyRequest]]] = defaultdict(list)
    for kept in await work.register.open_rows(AgencyRequest):
        if kept.row.review and kept.row.review not in running:
            left[kept.row.review].append(kept)
    for review, requests in left.items():
        if not await has_ended(work, review):
            continue
        for kept in requests:
            line = told(
                kept.row.history, at=work.clock(), who="the register", what=f"{review} has ended"
            )
            await _change(perform, kept, {"state": "Withdrawn", "history": line})


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


async def _change(perform: Perform, kept: Kept[Any], changes: dict[str, Any]) -> None:
    """Change a row; where a person was quicker, the next round looks again."""
    row: Entry = kept.row
    try:
        await perform([ChangeEntry(type(row), kept.id, kept.etag, row.reference, changes)])
    except PreconditionFailed:
        log.info("%s was edited meanwhile: looked at again", row.reference)
