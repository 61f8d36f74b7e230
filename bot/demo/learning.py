"""The second part of the story: a Practice Review to its impact, with a meeting and a leaver."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.demo.acting import BUSINESS_MANAGER, PROJECT_OFFICER, Act, adds, edits
from bot.demo.answering import members_confirm
from bot.demo.calendar import at, listed
from bot.sandbox import Sandbox

POLICE = "drew.madeup@anyshire.police.example"
NURSE, SUCCESSOR = "nell.notreal@nhs-mail.example", "casey.nonesuch@nhs-mail.example"
MORNINGS = (  # agenda, IMRs due, action due, notice due, reports
    date(2027, 2, 11),
    date(2027, 2, 17),
    date(2027, 3, 15),
    date(2027, 6, 8),
    date(2027, 7, 1),
)
REVIEW, ACTION = "SPR-2027-001", "ACT-2027-001"


def learning() -> tuple[Act, ...]:
    """Give what people do from January to September, in order."""
    return (*commissioning(), *meeting(), *publishing())


def commissioning() -> tuple[Act, ...]:
    """Give the acts that lead to the requests to the agencies."""
    return (
        Act(
            at(5, 1),
            "A Practice Review is decided: the Project Officer adds a row for it by hand",
            adds("Practice Reviews", Title="decided by the partners", DecidedOn=listed(5, 1)),
        ),
        Act(
            at(6, 1),
            "The Business Manager ticks two considerations, each with its reason",
            _review(
                "Record considerations",
                RecurringThemes="handovers, for the third time",
                WorkingTogether="two agencies each held half of what mattered",
            ),
        ),
        Act(
            at(11, 1),
            "A lead reviewer is found",
            _review(
                "Appoint lead reviewer",
                LeadReviewer="Lou Nonsuch",
                ReviewerAddress="lou.nonsuch@reviewers.example",
                Methodology="Systems review with a panel",
            ),
        ),
        Act(at(18, 1), "The terms of reference are agreed", _review("Agree terms of reference")),
        Act(
            at(19, 1),
            "Every agency is to be asked for its management review",
            _review("Request IMRs", ReturnsDue=listed(16, 2)),
        ),
    )


def meeting() -> tuple[Act, ...]:
    """Give the acts around the February meeting."""
    return (
        Act(at(8, 2), "The police decline February's meeting and name nobody", _declines),
        Act(
            at(19, 2),
            "The minutes are ready; an action from them is added to the list by hand",
            _after_the_meeting,
        ),
        Act(
            at(22, 2),
            "The panel begins to meet",
            _review("Start panel meetings", PanelOn=listed(1, 3)),
        ),
        Act(
            at(9, 3),
            "The designated nurse leaves; her successor is written into the Members list",
            edits(
                "Members",
                "Address",
                NURSE,
                {"Address": SUCCESSOR, "Name": "Casey Nonesuch"},
                PROJECT_OFFICER,
            ),
        ),
        Act(
            at(16, 3),
            "The successor reports the action done",
            edits(
                "Actions",
                "Reference",
                ACTION,
                {"Decision": "Done", "Evidence": "checklist in use since 8 March"},
                PROJECT_OFFICER,
            ),
        ),
    )


def publishing() -> tuple[Act, ...]:
    """Give the acts from the report to the impact."""
    return (
        Act(at(26, 4), "The report is finished", _review("Report finished")),
        Act(
            at(27, 4),
            "The Business Manager plans publication for a day after the six months",
            _review("Plan publication", PublishOn=listed(4, 8)),
        ),
        Act(at(28, 4), "and chooses an earlier day", _review("", PublishOn=listed(24, 6))),
        Act(at(4, 5), "The members answer: their press offices know", members_confirm),
        Act(
            at(11, 6),
            "The Panel and Government are told",
            _review("", NoticeGivenOn=listed(11, 6)),
        ),
        Act(at(24, 6), "The report is published", _review("Publish")),
        Act(at(28, 6), "The action plan starts", _review("Start action plan")),
        Act(
            at(6, 9),
            "The impact is known: the review is closed",
            _review("Close", Impact="no handover was missed in the spring's audit"),
        ),
    )


def _review(decision: str, **fields: Any) -> Callable[[Sandbox], None]:
    chosen = {"Decision": decision} if decision else {}
    return edits("Practice Reviews", "Reference", REVIEW, chosen | fields, BUSINESS_MANAGER)


def _declines(sandbox: Sandbox) -> None:
    coming = min(
        (event for event in sandbox.events() if event.start > sandbox.clock.now()),
        key=lambda event: event.start,
    )
    sandbox.respond(coming.id, attendee=POLICE, answer="declined")


def _after_the_meeting(sandbox: Sandbox) -> None:
    link = {"Minutes": "https://croydon.sharepoint.com/sites/CSCP/minutes-2027-02"}
    held = [r for r in sandbox.sharepoint_list("Meetings").rows.values() if _is_in_february(r)]
    sandbox.edit_row("Meetings", held[0].id, link, person=PROJECT_OFFICER)
    sandbox.add_row(
        "Actions",
        {
            "What": "Try a checklist for handovers on two wards",
            "OwnerAddress": NURSE,
            "Agency": "NHS in Anyshire (ICB, trusts, GPs)",
            "Source": REVIEW,
            "Due": listed(15, 3),
        },
        person=PROJECT_OFFICER,
    )


def _is_in_february(row: Any) -> bool:
    return str(row.fields.get("Starts", "")).startswith("2027-02")
