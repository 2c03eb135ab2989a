"""Every answer that quotes a text says whose it is and how much of it may be shown."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Outlet, Remark, TextPolicy
from articles.serializers.excerpts import LONGEST_QUOTATION, as_excerpt
from directives.models import Citation, Directive, DirectiveList, ListKind, Relation, Resolution
from tests import cast
from tests.conftest import Api
from tests.walking import Answer, objects_in, read, walk

TEXT = "/articles/ba-dinh-huong/text/"
ABOUT = '<http://testserver/api/v1/articles/ba-dinh-huong/>; rel="describedby"; type="application/json"'


@pytest.fixture
def seeds(db: None) -> None:
    call_command("load_fixtures", verbosity=0)
    call_command("load_seeds", verbosity=0)


def nearest(name: str, chain: tuple[Answer, ...]) -> Any:
    """Return what the innermost of the objects that has it says of name; fail where none has."""
    return next(one[name] for one in reversed(chain) if name in one)


def article_of(chain: tuple[Answer, ...]) -> Answer:
    """Return the innermost article among objects, or beside one of them."""
    return next(
        one if "source_url" in one and "genre" in one else one["article"]
        for one in reversed(chain)
        if one.get("article") or ("source_url" in one and "genre" in one)
    )


class TestEverywhere:
    def test_whoever_quotes_a_text_names_its_outlet_and_its_policy(self, client: Client, seeds: None) -> None:
        Article.objects.filter(outlet__slug="vietnamnet").update(text_policy=TextPolicy.EXCERPT)
        outlets = {
            article.slug: (article.policy, article.outlet and article.outlet.credit_line)
            for article in Article.objects.select_related("outlet")
        }
        assert {policy for policy, _ in outlets.values()} == set(TextPolicy.values)
        kinds = set()
        for address, answer in walk(client, findings=True).items():
            for chain in objects_in(answer):
                if chain[-1].get("exact") or "display_title" in chain[-1]:
                    article, outlet = article_of(chain), nearest("outlet", chain)
                    said = (article["text_policy"], outlet and outlet["attribution"])
                    assert said == outlets[article["slug"]], f"{address}: {chain[-1]}"
                    kinds.add(address.removeprefix("http://testserver").split("/")[3])
        assert kinds >= {"articles", "speakers", "offices", "organs", "directive-lists", "directives", "citations"}
        assert "resolutions" in kinds

    def test_an_outlet_without_a_line_gets_one_made_of_its_name(self, api: Api, article: Article) -> None:
        Outlet.objects.update(attribution="")
        assert api.read("/outlets/bao-mau/")["attribution"] == "Nguồn: Báo Mẫu"
        assert api.read("/articles/ba-dinh-huong/")["outlet"]["attribution"] == "Nguồn: Báo Mẫu"


class TestBareText:
    def test_its_header_leads_to_the_newspapers_page_with_the_line(self, api: Api, article: Article) -> None:
        Article.objects.update(url="https://bao.example/đối-ngoại>.html")
        assert api.get(TEXT)["Link"] == (
            f"{ABOUT}, <https://bao.example/%C4%91%E1%BB%91i-ngo%E1%BA%A1i%3E.html>; "
            "rel=\"canonical via\"; title*=UTF-8''Theo%20B%C3%A1o%20M%E1%BA%ABu"
        )

    def test_without_that_page_it_leads_to_the_outlet(self, api: Api, article: Article) -> None:
        line = "rel=\"via\"; title*=UTF-8''Theo%20B%C3%A1o%20M%E1%BA%ABu"
        assert api.get(TEXT)["Link"] == f"{ABOUT}, <https://bao.example/>; {line}"
        Outlet.objects.update(home_page="")
        assert api.get(TEXT)["Link"] == f"{ABOUT}, <http://testserver/api/v1/outlets/bao-mau/>; {line}"

    def test_without_an_outlet_it_leads_to_what_is_known(self, api: Api, article: Article) -> None:
        Article.objects.update(outlet=None)
        assert api.get(TEXT)["Link"] == ABOUT

    def test_a_page_of_another_site_may_read_it(self, client: Client, article: Article) -> None:
        response = client.get(f"/api/v1{TEXT}", headers={"origin": "https://reader.example"})
        assert "Link" in response["Access-Control-Expose-Headers"].split(", ")


class TestExcerpts:
    def test_one_answer_gives_back_less_than_half_of_a_seed(
        self, client: Client, seeds: None, settings: Settings
    ) -> None:
        settings.DEFAULT_TEXT_POLICY = TextPolicy.EXCERPT
        for article in Article.objects.all():
            answer = read(client, f"/api/v1/articles/{article.slug}/")
            shown = bytearray(len(article.text))
            for start, words in quotations(answer):
                assert article.text[start : start + len(words)] == words
                assert len(words) <= LONGEST_QUOTATION
                shown[start : start + len(words)] = b"\1" * len(words)
            assert answer["title"] or len(answer["display_title"]) <= LONGEST_QUOTATION
            assert 0.1 < sum(shown) / len(shown) < 0.5, article.slug
            assert answer["directives"] or answer["lists"]

    def test_of_a_long_directive_the_beginning_is_shown(self, api: Api, article: Article) -> None:
        words = "Một là, " + "mở rộng thị trường, " * 20 + "hết."
        Article.objects.update(text=words, text_policy=TextPolicy.EXCERPT)
        article.refresh_from_db()
        cast.add_directive(article, words, slug="dai")
        for row in (api.read("/directives/dai/"), api.read("/articles/ba-dinh-huong/")["directives"][0]):
            assert (row["start"], row["end"], row["text"]) == (0, len(words), row["exact"])
            assert len(row["exact"]) <= LONGEST_QUOTATION < len(words)
            assert words.startswith(f"{row['exact']} ")

    def test_parts_beyond_the_beginning_are_left_out(self, api: Api, article: Article) -> None:
        first, caption, second, third = "a " * 100, "b " * 10, "c " * 100, "d " * 10
        words = (first + caption + second + third).strip()
        starts = [0, len(first + caption), len(first + caption + second)]
        ends = [len(first) - 1, starts[2] - 1, len(words)]
        Article.objects.update(text=words, text_policy=TextPolicy.EXCERPT)
        article.refresh_from_db()
        cast.add_directive(article, words, slug="dai", parts=[list(part) for part in zip(starts, ends, strict=True)])
        row = api.read("/directives/dai/")
        assert [part["start"] for part in row["parts"]] == starts[:2]
        assert all(words[part["start"] :].startswith(part["exact"]) for part in row["parts"])
        assert row["text"] == "\n\n".join(part["exact"] for part in row["parts"])
        assert len(row["parts"][1]["exact"]) < 100

    def test_what_is_no_directive_is_counted_and_not_shown(self, api: Api, directive: Directive) -> None:
        Article.objects.update(text_policy=TextPolicy.EXCERPT)
        (shown,) = api.read("/articles/ba-dinh-huong/")["lists"]
        assert [point["slug"] for point in shown["items"]] == [directive.slug]
        DirectiveList.objects.update(kind=ListKind.RESULT)
        (kept_back,) = api.read("/articles/ba-dinh-huong/")["lists"]
        assert (kept_back["found_count"], kept_back["items"]) == (1, [])
        assert api.read(kept_back["url"])["items"] == []

    def test_the_lead_is_kept_back(self, api: Api, article: Article) -> None:
        Article.objects.update(lead=cast.LEAD)
        assert api.read("/articles/ba-dinh-huong/")["lead"] == cast.LEAD
        Article.objects.update(text_policy=TextPolicy.EXCERPT)
        assert api.read("/articles/ba-dinh-huong/")["lead"] is None
        assert api.rows("/articles/")[0]["lead"] is None

    def test_a_sentence_that_stands_for_the_title_is_cut_wherever_it_is_shown(
        self, client: Client, citation: Citation, remark: Remark
    ) -> None:
        sentence = "Ông nêu " + "ba định hướng, " * 70 + "hết."
        Article.objects.update(title=None, display_title=sentence, lead=sentence)
        article, resolution = citation.article, Resolution.objects.get()
        target = cast.add_resolution()
        Relation.objects.create(
            resolution=resolution, type="amends", target=target, article=article, confidence="single"
        )
        shown: dict[TextPolicy, list[str]] = {}
        for policy in (TextPolicy.FULL, TextPolicy.EXCERPT):
            article.text_policy = policy
            article.save(update_fields=["text_policy"])
            answers = walk(client, findings=True)
            shown[policy] = [title for answer in answers.values() for title in titles_in(answer)]
            assert (sentence in client.get("/").content.decode()) == (policy == TextPolicy.FULL)
        assert len(shown[TextPolicy.EXCERPT]) == len(shown[TextPolicy.FULL]) > 10
        assert set(shown[TextPolicy.FULL]) == {sentence}
        (cut,) = set(shown[TextPolicy.EXCERPT])
        assert len(cut) <= LONGEST_QUOTATION
        assert sentence.startswith(f"{cut} ")

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("đ" * 250, "đ" * 250),
            ("đ" * 251, "đ" * 250),
            (f"{'đ' * 249} hết", "đ" * 249),
            (f"{'đ' * 250} hết", "đ" * 250),
            (f"{'đ' * 100} {'i' * 149} x", f"{'đ' * 100} {'i' * 149}"),
            (f"{'đ' * 100} {'i' * 150} x", "đ" * 100),
        ],
    )
    def test_it_ends_between_words_where_it_can(self, words: str, shown: str) -> None:
        assert as_excerpt({"exact": words}) == {"exact": shown}


def quotations(answer: Answer) -> Iterator[tuple[int, str]]:
    """Yield the words that an answer quotes, with the place where they begin."""
    for *_, one in objects_in(answer):
        if one.get("exact"):
            yield one["start"], one["exact"]


def titles_in(answer: Answer) -> Iterator[str]:
    """Yield what an answer calls its articles; where no title is known, that is a sentence of the text."""
    yield from (one["display_title"] for *_, one in objects_in(answer) if "display_title" in one)
