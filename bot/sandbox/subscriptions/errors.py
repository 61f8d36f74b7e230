"""Refusals of subscriptions."""

from bot.sandbox.core.errors import GraphError


def not_found() -> GraphError:
    return GraphError(404, "ResourceNotFound", "The object was not found.")


def invalid(message: str) -> GraphError:
    return GraphError(400, "InvalidRequest", message)


def too_long(minutes: int) -> GraphError:
    message = f"Subscription expiration can only be {minutes} minutes in the future."
    return GraphError(400, "ExtensionError", message)


def validation_failed(*, timed_out: bool) -> GraphError:
    reason = (
        "Subscription validation request timed out."
        if timed_out
        else "Subscription validation request failed. Notification endpoint must respond with 200 "
        "OK to validation request."
    )
    return GraphError(400, "ValidationError", reason)
