"""Blocks, turns and the head of an article."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from articles.extraction import heading
from articles.extraction.blocks import Block, find_blocks
from articles.extraction.text import normalise

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
BODY = "Hội nghị bàn về nhiều việc quan trọng của năm tới."
REST = "Mọi người ra về khi trời đã tối."
LABELLED = """\
Hỏi chuyện Đại sứ

Đại sứ Trần Văn Bảo vừa trả lời phỏng vấn báo chí.

Phóng viên: Thưa Đại sứ, quan hệ hai nước ra sao?

Đại sứ Trần Văn Bảo: Rất tốt. Trao đổi thương mại tăng nhanh.

Hai bên còn nhiều việc phải làm.

Xin cảm ơn Đại sứ!
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(text)) for block in find_blocks(text)]


def turns(text: str) -> list[tuple[str, int | None]]:
    return [(block.kind, block.turn) for block in find_blocks(text) if block.turn is not None]


def only(text: str, kind: str) -> list[str]:
    return [words for found, words in kinds(text) if found == kind]


def covers(text: str, blocks: tuple[Block, ...]) -> bool:
    """Say whether blocks hold all that is no white space, in order, none twice."""
    at = 0
    for block in blocks:
        if block.span.start < at or text[at : block.span.start].strip() or not block.span.of(text).strip():
            return False
        at = block.span.end
    return not text[at:].strip()


ODD = {
    "empty": "",
    "blank": " \n\t\n\u00a0",
    "one word": "Xin",
    "quotation marks": '"“”"\n”\n"',
    "a thousand blank lines": "\n" * 1_000 + "a" + "\n" * 1_000,
    "one long line": "Bộ trưởng nói rằng cần làm. " * 2_000,
    "marks alone": "- \n* \n: \n?",
    "a date alone": " date 2026-02-11",
    "a date and its line end": " date\n2026-02-11 a",
    "no letters": "123 456 …\n😀\n\u200b",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_every_character_stands_in_one_block_of_odd_texts(text: str) -> None:
    stored = normalise(text)
    assert covers(stored, find_blocks(stored))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_every_character_stands_in_one_block_of_a_seed(seed: Path) -> None:
    text = normalise(seed.read_text(encoding="utf-8"))
    assert covers(text, find_blocks(text))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_decomposed_letters_change_no_block(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    composed, decomposed = normalise(text), normalise(unicodedata.normalize("NFD", text))
    assert find_blocks(composed) == find_blocks(decomposed)


def test_an_interview_is_a_row_of_turns() -> None:
    assert [kind for kind, _ in kinds(LABELLED)] == ["title", "lead", "question", "answer", "answer", "question"]
    assert turns(LABELLED) == [("question", 1), ("answer", 2), ("answer", 2), ("question", 3)]


def test_a_turn_keeps_its_label() -> None:
    labels = [block.label.of(LABELLED) for block in find_blocks(LABELLED) if block.label]
    assert labels == ["Phóng viên:", "Đại sứ Trần Văn Bảo:"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("PV: Kết quả ra sao?", "Kết quả tốt."),
        ("Hỏi: Kết quả ra sao?", "Đáp: Kết quả tốt."),
        ("* Kết quả ra sao, thưa ông?", "- Kết quả tốt."),
        ("- Xin ông cho biết kết quả?", "- Kết quả tốt."),
        ("- Xin bà cho biết kết quả?", "Bà Trần Thị Lan: Kết quả tốt."),
        ("Kết quả ra sao?", "Thứ trưởng Ngoại giao Trần Thị Lan: Kết quả tốt."),
        ("Vì sao có kết quả ấy?", "TS Lê Văn Nam (Viện Kinh tế): Kết quả tốt."),
        ("Vì sao có kết quả ấy?", "Bà Lê Thị Hoa, Giám đốc Sở Ngoại vụ tỉnh Lào Cai: Kết quả tốt."),
    ],
)
def test_questions_and_answers_are_known_by_mark_label_or_address(question: str, answer: str) -> None:
    text = f"{BODY}\n\n{question}\n\n{answer}\n\nNăm sau sẽ tốt hơn.\n"
    assert turns(text) == [("question", 1), ("answer", 2), ("answer", 2)]


def test_bare_questions_are_turns_where_there_are_two() -> None:
    text = f"{BODY}\n\nXin Bộ trưởng cho biết kết quả?\n\nTốt.\n\nThưa Bộ trưởng, còn khó khăn gì?\n\nCòn nhiều.\n"
    assert turns(text) == [("question", 1), ("answer", 2), ("question", 3), ("answer", 4)]


def test_a_question_goes_over_two_lines() -> None:
    text = f"{BODY}\n- Giá dầu đang tăng nhanh.\nĐiều đó ảnh hưởng thế nào, thưa ông?\n- Không nhiều.\n"
    assert turns(text) == [("question", 1), ("question", 1), ("answer", 2)]


def test_a_question_that_nobody_is_asked_makes_no_interview() -> None:
    text = f"{BODY}\n\nAi là người chịu trách nhiệm về việc này?\n\n{BODY}\n"
    assert turns(text) == []


def test_points_with_dashes_make_no_interview() -> None:
    text = f"Cuộc họp bàn các việc sau đây:\n\n- Báo cáo kết quả;\n\n- Kế hoạch năm tới.\n\n{BODY}\n"
    assert turns(text) == []


def test_a_heading_with_a_name_and_a_colon_makes_no_interview() -> None:
    text = f"{BODY}\n\nBộ trưởng Trần Văn Bảo: Phải làm nhanh hơn\n\n{BODY}\n\n{REST}\n"
    assert turns(text) == []


def test_a_question_to_oneself_stays_in_the_answer() -> None:
    text = f"{BODY}\n\nPV: Kết quả ra sao?\n\nTốt.\n\nVì sao như vậy?\n\nVì mọi người cùng làm.\n"
    assert turns(text) == [("question", 1), ("answer", 2), ("answer", 2), ("answer", 2)]


@pytest.mark.parametrize(
    "caption",
    [
        "Đại biểu dự hội nghị. Ảnh: Mai Anh",
        "Đại biểu dự hội nghị (Ảnh: TTXVN).",
        "Đại biểu dự hội nghị - Ảnh: MAI ANH",
        "(Ảnh minh họa: Mai Anh/TTXVN)",
        "Ảnh: Mai Anh/TTXVN",
        "Ảnh: Thủ tướng Lê Văn Bảo tiếp Bộ trưởng Ngoại giao Trần Thị Lan và các thành viên của đoàn tại trụ sở, "
        "rồi cùng bà đi xem triển lãm tranh của các em học sinh.",
        "Toàn cảnh hội nghị.",
        "Thứ trưởng Ngoại giao Trần Thị Lan phát biểu tại lễ khai mạc",
        "Ông Lê Văn Bảo, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy phát biểu.",
    ],
)
def test_what_is_said_of_a_picture_is_a_caption(caption: str) -> None:
    text = f"{BODY}\n\n{caption}\n\n{REST}\n"
    assert only(text, "caption") == [caption]


@pytest.mark.parametrize(
    "line",
    ["Ảnh hưởng của giá dầu còn lớn.", "Bức ảnh do ông chụp năm ấy rất đẹp.", "Ông Lê Văn Bảo phát biểu về giá dầu."],
)
def test_a_sentence_about_pictures_is_no_caption(line: str) -> None:
    assert only(f"{BODY}\n\n{line}\n\n{REST}\n", "caption") == []


def test_a_caption_within_an_answer_has_its_turn() -> None:
    text = "PV: Kết quả ra sao?\n\nTốt.\n\nHội nghị. Ảnh: Mai Anh\n\nRất tốt.\n\nĐại biểu. Ảnh: Mai Anh\n"
    assert [(block.kind, block.turn) for block in find_blocks(text)] == [
        ("question", 1),
        ("answer", 2),
        ("caption", 2),
        ("answer", 2),
        ("caption", None),
    ]


def test_a_sentence_printed_twice_is_a_pull_quote_where_it_stands_alone() -> None:
    quote = "Công tác này cần có sự tham gia của mọi người, mọi nhà."
    text = f"{BODY}\n\n{quote}\n\nTheo đó: {quote[0].lower()}{quote[1:]} Vì vậy phải làm ngay.\n"
    assert only(text, "pull-quote") == [quote]


def test_words_that_come_again_in_the_midst_of_a_clause_are_no_pull_quote() -> None:
    line = "Nghị định về chế độ của cán bộ và người lao động năm nay."
    text = f"{BODY}\n\n{line}\n\nÔng Bảo nói về {line[0].lower()}{line[1:]}\n"
    assert only(text, "pull-quote") == []


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    text = f"{BODY}\n\nBốn nhóm giải pháp\n\n{REST}\n"
    assert only(text, "heading") == ["Bốn nhóm giải pháp"]


@pytest.mark.parametrize("line", ["Tôi thấy ba điểm sau:", "Một là, làm đường", "- làm cầu", "phần sau của câu"])
def test_a_short_line_that_goes_on_is_no_heading(line: str) -> None:
    assert only(f"{BODY}\n\n{line}\n\n{REST}\n", "heading") == []


@pytest.mark.parametrize(
    "line", ["Xem video:", "0:00 / 0:00", "0:00", "Theo TTXVN", "Xem thêm: Giá dầu tăng", "Thu Hà"]
)
def test_page_furniture_is_residue(line: str) -> None:
    assert only(f"{BODY}\n\n{REST}\n\n{line}\n", "residue") == [line]


def test_with_a_sentence_a_line_the_captions_stand_at_the_end() -> None:
    body = "\n".join(f"Câu thứ {number} của bài báo này." for number in range(6))
    text = f"Đầu đề\n\nĐoạn dẫn.\n\n{body}\n\nBộ trưởng tại hội nghị.\nQuang cảnh.\n"
    assert only(text, "caption") == ["Bộ trưởng tại hội nghị.", "Quang cảnh."]


def test_the_date_is_residue_and_the_rest_of_its_line_a_block() -> None:
    text = f" date 2026-02-11 {BODY}\n\n{REST}\n"
    assert kinds(text)[:2] == [("residue", "date 2026-02-11"), ("lead", BODY)]


def test_the_date_is_read_from_the_head_line_alone() -> None:
    assert heading.published_on(" date 2026-02-11 Xem video:") == date(2026, 2, 11)
    assert heading.published_on(f"{BODY}\n date 2026-02-11 ") is None


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert heading.published_on(" date 2026-02-30 a") is None


def test_a_text_that_starts_with_a_sentence_has_no_title() -> None:
    text = f"{BODY}\n\n{REST}\n"
    assert heading.title(text, find_blocks(text)) is None


@pytest.mark.parametrize("title", ["Đối ngoại năm 2026", "“Cây tre” của ngoại giao", "Vì sao giá dầu tăng?"])
def test_a_title_is_the_first_line_without_a_stop(title: str) -> None:
    text = f"{title}\n\n{BODY}\n\n{REST}\n"
    assert heading.title(text, find_blocks(text)) == title
    assert heading.lead(text, find_blocks(text)) == BODY


@pytest.mark.parametrize("first", [". Tuổi Trẻ: Ông kỳ vọng điều gì?", ", nhiều nước đã cùng lên tiếng"])
def test_a_line_whose_beginning_was_cut_off_is_no_title(first: str) -> None:
    text = f"{first}\n\n{BODY}\n\n{REST}\n"
    assert heading.title(text, find_blocks(text)) is None


SECTIONS = (
    "Thủ tướng gửi lời chia buồn đến gia đình người bị nạn.\n\nLàm rõ nguyên nhân\n\n"
    "Công an được giao làm rõ nguyên nhân.\n\nKiểm tra an toàn\n\nSở Xây dựng kiểm tra an toàn ở các nhà máy."
)


def test_a_first_line_that_speaks_of_its_own_section_alone_is_a_heading() -> None:
    text = f"Gửi lời chia buồn đến gia đình\n\n{SECTIONS}"
    assert kinds(text)[0] == ("heading", "Gửi lời chia buồn đến gia đình")


@pytest.mark.parametrize(
    "title", ["Gửi lời chia buồn, làm rõ nguyên nhân, kiểm tra an toàn", "Tai nạn ở nhà máy xi măng"]
)
def test_a_first_line_that_speaks_of_later_sections_too_or_of_none_is_the_title(title: str) -> None:
    assert kinds(f"{title}\n\n{SECTIONS}")[0] == ("title", title)


def test_a_first_line_is_the_title_where_there_is_but_one_heading() -> None:
    text = "Gửi lời chia buồn\n\nÔng gửi lời chia buồn.\n\nLàm rõ nguyên nhân\n\nCông an vào cuộc."
    assert kinds(text)[0] == ("title", "Gửi lời chia buồn")


def test_an_article_is_shown_by_its_title_or_the_first_sentence_of_its_lead() -> None:
    titled, untitled = f"Đầu đề\n\n{BODY}\n\n{BODY}", f"{BODY} Thêm một câu.\n\n{BODY}"
    assert heading.display_title(titled, find_blocks(titled)) == "Đầu đề"
    assert heading.display_title(untitled, find_blocks(untitled)) == BODY
    assert heading.display_title("", ()) == ""


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (LABELLED, "interview"),
        (f"{BODY}\n\n{REST}", "report"),
        (f"Thưa các đồng chí,\n\n{BODY}\n\n{REST}", "speech"),
    ],
)
def test_the_genre_is_seen_in_turns_and_salutations(text: str, genre: str) -> None:
    assert heading.genre(text, find_blocks(text)) == genre


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("17/01/2020 07:09 GMT+7", date(2020, 1, 17)),
        ("Thứ tư, 24-8-2016", date(2016, 8, 24)),
        ("11h41 | 24.8.2016", date(2016, 8, 24)),
        ("31/02/2020 07:09", None),
        ("17/01/2020", None),  # the day of anything
    ],
)
def test_the_day_is_read_from_a_line_at_the_head_that_prints_it_with_weekday_or_hour(
    stamp: str, day: date | None
) -> None:
    text = f"Đầu đề\n\nThu Hà\n\n{stamp}\n\n{BODY}\n\n{REST}"
    assert heading.published_on(text) == day


def test_a_day_and_hour_further_down_do_not_date_the_article() -> None:
    text = "\n\n".join(["Đầu đề", BODY, REST, BODY, REST, "17/01/2020 07:09", BODY])
    assert heading.published_on(text) is None
