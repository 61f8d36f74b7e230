"""Attachments of every kind, read and added."""

import base64
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.mail.model import Message
from tests.sandbox.graph_client import USER, mail

CORPUS = Path(__file__).parents[3] / "shared" / "mail"
FILE = "#microsoft.graph.fileAttachment"
ITEM_EXPANDED = "$expand=microsoft.graph.itemattachment/item"


def letter() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "worker@school.example", "CSCP@croydon.gov.uk"
    made["Subject"] = "With enclosures"
    made.set_content("See below.")
    return made


def path(message: Message) -> str:
    return f"{USER}/messages/{message.id}/attachments"


async def test_a_file_comes_with_its_content(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    made = letter()
    made.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="é.docx")
    message = sandbox.deliver(made.as_bytes())
    (found,) = (await graph.get(path(message))).json()["value"]
    raw = await graph.get(f"{path(message)}/{found['id']}/$value")
    assert (found["name"], found["@odata.type"]) == ("é.docx", FILE)
    assert base64.b64decode(found["contentBytes"]) == raw.content == b"PK\x03\x04"
    assert found["size"] > 4


async def test_content_can_be_left_out_of_the_list(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    made = letter()
    made.add_attachment(b"x", maintype="application", subtype="zip", filename="a.zip")
    message = sandbox.deliver(made.as_bytes())
    answer = await graph.get(f"{path(message)}?$select=id,name,contentType,size,isInline")
    assert "contentBytes" not in answer.json()["value"][0]


async def test_inline_pictures_alone_are_no_attachments(sandbox: Sandbox) -> None:
    made = letter()
    made.add_alternative('<img src="cid:logo">', subtype="html")
    _, html = made.iter_parts()
    assert isinstance(html, EmailMessage)
    html.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<logo>")
    message = sandbox.deliver(made.as_bytes())
    assert [a.is_inline for a in message.attachments] == [True]
    assert not message.has_attachments


async def test_a_mail_within_a_mail_is_an_item_with_its_own_attachments(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    inner, outer = letter(), letter()
    inner.replace_header("Subject", "The inner one")
    inner.add_attachment(b"form", maintype="application", subtype="pdf", filename="form.pdf")
    outer.add_attachment(inner)
    message = sandbox.deliver(outer.as_bytes())
    (found,) = (await graph.get(path(message))).json()["value"]
    one = f"{path(message)}/{found['id']}"
    item = (await graph.get(f"{one}?{ITEM_EXPANDED}")).json()["item"]
    assert found["@odata.type"] == "#microsoft.graph.itemAttachment"
    assert (found["name"], item["subject"]) == ("The inner one", "The inner one")
    assert item["attachments"][0]["name"] == "form.pdf"
    assert b"Subject: The inner one" in (await graph.get(f"{one}/$value")).content


async def test_an_attachment_moves_with_its_message_and_its_old_id_dies(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    made = letter()
    made.add_attachment(b"x", maintype="application", subtype="zip", filename="a.zip")
    message = sandbox.deliver(made.as_bytes())
    (found,) = (await graph.get(path(message))).json()["value"]
    await graph.post(f"{USER}/messages/{message.id}/move", json={"destinationId": "archive"})
    stale = await graph.get(f"{path(message)}/{found['id']}")
    assert stale.status_code == 404


async def test_a_file_can_be_added_to_a_draft_and_removed(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    draft = (await graph.post(f"{USER}/messages", json={"subject": "x"})).json()["id"]
    base = f"{USER}/messages/{draft}/attachments"
    content = {"@odata.type": FILE, "name": "a.txt", "contentBytes": "eA=="}
    added = await graph.post(base, json=content)
    assert added.status_code == 201
    assert sandbox.messages(folder="drafts")[0].attachments[0].content == b"x"
    assert (await graph.delete(f"{base}/{added.json()['id']}")).status_code == 204
    assert (await graph.get(base)).json()["value"] == []


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"@odata.type": FILE, "name": "a", "contentBytes": "A" * 4_300_000}, 413),
        ({"@odata.type": FILE, "name": "a", "contentBytes": "not base64!"}, 400),
        ({"@odata.type": FILE, "name": "a", "filename": "a", "contentBytes": "eA=="}, 400),
        ({"name": "a", "contentBytes": "eA=="}, 400),
        ({"@odata.type": "#microsoft.graph.referenceAttachment", "name": "a"}, 501),
    ],
)
async def test_a_wrong_attachment_is_refused(
    graph: httpx.AsyncClient, content: dict[str, str], status: int
) -> None:
    draft = (await graph.post(f"{USER}/messages", json={"subject": "x"})).json()["id"]
    answer = await graph.post(f"{USER}/messages/{draft}/attachments", json=content)
    assert answer.status_code == status


async def test_an_invitation_is_an_event_message(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    made = letter()
    made.add_alternative("METHOD:REQUEST\r\nUID:1\r\n", subtype="calendar")
    message = sandbox.deliver(made.as_bytes())
    found = (await graph.get(f"{USER}/messages/{message.id}")).json()
    assert found["@odata.type"] == "#microsoft.graph.eventMessageRequest"
    assert found["meetingMessageType"] == "meetingRequest"


async def test_a_clear_signed_mail_shows_its_text_and_one_smime_attachment(
    sandbox: Sandbox,
) -> None:
    raw = (
        b"Subject: signed\r\nContent-Type: multipart/signed; boundary=b;\r\n"
        b' protocol="application/pkcs7-signature"\r\n\r\n--b\r\n\r\nThe text.\r\n--b\r\n'
        b"Content-Type: application/pkcs7-signature\r\n\r\nxx\r\n--b--\r\n"
    )
    message = sandbox.deliver(raw)
    assert [a.name for a in message.attachments] == ["smime.p7m"]
    assert message.attachments[0].content == raw
    assert message.properties["bodyPreview"] == "The text."


@pytest.mark.skipif(not CORPUS.exists(), reason="the mail corpus is not here")
async def test_every_mail_of_the_corpus_arrives_and_can_be_read(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.tenant.limits.allowance.enforced = False
    files = sorted(CORPUS.glob("*.eml"))
    for file in files:
        message = sandbox.deliver(file.read_bytes())
        one = f"{USER}/messages/{message.id}"
        whole = await graph.get(f"{one}?$select=subject,body,from,internetMessageHeaders")
        attachments = await graph.get(f"{one}/attachments?{ITEM_EXPANDED}")
        mime = await graph.get(f"{one}/$value")
        assert (whole.status_code, attachments.status_code) == (200, 200), file.name
        assert mime.content == file.read_bytes()
    assert len(files) == len(sandbox.messages()) > 100


async def test_bytes_that_are_no_mail_at_all_are_kept(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    for raw in (b"", b"\x00\xff\xfe", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--y"):
        message = sandbox.deliver(raw)
        assert (await graph.get(f"{USER}/messages/{message.id}")).status_code == 200
    assert sandbox.deliver(mail()).properties["subject"] == "A form"
