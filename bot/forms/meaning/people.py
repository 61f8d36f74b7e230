"""Names, telephone numbers, e-mail addresses and NHS numbers out of what people type."""

import re
import unicodedata

_EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+44|\(?0)[\d\s().-]{7,16}\d")
_EXTENSION = re.compile(
    r"[\s,;(]*(?:ext(?:ension|n)?\.?|x)\s*:?\s*\d{1,6}\b\)?(?!\s*\d)", re.IGNORECASE
)
_POLICE = re.compile(r"\b101\b[\s,;(]*(?:ext(?:ension|n)?\.?|x)\s*\d{3,8}", re.IGNORECASE)
_RANK = r"(?:[TA]/?)?(?:PC|DC|PS|DS|SGT|DI|PCSO|WPC)"
_COLLAR = re.compile(rf"^({_RANK})\s+\d{{1,6}}\b|^({_RANK}\s.+?)\s+\d{{2,6}}$", re.IGNORECASE)
_ALIAS = re.compile(
    r"\s*[(\[,;/–-]*\s*\b(?:also\s+)?"
    r"(?:known\s+as|aka|a\.k\.a\.?|formerly|nee|née|preferred name)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_SURNAME_FIRST = re.compile(r"^([^\W\d_][\w'’ -]*?),\s*([^\W\d_][\w'’. -]*)$")
_NAME = re.compile(r"^[^\W\d_][^\d@:;?!]{0,70}$")
_NUMBERED = re.compile(r"^[^\W\d_][^\d@:;?!/,]{0,40}\d{1,2}[^\d@:;?!/,]{0,40}$")
_PLACE_HOLDER = re.compile(
    r"(?:child|young person|pupil|subject|patient)s?\s*\d{0,2}", re.IGNORECASE
)
_AGE = re.compile(r"\b(?:aged?|y(?:ea)?rs?|yo|m(?:on)?ths?|weeks?|days?)\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"[\s,;(\[–-]*(?:(?:d\.?o\.?b\.?|born|(?<!\w)b\.|date of birth)(?:\s+on)?(?:\s+the)?[\s:.,)]*)?"
    r"(?P<date>\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?[\s/.\-]+(?:\d{1,2}|[a-z]{3,9})[\s/.\-,]+\d{2,4})[)\]]?",
    re.IGNORECASE,
)


def squash(text: str) -> str:
    """One line, single spaces, no writing lines around it."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\xa0", " ").split()).strip(" _…;,")


def child_name(text: str) -> str:
    """A child's name, first name first, without the names that the child is also known by."""
    name = squash(_ALIAS.sub("", text))
    name = re.sub(r"\s*\([^()]*\)\s*$", "", name).strip(" .,")
    swapped = _SURNAME_FIRST.match(name)
    return f"{swapped[2].strip()} {swapped[1].strip()}" if swapped else name


def is_name(text: str) -> bool:
    """Whether text can be a person's name: letters, few words, no sentence."""
    return bool(_NAME.match(text)) and len(text.split()) <= 7


def is_officers_name(text: str) -> bool:
    """Whether text is a name, or one with a rank and collar number ("PC 4417 Jo Mock")."""
    return is_name(_COLLAR.sub(r"\1\2", text))


def is_child_name(text: str) -> bool:
    """Whether text can be a child's name, a number in it too: "Twin 2 Mock", "Baby 1".

    Of those only few words, so that a name with an address behind it is none; and no age.
    """
    if _PLACE_HOLDER.fullmatch(text):
        return False
    numbered = bool(_NUMBERED.match(text)) and len(text.split()) <= 4 and not _AGE.search(text)
    return numbered or is_name(text)


def person_name(text: str) -> str:
    return squash(text)


def split_birth(text: str) -> tuple[str, str]:
    """A name and the date of birth written after it, in brackets or behind a comma."""
    found = _BIRTH.search(text)
    if not found:
        return text, ""
    return text[: found.start()].strip(), found["date"]


def emails(text: str) -> list[str]:
    return [found.rstrip(".") for found in _EMAIL.findall(text)]


def phones(text: str) -> list[str]:
    """Telephone numbers as typed, with their extensions."""
    found, plain = [], _EMAIL.sub(" ", text)
    for match in _PHONE.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        if 9 <= len(digits) <= 13:
            extension = _EXTENSION.match(plain, match.end())
            found.append(match[0].strip() + (extension[0].rstrip() if extension else ""))
    return found or [match[0] for match in _POLICE.finditer(text)]


def nhs_number(text: str) -> str | None:
    """The ten digits of a valid NHS number; nothing when the check digit is wrong."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d{10}", digits):
        return None
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    check = (11 - total % 11) % 11
    return digits if check == int(digits[9]) else None
