"""Microsoft 365 through Microsoft Graph: the only room that talks to it, behind one narrow port."""

from bot.m365.calendar import Calendar
from bot.m365.connect import Microsoft365, Place, connect, quieten_libraries
from bot.m365.credential import (
    Credential,
    SandboxCredential,
    certificate,
    client_secret,
    managed_identity,
)
from bot.m365.deltas import Changes, Removed
from bot.m365.documents import FiledDocument, LibraryPaper
from bot.m365.errors import (
    AccessDenied,
    AlreadyDone,
    Ambiguous,
    Conflict,
    DuplicateTransaction,
    DuplicateValue,
    ListViewThreshold,
    NameTaken,
    NotFound,
    Permanent,
    PreconditionFailed,
    ResyncNeeded,
    Throttled,
    Transient,
    UnableToFollowLink,
    UnableToSignIn,
    UnableToUseMicrosoft365,
)
from bot.m365.events import Attendee, CalendarEvent, EventChanges, NewEvent
from bot.m365.library import Library
from bot.m365.lists import (
    Column,
    ColumnKind,
    FieldValue,
    ItemVersion,
    ListInfo,
    ListItem,
    quoted,
)
from bot.m365.mailbox import Mailbox
from bot.m365.messages import (
    Address,
    Attachment,
    Body,
    Envelope,
    Folder,
    KeptMail,
    OutgoingMail,
    ReceivedMessage,
    UnableToAttach,
)
from bot.m365.retry import Patience
from bot.m365.site import Site
from bot.m365.timer import Lasting, Memory, Timer
from bot.m365.times import moment

__all__ = [
    "AccessDenied",
    "Address",
    "AlreadyDone",
    "Ambiguous",
    "Attachment",
    "Attendee",
    "Body",
    "Calendar",
    "CalendarEvent",
    "Changes",
    "Column",
    "ColumnKind",
    "Conflict",
    "Credential",
    "DuplicateTransaction",
    "DuplicateValue",
    "Envelope",
    "EventChanges",
    "FieldValue",
    "FiledDocument",
    "Folder",
    "ItemVersion",
    "KeptMail",
    "Lasting",
    "Library",
    "LibraryPaper",
    "ListInfo",
    "ListItem",
    "ListViewThreshold",
    "Mailbox",
    "Memory",
    "Microsoft365",
    "NameTaken",
    "NewEvent",
    "NotFound",
    "OutgoingMail",
    "Patience",
    "Permanent",
    "Place",
    "PreconditionFailed",
    "ReceivedMessage",
    "Removed",
    "ResyncNeeded",
    "SandboxCredential",
    "Site",
    "Throttled",
    "Timer",
    "Transient",
    "UnableToAttach",
    "UnableToFollowLink",
    "UnableToSignIn",
    "UnableToUseMicrosoft365",
    "certificate",
    "client_secret",
    "connect",
    "managed_identity",
    "moment",
    "quieten_libraries",
    "quoted",
]
