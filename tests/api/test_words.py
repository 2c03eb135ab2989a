"""`q` on every list: rows that hold the words, and what decided."""

from typing import Any

import pytest

from articles.models import Review, SpeakerAlias, State
from config.schema import document, is_list
from directives.models import Citation, Directive, DirectiveList, Resolution
from tests import cast
from tests.conftest import Api
from tests.recorder import operations

LISTS = sorted(path.removeprefix("/api/v1") for path, one in operations() if is_list(one))


@pytest.mark.parametrize("path", LISTS)
def test_every_list_can_be_searched(path: str) -> None:
    stated = {one["name"] for one in document()["paths"][f"/api/v1{path}"]["get"]["parameters"]}
    assert {"q", "match"} <= stated


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/articles/", "định hướng đối ngoại"),
        ("/directives/", "nang tam hoi nhap"),
        ("/directive-lists/", "nêu ba định hướng"),
        ("/directive-lists/", "hội nhập phải đi vào chiều sâu"),
        ("/citations/", "Nghị quyết 59-NQ/TW"),
        ("/citations/", "về hội nhập"),
        ("/resolutions/", "59 nq tw"),
        ("/resolutions/", "nghị quyết số 59"),
        ("/resolutions/", "về hội nhập"),
        ("/resolutions/59-nq-tw/citations/", "Nghị quyết 59-NQ/TW"),
        ("/speakers/", "hoai trung"),
        ("/organs/", "bộ chính trị"),
        ("/outlets/", "BÁO MẪU"),
        ("/topics/", "international integration"),
        ("/topics/", "hội nhập"),
    ],
)
def test_rows_are_found_by_their_words(path: str, words: str, api: Api, citation: Citation) -> None:
    assert len(api.rows(path, q=words)) == 1
    assert api.rows(path, q=f"{words} xyzzy") == []


def test_pairs_decide_and_where_they_find_nothing_all_words(api: Api, article: Any) -> None:
    assert api.read("/articles/", q="đối ngoại")["match"] == "pairs"
    answer = api.read("/articles/", q="ngoại đối")
    assert (answer["count"], answer["match"]) == (1, "all")
    assert "match" not in api.read("/articles/")


def test_whoever_asks_says_what_decides(api: Api, article: Any) -> None:
    assert api.rows("/articles/", q="ngoại đối", match="pairs") == []
    assert len(api.rows("/articles/", q="ngoại đối", match="all")) == 1


def test_what_decides_does_not_depend_on_other_filters(api: Api, article: Any) -> None:
    """The pairs find a row, which another filter leaves out: what holds all words is no answer then."""
    cast.add_article(text="ngoại và đối", title="Bài khác", genre="essay")
    answer = api.read("/articles/", q="đối ngoại", genre="essay")
    assert (answer["results"], answer["match"]) == ([], "pairs")


def test_words_of_what_the_public_may_not_see_find_nothing_and_decide_nothing(api: Api, directive: Directive) -> None:
    hidden = cast.add_article(text="Kín đáo vô cùng.", state=State.WITHDRAWN)
    other = cast.add_article(text="Vô cùng kín, không đáo.", title="Bài khác")
    answer = api.read("/articles/", q="kín đáo")
    assert (api.slugs("/articles/", q="kín đáo"), answer["match"]) == ([other.slug], "all")
    assert hidden.slug not in api.slugs("/articles/", q="kín đáo")
    Directive.objects.filter(pk=directive.pk).update(review=Review.REJECTED)
    assert api.rows("/directives/", q="nâng tầm hội nhập") == []
    assert api.rows("/directive-lists/", q="nâng tầm hội nhập") == []


def test_a_person_is_found_by_another_name(api: Api, speaker: Any, mention: Any) -> None:
    assert api.rows("/speakers/", q="ông Trung") == []
    alias = SpeakerAlias.objects.create(speaker=speaker, name="ông Trung")
    assert len(api.rows("/speakers/", q="ông Trung")) == 1
    alias.name = "anh Trung"
    alias.save()
    assert api.rows("/speakers/", q="ông Trung") == []
    alias.delete()
    assert api.rows("/speakers/", q="anh Trung") == []


def test_words_go_together_with_other_filters_and_pages(api: Api, article: Any) -> None:
    for _ in range(4):
        cast.add_article(text="Đối ngoại nhân dân.", title="Bài khác")
    first = api.read("/articles/", q="đối ngoại", page_size=2)
    assert first["count"] == 5
    assert api.read(first["next"])["match"] == "pairs"


@pytest.mark.parametrize("asked", ["?!", '""', "AND", " - ", "…"])
def test_a_question_without_a_word_is_refused(asked: str, api: Api, db: None) -> None:
    assert api.refused("/articles/", q=asked) == ["q"]


def test_a_question_is_bounded(api: Api, db: None) -> None:
    assert api.rows("/articles/", q="a " * 500) == []
    assert api.refused("/articles/", q="a" * 1001) == ["q"]
    assert api.refused("/articles/", q="a", match="some") == ["match"]


@pytest.mark.parametrize("path", ["/articles/", "/directive-lists/", "/citations/", "/speakers/"])
def test_fifty_rows_cost_as_many_queries_as_one(path: str, api: Api, citation: Citation) -> None:
    words = {"/speakers/": "trung"}.get(path, "hội nhập")
    one = api.cost(path, q=words)
    for number in range(50):
        article = cast.add_article()
        speaker = cast.add_speaker(f"Lê Văn Trung {number}")
        mention = cast.add_mention(article, speaker)
        points: DirectiveList = cast.add_list(article, mention=mention)
        cast.add_directive(article, list=points, ordinal=1)
        cast.add_citation(article, Resolution.objects.get())
    assert api.cost(path, q=words, page_size=100) == one
