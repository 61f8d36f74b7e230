"""A document's bytes in, its reading out: the whole of reading in one call."""

from bot.forms.errors import UnableToReadDocument
from bot.forms.interpreting import interpret
from bot.forms.labels import Labels
from bot.forms.opening import open_document
from bot.forms.reading import Reading, unreadable


def read(data: bytes, *, labels: Labels) -> Reading:
    """Read one document in this process; never raises, whatever the document.

    What cannot be read gives a Reading of kind UNREADABLE whose `why` says the reason.
    """
    try:
        return interpret(open_document(data), labels)
    except UnableToReadDocument as error:
        return unreadable(str(error))
    except RecursionError:
        return unreadable("It nests deeper than any form does.")
    except MemoryError:
        return unreadable("Reading it takes more memory than is allowed.")
    except Exception as error:  # noqa: BLE001 - a stranger's document must never stop the others
        return unreadable(f"Reading it failed inside ({type(error).__name__}).")
