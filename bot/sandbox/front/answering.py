"""The bytes of an answer."""

import json

from bot.sandbox.core.calls import Answer


def body_bytes(answer: Answer) -> bytes:
    if isinstance(answer.body, bytes):
        return answer.body
    return json.dumps(answer.body, ensure_ascii=False).encode("utf-8", "surrogatepass")
