"""Reports: drafted from the registers when their period is over, or when somebody asks for one."""

import logging
from collections.abc import Sequence

from bot.jobs.learning import ask_members
from bot.jobs.open_entries import OpenEntries
from bot.jobs.workplace import Workplace
from bot.process.days import london_day
from bot.process.effects import FileDocument, Perform, Tell
from bot.process.entry import Entry
from bot.process.figures import Figures
from bot.process.keys import digest
from bot.process.registers import KINDS
from bot.process.report import Observed, Period, Report, ReportKind, period_before, report
from bot.process.standing import letters
from bot.process.themes import ThemeList
from bot.writing.charts import bar_chart
from bot.writing.documents import Picture

log = logging.getLogger(__name__)
FOLDER = "Reports"
READERS = {
    ReportKind.BIMONTHLY: ("learning_officer",),
    ReportKind.QUARTERLY: ("business_manager", "project_officer"),
}


async def file_reports(
    workplace: Workplace, perform: Perform, *, themes: Sequence[ThemeList]
) -> None:
    """File the reports of the periods that are over, and ask for what comes round by itself."""
    now = workplace.clock()
    if not workplace.hours.are_now(now):
        return
    today = london_day(now)
    await perform(list(letters(workplace.partnership, today, workplace.hours.days)))
    await ask_members(workplace, perform)
    for kind in ReportKind:
        period = period_before(today, kind)
        path = f"{FOLDER}/{period.last:%Y-%m} {kind.value}.docx"
        keys = [key for _, key in _readers(workplace, kind, period)]
        if await workplace.outbox.has(keys):
            continue  # filed before they were told, whatever people made of it since
        content = await draft(workplace, kind, period, themes=themes)
        folder = f"{await workplace.m365.library.web_url()}/{FOLDER}"
        await perform([FileDocument(path, content), *_letters(workplace, kind, period, folder)])
        log.info("%s report to %s drafted", kind.value, period.last)


async def draft(
    workplace: Workplace, kind: ReportKind, period: Period, *, themes: Sequence[ThemeList]
) -> bytes:
    """Draw up a report as a Word document."""
    drawn_up = await _report(workplace, kind, period, themes)
    below = workplace.partnership.reports.small_numbers_below
    tables = [{"figures": each, "picture": _picture(each)} for each in drawn_up.tables]
    return workplace.writer.document(
        "report.docx",
        report=drawn_up,
        tables=tables,
        today=workplace.today,
        below=below,
    )


async def _report(
    workplace: Workplace, kind: ReportKind, period: Period, themes: Sequence[ThemeList]
) -> Report:
    still_open = await OpenEntries.observe(workplace.register)
    observed = Observed(
        today=workplace.today,
        entries=await _entries(workplace, still_open, {period.first.year, period.last.year}),
        milestones=still_open.milestones(workplace.partnership.clocks, workplace.hours),
        themes=themes,
        partnership=workplace.partnership,
        names=workplace.register.names,
    )
    return report(kind, period, observed)


def _picture(figures: Figures) -> Picture | None:
    if not figures.is_pictured:
        return None
    return Picture(bar_chart(figures.bars), figures.in_words)


async def _entries(workplace: Workplace, still_open: OpenEntries, years: set[int]) -> list[Entry]:
    """Give what is open, and what was opened in the years of the period, each once."""
    found = {entry.reference: entry for entry in still_open.rows}
    for kind in KINDS.values():
        for year in sorted(years):
            kept = await workplace.register.opened_in(kind, year)
            found |= {one.row.reference: one.row for one in kept}
    return list(found.values())


def _readers(workplace: Workplace, kind: ReportKind, period: Period) -> list[tuple[str, str]]:
    team = workplace.partnership.team
    addresses = dict.fromkeys(team.address(post) for post in READERS[kind])
    return [(a, digest("report", kind.value, str(period.last), a)) for a in addresses]


def _letters(workplace: Workplace, kind: ReportKind, period: Period, folder: str) -> list[Tell]:
    facts = {"label": kind.label, "period": period, "folder": folder}
    return [
        Tell("report.md", address, f"the {kind.label.lower()}", key, facts)
        for address, key in _readers(workplace, kind, period)
    ]
