"""What an agency's return in a mail asks for: to be filed with the request that it answers."""

from bot.jobs.arrivals import Arrival
from bot.jobs.asking import ask
from bot.jobs.mail_papers import paper
from bot.mail import Acknowledge, Entry, Sorted, answer_address, references
from bot.process.effects import AskAPerson, FileReturn

ANSWERS = {  # columns of an Agency Request, and the answers of a form that fill them
    "facts": "agency_involvement",
    "immediate_action": "immediate_action",
    "learning": "reason_for_learning",
    "next_steps": "next_steps",
}


def effect_of_return(
    arrival: Arrival, sorted_: Sorted, entry: Entry, prefixes: tuple[str, ...]
) -> FileReturn | AskAPerson:
    """File a return; one whose sender is in doubt stops no reminder before a person has looked."""
    asked = ask(arrival, sorted_)
    fields = entry.reading.fields
    answers = {column: fields[name] for column, name in ANSWERS.items() if fields.get(name)}
    if sorted_.acknowledge is not Acknowledge.YES or entry.document is None or not answers:
        return asked
    named = references.in_texts(
        (str(fields.get("our_reference") or ""), entry.document.name), prefixes
    )
    return FileReturn(
        references=tuple(dict.fromkeys((*named, *sorted_.references))),
        sender=answer_address(arrival.mail),
        agency=fields.get("referrer_agency") or "",
        returned_on=arrival.received,
        paper=paper("return", entry.document),
        answers=answers,
        otherwise=asked,
    )
