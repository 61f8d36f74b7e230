"""A Word package as a document: every place where Word keeps an answer, each once.

Tracked changes are read as if accepted; comments, hidden text and field codes are left out.
"""

from collections.abc import Iterator

from lxml import etree

from bot.forms.documents.html import read_html
from bot.forms.documents.model import Block, Document, paragraphs
from bot.forms.documents.plain import decode
from bot.forms.documents.styles import Styles
from bot.forms.documents.word_blocks import BlockReader
from bot.forms.documents.word_runs import RunReader
from bot.forms.errors import UnableToReadDocument
from bot.forms.files import safe_xml
from bot.forms.files.package import Package
from bot.forms.files.safe_xml import W

_ITEM_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"


def read_word(package: Package) -> Document:
    """Read the main part, the page headers and the page footers of a Word package."""
    main = package.main
    root = safe_xml.parse(package.part(main))
    body = root.find(f"{W}body")
    if body is None:
        raise UnableToReadDocument("It holds no text body.")
    styles_part = next(iter(package.related(main, "styles")), "")
    runs = RunReader(Styles(_tolerant(package, styles_part)), _stores(package, main))
    blocks = BlockReader(runs, _chunks(package, main))
    return Document(
        body=blocks.read(body),
        headers=_repeated(package, main, blocks, "header"),
        footers=_repeated(package, main, blocks, "footer"),
        notes=tuple(_notes(package, blocks)),
    )


def _tolerant(package: Package, name: str) -> etree._Element | None:
    """A part that helps but is not needed: damage to it does not stop the reading."""
    if name not in package.names:
        return None
    try:
        return safe_xml.parse(package.part(name))
    except UnableToReadDocument:
        return None


def _stores(package: Package, main: str) -> dict[str, etree._Element]:
    """The document's data stores by their id."""
    stores = {}
    for name in package.related(main, "customXml"):
        root = _tolerant(package, name)
        for properties in package.related(name, "customXmlProps"):
            described = _tolerant(package, properties)
            if root is not None and described is not None:
                stores[described.get(_ITEM_ID, "").casefold()] = root
    return stores


def _chunks(package: Package, main: str) -> dict[str, tuple[Block, ...]]:
    """Pieces of HTML that Word keeps as they came, by their relationship's id."""
    found = {}
    for key, name in package.related_by_id(main, "aFChunk").items():
        data = package.part(name)
        if b"<" in data[:500] and not data.startswith(b"PK"):
            try:
                found[key] = read_html(decode(data)).body
            except UnableToReadDocument:
                continue
    return found


def _repeated(package: Package, main: str, blocks: BlockReader, kind: str) -> tuple[Block, ...]:
    """Page headers or footers, each text once however many sections repeat it."""
    seen: set[str] = set()
    kept: list[Block] = []
    for name in package.related(main, kind):
        root = _tolerant(package, name)
        if root is None:
            continue
        content = blocks.read(root)
        text = "\n".join(paragraph.text for paragraph in paragraphs(content))
        if text.strip() and text not in seen:
            kept += content
        seen.add(text)
    return tuple(kept)


def _notes(package: Package, blocks: BlockReader) -> Iterator[str]:
    if any(name.endswith("vbaProject.bin") for name in package.names):
        yield "The document carries macros; they were not run."
    if blocks.unread_chunks:
        yield "Part of the document is embedded in another format and was not read."
