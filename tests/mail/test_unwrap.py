"""Documents out of their wrappers, byte for byte, within bounds."""

import struct
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail import Attachment, Mail, parse, unwrap
from bot.mail import zip as archives
from bot.mail.unwrap import DEEPEST, MOST_FILES
from tests.mail.letters import A_FORM, letter, mime, word_document, zipped

ANOTHER = word_document("another form")


def forwarded(inner: EmailMessage) -> Mail:
    outer = mime("FW: form")
    outer.add_attachment(inner)
    return parse(outer.as_bytes())


def routes(mail: Mail) -> list[tuple[str, tuple[str, ...]]]:
    return [(document.name, document.route) for document in unwrap(mail).documents]


def test_the_form_in_a_mail_in_a_mail_comes_out_byte_for_byte() -> None:
    inner = mime("FW", files=(("form.docx", A_FORM),))
    middle = mime("FW")
    middle.add_attachment(inner)
    (document,) = unwrap(forwarded(middle)).documents
    assert document.data == A_FORM
    assert document.route == ("message/rfc822", "message/rfc822")


def test_a_saved_mail_is_known_by_its_content() -> None:
    saved = mime("Form", files=(("form.docx", A_FORM),)).as_bytes()
    assert routes(letter(files=(("mail.dat", saved),))) == [("form.docx", ("eml",))]


def test_zips_are_opened_and_their_paths_are_only_names(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", **{"../../etc/form.docx": A_FORM})
    outer = zipped(tmp_path / "outer.zip", **{"a\\b.zip": inner, "__MACOSX/._form": b"x"})
    assert routes(letter(files=(("forms.zip", outer),))) == [("form.docx", ("zip", "zip"))]


def test_a_word_document_is_no_archive() -> None:
    (document,) = unwrap(letter(files=(("form", A_FORM),))).documents
    assert (document.data, document.route) == (A_FORM, ())


def test_a_zip_bomb_is_left_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1000)
    bomb = zipped(tmp_path / "bomb.zip", big=b"0" * 2000)
    brought = unwrap(letter(files=(("forms.zip", bomb),)))
    assert not brought.documents
    assert [item.reason for item in brought.unopened] == [
        "a zip file that holds too much to be opened safely"
    ]


def test_a_zip_that_lies_about_its_sizes_is_left_closed(tmp_path: Path) -> None:
    size = archives.SMALL * 3
    bomb = zipped(tmp_path / "bomb.zip", big=b"0" * size)
    lying = bomb.replace(struct.pack("<I", size), struct.pack("<I", 7))
    with pytest.raises(archives.UnableToOpenZip):
        list(archives.members(lying))


def test_a_protected_zip_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "p.zip", form=b"secret"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (item,) = unwrap(letter(files=(("p.zip", bytes(data)),))).unopened
    assert "password" in item.reason
    assert item.data == bytes(data)


def test_wrappers_within_wrappers_end_somewhere(tmp_path: Path) -> None:
    data = A_FORM
    for depth in range(DEEPEST + 2):
        data = zipped(tmp_path / "z.zip", **{f"{depth}.zip": data})
    brought = unwrap(letter(files=(("z.zip", data),)))
    assert not brought.documents
    assert len(brought.unopened) == 1


def test_more_files_than_are_safe_are_not_opened() -> None:
    files = tuple((f"{i}.txt", str(i).encode()) for i in range(MOST_FILES + 5))
    brought = unwrap(letter(files=files))
    assert len(brought.documents) == MOST_FILES
    assert len(brought.unopened) == 5


def test_the_same_bytes_in_two_wrappers_are_one_document() -> None:
    inner = mime("Form", files=(("form.docx", A_FORM), ("second.docx", ANOTHER)))
    message = mime(files=(("form.docx", A_FORM),))
    message.add_attachment(inner)
    assert routes(parse(message.as_bytes())) == [
        ("form.docx", ()),
        ("second.docx", ("message/rfc822",)),
    ]


def tnef(*files: tuple[str, bytes]) -> bytes:
    """A winmail.dat as MS-OXTNEF describes it, long names in the properties."""
    data = struct.pack("<IH", 0x223E9F78, 1)
    for name, content in files:
        long_name = (name + "\0").encode("utf-16-le")
        padding = b"\0" * (-len(long_name) % 4)
        properties = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(long_name)) + long_name + padding
        for attribute, value in (
            (0x69002, b"\0" * 14),
            (0x18010, b"SHORT~1.DOC\0"),
            (0x6800F, content),
            (0x69005, properties),
        ):
            data += struct.pack("<BII", 2, attribute, len(value)) + value + b"\0\0"
    return data


def test_winmail_dat_gives_its_files_under_their_long_names() -> None:
    wrapped = tnef(("A long name.docx", A_FORM), ("Second.docx", ANOTHER))
    assert routes(letter(files=(("winmail.dat", wrapped),))) == [
        ("A long name.docx", ("tnef",)),
        ("Second.docx", ("tnef",)),
    ]


def test_a_winmail_dat_that_breaks_off_is_not_lost() -> None:
    wrapped = tnef(("form.docx", A_FORM))
    (item,) = unwrap(letter(files=(("winmail.dat", wrapped[:80]),))).unopened
    assert item.reason == "a winmail.dat that breaks off before its end"


def der(tag: int, value: bytes) -> bytes:
    return bytes((tag, 0x82)) + len(value).to_bytes(2, "big") + value


@pytest.mark.parametrize("kind", ["07 02", "07 03"])
def test_a_signed_mail_is_opened_and_an_encrypted_one_is_not(kind: str) -> None:
    content = der(0x04, mime("Form", files=(("form.docx", A_FORM),)).as_bytes())
    data_type = bytes.fromhex("06092a864886f70d010701")
    signed = der(0x30, b"\x02\x01\x01" + der(0x31, b"") + der(0x30, data_type + der(0xA0, content)))
    wrapped = der(0x30, bytes.fromhex("06092a864886f70d01" + kind) + der(0xA0, signed))
    brought = unwrap(letter(files=(("smime.p7m", wrapped),)))
    if kind == "07 02":
        assert [document.route for document in brought.documents] == [("smime",)]
    else:
        assert [item.reason for item in brought.unopened] == ["an encrypted mail (S/MIME)"]


def test_what_a_report_returns_is_no_document() -> None:
    returned = Mail(
        headers=(("Content-Type", "multipart/report; report-type=delivery-status"),),
        attachments=(Attachment("form.docx", "application/octet-stream", A_FORM),),
    )
    assert not unwrap(returned).documents


@pytest.mark.parametrize("name", ["card.vcf", "meeting.ics", "smime.p7s"])
def test_what_mail_programs_add_is_no_document(name: str) -> None:
    assert not unwrap(letter(files=((name, b"x"),))).documents


MAGICS = [
    b"PK\x03\x04",
    bytes.fromhex("D0CF11E0A1B11AE1"),
    b"\x78\x9f\x3e\x22",
    b"From: a\nTo: b\n",
]


@settings(max_examples=200)
@given(st.sampled_from(MAGICS), st.binary(max_size=600), st.sampled_from(["a.p7m", "a.msg", "a"]))
def test_no_wrapper_makes_it_raise(magic: bytes, data: bytes, name: str) -> None:
    brought = unwrap(letter(files=((name, magic + data),)))
    assert len(brought.documents) + len(brought.unopened) + len(brought.mails) < MOST_FILES


def test_a_zip_with_nothing_in_it_is_not_passed_over(tmp_path: Path) -> None:
    empty = zipped(tmp_path / "e.zip", **{"folder/": b""})
    (item,) = unwrap(letter(files=(("e.zip", empty),))).unopened
    assert item.reason == "a zip file with nothing in it"
