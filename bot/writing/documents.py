"""Fills Word documents: templates that people may edit in Word, with placeholders in them."""

from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, StrictUndefined, TemplateError

from bot.process.days import with_weekday

NO_TEXT = 'name="Picture 1"'  # what python-docx writes; the description goes beside it


class UnableToFill(Exception):
    """A document's template is absent, or asks for something that there is not."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a document; `text` says what it shows, to those who do not see it."""

    content: bytes = field(repr=False)
    text: str
    width: float = 16.0  # centimetres


class _Described(InlineImage):  # type: ignore[misc]  # docxtpl has no types
    """A picture in the text with its description, which docxtpl cannot give by itself."""

    def __init__(self, document: DocxTemplate, picture: Picture) -> None:
        super().__init__(document, BytesIO(picture.content), width=Cm(picture.width))
        self._text = picture.text

    def _insert_image(self) -> str:
        described = f'{NO_TEXT} descr="{escape(self._text)}"'
        return str(super()._insert_image()).replace(NO_TEXT, described, 1)


def fill(template: Path, **facts: Any) -> bytes:
    """Fill a template with facts; they may hold any characters. Raises UnableToFill."""
    if not template.exists():
        raise UnableToFill(f"{template.name} is not among the templates for documents")
    document, filled = DocxTemplate(template), BytesIO()
    environment = Environment(undefined=StrictUndefined, autoescape=True)
    environment.filters["day"] = with_weekday
    environment.filters["picture"] = lambda picture: _Described(document, picture)
    try:
        document.render(facts, environment, autoescape=True)
        document.save(filled)
    except TemplateError as error:
        raise UnableToFill(f"{template.name}: {error}") from error
    return filled.getvalue()
