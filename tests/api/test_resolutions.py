"""Documents: what sources say of each, how they relate, and where they are cited."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Confidence, Origin, Review, State
from directives.models import (
    Citation,
    DocumentKind,
    Relation,
    RelationType,
    Resolution,
    ResolutionAlias,
    ResolutionClaim,
)
from tests import cast
from tests.conftest import Api

URL = "/resolutions/59-nq-tw/"


def relate(resolution: Resolution, target: Resolution, **facts: object) -> Relation:
    given = {"type": RelationType.IMPLEMENTS, "confidence": Confidence.SINGLE, "source": "https://nguon.example/"}
    return Relation.objects.create(resolution=resolution, target=target, **{**given, **facts})


class TestList:
    def test_a_document_says_what_is_known_of_it_and_how_often_it_is_cited(self, api: Api, citation: Citation) -> None:
        other = cast.add_article()
        for where in (other, other):
            cast.add_citation(where, citation.resolution)
        cast.add_citation(other, citation.resolution, review=Review.REJECTED)
        (row,) = api.rows("/resolutions/")
        assert (row["symbol"], row["title"], row["issued_on"]) == ("59-NQ/TW", "về hội nhập", "2025-01-24")
        assert row["issuer"]["name"] == "Bộ Chính trị"
        assert (row["citation_count"], row["article_count"]) == (3, 2)

    def test_what_no_source_says_is_null(self, api: Api) -> None:
        cast.add_resolution(number="")
        (row,) = api.rows("/resolutions/")
        unknown = ("title", "issuer", "issued_on", "symbol", "number", "term", "source_url")
        assert [row[name] for name in unknown] == [None] * len(unknown)

    def test_one_that_only_a_withdrawn_article_cites_is_not_in_it(self, api: Api, citation: Citation) -> None:
        Resolution.objects.update(origin=Origin.MACHINE)
        assert api.slugs("/resolutions/") == ["59-nq-tw"]
        Article.objects.update(state=State.WITHDRAWN)
        assert api.slugs("/resolutions/") == []
        assert api.get(URL).status_code == 410

    def test_those_of_an_unknown_day_come_last_both_ways(self, api: Api, resolution: Resolution) -> None:
        cast.add_resolution(slug="khong-ngay")
        cast.add_resolution(slug="cu", issued_on=datetime.date(2019, 1, 1))
        assert api.slugs("/resolutions/") == ["59-nq-tw", "cu", "khong-ngay"]
        assert api.slugs("/resolutions/", ordering="issued_on") == ["cu", "59-nq-tw", "khong-ngay"]
        assert api.slugs("/resolutions/", ordering="-issued_on") == ["59-nq-tw", "cu", "khong-ngay"]

    @pytest.mark.parametrize(
        "asked",
        [
            {"kind": "nghi-quyet"},
            {"number": "59"},
            {"symbol": "59-NQ/TW"},
            {"issuer": "bo-chinh-tri"},
            {"year": 2025},
            {"article": "ba-dinh-huong"},
            {"cited": "true"},
        ],
        ids=lambda asked: next(iter(asked)),
    )
    def test_each_filter_finds_its_own_and_no_other(self, api: Api, citation: Citation, asked: dict[str, str]) -> None:
        cast.add_resolution(kind=DocumentKind.CHI_THI, number="15", symbol="15-CT/TW")
        assert api.slugs("/resolutions/", **asked) == ["59-nq-tw"]

    def test_those_that_nobody_cites_can_be_asked_for(
        self, api: Api, citation: Citation, open_citation: Citation
    ) -> None:
        other = cast.add_resolution()
        assert api.slugs("/resolutions/", cited="false") == [other.slug]

    def test_fifty_documents_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = api.cost("/resolutions/")
        for _ in range(49):
            cast.add_citation(citation.article, cast.add_resolution(issuer=cast.add_organ()))
        with django_assert_num_queries(one):
            assert len(api.rows("/resolutions/", page_size=50)) == 50


class TestDetail:
    def test_it_has_names_and_what_sources_say_side_by_side(self, api: Api, resolution: Resolution) -> None:
        ResolutionAlias.objects.create(resolution=resolution, name="Nghị quyết về hội nhập")
        for value, confidence, preferred in (
            ("2024-12-22", Confidence.CONFLICT, False),
            ("2025-01-24", Confidence.CONFLICT, True),
            ("2023-01-01", Confidence.UNVERIFIED, False),
        ):
            ResolutionClaim.objects.create(
                resolution=resolution, fact="issued_on", value=value, confidence=confidence, preferred=preferred
            )
        answer = api.read(URL)
        assert answer["aliases"] == ["Nghị quyết về hội nhập"]
        claims = [(claim["value"], claim["preferred"]) for claim in answer["claims"]]
        assert claims == [("2025-01-24", True), ("2024-12-22", False)]

    def test_relations_stand_on_both_sides(self, api: Api, resolution: Resolution, article: Article) -> None:
        other = cast.add_resolution(slug="21-nq-cp", symbol="21/NQ-CP")
        relate(other, resolution, article=article)
        (incoming,) = api.read(URL)["incoming_relations"]
        (outgoing,) = api.read("/resolutions/21-nq-cp/")["relations"]
        assert (incoming["type"], incoming["resolution"]["symbol"]) == ("implements", "21/NQ-CP")
        assert (outgoing["resolution"]["slug"], outgoing["article"]["slug"]) == ("59-nq-tw", "ba-dinh-huong")

    def test_a_relation_that_nobody_stands_behind_is_not_served(self, api: Api, resolution: Resolution) -> None:
        relate(resolution, cast.add_resolution(), confidence=Confidence.UNVERIFIED)
        relate(
            resolution,
            cast.add_resolution(),
            origin=Origin.MACHINE,
            article=cast.add_article(state=State.WITHDRAWN),
            source="",
        )
        assert api.read(URL)["relations"] == []

    def test_a_relation_does_not_name_a_withdrawn_article(self, api: Api, resolution: Resolution) -> None:
        relate(resolution, cast.add_resolution(), article=cast.add_article(state=State.WITHDRAWN))
        assert api.read(URL)["relations"][0]["article"] is None

    def test_ten_relations_cost_as_many_queries_as_one(
        self, api: Api, resolution: Resolution, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        def add() -> None:
            relate(resolution, cast.add_resolution(), article=cast.add_article())
            relate(cast.add_resolution(), resolution, article=cast.add_article())

        add()
        one = api.cost(URL)
        for _ in range(9):
            add()
        with django_assert_num_queries(one):
            answer = api.read(URL)
        assert len(answer["relations"]) == len(answer["incoming_relations"]) == 10


class TestCitations:
    def test_each_place_is_shown_with_the_text_around_it(self, api: Api, citation: Citation) -> None:
        cast.add_citation(citation.article, cast.add_resolution())
        (row,) = api.rows(f"{URL}citations/")
        text = citation.article.text
        snippet = row["snippet"]
        assert text[snippet["start"] : snippet["end"]] == snippet["exact"]
        assert snippet["exact"] == snippet["prefix"] + row["exact"] + snippet["suffix"]
        assert row["directive"]["slug"] == "nang-tam-hoi-nhap"
        assert row["outlet"]["attribution"] == "Theo Báo Mẫu"

    def test_they_are_filtered_like_any_list(self, api: Api, citation: Citation) -> None:
        cast.add_citation(cast.add_article(slug="bai-khac"), citation.resolution, form="short")
        rows = api.rows(f"{URL}citations/", article="bai-khac", form="short")
        assert [row["article"]["slug"] for row in rows] == ["bai-khac"]
        assert api.refused(f"{URL}citations/", resolution="59-nq-tw") == ["resolution"]

    def test_those_of_no_document_are_not_found(self, api: Api) -> None:
        assert api.get(f"{URL}citations/").status_code == 404

    def test_fifty_places_cost_as_many_queries_as_one(
        self, api: Api, citation: Citation, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = api.cost(f"{URL}citations/")
        for _ in range(49):
            article = cast.add_article(outlet=cast.add_outlet())
            cast.add_citation(article, citation.resolution, directive=cast.add_directive(article))
        with django_assert_num_queries(one):
            assert len(api.rows(f"{URL}citations/", page_size=50)) == 50
