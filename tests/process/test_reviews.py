"""Serious Incidents and Rapid Reviews: ages, exceptions, the ladder, whom a return belongs to."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.partnership import RapidReviews, UnableToReadConfiguration, load_partnership
from bot.process.age import possible_ages
from bot.process.agency_request import AgencyRequest, answered, chair_on
from bot.process.child import Child
from bot.process.clocks import milestones
from bot.process.effects import OpenLinked
from bot.process.moves import Done, Refused, Situation, carry_out
from bot.process.progress import progress_changes
from bot.process.rapid_review import RapidReview
from bot.process.serious_incident import CARE_LEAVER, NOTIFIED, SeriousIncident
from bot.process.working_days import WorkingDays, WorkingHours
from bot.settings import ROOT

CROYDON = load_partnership(ROOT / "config" / "croydon")
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = NOW.date()
USUAL = WorkingDays()
CLOSED = WorkingDays(frozenset({date(2026, 12, 1), date(2026, 12, 2)}))


def incident(children: str, **fields: Any) -> SeriousIncident:
    known: dict[str, Any] = {
        "reference": "SIN-2026-001",
        "decision": "Notify",
        "children": children,
        "aware_on": TODAY,
        "date_of_incident": date(2026, 11, 22),
        "criterion": "(a) a child died or was seriously harmed in the area",
        "harm": "Died",
        "local_authority_agreed_on": TODAY,
        "health_agreed_on": TODAY,
        "police_agreed_on": TODAY,
    }
    return SeriousIncident(**(known | fields))


def outcome(entry: SeriousIncident | RapidReview) -> Done | Refused:
    return carry_out(entry, Situation(NOW, CROYDON, WorkingDays(), "morgan@example.example"))


def opens_a_review(entry: SeriousIncident) -> bool:
    done = outcome(entry)
    assert isinstance(done, Done), done
    return any(isinstance(effect, OpenLinked) for effect in done.effects)


def why(entry: SeriousIncident | RapidReview) -> str:
    refused = outcome(entry)
    assert isinstance(refused, Refused), refused
    return refused.why


@pytest.mark.parametrize(
    ("born", "ages"),
    [
        ("2008-11-22", range(18, 19)),  # the day of the birthday
        ("2008-11-23", range(17, 18)),
        ("2008-11", range(17, 19)),
        ("2008", range(17, 19)),
        ("2027-01-10", range(1)),
        ("", range(0)),
        ("2008-13-40", range(0)),
        ("last spring", range(0)),
    ],
)
def test_ages_are_as_exact_as_the_birth_dates(born: str, ages: range) -> None:
    assert possible_ages(Child("A", born), date(2026, 11, 22)) == ages


@pytest.mark.parametrize(
    "children",
    [
        "A, born 2015-03-12",
        "A, born 2006-03-12\nB, born 2015-03-12",
        "not named\nB, born 2015-03-12",
        "Unborn baby of a family",
    ],
)
def test_one_child_under_18_is_enough_for_a_review(children: str) -> None:
    assert opens_a_review(incident(children))


def test_a_young_person_of_18_opens_none() -> None:
    assert not opens_a_review(incident("A, born 2008-11-22"))
    assert opens_a_review(incident("A, born 2008-11-23"))


@pytest.mark.parametrize("children", ["", "not named", "A, born 2008-11", "A, born 2006-01-01\nB"])
def test_where_the_age_cannot_be_told_the_person_says(children: str) -> None:
    assert "Age group" in why(incident(children))
    assert opens_a_review(incident(children, age_group="Under 18"))


def test_nobody_under_25_is_no_serious_incident() -> None:
    assert "nobody in it was under 25" in why(incident("A, born 2001-11-22"))


def test_a_care_leavers_incident_stays_open_until_the_adults_board_knows() -> None:
    entry = incident(
        "A",
        age_group=CARE_LEAVER,
        state=NOTIFIED,
        sin_references="1",
        decision="Close",
    )
    assert "Adults' board told on" in why(entry)
    told = entry.model_copy(update={"adults_board_on": TODAY})
    assert isinstance(outcome(told), Done)


def test_the_exceptions_need_their_reasons() -> None:
    looked_after = "Notify: death of looked-after child, nothing suspected"
    assert "Reason" in why(incident("A", decision=looked_after))
    assert "Looked-after child" in why(incident("A", decision=looked_after, reason="illness"))
    known = incident("A", decision=looked_after, reason="illness", looked_after="Yes")
    assert not opens_a_review(known)
    assert "Reason" in why(incident("A", state=NOTIFIED, decision="Criteria not met"))


def review(**fields: Any) -> RapidReview:
    known: dict[str, Any] = {"reference": "RR-2026-001", "rr_clock_start": TODAY}
    return RapidReview(**(known | fields))


def due(entry: RapidReview, name: str, days: WorkingDays = USUAL) -> date | None:
    running = milestones(entry, CROYDON.clocks["rapid_review"], WorkingHours(days))
    return next((m.due for m in running if m.clock.name == name), None)


def test_the_ladder_runs_from_its_start_and_no_closure_moves_it() -> None:
    dates = [due(review(), name, CLOSED) for name in ("requests", "meeting", "sign-off", "review")]
    assert dates == [date(2026, 11, 25), date(2026, 12, 10), date(2026, 12, 14), date(2026, 12, 15)]


@pytest.mark.parametrize(
    ("start", "day_0", "day_1"),
    [
        (date(2026, 11, 24), date(2026, 12, 15), date(2026, 12, 14)),
        (date(2026, 11, 28), date(2026, 12, 18), date(2026, 12, 18)),  # a Saturday
        (date(2026, 12, 18), date(2027, 1, 13), date(2027, 1, 12)),  # over Christmas
    ],
)
def test_the_start_counts_as_day_0_or_as_day_1(start: date, day_0: date, day_1: date) -> None:
    assert due(review(rr_clock_start=start, start_is="Day 0"), "review") == day_0
    assert due(review(rr_clock_start=start, start_is="Day 1"), "review") == day_1


def test_a_review_opens_with_the_partnerships_way_of_counting() -> None:
    other = CROYDON.model_copy(update={"rapid_reviews": RapidReviews(guidance="X", start_is_day=1)})
    done = carry_out(incident("A, born 2015-03-12"), Situation(NOW, other, WorkingDays(), "m"))
    assert isinstance(done, Done)
    (opened,) = [e.entry for e in done.effects if isinstance(e, OpenLinked)]
    assert isinstance(opened, RapidReview)
    assert (opened.start_is, opened.guidance, opened.sin_submitted_on) == ("Day 1", "X", TODAY)


def test_the_panels_question_brings_the_review_back_for_another_conclusion() -> None:
    asked = outcome(review(state="Sent to the Panel", decision="Panel asks to reconsider"))
    assert isinstance(asked, Done)
    again = review(**dict(asked.changes), decision="Other local learning review")
    done = outcome(again)
    assert isinstance(done, Done)
    assert done.changes["state"] == "Sent to the Panel"


def request(agency: str, **fields: Any) -> AgencyRequest:
    known: dict[str, Any] = {
        "reference": "REQ-2026-001",
        "agency": agency,
        "state": "Sent",
        "due_on": TODAY,
    }
    return AgencyRequest(**(known | fields))


COUNCIL = "Anyshire Council (Children's Social Care, Youth Justice, Probation, Housing)"


@pytest.mark.parametrize(
    ("sender", "named", "found"),
    [
        ("anybody@anyshire.police.example", "", "Anyshire Police"),
        ("author@elsewhere.example", "", "Anyshire Police"),
        ("anybody@elsewhere.example", COUNCIL, COUNCIL),
        ("anybody@elsewhere.example", "Some Trust", None),
        ("anybody@anyshire.police.example", COUNCIL, None),  # it could be either
    ],
)
def test_a_return_belongs_to_whom_its_sender_or_its_form_names(
    sender: str, named: str, found: str | None
) -> None:
    asked = [request("Anyshire Police", written_by="author@elsewhere.example"), request(COUNCIL)]
    answer = answered(asked, sender=sender, named=named, partnership=CROYDON)
    assert (answer.agency if answer else None) == found


def test_the_chair_is_who_chairs_the_next_meeting() -> None:
    assert chair_on(date(2026, 12, 10), CROYDON) == "drew.madeup@anyshire.police.example"
    assert chair_on(date(2026, 12, 11), CROYDON) == "nell.notreal@nhs-mail.example"
    assert chair_on(date(2031, 1, 1), CROYDON) == ""


def test_when_the_last_has_answered_the_review_has_all_returns() -> None:
    back = date(2026, 11, 20)
    asked = [request("B", state="Returned", returned_on=back), request("A", state="Withdrawn")]
    changes = progress_changes(asked, shown="", all_returned_on=None, today=TODAY)
    assert changes["all_returned_on"] == back
    again = progress_changes(
        asked, shown=changes["progress"].replace("\n", "\r\n"), all_returned_on=back, today=TODAY
    )
    assert again == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'deputy = "deputy-fictional@anyshire.police.example"',
            'deputy = "Drew"',
            "e-mail address",
        ),
        ('agency = "Anyshire Police"', 'agency = "Nowhere"', "Nowhere"),
        ("start_is_day = 0", "start_is_day = 2", "start_is_day"),
    ],
)
def test_what_cannot_be_right_in_the_configuration_is_told(
    tmp_path: Any, old: str, new: str, told: str
) -> None:
    text = (ROOT / "config" / "croydon" / "partnership.toml").read_text()
    assert old in text
    (tmp_path / "partnership.toml").write_text(text.replace(old, new))
    with pytest.raises(UnableToReadConfiguration, match=told):
        load_partnership(tmp_path)
