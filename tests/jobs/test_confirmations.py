"""Members confirm by mail that their press offices know: ticked off, or brought to a person."""

import asyncio
from typing import Any

import httpx
import pytest

from bot.sandbox import Fault
from tests.jobs.stage import Latency, Stage, mail, playing, surroundings
from tests.jobs.test_practice_reviews import REVIEWS, SPR, decided, moved_in_the_list, opened

NURSE = "nell.notreal@nhs-mail.example"
OTHERS = [
    "robin.invented@anyshire.gov.example",
    "drew.madeup@anyshire.police.example",
    "kit.testerton@anyshire.gov.example",
]
QUOTED = "\n\nFrom: CSCP <CSCP@croydon.gov.uk>\nSent: 24 November 2026 10:00\nTo: Nell Notreal\n"
NOTICE = f"CSCP: {SPR} is to be published on Thursday 11 February 2027"


class Interleaving(Latency):
    """Lets the others have their turn at each request, as a network does."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return await super().handle_async_request(request)


async def planned(stage: Stage) -> None:
    await opened(stage, "Report finished")
    await decided(stage, "Plan publication", PublishOn="2027-02-11T12:00:00Z")


async def answers(
    stage: Stage, text: str = SPR, sender: str = NURSE, subject: str = f"RE: {NOTICE}", n: int = 1
) -> None:
    stage.deliver(mail(sender, subject=subject, text=text + QUOTED, number=n))
    await stage.round("intake", "outbox")


def review(stage: Stage) -> dict[str, Any]:
    [row] = stage.rows(REVIEWS)
    return row


def waiting(stage: Stage) -> list[str]:
    return str(review(stage).get("PressWaiting") or "").split()


async def test_an_answer_with_the_reference_ticks_its_member_off_and_is_put_away(
    stage: Stage,
) -> None:
    await planned(stage)
    await answers(stage, f"Dear all\n\n{SPR}\n\nKind regards\nNell Notreal")
    assert sorted(waiting(stage)) == sorted(OTHERS)
    assert "a member's mail: press office confirmed; 3 still to confirm" in review(stage)["History"]
    assert (stage.folder("Inbox"), stage.folder("Registered")) == (0, 1)
    assert stage.rows("Needs Attention") == []


async def test_when_all_have_answered_at_once_all_press_offices_are_confirmed(stage: Stage) -> None:
    await planned(stage)
    told = "Our press office has been told."
    for number, sender in enumerate([NURSE, *OTHERS, NURSE]):
        stage.deliver(mail(sender, subject=f"RE: {NOTICE}", text=told + QUOTED, number=number))
    way = Interleaving(stage.sandbox, stage.clock)
    around = surroundings(stage.sandbox, transport=way)
    async with playing(stage.sandbox, stage.settings.state, around=around) as another:
        await another.round("intake")
        assert another.service.intake.unfinished == []
    assert (waiting(stage), review(stage)["PressConfirmedOn"][:10]) == ([], "2026-11-24")
    assert stage.folder("Registered") == 5
    assert await decided(stage, "Publish", NoticeGivenOn="2026-11-24T12:00:00Z") == "Published"


async def test_an_answer_to_the_reminder_counts_as_well(stage: Stage) -> None:
    await planned(stage)
    stage.clock.set(stage.clock.now().replace(year=2027, month=2, day=8))
    await stage.round("reminders", "outbox")
    [reminder] = [s for to, s in stage.sent() if to == NURSE and "reminder" in s]
    await answers(stage, "Confirmed, thank you.", subject=f"Re: {reminder}")
    assert NURSE not in waiting(stage)


@pytest.mark.parametrize(
    ("text", "sender", "why"),
    [
        ("We have not told our press office yet.", NURSE, "no plain confirmation"),
        ("", NURSE, "no plain confirmation"),
        (SPR, "press.office-fictional@nhs-mail.example", "was not asked"),
    ],
)
async def test_an_answer_in_doubt_is_for_a_person_and_ticks_nobody_off(
    stage: Stage, text: str, sender: str, why: str
) -> None:
    await planned(stage)
    await answers(stage, text, sender)
    assert len(waiting(stage)) == 4
    [asked] = stage.rows("Needs Attention")
    assert why in asked["Reason"]
    assert (asked["About"], stage.folder("Needs attention")) == (SPR, 1)


async def test_a_sender_who_is_not_proven_confirms_nothing(stage: Stage) -> None:
    await planned(stage)
    forged = mail(NURSE, subject=f"RE: {NOTICE}", text=SPR)
    del forged["Authentication-Results"]
    forged["Authentication-Results"] = "spf=fail smtp.mailfrom=nhs-mail.example; dmarc=fail"
    stage.deliver(forged)
    await stage.round("intake")
    assert len(waiting(stage)) == 4
    assert "proven sender" in stage.rows("Needs Attention")[0]["Reason"]


async def test_an_automatic_reply_confirms_nothing_and_troubles_nobody(stage: Stage) -> None:
    await planned(stage)
    reply = mail(NURSE, subject=f"Automatic reply: {NOTICE}", text=SPR)
    reply["Auto-Submitted"] = "auto-replied"
    stage.deliver(reply)
    await stage.round("intake")
    assert (len(waiting(stage)), stage.rows("Needs Attention")) == (4, [])
    assert stage.folder("Inbox") == 1


async def test_an_answer_about_an_earlier_day_confirms_nothing(stage: Stage) -> None:
    await planned(stage)
    stage.clock.set(stage.clock.now().replace(hour=12))
    await moved_in_the_list(stage, "2027-02-18")
    await answers(stage)
    assert len(waiting(stage)) == 4
    assert "an earlier day" in stage.rows("Needs Attention")[0]["Reason"]


async def test_a_mail_about_a_review_that_answers_no_notice_is_left_as_it_was(
    stage: Stage,
) -> None:
    await planned(stage)
    await answers(stage, "Thanks", subject=f"RE: the draft of {SPR}")
    assert (len(waiting(stage)), stage.rows("Needs Attention")) == (4, [])
    assert stage.folder("Inbox") == 1


async def test_an_edit_that_comes_between_is_kept_and_the_answer_counts_at_the_next_poll(
    stage: Stage,
) -> None:
    await planned(stage)
    stage.sandbox.plan_fault(Fault(method="PATCH", path="/items/", status=412, count=1))
    await answers(stage)
    assert len(waiting(stage)) == 4
    await stage.later("intake")
    assert NURSE not in waiting(stage)
