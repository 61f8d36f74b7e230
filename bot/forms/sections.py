"""Each answer with the meaning that its section gives it: the referrer's NAME is not the child's."""

from dataclasses import dataclass, field

from bot.forms.entries import Entry, Found, Heading
from bot.forms.fields import OF_CHILD
from bot.forms.labels import Labels, Match
from bot.forms.model import Block

_HEADING = 0.75
_OF_REFERRER = {"referrer_role", "referrer_agency", "agency", "email", "phone", "contact"}
_OF_REFERRER |= {"referrer_email", "referrer_phone", "referrer_contact", "date_of_form"}
_UNNAMED = {"name": "name", "forename": "forename", "surname": "surname"}
_OTHERS_ROW = "household"


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry with the fields that it answers (several for "Name & DoB"); "-" is none of ours."""

    fields: tuple[str, ...]
    label: str
    score: float
    value: tuple[Block, ...]
    where: str
    group: int
    record: int
    section: str
    stage: int
    child: int


@dataclass(slots=True)
class _State:
    """The section that the reader is in; a stage ends with the table that named it."""

    section: str = ""
    stage: int = 0
    child: int = 0
    table: int = 0
    settled: set[int] = field(default_factory=set)


def give_meaning(found: list[Found], labels: Labels) -> list[Answer]:
    """Turn what was found into answers, in order."""
    state = _State()
    household = _household_groups(found, labels)
    answers: list[Answer] = []
    for at, item in enumerate(found):
        if isinstance(item, Heading):
            _enter(state, item.match, item.place.table)
        elif isinstance(item, Entry):
            _leave(state, item.place.table, labels)
            elsewhere = item.place.record and item.place.group in household
            section = _OTHERS_ROW if elsewhere else state.section
            answers.append(_answer(item, state, section, labels, found, at))
    return answers


def _leave(state: _State, table: int, labels: Labels) -> None:
    """End what a heading began where its table ends: a stage, or a part about somebody else."""
    if state.table and table != state.table:
        if state.stage:
            state.section, state.stage = "", 0
        elif state.section in labels.tables["elsewhere"] and state.section != "office":
            state.section = "?"
    elif not state.table and table and state.section in labels.tables["elsewhere"]:
        state.table = table


def _enter(state: _State, match: Match, table: int) -> None:
    state.table = table
    state.stage = match.stage
    state.child = match.child
    if match.stage:
        state.section = "stage"
    elif match.child and not match.key:
        state.section = "child"
    else:
        state.section = match.key if match.score >= _HEADING else "?"


def _household_groups(found: list[Found], labels: Labels) -> set[int]:
    """Grids that tell of relatives: one of their heads asks for the relationship."""
    return {
        item.place.group
        for item in found
        if isinstance(item, Entry)
        and item.place.record
        and "relationship" in labels.vocabulary.essence(item.label)[0]
    }


def _answer(
    entry: Entry, state: _State, section: str, labels: Labels, found: list[Found], at: int
) -> Answer:
    stage = entry.match.stage or state.stage
    child = entry.match.child or state.child
    if entry.beside:
        section = labels.headed(entry.beside).key or section
    if entry.match.stage:
        section = "stage"
    keys: tuple[str, ...] = (entry.match.key,)
    score = entry.match.score
    combined = labels.composite(entry.label) if entry.match.key != "contact" else ()
    if combined:
        keys, score = combined, 0.95
    fields = tuple(_field(key, section, state, labels, found, at) for key in keys)
    if "child.dob" in fields:
        fields = tuple(
            {"referrer_name": "child.name", "?name": "child.name"}.get(f, f) for f in fields
        )
    if stage and fields == ("resolved",) and section == "stage":
        fields = ("stage_resolved",)
    if fields == ("stage_resolved",):
        fields = _stage_or_whole(entry, state, stage)
    return Answer(
        fields=fields,
        label=entry.label,
        score=score,
        value=entry.value,
        where=f"{entry.place.where}, “{entry.label}”",
        group=entry.place.group,
        record=entry.place.record,
        section=section,
        stage=stage,
        child=child,
    )


def _stage_or_whole(entry: Entry, state: _State, stage: int) -> tuple[str, ...]:
    """The first "resolved?" under a stage is the stage's; a second one is the whole form's."""
    if not stage:
        return ("resolved",)
    if entry.beside or entry.match.stage:
        return ("stage_resolved",)
    if stage in state.settled:
        return ("resolved",)
    state.settled.add(stage)
    return ("stage_resolved",)


def _field(
    key: str, section: str, state: _State, labels: Labels, found: list[Found], at: int
) -> str:
    if not key:
        return ""
    meaning = labels.field_in(key, section)
    if meaning in _UNNAMED:
        return _by_neighbours(key, found, at)
    if meaning.startswith("stage_") and not (state.stage or _own_stage(found[at])):
        return "resolved" if meaning == "stage_resolved" else "-"
    return meaning


def _own_stage(item: Found) -> int:
    return item.match.stage if isinstance(item, Entry) else 0


def _by_neighbours(key: str, found: list[Found], at: int) -> str:
    """Whose "Name" it is where no heading says: told by what is asked next to it."""
    forms = {"name": ("child.name", "referrer_name")}.get(key, (f"child.{key}", f"referrer_{key}"))
    here = found[at].place.group
    for step in (1, -1):
        for offset in range(1, 5):
            place = at + step * offset
            if not 0 <= place < len(found):
                break
            item = found[place]
            if isinstance(item, Heading) or item.place.group != here:
                break
            if not isinstance(item, Entry):
                continue
            if item.match.key in OF_CHILD - {"child.name"}:
                return forms[0]
            if item.match.key in _OF_REFERRER:
                return forms[1]
            if item.match.key == "name":
                break
    return "?name"
