"""Mail as other people's programs write it, through the whole service: what becomes of each."""

from binascii import b2a_uu
from collections.abc import Iterator, Mapping

import pytest

from bot.demo.agencies import SCHOOL
from tests.jobs.post import (
    ABOUT,
    HIDDEN,
    OURS,
    calendar,
    file,
    html,
    mail_within,
    multi,
    post,
    proof,
    report,
    text,
)
from tests.jobs.stage import PASSED, Stage, form
from tests.mail.test_unwrap import der, tnef

LISTS = ("Cases of Concern", "Needs Attention")
PICTURE = b"\xff\xd8\xff" + bytes(60_000)
WITHIN = "Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
SUPPRESSED = "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n"
LENGTHY = "Jestem poza biurem do poniedziałku i nie mam dostępu do poczty."


def named(child: str) -> bytes:
    """Give a form about a child of that first name."""
    return form(f"{child} Placeholder")


def forms() -> Iterator[tuple[str, bytes]]:
    """Give mails that bring a form each, and whose senders are proven."""
    apple = multi("mixed", html("Our form:"), file(named("Ann"), shown="inline"), boundary="in")
    yield "apple mail: inline, in an alternative", post(multi("alternative", text(), apple))
    yield "octet-stream", post(text(), file(named("Bea"), "application/octet-stream", "filename=f"))
    yield "said to be a zip", post(text(HIDDEN), file(named("Cas"), "application/zip"))
    plain = file(named("Dee"), "text/plain", "", shown="inline")
    yield "said to be the mail's text", post(text(HIDDEN), plain)
    yield "base64 without its padding", post(text(), file(named("Eve")).rstrip(b"="))
    yield "quoted-printable", post(text(), file(named("Fay"), how="quoted-printable"))
    pieces = "filename*0*=utf-8''Case%20of;\r\n filename*1*=%20Concern%20%E2%80%93;\r\n"
    name = pieces + ' filename*2=" x.docx"'
    yield "a name in pieces (RFC 2231)", post(text(), file(named("Gil"), name=name))
    pkcs7 = "application/octet-stream"
    wrapped = file(signed(multi("mixed", text(), file(named("Hal")))), pkcs7, "filename=smime.p7m")
    yield "an opaque signature", post(wrapped)
    inner = post(text(), file(named("Ida")), headers=WITHIN)
    middle = post(text(), mail_within(inner), headers=WITHIN)
    yield "three mails deep", post(text("see below"), mail_within(middle))
    saved = post(text(), file(named("Jan")), headers=WITHIN)
    yield "a mail within in base64", post(text("fyi"), file(saved, "message/rfc822", "filename=m"))
    outlook = tnef(("form.docx", named("Kim")))
    yield "winmail.dat by another name", post(text(), file(outlook, pkcs7, "filename=ATT01.dat"))
    yield "neither date nor message id", post(text(), file(named("Liz")), headers="")
    folded = "X-Long: a\r\n \r\n\t\r\n"
    yield "a header with empty lines in it", post(text(), file(named("Max")), headers=folded)
    telephone = file(named("Ned"), shown="inline")
    yield "a telephone", post(text("\r\n\r\nSent from my iPhone"), telephone, text(""))
    forged = proof("fail", "pass", "pass")
    yield "forwarded: only DKIM holds", post(text(), file(named("Ola")), proven=forged)


def held() -> Iterator[tuple[str, bytes]]:
    """Give mails that bring a form each, and whose senders are in doubt."""
    for name, found in {
        "softfail": proof("softfail", "none", "none"),
        "nothing proven": proof("none", "none", "none"),
        "ARC overrides": proof("fail", "fail", "fail") + "; arc=pass; compauth=pass reason=130",
        "to be quarantined": proof("fail", "none", "fail"),
    }.items():
        yield name, post(text(), file(named(name.split()[0])), proven=found)
    forged = f"Authentication-Results: {PASSED.format('sampleby-school.example')}\r\n"
    failed = proof("fail", "none", "fail")
    yield "forged results below", post(text(), file(named("Peg")), headers=forged, proven=failed)
    yield "look-alike", post(text(), file(named("Quin")), sender="jo@sampleby-schoo1.example")
    away = "Reply-To: jo.invented@gmail.com\r\n"
    yield "answers wanted elsewhere", post(text(), file(named("Rae")), headers=away)
    journal = post(text(), file(named("Sid")), headers=WITHIN)
    exchange = "MicrosoftExchange329e71ec88ae@croydon.gov.uk"
    made = "X-MS-Journal-Report:\r\nAuto-Submitted: auto-generated\r\n"
    parts = (text("Sender: x"), mail_within(journal))
    yield "an Exchange journal", post(*parts, sender=exchange, headers=made, proven="")
    spoof = proof("fail", "none", "fail", "croydon.gov.uk")
    yield "our own address", post(text(), file(named("Tom")), sender=OURS, proven=spoof)


def asked() -> Iterator[tuple[str, bytes]]:
    """Give mails that a person must see, and that open nothing else."""
    encoded = "\r\n".join(
        b2a_uu(form()[at : at + 45]).decode().strip("\n") for at in range(0, 4500, 45)
    )
    yield (
        "uuencoded in the text",
        post(text(f"{HIDDEN}\r\nbegin 644 form.docx\r\n{encoded}\r\nend")),
    )
    yield "PGP in the text", post(text("-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n"))
    encrypted = der(0x30, bytes.fromhex("06092a864886f70d010703") + der(0xA0, bytes(300)))
    yield "S/MIME, encrypted", post(file(encrypted, "application/pkcs7-mime", "filename=smime.p7m"))
    shown = file(PICTURE, "image/jpeg", "filename=i.jpg", shown="inline")
    shown = shown.replace(b"\r\n\r\n", b"\r\nContent-ID: <p1>\r\n\r\n", 1)
    said = html('Case of concern form<img src="cid:p1">')
    yield "a picture of a form in the text", post(multi("related", said, shown))
    camera = file(b"\0\0\0\x24ftypheic" + bytes(60_000), "image/heic", "filename=IMG_1.heic")
    yield "a telephone's own pictures", post(text("Sent from my iPhone"), camera, subject="CoC")
    yield "nothing but a subject", post(text("Sent from my iPhone"), subject="CoC form")
    cloud = html('The form: <a href="https://x-my.sharepoint.example/:w:/g/1">Case of Concern</a>')
    yield "a link to a cloud", post(cloud)
    sent = f"{SCHOOL} sent you some files\r\n\r\nGet your files https://we.tl/t-abc"
    yield "a transfer service", post(text(sent), subject="Files", sender="noreply@wetransfer.com")
    yield "Welsh, and no form", post(text("Ynghlwm mae'r ffurflen achos o bryder."), subject="Form")
    yield "an empty file", post(text(), file(b""))
    server = "postmaster@sampleby-school.example"
    back = "Return-Path: <>\r\n"
    undelivered = f"Unzustellbar: {ABOUT}"
    yield (
        "not delivered, in German",
        post(report("failed"), subject=undelivered, sender=server, headers=back),
    )
    withdrawn = "Please withdraw this form, the dates are wrong."
    yield "an entry withdrawn in words", post(text(withdrawn), subject=f"RE: {ABOUT}")
    danger = "THE KIDS AT NUMBER 9 ARE ON THEIR OWN EVERY NIGHT AND THE LITTLE ONE SCREAMS"
    yield "a neighbour", post(text(danger), subject="", sender="n@gmail.com")


def untouched() -> Iterator[tuple[str, bytes]]:
    """Give mails that stay as they are, and are above all not answered."""
    encoded = "=?utf-8?q?Automatyczna_odpowied=C5=BA?=: " + ABOUT
    yield "away: Exchange's header", post(text(LENGTHY), subject=f"RE: {ABOUT}", headers=SUPPRESSED)
    yield "away: by its subject", post(text(LENGTHY), subject=encoded, headers="")
    vacation = "Auto-Submitted: auto-replied (vacation)\r\n"
    yield "away: Apple", post(text("I'm away."), subject=f"Re: {ABOUT}", headers=vacation)
    reply = multi("alternative", text("Ich bin dabei"), calendar("REPLY"))
    yield "accepted, in German", post(reply, subject="Zugesagt: CSCP Review Group")
    read = report("displayed", kind="disposition-notification")
    yield "read, in German", post(read, subject=f"Gelesen: {ABOUT}")
    yield "delayed", post(report("delayed"), subject=f"Delivery delayed: {ABOUT}")
    recalled = "Jo Invented would like to recall the message."
    yield "recalled", post(text(recalled), subject="Recall: Case of Concern form")
    reaction = f"Jo Invented reacted to your message: {ABOUT}"
    yield "a thumb", post(text("Jo Invented reacted to your message"), subject=reaction)
    backscatter = report("failed", "Cheap pills").replace(b"X-CSCP-Bot: 1\r\n", b"")
    spam = "Undelivered Mail Returned to Sender"
    yield "another's bounce", post(backscatter, subject=spam, headers="Return-Path: <>\r\n")
    thanks = text("Thanks!\r\n\r\nGet Outlook for iOS<https://aka.ms/o0ukef>")
    yield "thanks from a telephone", post(thanks, subject=f"Re: {ABOUT}")


def signed(mime: bytes) -> bytes:
    """Put a mail into an opaque signature (RFC 8551), without the signature."""
    data = bytes.fromhex("06092a864886f70d010701") + der(0xA0, der(0x04, mime))
    content = der(0x30, b"\x02\x01\x01" + der(0x31, b"") + der(0x30, data))
    return der(0x30, bytes.fromhex("06092a864886f70d010702") + der(0xA0, content))


async def becomes(stage: Stage, raw: bytes) -> str:
    """Deliver one mail and tell what became of it."""
    before = {name: len(stage.rows(name)) for name in (*LISTS, "Notices")}
    sent, inbox = len(stage.sandbox.sent), stage.folder("Inbox")
    stage.sandbox.deliver(raw)
    await stage.round("intake", "outbox")
    new = {name: stage.rows(name)[count:] for name, count in before.items()}
    told = [name for name in LISTS for _row in new[name]]
    told += ["sent"] * (len(stage.sandbox.sent) - sent)
    told += [row["State"] for row in new["Notices"] if row["State"] == "Held"]
    return ", ".join(told) or ("untouched" if stage.folder("Inbox") > inbox else "gone")


@pytest.mark.parametrize(
    ("mails", "wanted"),
    [
        (dict(forms()), {"Cases of Concern, sent"}),
        (dict(held()), {"Cases of Concern, Held"}),
        (dict(asked()), {"Needs Attention"}),
        (dict(untouched()), {"untouched"}),
    ],
    ids=["forms", "held", "asked", "untouched"],
)
async def test_what_becomes_of_mail_that_odd_programs_wrote(
    mails: Mapping[str, bytes], wanted: set[str], stage: Stage
) -> None:
    became = {name: await becomes(stage, raw) for name, raw in mails.items()}
    assert {name: told for name, told in became.items() if told not in wanted} == {}
