"""What a sorted mail asks for, as effects, in the order in which they are done."""

from bot.forms import Kind
from bot.jobs.arrivals import Arrival
from bot.jobs.asking import ask
from bot.jobs.form_effects import FORMS, effect_of_form
from bot.jobs.mail_papers import papers
from bot.jobs.return_effects import effect_of_return
from bot.mail import Sorted
from bot.partnership import Partnership
from bot.process.effects import AddPapers, Effect, FileReturn, OpenCase, TakeAway
from bot.process.names import Names


def effects_of(arrival: Arrival, sorted_: Sorted, partnership: Partnership) -> list[Effect]:
    """Give all that a mail asks for, in the order in which it must be done; nothing if untouched.

    The mail leaves the Inbox last, when all that it caused is durable.
    """
    if sorted_.untouched:
        return []
    cases = [entry for entry in sorted_.entries if entry.kind in FORMS]
    effects: list[Effect] = [
        effect_of_form(arrival, sorted_, entry, partnership) for entry in cases
    ]
    returns = [entry for entry in sorted_.entries if entry.kind is Kind.AGENCY_RETURN]
    prefixes = Names.of(partnership).prefixes
    effects += [effect_of_return(arrival, sorted_, entry, prefixes) for entry in returns]
    if sorted_.papers and sorted_.references and not sorted_.entries:
        otherwise = ask(arrival, sorted_)
        effects += [AddPapers(sorted_.references[0], papers(sorted_.papers), otherwise)]
    if sorted_.attention or not effects:
        effects.append(ask(arrival, sorted_))
    asked = not any(isinstance(effect, OpenCase | AddPapers | FileReturn) for effect in effects)
    return [*effects, TakeAway(arrival.message_id, for_a_person=asked)]
