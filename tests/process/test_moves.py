"""Every state of every kind with every decision: allowed, or explained; every end is reached."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from pydantic.alias_generators import to_pascal

from bot.partnership import load_partnership
from bot.process.agency_request import AgencyRequest
from bot.process.columns import ColumnKind
from bot.process.entry import Entry
from bot.process.moves import Done, Refused, Situation, carry_out, is_new
from bot.process.registers import KINDS
from bot.process.working_days import WorkingDays
from bot.settings import ROOT
from tests.process.tables import TABLES

SITUATION = Situation(
    datetime(2026, 11, 24, 10, tzinfo=UTC),
    load_partnership(ROOT / "config" / "croydon"),
    WorkingDays(),
    "morgan@example.example",
)


NOBODY_WAITED_FOR = {"press_waiting": ""}
TO_SEND = {
    "review": "RR-2026-001",
    "member": "head@sampleby-school.example",
    "document": "information-request.docx",
}


def states(kind: type[Entry]) -> tuple[str, ...]:
    return kind.OPEN_STATES + kind.CLOSED_STATES


def decisions(kind: type[Entry]) -> tuple[str, ...]:
    return kind.columns()["Decision"].choices


def filled(kind: type[Entry], **fields: Any) -> Entry:
    """Give a row in which a person has filled every column."""
    values: dict[str, Any] = {}
    for name in kind.model_fields:
        column = kind.columns()[to_pascal(name)]
        day = {ColumnKind.DATE: date(2027, 2, 11), ColumnKind.MOMENT: SITUATION.now}
        values[name] = day.get(column.kind, column.choices[0] if column.choices else "18")
    of_the_service = {"reference": f"{kind.PREFIX}-2026-001", "acted_on": "", **NOBODY_WAITED_FOR}
    to_send = TO_SEND if kind is AgencyRequest else {}
    return kind(**(values | of_the_service | to_send | fields))


def test_every_kind_has_its_table_and_the_code_does_what_it_says() -> None:
    told = {
        name: {
            (state, decision): end for state, row in table.items() for decision, end in row.items()
        }
        for name, table in TABLES.items()
    }
    done = {
        name: {way: move.to for way, move in kind.MOVES.items()} for name, kind in KINDS.items()
    }
    assert done == told


@pytest.mark.parametrize(
    ("kind", "state", "decision"),
    [(k, s, d) for k in KINDS.values() for s, d in product(states(k), decisions(k))],
    ids=str,
)
def test_every_decision_in_every_state_is_allowed_or_explained(
    kind: type[Entry], state: str, decision: str
) -> None:
    entry = filled(kind, state=state, decision=decision)
    another = filled(kind, reference=f"{kind.PREFIX}-2026-002", state=states(kind)[0])
    outcome = carry_out(entry, replace(SITUATION, linked=(another,)))
    end = TABLES[kind.KIND].get(state, {}).get(decision)
    if end:
        assert isinstance(outcome, Done)
        after = entry.model_copy(update=dict(outcome.changes))
        assert after.state == end
        assert not is_new(after)
    else:
        assert isinstance(outcome, Refused)
        assert "decisions possible are" in outcome.why or "at its end" in outcome.why


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.KIND)
def test_what_a_decision_needs_is_named_by_its_label(kind: type[Entry]) -> None:
    for (state, decision), move in kind.MOVES.items():
        for name in move.needs:
            empty = kind.model_fields[name].default
            entry = filled(kind, state=state, decision=decision, **{name: empty})
            outcome = carry_out(entry, SITUATION)
            assert isinstance(outcome, Refused)
            assert entry.label(name) in outcome.why


def reached(kind: type[Entry], start: str) -> set[str]:
    """Give the states that decisions can lead to from one."""
    found, new = {start}, {start}
    while new:
        new = {move.to for (state, _), move in kind.MOVES.items() if state in new} - found
        found |= new
    return found


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.KIND)
def test_every_state_is_reached_and_every_open_one_can_end(kind: type[Entry]) -> None:
    beginning = kind.model_fields["state"].default
    assert reached(kind, beginning) == set(states(kind))
    for state in kind.OPEN_STATES:
        assert reached(kind, state) & set(kind.CLOSED_STATES)
