"""Takes the README's pictures of the sandbox's page in a headless Chromium: `make pictures`.

They show the first minutes of somebody who tries it: a form, a decision, a week, a reminder.
Besides Chromium they want its British dates and good letters: on Debian chromium-l10n, fonts-inter
and fonts-liberation.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from bot.demo.practice import employed, first_morning, put_to_work
from bot.m365 import quieten_libraries
from bot.partnership import load_partnership
from bot.sandbox import Address, ManualClock, Sandbox, serving
from bot.service import Service
from bot.settings import Settings, SignIn

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
DESKTOP, PHONE = (1200, 800), (360, 740)
A_MONDAY = date(2026, 11, 23)


async def main() -> None:
    """Take all pictures."""
    quieten_libraries()
    async with _served() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=OPTIONS, env={**os.environ, "LANGUAGE": "en_GB"}
        )
        desktop, phone = await _window(browser, DESKTOP), await _window(browser, PHONE)
        await _first_minutes(desktop, address.login_url)
        await _on_a_phone(phone, address.login_url)
        await browser.close()


@asynccontextmanager
async def _served() -> AsyncIterator[Address]:
    clock = ManualClock(first_morning(A_MONDAY))
    sandbox = Sandbox(clock=clock)
    partnership = load_partnership(Settings().config)
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(sign_in=SignIn.SANDBOX, state=Path(state))
        async with (
            serving(sandbox) as address,
            employed(clock, address, settings=settings, partnership=partnership) as stage,
        ):
            await put_to_work(sandbox, Service(*stage), partnership)
            yield address


async def _window(browser: Browser, size: tuple[int, int]) -> Page:
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="en-GB", timezone_id="Europe/London"
    )
    return await context.new_page()


async def _first_minutes(page: Page, base: str) -> None:
    await page.goto(base)
    await page.get_by_role("button", name="Send a ready-made form").click()
    await page.get_by_role("button", name="Send a ready-made form").click()
    await _take(page, "start")
    await page.goto(f"{base}/registers/Cases%20of%20Concern")
    await page.get_by_role("link", name="COC-2026-002").click()
    await page.get_by_label("Decision", exact=True).select_option("Advice")
    await page.get_by_role("button", name="Save").click()
    await _take(page, "decision")
    await page.get_by_role("button", name="Next week").click()
    await page.goto(f"{base}/registers/Cases%20of%20Concern")
    await _take(page, "register")
    await page.goto(f"{base}/notices?kind=Reminder")
    await _take(page, "sent-and-why")
    await page.locator(".mails a").first.click()
    await _take(page, "reminder")
    await page.goto(f"{base}/calendar")
    await page.get_by_text("Answer for somebody").first.click()
    await page.get_by_role("button", name="Accept").first.click()
    await _take(page, "calendar")


async def _on_a_phone(page: Page, base: str) -> None:
    for name, path in (
        ("start", "/"),
        ("register", "/registers/Cases%20of%20Concern"),
        ("entry", "/registers/Cases%20of%20Concern/1"),
        ("sent-and-why", "/notices?kind=Reminder"),
    ):
        await page.goto(f"{base}{path}")
        await _take(page, f"phone-{name}")


async def _take(page: Page, name: str) -> None:
    await page.wait_for_load_state("networkidle")
    taken = Image.open(BytesIO(await page.screenshot())).convert("RGB")
    few_colours = taken.quantize(colors=128, dither=Image.Dither.NONE)
    few_colours.save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
