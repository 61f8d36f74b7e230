"""Reading MIME in every state of repair."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail import Mail, parse
from tests.mail.letters import A_FORM, SCHOOL, mime


def test_a_plain_mail_gives_sender_subject_text_and_files() -> None:
    mail = parse(mime("Case of Concern", files=(("form.docx", A_FORM),)).as_bytes())
    assert mail.from_.address == SCHOOL
    assert mail.from_.name == "Jo Invented"
    assert mail.subject == "Case of Concern"
    assert "Please see attached." in mail.text
    assert [(a.name, a.data) for a in mail.attachments or ()] == [("form.docx", A_FORM)]


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=utf-8''caf%C3%A9.docx",
        "attachment; filename*0*=windows-1252''caf%E9; filename*1=.docx",
        'attachment; filename="=?utf-8?B?Y2Fmw6kuZG9jeA==?="',
        'attachment; filename="=?iso-8859-1?Q?caf=E9?= =?utf-8?Q?.docx?="',
        "attachment; filename*=utf-8''%3D%3Futf-8%3FB%3FY2Fmw6kuZG9jeA%3D%3D%3F%3D",
        "attachment; filename=\"utf-8''caf%C3%A9.docx\"",
        "attachment; filename*=no-such-charset''caf%C3%A9.docx",
        'attachment; filename="café.docx"',
    ],
)
@pytest.mark.parametrize("eight_bit", ["utf-8", "cp1252"])
def test_a_file_name_is_read_however_it_is_encoded(disposition: str, eight_bit: str) -> None:
    head = f"From: {SCHOOL}\nContent-Type: application/msword\nContent-Disposition: {disposition}"
    mail = parse(head.encode(eight_bit) + b"\n\nbytes")
    assert [a.name for a in mail.attachments or ()] == ["café.docx"]


def test_a_character_cut_in_two_between_encoded_words_is_whole() -> None:
    mail = parse(
        b"Subject: =?utf-8?B?w4M=?=\n =?utf-8?B?wqk=?= =?utf-8?Q?=C3?=\n =?utf-8?Q?=A9?=\n\n"
    )
    assert mail.subject.endswith("é")


def test_a_subject_makes_no_second_line() -> None:
    mail = parse(b"Subject: =?utf-8?Q?Form=0D=0ABcc:_all@x.example?=\n\nhello")
    assert mail.subject == "Form Bcc: all@x.example"


def test_line_ends_and_nul_bytes_do_not_matter() -> None:
    whole = mime("Form", files=(("form.docx", A_FORM),)).as_bytes()
    bare = whole.replace(b"\r\n", b"\n").replace(b"Please", b"Ple\x00ase")
    for damaged in (bare, bare.replace(b"\n", b"\r\n")):
        mail = parse(damaged)
        assert [a.data for a in mail.attachments or ()] == [A_FORM]
        assert "Please" in mail.text


def test_the_boundary_that_stands_in_the_mail_is_used_when_another_is_declared() -> None:
    message = mime(files=(("form.docx", A_FORM),))
    boundary = message.as_bytes().split(b'boundary="')[1].split(b'"')[0]
    damaged = message.as_bytes().replace(boundary, b"another", 1)
    assert [a.data for a in parse(damaged).attachments or ()] == [A_FORM]


def test_a_mail_that_breaks_off_says_so() -> None:
    whole = mime(files=(("form.docx", A_FORM),)).as_bytes()
    assert parse(whole[: whole.rindex(b"--")]).damage == "it breaks off before its end"
    assert not parse(whole).damage


def test_parts_nested_without_end_are_given_up() -> None:
    nest = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(2000)
    )
    mail = parse(b"Subject: deep\n" + nest)
    assert mail.subject == "deep"
    assert "nested" in mail.damage


def test_two_senders_are_no_sender() -> None:
    assert not parse(b"From: a@x.example\nFrom: b@y.example\n\nhello").from_.address


def test_a_logo_in_the_text_is_inline_and_a_photograph_sent_along_is_not() -> None:
    message = mime()
    message.add_alternative('<p>Hello <img src="cid:logo"></p>', subtype="html")
    picture = b"\x89PNG"
    message.add_attachment(
        picture, maintype="image", subtype="png", cid="<logo>", filename="logo.png"
    )
    message.add_attachment(picture, maintype="image", subtype="png", filename="form.png")
    mail = parse(message.as_bytes())
    assert [(a.name, a.inline) for a in mail.attachments or ()] == [
        ("logo.png", True),
        ("form.png", False),
    ]


@settings(max_examples=200)
@given(st.binary(max_size=2000))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert isinstance(parse(data), Mail)


@settings(max_examples=200)
@given(st.data())
def test_no_damage_to_a_mail_makes_it_raise(data: st.DataObject) -> None:
    whole = mime("=?utf-8?q?caf=C3=A9?=", files=(("café.docx", A_FORM),)).as_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    noise = data.draw(
        st.sampled_from([b"", b"\n\n", b'"', b"=?x?q?", b"''%", b"*0*=", b"\xff", b"\0"])
    )
    assert isinstance(parse(whole[:start] + noise + whole[end:]), Mail)
