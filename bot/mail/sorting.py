"""What must become of a mail. People decide; nothing that may concern a child is left silently.

Forms open entries, whoever sent them. Mail that no person wrote is never answered. What should have
brought a form and did not, or cannot be read, goes to a person. All else is left as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.mail import bounce, confirming, danger, reasons, references
from bot.mail.authentication import Verdict, answer_address, judge
from bot.mail.correspondents import Correspondents
from bot.mail.cover import Cover, names_of
from bot.mail.found import Found, sift
from bot.mail.machine import Machine, Made, made_by
from bot.mail.message import Mail
from bot.mail.reasons import Reason
from bot.mail.sorted_mail import Acknowledge, Contents, Sorted
from bot.mail.vocabulary import Vocabulary

_OFFICE_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class _Case:
    """All that is known of one mail when it is decided on."""

    mail: Mail
    found: Found
    cover: Cover
    made: Made | None
    verdict: Verdict
    references: tuple[str, ...]
    private: bool


def sort(
    mail: Mail, contents: Contents, correspondents: Correspondents, words: Vocabulary
) -> Sorted:
    """Say what must become of a mail, from what it is and what it brought."""
    made = made_by(mail, correspondents, words)
    if made and made.by is Machine.REPORT:
        return _report(bounce.read(mail, correspondents, words))
    found = sift(contents, correspondents.copies_from)
    cover = Cover.of(mail, contents.mails, words, prefixes=correspondents.prefixes)
    texts = (mail.subject, cover.said, names_of(found.beside))
    named = references.in_texts(texts, correspondents.prefixes)
    private = correspondents.is_free_mail(mail.from_.domain)
    case = _Case(mail, found, cover, made, judge(mail, correspondents), named, private)
    if found.entries:
        return _with_entries(case)
    return _as_an_answer(case, _without_entries(case))


def _without_entries(case: _Case) -> Sorted:
    why = reasons.of(case.mail, case.found, case.cover, case.made, private=case.private)
    if why:
        return _for_attention(case, why)
    if case.found.papers and case.cover.answers_us and not case.made:
        return _with_papers(case)
    return Sorted(why=case.made.by.value if case.made else "mail for people", untouched=True)


def _as_an_answer(case: _Case, sorted_: Sorted) -> Sorted:
    """Tell what a mail answers, beside what becomes of it: the register knows what was asked."""
    mail, found, cover = case.mail, case.found, case.cover
    if case.made or not cover.answers_us:
        return sorted_
    sorted_ = replace(sorted_, proven=case.verdict.trusted)
    if found.beside or found.unopened:
        return sorted_
    named = references.in_texts((mail.subject,), cover.prefixes)
    plainly = confirming.is_plain(
        cover.said, cover.words, prefixes=cover.prefixes, signed=mail.from_.name
    )
    if plainly and sorted_.untouched:
        done = Reason("it says that something was done; nothing was changed", answerable=False)
        sorted_ = _for_attention(case, [done])
    return replace(sorted_, answers=named, confirms=plainly and case.verdict.trusted)


def _report(report: bounce.Bounce) -> Sorted:
    if not (report.failed and report.ours):
        return Sorted(why=Machine.REPORT.value, untouched=True)
    about = " ".join(report.references) or "an entry"
    return Sorted(
        why="our own notice came back",
        attention=f"our notice about {about} could not be delivered",
        references=report.references,
        acknowledge_why="never to a machine",
    )


def _with_entries(case: _Case) -> Sorted:
    found = case.found
    acknowledge, why_so = _acknowledgement(case)
    broken = [d for d in found.unreadable if d.data.startswith(_OFFICE_FILES)]
    why = [*reasons.beside_entries(found, case.cover)]
    why += [Reason("a document beside the form could not be read")] if broken else []
    unread = len(found.unreadable) - len(broken)
    return Sorted(
        why="a form for the register",
        entries=found.entries,
        papers=found.beside,
        references=case.references,
        attention=_text(why),
        acknowledge=acknowledge,
        acknowledge_why=why_so,
        same_day=_same_day(case, why) or _told_on_forms(case),
        notes=(f"papers beside the form that could not be read: {unread}",) if unread else (),
    )


def _for_attention(case: _Case, why: Sequence[Reason]) -> Sorted:
    acknowledge, why_so = Acknowledge.NO, "nothing was sent in that could be acknowledged"
    if any(reason.answerable for reason in why) and not case.made and case.verdict.trusted:
        acknowledge, why_so = Acknowledge.HOLD, "a person looks at the mail first"
    return Sorted(
        why="mail that a person must see",
        papers=case.found.beside,
        references=case.references,
        attention=_text(why),
        acknowledge=acknowledge,
        acknowledge_why=why_so,
        same_day=_same_day(case, why),
    )


def _with_papers(case: _Case) -> Sorted:
    """Further papers for the entry that the mail answers about, if its sender is beyond doubt."""
    doubt = None if case.verdict.trusted else f"papers for an entry, but {case.verdict.reason}"
    return Sorted(
        why="further papers for an entry",
        papers=case.found.beside,
        references=case.references,
        attention=doubt,
        acknowledge_why="the entry has been acknowledged",
        same_day=_same_day(case, ()),
    )


def _acknowledgement(case: _Case) -> tuple[Acknowledge, str]:
    if case.made and case.made.by is Machine.OWN:
        return Acknowledge.NO, "never to ourselves"
    if not answer_address(case.mail):
        return Acknowledge.NO, "the mail says that it takes no answer"
    if case.made:
        return Acknowledge.HOLD, f"it looks like {case.made.by.value}"
    if not case.verdict.trusted:
        return Acknowledge.HOLD, case.verdict.reason
    return Acknowledge.YES, "a known sender, and proven to be the one"


def _same_day(case: _Case, why: Sequence[Reason]) -> str | None:
    if case.made and case.made.certain and not why:
        return None
    if case.cover.tells_of_grave_harm():
        return danger.TOLD
    pressing = next((reason.text for reason in why if reason.same_day), None)
    return pressing or ("its sender calls it urgent" if case.cover.is_urgent() else None)


def _told_on_forms(case: _Case) -> str | None:
    forms = (entry.reading.fields for entry in case.found.entries)
    return danger.TOLD if any(danger.is_told_on(each, case.cover.words) for each in forms) else None


def _text(why: Sequence[Reason]) -> str | None:
    return "; ".join(dict.fromkeys(reason.text for reason in why)) or None


def worth_fetching(mail: Mail, correspondents: Correspondents, words: Vocabulary) -> bool:
    """Say whether a mail, as Graph lists it, may ask for anything once its content is fetched.

    Mail without attachments that would be left as it is costs no further request; Graph counts no
    pictures among them.
    """
    made = made_by(mail, correspondents, words)
    if made and made.by is Machine.REPORT:  # only the report itself tells, in any language
        return not words.receipts.start(mail.subject)
    if mail.has_attachments or not sort(mail, Contents(), correspondents, words).untouched:
        return True
    cover = Cover.of(mail, (), words, prefixes=correspondents.prefixes)
    return "cid:" in mail.html.lower() and cover.names_our_form()
