"""Writes docs/lists.md, settings.md and sandbox.md from what they describe: `make docs`."""

from pathlib import Path

from bot.process.names import AS_DECLARED
from bot.process.registers import LISTS
from bot.settings import Settings
from docs import coverage

HERE = Path(__file__).parent
WRITTEN = "<!-- Written by `make docs`; edit the code instead. -->\n"


def lists() -> str:
    """Describe every list and its columns."""
    parts = ["# The lists", WRITTEN]
    parts.append(
        "One SharePoint list each; `bot provision` makes what is missing and removes nothing."
        " Columns that people add are left alone.\n"
    )
    for row in LISTS:
        parts.append(f"## {row.LIST}\n\n{(row.__doc__ or '').strip().splitlines()[0]}\n")
        parts.append("| column | internal name | kind | choices |\n|---|---|---|---|")
        for name, column in AS_DECLARED.columns(row).items():
            kind = ("unique " if column.unique else "indexed " if column.indexed else "") + (
                column.kind.value
            )
            parts.append(f"| {column.label} | {name} | {kind} | {', '.join(column.shown)} |")
        parts.append("")
    return "\n".join(parts)


def settings() -> str:
    """Describe every setting."""
    parts = ["# Settings", WRITTEN]
    parts.append("Environment variables. With none at all the service talks to a local sandbox.\n")
    parts.append("| variable | default | what |\n|---|---|---|")
    for name, field in Settings.model_fields.items():
        default = _shown(field.default)
        parts.append(f"| `CSCP_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(parts) + "\n"


def _shown(default: object) -> str:
    if isinstance(default, Path):
        return f"`{default.relative_to(HERE.parent)}`"
    text = "" if default is None else str(default)
    return f"`{text}`" if text.strip("*") else ""


def sandbox() -> str:
    """Tell what the sandbox imitates; as it stands where Graph's description is not at hand."""
    if not coverage.available():
        return (HERE / "sandbox.md").read_text(encoding="utf-8")
    return coverage.page(WRITTEN)


PAGES = {"lists.md": lists, "settings.md": settings, "sandbox.md": sandbox}


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
