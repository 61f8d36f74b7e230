"""Old formats (.doc, .odt, .rtf) turned into Word's present one by LibreOffice, where it is there.

LibreOffice runs with a profile of its own that forbids macros and leads every connection nowhere.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path

from bot.forms.errors import UnableToReadDocument

SECONDS = 60.0
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def office_program() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


async def to_word(data: bytes) -> bytes:
    """Convert a document to .docx. Raises UnableToReadDocument when that cannot be done."""
    program = office_program()
    if program is None:
        raise UnableToReadDocument(
            "It is in an older format (.doc, .odt or .rtf), and LibreOffice is not installed here."
        )
    with tempfile.TemporaryDirectory(prefix="form-") as folder:
        place = Path(folder)
        (place / "profile" / "user").mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE)
        (place / "form.bin").write_bytes(data)
        await _run(program, place)
        result = place / "out" / "form.docx"
        if not result.exists():
            raise UnableToReadDocument("LibreOffice could not open it.")
        return result.read_bytes()


async def _run(program: str, place: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        program,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(place / "out"),
        str(place / "form.bin"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        await asyncio.wait_for(process.wait(), SECONDS)
    except TimeoutError:
        raise UnableToReadDocument("LibreOffice took too long to open it.") from None
    finally:
        _kill_group(process)
        await process.wait()


def _kill_group(process: asyncio.subprocess.Process) -> None:
    """End LibreOffice and whatever it started, if any of it still runs."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
