"""What a document's styles say of its text: bold, hidden, a heading, a list item."""

from dataclasses import dataclass

from lxml import etree

from bot.forms.files.safe_xml import W

_HEADINGS = {"title": 1, "subtitle": 2}
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Style:
    """The few properties that matter to a reader."""

    bold: bool = False
    hidden: bool = False
    level: int = 0
    item: bool = False


def is_on(element: etree._Element | None) -> bool:
    """Word's on/off properties: present means on, unless its value says otherwise."""
    if element is None:
        return False
    return element.get(f"{W}val", "true").casefold() not in {"0", "false", "off", "none"}


class Styles(dict[str, Style]):
    """Styles by id with what they inherit, worked out when first met; unknown ones are plain."""

    def __init__(self, root: etree._Element | None = None) -> None:
        super().__init__()
        found = [] if root is None else root.iter(f"{W}style")
        self._elements = {element.get(f"{W}styleId", ""): element for element in found}

    def __missing__(self, key: str) -> Style:
        self[key] = style = _style(key, self._elements)
        return style


def _style(key: str, elements: dict[str, etree._Element]) -> Style:
    bold = hidden = item = False
    level = depth = 0
    while key in elements and depth < _DEEPEST:
        element = elements[key]
        bold = bold or is_on(element.find(f"{W}rPr/{W}b"))
        hidden = hidden or is_on(element.find(f"{W}rPr/{W}vanish"))
        item = item or element.find(f"{W}pPr/{W}numPr") is not None
        level = level or _level(element)
        based_on = element.find(f"{W}basedOn")
        key = "" if based_on is None else based_on.get(f"{W}val", "")
        depth += 1
    return Style(bold=bold, hidden=hidden, level=level, item=item and not level)


def _level(element: etree._Element) -> int:
    name_element = element.find(f"{W}name")
    name = "" if name_element is None else name_element.get(f"{W}val", "").casefold()
    if name in _HEADINGS:
        return _HEADINGS[name]
    if name.startswith("heading ") and name[8:].isdigit():
        return min(int(name[8:]), 9)
    return 0
