"""The post of a soak: forms among far more other mail, and what must become of each piece.

Everybody is invented. A seed decides what comes when; the forms themselves are the same each time.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from itertools import count

from docx import Document

from bot.demo import forms
from bot.demo.agencies import FREE_MAIL, MAILBOX, NURSE, OFFICER, STAGE_3, STAGE_4, TEACHER, WORD
from bot.demo.agencies import concern as concern_form
from bot.demo.samples import FIRST_NAMES
from tests.jobs.stage import PASSED

CONCERNS, ESCALATIONS, ATTENTION = "Cases of Concern", "Escalations", "Needs Attention"
FORMS_A_DAY = 150  # fewer than are acknowledged in a day without a person
HOURS = timedelta(hours=7)
SENDERS = 97
AGAIN, MOVED_ON, UNREADABLE = 0.08, 0.05, 0.05  # of all forms
ESCALATED, PAIRED, HELD = 0.12, 0.1, 0.05  # of the mails with new ones
FRIDAY = 4
SYLLABLES = ("fic", "mock", "sam", "tes", "pla", "ced", "non", "imag", "inv", "pre")


@dataclass(frozen=True, slots=True)
class SentForm:
    """One document that must be filed with the one entry about its child; `stage` as it says."""

    register: str
    child: str
    content: bytes
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One mail, when it comes, and what it asks for: entries, a person, or nothing at all.

    `held`: its acknowledgement waits for a person.
    """

    at: datetime
    sender: str
    message_id: str
    mime: bytes
    forms: tuple[SentForm, ...] = ()
    unreadable: bool = False
    held: bool = False


def post(*, forms: int, mails: int, seed: int, start: datetime) -> list[Piece]:
    """Write so many mails, of which so many bring a form; in order of arrival."""
    chance, numbers = random.Random(seed), count(1)
    moments = _moments(chance, start, forms)
    sent = list(_with_forms(forms, chance, numbers, moments))
    others = (_other(next(numbers), next(moments), chance) for _ in range(mails - len(sent)))
    return sorted([*sent, *others], key=lambda piece: piece.at)


def _with_forms(
    forms: int, chance: random.Random, numbers: Iterator[int], moments: Iterator[datetime]
) -> Iterator[Piece]:
    for number in range(round(forms * UNREADABLE)):
        yield _unreadable(next(numbers), number, next(moments))
    again, moved_on = round(forms * AGAIN), round(forms * MOVED_ON)
    left = forms - round(forms * UNREADABLE) - again - moved_on
    firsts: list[Piece] = []
    while left > 0:
        firsts.append(_first(next(numbers), next(moments), chance, left))
        left -= len(firsts[-1].forms)
    yield from firsts
    for piece in chance.sample(firsts, again):
        yield _later(piece, next(numbers), chance, piece.forms)
    records = [p for p in firsts if p.forms[0].register == ESCALATIONS]
    for piece in chance.sample(records, min(moved_on, len(records))):
        newer = _record(piece.forms[0].child, "4")
        yield _later(piece, next(numbers), chance, (newer,))


def _first(number: int, at: datetime, chance: random.Random, left: int) -> Piece:
    """Write a mail with a new form or two."""
    drawn = chance.random()
    if drawn < ESCALATED:
        sender = f"nurse-{number % SENDERS}-fictional@nhs-mail.example"
        return _mail(number, at, sender, (_record(_child(number), "3"),))
    if drawn < ESCALATED + PAIRED and left > 1:
        pair = (_concern(_child(number)), _concern(_child(number, "by")))
        return _mail(number, at, _school(number), pair)
    held = chance.random() < HELD
    sender = f"{number}-{FREE_MAIL}" if held else _school(number)
    return replace(_mail(number, at, sender, (_concern(_child(number)),)), held=held)


def _later(piece: Piece, number: int, chance: random.Random, forms: tuple[SentForm, ...]) -> Piece:
    """Write a mail that comes minutes or hours after another, from the same sender."""
    after = piece.at + timedelta(minutes=chance.choice((1, 5, 20, 90)))
    return replace(_mail(number, after, piece.sender, forms), held=piece.held)


def _unreadable(number: int, nth: int, at: datetime) -> Piece:
    sender = f"dsl-unread-{nth}-fictional@sampleby-school.example"
    broken = SentForm(ATTENTION, "", _concern(_child(number)).content[: 200 + nth])
    mail = _mail(number, at, sender, (broken,), subject="Case of Concern form")
    return replace(mail, forms=(), unreadable=True)


def _mail(
    number: int,
    at: datetime,
    sender: str,
    forms: Sequence[SentForm],
    subject: str = "Form",
) -> Piece:
    message = _written(number, at, sender, subject, "Please find the form attached.")
    for nth, form in enumerate(forms, 1):
        message.add_attachment(
            form.content, maintype=WORD[0], subtype=WORD[1], filename=f"form {nth}.docx"
        )
    return Piece(at, sender, message["Message-ID"], message.as_bytes(), tuple(forms))


def _written(number: int, at: datetime, sender: str, subject: str, text: str) -> EmailMessage:
    domain = sender.rpartition("@")[2]
    message = EmailMessage()
    message["Authentication-Results"] = PASSED.format(domain)
    message["From"], message["To"], message["Subject"] = sender, MAILBOX, subject
    message["Message-ID"], message["Date"] = f"<soak.{number}@{domain}>", at
    message.set_content(text)
    return message


# The other mail


def _other(number: int, at: datetime, chance: random.Random) -> Piece:
    """Write a mail that the service must leave as it is."""
    kinds = (_auto_reply, _newsletter, _bounce, _letter, _letter, _with_paper)
    sender, message = chance.choice(kinds)(number, at)
    return Piece(at, sender, message["Message-ID"], message.as_bytes())


def _auto_reply(number: int, at: datetime) -> tuple[str, EmailMessage]:
    about = "Automatic reply: CSCP: we have received your form"
    message = _written(number, at, _school(number), about, "I am on leave until Monday.")
    message["Auto-Submitted"], message["X-Auto-Response-Suppress"] = "auto-replied", "All"
    return _school(number), message


def _newsletter(number: int, at: datetime) -> tuple[str, EmailMessage]:
    sender, about = "news@bulletin.example", "Safeguarding bulletin: case of concern"
    message = _written(number, at, sender, about, "Read all about it.")
    message["List-Unsubscribe"], message["Precedence"] = "<https://bulletin.example/u>", "bulk"
    return sender, message


def _bounce(number: int, at: datetime) -> tuple[str, EmailMessage]:
    """Write a server's report on a mail that a colleague wrote."""
    sender = "postmaster@anyshire.gov.example"
    message = _written(number, at, sender, "Undeliverable: Minutes", "It could not be delivered.")
    message["Auto-Submitted"] = "auto-replied"
    message.make_mixed()
    returned = f"From: {MAILBOX}\r\nTo: gone@anyshire.gov.example\r\nSubject: Minutes\r\n"
    status = "Final-Recipient: rfc822;gone@anyshire.gov.example\r\nAction: failed\r\n"
    for kind, text in (("message/delivery-status", status), ("text/rfc822-headers", returned)):
        message.attach(
            message_from_string(f"Content-Type: {kind}\r\n\r\n{text}", policy=policy.default)
        )
    message.set_type("multipart/report")
    message.set_param("report-type", "delivery-status")
    return sender, message


def _letter(number: int, at: datetime) -> tuple[str, EmailMessage]:
    text = "Thank you for yesterday. The room is booked for the tenth."
    return _school(number), _written(number, at, _school(number), "Thank you", text)


def _with_paper(number: int, at: datetime) -> tuple[str, EmailMessage]:
    sender, message = _letter(number, at)
    message.add_attachment(_paper(), maintype=WORD[0], subtype=WORD[1], filename="Rooms.docx")
    return sender, message


# The documents


@cache
def _concern(child: str) -> SentForm:
    content = concern_form(TEACHER, child, "12 March 2015", "16 November 2026")
    return SentForm(CONCERNS, child, content)


@cache
def _record(child: str, stage: str) -> SentForm:
    answers = (
        ("Name of child", child),
        ("Date of birth", "4 May 2014"),
        ("Name of person raising the escalation", NURSE.name),
        ("Agency", NURSE.agency),
        ("Email address", NURSE.email),
        ("Date raised", "20/11/2026"),
        ("Agencies in disagreement", f"{NURSE.agency}; {OFFICER.agency}"),
        ("Nature of the disagreement", "Whether a strategy meeting should be held."),
        ("Desired outcome", "A meeting within the week."),
    )
    stages = (STAGE_3,) if stage == "3" else (STAGE_3, STAGE_4)
    return SentForm(ESCALATIONS, child, forms.escalation(answers, stages), stage)


@cache
def _paper() -> bytes:
    document, content = Document(), BytesIO()
    document.add_paragraph("The tenth: room 2. Bring a cup.")
    document.save(content)
    return content.getvalue()


def _child(number: int, ending: str = "ton") -> str:
    surname = "".join(SYLLABLES[int(digit)] for digit in str(number)).capitalize()
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {surname}{ending}"


def _school(number: int) -> str:
    return f"dsl-{number % SENDERS}-fictional@sampleby-school.example"


def _moments(chance: random.Random, start: datetime, forms: int) -> Iterator[datetime]:
    """Give moments of so many working days as the forms need; of a part of one for a few."""
    days, busy = [start], HOURS * min(1.0, forms / FORMS_A_DAY)
    while len(days) * FORMS_A_DAY < forms:
        days.append(days[-1] + timedelta(days=3 if days[-1].weekday() == FRIDAY else 1))
    while True:
        yield chance.choice(days) + chance.random() * busy
