"""Which known agency is meant, by what a form or a person calls it and by where a mail came from.

The entry shows it beside the form's own words. A person may correct it there: who is chased and
told goes by what then stands.
"""

from collections.abc import Iterable

from bot.partnership import Agency, Partnership
from bot.process.case import Case
from bot.process.keys import same_words


def raising(case: Case, agencies: Iterable[Agency]) -> Agency | None:
    """Give the agency that raises a case: as the entry shows it, else by its name or the mail's."""
    agencies = tuple(agencies)
    if case.known_agency:
        return called(case.known_agency, agencies)
    return called(case.agency, agencies) or writing_from(case.contact, agencies)


def called(name: str, agencies: Iterable[Agency]) -> Agency | None:
    """Find the agency of that name, else the only one whose name occurs in it."""
    agencies, wanted = tuple(agencies), same_words(name)
    for fits in (_is, _occurs):
        found = [a for a in agencies if any(fits(word, wanted) for word in _names(a))]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def writing_from(address: str, agencies: Iterable[Agency]) -> Agency | None:
    """Find the agency that an address belongs to, by its domain."""
    domain = address.rpartition("@")[2].casefold()
    return next((agency for agency in agencies if domain in agency.domains), None)


def agency_said(typed: str, partnership: Partnership) -> str:
    """Give what a known agency is called; empty where the words that were typed fit none."""
    found = called(typed, partnership.agencies)
    return found.name if found else ""


def _names(agency: Agency) -> Iterable[str]:
    return filter(None, map(same_words, (agency.name, *agency.also_called)))


def _is(name: str, wanted: str) -> bool:
    return name == wanted


def _occurs(name: str, wanted: str) -> bool:
    return f" {name} " in f" {wanted} "
