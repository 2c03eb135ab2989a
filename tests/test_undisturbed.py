"""Interrupts that wait for the end of what must not be broken off."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from register.undisturbed import undisturbed


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    """Let an interrupt raise, also where whoever started the tests ignores it, as a shell does in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_waits_for_the_end_of_the_block() -> None:
    done = []

    def work() -> None:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("work")
        done.append("more")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["work"]


def test_the_handlers_are_those_of_before_after_an_error_too() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ValueError, match="broken"), undisturbed():
        raise ValueError("broken")
    assert signal.getsignal(signal.SIGINT) is before


def test_a_thread_that_is_not_the_main_one_works_as_ever() -> None:
    done = []

    def work() -> None:
        with undisturbed():
            done.append("work")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["work"]
