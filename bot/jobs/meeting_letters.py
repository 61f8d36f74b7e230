"""What people are told about a meeting, beside its invitation, and how its row is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.jobs.kept import Kept
from bot.jobs.workplace import Workplace
from bot.partnership import Partnership
from bot.process.effects import ChangeEntry, Effect, Tell
from bot.process.keys import digest
from bot.process.meeting import Meeting, as_told
from bot.process.quoracy import chair_of

WHATEVER_CAME_BETWEEN = ""  # these columns are the service's own


@dataclass(frozen=True, slots=True)
class About:
    """A meeting to write about; of what people typed into its row only what `as_told` allows."""

    meeting: Meeting
    partnership: Partnership

    def letter(self, template: str, recipient: str, told: str = "", **facts: object) -> Tell:
        """Write a letter; `told` is what makes it another than the last."""
        meeting = self.meeting
        return Tell(
            template=template,
            recipient=recipient,
            reference=meeting.entry or f"the meeting on {meeting.day}",
            key=digest(template, meeting.key, str(meeting.starts), told, recipient),
            facts={"meeting": as_told(meeting, self.partnership), "told": told, **facts},
        )


def change(kept: Kept[Meeting], changes: Mapping[str, Any]) -> ChangeEntry:
    """Change a meeting's row."""
    named = f"the meeting on {kept.row.day}"
    return ChangeEntry(Meeting, kept.id, WHATEVER_CAME_BETWEEN, named, changes)


def chair_and_manager(workplace: Workplace, meeting: Meeting) -> tuple[str, ...]:
    """Give the addresses of a meeting's Chair and of the Business Manager, each once."""
    partnership = workplace.partnership
    chair = chair_of(meeting.chair, partnership)
    return tuple(dict.fromkeys((chair, partnership.team.address("business_manager"))))


def ask_the_chair(
    workplace: Workplace, kept: Kept[Meeting], waiting: Sequence[str]
) -> list[Effect]:
    """Ask once for the Chair's agreement to those who wait for it, and show them in the list."""
    told = "\n".join(waiting)
    if told == kept.row.waiting:
        return []
    about = About(kept.row, workplace.partnership)
    facts = {"number": len(waiting), "link": kept.link, "agreed": kept.row.label("agreed")}
    letters = [
        about.letter("attendee.md", address, told, **facts)
        for address in chair_and_manager(workplace, kept.row)
        if waiting
    ]
    return [*letters, change(kept, {"waiting": told})]
