"""docs/sandbox.md: what of Graph the sandbox imitates, and which of Microsoft's examples replay."""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.sandbox.sandbox import ROUTES
from tests.sandbox.conformance import SHARED, bare
from tests.sandbox.examples.replay import Outcome, replay

_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_INTRODUCTION = """\
`bot sandbox` is a local Microsoft 365 for one tenant: mail, calendar, lists, files, subscriptions,
sign-in and transfers over HTTP, and mail in over SMTP. What it does not imitate answers 501 and
says so; it never guesses. Beside it the suite runs three clients that nobody here wrote, unchanged
and under Microsoft's own host names: the stock msgraph-sdk client with azure-identity, python-o365
and parsedmarc's mailbox reader (`tests/sandbox/clients`).
"""


def available() -> bool:
    """Whether Graph's description and the examples are at hand, without which nothing is told."""
    return SHARED.exists()


def page(written: str) -> str:
    """Tell what is imitated. `written` is the line that says where the page comes from."""
    outcomes = asyncio.run(replay())
    parts = ["# The sandbox", written, _INTRODUCTION, *_coverage(), *_examples(outcomes)]
    return "\n".join(parts) + "\n"


def _coverage() -> Iterable[str]:
    served = {(route.method.lower(), bare(route.template)) for route in ROUTES}
    served |= {("post", "/$batch"), ("post", "/{}/oauth2/v2.0/token")}
    operations = _operations()
    imitated = {o for o in operations if (o[1], bare(o[0])) in served}
    yield "## Coverage\n"
    yield f"{len(imitated)} of the {len(operations)} operations of Graph that were looked at.\n"
    yield "| path | imitated | 501 |\n|---|---|---|"
    by_path: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for path, method in operations:
        by_path[path][(path, method) not in imitated].append(method.upper())
    for path, (done, left) in by_path.items():
        yield f"| `{path}` | {' '.join(done)} | {' '.join(left)} |"


def _operations() -> Sequence[tuple[str, str]]:
    text = (SHARED / "graph-v1-subset.json").read_text(encoding="utf-8")
    paths = json.loads(text)["paths"]
    return [(path, m) for path, methods in paths.items() for m in methods if m in _METHODS]


def _examples(outcomes: Sequence[Outcome]) -> Iterable[str]:
    fit = [outcome for outcome in outcomes if not outcome.unfit]
    replaying = [outcome for outcome in fit if not outcome.reason]
    yield "\n## Microsoft's examples\n"
    yield (
        f"The documentation of Graph has {len(outcomes)} examples of what a service like this does;"
        f" {len(fit)} of them are requests to Graph v1.0, and {len(replaying)} of these replay: the"
        " request is taken as it stands (with the tenant's own ids, tokens and expiry), and"
        " everything that the documented answer holds is in the sandbox's. The others:\n"
    )
    yield "| why not | examples |\n|---|---|"
    for reason, names in _by_reason(outcomes).items():
        yield f"| {reason} | {', '.join(names)} |"


def _by_reason(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.reason:
            found[_plain(outcome.reason)].append(outcome.example.id)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _plain(reason: str) -> str:
    """Fit for a cell of a table, without ids that differ from one tenant to the next."""
    return re.sub(r"\s+", " ", reason).replace("|", "\\|")[:160]
