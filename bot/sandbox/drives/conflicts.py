"""@microsoft.graph.conflictBehavior, in a query or a body."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.drives.errors import invalid_request
from bot.sandbox.drives.state import Conflict

NAME = "@microsoft.graph.conflictBehavior"
_KNOWN: dict[str, Conflict] = {"fail": "fail", "replace": "replace", "rename": "rename"}


def conflict_in(given: Mapping[str, Any], *, usual: Conflict) -> Conflict:
    """Raises GraphError 400 for a word that is none of the three."""
    lowered = {name.lower(): value for name, value in given.items()}
    word = lowered.get(NAME.lower(), usual)
    if str(word).lower() not in _KNOWN:
        raise invalid_request(f"'{word}' is not a conflict behavior.")
    return _KNOWN[str(word).lower()]
