"""`/suggest/`: names of people, documents and topics, completed while they are typed."""

from typing import Any

import pytest
from django.db import connection

from articles.models import Article, Origin, Speaker, SpeakerAlias, State
from articles.search import index
from articles.search.completion import MOST_WEIGHED, begun
from articles.search.models import Completion
from directives.models import Citation, Resolution, Topic
from tests import cast
from tests.conftest import Api
from tests.timing import is_done_within


def offered(api: Api, typed: str, **asked: Any) -> list[str]:
    """Return the names of the rows that are offered, in order."""
    return [row["slug"] for row in api.rows("/suggest/", q=typed, **asked)]


@pytest.mark.parametrize(
    "typed", ["L", "le", "Lê H", "hoài", "HOAI TR", "trung", "lê hoài trung", "Le\u0302 Hoa\u0300i", "le  hoai-", "tru"]
)
def test_any_word_may_begin_a_name_and_the_last_may_be_unfinished(typed: str, api: Api, speaker: Speaker) -> None:
    assert offered(api, typed) == ["le-hoai-trung"]


@pytest.mark.parametrize("typed", ["lê trung", "oài", "trung lê", "lê hoài trungg", "x"])
def test_what_does_not_go_on_so_is_not_offered(typed: str, api: Api, speaker: Speaker) -> None:
    assert offered(api, typed) == []


@pytest.mark.parametrize(
    "typed", ["nq 59", "59-nq", "nghi quyet 59", "nghị quyết số 59", "NQ59", "59-NQ/T", "hoi nhap"]
)
def test_a_document_is_offered_by_its_symbol_kind_title_and_other_names(
    typed: str, api: Api, resolution: Resolution
) -> None:
    resolution.aliases.create(name="NQ59")
    assert offered(api, typed) == ["59-nq-tw"]


def test_a_topic_is_offered_by_either_label(api: Api, topic: Topic) -> None:
    (row,) = api.rows("/suggest/", q="integ")
    assert (row["type"], row["label"], row["matched"]) == ("topics", topic.label_vi, topic.label_en)
    assert row["url"].endswith("/api/v1/topics/hoi-nhap-quoc-te/")
    assert offered(api, "quốc") == [topic.slug]


def test_it_says_which_name_matched_and_follows_every_change_of_it(api: Api, speaker: Speaker) -> None:
    alias = SpeakerAlias.objects.create(speaker=speaker, name="Anh Sáu")
    (row,) = api.rows("/suggest/", q="sau")
    assert (row["label"], row["matched"]) == ("Lê Hoài Trung", "Anh Sáu")
    alias.name = "Anh Bảy"
    alias.save()
    assert (offered(api, "sau"), offered(api, "bay")) == ([], ["le-hoai-trung"])
    speaker.name = "Lê Hoài Chung"
    speaker.save()
    assert (offered(api, "trung"), offered(api, "chung")) == ([], ["le-hoai-trung"])
    alias.delete()
    assert offered(api, "anh") == []
    speaker.delete()
    assert not Completion.objects.exists()


def test_who_is_merged_is_offered_as_the_survivor(api: Api, speaker: Speaker) -> None:
    other = cast.add_speaker("Lê Hoài Chung")
    other.merged_into = speaker
    other.save()
    assert offered(api, "hoai chung") == ["le-hoai-trung"]


def test_what_begins_so_comes_first_then_the_better_known_then_by_the_vietnamese_alphabet(
    api: Api, article: Article
) -> None:
    inner, known, last, first = (
        cast.add_speaker(name, slug=slug)
        for name, slug in (
            ("Trần Đan Bảo", "inner"),
            ("Đan Văn Yên", "known"),
            ("Đan Văn Đô", "last"),
            ("Đan Văn Dung", "first"),
        )
    )
    for speaker, times in ((inner, 5), (known, 2)):
        for _ in range(times):
            cast.add_mention(article, speaker)
    assert offered(api, "dan") == ["known", "first", "last", "inner"]


def test_what_the_public_may_not_see_is_not_offered_and_counts_for_nothing(api: Api, citation: Citation) -> None:
    Speaker.objects.update(origin=Origin.MACHINE)
    Resolution.objects.update(origin=Origin.MACHINE)
    assert (offered(api, "trung"), offered(api, "nq")) == (["le-hoai-trung"], ["59-nq-tw"])
    Article.objects.update(state=State.WITHDRAWN)
    assert (offered(api, "trung"), offered(api, "nq")) == ([], [])


def test_types_and_a_limit_are_asked_for(api: Api, resolution: Resolution, topic: Topic) -> None:
    for number in range(25):
        cast.add_speaker(f"Hội {number}")
    assert len(offered(api, "hội")) == 10
    assert len(offered(api, "hội", limit=20)) == 20
    assert offered(api, "hội", type="topics") == [topic.slug]
    assert set(offered(api, "hội", type=["topics", "resolutions"])) == {topic.slug, resolution.slug}
    assert offered(api, "hội", limit=1, type="topics") == [topic.slug]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({}, "q"),
        ({"q": "?"}, "q"),
        ({"q": "a" * 201}, "q"),
        ({"q": "a", "limit": 0}, "limit"),
        ({"q": "a", "limit": 21}, "limit"),
        ({"q": "a", "type": "articles"}, "type"),
        ({"q": "a", "page": 1}, "page"),
    ],
)
def test_what_it_does_not_know_is_refused_by_name(asked: dict[str, Any], name: str, api: Api, db: None) -> None:
    assert api.refused("/suggest/", **asked) == [name]


def test_a_long_name_is_compared_to_its_end(api: Api, db: None) -> None:
    name = "Nghị quyết " + "rất dài " * 12
    one = cast.add_resolution(title=f"{name} một", number="1")
    two = cast.add_resolution(title=f"{name} hai", number="2")
    assert offered(api, f"{name} ha") == [two.slug]
    assert set(offered(api, name)) == {one.slug, two.slug}


def test_of_many_that_begin_alike_those_known_first_are_weighed(api: Api, article: Article) -> None:
    first = cast.add_speaker("Zô Văn", slug="first")
    cast.add_mention(article, first)
    Speaker.objects.bulk_create(
        Speaker(name="Zô Văn", slug=f"z-{number}", sort_key="0") for number in range(MOST_WEIGHED + 50)
    )
    index.touch(Speaker, list(Speaker.objects.values_list("pk", flat=True)))
    assert begun("zo", ["speaker"]).count() == MOST_WEIGHED
    assert offered(api, "zo", limit=20)[0] == "first"


def test_an_answer_costs_the_same_queries_however_much_is_offered(api: Api, citation: Citation, topic: Topic) -> None:
    cast.add_speaker("Hội Một")
    one = api.cost("/suggest/", q="hội")
    for number in range(30):
        cast.add_mention(citation.article, cast.add_speaker(f"Hội {number}"))
        cast.add_topic(label_vi=f"hội {number}")
        cast.add_resolution(title=f"hội {number}").aliases.create(name=f"họp {number}")
    assert api.cost("/suggest/", q="hội", limit=20) == one


@pytest.mark.django_db
def test_thirty_thousand_names_are_completed_by_the_index() -> None:
    rows = [("speaker", number, f"nguyen van {number}".encode(), 0) for number in range(30_000)]
    Completion.objects.bulk_create(
        Completion(kind=kind, row=row, key=key, inner=inner) for kind, row, key, inner in rows
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_completion")
    assert "completion_by_key" in begun("nguyen van 12", ["speaker", "topic"]).explain()
    assert is_done_within(0.01, lambda: list(begun("nguyen van 12", ["speaker", "topic"])))
