"""What is hidden at its own address is hidden beside others too; who was merged is shown as the survivor."""

import pytest

from articles.models import (
    Article,
    Confidence,
    Mention,
    Office,
    Organ,
    Origin,
    Review,
    Speaker,
    State,
    Tenure,
    TenureClaim,
)
from directives.models import Citation, Directive, Relation, RelationType, Resolution
from tests import cast
from tests.conftest import Api

OFFICE = "/offices/bo-truong-ngoai-giao/"


@pytest.mark.parametrize("path", ["/citations/", "/resolutions/59-nq-tw/citations/"])
def test_a_rejected_directive_finds_no_citations(api: Api, citation: Citation, path: str) -> None:
    assert len(api.rows(path, directive="nang-tam-hoi-nhap")) == 1
    Directive.objects.update(review=Review.REJECTED)
    assert api.rows(path, directive="nang-tam-hoi-nhap") == []


def test_a_document_that_is_not_served_stands_in_no_relation(api: Api, resolution: Resolution) -> None:
    hidden = cast.add_resolution(slug="an", origin=Origin.MACHINE)
    shown = cast.add_resolution(slug="hien")
    for source, target in ((resolution, hidden), (hidden, resolution), (resolution, shown), (shown, resolution)):
        Relation.objects.create(
            resolution=source, target=target, type=RelationType.AMENDS, confidence=Confidence.SINGLE
        )
    assert api.get("/resolutions/an/").status_code == 404
    answer = api.read("/resolutions/59-nq-tw/")
    for name in ("relations", "incoming_relations"):
        assert [one["resolution"]["slug"] for one in answer[name]] == ["hien"]


def test_who_is_not_served_holds_no_office(api: Api, article: Article, mention: Mention, office: Office) -> None:
    Tenure.objects.update(since="2020-01-01")
    Speaker.objects.update(origin=Origin.MACHINE)
    assert len(api.read(OFFICE)["holders"]) == 1
    Article.objects.update(state=State.WITHDRAWN)
    assert api.get("/speakers/le-hoai-trung/").status_code == 410
    assert api.read(OFFICE)["holders"] == []
    assert api.read("/organs/bo-ngoai-giao/")["offices"][0]["holders"] == []
    assert api.slugs("/offices/", speaker="le-hoai-trung") == []


@pytest.mark.parametrize("gone", ["the article", "the mention"])
def test_an_office_that_only_a_hidden_place_shows_is_not_served(
    api: Api, speaker: Speaker, mention: Mention, office: Office, gone: str
) -> None:
    (held,) = api.read("/speakers/le-hoai-trung/")["tenures"]
    assert [one["exact"] for one in held["evidence"]["articles"]] == ["Quyền Bộ trưởng Ngoại giao"]
    if gone == "the article":
        Article.objects.update(state=State.WITHDRAWN)
    else:
        Mention.objects.update(review=Review.REJECTED)
    assert api.read("/speakers/le-hoai-trung/")["tenures"] == []
    assert api.slugs("/speakers/", office=office.slug) == []


class TestMerged:
    @pytest.fixture
    def survivor(self, speaker: Speaker, mention: Mention, office: Office) -> Speaker:
        """Who Lê Hoài Trung was merged into, with the mention and the office that it shows."""
        survivor = cast.add_speaker("Trung Lê Hoài", slug="moi")
        speaker.merged_into = survivor
        speaker.save()
        return survivor

    def test_everything_is_the_survivors(self, api: Api, survivor: Speaker) -> None:
        assert [one["speaker"]["slug"] for one in api.read(OFFICE)["holders"]] == ["moi"]
        answer = api.read("/speakers/moi/")
        assert (answer["article_count"], answer["mention_counts"]["quoted"], len(answer["tenures"])) == (1, 1, 1)
        assert api.slugs("/articles/", speaker="moi") == ["ba-dinh-huong"]
        (person,) = api.read("/articles/ba-dinh-huong/")["speakers"]
        assert person["speaker"]["slug"] == "moi"

    def test_the_last_of_several_merges_has_it_all(self, api: Api, survivor: Speaker) -> None:
        last = cast.add_speaker(slug="cuoi")
        survivor.merged_into = last
        survivor.save()
        assert api.read("/speakers/cuoi/")["article_count"] == 1
        assert api.get("/speakers/le-hoai-trung/")["Location"] == "/api/v1/speakers/cuoi/"

    def test_what_the_machine_saw_of_both_is_shown_once(
        self, api: Api, speaker: Speaker, mention: Mention, office: Office
    ) -> None:
        survivor = cast.add_speaker(slug="moi")
        cast.add_tenure(survivor, office, acting=True, origin=Origin.MACHINE)
        speaker.merged_into = survivor
        speaker.save()
        assert [one["speaker"]["slug"] for one in api.read(OFFICE)["holders"]] == ["moi"]


class TestEvidence:
    def test_every_article_that_shows_it_comes_once_by_day(
        self, api: Api, speaker: Speaker, office: Office, organ: Organ
    ) -> None:
        tenure = cast.add_tenure(speaker, office, since="2025-01-01", first_seen="2025-02-01", last_seen="2025-09-01")
        TenureClaim.objects.create(tenure=tenure, fact="since", value="2025-01-01", confidence=Confidence.SINGLE)
        for day in ("2025-09-01", None, "2025-02-01", "2024-12-31"):
            article = cast.add_article(published_on=day)
            for words in ("Lê Hoài Trung", "Ông"):
                cast.print_title(cast.add_mention(article, speaker, words), "Bộ trưởng Ngoại giao", office)
        for published_on, other in (("2025-03-01", {"acting": True}), ("2025-03-02", {"former": True})):
            mention = cast.add_mention(cast.add_article(published_on=published_on), speaker)
            cast.print_title(mention, "Bộ trưởng Ngoại giao", office, **other)
        paths = ("/speakers/le-hoai-trung/", OFFICE)
        held = [answer.get("tenures") or answer["holders"] for answer in map(api.read, paths)]
        held.append(api.read("/organs/bo-ngoai-giao/")["offices"][0]["holders"])
        for tenures in held:
            (one,) = (one for one in tenures if not one["acting"])
            found = one["evidence"]["articles"]
            assert [entry["published_on"] for entry in found] == ["2025-02-01", "2025-09-01", None]
            assert {one["first_seen"], one["last_seen"]} <= {entry["published_on"] for entry in found}
            assert cast.TEXT[found[0]["start"] : found[0]["end"]] == found[0]["exact"] == "Bộ trưởng Ngoại giao"
            assert [claim["fact"] for claim in one["evidence"]["claims"]] == ["since"]

    @pytest.mark.parametrize("path", ["/speakers/le-hoai-trung/", OFFICE, "/organs/bo-ngoai-giao/"])
    def test_ten_articles_cost_as_many_queries_as_one(
        self, api: Api, speaker: Speaker, office: Office, path: str
    ) -> None:
        cast.add_tenure(speaker, office, origin=Origin.MACHINE)
        costs = set()
        for day in range(1, 11):
            mention = cast.add_mention(cast.add_article(published_on=f"2025-01-{day:02}"), speaker)
            cast.print_title(mention, "Bộ trưởng Ngoại giao", office)
            costs.add(api.cost(path))
        assert len(costs) == 1

    def test_of_many_articles_the_first_ten_and_the_last_ten_are_shown(
        self, api: Api, speaker: Speaker, office: Office
    ) -> None:
        cast.add_tenure(speaker, office, origin=Origin.MACHINE)
        for day in range(1, 26):
            mention = cast.add_mention(cast.add_article(published_on=f"2025-01-{day:02}"), speaker)
            cast.print_title(mention, "Bộ trưởng Ngoại giao", office)
        found = api.read(OFFICE)["holders"][0]["evidence"]["articles"]
        assert [int(one["published_on"][-2:]) for one in found] == [*range(1, 11), *range(16, 26)]
