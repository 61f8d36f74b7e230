"""The system's Chromium, headless, as a visitor has it; tests are skipped where there is none."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize, async_playwright

CHROMIUM = shutil.which("chromium") or ""
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
DESKTOP, PHONE = (1280, 800), (360, 640)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        await browser.close()


@asynccontextmanager
async def window(
    browser: Browser, base: str, size: tuple[int, int] = DESKTOP, *, scripts: bool = True
) -> AsyncIterator[Page]:
    """A window of that size; whatever the page's own scripts or policy run into fails the test."""
    complaints: list[str] = []
    context = await browser.new_context(
        base_url=base,
        viewport=ViewportSize(width=size[0], height=size[1]),
        java_script_enabled=scripts,
        locale="en-GB",
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if _is_ours(told) else None)
    yield page
    await context.close()
    assert complaints == []


def _is_ours(told: ConsoleMessage) -> bool:
    """What a mail was kept from doing in its frame is no complaint about the page."""
    return told.type == "error" and "/body" not in f"{told.location['url']} {told.text}"
