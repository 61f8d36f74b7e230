"""The same faults against a plain polling bot, counted alike."""

from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks import plain_bot
from benchmarks.reliability.tally import Line, ten_forms
from bot.sandbox import Fault, ManualClock, Sandbox
from tests.jobs.stage import form, mail
from tests.sandbox.clients.world import Authority


def plain_lines(trusted: Authority, every: int) -> Iterator[Line]:
    """The same faults against the plain bot."""
    points = _plain(trusted, None, None)[2]
    tries = [_plain(trusted, point, None) for point in range(0, points, every)]
    yield _sum("a form: the process dies", tries)
    writes = ("/items$", "/sendMail$", "/move$", "messages/[^/]+$")
    tries = [_plain(trusted, None, (path, kind)) for path in writes for kind in ("status", "reset")]
    yield _sum("a form: an answer is lost", tries)
    tries = []
    for position in range(10):
        sandbox = _plain_tenant()
        ten_forms(sandbox, position)
        with plain_bot.in_its_world(sandbox, trusted):
            plain_bot.live(sandbox.names, polls=3)
        tries.append((*plain_bot.count(sandbox, 9), 0))
    yield _sum("one mail of ten answers 500 for ever, three polls", tries)


def _plain(
    trusted: Authority, point: int | None, fault: tuple[str, str] | None
) -> tuple[int, int, int]:
    sandbox = _plain_tenant()
    sandbox.deliver(mail("school@sampleby-school.example", ("form.docx", form())).as_bytes())
    with plain_bot.in_its_world(sandbox, trusted):
        if fault:
            path, kind = fault
            lost = Fault(path=path, kind=kind, status=504, when="after")  # type: ignore[arg-type]
            lost.method = "PATCH" if path.startswith("messages") else "POST"
            sandbox.plan_fault(lost)
        points = plain_bot.live(sandbox.names, at=point)
        plain_bot.live(sandbox.names, polls=3)
    return *plain_bot.count(sandbox, 1), points


def _plain_tenant() -> Sandbox:
    sandbox = Sandbox(clock=ManualClock(datetime.now(UTC)))  # its tokens are read by its own clock
    site = sandbox.tenant.sites.site(f"{sandbox.names.site_host}:{sandbox.names.site_path}")
    someone = sandbox.tenant.sites.person(site, "Somebody")
    sandbox.tenant.sites.create_list(site, plain_bot.LIST, (), template="genericList", by=someone)
    return sandbox


def _sum(what: str, tries: list[tuple[int, int, int]]) -> Line:
    return Line(what, len(tries), sum(t[0] for t in tries), sum(t[1] for t in tries))
