"""Which label means which field: `config/labels.toml`, and how close text is to it.

A label is compared by the words that carry its meaning, weighed by how telling each is; what is
not close to exactly one meaning is no label of ours.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.forms.wordings.asking import Asked, Asking
from bot.forms.wordings.checking import UnableToReadLabels, check
from bot.forms.wordings.matching import Wordings
from bot.forms.wordings.numbering import take_numbers
from bot.forms.wordings.stages import USUAL, Stages
from bot.forms.wordings.titles import Titles, with_title
from bot.forms.wordings.wording import Vocabulary, fold, without_brackets, without_numbering, words

_YES_NO = re.compile(
    r"\s*[:?(\-–]*\s*\b(?:yes|y)\s*(?:/|or)\s*(?:no|n)\b(?:\s*/\s*[\w ]+)?[\s)?.]*$"
)
_MOMENT = re.compile(
    r"(?<=\w)\s+(?:at|on|as of|by)\s+(?:the\s+)?(?:time|date|day)\s+of\b.*$", re.IGNORECASE
)
_SUCH_AS = re.compile(r"(?<=\w),?\s+(?:including|such as|for example)\b.*$", re.IGNORECASE)
_ON = re.compile(r"(?<=ed|en) on[\s:?]*$")
_LANGUAGES = re.compile(r"\s+[/|]\s+|\s*\n\s*")
_SAME_DAY = {"date", "date_raised", "date_of_form"}
_CONNECTED = re.compile(r"\s*(?:&|/|,|\+|\band\b)\s*")
_PLURAL = re.compile(r"(?<=\w)\((s|es|ren)\)")
_COMBINED = frozenset(
    {"name", "child.name", "child.dob", "child.nhs_number", "referrer_name", "referrer_role"}
    | {"referrer_agency", "agency", "email", "phone", "contact", "address"}
)
_TOLD = 0.82
_MOST_REMEMBERED = 2_000
_OFFICE = "office"
_LONGEST = 40
_EDGES = " :;?*.-–—_…\t\n"


@dataclass(frozen=True, slots=True)
class Match:
    """What a piece of text means as a label: a field's or heading's key, and how sure that is.

    `stage` and `child` are the places that the label itself names (0: none); `named`: it begins
    with a stage's own name, where others have a number.
    """

    key: str
    score: float
    stage: int = 0
    child: int = 0
    named: bool = False


NOTHING = Match("", 0.0)
NO_TITLES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Labels:
    """The wordings that a partnership's forms use. `tables` is what their file says."""

    tables: dict[str, Any]
    vocabulary: Vocabulary
    fields: Wordings
    sections: Wordings
    asking: Asking
    asks: Mapping[str, frozenset[str]]
    options: frozenset[str]
    titles: Titles
    not_answers: frozenset[str]
    prompts: tuple[str, ...]
    stages: Stages
    _matched: dict[str, Match] = field(default_factory=dict)
    _headed: dict[str, Match] = field(default_factory=dict)
    _new: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, tables: dict[str, Any]) -> "Labels":
        """Build from the content of the file. Raises UnableToReadLabels."""
        check(tables)
        both = (tables["labels"], tables["sections"])
        every = [w for table in both for entry in table.values() for w in entry["wordings"]]
        asking = Asking.build(tables["asking"])
        vocabulary = Vocabulary.build(tables, (*every, *asking.words()))
        return cls(
            tables=tables,
            vocabulary=vocabulary,
            fields=Wordings.build(vocabulary, tables["labels"]),
            sections=Wordings.build(vocabulary, tables["sections"]),
            asking=asking,
            asks={
                key: frozenset(
                    asking.attribute(vocabulary.merged(text) | frozenset(words(text)))
                    for text in entry["wordings"]
                )
                for key, entry in tables["labels"].items()
            },
            options=frozenset(_options(tables["choices"])),
            titles=Titles.build(tables["kinds"]),
            not_answers=frozenset(fold(text) for text in tables["not_answers"]),
            prompts=tuple(fold(text) for text in tables["prompts"]),
            stages=Stages(tuple(tables.get("stages", USUAL))),
        )

    def match(self, text: str) -> Match:
        """What `text` means as a label, or NOTHING."""
        text = text.strip(_EDGES)
        if not text or len(text) > 300:
            return NOTHING
        _forget_if_many(self._matched)
        if text not in self._matched:
            self._matched[text] = self._best(text, self.fields)
        return self._matched[text]

    def asked(self, text: str) -> Match:
        """What a text means that is a label by its look or place, though its wording is new."""
        found = self.match(text)
        if found.key or len(text) > 200:
            return found
        _forget_if_many(self._new)
        if text not in self._new:
            self._new[text] = self._told(text)
        key = self._new[text]
        return replace(found, key=key, score=_TOLD) if key else found

    def _told(self, text: str) -> str:
        """The key that a new wording's telling words give away, or what it asks of whom."""
        _, _, rest = take_numbers(fold(self._in_english(text)), self.stages)
        for variant in dict.fromkeys((without_brackets(rest), rest)):
            merged, spoken = self._said(variant)
            asked = self.asking.asked(merged, spoken)
            told = self.fields.told(merged | spoken)
            if told and self._agrees(asked, told):
                return told
            if asked.key:
                return asked.key
        return ""

    def attribute(self, text: str) -> str:
        """What a label asks for ("name", "address"), whoever it is of; nothing where it is none."""
        return self._asked(text).attribute

    def _asked(self, text: str) -> Asked:
        return self.asking.asked(*self._said(text))

    def _in_english(self, text: str) -> str:
        """A label in two languages ("Name / Enw") without the one whose words are unknown."""
        parts = _LANGUAGES.split(text)
        spoken = [part for part in parts if self._is_spoken(part)]
        return spoken[0] if len(parts) > len(spoken) == 1 else text

    def _is_spoken(self, part: str) -> bool:
        return any(len(w) > 1 and w in self.vocabulary.spelling.known for w in words(part))

    def _said(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """The words of a label with like ones as one, and as they are spoken."""
        text = _ON.sub(" on date", _MOMENT.sub("", _SUCH_AS.sub("", without_numbering(text))))
        return self.vocabulary.merged(text), frozenset(words(text))

    def _agrees(self, asked: Asked, key: str) -> bool:
        """Whether a label that asks for a name, an address or the like can mean `key`."""
        if asked.key == "-" and asked.attribute != "agency":
            return key == "-"
        if asked.attribute == "date" and asked.key and asked.key != key:
            return {asked.key, key} <= _SAME_DAY
        sought = self.asks.get(key)
        return not asked.attribute or key == "-" or sought is None or asked.attribute in sought

    def headed(self, text: str) -> Match:
        """What a text means that is a heading by its look, though its wording is new."""
        found = self.heading(text)
        if found.key or len(text) > 120:
            return found
        merged, spoken = self._said(self._in_english(text))
        key = self.sections.told(merged) or self.asking.section(merged, spoken)
        return replace(found, key=key, score=_TOLD) if key else found

    def composite(self, text: str) -> tuple[str, ...]:
        """The keys of a label that asks for several things at once ("Name & DoB"), or nothing."""
        several = _PLURAL.sub(r"\1", fold(text))
        parts = [part for part in _CONNECTED.split(several) if part.strip(_EDGES)]
        if not 2 <= len(parts) <= 4:
            return ()
        keys = [self.match(part) for part in parts]
        if any(match.score < 0.99 or match.key not in _COMBINED for match in keys):
            return ()
        found = dict.fromkeys(match.key for match in keys)
        if {"referrer_name", "child.name"} & found.keys():
            found.pop("name", None)
        return tuple(found) if len(found) > 1 else ()

    def heading(self, text: str) -> Match:
        """What `text` means as the heading of a section, or NOTHING."""
        text = text.strip(_EDGES)
        if not text or len(text) > 200:
            return NOTHING
        _forget_if_many(self._headed)
        if text not in self._headed:
            found = self._best(text, self.sections)
            label = self.match(text)
            heads = self.tables["labels"].get(label.key, {}).get("heads", "")
            if not found.key and heads:
                found = replace(found, key=heads, score=label.score)
            self._headed[text] = found
        return self._headed[text]

    def is_option(self, text: str) -> bool:
        """Whether text is nothing but an option of a choice ("Yes", "Neglect")."""
        return fold(text).strip(_EDGES + "/,☐☒") in self.options

    def field_in(self, key: str, section: str) -> str:
        """The field that a label's `key` means under a heading: "-" when none of ours.

        Nothing that stands under "for office use" is the sender's.
        """
        if section == _OFFICE:
            return "-"
        meanings = self.tables["labels"].get(key, {}).get("in")
        if meanings is None:
            return key
        if section in meanings:
            return str(meanings[section])
        return "-" if section in self.tables["elsewhere"] else str(meanings.get("", key))

    def is_answer(self, text: str) -> bool:
        """Whether text in a blank answers anything: not "N/A", "TBC" or a prompt."""
        folded = fold(text.strip(" \t\n_…")).strip("_… ")
        bare = folded.strip("()[]<>.: ")
        if not bare or folded in self.not_answers or bare in self.not_answers:
            return False
        return not any(bare.startswith(prompt.strip("[<")) for prompt in self.prompts) or (
            len(bare.split()) > 12
        )

    def choices(self, name: str) -> dict[str, list[str]]:
        table: dict[str, list[str]] = self.tables["choices"][name]
        return table

    def _best(self, text: str, wordings: Wordings) -> Match:
        folded = fold(self._in_english(text))
        stage, child, rest = take_numbers(folded, self.stages)
        numbers = Match("", 0.0, stage, child, named=bool(self.stages.named(folded)[0]))
        for variant in _variants(rest):
            essence, spelt = self.vocabulary.essence(variant)
            if not essence or len(essence) > _LONGEST:
                continue
            key, score = wordings.match(essence, frozenset(words(variant)))
            if key and (score == 1.0 or self._agrees(self._asked(variant), key)):
                return replace(numbers, key=key, score=score if spelt else 0.95 * score)
        return numbers


def _variants(text: str) -> Iterator[str]:
    """The text without its numbering, then with it, then without what stands in brackets."""
    seen = set()
    bare = without_numbering(text)
    plain = _YES_NO.sub("", bare)
    for variant in (bare, text, plain, without_brackets(text), without_brackets(plain)):
        if variant and variant not in seen:
            seen.add(variant)
            yield variant


def load_labels(
    path: Path, stages: Sequence[str] = USUAL, titles: Mapping[str, str] = NO_TITLES
) -> Labels:
    """Read the file of wordings; `stages` are the names of the escalation policy's, in order.

    `titles` are what a partnership calls its own forms, by kind. Raises UnableToReadLabels with one
    line on what to mend.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnableToReadLabels(f"{path} cannot be opened: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnableToReadLabels(f"{path} is not valid TOML: {error}.") from error
    try:
        check(tables)
        kinds = tables["kinds"].items()
        titled = {kind: with_title(table, titles.get(kind)) for kind, table in kinds}
        return Labels.from_tables(tables | {"stages": list(stages), "kinds": titled})
    except UnableToReadLabels as error:
        raise UnableToReadLabels(f"{path}: {error}") from error


def _forget_if_many(remembered: dict[str, Any]) -> None:
    """Keep a long-lived process small, and free of what forms of last week said."""
    if len(remembered) > _MOST_REMEMBERED:
        remembered.clear()


def _options(choices: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """The options that forms print; the other words for yes and no are what people write."""
    for name, choice in choices.items():
        for wordings in choice.values() if name != "agency_type" else ():
            yield from (fold(w) for w in wordings if name != "yes_no" or len(w) < 4 or " " in w)
