"""Locked files are recognised as such; old formats go through LibreOffice, or say why not."""

import shutil
import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.forms import Kind, Labels, Reader, read
from bot.forms.files import office
from bot.forms.files import ole as files_ole
from bot.forms.files.sealed import is_word_97, sealed_reason
from tests.forms.saying import says
from tests.forms.writing import PLAIN, SAID

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
RTF = r"{\rtf1\ansi Case of Concern\par " + "".join(
    rf"{label}: {value}\par " for label, value in PLAIN
)


def ole(names: Sequence[str]) -> bytes:
    """The smallest OLE file that lists these streams, all of them empty."""
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [
        _entry(name, 2, right=number + 1 if number < len(names) else _FREE)
        for number, name in enumerate(names, 1)
    ]
    while len(entries) % 4:
        entries.append(_entry("", 0))
    sectors = len(entries) // 4
    chain = [*range(2, sectors + 1), _END]
    table = [0xFFFFFFFD, *chain] + [_FREE] * (127 - len(chain))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    )
    header += struct.pack("<108I", *([_FREE] * 108))
    return header + struct.pack("<128I", *table) + b"".join(entries)


def _entry(name: str, kind: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le")
    length = len(raw) + 2 if name else 0
    head = struct.pack("<64sHBBIII", raw, length, kind, 1, _FREE, right, child)
    return head + b"\0" * 36 + struct.pack("<IQ", _END, 0)


@pytest.mark.parametrize(
    ("streams", "word"),
    [
        (("EncryptedPackage", "EncryptionInfo"), "password"),
        (("EncryptedPackage", "DRMEncryptedDataSpace"), "rights management"),
        (("EncryptedPackage", "LabelInfo"), "rights management"),
        (("DRMContent",), "rights management"),
    ],
)
def test_a_lock_is_told_by_the_streams_inside(
    streams: tuple[str, ...], word: str, labels: Labels
) -> None:
    reading = read(ole(streams), labels=labels)
    assert reading.kind is Kind.UNREADABLE
    assert word in reading.why


def test_an_old_word_file_is_not_locked() -> None:
    assert sealed_reason(ole(("WordDocument", "1Table"))) is None


async def test_an_old_format_says_what_is_missing(
    labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    async with Reader(labels) as reader:
        reading = await reader.read(RTF.encode())
    assert reading.kind is Kind.UNREADABLE
    assert reading.why.endswith("LibreOffice is not installed here.")


@pytest.mark.skipif(office.office_program() is None, reason="LibreOffice is not installed here")
async def test_an_old_format_is_read_through_libreoffice(labels: Labels) -> None:
    async with Reader(labels) as reader:
        assert not says(await reader.read(RTF.encode() + b"}"), SAID)


async def test_a_conversion_that_hangs_is_ended(
    labels: Labels, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o700)
    monkeypatch.setattr(office, "SECONDS", 0.2)
    monkeypatch.setattr(office, "office_program", lambda: str(program))
    async with Reader(labels) as reader:
        assert (await reader.read(RTF.encode())).why == "LibreOffice took too long to open it."


def test_an_old_file_with_more_in_it_than_is_safe_is_not_gone_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = ole([*(f"Stream {number}" for number in range(40)), "WordDocument"])
    assert is_word_97(many)
    monkeypatch.setattr(files_ole, "MOST_ENTRIES", 20)
    assert not is_word_97(many)


def test_an_old_file_that_turns_in_circles_is_damaged_and_no_more() -> None:
    ring = bytearray(ole(("WordDocument", "1Table")))
    struct.pack_into("<I", ring, ring.index(_entry("1Table", 2)) + 72, 1)  # its right is the first
    assert sealed_reason(bytes(ring)) is None
