"""Documents in, typed readings out: what a form says, where it says so and how sure that is.

Pure: no network, no clock. Nothing here knows of Microsoft Graph or of the register.
"""

from bot.forms.digest import content_digest
from bot.forms.form import read, read_text
from bot.forms.limits import Limits
from bot.forms.reader import Reader, UnableToStartReader
from bot.forms.reading import Kind, Provenance, Reading
from bot.forms.wordings.checking import UnableToReadLabels
from bot.forms.wordings.labels import Labels, load_labels

__all__ = [
    "Kind",
    "Labels",
    "Limits",
    "Provenance",
    "Reader",
    "Reading",
    "UnableToReadLabels",
    "UnableToStartReader",
    "content_digest",
    "load_labels",
    "read",
    "read_text",
]
