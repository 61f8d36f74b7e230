"""Whose open work goes to whom: post by post, column by column."""

from typing import Any

import pytest

from bot.partnership import Member, Partnership, load_partnership
from bot.process.agency_request import AgencyRequest
from bot.process.handover import hand_overs, handed_on
from bot.process.member import MemberPost
from bot.settings import ROOT

CROYDON = load_partnership(ROOT / "config" / "croydon")
OLD, DEPUTY, NEW, OTHER = (f"{name}@x.example" for name in ("old", "deputy", "new", "other"))
BEFORE: dict[str, Any] = {"role": "DI", "agency": "Police", "held_by": OLD, "deputy_seen": DEPUTY}


def changes(request: AgencyRequest, post: MemberPost, *also: Member) -> dict[str, str]:
    """Give what a post as it stands now changes in a request, one hand-over after the other."""
    group: Partnership = CROYDON.model_copy(update={"members": (post.member, *also)})
    found: dict[str, str] = {}
    for over in hand_overs(post, group):
        found |= handed_on(request.model_copy(update=found), over)
    return found


@pytest.mark.parametrize(
    ("post", "agency", "moved"),
    [
        ({"address": NEW}, "Police", {"member": NEW}),
        ({"address": NEW}, "Health", {"member": NEW}),  # of a leaver all goes along
        ({"address": DEPUTY, "deputy_address": NEW}, "Police", {"member": DEPUTY, "deputy": NEW}),
        ({"address": OLD, "deputy_address": NEW}, "Police", {"deputy": NEW}),
        ({"address": OLD, "deputy_address": DEPUTY}, "Police", {}),
    ],
)
def test_a_request_follows_the_post(
    post: dict[str, Any], agency: str, moved: dict[str, str]
) -> None:
    request = AgencyRequest(agency=agency, member=OLD, deputy=DEPUTY)
    now = MemberPost(**BEFORE | {"deputy_address": DEPUTY} | post)
    assert changes(request, now) == moved


@pytest.mark.parametrize(("agency", "moved"), [("Police", {"member": NEW}), ("Schools", {})])
def test_who_stays_in_another_post_keeps_what_belongs_to_that(
    agency: str, moved: dict[str, str]
) -> None:
    elsewhere = Member(role="Head", organisation="Schools", email=OLD, agency="Schools")
    post = MemberPost(**BEFORE | {"deputy_address": DEPUTY, "address": NEW})
    assert changes(AgencyRequest(agency=agency, member=OLD), post, elsewhere) == moved


def test_a_stand_in_gives_back_the_request_and_stays_its_deputy() -> None:
    filled: dict[str, Any] = {
        "held_by": "",
        "stood_in": DEPUTY,
        "deputy_address": DEPUTY,
        "address": NEW,
    }
    request = AgencyRequest(agency="Police", member=DEPUTY, deputy=DEPUTY, written_by=OTHER)
    assert changes(request, MemberPost(**BEFORE | filled)) == {"member": NEW}


def test_where_forms_went_and_who_returned_them_is_not_rewritten() -> None:
    request = AgencyRequest(form_sent_to=OLD, returned_by=OLD, contact=OLD, written_by=f"{OLD}; x")
    post = MemberPost(**BEFORE | {"deputy_address": DEPUTY, "address": NEW})
    assert changes(request, post) == {"written_by": NEW}
