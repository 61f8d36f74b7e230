"""Drafts, sending, what reaches the other side, and what comes back."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox import ManualClock, Sandbox
from tests.sandbox.graph_client import USER, mail

EMPTY = {"Content-Length": "0"}
AGENCY = "head@school.example"


def content(*to: str, **more: Any) -> dict[str, Any]:
    recipients = [{"emailAddress": {"address": address}} for address in to or (AGENCY,)]
    body = {"contentType": "HTML", "content": "<p>Received.</p>"}
    return {"subject": "Received", "body": body, "toRecipients": recipients, **more}


async def draft(graph: httpx.AsyncClient, **more: Any) -> str:
    answer = await graph.post(f"{USER}/messages", json=content(**more))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_draft_waits_in_drafts(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    answer = await graph.post(f"{USER}/messages", json=content())
    assert answer.json()["isDraft"]
    assert answer.json()["body"] == {"contentType": "html", "content": "<p>Received.</p>"}
    assert len(sandbox.messages(folder="drafts")) == 1
    assert sandbox.sent == []


async def test_a_sent_draft_moves_to_sent_items_and_reaches_the_other_side(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    answer = await graph.post(f"{USER}/messages/{await draft(graph)}/send", headers=EMPTY)
    assert (answer.status_code, answer.content) == (202, b"")
    assert sandbox.messages(folder="drafts") == []
    (sent,), (received,) = sandbox.messages(folder="sentitems"), sandbox.messages(AGENCY)
    assert not sent.is_draft
    assert received.properties["subject"] == "Received"
    assert "<p>Received.</p>" in received.properties["body"]["content"]
    assert sandbox.sent[0].recipients == (AGENCY,)


async def test_a_draft_keeps_its_immutable_id_when_sent(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    prefer = {"Prefer": 'IdType="ImmutableId"'}
    made = await graph.post(f"{USER}/messages", json=content(), headers=prefer)
    path = f"{USER}/messages/{made.json()['id']}"
    await graph.post(f"{path}/send", headers=EMPTY)
    found = (await graph.get(path, headers=prefer)).json()
    assert not found["isDraft"]
    assert found["parentFolderId"] == sandbox.messages(folder="sentitems")[0].folder_id


async def test_the_sent_copy_can_be_late(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock
) -> None:
    sandbox.tenant.mail.sent_lag = timedelta(seconds=5)
    await graph.post(f"{USER}/messages/{await draft(graph)}/send", headers=EMPTY)
    listing = f"{USER}/mailFolders/sentitems/messages"
    assert len(sandbox.messages(AGENCY)) == 1
    assert (await graph.get(listing)).json()["value"] == []
    clock.advance(timedelta(seconds=5))
    (sent,) = (await graph.get(listing)).json()["value"]
    assert not sent["isDraft"]


async def test_the_mutable_id_of_a_draft_dies_when_it_is_sent(graph: httpx.AsyncClient) -> None:
    path = f"{USER}/messages/{await draft(graph)}"
    await graph.post(f"{path}/send", headers=EMPTY)
    assert (await graph.get(path)).status_code == 404


async def test_headers_of_what_was_sent_are_not_returned_but_stand_in_the_mime(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    headers = [{"name": "X-Auto-Response-Suppress", "value": "All"}]
    made = await draft(graph, internetMessageHeaders=headers)
    await graph.post(f"{USER}/messages/{made}/send", headers=EMPTY)
    path = f"{USER}/messages/{sandbox.messages(folder='sentitems')[0].id}"
    shown = await graph.get(f"{path}?$select=internetMessageHeaders")
    assert "internetMessageHeaders" not in shown.json()
    assert b"X-Auto-Response-Suppress: All" in (await graph.get(f"{path}/$value")).content


async def test_sending_without_content_length_is_refused(graph: httpx.AsyncClient) -> None:
    path = f"{USER}/messages/{await draft(graph)}/send"
    request = graph.build_request("POST", path)
    del request.headers["Content-Length"]
    assert (await graph.send(request)).status_code == 411


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"toRecipients": []}, 400, "ErrorInvalidRecipients"),
        (
            {"toRecipients": [{"emailAddress": {"address": "nobody"}}]},
            400,
            "ErrorInvalidRecipients",
        ),
        ({"from": {"emailAddress": {"address": "b@croydon.gov.uk"}}}, 403, "ErrorSendAsDenied"),
    ],
)
async def test_a_mail_that_cannot_go_stays_a_draft(
    sandbox: Sandbox, graph: httpx.AsyncClient, change: dict[str, Any], status: int, code: str
) -> None:
    made = (await graph.post(f"{USER}/messages", json={**content(), **change})).json()["id"]
    answer = await graph.post(f"{USER}/messages/{made}/send", headers=EMPTY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert len(sandbox.messages(folder="drafts")) == 1


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["Auto-Submitted"], "InvalidInternetMessageHeader"),
        (["x-1", "x-2", "x-3", "x-4", "x-5", "x-6"], "InvalidInternetMessageHeaderCollection"),
    ],
)
async def test_only_a_few_headers_that_start_with_x_are_taken(
    graph: httpx.AsyncClient, names: list[str], code: str
) -> None:
    headers = [{"name": name, "value": "v"} for name in names]
    more = {"internetMessageHeaders": headers}
    answer = await graph.post(f"{USER}/messages", json={**content(), **more})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


@pytest.mark.parametrize(("save", "kept"), [({}, 1), ({"SaveToSentItems": False}, 0)])
async def test_send_mail_keeps_a_copy_unless_told_not_to(
    sandbox: Sandbox, graph: httpx.AsyncClient, save: dict[str, bool], kept: int
) -> None:
    answer = await graph.post(f"{USER}/sendMail", json={"message": content(), **save})
    assert (answer.status_code, answer.content) == (202, b"")
    assert len(sandbox.messages(folder="sentitems")) == kept
    assert len(sandbox.messages(AGENCY)) == 1


async def test_an_attachment_sent_along_arrives(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    kind = "#microsoft.graph.fileAttachment"
    enclosed = [{"@odata.type": kind, "name": "a.pdf", "contentBytes": "JVBERg=="}]
    await graph.post(f"{USER}/sendMail", json={"message": content(attachments=enclosed)})
    (received,) = sandbox.messages(AGENCY)
    assert [(a.name, a.content) for a in received.attachments] == [("a.pdf", b"%PDF")]


async def test_what_cannot_be_delivered_comes_back(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.tenant.mail.bounces = {"school.example"}
    await graph.post(f"{USER}/sendMail", json={"message": content()})
    (report,) = sandbox.messages()
    headers = dict(report.headers)
    assert report.properties["subject"] == "Undeliverable: Received"
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["Content-Type"].startswith("multipart/report")
    assert headers["In-Reply-To"] == sandbox.sent[0].message.properties["internetMessageId"]
    assert sandbox.messages(AGENCY) == []


async def test_a_reply_stays_in_the_conversation(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    asked = sandbox.deliver(mail("A question"))
    path = f"{USER}/messages/{asked.id}/createReply"
    made = (await graph.post(path, json={"comment": "An answer"})).json()
    await graph.post(f"{USER}/messages/{made['id']}/send", headers=EMPTY)
    (received,) = sandbox.messages("worker@school.example")
    assert made["subject"] == received.properties["subject"] == "RE: A question"
    assert made["conversationId"] == asked.properties["conversationId"]
    assert dict(received.headers)["In-Reply-To"] == "<1@school.example>"


async def test_a_reply_takes_a_comment_or_a_body_and_not_both(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    asked = sandbox.deliver(mail())
    both = {"comment": "x", "message": {"body": {"contentType": "text", "content": "y"}}}
    answer = await graph.post(f"{USER}/messages/{asked.id}/createReply", json=both)
    assert answer.status_code == 400


async def test_a_forward_carries_the_attachments_on(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    raw = mail().replace(
        b"\r\n\r\nHello",
        b"\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nHello",
    )
    asked = sandbox.deliver(raw)
    to = [{"emailAddress": {"address": AGENCY}}]
    path = f"{USER}/messages/{asked.id}/forward"
    assert (await graph.post(path, json={"toRecipients": to})).status_code == 202
    assert [a.name for a in sandbox.messages(AGENCY)[0].attachments] == ["a.pdf"]


async def test_an_answer_by_mail_joins_the_conversation(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    await graph.post(f"{USER}/messages/{await draft(graph)}/send", headers=EMPTY)
    sent = sandbox.messages(folder="sentitems")[0].properties
    reply = f"In-Reply-To: {sent['internetMessageId']}\r\n".encode() + mail("RE: Received")
    assert sandbox.deliver(reply).properties["conversationId"] == sent["conversationId"]
