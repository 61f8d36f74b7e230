"""Whatever a mail client writes comes in over SMTP and is shown as Graph would show it."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox import Address, Sandbox, serving
from tests.sandbox.conformance import SHARED
from tests.sandbox.graph_client import USER

# A quarter, for the time it takes; which quarter makes no difference that we know of.
CORPUS = sorted((SHARED.parent / "mail").glob("*.eml"))[::4]
HEAD = b"From: Sam Worker <worker@school.example>\r\nTo: cscp@croydon.gov.uk\r\n"


@pytest.fixture
async def address(sandbox: Sandbox) -> AsyncIterator[Address]:
    async with serving(sandbox) as found:
        yield found


def post(address: Address, mails: list[bytes]) -> None:
    with smtplib.SMTP(address.smtp_host, address.smtp_port) as smtp:
        for raw in mails:
            smtp.sendmail("worker@school.example", ["cscp@croydon.gov.uk"], raw)


async def arrived(address: Address, graph: httpx.AsyncClient, raw: bytes) -> dict[str, Any]:
    """The mail as Graph shows it, with its attachments."""

    await asyncio.to_thread(post, address, [raw])
    query = {"$expand": "attachments", "$top": "1"}
    text = {"Prefer": 'outlook.body-content-type="text"'}
    found = (await graph.get(f"{USER}/messages", params=query, headers=text)).json()
    shown: dict[str, Any] = found["value"][0]
    return shown


def multipart(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    start = b'Content-Type: multipart/%s; boundary="b"\r\n\r\n' % kind
    return HEAD + start + b"".join(b"--b\r\n" + p + b"\r\n" for p in parts) + b"--b--\r\n"


TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nHello."
TNEF = (
    b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment; filename=winmail.dat\r\n\r\neJ8+IgEAAQAB"
)
NESTED = b"Content-Type: message/rfc822\r\n\r\nSubject: Inside\r\nFrom: a@b.example\r\n\r\nInner."
NAMED = (
    b"Content-Type: application/pdf\r\nContent-Disposition: attachment;"
    b" filename*0*=utf-8''Form%20%E2%80%93; filename*1*=%20one.pdf\r\n\r\n%PDF"
)
PICTURE = (
    b"Content-Type: image/png\r\nContent-ID: <p1>\r\nContent-Disposition: inline\r\n\r\n\x89PNG"
)
SIGNED = (
    HEAD + b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
    b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment;"
    b" filename=smime.p7m\r\n\r\nMIAG\r\n"
)


@pytest.mark.parametrize(
    ("raw", "names", "kinds"),
    [
        (multipart(TEXT, TNEF), ["winmail.dat"], ["fileAttachment"]),
        (multipart(TEXT, NESTED), ["Inside"], ["itemAttachment"]),
        (multipart(TEXT, NAMED), ["Form – one.pdf"], ["fileAttachment"]),
        (multipart(TEXT, PICTURE, kind=b"related"), ["ATT00001.bin"], ["fileAttachment"]),
        (SIGNED, ["smime.p7m"], ["fileAttachment"]),
        (multipart(TEXT, TEXT), [], []),
    ],
)
async def test_what_is_enclosed_becomes_attachments(
    address: Address, graph: httpx.AsyncClient, raw: bytes, names: list[str], kinds: list[str]
) -> None:
    found = (await arrived(address, graph, raw))["attachments"]
    assert [one["name"] for one in found] == names
    assert [one["@odata.type"].rpartition(".")[2] for one in found] == kinds


async def test_an_inline_picture_is_no_attachment_to_speak_of(
    address: Address, graph: httpx.AsyncClient
) -> None:
    shown = await arrived(address, graph, multipart(TEXT, PICTURE, kind=b"related"))
    assert not shown["hasAttachments"]
    assert shown["attachments"][0]["contentId"] == "p1"


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (b"Content-Type: text/plain; charset=windows-1252", b"\x93Fine\x94", "“Fine”"),
        (b"Content-Type: text/plain; charset=unknown-8bit", "é".encode(), "é"),
        (b"Content-Type: text/plain; charset=x-none", b"caf\xe9", "café"),
        (b"Content-Type: text/plain; charset=koi8-r", "да".encode("koi8-r"), "да"),
        (b"Content-Transfer-Encoding: quoted-printable", b"caf=C3=A9", "café"),
        (b"Content-Transfer-Encoding: base64", b"aGVsbG8", "hello"),
        (b"Content-Transfer-Encoding: x-unheard-of", b"as it is", "as it is"),
        (b"Content-Type: text", b"plain", "plain"),
        (b"Content-Type: text/html", b"<p>Dear <b>all</b></p>", "Dear all"),
    ],
)
async def test_text_in_any_encoding_is_read(
    address: Address, graph: httpx.AsyncClient, head: bytes, body: bytes, text: str
) -> None:
    shown = await arrived(address, graph, HEAD + head + b"\r\n\r\n" + body + b"\r\n")
    assert shown["body"]["content"].strip() == text


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        (b"=?utf-8?B?Q2Fmw6k=?=", "Café"),
        (b"=?iso-8859-1?Q?Caf=E9?= =?utf-8?Q?_one?=", "Café one"),
        ("Café".encode(), "Café"),
        (b"Caf\xe9", "Café"),
        (b"=?nonsense?B?w6k=?=", "é"),
        (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
        (b"A form\r\n that is folded", "A form that is folded"),
    ],
)
async def test_a_subject_in_any_encoding_is_read(
    address: Address, graph: httpx.AsyncClient, subject: bytes, read: str
) -> None:
    shown = await arrived(address, graph, HEAD + b"Subject: " + subject + b"\r\n\r\nHello.\r\n")
    assert shown["subject"] == read


async def test_a_mail_without_any_header_gets_what_exchange_gives_it(
    address: Address, graph: httpx.AsyncClient
) -> None:
    shown = await arrived(address, graph, b"\r\nHello.\r\n")
    assert shown["internetMessageId"].endswith("OUTLOOK.COM>")
    assert (shown["from"], shown["subject"]) == (None, "")
    assert shown["sentDateTime"] == shown["receivedDateTime"]


async def test_a_broken_multipart_keeps_its_text(
    address: Address, graph: httpx.AsyncClient
) -> None:
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n' + TEXT + b"\r\n"
    assert "Hello." in (await arrived(address, graph, raw))["body"]["content"]


async def test_lines_may_be_longer_than_the_standard_allows(
    address: Address, graph: httpx.AsyncClient
) -> None:
    shown = await arrived(address, graph, HEAD + b"\r\n" + b"x" * 20_000 + b"\r\n")
    assert shown["body"]["content"].strip() == "x" * 20_000


@pytest.mark.skipif(not CORPUS, reason="the corpus of mails is not here")
async def test_the_mails_of_the_corpus_come_in(
    sandbox: Sandbox, address: Address, graph: httpx.AsyncClient
) -> None:
    """The answer is held to Graph's description by the fixture of the sandbox."""
    await asyncio.to_thread(post, address, [path.read_bytes() for path in CORPUS])
    query = {"$expand": "attachments", "$top": "1000"}
    found = (await graph.get(f"{USER}/messages", params=query)).json()["value"]
    assert len(found) == len(sandbox.messages()) == len(CORPUS)
    assert all(message["internetMessageId"] for message in found)
