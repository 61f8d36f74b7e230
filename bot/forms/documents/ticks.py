"""Box and tick glyphs: which mean chosen and which not, in Unicode and in symbol fonts."""

from bot.forms.documents.model import TICKED, UNTICKED

ON = frozenset("☒☑✓✔✗✘✕✖■▣⊠⊗◉●🗹🗷🗸🅇⌧")
OFF = frozenset("☐□◻▢⬜❏❐❑❒○◯⬚")

# Low bytes of the glyphs, by font; Word stores them as U+F0xx or as the bare character.
_SYMBOLS = {
    "wingdings": (
        {0x6E, 0x78, 0xA4, 0xFB, 0xFC, 0xFD, 0xFE, 0x9F},
        {0x6F, 0x70, 0x71, 0x72, 0xA1, 0xA8},
    ),
    "wingdings 2": (
        {0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0xA2},
        {0x2A, 0x30, 0x35, 0x81, 0xA3},
    ),
    "webdings": ({0x61, 0x67, 0x72}, {0x63, 0x31}),
}
_PRIVATE_USE = 0xF000


def has_mark(text: str) -> bool:
    """Whether text holds a box or a tick, and so is a choice rather than a label."""
    return not ON.isdisjoint(text) or not OFF.isdisjoint(text)


def symbol(font: str, code: int) -> str:
    """The glyph `code` of a symbol font as a tick, or as nothing when it is only an ornament."""
    low = code - _PRIVATE_USE if code >= _PRIVATE_USE else code
    on, off = _SYMBOLS.get(font.casefold(), (set(), set()))
    if low in on:
        return TICKED
    return UNTICKED if low in off else ""


def is_symbol_font(font: str) -> bool:
    return font.casefold() in _SYMBOLS


def from_private_use(text: str) -> str:
    """Text with ticks for the Wingdings glyphs that a converter left as private characters."""
    if not any("\uf020" <= character <= "\uf0ff" for character in text):
        return text
    return "".join(
        symbol("wingdings", ord(character)) if "\uf020" <= character <= "\uf0ff" else character
        for character in text
    )
