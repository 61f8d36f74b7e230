"""Where a message or a folder is to go."""

from bot.sandbox.core.calls import Json
from bot.sandbox.mail.errors import invalid_property
from bot.sandbox.mail.model import Folder, Mailbox


def destination(mailbox: Mailbox, content: Json) -> Folder:
    """Named by `destinationId`, in any case. Raises GraphError: 400 without one, 404."""
    named = {name.lower(): value for name, value in content.items()}.get("destinationid")
    if not isinstance(named, str):
        raise invalid_property("DestinationId")
    return mailbox.folder(named)
