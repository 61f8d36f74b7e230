"""Mail of a hundred more kinds was sent through the service, its outcome written down before.

Ninety-five ended so at once. Those that teach something stand here.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.demo.agencies import SCHOOL
from tests.jobs.post import (
    ABOUT,
    OURS,
    calendar,
    file,
    html,
    mail_within,
    multi,
    post,
    report,
    text,
)
from tests.jobs.stage import Stage
from tests.jobs.test_post import PICTURE, becomes, named

BACK = "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n"
LIST = "Message-ID: <1@x>\r\nList-Id: <dsl.sampleby-school.example>\r\nPrecedence: list\r\n"
RETURNED = f"From: {OURS}\r\nTo: {SCHOOL}\r\nSubject: {ABOUT}\r\nX-CSCP-Bot: 1\r\n"


def zipped(**files: bytes) -> bytes:
    """Give an archive."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


def forms() -> Iterator[tuple[str, bytes]]:
    """Give mails that bring a form each, and are answered."""
    deep = zipped(in__zip=zipped(form__docx=named("Abe")))
    yield "an archive in an archive", post(text(), file(deep, "application/zip", "filename=f.zip"))
    hidden = post(text(), file(named("Bet")))
    yield "we are in bcc", hidden.replace(f"To: {OURS}".encode(), b"To: undisclosed-recipients:;")
    backwards = "filename*=utf-8''form%E2%80%AExcod.docx"
    yield "a name that reads backwards", post(text(), file(named("Cal"), name=backwards))
    bare = b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    yield "neither name nor kind", post(text(), bare + b64encode(named("Dot")))
    signature = file(b"0\x82", "application/pkcs7-signature", "filename=smime.p7s")
    inner = multi("mixed", text(), file(named("Edd")), boundary="in")
    yield "signed in the clear", post(multi("signed", inner, signature))
    beside = file(b"BEGIN:VCARD", "text/vcard", "filename=jo.vcf")
    yield "with a card beside it", post(text(), file(named("Fin")), beside)
    yield "through the school's list", post(text(), file(named("Gus")), headers=LIST)
    again = post(text("Another one, form attached."), file(named("Hew")), subject=f"RE: {ABOUT}")
    yield "another form in an old thread", again


def held() -> Iterator[tuple[str, bytes]]:
    """Give mails that bring a form each, and whose answer waits for a person."""
    yield "an unknown school", post(text(), file(named("Ivy")), sender="dsl@new-academy.example")
    look_alike = "dsl@xn--smpleby-school-kqb.example"
    yield "a name in punycode", post(text(), file(named("Jem")), sender=look_alike)


def asked() -> Iterator[tuple[str, bytes]]:
    """Give mails that a person must see."""
    exim = "A message that you sent could not be delivered.\r\nThis is a permanent error.\r\n\r\n"
    copied = "------ This is a copy of the message, including all the headers. ------\r\n\r\n"
    server = "Mailer-Daemon@mx.example"
    failed = "Mail delivery failed: returning message to sender"
    body = text(f"{exim}{copied}{RETURNED}\r\nThank you.")
    yield "Exim's bounce", post(body, subject=failed, sender=server, headers=BACK, proven="")
    qmail = f"Hi. This is the qmail-send program.\r\nUser unknown\r\n\r\n{RETURNED}\r\nThank you."
    notice = post(text(qmail), subject="failure notice", sender=server, headers=BACK, proven="")
    yield "qmail's bounce", notice
    status = b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
    gmail = multi(
        "report", html("<b>Address not found</b>"), status, mail_within(RETURNED.encode())
    )
    subject = "Delivery Status Notification (Failure)"
    yield "Gmail's bounce", post(gmail, subject=subject, sender=server, headers=BACK, proven="")
    rights = file(b"\x76\xe8\x04\x60", "application/x-microsoft-rpmsg-message", "filename=m.rpmsg")
    yield "rights-managed", post(text("Use Outlook to open it."), rights, subject="Confidential")
    pages = zipped(Index__iwa=b"\0\1", preview__jpg=PICTURE)
    yield "Apple Pages", post(text(), file(pages, "application/zip", 'filename="CoC.pages"'))
    shortcut = file(b'{"doc_id":"1"}', "application/octet-stream", 'filename="CoC form.gdoc"')
    yield "a shortcut to a cloud", post(text(), shortcut)
    news = "I am sorry to say that the child died in hospital last night."
    yield "news in an answer", post(text(news), subject=f"RE: {ABOUT}")


def untouched() -> Iterator[tuple[str, bytes]]:
    """Give mails that stay as they are."""
    prove = "Your message is held. Please click the link: https://spamguard.example/c/1"
    yield "a challenge", post(text(prove), subject=f"Re: {ABOUT}", headers=BACK)
    away = f"=?utf-8?b?{b64encode('自动回复: '.encode()).decode()}?={ABOUT}"
    yield "away, in Chinese, without a header", post(text("我目前不在办公室。"), subject=away)
    yes = multi("alternative", text("This event has been accepted."), calendar("REPLY"))
    yield "accepted, by Google", post(yes, subject="Accepted: Review meeting RR-2026-001 @ Wed")
    other = multi("alternative", text("Could we do 2pm?"), calendar("COUNTER"))
    yield "another time", post(other, subject="New Time Proposed: Review meeting RR-2026-001")
    alert = post(html("COC-2026-014 was changed"), subject="COC-2026-014", headers=BACK)
    yield "an alert about our own list", alert
    expanded = post(report("expanded"), subject=f"Expanded: {ABOUT}", headers=BACK)
    yield "a list expanded", expanded
    policy = "Please find attached the revised Escalation and Resolution Policy for comment."
    yield "a policy, announced", post(text(policy), subject="Escalation policy v4 for comment")


@pytest.mark.parametrize(
    ("mails", "wanted"),
    [
        (dict(forms()), "Cases of Concern, sent"),
        (dict(held()), "Cases of Concern, Held"),
        (dict(asked()), "Needs Attention"),
        (dict(untouched()), "untouched"),
    ],
    ids=["forms", "held", "asked", "untouched"],
)
async def test_what_becomes_of_mail_of_other_kinds(
    mails: Mapping[str, bytes], wanted: str, stage: Stage
) -> None:
    became = {name: await becomes(stage, raw) for name, raw in mails.items()}
    assert {name: told for name, told in became.items() if told != wanted} == {}
