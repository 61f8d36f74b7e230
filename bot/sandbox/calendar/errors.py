"""Refusals on events."""

from bot.sandbox.core.errors import GraphError


def item_not_found() -> GraphError:
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def duplicate_transaction(status: int) -> GraphError:
    """Clients have seen it with 400 and with 409."""
    return GraphError(
        status,
        "ErrorDuplicateTransactionId",
        "Your request can't be completed. The TransactionId specified in the request has already "
        "been used to create a different event.",
    )


def unknown_zone(name: str) -> GraphError:
    message = (
        "A valid TimeZone value must be specified. The following TimeZone value is not supported: "
        f"'{name}'."
    )
    return GraphError(400, "TimeZoneNotSupportedException", message)


def invalid_property(name: str) -> GraphError:
    return GraphError(
        400, "ErrorInvalidPropertySet", f"The property '{name}' has an invalid value."
    )


def end_before_start() -> GraphError:
    message = "The event end time must be after the start time."
    return GraphError(400, "ErrorPropertyValidationFailure", message)


def property_missing(name: str) -> GraphError:
    message = f"At least one property failed validation: '{name}' is required."
    return GraphError(400, "ErrorPropertyValidationFailure", message)


def bad_answer(message: str) -> GraphError:
    return GraphError(400, "ErrorInvalidRequest", message)


def not_the_organizer() -> GraphError:
    message = "Your request can't be completed. You need to be an organizer to cancel a meeting."
    return GraphError(400, "ErrorInvalidRequest", message)


def unwritable(name: str) -> GraphError:
    return GraphError(400, "ErrorInvalidPropertySet", f"The property '{name}' is read-only.")
