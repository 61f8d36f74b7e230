import os
from collections.abc import Callable

import pytest

from bot.m365 import Library, Microsoft365, NotFound
from bot.sandbox import Sandbox

SMALL = bytes(range(256))
LARGE = os.urandom(11 * 1024 * 1024)
PATH = "COC-2026-001/Form – O'Brien & co #1 100%.docx"
Plan = Callable[..., None]


@pytest.fixture
def library(m365: Microsoft365) -> Library:
    return m365.library


@pytest.mark.parametrize("content", [b"", SMALL, LARGE], ids=["empty", "small", "large"])
async def test_a_document_comes_back_byte_for_byte(library: Library, content: bytes) -> None:
    filed = await library.file(PATH, content)
    assert filed.name == PATH.partition("/")[2]
    assert filed.size == len(content)
    assert await library.read(PATH) == content


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
async def test_filing_again_gives_what_is_there(library: Library, content: bytes) -> None:
    first = await library.file(PATH, content)
    assert await library.file(PATH, content) == first
    assert await library.file(PATH, b"something else") == first
    assert await library.read(PATH) == content


@pytest.mark.parametrize(
    "fault", [{"status": 504}, {"status": 429, "retry_after": "3"}, {"kind": "reset"}]
)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_document_is_filed_once_whatever_the_answer(
    library: Library, plan: Plan, fault: dict[str, object], when: str
) -> None:
    plan("PUT", "/content$", when=when, **fault)
    filed = await library.file(PATH, SMALL)
    assert await library.find(PATH) == filed
    assert await library.read(PATH) == SMALL


async def test_a_document_that_is_not_there_is_none(library: Library) -> None:
    assert await library.find(PATH) is None
    with pytest.raises(NotFound):
        await library.read(PATH)


async def test_changes_tell_of_documents_by_path_and_by_whom_and_leave_folders_out(
    library: Library, sandbox: Sandbox
) -> None:
    await library.file(PATH, SMALL)
    first = await library.changes(None)
    assert [(paper.path, paper.filed_by) for paper in first.items] == [(PATH, "")]
    put_by_a_person(sandbox, "COC-2026-001/a/note.docx")
    then = await library.changes(first.delta_link)
    [paper] = then.items
    assert (paper.path, paper.filed_by) == ("COC-2026-001/a/note.docx", "Morgan Samplewright")
    assert paper.filed_on == sandbox.clock.now().replace(microsecond=0)


def put_by_a_person(sandbox: Sandbox, path: str) -> None:
    drives, sites = sandbox.tenant.drives, sandbox.tenant.sites
    [site] = sites.all()
    [drive] = drives.of_site(site)
    put = drives.placed(drive, f"root:/{path}", "fail", None)
    drives.put_file(drive, put, SMALL, sites.person(site, "Morgan Samplewright"))


async def test_people_find_the_library_in_a_browser(library: Library, sandbox: Sandbox) -> None:
    url = await library.web_url()
    assert url.startswith(f"https://{sandbox.names.site_host}/")
