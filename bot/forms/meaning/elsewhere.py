"""What a form says elsewhere, where a question itself was left blank or is not asked.

A name in print beside a signature, the day that a stage was discussed, how far the last stage got.
"""

import re

from bot.forms.meaning.assembled import Assembled, Candidate, plain
from bot.forms.meaning.dates import opening_day
from bot.forms.reading import Kind, Provenance
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold

_SOURCES = (
    ("referrer_name", "print_name"),
    ("date_of_form", "signed_date"),
    ("summary", "background"),
)
# A form may print who is to be asked at a stage that was not reached.
_REACHED = ("date", "notes", "resolved")


def fill_from_elsewhere(
    candidates: dict[str, list[Candidate]], made: Assembled, kind: Kind, labels: Labels
) -> None:
    """Fill the fields that no answer of their own has filled."""
    for name, source in _SOURCES:
        _borrow(name, candidates.get(source, []), made)
    _whole_name(made)
    _whole_address(candidates.get("postcode", []), made)
    challenged = made.fields.pop("agency_challenged", None)
    where = made.provenance.pop("agency_challenged", None)
    if len(made.fields.get("agencies_in_disagreement", ())) == 1 and not challenged:
        challenged = made.fields.pop("agencies_in_disagreement")
        where = made.provenance.pop("agencies_in_disagreement")
    if kind is Kind.ESCALATION:
        _parties(made, challenged, where)
        _begun_when_discussed(made, labels)
        _begun_when_noted(made, labels)
        _last_stage(made, labels)
    _type_of_agency(made, labels)


def _borrow(name: str, options: list[Candidate], made: Assembled) -> None:
    answered = [option for option in options if option.value.content is not None]
    values = {plain(option.value.content) for option in answered}
    if name not in made.fields and len(values) == 1:
        first = answered[0]
        made.put(name, first.value.content, first.answer.where, 0.95 * first.confidence)


def _whole_name(made: Assembled) -> None:
    """Forename and surname of the referrer as one name."""
    parts = [made.fields.pop(f"referrer_{part}", None) for part in ("forename", "surname")]
    places = [made.provenance.pop(f"referrer_{part}", None) for part in ("forename", "surname")]
    place = next((place for place in places if place is not None), None)
    if place is not None and "referrer_name" not in made.fields:
        made.put("referrer_name", " ".join(p for p in parts if p), place.where, place.confidence)


def _whole_address(postcodes: list[Candidate], made: Assembled) -> None:
    """The address with the postcode that the form asks for apart."""
    found = [str(option.value.content) for option in postcodes if option.value.content]
    address = made.fields.get("address")
    if address and found and plain(found[0]).strip('"') not in plain(address):
        made.fields["address"] = f"{address}, {found[0]}"


def _parties(made: Assembled, challenged: list[str] | None, where: Provenance | None) -> None:
    """Who disagrees with whom: the raising agency first."""
    if not challenged or where is None or "agencies_in_disagreement" in made.fields:
        return
    raising = made.fields.get("referrer_agency")
    if raising is None:
        made.doubt("It names the agency challenged, but not the one that raises the escalation.")
        return
    names = [] if raising in challenged else [raising]
    made.put("agencies_in_disagreement", names + challenged, where.where, where.confidence)


def _begun_when_discussed(made: Assembled, labels: Labels) -> None:
    """A stage of which only the discussion has a day began on that day."""
    for n in labels.stages.places:
        began, discussed = f"stage{n}_date", f"stage{n}_discussed"
        if began not in made.fields and discussed in made.fields:
            made.fields[began] = made.fields[discussed]
            made.provenance[began] = made.provenance[discussed]


def _begun_when_noted(made: Assembled, labels: Labels) -> None:
    """A stage whose notes begin with a day, and that asks for none, began on that day."""
    for n in labels.stages.places:
        began, day = f"stage{n}_date", opening_day(str(made.fields.get(f"stage{n}_notes", "")))
        if day and began not in made.fields:
            place = made.provenance[f"stage{n}_notes"]
            made.put(began, day, place.where, 0.9 * place.confidence)


def _last_stage(made: Assembled, labels: Labels) -> None:
    """How far the escalation went, and what the last stage says where the form says nothing."""
    reached = [
        n
        for n in labels.stages.places
        if any(f"stage{n}_{part}" in made.fields for part in _REACHED)
    ]
    if any(name.startswith("stage") and _beyond(name, labels) for name in made.fields):
        made.doubt("It fills in a stage that the escalation policy does not have.")
    if not reached:
        return
    last = max(reached)
    said = made.fields.get("escalation_stage")
    if said is None:
        place = made.provenance[next(k for k in made.provenance if k.startswith(f"stage{last}_"))]
        made.put("escalation_stage", str(last), place.where, place.confidence)
    elif int(said) != last:
        told = f"The form says {labels.stages.said(int(said))}"
        made.doubt(f"{told}, but the last stage filled in is {labels.stages.names[last - 1]}.")
        del made.fields["escalation_stage"], made.provenance["escalation_stage"]
    key = f"stage{last}_resolved"
    if "resolved" not in made.fields and key in made.fields:
        place = made.provenance[key]
        made.put("resolved", made.fields[key], place.where, 0.95 * place.confidence)


def _beyond(name: str, labels: Labels) -> bool:
    place = name.removeprefix("stage").partition("_")[0]
    return place.isdecimal() and int(place) > len(labels.stages.names)


def _type_of_agency(made: Assembled, labels: Labels) -> None:
    """The kind of agency that raised it, from its name, when only one kind fits."""
    name = fold(made.fields.get("referrer_agency", ""))
    fitting = set()
    kinds = {word: kind for kind, words in labels.choices("agency_type").items() for word in words}
    for word in sorted(kinds, key=len, reverse=True):
        if re.search(rf"\b{re.escape(word)}\b", name):
            fitting.add(kinds[word])
            name = name.replace(word, " ")
    if len(fitting) == 1:
        place = made.provenance["referrer_agency"]
        made.put("agency_type", fitting.pop(), place.where, 0.9 * place.confidence)
