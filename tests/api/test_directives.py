"""Directives: the words, who set them out in what office, where they stand; nothing that is no directive."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import (
    Article,
    EarlierText,
    Genre,
    Mention,
    Office,
    Origin,
    Outlet,
    PrintedTitle,
    Review,
    Speaker,
    State,
)
from directives.models import Citation, Directive, DirectiveList, ListKind, Topic
from tests import cast
from tests.conftest import Answer, Api

URL = "/directives/nang-tam-hoi-nhap/"


class TestAnswer:
    def test_it_says_who_set_it_out_in_what_office_and_why_that_is_known(self, api: Api, directive: Directive) -> None:
        answer = api.read(URL)
        assert answer["speaker"] == {
            "slug": "le-hoai-trung",
            "name": "Lê Hoài Trung",
            "url": "http://testserver/api/v1/speakers/le-hoai-trung/",
        }
        assert answer["office_as_written"] == "Quyền Bộ trưởng Ngoại giao"
        assert (answer["mention"]["exact"], answer["mention"]["rule"]) == ("Lê Hoài Trung", "by-hand")

    def test_it_says_where_and_when_it_was_published_and_how_to_attribute_it(
        self, api: Api, directive: Directive
    ) -> None:
        answer = api.read(URL)
        assert (answer["article"]["slug"], answer["published_on"]) == ("ba-dinh-huong", "2025-09-16")
        assert answer["outlet"]["attribution"] == "Theo Báo Mẫu"

    def test_its_text_leaves_out_what_stands_between_its_parts(self, api: Api, directive: Directive) -> None:
        answer = api.read(URL)
        assert answer["text"] == f"{cast.FIRST}\n\n{cast.FIRST_GOES_ON}"
        assert cast.CAPTION in answer["exact"]
        text = directive.article.text
        assert [text[part["start"] : part["end"]] for part in answer["parts"]] == [cast.FIRST, cast.FIRST_GOES_ON]
        assert [part["exact"] for part in answer["parts"]] == [cast.FIRST, cast.FIRST_GOES_ON]

    def test_one_in_a_single_piece_has_no_parts(self, api: Api, article: Article) -> None:
        cast.add_directive(article)
        (found,) = api.rows("/directives/")
        assert (found["parts"], found["text"], found["exact"]) == ([], cast.SINGLE, cast.SINGLE)
        assert [found[name] for name in ("list", "parent", "ordinal_path", "marker", "addressee")] == [None] * 5

    def test_its_place_in_the_list_is_a_path_of_ordinals(self, api: Api, directive: Directive) -> None:
        below = cast.add_directive(
            directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=2, slug="diem-duoi"
        )
        answer = api.read("/directives/diem-duoi/")
        assert (answer["ordinal_path"], answer["parent"]["slug"]) == ("1.2", directive.slug)
        assert answer["list"]["declared_count"] == 3
        assert [child["slug"] for child in api.read(URL)["children"]] == [below.slug]

    def test_it_has_the_documents_cited_in_its_words_and_its_topics(self, api: Api, citation: Citation) -> None:
        answer = api.read(URL)
        assert [one["resolution"]["slug"] for one in answer["citations"]] == ["59-nq-tw"]
        assert [one["slug"] for one in answer["topics"]] == ["hoi-nhap-quoc-te"]

    def test_a_rejected_mention_credits_nobody(self, api: Api, directive: Directive) -> None:
        Mention.objects.update(review=Review.REJECTED)
        answer = api.read(URL)
        assert [answer[name] for name in ("speaker", "office_as_written", "mention")] == [None] * 3
        assert api.slugs("/directives/", speaker="le-hoai-trung") == []

    def test_it_says_the_office_that_the_article_prints_elsewhere(
        self, api: Api, directive: Directive, speaker: Speaker, office: Office
    ) -> None:
        bare = cast.add_mention(directive.article, speaker, "Ông")
        Directive.objects.filter(pk=directive.pk).update(mention=bare)
        answer = api.read(URL)
        assert answer["office_as_written"] is None
        assert (answer["office"]["slug"], answer["office"]["acting"]) == (office.slug, True)
        assert answer["office"]["url"] == "http://testserver/api/v1/offices/bo-truong-ngoai-giao/"
        for asked in ({"office": office.slug}, {"organ": "bo-ngoai-giao"}):
            assert api.slugs("/directives/", **asked) == [directive.slug]

    def test_it_says_no_office_where_the_article_prints_several_or_former_ones(
        self, api: Api, directive: Directive, mention: Mention, office: Office
    ) -> None:
        other = cast.print_title(mention, "Bộ trưởng Ngoại giao", cast.add_office(slug="uy-vien"))
        assert api.read(URL)["office"] is None
        assert api.slugs("/directives/", office=[office.slug, "uy-vien"]) == []
        PrintedTitle.objects.filter(pk=other.pk).update(former=True)
        assert api.read(URL)["office"]["slug"] == office.slug
        assert api.slugs("/directives/", office="uy-vien") == []
        PrintedTitle.objects.update(former=True)
        assert (api.read(URL)["office"], api.slugs("/directives/", office=office.slug)) == (None, [])

    def test_the_office_printed_for_another_person_or_in_another_article_does_not_count(
        self, api: Api, directive: Directive, speaker: Speaker
    ) -> None:
        cast.print_title(
            cast.add_mention(directive.article, cast.add_speaker()), "Bộ trưởng", cast.add_office(slug="a")
        )
        cast.print_title(cast.add_mention(cast.add_article(), speaker), "Bộ trưởng", cast.add_office(slug="b"))
        assert api.read(URL)["office"]["slug"] == "bo-truong-ngoai-giao"
        assert (api.slugs("/directives/", office="a"), api.slugs("/directives/", office="b")) == ([], [])

    def test_a_mention_left_in_an_earlier_text_still_says_who_set_it_out(
        self, api: Api, directive: Directive, mention: Mention
    ) -> None:
        earlier = EarlierText.objects.create(article=directive.article, text=cast.TEXT)
        Mention.objects.filter(pk=mention.pk).update(earlier_text=earlier)
        answer = api.read(URL)
        assert (answer["speaker"]["slug"], answer["mention"]) == ("le-hoai-trung", None)
        assert api.slugs("/directives/", speaker="le-hoai-trung") == [directive.slug]

    @pytest.mark.parametrize("path", ["/directives/", "/articles/ba-dinh-huong/", "/directive-lists/{}/"])
    def test_a_circle_of_points_breaks_no_answer(self, api: Api, directive: Directive, path: str) -> None:
        below = cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=1)
        Directive.objects.filter(pk=directive.pk).update(parent=below)
        answer = api.read(path.format(directive.list and directive.list.public_id))
        rows = answer.get("results") or answer.get("items") or answer["lists"][0]["items"]
        assert {row["slug"] for row in rows} == {directive.slug, below.slug}

    @pytest.mark.parametrize("path", [URL, "/directives/", "/articles/ba-dinh-huong/", "/directive-lists/{}/"])
    def test_it_costs_the_same_however_deep_points_stand(
        self, api: Api, directive: Directive, path: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        path = path.format(directive.list and directive.list.public_id)
        above = directive
        costs = set()
        for _ in range(6):
            above = cast.add_directive(above.article, "hội nhập", list=above.list, parent=above, ordinal=1)
            costs.add(api.cost(path))
        assert len(costs) == 1

    def test_a_rejected_point_above_and_rejected_citations_are_not_shown(self, api: Api, citation: Citation) -> None:
        above = cast.add_directive(citation.article, list=citation.directive.list, ordinal=7)  # type: ignore[union-attr]
        Directive.objects.filter(slug="nang-tam-hoi-nhap").update(parent=above, review=Review.CONFIRMED)
        Directive.objects.filter(pk=above.pk).update(review=Review.REJECTED)
        Citation.objects.update(review=Review.REJECTED)
        answer = api.read(URL)
        assert (answer["parent"], answer["citations"]) == (None, [])

    def test_fifty_directives_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        below(citation)
        one = api.cost("/directives/")
        for _ in range(48):
            below(citation)
        with django_assert_num_queries(one):
            assert len(api.rows("/directives/", page_size=50)) == 50

    def test_ten_points_below_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        below(citation)
        one = api.cost(URL)
        for _ in range(9):
            below(citation)
        with django_assert_num_queries(one):
            assert len(api.read(URL)["children"]) == 10


def below(citation: Citation) -> None:
    """Add a point below the one that citation stands in, with rows of its own on every side."""
    above, article = citation.directive, citation.article
    assert above is not None
    mention = cast.add_mention(article, cast.add_speaker())
    cast.print_title(mention, "Quyền Bộ trưởng Ngoại giao", cast.add_office())
    ordinal = above.children.count() + 1
    point = cast.add_directive(article, "hội nhập", list=above.list, parent=above, ordinal=ordinal, mention=mention)
    point.topics.add(cast.add_topic())
    cast.add_citation(article, cast.add_resolution(), directive=point)


class TestWhatIsServed:
    def test_points_of_results_are_no_directives(self, api: Api, directive: Directive) -> None:
        assert api.slugs("/directives/") == [directive.slug]
        DirectiveList.objects.update(kind=ListKind.RESULT)
        assert api.slugs("/directives/") == []
        assert api.get(URL).status_code == 404

    @pytest.mark.parametrize("model", [Directive, DirectiveList])
    def test_what_was_rejected_is_not_served(
        self, api: Api, directive: Directive, model: "type[Directive | DirectiveList]"
    ) -> None:
        model.objects.update(review=Review.REJECTED)
        assert api.slugs("/directives/") == []
        assert api.get(URL).status_code == 404

    def test_a_point_goes_with_the_one_above_unless_someone_confirmed_it(self, api: Api, directive: Directive) -> None:
        below = cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=1)
        Directive.objects.filter(pk=directive.pk).update(review=Review.REJECTED)
        assert (api.slugs("/directives/"), api.get(f"/directives/{below.slug}/").status_code) == ([], 404)
        Directive.objects.filter(pk=below.pk).update(review=Review.CONFIRMED)
        assert api.slugs("/directives/") == [below.slug]

    def test_nothing_of_a_withdrawn_article_is_served(self, api: Api, directive: Directive) -> None:
        Article.objects.update(state=State.WITHDRAWN)
        assert api.slugs("/directives/") == []
        assert api.get(URL).status_code == 410


class TestOrder:
    def test_the_newest_article_comes_first_then_the_place_in_it(self, api: Api, article: Article) -> None:
        newer = cast.add_article(published_on=datetime.date(2026, 1, 29))
        undated = cast.add_article()
        for slug, where, words in (
            ("cuoi", article, cast.SINGLE),
            ("dau", article, cast.FIRST),
            ("khong-ngay", undated, cast.FIRST),
            ("moi", newer, cast.SINGLE),
        ):
            cast.add_directive(where, words, slug=slug)
        assert api.slugs("/directives/") == ["moi", "dau", "cuoi", "khong-ngay"]
        assert api.slugs("/directives/", ordering="published_on") == ["dau", "cuoi", "moi", "khong-ngay"]

    @pytest.mark.parametrize("ordering", ["published_on", "-published_on"])
    def test_a_walk_over_pages_meets_each_once_in_order(self, api: Api, article: Article, ordering: str) -> None:
        for where in (article, cast.add_article(), cast.add_article(), cast.add_article(published_on="2024-02-01")):
            for words in (cast.FOURTH, cast.FIRST, cast.FIRST):
                cast.add_directive(where, words)
        whole = api.slugs("/directives/", ordering=ordering)
        met: list[str] = []
        answer: Answer = api.read("/directives/", ordering=ordering, page_size=5)
        while True:
            met += [row["slug"] for row in answer["results"]]
            if answer["next"] is None:
                break
            answer = api.client.get(answer["next"]).json()
        assert met == whole
        assert len(set(met)) == 12


class TestFilters:
    @pytest.mark.parametrize(
        "asked",
        [
            {"article": "ba-dinh-huong"},
            {"speaker": "le-hoai-trung", "role": "quoted"},
            {"office": "bo-truong-ngoai-giao"},
            {"organ": "bo-ngoai-giao"},
            {"outlet": "bao-mau"},
            {"resolution": "59-nq-tw"},
            {"kind": "orientation"},
            {"topic": "hoi-nhap-quoc-te"},
            {"genre": "interview"},
            {"year": 2025},
            {"published_after": "2025-09-16", "published_before": "2025-09-16"},
            {"review": "confirmed"},
            {"reviewed": "true"},
        ],
        ids=lambda asked: next(iter(asked)),
    )
    def test_each_filter_finds_its_own_and_no_other(
        self, api: Api, citation: Citation, directive: Directive, asked: dict[str, str]
    ) -> None:
        other = cast.add_article(outlet=cast.add_outlet())
        cast.add_directive(other, mention=cast.add_mention(other, cast.add_speaker(), role="pictured"))
        Article.objects.filter(slug="ba-dinh-huong").update(genre=Genre.INTERVIEW)
        Directive.objects.filter(pk=directive.pk).update(review=Review.CONFIRMED)
        assert api.slugs("/directives/", **asked) == [directive.slug]

    def test_a_list_finds_its_points(self, api: Api, directive: Directive, directive_list: DirectiveList) -> None:
        cast.add_directive(directive.article)
        assert api.slugs("/directives/", list=directive_list.public_id) == [directive.slug]

    def test_what_a_curator_added_counts_as_reviewed(self, api: Api, article: Article) -> None:
        machine = cast.add_directive(article)
        added = cast.add_directive(article, origin=Origin.CURATOR)
        assert api.slugs("/directives/", reviewed="true") == [added.slug]
        assert api.slugs("/directives/", reviewed="false") == [machine.slug]

    def test_a_directive_with_two_topics_that_are_asked_for_comes_once(
        self, api: Api, directive: Directive, topic: Topic
    ) -> None:
        other = cast.add_topic()
        directive.topics.add(other)
        assert api.slugs("/directives/", topic=[topic.slug, other.slug]) == [directive.slug]

    def test_a_kind_of_list_that_is_no_directive_is_refused(self, api: Api) -> None:
        assert api.refused("/directives/", kind="result") == ["kind"]

    def test_rejected_ones_cannot_be_asked_for(self, api: Api) -> None:
        assert api.refused("/directives/", review="rejected") == ["review"]

    def test_column_paths_are_no_parameters(self, api: Api, outlet: Outlet) -> None:
        assert api.refused("/directives/", article__slug="ba-dinh-huong") == ["article__slug"]
