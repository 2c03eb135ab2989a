"""What was found in a text, marked in it: the pieces are the text, and each mark is exactly its words."""

import string

from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.text import Span
from articles.segments import Mark, line_start, lines, segments

LETTERS = st.text(alphabet=string.ascii_letters + "ắộ \n<&\u0301😀", min_size=1, max_size=60)


def a_mark(key: str, *spans: tuple[int, int]) -> Mark:
    return Mark("directive", key, tuple(Span(*span) for span in spans), key, key, "/")


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and marks in it, of one piece or several, that nest, overlap and touch as they like."""
    text = draw(LETTERS)
    ends = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted)
    places = draw(st.lists(ends, max_size=6)) if len(text) > 1 else []
    marks = [a_mark(str(number), *zip(place[::2], place[1::2], strict=False)) for number, place in enumerate(places)]
    return text, marks


@given(marked_texts())
def test_the_pieces_joined_are_the_text(found: tuple[str, list[Mark]]) -> None:
    text, marks = found
    assert "".join(text[piece.start : piece.end] for piece in segments(text, marks)) == text


@given(marked_texts())
def test_the_pieces_of_a_mark_are_exactly_its_words(found: tuple[str, list[Mark]]) -> None:
    text, marks = found
    pieces = list(segments(text, marks))
    for mark in marks:
        covered = [place for piece in pieces if mark in piece.marks for place in range(piece.start, piece.end)]
        assert covered == [place for span in mark.spans for place in range(span.start, span.end)]


@given(marked_texts())
def test_the_lines_hold_every_character_that_is_not_white_space(found: tuple[str, list[Mark]]) -> None:
    text, marks = found
    shown = ["".join(text[piece.start : piece.end] for piece in line) for line in lines(text, segments(text, marks))]
    assert shown == [line for line in text.split("\n") if line and not line.isspace()]


@given(marked_texts(), st.integers(0, 60), st.integers(0, 60))
def test_a_part_of_a_text_is_marked_as_the_whole_is(found: tuple[str, list[Mark]], begin: int, length: int) -> None:
    text, marks = found
    begin, end = min(begin, len(text)), min(begin + length, len(text))
    pieces = list(segments(text, marks, begin, end))
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text[begin:end]
    whole = {place: piece.marks for piece in segments(text, marks) for place in range(piece.start, piece.end)}
    assert all(piece.marks == whole[place] for piece in pieces for place in range(piece.start, piece.end))


def test_marks_of_a_piece_stand_from_the_widest_to_the_innermost() -> None:
    outer, inner, across = a_mark("outer", (0, 9)), a_mark("inner", (2, 5)), a_mark("across", (4, 7))
    pieces = [(piece.start, piece.end, piece.marks) for piece in segments("abcdefghij", [inner, across, outer])]
    assert pieces == [
        (0, 2, (outer,)),
        (2, 4, (outer, inner)),
        (4, 5, (outer, inner, across)),
        (5, 7, (outer, across)),
        (7, 9, (outer,)),
        (9, 10, ()),
    ]


def test_offsets_are_code_points() -> None:
    text = "a\u0301😀đ"
    assert [text[piece.start : piece.end] for piece in segments(text, [a_mark("x", (2, 3))])] == ["a\u0301", "😀", "đ"]


def test_the_line_of_a_place_begins_after_the_line_end_before_it() -> None:
    assert [line_start("ab\ncd", place) for place in range(5)] == [0, 0, 0, 3, 3]
