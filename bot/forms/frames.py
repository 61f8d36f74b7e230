"""The talk between the service and its reading processes: a length, then that many bytes.

Readings travel as JSON, never as pickles: what comes back has touched a stranger's document.
"""

import json
import struct
from typing import Any

from bot.forms.reading import Kind, Provenance, Reading

LENGTH = struct.Struct("!I")


def frame(payload: bytes) -> bytes:
    return LENGTH.pack(len(payload)) + payload


def pack_reading(reading: Reading) -> bytes:
    """Write a reading as JSON."""
    return json.dumps(
        {
            "kind": reading.kind,
            "confidence": reading.confidence,
            "why": reading.why,
            "fields": reading.fields,
            "provenance": {
                name: [found.where, found.confidence] for name, found in reading.provenance.items()
            },
            "needs_person": reading.needs_person,
        }
    ).encode()


def unpack_reading(payload: bytes) -> Reading:
    """Read back what `pack_reading` wrote."""
    content: dict[str, Any] = json.loads(payload)
    return Reading(
        kind=Kind(content["kind"]),
        confidence=content["confidence"],
        why=content["why"],
        fields=content["fields"],
        provenance={
            name: Provenance(where, confidence)
            for name, (where, confidence) in content["provenance"].items()
        },
        needs_person=tuple(content["needs_person"]),
    )
