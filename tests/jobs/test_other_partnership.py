"""Another partnership, with other names, stages and clocks, runs from its own folder alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.agencies import STAGE_3, Person, concern, disagreement
from bot.partnership import load_partnership
from bot.settings import ROOT
from tests.jobs.stage import Stage, mail, staged

SCHOOL, POLICE = "lead@saltmarsh-school.example", "desk@fen-police.example"
MANAGER = "manager@saltmarsh.example"
TEACHER = Person("Bo Testerton", "Head", "Saltmarsh Primary School", SCHOOL)


@pytest.fixture
async def elsewhere(tmp_path: Path) -> AsyncIterator[Stage]:
    saltmarsh = load_partnership(ROOT / "config" / "saltmarsh")
    # The sandbox's tenant has one mailbox of its own name: only that is lent.
    lent = saltmarsh.model_copy(update={"mailbox": "CSCP@croydon.gov.uk"})
    async with staged(tmp_path / "state", partnership=lent) as made:
        yield made


def notices(stage: Stage, kind: str) -> list[dict[str, str]]:
    return [row for row in stage.rows("Notices") if row["Kind"] == kind]


async def test_a_form_is_acknowledged_in_its_own_words(elsewhere: Stage) -> None:
    form = concern(TEACHER, "Wren Placeholder", "12 March 2015", "16 November 2026")
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form)))
    await elsewhere.round("intake", "outbox")
    [told] = notices(elsewhere, "Acknowledgement")
    assert told["Subject"] == "SFSP: we have received your form (COC-2026-001)"
    assert "Learning and Review Panel" in told["Body"]
    assert "Saltmarsh front door" in told["Body"]
    assert elsewhere.folder("Entered") == 1


async def test_its_clock_in_hours_reminds_its_manager(elsewhere: Stage) -> None:
    form = concern(TEACHER, "Wren Placeholder", "12 March 2015", "16 November 2026")
    elsewhere.deliver(mail(SCHOOL, ("form.docx", form)))
    await elsewhere.round("intake", "reminders")
    assert notices(elsewhere, "Reminder") == []
    await elsewhere.later("reminders", minutes=24 * 60)
    [told] = notices(elsewhere, "Reminder")
    assert told["Recipient"] == MANAGER
    assert "first look by the partnership office" in told["Subject"]


async def test_its_stage_limit_chases_the_lead_whom_it_knows(elsewhere: Stage) -> None:
    elsewhere.deliver(mail(POLICE, ("record.docx", disagreement(STAGE_3))))
    await elsewhere.round("intake")
    await elsewhere.later("reminders", minutes=24 * 60)  # the third working day after the stage
    stage_3 = [row for row in notices(elsewhere, "Reminder") if "Stage 3" in row["Subject"]]
    assert {row["Recipient"] for row in stage_3} == {
        MANAGER,
        "superintendent@fen-police.example",
    }


async def test_its_meeting_is_called_by_its_name_and_watched_by_its_quorum(
    elsewhere: Stage,
) -> None:
    await elsewhere.round("meetings")
    [event] = elsewhere.sandbox.events()
    assert event.properties["subject"] == "SFSP Learning and Review Panel"
    elsewhere.clock.set(datetime(2026, 12, 8, 10, tzinfo=UTC))
    await elsewhere.round("papers")
    [row] = elsewhere.rows("Meetings")
    assert row["Quoracy"].startswith("not quorate yet (Local authority: no answer yet;")
    assert row["AgendaOn"]
