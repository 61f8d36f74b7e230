"""The publication of a Practice Review: in time, after notice, when every press office knows.

Published within six months of the decision; the national Panel and Government hear of it working
days before (Working Together to Safeguard Children). Both figures are clocks of the configuration.
A day that moves, by decision or by a person's edit, is told anew to all of them.
"""

from datetime import date
from typing import TYPE_CHECKING

from bot.partnership import Clock
from bot.process.clocks import due_on
from bot.process.days import in_words
from bot.process.effects import Tell
from bot.process.keys import digest
from bot.process.moves import Done, Refused, Situation
from bot.process.working_days import WorkingHours

if TYPE_CHECKING:
    from bot.process.practice_review import PracticeReview

MOVE = "Move publication"


def last_told(review: "PracticeReview") -> date | None:
    """Give the day of publication of which the members were told last, if they were."""
    told = review.days_told.split()
    try:
        return date.fromisoformat(told[-1]) if told else None
    except ValueError:
        return None


def in_time(review: "PracticeReview", situation: Situation) -> Done | Refused:
    """Hold the day of publication against the notice before it and the limit on it."""
    day, notice = review.publish_on or situation.today, _notice_of_the_day(review, situation)
    told_by = notice_of(review, situation)
    if told_by and told_by < situation.today and not notice:
        return _refused(
            review,
            f"notice to the Panel and Government was due on {in_words(told_by)} for publication on"
            f" {in_words(day)}: choose a later day, or record when they were told",
        )
    limit = limit_of(review, situation)
    if limit and day > limit:
        return _refused(
            review,
            f"publication is due by {in_words(limit)}: give '{review.label('delayed_because')}' and"
            f" '{review.label('delayed_until')}', and choose"
            f" {review.said('decision', 'Delay')} first",
        )
    return Done({"notice_given_on": notice})


def _refused(review: "PracticeReview", why: str) -> Refused:
    """Say why a day cannot be, and which one everybody still goes by."""
    told = last_told(review)
    return Refused(f"{why}; the members still go by {in_words(told)}" if told else why)


def limit_of(review: "PracticeReview", situation: Situation) -> date | None:
    """Give the last day of publication: by the clock, or of the delay whose reason is recorded."""
    if review.delay_agreed_on:
        return review.delayed_until
    return _due(review, situation, counts_from="decided_on", met_by="published_on")


def notice_of(review: "PracticeReview", situation: Situation) -> date | None:
    """Give the day by which the Panel and Government hear of the publication, counted back."""
    return _due(review, situation, counts_from="publish_on", met_by="notice_given_on")


def _notice_of_the_day(review: "PracticeReview", situation: Situation) -> date | None:
    """Give when notice of the chosen day was given: one from before a move told of another day."""
    given = review.notice_given_on
    stale = review.decision == MOVE and given is not None and given < situation.today
    return None if stale else given


def ask_press_offices(review: "PracticeReview", situation: Situation) -> Done | Refused:
    """Tell every member the day, so that their press offices know; each confirms anew."""
    day, before = review.publish_on or situation.today, last_told(review)
    if day == before:
        return Refused(f"everybody was told of {in_words(day)}: choose another day")
    addresses = _members(situation)
    told = f"{review.days_told}\n{day.isoformat()}".strip()
    changes = {
        "press_waiting": "\n".join(addresses),
        "press_told_on": situation.today,
        "press_confirmed_on": None,
        "days_told": told,
    }
    letters = tuple(
        Tell(
            template="press.md",
            recipient=address,
            reference=review.reference,
            key=digest("press", review.reference, *told.split(), address),
            facts={"reference": review.reference, "publish_on": day, "before": before},
        )
        for address in addresses
    )
    moved = f"moved from {in_words(before)} to {in_words(day)}" if before else f"on {in_words(day)}"
    return Done(changes, letters, moved)


def the_day_was_told(review: "PracticeReview", _situation: Situation) -> Done | Refused:
    """Hold what rests on the day of publication while the members know of another."""
    told = last_told(review)
    if told and review.publish_on != told:
        return Refused(
            f"the members were told of {in_words(told)}: choose {review.said('decision', MOVE)},"
            f" or put that day back into '{review.label('publish_on')}'"
        )
    return Done()


def it_is_off(review: "PracticeReview", situation: Situation) -> Done:
    """Tell everybody who was told of a day of publication that nothing is published on it."""
    day = last_told(review)
    if day is None:
        return Done()
    letters = tuple(
        Tell(
            template="press_off.md",
            recipient=address,
            reference=review.reference,
            key=digest("press off", review.reference, *review.days_told.split(), address),
            facts={"reference": review.reference, "day": day},
        )
        for address in _members(situation)
    )
    return Done({"press_waiting": ""}, letters)


def nobody_waited_for(review: "PracticeReview", _situation: Situation) -> Done | Refused:
    """Hold until every member has confirmed: each is taken out of the list when it has."""
    waiting = len(review.press_waiting.split())
    if waiting:
        have = "member has" if waiting == 1 else "members have"
        return Refused(
            f"{waiting} {have} not confirmed yet: take each out of"
            f" '{review.label('press_waiting')}' when it has"
        )
    return Done()


def _due(
    review: "PracticeReview", situation: Situation, *, counts_from: str, met_by: str
) -> date | None:
    """Give what the configured clock says of a day, if there is such a clock."""
    configured: tuple[Clock, ...] = situation.partnership.clocks.get(review.KIND, ())
    hours = WorkingHours(situation.days)
    found = (c for c in configured if c.counts_from == counts_from and met_by in c.met_by)
    return next((due_on(clock, review, hours) for clock in found), None)


def _members(situation: Situation) -> tuple[str, ...]:
    """Give the members' addresses, each once; of a vacant post its deputy's."""
    members = (member.email or member.deputy for member in situation.partnership.members)
    return tuple(dict.fromkeys(filter(None, members)))
