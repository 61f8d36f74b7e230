"""The mails of the story, in order: what the fictional agencies send, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial

from bot.demo.agencies import (
    CHARITY,
    COUNCIL,
    FREE_MAIL,
    MAILBOX,
    MANAGER,
    MINDER,
    NHS,
    OFFICER,
    POLICE,
    SCHOOL,
    SETTLED,
    STAGE_3,
    STAGE_4,
    TEACHER,
    WORD,
    WORKER,
    concern,
    disagreement,
)
from bot.demo.calendar import at


@dataclass(frozen=True, slots=True)
class Sending:
    """One mail of the story: when it is sent, by whom, and what the teller says of it.

    Its documents are filled in when it is sent.
    """

    at: datetime
    sender: str
    subject: str
    told: str
    documents: tuple[tuple[str, Callable[[], bytes]], ...] = ()
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
        for name, filled_in in self.documents:
            message.add_attachment(filled_in(), maintype=WORD[0], subtype=WORD[1], filename=name)
        return message


WREN = partial(concern, TEACHER, "Wren Placeholder", "12 March 2015", "16 November 2026")
LEE = partial(concern, OFFICER, "Lee Exampleton", "3/9/2011", "18/11/2026")
PAT = partial(concern, WORKER, "Pat Nonesuch", "1 June 2012", "23 November 2026")
SKY = partial(
    concern,
    WORKER,
    "Sky Dummiston",
    "9 July 2013",
    "24 November 2026",
    title="CSCB Case of Concern Referral (2017 version)",
)
UMA = partial(concern, MANAGER, "Uma Fictionby", "2 February 2016", "30 November 2026")
OLA = partial(concern, MANAGER, "Ola Fauxley", "8 August 2010", "1 December 2026")
TAM = partial(concern, MINDER, "Tam Sampleby", "5 January 2021", "3 December 2026")
IVY = partial(concern, TEACHER, "Ivy Testowski", "30/4/2014", "18 December 2026")


MAILS = (
    Sending(
        at(23, 11, 9, 10),
        SCHOOL,
        "Form for the partnership",
        "A school sends a Case of Concern form",
        (("CoC W.P. final.docx", WREN),),
    ),
    Sending(
        at(23, 11, 10),
        POLICE,
        "(no subject)",
        "The police send another, with no subject",
        (("Document1.docx", LEE),),
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
        (("record.docx", partial(disagreement, STAGE_3)),),
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
        (("CoC W.P. final (2).docx", WREN),),
    ),
    Sending(
        at(30, 11, 10),
        CHARITY,
        "Case of Concern form",
        "A form arrives damaged and cannot be read",
        (("form.docx", lambda: PAT()[:200]),),
    ),
    Sending(
        at(1, 12, 11),
        CHARITY,
        "Old form",
        "The charity uses a form of 2017",
        (("Old form.docx", SKY),),
    ),
    Sending(
        at(3, 12, 9),
        NHS,
        "RE: Escalation",
        "The escalation comes again, now at Stage 4",
        (("record v2.docx", partial(disagreement, STAGE_3, STAGE_4)),),
    ),
    Sending(
        at(7, 12, 15),
        FREE_MAIL,
        "case of concern",
        "A form comes from a free-mail address",
        (("form.docx", TAM),),
    ),
    Sending(
        at(9, 12, 10),
        COUNCIL,
        "Two forms",
        "Two forms come in one mail",
        (("form 1.docx", UMA), ("form 2.docx", OLA)),
    ),
    Sending(
        at(22, 12, 13),
        SCHOOL,
        "Before we close",
        "A form comes three days before Christmas",
        (("form.docx", IVY),),
    ),
    Sending(
        at(23, 12, 11),
        NHS,
        "Escalation settled",
        "The escalation comes a last time: resolved",
        (("record v3.docx", partial(disagreement, STAGE_3, SETTLED)),),
    ),
)
