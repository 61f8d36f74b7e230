"""Holds the parts of a partnership's configuration against each other, before anything is done.

Each fault is one line: the key, what is wrong with it, and what to do.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.partnership.meetings import ScheduledMeeting
    from bot.partnership.partnership import Partnership

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def faults(partnership: "Partnership") -> Iterator[str]:
    """Give what cannot be right, the first thing to mend first."""
    yield from _addresses(partnership)
    yield from _domains(partnership)
    yield from _hours(partnership)
    yield from _stages(partnership)
    yield from _clocks(partnership)
    yield from _members(partnership)
    yield from _meetings(partnership)


def _addresses(partnership: "Partnership") -> Iterator[str]:
    addresses = {"mailbox": partnership.mailbox, "team.fallback": partnership.team.fallback}
    for post in partnership.team.posts():
        addresses[f"team.{post}.email"] = getattr(partnership.team, post).email
    for member in partnership.members:
        addresses[f"members '{member.role}' email"] = member.email
    for agency in partnership.agencies:
        addresses[f"agencies '{agency.name}' lead"] = agency.lead
    for key, address in addresses.items():
        if address and not ADDRESS.fullmatch(address):
            yield f"{key}: '{address}' is no e-mail address; write name@domain"


def _domains(partnership: "Partnership") -> Iterator[str]:
    if not partnership.own_domains:
        yield "own_domains: is empty; name the domains of the council's own mail"
    owners: dict[str, str] = {}
    for agency in partnership.agencies:
        for domain in agency.domains:
            if not DOMAIN.fullmatch(domain):
                yield (
                    f"agencies '{agency.name}' domains: '{domain}' is no domain; write it in small"
                    " letters, without @"
                )
            if domain in owners:
                yield (
                    f"agencies '{agency.name}' domains: {domain} is already that of"
                    f" '{owners[domain]}'; leave it with one of them"
                )
            owners[domain] = agency.name


def _hours(partnership: "Partnership") -> Iterator[str]:
    hours = partnership.hours
    if hours.closes <= hours.opens:
        yield f"hours: closes at {hours.closes:%H:%M}, before it opens; write a later hour"
    elif not hours.opens <= hours.digest_at < hours.closes:
        yield (
            f"hours.digest_at: {hours.digest_at:%H:%M} is outside the hours; choose one between"
            f" {hours.opens:%H:%M} and {hours.closes:%H:%M}"
        )
    if partnership.registered_folder.casefold() == partnership.attention_folder.casefold():
        yield "attention_folder: is the registered_folder as well; give each its own name"


def _stages(partnership: "Partnership") -> Iterator[str]:
    policy = partnership.escalations
    for name, number in Counter(stage.strip().casefold() for stage in policy.stages).items():
        if not name:
            yield "escalations.stages: one has no name; write what people call it"
        elif number > 1:
            yield f"escalations.stages: two are called '{name}'; give each its own name"
    for key, stage in (("copies_from", policy.copies_from), ("formal_from", policy.formal_from)):
        if stage not in policy.stages and (stage or key == "copies_from"):
            yield (
                f"escalations.{key}: '{stage}' is none of the stages; choose one of"
                f" {', '.join(policy.stages)}"
            )


def _clocks(partnership: "Partnership") -> Iterator[str]:
    for kind, clocks in partnership.clocks.items():
        for name, number in Counter(clock.name for clock in clocks).items():
            if number > 1:
                yield f"clocks.{kind}: two have the name '{name}'; give each its own"
        for clock in clocks:
            key = f"clocks.{kind} '{clock.name}'"
            if not clock.met_by:
                yield f"{key} met_by: is empty, so it never stops; name the column that stops it"
            if clock.counts_from == "received_on" and (clock.working_days or 0) < 0:
                yield f"{key} working_days: is due before the form arrives; write it without minus"


def _members(partnership: "Partnership") -> Iterator[str]:
    known = {agency.name for agency in partnership.agencies}
    strangers = sorted({one.agency for one in partnership.members if one.agency} - known)
    if strangers:
        yield (
            f"members: name agencies that are not there: {', '.join(strangers)}; add them to"
            " [[agencies]], or correct the name"
        )
    partners = {member.statutory for member in partnership.members if member.statutory}
    absent = [name for name in partnership.meeting.quorum if name not in partners]
    if absent:
        yield (
            f"meeting.quorum: no member counts for {', '.join(absent)}; choose from"
            f" {', '.join(sorted(partners))}"
        )


def _meetings(partnership: "Partnership") -> Iterator[str]:
    for name, number in Counter(meeting.id for meeting in partnership.meetings).items():
        if number > 1:
            yield f"meetings: two have the id '{name}'; give each its own"
    for meeting in partnership.meetings:
        yield from _chairs(partnership, meeting)
        if meeting.ends <= meeting.starts:
            yield f"meetings '{meeting.id}' ends: is before it starts; write a later hour"


def _chairs(partnership: "Partnership", meeting: "ScheduledMeeting") -> Iterator[str]:
    statutory = {member.statutory for member in partnership.members if member.statutory}
    groups = statutory | {member.organisation for member in partnership.members}
    for role, name in (("chair", meeting.chair), ("deputy", meeting.deputy)):
        if name not in groups:
            yield (
                f"meetings '{meeting.id}' {role}: no member is of {name}; choose one of"
                f" {', '.join(sorted(groups))}"
            )
    if statutory and meeting.chair not in statutory:
        yield (
            f"meetings '{meeting.id}' chair: {meeting.chair} is no statutory partner; choose one of"
            f" {', '.join(sorted(statutory))}"
        )
