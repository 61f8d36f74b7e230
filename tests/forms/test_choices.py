"""Choices made by tick, cross, strike, highlight, bold or words; unclear ones left to a person."""

from collections.abc import Callable
from typing import Any

import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.text.run import Run

from bot.forms import Labels, read
from tests.forms.writing import Form, plain_form


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("☒ Yes   ☐ No", "yes"),
        ("Yes ☐   No ☒", "no"),
        ("Yes ✓   No", "yes"),
        ("✓ Yes   No", "yes"),
        ("Yes   No ✓", "no"),
        ("Yes [ ]   No [x]", "no"),
        ("( ) Yes   (X) No", "no"),
        ("Unsure ☐  Yes ☒  No ☐", "yes"),
        ("☐ Not known  ☒ Yes  ☐ No", "yes"),
        ("Y", "yes"),
        ("Yes – told by phone on 3 May", "yes"),
        ("No, informing them could put the child at risk if they left", "no"),
        ("Yes / No", None),
        ("☐ Yes   ☐ No", None),
        ("☒ Yes   ☒ No", None),
        ("Mother is aware but father is not", None),
        ("Not yet decided whether to tell them at all", None),
    ],
)
def test_a_yes_or_no(answer: str, chosen: str | None, labels: Labels) -> None:
    reading = read(plain_form(Parents_aware=answer).bytes(), labels=labels)
    assert reading.fields.get("parents_aware") == chosen


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("CP / CIN / **LAC** / None", "looked_after"),
        ("( ) CP  (x) CIN  ( ) LAC", "child_in_need"),
        ("Child Protection Plan - neglect since January", "child_protection"),
        ("Child Protection Plan / Child in Need / Looked After / Early Help / None", None),
        ("was CP, now CIN", None),
        ("something else altogether", None),
    ],
)
def test_a_plan(answer: str, chosen: str | None, labels: Labels) -> None:
    reading = read(plain_form(Type_of_plan=answer).bytes(), labels=labels)
    assert reading.fields.get("cp_status") == chosen


def test_no_to_one_plan_does_not_deny_the_others(labels: Labels) -> None:
    form = plain_form().table(("**Is the child subject to a CP plan?**", "No"))
    assert "cp_status" not in read(form.bytes(), labels=labels).fields


def test_several_kinds_of_harm(labels: Labels) -> None:
    answer = "Neglect X   Physical   Emotional X   Sexual   Exploitation"
    reading = read(plain_form(Types_of_abuse=answer).bytes(), labels=labels)
    assert reading.fields["categories"] == ["neglect", "emotional"]


def test_a_tick_in_the_row_of_an_option(labels: Labels) -> None:
    options = (("Neglect", "✓"), ("Physical abuse", ""), ("Sexual", "x"))
    form = plain_form().table(("**Category of abuse (tick)**", ""), *options)
    assert read(form.bytes(), labels=labels).fields["categories"] == ["neglect", "sexual"]


def test_a_cross_under_yes_or_no(labels: Labels) -> None:
    form = plain_form().table(
        ("**Question**", "**Yes**", "**No**"), ("Are parents/carers aware?", "", "X")
    )
    assert read(form.bytes(), labels=labels).fields["parents_aware"] == "no"


def _look(name: str, value: Any = 1) -> Callable[[Run], None]:
    return lambda run: setattr(run.font, name, value)


@pytest.mark.parametrize(
    ("look", "chosen"),
    [
        (_look("strike"), "no"),
        (_look("double_strike"), "no"),
        (_look("bold"), "yes"),
        (_look("underline"), "yes"),
        (_look("highlight_color", WD_COLOR_INDEX.YELLOW), "yes"),
        (_look("italic"), "yes"),
    ],
    ids=["strike", "double strike", "bold", "underline", "highlight", "italic"],
)
def test_a_choice_by_its_look(look: Callable[[Run], None], chosen: str, labels: Labels) -> None:
    form: Form = plain_form(Parents_informed="")
    answer = form.document.tables[0].rows[-1].cells[1].paragraphs[0]
    look(answer.add_run("Yes"))
    answer.add_run(" / No")
    assert read(form.bytes(), labels=labels).fields["parents_aware"] == chosen
