"""Configuration: what cannot be right is told in one line that names it."""

from pathlib import Path

import pytest

from bot.opening import configured
from bot.partnership import UnableToReadConfiguration
from bot.settings import ROOT

CROYDON = (ROOT / "config" / "croydon" / "partnership.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", sorted((ROOT / "config").glob("*/")), ids=lambda f: f.name)
def test_every_partnership_in_the_project_can_be_used(folder: Path) -> None:
    assert configured(folder).mailbox


REPLACED = [
    (
        '"Health", "Police"]',
        '"Helath", "Police"]',
        "quorum: no member counts for Helath; choose",
    ),
    (
        'chair = "Police"',
        'chair = "Polices"',
        "'2026-6' chair: no member is of Polices; ",
    ),
    ("ends = 12:00:00", "ends = 09:00:00", "meetings '2026-6' ends: is before it starts; write"),
    ('id = "2027-1"', 'id = "2026-6"', "meetings: two have the id '2026-6'; give each"),
    ("months = 6", "months = 6\nhours = 3", "say exactly one of"),
    ('digest_to = ["business_manager"', 'digest_to = ["boss"', "names no post of the team"),
    ("small_numbers_below = 5", "small_numbers_below = 1", "reports.small_numbers_below"),
    ("papers_before = 5", "paper_before = 5", "meeting.paper_before"),
    ("on = 2026-12-10", "on = soon", "not valid TOML"),
    ('mailbox = "CSCP@croydon.gov.uk"\n', "", "mailbox: is missing: add it"),
    ('"CSCP@croydon.gov.uk"', '"CSCP at croydon"', "mailbox: 'CSCP at croydon' is no e-mail"),
    ('fallback = "business', 'fallback = "b b', "team.fallback: .* is no e-mail address"),
    ('lead = "drew.madeup@', 'lead = "Drew ', "agencies 'Anyshire Police' lead: .* is no e-mail"),
    ('email = "robin.invented@', 'email = "', "members 'Head of Service, .* is no e-mail"),
    ("on = 2026-12-10", "on = 2026-12-13", "'2026-6' on: 2026-12-13 is a Sunday; choose"),
    ("on = 2026-12-10", "on = 2026-12-25", "2026-12-25 is a bank holiday or closed; choose"),
    ('chair = "Police"', 'chair = "Education"', "Education is no statutory partner; choose"),
    ("papers_before = 5 ", "papers_before = 50 ", "meeting.papers_before: .* less than"),
    ("papers_before = 5 ", "papers_before = -5 ", "meeting.papers_before: .* greater than"),
    ("opens = 08:30", "opens = 18:30", "hours: closes at 17:30, before it opens"),
    ("digest_at = 08:30", "digest_at = 20:00", "hours.digest_at: 20:00 is outside the hours"),
    ('["nhs-mail.example"]', '["anyshire.police.example"]', "already that of 'Anyshire Police'"),
    ('["nhs-mail.example"]', '["@nhs-mail.example"]', "'@nhs-mail.example' is no domain"),
    ('name = "papers"', 'name = "triage"', "two have the name 'triage'; give each its own"),
    ('met_by = ["findings_shared_on"]', "met_by = []", "'findings' met_by: is empty, so it never"),
    ("= 5              # local target", "= -5", "'triage' working_days: is due before the form"),
    ("months = 6", "months = -6", "practice_review.* greater than or equal to 0"),
    ('"Registered" ', '"Needs attention" ', "attention_folder: is the registered_folder"),
    ('["croydon.gov.uk"]', "[]", "own_domains: is empty; name"),
    ("[team]", "[teams]", "team: is missing: add it"),
    ("closures = []", 'closures = ["Christmas"]', "closures.0: .* valid date"),
    # and what the kinds of entry do not have
    (
        'counts_from = "aware_on"',
        'counts_from = "awareon"',
        "incident 'panel' counts_from: .* did you mean 'aware_on'\\?",
    ),
    (
        'counts_from = "due"',
        'counts_from = "owner"',
        "action 'action' counts_from: 'owner' is no date; choose",
    ),
    (
        'met_by = ["sent_on"]',
        'met_by = ["send_on"]',
        "'review' met_by: .*'send_on'; did you mean 'sent_on'",
    ),
    (
        '{ state = "Sent" }',
        '{ state = "Snet" }',
        "applies_when: state is never 'Snet'; did you mean 'Sent'",
    ),
    (
        'tell = ["press_waiting"',
        'tell = ["press_office"',
        "'press offices' tell: there is no post 'press_office'",
    ),
    (
        "[[clocks.action]]",
        "[[clocks.actions]]",
        "clocks.actions: there is no such kind of entry; did you mean",
    ),
]
ADDED = [
    ("[registers.actions]", "registers.actions: there is no such register; did you"),
    ('[registers.action]\nlist = "escalations"', "two have the list 'Escalations'; give each"),
    ('[registers.action]\nprefix = "COC"', "two have the prefix 'COC'; give each its own"),
    ('[registers.meeting]\nprefix = "MTG"', "registers.meeting.prefix: .* leave it out"),
    ('[registers.action.columns]\nownr = "Who"', "action.columns: .*'ownr'; did you mean 'owner'"),
    (
        '[registers.action.columns]\nowner = "due"',
        "two columns are called 'due'; give each its own",
    ),
    ('[registers.action.choices.state]\nOpened = "Live"', "'Opened' is none of its words; did you"),
    ('[registers.action.choices.state]\nOpen = "Live"\nDone = "live"', "two are called 'Live'"),
    ('[registers.action.choices.state]\nOpen = "Done"', "two are called 'Done'"),
    ('[registers.action.choices.owner]\nA = "B"', "choices.owner: people write freely in it"),
    ('[registers.escalation.choices.stage]\n1 = "One"', "named by \\[escalations\\] stages"),
    ('[registers.action.dates]\ndue = "Due"', "there is a column 'due' already; choose another"),
    ('[registers.action.dates]\n"Seen on" = "Seen"', "'Seen on' is no name; write small letters"),
    ('[registers.notice.dates]\nseen_on = "Seen"', "notice.dates: no clock runs for its rows"),
    ('[escalations]\ncopies_from = "6"', "copies_from: '6' is none of the stages; choose one of 1"),
    ('[escalations]\nstages = ["3", "A", "a"]', "stages: two are called 'a'; give each its own"),
    ("[escalations]\nstages = []", "escalations.stages: .* at least 1 item"),
    ('[escalations]\nformal_from = "4th"', "formal_from: '4th' is none of the stages"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), REPLACED)
def test_what_cannot_be_right_is_told_by_its_name(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    assert right in CROYDON
    refuse(tmp_path, CROYDON.replace(right, wrong, 1), told)


@pytest.mark.parametrize(("added", "told"), ADDED)
def test_names_that_do_not_fit_the_lists_are_told_by_setting(
    tmp_path: Path, added: str, told: str
) -> None:
    refuse(tmp_path, CROYDON.replace("[words]", f"{added}\n[words]", 1), told)


def refuse(folder: Path, text: str, told: str) -> None:
    """Hold that a configuration is refused in one line, which names the file and tells so much."""
    file = folder / "partnership.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnableToReadConfiguration, match=told) as error:
        configured(folder)
    assert str(error.value).startswith(str(file))
    assert "\n" not in str(error.value)


def test_a_clock_for_a_stage_that_the_policy_does_not_have_is_told(tmp_path: Path) -> None:
    four = CROYDON.replace("[words]", '[escalations]\nstages = ["1", "2", "3", "4"]\n[words]')
    limit = '[[clocks.escalation]]\nname = "last"\nlabel = "x"\ncounts_from = "stage_5_on"\n'
    more = f'{four}\n{limit}working_days = 1\nmet_by = ["resolved_on"]\n'
    refuse(tmp_path, more, "'last' counts_from: there is no column")
