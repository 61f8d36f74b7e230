"""Two services that face each other: each gets the other's answers, and neither answers them."""

from contextlib import AsyncExitStack

from bot.jobs.provision import provision
from bot.partnership import Agency, Partnership, load_partnership
from bot.settings import ROOT
from tests.jobs.stage import CONFIGURED, Stage, form, mail, playing

_LOADED = load_partnership(ROOT / "config" / "saltmarsh")
# One site holds no two lists whose names differ in capitals alone.
_OTHERWISE = _LOADED.registers["rapid_review"].model_copy(update={"list": "Rapid reviews there"})
SALTMARSH = _LOADED.model_copy(
    update={"registers": {**_LOADED.registers, "rapid_review": _OTHERWISE}}
)
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
