"""Exchange's refusals, with the codes and words that clients have seen."""

from bot.sandbox.core.errors import GraphError


def item_not_found() -> GraphError:
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def invalid_id() -> GraphError:
    return GraphError(400, "ErrorInvalidIdMalformed", "Id is malformed.")


def no_such_mailbox(user: str) -> GraphError:
    return GraphError(404, "ErrorInvalidUser", f"The requested user '{user}' is invalid.")


def folder_exists(name: str) -> GraphError:
    message = f"A folder with the specified name already exists., Could not create folder '{name}'."
    return GraphError(409, "ErrorFolderExists", message)


def distinguished_folder() -> GraphError:
    message = "Distinguished folders cannot be renamed or deleted."
    return GraphError(403, "ErrorDeleteDistinguishedFolder", message)


def inefficient_filter() -> GraphError:
    message = "The restriction or sort order is too complex for this operation."
    return GraphError(400, "InefficientFilter", message)


def search_with_filter() -> GraphError:
    message = "The query parameters '$search' and '$filter' or '$orderby' cannot be combined."
    return GraphError(400, "SearchWithFilter", message)


def unknown_select(name: str, kind: str) -> GraphError:
    message = f"Could not find a property named '{name}' on type 'microsoft.graph.{kind}'."
    return GraphError(400, "RequestBroker--ParseUri", message)


def no_recipients() -> GraphError:
    message = "At least one recipient isn't valid., A message can't be sent without recipients."
    return GraphError(400, "ErrorInvalidRecipients", message)


def invalid_recipient(address: str) -> GraphError:
    message = f"At least one recipient isn't valid., Recipient '{address}' is not resolved."
    return GraphError(400, "ErrorInvalidRecipients", message)


def send_as_denied() -> GraphError:
    message = (
        "The user account which was used to submit this request does not have the right to send "
        "mail on behalf of the specified sending account., Cannot submit message."
    )
    return GraphError(403, "ErrorSendAsDenied", message)


def not_a_draft() -> GraphError:
    message = "Operation is only allowed for drafts., The property cannot be changed once sent."
    return GraphError(400, "ErrorInvalidPropertySet", message)


def invalid_header(name: str) -> GraphError:
    message = f"The internet message header name '{name}' should start with 'x-' or 'X-'."
    return GraphError(400, "InvalidInternetMessageHeader", message)


def too_many_headers() -> GraphError:
    message = "The number of custom internet message headers exceeds the maximum of 5."
    return GraphError(400, "InvalidInternetMessageHeaderCollection", message)


def message_too_large() -> GraphError:
    return GraphError(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum size.")


def attachment_too_large() -> GraphError:
    message = "The attachment exceeds 3 MB: use an upload session."
    return GraphError(413, "RequestEntityTooLarge", message)


def invalid_property(name: str) -> GraphError:
    return GraphError(
        400, "ErrorInvalidPropertySet", f"The property '{name}' has an invalid value."
    )


def no_content() -> GraphError:
    message = "The attachment is a reference and has no content."
    return GraphError(405, "ErrorInvalidOperation", message)


def sync_state_not_found() -> GraphError:
    message = "The sync state generation is not found; generation=149;[highest=157][157][155][156]."
    return GraphError(410, "SyncStateNotFound", message)


def category_exists() -> GraphError:
    return GraphError(409, "ErrorDuplicateCategory", "A category with that name already exists.")
