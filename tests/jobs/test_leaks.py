"""Special-category data stays where it is kept: words planted everywhere turn up nowhere else.

What may hold a case's content are the register's own columns and the documents in the library; what
leaves, and what tells of the service, may not.
"""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.demo import forms
from bot.demo.agencies import NHS, SCHOOL
from tests.jobs.stage import Stage, mail

COLUMNS = {  # a person's own words, in the columns that anybody may write
    "Decision": "Schedule",
    "Lead": "Vexlead Planted",
    "Plan": "Vexplan",
    "ToCheck": "Vexcheck",
    "Links": "Vexlink",
    "Summary": "Vexedited",
}
CONCERN = (
    ("Name of child", "Vexchild Planted"),
    ("Date of birth", "9 August 2016"),
    ("NHS number", "999 000 1234"),
    ("Home address", "7 Vexhome Street, ZZ99 7VX"),
    ("School", "Vexschool"),
    ("Name of person completing this form", "Vexwriter Planted"),
    ("Job title", "Vexjob"),
    ("Agency", "Vexagency Primary School"),
    ("Email address", SCHOOL),
    ("Telephone", "01632 960789"),
    ("Date of incident", "16 November 2026"),
    ("Summary of the concern", "Vexsummary: the child died of Vexharm."),
    ("Reason for learning", "Vexlearning was missed by two agencies."),
    ("Other agencies involved", "Vexother Police; Vexthird Trust"),
    ("Date form completed", "17 November 2026"),
)
DISAGREEMENT = (
    ("Name of child", "Vexsecond Planted"),
    ("Date of birth", "9 August 2016"),
    ("Name of person raising the escalation", "Vexraiser Planted"),
    ("Agency", "Vexhealth Trust"),
    ("Email address", NHS),
    ("Date raised", "20/11/2026"),
    ("Agencies in disagreement", "Vexhealth Trust; Vexforce Police"),
    ("Nature of the disagreement", "Vexnature of what Vexharm did."),
    ("Desired outcome", "Vexoutcome"),
)
STAGES = (("3", "20/11/2026", "Vexstage spoke and did not agree.", "No"),)
PLANTED = re.compile(  # ids are drawn at random: a word must begin there
    r"\bvex[a-z]|planted|2016-08-09|9 august|09/08/2016|9990001234|960789", re.IGNORECASE
)


async def test_nothing_planted_in_any_field_leaves_or_is_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    concern = forms.case_of_concern(CONCERN, title="Case of Concern Report Form")
    record = forms.escalation(DISAGREEMENT, STAGES)
    says = "Vexcover tells of Vexchild Planted, who died. Form attached."
    stage.deliver(mail(SCHOOL, ("Vexfile of V.Vexp", concern), subject="Vexsubject", text=says))
    stage.deliver(mail(NHS, ("Vexrecord.docx", record), subject="Vexstage", text=says, number=2))
    stage.deliver(mail(SCHOOL, ("Vexbad.docx", b"PK\3\4Vex"), subject="Vexsubject", number=3))
    assert await stage.round()
    stage.edit("Cases of Concern", "COC-2026-001", **COLUMNS)
    for _ in range(8):  # two weeks: decisions, reminders, chasers, digests, an agenda
        stage.clock.advance(timedelta(days=1, hours=12))
        assert await stage.round()
    kept = f"{stage.rows('Cases of Concern')} {stage.rows('Escalations')}"
    assert "Vexchild" in kept
    assert "Vexnature" in kept
    assert len(stage.sandbox.sent) > len(CONCERN)
    told = [*everything_that_leaves(stage), *(f"{r.name} {r.getMessage()}" for r in caplog.records)]
    assert {t for t in told if PLANTED.search(t)} == set()


def everything_that_leaves(stage: Stage) -> Iterator[str]:
    """Give mails and invitations whole, what the Notices list says of them, and all file names."""
    for sent in stage.sandbox.sent:
        properties = sent.message.properties
        yield f"{properties['subject']} {properties['body']['content']} {properties}"
        yield (sent.message.mime or b"").decode("utf-8", "replace").replace("=\r\n", "")
    for notice in stage.rows("Notices"):
        yield str(notice)
    for event in stage.rows("Meetings"):
        yield str(event)
    yield from stage.files()
