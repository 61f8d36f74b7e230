"""The lives of the year's entries: what people do with each, early, late or never."""

from datetime import date, datetime, timedelta
from functools import partial

from benchmarks.year.days import count, working_day_of
from benchmarks.year.oracle import ACT, COC, ESC
from benchmarks.year.plan import Plan
from benchmarks.year.tenant import Tenant

SYLLABLES = ("fic", "mock", "sam", "tes", "pla", "ced", "non", "imag", "inv", "pre")
LEADS = "nell.notreal@nhs-mail.example drew.madeup@anyshire.police.example"


def child(kind: str, number: int) -> str:
    """Give an invented child, another for each number."""
    surname = "".join(SYLLABLES[int(digit)] for digit in f"{number:03}")
    return f"{kind} {surname.capitalize()}ton"


def edits(name: str, mark: str, /, **fields: object) -> partial[None]:
    """Give a person's edit of an entry."""
    return partial(Tenant.edit, name=name, mark=mark, fields=fields)


def concern(plan: Plan, number: int, arrives: datetime, meetings: list[date]) -> None:
    """A form comes: advice, a meeting, or nobody gets to it before the year is over."""
    name = child("Wren", number)
    entry = (COC, name)
    plan.act(
        arrives,
        partial(Tenant.concern, child=name),
        entry,
        opened=True,
        received=working_day_of(arrives),
    )
    fate = plan.chance.random()
    if fate < 0.1:
        return
    decides = plan.after(arrives, plan.chance.randrange(0, 12))
    if fate < 0.2:
        plan.act(decides, edits(COC, name, Decision="Withdraw"), entry, closed=True)
    elif fate < 0.6:
        plan.act(decides, edits(COC, name, Decision="Advice"), entry, closed=True)
    else:
        _to_a_meeting(plan, entry, decides, meetings)


def _to_a_meeting(
    plan: Plan, entry: tuple[str, str], decides: datetime, meetings: list[date]
) -> None:
    seen = plan.day_seen(decides)
    coming = [day for day in meetings if count(day, -5) >= seen]
    if not coming:
        return
    met = coming[0]
    plan.act(decides, edits(*entry, Decision="Schedule"), entry, decided=True, meeting=met)
    held = plan.at_work(met, plan.chance.choice((0, 0, 1)))
    if plan.chance.random() < 0.3:
        plan.act(held, edits(*entry, Decision="Do not accept"), entry, closed=True)
        return
    due = plan.day_seen(held) + timedelta(days=plan.chance.randrange(20, 60))
    terms = {
        "Method": "Case file review",
        "AgenciesInvolved": "Police",
        "Lead": "Jo",
        "FindingsDue": due,
    }
    plan.act(
        held, edits(*entry, Decision="Accept", **terms), entry, discussed=True, findings_due=due
    )
    shares = plan.after(plan.at_work(due, plan.chance.randrange(-12, 8)), 0)
    if plan.seen(shares) <= plan.seen(held):
        return
    shared = {"SharedWithGroupOn": shares.date(), "SharedWithLearningOn": shares.date()}
    plan.act(shares, edits(*entry, Decision="Share findings", **shared), entry, shared=True)
    plan.act(plan.after(shares, 3), edits(*entry, Decision="Close"), entry, closed=True)


def escalation(plan: Plan, number: int, arrives: datetime) -> None:
    """A copy comes, late or in time; perhaps again at Stage 4; it is resolved, or it is not."""
    name = child("Ash", number)
    entry = (ESC, name)
    raised = arrives.date() - timedelta(days=plan.chance.choice((0, 1, 3, 8, 40)))
    stages = [("3", raised, plan.chance.random() < 0.1)]
    over = stages[0][2]
    plan.act(
        arrives,
        partial(Tenant.escalation, child=name, stages=list(stages)),
        entry,
        opened=True,
        closed=over,
        leads=LEADS,
        raised=raised,
        stage_3=raised,
    )
    fate = plan.chance.random()
    if over or fate < 0.1:
        return
    if fate < 0.3:
        plan.act(plan.after(arrives, 0), edits(ESC, name, Urgent="Yes"), entry, urgent="Yes")
    then = plan.after(arrives, plan.chance.randrange(2, 15))
    if fate < 0.6:
        stages.append(("4", then.date(), False))
        plan.act(
            then, partial(Tenant.escalation, child=name, stages=list(stages)), entry, stage_4=True
        )
        then = plan.after(then, plan.chance.randrange(2, 25))
    if fate > 0.8:
        stages[-1] = (*stages[-1][:2], True)
        plan.act(then, partial(Tenant.escalation, child=name, stages=stages), entry, closed=True)
    else:
        plan.act(then, edits(ESC, name, Decision="Resolved"), entry, closed=True)


def action(plan: Plan, number: int, first: datetime) -> None:
    """Somebody undertakes something: done before its day or after, moved, withdrawn, or never."""
    name = child("Action", number)
    entry = (ACT, name)
    owner = "" if number % 20 == 0 else f"owner-{number}@anyshire.gov.example"
    due = first.date() + timedelta(days=plan.chance.randrange(-10, 70))
    fields = {"What": name, "OwnerAddress": owner, "Due": due, "Owner": "somebody"}
    plan.act(
        first,
        partial(Tenant.add, name=ACT, fields=fields),
        entry,
        opened=True,
        owner=owner,
        due=due,
    )
    fate = plan.chance.random()
    if fate < 0.15:
        moved = due + timedelta(days=plan.chance.randrange(5, 40))
        plan.act(plan.after(first, 4), edits(ACT, name, Due=moved), entry, due=moved)
    elif fate < 0.3:
        plan.act(plan.after(first, 2), edits(ACT, name, Decision="Start"), entry)
    elif fate < 0.4:
        return
    ends = max(plan.after(first, 6), plan.at_work(due, plan.chance.randrange(-8, 12)))
    decision = "Withdraw" if fate > 0.9 else "Done"
    plan.act(ends, edits(ACT, name, Decision=decision, Evidence="seen"), entry, closed=True)
    if fate > 0.85 and decision == "Done":
        again = plan.after(ends, 3)
        plan.act(again, edits(ACT, name, Decision="Open again"), entry, closed=False)
