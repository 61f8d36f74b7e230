"""Queues letters about entries, each with the key of what caused it."""

from bot.jobs.workplace import Workplace
from bot.process.effects import Tell
from bot.process.notice import HELD, Notice, NoticeKind, doubt_about


async def tell(work: Workplace, effect: Tell) -> None:
    """Queue a letter; one to a form's sender is held where the acknowledgement was."""
    notice = _letter(work, effect)
    doubt = await _doubt_about(work, notice) if effect.to_its_sender else ""
    if doubt:
        notice = notice.model_copy(update={"state": HELD, "why": doubt})
    await work.outbox.queue(notice)


async def _doubt_about(work: Workplace, letter: Notice) -> str:
    """Tell why the sender of an entry's form is in doubt, as its acknowledgement says."""
    about = work.register.where(Notice, "entry", (letter.entry,))
    written = await work.register.rows(Notice, about)
    return doubt_about(letter.recipient, [kept.row for kept in written])


def _letter(work: Workplace, told: Tell) -> Notice:
    written = work.writer.letter(told.template, **told.facts)
    return Notice(
        key=told.key,
        kind=NoticeKind.ANSWER,
        entry=told.reference,
        recipient=told.recipient,
        subject=written.subject,
        body=written.body,
        why=told.template.removesuffix(".md"),
    )
