"""Citations: every place where a document is cited, those included of which it is open which document is meant."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Review, State
from directives.models import Citation, Directive, DirectiveList, ListKind
from directives.snippets import LOADED, REACH, snippet
from tests import cast
from tests.conftest import Api


class TestAnswer:
    def test_a_place_says_which_document_is_cited_and_in_which_directive(self, api: Api, citation: Citation) -> None:
        answer = api.read(f"/citations/{citation.public_id}/")
        assert answer == api.rows("/citations/")[0]
        assert (answer["exact"], answer["form"], answer["status"]) == ("Nghị quyết 59-NQ/TW", "full", "resolved")
        assert (answer["resolution"]["symbol"], answer["directive"]["slug"]) == ("59-NQ/TW", "nang-tam-hoi-nhap")
        assert answer["reason"] is None

    def test_one_that_is_open_says_why(self, api: Api, open_citation: Citation) -> None:
        (row,) = api.rows("/citations/")
        assert (row["resolution"], row["status"]) == (None, "ambiguous")
        assert (row["reason"], row["number"]) == ("Two documents have this number.", "21")

    @pytest.mark.parametrize(
        "hidden",
        [
            lambda: Directive.objects.update(review=Review.REJECTED),
            lambda: DirectiveList.objects.update(review=Review.REJECTED),
            lambda: DirectiveList.objects.update(kind=ListKind.RESULT),
        ],
        ids=["directive rejected", "list rejected", "no directives"],
    )
    def test_a_directive_that_is_not_served_is_not_named(self, api: Api, citation: Citation, hidden: object) -> None:
        assert callable(hidden)
        hidden()
        assert api.rows("/citations/")[0]["directive"] is None

    def test_what_was_rejected_or_withdrawn_is_not_served(self, api: Api, citation: Citation) -> None:
        Citation.objects.update(review=Review.REJECTED)
        assert api.rows("/citations/") == []
        Citation.objects.update(review=Review.CONFIRMED)
        Article.objects.update(state=State.WITHDRAWN)
        assert api.rows("/citations/") == []
        assert api.get(f"/citations/{citation.public_id}/").status_code == 410

    def test_fifty_places_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = api.cost("/citations/")
        for _ in range(49):
            article = cast.add_article(outlet=cast.add_outlet())
            above = cast.add_directive(article, list=cast.add_list(article), ordinal=1)
            below = cast.add_directive(article, list=above.list, parent=above, ordinal=1)
            cast.add_citation(article, cast.add_resolution(), directive=below)
        with django_assert_num_queries(one):
            assert len(api.rows("/citations/", page_size=50)) == 50


class TestFilters:
    @pytest.mark.parametrize(
        "asked",
        [
            {"status": "resolved"},
            {"form": "alias"},
            {"kind": "chi-thi"},
            {"number": "15"},
            {"symbol": "15-CT/TW"},
            {"issuer": "ban-bi-thu"},
            {"resolution": "15-ct-tw"},
            {"directive": "viec-moi"},
            {"article": "bai-moi"},
        ],
        ids=lambda asked: next(iter(asked)),
    )
    def test_each_filter_finds_its_own_and_no_other(
        self, api: Api, open_citation: Citation, asked: dict[str, str]
    ) -> None:
        article = cast.add_article(slug="bai-moi")
        issuer = cast.add_organ(slug="ban-bi-thu")
        document = cast.add_resolution(slug="15-ct-tw", symbol="15-CT/TW", issuer=issuer)
        directive = cast.add_directive(article, slug="viec-moi")
        found = cast.add_citation(article, document, directive=directive, form="alias", kind="chi-thi", number="15")
        assert api.slugs("/citations/", **asked) == [found.public_id]

    def test_what_is_open_can_be_asked_for(self, api: Api, citation: Citation, open_citation: Citation) -> None:
        assert api.slugs("/citations/", status=["ambiguous", "unknown"]) == [open_citation.public_id]


class TestSnippet:
    def around(self, text: str, words: str) -> tuple[str, str]:
        """The text before and after words in their snippet, which must stand in the text as it says."""
        start = text.index(words)
        end = start + len(words)
        found = snippet(start, end, text[max(0, start - LOADED) : end + LOADED])
        assert text[found["start"] : found["end"]] == found["exact"] == found["prefix"] + words + found["suffix"]
        return found["prefix"], found["suffix"]

    def test_a_short_text_is_shown_whole(self) -> None:
        assert self.around("theo Nghị quyết 59 của Bộ Chính trị.", "Nghị quyết 59") == ("theo ", " của Bộ Chính trị.")

    def test_a_long_text_is_cut_between_words(self) -> None:
        before, after = self.around("ngoại giao " * 20 + "NQ 59" + " hội nhập" * 20, "NQ 59")
        assert before == "ngoại giao " * 7
        assert after == " hội nhập" * 8 + " hội"
        assert max(len(before), len(after)) <= REACH

    def test_a_text_that_ends_where_the_reach_does_keeps_its_last_word(self) -> None:
        word = "x" * (REACH - 1)
        assert self.around(f"{word} NQ {word}", "NQ") == (f"{word} ", f" {word}")

    def test_without_a_blank_in_reach_nothing_is_shown_of_a_word(self) -> None:
        assert self.around("x" * 200 + "NQ" + "y" * 200, "NQ") == ("", "")

    def test_offsets_count_code_points_not_utf_16_units(self) -> None:
        before, after = self.around("😀 theo NQ 59 😀😀", "NQ 59")
        assert (before, after) == ("😀 theo ", " 😀😀")

    def test_the_database_cuts_the_same_text(self, api: Api) -> None:
        text = "😀 ngoại giao " * 30 + "Nghị quyết 59-NQ/TW" + " hội nhập 😀" * 30
        cast.add_citation(cast.add_article(text=text), None)
        (row,) = api.rows("/citations/")
        found = row["snippet"]
        assert text[found["start"] : found["end"]] == found["exact"]
        assert (found["prefix"], found["suffix"]) == self.around(text, "Nghị quyết 59-NQ/TW")
