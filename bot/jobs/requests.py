"""Information requests: sent to the agencies of a review, their returns ticked off, put together.

Each is done once, whatever breaks: rows, documents and notices have keys that the tenant remembers.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress

from bot.jobs.allowance import Allowance
from bot.jobs.kept import Kept
from bot.jobs.register import UnableToFindRow
from bot.jobs.workplace import Workplace
from bot.process.agency_request import RETURNED, SENT, AgencyRequest, answered
from bot.process.days import london_day
from bot.process.effects import AskAgency, DraftReport, FileReturn
from bot.process.history import told
from bot.process.keys import digest
from bot.process.known_agencies import agency_said
from bot.process.notice import Notice, NoticeKind

log = logging.getLogger(__name__)


async def ask_agency(work: Workplace, effect: AskAgency) -> None:
    """Open the request, file its form, and queue the letters; a second time changes nothing."""
    request = effect.request
    if not request.reference:
        kept, _opened = await work.register.open(request)
        request = request.model_copy(update={"reference": kept.row.reference})
    agency = agency_said(request.agency, work.partnership)
    request = request.model_copy(update={"agency": agency})
    folder = f"{await work.m365.library.web_url()}/{request.review}"
    facts = {"request": request, "folder": folder}
    due = request.due_on.isoformat() if request.due_on else ""
    path = f"{request.reference}/{request.review} {request.reference} due {due}.docx"
    await work.m365.library.file(path, work.writer.document(request.document, **facts))
    again, today = request.asked_again_on.split(), work.today
    for address in effect.to:
        answers = address.casefold() == request.member.casefold()
        written = work.writer.letter(
            "information_request.md", **facts, answers_for_it=answers, today=today
        )
        await work.outbox.queue(
            Notice(
                key=digest("request", request.reference, due, *again, address),
                kind=NoticeKind.ANSWER,
                entry=request.reference,
                recipient=address,
                subject=written.subject,
                body=written.body,
                attachment=path,
                why=f"information request for {request.review}",
            )
        )


async def file_return(work: Workplace, allowance: Allowance, effect: FileReturn) -> bool:
    """File a return, tick its request off and thank; tells whether one was certain to be meant."""
    kept = await _meant(work, effect)
    if kept is None:
        return False
    row, paper = kept.row, effect.paper
    await work.m365.library.file(f"{row.review}/{row.reference} {paper.name}", paper.content)
    if paper.name not in row.form_keys:
        await work.register.change(kept, _ticked_off(row, effect))
        log.info("%s returned", row.reference)
    await work.outbox.queue(await allowance.within_reason(_thanks(work, row, effect)))
    return True


async def requests_of(work: Workplace, review: str) -> list[Kept[AgencyRequest]]:
    """Read what a review asked of the agencies, answered or not."""
    asked = work.register.where(AgencyRequest, "review", (review,))
    return await work.register.rows(AgencyRequest, asked)


async def draft_report(work: Workplace, effect: DraftReport) -> None:
    """Write the report's draft from the returns there are, under the day's name."""
    today = work.today
    requests = [kept.row for kept in await requests_of(work, effect.review)]
    content = work.writer.document(
        "rapid-review-report.docx",
        review=effect.review,
        today=today,
        returned=[row for row in requests if row.state == RETURNED],
        missing=[row for row in requests if row.state == SENT],
        guidance=work.partnership.rapid_reviews.guidance,
    )
    returns = sum(row.state == RETURNED for row in requests)
    name = f"{effect.review} report, draft of {today.isoformat()}, {returns} returns.docx"
    path = f"{effect.review}/{name}"
    await work.m365.library.file(path, content)
    log.info("report of %s drafted", effect.review)


async def _meant(work: Workplace, effect: FileReturn) -> Kept[AgencyRequest] | None:
    """Find the request that a return answers: the one it names, or the agency's in that review."""
    for named in effect.references:
        if work.register.names.kind_of(named) is AgencyRequest:
            with suppress(UnableToFindRow):
                return await work.register.by_key(AgencyRequest, "Reference", named)
    found: list[Kept[AgencyRequest]] = []
    for named in effect.references:
        found += await requests_of(work, named)
    return _answered(found, work, effect)


def _answered(
    found: Sequence[Kept[AgencyRequest]], work: Workplace, effect: FileReturn
) -> Kept[AgencyRequest] | None:
    request = answered(
        [kept.row for kept in found],
        sender=effect.sender,
        named=effect.agency,
        partnership=work.partnership,
    )
    return next((kept for kept in found if kept.row == request), None)


def _ticked_off(row: AgencyRequest, effect: FileReturn) -> dict[str, object]:
    """Give what a return changes: a person's words stay, and a second return adds its form."""
    answers = {name: said for name, said in effect.answers.items() if not getattr(row, name)}
    day = london_day(effect.returned_on)
    line = told(row.history, at=effect.returned_on, who=effect.sender, what="sent the return")
    return {
        **answers,
        "state": RETURNED,
        "returned_on": row.returned_on or day,
        "returned_by": row.returned_by or effect.sender,
        "form_keys": f"{row.form_keys} {effect.paper.name}".strip(),
        "history": line,
    }


def _thanks(work: Workplace, row: AgencyRequest, effect: FileReturn) -> Notice:
    written = work.writer.letter("return_received.md", request=row)
    return Notice(
        key=digest("thanks", row.reference, effect.paper.name, effect.sender),
        kind=NoticeKind.ACKNOWLEDGEMENT,
        entry=row.reference,
        recipient=effect.sender,
        subject=written.subject,
        body=written.body,
        why="a return arrived",
    )
