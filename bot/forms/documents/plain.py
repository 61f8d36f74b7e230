"""Plain text as a document: a form typed or pasted into the body of a mail."""

from bot.forms.documents.model import Document, Paragraph, Run

_QUOTE_MARKS = "> \t"


def read_plain(text: str) -> Document:
    """Each line a paragraph; the marks of quoting in front of lines are left out."""
    return Document(tuple(_paragraph(line) for line in text.splitlines()))


def decode(data: bytes) -> str:
    """The text of a file, whichever of the usual encodings it is in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _paragraph(line: str) -> Paragraph:
    text = line.lstrip(_QUOTE_MARKS) if line.lstrip().startswith(">") else line
    words = text.strip()
    if len(words) > 2 and words.startswith("*") and words.endswith("*"):
        return Paragraph((Run(words.strip("*"), bold=True),))
    return Paragraph((Run(text.rstrip()),))
