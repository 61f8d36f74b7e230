"""Runs work side by side in processes, as many as there are cores; results come in order."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")


def abreast(work: Iterable[Callable[[], T]]) -> Iterator[T]:
    """Call each piece of work, a function of a module with its arguments, and give what it gave."""
    with ProcessPoolExecutor(
        os.cpu_count(),
        get_context("spawn"),
        initializer=logging.disable,
        initargs=(logging.CRITICAL,),
    ) as pool:
        yield from pool.map(_called, work)


def _called(work: Callable[[], T]) -> T:
    return work()
