"""The page in a real browser: accessible by axe's rules, narrow enough, usable by keyboard."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from bot.sandbox import Sandbox, serving
from bot.sandbox.calendar.model import Event
from bot.sandbox.sites.lists import SharePointList
from tests.sandbox.page.browser import DESKTOP, PHONE, launched, needs_chromium, window

# One browser for all: to start one takes longer than most of what it then does.
pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PLACES = (
    *("/", "/send", "/mail", "/mail/CSCP@croydon.gov.uk", "/registers", "/calendar", "/notices"),
    *("/registers/Cases of Concern", "/registers/Cases of Concern/1", "/requests", "/clock"),
    *("/library", "/library/Documents", "/mail/nobody@x.example"),
)
LAID_OUT_ANEW = ("/", "/registers/Cases of Concern", "/registers/Cases of Concern/1", "/calendar")
LETTER = b"""From: Sam Worker <worker@school.example>\r
To: CSCP@croydon.gov.uk\r
Subject: A form with a veryveryveryveryveryveryveryveryveryveryverylongword\r
Content-Type: text/html\r
\r
<script>parent.document.title = document.title = "ran"</script><img src=x onerror="alert(1)">\r
<p style="height: 900px">Hello</p>\r
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def base(sandbox: Sandbox, cases: SharePointList, meeting: Event) -> AsyncIterator[str]:
    """A sandbox with something in every place."""
    sandbox.edit_row(cases.display_name, 1, {"Summary": "Long " * 50}, person="Sam Other")
    named = {"Reference": "An invented agency whose name is as long as agencies like theirs to be"}
    sandbox.add_row(cases.display_name, named, person="Sam Other")
    assert meeting.attendees
    sandbox.deliver(LETTER)
    async with serving(sandbox) as address:
        yield address.login_url


async def violations(page: Page) -> list[tuple[str, str]]:
    """(rule, where) of everything that axe-core objects to."""
    found: dict[str, Any] = (await Axe().run(page, options=RULES)).response
    return [(one["id"], node["html"]) for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_every_place_is_accessible_and_never_too_wide(
    chromium: Browser, base: str, sandbox: Sandbox, size: tuple[int, int]
) -> None:
    letter = f"/mail/CSCP@croydon.gov.uk/{sandbox.messages()[0].immutable_id}"
    (invitation,) = sandbox.messages("chair@police.example")
    invited = f"/mail/chair@police.example/{invitation.immutable_id}"
    async with window(chromium, base, size) as page:
        for place in (*PLACES[:-1], letter, invited):
            await page.goto(place)
            if size == DESKTOP or place in LAID_OUT_ANEW:
                assert (place, await violations(page)) == (place, [])
            width = await page.evaluate("document.documentElement.scrollWidth")
            assert (place, width) == (place, size[0])


async def test_what_can_be_pressed_is_large_enough(chromium: Browser, base: str) -> None:
    """WCAG 2.2: 24 by 24 at least, unless it is a link within a text."""
    small = """[...document.querySelectorAll("button, select, input:not([type=hidden]), summary")]
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, b]) => b.width && (b.height < 22 || b.width < 22)).map(([html]) => html)"""
    async with window(chromium, base, PHONE) as page:
        for place in ("/", "/send", "/registers/Cases of Concern/1", "/calendar", "/clock"):
            await page.goto(place)
            assert (place, await page.evaluate(small)) == (place, [])


async def test_nothing_that_a_mail_brings_runs_and_it_is_shown_whole(
    chromium: Browser, base: str, sandbox: Sandbox
) -> None:
    mail = sandbox.messages()[0]
    async with window(chromium, base) as page:
        await page.goto(f"/mail/CSCP@croydon.gov.uk/{mail.immutable_id}")
        frame = page.locator("iframe")
        await page.frame_locator("iframe").get_by_text("Hello").wait_for()
        assert "ran" not in await page.title()
        box = await frame.bounding_box()
        assert box is not None
        assert box["height"] > 900


async def test_the_clock_can_be_moved_by_keyboard_alone(
    chromium: Browser, base: str, sandbox: Sandbox
) -> None:
    async with window(chromium, base) as page:
        await page.goto("/calendar")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Skip to the content"
        for _ in range(2):
            await page.keyboard.press("Tab")
        outline = "getComputedStyle(document.activeElement).outlineWidth"
        assert await page.evaluate(outline) == "3px"
        await page.keyboard.press("Enter")
        await page.get_by_role("status").get_by_text("It is now Tue 8 Sep 2026").wait_for()
    assert sandbox.clock.now().day == 8


async def test_skipping_leads_to_the_content(chromium: Browser, base: str) -> None:
    async with window(chromium, base) as page:
        await page.goto("/")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "main"


async def test_a_form_is_sent_by_dropping_it(
    chromium: Browser, base: str, sandbox: Sandbox
) -> None:
    dropped = """() => { const data = new DataTransfer();
        data.items.add(new File(["PK"], "dropped.docx")); return data }"""
    async with window(chromium, base) as page:
        await page.goto("/send")
        data = await page.evaluate_handle(dropped)
        await page.dispatch_event("#drop", "drop", {"dataTransfer": data})
        await page.get_by_label("Who sends it").select_option(index=0)
        await page.get_by_role("button", name="Send").click()
        await page.get_by_text("Sent: the mail is in the shared mailbox.").wait_for()
    assert [a.name for a in sandbox.messages()[-1].attachments] == ["dropped.docx"]


async def test_the_page_works_without_scripts(
    chromium: Browser, base: str, cases: SharePointList
) -> None:
    async with window(chromium, base, scripts=False) as page:
        await page.goto("/registers/Cases of Concern/1")
        await page.get_by_label("State").select_option("Advice given")
        await page.get_by_role("button", name="Save").click()
        await page.get_by_text("Saved COC-2026-001").wait_for()
    assert cases.rows[1].fields["State"] == "Advice given"
