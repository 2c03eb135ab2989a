"""How a long command ends when it is told to stop."""

from types import FrameType
from typing import Final, NoReturn

INTERRUPTED: Final = 130  # exit codes as shells give them: 128 and the number of the signal
TERMINATED: Final = 143


def terminate(number: int, frame: FrameType | None) -> NoReturn:
    """Stop as at the end of the program: what is open is closed. For `signal.signal`."""
    raise SystemExit(TERMINATED)
