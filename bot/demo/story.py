"""The story itself: mails arrive, people act, the service runs its rounds, six weeks pass."""

import asyncio
import smtplib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.demo.acting import Act
from bot.demo.agencies import MAILBOX
from bot.demo.calendar import FIRST, MORNING, moments, moments_after
from bot.demo.deciding import deciding
from bot.demo.mails import MAILS, Sending
from bot.demo.practice import employed
from bot.demo.telling import Teller
from bot.demo.watching import Watcher
from bot.jobs.workplace import Workplace
from bot.partnership import Clock, Partnership
from bot.process.days import LONDON
from bot.sandbox import Address, ManualClock, Sandbox, serving
from bot.service import Service
from bot.settings import Settings

STAGE_LIMIT = Clock(
    name="stage 4",
    label="response at Stage 4",
    counts_from="stage_4_on",
    working_days=5,
    met_by=("resolved_on", "stage_5_on"),
    tell=("agency_leads", "business_manager"),
    remind_at=(0, 1, 5),
)
MOVED_ON = datetime(2026, 12, 14, 8, 30, tzinfo=LONDON)


class Story:
    """Tells one run of the service; everything that it shows was read from the tenant.

    `service` is the one at work at the end of the story.
    """

    service: Service

    def __init__(
        self, sandbox: Sandbox, clock: ManualClock, address: Address, teller: Teller
    ) -> None:
        self._sandbox = sandbox
        self._clock = clock
        self._address = address
        self._teller = teller
        self._watcher = Watcher(sandbox)

    async def tell(self, workplace: Workplace, settings: Settings) -> bool:
        """Live through six weeks; tells whether every round went well."""
        mails, deeds = list(MAILS), list(deciding())
        self.service = Service(workplace, settings)
        well = True
        for moment in moments([mail.at for mail in mails], [act.at for act in deeds]):
            await self._before(moment, mails, deeds)
            self._clock.set(max(moment, self._clock.now()))
            if moment.date() == MOVED_ON.date() and moment.time() == MORNING:
                self.service = self._move_a_meeting(workplace, settings)
            well = await self.service.once() and well
            self._teller.consequences(self._clock.now(), self._watcher.news())
        return well

    async def go_on(self, deeds: Sequence[Act], mornings: tuple[date, ...]) -> bool:
        """Live on through what people do after the six weeks, with the mornings that matter."""
        to_come, well = list(deeds), True
        for moment in moments_after([act.at for act in deeds], mornings):
            await self._before(moment, [], to_come)
            self._clock.set(max(moment, self._clock.now()))
            well = await self.service.once() and well
            self._teller.consequences(self._clock.now(), self._watcher.news())
        return well

    async def _before(self, moment: datetime, mails: list[Sending], deeds: list[Act]) -> None:
        """Let happen what is due before the service looks again."""
        while mails and mails[0].at <= moment:
            sending = mails.pop(0)
            self._clock.set(max(sending.at, self._clock.now()))
            self._teller.event(sending.at, sending.told)
            await asyncio.to_thread(self._send, sending)
        while deeds and deeds[0].at <= moment:
            deed = deeds.pop(0)
            self._clock.set(max(deed.at, self._clock.now()))
            self._teller.event(deed.at, deed.told)
            deed.do(self._sandbox)

    def _send(self, sending: Sending) -> None:
        with smtplib.SMTP(self._address.smtp_host, self._address.smtp_port) as smtp:
            smtp.send_message(sending.message(), to_addrs=[MAILBOX])

    def _move_a_meeting(self, workplace: Workplace, settings: Settings) -> Service:
        """The Meeting Schedule is changed, and the service started again with it."""
        self._teller.event(MOVED_ON, "The February meeting is moved by a week in the schedule")
        meetings = tuple(
            meeting.model_copy(update={"on": date(2027, 2, 18)})
            if meeting.on == date(2027, 2, 11)
            else meeting
            for meeting in workplace.partnership.meetings
        )
        partnership = workplace.partnership.model_copy(update={"meetings": meetings})
        return Service(replace(workplace, partnership=partnership), settings)


@asynccontextmanager
async def demonstration(
    settings: Settings, partnership: Partnership, state: Path
) -> AsyncIterator[tuple[Sandbox, ManualClock, Address, Workplace, Settings]]:
    """Start a sandbox at the story's first morning, and a workplace connected to it."""
    clock = ManualClock(datetime.combine(FIRST, MORNING, LONDON))
    sandbox = Sandbox(clock=clock, seed=1)
    async with serving(sandbox) as address:
        limited = {**partnership.clocks, "escalation": (STAGE_LIMIT,)}
        configured = partnership.model_copy(update={"clocks": limited})
        kept_apart = settings.model_copy(update={"state": state})
        async with employed(clock, address, settings=kept_apart, partnership=configured) as stage:
            yield sandbox, clock, address, *stage
