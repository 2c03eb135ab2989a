"""What a word is, and how a question is read: no database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.text import normalise
from articles.search.query import read_query, terms
from articles.search.words import GAP, LONGEST_WORD, in_a_row, lines_of_words, tokens, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đối ngoại", ["doi", "ngoai"]),
        ("59-NQ/TW", ["59", "nq", "tw"]),
        ("Nghị quyết số 59-NQ/TW", ["nghi", "quyet", "59", "nq", "tw"]),
        ("hồ sơ 59", ["ho", "so", "59"]),
        ("số một", ["so", "mot"]),
        ("a_b c'd", ["a", "b", "c", "d"]),
        ("«…» — ?!", []),
        ("Straße ĐẮK LẮK", ["strasse", "dak", "lak"]),
    ],
)
def test_a_text_has_words(text: str, folded: list[str]) -> None:
    assert [word.folded for word in words(text)] == folded


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("Thuỷ", "thủy"), ("ĐỐI", "đối"), ("khoẻ", "khỏe"), ("đối", "đối")]
)
def test_words_are_one_whatever_their_case_tone_mark_and_form(one: str, other: str) -> None:
    decomposed = unicodedata.normalize("NFD", other)
    assert words(one)[0].marked == words(other)[0].marked == words(decomposed)[0].marked


@pytest.mark.parametrize(("one", "other"), [("đối", "doi"), ("hòa", "hoa"), ("hưng", "hùng")])
def test_words_of_other_marks_are_two_and_fold_to_one_or_not(one: str, other: str) -> None:
    assert words(one)[0].marked != words(other)[0].marked
    assert words(one)[0].folded == words(other)[0].folded


@given(st.text())
def test_every_word_stands_where_it_says_it_does(text: str) -> None:
    found = words(normalise(text))
    ends = [0, *(word.span.end for word in found)]
    for word, before in zip(found, ends, strict=False):
        assert before <= word.span.start < word.span.end
        assert words(word.span.of(normalise(text)))[0].marked == word.marked


@given(st.text())
def test_stored_words_hold_no_word_that_an_index_would_cut(text: str) -> None:
    for word in words(text):
        for form in (word.folded, word.marked):
            assert form
            assert len(form) <= 2 * LONGEST_WORD
            assert not any(char.isspace() or char in f"_{GAP}\"'" for char in form)


def test_a_word_without_an_end_is_cut() -> None:
    assert words("a" * 10_000)[0].folded == "a" * LONGEST_WORD


def test_words_are_stored_in_order_with_a_gap_at_the_end_of_each_line() -> None:
    lines = lines_of_words(["Đối ngoại\n\nHà Nội", "Lào"])
    stored = in_a_row([word.folded for word in line] for line in lines)
    assert stored == " | doi ngoai | ha noi | lao | "
    assert tokens(stored).split() == ["doi", "ngoai", "ha", "noi", "lao", "doi_ngoai", "ha_noi"]


def test_nothing_is_stored_of_a_text_without_words() -> None:
    assert in_a_row([]) == ""
    assert tokens("") == ""


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("đối ngoại", [(("doi", "ngoai"), False)]),
        ('"đối ngoại" Lào', [(("doi", "ngoai"), True), (("lao",), False)]),
        ("“đối ngoại”", [(("doi", "ngoai"), True)]),
        ('Lào "đối ngoại', [(("lao",), False), (("doi", "ngoai"), False)]),
        ("Lào AND Hà Nội", [(("lao",), False), (("ha", "noi"), False)]),
        ("Lào and Hà", [(("lao", "and", "ha"), False)]),
        ('""', []),
        ("* ^ ( ) { } : + - ~ | & ! ' \\", []),
        ("text:đối* NEAR(ngoại, 2)", [(("text", "doi"), False), (("ngoai", "2"), False)]),
    ],
)
def test_a_question_is_read_as_groups_of_words(typed: str, groups: list[tuple[tuple[str, ...], bool]]) -> None:
    assert [(group.folded, group.is_phrase) for group in read_query(typed).groups] == groups


@given(st.text(alphabet=st.one_of(st.sampled_from('"“”ANDORT ()*:^-_|đốia1'), st.characters())))
def test_any_question_can_be_read(typed: str) -> None:
    query = read_query(typed)
    assert [word.folded for word in query.words] == [form for group in query.groups for form in group.folded]


def test_the_pairs_of_a_group_are_asked_for_or_its_words() -> None:
    group = ("hoi", "nhap", "quoc")
    assert list(terms(group, pairs=True)) == ["hoi_nhap", "nhap_quoc"]
    assert list(terms(group, pairs=False)) == ["hoi", "nhap", "quoc"]
    assert list(terms(("lao",), pairs=True)) == ["lao"]
