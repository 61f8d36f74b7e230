"""The lives of incidents and of the reviews that follow from them, in time, late, or delayed."""

from datetime import date, datetime, timedelta
from functools import partial

from benchmarks.year.days import count
from benchmarks.year.lives import child, edits
from benchmarks.year.oracle import MANAGER, REQ, RR, SIN, SPR, Name
from benchmarks.year.plan import Plan
from benchmarks.year.tenant import Tenant

NURSE, DETECTIVE = "nell.notreal@nhs-mail.example", "drew.madeup@anyshire.police.example"
SOCIAL, SCHOOLS = "robin.invented@anyshire.gov.example", "kit.testerton@anyshire.gov.example"
MEMBERS = (SOCIAL, NURSE, DETECTIVE, SCHOOLS)
POLICE, NHS = "Anyshire Police", "NHS in Anyshire (ICB, trusts, GPs)"
COUNCIL = "Anyshire Council (Children's Social Care, Youth Justice, Probation, Housing)"
AGENCIES = {  # who answers, and the deputy; a post that nobody holds is answered for by the team
    POLICE: (DETECTIVE, "deputy-fictional@anyshire.police.example"),
    NHS: (NURSE, "deputy-fictional@nhs-mail.example"),
    COUNCIL: (SOCIAL, "deputy-fictional@anyshire.gov.example"),
    "Schools (Sampleby Learning Trust and others)": (SCHOOLS, ""),
    "Colleges": (MANAGER, ""),
    "Voluntary sector, early years and housing associations": (MANAGER, ""),
}
MEETINGS = {  # the schedule of the year, and who chairs
    date(2027, 2, 11): NURSE,
    date(2027, 4, 15): SOCIAL,
    date(2027, 6, 10): DETECTIVE,
    date(2027, 8, 12): NURSE,
    date(2027, 10, 14): SOCIAL,
    date(2027, 12, 9): DETECTIVE,
}
PARTNERS = ("LocalAuthority", "Health", "Police")
PRACTICE = ("practice", "late", "delayed")  # reviews that lead to a Practice Review


def incident(plan: Plan, number: int, added: datetime, fate: str) -> None:
    """An incident is added by hand: reviewed (`review`, or one of PRACTICE), `leaver`, `unmet`."""
    name = child("Lark", number)
    entry = (SIN, name)
    aware = added.date() - timedelta(days=plan.chance.choice((0, 0, 1, 3)))
    born = "2007-06-01" if fate == "leaver" else "2015-03-12"
    fields = {
        "Children": f"{name}, born {born}",
        "AwareOn": aware,
        "DateOfIncident": date(2027, 1, 1),
    }
    plan.act(added, partial(Tenant.add, name=SIN, fields=fields), entry, opened=True, aware=aware)
    decides = plan.after(added, plan.chance.choice((1, 2, 3, 4, 7, 8)))
    if fate == "unmet":
        unmet = edits(SIN, name, Decision="Criteria not met", Reason="invented")
        plan.act(decides, unmet, entry, closed=True)
        return
    agreed = {f"{partner}AgreedOn": aware for partner in PARTNERS}
    harm = {"Criterion": "(a) a child died or was seriously harmed in the area", "Harm": "Died"}
    notified = plan.day_seen(decides)
    age = "leaver" if fate == "leaver" else "child"
    notify = edits(SIN, name, Decision="Notify", **harm, **agreed)
    plan.act(decides, notify, entry, notified=notified, age=age)
    _close_incident(plan, entry, decides, fate)
    if fate != "leaver":
        rapid_review(plan, name, decides, fate=fate)


def _close_incident(plan: Plan, entry: Name, notified: datetime, fate: str) -> None:
    told = plan.after(notified, plan.chance.randrange(3, 12))
    if fate == "leaver":
        plan.act(told, edits(*entry, AdultsBoardOn=told.date()), entry, adults_board=True)
    told = plan.after(told, plan.chance.randrange(1, 4))
    plan.act(told, edits(*entry, SinReferences="invented"), entry, references=True)
    plan.act(plan.after(told, 2), edits(*entry, Decision="Close"), entry, closed=True)


def rapid_review(plan: Plan, name: str, notified: datetime, *, fate: str) -> None:
    """The ladder, each rung in time or some days late, until the Panel has answered."""
    entry, start = (RR, name), plan.day_seen(notified)
    plan.know(notified, entry, opened=True, start=start)
    pick = plan.chance.choice
    asks = plan.after(notified, pick((1, 1, 3)))
    due = count(start, 10)
    plan.act(
        asks, edits(*entry, Decision="Request information"), entry, requested=True, returns_due=due
    )
    last = _requests(plan, f"RR {name}", asks, due)
    if last:
        plan.know(last, entry, all_returned=True)
    checks = max(plan.at_work(start, pick((5, 6, 8))), plan.after(asks, 1))
    plan.act(checks, edits(*entry, Decision="Progress checked"), entry, checked=True)
    held = max(plan.at_work(start, pick((11, 12, 14))), plan.after(checks, 1))
    plan.act(held, edits(*entry, Decision="Meeting held"), entry, held=True)
    signed = plan.after(held, 1)
    agreed = {f"{partner}SignedOn": signed.date() for partner in PARTNERS}
    plan.act(signed, edits(*entry, Decision="Sign off", **agreed), entry)
    sends = plan.after(signed, pick((0, 1, 4)))
    if fate == "late":
        sends = max(sends, plan.at_work(start, 20))
    conclusion = "LSCPR" if fate in PRACTICE else "No LSCPR: learning already drawn"
    sent = {"sent": plan.day_seen(sends), "decided": True}
    plan.act(sends, edits(*entry, Decision=conclusion), entry, **sent)
    if fate in PRACTICE:
        practice_review(plan, name, sends, fate=fate)
    answers = plan.after(sends, pick((6, 12, 22)))
    plan.act(answers, edits(*entry, Decision="Panel agrees"), entry, answered=True, closed=True)
    _withdrawn(plan, f"RR {name}", answers)


def _requests(plan: Plan, review: str, asked: datetime, due: date) -> datetime | None:
    """Let every agency answer, by mail or by telephone; gives when the last did, if all did."""
    returns: list[datetime | None] = []
    chair = next(who for day, who in MEETINGS.items() if day >= plan.day_seen(asked))
    for agency, (member, deputy) in AGENCIES.items():
        mark = f"{agency} {review}"
        known = {"member": member, "deputy": deputy, "chair": chair, "due": due, "opened": True}
        plan.know(asked, (REQ, mark), **known)
        returns.append(_return(plan, agency, mark, asked, due))
    return None if None in returns else max(filter(None, returns))


def _return(plan: Plan, agency: str, mark: str, asked: datetime, due: date) -> datetime | None:
    chance, entry = plan.chance, (REQ, mark)
    if chance.random() < 0.2:
        author = "author-fictional@anyshire.gov.example"
        plan.act(plan.after(asked, 1), edits(REQ, mark, WrittenBy=author), entry, author=author)
    if chance.random() < 0.03:
        return None
    at = max(plan.at_work(due, chance.randrange(-5, 8)), plan.after(asked, 2))
    if agency in (POLICE, NHS, COUNCIL):
        sender = AGENCIES[agency][0]
        mails = partial(Tenant.answer, agency=agency, mark=mark, sender=sender)
        plan.act(at, mails, entry, closed=True)
    else:
        plan.act(at, edits(REQ, mark, Decision="Knows nobody of the family"), entry, closed=True)
    return at


def _withdrawn(plan: Plan, review: str, ended: datetime) -> None:
    """Nobody is chased for a review that has ended."""
    for agency in AGENCIES:
        plan.know(ended, (REQ, f"{agency} {review}"), closed=True)


def practice_review(plan: Plan, name: str, decided: datetime, *, fate: str) -> None:
    """From the decision to the action plan; `late`: out after its six months, `delayed`: agreed."""
    entry, day = (SPR, name), plan.day_seen(decided)
    plan.know(decided, entry, opened=True, decided=day, progress=day)
    at = _up_to_the_panel(plan, entry, decided)
    checks = plan.after(decided, 24)
    for _ in range(3):
        plan.act(
            checks,
            edits(*entry, Decision="Progress checked"),
            entry,
            progress=plan.day_seen(checks),
        )
        checks = plan.after(checks, plan.chance.choice((15, 20, 27)))
    at = max(plan.after(at, 20), checks)
    plan.act(at, edits(*entry, Decision="Report finished"), entry)
    limit = plan.at_work(day, 130)
    if fate == "delayed":
        until = limit.date() + timedelta(days=50)
        at = plan.after(limit, 0)
        why = {"DelayedBecause": "invented", "DelayedUntil": until}
        plan.act(
            at,
            edits(*entry, Decision="Delay", **why),
            entry,
            delay_agreed=True,
            delayed_until=until,
        )
    _publish(
        plan, entry, max(plan.after(at, 1), plan.at_work(day, 105 if fate == "late" else 90)), fate
    )


def _up_to_the_panel(plan: Plan, entry: Name, decided: datetime) -> datetime:
    steps = (
        {"Decision": "Record considerations", "KnownNeeds": "invented"},
        {
            "Decision": "Appoint lead reviewer",
            "LeadReviewer": "Jo",
            "Methodology": "Thematic review",
        },
        {"Decision": "Agree terms of reference"},
    )
    at = decided
    for step in steps:
        at = plan.after(at, 3)
        plan.act(at, edits(*entry, **step), entry)
    at = plan.after(at, 2)
    due = count(plan.day_seen(at), 20)
    asks = edits(*entry, Decision="Request IMRs", ReturnsDue=due)
    plan.act(at, asks, entry, returns_due=due)
    _requests(plan, f"SP {entry[1]}", at, due)
    at = plan.after(at, 24)
    panel = plan.day_seen(at) + timedelta(days=7)
    plan.act(at, edits(*entry, Decision="Start panel meetings", PanelOn=panel), entry, panel=True)
    return at


def _publish(plan: Plan, entry: Name, at: datetime, fate: str) -> None:
    day = count(plan.day_seen(at), 15)
    waiting = " ".join(MEMBERS)
    plans = edits(*entry, Decision="Plan publication", PublishOn=day)
    plan.act(at, plans, entry, publish_on=day, press_waiting=waiting)
    if plan.chance.random() < 0.5:
        at, day = plan.after(at, 3), count(day, 4)
        moves = edits(*entry, Decision="Move publication", PublishOn=day)
        plan.act(at, moves, entry, publish_on=day, press_waiting=waiting)
    tells = plan.at_work(day, plan.chance.choice((-9, -7, -5)))
    plan.act(tells, edits(*entry, NoticeGivenOn=tells.date()), entry, notice=True)
    confirms = plan.at_work(day, -2)
    known = {"confirmed": True, "press_waiting": ""}
    plan.act(
        confirms, edits(*entry, Decision="Press offices confirmed", PressWaiting=""), entry, **known
    )
    out = plan.at_work(day, 16 if fate == "late" else plan.chance.choice((0, 1)))
    plan.act(out, edits(*entry, Decision="Publish"), entry, published=plan.day_seen(out))
    starts = plan.after(out, 22)
    plan.act(starts, edits(*entry, Decision="Start action plan"), entry, action_plan=True)
    ends = plan.after(starts, 5)
    plan.act(ends, edits(*entry, Decision="Close", Impact="invented"), entry, closed=True)
    _withdrawn(plan, f"SP {entry[1]}", ends)
