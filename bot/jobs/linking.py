"""Opens entries because of others, and tells in each of the other."""

import logging

from bot.jobs.workplace import Workplace
from bot.process.effects import Mention, OpenLinked
from bot.process.history import REGISTER, told

log = logging.getLogger(__name__)


async def open_linked(work: Workplace, effect: OpenLinked) -> None:
    """Open an entry because of another, or find the one that was; both tell of it."""
    because_of, entry = effect.because_of, effect.entry
    begun = told(
        entry.history, at=work.clock(), who=REGISTER, what=f"opened because of {because_of}"
    )
    kept, opened = await work.register.open(entry.model_copy(update={"history": begun}))
    reference = kept.row.reference
    if opened:
        log.info("%s opened because of %s", reference, because_of)
    await mention(work, Mention(because_of, reference, f"{reference} opened"))


async def mention(work: Workplace, effect: Mention) -> None:
    """Tell in an entry what happened to another; a second time changes nothing."""
    kept = await work.register.find(effect.reference)
    if kept is None or effect.what in kept.row.history:
        return
    entry = kept.row
    changes = {"history": told(entry.history, at=work.clock(), who=REGISTER, what=effect.what)}
    if effect.because_of not in entry.links.split():
        changes["links"] = f"{entry.links} {effect.because_of}".strip()
    if effect.to_check:
        changes["to_check"] = f"{entry.to_check}\n{effect.to_check}".strip()
    await work.register.change(kept, changes)
