"""What the service goes through when it is killed: each scenario sets a scene and plays it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.partnership import Partnership
from tests.jobs.stage import Alive, Stage
from tests.reliability.scenes import (
    SENDING,
    a_called_schedule,
    a_decision,
    a_due_review,
    a_form,
    a_lead_reviewer_chosen,
    a_leaver,
    a_new_case,
    a_press_offices_answer,
    a_publication_moved,
    a_release,
    a_returned_form,
    a_review_that_asks,
    an_action_of_a_review,
    an_escalation,
    an_escalation_moved_on,
    an_unreadable_form,
    forms_in_one_mail,
    nothing,
    one_moved,
    papers_due,
    replies,
    requests_sent,
    things_untold,
    two_meetings,
)

IDLE = 3  # rounds, each after the lease of whatever was left half-way
Scene = Callable[[Stage], Awaitable[None]]


def unchanged(partnership: Partnership) -> Partnership:
    return partnership


@dataclass(frozen=True, slots=True)
class Scenario:
    """`jobs` are what runs when the process dies, and again, with the sending, afterwards.

    `before` and `after` change the partnership's configuration for the scene and for the play.
    """

    name: str
    jobs: tuple[str, ...]
    scene: Scene
    before: Callable[[Partnership], Partnership] = unchanged
    after: Callable[[Partnership], Partnership] = unchanged

    async def play(self, life: Alive) -> None:
        """Run the jobs once, as a process does that may die on the way."""
        await life.round(*self.jobs, *SENDING)

    async def settle(self, life: Alive) -> None:
        """Run until nothing is left to do."""
        for _ in range(IDLE):
            await life.later(*self.jobs, *SENDING)


SCENARIOS = (
    Scenario("a Case of Concern", ("intake",), a_form),
    Scenario("two forms in one mail", ("intake",), forms_in_one_mail),
    Scenario("an unreadable form", ("intake",), an_unreadable_form),
    Scenario("an escalation", ("intake",), an_escalation),
    Scenario("an escalation's update", ("intake",), an_escalation_moved_on),
    Scenario("a release by a person", (), a_release),
    Scenario("a reminder", ("reminders",), a_due_review),
    Scenario("the digest", ("digest",), a_form),
    Scenario("a decision", ("decisions",), a_decision),
    Scenario("a triage sheet", ("triage",), a_new_case),
    Scenario("agency requests", ("decisions",), a_review_that_asks),
    Scenario("a returned form", ("intake",), a_returned_form),
    Scenario("terms of reference", ("decisions",), a_lead_reviewer_chosen),
    Scenario("an action of a review", ("decisions",), an_action_of_a_review),
    Scenario("a press office's answer", ("intake",), a_press_offices_answer),
    Scenario("a publication moved in the list", ("decisions",), a_publication_moved),
    Scenario("a progress page", ("progress",), requests_sent),
    Scenario("histories", ("intake", "histories"), things_untold),
    Scenario("reports", ("reports",), nothing),
    Scenario("a leaver's hand-over", ("members", "progress"), a_leaver),
    Scenario("replies to an invitation", ("papers",), replies),
    Scenario("a meeting's papers", ("papers",), papers_due),
    Scenario("invitations", ("meetings",), nothing, two_meetings, two_meetings),
    Scenario("an invitation's change", ("meetings",), a_called_schedule, two_meetings, one_moved),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
