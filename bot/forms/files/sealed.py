"""What lies in an OLE file: an old Word document, or one that is locked, told by its streams."""

import re

from bot.forms.files.ole import UnableToOpenOle, opened, streams

_RIGHTS_MANAGED = "It is protected by a sensitivity label or rights management (IRM)."
_PASSWORD = "It is protected with a password."  # noqa: S105 - a sentence, not a secret
_OLD_ENCRYPTION_FLAG = 0x0100


def sealed_reason(data: bytes) -> str | None:
    """Why nobody but its owner can read this OLE file, or None when it is not sealed."""
    inside = streams(data)
    names = " ".join(inside)
    if "DRMEncryptedDataSpace" in names or "DRMContent" in names:
        return _RIGHTS_MANAGED
    if "EncryptedPackage" in inside:
        return _PASSWORD if "EncryptionInfo" in inside else _RIGHTS_MANAGED
    if "WordDocument" in inside and _is_old_password(data):
        return _PASSWORD
    return None


def is_word_97(data: bytes) -> bool:
    return "WordDocument" in streams(data)


def secure_mail_reason(text: str) -> str | None:
    """Whether a page is the wrapper of a secure-mail service, and not the message itself."""
    marks = r"(egress|microsoft purview message encryption|office 365 message encryption"
    marks += r"|outlook\.office365\.com/encryption|switch\.egress\.com|securemessage|cjsm"
    marks += r"|proofpoint encryption|zix|mimecast secure messag)"
    asks = r"(read the message|open (?:the )?(?:secure|encrypted) (?:message|email)|sign in"
    asks += r"|one[- ]time passcode|secure (?:email|message)|encrypted (?:email|message))"
    found = re.search(marks, text, re.IGNORECASE) and re.search(asks, text, re.IGNORECASE)
    return (
        "It is the cover page of a secure e-mail; the message is still sealed." if found else None
    )


def _is_old_password(data: bytes) -> bool:
    """Word 97-2003 sets a flag in its header when the text is encrypted."""
    try:
        with opened(data) as ole, ole.openstream("WordDocument") as stream:
            header = stream.read(12)
    except UnableToOpenOle:
        return False
    return len(header) == 12 and bool(
        int.from_bytes(header[10:12], "little") & _OLD_ENCRYPTION_FLAG
    )
