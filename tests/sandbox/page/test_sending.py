"""A form sent by the page arrives as mail from outside does."""

import asyncio
import smtplib
from datetime import date

import httpx
import pytest

from bot.sandbox import Address, Sandbox, serving
from bot.sandbox.page import Cast, Person, Sample
from tests.sandbox.graph_client import mail

SENDER = Person("Jo Invented", "A school", "jo@sampleby-school.example")
FORM = ("form.docx", b"PK...", "application/octet-stream")


@pytest.fixture
def sample(sandbox: Sandbox) -> None:
    def fill(day: date, number: int) -> bytes:
        return f"{day} {number}".encode()

    one = Sample("one", "One", "A form.", SENDER, "The form", "one.docx", fill)
    sandbox.cast = Cast(samples=(one,))


async def test_a_chosen_file_reaches_the_inbox_with_sender_and_subject(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    said = {"sender": SENDER.address, "subject": "Our form", "text": "See attached."}
    await visitor.post("/send", data=said, files=[("files", FORM)])
    (message,) = sandbox.messages()
    assert message.properties["subject"] == "Our form"
    assert message.properties["from"]["emailAddress"]["address"] == SENDER.address
    assert [(a.name, a.content) for a in message.attachments] == [("form.docx", b"PK...")]
    assert "dmarc=pass" in dict(message.headers)["Authentication-Results"]


async def test_several_files_go_in_one_mail(sandbox: Sandbox, visitor: httpx.AsyncClient) -> None:
    files = [("files", FORM), ("files", ("two.eml", b"Subject: x", "message/rfc822"))]
    await visitor.post("/send", data={"sender": SENDER.address}, files=files)
    (message,) = sandbox.messages()
    assert [a.name for a in message.attachments] == ["form.docx", "two.eml"]


async def test_a_sender_can_fail_the_checks_once(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    said = {"other": "a@school.example", "text": "Hi"}
    await visitor.post("/send", data={**said, "fails_checks": "1"})
    await visitor.post("/send", data=said)
    results = [dict(m.headers)["Authentication-Results"] for m in sandbox.messages()]
    assert ["dmarc=fail" in result for result in results] == [True, False]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"sender": "a@b.example"}, "Choose a file"),
        ({"text": "Hi"}, "Choose who sends"),
        ({"text": "Hi", "other": "a@b@c <d@e>, f@g"}, "is not an e-mail address"),
        ({"text": "Hi", "other": "a@b.example\r\nBcc: x@y.example"}, "is not an e-mail address"),
    ],
)
async def test_what_is_missing_or_wrong_is_said_and_nothing_is_sent(
    sandbox: Sandbox, visitor: httpx.AsyncClient, said: dict[str, str], told: str
) -> None:
    answer = await visitor.post("/send", data=said)
    assert answer.status_code == 400
    assert told in answer.text
    assert sandbox.messages() == []


@pytest.mark.usefixtures("sample")
async def test_a_ready_made_form_brings_its_own_sender_and_subject(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    await visitor.post("/send", data={"sample": "one"})
    await visitor.post("/send", data={"sample": "one"})
    first, second = sandbox.messages()
    assert first.properties["subject"] == "The form"
    assert first.properties["from"]["emailAddress"]["address"] == SENDER.address
    assert [m.attachments[0].content for m in (first, second)] == [
        b"2026-09-07 0",
        b"2026-09-07 1",
    ]


async def test_whoever_is_hooked_in_has_read_the_mail_before_the_answer(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    seen: list[int] = []

    async def read() -> list[str]:
        seen.append(len(sandbox.messages()))
        return []

    sandbox.after_mail_arrived.append(read)
    answer = await visitor.post("/send", data={"text": "Hi", "sender": "a@b.example"})
    assert seen == [1]
    assert "saw no need" in answer.text


async def test_the_troubles_of_the_service_are_shown(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    async def fail() -> list[str]:
        return ["intake: <cannot> reach the mailbox"]

    sandbox.after_mail_arrived.append(fail)
    answer = await visitor.post("/send", data={"text": "Hi", "sender": "a@b.example"})
    assert "intake: &lt;cannot&gt; reach the mailbox" in answer.text


async def test_mail_that_comes_over_smtp_is_noticed_too(sandbox: Sandbox) -> None:
    seen: list[int] = []

    async def read() -> list[str]:
        seen.append(len(sandbox.messages()))
        return []

    def post(address: Address) -> None:
        with smtplib.SMTP(address.smtp_host, address.smtp_port) as smtp:
            smtp.sendmail("worker@school.example", [sandbox.names.mailbox], mail())

    sandbox.after_mail_arrived.append(read)
    async with serving(sandbox) as address:
        await asyncio.to_thread(post, address)
    assert seen == [1]
