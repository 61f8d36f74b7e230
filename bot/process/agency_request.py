"""Agency Requests: what a review asks of one agency, by when, and whether it has come.

The agency's member answers for the return, whoever writes it: reminders go to member and author;
the deputy and the Chair hear when it is late. The days are clocks of the configuration.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field

from bot.partnership import Agency, Member, Partnership
from bot.process.addresses import addresses_in
from bot.process.columns import Column, ColumnKind, Day
from bot.process.effects import AskAgency
from bot.process.entry import REFERENCE, STATE, Entry
from bot.process.guests import each_once
from bot.process.keys import digest, same_words
from bot.process.meeting import chairs_on
from bot.process.moves import Consequence, Done, Move, Moves, Refused, Situation, moves

TEMPLATES = ("information-request.docx", "imr-request.docx")
TO_SEND, SENT, RETURNED = "To be sent", "Sent", "Returned"
NOT_INVOLVED, WITHDRAWN = "Not involved", "Withdrawn"


def send(request: "AgencyRequest", situation: Situation) -> Done | Refused:
    """Send one request, which a person added: to its member, and to its author if there is one."""
    if request.due_on and request.due_on < situation.today:
        return Refused(f"'{request.label('due_on')}' has passed: choose a later day")
    agency = agency_named(request.agency, situation.partnership)
    addressed = request.addressed(agency, situation) if agency else request
    if not addresses_in(addressed.member):
        return Refused(f"first fill in: {request.label('member')}, with an e-mail address")
    if request.lacks_template:
        return Refused(request.lacks_template)
    told = {name: getattr(addressed, name) for name in ("member", "deputy", "chair")}
    told["form_sent_to"] = "\n".join(addressed.addresses)
    return Done(told, (AskAgency(addressed, addressed.addresses),))


def not_answered_after_all(request: "AgencyRequest", situation: Situation) -> Done:
    """Forget when it was sent and returned, so that it goes out anew and its clocks run again."""
    again = f"{request.asked_again_on}\n{situation.today.isoformat()}".strip()
    return Done({"sent_on": None, "returned_on": None, "asked_again_on": again})


MOVES = moves(
    (TO_SEND, "Send", Move(SENT, needs=("review", "due_on"), stamps=("sent_on",), then=(send,))),
    ((TO_SEND, SENT), "Returned", Move(RETURNED, stamps=("returned_on",))),
    ((TO_SEND, SENT), "Knows nobody of the family", Move(NOT_INVOLVED, stamps=("returned_on",))),
    ((TO_SEND, SENT), "Withdraw", Move(WITHDRAWN)),
    (
        (RETURNED, NOT_INVOLVED, WITHDRAWN),
        "Ask again",
        Move(TO_SEND, then=(not_answered_after_all,)),
    ),
)


class AgencyRequest(Entry):
    """A row of the Agency Requests.

    `review` is the reference of the review that asks; `member`, `deputy`, `chair` and `written_by`
    are addresses, `form_sent_to` those that have had the form. The answers are those of the form,
    once it has come back.
    """

    LIST: ClassVar[str] = "Agency Requests"
    PREFIX: ClassVar[str] = "REQ"
    KIND: ClassVar[str] = "agency_request"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (TO_SEND, SENT)
    CLOSED_STATES: ClassVar[tuple[str, ...]] = (RETURNED, NOT_INVOLVED, WITHDRAWN)
    MOVES: ClassVar[Moves] = MOVES

    state: Annotated[str, STATE] = TO_SEND
    review: Annotated[str, Column("Review", indexed=True), Field(pattern=REFERENCE)] = ""
    agency: Annotated[str, Column("Agency")] = ""
    document: Annotated[str, Column("Template")] = "information-request.docx"
    member: Annotated[str, Column("Member responsible")] = ""
    deputy: Annotated[str, Column("Deputy")] = ""
    chair: Annotated[str, Column("Chair")] = ""
    written_by: Annotated[str, Column("Written by, if another")] = ""
    form_sent_to: Annotated[str, Column("Form sent to", ColumnKind.NOTE)] = ""
    sent_on: Annotated[Day, Column("Sent on", ColumnKind.DATE)] = None
    due_on: Annotated[Day, Column("Due on", ColumnKind.DATE)] = None
    returned_on: Annotated[Day, Column("Returned on", ColumnKind.DATE)] = None
    asked_again_on: Annotated[str, Column("Asked again on", ColumnKind.NOTE)] = ""
    returned_by: Annotated[str, Column("Returned by")] = ""
    facts: Annotated[str, Column("a) Facts", ColumnKind.NOTE)] = ""
    immediate_action: Annotated[str, Column("b) Immediate action", ColumnKind.NOTE)] = ""
    learning: Annotated[str, Column("c) Learning", ColumnKind.NOTE)] = ""
    next_steps: Annotated[str, Column("d) Next steps", ColumnKind.NOTE)] = ""

    @classmethod
    def asking(
        cls, agency: Agency, *, review: str, document: str, due: date, situation: Situation
    ) -> Self:
        """Ask an agency for its part in a review; once, however often this is done."""
        request = cls(
            subject_key=request_key(review, agency.name),
            state=SENT,
            received_on=situation.now,
            links=review,
            review=review,
            agency=agency.name,
            document=document,
            sent_on=situation.today,
            due_on=due,
        )
        addressed = request.addressed(agency, situation)
        return addressed.model_copy(update={"form_sent_to": "\n".join(addressed.addresses)})

    def addressed(self, agency: Agency, situation: Situation) -> Self:
        """Fill in whom to write to, where a person has not: member, deputy, Chair."""
        partnership = situation.partnership
        member = _member_for(agency, partnership)
        found = {
            "member": _address_for(agency, member, partnership),
            "deputy": member.deputy if member else "",
            "chair": chair_on(situation.today, partnership),
        }
        empty = {name: value for name, value in found.items() if not getattr(self, name)}
        return self.model_copy(update=empty)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Give whom the request goes to: member and authors, each once."""
        return each_once(addresses_in(f"{self.member} {self.written_by}"))

    @property
    def lacks_template(self) -> str:
        """Say what to write where words stand in place of a template; empty where one does."""
        if self.document in TEMPLATES:
            return ""
        return f"write one of {', '.join(TEMPLATES)} in '{self.label('document')}'"

    @property
    def without_form(self) -> tuple[str, ...]:
        """Give who has been named since the request went out, and has had no form yet."""
        if not (self.state == SENT and self.sent_on and self.due_on):
            return ()
        had = {address.casefold() for address in addresses_in(self.form_sent_to)}
        return tuple(a for a in self.addresses if a.casefold() not in had)

    def is_answered_by(self, sender: str, agency: Agency | None, named: str) -> bool:
        """Tell whether a return is this agency's: by its sender, or by the agency that it names."""
        sender, domain = sender.casefold(), sender.rpartition("@")[2].casefold()
        own = addresses_in(f"{self.member} {self.deputy} {self.written_by}")
        if sender in {address.casefold() for address in own}:
            return True
        if same_words(named) == same_words(self.agency):
            return True
        return agency is not None and domain in {known.casefold() for known in agency.domains}


def request_key(review: str, agency: str) -> str:
    """Give the key of what one review asks of one agency."""
    return digest("request", review, same_words(agency))


def ask_agencies(document: str) -> Consequence:
    """Give the consequence that every agency of the configuration is asked, with that template."""

    def ask(review: Entry, situation: Situation) -> Done | Refused:
        due: date | None = getattr(review, "returns_due", None)
        agencies = [agency for agency in situation.partnership.agencies if agency.asked]
        if due is None or due <= situation.today:
            return Refused(f"choose a later day in '{review.label('returns_due')}'")
        asked = (
            AgencyRequest.asking(
                agency, review=review.reference, document=document, due=due, situation=situation
            )
            for agency in agencies
        )
        return Done(effects=tuple(AskAgency(request, request.addresses) for request in asked))

    return ask


def answered(
    requests: Iterable[AgencyRequest], *, sender: str, named: str, partnership: Partnership
) -> AgencyRequest | None:
    """Find the request that a return answers among a review's; None where that is not certain."""
    fits = [
        request
        for request in requests
        if request.is_answered_by(sender, agency_named(request.agency, partnership), named)
    ]
    return fits[0] if len(fits) == 1 else None


def agency_named(name: str, partnership: Partnership) -> Agency | None:
    """Find an agency of the configuration by its name."""
    wanted = same_words(name)
    return next((a for a in partnership.agencies if same_words(a.name) == wanted), None)


def chair_on(day: date, partnership: Partnership) -> str:
    """Give the address of who chairs the next meeting of the schedule; empty if nobody does."""
    partner, _deputy = chairs_on(day, partnership)
    chairing = (m.email for m in partnership.members if partner and m.statutory == partner)
    return next(filter(None, chairing), "")


def _member_for(agency: Agency, partnership: Partnership) -> Member | None:
    answering = [member for member in partnership.members if member.agency == agency.name]
    return next((m for m in answering if m.email), answering[0] if answering else None)


def _address_for(agency: Agency, member: Member | None, partnership: Partnership) -> str:
    """Give the member's address; of a vacant post its deputy's, the agency's lead or the team's."""
    known = (member.email, member.deputy) if member else ()
    return next(filter(None, (*known, agency.lead)), partnership.team.fallback)
