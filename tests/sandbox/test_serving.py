"""The sandbox on real sockets: HTTP, SMTP, and connections that break."""

import smtplib
from asyncio import open_connection, to_thread
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox import Address, Fault, Sandbox, Verdict, serving
from tests.sandbox.graph_client import USER, access_token, mail


@pytest.fixture
async def address(sandbox: Sandbox) -> AsyncIterator[Address]:
    async with serving(sandbox) as found:
        yield found


@pytest.fixture
async def client(sandbox: Sandbox, address: Address) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {await access_token(sandbox)}"}
    async with httpx.AsyncClient(base_url=address.graph_url, headers=headers) as found:
        yield found


def post(address: Address, raw: bytes, recipient: str = "CSCP@croydon.gov.uk") -> None:
    with smtplib.SMTP(address.smtp_host, address.smtp_port) as smtp:
        smtp.sendmail("worker@school.example", [recipient], raw)


async def test_the_same_tenant_answers_over_tcp(
    sandbox: Sandbox, client: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail("Over TCP"))
    answer = await client.get(f"{USER}/messages")
    assert answer.json()["value"][0]["subject"] == "Over TCP"


async def test_mail_sent_over_smtp_lands_in_the_inbox_with_authentication_results(
    sandbox: Sandbox, address: Address
) -> None:
    await to_thread(post, address, mail("By post"))
    (message,) = sandbox.messages()
    name, results = message.headers[0]
    assert message.properties["subject"] == "By post"
    assert name == "Authentication-Results"
    assert "dmarc=pass" in results
    assert "header.from=school.example" in results


async def test_the_verdict_on_a_domain_can_be_chosen(sandbox: Sandbox, address: Address) -> None:
    sandbox.tenant.mail.verdicts.by_domain["school.example"] = Verdict(spf="fail", dmarc="fail")
    await to_thread(post, address, mail())
    (message,) = sandbox.messages()
    assert "spf=fail" in message.headers[0][1]
    assert "dmarc=fail" in message.headers[0][1]


async def test_mail_from_inside_the_tenant_gets_no_results(
    sandbox: Sandbox, address: Address
) -> None:
    await to_thread(post, address, mail(sender="colleague@croydon.gov.uk"))
    (message,) = sandbox.messages()
    assert "Authentication-Results" not in dict(message.headers)
    assert ("X-MS-Exchange-Organization-AuthAs", "Internal") in message.headers


async def test_a_planned_reset_breaks_the_connection_before_the_effect(
    sandbox: Sandbox, client: httpx.AsyncClient
) -> None:
    sandbox.plan_fault(Fault("POST", "/messages$", kind="reset"))
    with pytest.raises(httpx.TransportError):
        await client.post(f"{USER}/messages", json={"subject": "Lost"})
    assert sandbox.messages(folder="drafts") == []


async def test_a_planned_reset_can_come_after_the_effect(
    sandbox: Sandbox, client: httpx.AsyncClient
) -> None:
    sandbox.plan_fault(Fault("POST", "/messages$", kind="reset", when="after"))
    with pytest.raises(httpx.TransportError):
        await client.post(f"{USER}/messages", json={"subject": "Kept"})
    assert len(sandbox.messages(folder="drafts")) == 1


async def test_a_planned_hang_lasts_until_the_client_gives_up(
    sandbox: Sandbox, client: httpx.AsyncClient
) -> None:
    sandbox.plan_fault(Fault("GET", "/messages$", kind="hang"))
    with pytest.raises(httpx.ReadTimeout):
        await client.get(f"{USER}/messages", timeout=0.1)
    assert (await client.get(f"{USER}/messages")).status_code == 200


async def test_a_port_that_is_taken_is_refused_with_its_number(
    sandbox: Sandbox, address: Address
) -> None:
    port = httpx.URL(address.graph_url).port or 0
    with pytest.raises(OSError, match=str(port)):
        async with serving(sandbox, port=port):
            pass


async def test_a_client_that_is_killed_while_it_asks_disturbs_nobody(
    client: httpx.AsyncClient, address: Address, caplog: pytest.LogCaptureFixture
) -> None:
    url = httpx.URL(address.graph_url)
    _, writer = await open_connection(url.host, url.port)
    head = f"POST /v1.0{USER}/messages HTTP/1.1\r\nHost: {url.host}\r\nContent-Length: 99\r\n\r\n"
    writer.write(f"{head}{{".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await client.get(f"{USER}/messages")).status_code == 200
    assert not caplog.records
