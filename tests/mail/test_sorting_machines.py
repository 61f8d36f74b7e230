"""Mail that no person wrote is never answered and mostly left; but what it carries is not lost."""

import pytest

from bot.forms.reading import Kind
from bot.mail import Acknowledge, Attachment, Mail
from tests.mail.letters import A_FORM, INTERNAL, MAILBOX, letter, outcome, sorted_as

REPLY = ("In-Reply-To", "<1@council.example>")
AUTO = ("Auto-Submitted", "auto-generated")
NO_WAY_BACK = ("Return-Path", "<>")
RETURNED = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered. This is a permanent error.

  gone@village-school.example
    550 no such user

------ This is a copy of the message, including all the headers. ------

Return-path: <partnership@council.example>
From: CSCP <partnership@council.example>
To: gone@village-school.example
Subject: {subject}
Message-ID: <1@council.example>
{mark}
"""

LEFT_ALONE = {
    "Notes, out of office": letter(
        "AUTO: Jo Invented is out of the office (returning 12/10/2026)",
        "I am away until 12/10/2026. If a child is at risk of harm call 999.",
        headers=(REPLY,),
    ),
    "Gmail, vacation": letter(
        "Away Re: CSCP: reminder",
        "I am away. For a child in danger please ring the hub.",
        headers=(("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), REPLY),
    ),
    "a ticket for a mail about a child": letter(
        "[Ticket#4711] Your mail about the baby at 42",
        "Ticket number 4711 has been logged. We aim to respond within five working days.",
    ),
    "Welsh, in words alone": letter(
        "Ymateb awtomatig: CSCP", "Diolch am eich neges. Rwyf allan o'r swyddfa tan ddydd Llun."
    ),
    "a school's automatic answer, in words alone": letter(
        "Thank you for your email",
        "This is an automated response. We aim to respond within three days. If you are worried "
        "about a child, please contact the Designated Safeguarding Lead.",
        sender="office@village-school.example",
    ),
    "ServiceNow": letter(
        "INC0012345 opened: CSCP: your form has reached us (COC-2026-020)",
        "Your incident INC0012345 has been logged with the service desk.",
        sender="servicedesk@county.police.example",
    ),
    "Zendesk": letter(
        "[Request received] CSCP: your form has reached us",
        "##- Please type your reply above this line -##\nYour request (#5521) has been received.",
    ),
    "a campaign": letter(
        "Neglected children: our case of concern workshop",
        "Children at risk of neglect: download the form here",
        headers=(("List-Unsubscribe", "<https://news.example/u>"), ("Feedback-ID", "1:x")),
    ),
    "Forms": letter("New response to: evaluation", "You have a new response.", headers=(AUTO,)),
    "voice mail": letter(
        "Voicemail from 01632 960000",
        "You received a voice mail. Duration: 0:42",
        sender="noreply@voicemail.example",
        files=(("audio.mp3", b"ID3"),),
        headers=(AUTO,),
    ),
    "a recall": letter(
        "Recall: Case of Concern form", "The sender would like to recall a message."
    ),
    "a delay": letter(
        "Warning: message 1abc delayed 24 hours",
        "A message that you sent has not yet been delivered.",
        sender="Mailer-Daemon@mx.village-school.example",
        headers=(NO_WAY_BACK,),
    ),
    "Exim, a person's mail": letter(
        "Mail delivery failed: returning message to sender",
        RETURNED.format(subject="Room booking", mark=""),
        sender="Mailer-Daemon@mx.village-school.example",
        headers=(NO_WAY_BACK,),
    ),
    "our own": letter(
        "CSCP: your form has reached us (COC-2026-014)",
        "If a child is in immediate danger, call 999.",
        sender=MAILBOX,
        headers=(INTERNAL,),
        authentic=False,
    ),
    "our own, sent back by a rule": letter(
        "CSCP: your form has reached us (COC-2026-014)",
        sender=MAILBOX,
        headers=(("X-CSCP-Bot", "acknowledgement"),),
        authentic=False,
    ),
    "a DMARC report": letter(
        "Report Domain: council.example Submitter: provider.example Report-ID: <1@x>",
        sender="dmarc@provider.example",
        files=(("provider.example!council.example!1!2.xml.gz", b"\x1f\x8b\x08\x00"),),
    ),
    "an alert about our own list": letter(
        "Case of Concern list",
        "COC-2026-014 was changed. Agency: x. Date of incident: y. Job title: z. Date of birth: q.",
        headers=(AUTO,),
    ),
    "spam is in quarantine": letter(
        "You have messages in quarantine",
        "1 message is held for you. Subject: You have won",
        sender="quarantine@messaging.example",
        headers=(AUTO,),
    ),
    "a meeting": Mail(subject="Declined: Review meeting RR-2026-002", meeting=True),
}

FOR_A_PERSON = {
    "Exim, our acknowledgement": letter(
        "Mail delivery failed: returning message to sender",
        RETURNED.format(subject="CSCP: your form has reached us", mark="X-CSCP-Bot: ack"),
        sender="Mailer-Daemon@mx.village-school.example",
        headers=(NO_WAY_BACK,),
    ),
    "qmail, our reminder": letter(
        "failure notice",
        RETURNED.format(subject="Reminder", mark="X-Auto-Response-Suppress: All"),
        sender="MAILER-DAEMON@mx.village-school.example",
        headers=(NO_WAY_BACK,),
    ),
    "OneDrive shares a form": letter(
        'Jo shared "CoC form.docx" with you',
        "Jo shared a file with you. https://x.sharepoint.com/a",
        sender="no-reply@sharepointonline.com",
        headers=(AUTO,),
    ),
    "a web form's answers": letter(
        "New response",
        "Case of Concern form\nName of child: A\nDate of birth: B\nAgency: C\nJob title: D",
        headers=(AUTO,),
    ),
    "a gateway, our acknowledgement": letter(
        "Message blocked: CSCP: your form has reached us (COC-2026-020)",
        "It broke a rule and was not delivered.",
        sender="postmaster@village-school.example",
    ),
    "an invitation with a form behind a password": Mail(
        subject="Case of Concern: a talk",
        meeting=True,
        attachments=(Attachment("form.7z", "application/x-7z-compressed", b"7z\xbc\xaf\x27\x1c"),),
    ),
    "a form is in quarantine": letter(
        "You have messages in quarantine",
        "1 message is held for you. Subject: Case of Concern form",
        sender="quarantine@messaging.example",
        headers=(AUTO,),
    ),
    "a secure-mail service": letter(
        "Secure email from County Police",
        "You have received a secure email. Sign in to read it.",
        sender="noreply@secure-mail.example",
        headers=(AUTO,),
    ),
}


@pytest.mark.parametrize("mail", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_machines_are_left_alone(mail: Mail) -> None:
    sorted_ = sorted_as(mail)
    assert outcome(sorted_) == "untouched"
    assert sorted_.acknowledge is Acknowledge.NO


@pytest.mark.parametrize("mail", FOR_A_PERSON.values(), ids=FOR_A_PERSON.keys())
def test_a_person_is_told_and_no_machine_is_answered(mail: Mail) -> None:
    sorted_ = sorted_as(mail)
    assert outcome(sorted_) == "attention"
    assert sorted_.acknowledge is Acknowledge.NO


def test_a_scanner_that_sends_what_nobody_can_read_has_sent_something() -> None:
    scan = letter("Scan from MFP-01", files=(("doc01.pdf", b"%PDF-"),), headers=(AUTO,))
    assert outcome(sorted_as(scan, Kind.UNREADABLE)) == "attention"


def test_a_worried_neighbour_on_a_web_form_is_heard_the_same_day() -> None:
    text = "Message: my neighbour hits his little boy every night, I hear him crying"
    filled_in = letter("New enquiry", text, sender="noreply@council.example", headers=(AUTO,))
    assert outcome(sorted_as(filled_in)) == "attention, same day"


@pytest.mark.parametrize(
    "headers",
    [
        (AUTO,),
        (("List-Id", "<forms.village-school.example>"), ("Precedence", "bulk")),
        (("X-Autoreply", "yes"),),
    ],
)
def test_a_form_opens_an_entry_whatever_sent_it_and_no_answer_goes_out_unseen(
    headers: tuple[tuple[str, str], ...],
) -> None:
    sorted_ = sorted_as(letter("form", files=(("f.docx", A_FORM),), headers=headers), Kind.COC)
    assert outcome(sorted_) == "entries"
    assert sorted_.acknowledge is Acknowledge.HOLD


def test_a_form_through_a_schools_own_group_is_answered_to_its_writer() -> None:
    headers = (("List-Id", "<staff.village-school.example>"), ("Precedence", "list"))
    sorted_ = sorted_as(letter("form", files=(("f.docx", A_FORM),), headers=headers), Kind.COC)
    assert sorted_.acknowledge is Acknowledge.YES


def test_a_form_from_our_own_address_is_never_acknowledged() -> None:
    mail = letter(sender=MAILBOX, headers=(INTERNAL,), files=(("f.docx", A_FORM),), authentic=False)
    sorted_ = sorted_as(mail, Kind.COC)
    assert (outcome(sorted_), sorted_.acknowledge) == ("entries", Acknowledge.NO)
