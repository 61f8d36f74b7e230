"""What is put together of one form: its fields, where each came from, and what is in doubt."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.forms.meaning.sections import Answer
from bot.forms.meaning.values import Value
from bot.forms.reading import Provenance
from bot.forms.wordings.wording import fold


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field may have, and the answer that it was read from."""

    value: Value
    answer: Answer

    @property
    def confidence(self) -> float:
        return self.answer.score * self.value.confidence


@dataclass(slots=True)
class Assembled:
    """All fields of one form."""

    fields: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    needs_person: list[str] = field(default_factory=list)

    def put(self, name: str, content: Any, where: str, confidence: float) -> None:
        self.fields[name] = content
        self.provenance[name] = Provenance(where, round(confidence, 2))

    def doubt(self, remark: str) -> None:
        if remark not in self.needs_person:
            self.needs_person.append(remark)


def plain(content: Any) -> str:
    """A value as two of them are compared: blind to case and spacing."""
    return fold(json.dumps(content, ensure_ascii=False)).replace(" ", "")
