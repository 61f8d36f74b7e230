"""Which names SharePoint takes for files and folders."""

import re

from bot.sandbox.drives.errors import invalid_name

LONGEST_PATH = 400
_FORBIDDEN = re.compile(r'["*:<>?/\\|\x00-\x1f]')
_RESERVED = re.compile(r"(\.lock|con|prn|aux|nul|com\d|lpt\d|desktop\.ini)$", re.IGNORECASE)


def check_name(name: str) -> None:
    """Raises GraphError 400."""
    if (
        not name
        or name != name.strip(" ")
        or name.endswith(".")
        or name.startswith("~$")
        or "_vti_" in name
        or _FORBIDDEN.search(name)
        or _RESERVED.match(name)
    ):
        raise invalid_name()


def check_path(path: str) -> None:
    """Raises GraphError 400."""
    if len(path) > LONGEST_PATH:
        raise invalid_name()


def numbered(name: str, number: int) -> str:
    """`Form.docx` -> `Form 1.docx`, as conflictBehavior rename does it."""
    stem, dot, extension = name.rpartition(".")
    return f"{stem} {number}.{extension}" if dot else f"{name} {number}"
