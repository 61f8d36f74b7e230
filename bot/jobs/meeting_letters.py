"""What people are told about a meeting, beside its invitation, and how its row is changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.jobs.kept import Kept
from bot.jobs.workplace import Workplace
from bot.process.effects import ChangeEntry, Effect, Tell
from bot.process.keys import digest
from bot.process.meeting import Meeting
from bot.process.quoracy import chair_of

WHATEVER_CAME_BETWEEN = ""  # these columns are the service's own


def letter(
    template: str, recipient: str, meeting: Meeting, told: str = "", **facts: object
) -> Tell:
    """Write a letter about a meeting; `told` is what makes it another letter than the last."""
    return Tell(
        template=template,
        recipient=recipient,
        reference=meeting.entry or f"the meeting on {meeting.day}",
        key=digest(template, meeting.key, str(meeting.starts), told, recipient),
        facts={"meeting": meeting, "told": told, **facts},
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
    letters = [
        letter("attendee.md", address, kept.row, told, number=len(waiting), link=kept.link)
        for address in chair_and_manager(workplace, kept.row)
        if waiting
    ]
    return [*letters, change(kept, {"waiting": told})]
