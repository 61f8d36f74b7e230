"""Attendees answer an invitation in their own calendar; organizers call a meeting off."""

from bot.sandbox.core.calls import Answer, Call
from bot.sandbox.core.routing import Handler, Route
from bot.sandbox.tenant import Tenant


def cancel_event(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event = tenant.calendars.of(mailbox).event(call["event"])
    content = {name.lower(): value for name, value in call.json_if_any().items()}
    tenant.calendars.cancel(mailbox, event, content.get("comment") or "")
    return Answer(202)


def _answer_handler(word: str) -> Handler:
    def answer(tenant: Tenant, call: Call) -> Answer:
        mailbox = tenant.mail.mailbox(call["user"])
        event = tenant.calendars.of(mailbox).event(call["event"])
        tenant.calendars.answer(mailbox, event, word, call.json_if_any())
        return Answer(202)

    return answer


_ONE, _WRITE = "/users/{user}/events/{event}", "Calendars.ReadWrite"
_WORDS = {"accept": "accepted", "decline": "declined", "tentativelyAccept": "tentativelyAccepted"}
ANSWERING = (
    Route("POST", f"{_ONE}/cancel", cancel_event, _WRITE),
    *(
        Route("POST", f"{_ONE}/{action}", _answer_handler(word), _WRITE)
        for action, word in _WORDS.items()
    ),
)
