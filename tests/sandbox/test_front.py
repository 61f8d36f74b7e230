"""What all of Graph has in common: errors, ids of requests, faults, limits, and the request log."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from bot.sandbox import Fault, ManualClock, Sandbox
from bot.sandbox.sandbox import ROUTES
from tests.sandbox.conformance import SHARED, bare, operations_of_graph
from tests.sandbox.graph_client import INBOX, USER, mail


async def test_every_answer_carries_the_ids_of_the_request_and_the_tenants_time(
    graph: httpx.AsyncClient,
) -> None:
    answer = await graph.get(f"{USER}/messages", headers={"client-request-id": "mine"})
    assert answer.headers["client-request-id"] == "mine"
    assert len(answer.headers["request-id"]) == 36
    assert answer.headers["Date"] == "Mon, 07 Sep 2026 08:00:00 GMT"


async def test_an_error_has_graphs_shape(graph: httpx.AsyncClient) -> None:
    answer = await graph.get(f"{USER}/messages/AAMk{'x' * 40}=")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (404, "ErrorItemNotFound")
    assert error["innerError"]["request-id"] == answer.headers["request-id"]
    assert error["innerError"]["date"] == "2026-09-07T08:00:00"


@pytest.mark.parametrize("path", ["/me", f"{USER}/contacts", f"{USER}/messages/x/unheard"])
async def test_what_is_not_imitated_answers_501(graph: httpx.AsyncClient, path: str) -> None:
    answer = await graph.get(path)
    assert answer.status_code == 501
    assert answer.json()["error"]["code"] == "NotImplemented"


# Graph has these as well; the description at hand was cut down to what a service like this needs.
BEYOND_THE_DESCRIPTION = {
    ("get", "/users/{}/calendar/calendarview"),
    ("get", "/users/{}/calendar/events/{}"),
    ("get", "/users/{}/calendars/{}/calendarview"),
    ("get", "/users/{}/events/{}/attachments/{}"),
    ("delete", "/users/{}/events/{}/attachments/{}"),
    ("get", "/drives/{}/items/{}/versions/{}"),
    ("get", "/sites/{}/permissions/{}"),
    ("patch", "/sites/{}/permissions/{}"),
    ("delete", "/sites/{}/permissions/{}"),
}


@pytest.mark.skipif(not SHARED.exists(), reason="the description of Graph is not here")
def test_no_path_is_served_that_graph_does_not_have() -> None:
    served = {(route.method.lower(), bare(route.template)) for route in ROUTES}
    assert served - operations_of_graph() == BEYOND_THE_DESCRIPTION


async def test_a_known_option_that_is_not_imitated_answers_501(graph: httpx.AsyncClient) -> None:
    assert (await graph.get(f"{USER}/mailFolders?$orderby=displayName")).status_code == 501


async def test_an_unheard_of_option_is_refused(graph: httpx.AsyncClient) -> None:
    assert (await graph.get(f"{USER}/messages?$fitler=isRead")).status_code == 400


async def test_the_log_counts_by_method_and_template(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    await graph.get(f"{USER}/messages")
    await graph.get(f"{INBOX}/messages/delta()")
    await graph.get(f"{INBOX}/messages/delta")
    assert sandbox.request_counts() == {
        "GET /users/{user}/mailFolders/{folder}/messages/delta": 2,
        "GET /users/{user}/messages": 1,
    }


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_planned_status_comes_before_or_after_the_effect(
    sandbox: Sandbox, graph: httpx.AsyncClient, when: str
) -> None:
    sandbox.plan_fault(Fault("POST", "/messages$", status=504, when=when))  # type: ignore[arg-type]
    first = await graph.post(f"{USER}/messages", json={"subject": "x"})
    assert first.status_code == 504
    assert len(sandbox.messages(folder="drafts")) == (when == "after")
    second = await graph.post(f"{USER}/messages", json={"subject": "x"})
    assert second.status_code == 201


async def test_a_planned_fault_may_answer_html(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.plan_fault(Fault(status=503, html=True))
    answer = await graph.get(f"{USER}/messages")
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_fault_may_strike_by_chance(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.plan_fault(Fault(count=None, chance=0.5, status=500))
    statuses = {(await graph.get(f"{USER}/messages")).status_code for _ in range(20)}
    assert statuses == {200, 500}


@pytest.mark.parametrize("wait", ["2", "2.128", "Mon, 07 Sep 2026 08:00:02 GMT"])
async def test_coming_back_before_retry_after_is_a_violation(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock, wait: str
) -> None:
    sandbox.plan_fault(Fault(status=429, retry_after=wait, count=2))
    assert (await graph.get(f"{USER}/messages")).headers["Retry-After"] == wait
    await graph.get(f"{USER}/messages")
    assert [v.kind for v in sandbox.violations] == ["came back before Retry-After"]
    clock.advance(timedelta(seconds=3))
    assert (await graph.get(f"{USER}/messages")).status_code == 200
    assert len(sandbox.violations) == 1


async def test_a_fifth_request_in_flight_is_throttled(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.set_latency(0.01)
    answers = await asyncio.gather(*(graph.get(f"{USER}/messages") for _ in range(5)))
    assert sorted(a.status_code for a in answers) == [200, 200, 200, 200, 429]
    (refused,) = (a for a in answers if a.status_code == 429)
    assert refused.json()["error"]["code"] == "ApplicationThrottled"
    assert sandbox.violations[0].kind == "too many requests in flight"


async def test_limits_can_be_switched_off(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.set_latency(0.01)
    sandbox.tenant.limits.allowance.enforced = False
    answers = await asyncio.gather(*(graph.get(f"{USER}/messages") for _ in range(8)))
    assert {a.status_code for a in answers} == {200}
    assert sandbox.violations == []


async def test_the_thirty_first_mail_within_a_minute_is_throttled(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock
) -> None:
    to = [{"emailAddress": {"address": "worker@school.example"}}]
    content = {"message": {"subject": "Hello", "toRecipients": to}}
    statuses = [(await graph.post(f"{USER}/sendMail", json=content)).status_code for _ in range(31)]
    assert statuses == [202] * 30 + [429]
    clock.advance(timedelta(minutes=1))
    assert (await graph.post(f"{USER}/sendMail", json=content)).status_code == 202
    assert [v.kind for v in sandbox.violations] == ["too many sends"]


async def test_a_hand_built_link_is_refused_and_recorded(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    answer = await graph.get(f"{INBOX}/messages/delta?$deltatoken=made-up")
    assert answer.status_code == 400
    assert sandbox.violations[0].kind == "hand-built link"


async def test_a_link_with_something_added_is_refused(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    link = (await graph.get(f"{INBOX}/messages/delta")).json()["@odata.deltaLink"]
    assert (await graph.get(f"{link}&$select=id")).status_code == 400
    assert sandbox.violations[0].kind == "hand-built link"


async def test_two_sandboxes_with_one_seed_agree(clock: ManualClock) -> None:
    one, other = Sandbox(clock=clock, seed=7), Sandbox(clock=clock, seed=7)
    assert one.deliver(mail()).id == other.deliver(mail()).id


async def test_a_reset_forgets_everything(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.deliver(mail())
    await graph.get(f"{USER}/messages")
    sandbox.reset()
    assert sandbox.messages() == []
    assert sandbox.request_counts() == {}
