"""When is a form the same, a newer copy, or another matter: nothing opens twice, nothing merges."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.partnership import load_partnership
from bot.process.case import Verdict, merged
from bot.process.case_of_concern import CaseOfConcern
from bot.process.child import Child, children_of, from_lines, lines_of
from bot.process.effects import OpenLinked
from bot.process.escalation import Escalation, moved_on
from bot.process.form import Form
from bot.process.moves import Done, Situation, carry_out
from bot.process.serious_incident import SeriousIncident
from bot.process.working_days import WorkingDays
from bot.settings import ROOT

ARRIVED = datetime(2026, 11, 24, 10, tzinfo=UTC)


def form(kind: str = "coc", key: str = "form-1", **fields: Any) -> Form:
    said: dict[str, Any] = {
        "children": [{"name": "Wren Placeholder", "dob": "2015-03-12"}],
        "referrer_agency": "Mockbridge Primary School",
        "date_of_incident": "2026-11-02",
        "summary": "first words",
    } | fields
    return Form(
        kind=kind,
        fields=said,
        key=key,
        received_on=ARRIVED,
        contact="dsl@sampleby-school.example",
        children=children_of(said["children"]),
    )


def concern(of: Form) -> CaseOfConcern:
    return CaseOfConcern.from_form(of, same_day=False)


def escalation(of: Form) -> Escalation:
    return Escalation.from_form(of, days=WorkingDays(), late_after=10)


def test_the_same_words_in_other_spelling_stand_under_the_same_key() -> None:
    again = form(
        children=[{"name": "WREN  Placeholder "}], referrer_agency="Mockbridge Primary  School."
    )
    assert again.subject_keys[0] == form().subject_keys[0]


@pytest.mark.parametrize(
    "other",
    [
        {"referrer_agency": "Anyshire Police"},
        {"children": [{"name": "Robin Placeholder", "dob": "2015-03-12"}]},
        {"children": []},
    ],
    ids=["another agency", "a sibling", "nobody named"],
)
def test_another_agency_or_child_is_another_key(other: dict[str, Any]) -> None:
    assert form(**other).subject_keys[0] != form().subject_keys[0]


def test_two_forms_that_name_no_child_never_share_a_key() -> None:
    first, second = form(children=[], key="a"), form(children=[], key="b")
    assert first.subject_keys[0] != second.subject_keys[0]


@pytest.mark.parametrize(
    ("again", "verdict"),
    [
        (form(), Verdict.SAME),
        (form(key="form-2", summary="more words"), Verdict.NEWER),
        (form(key="form-2", date_of_incident=None), Verdict.NEWER),
        (form(key="form-2", date_of_incident="2026-10-01"), Verdict.ANOTHER),
        (
            form(key="form-2", children=[{"name": "Wren Placeholder", "dob": "2011-01-01"}]),
            Verdict.ANOTHER,
        ),
    ],
    ids=["same", "more words", "no incident date", "another incident", "namesake"],
)
def test_what_a_form_is_to_the_entry_under_its_key(again: Form, verdict: Verdict) -> None:
    assert concern(form()).compare(again) is verdict


STORY = "Two services saw the child in a week and neither told the other what it had seen."
TOLD_BY = {"referrer_name": "Jo Invented", "summary": STORY}


@pytest.mark.parametrize(
    "corrected",
    [
        {"children": [{"name": "Wren Placeholder", "dob": "2016-03-12"}]},
        {"date_of_incident": "2026-11-03", "summary": f"{STORY} The school was told later."},
    ],
    ids=["date of birth", "date of incident"],
)
def test_who_tells_the_same_again_with_another_date_corrects_it(corrected: dict[str, Any]) -> None:
    entry, again = concern(form(**TOLD_BY)), form(key="form-2", **TOLD_BY | corrected)
    assert entry.compare(again) is Verdict.NEWER
    assert len(entry.other_dates(again)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"referrer_name": "Drew Madeup"},
        {"summary": "Two services saw the child in a month, and a third had closed the case."},
        {"summary": "Two services saw the child."},
    ],
    ids=["somebody else", "another story", "too little to tell"],
)
def test_another_date_is_another_matter_unless_the_same_is_told_again(
    other: dict[str, Any],
) -> None:
    later = form(key="form-2", **TOLD_BY | {"date_of_incident": "2026-10-01"} | other)
    assert concern(form(**TOLD_BY)).compare(later) is Verdict.ANOTHER


def test_a_newer_form_changes_what_it_says_and_keeps_the_reference() -> None:
    entry = concern(form()).model_copy(update={"reference": "COC-2026-001", "decision": "Advice"})
    changes = merged(entry, concern(form(key="form-2", summary="more words")), theirs=())
    assert changes == {"form_keys": "form-1 form-2", "summary": "more words"}


def test_a_copy_that_says_less_of_a_child_takes_nothing_away() -> None:
    child = {"name": "Wren Placeholder", "dob": "2015-03-12", "nhs_number": "9990001234"}
    entry = concern(form(children=[child]))
    first = form(key="form-2", children=[{"name": "WREN Placeholder"}], summary="fewer words")
    changes = merged(entry, concern(first), theirs=())
    assert changes["children"] == "WREN Placeholder, born 2015-03-12, NHS number 9990001234"


def test_a_newer_form_leaves_alone_what_a_person_wrote_or_cleared() -> None:
    entry = concern(form(reason_for_learning=None))
    newer = concern(form(key="form-2", summary="more words", reason_for_learning="why"))
    changes = merged(entry, newer, theirs={"summary", "reason_for_learning"})
    assert changes == {"form_keys": "form-1 form-2"}


def test_a_newer_form_takes_back_no_warning_and_no_remark() -> None:
    warned = {"same_day": "Yes", "to_check": "further papers came: paper-1.docx"}
    entry = concern(form()).model_copy(update=warned)
    newer = concern(form(key="form-2")).model_copy(update={"to_check": "the date is vague"})
    assert merged(entry, newer, theirs=()) == {
        "form_keys": "form-1 form-2",
        "to_check": "further papers came: paper-1.docx\nthe date is vague",
    }


def test_an_older_copy_fills_only_what_is_empty() -> None:
    entry = concern(form(reason_for_learning=None))
    older = concern(form(key="form-0", summary="old words", reason_for_learning="why"))
    changes = merged(entry, older, theirs=(), only_fill=True)
    assert changes == {"form_keys": "form-1 form-0", "reason_for_learning": "why"}


def test_an_escalation_moves_on_and_never_back() -> None:
    third = escalation(form("escalation", escalation_stage="3", stage3_date="2026-11-20"))
    fourth = escalation(form("escalation", escalation_stage="4", resolved="yes"))
    assert moved_on(third, fourth) == {"stage": "4", "state": "Resolved"}
    assert moved_on(fourth, third) == {}


def test_an_older_copy_resolves_nothing_that_was_opened_again_or_went_on() -> None:
    def copy(stage: str, hour: int, resolved: str = "") -> Escalation:
        said = form("escalation", escalation_stage=stage, resolved=resolved)
        return escalation(replace(said, sent_on=ARRIVED + timedelta(hours=hour)))

    again = copy("3", 1).model_copy(update={"acted_on": "Open again"})
    for there, theirs in ((copy("4", 1), ()), (again, ()), (copy("3", 1), ("state",))):
        assert moved_on(there, copy("3", 0, "yes"), theirs=theirs) == {}
    assert moved_on(again, copy("3", 2, "yes")) == {"state": "Resolved"}


def test_an_escalation_starts_its_clock_on_the_day_it_was_raised() -> None:
    entry = escalation(
        form("escalation", escalation_stage="3", stage2_date="2026-11-10", stage3_date="2026-11-20")
    )
    assert (entry.raised_on, entry.stage_3_on) == (date(2026, 11, 10), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("said", "late"),
    [
        ({"stage3_date": "2026-11-20"}, "No"),
        ({"stage3_date": "2026-10-01"}, "Yes"),
        ({"stage3_date": "2026-11-20", "resolved": "yes"}, "Yes"),
        ({}, "No"),
    ],
)
def test_a_copy_is_late_when_its_stage_is_long_past_or_settled(
    said: dict[str, str], late: str
) -> None:
    assert escalation(form("escalation", escalation_stage="3", **said)).late_copy == late


def test_a_date_of_which_only_the_month_is_known_goes_to_a_person() -> None:
    entry = concern(form(date_of_incident="2026-10"))
    assert entry.date_of_incident is None
    assert "date of incident: the form gives only 2026-10" in entry.to_check


def test_children_come_back_from_the_lines_of_the_register() -> None:
    children = (Child("Wren Placeholder", "2015-03-12", "999 123 4560"), Child("not named"))
    assert from_lines(lines_of(children)) == children


def situation(decision_day: datetime = ARRIVED) -> Situation:
    croydon = load_partnership(ROOT / "config" / "croydon")
    return Situation(decision_day, croydon, WorkingDays(), "morgan@example.example")


def test_an_escalation_without_the_day_of_its_stage_says_that_no_limit_runs() -> None:
    without = escalation(form("escalation", escalation_stage="3", stage2_date="2026-11-10"))
    dated = escalation(form("escalation", escalation_stage="3", stage3_date="2026-11-20"))
    settled = escalation(form("escalation", escalation_stage="3", resolved="yes"))
    assert without.to_check == "no limit of Stage 3 runs until 'Stage 3 on' is filled in"
    assert (dated.to_check, settled.to_check) == ("", "")


def test_the_notes_of_an_escalation_say_how_each_stage_ended() -> None:
    said = {"stage1_notes": "Spoke.", "stage1_resolved": "no", "stage3_resolved": "yes"}
    said |= {"stage3_with": "A Person, head of service", "stage3_discussed": "2026-11-20"}
    said |= {"stage3_date_resolved": "2026-11", "stage2_date": "2026-11-12"}
    assert escalation(form("escalation", **said)).stage_notes == (
        "Stage 1, not resolved: Spoke.\n\nStage 3, resolved, raised with A Person, head of service,"
        " discussed on 20 November 2026, resolved on 2026-11:"
    )


@pytest.mark.parametrize("state", ["Open", "Resolved", "Closed unresolved"])
def test_the_case_of_concern_that_follows_an_escalation_is_linked_to_it(state: str) -> None:
    entry = escalation(form("escalation")).model_copy(
        update={"reference": "ESC-2026-001", "state": state, "decision": "Open Case of Concern"}
    )
    done = carry_out(entry, situation())
    assert isinstance(done, Done)
    [opened] = done.effects
    assert isinstance(opened, OpenLinked)
    assert isinstance(opened.entry, CaseOfConcern)
    assert (opened.because_of, opened.entry.links) == ("ESC-2026-001", "ESC-2026-001")
    assert (opened.entry.children, done.changes["state"]) == (entry.children, state)


def test_an_outcome_of_which_nobody_can_be_told_is_said_to_a_person() -> None:
    entry = concern(form()).model_copy(update={"decision": "Advice", "contact": ""})
    done = carry_out(entry, situation())
    assert isinstance(done, Done)
    assert (done.effects, done.changes["state"]) == ((), "Advice given")
    assert "nobody was told that the outcome is 'advice'" in done.changes["to_check"]


def test_a_case_that_becomes_a_serious_incident_counts_from_the_day_its_form_arrived() -> None:
    entry = concern(form()).model_copy(update={"decision": "Re-route to SIN"})
    done = carry_out(entry, situation(ARRIVED + timedelta(days=3)))
    assert isinstance(done, Done)
    [opened] = done.effects
    assert isinstance(opened, OpenLinked)
    assert isinstance(opened.entry, SeriousIncident)
    assert opened.entry.aware_on == ARRIVED.date()
    assert "correct that day" in opened.entry.to_check
