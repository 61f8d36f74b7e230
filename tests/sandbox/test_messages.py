"""Reading, changing and moving mail."""

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.graph_client import INBOX, USER, mail

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
KEY = "String {8f3c2c3e-0000-4000-8000-000000000001} Name Key"


async def test_a_message_shows_its_usual_properties(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail("A form"))
    found = (await graph.get(f"{USER}/messages/{message.id}")).json()
    assert found["subject"] == "A form"
    assert found["internetMessageId"] == "<1@school.example>"
    assert found["from"]["emailAddress"]["address"] == "worker@school.example"
    assert found["receivedDateTime"] == "2026-09-07T08:00:00Z"
    assert found["sentDateTime"] == "2026-09-07T07:55:00Z"
    assert not found["isRead"]
    assert "internetMessageHeaders" not in found


async def test_headers_come_only_when_selected(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    message = sandbox.deliver(b"Received: two\r\nReceived: one\r\n" + mail())
    answer = await graph.get(f"{USER}/messages/{message.id}?$select=internetMessageHeaders")
    headers = answer.json()["internetMessageHeaders"]
    assert [h["value"] for h in headers if h["name"] == "Received"] == ["two", "one"]
    assert answer.json().keys() == {
        "@odata.context",
        "@odata.etag",
        "id",
        "internetMessageHeaders",
    }


async def test_an_unknown_property_cannot_be_selected(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    answer = await graph.get(f"{USER}/messages/{message.id}?$select=sbject")
    assert answer.status_code == 400


async def test_the_body_comes_as_html_or_as_text(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    path = f"{USER}/messages/{sandbox.deliver(mail()).id}"
    as_text = await graph.get(path, headers={"Prefer": 'outlook.body-content-type="text"'})
    assert as_text.headers["Preference-Applied"] == 'outlook.body-content-type="text"'
    assert as_text.json()["body"]["contentType"] == "text"
    assert as_text.json()["body"]["content"].strip() == "Hello."
    assert (await graph.get(path)).json()["body"]["contentType"] == "html"


async def test_the_mime_is_what_arrived_byte_for_byte(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    raw = b"Subject: odd\n\nbare lines \x00 and a NUL\n"
    message = sandbox.deliver(raw)
    assert (await graph.get(f"{USER}/messages/{message.id}/$value")).content == raw


async def test_a_move_changes_the_id(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    message = sandbox.deliver(mail())
    old = message.id
    answer = await graph.post(f"{USER}/messages/{old}/move", json={"destinationId": "archive"})
    assert answer.status_code == 201
    assert answer.json()["id"] != old
    gone = await graph.get(f"{USER}/messages/{old}")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "ErrorItemNotFound")


async def test_an_immutable_id_survives_the_move(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail())
    listed = await graph.get(f"{INBOX}/messages", headers=IMMUTABLE)
    message_id = listed.json()["value"][0]["id"]
    path = f"{USER}/messages/{message_id}"
    moved = await graph.post(f"{path}/move", json={"DestinationId": "archive"}, headers=IMMUTABLE)
    assert moved.json()["id"] == message_id
    assert (await graph.get(path)).status_code == 200


async def test_a_move_to_nowhere_is_refused(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    message = sandbox.deliver(mail())
    path = f"{USER}/messages/{message.id}/move"
    answer = await graph.post(path, json={"destinationId": "AQMk-nowhere"})
    assert answer.status_code == 404
    assert len(sandbox.messages()) == 1


async def test_a_copy_leaves_the_original(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    message = sandbox.deliver(mail())
    path = f"{USER}/messages/{message.id}/copy"
    answer = await graph.post(path, json={"destinationId": "archive"})
    assert answer.status_code == 201
    assert len(sandbox.messages()) == len(sandbox.messages(folder="archive")) == 1


async def test_a_deleted_message_goes_to_deleted_items_and_then_for_good(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    assert (await graph.delete(f"{USER}/messages/{message.id}")).status_code == 204
    assert sandbox.messages(folder="deleteditems") == [message]
    await graph.delete(f"{USER}/messages/{message.id}")
    assert sandbox.messages(folder="deleteditems") == []


async def test_marks_can_be_changed_on_received_mail(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    changes = {"isRead": True, "categories": ["Registered"], "flag": {"flagStatus": "flagged"}}
    answer = await graph.patch(f"{USER}/messages/{message.id}", json=changes)
    assert answer.status_code == 200
    assert answer.json()["categories"] == ["Registered"]
    assert answer.json()["flag"] == {"flagStatus": "flagged"}


@pytest.mark.parametrize("change", [{"subject": "x"}, {"body": {"content": "x"}}])
async def test_what_was_received_cannot_be_rewritten(
    sandbox: Sandbox, graph: httpx.AsyncClient, change: dict[str, object]
) -> None:
    message = sandbox.deliver(mail("As it was"))
    assert (await graph.patch(f"{USER}/messages/{message.id}", json=change)).status_code == 400
    assert message.properties["subject"] == "As it was"


async def test_an_unknown_property_changes_nothing(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    change = {"isRead": True, "is_read": True}
    assert (await graph.patch(f"{USER}/messages/{message.id}", json=change)).status_code == 400
    assert not message.properties["isRead"]


async def test_a_message_is_found_by_its_internet_message_id(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail(message_id="<1@school.example>"))
    sandbox.deliver(mail("Wanted", message_id="<2@school.example>"))
    query = {"$filter": "internetMessageId eq '<2@school.example>'", "$select": "subject"}
    answer = await graph.get(f"{USER}/messages", params=query)
    assert [m["subject"] for m in answer.json()["value"]] == ["Wanted"]


async def test_an_extended_property_is_kept_found_and_expanded(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    sandbox.deliver(mail(message_id="<2@school.example>"))
    mark = {"singleValueExtendedProperties": [{"id": KEY, "value": "Abc"}]}
    await graph.patch(f"{USER}/messages/{message.id}", json=mark)
    query = {
        "$filter": f"singleValueExtendedProperties/any(ep: ep/id eq '{KEY}' and ep/value eq 'aBC')",
        "$expand": f"singleValueExtendedProperties($filter=id eq '{KEY}')",
    }
    found = (await graph.get(f"{USER}/messages", params=query)).json()["value"]
    assert [m["id"] for m in found] == [message.id]
    assert found[0]["singleValueExtendedProperties"] == [{"id": KEY, "value": "Abc"}]


async def test_the_name_of_an_extended_property_minds_its_case(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    mark = {"singleValueExtendedProperties": [{"id": KEY, "value": "x"}]}
    await graph.patch(f"{USER}/messages/{message.id}", json=mark)
    condition = f"singleValueExtendedProperties/any(e: e/id eq '{KEY[:-3]}key' and e/value eq 'x')"
    answer = await graph.get(f"{USER}/messages", params={"$filter": condition})
    assert answer.json()["value"] == []


async def test_pages_of_ten_follow_one_another_to_the_end(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    for number in range(25):
        sandbox.deliver(mail(f"Form {number}"))
    link, sizes, subjects = f"{INBOX}/messages?$select=subject&$count=true", [], set()
    while link:
        page = (await graph.get(link)).json()
        sizes.append(len(page["value"]))
        subjects |= {m["subject"] for m in page["value"]}
        assert page["@odata.count"] == 25
        link = page.get("@odata.nextLink")
    assert sizes == [10, 10, 5]
    assert len(subjects) == 25


async def test_ordering_by_what_is_not_filtered_first_is_refused(
    graph: httpx.AsyncClient,
) -> None:
    query = {"$filter": "isRead eq false", "$orderby": "receivedDateTime desc"}
    answer = await graph.get(f"{INBOX}/messages", params=query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InefficientFilter")
    query["$filter"] = "receivedDateTime ge 2026-01-01T00:00:00Z and isRead eq false"
    assert (await graph.get(f"{INBOX}/messages", params=query)).status_code == 200


async def test_a_listing_can_start_at_a_moment(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.deliver(mail("Now"))
    for moment, expected in (("2026-09-07T08:00:00Z", ["Now"]), ("2026-09-07T08:00:01Z", [])):
        query = {"$filter": f"receivedDateTime ge {moment}"}
        answer = await graph.get(f"{INBOX}/messages", params=query)
        assert [m["subject"] for m in answer.json()["value"]] == expected


async def test_an_id_that_cannot_be_one_is_called_malformed(graph: httpx.AsyncClient) -> None:
    answer = await graph.get(f"{USER}/messages/nonsense")
    assert answer.json()["error"]["code"] == "ErrorInvalidIdMalformed"
