"""The service: which job runs when, each in its own boundary, until it is asked to stop."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.jobs.cursors import Cursors
from bot.jobs.decisions import Decisions
from bot.jobs.digest import tell_the_team
from bot.jobs.handover import hand_over
from bot.jobs.histories import keep_histories
from bot.jobs.intake import Intake
from bot.jobs.meetings import keep_meetings
from bot.jobs.papers import prepare_papers
from bot.jobs.perform import Performer
from bot.jobs.progress import keep_progress
from bot.jobs.reminders import remind
from bot.jobs.reports import file_reports
from bot.jobs.roster import Roster
from bot.jobs.triage import draw_up_sheets
from bot.jobs.untouched import Untouched
from bot.jobs.watch import Seen, Watch, Webhook, by_log_only
from bot.jobs.workplace import Workplace
from bot.process.effects import Perform
from bot.process.themes import load_themes
from bot.settings import Settings
from bot.signing_in import ends_on

log = logging.getLogger(__name__)
Job = Callable[[], Awaitable[object]]
MISSED_POLLS = 5  # after which the mailbox counts as silent
GRACE = 30.0  # seconds to finish in: a service manager usually gives ninety before it kills


@dataclass(slots=True)
class Pulse:
    """How the jobs fare: when each last went well, and what was wrong with those that did not.

    `failing` is since when those have gone wrong.
    """

    clock: Callable[[], datetime]
    went_well: dict[str, datetime] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    failing: dict[str, datetime] = field(default_factory=dict)

    async def watch(self, name: str, job: Job) -> bool:
        """Run a job; whatever goes wrong stays with it, is logged once and shows in the health."""
        try:
            await job()
        except Exception as error:  # noqa: BLE001 - the boundary that keeps jobs apart
            told = str(error) if type(error).__module__.startswith("bot.") else _unexpected(error)
            if _but_for_the_request(self.troubles.get(name, "")) != _but_for_the_request(told):
                log.error("%s: %s", name, told)  # noqa: TRY400 - a traceback may quote a form
            self.troubles[name] = told
            self.failing.setdefault(name, self.clock())
            return False
        self.failing.pop(name, None)
        if self.troubles.pop(name, None):
            log.info("%s: recovered", name)
        self.went_well[name] = self.clock()
        return True


class Service:
    """All jobs over one workplace. `perform` replaces the performing, for a dry run."""

    def __init__(
        self, workplace: Workplace, settings: Settings, *, perform: Perform | None = None
    ) -> None:
        self._work = workplace
        self._settings = settings
        self._dry = perform is not None
        self.perform: Perform = perform or Performer(workplace).perform
        cursors = Cursors(settings.state)
        self._roster = Roster(workplace.register, workplace.partnership, workplace.clock)
        self.intake = Intake(
            workplace,
            cursors,
            self.perform,
            known=self._roster.known,
            untouched=Untouched(settings.state / "untouched", rules=_rules(workplace, settings)),
            dry=self._dry,
        )
        self._cursors = cursors
        self._themes = load_themes(settings.themes)
        self.pulse = Pulse(workplace.clock)
        self.watch = Watch(
            workplace,
            self.seen,
            patience=timedelta(seconds=settings.poll_seconds * MISSED_POLLS),
            cursors=cursors,
            tell=Webhook(settings.alarm_webhook).tell if settings.alarm_webhook else by_log_only,
            signing_in_ends=ends_on(settings),
        )
        self._reach = timedelta(days=settings.reconcile_days)

    @property
    def jobs(self) -> dict[str, Job]:
        """The jobs by name, in the order in which one round runs them."""
        work, now = self._work, self._with_members
        jobs: dict[str, Job] = {
            "intake": self.intake.poll,
            "decisions": self._decide,
            "members": now(partial(hand_over, roster=self._roster)),
            "reconciling": lambda: self.intake.reconcile(self._reach),
            "triage": now(partial(draw_up_sheets, themes=self._themes)),
            "meetings": now(keep_meetings),
            "papers": now(prepare_papers),
            "reports": now(partial(file_reports, themes=self._themes)),
            "progress": lambda: keep_progress(work, self.perform),
            "reminders": now(remind),
            "digest": now(partial(tell_the_team, roster=self._roster)),
            "outbox": work.outbox.send_waiting,
            "sweep": work.outbox.sweep,
            "histories": self._keep_histories,
            "watch": self.watch.look,
        }
        if self._dry:
            del jobs["outbox"], jobs["sweep"], jobs["histories"], jobs["watch"]
        return jobs

    def _with_members(self, job: Callable[[Workplace, Perform], Awaitable[object]]) -> Job:
        """Give a job that works with the members of the moment, as their list has them."""

        async def run() -> None:
            partnership = await self._roster.partnership()
            await job(replace(self._work, partnership=partnership), self.perform)

        return run

    async def _decide(self) -> None:
        now = replace(self._work, partnership=await self._roster.partnership())
        await Decisions(now, self._cursors, self.perform, dry=self._dry).poll()

    async def _keep_histories(self) -> None:
        known = replace(self._work, partnership=await self._roster.known())
        await keep_histories(known, self.perform, self._cursors)

    def seen(self) -> Seen:
        """Give what the watch and the health endpoint are shown."""
        pulse, reading = self.pulse, self.pulse.went_well.get("intake")
        if "intake" not in pulse.troubles:  # a long poll is no silence while it gets on
            reading = max(filter(None, (reading, self.intake.got_on)), default=None)
        failing = {
            name: (since, pulse.troubles[name])
            for name, since in pulse.failing.items()
            if name not in ("intake", "watch")  # the first is told sooner, the second cannot be
        }
        trouble = pulse.troubles.get("intake", "")
        return Seen(reading, trouble, self.intake.unfinished, failing)

    async def once(self, names: Sequence[str] = ()) -> bool:
        """Run every job once, or those named; tells whether all went well."""
        chosen = {name: job for name, job in self.jobs.items() if not names or name in names}
        return all([await self.pulse.watch(name, job) for name, job in chosen.items()])

    async def run(self, stop: asyncio.Event) -> None:
        """Run the jobs on their rhythms until `stop`; what is under way then is finished."""
        scheduler = AsyncIOScheduler()
        running: set[asyncio.Task[bool]] = set()
        for name, seconds in self._rhythms().items():
            scheduler.add_job(
                self._start,
                "interval",
                args=(name, running),
                seconds=seconds,
                next_run_time=self._work.clock(),
                coalesce=True,
                misfire_grace_time=None,
            )
        scheduler.start()
        await stop.wait()
        scheduler.shutdown(wait=False)
        await _finish(running)
        log.info("stopped")

    async def _start(self, name: str, running: set[asyncio.Task[bool]]) -> None:
        task = asyncio.create_task(self.pulse.watch(name, self.jobs[name]), name=name)
        running.add(task)
        task.add_done_callback(running.discard)
        await asyncio.shield(task)  # when the scheduler stops, what is under way goes on

    def _rhythms(self) -> dict[str, int]:
        """Seconds between the starts of each job."""
        poll = self._settings.poll_seconds
        return {
            "intake": poll,
            "decisions": poll,
            "outbox": min(poll, 15),
            "reconciling": self._settings.reconcile_minutes * 60,
            "sweep": 600,
            "histories": 300,
            "watch": 300,
            "triage": poll,
            "meetings": 3600,
            "papers": 1800,
            "reports": 3600,
            "members": 900,
            "progress": 300,
            "reminders": 900,
            "digest": 900,
        }


def _rules(workplace: Workplace, settings: Settings) -> str:
    """Give all by which mails are judged: where it changes, they are judged anew."""
    wordings = (settings.labels.read_text("utf-8"), settings.mail_words.read_text("utf-8"))
    return "\n".join((version("cscp-bot"), workplace.partnership.model_dump_json(), *wordings))


async def _finish(running: set[asyncio.Task[bool]]) -> None:
    """Let what is under way end by itself; what takes too long is left to the next start."""
    if not running:
        return
    _done, late = await asyncio.wait(running, timeout=GRACE)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


def _but_for_the_request(told: str) -> str:
    """Give a trouble without the request's id, in which alone it may differ from the last."""
    return re.sub(r", request [^ )]+", "", told)


def _unexpected(error: Exception) -> str:
    return f"unexpected {type(error).__name__}: please report it with the lines above"
