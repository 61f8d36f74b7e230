"""Standing deadlines: what comes round by itself, counted from the day it was last done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.partnership import Partnership, Standing
from bot.process.clocks import months_after
from bot.process.effects import Tell
from bot.process.keys import digest
from bot.process.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Turn:
    """A standing deadline and the day on which it next falls due."""

    standing: Standing
    due: date

    def reached(self, today: date, days: WorkingDays) -> int | None:
        """Give the latest reminder, in working days from the due day, whose day has come."""
        start = days.on_or_after(self.due)
        return max(
            (step for step in self.standing.remind_at if days.shift(start, step) <= today),
            default=None,
        )


def turns(partnership: Partnership) -> tuple[Turn, ...]:
    """Give every standing deadline with its day."""
    return tuple(
        Turn(each, months_after(each.last, each.every_months)) for each in partnership.standing
    )


def letters(partnership: Partnership, today: date, days: WorkingDays) -> Iterable[Tell]:
    """Write the reminders whose day has come, one to each post; each is sent once."""
    for turn in turns(partnership):
        step = turn.reached(today, days)
        if step is None:
            continue
        for address in dict.fromkeys(map(partnership.team.address, turn.standing.tell)):
            yield Tell(
                template="standing.md",
                recipient=address,
                reference=turn.standing.name,
                key=digest("standing", turn.standing.name, str(turn.due), str(step), address),
                facts={"label": turn.standing.label, "due": turn.due, "today": today},
            )
