"""Every human decision equals the last human action on it, after any sequence of what happens to an article."""

import os
import secrets
from typing import Any, Final

import pytest
from django.db import connection
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.curation.machine import Curation
from tests.timing import SLOWLY

pytestmark = pytest.mark.django_db

STEPS: Final = 30
ORDINARY: Final = 50  # sequences: every deed is among them
SHARES: Final = 8  # of the slow suite, which can be run side by side; on PostgreSQL only the first is
IN_A_SHARE: Final = 250  # sequences; 2,000 in all
ON_POSTGRES: Final = 200  # a tenth of them
TOLD_EVERY: Final = 25  # sequences
SEED: Final = "TEST_SEED"  # of the environment: the number that a slow run said, to have its sequences again
DEEDS: Final = {"added", "changed", "confirmed", "corrected", "deleted", "merged", "rejected", "reopened", "undone"}
SELDOM: Final = {"taken", "dismissed", "reverted"}  # as they need that others were done before


def sequences(count: int, number: int, told: Any = None) -> int:
    """Try so many sequences, the same ones for the same number; return how many steps they had in all."""

    class Counted(Curation):
        tried: int = 0

        def teardown(self) -> None:
            super().teardown()
            Counted.tried += 1
            if told and Counted.tried % TOLD_EVERY == 0:
                told(Counted.tried)

    before = Curation.steps
    run_state_machine_as_test(
        seed(number)(Counted),
        settings=settings(
            max_examples=count,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Curation.steps - before


@pytest.mark.skipif(SLOWLY, reason="the slow suite tries other sequences, and more of them")
def test_every_decision_stands_after_any_sequence() -> None:
    Curation.done.clear()
    assert sequences(ORDINARY, 0) > ORDINARY * STEPS / 2
    assert Curation.done.keys() >= DEEDS


@pytest.mark.skipif(not SLOWLY, reason="takes minutes: make test-slow-sequences")
@pytest.mark.timeout(14_400)
@pytest.mark.parametrize("share", range(1, SHARES + 1), ids=lambda share: f"share-{share}")
def test_every_decision_stands_after_many_sequences(share: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Other sequences each time: a share says its number first."""
    if connection.vendor == "postgresql" and share > 1:
        pytest.skip("on PostgreSQL a tenth is tried")
    count = ON_POSTGRES if connection.vendor == "postgresql" else IN_A_SHARE
    number = int(os.environ.get(SEED) or secrets.randbelow(2**32))

    def told(what: str) -> None:
        with capsys.disabled():  # it takes minutes: to be seen at once
            print(f"share {share} on {connection.vendor}: {what}", flush=True)

    told(f"{SEED}={number} has these sequences again")
    steps = sequences(count, number + share, lambda done: told(f"{done} of {count} sequences"))
    told(f"{count} sequences, {steps} steps that did something")
    assert steps > count * STEPS / 2
    assert Curation.done.keys() >= DEEDS | SELDOM
