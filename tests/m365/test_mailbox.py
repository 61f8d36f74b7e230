from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.m365 import (
    AccessDenied,
    Ambiguous,
    Attachment,
    Body,
    Mailbox,
    Microsoft365,
    NotFound,
    OutgoingMail,
    ResyncNeeded,
    Throttled,
    Timer,
    UnableToAttach,
)
from bot.sandbox import Sandbox

FORM = b"""From: Pat Sample <pat.sample@agency.example>\r
To: cscp@partnership.example\r
Subject: A form\r
Message-ID: <form-1@agency.example>\r
Date: Mon, 02 Mar 2026 08:59:00 +0000\r
Authentication-Results: mx.example; spf=pass\r
X-Twice: one\r
X-Twice: two\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Please find attached \xc3\xa9</p>\r
"""
NOTICE = OutgoingMail(
    to="pat.sample@agency.example",
    subject="COC-2026-001",
    body=Body("<p>Received.</p>"),
    key="0f" * 32,
    headers=(("X-CSCP-Bot", "1"), ("X-Auto-Response-Suppress", "All")),
)
Plan = Callable[..., None]
Deliver = Callable[[bytes], None]


@pytest.fixture
def mailbox(m365: Microsoft365) -> Mailbox:
    return m365.mailbox


@pytest.fixture
async def arrived(mailbox: Mailbox, deliver: Deliver) -> str:
    """The id of the one mail in the inbox."""
    deliver(FORM)
    return (await mailbox.changes("inbox", None)).items[0].id


async def test_a_new_mail_comes_whole_with_the_round(mailbox: Mailbox, deliver: Deliver) -> None:
    deliver(FORM)
    (message,) = (await mailbox.changes("inbox", None)).items
    assert message.internet_message_id == "<form-1@agency.example>"
    assert message.from_ is not None
    assert message.from_.address == "pat.sample@agency.example"
    assert "Please find attached é" in message.body.content
    assert [value for name, value in message.headers if name == "X-Twice"] == ["one", "two"]
    assert not message.has_attachments
    assert not message.is_draft


async def test_a_round_tells_only_what_is_new(mailbox: Mailbox, deliver: Deliver) -> None:
    deliver(FORM)
    first = await mailbox.changes("inbox", None)
    second = await mailbox.changes("inbox", first.delta_link)
    deliver(FORM.replace(b"form-1", b"form-2"))
    third = await mailbox.changes("inbox", second.delta_link)
    assert (len(first.items), len(second.items), len(third.items)) == (1, 0, 1)


async def test_many_mails_come_in_pages_of_fifty(mailbox: Mailbox, deliver: Deliver) -> None:
    for number in range(120):
        deliver(FORM.replace(b"form-1", b"form-%d" % number))
    sizes, link = [], None
    while True:
        page = await mailbox.changes("inbox", link)
        sizes.append(len(page.items))
        if (link := page.next_link) is None:
            break
    assert sizes == [50, 50, 20]


async def test_an_expired_link_asks_for_a_new_beginning(sandbox: Sandbox, mailbox: Mailbox) -> None:
    link = (await mailbox.changes("inbox", None)).delta_link
    sandbox.tenant.mail.deltas.forget_tokens()
    with pytest.raises(ResyncNeeded):
        await mailbox.changes("inbox", link)


async def test_an_id_survives_a_move(mailbox: Mailbox, arrived: str) -> None:
    folder = await mailbox.folder("Registered")
    assert await mailbox.move(arrived, folder.id) == arrived
    assert (await mailbox.message(arrived)).parent_folder_id == folder.id


async def test_a_mail_that_was_moved_away_is_removed_from_its_folder(mailbox: Mailbox) -> None:
    draft = await mailbox.create_draft(NOTICE)
    link = (await mailbox.changes("drafts", None)).delta_link
    await mailbox.send(draft.id)
    assert [gone.id for gone in (await mailbox.changes("drafts", link)).removed] == [draft.id]


async def test_a_listing_finds_what_delta_lost(
    sandbox: Sandbox, mailbox: Mailbox, arrived: str
) -> None:
    sandbox.tenant.mail.deltas.switches.boomerang_loss = True
    inbox = (await mailbox.known_folder("inbox")).id
    link = (await mailbox.changes("inbox", None)).delta_link
    await mailbox.move(arrived, (await mailbox.folder("Aside")).id)
    await mailbox.move(arrived, inbox)
    found = await mailbox.changes("inbox", link)
    assert found.items == ()
    since = datetime(2026, 3, 1, tzinfo=UTC)
    assert [envelope.id async for envelope in mailbox.messages_since("inbox", since)] == [arrived]


async def test_a_listing_begins_at_its_moment(
    sandbox: Sandbox, mailbox: Mailbox, deliver: Deliver, timer: Timer
) -> None:
    deliver(FORM)
    await timer.sleep(3600)
    since = sandbox.clock.now() - timedelta(minutes=1)
    assert [envelope async for envelope in mailbox.messages_since("inbox", since)] == []


async def test_a_mail_is_read_as_it_was_delivered(mailbox: Mailbox, arrived: str) -> None:
    assert await mailbox.mime(arrived) == FORM


async def test_a_mark_replaces_the_categories(mailbox: Mailbox, arrived: str) -> None:
    await mailbox.mark(arrived, categories=("Asked",))
    await mailbox.mark(arrived, categories=("Registered",))
    assert (await mailbox.message(arrived)).categories == ("Registered",)


async def test_a_mail_that_is_gone_is_not_found(
    sandbox: Sandbox, mailbox: Mailbox, arrived: str
) -> None:
    (message,) = sandbox.messages()
    sandbox.tenant.mail.mailbox(sandbox.names.mailbox).delete(message)
    with pytest.raises(NotFound, match="Unable to read a mail"):
        await mailbox.message(arrived)


async def test_a_folder_is_created_once(mailbox: Mailbox) -> None:
    created = await mailbox.folder("Pat's forms")
    assert await mailbox.folder("Pat's forms") == created


async def test_another_mailbox_is_denied(
    sandbox: Sandbox, opened: Callable[[str], AbstractAsyncContextManager[Microsoft365]]
) -> None:
    sandbox.tenant.mail.open_mailbox("other@partnership.example")
    async with opened("other@partnership.example") as other:
        with pytest.raises(AccessDenied, match="bot doctor"):
            await other.mailbox.changes("inbox", None)


async def test_a_draft_waits_where_people_see_it_until_it_is_sent(
    sandbox: Sandbox, mailbox: Mailbox
) -> None:
    draft = await mailbox.create_draft(NOTICE)
    assert (await mailbox.message(draft.id)).is_draft
    assert sandbox.sent == []
    await mailbox.send(draft.id)
    (sent,) = sandbox.sent
    assert sent.recipients == ("pat.sample@agency.example",)
    assert ("X-Auto-Response-Suppress", "All") in sent.message.headers


async def test_a_key_finds_its_mail_before_and_after_sending(mailbox: Mailbox) -> None:
    assert await mailbox.find_by_key(NOTICE.key) == ()
    draft = await mailbox.create_draft(NOTICE)
    (waiting,) = await mailbox.find_by_key(NOTICE.key)
    await mailbox.send(draft.id)
    (sent,) = await mailbox.find_by_key(NOTICE.key)
    assert (waiting.id, waiting.is_draft) == (draft.id, True)
    assert (sent.id, sent.is_draft) == (draft.id, False)
    assert sent.sent == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


LOST = [
    {"status": 504},
    {"status": 502},
    {"status": 503, "html": True},
    {"status": 500},
    {"kind": "reset"},
    {"kind": "hang"},
]


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_draft_is_written_once_whatever_the_answer(
    mailbox: Mailbox, plan: Plan, fault: dict[str, object], when: str
) -> None:
    plan("POST", "/messages$", when=when, **fault)
    draft = await mailbox.create_draft(NOTICE)
    assert [kept.id for kept in await mailbox.find_by_key(NOTICE.key)] == [draft.id]


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_mail_is_sent_once_whatever_the_answer(
    sandbox: Sandbox, mailbox: Mailbox, plan: Plan, fault: dict[str, object], when: str
) -> None:
    draft = await mailbox.create_draft(NOTICE)
    plan("POST", "/send$", when=when, **fault)
    await mailbox.send(draft.id)
    assert len(sandbox.sent) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_mail_is_moved_once_whatever_the_answer(
    sandbox: Sandbox, mailbox: Mailbox, arrived: str, plan: Plan, when: str
) -> None:
    folder = await mailbox.folder("Registered")
    plan("POST", "/move$", status=504, when=when)
    assert await mailbox.move(arrived, folder.id) == arrived
    assert (await mailbox.message(arrived)).parent_folder_id == folder.id
    moves = sandbox.request_counts()["POST /users/{user}/messages/{message}/move"]
    assert moves == (1 if when == "after" else 2)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_folder_is_created_once_whatever_the_answer(
    sandbox: Sandbox, mailbox: Mailbox, plan: Plan, when: str
) -> None:
    plan("POST", "/childFolders$", status=504, when=when)
    created = await mailbox.folder("Registered")
    inbox = sandbox.tenant.mail.inbox(sandbox.names.mailbox)
    assert [(child.id, child.name) for child in inbox.children] == [(created.id, created.name)]


async def test_a_folder_that_another_process_creates_meanwhile_is_taken(
    mailbox: Mailbox, plan: Plan
) -> None:
    plan("POST", "/childFolders$", status=409, code="ErrorFolderExists", when="after")
    assert (await mailbox.folder("Registered")).name == "Registered"


async def test_a_send_that_stays_in_doubt_says_so(mailbox: Mailbox, plan: Plan) -> None:
    draft = await mailbox.create_draft(NOTICE)
    plan("POST", "/send$", status=504, when="before", count=None)
    with pytest.raises(Ambiguous, match="Unable to send a draft"):
        await mailbox.send(draft.id)


@pytest.mark.parametrize("pause", ["10", "2.128", "Mon, 02 Mar 2026 09:00:45 GMT", "0", None])
async def test_a_pause_of_any_shape_is_kept_by_all_requests(
    sandbox: Sandbox, mailbox: Mailbox, plan: Plan, pause: str | None
) -> None:
    plan("GET", "/delta", status=429, retry_after=pause)
    await mailbox.changes("inbox", None)
    await mailbox.known_folder("inbox")
    assert sandbox.violations == []


async def test_a_pause_of_five_minutes_is_left_to_the_next_run(
    sandbox: Sandbox, mailbox: Mailbox, plan: Plan, timer: Timer
) -> None:
    plan("GET", "/delta", status=429, retry_after="300")
    for _ in range(2):
        with pytest.raises(Throttled):
            await mailbox.changes("inbox", None)
    assert len(sandbox.tenant.journal.entries) == 1
    await timer.sleep(300)
    await mailbox.changes("inbox", None)
    assert sandbox.violations == []


async def test_thirty_mails_a_minute_are_sent_without_a_refusal(
    sandbox: Sandbox, mailbox: Mailbox
) -> None:
    began = sandbox.clock.now()
    for number in range(61):
        mail = OutgoingMail(NOTICE.to, NOTICE.subject, NOTICE.body, key=f"{number:064x}")
        await mailbox.send((await mailbox.create_draft(mail)).id)
    assert len(sandbox.sent) == 61
    assert sandbox.violations == []
    assert sandbox.clock.now() - began == timedelta(minutes=2)


async def test_a_mail_goes_out_with_its_attachment(sandbox: Sandbox, mailbox: Mailbox) -> None:
    mail = replace(NOTICE, attachments=(Attachment("form.docx", b"PK words"),))
    await mailbox.send((await mailbox.create_draft(mail)).id)
    attached = sandbox.sent[0].message.attachments
    assert [(each.name, each.content) for each in attached] == [("form.docx", b"PK words")]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_attachment_goes_out_once_whatever_the_answer(
    sandbox: Sandbox, mailbox: Mailbox, plan: Plan, when: str
) -> None:
    plan("POST", "/messages$", status=504, when=when)
    mail = replace(NOTICE, attachments=(Attachment("form.docx", b"PK words"),))
    await mailbox.send((await mailbox.create_draft(mail)).id)
    assert [len(sent.message.attachments) for sent in sandbox.sent] == [1]


async def test_attachments_that_exchange_would_refuse_are_refused_at_once() -> None:
    half = Attachment("half.docx", bytes(2 * 1024 * 1024))
    with pytest.raises(UnableToAttach, match="send a link"):
        replace(NOTICE, attachments=(half, half))
