"""What the histories of entries tell of their notices: held, released, withdrawn, sent."""

from collections.abc import Sequence
from dataclasses import replace

from bot.process.happenings import SOMEBODY, Happening, Stood, numbered
from bot.process.history import REGISTER
from bot.process.notice import CANCELLED, HELD, RELEASED, SENT, WITHDRAWN, Notice, NoticeKind

NOUNS = {
    NoticeKind.ACKNOWLEDGEMENT: "the acknowledgement",
    NoticeKind.ANSWER: "the letter",
    NoticeKind.REMINDER: "the reminder",
}


def people_came_between(notice: Notice, editor: str) -> bool:
    """Tell whether there is more to know of a notice than how it stands now.

    One that is queued to be sent is claimed in the same moment, and one to be held by nobody.
    """
    as_queued = notice.claimed_on in (None, notice.queued_on)
    return bool(editor) or not as_queued or notice.state in (RELEASED, CANCELLED)


def of_notice(stood: Sequence[Stood[Notice]], *, review: str) -> list[Happening]:
    """Tell what became of a notice.

    `stood` are its edits from the first, or only the last where nobody came between. `review` is
    the review for which an information request asks, if it is one: its history tells of it as well.
    """
    happened: list[Happening] = []
    before = ""
    for one in stood:
        if one.row.state != before and one.row.kind in NOUNS:
            happened += _sent(one, review) if one.row.state == SENT else _not_sent(one, before)
        before = one.row.state
    return numbered(happened)


def _sent(one: Stood[Notice], review: str) -> list[Happening]:
    notice = one.row
    if one.editor:
        return [_told(one, f"set {NOUNS[notice.kind]} down as sent to")]
    did, about = {
        NoticeKind.ACKNOWLEDGEMENT: ("sent the acknowledgement to", ""),
        NoticeKind.ANSWER: ("wrote to", f": “{notice.subject}”"),
        NoticeKind.REMINDER: ("reminded", f": {notice.reminds_of}"),
    }[notice.kind]
    sent = replace(_told(one, did, about), at=notice.sent_on or one.at, who=REGISTER)
    asked = replace(sent, entry=review, did=f"sent {notice.entry} to", about="")
    return [sent, asked] if review else [sent]


def _not_sent(one: Stood[Notice], before: str) -> list[Happening]:
    notice, noun = one.row, NOUNS[one.row.kind]
    if notice.state == HELD:
        held = _told(one, f"held {noun} to", f": {notice.why}")
        return [replace(held, who=one.editor or REGISTER)]
    if notice.state == CANCELLED:
        by = " by deleting its draft" if notice.why.endswith(WITHDRAWN) else ""
        return [_told(one, f"withdrew {noun} to", by)]
    let_go = notice.state == RELEASED or before == HELD
    return [_told(one, f"released {noun} to")] if let_go else []


def _told(one: Stood[Notice], did: str, about: str = "") -> Happening:
    notice, who = one.row, one.editor or SOMEBODY
    return Happening(notice.entry, notice.key, one.at, who, did, notice.recipient, about)
