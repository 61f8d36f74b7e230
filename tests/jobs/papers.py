"""What stands in the Word documents that the service files."""

from io import BytesIO

from docx import Document


def text_of(content: bytes) -> str:
    """Give the paragraphs of a document, then the cells of its tables, one a line."""
    document = Document(BytesIO(content))
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)
