"""The watch tells once of what is wrong, and once that it is well again, on a second path."""

import json
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from bot.demo.agencies import SCHOOL
from bot.jobs.cursors import Cursors
from bot.jobs.watch import UnableToTell, Watch, Webhook
from bot.m365 import Changes, ReceivedMessage
from bot.process.notice import Notice, NoticeKind
from bot.sandbox import Fault
from tests.jobs.stage import Stage, form, mail


def watching(
    stage: Stage, told: list[str], *, ends: date | None = None, cursors: Cursors | None = None
) -> Watch:
    """Give a watch over the stage's service that tells a list."""

    async def tell(text: str) -> None:
        told.append(text.removeprefix("CSCP register: "))

    patience = timedelta(minutes=5)
    return Watch(
        stage.work,
        stage.service.seen,
        patience=patience,
        cursors=cursors or Cursors(stage.settings.state),
        tell=tell,
        signing_in_ends=ends,
    )


async def test_a_mailbox_that_cannot_be_read_is_told_once_and_its_recovery_once(
    stage: Stage,
) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    app = stage.sandbox.tenant.login.app(stage.sandbox.names.client_id)
    app.mailboxes = set()
    for _ in range(12):
        await stage.later("intake", minutes=1)
        await watch.look()
    app.mailboxes = {stage.sandbox.names.mailbox}
    for _ in range(3):
        await stage.later("intake", minutes=1)
        await watch.look()
    first, second = told
    assert "the mailbox has not been read since 24 November 10:00 UTC" in first
    assert "no permission" in first
    assert second == "recovered: the mailbox is read"


async def test_what_waits_for_the_morning_is_not_half_way(stage: Stage) -> None:
    told: list[str] = []
    stage.clock.advance(timedelta(hours=12))
    letter = Notice(key="b" * 64, kind=NoticeKind.ANSWER, recipient=SCHOOL, subject="s", body="b")
    await stage.work.outbox.queue(letter)
    watch = watching(stage, told)
    for _ in range(3):
        await stage.later("intake", "outbox", minutes=61)
        await watch.look()
    assert (told, stage.sent()) == ([], [])


async def test_a_service_that_is_well_says_nothing(stage: Stage) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    for _ in range(20):
        await stage.later()
        await watch.look()
    assert told == []


async def test_a_notice_that_never_gets_out_is_told_after_an_hour(stage: Stage) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    bad = Notice(key="a" * 64, kind=NoticeKind.REMINDER, recipient="nowhere", subject="s", body="b")
    await stage.work.outbox.queue(bad)
    for _ in range(8):
        await stage.later("intake", "outbox", "sweep")
        await watch.look()
    assert told == [f"half-way for over an hour: notice {'a' * 12} about another matter"]


async def test_a_mail_that_keeps_failing_is_told_when_it_cannot_even_be_parked(
    stage: Stage,
) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    stage.sandbox.plan_fault(Fault(method="POST", path="/items$", status=403, count=None))
    for _ in range(8):
        await stage.later("intake")
        await watch.look()
    assert len(told) == 1
    assert told[0].startswith("half-way for over an hour: mail ")


async def test_what_runs_out_is_told_once_weeks_ahead(stage: Stage) -> None:
    told: list[str] = []
    watch = watching(stage, told, ends=date(2029, 1, 10))
    for day in (18, 19, 20, 28, 29, 30):
        stage.clock.set(datetime(2028, 11, day, 10, tzinfo=UTC))
        await stage.round("intake")
        await watch.look()
        assert len(told) == (0 if day < 19 else 1 if day < 29 else 2)
    assert told[0].startswith("bank holidays are known until 31 December 2028: compare")
    assert told[1] == "the secret or certificate for signing in ends on 10 January 2029"


async def test_a_silence_over_a_restart_is_told_once_and_its_end_once(stage: Stage) -> None:
    told: list[str] = []
    app = stage.sandbox.tenant.login.app(stage.sandbox.names.client_id)
    app.mailboxes = set()
    watch = watching(stage, told)
    for n in range(18):
        if n == 9:
            watch = watching(stage, told)  # another process
        if n == 14:
            app.mailboxes = {stage.sandbox.names.mailbox}
        await stage.later("intake", minutes=1)
        await watch.look()
    assert len(told) == 2
    assert told[1] == "recovered: the mailbox is read"


async def test_a_second_path_that_is_closed_keeps_nothing_out_of_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    watch, closed = watching(stage, told, ends=date(2026, 12, 1)), watching(stage, told)

    async def fail(text: str) -> None:
        raise UnableToTell(text)

    watch._tell = fail
    stage.sandbox.tenant.login.app(stage.sandbox.names.client_id).mailboxes = set()
    for _ in range(8):
        await stage.later("intake", minutes=1)
        with pytest.raises(UnableToTell):
            await watch.look()
    logged = [record.message for record in caplog.records if record.name == "bot.jobs.watch"]
    assert [line.split(" since ")[0] for line in logged] == [
        "the secret or certificate for signing in ends on 01 December 2026",
        "the mailbox has not been read",
    ]
    watch._tell = closed._tell
    for _ in range(2):
        await watch.look()
    assert told == logged


async def test_registers_that_cannot_be_read_for_a_while_leave_told_what_was_told(
    stage: Stage,
) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    await stage.work.outbox.queue(letter("a"))
    for n in range(10):
        if n == 4:
            stage.sandbox.plan_fault(Fault(path="/lists/Notices/items", status=403, count=4))
        await stage.later("intake", minutes=21 if n < 4 else 4)
        await watch.look()
    late, deaf, well = told
    assert late == f"half-way for over an hour: notice {'a' * 12} about another matter"
    assert deaf.startswith("the registers cannot be read: ")
    assert well == "recovered: the registers are read"


async def test_a_job_that_goes_wrong_for_an_hour_is_told_once_and_its_end_once(
    stage: Stage,
) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    stage.sandbox.plan_fault(Fault("GET", "/lists/Actions/items$", status=403, count=5))
    for _ in range(7):
        await stage.later("intake", "reminders", minutes=25)
        await watch.look()
    first, second = told
    wrong = "the job 'reminders' has gone wrong since 24 November 10:25 UTC: Unable to list"
    assert first.startswith(wrong)
    assert second == "recovered: the job 'reminders' goes well"


async def test_a_long_poll_is_no_silence_while_it_gets_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    watch, changes = watching(stage, told), stage.work.m365.mailbox.changes
    for n in range(51):
        stage.deliver(mail("news@press.example", subject="News", text="News.", number=n))

    async def slowly(folder: str, link: str | None) -> Changes[ReceivedMessage]:
        stage.clock.advance(timedelta(minutes=4))
        await watch.look()
        return await changes(folder, link)

    monkeypatch.setattr(stage.work.m365.mailbox, "changes", slowly)
    await stage.round("intake")
    assert told == []


async def test_a_notice_that_is_told_of_by_day_has_not_recovered_by_night(stage: Stage) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    await stage.work.outbox.queue(letter("a"))
    for hours in (1, 2, 4, 6, 12, 2):
        await stage.later("intake", minutes=60 * hours)
        await watch.look()
    assert len(told) == 1


async def test_one_thing_more_that_is_late_makes_none_of_the_others_recover(stage: Stage) -> None:
    told: list[str] = []
    watch = watching(stage, told)
    for name in "abcde":
        await stage.work.outbox.queue(letter(name))
    for n in range(6):
        if n == 3:
            for name in "fg":
                await stage.work.outbox.queue(letter(name))
        await stage.later("intake", minutes=61)
        await watch.look()
    assert told[:5] == [
        f"half-way for over an hour: notice {name * 12} about another matter" for name in "abcde"
    ]
    assert told[5:] == [
        f"2 things are half-way for over an hour: notice {'f' * 12} about another matter …"
    ]


def letter(name: str) -> Notice:
    """Write a reminder that can never leave."""
    kind = NoticeKind.REMINDER
    return Notice(key=name * 64, kind=kind, recipient="nowhere", subject="s", body="b")


async def test_the_webhook_gets_one_line_and_a_closed_one_is_tried_again() -> None:
    posted: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        posted.append(json.loads(request.content)["text"])
        return httpx.Response(200 if len(posted) > 1 else 500)

    hook = Webhook("https://alerts.example/hook", transport=httpx.MockTransport(answer))
    with pytest.raises(UnableToTell, match="could not be posted"):
        await hook.tell("one line")
    await hook.tell("one line")
    assert posted == ["one line", "one line"]
