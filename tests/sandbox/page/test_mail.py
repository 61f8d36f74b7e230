"""Mail as its recipient sees it, whatever it brings."""

from email.message import EmailMessage

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.calendar.model import Event

SHARED = "/mail/CSCP@croydon.gov.uk"
PIXEL = b"\x89PNG\r\n\x1a\n"


def letter(subject: str = "A form", *, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Sam Worker <worker@school.example>", "CSCP@croydon.gov.uk"
    message["Subject"] = subject
    message.set_content("Plain words.")
    if html:
        message.add_alternative(html, subtype="html")
    return message


def arrived(sandbox: Sandbox, message: EmailMessage) -> str:
    """Deliver it; gives its address on the page."""
    return f"{SHARED}/{sandbox.deliver(message.as_bytes()).immutable_id}"


async def test_a_mailbox_lists_its_mails_the_newest_first(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    arrived(sandbox, letter("First"))
    arrived(sandbox, letter("Second"))
    shown = (await visitor.get(SHARED)).text
    assert shown.index("Second") < shown.index("First")
    assert "Mon 7 Sep 2026, 09:00" in shown


async def test_what_a_mail_says_is_escaped(sandbox: Sandbox, visitor: httpx.AsyncClient) -> None:
    path = arrived(sandbox, letter("<script>alert(1)</script>"))
    for place in (path, SHARED, "/mail", "/"):
        shown = (await visitor.get(place)).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


async def test_html_stands_in_a_frame_in_which_nothing_runs(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    path = arrived(sandbox, letter(html="<script>alert(1)</script><p>Hello</p>"))
    shown = (await visitor.get(path)).text
    assert 'sandbox="allow-same-origin allow-popups' in shown
    assert "allow-scripts" not in shown
    policy = (await visitor.get(f"{path}/body")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "sandbox allow-same-origin" in policy


@pytest.mark.usefixtures("cases")
async def test_links_to_the_site_lead_to_the_page(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    link = "https://croydon.sharepoint.com/sites/CSCP/Lists/Cases of Concern/1_.000"
    path = arrived(sandbox, letter(html=f'<a href="{link}">Open</a>'))
    body = (await visitor.get(f"{path}/body")).text
    assert 'href="/sites/CSCP/Lists/Cases of Concern/1_.000"' in body
    opened = await visitor.get("/sites/CSCP/Lists/Cases of Concern/1_.000")
    assert opened.url.path.endswith("/registers/Cases of Concern/1")


async def test_pictures_that_came_along_are_shown_and_others_are_not_fetched(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    message = letter(html='<img src="cid:logo"><img src="cid:gone">')
    html_part = list(message.iter_parts())[1]
    html_part.add_related(PIXEL, "image", "png", cid="<logo>")
    body = await visitor.get(f"{arrived(sandbox, message)}/body")
    assert 'src="data:image/png;base64,' in body.text
    assert "img-src data:;" in body.headers["content-security-policy"]


async def test_an_attachment_is_saved_and_never_opened(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    message = letter()
    message.add_attachment(b"<script>", maintype="text", subtype="html", filename='a"b\u00e9.html')
    path = arrived(sandbox, message)
    assert "a&#34;bé.html" in (await visitor.get(path)).text
    saved = await visitor.get(f"{path}/attachments/1")
    assert saved.content == b"<script>"
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''a%22b%C3%A9.html"
    assert (await visitor.get(f"{path}/attachments/2")).status_code == 404


async def test_the_whole_mail_can_be_saved(sandbox: Sandbox, visitor: httpx.AsyncClient) -> None:
    message = letter()
    saved = await visitor.get(f"{arrived(sandbox, message)}/attachments/0")
    assert saved.content == message.as_bytes()


async def test_looking_opens_no_mailbox(sandbox: Sandbox, visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/mail/nobody@x.example")).status_code == 404
    assert (await visitor.get(f"{SHARED}/AAMknothing")).status_code in (400, 404)
    assert len(sandbox.tenant.mail.mailboxes) == 1


@pytest.mark.parametrize(
    ("word", "told"),
    [("accepted", "accepted"), ("tentativelyAccepted", "tentative"), ("declined", "declined")],
)
async def test_an_invitation_is_answered_where_it_arrived(
    sandbox: Sandbox, visitor: httpx.AsyncClient, meeting: Event, word: str, told: str
) -> None:
    (invitation,) = sandbox.messages("chair@police.example")
    path = f"/mail/chair@police.example/{invitation.immutable_id}"
    assert "no answer yet" in (await visitor.get(path)).text
    answered = await visitor.post(f"{path}/answer", data={"answer": word})
    assert f"answered: {told}" in answered.text
    assert meeting.attendees[0].response == word


async def test_what_is_no_invitation_cannot_be_answered(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    path = arrived(sandbox, letter())
    answer = await visitor.post(f"{path}/answer", data={"answer": "accepted"})
    assert answer.status_code == 404
