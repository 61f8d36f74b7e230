"""The fictional agencies of the demonstration: who writes for them, and the forms they fill in."""

from dataclasses import dataclass

from bot.demo import forms

MAILBOX = "CSCP@croydon.gov.uk"
WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
SCHOOL = "dsl-fictional@sampleby-school.example"
POLICE = "protection.hub-fictional@anyshire.police.example"
NHS = "named.nurse-fictional@nhs-mail.example"
COUNCIL = "team.manager-fictional@anyshire.gov.example"
CHARITY = "lead-fictional@pretend-charity.example"
FREE_MAIL = "childminder-fictional@gmail.com"


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
