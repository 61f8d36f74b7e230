"""Which label means which field: `config/labels.toml`, and how close text is to it.

A label is compared by the words that carry its meaning, weighed by how telling each is; what is
not close to exactly one meaning is no label of ours.
"""

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.forms.wording import Vocabulary, fold, without_brackets, without_numbering, words

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBERS |= {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "first": 1, "second": 2, "third": 3}
_NUMBERS |= {"fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_NUMBER = r"([1-9]|one|two|three|four|five|i{1,3}|iv|v)"
_NO_RANGE = r"(?!\s*(?:-|–|—|/|,|to|and|&|or)\s*(?:stage\s*)?[1-9]\b)"
_STAGE = re.compile(
    rf"\b(?:stage|step|level|tier|phase)\s*[-:#]?\s*(?:no\.?\s*)?{_NUMBER}\b{_NO_RANGE}"
)
_ORDINAL = r"(1st|2nd|3rd|[4-9]th|first|second|third|fourth|fifth)"
_NTH_STAGE = re.compile(rf"\b{_ORDINAL}\s+(?:stage|step|level)\b")
_CHILD_WORD = r"(?:child|young person|pupil|sibling|subject|yp)"
_CHILD = re.compile(
    rf"\b{_CHILD_WORD}\s*[-:#(]?\s*(?:no\.?\s*)?([1-9]\d?)\b(?!\s*(?:protection))\)?"
)
_NTH_CHILD = re.compile(rf"\b{_ORDINAL}\s+{_CHILD_WORD}\b")
_YES_NO = re.compile(
    r"\s*[:?(\-–]*\s*\b(?:yes|y)\s*(?:/|or)\s*(?:no|n)\b(?:\s*/\s*[\w ]+)?[\s)?.]*$"
)
_LEADING = re.compile(r"^\s*\(?([1-9])\s*[).]\s+(?=\S)")
_CONNECTED = re.compile(r"\s*(?:&|/|,|\+|\band\b)\s*")
_COMBINED = frozenset(
    {"name", "child.name", "child.dob", "child.nhs_number", "referrer_name", "referrer_role"}
    | {"referrer_agency", "agency", "email", "phone", "contact", "address"}
)
_CLOSE = 0.78
_TOLD = 0.82
_MARGIN = 0.06
_LONGEST = 40
_EDGES = " :;?*.-–—_…\t\n"


class UnableToReadLabels(Exception):
    """The file of label wordings cannot be used; the message says where it is wrong."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a piece of text means as a label: a field's or heading's key, and how sure that is.

    `stage` and `child` are the numbers that the label itself names (0: none).
    """

    key: str
    score: float
    stage: int = 0
    child: int = 0


NOTHING = Match("", 0.0)


@dataclass(frozen=True, slots=True)
class _Wording:
    """One wording, as the words that matter and as all its words."""

    key: str
    essence: frozenset[str]
    spoken: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Wordings:
    """All wordings of one kind of thing, ready to compare."""

    exact: Mapping[frozenset[str], tuple[_Wording, ...]]
    weights: Mapping[str, float]
    heavy: Mapping[frozenset[str], float]
    by_word: Mapping[str, tuple[frozenset[str], ...]]
    telling: tuple[tuple[frozenset[str], str], ...]

    @classmethod
    def build(cls, vocabulary: Vocabulary, entries: Mapping[str, Any]) -> "_Wordings":
        exact: defaultdict[frozenset[str], list[_Wording]] = defaultdict(list)
        spread: Counter[str] = Counter()
        for key, entry in entries.items():
            used: set[str] = set()
            for wording in entry["wordings"]:
                essence = vocabulary.essence(wording)[0]
                if essence:
                    exact[essence].append(_Wording(key, essence, frozenset(words(wording))))
                used |= essence
            spread.update(used)
        weights = {word: 1 / (1 + math.log(count)) for word, count in spread.items()}
        heavy = {essence: sum(weights[word] for word in essence) for essence in exact}
        by_word = {word: tuple(e for e in exact if word in e) for word in weights}
        telling = [(frozenset(t), k) for k, e in entries.items() for t in e.get("tells", ())]
        telling.sort(key=lambda item: -len(item[0]))
        shared = {essence: tuple(wordings) for essence, wordings in exact.items()}
        return cls(shared, weights, heavy, by_word, tuple(telling))

    def match(self, essence: frozenset[str], spoken: frozenset[str]) -> tuple[str, float]:
        """The nearest key and how near, or nothing where two keys are about as near.

        Wordings that differ only in their small words ("raised by", "raised with") are told apart
        by those.
        """
        if essence in self.exact:
            return self._closest_spoken(self.exact[essence], spoken)
        best: dict[str, float] = {}
        for other, score in self._near(essence):
            for wording in self.exact[other]:
                best[wording.key] = max(score, best.get(wording.key, 0.0))
        ranked = sorted(best.items(), key=lambda item: -item[1])[:2]
        if not ranked or ranked[0][1] < _CLOSE:
            return "", 0.0
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN:
            return "", 0.0
        return ranked[0][0], 0.95 * ranked[0][1]

    def told(self, essence: frozenset[str]) -> str:
        """The key that a few telling words give away; nothing where several keys' words stand."""
        found = [(len(tell), key) for tell, key in self.telling if tell <= essence]
        best = {key for size, key in found if size == found[0][0]}
        return best.pop() if len(best) == 1 else ""

    def _closest_spoken(
        self, wordings: tuple[_Wording, ...], spoken: frozenset[str]
    ) -> tuple[str, float]:
        if len({wording.key for wording in wordings}) == 1:
            return wordings[0].key, 1.0
        ranked = sorted((len(w.spoken ^ spoken), w.key) for w in wordings)
        rivals = [distance for distance, key in ranked if key != ranked[0][1]]
        return (ranked[0][1], 1.0) if ranked[0][0] < min(rivals) else ("", 0.0)

    def _near(self, essence: frozenset[str]) -> Iterator[tuple[frozenset[str], float]]:
        """Wordings that share enough with a label to be told apart, with how much they share."""
        weight = sum(self.weights.get(word, 1.0) for word in essence)
        known = [word for word in essence if word in self.weights]
        if 2 * sum(self.weights[word] for word in known) < (_CLOSE - _MARGIN) * weight:
            return
        for other in {wording for word in known for wording in self.by_word[word]}:
            shared = sum(self.weights[word] for word in essence & other)
            score = 2 * shared / (weight + self.heavy[other])
            if score >= _CLOSE - _MARGIN:
                yield other, score


@dataclass(frozen=True, slots=True)
class Labels:
    """The wordings that a partnership's forms use. `tables` is the file's content."""

    tables: dict[str, Any]
    vocabulary: Vocabulary
    fields: _Wordings
    sections: _Wordings
    options: frozenset[str]
    titles: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    not_answers: frozenset[str]
    prompts: tuple[str, ...]
    _matched: dict[str, Match] = field(default_factory=dict)
    _headed: dict[str, Match] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, tables: dict[str, Any]) -> "Labels":
        """Build from the content of the file. Raises UnableToReadLabels."""
        _check(tables)
        both = (tables["labels"], tables["sections"])
        every = [w for table in both for entry in table.values() for w in entry["wordings"]]
        vocabulary = Vocabulary.build(tables["same"], tables["ignored"], every)
        return cls(
            tables=tables,
            vocabulary=vocabulary,
            fields=_Wordings.build(vocabulary, tables["labels"]),
            sections=_Wordings.build(vocabulary, tables["sections"]),
            options=frozenset(_options(tables["choices"])),
            titles=tuple(
                (kind, _all_padded(table["titles"]), _all_padded(table.get("not", ())))
                for kind, table in tables["kinds"].items()
            ),
            not_answers=frozenset(fold(text) for text in tables["not_answers"]),
            prompts=tuple(fold(text) for text in tables["prompts"]),
        )

    def match(self, text: str) -> Match:
        """What `text` means as a label, or NOTHING."""
        text = text.strip(_EDGES)
        if not text or len(text) > 300:
            return NOTHING
        if text not in self._matched:
            self._matched[text] = self._best(text, self.fields)
        return self._matched[text]

    def asked(self, text: str) -> Match:
        """What a text means that is a label by its look or place, though its wording is new."""
        found = self.match(text)
        if found.key or len(text) > 200:
            return found
        key = self.fields.told(self.vocabulary.essence(text)[0])
        return Match(key, _TOLD, found.stage, found.child) if key else found

    def headed(self, text: str) -> Match:
        """What a text means that is a heading by its look, though its wording is new."""
        found = self.heading(text)
        if found.key or len(text) > 120:
            return found
        key = self.sections.told(self.vocabulary.essence(text)[0])
        return Match(key, _TOLD, found.stage, found.child) if key else found

    def title(self, text: str) -> tuple[str, str]:
        """The kind of document that a title names, and the words that name it; or nothing.

        A title that holds one of a kind's `not` words is not of that kind; the longest name wins.
        """
        padded = _padded(text)
        found = [
            (kind, phrase)
            for kind, phrases, others in self.titles
            if not any(other in padded for other in others)
            for phrase in phrases
            if phrase in padded
        ]
        kind, phrase = max(found, key=lambda item: len(item[1]), default=("", ""))
        return kind, phrase.strip()

    def composite(self, text: str) -> tuple[str, ...]:
        """The keys of a label that asks for several things at once ("Name & DoB"), or nothing."""
        parts = [part for part in _CONNECTED.split(fold(text)) if part.strip(_EDGES)]
        if not 2 <= len(parts) <= 4:
            return ()
        keys = [self.match(part) for part in parts]
        if any(match.score < 0.99 or match.key not in _COMBINED for match in keys):
            return ()
        found = tuple(dict.fromkeys(match.key for match in keys))
        return found if len(found) > 1 else ()

    def heading(self, text: str) -> Match:
        """What `text` means as the heading of a section, or NOTHING."""
        text = text.strip(_EDGES)
        if not text or len(text) > 200:
            return NOTHING
        if text not in self._headed:
            found = self._best(text, self.sections)
            label = self.match(text)
            heads = self.tables["labels"].get(label.key, {}).get("heads", "")
            if not found.key and heads:
                found = Match(heads, label.score, found.stage, found.child)
            self._headed[text] = found
        return self._headed[text]

    def is_option(self, text: str) -> bool:
        """Whether text is nothing but an option of a choice ("Yes", "Neglect")."""
        return fold(text).strip(_EDGES + "/,☐☒") in self.options

    def field_in(self, key: str, section: str) -> str:
        """The field that a label's `key` means under a heading: "-" when none of ours."""
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

    def _best(self, text: str, wordings: _Wordings) -> Match:
        stage, child, rest = _numbers(fold(text))
        for variant in _variants(rest):
            essence, spelt = self.vocabulary.essence(variant)
            if not essence or len(essence) > _LONGEST:
                continue
            key, score = wordings.match(essence, frozenset(words(variant)))
            if key:
                return Match(key, score if spelt else 0.95 * score, stage, child)
        return Match("", 0.0, stage, child)


def _variants(text: str) -> Iterator[str]:
    """The text, then without its numbering, then without what stands in brackets."""
    seen = set()
    bare = without_numbering(text)
    plain = _YES_NO.sub("", bare)
    for variant in (text, bare, plain, without_brackets(text), without_brackets(plain)):
        if variant and variant not in seen:
            seen.add(variant)
            yield variant


def _numbers(text: str) -> tuple[int, int, str]:
    """The stage and the child that a label names by number, and the label without them."""
    stage = child = 0
    for pattern in (_STAGE, _NTH_STAGE):
        found = pattern.search(text)
        if found and not stage:
            stage = _number(found[1])
            text = text[: found.start()] + " " + text[found.end() :]
    for pattern in (_CHILD, _NTH_CHILD):
        found = pattern.search(text)
        if found and not child:
            child = _number(found[1])
            text = text[: found.start()] + " child " + text[found.end() :]
    if not stage and not child and (found := _LEADING.match(text)) and text.startswith("("):
        child = int(found[1])
    return stage, child, text.strip(_EDGES)


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int("".join(c for c in word if c.isdigit()) or "0")


def load_labels(path: Path) -> Labels:
    """Read the file of wordings. Raises UnableToReadLabels with one line on what to mend."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnableToReadLabels(f"{path} cannot be opened: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnableToReadLabels(f"{path} is not valid TOML: {error}.") from error
    try:
        return Labels.from_tables(tables)
    except UnableToReadLabels as error:
        raise UnableToReadLabels(f"{path}: {error}") from error


def _check(tables: Mapping[str, Any]) -> None:
    for name in (
        "same",
        "ignored",
        "not_answers",
        "prompts",
        "guidance",
        "guidance_heads",
        "elsewhere",
    ):
        if not isinstance(tables.get(name), list):
            raise UnableToReadLabels(f"the list `{name}` is missing.")
    for name in ("labels", "sections", "choices", "kinds"):
        if not isinstance(tables.get(name), dict):
            raise UnableToReadLabels(f"the tables [{name}.…] are missing.")
    for name in ("labels", "sections"):
        for key, entry in tables[name].items():
            wordings = entry.get("wordings") if isinstance(entry, dict) else None
            if not _is_texts(wordings):
                raise UnableToReadLabels(f"[{name}.{key}] needs `wordings`, a list of texts.")
    if not all(_is_texts(group) and group for group in tables["same"]):
        raise UnableToReadLabels("each entry of `same` must be a list of texts.")


def _padded(text: str) -> str:
    """The words of text with a space on both sides, so that whole words are found in it."""
    return f" {' '.join(words(text))} "


def _all_padded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_padded(text) for text in texts)


def _options(choices: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    """The options that forms print; the other words for yes and no are what people write."""
    for name, choice in choices.items():
        for wordings in choice.values() if name != "agency_type" else ():
            yield from (fold(w) for w in wordings if name != "yes_no" or len(w) < 4 or " " in w)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
