"""python-o365, which nobody here wrote, works against the sandbox unchanged."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from O365 import Account
from O365.utils.token import MemoryTokenBackend

from bot.sandbox import Sandbox
from bot.sandbox.mail.model import Message
from tests.sandbox.graph_client import mail

USER = "CSCP@croydon.gov.uk"


@pytest.fixture
def account(sandbox: Sandbox) -> Account:
    names = sandbox.names
    made = Account(
        (names.client_id, names.secret),
        tenant_id=names.tenant_id,
        auth_flow_type="credentials",
        main_resource=USER,
        token_backend=MemoryTokenBackend(),
        timezone="UTC",
    )
    assert made.authenticate()
    return made


def test_it_reads_an_attachment_and_files_the_mail(sandbox: Sandbox, account: Account) -> None:
    part = b"\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n"
    sandbox.deliver(mail().replace(b"\r\n\r\n", part))
    inbox = account.mailbox().inbox_folder()
    found = next(iter(inbox.get_messages(query="isRead eq false", order_by="isRead")))
    assert found.attachments.download_attachments()
    assert [a.name for a in found.attachments] == ["a.pdf"]
    assert found.mark_as_read()
    assert found.move(inbox.create_child_folder("Done"))
    assert [message.properties["isRead"] for message in filed(sandbox)] == [True]


def filed(sandbox: Sandbox) -> list[Message]:
    mailbox = sandbox.tenant.mail.mailbox(USER)
    folder = next(folder for folder in mailbox.all_folders() if folder.name == "Done")
    return list(folder.messages.values())


def test_it_pages_through_a_folder(sandbox: Sandbox, account: Account) -> None:
    for number in range(5):
        sandbox.deliver(mail(f"Form {number}", message_id=f"<{number}@school.example>"))
    found = account.mailbox().inbox_folder().get_messages(limit=None, batch=2)
    assert sorted(message.subject for message in found) == [f"Form {n}" for n in range(5)]


def test_it_sends_a_mail_with_a_file(sandbox: Sandbox, account: Account, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(b"text")
    message = account.new_message()
    message.to.add("worker@school.example")
    message.subject, message.body = "Received", "<p>Thank you</p>"
    message.attachments.add(str(file))
    assert message.send()
    arrived = sandbox.messages("worker@school.example")[0]
    assert [(a.name, a.content) for a in arrived.attachments] == [("note.txt", b"text")]


def test_it_replies_to_a_mail(sandbox: Sandbox, account: Account) -> None:
    sandbox.deliver(mail("A question"))
    found = next(iter(account.mailbox().inbox_folder().get_messages()))
    answer = found.reply(to_all=False)
    answer.body = "Yes."
    assert answer.send()
    arrived = sandbox.messages("worker@school.example")[0]
    assert arrived.properties["subject"] == "RE: A question"


def test_it_invites_and_sees_the_answer(sandbox: Sandbox, account: Account) -> None:
    schedule = account.schedule()
    start = datetime(2026, 9, 10, 9, tzinfo=ZoneInfo("Europe/London"))
    event = schedule.new_event("Review")
    event.start, event.end = start, start + timedelta(hours=1)
    event.attendees.add("worker@school.example")
    assert event.save()
    sandbox.respond(event.object_id, attendee="worker@school.example", answer="accepted")
    day = {"start_recurring": "2026-09-10T00:00:00Z", "end_recurring": "2026-09-11T00:00:00Z"}
    seen = list(schedule.get_events(**day))
    assert [one.subject for one in seen] == ["Review"]
    assert [a.response_status.status.value for a in seen[0].attendees] == ["accepted"]


def test_it_writes_a_row_of_a_list(account: Account) -> None:
    site = account.sharepoint().get_site("croydon.sharepoint.com", "/sites/CSCP")
    column = {"name": "Reference", "text": {}, "indexed": True}
    register = site.create_list({"displayName": "Register", "columns": [column]})
    row = register.create_list_item({"Reference": "R-1"})
    row.update_fields({"Reference": "R-2"})
    assert row.save_updates()
    found = register.get_items(query="fields/Reference eq 'R-2'", expand_fields=True)
    assert [one.fields["Reference"] for one in found] == ["R-2"]


@pytest.mark.parametrize("in_chunks", [False, True])
def test_it_files_a_document_and_reads_it_back(
    sandbox: Sandbox, account: Account, tmp_path: Path, *, in_chunks: bool
) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(b"0123456789" * 70_000)
    site = account.sharepoint().get_site("croydon.sharepoint.com", "/sites/CSCP")
    root = site.get_default_document_library().get_root_folder()
    folder = root.create_child_folder("2026")
    stored = folder.upload_file(file, upload_in_chunks=in_chunks, chunk_size=327_680)
    back = tmp_path / "back.docx"
    assert stored.download(tmp_path, name=back.name)
    assert back.read_bytes() == file.read_bytes()
    assert sandbox.violations == []
