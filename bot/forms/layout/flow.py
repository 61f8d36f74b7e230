"""The whole document gone through in order: running text, and the tables between it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.forms.documents.content import Line, as_paragraphs, lines_of
from bot.forms.documents.model import TICKED, UNTICKED, Block, Document, Paragraph, Table
from bot.forms.documents.ticks import has_mark
from bot.forms.fields import CHOICES, LONG, OF_CHILD, SPREADING
from bot.forms.layout.entries import Entry, Found, Heading, Place, Prose
from bot.forms.layout.headings import heading_in, is_all_bold
from bot.forms.layout.hints import is_hint
from bot.forms.layout.looks import Looks
from bot.forms.layout.running import PARTS, LabelledLines, is_of_form, read_lines
from bot.forms.layout.tables import TableReader
from bot.forms.wordings.labels import Labels

_HEADING = 0.9
_CERTAIN = 0.99
_TWO, _BOLD = 2, 0.9
_STAGE = re.compile(r"(?:stage|step|level) [1-5](?: [–-] [\w ]+)?\t+(?=\S)", re.IGNORECASE)
_MAIN = {"concern": "summary", "disagreement": "disagreement", "learning": "reason_for_learning"}
_SHORT = {"agency", "referrer_agency", "agency_challenged", "address", "child.address"}
_OPTION = re.compile(rf"\s*(?:[{TICKED}{UNTICKED}☑□]|\[[ xX]?\]|\([xX ]\))\s*\S")
_TOLD_STORY = re.compile(r"\b(?:we|i|he|she|they|were|had)\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:what|why|how|when|where|who|which|is|are|has|have|did|was|were|do|does)\b", re.IGNORECASE
)
_SEVERAL = re.compile(r"\b(?:names|children|dates)\b", re.IGNORECASE)
_SHAPED = {"contact", "email", "phone", "date"}
_NUMBER_OR_ADDRESS = re.compile(r"\d|@")
_FEW = 3
_LABELLED = re.compile(r"\s*[A-Z][\w /'’()-]{2,40}:\s+\S")
_FAREWELL = re.compile(
    r"(?:(?:with )?(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|(?:many )?thanks|thank you"
    r"|yours (?:sincerely|faithfully|truly)|cheers)\b.{0,20}$",
    re.IGNORECASE,
)


def go_through(document: Document, labels: Labels, looks: Looks) -> list[Found]:
    """All headings, answers and prose of a document, page headers first.

    Page headers are set in type of their own, so that the body's looks say nothing of them.
    """
    anything = Looks()
    headers = _Flow(labels, anything, TableReader(labels, anything))
    found = list(headers.read(document.headers, "page header"))
    body = _Flow(labels, looks, TableReader(labels, looks, groups=headers.tables.groups))
    return [*found, *body.read(document.body, "")]


def _begins_another(pending: LabelledLines, lines: list[Line]) -> bool:
    """Whether a line after a short answer has a label of its own, though of unknown words."""
    return pending.match.key in _SHORT and bool(_LABELLED.match(lines[0].text))


def _only_tells(piece: LabelledLines) -> bool:
    """Whether what follows "Contact:" is a sentence, with no number or address to be had in it."""
    said = " ".join(line.text for line in piece.lines)
    return len(said.split()) > _FEW and not _NUMBER_OR_ADDRESS.search(said)


def _parted(paragraph: Paragraph) -> tuple[Paragraph, ...]:
    """A label in bold, and the answer behind a line break, as the two paragraphs that they mean."""
    lines = lines_of(paragraph)
    if len(lines) < _TWO or not lines[0].share("bold") > _BOLD or lines[1].share("bold") > 0:
        return (paragraph,)
    label = replace(paragraph, runs=lines[0].runs)
    return (label, *as_paragraphs([replace(lines[1], first=True), *lines[2:]]))


@dataclass(slots=True)
class _Flow:
    """Goes through blocks; `pending` is the label whose answer may still go on."""

    labels: Labels
    looks: Looks
    tables: TableReader
    pending: LabelledLines | None = None
    place: Place = field(default=Place("", 0))
    tables_seen: int = 0
    started: bool = False
    under: str = ""

    def read(self, blocks: tuple[Block, ...], where: str) -> Iterator[Found]:
        """Go through `blocks`; `where` names a part other than the body."""
        self.tables.groups += 1
        self.under = where
        for block in blocks:
            if isinstance(block, Table):
                yield from self._table(block, where)
            else:
                for paragraph in _parted(block):
                    yield from self._paragraph(paragraph)
        yield from self._close()

    def _table(self, table: Table, where: str) -> Iterator[Found]:
        self.tables_seen += 1
        self.started = True
        name = f"{where}, table" if where else f"table {self.tables_seen}"
        found = list(self.tables.read(table, name, self.tables_seen))
        said = (Entry,) if len(table.cells) == 1 else (Entry, Heading)
        bare = not any(isinstance(item, said) for item in found)
        if bare and self.pending is not None and not self.pending.lines:
            pending, self.pending = self.pending, None
            yield Entry(pending.label, pending.match, (table,), self.place)
            return
        if self.pending is not None and not self.pending.lines and self.pending.label:
            label = self.pending.label
            yield Heading(label, self.labels.headed(label), self.place)
        yield from self._close()
        yield from found
        self.tables.groups += 1

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Found]:
        if not paragraph.text.strip():
            if any(run.answer for run in paragraph.runs) and self.pending is not None:
                self.pending.blank = True
            elif self.pending is not None and self._ends_with_gap(self.pending):
                yield from self._close()
            return
        headed = heading_in(paragraph, self.labels, started=self.started, pending=self.pending)
        if headed is not None:
            heading = Heading(paragraph.text.strip(), headed, self._spot())
            yield from self._close()
            match = self.labels.asked(paragraph.text)
            if not match.key and heading.match.key in _MAIN:
                match = replace(heading.match, key=_MAIN[heading.match.key])
            yield replace(heading, level=paragraph.level, asks=bool(match.key))
            self.tables.groups += 1
            self.under = heading.text
            sure = self.started or match.score >= _CERTAIN
            if match.key and sure and not self.labels.titles.title_in(paragraph.text).kind:
                self._open(LabelledLines(heading.text, match))
            return
        yield from self._lines(paragraph)

    def _question(self, paragraph: Paragraph) -> LabelledLines | None:
        """The paragraph as a question of new wording: all bold, or with a question mark.

        Where labels are bold and answers are not, one whose meaning is unknown ends an answer too.
        """
        line, text = lines_of(paragraph)[0], paragraph.text.strip()
        bold = is_all_bold(line) and not text.endswith(".")
        if not (bold or text.endswith("?")) or len(text.split()) > 25:
            return None
        if has_mark(text) or self.labels.match(text).score >= _HEADING:
            return None
        if not self.started and self.labels.titles.title_in(text).kind:
            return None
        match = self.labels.asked(text)
        known = match.key or (bold and self.looks.bold and self.started)
        return LabelledLines(text.strip(" :?"), match) if known else None

    def _lines(self, paragraph: Paragraph) -> Iterator[Found]:
        if not self.started and self.labels.titles.title_in(paragraph.text).kind:
            yield Prose(paragraph.text, self._spot())
            return
        question = self._question(paragraph)
        if question is not None:
            yield from self._close()
            self._open(question)
            return
        for whole in lines_of(paragraph):
            if not whole.text.strip():
                continue
            stage = _STAGE.match(whole.text)
            line = whole.part(stage.end()) if stage else whole
            if stage:
                yield from self._close()
                yield Heading(stage[0], self.labels.match(stage[0]), self._spot())
            pieces = read_lines([line], self.labels, self.looks)
            for piece in pieces:
                if piece.label and (line.level or not self._is_inside_account(piece)):
                    yield from self._labelled(piece)
                else:
                    text = piece.lines if not piece.label else [line]
                    yield from self._plain(text)
                    if piece.label:
                        break

    def _is_inside_account(self, piece: LabelledLines) -> bool:
        """Whether "Contact: …" stands inside a long answer, whose words it then is."""
        if self.pending is None or self.pending.match.key not in LONG or self.looks.bold:
            return False
        alone = not piece.lines and not _TOLD_STORY.search(piece.label)
        asks = bool(piece.match.key) and bool(_QUESTION.match(piece.label))
        asks = asks or (is_of_form(piece.label, piece.match) and bool(piece.lines))
        if self.pending.lines and piece.match.key in _SHAPED and _only_tells(piece):
            return True
        part = asks or (piece.match.key in PARTS and (piece.match.score >= _HEADING or alone))
        return bool(self.pending.lines) and not part and not piece.blank

    def _labelled(self, piece: LabelledLines) -> Iterator[Found]:
        yield from self._close()
        if self.labels.heading(piece.label).key == "signoff":
            yield Heading(piece.label, self.labels.heading(piece.label), self._spot())
        self._open(piece)

    def _plain(self, lines: list[Line]) -> Iterator[Found]:
        pending = self.pending
        if _FAREWELL.match(lines[0].text.strip()):
            yield from self._close()
            pending = None
        if pending is not None and not pending.lines and self._guides(lines):
            return
        if (
            pending is not None
            and self._takes(pending, lines[0])
            and not _begins_another(pending, lines)
        ):
            pending.lines += lines
            return
        yield from self._close()
        yield Prose("\n".join(line.text for line in lines), self._spot())

    def _ends_with_gap(self, pending: LabelledLines) -> bool:
        return bool(pending.lines) and pending.match.key not in LONG

    def _guides(self, lines: list[Line]) -> bool:
        """Whether text right under a label is guidance on how to answer it."""
        plain = all(line.share("italic") < 0.8 and line.share("colour") < 0.9 for line in lines)
        return all(is_hint(line, self.labels) for line in lines) and (
            not plain or not any(len(line.text) > 200 for line in lines)
        )

    def _takes(self, pending: LabelledLines, line: Line) -> bool:
        """Whether text after a label belongs to its answer."""
        if pending.match.key in SPREADING or pending.match.key == "":
            return True
        if pending.match.key in CHOICES and _OPTION.match(line.text):
            return True
        if pending.match.key in OF_CHILD and _SEVERAL.search(pending.label):
            return True
        return not pending.lines and not pending.blank

    def _open(self, piece: LabelledLines) -> None:
        self.started = True
        self.pending = piece
        self.place = self._spot()

    def _close(self) -> Iterator[Found]:
        pending, self.pending = self.pending, None
        if pending is not None and (pending.label or pending.lines):
            yield Entry(pending.label, pending.match, as_paragraphs(pending.lines), self.place)

    def _spot(self) -> Place:
        where = f"text under “{self.under}”" if self.under else "text"
        return Place(where, self.tables.groups)
