"""Content controls and legacy form fields: the answers that Word keeps outside ordinary text."""

import re
from collections.abc import Mapping

from lxml import etree

from bot.forms.documents.model import TICKED, UNTICKED
from bot.forms.documents.styles import is_on
from bot.forms.files.safe_xml import W14, W

_STEP = re.compile(r"/(?:\w+:)?([\w.-]+)(?:\[(\d+)\])?")
_TYPED = ("text", "date", "dropDownList", "comboBox")


def tick_of(properties: etree._Element | None) -> str | None:
    """The state of a check box control, or None when it is no check box."""
    box = None if properties is None else properties.find(f"{W14}checkbox")
    if box is None:
        return None
    checked = box.find(f"{W14}checked")
    value = "0" if checked is None else checked.get(f"{W14}val", "1")
    return TICKED if value.casefold() in {"1", "true", "on"} else UNTICKED


def is_placeholder(properties: etree._Element | None) -> bool:
    return properties is not None and is_on(properties.find(f"{W}showingPlcHdr"))


def is_answer(properties: etree._Element | None) -> bool:
    """Whether the control is of a kind that people fill in, rather than a wrapper of the layout."""
    return properties is not None and any(
        properties.find(f"{W}{name}") is not None for name in _TYPED
    )


def date_of(properties: etree._Element | None) -> str:
    """The ISO date that a date control holds, or nothing."""
    date = None if properties is None else properties.find(f"{W}date")
    return "" if date is None else date.get(f"{W}fullDate", "")[:10]


def bound_text(properties: etree._Element | None, stores: Mapping[str, etree._Element]) -> str:
    """The text of a data-bound control from the document's own data store, or nothing.

    Only plain child steps are followed: the path comes from the document, so it is not evaluated.
    """
    binding = None if properties is None else properties.find(f"{W}dataBinding")
    if binding is None:
        return ""
    store = stores.get(binding.get(f"{W}storeItemID", "").casefold())
    path = binding.get(f"{W}xpath", "")
    if store is None or "".join(m[0] for m in _STEP.finditer(path)) != path:
        return ""
    return _follow(store, _STEP.findall(path))


def _follow(root: etree._Element, steps: list[tuple[str, str]]) -> str:
    if not steps or etree.QName(root).localname != steps[0][0]:
        return ""
    node = root
    for name, index in steps[1:]:
        children = [
            e for e in node.iterchildren(tag=etree.Element) if etree.QName(e).localname == name
        ]
        place = int(index or 1) - 1
        if not 0 <= place < len(children):
            return ""
        node = children[place]
    return "".join(str(text) for text in node.itertext()).strip()


def legacy_value(field_data: etree._Element) -> str | None:
    """What a legacy field holds apart from its runs: a tick or a choice; None for a text field."""
    box = field_data.find(f"{W}checkBox")
    if box is not None:
        checked = box.find(f"{W}checked")
        state = box.find(f"{W}default") if checked is None else checked
        return TICKED if is_on(state) else UNTICKED
    choices = field_data.find(f"{W}ddList")
    return None if choices is None else _chosen(choices)


def _chosen(choices: etree._Element) -> str:
    entries = [entry.get(f"{W}val", "") for entry in choices.iter(f"{W}listEntry")]
    result = choices.find(f"{W}result")
    default = choices.find(f"{W}default")
    index = result if result is not None else default
    number = "0" if index is None else index.get(f"{W}val", "0")
    place = int(number) if number.isdigit() else 0
    return entries[place] if place < len(entries) else ""
