"""SharePoint's refusals, in its own words where a client has to read them."""

from bot.sandbox.core.errors import GraphError


def invalid_request(message: str) -> GraphError:
    return GraphError(400, "invalidRequest", message)


def item_not_found() -> GraphError:
    return GraphError(404, "itemNotFound", "The resource could not be found.")


def name_exists(message: str = "The specified list name already exists.") -> GraphError:
    return GraphError(409, "nameAlreadyExists", message)


def list_name_given() -> GraphError:
    return invalid_request(
        "Cannot define a 'name' for a list as it is assigned by the server. "
        "Instead, provide 'displayName'"
    )


def unknown_field(name: str) -> GraphError:
    return invalid_request(f"Field '{name}' is not recognized")


def read_only_field(name: str) -> GraphError:
    return invalid_request(f"Field '{name}' is read-only")


def wrong_value(name: str, expected: str) -> GraphError:
    return invalid_request(f"The value of field '{name}' must be {expected}.")


def text_too_long(name: str, most: int) -> GraphError:
    return invalid_request(
        f"Text value is too long. The field '{name}' takes at most {most} characters."
    )


def multi_value_unannotated(name: str) -> GraphError:
    return invalid_request(
        f"A collection for field '{name}' needs '{name}@odata.type': 'Collection(Edm.String)'."
    )


def unindexed(name: str) -> GraphError:
    return invalid_request(
        f"Field '{name}' cannot be referenced in filter or orderby as it is not indexed. "
        "Provide the 'Prefer: HonorNonIndexedQueriesWarningMayFailRandomly' header to allow this, "
        "but be warned that such queries may fail on large lists."
    )


def over_threshold() -> GraphError:
    """A 429 that no waiting cures."""
    return GraphError(
        429,
        "activityLimitReached",
        "The attempted operation is prohibited because it exceeds the list view threshold.",
    )


def duplicate_value(name: str, status: int) -> GraphError:
    """Which status it comes with depends on the path that the request took."""
    codes = {400: "invalidRequest", 409: "nameAlreadyExists", 500: "generalException"}
    message = (
        "The list item could not be added or updated because duplicate values were found in the "
        f"following field(s) in the list: [{name}]."
    )
    return GraphError(status, codes[status], message)


def etag_mismatch() -> GraphError:
    message = "ETag does not match current item's value"
    return GraphError(412, "notAllowed", message, inner_code="preconditionFailed")


def resync_required(location: str) -> GraphError:
    return GraphError(
        410,
        "resyncChangesApplyDifferences",
        "Resync required. Replace any local items with the server's version.",
        headers={"Location": location},
    )
