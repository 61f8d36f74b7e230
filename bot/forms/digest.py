"""What a form says, as one number: equal for equal content, whatever bytes carried it."""

import hashlib
import json
import re
import unicodedata
from typing import Any

from bot.forms.reading import Reading


def content_digest(reading: Reading) -> str:
    """A hex digest of the kind and the answers, blind to case, spacing and punctuation."""
    content = [reading.kind.value, _plain(reading.fields)]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if inner not in (None, "", [])}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", value).casefold())
    return value
