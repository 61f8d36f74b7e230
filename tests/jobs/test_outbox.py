"""Notices become mails, each once, the pressing first, and people have the last word."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.demo.agencies import SCHOOL
from bot.m365 import Body, OutgoingMail
from bot.process.notice import HELD, REWORDED, WAITING, WITHDRAWN, Notice, NoticeKind
from bot.sandbox import Fault
from bot.sandbox.mail.model import Mailbox, Message
from tests.jobs.stage import MORNING, Stage, playing, surroundings


def notice(
    n: int = 1, kind: NoticeKind = NoticeKind.ACKNOWLEDGEMENT, state: str = WAITING
) -> Notice:
    return Notice(
        key=f"{n:064x}", kind=kind, recipient=SCHOOL, subject=f"{n}", body="Text.", state=state
    )


def subjects(stage: Stage) -> list[str]:
    return [subject for _recipient, subject in stage.sent()]


def states(stage: Stage) -> list[str]:
    return [row["State"] for row in stage.rows("Notices")]


async def test_a_notice_queued_twice_is_sent_once(stage: Stage) -> None:
    for _ in range(2):
        await stage.work.outbox.queue(notice())
        await stage.work.outbox.send_waiting()
    assert subjects(stage) == ["1"]
    assert states(stage) == ["Sent"]


async def test_acknowledgements_go_before_reminders_before_digests(stage: Stage) -> None:
    for n, kind in enumerate(reversed(NoticeKind)):
        await stage.work.outbox.queue(notice(n, kind))
    await stage.work.outbox.send_waiting()
    kinds = [row["Kind"] for row in stage.rows("Notices")]
    assert [kinds[int(subject)] for subject in subjects(stage)] == list(NoticeKind)


async def test_no_more_than_thirty_a_minute_and_all_of_them_in_the_end(stage: Stage) -> None:
    for n in range(70):
        await stage.work.outbox.queue(notice(n))
    started = stage.clock.now()
    assert await stage.work.outbox.send_waiting() == 70
    assert timedelta(minutes=2) <= stage.clock.now() - started < timedelta(minutes=3)
    assert stage.sandbox.violations == []


async def test_every_mail_says_that_a_machine_sent_it(stage: Stage) -> None:
    await stage.work.outbox.queue(notice())
    await stage.work.outbox.send_waiting()
    (received,) = stage.sandbox.messages(SCHOOL)
    assert {"X-CSCP-Bot", "X-Auto-Response-Suppress"} <= {name for name, _ in received.headers}


@pytest.mark.parametrize("kind", ["status", "reset", "hang"])
@pytest.mark.parametrize("path", ["/messages$", "/send$", "/fields$", "/items$"])
async def test_a_lost_answer_sends_nothing_twice(stage: Stage, path: str, kind: str) -> None:
    fault = Fault(path=path, kind=kind, status=504, when="after")  # type: ignore[arg-type]
    stage.sandbox.plan_fault(fault)
    await stage.work.outbox.queue(notice())
    await stage.work.outbox.send_waiting()
    for _ in range(2):
        stage.clock.advance(timedelta(minutes=11))
        await stage.work.outbox.sweep()
    assert subjects(stage) == ["1"]
    assert states(stage) == ["Sent"]


async def test_one_notice_that_cannot_be_sent_holds_up_no_other(stage: Stage) -> None:
    bad = notice(1).model_copy(update={"recipient": "no address"})
    await stage.work.outbox.queue(bad)
    await stage.work.outbox.queue(notice(2))
    assert await stage.work.outbox.send_waiting() == 1
    assert subjects(stage) == ["2"]
    assert states(stage) == ["Waiting", "Sent"]


async def test_others_get_through_while_one_send_is_in_doubt(stage: Stage) -> None:
    stage.sandbox.plan_fault(Fault(path="/send$", kind="hang", when="before", count=1))
    for n in range(1, 5):
        await stage.work.outbox.queue(notice(n))
    assert await stage.work.outbox.send_waiting() == 4
    assert subjects(stage)[-1] == "1"


async def a_draft_that_waits(stage: Stage) -> None:
    """Let a notice be written into Drafts and not be sent."""
    await stage.work.outbox.queue(notice())
    stage.sandbox.plan_fault(Fault(path="/send$", status=503, count=9))
    await stage.work.outbox.send_waiting()
    stage.sandbox.tenant.faults.clear()


def put_into_deleted_items(mailbox: Mailbox, draft: Message) -> None:
    mailbox.move(draft, mailbox.folder("deleteditems"))


@pytest.mark.parametrize("delete", [put_into_deleted_items, Mailbox.throw_away, Mailbox.delete])
async def test_a_draft_that_a_person_deleted_is_not_sent_and_the_list_says_so(
    stage: Stage, delete: Callable[[Mailbox, Message], None]
) -> None:
    await a_draft_that_waits(stage)
    (draft,) = stage.mailbox.folder("drafts").messages.values()
    delete(stage.mailbox, draft)
    for _ in range(2):
        stage.clock.advance(timedelta(minutes=11))
        assert await stage.work.outbox.sweep() == 0
    (row,) = stage.rows("Notices")
    assert (row["State"], row["Why"]) == ("Cancelled", WITHDRAWN)
    assert subjects(stage) == []


@pytest.mark.parametrize("delete", [put_into_deleted_items, Mailbox.throw_away, Mailbox.delete])
async def test_a_withdrawn_notice_that_a_person_releases_after_all_is_sent_once(
    stage: Stage, delete: Callable[[Mailbox, Message], None]
) -> None:
    await a_draft_that_waits(stage)
    (draft,) = stage.mailbox.folder("drafts").messages.values()
    delete(stage.mailbox, draft)
    await stage.later("sweep")
    stage.edit("Notices", "Cancelled", State="Released")
    for _ in range(2):
        await stage.later("sweep")
    assert (states(stage), subjects(stage)) == (["Sent"], ["1"])


async def test_a_draft_of_a_dead_process_that_a_person_shift_deleted_is_not_written_again(
    stage: Stage,
) -> None:
    await stage.work.outbox.queue(notice())
    written = OutgoingMail(to=SCHOOL, subject="1", body=Body("Text."), key=notice().key)
    await stage.work.m365.mailbox.create_draft(written)  # the last deed of that process
    (draft,) = stage.mailbox.folder("drafts").messages.values()
    stage.mailbox.throw_away(draft)
    around = surroundings(stage.sandbox, instance="second")
    async with playing(stage.sandbox, stage.settings.state, around=around) as second:
        await second.later("sweep")
    assert [row["State"] for row in stage.rows("Notices")] == ["Cancelled"]
    assert subjects(stage) == []


async def test_what_a_dead_process_left_is_sent_after_its_lease(stage: Stage) -> None:
    await stage.work.outbox.queue(notice())
    around = surroundings(stage.sandbox, instance="second")
    async with playing(stage.sandbox, stage.settings.state, around=around) as second:
        assert await second.work.outbox.sweep() == 0
        second.clock.advance(timedelta(minutes=11))
        assert await second.work.outbox.sweep() == 1
    assert subjects(stage) == ["1"]


async def test_the_sweep_leaves_alone_what_may_be_on_its_way(stage: Stage) -> None:
    await stage.work.outbox.queue(notice())
    stage.sandbox.plan_fault(Fault(method="PATCH", path="/fields$", status=503, count=9))
    await stage.work.outbox.send_waiting()
    stage.sandbox.tenant.faults.clear()
    sent = stage.mailbox.folder("sentitems").messages
    (in_transit,) = sent.values()
    sent.clear()
    await stage.work.outbox.sweep()
    sent[in_transit.immutable_id] = in_transit
    stage.clock.advance(timedelta(minutes=11))
    await stage.work.outbox.sweep()
    assert subjects(stage) == ["1"]


async def test_a_person_cancels_what_has_waited(stage: Stage) -> None:
    await stage.work.outbox.queue(notice())
    stage.edit("Notices", "Waiting", State="Cancelled")
    stage.clock.advance(timedelta(minutes=2))
    await stage.work.outbox.send_waiting()
    assert subjects(stage) == []


async def test_what_is_held_waits_until_a_person_releases_it(stage: Stage) -> None:
    await stage.work.outbox.queue(notice(state=HELD))
    await stage.work.outbox.send_waiting()
    stage.clock.advance(timedelta(days=3))
    await stage.work.outbox.sweep()
    assert subjects(stage) == []
    stage.edit("Notices", "Held", State="Released")
    await stage.work.outbox.sweep()
    assert subjects(stage) == ["1"]


async def test_what_a_person_writes_into_a_notice_is_given_back(stage: Stage) -> None:
    await stage.work.outbox.queue(notice(state=HELD))
    stage.edit("Notices", "Held", State="Released", Body="Text about Wren Placeholder.")
    await stage.work.outbox.sweep()
    (row,) = stage.rows("Notices")
    assert (row["State"], row["Why"], subjects(stage)) == ("Held", REWORDED, [])
    stage.edit("Notices", "Held", State="Released", Body=" Text.\r\n")
    await stage.later("sweep")
    assert subjects(stage) == ["1"]


async def test_what_a_person_attaches_to_a_notice_is_not_sent(stage: Stage) -> None:
    await stage.work.m365.library.file("COC-2026-001/Wren Placeholder.docx", b"PK")
    await stage.work.outbox.queue(notice(state=HELD))
    attached = {"Attachment": "COC-2026-001/Wren Placeholder.docx"}
    stage.edit("Notices", "Held", State="Released", **attached)
    await stage.work.outbox.sweep()
    (row,) = stage.rows("Notices")
    assert (row["State"], row["Why"], subjects(stage)) == ("Held", REWORDED, [])


async def test_words_in_place_of_its_entry_are_in_no_log_and_no_digest(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for n in range(2):
        await stage.work.outbox.queue(notice(n, state=HELD))
    stage.edit("Notices", "Held", Entry="Wren Placeholder")
    first = next(iter(stage.sandbox.sharepoint_list("Notices").rows.values()))
    stage.sandbox.edit_row("Notices", first.id, {"State": "Released"}, person="Jo Placeholder")
    await stage.round("digest", "outbox", "sweep")
    assert "0" in subjects(stage)
    digests = [row["Body"] for row in stage.rows("Notices") if row["Kind"] == "Digest"]
    assert any("another matter" in body for body in digests)
    assert not [told for told in (*digests, caplog.text) if "Wren" in told]


async def test_the_list_tells_what_was_sent_to_whom_and_when(stage: Stage) -> None:
    await stage.work.outbox.queue(notice())
    await stage.work.outbox.send_waiting()
    (row,) = stage.rows("Notices")
    assert (row["Recipient"], row["Body"], row["State"]) == (SCHOOL, "Text.", "Sent")
    assert row["SentOn"] == MORNING.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("kind", [NoticeKind.ANSWER, NoticeKind.REMINDER, NoticeKind.DIGEST])
async def test_what_could_not_be_sent_by_day_waits_for_the_morning(
    stage: Stage, kind: NoticeKind
) -> None:
    stage.sandbox.plan_fault(Fault(method="POST", path="/send$", status=500, count=None))
    await stage.work.outbox.queue(notice(kind=kind))
    await stage.work.outbox.send_waiting()
    stage.sandbox.tenant.faults.clear()
    sent = []
    for hours in (8, 20, 23):  # at six in the evening and in the morning, then at nine
        stage.clock.set(MORNING + timedelta(hours=hours))
        await stage.round("outbox", "sweep")
        sent.append(len(stage.sent()))
    assert sent == [0, 0, 1]


async def test_what_is_queued_as_the_office_closes_waits_for_the_morning(stage: Stage) -> None:
    stage.clock.set(MORNING + timedelta(hours=7, minutes=31))
    await stage.work.outbox.queue(notice(kind=NoticeKind.REMINDER))
    await stage.round("outbox")
    assert stage.sent() == []
    stage.clock.set(MORNING + timedelta(hours=23))
    await stage.round("outbox")
    assert len(stage.sent()) == 1
