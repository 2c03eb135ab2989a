"""Work that an interrupt must not break off in the middle."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

INTERRUPTS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep SIGINT and SIGTERM back until the block has ended; what they do is done then, by the handlers there were.

    A transaction that is broken off may end in an error of its own, a COPY does, and that hides the interrupt: a loader
    took it for the fault of a text and went on. Only the main thread is interrupted, so in others this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    before = {number: signal.getsignal(number) for number in INTERRUPTS}
    ours = [number for number, handler in before.items() if callable(handler)]
    for number in ours:
        signal.signal(number, lambda *given: came.append(given))
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])
    for interrupt, frame in came[:1]:
        handler = before[signal.Signals(interrupt)]
        assert callable(handler)
        handler(interrupt, frame)
