"""parsedmarc's Graph mailbox reader (it lives in mailsuite) works against the sandbox unchanged."""

from pathlib import Path

import pytest
from mailsuite.mailbox.graph import MSGraphConnection

from bot.sandbox import Sandbox
from tests.sandbox.clients.world import Authority
from tests.sandbox.graph_client import mail

USER = "CSCP@croydon.gov.uk"


def connection(
    sandbox: Sandbox, folder: Path, method: str = "ClientSecret", certificate: Path | None = None
) -> MSGraphConnection:
    names = sandbox.names
    return MSGraphConnection(
        method,
        USER,
        names.client_id,
        names.secret,
        None,
        None,
        names.tenant_id,
        str(folder / "token"),
        allow_unencrypted_storage=False,
        certificate_path=str(certificate) if certificate else None,
    )


@pytest.fixture
def mailbox(sandbox: Sandbox, tmp_path: Path) -> MSGraphConnection:
    return connection(sandbox, tmp_path)


def test_it_reads_every_report_whole(sandbox: Sandbox, mailbox: MSGraphConnection) -> None:
    for number in range(12):
        sandbox.deliver(mail(f"Report {number}", message_id=f"<{number}@agency.example>"))
    ids = mailbox.fetch_messages("Inbox", batch_size=5)
    every = mailbox.fetch_messages("Inbox")
    assert len(ids) == 5
    assert len(set(every)) == 12
    whole = {mailbox.fetch_message(one, mark_read=True) for one in every}
    assert sum("Subject: Report" in one for one in whole) == 12
    assert all(message.properties["isRead"] for message in sandbox.messages())


def test_it_signs_in_by_certificate(sandbox: Sandbox, trusted: Authority, tmp_path: Path) -> None:
    sandbox.deliver(mail())
    mailbox = connection(sandbox, tmp_path, "Certificate", trusted.app)
    assert len(mailbox.fetch_messages("Inbox")) == 1


def test_it_reads_only_what_came_since(sandbox: Sandbox, mailbox: MSGraphConnection) -> None:
    sandbox.deliver(mail())
    assert mailbox.fetch_messages("Inbox", since="2026-09-07T09:00:00Z") == []
    assert len(mailbox.fetch_messages("Inbox", since="2026-09-07T07:00:00Z")) == 1


def test_it_files_what_it_has_read(sandbox: Sandbox, mailbox: MSGraphConnection) -> None:
    read, failed = (sandbox.deliver(mail(message_id=f"<{n}@agency.example>")).id for n in "ab")
    mailbox.create_folder("Archive")  # which is there: 409 is no trouble to it
    mailbox.create_folder("Archive/Aggregate")
    mailbox.move_message(read, "Archive/Aggregate")
    mailbox.delete_message(failed)
    assert mailbox.folder_exists("Archive/Aggregate")
    assert not mailbox.folder_exists("Archive/Nothing")
    assert len(mailbox.fetch_messages("Archive/Aggregate")) == 1
    assert mailbox.fetch_messages("Inbox") == []


def test_it_renames_moves_and_deletes_folders(sandbox: Sandbox, mailbox: MSGraphConnection) -> None:
    for name in ("Reports", "Old", "Reports/2025"):
        mailbox.create_folder(name)
    mailbox.move_folder("Reports/2025", "Old/Year")
    mailbox.rename_folder("Reports", "Current")
    mailbox.delete_folder("Current")
    names = {f.name for f in sandbox.tenant.mail.mailbox(USER).all_folders()}
    assert {"Old", "Year"} <= names
    assert not {"Reports", "Current", "2025"} & names
    assert mailbox.folder_exists("Old/Year")


def test_it_sends_a_summary(sandbox: Sandbox, mailbox: MSGraphConnection) -> None:
    mailbox.send_message(
        USER,
        ["analyst@agency.example"],
        subject="Summary",
        plain_message="Attached.",
        attachments=[("summary.csv", b"a,b\r\n")],
    )
    arrived = sandbox.messages("analyst@agency.example")[0]
    assert arrived.properties["subject"] == "Summary"
    assert [(a.name, a.content) for a in arrived.attachments] == [("summary.csv", b"a,b\r\n")]
