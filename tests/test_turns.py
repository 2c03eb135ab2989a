"""Whoever writes beside a run waits for its turn, and neither waits for the other for ever."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.urls import reverse

from articles import curation
from articles.extraction.text import Span
from articles.importing import Importer
from articles.models import Fact, Mention, MentionStatus, Outlet, Review, Role, Speaker, Tenure
from articles.resources import TenureResource
from directives.models import Citation, Resolution
from register.facts import prefer
from register.models import Edit
from register.versioning import take_turn, writing
from tests import cast
from tests.curator import Curator, Form, url

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


def one_waits(first: Callable[[Callable[[], None]], object], second: Callable[[], None]) -> None:
    """Let the first halt in its transaction, where it calls what it is given, until the second waits for it."""
    halted, go = threading.Event(), threading.Event()

    def halt() -> None:
        halted.set()
        go.wait(LONGEST)

    def work() -> None:
        with transaction.atomic():
            first(halt)

    one = Beside(work)
    assert halted.wait(LONGEST)
    other = Beside(second)
    wait_until_one_waits()
    go.set()
    one.ended()
    other.ended()


def test_an_action_over_rows_of_which_a_run_wrote_one_waits_and_is_done() -> None:
    first, second = (cast.add_citation(cast.add_article(), None) for _ in range(2))

    def run(halt: Callable[[], None]) -> None:
        take_turn()
        with writing():
            Citation.objects.filter(pk=second.pk).update(rule="renamed")
            halt()

    def confirm() -> None:
        with transaction.atomic():
            for row in (first, second):
                row.review = Review.CONFIRMED
                row.save(update_fields=["review"])

    one_waits(run, confirm)
    assert set(Citation.objects.values_list("review", "rule")) == {("confirmed", first.rule), ("confirmed", "renamed")}


def test_a_claim_that_is_preferred_waits_for_a_run_that_writes_the_document() -> None:
    document = cast.add_resolution()
    claim = document.claims.create(fact=Fact.TITLE, value="Về hội nhập", source="https://a.vn/", confidence="single")

    def run(halt: Callable[[], None]) -> None:
        take_turn()
        halt()
        with writing():
            Resolution.objects.filter(pk=document.pk).update(note="read")

    def person() -> None:
        prefer(claim, None)

    one_waits(run, person)
    document.refresh_from_db()
    assert (document.title, document.note) == (claim.value, "read")


def test_an_import_waits_for_a_run_that_writes_one_of_its_rows() -> None:
    tenure = cast.add_tenure(cast.add_speaker(), cast.add_office())

    def run(halt: Callable[[], None]) -> None:
        take_turn()
        halt()
        with writing():
            Tenure.objects.filter(pk=tenure.pk).update(first_seen="2025-01-01", last_seen="2025-01-01")

    def person() -> None:
        with transaction.atomic():
            done = Importer(TenureResource).run([(2, {"public_id": tenure.public_id, "note": "theo Công báo"})])
            assert not done.errors

    one_waits(run, person)
    tenure.refresh_from_db()
    assert (str(tenure.first_seen), tenure.note) == ("2025-01-01", "theo Công báo")


@pytest.fixture
def after_another(curator: Curator) -> Callable[..., Any]:
    """Return what sends a form beside another person who has saved the same, and is done while it waits."""

    def sent(address: str, form: dict[str, Any], save: Callable[[], object]) -> Any:
        answers = []

        def first(halt: Callable[[], None]) -> None:
            save()
            halt()

        one_waits(first, lambda: answers.append(curator.client.post(address, form)))
        return answers[0]

    return sent


def test_a_speaker_who_is_added_by_two_at_once_gets_two_slugs(
    curator: Curator, after_another: Callable[..., Any]
) -> None:
    form = Form(curator.open(url(Speaker, "add"))).sent | {"name": "Lê Văn Bảo"}
    answer = after_another(url(Speaker, "add"), form, lambda: cast.add_speaker("Lê Văn Bảo", slug="le-van-bao"))
    assert answer.status_code == 302
    assert list(Speaker.objects.order_by("pk").values_list("slug", flat=True)) == ["le-van-bao", "le-van-bao-2"]


def test_a_slug_that_two_give_at_once_is_refused_to_the_second(
    curator: Curator, after_another: Callable[..., Any]
) -> None:
    form = Form(curator.open(url(Outlet, "add"))).sent | {"name": "Báo Mẫu", "slug": "bao-mau"}
    answer = after_another(url(Outlet, "add"), form, lambda: cast.add_outlet(slug="bao-mau"))
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["slug"]
    assert Outlet.objects.count() == 1


def test_what_two_add_at_the_same_words_is_added_once(curator: Curator, after_another: Callable[..., Any]) -> None:
    article = cast.add_article()
    words = {"start": 0, "end": 9, "exact": article.text[:9]}
    address = reverse("admin:workbench_add", args=[article.pk, "mention"])
    form = Form(curator.client.post(address, words).content.decode()).sent
    who = get_user_model().objects.create_user("an")
    added = partial(curation.add, Mention, article, Span(0, 9), who, role=Role.MENTIONED, status=MentionStatus.UNKNOWN)
    after_another(address, form | words, added)
    assert [(row.start, row.end) for row in Mention.objects.all()] == [(0, 9)]
    assert Edit.objects.get().by == who


def test_what_two_delete_at_once_is_gone_for_the_second(curator: Curator, after_another: Callable[..., Any]) -> None:
    row = cast.add_citation(cast.add_article(), None, origin="curator")
    address = url(Citation, "delete", row.pk)
    form = Form(curator.open(address)).sent
    answer = after_another(address, form, partial(curation.remove, Citation.objects.get(), None))
    assert answer["Location"] == reverse("admin:index")  # where it is said to be gone
    assert Edit.objects.count() == 1
