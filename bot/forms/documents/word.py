"""A Word package as a document: every place where Word keeps an answer, each once.

Tracked changes are read as if accepted; comments, hidden text and field codes are left out.
"""

from collections.abc import Iterator

from lxml import etree

from bot.forms.documents.model import Block, Document, paragraphs
from bot.forms.documents.styles import Styles
from bot.forms.documents.word_blocks import BlockReader
from bot.forms.documents.word_runs import RunReader
from bot.forms.errors import UnableToReadDocument
from bot.forms.files import safe_xml
from bot.forms.files.package import Package
from bot.forms.files.safe_xml import W

_ITEM_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"


def read_word(package: Package) -> Document:
    """Read the main part and the page headers of a Word package."""
    main = package.main
    root = safe_xml.parse(package.part(main))
    body = root.find(f"{W}body")
    if body is None:
        raise UnableToReadDocument("It holds no text body.")
    styles_part = next(iter(package.related(main, "styles")), "")
    runs = RunReader(Styles(_tolerant(package, styles_part)), _stores(package, main))
    blocks = BlockReader(runs)
    read_body = blocks.read(body)
    headers = _headers(package, main, blocks)
    return Document(body=read_body, headers=headers, notes=tuple(_notes(package, root)))


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


def _headers(package: Package, main: str, blocks: BlockReader) -> tuple[Block, ...]:
    seen: set[str] = set()
    kept: list[Block] = []
    for name in package.related(main, "header"):
        root = _tolerant(package, name)
        if root is None:
            continue
        content = blocks.read(root)
        text = "\n".join(paragraph.text for paragraph in paragraphs(content))
        if text.strip() and text not in seen:
            kept += content
        seen.add(text)
    return tuple(kept)


def _notes(package: Package, root: etree._Element) -> Iterator[str]:
    if any(name.endswith("vbaProject.bin") for name in package.names):
        yield "The document carries macros; they were not run."
    if next(root.iter(f"{W}altChunk"), None) is not None:
        yield "Part of the document is embedded in another format and was not read."
