"""Between HTML and plain text, and decoding of header values that may be anything."""

import html
import re
from email.errors import HeaderParseError
from email.header import decode_header
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table"})
_HIDDEN = frozenset({"style", "script", "head", "title"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in _HIDDEN
        if tag in _BREAKS:
            self.parts.append("\r\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(content: str) -> str:
    reader = _Text()
    reader.feed(content)
    reader.close()
    return re.sub(r"(\r\n){3,}", "\r\n\r\n", "".join(reader.parts)).strip()


def html_of_text(content: str) -> str:
    lines = html.escape(content, quote=False).replace("\r\n", "\n").replace("\n", "<br>\r\n")
    return (
        '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f'</head><body><div class="PlainText">{lines}</div></body></html>'
    )


def preview(body: dict[str, str]) -> str:
    """The first 255 characters, as text."""
    content = body["content"]
    return (text_of_html(content) if body["contentType"] == "html" else content.strip())[:255]


def readable(raw: str) -> str:
    """A header value without folding, encoded words or stray bytes; never fails."""
    unfolded = (
        re.sub(r"\r?\n(?=[ \t])", "", _bytes_as_text(raw)).replace("\r", "").replace("\n", "")
    )
    if "=?" not in unfolded:
        return unfolded.replace("\0", "").strip()
    try:
        pieces = decode_header(unfolded)
    except HeaderParseError:
        return unfolded.strip()
    text = "".join(p if isinstance(p, str) else decoded(p, c) for p, c in pieces)
    return text.replace("\0", "").strip()


def decoded(content: bytes, charset: str | None) -> str:
    """By the charset declared if it fits, else as UTF-8, else as Windows would."""
    for name in (charset, "utf-8"):
        try:
            if name:
                return content.decode(name)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace")


def _bytes_as_text(raw: str) -> str:
    if raw.isascii():
        return raw
    return decoded(raw.encode("utf-8", "surrogateescape"), "utf-8")
