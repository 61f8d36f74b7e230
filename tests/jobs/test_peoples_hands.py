"""What people do to the lists, the mailbox and the calendar behind the service's back."""

from collections.abc import Callable

import httpx
import pytest

from bot.demo.agencies import SCHOOL
from bot.jobs.doctor import examine
from bot.jobs.provision import provision
from bot.sandbox.mail.model import Mailbox, Message
from tests.jobs.stage import Latency, Stage, form, mail, playing, surroundings

CONCERNS, ATTENTION = "Cases of Concern", "Needs Attention"
LONGER_THAN_A_FORM = 14  # requests
Act = Callable[[Mailbox, Message], object]


def deliver(stage: Stage, child: str = "Wren Placeholder", *, number: int = 1) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form(child)), number=number))


def remove_column(stage: Stage, name: str) -> None:
    found = stage.sandbox.sharepoint_list(CONCERNS)
    found.remove_column(found.column(name))


def remove_row(stage: Stage) -> None:
    found = stage.sandbox.sharepoint_list(CONCERNS)
    [row] = found.rows.values()
    found.delete_row(row)


async def repaired(stage: Stage) -> list[str]:
    return [told async for told in provision(stage.work.m365.site, stage.work.register.names)]


async def test_a_columns_shown_name_may_be_anything(stage: Stage) -> None:
    found = stage.sandbox.sharepoint_list(CONCERNS)
    for column in [c for c in found.columns.values() if not c.read_only]:
        found.change_column(column, {"displayName": "Something else"})
    deliver(stage)
    assert await stage.round("intake", "decisions", "triage", "reminders", "outbox", "watch")
    assert [row["Reference"] for row in stage.rows(CONCERNS)] == ["COC-2026-001"]
    assert await repaired(stage) == []


async def test_the_doctor_says_in_one_line_which_column_is_gone(stage: Stage) -> None:
    remove_column(stage, "Summary")
    told = {f.what: f.told async for f in examine(stage.work) if not f.well}
    assert told["lists and columns"] == "missing: Cases of Concern: Summary. Run `bot provision`"


async def test_the_watch_tells_once_of_a_column_that_is_gone_and_of_its_return(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    remove_column(stage, "Summary")
    for _ in range(2):
        await stage.later("intake", "watch", minutes=61)
    await repaired(stage)
    await stage.later("intake", "watch", minutes=61)
    assert [r.message for r in caplog.records if r.name == "bot.jobs.watch"] == [
        "missing: Cases of Concern: Summary. Run `bot provision`",
        "recovered: the lists are as declared",
    ]


@pytest.mark.parametrize("column", ["Summary", "SubjectKey", "Reference", "State"])
async def test_a_form_waits_until_a_column_is_back(stage: Stage, column: str) -> None:
    remove_column(stage, column)
    deliver(stage)
    for _ in range(4):
        await stage.later("intake", "outbox", minutes=1)
    assert (stage.rows(CONCERNS), stage.sent(), stage.folder("Inbox")) == ([], [], 1)
    assert await repaired(stage) == [f"added {column} to {CONCERNS}"]
    await stage.later("intake", "reconciling", "outbox", minutes=60)
    assert [row["Reference"] for row in stage.rows(CONCERNS)] == ["COC-2026-001"]
    assert ([to for to, _ in stage.sent()], stage.folder("Inbox")) == ([SCHOOL], 0)


async def test_a_row_that_a_person_deleted_stays_deleted(stage: Stage) -> None:
    deliver(stage)
    await stage.round()
    remove_row(stage)
    for _ in range(2):
        assert await stage.later(minutes=61)
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        assert await restarted.later(minutes=61)
    assert stage.rows(CONCERNS) == []


async def test_a_form_sent_again_after_its_row_was_deleted_opens_a_new_entry(stage: Stage) -> None:
    deliver(stage)
    await stage.round("intake")
    remove_row(stage)
    deliver(stage, number=2)
    await stage.later("intake")
    assert len(stage.rows(CONCERNS)) == 1
    assert stage.folder("Inbox") == 0


def read(mailbox: Mailbox, message: Message) -> None:
    message.properties["isRead"] = True
    mailbox.touch(message)


def archive(mailbox: Mailbox, message: Message) -> None:
    mailbox.move(message, mailbox.folder("archive"))


class Meddling(Latency):
    """Somebody acts on the newest mail just before the n-th request; each takes `seconds`."""

    def __init__(self, stage: Stage, act: Act, *, seconds: float = 0.0) -> None:
        super().__init__(stage.sandbox, stage.clock, seconds=seconds)
        self._stage, self._act = stage, act
        self.left = 0
        self.message: Message | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.left -= 1
        if self.left == 0 and self.message:
            self._act(self._stage.mailbox, self.message)
        return await super().handle_async_request(request)


@pytest.mark.parametrize("act", [read, archive, Mailbox.delete])
async def test_a_mail_touched_at_any_step_is_registered_at_most_once_and_asks_nobody(
    stage: Stage, act: Act
) -> None:
    meddler = Meddling(stage, act)
    around = surroundings(stage.sandbox, transport=meddler)
    async with playing(stage.sandbox, stage.settings.state, around=around) as watched:
        await watched.round("intake", "outbox")
        for n in range(1, LONGER_THAN_A_FORM + 1):
            before = len(stage.rows(CONCERNS))
            raw = mail(SCHOOL, ("form.docx", form(f"Wren {chr(96 + n)}test")), number=n)
            meddler.message, meddler.left = stage.sandbox.deliver(raw.as_bytes()), n
            for _ in range(2):
                assert await watched.later("intake", "reconciling", "outbox", minutes=1)
            assert stage.folder("Inbox") == 0
            assert len(stage.rows(CONCERNS)) - before in ((1,) if act is read else (0, 1))
    assert stage.rows(ATTENTION) == []
    assert len(stage.sent()) == len(stage.rows(CONCERNS)) > 0


@pytest.mark.parametrize("folder", ["archive", "deleteditems", "recoverableitemsdeletions"])
async def test_a_mail_that_a_person_takes_while_a_slow_line_deals_with_it_stays_there(
    stage: Stage, folder: str
) -> None:
    def take(mailbox: Mailbox, message: Message) -> None:
        mailbox.move(message, mailbox.folder(folder))

    meddler = Meddling(stage, take, seconds=31)  # longer than what was seen is believed
    around = surroundings(stage.sandbox, transport=meddler)
    ended: list[str] = []
    async with playing(stage.sandbox, stage.settings.state, around=around) as slow:
        await slow.round("intake", "outbox")
        for n in range(1, LONGER_THAN_A_FORM + 1):
            raw = mail(SCHOOL, ("form.docx", form(f"Wren {chr(96 + n)}test")), number=n)
            meddler.message, meddler.left = stage.sandbox.deliver(raw.as_bytes()), n
            for _ in range(2):
                assert await slow.later("intake", "reconciling", "outbox", minutes=1)
            ended.append(stage.mailbox.folder_of(meddler.message).name)
    taken = stage.mailbox.folder(folder).name
    assert ended.count(taken) == LONGER_THAN_A_FORM - 1  # save at the very request that moves it
    assert len(stage.rows(CONCERNS)) == len(stage.sent())


async def test_a_mail_taken_before_it_was_read_is_dealt_with_when_it_is_put_back(
    stage: Stage,
) -> None:
    deliver(stage)
    meddler = Meddling(stage, archive)
    around = surroundings(stage.sandbox, transport=meddler)
    async with playing(stage.sandbox, stage.settings.state, around=around) as watched:
        [meddler.message], meddler.left = stage.sandbox.messages(), 2  # the mail's own content
        await watched.round("members", "intake")
        assert stage.rows(CONCERNS) == []
        stage.mailbox.move(meddler.message, stage.mailbox.folder("inbox"))
        await watched.later("intake")
    assert len(stage.rows(CONCERNS)) == 1


async def test_after_a_restart_mail_that_is_left_to_people_is_not_asked_for_again(
    stage: Stage,
) -> None:
    for n in range(30):
        stage.deliver(mail(SCHOOL, subject="Thank you", text="See you on Monday.", number=n))
    await stage.round("intake", "reconciling")
    before = len(stage.requests())
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        await restarted.round("reconciling")
    assert len(stage.requests(since=before)) == 1


@pytest.mark.parametrize("deleted", [False, True])
async def test_the_folder_for_what_is_registered_may_be_renamed_or_deleted(
    stage: Stage, *, deleted: bool
) -> None:
    deliver(stage)
    await stage.round("intake")
    mailbox = stage.mailbox
    folder = next(f for f in mailbox.all_folders() if f.name == "Registered")
    if deleted:
        mailbox.delete_folder(folder)
    else:
        mailbox.rename_folder(folder, "Old papers")
    deliver(stage, "Lee Exampleton", number=2)
    assert await stage.round("intake")
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        assert await restarted.later("intake", "reconciling")
    assert len(stage.rows(CONCERNS)) == 2
    assert stage.folder("Inbox") == 0
