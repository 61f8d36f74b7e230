"""Serious Incidents through the whole stack: whom they are about, who agreed, the exceptions."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.jobs.reviews import CHILD, INCIDENTS, REVIEWS, decide, incident
from tests.jobs.stage import Stage

MANAGER = "business.manager-fictional@croydon.gov.uk"
OFFICER = "project.officer-fictional@croydon.gov.uk"
SIN = "SIN-2026-001"
LEAVER = f"{CHILD}, born 2006-03-12"
NO_REVIEW = "Notify: death of looked-after child, nothing suspected"


def row(stage: Stage) -> dict[str, Any]:
    [found] = stage.rows(INCIDENTS)
    return found


async def answered(stage: Stage) -> str:
    """Give the last explanation that the person who decided has got."""
    await stage.round("outbox")
    return [str(n["Body"]) for n in stage.rows("Notices") if n["Why"] == "cannot"][-1]


async def reminded(stage: Stage, day: int, month: int = 12) -> list[tuple[str, str]]:
    stage.clock.set(datetime(2026, month, day, 10, tzinfo=UTC))
    before = len(stage.sent())
    await stage.round("reminders", "outbox")
    found = [told for told in stage.sent()[before:] if f"reminder: {SIN}" in told[1]]
    return [(to, subject.split(", ")[1]) for to, subject in found]


@pytest.mark.parametrize(
    ("children", "reviews"),
    [
        (f"{LEAVER}\nTam Sampleby, born 2019-06-01", 1),
        ("Unborn child of Mx Fauxley", 1),
        (f"{CHILD}, born 2008-11-23", 1),  # 18 on the day after the incident
        (f"{CHILD}, born 2001-11-23", 0),  # 24 on the day itself
    ],
)
async def test_one_child_under_18_opens_one_review_however_many_there_are(
    stage: Stage, children: str, reviews: int
) -> None:
    await incident(stage, Children=children)
    assert (row(stage)["State"], len(stage.rows(REVIEWS))) == ("Notified", reviews)


@pytest.mark.parametrize("children", ["not named", f"{CHILD}, born 2008"])
async def test_where_the_age_cannot_be_told_a_person_says_and_the_decision_goes_on(
    stage: Stage, children: str
) -> None:
    await incident(stage, Children=children)
    assert row(stage)["State"] == "Being considered"
    assert "say in 'Age group' which it is" in await answered(stage)
    stage.edit(INCIDENTS, SIN, AgeGroup="Under 18")
    for _ in range(2):
        await stage.round("decisions")
    assert (row(stage)["State"], row(stage)["Links"]) == ("Notified", "RR-2026-001")


async def test_the_partner_who_has_not_agreed_is_named_and_its_day_completes_the_decision(
    stage: Stage,
) -> None:
    await incident(stage, HealthAgreedOn="", PoliceAgreedOn="")
    assert "Health agreed on, Police agreed on" in await answered(stage)
    agreed = dict.fromkeys(("HealthAgreedOn", "PoliceAgreedOn"), "2026-11-25T12:00:00Z")
    stage.edit(INCIDENTS, SIN, **agreed)
    await stage.round("decisions")
    assert (row(stage)["State"], row(stage)["NotifiedOn"][:10]) == ("Notified", "2026-11-24")


async def test_the_panel_is_due_five_working_days_after_the_authority_knew(stage: Stage) -> None:
    await incident(stage, PoliceAgreedOn="", AwareOn="2026-11-26T12:00:00Z")  # a Thursday
    assert await reminded(stage, 2) == [(MANAGER, "notification to the national Panel")]
    assert "due Thursday 3 December 2026" in stage.sent()[-1][1]
    assert len(await reminded(stage, 4)) == 1
    assert "was due Thursday 3 December 2026" in stage.sent()[-1][1]


async def test_every_reference_of_the_panel_is_kept_and_asked_for(stage: Stage) -> None:
    await incident(stage, Children=f"{CHILD}, born 2015-03-12\nTam Sampleby, born 2019-06-01")
    await decide(stage, INCIDENTS, SIN, "Close")
    assert "References of the Panel" in await answered(stage)
    assert (OFFICER, "the Panel's references in the register") in await reminded(stage, 1)
    await decide(stage, INCIDENTS, SIN, "Close", SinReferences="00123\n00124")
    assert (row(stage)["State"], row(stage)["SinReferences"]) == ("Closed", "00123\n00124")


async def test_a_care_leavers_incident_waits_for_the_adults_board(stage: Stage) -> None:
    await incident(stage, Children=LEAVER, SinReferences="00123")
    assert row(stage)["AgeGroup"] == "Care leaver aged 18 to 24"
    assert await reminded(stage, 1) == [(MANAGER, "liaison with the adults' board")]
    await decide(stage, INCIDENTS, SIN, "Close")
    assert "Adults' board told on" in await answered(stage)
    await decide(stage, INCIDENTS, SIN, "Close", AdultsBoardOn="2026-12-01T12:00:00Z")
    assert (row(stage)["State"], stage.rows(REVIEWS)) == ("Closed", [])


async def test_an_exception_needs_its_reason_and_the_facts_that_it_is_for(stage: Stage) -> None:
    await incident(stage, PoliceAgreedOn="")
    await decide(stage, INCIDENTS, SIN, "Criteria not met")
    assert "first fill in: Reason" in await answered(stage)
    await decide(stage, INCIDENTS, SIN, NO_REVIEW, Reason="a known illness")
    assert "this is for the death of a looked-after child" in await answered(stage)
    await decide(stage, INCIDENTS, SIN, NO_REVIEW, LookedAfter="Yes", Harm="Died")
    assert (row(stage)["State"], stage.rows(REVIEWS)) == ("Notified, no review needed", [])
    assert f"{NO_REVIEW}: Being considered → Notified, no review needed" in row(stage)["History"]
