"""Newer rules over the stored texts: what is read, what is written, and what stays."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Mention, Review
from articles.sources import SourceError
from directives.models import Citation, Directive
from register import rows as building
from register import save
from register.document import EXTRACTOR_VERSION
from register.models import IngestOutcome, IngestRun
from register.rereading import Rereader, articles_to_read, stored_sources
from register.workers import Readers
from tests.test_ingest import TEXT, load, rows

pytestmark = pytest.mark.django_db

OLD = "1999.1"


def reextract(*arguments: str) -> tuple[dict[str, int], str, int]:
    """Run the command; return its counts, what it complained of, and its exit code."""
    out, errors, code = StringIO(), StringIO(), 0
    try:
        call_command("reextract", *arguments, stdout=out, stderr=errors)
    except SystemExit as end:
        code = int(str(end.code))
    return {line.split()[0]: int(line.split()[1]) for line in out.getvalue().splitlines()}, errors.getvalue(), code


def counts(**given: int) -> dict[str, int]:
    return {"created": 0, "updated": 0, "unchanged": 0, "failed": 0} | given


@pytest.fixture
def article() -> Article:
    """One that older rules read, from a source that says much of it."""
    article = load(
        published_on=datetime.date(2026, 1, 29),
        url="https://bao.example/1",
        outlet="Báo Mẫu",
        title="Nhan đề khác",
        known={"outlet": "by its address"},
    )
    Article.objects.update(extractor_version=OLD)
    for model in save.RUN_FIELDS:
        model._default_manager.update(extractor_version=OLD)
    return article


@pytest.fixture
def newer_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that call what finds citations otherwise."""
    citations = building.Builder._citations

    def renamed(self: building.Builder) -> None:
        citations(self)
        for citation in self.rows.citations:
            citation.rule = "renamed"

    monkeypatch.setattr(building.Builder, "_citations", renamed)


class TestWhatIsRead:
    def test_what_the_present_rules_read_last_is_left_alone(self) -> None:
        load()
        before = rows()
        assert reextract() == (counts(), "", 0)
        assert rows() == before

    def test_what_other_rules_read_last_is_read_once(self, article: Article) -> None:
        load(TEXT + "\nHết.", name="b.txt")
        assert reextract() == (counts(updated=1), "", 0)
        assert reextract() == (counts(), "", 0)

    def test_facts_that_would_be_written_otherwise_now_keep_no_article_from_being_read(self, article: Article) -> None:
        facts = article.facts | {"title": {"value": " Nhan đề khác ", "known": ""}}
        Article.objects.update(facts=facts)
        assert reextract()[0] == counts(updated=1)
        assert Article.objects.get().facts["title"]["value"] == "Nhan đề khác"

    def test_an_article_whose_source_said_something_else_meanwhile_is_left_alone(self, article: Article) -> None:
        fetched = list(stored_sources(Article.objects.all()))
        load(title="Nhan đề mới", url="https://bao.example/1")
        (outcome,) = Rereader(Readers(), everything=True).load(fetched)
        assert (outcome.kind, Article.objects.get().title) == ("unchanged", "Nhan đề mới")

    def test_the_names_of_all_articles_are_not_read_where_none_is_asked_for(self, article: Article) -> None:
        with CaptureQueriesContext(connection) as queries:
            reextract()
        assert not [one for one in queries if one["sql"].startswith('SELECT "articles_article"."slug" AS')]
        assert not [one for one in queries if one["sql"].startswith('SELECT "articles_article"."slug" FROM')]

    def test_everything_is_read_where_that_is_asked(self, article: Article) -> None:
        load(TEXT + "\nHết.", name="b.txt")
        assert reextract("--all")[0] == counts(updated=2)

    def test_single_articles_may_be_named(self, article: Article) -> None:
        other = load(TEXT + "\nHết.", name="b.txt")
        Article.objects.update(extractor_version=OLD)
        assert reextract(other.slug)[0] == counts(updated=1)
        assert set(Article.objects.values_list("pk", "extractor_version")) == {
            (article.pk, OLD),
            (other.pk, EXTRACTOR_VERSION),
        }

    def test_a_slug_that_no_article_has_is_refused(self, article: Article) -> None:
        with pytest.raises(CommandError, match="There is no article 'khong-co'"):
            reextract(article.slug, "khong-co")

    def test_an_article_that_was_loaded_anew_meanwhile_keeps_its_new_text(self, article: Article) -> None:
        fetched = list(stored_sources(Article.objects.all()))
        load(TEXT + "\nHết.", url="https://bao.example/1")
        Article.objects.update(extractor_version=OLD)
        (outcome,) = Rereader(Readers()).load(fetched)
        assert outcome.kind == "unchanged"
        assert Article.objects.get().text.endswith("Hết.")

    def test_an_article_that_was_deleted_meanwhile_stays_deleted(self, article: Article) -> None:
        fetched = list(stored_sources(Article.objects.all()))
        article.delete()
        assert [outcome.kind.value for outcome in Rereader(Readers()).load(fetched)] == ["unchanged"]
        assert not Article.objects.exists()

    def test_articles_are_fetched_in_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(5):
            load(f"{TEXT}\n{number}", name=f"{number}.txt")
        monkeypatch.setattr("register.rereading.CHUNK", 2)
        read = list(stored_sources(articles_to_read([], everything=True)))
        assert [one.name for one in read if not isinstance(one, SourceError)] == [
            f"{number}.txt" for number in range(5)
        ]


class TestWhatIsWritten:
    def test_rows_that_are_found_the_same_keep_the_version_of_their_rules(self, article: Article) -> None:
        before = rows()
        reextract()
        differing = [label for label, there in rows().items() if there != before[label]]
        assert differing == ["articles.Article"]
        article.refresh_from_db()
        assert article.extractor_version == EXTRACTOR_VERSION

    def test_rows_that_changed_say_which_rules_changed_them(self, article: Article, newer_rules: None) -> None:
        reextract()
        assert set(Citation.objects.values_list("rule", "extractor_version")) == {("renamed", EXTRACTOR_VERSION)}
        assert set(Mention.objects.values_list("extractor_version", flat=True)) == {OLD}

    def test_what_the_source_said_of_itself_stays(self, article: Article) -> None:
        names = (
            "source_key",
            "facts",
            "title",
            "published_on",
            "url",
            "outlet_id",
            "source_hash",
            "slug",
            "created_at",
        )
        before = Article.objects.values(*names).get()
        reextract()
        assert Article.objects.values(*names).get() == before

    def test_what_a_person_decided_stays(self, article: Article, newer_rules: None) -> None:
        Citation.objects.filter(number="59").update(review=Review.REJECTED)
        Directive.objects.filter(marker="Hai là").update(kind="proposal", review=Review.EDITED)
        Article.objects.update(title="Nhan đề của biên tập", edited=True)
        reextract()
        assert Citation.objects.get(number="59").rule != "renamed"
        assert Directive.objects.get(marker="Hai là").kind == "proposal"
        assert Article.objects.get().title == "Nhan đề của biên tập"


class TestTheRecord:
    def test_has_the_run_and_its_outcomes(self, article: Article) -> None:
        reextract()
        run = IngestRun.objects.get()
        assert (run.updated, run.finished_at is not None) == (1, True)
        outcome = IngestOutcome.objects.get(run=run)
        assert (outcome.source, outcome.article, outcome.outcome) == ("https://bao.example/1", article, "updated")

    def test_names_what_failed_and_the_command_ends_with_1(
        self, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load(TEXT + "\nHết.", name="b.txt")
        Article.objects.update(extractor_version=OLD)
        build = building.build_rows

        def fail(article: Article, *arguments: Any) -> Any:
            if article.source_key == "b.txt":
                raise RuntimeError("broken")
            return build(article, *arguments)

        monkeypatch.setattr(save, "build_rows", fail)
        assert reextract() == (counts(updated=1, failed=1), "b.txt: RuntimeError: broken\n", 1)
        monkeypatch.undo()
        assert reextract() == (counts(updated=1), "", 0)

    def test_facts_that_cannot_be_read_again_are_a_fault_of_that_article(self, article: Article) -> None:
        load(TEXT + "\nHết.", name="b.txt")
        Article.objects.filter(pk=article.pk).update(facts={"published_on": {"value": "hôm qua", "known": ""}})
        Article.objects.update(extractor_version=OLD)
        told, errors, code = reextract()
        assert (told, code) == (counts(updated=1, failed=1), 1)
        assert errors.startswith("https://bao.example/1: ")
