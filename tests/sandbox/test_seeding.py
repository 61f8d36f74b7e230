"""A folder of files becomes post in the mailbox."""

from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.seeding import UnableToSeedError
from tests.sandbox.graph_client import mail


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1.eml").write_bytes(mail("Written"))
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "Case_of_Concern.docx").write_bytes(b"PK a document")
    (tmp_path / "notes.md").write_text("not post")
    return tmp_path


def test_mails_arrive_as_they_are_and_documents_from_an_agency(
    sandbox: Sandbox, folder: Path
) -> None:
    sandbox.seed(folder)
    written, sent = sandbox.messages()
    assert written.properties["subject"] == "Written"
    assert sent.properties["subject"] == "Case of Concern"
    assert sent.properties["from"]["emailAddress"]["address"].endswith(".example")
    assert [(a.name, a.content) for a in sent.attachments] == [
        ("Case_of_Concern.docx", b"PK a document")
    ]


def test_what_is_seeded_is_stamped_like_any_mail_from_outside(
    sandbox: Sandbox, folder: Path
) -> None:
    sandbox.seed(folder)
    assert all("Authentication-Results" in dict(m.headers) for m in sandbox.messages())


async def test_the_control_plane_seeds_too(
    sandbox: Sandbox, control: httpx.AsyncClient, folder: Path
) -> None:
    answer = await control.post("/seed", json={"folder": str(folder)})
    assert len(answer.json()["ids"]) == len(sandbox.messages()) == 2


async def test_a_folder_without_post_is_told(
    sandbox: Sandbox, control: httpx.AsyncClient, tmp_path: Path
) -> None:
    with pytest.raises(UnableToSeedError):
        sandbox.seed(tmp_path / "nowhere")
    answer = await control.post("/seed", json={"folder": str(tmp_path)})
    assert answer.status_code == 400
