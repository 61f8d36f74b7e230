"""Files from strangers: broken, lying, locked or ill-meant, none stops the reading of others."""

import asyncio
import contextlib
import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import Kind, Labels, Reader, Reading, read, read_text
from bot.forms.errors import UnableToReadDocument
from bot.forms.opening import open_document
from tests.forms.conftest import ROOT
from tests.forms.labels_shipped import SHIPPED
from tests.forms.packing import document, p, packed, table, word
from tests.forms.writing import plain_form

SAMPLES = ROOT.parent / "shared" / "forms" / "samples"
GOLD = (
    [json.loads(line) for line in (SAMPLES / "gold.jsonl").read_text().splitlines()]
    if SAMPLES.exists()
    else []
)
HOSTILE = [record for record in GOLD if record["kind"] == "hostile"]
WHOLE = plain_form().bytes()


@pytest.fixture(scope="module")
def readings(labels: Labels) -> dict[str, Reading]:
    """Read every hostile sample with one reader: none may spoil it for those that follow."""

    async def read_all() -> dict[str, Reading]:
        async with Reader(labels) as reader:
            files = (str(record["file"]) for record in HOSTILE)
            return {file: await reader.read((SAMPLES / file).read_bytes()) for file in files}

    return asyncio.run(read_all())


@pytest.mark.skipif(not HOSTILE, reason="the shared samples are not here")
@pytest.mark.parametrize("record", HOSTILE, ids=lambda record: record["subkind"])
def test_a_hostile_sample_is_answered(
    record: dict[str, list[str]], readings: dict[str, Reading]
) -> None:
    reading = readings[str(record["file"])]
    answers = {"blank": "other"}
    assert answers.get(reading.kind, reading.kind) in record["accept"]
    said = f"{reading.fields} {reading.why} {reading.needs_person}"
    assert not [leak for leak in record["must_not"] if leak in said]


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    assert read(data, labels=SHIPPED).kind in {Kind.UNREADABLE, Kind.OTHER}


@settings(max_examples=30)
@given(st.integers(0, 10**9))
def test_a_damaged_form_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(WHOLE)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert isinstance(read(bytes(data), labels=SHIPPED).why, str)
    assert isinstance(read(WHOLE[: chance.randrange(len(WHOLE))], labels=SHIPPED).why, str)


@settings(max_examples=30)
@given(st.binary(max_size=400))
def test_opening_raises_nothing_but_its_own(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04word/", b"%PDF-1.4 ", b"<html>", b"{\\rtf1 "):
        with contextlib.suppress(UnableToReadDocument):
            assert open_document(start + data) is not None


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    assert read_text(text, labels=SHIPPED).why
    assert read(f"<html><p>{text}</p>".encode(), labels=SHIPPED).why


def test_a_file_cut_off_on_its_way_is_still_read(labels: Labels) -> None:
    end = WHOLE.rindex(b"PK\x01\x02") - 2000
    assert read(WHOLE[: max(end, len(WHOLE) // 2)], labels=labels).kind in {
        Kind.COC,
        Kind.UNREADABLE,
    }
    central = WHOLE.index(b"PK\x01\x02")
    assert read(WHOLE[:central], labels=labels).kind is Kind.COC


def _why(data: bytes, labels: Labels) -> str:
    reading = read(data, labels=labels)
    assert reading.kind is Kind.UNREADABLE
    assert reading.needs_person == (reading.why,)
    return reading.why


def test_entities_are_refused_and_never_opened(labels: Labels) -> None:
    attack = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    main = document(p("&e;")).replace('"1.0"?>', f'"1.0"?>{attack}')
    assert "entities" in _why(packed(main), labels)
    assert "entities" in _why(packed(main.encode("utf-16").decode("utf-16")), labels)


def test_a_bomb_is_not_unpacked(labels: Labels) -> None:
    assert "far more" in _why(word(p("A" * 30_000_000)), labels)


def test_too_many_parts_are_refused(labels: Labels) -> None:
    parts = {f"x{number}_xml": "" for number in range(2_100)}
    assert "parts" in _why(packed(document(p("two words")), **parts), labels)


def test_a_span_of_millions_is_one_cell(labels: Labels) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{p("two words")}</w:tc>'
    assert read(word(table(f"<w:tr>{cell}</w:tr>")), labels=labels).kind is Kind.OTHER


def test_tables_within_tables_end_somewhere(labels: Labels) -> None:
    deep = p("two words")
    for _ in range(120):
        deep = table(f"<w:tr><w:tc>{deep}{p()}</w:tc></w:tr>")
    assert _why(word(deep), labels)


def test_a_zip_that_is_no_document_is_named_so(labels: Labels) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8\xff")
    assert _why(stream.getvalue(), labels) == "It is a zip file, but not a Word document."


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty."),
        (b"\x00\x01\x02\x03", "It is not a kind of file that can be read here."),
        (b"P", "There is no text in it."),
    ],
)
def test_the_reason_is_in_plain_words(data: bytes, why: str, labels: Labels) -> None:
    assert _why(data, labels) == why


def test_a_secure_mail_cover_page_is_recognised(labels: Labels) -> None:
    page = (
        "<html><body>You have received an Egress secure message. Sign in to read it.</body></html>"
    )
    reading = read(page.encode(), labels=labels)
    assert (reading.kind, "sealed" in reading.why) == (Kind.UNREADABLE, True)


def test_no_part_is_ever_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = packed(document(p("two words")), __tmp__evil_txt="x")
    open_document(data)
    assert not list(tmp_path.iterdir())
