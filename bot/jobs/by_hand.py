"""Rows that a person adds to a list by hand: each is given a reference; what is written stays."""

import logging
from typing import Any

from bot.jobs.references import Proposed
from bot.jobs.workplace import Workplace
from bot.m365 import DuplicateValue
from bot.process.case import Case
from bot.process.columns import changed_fields
from bot.process.effects import EnterByHand
from bot.process.escalation import agencies_meant
from bot.process.history import told
from bot.process.keys import digest

log = logging.getLogger(__name__)


async def enter(work: Workplace, effect: EnterByHand) -> None:
    """Give a row that a person added the next reference, under the key of its matter if it is free.

    Raises PreconditionFailed where somebody changed the row since it was read.
    """
    kind, site = type(effect.entry), work.m365.site
    name = work.register.names.list_of(kind)
    title = (await site.item(name, effect.item_id, select=("Title",))).fields.get("Title")
    by_hand = digest("by hand", kind.KIND, effect.item_id)
    key = (isinstance(effect.entry, Case) and effect.entry.matter_key) or by_hand
    while True:
        try:
            async with work.register.references.proposed(kind) as proposed:
                fields = _fields(work, effect, proposed, key)
                fields["Title"] = title or proposed.reference
                await site.update_item(name, effect.item_id, fields, etag=effect.etag)
        except DuplicateValue:
            if key != by_hand:  # perhaps an entry stands for the matter already
                key = by_hand
                proposed.give_back()
            continue
        log.info("%s added by hand", proposed.reference)
        return


def _fields(work: Workplace, effect: EnterByHand, proposed: Proposed, key: str) -> dict[str, Any]:
    row, now = effect.entry, work.clock()
    meant = agencies_meant(row, work.partnership.agencies) if isinstance(row, Case) else {}
    return changed_fields(
        type(row),
        {name: known for name, known in meant.items() if not getattr(row, name)}
        | {
            "reference": proposed.reference,
            "state": row.state,
            "state_seen": row.state,
            "folder": proposed.folder,
            "received_on": row.received_on or now,
            "subject_key": key,
            "history": told(row.history, at=now, who=effect.editor, what="added by hand"),
        },
        work.register.names.columns(type(row)),
    )
