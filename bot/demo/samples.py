"""Forms that are ready to be sent from the sandbox's page, each time about another child."""

from datetime import date, timedelta

from bot.demo import forms
from bot.demo.agencies import NURSE, OFFICER, TEACHER, WORKER, Person, concern
from bot.sandbox.page import Person as Sender
from bot.sandbox.page import Sample

FIRST_NAMES = ("Wren", "Lee", "Ash", "Sky", "Robin", "Ivy", "Tam", "Kit", "Ola", "Uma", "Pat")
LAST_NAMES = ("Placeholder", "Exampleton", "Pretendham", "Dummiston", "Testowski", "Fauxley")
A_WEEK = timedelta(days=7)


def sender(person: Person) -> Sender:
    """Give a professional as one who writes to the mailbox."""
    return Sender(person.name, person.agency, person.email)


def child(number: int) -> tuple[str, str]:
    """Give an invented child's name and birth date; another for each number."""
    name = f"{FIRST_NAMES[number % 11]} {LAST_NAMES[number % 6]}"
    return name, _written(date(2012, 3, 5) + timedelta(days=17 * number))


def concern_of_a_school(today: date, number: int) -> bytes:
    """Fill in a Case of Concern about a week ago."""
    return concern(TEACHER, *child(number), _written(today - A_WEEK))


def stage_3(today: date, number: int) -> bytes:
    """Fill in an escalation that reached Stage 3 yesterday, unresolved."""
    name, born = child(number)
    raised = _written(today - timedelta(days=1))
    answers = (
        ("Name of child", name),
        ("Date of birth", born),
        ("Name of person raising the escalation", NURSE.name),
        ("Agency", NURSE.agency),
        ("Email address", NURSE.email),
        ("Date raised", raised),
        ("Agencies in disagreement", f"{NURSE.agency}; {OFFICER.agency}"),
        ("Nature of the disagreement", "Whether a strategy meeting should be held."),
        ("Desired outcome", "A meeting within the week."),
    )
    return forms.escalation(
        answers, (("3", raised, "Heads of service spoke and did not agree.", "No"),)
    )


def damaged(today: date, number: int) -> bytes:
    """Give the first bytes of a form: what is left after a transfer that broke off."""
    return concern(WORKER, *child(number), _written(today - A_WEEK))[:200]


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


SAMPLES = (
    Sample(
        name="concern",
        title="A Case of Concern from a school",
        told="A filled-in Word form, each time about another child.",
        sender=sender(TEACHER),
        subject="Form for the partnership",
        file_name="Case of Concern.docx",
        fill=concern_of_a_school,
    ),
    Sample(
        name="escalation",
        title="A Stage 3 escalation from a health trust",
        told="Two agencies disagree, and the partnership gets its copy.",
        sender=sender(NURSE),
        subject="Escalation: copy for the partnership",
        file_name="Escalation record.docx",
        fill=stage_3,
    ),
    Sample(
        name="damaged",
        title="A form that arrives damaged",
        told="Nobody can read it, and it must not get lost.",
        sender=sender(WORKER),
        subject="Case of Concern form",
        file_name="form.docx",
        fill=damaged,
    ),
)
