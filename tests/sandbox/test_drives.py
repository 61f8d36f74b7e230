"""Files: by path and id, in one piece and in fragments."""

import httpx
import pytest

from bot.sandbox import Fault, Sandbox

CONFLICT = "@microsoft.graph.conflictBehavior"
UNIT = 320 * 1024


@pytest.fixture
async def drive(graph: httpx.AsyncClient, site: str) -> str:
    return f"/drives/{(await graph.get(f'{site}/drive')).json()['id']}"


@pytest.fixture
async def bare(sandbox: Sandbox) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app))


async def put(
    graph: httpx.AsyncClient, drive: str, path: str, content: bytes = b"1", conflict: str = ""
) -> httpx.Response:
    query = {CONFLICT: conflict} if conflict else {}
    return await graph.put(f"{drive}/root:/{path}:/content", content=content, params=query)


async def test_a_file_put_by_path_is_there_with_its_folders(
    graph: httpx.AsyncClient, drive: str
) -> None:
    made = await put(graph, drive, "Forms/COC-2026-001/Form é.docx", b"PK")
    assert (made.status_code, made.json()["size"]) == (201, 2)
    assert made.json()["parentReference"]["path"].endswith("root:/Forms/COC-2026-001")
    found = await graph.get(f"{drive}/root:/Forms/COC-2026-001/Form%20%C3%A9.docx")
    assert found.json()["id"] == made.json()["id"]
    children = (await graph.get(f"{drive}/root:/Forms:/children")).json()["value"]
    assert [(c["name"], c["folder"]["childCount"]) for c in children] == [("COC-2026-001", 1)]


async def test_content_is_read_through_a_redirect_that_needs_no_token(
    graph: httpx.AsyncClient, drive: str, bare: httpx.AsyncClient
) -> None:
    made = await put(graph, drive, "a.pdf", b"%PDF")
    answer = await graph.get(f"{drive}/items/{made.json()['id']}/content")
    assert answer.status_code == 302
    assert (await bare.get(answer.headers["Location"])).content == b"%PDF"
    part = await bare.get(answer.headers["Location"], headers={"Range": "bytes=1-2"})
    assert (part.status_code, part.content) == (206, b"PD")


@pytest.mark.parametrize(
    ("conflict", "status", "names"),
    [
        ("fail", 409, ["a.txt"]),
        ("replace", 200, ["a.txt"]),
        ("", 200, ["a.txt"]),
        ("rename", 201, ["a.txt", "a 1.txt"]),
    ],
)
async def test_a_name_taken_is_handled_as_asked(
    graph: httpx.AsyncClient, drive: str, conflict: str, status: int, names: list[str]
) -> None:
    await put(graph, drive, "a.txt")
    again = await put(graph, drive, "A.txt" if conflict != "rename" else "a.txt", b"2", conflict)
    assert again.status_code == status
    children = (await graph.get(f"{drive}/root/children")).json()["value"]
    assert [child["name"] for child in children] == names


async def test_a_conflict_names_itself(graph: httpx.AsyncClient, drive: str) -> None:
    await put(graph, drive, "a.txt")
    answer = await put(graph, drive, "a.txt", conflict="fail")
    assert answer.json()["error"]["code"] == "nameAlreadyExists"


@pytest.mark.parametrize("name", ["a*b.txt", "trailing.", "con", "~$a.docx", "a|b", "_vti_x"])
async def test_a_name_that_sharepoint_does_not_take_is_refused(
    graph: httpx.AsyncClient, drive: str, name: str
) -> None:
    assert (await put(graph, drive, name)).status_code == 400


async def test_a_file_goes_into_a_folder_by_its_id(graph: httpx.AsyncClient, drive: str) -> None:
    folder = await graph.post(f"{drive}/root/children", json={"name": "F", "folder": {}})
    assert folder.status_code == 201
    path = f"{drive}/items/{folder.json()['id']}:/a.txt:/content"
    assert (await graph.put(path, content=b"1")).status_code == 201
    assert (await graph.get(f"{drive}/root:/F/a.txt")).status_code == 200


async def test_an_empty_file_is_a_file(graph: httpx.AsyncClient, drive: str) -> None:
    made = await put(graph, drive, "empty.txt", b"")
    assert (made.json()["size"], "file" in made.json()) == (0, True)


async def test_a_file_has_a_row_whose_fields_can_be_changed(
    graph: httpx.AsyncClient, site: str, drive: str
) -> None:
    await graph.post(f"{site}/lists/Documents/columns", json={"name": "Ref", "text": {}})
    made = (await put(graph, drive, "a.txt")).json()["id"]
    changed = await graph.patch(f"{drive}/items/{made}/listItem/fields", json={"Ref": "COC-1"})
    row = (await graph.get(f"{drive}/items/{made}/listItem")).json()
    assert changed.status_code == 200
    assert (row["fields"]["Ref"], row["fields"]["FileLeafRef"]) == ("COC-1", "a.txt")
    back = await graph.get(f"{site}/lists/Documents/items/{row['id']}/driveItem")
    assert back.json()["id"] == made


async def test_a_library_of_its_own_has_a_drive(graph: httpx.AsyncClient, site: str) -> None:
    library = {"displayName": "Forms", "list": {"template": "documentLibrary"}}
    made = (await graph.post(f"{site}/lists", json=library)).json()["id"]
    drive = (await graph.get(f"{site}/lists/{made}/drive")).json()
    assert drive["name"] == "Forms"
    assert len((await graph.get(f"{site}/drives")).json()["value"]) == 2
    assert (await put(graph, f"/drives/{drive['id']}", "a.txt")).status_code == 201


async def test_rows_cannot_be_made_in_a_library(graph: httpx.AsyncClient, site: str) -> None:
    answer = await graph.post(f"{site}/lists/Documents/items", json={"fields": {"Title": "x"}})
    assert answer.status_code == 400


async def test_a_deleted_folder_takes_its_files_along(graph: httpx.AsyncClient, drive: str) -> None:
    made = (await put(graph, drive, "F/a.txt")).json()["id"]
    assert (await graph.delete(f"{drive}/root:/F")).status_code == 204
    assert (await graph.get(f"{drive}/items/{made}")).status_code == 404


async def test_a_stale_etag_does_not_replace(graph: httpx.AsyncClient, drive: str) -> None:
    made = (await put(graph, drive, "a.txt")).json()
    path = f"{drive}/items/{made['id']}/content"
    header = {"If-Match": made["eTag"]}
    assert (await graph.put(path, content=b"2", headers=header)).status_code == 200
    assert (await graph.put(path, content=b"3", headers=header)).status_code == 412


async def test_earlier_contents_are_kept_and_can_be_restored(
    graph: httpx.AsyncClient, drive: str
) -> None:
    made = (await put(graph, drive, "a.txt", b"one")).json()["id"]
    await put(graph, drive, "a.txt", b"three")
    path = f"{drive}/items/{made}/versions"
    listed = (await graph.get(path)).json()["value"]
    assert [(v["id"], v["size"]) for v in listed] == [("2.0", 5), ("1.0", 3)]
    assert (await graph.get(f"{path}/1.0/content")).content == b"one"
    assert (await graph.post(f"{path}/1.0/restoreVersion")).status_code == 204
    assert (await graph.get(f"{drive}/items/{made}")).json()["size"] == 3
    assert (await graph.get(f"{path}/9.0/content")).status_code == 404


async def session(graph: httpx.AsyncClient, drive: str, conflict: str = "fail") -> str:
    content = {"item": {CONFLICT: conflict, "name": "big.bin"}}
    answer = await graph.post(f"{drive}/root:/big.bin:/createUploadSession", json=content)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["uploadUrl"])


def part(first: int, size: int, total: int) -> dict[str, str]:
    return {"Content-Range": f"bytes {first}-{first + size - 1}/{total}"}


async def test_fragments_in_order_make_a_file(
    graph: httpx.AsyncClient, drive: str, bare: httpx.AsyncClient
) -> None:
    url, total = await session(graph, drive), UNIT + 5
    first = await bare.put(url, content=b"a" * UNIT, headers=part(0, UNIT, total))
    assert (first.status_code, first.json()["nextExpectedRanges"]) == (202, [f"{UNIT}-"])
    last = await bare.put(url, content=b"b" * 5, headers=part(UNIT, 5, total))
    assert (last.status_code, last.json()["size"]) == (201, total)
    assert (await bare.get(url)).status_code == 404


async def test_a_fragment_out_of_order_or_of_a_wrong_size_is_refused(
    graph: httpx.AsyncClient, drive: str, bare: httpx.AsyncClient
) -> None:
    url = await session(graph, drive)
    odd = await bare.put(url, content=b"a" * 100, headers=part(0, 100, 1000))
    ahead = await bare.put(url, content=b"a" * UNIT, headers=part(UNIT, UNIT, 3 * UNIT))
    assert (odd.status_code, ahead.status_code) == (400, 416)
    assert (await bare.get(url)).json()["nextExpectedRanges"] == ["0-"]


async def test_a_conflict_shows_only_with_the_last_fragment(
    graph: httpx.AsyncClient, drive: str, bare: httpx.AsyncClient
) -> None:
    await put(graph, drive, "big.bin")
    url = await session(graph, drive)
    answer = await bare.put(url, content=b"abc", headers=part(0, 3, 3))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "nameAlreadyExists")


async def test_a_fragment_can_arrive_and_its_answer_be_lost(
    sandbox: Sandbox, graph: httpx.AsyncClient, drive: str, bare: httpx.AsyncClient
) -> None:
    url = await session(graph, drive)
    sandbox.plan_fault(Fault("PUT", "/_upload", status=502, when="after"))
    lost = await bare.put(url, content=b"a" * UNIT, headers=part(0, UNIT, UNIT + 1))
    assert lost.status_code == 502
    assert (await bare.get(url)).json()["nextExpectedRanges"] == [f"{UNIT}-"]


async def test_a_token_sent_to_an_upload_url_is_a_violation(
    sandbox: Sandbox, graph: httpx.AsyncClient, drive: str
) -> None:
    url = await session(graph, drive)
    answer = await graph.put(url, content=b"abc", headers=part(0, 3, 3))
    assert answer.status_code == 401
    assert sandbox.violations[0].kind == "token sent to an upload URL"


async def test_a_session_can_be_cancelled(
    graph: httpx.AsyncClient, drive: str, bare: httpx.AsyncClient
) -> None:
    url = await session(graph, drive)
    assert (await bare.delete(url)).status_code == 204
    assert (await bare.put(url, content=b"abc", headers=part(0, 3, 3))).status_code == 404
