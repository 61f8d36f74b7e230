"""An entry's history: everything that happened to it, by whom and when, as one text."""

from datetime import datetime

from bot.process.columns import LONDON

REGISTER = "the register"


def told(history: str, *, at: datetime, who: str, what: str) -> str:
    """Add one line to a history; the newest stands last."""
    local = at.astimezone(LONDON)
    line = f"{local.day} {local:%b %Y %H:%M}, {who}: {what}"
    return f"{history}\n{line}".strip()
