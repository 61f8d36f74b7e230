"""Serious Incidents and Rapid Reviews through the whole stack, from the list to the report."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from docx import Document

from bot.sandbox import Fault
from tests.jobs.reviews import (
    ANSWERS,
    ATTENTION,
    CHILD,
    INCIDENTS,
    NOTIFIABLE,
    NURSE,
    REQUESTS,
    REVIEWS,
    asked,
    decide,
    filled,
    incident,
    request_of,
)
from tests.jobs.stage import Stage, mail

SHARED = Path(__file__).parents[2] / "../shared"
MEMBER = "nell.notreal@nhs-mail.example"
MANAGER = "business.manager-fictional@croydon.gov.uk"


async def test_a_notified_incident_of_a_child_opens_a_rapid_review_linked(stage: Stage) -> None:
    await incident(stage)
    (sin,), (review,) = stage.rows(INCIDENTS), stage.rows(REVIEWS)
    assert (sin["State"], sin["AgeGroup"], sin["Links"]) == ("Notified", "Under 18", "RR-2026-001")
    assert (review["Links"], review["RrClockStart"][:10]) == ("SIN-2026-001", "2026-11-24")
    assert review["Guidance"] == "Working Together to Safeguard Children 2026"


async def test_a_review_of_an_incident_that_meets_no_criteria_stays_open_and_asks_a_person(
    stage: Stage,
) -> None:
    await incident(stage)
    await decide(stage, INCIDENTS, "SIN-2026-001", "Criteria not met", Reason="an accident")
    (sin,), (review,) = stage.rows(INCIDENTS), stage.rows(REVIEWS)
    assert sin["State"] == "Criteria not met"
    assert review["State"] != "Withdrawn"
    assert "is this review still needed?" in review["ToCheck"]
    assert "SIN-2026-001 was found not to meet the criteria" in review["History"]


async def test_without_all_three_partners_nothing_is_notified_and_it_is_said(stage: Stage) -> None:
    await incident(stage, PoliceAgreedOn="")
    await stage.round("outbox")
    assert stage.rows(INCIDENTS)[0]["State"] == "Being considered"
    assert stage.rows(REVIEWS) == []
    body = stage.sandbox.sent[-1].message.properties["body"]["content"]
    assert "Police agreed on" in body


async def test_a_care_leaver_opens_no_review_and_the_adults_board_is_called_to_mind(
    stage: Stage,
) -> None:
    await incident(stage, Children=f"{CHILD}, born 2006-03-12")
    await stage.round("outbox")
    assert stage.rows(REVIEWS) == []
    assert [recipient for recipient, subject in stage.sent() if "CSAB" in subject] == [MANAGER]


async def test_every_agency_is_asked_once_with_its_own_form(stage: Stage) -> None:
    await asked(stage)
    await stage.round("outbox")
    rows = stage.rows(REQUESTS)
    assert sorted(row["Reference"] for row in rows) == [f"REQ-2026-00{n}" for n in range(1, 7)]
    names = [a.name for sent in stage.sandbox.sent for a in sent.message.attachments]
    assert len(names) == 6
    assert min(names) == "RR-2026-001 REQ-2026-001 due 2026-12-08.docx"


async def test_no_letter_and_no_form_names_the_child(stage: Stage) -> None:
    await asked(stage)
    await stage.round("outbox")
    for sent in stage.sandbox.sent:
        assert "Wren" not in str(sent.message.properties)
        for attached in sent.message.attachments:
            words = "".join(
                t.text or "" for t in Document(BytesIO(attached.content)).element.iter()
            )
            assert "Wren" not in words
            assert "RR-2026-001" in words


async def test_a_late_review_cannot_ask_for_returns_by_a_day_gone_by(stage: Stage) -> None:
    await incident(stage)
    stage.clock.set(datetime(2026, 12, 14, 10, tzinfo=UTC))
    await decide(stage, REVIEWS, "RR-2026-001", "Request information")
    assert (stage.rows(REVIEWS)[0]["State"], stage.rows(REQUESTS)) == ("Opened", [])


async def test_a_return_is_filed_ticked_off_and_thanked_for(stage: Stage) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference))))
    await stage.round("intake", "outbox")
    row = request_of(stage, "NHS")
    assert (row["State"], row["ReturnedBy"]) == ("Returned", NURSE)
    assert (row["Facts"], row["Learning"]) == (
        ANSWERS["a) Summary of your agency's involvement"],
        ANSWERS["c) Learning identified"],
    )
    assert any(path.startswith(f"RR-2026-001/{reference} return-") for path in stage.files())
    assert (NURSE, f"CSCP: we have received your return ({reference})") in stage.sent()
    assert stage.rows(ATTENTION) == []


async def test_a_return_whose_form_was_retyped_is_told_by_review_and_sender(stage: Stage) -> None:
    await asked(stage)
    plain = filled(stage, request_of(stage, "NHS")["Reference"])
    document = Document(BytesIO(plain))
    document.tables[0].rows[0].cells[1].text = "RR-2026-001"
    content = BytesIO()
    document.save(content)
    stage.deliver(mail(NURSE, ("Return.docx", content.getvalue())))
    await stage.round("intake")
    assert request_of(stage, "NHS")["State"] == "Returned"


@pytest.mark.parametrize("sender", ["someone@elsewhere.example", "childminder@gmail.com"])
async def test_a_return_of_a_sender_in_doubt_waits_for_a_person(stage: Stage, sender: str) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(sender, ("Return.docx", filled(stage, reference))))
    await stage.round("intake")
    assert request_of(stage, "NHS")["State"] == "Sent"
    assert "return" in stage.rows(ATTENTION)[0]["Reason"]


async def test_a_form_that_comes_back_empty_ticks_nothing_off(stage: Stage) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference, {}))))
    await stage.round("intake")
    assert request_of(stage, "NHS")["State"] == "Sent"
    assert len(stage.rows(ATTENTION)) == 1


async def test_a_second_return_is_filed_and_changes_no_day(stage: Stage) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference))))
    await stage.round("intake")
    better = filled(stage, reference, ANSWERS | {"b) Immediate action": "A flag was set."})
    stage.clock.set(datetime(2026, 11, 27, 10, tzinfo=UTC))
    stage.deliver(mail(NURSE, ("Return.docx", better), number=2))
    await stage.round("intake")
    row = request_of(stage, "NHS")
    assert row["ReturnedOn"].startswith("2026-11-24")
    assert row["ImmediateAction"] == "A flag was set."
    assert sum(path.startswith("RR-2026-001/REQ") for path in stage.files()) == 2


async def test_progress_says_who_answered_and_who_is_late(stage: Stage) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference))))
    await stage.round("intake", "progress")
    assert stage.rows(REVIEWS)[0]["Progress"].startswith("1 of 6 agencies have answered.")
    stage.clock.set(datetime(2026, 12, 9, 10, tzinfo=UTC))
    await stage.round("progress")
    progress = stage.rows(REVIEWS)[0]["Progress"]
    assert progress.count("Late: ") == 5
    assert f"Returned: NHS in Anyshire (ICB, trusts, GPs) ({reference}, on 24 November)" in progress


async def test_what_a_person_writes_beside_the_progress_stays(stage: Stage) -> None:
    await asked(stage)
    await stage.round("progress")
    shown = stage.rows(REVIEWS)[0]["Progress"]
    first = shown.splitlines()[1]
    written = shown.replace(first, f"{first}: rang them").replace("\n", "\r\n") + "\r\nAll rung."
    stage.edit(REVIEWS, "RR-2026-001", Progress=written)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference))))
    for _ in range(2):
        await stage.later("intake", "progress")
    lines = stage.rows(REVIEWS)[0]["Progress"].splitlines()
    assert lines[0] == "1 of 6 agencies have answered."
    assert lines[-2:] == [f"{first}: rang them", "All rung."]
    assert len(lines) == 9


async def test_a_late_return_is_told_to_the_member_then_the_deputy_then_the_chair(
    stage: Stage,
) -> None:
    await asked(stage)
    reference = request_of(stage, "Anyshire Police")["Reference"]
    stage.edit(REQUESTS, reference, WrittenBy="author-fictional@anyshire.police.example")
    await stage.round("outbox")
    told: list[list[str]] = []
    for day in (3, 7, 8, 9, 10, 11):
        before = len(stage.sent())
        stage.clock.set(datetime(2026, 12, day, 10, tzinfo=UTC))
        await stage.round("reminders", "outbox")
        new = stage.sent()[before:]
        told.append(sorted(to.split("@")[0] for to, subject in new if reference in subject))
    both = ["author-fictional", "drew.madeup"]
    assert told[:5] == [both, both, both, both, ["deputy-fictional"]]
    assert told[5] == ["business.manager-fictional", "drew.madeup"]  # the police chair


async def test_an_answered_request_reminds_nobody(stage: Stage) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference))))
    await stage.round("intake")
    stage.clock.set(datetime(2026, 12, 11, 10, tzinfo=UTC))
    await stage.round("reminders", "outbox")
    reminders = [subject for _to, subject in stage.sent() if "reminder" in subject]
    assert reminders
    assert not any(reference in subject for subject in reminders)


async def test_what_an_ended_review_asked_is_withdrawn(stage: Stage) -> None:
    await asked(stage)
    await decide(stage, REVIEWS, "RR-2026-001", "Withdraw", Reason="opened in error")
    await stage.round("progress")
    assert {row["State"] for row in stage.rows(REQUESTS)} == {"Withdrawn"}


async def test_the_draft_of_the_report_holds_the_returns(stage: Stage) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference))))
    await stage.round("intake")
    await decide(stage, REVIEWS, "RR-2026-001", "Draft report")
    path = "RR-2026-001/RR-2026-001 report, draft of 2026-11-24, 1 returns.docx"
    words = [p.text for p in Document(BytesIO(stage.files()[path])).paragraphs]
    assert "Seen four times in clinic." in words
    assert sum("not returned yet" in line for line in words) == 5


async def test_a_request_added_by_hand_is_sent_when_a_person_says_so(stage: Stage) -> None:
    await asked(stage)
    row = {"Title": "new", "Review": "RR-2026-001", "Agency": "A neighbouring council"}
    row |= {"Member": "lead-fictional@elsewhere.example", "DueOn": "2026-12-08T12:00:00Z"}
    stage.sandbox.add_row(REQUESTS, row, person="Morgan Samplewright")
    await stage.round("decisions")
    await decide(stage, REQUESTS, "REQ-2026-007", "Send")
    await stage.round("outbox")
    assert request_of(stage, "A neighbouring")["State"] == "Sent"
    assert stage.sent()[-1][0] == "lead-fictional@elsewhere.example"


async def test_an_agency_that_is_asked_again_gets_the_form_again_and_is_reminded(
    stage: Stage,
) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    for decision in ("Returned", "Ask again", "Send"):
        await decide(stage, REQUESTS, reference, decision)
    row = request_of(stage, "NHS")
    assert (row["State"], row.get("ReturnedOn")) == ("Sent", None)
    stage.clock.set(datetime(2026, 12, 8, 10, tzinfo=UTC))
    await stage.round("progress", "reminders", "outbox")
    about = [
        n["Kind"]
        for n in stage.rows("Notices")
        if (n.get("Entry"), n["Recipient"]) == (reference, MEMBER)
    ]
    assert sorted(about) == ["Answer", "Answer", "Reminder"]


async def test_a_review_that_decides_on_a_practice_review_opens_it_linked(stage: Stage) -> None:
    await asked(stage)
    day = "2026-11-24T12:00:00Z"
    signed = dict.fromkeys(("LocalAuthoritySignedOn", "HealthSignedOn", "PoliceSignedOn"), day)
    await decide(stage, REVIEWS, "RR-2026-001", "Meeting held")
    await decide(stage, REVIEWS, "RR-2026-001", "Sign off", **signed)
    await decide(stage, REVIEWS, "RR-2026-001", "LSCPR")
    (practice,) = stage.rows("Practice Reviews")
    assert practice["Links"] == "RR-2026-001"
    review = stage.rows(REVIEWS)[0]
    assert (review["State"], review["Conclusion"]) == ("Sent to the Panel", "LSCPR")
    assert review["Links"] == "SIN-2026-001 SPR-2026-001"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared samples are not here")
async def test_a_returned_form_of_another_make_is_told_by_its_reference(stage: Stage) -> None:
    row = {"Title": "asked by telephone", "Review": "RR-2026-002", "State": "Sent"}
    row |= {"Agency": "NHS in Anyshire (ICB, trusts, GPs)"}
    stage.sandbox.add_row(REQUESTS, row, person="Morgan Samplewright")
    await stage.round("decisions")
    stage.sandbox.deliver((SHARED / "mail" / "m055.eml").read_bytes())
    await stage.round("intake")
    answered = request_of(stage, "NHS")
    assert (answered["State"], stage.rows(ATTENTION)) == ("Returned", [])
    assert answered["Facts"].startswith("Seen on four occasions.")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/items"), ("PUT", "/content")])
async def test_a_failure_on_the_way_asks_nobody_twice_and_leaves_nobody_out(
    stage: Stage, method: str, path: str, when: Literal["before", "after"]
) -> None:
    await incident(stage)
    fault = Fault(method=method, path=path, when=when, chance=0.5, count=12)
    stage.sandbox.plan_fault(fault)
    stage.edit(REVIEWS, "RR-2026-001", Decision="Request information")
    for _ in range(3):
        await stage.later("decisions", "outbox", "sweep")
    assert len(stage.rows(REQUESTS)) == 6
    asked_of = [subject for _to, subject in stage.sent() if "information request" in subject]
    assert len(asked_of) == len(set(asked_of)) == 6


async def test_a_decision_that_opens_another_entry_is_carried_out_in_one_look(stage: Stage) -> None:
    fields = {"Title": "new", **NOTIFIABLE}
    stage.sandbox.add_row(INCIDENTS, fields, person="Morgan Samplewright")
    await stage.round("decisions")
    stage.edit(INCIDENTS, "SIN-2026-001", Decision="Notify")
    await stage.round("decisions")
    (incident_row,), (review,) = stage.rows(INCIDENTS), stage.rows(REVIEWS)
    assert incident_row["State"] == "Notified"
    assert incident_row["NotifiedOn"] == review["SinSubmittedOn"]
    assert "Morgan Samplewright: Notify" in incident_row["History"]
