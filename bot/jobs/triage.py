"""Triage: every new Case of Concern gets its sheet in its folder, soon after it was opened.

What the sheet is held against is the registers of the last years, read only when there is a new
case to draw a sheet up for.
"""

import logging
from collections.abc import Sequence

from bot.jobs.kept import Kept
from bot.jobs.register import Register
from bot.jobs.workplace import Workplace
from bot.process.case import Case
from bot.process.case_of_concern import UNDER_REVIEW, CaseOfConcern
from bot.process.effects import ChangeEntry, Effect, FileDocument, Perform
from bot.process.registers import KINDS
from bot.process.themes import ThemeList
from bot.process.triage import sheet, sheet_name

log = logging.getLogger(__name__)
YEARS = 3


async def draw_up_sheets(
    workplace: Workplace, perform: Perform, *, themes: Sequence[ThemeList]
) -> None:
    """Draw up the sheets that are lacking, or whose case has had a newer form since."""
    register = workplace.register
    kept = await register.rows(CaseOfConcern, register.where(CaseOfConcern, "state", UNDER_REVIEW))
    lacking = [one for one in kept if one.row.reference and await _lacks(register, one)]
    if not lacking:
        return
    others = await _registered(workplace)
    for one in lacking:
        await perform(_effects(workplace, one, others, themes))
        log.info("triage sheet of %s drawn up", one.row.reference)


async def _lacks(register: Register, kept: Kept[CaseOfConcern]) -> bool:
    """Tell whether a case is without its sheet; one whose sheet a person took out is to be so."""
    if kept.row.triage_sheet.endswith(sheet_name(kept.row)):
        return False
    return not kept.edited_by or "triage_sheet" not in await register.peoples_fields(kept)


async def _registered(workplace: Workplace) -> list[Case]:
    """Read the entries about children of this year and the ones before."""
    year = workplace.today.year
    found: list[Case] = []
    for kind in KINDS.values():
        if issubclass(kind, Case):
            for since in range(year - YEARS + 1, year + 1):
                kept = await workplace.register.opened_in(kind, since)
                found += [one.row for one in kept]
    return found


def _effects(
    workplace: Workplace,
    kept: Kept[CaseOfConcern],
    others: Sequence[Case],
    themes: Sequence[ThemeList],
) -> list[Effect]:
    case, today = kept.row, workplace.today
    drawn_up = sheet(case, others, themes, workplace.partnership, workplace.hours)
    content = workplace.writer.document("triage-sheet.docx", sheet=drawn_up, today=today)
    name = sheet_name(case)
    return [
        FileDocument(f"{case.reference}/{name}", content),
        ChangeEntry(
            CaseOfConcern,
            kept.id,
            kept.etag,
            case.reference,
            {"triage_sheet": f"{case.folder}/{name}"},
        ),
    ]
