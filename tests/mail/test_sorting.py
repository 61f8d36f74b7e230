"""What becomes of the mail of people: forms, what should be forms, concerns, and the rest."""

from dataclasses import replace

import pytest

from bot.forms.reading import Kind
from bot.mail import Acknowledge, Mail, worth_fetching
from tests.mail.letters import (
    A_FORM,
    CORRESPONDENTS,
    WORDS,
    letter,
    outcome,
    sorted_as,
    word_document,
)

FORM = (("form.docx", A_FORM),)
PAPER = (("chronology.docx", word_document("a chronology")),)
REPLY = (("In-Reply-To", "<1@council.example>"),)
NEIGHBOUR = "kim@freemail.example"

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
    "in a language unknown here": letter(
        "Formularz Case of Concern", "Dzień dobry, przesyłam formularz w załączniku."
    ),
    "pasted": letter(
        "Case of concern", "Name of child: A\nDate of birth: B\nAgency: C\nJob title: D"
    ),
}

THE_SAME_DAY = {
    "a grandmother": letter(
        "please help",
        "My grandson is not fed and her boyfriend shakes him. I am scared for him.",
        sender=NEIGHBOUR,
    ),
    "a teacher": letter("Concern", "A pupil came in with a burn and says her stepdad did it."),
    "a young person": letter(
        "help", "my dad locks me out at night and i dont feel safe", sender=NEIGHBOUR
    ),
    "a child tells its age": letter("me", "im 12. i cant go home tonight", sender=NEIGHBOUR),
    "no wish to live": letter(
        "help", "My son says that he wants to die and I found tablets.", sender=NEIGHBOUR
    ),
    "in Welsh": letter("Plentyn", "Rwyf yn poeni am y plentyn drws nesaf", sender=NEIGHBOUR),
    "in two sentences": letter("flat 4", "Two kids live there. The baby cries all night."),
    "no food": letter("help", "There is no food and the children are eating from bins."),
    "her mother's partner": letter(
        "urgent", "one of our year 3s has told her TA that mum's partner comes into her room"
    ),
    "a ceremony": letter("Travel", "A 9 year old speaks of a party abroad for becoming a woman."),
    "not fed": letter(
        "club", "The two brothers aren't being fed and their clothes smell of urine."
    ),
    "a referral in words": letter("Hello", "I would like to make a referral for a child I teach."),
    "a referral": letter(
        "Child protection referral", "Please see attached.", files=(("r.docx", A_FORM),)
    ),
    "a MARF by its name": letter("form", "attached", files=(("MARF_AB.docx", A_FORM),)),
}

# What a private person writes of a child is seen, though nothing in it sounds like harm.
FROM_HOME = {
    "outside at all hours": "The little lad at 42 is out in the garden at all hours.",
    "marks": "I teach swimming and one of mine has marks round his neck again. He is in year 4.",
    "too old for her": "My friend who is 14 has a boyfriend of 27 and he buys her things.",
    "through the wall": "Through the wall I hear a grown man shout and a small voice go quiet.",
    "pictures": "A pupil asked me if it is normal that her uncle takes pictures in the bath.",
    "never at school": "The twins across the road are never at school and nobody seems to mind.",
    "his tea": "Every night the boy downstairs knocks and asks if we have any tea left over.",
    "a sister": "my sister has stopped talking since he moved in",
    "the old coat": "Her mum sends her out in a summer dress. It was minus two this morning.",
    "in Welsh": "Mae rhywbeth o'i le drws nesaf.",
}

# None of these is about a child.
NOT_FROM_WORRY = {
    "a booking": "Could I still book on the course about child neglect on 3 March?",
    "thanks": "Thank you, that was very helpful.",
    "a date": "I can do Thursday at ten, and bring the papers.",
    "a service's name": "Is this the address of the Safeguarding Children Partnership?",
    "a telephone number": "What is the number of children's services, please?",
    "lost property": "I think that I left my umbrella in your reception on Monday.",
    "an offer": "We can bring your website to the first page of every search engine.",
    "a volunteer": "I would like to volunteer. Whom may I write to?",
    "a complaint": "I wish to complain about how my children were treated by your chair.",
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


@pytest.mark.parametrize("mail", THE_SAME_DAY.values(), ids=THE_SAME_DAY.keys())
def test_a_child_at_risk_is_seen_the_same_day(mail: Mail) -> None:
    assert outcome(sorted_as(mail)) == "attention, same day"


@pytest.mark.parametrize("says", FROM_HOME.values(), ids=FROM_HOME.keys())
def test_a_private_person_who_writes_of_a_child_is_read_the_same_day(says: str) -> None:
    mail = letter("hello", says, sender=NEIGHBOUR)
    assert outcome(sorted_as(mail)) == "attention, same day"
    assert sorted_as(mail).acknowledge is Acknowledge.NO


@pytest.mark.parametrize("says", NOT_FROM_WORRY.values(), ids=NOT_FROM_WORRY.keys())
def test_a_private_person_who_writes_of_no_child_is_left_to_people(says: str) -> None:
    assert outcome(sorted_as(letter("hello", says, sender=NEIGHBOUR))) == "untouched"


def test_a_private_person_who_sends_a_picture_of_a_child_is_read_the_same_day() -> None:
    files = (("IMG_2041.rar", b"Rar!\x1a\x07\x00"),)
    mail = letter("hello", "This is the little lad from number 42.", sender=NEIGHBOUR, files=files)
    assert outcome(sorted_as(mail)) == "attention, same day"


def test_a_private_persons_thanks_for_our_answer_are_only_thanks() -> None:
    subject = "Re: we have received your form (COC-2026-014)"
    thanks = letter(subject, "Thank you for taking up my niece's case.", sender=NEIGHBOUR)
    assert outcome(sorted_as(thanks)) == "untouched"


def test_an_agency_may_speak_of_children_in_its_daily_mail() -> None:
    assert (
        outcome(sorted_as(letter("Tuesday", "The children's play starts at two."))) == "untouched"
    )


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


def test_death_in_the_cover_mail_is_seen_the_same_day() -> None:
    sorted_ = sorted_as(letter("CoC", "Form attached. The baby died today.", files=FORM), Kind.COC)
    assert sorted_.same_day == "it speaks of death, serious harm or present danger"


def test_a_disclaimer_about_danger_is_no_danger() -> None:
    text = "Form attached.\n\nIf a child is in immediate danger, call 999."
    assert sorted_as(letter("CoC", text, files=FORM), Kind.COC).same_day is None


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


def test_what_a_forwarded_mail_tells_counts() -> None:
    text = "See below.\n\nFrom: Kim\nSent: today\nTo: us\n\nThe boy next door is beaten."
    assert outcome(sorted_as(letter("FW: help", text))) == "attention, same day"
    assert outcome(sorted_as(letter("RE: help", text))) == "untouched"


def test_reasons_hold_nothing_of_what_the_mail_says() -> None:
    for mail in (*FOR_A_PERSON.values(), *THE_SAME_DAY.values()):
        said = sorted_as(mail)
        words = f"{said.attention} {said.acknowledge_why} {said.same_day} {said.why}"
        assert not any(attachment.name in words for attachment in mail.attachments or ())
        assert not mail.from_.address or mail.from_.address not in words
