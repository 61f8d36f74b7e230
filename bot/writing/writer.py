"""Writes what leaves the mailbox, each kind from its own template.

A template is Markdown with its subject on the first line. The Markdown is what the Notices list
keeps and what a mail's plain-text part says; the HTML part is made from it in one base layout.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markdown_it import MarkdownIt

from bot.partnership import Partnership
from bot.process.clocks import Rung
from bot.process.days import with_weekday
from bot.process.digest import Section
from bot.process.meeting import Invitation
from bot.process.names import Names
from bot.process.registers import LISTS
from bot.writing.documents import fill


class UnableToWrite(Exception):
    """A template is absent, or asks for something that there is not."""


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as it is written: its subject and its body in Markdown."""

    subject: str
    body: str


class Writer:
    """Fills templates with the partnership's words and the facts of the moment.

    Each has `words`, what the Business Manager is called as `manager`, and the names of `lists` by
    their kind. One is taken from the first of the folders that has it: a partnership may have its
    own.
    """

    def __init__(self, partnership: Partnership, *folders: Path) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # Markdown, not HTML: escaping is done by the Markdown renderer, which lets no HTML in.
            autoescape=False,  # noqa: S701
        )
        self._templates.filters["day"] = with_weekday
        self._templates.filters["url"] = _url
        names = Names.of(partnership)
        self._said = {
            "words": partnership.words,
            "manager": partnership.team.title("business_manager"),
            "lists": {row.KIND: names.list_of(row) for row in LISTS},
        }
        self._papers_before = partnership.meeting.papers_before
        self._folders = folders
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable("table")

    def acknowledgement(self, *, reference: str, form_name: str) -> Written:
        """Tell an agency that its form has come, and by which reference to ask for it."""
        return self._write("acknowledgement.md", reference=reference, form_name=form_name)

    def reminder(self, rung: Rung, *, today: date, link: str) -> Written:
        """Remind somebody of a milestone; `link` may be empty for people outside."""
        return self._write("reminder.md", rung=rung, today=today, link=link)

    def digest(self, sections: Sequence[Section], *, today: date, notes: Sequence[str]) -> Written:
        """Tell the business team what the day holds."""
        return self._write("digest.md", sections=sections, today=today, notes=notes)

    def letter(self, template: str, **facts: Any) -> Written:
        """Write a letter about an entry from one of the templates."""
        return self._write(template, **facts)

    def document(self, template: str, **facts: Any) -> bytes:
        """Fill a Word document. Raises UnableToFill."""
        files = [folder / "documents" / template for folder in self._folders]
        file = next((file for file in files if file.exists()), files[-1])
        return fill(file, **self._said, **facts)

    def invitation(self, invitation: Invitation) -> Written:
        """Write the body of a meeting's invitation: the group's, or a review's."""
        if invitation.entry:
            return self._write("review_invitation.md", invitation=invitation)
        return self._write(
            "invitation.md", invitation=invitation, papers_before=self._papers_before
        )

    def html(self, written: Written) -> str:
        """Give a mail's HTML part."""
        content = self._markdown.render(written.body)
        layout = self._templates.get_template("layout.html")
        return layout.render(title=written.subject, content=content, **self._said)

    def _write(self, name: str, **facts: Any) -> Written:
        try:
            text = self._templates.get_template(name).render(**self._said, **facts)
        except TemplateError as error:
            raise UnableToWrite(f"templates/{name}: {error}") from error
        subject, _, body = text.partition("\n")
        return Written(subject.removeprefix("Subject:").strip(), body.strip() + "\n")


def _url(address: str) -> str:
    """Write an address so that Markdown takes it whole: a list's name may hold spaces."""
    return quote(address, safe=":/?&=%#+~,;@!$'*")
