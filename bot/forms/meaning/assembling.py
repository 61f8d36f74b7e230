"""The answers of a form put together as fields, each with where it came from and how sure it is.

Two answers that contradict each other are no answer; a person is told where both stand.
"""

from collections import Counter, defaultdict
from dataclasses import replace

from bot.forms.fields import OF_CHILD
from bot.forms.meaning.assembled import Assembled, Candidate, plain
from bot.forms.meaning.children import Children
from bot.forms.meaning.composites import besides, taken_apart
from bot.forms.meaning.elsewhere import fill_from_elsewhere
from bot.forms.meaning.introducing import introduced
from bot.forms.meaning.sections import Answer
from bot.forms.meaning.values import Value, one_agency, read_value
from bot.forms.reading import Kind
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold

_SURE = 0.7
_JOINED = {"summary", "stage_notes", "reason_for_learning", "desired_outcome", "outcome"}
_JOINED |= {"date_of_death"}  # of two children
_LISTED = {"agency_challenged", "other_agencies"}
_STAGED = {"stage_date": "date", "stage_notes": "notes", "stage_resolved": "resolved"}
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
_PARTS = {"agency_challenged", "referrer_forename", "referrer_surname"}
_STANDING_IN = {"signed_date", "print_name", "background", "postcode"}  # never fields by themselves
_IGNORED = {"", "-", "?name", "signed", "unresolved", "date"}
_IN_RETURNS = {"reference": "our_reference", "agency_challenged": "referrer_agency"}
_IN_RETURNS |= {"desired_outcome": "next_steps", "other_agencies": "agency_involvement"}
_NAMING_ONESELF = (["referrer_name"], ["referrer_contact"])
_CORE = {"referrer_name": "the referrer's name", "summary": "the summary"}


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
    fill_from_elsewhere(candidates, made, kind, labels)
    if kind is not Kind.AGENCY_RETURN:
        _report_missing(made)
    return made


def _returned(answer: Answer) -> Answer:
    """An answer of an agency's return, where some questions mean something else than in forms."""
    return replace(answer, fields=tuple(_IN_RETURNS.get(name, name) for name in answer.fields))


def _candidates(answers: list[Answer], kind: Kind, labels: Labels) -> dict[str, list[Candidate]]:
    """Every usable answer by the field's public name."""
    own = {Kind.ESCALATION: _ESCALATION, Kind.AGENCY_RETURN: _RETURN}
    wanted = _BOTH | _PARTS | _STANDING_IN | own.get(kind, _COC)
    found: defaultdict[str, list[Candidate]] = defaultdict(list)
    rows = Counter(a.group for a in answers if a.record and a.fields == ("other_agencies",))
    for answer in answers:
        alone = answer.record > 0 and rows[answer.group] > 1
        for name, value in _read(answer, labels, alone=alone):
            public = _public(name, answer, kind)
            if public in wanted or (kind is Kind.ESCALATION and public.startswith("stage")):
                found[public].append(Candidate(value, answer))
    return dict(found)


def _public(name: str, answer: Answer, kind: Kind) -> str:
    if name == "stage_date" and _MET.intersection(fold(answer.label).split()):
        return f"stage{answer.stage}_discussed"
    if name in _STAGED:
        return f"stage{answer.stage}_{_STAGED[name]}"
    if name == "child.address":
        return "address"
    if name == "summary" and kind is Kind.ESCALATION:
        return "background"
    return "summary" if name == "disagreement" else name


def _read(answer: Answer, labels: Labels, *, alone: bool) -> list[tuple[str, Value]]:
    """The values of an answer by field; a composite label's answer is taken apart.

    `alone`: it is one row of a grid of agencies, and names one.
    """
    fields = [name for name in answer.fields if name not in _IGNORED and name not in OF_CHILD]
    if fields in _NAMING_ONESELF and (told := introduced(answer.value, labels)):
        return told
    if fields == ["referrer_contact"] or len(answer.fields) > 1:
        return taken_apart(answer, fields, labels)
    named = {"protection", "cp"} & set(fold(answer.label).split())
    if fields == ["cp_status"] and named:
        return [("cp_status", _protection(answer, labels))]
    if fields == ["other_agencies"] and alone:
        return [("other_agencies", one_agency(answer.value, labels))]
    if len(fields) == 1 and (told := besides(fields[0], answer)):
        return [(fields[0], read_value(fields[0], answer.value, labels)), *told]
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


def _settle(name: str, options: list[Candidate], made: Assembled) -> None:
    """Choose among the answers to one question, or say why none can be."""
    for option in options:
        remark = option.value.reason or option.value.doubt
        if remark:
            made.doubt(f"“{option.answer.label}”: {remark}.")
    answered = [option for option in options if option.value.content is not None]
    if not answered or name in _STANDING_IN:
        return
    best = max(option.confidence for option in answered)
    rivals = {
        plain(option.value.content): option for option in answered if option.confidence == best
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


def _join(name: str, options: list[Candidate], made: Assembled) -> None:
    text = "\n\n".join(str(option.value.content) for option in options)
    where = " and ".join(option.answer.where for option in options)
    made.put(name, text, where, 0.8 * min(option.answer.score for option in options))
    made.doubt(f"{name.replace('_', ' ')}: put together from two answers.")


def _extend(name: str, options: list[Candidate], made: Assembled) -> None:
    names = [item for option in options for item in option.value.content]
    made.put(name, list(dict.fromkeys(names)), options[0].answer.where, options[0].confidence)


def _report_missing(made: Assembled) -> None:
    if not any(child["name"] for child in made.fields["children"]):
        made.doubt("No child's name was found.")
    for name, words in _CORE.items():
        if name not in made.fields:
            made.doubt(f"No answer was found for {words}.")
