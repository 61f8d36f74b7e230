"""Before it sends anything, Graph makes the endpoint say a token back."""

import httpx

from bot.sandbox.subscriptions.errors import validation_failed
from bot.sandbox.tenant import Tenant

WAIT_SECONDS = 10.0


async def shake_hands(tenant: Tenant, url: str) -> None:
    """Raises GraphError 400 unless the endpoint answers in time, in plain text, with the token."""
    token = f"Validation: Testing client application reachability {tenant.ids.guid()} <&>"
    try:
        async with tenant.outward_client(timeout=WAIT_SECONDS) as client:
            answer = await client.post(
                url,
                params={"validationToken": token},
                headers={"Content-Type": "text/plain; charset=utf-8"},
            )
    except httpx.TimeoutException:
        raise validation_failed(timed_out=True) from None
    except httpx.TransportError:
        raise validation_failed(timed_out=False) from None
    plain = answer.headers.get("content-type", "").startswith("text/plain")
    if answer.status_code != httpx.codes.OK or not plain or answer.text != token:
        raise validation_failed(timed_out=False)
