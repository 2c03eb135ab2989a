"""Lists of directives: how many points each declares against how many were found."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Mention, Review, State
from directives.models import Citation, Directive, DirectiveList, ListKind
from tests import cast
from tests.conftest import Answer, Api


def url(one: DirectiveList) -> str:
    return f"/directive-lists/{one.public_id}/"


def counts(row: Answer) -> tuple[int | None, int, str, list[int]]:
    return row["declared_count"], row["found_count"], row["count_status"], row["missing_ordinals"]


class TestCounts:
    @pytest.mark.parametrize(
        ("declared", "ordinals", "expected"),
        [
            (3, [1, 2, 3], (3, 3, "ok", [])),
            (4, [1, 2, 4], (4, 3, "short", [3])),
            (2, [1, 2, 3], (2, 3, "over", [])),
            (None, [1, 2, 3, 5], (None, 4, "undeclared", [4])),
            (3, [], (3, 0, "short", [1, 2, 3])),
            (None, [], (None, 0, "undeclared", [])),
        ],
    )
    def test_what_was_declared_stands_against_what_was_found(
        self,
        api: Api,
        article: Article,
        declared: int | None,
        ordinals: list[int],
        expected: tuple[int | None, int, str, list[int]],
    ) -> None:
        one = cast.add_list(article, declared_count=declared)
        for ordinal in ordinals:
            cast.add_directive(article, list=one, ordinal=ordinal)
        (row,) = api.rows("/directive-lists/")
        assert counts(row) == counts(api.read(url(one))) == expected
        assert [found["id"] for found in api.rows("/directive-lists/", count_status=expected[2])] == [one.public_id]
        others = {"ok", "short", "over", "undeclared"} - {expected[2]}
        assert api.rows("/directive-lists/", count_status=sorted(others)) == []

    def test_rejected_points_and_points_below_points_do_not_count(self, api: Api, directive: Directive) -> None:
        cast.add_directive(directive.article, list=directive.list, ordinal=2, review=Review.REJECTED)
        cast.add_directive(directive.article, list=directive.list, parent=directive, ordinal=3)
        (row,) = api.rows("/directive-lists/")
        assert counts(row) == (3, 1, "short", [2, 3])


class TestAnswer:
    def test_it_has_the_sentence_that_opens_it_and_who_says_it(self, api: Api, directive_list: DirectiveList) -> None:
        (row,) = api.rows("/directive-lists/")
        assert row["intro"]["exact"] == cast.LEAD
        assert directive_list.article.text[row["intro"]["start"] : row["intro"]["end"]] == cast.LEAD
        assert (row["speaker"]["slug"], row["office_as_written"]) == ("le-hoai-trung", "Quyền Bộ trưởng Ngoại giao")
        assert (row["article"]["slug"], row["published_on"]) == ("ba-dinh-huong", "2025-09-16")
        assert row["outlet"]["attribution"] == "Theo Báo Mẫu"

    def test_one_without_an_opening_sentence_has_null(self, api: Api, article: Article) -> None:
        cast.add_list(article, intro="", intro_start=None, intro_end=None)
        assert api.rows("/directive-lists/")[0]["intro"] is None

    def test_its_points_stand_in_it_with_those_below_them(self, api: Api, directive: Directive) -> None:
        below = cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=1)
        assert directive.list
        (point,) = api.read(url(directive.list))["items"]
        assert (point["slug"], point["marker"]) == (directive.slug, "Một là")
        assert [one["slug"] for one in point["items"]] == [below.slug]

    def test_what_was_rejected_or_withdrawn_is_not_served(self, api: Api, directive_list: DirectiveList) -> None:
        Article.objects.update(state=State.WITHDRAWN)
        assert api.rows("/directive-lists/") == []
        Article.objects.update(state=State.PUBLIC)
        DirectiveList.objects.update(review=Review.REJECTED)
        assert api.rows("/directive-lists/") == []
        assert api.get(url(directive_list)).status_code == 404

    def test_fifty_lists_cost_as_many_queries_as_one(
        self, api: Api, directive: Directive, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = api.cost("/directive-lists/")
        for _ in range(49):
            mention = cast.add_mention(directive.article, cast.add_speaker())
            cast.print_title(mention, "Quyền Bộ trưởng Ngoại giao", cast.add_office())
            other = cast.add_list(directive.article, mention=mention)
            cast.add_directive(directive.article, list=other, ordinal=1)
        with django_assert_num_queries(one):
            assert len(api.rows("/directive-lists/", page_size=50)) == 50

    def test_ten_points_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        above = citation.directive
        assert above
        assert above.list

        def add(ordinal: int) -> None:
            point = cast.add_directive(citation.article, list=above.list, parent=above, ordinal=ordinal)
            point.topics.add(cast.add_topic())
            cast.add_citation(citation.article, cast.add_resolution(), directive=point)

        add(1)
        one = api.cost(url(above.list))
        for ordinal in range(2, 11):
            add(ordinal)
        with django_assert_num_queries(one):
            assert len(api.read(url(above.list))["items"][0]["items"]) == 10


class TestWhatIsListed:
    @pytest.fixture
    def results(self, article: Article) -> DirectiveList:
        return cast.add_list(article, kind=ListKind.RESULT)

    def test_lists_of_directives_unless_others_are_asked_for(
        self, api: Api, directive_list: DirectiveList, results: DirectiveList
    ) -> None:
        assert api.slugs("/directive-lists/") == [directive_list.public_id]
        assert api.slugs("/directive-lists/", directive="true") == [directive_list.public_id]
        assert api.slugs("/directive-lists/", directive="false") == [results.public_id]

    def test_a_kind_asked_for_is_listed_whatever_it_is(self, api: Api, results: DirectiveList) -> None:
        assert api.slugs("/directive-lists/", kind="result") == [results.public_id]
        assert api.slugs("/directive-lists/", kind="result", directive="true") == []

    def test_any_list_has_a_page_of_its_own(self, api: Api, results: DirectiveList) -> None:
        cast.add_directive(results.article, list=results, ordinal=1)
        answer = api.read(url(results))
        assert (answer["directive"], answer["items"][0]["url"]) == (False, None)

    @pytest.mark.parametrize(
        "asked",
        [
            {"speaker": "le-hoai-trung"},
            {"topic": "hoi-nhap-quoc-te"},
            {"resolution": "59-nq-tw"},
            {"kind": "orientation"},
            {"article": "ba-dinh-huong"},
        ],
        ids=lambda asked: next(iter(asked)),
    )
    def test_each_filter_finds_its_own_and_no_other(
        self, api: Api, citation: Citation, directive_list: DirectiveList, asked: dict[str, str]
    ) -> None:
        other = cast.add_article()
        cast.add_list(other, kind=ListKind.TASK)
        assert api.slugs("/directive-lists/", **asked) == [directive_list.public_id]

    def test_a_rejected_mention_credits_nobody(self, api: Api, directive_list: DirectiveList) -> None:
        Mention.objects.update(review=Review.REJECTED)
        (row,) = api.rows("/directive-lists/")
        assert [row[name] for name in ("speaker", "office_as_written", "mention")] == [None] * 3
