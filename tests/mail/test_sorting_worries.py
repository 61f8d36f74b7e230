"""Worries about a child, from agencies and from home: seen the same day, in whatever words."""

import pytest

from bot.forms.reading import Kind
from bot.mail import Acknowledge, Mail
from tests.mail.letters import A_FORM, NEIGHBOUR, letter, outcome, sorted_as

FORM = (("form.docx", A_FORM),)

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
    "a child in the subject": letter("a pupil", "He has cuts all over his arms."),
    "to be killed": letter("advice", "Her husband will kill her and the kids if she leaves."),
    "a black eye": letter("pupil concern", "Came in today with a black eye and three stories."),
    "a hand print": letter("nursery", "Two year old with a hand print on his thigh."),
    "unborn": letter("unborn", "Mother uses heroin at 30 weeks and refuses all scans."),
    "a diary": letter("A pupil", "She wrote that she does not want to wake up again."),
    "thrown": letter("visit", "Dad threw the baby at the sofa before the health visitor's eyes."),
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

# What agencies write of one child is seen as well: they tell calmly, in words no list foresees.
CALMLY = {
    "the ward": "A four month old came in last night, pale, and each parent tells another story.",
    "the scan": "The baby we talked about was moved by the retrieval team. The scan was not clear.",
    "the custody suite": "We have had a girl here for 40 hours because nobody found her a bed.",
    "the river": "Two brothers we supported went into the river. One has not been found.",
    "the probation officer": "He keeps a cot in his flat, and children's shoes in the hall.",
    "the GP": "The parents keep bringing this girl with symptoms that no test confirms.",
    "the caravan site": "A child of about five is outdoors in pyjamas most nights.",
    "the optician": "The child could not have got that eye from a door, in my opinion.",
    "the school nurse": "She asked me for a pregnancy test. She is in year 8.",
    "the minibus": "Two of the girls told us what he does in the minibus.",
    "minutes": "Found in his parents' bed; the crew worked on the infant for forty minutes.",
    "of course": "Of course we weighed the toddler again, and again she had lost a pound.",
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


# Agencies' daily work is about harm to children, and tells of none.
DAILY_WORK = {
    "Tuesday": "The children's play starts at two.",
    "Child Sexual Exploitation subgroup": "The next meeting is on 4 June, in the usual room.",
    "Missing children protocol": "Could you circulate the protocol before the meeting?",
    "Child death overview panel dates": "The dates are 3 March and 7 July.",
    "Bruising protocol": "Has the bruising protocol for babies been ratified?",
    "Neglect: are you ready?": "Neglect week starts on Monday. Children deserve better.",
    "Item for the agenda: knife crime": "Please allow ten minutes for the police.",
    "Self harm toolkit": "The toolkit for young people has been published on our site.",
    "Budget": "Crack on with the budget please; the children's element is agreed.",
    "Apologies": "I have a ward round on Thursday; our consultant paediatrician will come instead.",
    "Chronology": "Our chronology for Child K will be with you by Friday.",
    "Practice week": "Is there a slide pack on what reviews say about babies and safe sleep?",
    "Poster": "May we print your poster for the children's library?",
    "Thanks": "Thank you for looking into the boy's case so quickly.",
    "Nursery": "Would the chair like to visit us? The children have painted a banner.",
    "Young carers": "Is anyone from education able to join the young carers group?",
}


@pytest.mark.parametrize("mail", THE_SAME_DAY.values(), ids=THE_SAME_DAY.keys())
def test_a_child_at_risk_is_seen_the_same_day(mail: Mail) -> None:
    assert outcome(sorted_as(mail)) == "attention, same day"


@pytest.mark.parametrize("says", FROM_HOME.values(), ids=FROM_HOME.keys())
def test_a_private_person_who_writes_of_a_child_is_read_the_same_day(says: str) -> None:
    mail = letter("hello", says, sender=NEIGHBOUR)
    assert outcome(sorted_as(mail)) == "attention, same day"
    assert sorted_as(mail).acknowledge is Acknowledge.NO


@pytest.mark.parametrize("says", CALMLY.values(), ids=CALMLY.keys())
def test_an_agency_that_writes_of_one_child_is_read_the_same_day(says: str) -> None:
    sorted_ = sorted_as(letter("for your information", says))
    assert outcome(sorted_) == "attention, same day"
    assert sorted_.acknowledge is Acknowledge.NO


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


def test_an_agencys_thanks_for_our_answer_are_only_thanks() -> None:
    subject = "Re: we have received your form (COC-2026-014)"
    thanks = letter(subject, "The boy's mother will be glad to hear it. Many thanks!")
    assert outcome(sorted_as(thanks)) == "untouched"


def test_an_agency_that_complains_of_a_childs_review_is_left_to_people() -> None:
    complaint = letter("Complaint", "We wish to complain: the boy's review took two years.")
    assert outcome(sorted_as(complaint)) == "untouched"


@pytest.mark.parametrize(("subject", "says"), DAILY_WORK.items(), ids=DAILY_WORK.keys())
def test_an_agency_may_speak_of_children_in_its_daily_mail(subject: str, says: str) -> None:
    assert outcome(sorted_as(letter(subject, says))) == "untouched"


def test_death_in_the_cover_mail_is_seen_the_same_day() -> None:
    sorted_ = sorted_as(letter("CoC", "Form attached. The baby died today.", files=FORM), Kind.COC)
    assert sorted_.same_day == "it speaks of death, serious harm or present danger"


def test_a_disclaimer_about_danger_is_no_danger() -> None:
    text = "Form attached.\n\nIf a child is in immediate danger, call 999."
    assert sorted_as(letter("CoC", text, files=FORM), Kind.COC).same_day is None


def test_what_a_forwarded_mail_tells_counts() -> None:
    text = "See below.\n\nFrom: Kim\nSent: today\nTo: us\n\nThe boy next door is beaten."
    assert outcome(sorted_as(letter("FW: help", text))) == "attention, same day"
    assert outcome(sorted_as(letter("RE: help", text))) == "untouched"
