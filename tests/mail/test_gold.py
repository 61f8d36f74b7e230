"""The whole mail corpus, sorted and judged: with documents as the gold reads them, and as we do."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from bot.forms import Kind, Reading, load_labels, read
from bot.mail import Contents, Document, Mail, parse, sort, unwrap, worth_fetching
from tests.mail.gold import (
    CORPUS,
    SERIOUS,
    Judgement,
    Record,
    correspondents,
    judge,
    readings,
    records,
)
from tests.mail.letters import ROOT, WORDS

RECORDS = records()
AT_THE_REGISTER = "same_message_delivered_twice"  # only the register knows what came before
NO_FORM = Reading(Kind.OTHER, 1.0, "no form of the corpus")

pytestmark = pytest.mark.skipif(not RECORDS, reason="the shared mail corpus is not here")

Read = Callable[[Document], Reading]
ReadBody = Callable[[Record, Mail], Reading | None]


def outcomes(read_document: Read, read_body: ReadBody) -> list[Judgement]:
    """Judge every message, with documents and texts read by these."""
    known = correspondents()
    found = []
    for record in RECORDS:
        mail = _message(record)
        brought = unwrap(mail)
        contents = Contents(
            documents=tuple((d, read_document(d)) for d in brought.documents),
            unopened=brought.unopened,
            mails=brought.mails,
            body=read_body(record, mail),
        )
        found.append(judge(record, sort(mail, contents, known, WORDS)))
    return found


def table(judgements: Iterable[Judgement]) -> str:
    """The messages that came out wrong, one a line."""
    wrong = (j for j in judgements if j.faults)
    return "\n".join(f"{j.file:10}{j.situation:36}{', '.join(j.faults)}" for j in wrong)


def serious(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those with a fault that costs somebody something, leaving out what the register decides."""
    return [
        j for j in judgements if j.situation != AT_THE_REGISTER and set(j.faults) & set(SERIOUS)
    ]


def test_with_documents_read_as_the_gold_reads_them_every_mail_comes_out_right() -> None:
    gold = readings()
    judged = outcomes(lambda document: gold.get(document.sha256, NO_FORM), _body_as_the_gold_says)
    wrong = [j for j in judged if j.faults and j.situation != AT_THE_REGISTER]
    assert not wrong, table(wrong)


def test_with_our_own_reading_no_mail_is_lost_and_none_answered_wrongly() -> None:
    labels = load_labels(ROOT / "config" / "labels.toml")
    known: dict[str, Reading] = {}

    def ours(document: Document) -> Reading:
        if document.sha256 not in known:
            known[document.sha256] = read(document.data, labels=labels)
        return known[document.sha256]

    def body(_: Record, mail: Mail) -> Reading | None:
        return read((mail.html or mail.text).encode(), labels=labels)

    judged = outcomes(ours, body)
    worst = [j for j in serious(judged) if {"lost", "sent wrongly", "touched"} & set(j.faults)]
    assert not worst, table(judged)


@pytest.mark.parametrize("only_html", [False, True])
def test_what_is_not_left_alone_is_worth_fetching(*, only_html: bool) -> None:
    known, gold = correspondents(), readings()
    for record in RECORDS:
        mail = _message(record)
        outer = replace(mail, text="" if only_html and mail.html else mail.text)
        brought = unwrap(mail)
        documents = tuple((d, gold.get(d.sha256, NO_FORM)) for d in brought.documents)
        contents = Contents(documents=documents, unopened=brought.unopened, mails=brought.mails)
        listed = replace(outer, attachments=None, has_attachments=_lists_attachments(mail))
        left = sort(outer, contents, known, WORDS).untouched
        assert left or worth_fetching(listed, known, WORDS), record["file"]


def test_sender_subject_and_identity_are_read_as_the_gold_reads_them() -> None:
    for record in RECORDS:
        if record["mime"] != "clean":
            continue
        mail = _message(record)
        read_as = (mail.from_.address, mail.subject, mail.message_id)
        assert read_as == (record["from"], record["subject"], record["message_id"] or "")


def _message(record: Record) -> Mail:
    return parse((CORPUS / record["file"]).read_bytes())


def _lists_attachments(mail: Mail) -> bool:
    """Graph's hasAttachments leaves out what is shown in the text."""
    return any(not attachment.inline for attachment in mail.attachments or ())


def _body_as_the_gold_says(record: Record, _: Mail) -> Reading | None:
    in_body = [entry for entry in record["expect"]["entries"] if entry.get("in_body")]
    return Reading(Kind(in_body[0]["kind"]), 1.0, "as the gold says") if in_body else None
