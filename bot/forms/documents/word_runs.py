"""The inside of a Word paragraph: text with its looks, ticks, fields, controls and pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from bot.forms.documents import controls, ticks
from bot.forms.documents.model import PICTURE, Run
from bot.forms.documents.styles import Style, Styles, is_on
from bot.forms.files.safe_xml import MC, M, W

_SKIPPED = {f"{W}{n}" for n in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText")}
_SKIPPED |= {f"{W}{n}" for n in ("delText", "delInstrText", "smartTagPr", "customXmlPr", "rt")}
_PLAIN = {f"{W}noBreakHyphen": "-", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n"}
_BOX = f"{W}txbxContent"
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_FAINT_COLOURS = {"", "auto", "000000"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What surrounds a run: an answer's control, a placeholder's, a date's."""

    answer: bool = False
    placeholder: bool = False
    iso: str = ""


@dataclass(slots=True)
class _Field:
    """A complex field that is open: its form data, and whether its result has begun."""

    data: etree._Element | None = None
    in_result: bool = False


@dataclass(slots=True)
class RunReader:
    """Reads paragraphs' content; keeps the fields that span paragraphs, and finds text boxes."""

    styles: Styles
    stores: Mapping[str, etree._Element]
    boxes: list[etree._Element] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)

    def read(self, paragraph: etree._Element, *, bold: bool, placeholder: bool) -> Iterator[Run]:
        """Runs of one paragraph; text boxes that hang on it are left in `boxes`."""
        look = _Look(placeholder=placeholder)
        for run in self._inline(paragraph, look):
            yield replace(run, bold=True) if bold and not run.bold else run
        for open_field in self._fields:
            # A field whose code never ended must not swallow the rest of the document.
            open_field.in_result = True

    def _inline(self, parent: etree._Element, look: _Look) -> Iterator[Run]:
        for element in parent:
            tag = element.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                yield from self._run(element, look)
            elif tag == f"{W}sdt":
                yield from self._control(element, look)
            elif tag == f"{MC}AlternateContent":
                yield from self._alternate(element, look)
            elif tag == f"{M}t":
                yield Run(element.text or "")
            elif tag in _DRAWN and _is_long_box(element):
                yield from self._drawing(element)
            else:
                yield from self._inline(element, look)

    def _alternate(self, element: etree._Element, look: _Look) -> Iterator[Run]:
        """One of several pictures of the same thing: the first, and never both."""
        for branch in (f"{MC}Choice", f"{MC}Fallback"):
            chosen = element.find(branch)
            if chosen is not None and len(chosen):
                yield from self._inline(chosen, look)
                return

    def _control(self, element: etree._Element, look: _Look) -> Iterator[Run]:
        properties = element.find(f"{W}sdtPr")
        tick = controls.tick_of(properties)
        bound = controls.bound_text(properties, self.stores)
        content = element.find(f"{W}sdtContent")
        if tick is not None:
            yield Run(tick)
        elif bound:
            yield Run(bound, answer=True)
        elif controls.is_placeholder(properties):
            yield Run("", answer=True)
        elif content is not None:
            inner = replace(look, answer=True, placeholder=False, iso=controls.date_of(properties))
            yield from self._inline(content, inner)

    def _run(self, element: etree._Element, look: _Look) -> Iterator[Run]:
        properties = element.find(f"{W}rPr")
        style = self._character_style(properties)
        if style.hidden or (properties is not None and is_on(properties.find(f"{W}vanish"))):
            return
        pattern = _look_of(properties, style, look)
        for child in element:
            yield from self._run_child(child, properties, pattern, look)

    def _run_child(
        self,
        child: etree._Element,
        properties: etree._Element | None,
        pattern: Run,
        look: _Look,
    ) -> Iterator[Run]:
        tag = child.tag
        if tag == f"{W}fldChar":
            yield from self._field_character(child, pattern)
        elif tag in _SKIPPED or self._in_code() or not isinstance(tag, str):
            return
        elif tag == f"{MC}AlternateContent":
            yield from self._alternate(child, look)
        elif tag in _DRAWN:
            yield from self._drawing(child)
        elif look.placeholder:
            return
        else:
            text = _text_of(child, properties)
            if text:
                yield replace(pattern, text=text, answer=pattern.answer or self._in_form_field())
            elif tag == f"{W}ruby":
                yield from self._inline(child, look)

    def _drawing(self, element: etree._Element) -> Iterator[Run]:
        box = next(element.iter(_BOX), None)
        if box is not None:
            self.boxes += [b for b in element.iter(_BOX) if not _is_inner_or_fallback(b, element)]
        elif next(element.iter(_BLIP, _IMAGE), None) is not None or element.tag == f"{W}object":
            yield Run(PICTURE)

    def _field_character(self, element: etree._Element, pattern: Run) -> Iterator[Run]:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            data = element.find(f"{W}ffData")
            value = None if data is None else controls.legacy_value(data)
            self._fields.append(_Field(data))
            if value is not None:
                yield replace(pattern, text=value, answer=True)
            elif data is not None:
                yield Run("", answer=True)
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _in_code(self) -> bool:
        return any(not open_field.in_result for open_field in self._fields)

    def _in_form_field(self) -> bool:
        return any(open_field.data is not None for open_field in self._fields)

    def _character_style(self, properties: etree._Element | None) -> Style:
        element = None if properties is None else properties.find(f"{W}rStyle")
        key = "" if element is None else element.get(f"{W}val", "")
        return self.styles[key]


def _is_long_box(element: etree._Element) -> bool:
    """Whether a drawing is a text box of several paragraphs: one of a single one is in its line."""
    box = next(element.iter(_BOX), None)
    return box is not None and len(box) > 1


def _is_inner_or_fallback(box: etree._Element, top: etree._Element) -> bool:
    """Whether a text box lies in another one, or in the old-Word copy of one."""
    for ancestor in box.iterancestors():
        if ancestor is top:
            return False
        if ancestor.tag in {_BOX, f"{MC}Fallback"}:
            return True
    return False


def _look_of(properties: etree._Element | None, style: Style, look: _Look) -> Run:
    if properties is None:
        return Run("", bold=style.bold, answer=look.answer, iso=look.iso)
    bold, colour = properties.find(f"{W}b"), properties.find(f"{W}color")
    value = "" if colour is None else colour.get(f"{W}val", "").casefold()
    return Run(
        "",
        bold=style.bold if bold is None else is_on(bold),
        italic=is_on(properties.find(f"{W}i")),
        underline=is_on(properties.find(f"{W}u")),
        strike=is_on(properties.find(f"{W}strike")) or is_on(properties.find(f"{W}dstrike")),
        highlight=_is_highlighted(properties),
        colour="" if value in _FAINT_COLOURS else value,
        answer=look.answer,
        iso=look.iso,
    )


def _is_highlighted(properties: etree._Element) -> bool:
    shading = properties.find(f"{W}shd")
    fill = "" if shading is None else shading.get(f"{W}fill", "").casefold()
    return is_on(properties.find(f"{W}highlight")) or fill not in {"", "auto", "ffffff"}


def _text_of(child: etree._Element, properties: etree._Element | None) -> str:
    tag = child.tag
    if tag == f"{W}t":
        return _glyphs(child.text or "", properties)
    if tag == f"{W}br":
        return "" if child.get(f"{W}type") in {"page", "column"} else "\n"
    if tag == f"{W}sym":
        code = child.get(f"{W}char", "0")
        number = int(code, 16) if all(c in "0123456789abcdefABCDEF" for c in code) else 0
        return ticks.symbol(child.get(f"{W}font", ""), number)
    return _PLAIN.get(str(tag), "")


def _glyphs(text: str, properties: etree._Element | None) -> str:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii", "") or fonts.get(f"{W}hAnsi", "")
    if ticks.is_symbol_font(font):
        return "".join(c if c.isspace() else ticks.symbol(font, ord(c)) for c in text)
    return ticks.from_private_use(text)
