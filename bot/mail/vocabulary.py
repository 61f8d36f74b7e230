"""The words by which kinds of mail are known: `config/mail.toml`, made ready to search with."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fnmatch import translate
from pathlib import Path
from typing import Any

_GAP = r"(?:\W+\w+){0,6}?\W+"
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})


class UnableToReadVocabulary(Exception):
    """The file of words cannot be used; the message says where it is wrong."""


def plain(text: str) -> str:
    """Give text as phrases are compared with it: small letters, straight quotes, plain dashes."""
    return text.translate(_PLAIN).lower()


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of wordings: `word*` is any ending, `a/b` is either word, ` .. ` a few words."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, wordings: list[str]) -> "Phrases":
        """Compile wordings; an empty list is in no text at all."""
        alternatives = "|".join(_expression(plain(wording)) for wording in wordings)
        return cls(re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if wordings else r"(?!)"))

    def are_in(self, text: str) -> bool:
        """Whether any of them is in the text."""
        return bool(self.pattern.search(plain(text)))

    def how_many_are_in(self, text: str) -> int:
        """How many different ones are in the text."""
        return len(set(self.pattern.findall(plain(text))))

    def taken_out_of(self, text: str) -> str:
        """The text (as `plain` gives it) without them."""
        return self.pattern.sub(" ", plain(text))

    def start(self, text: str) -> bool:
        """Whether the text starts with one of them."""
        return bool(self.pattern.match(plain(text)))

    def are_all_of(self, text: str) -> bool:
        """Whether the text is one of them and nothing else but punctuation."""
        return bool(self.pattern.fullmatch(plain(text).strip(" \t\n\r,.!;:-*_")))


def _expression(wording: str) -> str:
    parts = [r"\W+".join(map(_word, part.split())) for part in wording.split(" .. ")]
    return _GAP.join(parts)


def _word(word: str) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\*", r"\w*") for w in word.split("/")) + ")"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All lists of `config/mail.toml`, which says beside each what it is for."""

    greetings: Phrases
    closings: Phrases
    devices: Phrases
    banners: Phrases
    disclaimers: Phrases
    conditions: Phrases
    instructions: Phrases
    forms: Phrases
    any_form: Phrases
    form_labels: Phrases
    common_words: Phrases
    attached: Phrases
    not_submitting: Phrases
    alike: Phrases
    referrals: Phrases
    children: Phrases
    homes: Phrases
    services: Phrases
    harm: Phrases
    one_child: Phrases
    grave: Phrases
    urgent: Phrases
    in_general: Phrases
    help: Phrases
    thanks: Phrases
    more_than_thanks: Phrases
    confirmations: Phrases
    passwords: Phrases
    for_people: Phrases
    automatic_subjects: Phrases
    automatic: Phrases
    robots: Phrases
    tickets: Phrases
    undelivered: Phrases
    receipts: Phrases
    sealed: Phrases
    sealed_files: re.Pattern[str]
    removed: Phrases
    held_back: Phrases
    shared: Phrases
    file_drops: Phrases
    sharing_hosts: Phrases

    @classmethod
    def from_tables(cls, tables: Mapping[str, Any]) -> "Vocabulary":
        """Build from the content of the file. Raises UnableToReadVocabulary."""
        names = {field.name for field in fields(cls)}
        wrong = names ^ set(tables)
        if wrong:
            raise UnableToReadVocabulary(f"config/mail.toml: absent or unknown: {_said(wrong)}")
        not_lists = {name for name, wordings in tables.items() if not _is_list_of_text(wordings)}
        if not_lists:
            raise UnableToReadVocabulary(f"config/mail.toml: no list of text: {_said(not_lists)}")
        files = re.compile("|".join(map(translate, tables["sealed_files"])))
        lists = {name: Phrases.of(tables[name]) for name in names - {"sealed_files"}}
        return cls(sealed_files=files, **lists)


def load_vocabulary(path: Path) -> Vocabulary:
    """Read the file of words. Raises UnableToReadVocabulary with one line on what to mend."""
    try:
        return Vocabulary.from_tables(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise UnableToReadVocabulary(f"{path}: {error}") from error


def _is_list_of_text(wordings: object) -> bool:
    return isinstance(wordings, list) and all(isinstance(wording, str) for wording in wordings)


def _said(names: set[str]) -> str:
    return ", ".join(sorted(names))
