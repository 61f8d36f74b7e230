"""Holds a partnership's configuration against the kinds of entry and the working days.

Each fault is one line: the key, what is wrong with it, and what to do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from pydantic.alias_generators import to_pascal

from bot.partnership import Clock, Partnership, Renamed, Team
from bot.process.clocks import AGENCY_LEADS
from bot.process.columns import Column, ColumnKind, Row
from bot.process.names import Names
from bot.process.registers import KINDS, LISTS
from bot.process.working_days import SATURDAY, WorkingDays

LISTED = 12  # choices that a line may hold; beyond them the nearest is named


def faults(partnership: Partnership) -> Iterator[str]:
    """Give what cannot be right, the first thing to mend first."""
    strangers = sorted(set(partnership.registers) - {row.KIND for row in LISTS})
    if strangers:  # names cannot be told without their registers
        yield (
            f"registers.{strangers[0]}: there is no such register;"
            f" {_choose(strangers[0], (row.KIND for row in LISTS))}"
        )
        return
    for row in LISTS:
        if row.KIND in partnership.registers:
            yield from _register(row, partnership.registers[row.KIND], partnership)
    yield from _told_apart(partnership)
    yield from _clocks(partnership)
    yield from _meetings(partnership)


def _told_apart(partnership: Partnership) -> Iterator[str]:
    names = Names(partnership.registers, partnership.library)
    for what, named in (("list", names.lists), ("prefix", [*map(names.prefix_of, KINDS.values())])):
        for name in _twice(named):
            yield f"registers: two have the {what} '{name}'; give each its own, capitals aside"


def _register(row: type[Row], own: Renamed, partnership: Partnership) -> Iterator[str]:
    key, declared = f"registers.{row.KIND}", row.columns_of(partnership.escalations)
    fields = [name for name in row.model_fields if to_pascal(name) in declared]
    if own.prefix and row.KIND not in KINDS:
        yield f"{key}.prefix: its rows have no references; leave it out"
    for table, named in (("columns", own.columns), ("choices", own.choices)):
        for name in sorted(named.keys() - set(fields)):
            yield f"{key}.{table}: there is no column '{name}'; {_choose(name, fields)}"
            return
    yield from _dates(row, own, key)
    labels = {name: own.columns.get(name, declared[to_pascal(name)].label) for name in fields}
    for label in _twice([*labels.values(), *own.dates.values()]):
        yield f"{key}: two columns are called '{label}'; give each its own label"
    for name, words in own.choices.items():
        yield from _words(f"{key}.choices.{name}", declared[to_pascal(name)], words)


def _dates(row: type[Row], own: Renamed, key: str) -> Iterator[str]:
    if own.dates and row.KIND not in KINDS:
        yield f"{key}.dates: no clock runs for its rows; leave it out"
    for name in own.dates:
        if not name.isidentifier() or name != name.lower():
            yield f"{key}.dates: '{name}' is no name; write small letters and _, like 'seen_on'"
        elif to_pascal(name) in row.columns():
            yield f"{key}.dates: there is a column '{name}' already; choose another name"


def _words(key: str, column: Column, words: Mapping[str, str]) -> Iterator[str]:
    if column.called:
        yield f"{key}: these are named by [escalations] stages; name them there"
        return
    if not column.choices:
        yield f"{key}: people write freely in it; only a column with choices can be reworded"
        return
    for usual, own in words.items():
        if usual not in column.choices:
            yield f"{key}: '{usual}' is none of its words; {_choose(usual, column.choices)}"
        elif not own.strip():
            yield f"{key}: '{usual}' is given no word; write what people call it"
    shown = [words.get(word, word) for word in column.choices]
    for word in _twice(shown):
        yield f"{key}: two are called '{word}'; give each its own word"
    for usual, own in words.items():
        if own in column.choices and own != usual:
            yield f"{key}: '{own}' is the usual word for another; choose a word of your own"


def _clocks(partnership: Partnership) -> Iterator[str]:
    names = Names.of(partnership)
    for kind, clocks in partnership.clocks.items():
        if kind not in KINDS:
            yield f"clocks.{kind}: there is no such kind of entry; {_choose(kind, KINDS)}"
            continue
        row, columns = KINDS[kind], names.columns(KINDS[kind])
        fields = (*row.model_fields, *partnership.registers.get(kind, Renamed()).dates)
        known = {name: columns[to_pascal(name)] for name in fields if to_pascal(name) in columns}
        for clock in clocks:
            yield from _clock(f"clocks.{kind} '{clock.name}'", clock, known)


def _clock(key: str, clock: Clock, known: Mapping[str, Column]) -> Iterator[str]:
    for part, named in (
        ("counts_from", (clock.counts_from,)),
        ("met_by", clock.met_by),
        ("applies_when", clock.applies_when),
    ):
        for name in named:
            if name not in known:
                yield f"{key} {part}: there is no column '{name}'; {_choose(name, known)}"
                return
    if known[clock.counts_from].kind not in (ColumnKind.DATE, ColumnKind.MOMENT):
        dates = [n for n, c in known.items() if c.kind in (ColumnKind.DATE, ColumnKind.MOMENT)]
        yield f"{key} counts_from: '{clock.counts_from}' is no date; {_choose('', dates)}"
    for name, word in clock.applies_when.items():
        choices = known[name].choices
        if choices and known[name].meant(word) not in choices:
            yield f"{key} applies_when: {name} is never '{word}'; {_choose(word, choices)}"
    posts = (*Team.posts(), AGENCY_LEADS)
    for told in sorted(set(clock.tell) - {*posts, *known}):
        yield (
            f"{key} tell: there is no post '{told}'; choose from {', '.join(posts)}, or a column"
            " that holds an address"
        )


def _meetings(partnership: Partnership) -> Iterator[str]:
    working = WorkingDays(frozenset(partnership.closures))
    for meeting in partnership.meetings:
        if not working.is_working_day(meeting.on):
            weekend = meeting.on.weekday() >= SATURDAY
            what = f"{meeting.on:%A}" if weekend else "bank holiday or closed"
            yield f"meetings '{meeting.id}' on: {meeting.on} is a {what}; choose a working day"


def _twice(names: Iterable[str]) -> list[str]:
    """Give what stands more than once, capitals aside: SharePoint tells such names not apart."""
    written = list(names)
    counted = Counter(name.strip().casefold() for name in written)
    return list(dict.fromkeys(n for n in written if counted[n.strip().casefold()] > 1))[:1]


def _choose(word: str, known: Iterable[str]) -> str:
    """Say what may stand there: all of it if it is short, else what is nearest."""
    all_of_it = sorted(known)
    near = get_close_matches(word, all_of_it, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    more = ", …" if len(all_of_it) > LISTED else ""
    return f"choose from {', '.join(all_of_it[:LISTED])}{more}"
