"""Hits in a text as printed: where they stand, the passage that shows them, and that passage as HTML."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.text import Span
from articles.search.marking import LONGEST_SNIPPET, best_window, count_terms, find_hits
from articles.search.query import read_query
from articles.search.words import words
from tests.timing import is_done_within

TEXT = (
    "Ba định hướng đối ngoại\n\n"
    "Ngày 16/9, Quyền Bộ trưởng Lê Hoài Trung nêu ba định hướng. Đối ngoại và hội nhập quốc tế là trọng yếu.\n"
    "Ảnh: hội\n"
    "Nghị quyết số 59 nói về hội nhập."
)


def marked(text: str, query: str, *, pairs: bool = True) -> list[str]:
    return [hit.span.of(text) for hit in find_hits(text, read_query(query), pairs=pairs)]


def shown(text: str, query: str, *, pairs: bool = True, apart_from: str = "") -> str:
    return best_window(text, find_hits(text, read_query(query), pairs=pairs), apart_from).as_html(text)


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("doi ngoai", ["đối ngoại", "Đối ngoại"]),
        ("hội nhập quốc tế", ["hội nhập quốc tế", "hội nhập"]),
        ("Le Hoai Trung", ["Lê Hoài Trung"]),
        ("nghị quyết 59", ["Nghị quyết số 59"]),
        ('"hội nhập quốc tế"', ["hội nhập quốc tế"]),
        ('"nhập quốc" trung', ["Trung", "nhập quốc"]),
        ("hướng đối", ["hướng đối", "hướng. Đối"]),
        ("tế Ảnh", []),  # no pair reaches over the end of a line
        ("nhậ", []),
        ("16/9", ["16/9"]),
    ],
)
def test_neighbouring_words_of_a_question_are_marked_where_they_are_neighbours(query: str, hits: list[str]) -> None:
    assert marked(TEXT, query) == hits


def test_where_all_words_decide_each_is_marked_and_those_side_by_side_as_one() -> None:
    assert marked(TEXT, "nhập hội", pairs=False) == ["hội nhập", "hội", "hội nhập"]


def test_what_stands_there_with_the_marks_as_typed_is_marked_alone() -> None:
    text = "Bộ bỏ bò, bổ bố."
    assert marked(text, "bộ") == ["Bộ"]
    assert marked(text, "bo") == ["Bộ bỏ bò", "bổ bố"]
    assert marked(text, "bõ") == ["Bộ bỏ bò", "bổ bố"]  # none stands there so: all that come near
    assert marked("hoà bình và hòa bình", "hòa bình") == ["hoà bình", "hòa bình"]


def test_a_decomposed_text_is_marked_in_its_own_code_points() -> None:
    text = unicodedata.normalize("NFD", TEXT)
    assert marked(text, "đối ngoại") == [unicodedata.normalize("NFD", one) for one in ("đối ngoại", "Đối ngoại")]


def test_a_letter_beyond_the_basic_plane_counts_once() -> None:
    text = "🌏 𡨸喃 đối ngoại"
    assert [hit.span for hit in find_hits(text, read_query("đối ngoại"), pairs=True)] == [Span(5, 14)]


def test_the_snippet_is_around_the_place_that_says_most() -> None:
    filler = "Một câu dài không có gì để tìm. " * 20
    text = f"Đối ngoại.\n{filler}Hội nhập là cần. {filler}Đối ngoại và hội nhập cùng đi. {filler}"
    snippet = shown(text, "đối ngoại OR hội nhập")
    assert "<mark>Đối ngoại</mark> và <mark>hội nhập</mark> cùng đi." in snippet
    assert len(re.sub("</?mark>", "", snippet)) <= LONGEST_SNIPPET


def test_a_snippet_stays_in_its_line() -> None:
    assert shown(TEXT, '"hội" nghị') == "<mark>Nghị</mark> quyết số 59 nói về <mark>hội</mark> nhập."
    assert shown("Ảnh: hội nhập\nMột đoạn khác.", "hội nhập") == "Ảnh: <mark>hội nhập</mark>"


def test_a_title_that_is_shown_beside_the_snippet_is_taken_where_nothing_else_has_a_hit() -> None:
    title = "Ba định hướng đối ngoại"
    assert shown(TEXT, "đối ngoại", apart_from=title).startswith("Ngày 16/9")
    assert shown(TEXT, "hướng đối ngoại") == "Ba định <mark>hướng đối ngoại</mark>"
    assert "hội nhập" in shown(f"{title}, hội nhập.", "hướng đối ngoại hội nhập", apart_from=title)
    assert shown(title, "đối ngoại", apart_from=title) == "Ba định hướng <mark>đối ngoại</mark>"


def test_without_a_hit_the_snippet_is_how_the_text_begins() -> None:
    assert shown("\n\n Mở đầu.\nTiếp.", "xyz") == "Mở đầu."
    assert shown("", "xyz") == ""


def test_markup_in_a_text_is_text() -> None:
    text = """<script>alert("hội nhập")</script> & 'hội nhập'"""
    assert shown(text, "hội nhập") == (
        "&lt;script&gt;alert(&quot;<mark>hội nhập</mark>&quot;)&lt;/script&gt; &amp; &#x27;<mark>hội nhập</mark>&#x27;"
    )
    assert shown("<mark>hội", '"mark" "hội"') == "&lt;<mark>mark</mark>&gt;<mark>hội</mark>"


SYLLABLES = [
    "hội",
    "nhập",
    "hoi",
    "quốc",
    "tế",
    "đối",
    "ngoại",
    "Bộ",
    "bo",
    "số",
    "59",
    "a",
    "hoà",
    "hòa",
    "𡨸",
    "x" * 250,
]
HOSTILE = [
    "<b>",
    "&amp;",
    "🌏",
    "\u0301" * 30,
    "e\u0301\u0323",
    "|",
    "_",
    '"',
    "“",
    "\n",
    " \n ",
    "\u00a0",
    "­",
    "ﷺ",
    "İ",
]
PIECES = st.lists(st.one_of(st.sampled_from(SYLLABLES), st.sampled_from(HOSTILE), st.text(max_size=4)), max_size=60)
TEXTS = st.builds(str.join, st.sampled_from([" ", "", " "]), PIECES)


@given(TEXTS, TEXTS.map(lambda text: text[:60]), st.booleans())
def test_hits_lie_in_the_text_in_order_between_words_and_apart(text: str, asked: str, pairs: bool) -> None:
    hits = [hit.span for hit in find_hits(text, read_query(asked), pairs=pairs)]
    starts = {word.span.start for word in words(text)}
    ends = {word.span.end for word in words(text)}
    assert all(hit.start in starts and hit.end in ends for hit in hits)
    for one, other in zip(hits, hits[1:], strict=False):
        between = text[one.end : other.start]
        assert one.end < other.start
        assert not between.isspace() or "\n" in between
    assert not any("\n" in hit.of(text) for hit in hits)


@given(TEXTS, TEXTS.map(lambda text: text[:60]), st.booleans())
def test_a_snippet_is_words_of_the_text_and_its_marks_are_the_only_markup(text: str, asked: str, pairs: bool) -> None:
    hits = find_hits(text, read_query(asked), pairs=pairs)
    window = best_window(text, hits)
    exact = window.span.of(text)
    assert len(exact) <= LONGEST_SNIPPET
    assert "\n" not in exact
    assert exact == exact.strip()
    assert html.unescape(re.sub("</?mark>", "", window.as_html(text))) == exact
    assert re.findall("<mark>(.*?)</mark>", window.as_html(text)) == [html.escape(hit.of(text)) for hit in window.hits]
    assert all(window.span.contains(hit) for hit in window.hits)
    assert bool(window.hits) == bool(hits)


@given(TEXTS, st.data())
def test_what_a_text_has_is_marked_when_it_is_asked_for(text: str, data: st.DataObject) -> None:
    found = words(text)
    if found:
        word = data.draw(st.sampled_from(found))
        hits = find_hits(text, read_query(word.span.of(text)), pairs=False)
        assert any(hit.span.contains(word.span) for hit in hits)
        assert count_terms(hits) == 1


@pytest.mark.parametrize(
    ("piece", "asked"),
    [
        ("hội nhập quốc tế. ", "hội nhập quốc tế"),
        ("a ", '"' + "a " * 400 + '"'),
        ("a b ", " ".join(f"a x{number}" for number in range(150)) + " a b"),
        ("a\n", "a"),
        ("hội" * 10, "hội"),
    ],
)
def test_a_megabyte_is_marked_in_a_time_that_grows_with_it(piece: str, asked: str) -> None:
    text = piece * (1_000_000 // len(piece))
    query = read_query(asked)
    assert is_done_within(10, lambda: best_window(text, find_hits(text, query, pairs=True)).as_html(text))
