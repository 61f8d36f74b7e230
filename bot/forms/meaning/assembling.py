"""The answers of a form put together as fields, each with where it came from and how sure it is.

Two answers that contradict each other are no answer; a person is told where both stand.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from bot.forms.documents.content import text_of
from bot.forms.fields import OF_CHILD
from bot.forms.meaning.children import Children
from bot.forms.meaning.people import emails, phones, squash
from bot.forms.meaning.sections import Answer
from bot.forms.meaning.values import Value, read_value
from bot.forms.reading import Kind, Provenance
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold

_SURE = 0.7
_JOINED = {"summary", "stage_notes", "reason_for_learning", "desired_outcome", "outcome"}
_JOINED |= {"date_of_death"}  # of two children
_LISTED = {"agency_challenged", "other_agencies"}
_STAGED = {"stage_date": "date", "stage_notes": "notes", "stage_resolved": "resolved"}
_REACHED = tuple(_STAGED.values())  # a form may print who is to be asked at a stage not reached
_STAGED |= {"stage_with": "with", "stage_date_resolved": "date_resolved"}
_MET = {"discussion", "discussed", "meeting", "met", "conversation", "call", "contact", "held"}
_COC = {"date_of_incident", "reason_for_learning", "other_agencies", "categories", "cp_status"}
_COC |= {"parents_aware"}
_ESCALATION = {"desired_outcome", "outcome", "escalation_stage", "resolved", "date_resolved"}
_ESCALATION |= {"agencies_in_disagreement"}
_RETURN = {"our_reference", "agency_involvement", "immediate_action", "next_steps"}
_RETURN |= {"reason_for_learning"}
_BOTH = {"referrer_name", "referrer_role", "referrer_agency", "referrer_email", "referrer_phone"}
_BOTH |= {"address", "date_of_form", "date_of_death", "summary"}
_IGNORED = {"", "-", "?name", "signed", "unresolved", "date"}
_IN_RETURNS = {"reference": "our_reference", "agency_challenged": "referrer_agency"}
_IN_RETURNS |= {"desired_outcome": "next_steps", "other_agencies": "agency_involvement"}
_SAID_IN_WORDS = {"referrer_name", "referrer_role", "referrer_agency", "address"}
_CORE = {"referrer_name": "the referrer's name", "summary": "the summary"}


@dataclass(frozen=True, slots=True)
class _Candidate:
    value: Value
    answer: Answer

    @property
    def confidence(self) -> float:
        return self.answer.score * self.value.confidence


@dataclass(slots=True)
class Assembled:
    """All fields of one form."""

    fields: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    needs_person: list[str] = field(default_factory=list)

    def put(self, name: str, content: Any, where: str, confidence: float) -> None:
        self.fields[name] = content
        self.provenance[name] = Provenance(where, round(confidence, 2))

    def doubt(self, remark: str) -> None:
        if remark not in self.needs_person:
            self.needs_person.append(remark)


def assemble(answers: list[Answer], kind: Kind, labels: Labels) -> Assembled:
    """Put the answers of a form of this kind together."""
    made = Assembled()
    if kind is Kind.AGENCY_RETURN:
        answers = [_returned(answer) for answer in answers]
    children = Children(labels)
    children.add(answers)
    made.fields["children"], where = children.finished()
    made.provenance.update(where)
    for reason in children.reasons:
        made.doubt(reason)
    candidates = _candidates(answers, kind, labels)
    for name, options in candidates.items():
        _settle(name, options, made)
    _fall_back(candidates, made, kind, labels)
    if kind is not Kind.AGENCY_RETURN:
        _report_missing(made)
    return made


def _returned(answer: Answer) -> Answer:
    """An answer of an agency's return, where some questions mean something else than in forms."""
    return replace(answer, fields=tuple(_IN_RETURNS.get(name, name) for name in answer.fields))


def _candidates(answers: list[Answer], kind: Kind, labels: Labels) -> dict[str, list[_Candidate]]:
    """Every usable answer by the field's public name."""
    own = {Kind.ESCALATION: _ESCALATION, Kind.AGENCY_RETURN: _RETURN}
    wanted = _BOTH | own.get(kind, _COC)
    wanted |= {"signed_date", "print_name", "agency_challenged", "referrer_forename"}
    wanted |= {"referrer_surname", "postcode", "background"}
    found: defaultdict[str, list[_Candidate]] = defaultdict(list)
    for answer in answers:
        for name, value in _read(answer, labels):
            public = _public(name, answer, kind)
            if public in wanted or (kind is Kind.ESCALATION and public.startswith("stage")):
                found[public].append(_Candidate(value, answer))
    return dict(found)


def _public(name: str, answer: Answer, kind: Kind) -> str:
    if name == "stage_date" and _MET.intersection(fold(answer.label).split()):
        return f"stage{answer.stage}_discussed"
    if name in _STAGED:
        return f"stage{answer.stage}_{_STAGED[name]}"
    if name == "child.address":
        return "address"
    if name == "disagreement" or (name == "summary" and kind is Kind.ESCALATION):
        return "summary" if name == "disagreement" or kind is not Kind.ESCALATION else "background"
    return name


def _read(answer: Answer, labels: Labels) -> list[tuple[str, Value]]:
    """The values of an answer by field; a composite label's answer is taken apart."""
    fields = [name for name in answer.fields if name not in _IGNORED and name not in OF_CHILD]
    if fields == ["referrer_contact"] or len(answer.fields) > 1:
        return _taken_apart(answer, labels)
    named = {"protection", "cp"} & set(fold(answer.label).split())
    if fields == ["cp_status"] and named:
        return [("cp_status", _protection(answer, labels))]
    kinds = {"child.address": "address"}
    return [(name, read_value(kinds.get(name, name), answer.value, labels)) for name in fields]


def _protection(answer: Answer, labels: Labels) -> Value:
    """The answer to "Is the child on a child protection plan?": a no leaves other plans open."""
    said = read_value("parents_aware", answer.value, labels).content
    if said == "yes":
        return Value("child_protection")
    if said == "no":
        return Value(reason="a no to a child protection plan does not say which plan there is")
    return read_value("cp_status", answer.value, labels)


def _taken_apart(answer: Answer, labels: Labels) -> list[tuple[str, Value]]:
    """Answers to "Agency & designation" or "Contact details": each told by its shape or order."""
    text = text_of(answer.value)
    asked = [name for name in answer.fields if name not in _IGNORED | OF_CHILD]
    if not labels.is_answer(text):
        return [(name, Value()) for name in asked]
    mails, numbers = emails(text), phones(text)
    found = [("referrer_email", Value(mails[0], 0.95))] if mails and _wants(asked, "email") else []
    if numbers and _wants(asked, "phone"):
        found.append(("referrer_phone", Value(numbers[0], 0.95)))
    words = text
    for shaped in (*mails, *numbers):
        words = words.replace(shaped, "\n")
    said = [name for name in asked if name in _SAID_IN_WORDS]
    if "-" in answer.fields and len(said) == 1 and said != ["address"]:
        words = re.split(r"[\n,;]", words)[0]
    return found + _in_order(said, words)


def _wants(asked: list[str], what: str) -> bool:
    return "referrer_contact" in asked or f"referrer_{what}" in asked


def _in_order(asked: list[str], words: str) -> list[tuple[str, Value]]:
    """Parts of an answer, in the order in which its label asks for them."""
    parts = [squash(part) for part in words.replace(" / ", "\n").replace(";", "\n").split("\n")]
    parts = [part for part in parts if any(character.isalpha() for character in part)]
    if len(parts) == 1 and len(asked) > 1:
        parts = [squash(part) for part in parts[0].replace(" - ", ", ").split(", ")]
    if asked[-1:] in (["address"], ["referrer_role"]) and len(parts) > len(asked):
        parts[len(asked) - 1 :] = [", ".join(parts[len(asked) - 1 :])]
    if len(parts) == len(asked):
        return [(name, Value(part, 0.85)) for name, part in zip(asked, parts, strict=True)]
    return [(name, Value(reason="it holds several answers in one")) for name in asked]


def _settle(name: str, options: list[_Candidate], made: Assembled) -> None:
    """Choose among the answers to one question, or say why none can be."""
    for option in options:
        remark = option.value.reason or option.value.doubt
        if remark:
            made.doubt(f"“{option.answer.label}”: {remark}.")
    answered = [option for option in options if option.value.content is not None]
    if not answered or name in {"signed_date", "print_name", "background", "postcode"}:
        return
    best = max(option.confidence for option in answered)
    rivals = {
        _plain(option.value.content): option for option in answered if option.confidence == best
    }
    chosen = answered[[option.confidence for option in answered].index(best)]
    if len(rivals) > 1:
        if name in _JOINED or name.endswith("_notes"):
            _join(name, list(rivals.values()), made)
        elif name.endswith("_with"):
            said = ", ".join(str(option.value.content) for option in rivals.values())
            made.put(name, said, chosen.answer.where, chosen.confidence)
        elif name in _LISTED:
            _extend(name, list(rivals.values()), made)
        else:
            places = " and ".join(option.answer.where for option in rivals.values())
            made.doubt(f"Two different answers to “{chosen.answer.label}”: {places}.")
        return
    if chosen.confidence < _SURE:
        made.doubt(f"“{chosen.answer.label}” may not ask for this: {name.replace('_', ' ')}.")
        return
    made.put(name, chosen.value.content, chosen.answer.where, chosen.confidence)


def _join(name: str, options: list[_Candidate], made: Assembled) -> None:
    text = "\n\n".join(str(option.value.content) for option in options)
    where = " and ".join(option.answer.where for option in options)
    made.put(name, text, where, 0.8 * min(option.answer.score for option in options))
    made.doubt(f"{name.replace('_', ' ')}: put together from two answers.")


def _extend(name: str, options: list[_Candidate], made: Assembled) -> None:
    names = [item for option in options for item in option.value.content]
    made.put(name, list(dict.fromkeys(names)), options[0].answer.where, options[0].confidence)


def _plain(content: Any) -> str:
    return fold(json.dumps(content, ensure_ascii=False)).replace(" ", "")


def _fall_back(
    candidates: dict[str, list[_Candidate]], made: Assembled, kind: Kind, labels: Labels
) -> None:
    """Answers that stand elsewhere when the question itself was left blank or not asked."""
    for name, source in (
        ("referrer_name", "print_name"),
        ("date_of_form", "signed_date"),
        ("summary", "background"),
    ):
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
        _last_stage(made, labels)
    _type_of_agency(made, labels)


def _borrow(name: str, options: list[_Candidate], made: Assembled) -> None:
    answered = [option for option in options if option.value.content is not None]
    values = {_plain(option.value.content) for option in answered}
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


def _whole_address(postcodes: list[_Candidate], made: Assembled) -> None:
    """The address with the postcode that the form asks for apart."""
    found = [str(option.value.content) for option in postcodes if option.value.content]
    address = made.fields.get("address")
    if address and found and _plain(found[0]).strip('"') not in _plain(address):
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


def _report_missing(made: Assembled) -> None:
    if not any(child["name"] for child in made.fields["children"]):
        made.doubt("No child's name was found.")
    for name, words in _CORE.items():
        if name not in made.fields:
            made.doubt(f"No answer was found for {words}.")
