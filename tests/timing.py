"""How long a call takes, on a machine that is busy with other things."""

import gc
import time
from collections.abc import Callable


def seconds(call: Callable[[], object], runs: int = 3) -> float:
    """Return the processor time of the quickest of some runs, in seconds; the garbage of other tests is not counted."""
    gc.collect()
    gc.disable()
    try:
        return min(_once(call) for _ in range(runs))
    finally:
        gc.enable()


def _once(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin
