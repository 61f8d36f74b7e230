"""Answers with the meaning that their section gives: the referrer's NAME is not the child's."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.forms.documents.content import text_of
from bot.forms.documents.model import Block, Paragraph, Run
from bot.forms.fields import OF_CHILD
from bot.forms.layout.entries import Entry, Found, Heading, Place, Prose
from bot.forms.meaning.dates import opening_day
from bot.forms.meaning.introducing import introduced
from bot.forms.meaning.people import is_child_name, split_birth
from bot.forms.wordings.labels import Labels, Match
from bot.forms.wordings.wording import without_brackets

_HEADING = 0.75
_OF_REFERRER = {"referrer_role", "referrer_agency", "agency", "email", "phone", "contact"}
_OF_REFERRER |= {"referrer_email", "referrer_phone", "referrer_contact", "date_of_form"}
_NAMES_REFERRER = {"referrer_name", "referrer_agency", "referrer_role"}
_UNNAMED = {"name", "forename", "surname"}
_ANY_NAME = {"referrer_name", "?name"}
_DAYS = {"date", "date_raised", "stage_date"}
_HOUSEHOLD = "household"
_ANSWERING = {"person", "agencies"}
_COMBINED = 0.95
_TOLD = 0.82
_LONGEST_NAMED = 80
_LONGEST_WITH = 4  # words: who was met, with a post
_CERTAIN = 0.99


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
class _Meaning:
    """Goes through what was found, and knows the section, stage and child that it is in."""

    found: list[Found]
    labels: Labels
    returned: bool = False
    section: str = ""
    stage: int = 0
    child: int = 0
    table: int = 0
    level: int = 0
    referrer_named: bool = False
    entered: bool = False
    settled: set[int] = field(default_factory=set)
    dated: dict[tuple[int, str], int] = field(default_factory=dict)

    def answers(self) -> Iterator[Answer]:
        household = self._household_groups()
        for at, item in enumerate(self.found):
            if isinstance(item, Heading):
                self._pass(item, at)
            elif isinstance(item, Entry):
                self._leave(item.place)
                self._leave_unknown(item)
                elsewhere = item.place.record and item.place.group in household
                answer = self._answer(item, at, _HOUSEHOLD if elsewhere else self.section)
                self.referrer_named |= bool(_NAMES_REFERRER.intersection(answer.fields))
                self.entered = False
                yield answer
            elif self.section == "child" and not (item.place.table or self.referrer_named):
                yield from self._named_in_prose(item)

    def _named_in_prose(self, prose: Prose) -> Iterator[Answer]:
        """A child's name with its date of birth that stands under a heading and no label."""
        name, birth = split_birth(prose.text)
        if birth and "(" not in name and len(prose.text) < _LONGEST_NAMED and is_child_name(name):
            blocks = (Paragraph((Run(prose.text),)),)
            entry = Entry("", Match("child.name", _TOLD), blocks, prose.place)
            yield self._answer(entry, self.found.index(prose), "child")

    def _leave(self, place: Place) -> None:
        """End what a heading began where its table ends: a stage, or a part about others.

        A heading in a table's last row is that of the grid after it.
        """
        table = place.table
        about_others = self.section in self.labels.tables["elsewhere"]
        if about_others and self.entered and place.record:
            self.table = table
        if self.table and table != self.table:
            if self.stage:
                self.section, self.stage = "", 0
            elif about_others:
                self.section = "?"
        elif table and about_others:
            self.table = table

    def _leave_unknown(self, entry: Entry) -> None:
        """End a stage where a further table asks for its day again: its heading was not known."""
        table, key = entry.place.table, entry.match.key
        if not (self.stage and table and key in _DAYS) or entry.match.stage or entry.place.record:
            return
        if self.dated.setdefault((self.stage, key), table) != table:
            self.section, self.stage = "?", 0

    def _pass(self, heading: Heading, at: int) -> None:
        """Enter the section of a heading; one below it that only asks something stays within it."""
        if heading.asks and heading.match.stage and self._is_answered(heading, at):
            return
        if self.stage and heading.asks and self._settles(heading):
            return
        known = self.stage or self.section not in {"", "?"}
        within = known and 0 < self.level < heading.level and not heading.match.stage
        if within and (heading.asks or not heading.match.key):
            return
        self.level = heading.level
        self._enter(heading.match, heading.place.table)

    def _settles(self, heading: Heading) -> bool:
        """Whether a heading asks whether the stage that it stands in, still open, is resolved."""
        asked = self.labels.asked(heading.text).key in {"resolved", "stage_resolved"}
        return asked and self.stage not in self.settled

    def _is_answered(self, heading: Heading, at: int) -> bool:
        """Whether what looks like a stage's heading is one of several labels that name the stage.

        It has an answer itself, or the label after it names its own stage.
        """
        itself, after = (*self.found[at + 1 : at + 3], None, None)[:2]
        if not isinstance(itself, Entry) or itself.label != heading.text:
            return False
        named = isinstance(after, Entry | Heading) and bool(after.match.stage)
        return bool(text_of(itself.value)) or (named and isinstance(after, Entry))

    def _enter(self, match: Match, table: int) -> None:
        self.table, self.stage, self.child = table, match.stage, match.child
        self.referrer_named, self.entered = False, True
        if match.stage:
            self.section = "stage"
        elif match.child and not match.key:
            self.section = "child"
        else:
            self.section = match.key if match.score >= _HEADING else "?"
        if self.returned and self.section in _ANSWERING:
            self.section = "referrer"

    def _household_groups(self) -> set[int]:
        """Grids that tell of relatives: one of their heads asks for the relationship."""
        return {
            item.place.group
            for item in self.found
            if isinstance(item, Entry)
            and item.place.record
            and "relationship" in self.labels.vocabulary.essence(item.label)[0]
        }

    def _answer(self, entry: Entry, at: int, section: str) -> Answer:
        if entry.beside:
            section = self.labels.headed(entry.beside).key or section
        if entry.match.stage:
            section = "stage"
        keys: tuple[str, ...] = (entry.match.key,)
        whole = entry.match.key == "contact" and entry.match.score >= _CERTAIN
        combined = () if whole else self.labels.composite(entry.label)
        fields = tuple(self._field(key, section, at) for key in combined or keys)
        return Answer(
            fields=self._settled(fields, entry, section),
            label=entry.label,
            score=_COMBINED if combined else entry.match.score,
            value=entry.value,
            where=f"{entry.place.where}, “{entry.label}”",
            group=entry.place.group,
            record=entry.place.record,
            section=section,
            stage=entry.match.stage or self.stage,
            child=entry.match.child or self.child,
        )

    def _field(self, key: str, section: str, at: int) -> str:
        if section == "child" and self.referrer_named and key in _OF_REFERRER:
            section = "referrer"
        meaning = self.labels.field_in(key, section) if key else ""
        if meaning in _UNNAMED:
            return self._by_neighbours(key, at)
        item = self.found[at]
        if meaning == "-" and isinstance(item, Entry) and self._tells_of_a_stage(item):
            return "stage_notes"
        stage = self.stage or (item.match.stage if isinstance(item, Entry) else 0)
        if meaning.startswith("stage_") and not stage:
            return "resolved" if meaning == "stage_resolved" else "-"
        return meaning

    def _tells_of_a_stage(self, entry: Entry) -> bool:
        """Whether a label only says who meets at a stage, and the answer what came of it."""
        who = without_brackets(entry.label)
        people = "manager" in (self.labels.headed(who).key, self.labels.headed(entry.label).key)
        people = people or entry.match.key == "person"
        said = text_of(entry.value)
        tells = len(said.split()) > _LONGEST_WITH or bool(opening_day(said))
        asks = self.labels.attribute(who) or introduced(entry.value, self.labels)
        return bool(entry.match.stage) and people and tells and not asks

    def _settled(self, fields: tuple[str, ...], entry: Entry, section: str) -> tuple[str, ...]:
        """A name asked for with a date of birth is the child's; "resolved?" may be a stage's."""
        if "child.dob" in fields:
            return tuple("child.name" if name in _ANY_NAME else name for name in fields)
        stage = entry.match.stage or self.stage
        if fields == ("stage_resolved",) or (fields == ("resolved",) and section == "stage"):
            return self._stage_or_whole(entry, stage)
        return fields

    def _stage_or_whole(self, entry: Entry, stage: int) -> tuple[str, ...]:
        """The first "resolved?" under a stage is the stage's; a second one is the whole form's."""
        if not stage:
            return ("resolved",)
        if entry.beside or entry.match.stage:
            return ("stage_resolved",)
        if stage in self.settled:
            return ("resolved",)
        self.settled.add(stage)
        return ("stage_resolved",)

    def _by_neighbours(self, key: str, at: int) -> str:
        """Whose "Name" it is where no heading says: told by what is asked next to it."""
        for step in (1, -1):
            for item in self._neighbours(at, step):
                if item.match.key in OF_CHILD - {"child.name"}:
                    return f"child.{key}"
                if item.match.key in _OF_REFERRER:
                    return f"referrer_{key}"
                if item.match.key == "name":
                    break
        return "?name"

    def _neighbours(self, at: int, step: int) -> Iterator[Entry]:
        """The next few entries of the same table or run of lines, one way or the other."""
        here = self.found[at].place.group
        for offset in range(1, 5):
            place = at + step * offset
            if not 0 <= place < len(self.found):
                return
            item = self.found[place]
            if isinstance(item, Heading) or item.place.group != here:
                return
            if isinstance(item, Entry):
                yield item


def give_meaning(found: list[Found], labels: Labels, *, returned: bool = False) -> list[Answer]:
    """Turn what was found into answers, in order.

    `returned`: an agency answers what it was asked, so that the one responding sends the form.
    """
    return list(_Meaning(found, labels, returned=returned).answers())
