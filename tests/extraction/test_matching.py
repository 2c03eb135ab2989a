"""When two printed names are the same name."""

import unicodedata

import pytest

from articles.extraction.matching import match_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ viên", "Ủy viên"),
        ("hoà bình", "hòa bình"),
        ("LÊ HOÀI TRUNG", "Lê Hoài Trung"),
        ("59-NQ/TW", "59 – NQ / TW"),
        ("Bộ  Ngoại\tgiao", "Bộ Ngoại giao"),
        ("Nguyễn Phú Trọng", unicodedata.normalize("NFD", "Nguyễn Phú Trọng")),
    ],
)
def test_spellings_of_one_name_match(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lê Minh Hưng", "Lê Minh Hùng"), ("Đạt", "Dat"), ("59-NQ/TW", "59/NQ-TW"), ("Tô Lâm", "Tô Lam")],
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)
