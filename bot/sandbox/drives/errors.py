"""Refusals on files."""

from bot.sandbox.core.errors import GraphError


def item_not_found() -> GraphError:
    return GraphError(404, "itemNotFound", "The resource could not be found.")


def invalid_request(message: str) -> GraphError:
    return GraphError(400, "invalidRequest", message)


def name_exists() -> GraphError:
    return GraphError(409, "nameAlreadyExists", "The specified item name already exists.")


def not_a_file() -> GraphError:
    return GraphError(400, "notSupported", "The operation is only possible on files.")


def invalid_name() -> GraphError:
    return invalid_request("The provided name cannot contain the characters used or is reserved.")


def etag_mismatch() -> GraphError:
    message = "ETag does not match current item's value"
    return GraphError(412, "resourceModified", message)


def too_large() -> GraphError:
    return GraphError(413, "invalidRequest", "The file is larger than 250 MB: use a session.")


def session_gone() -> GraphError:
    return GraphError(404, "itemNotFound", "The upload session was not found.")


def token_on_upload() -> GraphError:
    return GraphError(401, "unauthenticated", "The upload URL takes no Authorization header.")
