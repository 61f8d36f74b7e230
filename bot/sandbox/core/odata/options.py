"""Query options ($select, $filter, $top …) and the Prefer header, read once per request."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.sandbox.core.errors import bad_request, not_implemented, unknown_option

KNOWN = frozenset(
    {"select", "filter", "expand", "orderby", "top", "skip", "count", "search"}
    | {"skiptoken", "deltatoken", "format"}
)
_PREFERENCE = re.compile(r'([A-Za-z][\w.\-]*)\s*(?:=\s*("[^"]*"|[^,;\s]*))?')
_EXPANSION = re.compile(r"([\w./]+)(?:\((.*)\))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expansion:
    name: str
    select: tuple[str, ...] = ()
    filter: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """The system options by their names without the dollar; what is not one stays in `custom`."""

    system: dict[str, str]
    custom: dict[str, str] = field(default_factory=dict)

    @property
    def select(self) -> tuple[str, ...]:
        return tuple(_names(self.system.get("select", "")))

    @property
    def filter(self) -> str | None:
        return self.system.get("filter")

    @property
    def orderby(self) -> tuple[tuple[str, bool], ...]:
        """(property, descending) in order."""
        terms = (term.split() for term in _names(self.system.get("orderby", "")))
        return tuple((t[0], t[1:] == ["desc"]) for t in terms)

    @property
    def search(self) -> str | None:
        return self.system.get("search")

    @property
    def expand(self) -> tuple[Expansion, ...]:
        return tuple(_expansion(part) for part in split_top(self.system.get("expand", ""), ","))

    @property
    def count(self) -> bool:
        return self.system.get("count", "").lower() == "true"

    def whole(self, name: str, *, most: int | None = None) -> int | None:
        """A whole-number option, or None when absent. Raises GraphError 400."""
        text = self.system.get(name)
        if text is None:
            return None
        if not text.isdecimal() or (most is not None and not 1 <= int(text) <= most):
            raise bad_request(f"Invalid value '{text}' for the query option '${name}'.")
        return int(text)


def read_options(pairs: Iterable[tuple[str, str]], allowed: frozenset[str]) -> Options:
    """Refuse what the route does not take: 501 for real options, 400 for unheard-of ones."""
    options = Options({})
    for name, value in pairs:
        bare = name.removeprefix("$")
        system = bare.lower() in KNOWN
        if name not in allowed and bare.lower() not in allowed:
            raise not_implemented(f"${bare} here") if system else unknown_option(name)
        target = options.system if system else options.custom
        key = bare.lower() if system else name
        if key in target:
            raise bad_request(f"Query option '{name}' was specified more than once.")
        target[key] = value
    return options


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _expansion(text: str) -> Expansion:
    found = _EXPANSION.match(text.strip())
    if found is None:
        raise bad_request(f"Invalid $expand '{text}'.")
    inner = dict(
        part.strip().lstrip("$").split("=", 1) for part in split_top(found[2] or "", ";") if part
    )
    if unknown := inner.keys() - {"select", "filter"}:
        raise not_implemented(f"{sorted(unknown)} within $expand")
    return Expansion(found[1], tuple(_names(inner.get("select", ""))), inner.get("filter"))


def split_top(text: str, separator: str) -> list[str]:
    """Split where no parenthesis and no quote is open."""
    parts, depth, quoted, start = [], 0, False, 0
    for position, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        elif not quoted and character in "()":
            depth += 1 if character == "(" else -1
        elif character == separator and depth == 0 and not quoted:
            parts.append(text[start:position])
            start = position + 1
    return [part for part in [*parts, text[start:]] if part]


@dataclass(frozen=True, slots=True)
class Preferences:
    values: dict[str, str]

    @property
    def immutable_ids(self) -> bool:
        return self.values.get("idtype", "").lower() == "immutableid"

    @property
    def page_size(self) -> int | None:
        size = self.values.get("odata.maxpagesize", "")
        return int(size) if size.isdecimal() and int(size) > 0 else None

    @property
    def body_type(self) -> str | None:
        return self.values.get("outlook.body-content-type", "").lower() or None

    @property
    def time_zone(self) -> str | None:
        return self.values.get("outlook.timezone")

    def applied(self) -> dict[str, str]:
        """The header that says which of Outlook's preferences were honoured."""
        names = ("outlook.body-content-type", "outlook.timezone")
        honoured = [f'{name}="{self.values[name]}"' for name in names if name in self.values]
        return {"Preference-Applied": ", ".join(honoured)} if honoured else {}

    @property
    def allows_unindexed(self) -> bool:
        return "honornonindexedquerieswarningmayfailrandomly" in self.values


def read_preferences(header: str) -> Preferences:
    found = _PREFERENCE.findall(header)
    return Preferences({name.lower(): value.strip('"') for name, value in found})
