"""Ids in the shapes that Microsoft uses, drawn from a seed so that two runs agree."""

import base64
import random
import uuid


class Ids:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._change = 0

    def guid(self) -> str:
        return str(uuid.UUID(bytes=self._random.randbytes(16), version=4))

    def outlook(self, prefix: str) -> str:
        """An Exchange id: URL-safe base64 that starts with `prefix` (AAMk…, AAkA…)."""
        body = base64.urlsafe_b64encode(self._random.randbytes(51)).decode()
        return f"{prefix}{body}AAA="

    def change_key(self) -> str:
        self._change += 1
        raw = b"\x09\x00\x00\x00\x16\x00\x00\x00" + self._change.to_bytes(12, "big")
        return base64.b64encode(raw).decode()

    def drive_item(self) -> str:
        return "01" + base64.b32encode(self._random.randbytes(20)).decode().rstrip("=")

    def token(self) -> str:
        return base64.urlsafe_b64encode(self._random.randbytes(36)).decode()
