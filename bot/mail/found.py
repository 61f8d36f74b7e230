"""What a mail's documents turned out to be, sifted: forms for the register, and the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.forms.reading import Kind, Reading
from bot.mail.correspondents import Stage
from bot.mail.document import Document, Unopened
from bot.mail.sorted_mail import Contents, Entry

_FORMS = (Kind.COC, Kind.ESCALATION, Kind.AGENCY_RETURN)
_TELLING = ("children", "referrer_name", "date_of_form", "date_of_incident", "summary")


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of a mail, by what they are.

    `entries`: forms for the register. `informal`: escalations below the stages that are registered,
    or whose stage could not be read. `papers`: documents that are no forms; of a form that came in
    two formats, the second copy. `unreadable`: but for pictures, which nobody tried to read.
    `doubtful`: those of the papers that bear the title of a form, and are laid out as none.
    `registered_from` is what people call the first stage that is registered.
    """

    entries: tuple[Entry, ...] = ()
    informal: tuple[Entry, ...] = ()
    blank: tuple[Document, ...] = ()
    papers: tuple[Document, ...] = ()
    unreadable: tuple[Document, ...] = ()
    pictures: tuple[Document, ...] = ()
    unopened: tuple[Unopened, ...] = ()
    doubtful: tuple[Document, ...] = ()
    registered_from: str = ""

    @property
    def beside(self) -> tuple[Document, ...]:
        """All documents that open no entry."""
        informal = tuple(entry.document for entry in self.informal if entry.document)
        return self.papers + self.blank + self.unreadable + self.pictures + informal


def sift(contents: Contents, registered_from: Stage) -> Found:
    """Sift a mail's contents. A form in the text counts only where no document is a form."""
    forms = tuple(_forms(contents))
    formal = tuple(entry for entry in forms if not _is_informal(entry, registered_from))
    entries = tuple(_without_copies(formal))
    others = [(d, r.kind) for d, r in contents.documents if r.kind not in _FORMS]
    copies = tuple(entry.document for entry in formal if entry not in entries and entry.document)
    return Found(
        entries=entries,
        informal=tuple(entry for entry in forms if _is_informal(entry, registered_from)),
        registered_from=registered_from.name,
        blank=_of(others, Kind.BLANK),
        papers=_of(others, Kind.OTHER) + copies,
        unreadable=_of(others, Kind.UNREADABLE),
        pictures=tuple(document for document, _ in others if document.is_picture),
        unopened=contents.unopened,
        doubtful=tuple(d for d, r in contents.documents if r.kind is Kind.OTHER and r.needs_person),
    )


def _forms(contents: Contents) -> Iterator[Entry]:
    in_documents = [(d, r) for d, r in contents.documents if r.kind in _FORMS]
    for document, reading in in_documents:
        yield Entry(reading.kind, reading, document)
    if contents.body and contents.body.kind in _FORMS and not in_documents:
        yield Entry(contents.body.kind, contents.body)


def _is_informal(entry: Entry, registered_from: Stage) -> bool:
    stage = str(entry.reading.fields.get("escalation_stage") or "0")
    reached = int(stage) if stage.isdecimal() else 0
    return entry.kind is Kind.ESCALATION and reached < registered_from.place


def _without_copies(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Leave out a form that says the same as one before it: as Word and as PDF, say."""
    seen: list[tuple[object, ...]] = []
    for entry in entries:
        content = _content(entry.reading)
        if content not in seen:
            yield entry
        if any(content[1:]):
            seen.append(content)


def _content(reading: Reading) -> tuple[object, ...]:
    return (reading.kind, *(_flat(reading.fields.get(name)) for name in _TELLING))


def _flat(value: object) -> str:
    return "".join(str(value or "").lower().split())


def _of(documents: Iterable[tuple[Document, Kind]], wanted: Kind) -> tuple[Document, ...]:
    return tuple(d for d, kind in documents if kind is wanted and not d.is_picture)
