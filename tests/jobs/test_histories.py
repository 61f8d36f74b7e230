"""Whoever opens an entry reads what happened to it, by whom and when, each thing once."""

import shutil
from datetime import UTC, datetime, timedelta

import httpx

from bot.demo.agencies import FREE_MAIL, MINDER, SCHOOL, concern
from bot.process.history import LONGEST
from bot.sandbox import Fault
from tests.jobs.reviews import REQUESTS, REVIEWS, asked
from tests.jobs.stage import Latency, Stage, form, mail, playing, surroundings

CASES = "Cases of Concern"
MORGAN = "Morgan Samplewright"
SENDING = ("outbox", "sweep", "histories")
DOUBTFUL = concern(MINDER, "Tam Sampleby", "5 January 2021", "3 December 2026")
IDLE = 3  # requests: the Notices, the Meetings and the library have not changed


def history(stage: Stage, name: str = CASES, row: int = 0) -> list[str]:
    return str(stage.rows(name)[row].get("History", "")).splitlines()


def rewrite(stage: Stage, text: str) -> None:
    stage.edit(CASES, "COC-2026-001", History=text)


async def a_case(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake", *SENDING)


async def a_held_case(stage: Stage) -> None:
    stage.deliver(mail(FREE_MAIL, ("form.docx", DOUBTFUL)))
    await stage.round("intake", *SENDING)


async def test_a_case_tells_of_its_form_its_paper_and_its_acknowledgement(stage: Stage) -> None:
    await a_case(stage)
    came, filed, sent = history(stage)
    assert came == f"24 Nov 2026 10:00, {SCHOOL}: sent the form"
    assert filed.startswith("24 Nov 2026 10:00, the register: filed form-")
    assert sent == "24 Nov 2026 10:00, the register: sent the acknowledgement to the sender"


async def test_who_released_an_acknowledgement_is_told_between_held_and_sent(stage: Stage) -> None:
    await a_held_case(stage)
    stage.clock.advance(timedelta(hours=1))
    stage.edit("Notices", "Held", State="Released")
    await stage.later(*SENDING)
    *_, held, released, sent = history(stage)
    assert "held the acknowledgement to the sender: the address is a free-mail address" in held
    assert released == f"24 Nov 2026 11:00, {MORGAN}: released the acknowledgement to the sender"
    assert sent == "24 Nov 2026 11:11, the register: sent the acknowledgement to the sender"


async def test_a_reminder_is_told_with_the_post_that_had_it_and_what_is_due(stage: Stage) -> None:
    await a_case(stage)
    stage.clock.set(datetime(2026, 12, 1, 10, tzinfo=UTC))
    await stage.round("reminders", *SENDING)
    told = "reminded the Business Manager: Business Manager review, due 1 December 2026"
    assert history(stage)[-1] == f"1 Dec 2026 10:00, the register: {told}"


async def test_a_review_tells_of_what_it_asked_and_each_request_of_its_letter(
    stage: Stage,
) -> None:
    await asked(stage)
    await stage.round("meetings", *SENDING)
    told = "\n".join(history(stage, REVIEWS))
    assert told.count("the register: sent REQ-2026-00") == len(stage.rows(REQUESTS))
    assert "sent REQ-2026-001 to the Detective Inspector" in told
    assert "called the review meeting for" in told
    letter = "wrote to the Detective Inspector: “CSCP: information request REQ-2026-001"
    assert letter in "\n".join(history(stage, REQUESTS))


async def test_a_paper_that_a_person_files_is_told_with_their_name(stage: Stage) -> None:
    await a_case(stage)
    tenant = stage.sandbox.tenant
    [site] = tenant.sites.all()
    drive = tenant.drives.of_list(stage.sandbox.sharepoint_list("Case Files"))
    put = tenant.drives.placed(drive, "root:/COC-2026-001/Note of a call.docx", "fail", None)
    tenant.drives.put_file(drive, put, b"a note", tenant.sites.person(site, MORGAN))
    await stage.later("histories")
    assert history(stage)[-1].endswith(f"{MORGAN}: filed Note of a call.docx")


async def test_what_a_person_made_of_a_history_stays_and_nothing_is_told_again(
    stage: Stage,
) -> None:
    await a_case(stage)
    rewrite(stage, "Rang the school; see my note.")
    shutil.rmtree(stage.settings.state)  # everything is looked at again
    await stage.later("histories")
    assert history(stage) == ["Rang the school; see my note."]


class Writing(Latency):
    """A person writes into a history just before the service does."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.sandbox, stage.clock)
        self._stage = stage
        self.wrote = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH" and not self.wrote:
            self.wrote = True
            rewrite(self._stage, "A person's words.")
        return await super().handle_async_request(request)


async def test_a_person_who_writes_at_the_same_moment_loses_nothing(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake", "outbox")
    around = surroundings(stage.sandbox, transport=Writing(stage))
    async with playing(stage.sandbox, stage.settings.state, around=around) as watched:
        for _ in range(2):
            assert await watched.later("histories")
    first, *others = history(stage)
    assert (first, len(others)) == ("A person's words.", 2)


async def test_a_decision_keeps_its_author_though_the_service_wrote_since(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake", "outbox")
    stage.edit(CASES, "COC-2026-001", Decision="Advice")
    await stage.round("histories")
    await stage.later("decisions")
    assert f"{MORGAN}: Advice: Received → Advice given" in "\n".join(history(stage))


async def test_a_history_too_long_for_its_column_goes_on_in_the_folder(stage: Stage) -> None:
    await a_case(stage)
    rewrite(stage, "\n".join(f"{number} {'x' * 200}" for number in range(250)))
    stage.clock.set(datetime(2026, 12, 1, 10, tzinfo=UTC))
    assert await stage.round("reminders", *SENDING)
    begins, *_, last = history(stage)
    name = begins.partition("folder: ")[2]
    assert stage.files()[f"COC-2026-001/{name}"].startswith(b"0 xxx")
    assert "reminded the Business Manager" in last
    assert len("\n".join(history(stage))) < LONGEST


async def test_a_history_that_cannot_be_written_holds_up_no_other_and_is_made_up_for(
    stage: Stage,
) -> None:
    for number, child in enumerate(("Uma Fictionby", "Ola Fauxley")):
        stage.deliver(mail(SCHOOL, ("form.docx", form(child)), number=number))
    await stage.round("intake", "outbox")
    stage.sandbox.plan_fault(Fault(path="/items/1/fields$", method="PATCH", status=403, count=1))
    assert not await stage.round("histories")
    assert [len(history(stage, row=row)) for row in (0, 1)] == [1, 3]
    assert await stage.later("histories")
    assert [len(history(stage, row=row)) for row in (0, 1)] == [3, 3]


async def test_many_entries_are_read_together_and_what_has_not_changed_costs_three_requests(
    stage: Stage,
) -> None:
    for number in range(3):
        stage.deliver(mail(SCHOOL, ("form.docx", form(f"Uma Fiction{number}")), number=number))
    await stage.round("intake", "outbox")
    asked_for: list[int] = []
    for _ in range(2):
        before = len(stage.requests())
        await stage.round("histories")
        asked_for.append(len(stage.requests(since=before)))
    assert asked_for == [IDLE + 1 + 3, IDLE]
