"""Filters by month and moment, and by what an article or a directive holds."""

import datetime

import pytest
from django.utils.timezone import get_default_timezone

from articles.models import Article, Review, State
from directives.models import Citation, Directive, DirectiveList, Resolution
from tests import cast
from tests.conftest import Api

MIDNIGHT = datetime.datetime(2026, 3, 1, tzinfo=get_default_timezone())  # 17:00 UTC of the day before


class TestMonths:
    @pytest.mark.parametrize(("day", "found"), [("2025-09-01", True), ("2025-09-30", True), ("2025-10-01", False)])
    def test_a_month_is_from_its_first_day_to_its_last(self, day: str, found: bool, api: Api, db: None) -> None:
        article = cast.add_article(published_on=datetime.date.fromisoformat(day))
        cast.add_directive(article)
        cast.add_resolution(issued_on=datetime.date.fromisoformat(day))
        for path in ("/articles/", "/directives/", "/resolutions/"):
            assert len(api.rows(path, month="2025-09")) == found

    def test_several_mean_or_and_february_and_december_end_too(self, api: Api, db: None) -> None:
        for day in ("2024-02-29", "2024-12-31", "2024-03-01", "2025-01-01"):
            cast.add_article(slug=f"ngay-{day}", published_on=datetime.date.fromisoformat(day))
        assert api.slugs("/articles/", month=["2024-02", "2024-12"]) == ["ngay-2024-12-31", "ngay-2024-02-29"]

    @pytest.mark.parametrize("month", ["2025-13", "2025-00", "2025-9", "2025", "1899-12", "2100-01", "２０２５-09"])
    def test_what_is_no_month_is_refused(self, month: str, api: Api, db: None) -> None:
        assert api.refused("/articles/", month=month) == ["month"]


class TestMoments:
    @pytest.mark.parametrize(
        ("since", "found"),
        [
            ("2026-03-01", True),
            ("2026-03-01T00:00:00+07:00", True),
            ("2026-02-28T17:00:00Z", True),
            ("2026-02-28T17:00:01Z", False),
            ("2026-03-01T00:00:00.000001+07:00", False),
            ("2026-03-02", False),
        ],
    )
    def test_a_day_begins_at_midnight_in_vietnam(self, since: str, found: bool, api: Api, article: Article) -> None:
        Article.objects.update(changed_at=MIDNIGHT)
        assert len(api.rows("/articles/", changed_since=since)) == found

    def test_a_correction_makes_it_changed(self, api: Api, article: Article) -> None:
        Article.objects.update(changed_at=MIDNIGHT)
        article.title = "Bài khác"
        article.save()
        assert len(api.rows("/articles/", changed_since="2026-03-02")) == 1

    @pytest.mark.parametrize(
        "since", ["2026-03-01T00:00:00", "2026-03-01T00:00:00 07:00", "2026-02-30", "20260301", "1899-12-31", "9" * 40]
    )
    def test_what_is_no_moment_is_refused(self, since: str, api: Api, db: None) -> None:
        assert api.refused("/articles/", changed_since=since) == ["changed_since"]


class TestWhatAnArticleHolds:
    def test_directives(self, api: Api, directive: Directive) -> None:
        bare = cast.add_article(text="Không có gì.")
        assert api.slugs("/articles/", has_directives="true") == [directive.article.slug]
        assert api.slugs("/articles/", has_directives="false") == [bare.slug]
        Directive.objects.update(review=Review.REJECTED)
        assert api.slugs("/articles/", has_directives="true") == []

    def test_citations_and_whether_it_is_known_what_they_mean(self, api: Api, open_citation: Citation) -> None:
        slug = open_citation.article.slug
        bare = cast.add_article(text="Không có gì.")
        assert api.slugs("/articles/", has_citations="true") == [slug]
        assert api.slugs("/articles/", has_citations="false") == [bare.slug]
        assert api.slugs("/articles/", citation_status="ambiguous") == [slug]
        assert api.slugs("/articles/", citation_status=["resolved", "unknown"]) == []

    def test_lists_that_do_not_add_up(self, api: Api, directive: Directive) -> None:
        assert api.slugs("/articles/", count_status="short") == [directive.article.slug]  # three declared, one found
        assert api.slugs("/articles/", count_status=["ok", "over", "undeclared"]) == []
        DirectiveList.objects.update(kind="result")
        assert api.slugs("/articles/", count_status="short") == []

    def test_whether_people_have_decided_everything(self, api: Api, article: Article) -> None:
        assert api.slugs("/articles/", reviewed="true") == []
        Article.objects.update(reviewed_at=MIDNIGHT)
        assert api.slugs("/articles/", reviewed="true") == [article.slug]
        assert api.slugs("/articles/", reviewed="false") == []


class TestWhatADirectiveHolds:
    def test_citations_in_its_words(self, api: Api, citation: Citation) -> None:
        cited, bare = "nang-tam-hoi-nhap", cast.add_directive(citation.article).slug
        assert api.slugs("/directives/", has_citations="true") == [cited]
        assert api.slugs("/directives/", has_citations="false") == [bare]
        assert api.slugs("/directives/", citation_status="resolved") == [cited]
        assert api.slugs("/directives/", citation_status="unknown") == []
        Citation.objects.update(review=Review.REJECTED)
        assert api.slugs("/directives/", has_citations="true") == []

    def test_its_addressee_deadline_and_list(self, api: Api, directive: Directive) -> None:
        single = cast.add_directive(directive.article, addressee="Các cơ quan đại diện", deadline="trong quý I")
        assert api.slugs("/directives/", addressee="Các cơ quan đại diện") == [single.slug]
        assert api.slugs("/directives/", addressee=["Ai đó", "Bộ"]) == []
        assert api.slugs("/directives/", has_deadline="true") == [single.slug]
        assert api.slugs("/directives/", has_deadline="false") == [directive.slug]
        assert api.slugs("/directives/", in_list="true") == [directive.slug]
        assert api.slugs("/directives/", in_list="false") == [single.slug]

    def test_whether_it_is_known_who_set_it_out(self, api: Api, directive: Directive) -> None:
        nobody = cast.add_mention(directive.article, None, "Ông")
        open_ones = {cast.add_directive(directive.article, mention=one).slug for one in (None, nobody)}
        assert api.slugs("/directives/", credited="true") == [directive.slug]
        assert {*api.slugs("/directives/", credited="false")} == open_ones
        assert len(api.rows("/directive-lists/", credited="true")) == 1


def test_a_citation_stands_in_a_directive_or_elsewhere(api: Api, citation: Citation, open_citation: Citation) -> None:
    assert api.slugs("/citations/", in_directive="true") == [citation.public_id]
    assert api.slugs("/citations/", in_directive="false") == [open_citation.public_id]
    Directive.objects.update(review=Review.REJECTED)
    assert api.slugs("/citations/", in_directive="true") == []


def test_documents_are_found_by_the_day_they_were_issued(api: Api, resolution: Resolution) -> None:
    unknown = cast.add_resolution()
    assert api.slugs("/resolutions/", issued_after="2025-01-24", issued_before="2025-01-24") == [resolution.slug]
    assert api.slugs("/resolutions/", issued_after="2025-01-25") == []
    assert api.slugs("/resolutions/", issued_before="2025-01-23") == []
    assert unknown.slug in api.slugs("/resolutions/")


def test_what_an_article_holds_is_what_the_public_sees_of_it(api: Api, citation: Citation) -> None:
    Article.objects.update(state=State.WITHDRAWN)
    for name in ("has_directives", "has_citations"):
        assert api.slugs("/articles/", **{name: "true"}) == api.slugs("/articles/", **{name: "false"}) == []
