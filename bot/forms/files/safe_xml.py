"""XML from strangers: no DOCTYPE, no entities, no network, and one set of namespaces.

Strict OOXML is turned into the transitional namespaces, so that nothing above knows of two.
"""

import re

from lxml import etree

from bot.forms.errors import UnableToReadDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(data: bytes) -> etree._Element:
    """Parse one part.

    Raises UnableToReadDocument when it is not well formed, nests deeper than lxml allows, or
    declares entities, which Office never does.
    """
    data = _in_utf8(data)
    if _DOCTYPE.search(data):
        raise UnableToReadDocument(
            "It declares XML entities, which Word never does and attackers do."
        )
    if b"purl.oclc.org" in data:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnableToReadDocument("Its XML is damaged.") from error


def _in_utf8(data: bytes) -> bytes:
    """UTF-16 parts (Office may write them) as UTF-8, so that one check for DOCTYPE serves all."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    text = data.decode("utf-16", errors="replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()
