"""Many texts at once: the same rows however many are written together and read side by side."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from articles.facts import Facts
from articles.models import Article, Remark, Speaker, Tenure
from articles.sources import Source, SourceError, sources
from register import authority, document, ingest, save, seen, slugs, workers
from register import rows as building
from register.document import Findings
from register.ingest import Loader, Outcome
from register.tenures import refresh_tenures
from register.workers import Readers, Unread, WorkerLost
from tests.processes import run_python
from tests.test_ingest import TEXT, source
from tests.timing import SLOWLY

pytestmark = pytest.mark.django_db

# Processes, and texts that are written at a time.
WAYS = [(1, 1), (2, 7), (4, 100), *([(1, 7)] if SLOWLY else [])]
EVERY = 1 if SLOWLY else 3  # of our own articles one in so many: what makes texts meet is added to them


def texts() -> list[Source | SourceError]:
    """The seeds, some of our own articles, and what makes one source meet another."""
    folders = [[settings.SEEDS_DIR], [settings.BASE_DIR / "tests" / "accuracy" / "articles"]]
    seeds, ours = (list(sources(folder, settings.SOURCE_MAX_BYTES)) for folder in folders)
    found = [*seeds, *ours[::EVERY]]
    first = next(one for one in found if isinstance(one, Source))
    namesakes = "Tin.\n\nÔng {} cho biết như vậy tại cuộc họp báo.\n"
    return [
        *found,
        *(source(f"{TEXT}\n{number}", name=f"{number}.txt", outlet="Báo Mẫu") for number in range(4)),  # of one title
        source(TEXT.replace("Ngoại giao phục vụ phát triển đất nước", "Ngoại giao phục vụ phát triển đất nước 2")),
        source(namesakes.format("Trần Văn Bình"), name="binh-1.txt"),
        source(namesakes.format("Trần Văn Bính"), name="binh-2.txt"),  # another person, of one slug
        dataclasses.replace(first, name="twin.txt", facts=Facts()),
        SourceError("broken.txt", None, "is empty"),
        dataclasses.replace(source("Khác.", name="0.txt"), path="elsewhere/0.txt"),  # a key that was read before
        source(f"{TEXT}\n1", name="1.txt", url="https://bao.example/1"),  # what was known by the name of its file
    ]


def later() -> list[Source | SourceError]:
    """Some of them when a newspaper has changed them: two have changed their texts, one has that of another."""
    return [
        source(f"{TEXT}\n3", name="2.txt"),
        source(f"{TEXT}\n2", name="3.txt"),
        source(f"{TEXT}\n0", name="binh-1.txt"),
        source(TEXT.replace("Lê Hoài Trung", "Trần Thị Lan"), name="0.txt"),
    ]


def record() -> dict[str, list[str]]:
    """Every row of the record, in words: rows that are pointed to by their names, without numbers and times."""
    found = {}
    for label in ("articles", "directives"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            found[model._meta.label] = sorted(str(_in_words(row)) for row in model._default_manager.all())
    return found


def _in_words(row: models.Model) -> list[tuple[str, Any]]:
    words = []
    for column in row._meta.concrete_fields:
        is_number = column.primary_key or isinstance(column, models.DateTimeField)
        if is_number:
            continue
        value = getattr(row, column.name)
        words.append((column.name, _name(value) if isinstance(value, models.Model) else value))
    return words


def _name(row: models.Model) -> str:
    return str(getattr(row, "slug", None) or getattr(row, "public_id", None) or row)


def outcomes(loaded: Iterator[Outcome]) -> list[tuple[Any, ...]]:
    return [(one.path, one.kind, one.reason, one.article and one.article.source_key) for one in loaded]


def load_in(way: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, ...]:
    """Load all that, look at it, and take it back."""
    jobs, batch = way
    monkeypatch.setattr(ingest, "BATCH", batch)
    with transaction.atomic(), Readers(jobs) as readers:
        told = [*outcomes(Loader(readers).load(texts())), *outcomes(Loader(readers).load(later()))]
        loaded = record()
        transaction.set_rollback(True)
    return told, loaded


class TestTheSameRows:
    def test_however_many_are_read_and_written_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workers, "ENOUGH", 5)
        authority.load(settings.FIXTURE_DIRS[0])
        told, loaded = load_in((1, 100), monkeypatch)
        assert [kind for _, kind, *_ in told].count("failed") == 2
        for way in WAYS:
            again, rows = load_in(way, monkeypatch)
            assert again == told, way
            for model in loaded:
                assert rows[model] == loaded[model], (way, model)

    def test_tenures_say_what_all_articles_show_together(self) -> None:
        authority.load(settings.FIXTURE_DIRS[0])
        assert list(Loader().load(texts()))
        assert list(Loader().load(later()))
        before = list(Tenure.objects.order_by("pk").values())
        refresh_tenures(Speaker.objects.values_list("pk", flat=True))
        assert list(Tenure.objects.order_by("pk").values()) == before


class TestCost:
    def queries(self, given: list[Source]) -> int:
        """Return how many queries it takes to load texts, but INSERT: SQLite takes so many values in each, no more."""
        with CaptureQueriesContext(connection) as queries:
            assert list(Loader().load(given))
        return sum(not query["sql"].startswith("INSERT") for query in queries)

    def test_unchanged_texts_cost_one_query_a_batch(self) -> None:
        given = [source(f"Bài {number}\n\n{TEXT}", name=f"{number}.txt") for number in range(10)]
        assert {outcome.kind for outcome in Loader().load(given)} == {"created"}
        assert self.queries(given) == 1

    def test_twenty_new_texts_cost_as_many_queries_as_two(self) -> None:
        """Of people who are known: a new one costs some for itself."""
        given = [source(f"Bài thứ {number}\n\n{TEXT}", name=f"{number}.txt") for number in range(24)]
        assert list(Loader().load(given[:2]))
        assert self.queries(given[2:4]) == self.queries(given[4:])

    def test_twenty_texts_that_newer_rules_read_cost_as_many_queries_as_two(self) -> None:
        given = [source(f"Bài thứ {number}\n\n{TEXT}", name=f"{number}.txt") for number in range(22)]
        assert list(Loader().load(given))
        Article.objects.update(extractor_version="1999.1")
        few = self.queries(given[:2])
        assert self.queries(given[2:]) == few


class TestOneOfMany:
    """What goes wrong with one text of a batch is its own affair."""

    def test_one_that_cannot_be_written_is_named_and_the_others_go_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        build = building.build_rows

        def fail_at_the_third(article: Article, *arguments: Any) -> Any:
            if article.source_key == "2.txt":
                raise RuntimeError("broken")
            return build(article, *arguments)

        monkeypatch.setattr(save, "build_rows", fail_at_the_third)
        given = [source(f"{TEXT}\n{number}", name=f"{number}.txt") for number in range(5)]
        told = list(Loader().load(given))
        assert [(one.kind, one.path, one.reason) for one in told if one.kind != "created"] == [
            ("failed", "in/2.txt", "RuntimeError: broken")
        ]
        slugs = list(Article.objects.order_by("pk").values_list("slug", flat=True))
        assert [slug.removeprefix("ngoai-giao-phuc-vu-phat-trien-dat-nuoc") for slug in slugs] == ["", "-2", "-3", "-4"]
        assert Speaker.objects.count() == 1

    def test_one_that_cannot_be_read_is_named_and_the_others_go_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        extract = document.extract

        def fail_at_the_third(given: Source) -> Findings:
            if given.name == "2.txt":
                raise RecursionError("too deep")
            return extract(given)

        monkeypatch.setattr(workers, "extract", fail_at_the_third)
        told = list(Loader().load(source(f"{TEXT}\n{number}", name=f"{number}.txt") for number in range(5)))
        assert [one.kind.value for one in told] == ["created", "created", "failed", "created", "created"]
        assert told[2].reason == "RecursionError: too deep"

    def test_copies_of_a_text_in_one_batch_name_the_first_of_them(self) -> None:
        assert list(Loader().load(source(name=f"{number}.txt") for number in range(3)))
        remarks = Remark.objects.filter(code="same-text").order_by("article")
        assert [remark.detail for remark in remarks] == 2 * ["the same text came from 0.txt"]


class TestReaders:
    def test_find_in_processes_what_is_found_here_in_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        given = [source(f"Bài {number}\n\n{TEXT}", name=f"{number}.txt") for number in range(25)]
        here = list(Readers().read(given))
        monkeypatch.setattr(workers, "ENOUGH", 1)
        with Readers(2) as readers:
            assert list(readers.read(given)) == here
            assert [found.source.name for found in here if not isinstance(found, Unread)] == [one.name for one in given]

    def test_few_texts_start_no_process(self) -> None:
        with Readers(2) as readers:
            assert len(list(readers.read([source()]))) == 1
            assert readers._pool is None

    def test_need_no_django(self) -> None:
        """Each process would load it anew."""
        ended = run_python("-c", "import sys, register.workers; sys.exit('django' in sys.modules)")
        assert (ended.returncode, ended.stderr) == (0, "")

    def test_say_that_a_process_was_killed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workers, "ENOUGH", 1)
        with Readers(2) as readers:
            assert list(readers.read([source()]))
            assert readers._pool
            for process in readers._pool._processes.values():
                process.kill()
                process.join()
            first, second = readers.read([source(name="a.txt")]), readers.read([source(name="b.txt")])
            with pytest.raises(WorkerLost, match=r"a\.txt$"):
                list(first)
            with pytest.raises(WorkerLost, match=r"b\.txt$"):
                list(second)


class TestSeen:
    def test_a_key_is_told_from_others_and_its_first_place_kept(self) -> None:
        keys = seen.Seen()
        assert [keys.first(key, place) for key, place in (("a", "1"), ("A", "2"), ("a", "3"))] == ["1", "2", "1"]


class TestSlugs:
    @pytest.fixture
    def mint(self) -> slugs.Slugs:
        return slugs.Slugs()

    def add(self, *taken: str) -> None:
        for slug in taken:
            Speaker.objects.create(slug=slug, name=slug)

    def test_follow_those_that_are_there(self, mint: slugs.Slugs) -> None:
        self.add("le-an", "le-an-2", "le-an-3")
        assert mint.mint(Speaker, ["Lê An", "Lê Ân", "Lê Bình"]) == ["le-an-4", "le-an-5", "le-binh"]

    def test_remember_what_they_gave_though_it_is_not_saved_yet(self, mint: slugs.Slugs) -> None:
        assert mint.mint(Speaker, ["Lê An"]) + mint.mint(Speaker, ["Lê An"]) == ["le-an", "le-an-2"]

    def test_are_not_taken_twice_where_a_number_is_part_of_the_words(self, mint: slugs.Slugs) -> None:
        assert mint.mint(Speaker, ["An", "An", "An 2"]) == ["an", "an-2", "an-2-2"]
        self.add("bao", "bao-2")
        assert mint.mint(Speaker, ["Bảo 2", "Bảo"]) == ["bao-2-2", "bao-3"]

    def test_of_many_alike_cost_few_queries(self, mint: slugs.Slugs) -> None:
        Article.objects.bulk_create(
            Article(slug=f"tin-{number}" if number > 1 else "tin", source_key=str(number), text="Tin.", text_hash="")
            for number in range(1, 1001)
        )
        with CaptureQueriesContext(connection) as queries:
            assert mint.mint(Article, ["Tin", "Tin"]) == ["tin-1001", "tin-1002"]
        assert len(queries) < 30
        with CaptureQueriesContext(connection) as queries:
            assert mint.mint(Article, ["Tin", "Tin"]) == ["tin-1003", "tin-1004"]
        assert len(queries) == 1
