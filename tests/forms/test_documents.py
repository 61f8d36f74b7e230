"""The document model: everything that Word keeps, once, and nothing that is not there."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.documents.model import Paragraph, Table, plain_text
from bot.forms.opening import open_document
from tests.forms.conftest import ROOT
from tests.forms.packing import p, row, sdt, t, table, word

PROBES = ROOT.parent / "shared" / "forms" / "probes"
LISTED = json.loads((PROBES / "probes.json").read_text()) if PROBES.exists() else {}
HIDDEN = ("w:del", "w:moveFrom")
WRAPPERS = ("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:hyperlink", "w:fldSimple")


@pytest.mark.skipif(not LISTED, reason="the shared probes are not here")
@pytest.mark.parametrize("name", LISTED)
def test_a_probe_of_one_mechanism(name: str) -> None:
    probe = LISTED[name]
    text = plain_text(open_document((PROBES / Path(probe["file"])).read_bytes()))
    assert all(any(way in text for way in what.split("|")) for what in probe["expect"])
    assert not [what for what in probe["forbid"] if what in text]
    assert all(text.count(what) == 1 for what in probe["once"])


def _wrapped(inner: str, wrapper: str) -> str:
    if wrapper == "sdt":
        return sdt(inner)
    return f"<{wrapper}>{inner}</{wrapper}>"


@given(st.lists(st.sampled_from([*WRAPPERS, "sdt"]), max_size=12))
def test_no_wrapper_around_text_loses_or_doubles_it(wrappers: list[str]) -> None:
    inner = t("MARK")
    for wrapper in wrappers:
        inner = _wrapped(inner, wrapper)
    assert plain_text(open_document(word(p("two words ", inner)))).count("MARK") == 1


@given(st.sampled_from(HIDDEN), st.lists(st.sampled_from(WRAPPERS), max_size=4))
def test_what_was_taken_out_stays_out(taken: str, wrappers: list[str]) -> None:
    inner = _wrapped(t("MARK"), taken)
    for wrapper in wrappers:
        inner = _wrapped(inner, wrapper)
    assert "MARK" not in plain_text(open_document(word(p("two words", inner))))


widths_of_a_row = st.lists(st.integers(1, 4), min_size=1, max_size=5)


@given(st.lists(widths_of_a_row, min_size=1, max_size=5))
def test_cells_are_told_once_however_merged(rows: list[list[int]]) -> None:
    made = []
    for r, widths in enumerate(rows):
        spans = (f'<w:tcPr><w:gridSpan w:val="{width}"/></w:tcPr>' for width in widths)
        made.append(row(*(span + p(f"c{r}-{c}.") for c, span in enumerate(spans))))
    document = open_document(word(p("two words") + table(*made)))
    found = next(block for block in document.body if isinstance(block, Table))
    assert [[cell.width for cell in cells] for cells in found.rows] == rows
    assert all(plain_text(document).count(cell.text) == 1 for cell in found.cells)


def test_a_cell_merged_downwards_is_one_cell() -> None:
    start, more = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = (row(start + p("side"), p("a")), row(more + p(), p("b")), row(more + p(), p("c")))
    block = open_document(word(table(*rows))).body[0]
    assert isinstance(block, Table)
    assert [(cell.text, cell.height) for cell in block.cells] == [
        ("side", 3),
        ("a", 1),
        ("b", 1),
        ("c", 1),
    ]


def test_a_date_control_keeps_its_own_date() -> None:
    control = sdt(t("4/8/2026"), '<w:date w:fullDate="2026-04-08T00:00:00Z"/>')
    block = open_document(word(p("Date of birth", control))).body[0]
    assert isinstance(block, Paragraph)
    assert [run.iso for run in block.runs if run.iso] == ["2026-04-08"]


def test_a_row_that_was_deleted_is_not_there() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('gone')}</w:tc></w:tr>"
    assert "gone" not in plain_text(open_document(word(table(row(p("two words")), gone))))


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert "after" in plain_text(open_document(word(p("before", begin, "code") + p("after"))))


def test_a_pasted_picture_is_noticed() -> None:
    drawing = (
        '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
        "</w:drawing></w:r>"
    )
    assert "\ufffc" in plain_text(open_document(word(p("two words", drawing))))
