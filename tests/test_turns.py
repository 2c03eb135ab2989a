"""Whoever writes beside a run waits for its turn, and neither waits for the other for ever."""

import threading
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from django.db import connection, transaction

from articles.importing import Importer
from articles.models import Fact, Review, Tenure
from articles.resources import TenureResource
from directives.models import Citation, Resolution
from register.facts import prefer
from register.versioning import take_turn, writing
from tests import cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

LONGEST: float = 20  # seconds that a test waits for another thread


class Beside(threading.Thread):
    """Another connection; what went wrong there is raised where it is waited for."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.work, self.error = work, None
        self.start()

    error: BaseException | None

    def run(self) -> None:
        with closing(connection):
            try:
                self.work()
            except BaseException as error:
                self.error = error

    def ended(self) -> None:
        self.join(LONGEST)
        assert not self.is_alive()
        if self.error:
            raise self.error


def wait_until_one_waits() -> None:
    """Return once a connection waits for what another holds."""
    for _ in range(int(LONGEST * 20)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.05)
    raise TimeoutError


def test_an_action_over_rows_of_which_a_run_wrote_one_waits_and_is_done() -> None:
    first, second = (cast.add_citation(cast.add_article(), None) for _ in range(2))
    wrote, go = threading.Event(), threading.Event()

    def run() -> None:
        with transaction.atomic():
            take_turn()
            with writing():
                Citation.objects.filter(pk=second.pk).update(rule="renamed")
                wrote.set()
                go.wait(LONGEST)

    def confirm() -> None:
        with transaction.atomic():
            for row in (first, second):
                row.review = Review.CONFIRMED
                row.save(update_fields=["review"])

    running = Beside(run)
    assert wrote.wait(LONGEST)
    confirming = Beside(confirm)
    wait_until_one_waits()
    go.set()
    running.ended()
    confirming.ended()
    assert set(Citation.objects.values_list("review", "rule")) == {("confirmed", first.rule), ("confirmed", "renamed")}


def test_a_claim_that_is_preferred_waits_for_a_run_that_writes_the_document() -> None:
    document = cast.add_resolution()
    claim = document.claims.create(fact=Fact.TITLE, value="Về hội nhập", source="https://a.vn/", confidence="single")
    began, go = threading.Event(), threading.Event()

    def run() -> None:
        with transaction.atomic():
            take_turn()
            began.set()
            go.wait(LONGEST)
            with writing():
                Resolution.objects.filter(pk=document.pk).update(note="read")

    def person() -> None:
        prefer(claim, None)

    running = Beside(run)
    assert began.wait(LONGEST)
    preferring = Beside(person)
    wait_until_one_waits()
    go.set()
    running.ended()
    preferring.ended()
    document.refresh_from_db()
    assert (document.title, document.note) == (claim.value, "read")


def test_an_import_waits_for_a_run_that_writes_one_of_its_rows() -> None:
    tenure = cast.add_tenure(cast.add_speaker(), cast.add_office())
    began, go = threading.Event(), threading.Event()

    def run() -> None:
        with transaction.atomic():
            take_turn()
            began.set()
            go.wait(LONGEST)
            with writing():
                Tenure.objects.filter(pk=tenure.pk).update(first_seen="2025-01-01", last_seen="2025-01-01")

    def person() -> None:
        with transaction.atomic():
            done = Importer(TenureResource).run([(2, {"public_id": tenure.public_id, "note": "theo Công báo"})])
            assert not done.errors

    running = Beside(run)
    assert began.wait(LONGEST)
    importing = Beside(person)
    wait_until_one_waits()
    go.set()
    running.ended()
    importing.ended()
    tenure.refresh_from_db()
    assert (str(tenure.first_seen), tenure.note) == ("2025-01-01", "theo Công báo")
