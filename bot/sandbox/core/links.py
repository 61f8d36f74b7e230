"""Paging links: remembers those it issued, so that a hand-built one is noticed."""

from urllib.parse import parse_qsl, urlencode

from bot.sandbox.core.calls import Call
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.journal import Journal

_OPAQUE = frozenset({"$skiptoken", "$deltatoken", "token"})
_FREE_TOKENS = frozenset({"latest", ""})


class Links:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._issued: set[frozenset[tuple[str, str]]] = set()

    def issue(self, call: Call, query: dict[str, str]) -> str:
        """An absolute link to the same resource."""
        self._issued.add(frozenset(query.items()))
        return f"{call.base_url}{call.raw_path}?{urlencode(query)}"

    def check(self, query: str) -> None:
        """Raises GraphError 400, and records a violation, for a token link never issued here."""
        pairs = parse_qsl(query, keep_blank_values=True)
        tokens = {name: value for name, value in pairs if name in _OPAQUE}
        if not tokens.keys() or set(tokens.values()) <= _FREE_TOKENS:
            return
        if frozenset(pairs) not in self._issued:
            self._journal.violation("hand-built link", f"?{query}")
            raise GraphError(400, "syncStateInvalid", "Badly formed token.")
