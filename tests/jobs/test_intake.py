"""From a mail in the Inbox to the register, the library and the Notices list."""

import hashlib

import pytest

from bot.demo.agencies import (
    FREE_MAIL,
    MINDER,
    SCHOOL,
    STAGE_3,
    STAGE_4,
    WORKER,
    concern,
    disagreement,
)
from bot.demo.forms import case_of_concern
from tests.forms.writing import Form
from tests.jobs.stage import Stage, form, mail

CONCERNS, ESCALATIONS, ATTENTION = "Cases of Concern", "Escalations", "Needs Attention"


async def test_a_form_opens_entries_with_sequential_references(stage: Stage) -> None:
    for n, child in enumerate(("Wren Placeholder", "Lee Exampleton", "Pat Nonesuch")):
        stage.deliver(mail(SCHOOL, ("form.docx", form(child)), number=n))
    assert await stage.round()
    references = sorted(row["Reference"] for row in stage.rows(CONCERNS))
    assert references == ["COC-2026-001", "COC-2026-002", "COC-2026-003"]


async def test_a_form_is_filed_byte_for_byte_in_its_entrys_folder(stage: Stage) -> None:
    content = form()
    stage.deliver(mail(SCHOOL, ("CoC Wren Placeholder.docx", content)))
    await stage.round("intake")
    name = f"form-{hashlib.sha256(content).hexdigest()[:12]}.docx"
    assert stage.files() == {f"COC-2026-001/{name}": content}


async def test_a_form_is_acknowledged_under_a_neutral_subject(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form()), subject="Wren Placeholder, urgent"))
    await stage.round("intake", "outbox")
    assert stage.sent() == [(SCHOOL, "CSCP: we have received your form (COC-2026-001)")]


async def test_a_mail_is_marked_and_moved_when_all_is_done(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round()
    assert (stage.folder("Inbox"), stage.folder("Registered")) == (0, 1)
    moved = next(m for m in stage.mailbox.messages() if m.arrived)
    assert moved.properties["categories"] == ["CSCP: registered"]


async def test_the_same_form_again_opens_nothing_and_is_acknowledged_once(stage: Stage) -> None:
    for n in range(2):
        stage.deliver(mail(SCHOOL, (f"form {n}.docx", form()), number=n))
        await stage.round("intake", "outbox")
    assert len(stage.rows(CONCERNS)) == 1
    assert len(stage.files()) == 1
    assert len(stage.sent()) == 1
    assert stage.folder("Registered") == 2


async def test_a_newer_form_of_a_closed_case_asks_whether_it_opens_again(stage: Stage) -> None:
    for number, happened in enumerate(("16 November 2026", "about 16 November 2026"), start=1):
        stage.deliver(mail(SCHOOL, ("form.docx", form(happened=happened)), number=number))
        await stage.round("intake", "decisions")
        stage.edit("Cases of Concern", "COC-2026-001", Decision="Advice")
        await stage.round("decisions")
    [asked] = stage.rows("Needs Attention")
    assert asked["Reason"].startswith("a newer form came for COC-2026-001, which is closed")


async def test_what_the_team_mails_in_itself_has_nobody_to_answer_and_replaces_no_sender(
    stage: Stage,
) -> None:
    own, again = stage.work.partnership.mailbox, form(happened="about 16 November 2026")
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    stage.deliver(mail(own, ("form.docx", again), number=2))
    stage.deliver(mail(own.upper(), ("form.docx", form("Lee Exampleton")), number=3))
    await stage.round("intake")
    stage.edit(CONCERNS, "COC-2026-002", Decision="Advice")
    await stage.round("decisions", "outbox")
    first, second = stage.rows(CONCERNS)
    assert (first["Contact"], second.get("Contact")) == (SCHOOL, None)
    assert "nobody was told" in second["ToCheck"]
    assert [to for to, _ in stage.sent()] == [SCHOOL]


async def test_a_newer_copy_of_an_escalation_moves_its_entry_on(stage: Stage) -> None:
    nurse = "named.nurse-fictional@nhs-mail.example"
    for n, stages in enumerate(((STAGE_3,), (STAGE_3, STAGE_4))):
        stage.deliver(mail(nurse, ("record.docx", disagreement(*stages)), number=n))
        await stage.round("intake")
    (entry,) = stage.rows(ESCALATIONS)
    assert (entry["Reference"], entry["Stage"]) == ("ESC-2026-001", "4")
    assert len(stage.files()) == 2


async def test_an_older_copy_never_takes_the_stage_back(stage: Stage) -> None:
    nurse = "named.nurse-fictional@nhs-mail.example"
    for n, stages in enumerate(((STAGE_3, STAGE_4), (STAGE_3,))):
        stage.deliver(mail(nurse, ("record.docx", disagreement(*stages)), number=n))
        await stage.round("intake")
    (entry,) = stage.rows(ESCALATIONS)
    assert entry["Stage"] == "4"


async def test_another_agencys_form_about_the_same_child_is_another_entry(stage: Stage) -> None:
    theirs = concern(WORKER, "Wren Placeholder", "12 March 2015", "16 November 2026")
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    stage.deliver(mail(WORKER.email, ("form.docx", theirs), number=2))
    await stage.round()
    assert len(stage.rows(CONCERNS)) == 2


async def test_mail_that_is_not_for_the_bot_stays_untouched(stage: Stage) -> None:
    before = len(stage.requests())
    stage.deliver(mail(SCHOOL, subject="Lunch on Friday?", text="Shall we meet at one?"))
    await stage.round("intake")
    assert stage.folder("Inbox") == 1
    assert stage.writes(before) == []
    (left,) = stage.sandbox.messages()
    assert left.properties["categories"] == []


async def test_what_cannot_be_read_goes_to_a_person_with_the_original(stage: Stage) -> None:
    raw = mail(SCHOOL, ("form.docx", form()[:200]), subject="Case of Concern form")
    stage.deliver(raw)
    await stage.round("intake")
    (entry,) = stage.rows(ATTENTION)
    assert entry["Reference"] == "NA-2026-001"
    ((path, content),) = stage.files().items()
    assert path.startswith("NA-2026-001/mail-")
    assert content == raw.as_bytes()
    assert stage.folder("Needs attention") == 1


async def test_two_forms_in_one_mail_open_two_entries(stage: Stage) -> None:
    pair = (("a.docx", form("Uma Fictionby")), ("b.docx", form("Ola Fauxley")))
    stage.deliver(mail(SCHOOL, *pair))
    await stage.round("intake", "outbox")
    assert [row["Children"].split(",")[0] for row in stage.rows(CONCERNS)] == [
        "Uma Fictionby",
        "Ola Fauxley",
    ]
    assert len(stage.sent()) == 2


async def test_a_doubtful_senders_acknowledgement_waits_for_a_person(stage: Stage) -> None:
    theirs = concern(MINDER, "Tam Sampleby", "5 January 2021", "3 December 2026")
    stage.deliver(mail(FREE_MAIL, ("form.docx", theirs)))
    await stage.round("intake", "outbox", "sweep")
    assert stage.sent() == []
    stage.edit("Notices", "Held", State="Released")
    for _ in range(3):
        await stage.later("outbox", "sweep")
    assert [recipient for recipient, _subject in stage.sent()] == [FREE_MAIL]


async def test_a_person_cancels_what_is_held(stage: Stage) -> None:
    theirs = concern(MINDER, "Tam Sampleby", "5 January 2021", "3 December 2026")
    stage.deliver(mail(FREE_MAIL, ("form.docx", theirs)))
    await stage.round("intake")
    stage.edit("Notices", "Held", State="Cancelled")
    await stage.later("outbox", "sweep")
    assert stage.sent() == []


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
@pytest.mark.parametrize("dated", [("17 November 2026", "18 November 2026"), ("", "")])
async def test_what_the_newer_form_says_stands_whichever_came_first(
    stage: Stage, order: tuple[int, int], dated: tuple[str, str]
) -> None:
    for n in order:
        rows = (
            ("Name of child", "Wren Placeholder"),
            ("Agency", "Sampleby Primary School"),
            ("Summary of the concern", f"Version {n}"),
            ("Date form completed", dated[n - 1]),
        )
        version = mail(SCHOOL, ("form.docx", case_of_concern(rows)), number=n)
        version.replace_header("Date", f"Tue, 24 Nov 2026 09:0{n}:00 +0000")
        stage.deliver(version)
        await stage.round("intake")
    (entry,) = stage.rows(CONCERNS)
    assert entry["Summary"] == "Version 2"


async def test_a_document_with_a_forms_title_that_is_laid_out_as_none_goes_to_a_person(
    stage: Stage,
) -> None:
    unlike = Form("Case of Concern Report Form").line("All that we know, under no label.").bytes()
    stage.deliver(mail(SCHOOL, ("a.docx", unlike), subject="Hello", text="Regards"))
    await stage.round("intake")
    [row] = stage.rows("Needs Attention")
    assert "has the title of a form" in row["Reason"]


async def test_a_letter_beside_its_form_that_names_the_form_asks_nobody(stage: Stage) -> None:
    letter = Form("Case of Concern Report Form").line("Please find the form enclosed.").bytes()
    stage.deliver(mail(SCHOOL, ("letter.docx", letter), ("form.docx", form())))
    await stage.round("intake")
    assert (len(stage.rows("Cases of Concern")), stage.rows("Needs Attention")) == (1, [])
