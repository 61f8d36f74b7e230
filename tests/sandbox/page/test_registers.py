"""Registers, edited as people edit lists: with the right inputs, a name, and no lost update."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.sites.lists import SharePointList

ROW = "/registers/Cases of Concern/1"
MANAGER = "Morgan Samplewright"


def etag(cases: SharePointList) -> str:
    return cases.rows[1].etag


@pytest.mark.usefixtures("cases")
async def test_a_register_shows_its_rows_with_dates_as_people_write_them(
    visitor: httpx.AsyncClient,
) -> None:
    shown = (await visitor.get("/registers/Cases of Concern")).text
    assert "COC-2026-001" in shown
    assert "Mon 7 Sep 2026, 09:00" in shown
    assert "SubjectKey" not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=coc-2026", 1), ("q=nobody", 0), ("state=Received", 1), ("state=x", 0)],
)
@pytest.mark.usefixtures("cases")
async def test_rows_are_found_by_words_and_by_state(
    visitor: httpx.AsyncClient, query: str, found: int
) -> None:
    shown = (await visitor.get(f"/registers/Cases of Concern?{query}")).text
    assert shown.count("COC-2026-001") == found


@pytest.mark.usefixtures("cases")
async def test_each_kind_of_column_has_its_input(visitor: httpx.AsyncClient) -> None:
    shown = (await visitor.get(ROW)).text
    assert '<select id="field-State"' in shown
    assert '<textarea id="field-Summary"' in shown
    assert 'name="DecidedOn" value="" type="date"' in shown
    assert 'name="ReceivedOn" value="2026-09-07T09:00" type="datetime-local"' in shown
    assert 'name="Weight" value="" type="number"' in shown
    assert 'name="SubjectKey"' not in shown


async def test_an_address_on_the_site_is_a_link_and_no_input(
    sandbox: Sandbox, visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    address = "https://croydon.sharepoint.com/sites/CSCP/Case%20Files/COC-2026-001"
    sandbox.edit_row(cases.display_name, 1, {"Summary": address}, person="Sam Other")
    shown = (await visitor.get(ROW)).text
    assert '<a href="/sites/CSCP/Case%20Files/COC-2026-001">Summary</a>' in shown
    assert 'name="Summary"' not in shown
    assert "<ins>COC-2026-001</ins>" in shown


async def test_an_edit_is_saved_under_the_name_chosen(
    visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    typed = {
        "person": MANAGER,
        "etag": etag(cases),
        "State": "Advice given",
        "DecidedOn": "2026-07-01",
        "Weight": "2.5",
        "Urgent": "Yes",
        "ReceivedOn": "2026-09-07T10:30",
    }
    answer = await visitor.post(ROW, data=typed)
    row = cases.rows[1]
    assert f"Saved COC-2026-001 as {MANAGER}." in answer.text
    assert row.latest.by.name == MANAGER
    assert row.fields["DecidedOn"] == "2026-06-30T23:00:00Z"  # London's midnight
    assert (row.fields["Weight"], row.fields["Urgent"]) == (2.5, True)
    assert row.fields["ReceivedOn"] == "2026-09-07T09:30:00Z"


async def test_only_what_differs_is_written(
    visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    same = {"State": "Received", "Reference": "COC-2026-001", "ReceivedOn": "2026-09-07T09:00"}
    answer = await visitor.post(ROW, data={**same, "etag": etag(cases)})
    assert "Nothing was changed." in answer.text
    assert len(cases.rows[1].versions) == 1


async def test_a_value_can_be_cleared(visitor: httpx.AsyncClient, cases: SharePointList) -> None:
    await visitor.post(ROW, data={"ReceivedOn": "", "etag": etag(cases)})
    assert "ReceivedOn" not in cases.rows[1].fields


async def test_the_history_says_what_changed_by_whom_and_when(
    visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    await visitor.post(ROW, data={"State": "Advice given", "etag": etag(cases)})
    shown = (await visitor.get(ROW)).text
    assert f"<h3>{MANAGER}</h3>" in shown
    assert "<ins>Advice given</ins>" in shown
    assert "Mon 7 Sep 2026, 09:00" in shown


async def test_of_a_history_column_only_the_new_lines_are_told(
    sandbox: Sandbox, visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    for history in ("first line", "first line\nsecond line"):
        sandbox.edit_row(cases.display_name, 1, {"History": history}, person="Sam Other")
    shown = (await visitor.get(ROW)).text
    assert "<ins>second line</ins>" in shown
    assert "first line\nsecond line</textarea>" in shown


async def test_an_edit_of_what_has_changed_meanwhile_is_refused_and_kept(
    sandbox: Sandbox, visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    seen = etag(cases)
    sandbox.edit_row(cases.display_name, 1, {"Summary": "Mine"}, person="Sam Other")
    answer = await visitor.post(ROW, data={"State": "Advice given", "etag": seen})
    assert answer.status_code == 400
    assert "changed by Sam Other" in answer.text
    assert '<option value="Advice given" selected>' in answer.text
    assert cases.rows[1].fields["State"] == "Received"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"Weight": "heavy"}, "A number or a date is not one."),
        ({"DecidedOn": "tomorrow"}, "A number or a date is not one."),
        ({"Reference": "x" * 256}, "takes at most 255"),
    ],
)
async def test_a_value_that_the_list_does_not_take_is_refused_in_words(
    visitor: httpx.AsyncClient, cases: SharePointList, typed: dict[str, str], told: str
) -> None:
    answer = await visitor.post(ROW, data={**typed, "etag": etag(cases)})
    assert answer.status_code == 400
    assert told in answer.text


async def test_a_row_can_be_added_and_a_reference_stands_once(
    visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    new = "/registers/Cases of Concern/new"
    added = await visitor.post(new, data={"Reference": "COC-2026-002", "person": MANAGER})
    assert "Added COC-2026-002" in added.text
    again = await visitor.post(new, data={"Reference": "coc-2026-002"})
    assert "duplicate values were found" in again.text
    assert len(cases.rows) == 2


async def test_a_stranger_cannot_be_named_as_the_editor(
    visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    edit = {"State": "Advice given", "person": "Mallory", "etag": etag(cases)}
    await visitor.post(ROW, data=edit)
    assert cases.rows[1].latest.by.name == MANAGER


async def test_what_a_row_says_is_escaped(
    visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    hostile = '"><script>alert(1)</script></textarea>'
    await visitor.post(ROW, data={"Summary": hostile, "Reference": hostile, "etag": etag(cases)})
    for place in (ROW, "/registers/Cases of Concern", "/"):
        assert "<script>alert" not in (await visitor.get(place)).text


async def test_whoever_is_hooked_in_notices_an_edit(
    sandbox: Sandbox, visitor: httpx.AsyncClient, cases: SharePointList
) -> None:
    async def close() -> list[str]:
        sandbox.edit_row(cases.display_name, 1, {"Summary": "Closed"}, person="Sam Other")
        return []

    sandbox.after_row_edited.append(close)
    answer = await visitor.post(ROW, data={"State": "Advice given", "etag": etag(cases)})
    assert "COC-2026-001 in Cases of Concern: Summary Closed (Sam Other)" in answer.text


async def test_dates_and_addresses_within_texts_read_as_people_write_them(
    sandbox: Sandbox, visitor: httpx.AsyncClient, graph: httpx.AsyncClient, site: str
) -> None:
    columns: list[dict[str, Any]] = [
        {"name": name, "text": {}} for name in ("Recipient", "Children")
    ]
    await graph.post(f"{site}/lists", json={"displayName": "Invented", "columns": columns})
    known = sandbox.cast.senders[0]
    children = "Lee Exampleton, born 2012-03-22; file 2012-13-22, COC-2026-03-22"
    told = {"Title": "One", "Recipient": known.address, "Children": children}
    sandbox.add_row("Invented", told, person="Sam Other")
    shown = (await visitor.get("/registers/Invented")).text
    assert "Lee Exampleton, born 22 Mar 2012; file 2012-13-22, COC-2026-03-22" in shown
    assert known.name in shown
