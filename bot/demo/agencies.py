"""What the fictional agencies send in the demonstration, and when. Dates are London's."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from bot.demo import forms
from bot.process.days import LONDON

MAILBOX = "CSCP@croydon.gov.uk"
WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
SCHOOL = "dsl-fictional@sampleby-school.example"
POLICE = "protection.hub-fictional@anyshire.police.example"
NHS = "named.nurse-fictional@nhs-mail.example"
COUNCIL = "team.manager-fictional@anyshire.gov.example"
CHARITY = "lead-fictional@pretend-charity.example"
FREE_MAIL = "childminder-fictional@gmail.com"


@dataclass(frozen=True, slots=True)
class Sending:
    """One mail of the story: when it is sent, by whom, and what the teller says of it."""

    at: datetime
    sender: str
    subject: str
    told: str
    documents: tuple[tuple[str, bytes], ...] = ()
    text: str = "Please find attached.\n\nKind regards"
    headers: tuple[tuple[str, str], ...] = ()

    def message(self) -> EmailMessage:
        """Give the mail as the agency's own program writes it."""
        message = EmailMessage()
        message["From"], message["To"] = self.sender, MAILBOX
        message["Subject"], message["Date"] = self.subject, format_datetime(self.at)
        domain = self.sender.rpartition("@")[2]
        message["Message-ID"] = f"<{self.at:%Y%m%d%H%M}.{len(self.subject)}@{domain}>"
        for name, value in self.headers:
            message[name] = value
        message.set_content(self.text)
        for name, content in self.documents:
            message.add_attachment(content, maintype=WORD[0], subtype=WORD[1], filename=name)
        return message


def at(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    """Give a moment of the story; January is next year's."""
    return datetime(2027 if month == 1 else 2026, month, day, hour, minute, tzinfo=LONDON)


@dataclass(frozen=True, slots=True)
class Person:
    """A fictional professional who fills in forms."""

    name: str
    role: str
    agency: str
    email: str


TEACHER = Person("Jo Invented", "Designated safeguarding lead", "Mockbridge Primary School", SCHOOL)
OFFICER = Person("Drew Madeup", "Detective sergeant", "Anyshire Police", POLICE)
NURSE = Person("Nell Notreal", "Named nurse", "Anyshire Health Trust", NHS)
MANAGER = Person("Robin Fictionby", "Team manager", "Anyshire Children's Social Care", COUNCIL)
WORKER = Person("Kit Samplewright", "Family worker", "The Placeholder Trust", CHARITY)
MINDER = Person("Bo Testerton", "Childminder", "Testerton Childminding", FREE_MAIL)


def concern(
    by: Person, child: str, born: str, happened: str, title: str = "Case of Concern Report Form"
) -> bytes:
    """Fill in one Case of Concern form."""
    answers = (
        ("Name of child", child),
        ("Date of birth", born),
        ("Name of person completing this form", by.name),
        ("Job title", by.role),
        ("Agency", by.agency),
        ("Email address", by.email),
        ("Date of incident", happened),
        ("Summary of the concern", f"A handover was missed on {happened} and nobody noticed."),
        ("Reason for learning", "Two agencies each held half of what mattered."),
        ("Date form completed", happened),
    )
    return forms.case_of_concern(answers, title=title)


def disagreement(
    *stages: tuple[str, str, str, str], title: str = "Escalation and Resolution Record"
) -> bytes:
    """Fill in the story's one escalation, as far as it has come."""
    answers = (
        ("Name of child", "Ash Pretendham"),
        ("Date of birth", "4 May 2014"),
        ("Name of person raising the escalation", NURSE.name),
        ("Agency", NURSE.agency),
        ("Email address", NURSE.email),
        ("Date raised", "20/11/2026"),
        ("Agencies in disagreement", f"{NURSE.agency}; {OFFICER.agency}"),
        ("Nature of the disagreement", "Whether a strategy meeting should be held."),
        ("Desired outcome", "A meeting within the week."),
    )
    return forms.escalation(answers, stages, title=title)


STAGE_3 = ("3", "20/11/2026", "Heads of service spoke and did not agree.", "No")
STAGE_4 = ("4", "02/12/2026", "The directors are to meet.", "No")
SETTLED = ("4", "02/12/2026", "The directors met: the meeting will be held.", "Yes")


def sendings() -> tuple[Sending, ...]:
    """Give every mail of the story, in order."""
    return (*first_week(), *second_and_third_week(), *christmas())


def first_week() -> tuple[Sending, ...]:
    """Give the mails of 23 to 27 November."""
    wren = concern(TEACHER, "Wren Placeholder", "12 March 2015", "16 November 2026")
    return (
        Sending(
            at(23, 11, 9, 10),
            SCHOOL,
            "Form for the partnership",
            "A school sends a Case of Concern form",
            (("CoC W.P. final.docx", wren),),
        ),
        Sending(
            at(23, 11, 10),
            POLICE,
            "(no subject)",
            "The police send another, with no subject",
            (("Document1.docx", concern(OFFICER, "Lee Exampleton", "3/9/2011", "18/11/2026")),),
        ),
        Sending(
            at(23, 11, 11, 30),
            "news@bulletin.example",
            "Safeguarding bulletin: case of concern",
            "A newsletter about cases of concern",
            text="Read all about it.",
            headers=(("List-Unsubscribe", "<https://bulletin.example/u>"), ("Precedence", "bulk")),
        ),
        Sending(
            at(24, 11, 9, 30),
            NHS,
            "Escalation - copy for CSCP",
            "A Stage 3 escalation copy arrives",
            (("record.docx", disagreement(STAGE_3)),),
        ),
        Sending(
            at(24, 11, 9, 45),
            POLICE,
            "Automatic reply: CSCP: we have received your form",
            "An automatic reply to our acknowledgement",
            text="I am on leave until Monday.",
            headers=(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")),
        ),
        Sending(
            at(25, 11, 14),
            SCHOOL,
            "Did you get this?",
            "The school sends the same form again",
            (("CoC W.P. final (2).docx", wren),),
        ),
    )


def second_and_third_week() -> tuple[Sending, ...]:
    """Give the mails of 30 November to 11 December."""
    whole = concern(WORKER, "Pat Nonesuch", "1 June 2012", "23 November 2026")
    old = concern(
        WORKER,
        "Sky Dummiston",
        "9 July 2013",
        "24 November 2026",
        title="CSCB Case of Concern Referral (2017 version)",
    )
    pair = (
        ("form 1.docx", concern(MANAGER, "Uma Fictionby", "2 February 2016", "30 November 2026")),
        ("form 2.docx", concern(MANAGER, "Ola Fauxley", "8 August 2010", "1 December 2026")),
    )
    minder = concern(MINDER, "Tam Sampleby", "5 January 2021", "3 December 2026")
    return (
        Sending(
            at(30, 11, 10),
            CHARITY,
            "Case of Concern form",
            "A form arrives damaged and cannot be read",
            (("form.docx", whole[:200]),),
        ),
        Sending(
            at(1, 12, 11),
            CHARITY,
            "Old form",
            "The charity uses a form of 2017",
            (("Old form.docx", old),),
        ),
        Sending(
            at(3, 12, 9),
            NHS,
            "RE: Escalation",
            "The escalation comes again, now at Stage 4",
            (("record v2.docx", disagreement(STAGE_3, STAGE_4)),),
        ),
        Sending(
            at(7, 12, 15),
            FREE_MAIL,
            "case of concern",
            "A form comes from a free-mail address",
            (("form.docx", minder),),
        ),
        Sending(at(9, 12, 10), COUNCIL, "Two forms", "Two forms come in one mail", pair),
    )


def christmas() -> tuple[Sending, ...]:
    """Give the mails of 21 to 24 December."""
    return (
        Sending(
            at(22, 12, 13),
            SCHOOL,
            "Before we close",
            "A form comes three days before Christmas",
            (("form.docx", concern(TEACHER, "Ivy Testowski", "30/4/2014", "18 December 2026")),),
        ),
        Sending(
            at(23, 12, 11),
            NHS,
            "Escalation settled",
            "The escalation comes a last time: resolved",
            (("record v3.docx", disagreement(STAGE_3, SETTLED)),),
        ),
    )
