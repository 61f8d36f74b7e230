"""Names the documents that come with mails, as an entry's folder keeps them."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from bot.jobs.arrivals import Arrival
from bot.mail import Document
from bot.process.effects import Paper

KNOWN = re.compile(  # any other may be the end of a name, as in "Form for J.Finn"
    r"\.(docx|docm|dotx|doc|odt|rtf|pdf|txt|html?|xml|xlsx?|csv|pptx|zip|7z|rar|msg|eml|dat|p7m"
    r"|png|jpe?g|gif|tiff?|bmp|heic)"
)


def papers(documents: Sequence[Document]) -> tuple[Paper, ...]:
    """Name documents for an entry's folder."""
    return tuple(paper("paper", document) for document in documents)


def paper(what: str, document: Document) -> Paper:
    """Name a document by what it is and its content: never by the sender's name for it."""
    ending = PurePath(document.name).suffix.lower()
    known = ending if KNOWN.fullmatch(ending) else ".bin"
    return Paper(f"{what}-{document.sha256[:12]}{known}", document.data)


def whole_mail(arrival: Arrival) -> Paper:
    """Keep the mail itself, as it was delivered."""
    return Paper(f"mail-{arrival.key[:12]}.eml", arrival.mime)
