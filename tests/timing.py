"""How long a call takes, on a machine that is busy with other things."""

import gc
import os
import time
from collections.abc import Callable
from typing import Final

SLOWLY: Final = bool(os.environ.get("TEST_SLOWLY"))  # `make test-slow`

# How many times as long a text of ten times the length may take. A square takes a hundred times as long. The slow suite
# reads texts of a megabyte, and can ask for 11; in a few milliseconds on a busy machine ten cannot be told from twelve.
MOST_TIMES: Final = 11 if SLOWLY else 20


def seconds(call: Callable[[], object], runs: int = 3) -> float:
    """Return the processor time of the quickest of some runs, in seconds; no garbage is collected meanwhile."""
    gc.disable()
    try:
        return min(_once(call) for _ in range(runs))
    finally:
        gc.enable()


def is_done_within(limit: float, call: Callable[[], object], runs: int = 3) -> bool:
    """Say whether a call takes less than limit seconds of processor time, in one of some runs at least."""
    return any(seconds(call, runs=1) < limit for _ in range(runs))


def _once(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin
