"""Which lists the page shows as registers, and which of their columns, as a view on a site does."""

from typing import TYPE_CHECKING

from bot.sandbox.sites.columns import Column
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Row

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

NOTICES = "Notices"
MOST_COLUMNS = 7
# The columns of a list's view, the most telling first: a phone shows the first three.
_TELLING = (
    *("Reference", "Name", "Kind", "What", "State", "Decision", "Starts", "Stage", "Reason"),
    *("Owner", "Due", "Recipient", "ReceivedOn", "Agency", "Children", "Chair", "Challenged"),
    *("SameDay", "Entry", "Subject", "SentOn", "ResolvedOn"),
)
# Kept by the software for itself; people may look, and would not edit.
_MACHINE = frozenset(
    {"Key", "SubjectKey", "FormKeys", "ClaimedBy", "ClaimedOn", "Told", "EventId", "Folder"}
    | {"ActedOn", "HistoryKeys", "StateSeen"}
)
HISTORY = "History"  # a column that tells of the others
_NAMING = frozenset({"Reference", "Name", "Key"})


def registers(sandbox: "Sandbox") -> list[SharePointList]:
    """The lists that people work in."""
    site = sandbox.tenant.sites.site(f"{sandbox.names.site_host}:{sandbox.names.site_path}")
    lists = site.lists.values()
    return [one for one in lists if not one.hidden and one.template == "genericList"]


def columns_shown(target: SharePointList) -> list[Column]:
    """The columns of the list's view."""
    telling = [target.columns[name] for name in _TELLING if name in target.columns]
    return (telling or columns_edited(target))[:MOST_COLUMNS]


def columns_edited(target: SharePointList) -> list[Column]:
    """The columns that a person fills in."""
    return [c for c in target.columns.values() if not _is_kept_from_people(target, c)]


def columns_of_the_software(target: SharePointList) -> list[Column]:
    return [c for c in target.columns.values() if _is_kept_from_people(target, c)]


def _is_kept_from_people(target: SharePointList, column: Column) -> bool:
    """Title repeats what a list of the service says in its other columns."""
    if column.read_only or column.is_multiple:
        return True
    if column.name == "Title":
        return not _NAMING.isdisjoint(target.columns)
    return column.name in _MACHINE


def label_of(column: Column) -> str:
    return str(column.settings.get("displayName") or column.name)


def title_of(row: Row) -> str:
    """What a row is called: its reference or its title."""
    return str(row.fields.get("Reference") or row.fields.get("Title") or f"Row {row.id}")
