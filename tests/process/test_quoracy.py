"""Quoracy: every statutory partner attends, by a member or by the deputy in the member's place."""

import pytest

from bot.partnership import MeetingRules, Member, load_partnership
from bot.process.quoracy import chair_of, quoracy
from bot.settings import ROOT

CROYDON = load_partnership(ROOT / "config" / "croydon")
CARE, NURSE, POLICE = "care@x.example", "nurse@x.example", "police@x.example"
PROXY = "proxy@x.example"
ALL = {CARE: "accepted", NURSE: "accepted", POLICE: "accepted"}
GROUP = CROYDON.model_copy(
    update={
        "meeting": MeetingRules(quorum=("Care", "Health", "Police")),
        "members": (
            Member(role="head", organisation="Care", statutory="Care", email=CARE),
            Member(role="nurse", organisation="ICB", statutory="Health", email=NURSE, deputy=PROXY),
            Member(role="DI", organisation="Police", statutory="Police", email=POLICE),
        ),
    }
)


@pytest.mark.parametrize(
    ("changes", "quorate", "told"),
    [
        ({}, True, "Health: attends;"),
        ({NURSE: "declined"}, False, "Health: declined, no proxy named"),
        ({NURSE: "declined", PROXY: "accepted"}, True, "Health: attends by a proxy of unknown"),
        ({NURSE: "declined", "new@x.example": "accepted"}, False, "Health: declined, no proxy"),
        ({NURSE: "tentativelyAccepted"}, False, "Health: not certain"),
        ({POLICE: "none"}, False, "Police: no answer yet"),
        ({"visitor@x.example": "accepted"}, True, "1 not members: the Chair must agree"),
    ],
)
def test_what_the_replies_amount_to(changes: dict[str, str], quorate: bool, told: str) -> None:  # noqa: FBT001 - a column of the table
    standing = quoracy(GROUP, ALL | changes)
    assert standing.is_quorate is quorate
    assert told in standing.told


@pytest.mark.parametrize(
    ("senior", "quorate", "told"),
    [(True, True, "attends by proxy;"), (False, False, "only a proxy of lesser seniority attends")],
)
def test_a_deputy_counts_as_the_members_list_tells_the_seniority(
    senior: bool,  # noqa: FBT001 - a column of the table
    quorate: bool,  # noqa: FBT001 - likewise
    told: str,
) -> None:
    nurse = GROUP.members[1].model_copy(update={"deputy_is_senior": senior})
    group = GROUP.model_copy(update={"members": (GROUP.members[0], nurse, GROUP.members[2])})
    standing = quoracy(group, ALL | {NURSE: "declined", PROXY: "accepted"})
    assert standing.is_quorate is quorate
    assert f"Health: {told}" in standing.told
    assert [proxy.address for proxy in standing.proxies] == ([] if senior else [PROXY])


def test_a_colleague_to_whom_the_chair_agreed_stands_in_for_a_member_who_declined() -> None:
    replies = ALL | {NURSE: "declined", "New@x.example": "accepted"}
    before, after = quoracy(GROUP, replies), quoracy(GROUP, replies, agreed=("new@X.example",))
    assert [(p.partner, p.address) for p in before.proxies] == [("Health", "new@x.example")]
    assert (before.is_quorate, after.is_quorate, after.proxies) == (False, True, ())


def test_addresses_are_compared_without_regard_to_case() -> None:
    assert quoracy(GROUP, {a.upper(): answer for a, answer in ALL.items()}).is_quorate


def test_a_vacant_post_of_a_partner_is_said_to_be_held_by_nobody() -> None:
    vacant = GROUP.members[2].model_copy(update={"email": ""})
    group = GROUP.model_copy(update={"members": (*GROUP.members[:2], vacant)})
    assert "Police: nobody holds the post" in quoracy(group, ALL).told


def test_the_chair_is_the_partners_member_else_the_fallback() -> None:
    assert chair_of("Police", GROUP) == POLICE
    assert chair_of("Education", GROUP) == CROYDON.team.fallback
