"""The order of a Vietnamese index."""

import pytest

from articles.extraction.sorting import name_sort_key, sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["An", "Ăn", "Ân", "Bà", "Cá", "Dạ", "Đá", "Em", "Ếch"],
        ["La", "Là", "Lả", "Lã", "Lá", "Lạ", "Lan"],
        ["Lan", "Lan Anh", "Lang"],
        ["Bộ Công an", "Bộ Công Thương", "Bộ Ngoại giao", "Quốc hội"],
        ["Oanh", "Ôn", "Ơn", "Phú", "Uyên", "Ưng", "Vũ", "Xuân", "Ý"],
    ],
)
def test_words_sort_as_in_a_vietnamese_index(in_order: list[str]) -> None:
    assert sorted(set(in_order), key=sort_key) == in_order


def test_letters_decide_before_tones() -> None:
    assert sorted(["Lả Bình", "La Cường", "Là An"], key=sort_key) == ["Là An", "Lả Bình", "La Cường"]


def test_people_sort_by_the_given_name() -> None:
    names = ["Trần Lưu Quang", "Lê Hoài Trung", "Nguyễn Mạnh Cường", "Bùi Thanh Sơn", "Tô Lâm", "Vương Đình Huệ"]
    assert [name.split()[-1] for name in sorted(names, key=name_sort_key)] == [
        *("Cường", "Huệ", "Lâm", "Quang", "Sơn", "Trung"),
    ]


@pytest.mark.parametrize("name", ["", "  ", "Joe Biden", "김", "Đỗ Đ.", "Ban Ki-moon", "İ", "a\u0301\u0323"])
def test_a_key_is_of_digits_alone_so_that_every_database_sorts_it_alike(name: str) -> None:
    assert not set(name_sort_key(name)) - set("0123456789")
