"""Holds the parts of a partnership's configuration against each other, before anything is done.

Each fault is one line: the key, what is wrong with it, and what to do.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import holidays

if TYPE_CHECKING:
    from bot.partnership import Partnership

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
WEEKEND = 5  # Saturday, as Python counts the days of a week


def faults(partnership: "Partnership") -> Iterator[str]:
    """Give what cannot be right, the first thing to mend first."""
    yield from _addresses(partnership)
    yield from _domains(partnership)
    yield from _hours(partnership)
    yield from _clocks(partnership)
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


def _meetings(partnership: "Partnership") -> Iterator[str]:
    statutory = {member.statutory for member in partnership.members if member.statutory}
    years = {meeting.on.year for meeting in partnership.meetings}
    bank_holidays = holidays.country_holidays("GB", subdiv="ENG", years=years)
    for meeting in partnership.meetings:
        key = f"meetings '{meeting.id}'"
        if meeting.on.weekday() >= WEEKEND:
            yield f"{key} on: {meeting.on} is a {meeting.on:%A}; choose a working day"
        elif meeting.on in bank_holidays or meeting.on in partnership.closures:
            yield f"{key} on: {meeting.on} is a bank holiday or closed; choose a working day"
        if statutory and meeting.chair not in statutory:
            yield (
                f"{key} chair: {meeting.chair} is no statutory partner; choose one of"
                f" {', '.join(sorted(statutory))}"
            )
