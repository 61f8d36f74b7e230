"""Files what came with a mail: beside the entry it belongs to, or with the question to a person."""

import logging
from collections.abc import Sequence

from bot.jobs.allowance import Allowance
from bot.jobs.requests import file_return
from bot.jobs.workplace import Workplace
from bot.m365 import PreconditionFailed
from bot.process.effects import (
    AddPapers,
    AskAPerson,
    DraftDocument,
    FileDocument,
    FileReturn,
    Paper,
)

log = logging.getLogger(__name__)


async def file_papers(work: Workplace, reference: str, papers: Sequence[Paper]) -> None:
    """File papers in the folder of the entry that bears a reference."""
    for paper in papers:
        await work.m365.library.file(f"{reference}/{paper.name}", paper.content)


async def file_document(work: Workplace, effect: FileDocument) -> None:
    """File what the service itself has written."""
    await work.m365.library.file(effect.path, effect.content)


async def draft_document(work: Workplace, effect: DraftDocument) -> None:
    """Write a document from its template, and file it."""
    content = work.writer.document(effect.template, **effect.facts)
    await work.m365.library.file(effect.path, content)


async def ask_a_person(work: Workplace, effect: AskAPerson) -> None:
    """Open a Needs Attention entry, and file what a person needs to see beside it."""
    kept, opened = await work.register.open(effect.entry)
    await file_papers(work, kept.row.reference, effect.papers)
    if opened:
        log.info("%s opened for a person", kept.row.reference)


async def add_papers(work: Workplace, effect: AddPapers) -> None:
    """File further papers with an entry, which then says that they came."""
    kept = await work.register.find(effect.reference)
    if kept is None:
        await ask_a_person(work, effect.otherwise)
        return
    await file_papers(work, effect.reference, effect.papers)
    names = ", ".join(paper.name for paper in effect.papers)
    while kept is not None and names not in kept.row.to_check:
        told = f"{kept.row.to_check}\nfurther papers came: {names}".strip()
        try:
            await work.register.change(kept, {"to_check": told})
        except PreconditionFailed:  # several such mails come at once, or a person was quicker
            kept = await work.register.find(effect.reference)
        else:
            log.info("papers filed with %s", effect.reference)
            return


async def file_return_or_ask(work: Workplace, allowance: Allowance, effect: FileReturn) -> None:
    """File an agency's return; a person is asked where no request was meant for certain."""
    if not await file_return(work, allowance, effect):
        await ask_a_person(work, effect.otherwise)
