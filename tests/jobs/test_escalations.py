"""Escalations through the whole stack, under the worked examples of limits that are shipped."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo.agencies import NURSE, STAGE_3, STAGE_4, disagreement
from bot.partnership import Partnership, load_partnership
from bot.settings import ROOT
from tests.jobs.stage import Stage, mail, staged

LIST = "Escalations"
MANAGER = "business.manager-fictional@croydon.gov.uk"
LEADS = ["drew.madeup@anyshire.police.example", "nell.notreal@nhs-mail.example"]
STAGE_2 = ("2", "16/11/2026", "The managers spoke.", "No")
STAGE_5 = ("5", "30/11/2026", "The chief officers are to meet.", "No")
STAGE_3_LATE = "response at Stage 3"
SETTLED = ("3", "20/11/2026", "The heads of service agreed.", "Yes")


def with_worked_examples(folder: Path) -> Partnership:
    """Set the limits that stand in the shipped configuration as examples, as a reader would."""
    shipped = (ROOT / "config" / "croydon" / "partnership.toml").read_text(encoding="utf-8")
    text, examples = shipped.split(" Worked examples, to uncomment and alter:\n")
    examples, rest = examples.split("\n# What comes round")
    lines = [re.sub("^# ?", "", line) for line in examples.splitlines()]
    whole = f"{text}\n" + "\n".join(lines) + f"\n# What comes round{rest}"
    (folder / "partnership.toml").write_text(whole, encoding="utf-8")
    return load_partnership(folder)


@pytest.fixture
async def limited(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path / "state", partnership=with_worked_examples(tmp_path)) as stage:
        yield stage


async def arrives(stage: Stage, *stages: tuple[str, str, str, str], number: int = 1) -> None:
    """Let the nurse's copy of the escalation come, as far as it has got."""
    record = (f"record {number}.docx", disagreement(*stages))
    stage.deliver(mail(NURSE.email, record, number=number))
    await stage.round("intake", "outbox")


async def chased(stage: Stage, day: int, month: int = 11) -> dict[str, list[str]]:
    """Run the reminders on a day, and give whom they reached, by what was chased that day."""
    before = len(stage.sandbox.sent)
    stage.clock.set(datetime(2026, month, day, 10, tzinfo=UTC))
    await stage.round("reminders", "outbox")
    found: dict[str, list[str]] = {}
    for to, subject in stage.sent()[before:]:
        found.setdefault(subject.split(", ")[1], []).append(to)
    return {what: sorted(people) for what, people in found.items()}


def entry(stage: Stage) -> dict[str, Any]:
    [row] = stage.rows(LIST)
    return row


async def test_a_stages_limit_counts_from_the_day_it_was_raised_and_chases_both_leads(
    limited: Stage,
) -> None:
    await arrives(limited, STAGE_2, STAGE_3)  # raised on Friday the 20th, arrives on the 24th
    assert await chased(limited, 26) == {}
    assert await chased(limited, 27) == {STAGE_3_LATE: sorted([MANAGER, *LEADS])}


async def test_the_limit_over_all_stages_counts_calendar_days_from_the_first(
    limited: Stage,
) -> None:
    await arrives(limited, STAGE_2, STAGE_3, STAGE_4)  # the first was raised on 16 November
    assert await chased(limited, 10, 12) == {}
    assert await chased(limited, 14, 12) == {"resolution of the whole escalation": [MANAGER]}
    assert "due Monday 14 December 2026" in limited.sent()[-1][1]


async def test_the_urgent_track_counts_hours_and_not_days(limited: Stage) -> None:
    await arrives(limited, ("3", "26/11/2026", "No agreement.", "No"))
    limited.edit(LIST, "ESC-2026-001", Urgent="Yes")
    assert await chased(limited, 25) == {}
    assert list(await chased(limited, 27)) == ["urgent response at Stage 3"]
    assert "due Friday 27 November 2026" in limited.sent()[-1][1]
    assert STAGE_3_LATE not in await chased(limited, 3, 12)  # its five working days do not count


async def test_a_skipped_stage_has_no_limit_and_ends_the_one_before(limited: Stage) -> None:
    await arrives(limited, STAGE_3, STAGE_5)
    assert entry(limited)["Stage"] == "5"
    assert await chased(limited, 27) == {}


async def test_the_next_stage_updates_the_entry_and_stops_the_limit_of_the_last(
    limited: Stage,
) -> None:
    await arrives(limited, STAGE_3)
    await arrives(limited, STAGE_3, ("4", "26/11/2026", "The directors meet.", "No"), number=2)
    assert (entry(limited)["Stage"], entry(limited)["State"]) == ("4", "Open")
    assert await chased(limited, 27) == {}


async def test_a_copy_that_is_resolved_already_is_flagged_acknowledged_and_never_chased(
    limited: Stage,
) -> None:
    await arrives(limited, SETTLED)
    row = entry(limited)
    assert (row["State"], row["LateCopy"]) == ("Resolved", "Yes")
    assert [to for to, subject in limited.sent() if "ESC-2026-001" in subject] == [NURSE.email]
    assert await chased(limited, 18, 12) == {}


async def test_a_copy_of_a_later_stage_asks_whether_a_closed_escalation_opens_again(
    limited: Stage,
) -> None:
    await arrives(limited, SETTLED)
    await arrives(limited, STAGE_3, STAGE_4, number=2)
    for _ in range(2):
        await arrives(limited, STAGE_2, STAGE_3, number=3)
    assert (entry(limited)["State"], entry(limited)["Stage"]) == ("Resolved", "4")
    [asked] = limited.rows("Needs Attention")
    assert asked["About"] == "ESC-2026-001"
    assert asked["Reason"].endswith("is it to be opened again?")


async def test_a_late_copy_is_flagged_and_chased_at_once(limited: Stage) -> None:
    await arrives(limited, ("3", "01/10/2026", "No agreement.", "No"))
    assert entry(limited)["LateCopy"] == "Yes"
    told = await chased(limited, 24)
    assert told[STAGE_3_LATE] == sorted([MANAGER, *LEADS])
    assert told["resolution of the whole escalation"] == [MANAGER]


async def test_an_escalation_opened_again_is_chased_again(limited: Stage) -> None:
    await arrives(limited, STAGE_3)
    for decision in ("Resolved", "Open again"):
        limited.edit(LIST, "ESC-2026-001", Decision=decision)
        await limited.round("decisions")
    assert entry(limited)["State"] == "Open"
    assert STAGE_3_LATE in await chased(limited, 27)


async def test_a_case_of_concern_that_follows_is_linked_both_ways(limited: Stage) -> None:
    await arrives(limited, STAGE_3)
    limited.edit(LIST, "ESC-2026-001", Decision="Open Case of Concern")
    for _ in range(2):
        await limited.round("decisions")
    [case] = limited.rows("Cases of Concern")
    assert (case["Links"], entry(limited)["Links"]) == ("ESC-2026-001", "COC-2026-001")
    assert case["Children"] == entry(limited)["Children"]
    assert entry(limited)["State"] == "Open"


async def test_what_stands_in_the_way_of_a_limit_is_said(limited: Stage) -> None:
    await arrives(limited, ("3", "", "No agreement.", "No"))
    assert "no limit of Stage 3 runs until" in entry(limited)["ToCheck"]


async def test_a_chasing_mail_names_no_child_and_only_the_team_gets_the_link(
    limited: Stage,
) -> None:
    await arrives(limited, STAGE_3)
    await chased(limited, 27)
    bodies = {row["Recipient"]: row["Body"] for row in limited.rows("Notices")}
    assert "sharepoint.com" in bodies[MANAGER]
    for lead in LEADS:
        assert "response at Stage 3 is due today" in bodies[lead]
        assert "Please answer this message when it is done" in bodies[lead]
        assert "record it in the register" not in bodies[lead]
        assert "sharepoint.com" not in bodies[lead]
        assert "Pretendham" not in bodies[lead]
