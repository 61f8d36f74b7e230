"""Two services that face each other: each gets the other's answers, and neither answers them."""

from contextlib import AsyncExitStack

import pytest

from bot.jobs.provision import UnableToKeepLists, missing, provision
from bot.partnership import Agency, Partnership, Renamed, load_partnership
from bot.process.names import Names
from bot.settings import ROOT
from tests.jobs.stage import CONFIGURED, Stage, form, mail, playing

SALTMARSH = load_partnership(ROOT / "config" / "saltmarsh")
THERE = "second@croydon.gov.uk"


def knowing_the_other(partnership: Partnership, mailbox: str) -> Partnership:
    """Give a partnership a mailbox in the tenant, and its neighbour's domain as an agency's."""
    domain = mailbox.rpartition("@")[2]
    neighbour = Agency(name="Neighbour", type="council", domains=(domain,))
    return partnership.model_copy(
        update={
            "mailbox": mailbox,
            "own_domains": ("office.example",),
            "agencies": (*partnership.agencies, neighbour),
        }
    )


async def test_two_services_that_face_each_other_send_one_mail_each(stage: Stage) -> None:
    tenant, here, there = stage.sandbox.tenant, CONFIGURED.mailbox, THERE
    tenant.mail.open_mailbox(there)
    tenant.login.app(stage.sandbox.names.client_id).mailboxes = None
    async with AsyncExitStack() as stack:
        services = [
            await stack.enter_async_context(
                playing(stage.sandbox, stage.settings.state / name, partnership=partnership)
            )
            for name, partnership in (
                ("here", knowing_the_other(CONFIGURED, here)),
                ("there", knowing_the_other(SALTMARSH, there)),
            )
        ]
        async for _made in provision(stage.work.m365.site, services[1].work.register.names):
            pass
        stage.deliver(mail(there, ("form.docx", form())))
        stage.sandbox.deliver(mail(here, ("form.docx", form()), number=2).as_bytes(), to=there)
        for _ in range(3):
            for service in services:
                assert await service.later("intake", "reconciling", "outbox", "sweep")
    assert sorted(to for to, _ in stage.sent()) == sorted((here, there))
    assert [len(stage.sandbox.messages(box)) for box in (here, there)] == [1, 1]


async def test_two_partnerships_of_one_site_do_not_take_each_others_lists(stage: Stage) -> None:
    site, another = stage.work.m365.site, CONFIGURED.model_copy(update={"mailbox": THERE})
    with pytest.raises(
        UnableToKeepLists, match=f"'Cases of Concern' is kept for {CONFIGURED.mailbox}: give"
    ):
        _ = [made async for made in provision(site, Names.of(another))]
    action = Renamed(list="ACTIONS")
    loud = Names.of(CONFIGURED.model_copy(update={"registers": {"action": action}}))
    with pytest.raises(UnableToKeepLists, match="has a list 'Actions': write 'ACTIONS' so"):
        await missing(site, loud)
    made = [made async for made in provision(site, Names.of(SALTMARSH))]
    assert made[-1] == "made the library Review papers"
