"""Carries effects out, each once: every write has a key that the tenant itself remembers."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from bot.jobs.allowance import Allowance
from bot.jobs.by_hand import enter
from bot.jobs.calling import call, cancel, move
from bot.jobs.filing import (
    add_papers,
    ask_a_person,
    draft_document,
    file_document,
    file_return_or_ask,
)
from bot.jobs.learning import ask_for_learning
from bot.jobs.letters import tell
from bot.jobs.linking import mention, open_linked
from bot.jobs.placing import Placing
from bot.jobs.putting_away import PuttingAway
from bot.jobs.requests import ask_agency, draft_report
from bot.jobs.workplace import Workplace
from bot.process.effects import (
    AddPapers,
    AskAgency,
    AskAPerson,
    AskForLearning,
    CallMeeting,
    CancelMeeting,
    ChangeEntry,
    DraftDocument,
    DraftReport,
    Effect,
    EnterByHand,
    FileDocument,
    FileReturn,
    Mention,
    MoveMeeting,
    OpenCase,
    OpenLinked,
    QueueNotice,
    TakeAway,
    Tell,
)


class Performer:
    """Performs effects in their order; a second time changes nothing."""

    def __init__(self, workplace: Workplace) -> None:
        away = PuttingAway(workplace.m365.mailbox, workplace.partnership)
        allowance = Allowance(workplace.register, workplace.clock)
        self._ways: dict[type[Effect], Callable[[Any], Awaitable[object]]] = {
            OpenCase: Placing(workplace, allowance).open_case,
            AskAPerson: partial(ask_a_person, workplace),
            AddPapers: partial(add_papers, workplace),
            TakeAway: away.take_away,
            QueueNotice: lambda effect: workplace.outbox.queue(effect.notice),
            CallMeeting: lambda effect: call(workplace, effect.invitation),
            MoveMeeting: partial(move, workplace),
            CancelMeeting: partial(cancel, workplace),
            Tell: partial(tell, workplace),
            OpenLinked: partial(open_linked, workplace),
            Mention: partial(mention, workplace),
            ChangeEntry: workplace.register.change_item,
            AskAgency: partial(ask_agency, workplace),
            AskForLearning: partial(ask_for_learning, workplace),
            FileReturn: partial(file_return_or_ask, workplace, allowance),
            DraftReport: partial(draft_report, workplace),
            EnterByHand: partial(enter, workplace),
            FileDocument: partial(file_document, workplace),
            DraftDocument: partial(draft_document, workplace),
        }

    async def perform(self, effects: Sequence[Effect]) -> None:
        """Perform all effects of one cause, in order.

        Raises UnableToUseMicrosoft365 where one could not be performed; begin again with the first.
        """
        for effect in effects:
            await self._ways[type(effect)](effect)
