"""Reset, clock, request log, violations, faults, latency, limits and switches."""

from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from bot.sandbox.core.clock import iso, moment_of
from bot.sandbox.core.faults import Fault
from bot.sandbox.mail.stamps import Verdict

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox


def reset(sandbox: "Sandbox", request: Request, content: Any) -> None:
    del request, content
    sandbox.reset()


def save(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """`{"file": path}` on the sandbox's machine."""
    del request
    sandbox.save(Path(content["file"]))


def restore(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """`{"file": path}` on the sandbox's machine."""
    del request
    sandbox.restore(Path(content["file"]))


def get_clock(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    return {"now": iso(sandbox.clock.now())}


def move_clock(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """`{"now": ISO}` or `{"advance_seconds": number}`."""
    if "now" in content:
        sandbox.set_clock(moment_of(content["now"]))
    else:
        sandbox.advance_clock(timedelta(seconds=content["advance_seconds"]))
    return get_clock(sandbox, request, content)


def get_requests(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    log = [entry.as_json() for entry in sandbox.tenant.journal.entries]
    return {"counts": sandbox.request_counts(), "log": log}


def forget_requests(sandbox: "Sandbox", request: Request, content: Any) -> None:
    del request, content
    sandbox.tenant.journal.forget_requests()


def get_violations(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    return {"violations": [violation.as_json() for violation in sandbox.violations]}


def get_faults(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    return {"faults": [asdict(fault) for fault in sandbox.tenant.faults.planned]}


def plan_fault(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """The fields of core.faults.Fault."""
    del request
    sandbox.plan_fault(Fault(**content))


def clear_faults(sandbox: "Sandbox", request: Request, content: Any) -> None:
    del request, content
    sandbox.tenant.faults.clear()


def set_latency(sandbox: "Sandbox", request: Request, content: Any) -> None:
    del request
    sandbox.set_latency(float(content["seconds"]))


def set_limits(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """Fields of core.limits.Allowance."""
    del request
    limits = sandbox.tenant.limits
    limits.allowance = replace(limits.allowance, **content)
    return asdict(limits.allowance)


def set_delta(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """Fields of mail.delta.Switches; `forget_tokens` kills every token given out so far."""
    del request
    deltas = sandbox.tenant.mail.deltas
    if content.pop("forget_tokens", False):
        deltas.forget_tokens()
        sandbox.tenant.sites.deltas.forget_tokens()
        sandbox.tenant.calendars.feeds.forget_tokens()
    deltas.switches = replace(deltas.switches, **content)
    return asdict(deltas.switches)


def set_lists(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """Fields of sites.lists.Switches."""
    del request
    switches = sandbox.tenant.sites.switches
    # Every list holds this one object, so it is changed and not exchanged.
    for name, value in asdict(replace(switches, **content)).items():
        setattr(switches, name, value)
    return asdict(switches)


def set_notifications(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """Fields of subscriptions.state.Switches."""
    del request
    subscriptions = sandbox.tenant.subscriptions
    subscriptions.switches = replace(subscriptions.switches, **content)
    return asdict(subscriptions.switches)


def lifecycle(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """`{"event": reauthorizationRequired|subscriptionRemoved|missed}`."""
    subscriptions = sandbox.tenant.subscriptions
    subscriptions.lifecycle(subscriptions.all[request.path_params["id"]], content["event"])


def set_verdicts(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """By domain: what SPF, DKIM and DMARC say of its mail; "" for all the others."""
    del request
    verdicts = sandbox.tenant.mail.verdicts
    for domain, found in content.items():
        if domain:
            verdicts.by_domain[domain.lower()] = Verdict(**found)
        else:
            verdicts.usual = Verdict(**found)


def set_app(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """`roles`, `mailboxes` (null for all) and `sites` (path to role) of a registered app."""
    app = sandbox.tenant.login.app(request.path_params["client_id"])
    app.roles = set(content.get("roles", app.roles))
    app.sites = content.get("sites", app.sites)
    mailboxes = content.get("mailboxes", app.mailboxes)
    app.mailboxes = None if mailboxes is None else set(mailboxes)


ACTIONS = (
    ("POST", "/reset", reset),
    ("POST", "/save", save),
    ("POST", "/restore", restore),
    ("GET", "/clock", get_clock),
    ("POST", "/clock", move_clock),
    ("GET", "/requests", get_requests),
    ("DELETE", "/requests", forget_requests),
    ("GET", "/violations", get_violations),
    ("GET", "/faults", get_faults),
    ("POST", "/faults", plan_fault),
    ("DELETE", "/faults", clear_faults),
    ("POST", "/latency", set_latency),
    ("POST", "/limits", set_limits),
    ("POST", "/delta", set_delta),
    ("POST", "/lists", set_lists),
    ("POST", "/notifications", set_notifications),
    ("POST", "/subscriptions/{id}/lifecycle", lifecycle),
    ("POST", "/verdicts", set_verdicts),
    ("POST", "/apps/{client_id}", set_app),
)
