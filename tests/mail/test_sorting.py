"""What becomes of the mail of people: forms, what should be forms, concerns, and the rest."""

from dataclasses import replace

import pytest

from bot.forms.reading import Kind
from bot.mail import Acknowledge, Mail, worth_fetching
from tests.mail.letters import (
    A_FORM,
    CORRESPONDENTS,
    NEIGHBOUR,
    WORDS,
    letter,
    outcome,
    sorted_as,
    word_document,
)
from tests.mail.test_sorting_worries import THE_SAME_DAY

FORM = (("form.docx", A_FORM),)
PAPER = (("chronology.docx", word_document("a chronology")),)
REPLY = (("In-Reply-To", "<1@council.example>"),)

FOR_A_PERSON = {
    "enclosed, they say": letter("CoC", "Hi, form enclosed as discussed. J"),
    "sent with this email": letter(
        "Stage 3", "We send you the Stage 3 escalation record attached."
    ),
    "only a subject": letter("Case of Concern - AB"),
    "attached this time": letter("RE: form", "Apologies, now with the form attached!"),
    "behind a link": letter(
        "CoC form", "I have put the form here: https://drive.google.com/file/d/1"
    ),
    "transferred": letter("CSCP form", "Download link https://we.tl/x - the form is inside"),
    "Mimecast": letter("Secure", "You have received a secure message. https://secure.mimecast.com"),
    "Proofpoint": letter(
        "[encrypt] CoC", "See attachment", files=(("SecureMessageAtt.html", b"<html></html>"),)
    ),
    "Virtru": letter("Concern", "", files=(("message.tdf.html", b"<html></html>"),)),
    "rights management": letter("Protected", "", files=(("message_v2.rpmsg", b"v\xe8\x04`"),)),
    "an unknown archive": letter("form", "attached", files=(("f.7z", b"7z\xbc\xaf\x27\x1c"),)),
    "stripped, says the body": letter(
        "CoC", '[Attachment "form.docx" removed by the mail gateway]'
    ),
    "stripped, says a file": letter(
        "CoC", "attached", files=(("Removed.txt", b"The file was blocked: file type not allowed."),)
    ),
    "a correction": letter(
        "RE: your form (COC-2026-014)", "I put the wrong surname.", headers=REPLY
    ),
    "a withdrawal": letter("COC-2026-014", "Please disregard our form."),
    "a password": letter("re file", "the passcode for the file is Tulip-77"),
    "another agency's form": letter("Concern log", "Please see our welfare concern form attached."),
    "with this mail": letter("CoC re a pupil", "You'll find our paperwork with this e-mail."),
    "as promised": letter("FW: Stage 3", "Form as promised. Apologies for the delay."),
    "a document for a form": letter("Our form", "Please log the document sent with this email."),
    "in haste": letter("Fwd: CoC for review", "Pls see attachd form"),
    "for the records": letter("Stage 3 escalation copy", "Copy for your records."),
    "by courier": letter("CoC", "I sent the case of concern by courier today."),
    "a notification behind a link": letter(
        "Notification", "Our completed notification is here: https://school.sharepoint.com/:w:/s/x"
    ),
    "Zivver": letter("Concern", "This message was sent securely using Zivver."),
    "it will not upload": letter(
        "A student", "Our DSL filled out the CoC, but the file won't upload. What now?"
    ),
    "an escalation in words": letter(
        "Hello", "I'm writing to formally escalate to Stage 3 our disagreement about the plan."
    ),
    "in a language unknown here": letter(
        "Formularz Case of Concern", "Dzień dobry, przesyłam formularz w załączniku."
    ),
    "pasted": letter(
        "Case of concern", "Name of child: A\nDate of birth: B\nAgency: C\nJob title: D"
    ),
}

LEFT_ALONE = {
    "thanks": letter("Re: your form (COC-2026-014)", "Thanks so much, all noted.\n\nJo"),
    "thx": letter("Re: your form (COC-2026-014)", "Thx."),
    "a file on oneself": letter(
        "my file", "I was in care as a child and want to see what you hold on me.", sender=NEIGHBOUR
    ),
    "diolch": letter("Re: your form (COC-2026-014)", "Diolch yn fawr iawn"),
    "freedom of information": letter("Request", "Under freedom of information: how many reviews?"),
    "a complaint": letter("Unhappy", "I wish to complain about your chair.", sender=NEIGHBOUR),
    "a question": letter("Which form?", "Is there a case of concern form? Could you send it?"),
    "a number": letter("MASH", "Do you have the phone number for MASH?"),
    "a form of another kind": letter("Lunch", "I filled in the dietary form for the away day."),
    "a statistic": letter("Request", "How many infants died in the borough last year?"),
    "a booking": letter("Training", "Can I book a place on the course about child neglect?"),
    "chatter": letter("RE: agenda", "Shall we put the CoC on for March?"),
    "minutes": letter(
        "Minutes", "Minutes attached, item 3 is the case of concern form.", files=PAPER
    ),
    "a flyer": letter("Webinar", "Flyer attached for our webinar on exploitation.", files=PAPER),
    "NHSmail's own footer": letter(
        "RE: dates", "Tuesday suits.\n\nNHSmail is the secure email and directory service."
    ),
}


@pytest.mark.parametrize("mail", FOR_A_PERSON.values(), ids=FOR_A_PERSON.keys())
def test_what_may_carry_a_form_is_never_left_silently(mail: Mail) -> None:
    sorted_ = sorted_as(mail)
    assert outcome(sorted_).startswith("attention")
    assert sorted_.acknowledge is not Acknowledge.YES


@pytest.mark.parametrize("mail", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_mail_for_people_is_left_to_people(mail: Mail) -> None:
    sorted_ = sorted_as(mail)
    assert outcome(sorted_) == "untouched"
    assert sorted_.acknowledge is Acknowledge.NO


@pytest.mark.parametrize("mail", FOR_A_PERSON.values(), ids=FOR_A_PERSON.keys())
def test_whatever_needs_a_person_is_worth_fetching(mail: Mail) -> None:
    listed = Mail(
        subject=mail.subject,
        text=mail.text,
        from_=mail.from_,
        headers=mail.headers,
        has_attachments=mail.has_attachments,
    )
    assert worth_fetching(listed, CORRESPONDENTS, WORDS)


@pytest.mark.parametrize("name", [name for name in LEFT_ALONE if not LEFT_ALONE[name].attachments])
def test_mail_without_attachments_that_is_left_alone_costs_no_request(name: str) -> None:
    assert not worth_fetching(LEFT_ALONE[name], CORRESPONDENTS, WORDS)


def test_an_answer_is_known_by_the_partnerships_own_references() -> None:
    own = replace(CORRESPONDENTS, prefixes=("LC",))
    thanks = letter("RE: LC-2026-014 case of concern form", "Thank you!", headers=REPLY)
    signed = replace(thanks, html='<p>Thank you!</p><img src="cid:logo">')
    assert not worth_fetching(signed, own, WORDS)


def test_two_forms_open_two_entries_and_papers_go_beside_them() -> None:
    files = (*FORM, ("second.docx", word_document("another form")), *PAPER)
    sorted_ = sorted_as(letter("forms", files=files), Kind.COC, Kind.ESCALATION)
    assert [entry.kind for entry in sorted_.entries] == [Kind.COC, Kind.ESCALATION]
    assert [paper.name for paper in sorted_.papers] == ["chronology.docx"]
    assert sorted_.acknowledge is Acknowledge.YES


@pytest.mark.parametrize(
    ("stage", "becomes"), [("2", "attention"), ("", "attention"), ("3", "entries")]
)
def test_only_formal_escalations_are_registered(stage: str, becomes: str) -> None:
    sorted_ = sorted_as(letter("x", files=FORM), Kind.ESCALATION, stage=stage)
    assert outcome(sorted_) == becomes


def test_a_form_from_a_stranger_opens_its_entry_and_waits_with_the_answer() -> None:
    sorted_ = sorted_as(letter("CoC", sender=NEIGHBOUR, files=FORM), Kind.COC)
    assert (outcome(sorted_), sorted_.acknowledge) == ("entries", Acknowledge.HOLD)


def test_a_form_in_the_text_opens_an_entry_without_a_document() -> None:
    sorted_ = sorted_as(letter("Case of Concern", "Name of child: A"), body=Kind.COC)
    assert [entry.document for entry in sorted_.entries] == [None]


def test_a_form_in_the_text_is_not_counted_beside_the_form_itself() -> None:
    assert len(sorted_as(letter("CoC", files=FORM), Kind.COC, body=Kind.COC).entries) == 1


def test_a_second_word_file_that_cannot_be_read_may_be_a_second_form() -> None:
    files = (*FORM, ("second.docx", A_FORM + b"broken"))
    sorted_ = sorted_as(letter("2 forms", files=files), Kind.COC, Kind.UNREADABLE)
    assert sorted_.entries
    assert sorted_.attention


def test_an_unreadable_paper_beside_the_form_is_noted_and_asks_nobody() -> None:
    files = (*FORM, ("scan.pdf", b"%PDF-"))
    sorted_ = sorted_as(letter("CoC", files=files), Kind.COC, Kind.UNREADABLE)
    assert sorted_.attention is None
    assert sorted_.notes


def test_an_empty_form_in_place_of_a_filled_one_is_noticed() -> None:
    mail = letter("CoC", "Please find attached our completed form.", files=FORM)
    assert outcome(sorted_as(mail, Kind.BLANK)) == "attention"


def test_an_empty_form_with_a_question_is_left_to_people() -> None:
    mail = letter("Form", "Is the attached form the current version?", files=FORM)
    assert outcome(sorted_as(mail, Kind.BLANK)) == "untouched"


def test_a_further_paper_goes_to_the_entry_that_it_answers_about() -> None:
    mail = letter("RE: form (coc-2026-014)", "Here is the chronology.", files=PAPER, headers=REPLY)
    sorted_ = sorted_as(mail)
    assert outcome(sorted_) == "papers"
    assert sorted_.references == ("COC-2026-014",)


def test_further_papers_from_a_stranger_are_shown_to_a_person_first() -> None:
    mail = letter("RE: form (COC-2026-014)", "For you.", files=PAPER, sender=NEIGHBOUR)
    assert outcome(sorted_as(mail)) == "attention"


def test_a_scan_that_goes_with_a_complaint_stays_with_it() -> None:
    mail = letter("Complaint", "I complain. Proof enclosed.", files=(("scan.pdf", b"%PDF-"),))
    assert outcome(sorted_as(mail, Kind.UNREADABLE)) == "untouched"


def test_reasons_hold_nothing_of_what_the_mail_says() -> None:
    for mail in (*FOR_A_PERSON.values(), *THE_SAME_DAY.values()):
        said = sorted_as(mail)
        words = f"{said.attention} {said.acknowledge_why} {said.same_day} {said.why}"
        assert not any(attachment.name in words for attachment in mail.attachments or ())
        assert not mail.from_.address or mail.from_.address not in words
