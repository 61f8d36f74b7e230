"""Reads the MIME of a mail that arrives, as tolerantly as Exchange: whatever it is, it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import Message as Part
from email.parser import BytesParser

from bot.sandbox.mail.text import decoded, readable

_PARSER = BytesParser(policy=policy.compat32)
_SMIME = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})


@dataclass(slots=True)
class Enclosure:
    """What will become an attachment. `nested` for a message within the message."""

    name: str
    content: bytes
    content_type: str
    is_inline: bool = False
    content_id: str | None = None
    nested: bool = False


@dataclass(slots=True)
class Parsed:
    headers: list[tuple[str, str]]
    text: str | None = None
    html: str | None = None
    calendar: str | None = None
    enclosures: list[Enclosure] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        """The first of that name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def parse_mime(raw: bytes) -> Parsed:
    """Never fails, whatever the bytes are."""
    root = _PARSER.parsebytes(raw)
    parsed = Parsed([(name, readable(str(value))) for name, value in _raw_headers(root)])
    if _is_clear_signed(root):
        _read_signed(root, raw, parsed)
    else:
        _read(root, parsed, related=False)
    return parsed


def _raw_headers(part: Part) -> Iterator[tuple[str, str]]:
    yield from part.raw_items()


def _is_clear_signed(root: Part) -> bool:
    protocol = str(root.get_param("protocol", "")).lower()
    return root.get_content_type() == "multipart/signed" and protocol in _SMIME


def _read_signed(root: Part, raw: bytes, parsed: Parsed) -> None:
    """Exchange shows the text, and all the rest as one smime.p7m."""
    for part in _children(root)[:1]:
        _read(part, parsed, related=False)
    parsed.enclosures = [Enclosure("smime.p7m", raw, "multipart/signed")]


def _children(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [p for p in payload if isinstance(p, Part)] if isinstance(payload, list) else []


def _read(part: Part, parsed: Parsed, *, related: bool) -> None:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        parsed.enclosures.append(_nested(part))
    elif part.is_multipart() and part.get_content_maintype() == "multipart":
        for child in _children(part):
            _read(child, parsed, related=related or kind == "multipart/related")
    elif kind == "text/calendar" and parsed.calendar is None:
        parsed.calendar = _text(part)
    elif not _read_as_body(part, kind, parsed):
        parsed.enclosures.append(_enclosure(part, kind, len(parsed.enclosures), related=related))


def _read_as_body(part: Part, kind: str, parsed: Parsed) -> bool:
    """Whether the part was taken as (a further piece of) the body."""
    disposition = part.get_content_disposition()
    if (
        disposition == "attachment"
        or part.get_filename()
        or part.get_content_maintype()
        not in (
            "text",
            "multipart",
        )
    ):
        return False
    if kind == "text/html":
        parsed.html = (parsed.html or "") + _text(part)
    elif kind == "text/plain" or part.get_content_maintype() == "multipart":
        parsed.text = (parsed.text or "") + _text(part)
    else:
        return False
    return True


def _text(part: Part) -> str:
    charset = part.get_param("charset")
    name = charset if isinstance(charset, str) else None
    return decoded(_content(part), name).replace("\0", "")


def _content(part: Part) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    return b"".join(child.as_bytes() for child in _children(part))


def _nested(part: Part) -> Enclosure:
    children = _children(part)
    content = children[0].as_bytes() if children else _content(part)
    if str(part.get("Content-Transfer-Encoding", "")).lower() in ("base64", "quoted-printable"):
        content = _unwrapped(part, children)
    subject = readable(str(_PARSER.parsebytes(content, headersonly=True).get("Subject", "")))
    return Enclosure(subject or _file_name(part) or "", content, "message/rfc822", nested=True)


def _unwrapped(part: Part, children: list[Part]) -> bytes:
    """A nested message that was transfer-encoded against the rules; some gateways do."""
    carrier = Part()
    carrier["Content-Transfer-Encoding"] = str(part["Content-Transfer-Encoding"])
    carrier.set_payload(children[0].as_string().lstrip("\n") if children else part.get_payload())
    return _content(carrier)


def _enclosure(part: Part, kind: str, number: int, *, related: bool) -> Enclosure:
    content_id = readable(str(part.get("Content-ID", ""))).strip("<>") or None
    inline = part.get_content_disposition() == "inline"
    return Enclosure(
        name=_file_name(part) or f"ATT{number + 1:05}.{_extension(kind)}",
        content=_content(part),
        content_type=kind,
        is_inline=(inline and content_id is not None) or (related and content_id is not None),
        content_id=content_id,
    )


def _extension(kind: str) -> str:
    return {"text/plain": "txt", "text/html": "htm", "message/delivery-status": "txt"}.get(
        kind, "bin"
    )


def _file_name(part: Part) -> str:
    return readable(part.get_filename() or "")
