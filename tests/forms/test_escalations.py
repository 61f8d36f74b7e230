"""Escalation records: stages in blocks, rows, columns and text, and how far they went."""

import pytest
from docx.enum.table import WD_TABLE_ALIGNMENT

from bot.forms import Kind, Labels, load_labels, read
from bot.settings import ROOT
from tests.forms.saying import says
from tests.forms.writing import ESCALATED, RAISED, TALK, VISIT, Form

FIRST = ("12/05/2025", TALK)
SECOND = ("16 May 2025", VISIT)
STAGES_OWN = ("date", "with", "discussed", "notes", "resolved", "date_resolved")


def test_each_step_has_a_table_of_its_own(labels: Labels) -> None:
    form = Form("Professional Challenge Recording Tool").table(*RAISED)
    for step, (day, notes, answer) in enumerate(
        ((*FIRST, "Yes ☐ No ☒"), (*SECOND, "Yes ☒ No ☐"), ("", "", "Yes ☐ No ☐")), 1
    ):
        form.line(f"**Step {step}**").table(
            ("**Date of meeting**", day),
            ("**Names of those involved**", "A and B" if day else ""),
            ("**Outcome of discussion**", notes),
            ("**Was the issue resolved?**", answer),
        )
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_stages_are_the_rows_of_a_grid(labels: Labels) -> None:
    heads = ("Level", "Date raised", "Raised with", "Action agreed", "Resolved Y/N")
    form = Form("Resolution of Professional Disagreements – Monitoring Form").table(*RAISED)
    form.table(
        tuple(f"**{head}**" for head in heads),
        ("Level 1 practitioner", FIRST[0], "A Person", TALK, "N"),
        ("Level 2 manager", SECOND[0], "B Person", VISIT, "Y"),
        ("Level 3 senior manager", "", "", "", ""),
    )
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_stages_are_rows_that_a_column_numbers(labels: Labels) -> None:
    form = Form("Escalation record").table(*RAISED)
    form.table(
        ("Stage", "Date", "Who spoke to whom", "What was decided", "Settled?"),
        ("1", FIRST[0], "Practitioner to practitioner", TALK, "No"),
        ("2", SECOND[0], "Heads of Service", VISIT, "Yes"),
    )
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_stages_are_the_columns_of_a_grid(labels: Labels) -> None:
    form = Form("Escalation of Concerns Form").table(*RAISED)
    form.table(
        ("", "Stage 1", "Stage 2", "Stage 3"),
        ("Date", FIRST[0], SECOND[0], ""),
        ("Who was involved", "A", "B", ""),
        ("What was agreed", TALK, VISIT, ""),
        ("Resolved (Y/N)", "N", "Y", ""),
    )
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_stages_stand_under_headings_in_running_text(labels: Labels) -> None:
    form = Form("Inter-agency Escalation Form").table(*RAISED)
    for heading, (day, notes), answer in (("First", FIRST, "No"), ("Second", SECOND, "Yes")):
        form.heading(f"{heading} stage")
        form.line(f"Date: {day}", f"Discussion: {notes}", f"Resolved: {answer}")
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_labels_name_the_stage_themselves(labels: Labels) -> None:
    rows = []
    for stage, (day, notes), answer in ((1, FIRST, "No"), (2, SECOND, "Yes"), (3, ("", ""), "")):
        rows += [(f"**Stage {stage} – date**", day), (f"**Stage {stage} – outcome**", notes)]
        rows += [(f"**Stage {stage} – resolved?**", answer)]
    form = Form("Multi-agency Escalation Form").table(*RAISED).table(*rows)
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_a_stage_stands_beside_its_rows(labels: Labels) -> None:
    form = Form("Professional Differences Record").table(*RAISED)
    table = form.document.add_table(rows=9, cols=3, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    blocks = ((*FIRST, "No"), (*SECOND, "Yes"), ("", "", ""))
    for stage, block in enumerate(blocks):
        first = table.cell(3 * stage, 0).merge(table.cell(3 * stage + 2, 0))
        first.text = f"Stage {stage + 1}"
        for row, label in enumerate(("Date of discussion", "Outcome", "Resolved?")):
            table.cell(3 * stage + row, 1).text = label
            table.cell(3 * stage + row, 2).text = block[row]
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_a_whole_stage_stands_in_one_cell(labels: Labels) -> None:
    form = (
        Form("Escalation Form")
        .table(*RAISED)
        .table(
            ("**Level 1**", f"Date: {FIRST[0]}\nDiscussion: {TALK}\nResolved: No"),
            ("**Level 2**", f"Date: {SECOND[0]}\nDiscussion: {VISIT}\nResolved: Yes"),
            ("**Level 3**", "Date:\nDiscussion:\nResolved:"),
        )
    )
    assert not says(read(form.bytes(), labels=labels), ESCALATED)


def test_the_whole_forms_outcome_is_not_the_last_stages(labels: Labels) -> None:
    form = Form("Escalation Record").table(*RAISED)
    for stage, (day, notes), answer in ((1, FIRST, "No"), (2, SECOND, "No")):
        form.heading(f"Stage {stage}: discussion").table(
            ("Date", day), ("Notes", notes), ("Resolved?", answer)
        )
    form.heading("Outcome").table(
        ("Is the disagreement now resolved?", "Yes"),
        ("Date", "17/05/2025"),
        ("What was the final outcome?", "A joint visit was made."),
    )
    ended = {"resolved": "yes", "date_resolved": "2025-05-17", "outcome": "A joint visit was made."}
    expected = {**ESCALATED, **ended, "stage2_resolved": "no"}
    assert not says(read(form.bytes(), labels=labels), expected)


def test_a_title_with_a_range_of_stages_names_no_stage(labels: Labels) -> None:
    form = Form("Escalation Record (Stage 1-4)").table(
        ("**Date raised**", "10/05/2025"), *RAISED[:2]
    )
    form.table(*RAISED[3:])
    reading = read(form.bytes(), labels=labels)
    assert reading.fields["date_of_form"] == "2025-05-10"
    assert "escalation_stage" not in reading.fields


def test_a_ticked_stage_that_the_blocks_contradict_goes_to_a_person(labels: Labels) -> None:
    form = Form("Escalation Record").table(*RAISED)
    form.table(("**Stage reached**", "☐ Stage 1  ☐ Stage 2  ☒ Stage 3"))
    form.heading("Stage 1").table(("Date of discussion", FIRST[0]), ("Discussion", TALK))
    reading = read(form.bytes(), labels=labels)
    assert reading.kind is Kind.ESCALATION
    assert "escalation_stage" not in reading.fields
    assert "The form says stage 3, but the last stage filled in is 1." in reading.needs_person


def test_a_skipped_stage_takes_no_answers_of_the_next_one(labels: Labels) -> None:
    form = Form("Escalation & Resolution Record").table(*RAISED)
    for stage, (day, notes) in (("1 – informal", FIRST), ("2 – informal", ("", ""))):
        form.line(f"**STAGE {stage}**").table(("**Date raised**", day), ("**Response**", notes))
    form.line("**STAGE 3 – formal**").table(
        ("**Date raised**", "20/05/2025"), ("**Response**", VISIT), ("**Resolved?**", "No")
    )
    said = read(form.bytes(), labels=labels).fields
    assert said["escalation_stage"] == "3"
    assert (said.get("stage2_notes"), said["stage3_notes"]) == (None, VISIT)


def test_a_stage_under_an_unknown_heading_is_not_taken_for_the_one_before(labels: Labels) -> None:
    form = Form("Escalation and Resolution Record").table(*RAISED)
    form.line("**STAGE 2**").table(("**Date raised**", FIRST[0]), ("**Response**", TALK))
    form.line("Heads of Service level").table(
        ("**Date raised**", SECOND[0]), ("**Response**", VISIT)
    )
    said = read(form.bytes(), labels=labels).fields
    assert (said["stage2_date"], said["stage2_notes"]) == ("2025-05-12", TALK)


def test_the_concern_stands_for_the_disagreement_where_a_record_asks_for_no_other(
    labels: Labels,
) -> None:
    rows = [("**Nature of concern**" if "disagree with" in a else a, b) for a, b in RAISED]
    form = Form("Escalation Form").table(*rows)
    form.line("**Stage 3**").table(("**Date raised**", FIRST[0]), ("**Response**", TALK))
    assert read(form.bytes(), labels=labels).fields["summary"] == ESCALATED["summary"]


def test_stages_stand_in_a_table_inside_a_frame_whose_labels_are_bold(labels: Labels) -> None:
    form = Form("Escalation Form").table(*RAISED)
    frame = form.document.add_table(rows=1, cols=1).cell(0, 0)
    frame.paragraphs[0].add_run("Stages").bold = True
    inner = frame.add_table(rows=3, cols=3)
    rows = (("Stage", "Date raised", "Outcome of discussion"), ("1", *FIRST), ("2", *SECOND))
    for row, texts in zip(inner.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    said = read(form.bytes(), labels=labels).fields
    assert (said["stage1_notes"], said["stage2_date"]) == (TALK, "2025-05-16")


def test_plain_heads_stand_over_stages_in_a_table_whose_other_labels_are_bold(
    labels: Labels,
) -> None:
    form = Form("Escalation Form").table(
        *((f"{label} {value}",) for label, value in RAISED),
        ("Stage", "Date raised", "Outcome of discussion", "Resolved?"),
        ("Stage 1", *FIRST, "No"),
        ("Stage 2", *SECOND, "Yes"),
    )
    said = read(form.bytes(), labels=labels).fields
    assert (said["stage1_notes"], said["stage2_date"]) == (TALK, "2025-05-16")
    assert (said["stage1_resolved"], said["stage2_resolved"]) == ("no", "yes")


NAMED = ("Informal talk", "Stage 1", "Stage 2", "Partners' panel")


@pytest.fixture
def of_four_stages() -> Labels:
    return load_labels(ROOT / "config" / "labels.toml", NAMED)


def test_a_stage_is_told_by_its_place_among_those_of_the_policy(of_four_stages: Labels) -> None:
    rows = []
    for name, (day, notes) in (("Stage 1", FIRST), ("Partners' panel", SECOND)):
        rows += [(f"**{name} - date raised**", day), (f"**{name} - discussion**", notes)]
    form = Form("Escalation and Resolution Record").table(*RAISED, *rows)
    said = read(form.bytes(), labels=of_four_stages).fields
    assert (said["stage2_date"], said["stage4_date"]) == ("2025-05-12", "2025-05-16")
    assert (said["stage4_notes"], said["escalation_stage"]) == (VISIT, "4")


def test_a_stage_of_its_own_name_heads_a_table(of_four_stages: Labels) -> None:
    form = Form("Escalation and Resolution Record").table(*RAISED)
    for name, (day, notes) in (("Informal talk", FIRST), ("Partners' panel", SECOND)):
        form.line(f"**{name}**").table(("**Date of meeting**", day), ("**Outcome**", notes))
    said = read(form.bytes(), labels=of_four_stages).fields
    assert (said["stage1_date"], said["stage4_date"]) == ("2025-05-12", "2025-05-16")


@pytest.mark.parametrize(
    ("written", "place"),
    [("Stage 2", "3"), ("2", "3"), ("Informal talk", "1"), ("Partners' panel", "4")],
)
def test_the_stage_reached_is_read_in_the_words_of_the_policy(
    of_four_stages: Labels, written: str, place: str
) -> None:
    rows = (*RAISED, ("**Stage of escalation**", written))
    reading = read(Form("Escalation Form").table(*rows).bytes(), labels=of_four_stages)
    assert reading.fields["escalation_stage"] == place


def test_a_stage_that_the_policy_does_not_have_is_for_a_person(of_four_stages: Labels) -> None:
    rows = [("**Stage 2 - date raised**", FIRST[0]), ("**Stage 5 - date raised**", SECOND[0])]
    form = Form("Escalation and Resolution Record").table(*RAISED, *rows)
    reading = read(form.bytes(), labels=of_four_stages)
    assert reading.fields["escalation_stage"] == "3"
    assert "It fills in a stage that the escalation policy does not have." in reading.needs_person


def test_a_stage_tells_with_whom_and_when_it_was_raised_discussed_and_resolved(
    labels: Labels,
) -> None:
    form = Form("Escalation Record").table(*RAISED).heading("Stage 3")
    form.table(
        ("**Date raised at this stage**", "12/05/2025"),
        ("**Raised with**", "B Person"),
        ("**Raised with (role)**", "Head of service"),
        ("**Date of discussion**", "14/05/2025"),
        ("**Response**", VISIT),
        ("**Resolved at this stage?**", "Yes"),
        ("**Date resolved**", "15/05/2025"),
    )
    found = read(form.bytes(), labels=labels).fields
    assert {name: found.get(f"stage3_{name}") for name in STAGES_OWN} == {
        "date": "2025-05-12",
        "with": "B Person, Head of service",
        "discussed": "2025-05-14",
        "notes": VISIT,
        "resolved": "yes",
        "date_resolved": "2025-05-15",
    }


def test_who_is_to_be_asked_at_a_stage_does_not_mean_that_it_was_reached(labels: Labels) -> None:
    form = Form("Escalation Record").table(*RAISED)
    heads = ("Stage", "Raised with", "Date of discussion", "Outcome", "Resolved")
    form.table(
        tuple(f"**{head}**" for head in heads),
        ("Stage 1", "Line manager", FIRST[0], TALK, "No"),
        ("Stage 2", "Head of service", "", "", ""),
    )
    found = read(form.bytes(), labels=labels).fields
    assert (found["escalation_stage"], found["stage1_with"]) == ("1", "Line manager")
    assert (found["stage1_date"], found["stage1_discussed"]) == ("2025-05-12", "2025-05-12")


@pytest.mark.parametrize(
    "labelled",
    [
        ("Stage 1: practitioners", "Stage 2: line managers", "Stage 3: heads of service"),
        ("Stage 1 worker", "Stage 2 manager", "Stage 3 safeguarding lead"),
        ("Level 1: frontline", "Level 2: managers", "Level 3: directors"),
        (
            "Stage one (worker to worker)",
            "Stage two (manager to manager)",
            "Stage three (director to director)",
        ),
        (
            "Stage 1 - practitioner discussion (date & outcome)",
            "Stage 2 - line managers (date & outcome)",
            "Stage 3 - heads of service (date & outcome)",
        ),
    ],
    ids=lambda labelled: labelled[1],
)
def test_a_label_that_says_who_meets_at_a_stage_asks_what_came_of_it(
    labels: Labels, labelled: tuple[str, ...]
) -> None:
    said = ("12/05/2025 - not resolved", "16/05/25 no agreement was reached", "20.5.25 still open")
    rows = zip((f"**{label}**" for label in labelled), said, strict=True)
    form = Form("Escalation Record").table(*RAISED).table(*rows)
    found = read(form.bytes(), labels=labels).fields
    assert [found[f"stage{n}_notes"] for n in (1, 2, 3)] == list(said)
    assert [found[f"stage{n}_date"] for n in (1, 2, 3)] == [
        "2025-05-12",
        "2025-05-16",
        "2025-05-20",
    ]
    assert found["escalation_stage"] == "3"


@pytest.mark.parametrize("said", ["Jo Mock", "Jo Mock, Head of Service"])
def test_a_managers_name_at_a_stage_is_no_account_of_it(labels: Labels, said: str) -> None:
    form = Form("Escalation Record").table(*RAISED)
    form.table(("**Stage 1**", "12/05/2025 " + TALK), ("**Stage 2 manager**", said))
    assert read(form.bytes(), labels=labels).fields["escalation_stage"] == "1"


@pytest.mark.parametrize("raising", [0, 1])
def test_both_agencies_are_asked_the_same_side_by_side(labels: Labels, raising: int) -> None:
    ours = ("Pretend Park School", "Dafydd Invented", "Deputy Head", "d.invented@park.example")
    theirs = ("Testham CSC", "Una Mock", "Team Manager", "u.mock@testham.example")
    sides = [("From (agency)", ours), ("To (agency)", theirs)]
    (left, first), (right, second) = sides if raising == 0 else sides[::-1]
    heads = [(left, right), *[(label, label) for label in ("Worker", "Post", "Email")]]
    rows = [
        (f"**{a}**", x, f"**{b}**", y) for (a, b), x, y in zip(heads, first, second, strict=True)
    ]
    form = Form("Escalation form").table(*rows).table(*RAISED[2:5], *RAISED[6:])
    expected = {"referrer_name": ours[1], "referrer_role": ours[2], "referrer_email": ours[3]}
    assert not says(read(form.bytes(), labels=labels), expected)
