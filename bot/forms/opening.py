"""Bytes of any format that is read here, as a document."""

from bot.forms.documents.html import read_html
from bot.forms.documents.model import Document, plain_text
from bot.forms.documents.pdf import read_pdf
from bot.forms.documents.plain import decode, read_plain
from bot.forms.documents.word import read_word
from bot.forms.errors import UnableToReadDocument
from bot.forms.files.package import MAX_FILE, open_flat_package, open_package
from bot.forms.files.sealed import sealed_reason, secure_mail_reason
from bot.forms.files.sniffing import Format, sniff

_REASONS = {
    Format.NOTHING: "The file is empty.",
    Format.OTHER_ZIP: "It is a zip file, but not a Word document.",
    Format.UNKNOWN: "It is not a kind of file that can be read here.",
    Format.RTF: "It is in RTF, which is read through LibreOffice.",
    Format.OPEN_DOCUMENT: "It is an OpenDocument text, which is read through LibreOffice.",
}


def open_document(data: bytes) -> Document:
    """Open a document. Raises UnableToReadDocument with the reason in plain words."""
    if len(data) > MAX_FILE:
        raise UnableToReadDocument(f"It is larger than {MAX_FILE // 1_000_000} MB.")
    format_ = sniff(data)
    if format_ is Format.WORD:
        return read_word(open_package(data))
    if format_ is Format.FLAT_WORD:
        return read_word(open_flat_package(data))
    if format_ is Format.PDF:
        return read_pdf(data)
    if format_ is Format.TEXT:
        return _readable(read_plain(decode(data)))
    if format_ is Format.HTML:
        return _open_page(decode(data))
    if format_ is Format.OLE:
        reason = sealed_reason(data) or "It is an old Office file, read through LibreOffice."
        raise UnableToReadDocument(reason)
    raise UnableToReadDocument(_REASONS.get(format_, _REASONS[Format.UNKNOWN]))


def _open_page(text: str) -> Document:
    """Open HTML. Raises UnableToReadDocument, also for the cover page of a secure-mail service."""
    document = _readable(read_html(text))
    reason = secure_mail_reason(plain_text(document))
    if reason:
        raise UnableToReadDocument(reason)
    return document


def _readable(document: Document) -> Document:
    if len(plain_text(document).split()) < 2:
        raise UnableToReadDocument("There is no text in it.")
    return document
