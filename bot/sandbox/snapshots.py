"""A tenant in a file and back. A snapshot names no code but the sandbox's own."""

import contextlib
import copyreg
import dataclasses
import gc
import io
import pickle
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.sandbox.core.clock import Clock, ManualClock
from bot.sandbox.tenant import Tenant

_PLAIN = {
    "builtins": frozenset({"bytearray", "dict", "frozenset", "int", "set"}),
    "collections": frozenset({"defaultdict", "deque"}),
    "datetime": frozenset({"datetime", "timedelta", "timezone"}),
    "random": frozenset({"Random"}),
}
_MARK = b"CSCP sandbox 2\n"


class UnableToRestoreError(Exception):
    """The file is not a snapshot of a sandbox, or of another version of it."""


def save(tenant: Tenant, path: Path) -> None:
    """Replaces the file in one step, so that a crash leaves the old or the new one."""
    content = io.BytesIO()
    content.write(_MARK)
    with _no_collecting():
        _Writer(content, tenant.clock).dump((tenant.clock.now(), _alone(tenant)))
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content.getvalue())
    beside.replace(path)


def restore(onto: Tenant, path: Path) -> Tenant:
    """The tenant of the file, with the clock and the observers of `onto`.

    A clock that is moved by hand is set to the time of the snapshot. Raises
    UnableToRestoreError, OSError.
    """
    raw = path.read_bytes()
    if not raw.startswith(_MARK):
        raise UnableToRestoreError(f"{path.name} is not a snapshot of a sandbox.")
    try:
        with _no_collecting():
            now, tenant = _load(raw, onto.clock)
    except (pickle.UnpicklingError, AttributeError, EOFError, TypeError) as error:
        raise UnableToRestoreError(f"{path.name} cannot be restored: {error}") from error
    if isinstance(onto.clock, ManualClock):
        onto.clock.set(now)
    return dataclasses.replace(
        tenant, observers=onto.observers, connections=onto.connections, outward=onto.outward
    )


def _load(raw: bytes, clock: Clock) -> tuple[datetime, Tenant]:
    found: tuple[datetime, Tenant] = _Reader(io.BytesIO(raw[len(_MARK) :]), clock).load()
    return found


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """All objects of a tenant live on: looking for garbage among them doubles the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _alone(tenant: Tenant) -> Tenant:
    """Without what belongs to the process."""
    return dataclasses.replace(tenant, observers=[], connections={}, outward=None)


def clock_of_the_process() -> Clock:
    """What a snapshot names in place of the clock. Raises UnpicklingError outside of restore."""
    raise pickle.UnpicklingError("a snapshot is read by restore alone")


class _Writer(pickle.Pickler):
    """The clock is told by its type: to be asked about every object takes most of the time."""

    def __init__(self, file: io.BytesIO, clock: Clock) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.dispatch_table = copyreg.dispatch_table.copy()
        self.dispatch_table[type(clock)] = lambda _: (clock_of_the_process, ())


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, clock: Clock) -> None:
        super().__init__(file)
        self._clock: Callable[[], Clock] = lambda: clock

    def find_class(self, module: str, name: str) -> Any:
        """Raises UnpicklingError for anything that could do more than hold state."""
        if (module, name) == (__name__, clock_of_the_process.__name__):
            return self._clock
        plain = name in _PLAIN.get(module, ())
        found = super().find_class(module, name) if plain or _is_own(module) else None
        if plain or (isinstance(found, type) and found.__module__ == module):
            return found
        raise pickle.UnpicklingError(f"it names {module}.{name}")


def _is_own(module: str) -> bool:
    return module.startswith("bot.sandbox.")
