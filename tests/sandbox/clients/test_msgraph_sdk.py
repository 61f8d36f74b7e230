"""The stock msgraph-sdk client with azure-identity's credentials works unchanged."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CertificateCredential, ClientSecretCredential
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphServiceClient
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.column_definition import ColumnDefinition
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.field_value_set import FieldValueSet
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.list_ import List_
from msgraph.generated.models.list_item import ListItem
from msgraph.generated.models.message import Message
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.models.text_column import TextColumn
from msgraph.generated.users.item.mail_folders.item.messages.delta.delta_request_builder import (
    DeltaRequestBuilder,
)
from msgraph.generated.users.item.messages.item.move.move_post_request_body import (
    MovePostRequestBody,
)

from bot.sandbox import Sandbox
from tests.sandbox.clients.world import Authority
from tests.sandbox.graph_client import mail

USER = "CSCP@croydon.gov.uk"


@contextmanager
def by_secret(sandbox: Sandbox, secret: str | None = None) -> Iterator[GraphServiceClient]:
    names = sandbox.names
    with ClientSecretCredential(
        names.tenant_id, names.client_id, secret or names.secret
    ) as credential:
        yield GraphServiceClient(credential)


async def test_a_client_with_a_secret_reads_mail(sandbox: Sandbox) -> None:
    sandbox.deliver(mail("Over TLS"))
    with by_secret(sandbox) as graph:
        found = await graph.users.by_user_id(USER).messages.get()
    assert found
    assert [message.subject for message in found.value or []] == ["Over TLS"]


async def test_a_client_with_a_certificate_reads_mail(sandbox: Sandbox, trusted: Authority) -> None:
    sandbox.deliver(mail("By certificate"))
    names = sandbox.names
    with CertificateCredential(names.tenant_id, names.client_id, str(trusted.app)) as credential:
        found = await GraphServiceClient(credential).users.by_user_id(USER).messages.get()
    assert found
    assert [message.subject for message in found.value or []] == ["By certificate"]


async def test_a_wrong_secret_is_told_in_entras_words(sandbox: Sandbox) -> None:
    with (
        by_secret(sandbox, "wrong") as graph,
        pytest.raises(ClientAuthenticationError, match="AADSTS7000215"),
    ):
        await graph.users.by_user_id(USER).messages.get()


async def test_a_moved_message_is_an_error_of_the_sdks_own_kind(sandbox: Sandbox) -> None:
    old = sandbox.deliver(mail()).id
    with by_secret(sandbox) as graph:
        messages = graph.users.by_user_id(USER).messages
        moved = await messages.by_message_id(old).move.post(
            MovePostRequestBody(destination_id="archive")
        )
        with pytest.raises(ODataError) as told:
            await messages.by_message_id(old).get()
    assert moved
    assert moved.id != old
    assert told.value.error
    assert told.value.error.code == "ErrorItemNotFound"


async def test_delta_is_followed_by_its_links(sandbox: Sandbox) -> None:
    for number in range(3):
        sandbox.deliver(mail(f"Form {number}", message_id=f"<{number}@school.example>"))
    pages: list[int] = []
    with by_secret(sandbox) as graph:
        inbox = graph.users.by_user_id(USER).mail_folders.by_mail_folder_id("inbox")
        few: RequestConfiguration[DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters] = (
            RequestConfiguration()
        )
        few.headers.add("Prefer", "odata.maxpagesize=2")
        page = await inbox.messages.delta.get(few)
        while page and page.odata_next_link:
            pages.append(len(page.value or []))
            page = await inbox.messages.delta.with_url(page.odata_next_link).get(few)
    assert page
    assert page.odata_delta_link
    assert [*pages, len(page.value or [])] == [2, 1]


async def test_a_mail_with_an_attachment_is_drafted_and_sent(sandbox: Sandbox) -> None:
    file = FileAttachment(
        odata_type="#microsoft.graph.fileAttachment",
        name="a.txt",
        content_bytes=b"text",
    )
    to = [Recipient(email_address=EmailAddress(address="worker@school.example"))]
    body = ItemBody(content="<p>Thank you</p>", content_type=BodyType.Html)
    draft = Message(subject="Received", body=body, to_recipients=to, attachments=[file])
    with by_secret(sandbox) as graph:
        messages = graph.users.by_user_id(USER).messages
        made = await messages.post(draft)
        assert made
        assert made.id
        await messages.by_message_id(made.id).send.post()
    arrived = sandbox.messages("worker@school.example")[0]
    assert arrived.properties["subject"] == "Received"
    assert [(a.name, a.content) for a in arrived.attachments] == [("a.txt", b"text")]


async def test_a_list_is_made_and_a_row_written_and_changed(sandbox: Sandbox) -> None:
    register = List_(
        display_name="Register",
        columns=[ColumnDefinition(name="Reference", text=TextColumn(), indexed=True)],
    )
    with by_secret(sandbox) as graph:
        site = await graph.sites.by_site_id("croydon.sharepoint.com:/sites/CSCP").get()
        assert site
        assert site.id
        lists = graph.sites.by_site_id(site.id).lists
        made = await lists.post(register)
        assert made
        assert made.id
        items = lists.by_list_id(made.id).items
        fields = FieldValueSet(additional_data={"Reference": "R-1"})
        row = await items.post(ListItem(fields=fields))
        assert row
        assert row.id
        changed = FieldValueSet(additional_data={"Reference": "R-2"})
        await items.by_list_item_id(row.id).fields.patch(changed)
    rows = sandbox.sharepoint_list("Register").rows.values()
    assert [row.fields["Reference"] for row in rows] == ["R-2"]
