"""Histories: what happened to an entry beside its decisions is written into its own history.

It is found by the changes of other lists, so that who sends, calls and files asks nothing more of
Microsoft 365. What a history has told stands beside it, in the same write: nothing is told twice,
and what a person took out of it stays out.
"""

import logging
from collections.abc import Sequence

from bot.jobs.cursors import Cursors
from bot.jobs.happened import Happened, happened_since
from bot.jobs.workplace import Workplace
from bot.m365 import PreconditionFailed, UnableToUseMicrosoft365
from bot.process.effects import Perform
from bot.process.entry import Entry
from bot.process.recorded import Recorded
from bot.process.registers import KINDS

log = logging.getLogger(__name__)
AT_ONCE = 20  # entries read with one request: its address may not grow too long


async def keep_histories(workplace: Workplace, perform: Perform, cursors: Cursors) -> None:
    """Write down what happened since the last look.

    What cannot be read or written now holds up nothing else, and is looked at again. Raises
    UnableToUseMicrosoft365 with the first such trouble, when all else is done.
    """
    happened = await happened_since(workplace, cursors)
    writing = _Writing(workplace, perform, happened)
    await writing.of_all()
    if writing.is_complete:
        for cursor, link in happened.read_up_to.items():
            cursors.save(cursor, link)
    for trouble in (*happened.troubles, *writing.troubles):
        raise trouble


class _Writing:
    """Writes what one look has found into the entries that it happened to."""

    def __init__(self, workplace: Workplace, perform: Perform, happened: Happened) -> None:
        self._work = workplace
        self._perform = perform
        self._happened = happened
        self.is_complete = True
        self.troubles: list[UnableToUseMicrosoft365] = []

    async def of_all(self) -> None:
        """Write all that can be written."""
        for kind in KINDS.values():
            named = [
                one for one in self._happened.to if self._work.register.names.kind_of(one) is kind
            ]
            for first in range(0, len(named), AT_ONCE):
                await self._of_some(kind, named[first : first + AT_ONCE])

    async def _of_some(self, kind: type[Entry], references: Sequence[str]) -> None:
        try:
            entries = await self._read(kind, references)
        except UnableToUseMicrosoft365 as trouble:
            self._note(trouble)
            return
        for entry in entries:
            try:
                await self._perform(
                    entry.telling(self._happened.to[entry.reference], self._work.partnership)
                )
            except PreconditionFailed:
                self.is_complete = False  # somebody was quicker: the next round looks again
            except UnableToUseMicrosoft365 as trouble:
                self._note(trouble)

    async def _read(self, kind: type[Entry], references: Sequence[str]) -> list[Recorded]:
        """Read the entries, however a person left the rest of their rows."""
        name = self._work.register.names.list_of(kind)
        where = self._work.register.where(kind, "reference", references)
        found = self._work.m365.site.items(name, where=where, select=Recorded.COLUMNS)
        return [
            Recorded.of(kind, item.fields, item_id=item.id, etag=item.etag) async for item in found
        ]

    def _note(self, trouble: UnableToUseMicrosoft365) -> None:
        self.is_complete = False
        self.troubles.append(trouble)
