"""Lists of very many rows: their pages, their counts, what is searched, and what may be done with all of them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.admin import paging
from articles.admin.paging import BoundedPaginator
from articles.models import Article, Block, Mention, PrintedTitle, Remark, Review
from directives.models import Citation, Directive, DirectiveList
from register.admin import runs
from register.models import IngestOutcome, IngestRun
from tests import cast
from tests.curator import Curator, url

FINDINGS = [Block, Citation, Directive, DirectiveList, Mention, PrintedTitle, Remark]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three rows be very many."""
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)


def test_pages_hold_the_first_rows_in_their_order(few: None, article: Article) -> None:
    rows = [cast.add_citation(article, None) for _ in range(5)]
    pages = BoundedPaginator(Citation.objects.order_by("-pk"), 2)
    assert (pages.count, pages.num_pages, pages.is_more) == (3, 2, True)
    assert [list(page) for page in pages] == [rows[:2:-1], rows[2:1:-1]]


@pytest.mark.parametrize("number", [0, 2, 3])
def test_fewer_rows_are_counted_to_the_last(number: int, few: None, article: Article) -> None:
    for _ in range(number):
        cast.add_citation(article, None)
    pages = BoundedPaginator(Citation.objects.order_by("pk"), 2)
    assert (pages.count, pages.is_more) == (number, False)
    assert len(pages.page(1)) == min(number, 2)


def test_a_list_says_that_it_has_more_rows_than_its_pages(few: None, article: Article, curator: Curator) -> None:
    for _ in range(3):
        cast.add_citation(article, None)
    assert "3 citations" in curator.open(url(Citation, "changelist"))
    cast.add_citation(article, None)
    assert "The first 3 of more" in curator.open(url(Citation, "changelist"))


def test_a_short_list_shows_all_its_rows_in_order(article: Article, curator: Curator) -> None:
    rows = [cast.add_citation(one, None) for one in (cast.add_article(), article, article)]
    for asked in ("", "?all="):
        listed = curator.client.get(f"{url(Citation, 'changelist')}{asked}").context["cl"].result_list
        assert list(listed) == sorted(rows, key=lambda row: (-row.article_id, row.start, row.pk))


def test_an_action_is_refused_for_more_rows_than_the_pages_hold(few: None, article: Article, curator: Curator) -> None:
    rows = [cast.add_citation(article, None) for _ in range(4)]
    sent = {"action": "confirm", "_selected_action": [rows[0].pk], "select_across": "1", "last_edit": "0"}
    response = curator.client.post(url(Citation, "changelist"), sent, follow=True)
    assert "These are too many rows for one action." in response.content.decode()
    assert not Citation.objects.filter(review=Review.CONFIRMED).exists()
    Citation.objects.filter(pk=rows[3].pk).delete()
    curator.client.post(url(Citation, "changelist"), sent)
    assert Citation.objects.filter(review=Review.CONFIRMED).count() == 3


def test_findings_are_searched_in_the_last_articles(curator: Curator, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (cast.add_citation(cast.add_article(), None) for _ in range(2))
    other = cast.add_citation(new.article, None, words=cast.LAST)

    def found(asked: str) -> list[int]:
        listed = curator.client.get(f"{url(Citation, 'changelist')}?q=59-NQ{asked}").context["cl"].queryset
        return [row.pk for row in listed]

    assert found("") == [new.pk, old.pk]
    monkeypatch.setattr("articles.admin.findings.FindingAdmin._most_searched", 2)
    assert found("") == [new.pk]
    assert found(f"&article={old.article.slug}") == [old.pk]
    assert other.pk not in found("")


@pytest.mark.parametrize("model", FINDINGS)
def test_a_search_does_not_find_the_last_rows_anew_for_each_row(model: type, curator: Curator) -> None:
    """PostgreSQL took more than 17 minutes for a condition on rows that a LIMIT chooses, with 430,000 blocks."""
    with CaptureQueriesContext(connection) as queries:
        curator.open(f"{url(model, 'changelist')}?q=59-NQ")
    asked = [query["sql"] for query in queries if "LIKE" in query["sql"]]
    assert asked
    assert not [sql for sql in asked if re.search(r"IN \(SELECT[^()]*LIMIT", sql)]


@pytest.mark.parametrize("model", FINDINGS)
def test_findings_are_not_sorted_by_what_has_no_index(model: type, article: Article, curator: Curator) -> None:
    assert set(curator.client.get(url(model, "changelist")).context["cl"].sortable_by) <= {"article_title"}


@pytest.mark.parametrize("model", FINDINGS)
def test_choices_of_filters_are_not_counted(model: type, article: Article, curator: Curator) -> None:
    assert not curator.client.get(f"{url(model, 'changelist')}?_facets=True").context["cl"].add_facets


def test_the_page_of_a_run_shows_its_first_outcomes_and_leads_to_all(
    curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, other = (IngestRun.objects.create(extractor_version="1") for _ in range(2))
    rows = [IngestOutcome.objects.create(run=run, source=f"bai-{number}.txt", outcome="failed") for number in range(4)]
    IngestOutcome.objects.create(run=other, source="khac.txt", outcome="failed")
    monkeypatch.setattr(runs, "MOST_SHOWN", 3)
    page = curator.open(url(IngestRun, "change", run.pk))
    assert [f"bai-{number}.txt" in page for number in range(4)] == [True, True, True, False]
    every = f"{url(IngestOutcome, 'changelist')}?run={run.pk}"
    assert f'href="{every}"' in page
    assert set(curator.client.get(every).context["cl"].queryset) == set(rows)
    for no_run in ("x", "0", "9" * 30):
        assert not curator.client.get(f"{url(IngestOutcome, 'changelist')}?run={no_run}").context["cl"].queryset
