"""Texts read on several cores: `extract` in processes of their own, which know no database and no Django."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from traceback import format_exc
from typing import Final

from articles.sources import Source
from register.document import Findings, extract

ENOUGH: Final = 40  # texts for which it pays to start processes: that takes as long as reading about so many
CHUNK: Final = 10  # texts that a process reads at a time


@dataclass(frozen=True, slots=True)
class Unread:
    """What went wrong with one text, in words: not every exception can be sent from one process to another."""

    reason: str
    trace: str


class WorkerLost(Exception):
    """A process that reads texts ended before it had read them: it was killed, or memory ran out.

    Says which texts come first of those that were not read: the one to blame is among them, or among the next that
    other processes were reading.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        names = ", ".join(f"{one.path}:{one.line}" if one.line else one.path for one in sources)
        super().__init__(f"the first texts that were not read: {names}")


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Readers:
    """Reads texts in as many processes as jobs says, or in this one where that is 1 or the texts are few.

    The processes end with the block that this opens, and by themselves where this process is killed.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def read(self, sources: Sequence[Source]) -> Iterator[Findings | Unread]:
        """Begin to read texts; return what was found in each, in order, or what went wrong.

        Iterating raises WorkerLost.
        """
        if self._pool is None and self.jobs > 1 and len(sources) >= ENOUGH:
            self._pool = _start(self.jobs)
        if self._pool is None:
            return map(_read, sources)
        chunks = [sources[start : start + CHUNK] for start in range(0, len(sources), CHUNK)]
        futures = [_begin(self._pool, chunk) for chunk in chunks]
        return chain.from_iterable(map(_result, futures, chunks))


def _begin(pool: ProcessPoolExecutor, chunk: Sequence[Source]) -> "Future[list[Findings | Unread]]":
    """Let a chunk be read. Where a process was lost that is said when the result is asked for, after those before."""
    try:
        return pool.submit(_read_all, chunk)
    except BrokenProcessPool as error:
        lost: Future[list[Findings | Unread]] = Future()
        lost.set_exception(error)
        return lost


def _result(future: "Future[list[Findings | Unread]]", chunk: Sequence[Source]) -> list[Findings | Unread]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise WorkerLost(chunk) from error


def _read_all(sources: Sequence[Source]) -> list[Findings | Unread]:
    return [_read(source) for source in sources]


def _read(source: Source) -> Findings | Unread:
    try:
        return extract(source)
    except Exception as error:  # whatever one text does to the rules, the others are read
        return Unread(f"{type(error).__name__}: {error}", format_exc())


def _start(jobs: int) -> ProcessPoolExecutor:
    """Start processes that an interrupt from the keyboard does not reach: this process hears it and ends them."""
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _end_with_parent)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which new processes inherit
    try:
        pool.submit(_read_all, ())
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return pool


def _end_with_parent() -> None:
    """End this process when the one that started it does, which may have been killed."""
    parent = multiprocessing.parent_process()
    assert parent

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
