"""What a mail is, who really sent it, which documents it brings, and what must become of it.

Pure: bytes and values in, values out; no network, no clock, no register. In the order of use:
`worth_fetching` (on what Graph lists of a mail), `parse` (its MIME), `unwrap` (its documents, which
the caller has read by `bot.forms`), and `sort`.
"""

from bot.mail.authentication import Verdict, answer_address, judge
from bot.mail.correspondents import Agency, Correspondents, Stage
from bot.mail.document import Document, Unopened, Unwrapped
from bot.mail.message import Address, Attachment, Mail
from bot.mail.parse import parse
from bot.mail.sorted_mail import Acknowledge, Contents, Entry, Sorted
from bot.mail.sorting import sort, worth_fetching
from bot.mail.unwrap import unwrap
from bot.mail.vocabulary import UnableToReadVocabulary, Vocabulary, load_vocabulary

__all__ = [
    "Acknowledge",
    "Address",
    "Agency",
    "Attachment",
    "Contents",
    "Correspondents",
    "Document",
    "Entry",
    "Mail",
    "Sorted",
    "Stage",
    "UnableToReadVocabulary",
    "Unopened",
    "Unwrapped",
    "Verdict",
    "Vocabulary",
    "answer_address",
    "judge",
    "load_vocabulary",
    "parse",
    "sort",
    "unwrap",
    "worth_fetching",
]
