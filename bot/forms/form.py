"""A document's bytes in, its reading out: the whole of reading in one call."""

from collections.abc import Callable

from bot.forms.documents.model import Document
from bot.forms.documents.plain import read_plain
from bot.forms.errors import UnableToReadDocument
from bot.forms.interpreting import interpret
from bot.forms.opening import open_document
from bot.forms.reading import Reading, unreadable
from bot.forms.wordings.labels import Labels


def read(data: bytes, *, labels: Labels) -> Reading:
    """Read one document in this process; never raises, whatever the document.

    What cannot be read gives a Reading of kind UNREADABLE whose `why` says the reason.
    """
    return _guarded(lambda: open_document(data), labels)


def read_text(text: str, *, labels: Labels) -> Reading:
    """Read a form typed or pasted into a mail as plain text; never raises."""
    return _guarded(lambda: read_plain(text), labels)


def _guarded(open_it: Callable[[], Document], labels: Labels) -> Reading:
    try:
        return interpret(open_it(), labels)
    except UnableToReadDocument as error:
        return unreadable(str(error))
    except RecursionError:
        return unreadable("It nests deeper than any form does.")
    except MemoryError:
        return unreadable("Reading it takes more memory than is allowed.")
    except Exception as error:  # noqa: BLE001 - a stranger's document must never stop the others
        return unreadable(f"Reading it failed inside ({type(error).__name__}).")
