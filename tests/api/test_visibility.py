"""What is hidden at its own address is hidden beside others too; who was merged is shown as the survivor."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client

from articles.models import (
    Article,
    Block,
    Confidence,
    Mention,
    Office,
    Organ,
    Origin,
    Remark,
    Review,
    Speaker,
    State,
    Tenure,
    TenureClaim,
)
from directives.models import Citation, Directive, DirectiveList, Relation, RelationType, Resolution
from tests import cast
from tests.conftest import Api
from tests.walking import Answer, lists, read, texts_in, walk

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


def addresses_of(article: Article) -> list[str]:
    """Return the addresses of an article and of all that was found in it."""
    own = f"/api/v1/articles/{article.slug}/"
    found: list[tuple[str, QuerySet[Any], str]] = [
        ("directives", Directive.objects.in_truth(), "slug"),
        ("directive-lists", DirectiveList.objects.all(), "public_id"),
        ("citations", Citation.objects.all(), "public_id"),
        ("remarks", Remark.objects.all(), "public_id"),
    ]
    names = ((kind, rows.filter(article=article).values_list(name, flat=True)) for kind, rows, name in found)
    return [own, f"{own}text/", *(f"/api/v1/{kind}/{name}/" for kind, given in names for name in given)]


def marks_of(article: Article) -> set[str]:
    """Return the strings by which an answer would give an article away: its names, the ids in it, its longer lines.

    Lines that another article prints as well are not its own.
    """
    others = list(Article.objects.exclude(pk=article.pk).values_list("text", flat=True))
    lines = {line.strip() for line in article.text.split("\n") if len(line.strip()) >= 60}
    ids: set[str] = set()
    for model in (Block, Mention, Directive, DirectiveList, Citation, Remark):
        ids.update(model.objects.filter(article=article).values_list("public_id", flat=True))
    slugs = Directive.objects.filter(article=article).values_list("slug", flat=True)
    own_lines = {line for line in lines if not any(line in text for text in others)}
    return {article.slug, article.display_title, *ids, *slugs, *own_lines}


def without_its_time(answer: Any) -> Any:
    """Return an answer without the moment at which an article was last changed: it moves as it is published again."""
    if isinstance(answer, list):
        return [without_its_time(one) for one in answer]
    if not isinstance(answer, dict):
        return answer
    return {name: without_its_time(value) for name, value in answer.items() if name != "changed_at"}


def tells(answer: Answer, marks: set[str]) -> list[str]:
    """Return the marks that an answer has."""
    said = "\n".join(texts_in(answer))
    return [mark for mark in marks if mark in said]


class TestWithdrawn:
    def test_nothing_of_a_withdrawn_article_is_left_until_it_is_published_again(self, client: Client, db: None) -> None:
        for command in ("load_fixtures", "load_seeds"):
            call_command(command, verbosity=0)
        before = without_its_time(walk(client, findings=False))
        rows = {address: "\n".join(texts_in(answer)) for address, answer in before.items() if "?" not in address}
        for article in Article.objects.all():
            marks, own = marks_of(article), addresses_of(article)
            naming = [address for address in rows if article.slug in rows[address]]
            etag = client.get("/api/v1/topics/")["ETag"]
            article.state = State.WITHDRAWN
            article.save()
            for address in own:
                response = client.get(address)
                assert (response.status_code, response.json()["code"]) == (410, "gone"), address
            others = [address for address in naming if address.removeprefix("http://testserver") not in own]
            after = {**lists(client), **{address: read(client, address) for address in others}}
            assert {address: found for address in after if (found := tells(after[address], marks))} == {}
            first_page = client.get("/").content.decode()
            assert [mark for mark in marks if mark in first_page] == []
            assert client.get("/api/v1/topics/")["ETag"] != etag
            article.state = State.PUBLIC
            article.save()
        assert without_its_time(walk(client, findings=False)) == before

    @pytest.mark.parametrize("path", ["/articles/ba-dinh-huong/", "/articles/ba-dinh-huong/text/"])
    def test_it_is_gone_for_who_asks_for_the_head_alone_or_holds_it(
        self, api: Api, article: Article, path: str
    ) -> None:
        address = f"/api/v1{path}"
        held = api.client.head(address)
        assert held.status_code == 200
        article.state = State.WITHDRAWN
        article.save()
        assert api.client.head(address).status_code == 410
        assert api.client.get(address, headers={"if-none-match": held["ETag"]}).status_code == 410

    def test_who_and_what_it_alone_knows_is_gone_with_it(self, api: Api, mention: Mention, citation: Citation) -> None:
        own = ("/speakers/le-hoai-trung/", "/resolutions/59-nq-tw/", "/resolutions/59-nq-tw/citations/")
        for model in (Speaker, Resolution):
            model.objects.update(origin=Origin.MACHINE)
        cast.add_speaker(slug="ten-cu", merged_into=Speaker.objects.get(slug="le-hoai-trung"), origin=Origin.MACHINE)
        assert [api.get(path).status_code for path in (*own, "/speakers/ten-cu/")] == [200, 200, 200, 301]
        Article.objects.update(state=State.WITHDRAWN)
        assert [api.get(path).status_code for path in (*own, "/speakers/ten-cu/")] == [410] * 4
        assert (api.slugs("/speakers/"), api.slugs("/resolutions/")) == ([], [])
        other = cast.add_article()
        cast.add_mention(other, mention.speaker)
        cast.add_citation(other, citation.resolution)
        assert [api.get(path).status_code for path in own] == [200] * 3

    def test_who_is_known_from_elsewhere_stays(self, api: Api, mention: Mention, citation: Citation) -> None:
        Article.objects.update(state=State.WITHDRAWN)
        assert api.read("/speakers/le-hoai-trung/")["article_count"] == 0
        assert api.read("/resolutions/59-nq-tw/")["citation_count"] == 0
        assert api.rows("/resolutions/59-nq-tw/citations/") == []

    @pytest.mark.parametrize("name", ["directive", "directive_list", "citation", "remark"])
    def test_what_was_rejected_is_unknown_whatever_becomes_of_its_article(
        self, api: Api, name: str, request: pytest.FixtureRequest
    ) -> None:
        finding = request.getfixturevalue(name)
        kind = name.replace("_", "-")
        path = f"/{kind}s/{finding.slug if name == 'directive' else finding.public_id}/"
        Article.objects.update(state=State.WITHDRAWN)
        assert api.get(path).status_code == 410
        type(finding).objects.update(review=Review.REJECTED)
        assert api.get(path).status_code == 404
        Article.objects.update(state=State.PUBLIC)
        assert api.get(path).status_code == 404

    def test_a_question_about_methods_tells_nothing_of_the_row(self, api: Api, article: Article) -> None:
        address = "/api/v1/articles/ba-dinh-huong/"
        public = api.client.options(address)
        Article.objects.update(state=State.WITHDRAWN)
        withdrawn, unknown = api.client.options(address), api.client.options("/api/v1/articles/khong-co/")
        assert public.content == withdrawn.content == unknown.content
        assert public.status_code == withdrawn.status_code == unknown.status_code == 200
