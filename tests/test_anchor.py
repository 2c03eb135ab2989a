"""Where words stand after a text has changed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.extraction.plain import one_spaced
from articles.extraction.text import Span
from articles.models import Remark
from directives.models import DirectiveList
from register.anchor import Change, anchor

LINES = ["Đầu bài.", "Ông An nói về hòa bình.", "Bà Lan nói về hòa bình.", "Ông An nói về hợp tác lâu dài.", "Hết bài."]
TEXT = "\n".join(LINES)


def found(after: str, words: str, line: int) -> str | None:
    """Return the line of the new text in which the words of that line of the old text stand now."""
    at = TEXT.index(words, TEXT.index(LINES[line]))
    place = Change(TEXT, after).find(Span(at, at + len(words)))
    if place is None:
        return None
    assert place.of(after) == words
    return after[after.rfind("\n", 0, place.start) + 1 :].split("\n")[0]


def test_words_go_with_their_line() -> None:
    after = "\n".join(["Thêm.", *LINES[:1], "Ông An nói thêm.", *LINES[1:]])
    assert found(after, "Ông An", 1) == LINES[1]
    assert found(after, "Ông An", 3) == LINES[3]


def test_a_change_at_both_ends_does_not_mislead_what_lies_between() -> None:
    after = "\n".join(["Ông An đến.", *LINES[:4], "Hết hẳn."])
    assert found(after, "Ông An", 3) == LINES[3]


def test_words_of_a_line_that_is_gone_are_gone_though_others_say_the_same() -> None:
    assert found("\n".join([LINES[0], *LINES[2:]]), "hòa bình", 1) is None
    assert found("\n".join([LINES[0], *LINES[2:]]), "Ông An", 1) is None


def test_words_in_a_line_that_was_reworded_are_found_in_it() -> None:
    after = TEXT.replace("Ông An nói về hòa bình", "Hôm nay, tại Hà Nội, ông nói: Ông An bàn về hòa bình")
    assert found(after, "Ông An", 1) == "Hôm nay, tại Hà Nội, ông nói: Ông An bàn về hòa bình."


def test_words_that_were_reworded_are_gone() -> None:
    assert found(TEXT.replace("hợp tác lâu dài", "hợp tác bền vững"), "hợp tác lâu dài", 3) is None


def test_a_name_does_not_jump_to_another_sentence_in_the_place_of_its_own() -> None:
    after = "\n".join([LINES[0], "Hôm qua, nhiều đoàn đã đến dự, trong đó có Ông An.", *LINES[2:]])
    assert found(after, "Ông An", 1) is None


def test_a_long_sentence_that_was_moved_is_found_where_it_went() -> None:
    after = "\n".join([LINES[3], LINES[0], LINES[2], LINES[4]])
    assert found(after, LINES[3], 3) == LINES[3]
    assert found(after, "hợp tác", 3) == LINES[3]  # with its line


@pytest.mark.parametrize("other", ["Ông An nói về hợp tác bền lâu.", "Ông An nói về sự hợp tác lâu dài."])
def test_a_long_line_goes_where_another_was_reworded_to_what_it_says(other: str) -> None:
    before = "\n".join([LINES[3], *LINES[:3], other, LINES[4]])
    assert Change(before, TEXT).find(Span(0, len(LINES[3]))) == Span(TEXT.index(LINES[3]), TEXT.index(LINES[3]) + 30)
    assert Change(before, TEXT).find(Span(before.index(other), before.index(other) + len(other))) is None


def test_a_long_line_does_not_go_where_the_same_stood_before() -> None:
    before = "\n".join([LINES[3], TEXT])
    assert Change(before, TEXT).find(Span(0, len(LINES[3]))) is None


def test_short_words_of_a_long_line_that_was_moved_and_reworded_are_found_in_it() -> None:
    after = "\n".join([LINES[0], "Ông An bàn về hợp tác lâu dài.", *LINES[1:3], LINES[4]])
    assert found(after, "lâu dài", 3) == "Ông An bàn về hợp tác lâu dài."
    assert found(after, "nói", 3) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["Ông An bàn về hợp tác lâu dài.", "Ông An hỏi về hợp tác lâu dài."],  # either may be it
        ["Ông An bàn về hợp tác lâu dài, rất lâu dài."],  # either words may be they
        ["Cơn bão số 3 vào đất liền, mưa lâu dài."],  # another line
    ],
)
def test_of_a_line_that_may_have_gone_to_several_places_or_none_the_words_are_gone(lines: list[str]) -> None:
    assert found("\n".join([LINES[0], *lines, *LINES[1:3], LINES[4]]), "lâu dài", 3) is None


def words_in(before: list[str], after: list[str], words: str, place: int) -> int | None:
    """Return where words from an offset of lines stand in others; None where they are gone."""
    assert "\n".join(before).startswith(words, place)
    found = Change("\n".join(before), "\n".join(after)).find(Span(place, place + len(words)))
    return None if found is None else found.start


WENT, CAME = "Ông An nói ha ha rồi bàn về hợp tác lâu dài.", "Ông An nói ha ha ha rồi bàn việc hợp tác lâu dài."
TWICE = "Theo Nghị quyết 57 thì phải làm ngay, và Nghị quyết 57 cũng nói về vốn."
ONCE = "Nay phải làm ngay, và Nghị quyết 57 cũng nói về vốn."


def test_of_words_that_overlap_themselves_neither_place_is_guessed() -> None:
    assert words_in(["Đầu.", "Hết.", WENT], [CAME, "Đầu.", "Hết."], "ha ha", len("Đầu.\nHết.\nÔng An nói ")) is None
    assert words_in(["Đầu.", "Hết.", WENT], [CAME, "Đầu.", "Hết."], "lâu dài", len("Đầu.\nHết.\n") + 36) == CAME.index(
        "lâu"
    )


def test_of_words_that_stood_twice_in_a_line_neither_is_guessed() -> None:
    for at in (TWICE.index("Nghị"), TWICE.rindex("Nghị")):
        assert words_in([TWICE, "Đầu.", "Hết."], ["Đầu.", "Hết.", ONCE], "Nghị quyết 57", at) is None
    assert (
        words_in([TWICE, "Đầu.", "Hết."], ["Đầu.", "Hết.", ONCE], "vốn", TWICE.index("vốn")) == len("Đầu.\nHết.\n") + 48
    )


def test_words_are_looked_for_in_the_line_that_came_alone() -> None:
    went, came = "Ông An bàn về Nghị quyết 57 lâu dài.", "Ông An nói về Nghị quyết 57 lâu dài."
    after = ["Nghị quyết 57 là gì?", "Đầu.", "Hết.", came]
    assert (
        words_in([went, "Đầu.", "Hết."], after, "Nghị quyết 57", 14) == len("Nghị quyết 57 là gì?\nĐầu.\nHết.\n") + 14
    )


@pytest.mark.parametrize(
    "after", [["Đầu.", "Ông An nói về Chỉ thị 151 lâu dài."], ["Ông An nói về Chỉ thị 151 lâu dài.", "Đầu."]]
)
def test_words_are_not_found_in_a_longer_number(after: list[str]) -> None:
    before = ["Đầu.", "Ông An bàn về Chỉ thị 15 lâu dài."]
    assert words_in(before, after, "Chỉ thị 15", len("Đầu.\nÔng An bàn về ")) is None
    assert words_in(before, after, "Chỉ thị", len("Đầu.\nÔng An bàn về ")) == "\n".join(after).index("Chỉ thị")
    assert words_in(before, after, "Chỉ thị 1", len("Đầu.\nÔng An bàn về ")) == "\n".join(after).index("Chỉ thị")


def test_a_short_line_may_be_what_a_long_one_became() -> None:
    after = ["Ông An nói hợp tác.", "Bà Lan bàn về hợp tác.", "Đầu.", "Hết."]
    assert (
        words_in(["Đầu.", "Hết.", "Ông An bàn về hợp tác."], after, "hợp tác", len("Đầu.\nHết.\nÔng An bàn về "))
        is None
    )


def test_a_line_of_less_than_twenty_characters_is_not_followed() -> None:
    after = ["Đầu.", "Hết.", "Bà Lan bàn hợp tác.", ""]
    assert words_in(["Ông An bàn hợp tác.", "Đầu.", "Hết."], after, "hợp tác", len("Ông An bàn ")) is None


def test_a_line_that_stayed_with_words_before_it_is_not_one_that_came() -> None:
    before = ["Đầu.", "Ông An nói về hợp tác lâu dài.", "Bài này.", "Ông An bàn về hợp tác lâu dài.", "Hết."]
    after = ["Đầu.", "Bài này.", "Nay Ông An bàn về hợp tác lâu dài.", "Hết."]
    assert words_in(before, after, "lâu dài", len("Đầu.\nÔng An nói về hợp tác ")) is None


@pytest.mark.parametrize(
    ("went", "stayed", "became"),
    [
        (
            "Lời kết của báo cáo là phát triển kinh tế bền vững.",
            "Chính phủ yêu cầu phát triển kinh tế bền vững ở mọi nơi.",
            "Quốc hội yêu cầu phát triển kinh tế bền vững ở mọi chỗ.",
        ),
        (
            "Chính ông phát triển kinh tế bền vững.",
            "phát triển kinh tế bền vững là việc của mọi người.",
            "phát triển văn hóa và phát triển kinh tế bền vững là việc của mọi người.",
        ),
    ],
)
def test_long_words_do_not_go_where_they_stood_in_a_line_that_stayed(went: str, stayed: str, became: str) -> None:
    words = "phát triển kinh tế bền vững"
    before, after = ["Đầu.", went, "Giữa bài.", stayed, "Hết."], ["Đầu.", "Giữa bài.", became, "Hết."]
    assert words_in(before, after, words, len("Đầu.\n") + went.index(words)) is None
    there = len("Đầu.\nGiữa bài.\n") + became.index(words)
    assert words_in(before, after, words, "\n".join(before).rindex(words)) == there


@pytest.mark.parametrize(("count", "is_found"), [(50, True), (51, False)])
def test_lines_are_followed_where_no_more_than_fifty_went_and_came(count: int, is_found: bool) -> None:
    went = [" ".join(f"từ{number}{letter}" for letter in "abcdef") + " cũ" for number in range(count)]
    came = [line.replace("cũ", "mới") for line in (*went[1:], went[0])]
    before, after = ([f"{line}\nCâu {number}." for number, line in enumerate(lines)] for lines in (went, came))
    assert (words_in(before, after, "từ0a", 0) is not None) == is_found


def test_a_line_to_which_two_may_have_gone_is_neither() -> None:
    old = "\n".join([*LINES[:2], "Ông An hỏi về hợp tác lâu dài.", *LINES[2:]])
    at = old.rindex("lâu dài")
    after = "\n".join([LINES[0], "Ông An bàn về hợp tác lâu dài.", *LINES[1:3], LINES[4]])
    assert Change(old, after).find(Span(at, at + len("lâu dài"))) is None


def test_short_words_of_a_short_line_that_was_moved_are_gone() -> None:
    after = "\n".join([*LINES[1:4], LINES[0], LINES[4]])
    assert found(after, "Đầu", 0) is None  # too short to be sure


def test_a_row_in_parts_follows_its_parts_whatever_stands_between() -> None:
    text = "Một là, giữ vững.\nẢnh: An\nVà phát triển."
    after = "Một là, giữ vững.\nẢnh: Lan, TTXVN\nVà phát triển."
    start = text.index("Và")
    row = Remark(pk=1, start=0, end=len(text), exact=text, parts=[[0, 17], [start, len(text)]])
    anchored = anchor([row], Change(text, after))
    assert not anchored.lost
    assert (row.exact, [after[first:last] for first, last in row.parts]) == (after, text.split("\nẢnh: An\n"))


def test_a_row_of_which_a_part_went_far_away_is_lost() -> None:
    text = "Một là, giữ vững hòa bình và ổn định.\nVà phát triển bền vững đất nước.\n"
    after = text.replace("\nVà", "\n" + 9 * "Nhiều dòng khác đứng ở giữa.\n" + "Và")
    row = Remark(pk=1, start=0, end=71, exact=text[:71], parts=[[0, 37], [38, 71]])
    assert row in anchor([row], Change(text, after)).lost


def test_a_list_follows_its_intro() -> None:
    text = "Đầu.\nCó 2 nhiệm vụ sau:\nMột là, a.\nHai là, b.\nCuối."
    intro = text.index("Có")
    end = text.index("\nCuối")
    row = DirectiveList(
        pk=1,
        start=intro,
        end=end,
        exact=text[intro:end],
        intro=text[intro : intro + 18],
        intro_start=intro,
        intro_end=intro + 18,
    )
    after = text.replace("Đầu.", "Mở đầu.").replace("Hai là, b.", "Hai là, khác hẳn.")
    assert not anchor([row], Change(text, after)).lost
    assert row.exact == "Có 2 nhiệm vụ sau:\nMột là, a.\nHai là, khác hẳn."
    assert row.intro_start == after.index("Có")


@pytest.mark.parametrize("rest", ["", "\n\nCuối."])
def test_a_list_whose_last_points_are_gone_ends_with_those_that_are_there(rest: str) -> None:
    text = f"Có 2 nhiệm vụ sau:\n\nMột là, a.\n\nHai là, b.{rest}"
    end = text.index(" b.") + 3
    row = DirectiveList(pk=1, start=0, end=end, exact=text[:end], intro=text[:18], intro_start=0, intro_end=18)
    after = text.replace("\n\nHai là, b.", "")
    assert not anchor([row], Change(text, after)).lost
    assert (row.exact, row.end) == ("Có 2 nhiệm vụ sau:\n\nMột là, a.", 30)


@pytest.mark.parametrize("line", [1, 4])
def test_what_is_gone_has_nothing_of_what_follows_it(line: int) -> None:
    start = TEXT.index(LINES[line])
    row = Remark(pk=1, start=start, end=start + len(LINES[line]), exact=LINES[line])
    after = "\n".join(LINES[:line] + LINES[line + 1 :])
    assert row in anchor([row], Change(TEXT, after)).lost
    assert row.end <= row.start <= len(after)


@pytest.mark.parametrize("space", ["\u00a0", "  ", " \u200b", "\u2009"])
def test_words_stay_the_same_with_other_spaces_between_them(space: str) -> None:
    after = TEXT.replace(" ", space)
    for line in LINES:
        words = Span(TEXT.index(line) + 1, TEXT.index(line) + len(line) - 1)
        there = Change(TEXT, after).find(words)
        assert there is not None
        assert there.of(after) == words.of(TEXT).replace(" ", space)
        assert Change(after, TEXT).find(there) == words


def test_a_line_that_is_moved_is_known_by_its_words_whatever_its_spaces() -> None:
    after = "\n".join([LINES[3], LINES[0], LINES[2], LINES[4]]).replace(" ", "\u00a0")
    at = TEXT.index("hợp tác")
    place = Change(TEXT, after).find(Span(at, at + len("hợp tác")))
    assert place is not None
    assert (place.of(after), place.start < len(LINES[3])) == ("hợp\u00a0tác", True)


def test_what_nobody_sees_between_lines_does_not_stand_for_words() -> None:
    assert Change("\u200ba\nb", "a\nb").find(Span(0, 1)) is None


def test_an_intro_is_as_the_text_prints_it_now() -> None:
    text = "Có 2 nhiệm vụ sau:\nMột là, a."
    row = DirectiveList(pk=1, start=0, end=len(text), exact=text, intro=text[:18], intro_start=0, intro_end=18)
    after = f"Đầu.\n{text.replace(' ', '  ')}"
    assert not anchor([row], Change(text, after)).lost
    assert row.intro_start is not None
    assert row.intro == after[row.intro_start : row.intro_end] == "Có  2  nhiệm  vụ  sau:"


WORDS = st.sampled_from(["a", "b", "ab", "ông An", "\n", " ", "\u00a0", "\u200b", "hòa bình lâu dài của đất nước"])


@given(st.lists(WORDS, max_size=30).map("".join), st.lists(WORDS, max_size=30).map("".join))
def test_any_change_leads_into_the_new_text_and_in_order(before: str, after: str) -> None:
    change = Change(before, after)
    places = [change.place(offset) for offset in range(len(before) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(after) for place in places)


@given(st.lists(WORDS, min_size=1, max_size=30).map("".join), st.data())
def test_nothing_moves_in_a_text_that_stayed(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(one_spaced(text))  # some of it can be seen
    assert Change(text, text).find(Span(start, end)) == Span(start, end)


@pytest.mark.parametrize("size", [20_000])
def test_a_long_text_of_equal_lines_is_compared_in_time(size: int) -> None:
    text = "a\n" * size
    assert Change(text, "b\n" + text).place(2) == 4
