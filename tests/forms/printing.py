"""Small PDFs made by hand: text, rules and form fields at given places (points, from below)."""

from dataclasses import dataclass, field


@dataclass
class Sheet:
    """One page in the making."""

    drawn: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def text(self, x: int, y: int, words: str, *, bold: bool = False) -> None:
        """Print words with their start at x, y."""
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.drawn.append(f"BT /F{2 if bold else 1} 10 Tf {x} {y} Td ({escaped}) Tj ET")

    def rule(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """Draw a line."""
        self.drawn.append(f"0.5 w {x0} {y0} m {x1} {y1} l S")

    def box(self, x: int, y: int, *, ticked: bool) -> None:
        """Draw a small square, crossed if ticked."""
        self.drawn.append(f"0.5 w {x} {y} 9 9 re S")
        if ticked:
            self.rule(x, y, x + 9, y + 9)
            self.rule(x, y + 9, x + 9, y)

    def table(self, x: int, top: int, rows: list[tuple[str, str]], *, deep: int = 20) -> None:
        """Rule a table of two columns with its labels bold."""
        middle, right, bottom = x + 160, x + 480, top - deep * len(rows)
        for y in range(bottom, top + 1, deep):
            self.rule(x, y, right, y)
        for side in (x, middle, right):
            self.rule(side, bottom, side, top)
        for number, (label, value) in enumerate(rows):
            y = top - deep * number - 14
            self.text(x + 4, y, label, bold=True)
            self.text(middle + 4, y, value)

    def field_(self, x: int, y: int, value: str) -> None:
        """Put a filled-in form field on the page."""
        self.fields.append(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{len(self.fields)}) /V ({value})"
            f" /Rect [{x} {y} {x + 200} {y + 14}] >>"
        )


def printed(*sheets: Sheet) -> bytes:
    """The pages as a PDF file."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _font("Helvetica"), _font("Helvetica-Bold")]
    kids = []
    for sheet in sheets:
        stream = "\n".join(sheet.drawn)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        annots = " ".join(sheet.fields)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font"
            f" << /F1 3 0 R /F2 4 0 R >> >> /Contents {len(objects)} 0 R /Annots [{annots}] >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects)


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _file(objects: list[str]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return made + end.encode()
