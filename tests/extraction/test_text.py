"""The text as it is stored, its lines and its sentences."""

import unicodedata

import pytest

from articles.extraction.text import Span, fold, lines, normalise, sentences


def cut(text: str) -> list[str]:
    return [sentence.of(text) for sentence in sentences(text, Span(0, len(text)))]


def test_decomposed_and_composed_letters_are_stored_alike() -> None:
    text = "Bộ trưởng Ngoại giao Trần Thị Lan"
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(text) == text


def test_all_line_ends_become_one() -> None:
    assert normalise("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"


def test_controls_go_and_tab_and_line_feed_stay() -> None:
    assert normalise("a\x00b\x1f\tc\n\x7f") == "ab\tc\n"


def test_a_run_of_marks_is_cut_to_thirty() -> None:
    text = normalise("a" + "\u0301" * 5_000 + "b")
    assert text == normalise("a" + "\u0301" * 30 + "b")


def test_normalising_twice_changes_nothing() -> None:
    once = normalise("Hoa\u0300\r\n\x01" + "\u0323" * 99)
    assert normalise(once) == once


def test_folding_leaves_neither_marks_nor_case_nor_bars() -> None:
    assert fold("ĐỐI NGOẠI, hoà và hòa") == "doi ngoai, hoa va hoa"


def test_a_line_is_without_the_white_space_around_it() -> None:
    text = "  một \n\n \t\n\u00a0hai\n"
    assert [line.of(text) for line in lines(text)] == ["một", "hai"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Họp xong. Mọi người ra về.", ["Họp xong.", "Mọi người ra về."]),
        ("Có nên không? Nên! Vậy thì đi…", ["Có nên không?", "Nên!", "Vậy thì đi…"]),
        ("Tăng 2,5% so với 1.000 tỷ. Giảm sau đó.", ["Tăng 2,5% so với 1.000 tỷ.", "Giảm sau đó."]),
        ("Theo T.Ư Đảng, TP. Cần Thơ làm tốt.", ["Theo T.Ư Đảng, TP. Cần Thơ làm tốt."]),
        ("Ông Nguyễn Văn A. Trần nói vậy.", ["Ông Nguyễn Văn A. Trần nói vậy."]),
        ("Đại hội khóa X. Sau đó là khóa XI.", ["Đại hội khóa X.", "Sau đó là khóa XI."]),
        ("Hợp tác ở Đông Á. Ông nói vậy.", ["Hợp tác ở Đông Á.", "Ông nói vậy."]),
        ("1. Làm đường. 2. Xây cầu.", ["1. Làm đường.", "2. Xây cầu."]),
        ('Bà nói: "Tốt." Rồi bà cười.', ['Bà nói: "Tốt."', "Rồi bà cười."]),
        ("Ông nói xong. “Chúng ta đi.” Cả đoàn đi.", ["Ông nói xong.", "“Chúng ta đi.”", "Cả đoàn đi."]),
        ('"Còn nhiều việc..." - ông Bảo nói.', ['"Còn nhiều việc..." - ông Bảo nói.']),
        ('"Còn nhiều việc." - Bộ trưởng nói.', ['"Còn nhiều việc." - Bộ trưởng nói.']),
        ("Đã xong. - Còn gì nữa?", ["Đã xong.", "- Còn gì nữa?"]),
        ("Hợp tác với Lào...; mở rộng thêm.", ["Hợp tác với Lào...; mở rộng thêm."]),
        ("không có dấu chấm", ["không có dấu chấm"]),
        ("....", ["...."]),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_sentences_stay_within_their_span() -> None:
    text = "Một. Hai. Ba."
    assert [sentence.of(text) for sentence in sentences(text, Span(5, 9))] == ["Hai."]
