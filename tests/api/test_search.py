"""`/search/`: articles, directives, documents and people together, the best first, each with the words that answer."""

import datetime
import html
import re
from typing import Any

import pytest

from articles.models import Article, Origin, Outlet, Review, Speaker, SpeakerAlias, State, TextPolicy
from directives.models import Citation, Directive, Resolution
from tests import cast
from tests.conftest import Api

Row = dict[str, Any]


def found(api: Api, words: str, **asked: Any) -> list[tuple[str, str]]:
    """Return the types and names of the rows that are found, in order."""
    return [(row["type"], row["slug"]) for row in api.rows("/search/", q=words, **asked)]


def test_rows_of_all_kinds_are_found_together(api: Api, citation: Citation) -> None:
    assert found(api, "hội nhập") == [
        ("resolutions", "59-nq-tw"),
        ("articles", "ba-dinh-huong"),
        ("directives", "nang-tam-hoi-nhap"),
    ]


def test_types_are_asked_for_one_or_several(api: Api, citation: Citation) -> None:
    assert found(api, "hội nhập", type="directives") == [("directives", "nang-tam-hoi-nhap")]
    several = found(api, "hội nhập", type=["articles", "resolutions"])
    assert {kind for kind, _ in several} == {"articles", "resolutions"}
    assert api.refused("/search/", q="hội nhập", type="topics") == ["type"]


def test_whose_name_the_question_is_comes_first_then_titles_then_texts(api: Api, mention: Any) -> None:
    titled = cast.add_article(text="Khác hẳn.", title="Lê Hoài Trung trả lời")
    plain = cast.add_article(text="Ông le hoai trung", title="Khác", published_on=datetime.date(2026, 1, 1))
    SpeakerAlias.objects.create(speaker=mention.speaker, name="anh Trung")
    order = [("speakers", "le-hoai-trung"), ("articles", titled.slug), ("articles", "ba-dinh-huong")]
    assert found(api, "Lê Hoài Trung") == [*order, ("articles", plain.slug)]
    assert found(api, "anh trung") == [("speakers", "le-hoai-trung")]


def test_of_rows_that_fit_alike_the_newest_comes_first_and_an_undated_one_last(api: Api, db: None) -> None:
    days = [None, datetime.date(2025, 1, 1), datetime.date(2026, 1, 1)]
    undated, older, newer = (cast.add_article(text="Một.", title="Hội nhập sâu", published_on=day) for day in days)
    document = cast.add_resolution(title="về hội nhập", issued_on=datetime.date(2025, 6, 1))
    names = [newer.slug, document.slug, older.slug, undated.slug]
    assert [name for _, name in found(api, "hội nhập")] == names
    assert [row["date"] for row in api.rows("/search/", q="hội nhập")] == [
        "2026-01-01",
        "2025-06-01",
        "2025-01-01",
        None,
    ]


def test_a_walk_meets_every_row_once_in_order(api: Api, citation: Citation) -> None:
    for number in range(9):
        cast.add_article(title=f"Hội nhập {number}", published_on=datetime.date(2025, 1, 1 + number // 3))
    whole = found(api, "hội nhập")
    answer = api.read("/search/", q="hội nhập", page_size=4)
    walked = answer["results"]
    while answer["next"]:
        answer = api.read(answer["next"])
        assert answer["match"] == "pairs"
        walked += answer["results"]
    assert [(row["type"], row["slug"]) for row in walked] == whole
    assert len(whole) == answer["count"] == 12


def test_the_words_of_an_article_are_marked_in_its_text(api: Api, article: Article) -> None:
    (row,) = api.rows("/search/", q="ngoai giao kinh te")
    snippet = row["snippet"]
    assert article.text[snippet["start"] : snippet["end"]] == snippet["exact"] == cast.SECOND
    assert [article.text[one["start"] : one["end"]] for one in snippet["hits"]] == ["ngoại giao kinh tế"]
    assert snippet["field"] == "text"
    assert "đẩy mạnh <mark>ngoại giao kinh tế</mark>: (i)" in snippet["html"]
    assert (row["title"], row["date"]) == ("Ba định hướng đối ngoại", "2025-09-16")
    assert row["outlet"]["attribution"] == "Theo Báo Mẫu"
    assert row["article"]["slug"] == row["slug"]


def test_a_title_that_is_shown_anyway_is_no_snippet_where_the_text_has_the_words_too(api: Api, db: None) -> None:
    cast.add_article(text="Hội nhập sâu rộng\n\nMột năm hội nhập.", title="Hội nhập sâu rộng")
    cast.add_article(text="Chỉ có chữ khác.", title="Hội nhập rồi")
    one, other = (row["snippet"] for row in api.rows("/search/", q="hội nhập"))
    assert (one["field"], one["exact"]) == ("text", "Một năm hội nhập.")
    assert (other["field"], other["exact"], other["start"]) == ("title", "Hội nhập rồi", 0)


def test_the_words_of_a_directive_are_marked_in_the_text_of_its_article(api: Api, directive: Directive) -> None:
    """Its second paragraph, behind a caption that is not of it."""
    text = directive.article.text
    (row,) = api.rows("/search/", q="chieu sau", type="directives")
    snippet = row["snippet"]
    assert text[snippet["start"] : snippet["end"]] == snippet["exact"] == cast.FIRST_GOES_ON
    assert [text[one["start"] : one["end"]] for one in snippet["hits"]] == ["chiều sâu"]
    assert row["title"] == f"{cast.FIRST}"
    assert row["article"]["slug"] == "ba-dinh-huong"
    assert found(api, "toàn cảnh hội nghị", type="directives") == []


def test_a_long_directive_is_called_by_its_first_words(api: Api, article: Article) -> None:
    long = "Đẩy mạnh hợp tác " * 20
    cast.add_directive(cast.add_article(text=long), long.strip())
    (title,) = [row["title"] for row in api.rows("/search/", q="đẩy mạnh hợp tác", type="directives")]
    assert title.endswith("hợp tác …")
    assert len(title) <= 122


def test_a_document_and_a_person_say_which_name_was_found(api: Api, resolution: Resolution, mention: Any) -> None:
    SpeakerAlias.objects.create(speaker=mention.speaker, name="Sáu Trung")
    (person,) = api.rows("/search/", q="sau trung", type="speakers")
    assert (person["title"], person["snippet"]["exact"], person["snippet"]["field"]) == (
        "Lê Hoài Trung",
        "Sáu Trung",
        "name",
    )
    assert (person["article"], person["outlet"], person["date"]) == (None, None, None)
    for words, field, exact in [
        ("nq 59", "name", "NQ 59"),
        ("59-nq/tw", "name", "59-NQ/TW"),
        ("nghi quyet so 59", "name", "nghị quyết 59"),
        ("ve hoi nhap", "title", "về hội nhập"),
    ]:
        (document,) = api.rows("/search/", q=words, type="resolutions")
        assert (document["snippet"]["field"], document["snippet"]["exact"]) == (field, exact)
        assert document["title"] == "Nghị quyết 59-NQ/TW · về hội nhập"


def test_what_the_public_may_not_see_is_not_found_and_decides_nothing(api: Api, citation: Citation) -> None:
    """By words that are theirs alone: of each kind of row one that is hidden."""
    Article.objects.filter(slug="ba-dinh-huong").update(state=State.WITHDRAWN)
    Resolution.objects.update(origin=Origin.MACHINE)
    Speaker.objects.update(origin=Origin.MACHINE)
    for words in ("hội nhập", "nâng tầm", "59-NQ/TW", "Lê Hoài Trung"):
        answer = api.read("/search/", q=words)
        assert (answer["count"], answer["results"], answer["match"]) == (0, [], "all")
    Article.objects.update(state=State.PUBLIC)
    Directive.objects.update(review=Review.REJECTED)
    assert {kind for kind, _ in found(api, "hội nhập")} == {"articles", "resolutions"}
    assert [kind for kind, _ in found(api, "Lê Hoài Trung")] == ["speakers", "articles"]


def test_a_person_who_was_merged_is_found_as_the_survivor(api: Api, mention: Any) -> None:
    other = cast.add_speaker("Lê Hoài Chung", slug="le-hoai-chung")
    assert found(api, "Hoài Chung") == [("speakers", "le-hoai-chung")]
    other.merged_into = mention.speaker
    other.save()
    assert found(api, "Hoài Chung") == [("speakers", "le-hoai-trung")]


def test_under_excerpt_the_snippet_is_all_that_is_shown(api: Api, outlet: Outlet) -> None:
    outlet.text_policy = TextPolicy.EXCERPT
    outlet.save()
    text = "Câu mở đầu rất dài. " * 40 + "\nHội nhập sâu rộng. " + "Câu khác nữa. " * 40
    article = cast.add_article(text=text, outlet=outlet, title=None)
    Article.objects.filter(pk=article.pk).update(title=None, display_title=text[:600])
    cast.add_directive(article, text[: text.index("\n")].strip())
    rows = api.rows("/search/", q="mở đầu rất dài")
    assert [row["type"] for row in rows] == ["articles", "directives"]
    for row in [*rows, *api.rows("/search/", q="hội nhập")]:
        assert len(row["title"]) <= 250
        assert len(row["snippet"]["exact"]) <= 200
        assert row["outlet"]["slug"] == outlet.slug


def test_where_the_pairs_find_nothing_all_words_do(api: Api, article: Article) -> None:
    answer = api.read("/search/", q="ngoại đối")
    assert (answer["match"], answer["count"]) == ("all", 1)
    assert [article.text[hit["start"] : hit["end"]] for hit in answer["results"][0]["snippet"]["hits"]]
    assert api.read("/search/", q="ngoại đối", match="pairs")["results"] == []
    assert api.read("/search/", q="đối ngoại", match="all")["match"] == "all"


def test_what_decides_is_tried_on_the_types_asked_for_as_on_their_lists(api: Api, article: Article) -> None:
    cast.add_speaker("Ngoại Đối")
    assert found(api, "ngoại đối", type="articles") == [("articles", "ba-dinh-huong")]
    assert [kind for kind, _ in found(api, "ngoại đối")] == ["speakers"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [({}, "missing"), ({"q": ""}, "empty"), ({"q": "?!"}, "malformed"), ({"q": "a" * 1001}, "too_long")],
)
def test_without_words_to_look_for_it_says_what_is_missing(
    asked: dict[str, str], code: str, api: Api, db: None
) -> None:
    response = api.get("/search/", **asked)
    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("q", code)


def test_one_letter_finds_the_word_of_one_letter(api: Api, db: None) -> None:
    cast.add_article(text="Quý I và ý kiến.", title="Khác")
    assert len(found(api, "ý")) == 1
    assert found(api, "k") == []


def test_markup_in_a_text_stays_text(api: Api, db: None) -> None:
    cast.add_article(text='<script>alert("hội nhập")</script>', title="Khác")
    (row,) = api.rows("/search/", q="hội nhập")
    assert row["snippet"]["html"] == "&lt;script&gt;alert(&quot;<mark>hội nhập</mark>&quot;)&lt;/script&gt;"
    assert html.unescape(re.sub("</?mark>", "", row["snippet"]["html"])) == row["snippet"]["exact"]


def test_there_is_no_row_below_the_search(api: Api, db: None) -> None:
    assert api.get("/search/ba-dinh-huong/").status_code == 404


def test_fifty_rows_cost_as_many_queries_as_one_of_each_kind(api: Api, citation: Citation, mention: Any) -> None:
    cast.add_speaker("Ông Hội Nhập")
    one = api.cost("/search/", q="hội nhập")
    for number in range(15):
        article = cast.add_article(outlet=cast.add_outlet())
        cast.add_directive(article, cast.FIRST)
        document = cast.add_resolution(title=f"về hội nhập {number}")
        document.aliases.create(name=f"văn bản {number}")
        cast.add_speaker(f"Hội Nhập {number}")
    assert len(api.rows("/search/", q="hội nhập", page_size=100)) > 50
    assert api.cost("/search/", q="hội nhập", page_size=100) == one
