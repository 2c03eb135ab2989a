"""Turns of interviews in the layouts that papers use, and what looks like a turn and is none."""

import pytest

from articles.extraction.blocks import find_blocks
from articles.sources import Source
from register.document import extract

HEAD = "Chuyện ngành điện\n\nÔng Lê Văn Bảo, Giám đốc Sở Công Thương, trao đổi về việc cấp điện.\n\n"
ASKED = "Việc cấp điện cho các xã vùng cao được triển khai như thế nào?"
TOLD = "Chúng tôi đã kéo lưới điện tới chín xã. Năm sau sẽ xong."


def turns(text: str) -> list[tuple[str, str]]:
    """Return the first line of each turn with its kind."""
    found: dict[int, tuple[str, str]] = {}
    for block in find_blocks(text):
        if block.turn is not None:
            found.setdefault(block.turn, (block.kind, block.span.of(text)))
    return list(found.values())


def asked(text: str) -> list[str]:
    return [words for kind, words in turns(text) if kind == "question"]


@pytest.mark.parametrize(
    "label",
    [
        *("PV:", "P.V:", "P.V.:", "PV :", "Phóng viên:", "PHÓNG VIÊN:", "Phóng viên (PV):", "Nhóm phóng viên:", "MC:"),
        *("Hỏi:", "Hỏi 2:", "Hỏi (bạn Vàng A Sình, Lào Cai):", "Câu hỏi:", "Câu hỏi 1:", "1. Câu hỏi:", "2. Hỏi:"),
        *("Phóng viên Báo Nhân Dân:", "Phóng viên TTXVN tại Hà Nội:", "Phóng viên Hãng thông tấn Kyodo hỏi:"),
        *("Bạn đọc Vàng Thị Mỷ (Hà Giang):", "Một độc giả hỏi:", "Biên tập viên:", "Người dẫn chương trình:"),
        *("Kyodo:", ". Kyodo:", "VnExpress:", "+ Tuổi Trẻ:", "- Zing:", "* Thế giới & Việt Nam:", "TTXVN:"),
        *("- PV:", "+ PV:", "* Phóng viên:", "– Hỏi:", "■ PV:"),
    ],
)
def test_a_label_says_who_asks(label: str) -> None:
    question = f"{label} {ASKED}"
    assert turns(f"{HEAD}{question}\n\nÔng Lê Văn Bảo: {TOLD}\n\nMỏ than cũng đã đủ điện.\n") == [
        ("question", question),
        ("answer", f"Ông Lê Văn Bảo: {TOLD}"),
    ]


@pytest.mark.parametrize("mark", ["- ", "-", "– ", "+ ", "* ", "• ", "► ", "° ", ". "])
def test_marks_of_all_kinds_open_questions_and_thanks(mark: str) -> None:
    lines = [f"{mark}Thưa ông, điện đã đủ chưa?", TOLD, f"{mark}Xin trân trọng cảm ơn ông!"]
    assert turns(HEAD + "\n\n".join(lines)) == list(zip(("question", "answer", "question"), lines, strict=True))


@pytest.mark.parametrize("label", ["Trả lời:", "Đáp:", "TL:", "L.V.B:", "Khách mời:", "Ông Bảo:", "+ Ông Lê Văn Bảo:"])
def test_a_label_says_who_answers(label: str) -> None:
    assert turns(f"{HEAD}PV: {ASKED}\n\n{label} {TOLD}\n")[1] == ("answer", f"{label} {TOLD}")


def test_labels_may_stand_on_lines_of_their_own() -> None:
    text = f"{HEAD}Câu hỏi:\n\nTôi sống ở vùng cao. Nhà chưa có điện.\n\n{ASKED}\n\nTrả lời:\n\n{TOLD}\n"
    assert turns(text) == [("question", "Câu hỏi:"), ("answer", "Trả lời:")]


def test_who_only_asks_and_addresses_the_other_is_the_reporter() -> None:
    text = f"{HEAD}Vàng Thị Mỷ: Thưa ông, {ASKED.lower()}\n\nLê Văn Bảo: {TOLD}\n\nVàng Thị Mỷ: Còn đường sá?\n\nTốt.\n"
    assert asked(text) == [f"Vàng Thị Mỷ: Thưa ông, {ASKED.lower()}", "Vàng Thị Mỷ: Còn đường sá?"]
    assert [speaker.name for speaker in extract(Source("", text, "")).voices.speakers] == ["Lê Văn Bảo"]


def test_one_question_that_calls_the_other_makes_an_interview() -> None:
    for question in ("Thưa ông, điện đã đủ chưa?", "Xin Giám đốc đánh giá về điện ở vùng cao?", "Vì sao, thưa ông?"):
        assert asked(f"{HEAD}{question}\n\n{TOLD}\n") == [question]


def test_among_bare_questions_one_may_address_nobody() -> None:
    other = "Trong năm tới, nguồn vốn cho lưới điện sẽ được bố trí ra sao?"
    text = f"{HEAD}{ASKED} Ông bình luận gì?\n\n{TOLD}\n\n{other}\n\nVốn đã đủ.\n\n{ASKED}\n\nTốt.\n"
    assert asked(text) == [f"{ASKED} Ông bình luận gì?", other, ASKED]


def test_among_marked_answers_a_question_may_lack_its_mark() -> None:
    text = f"{HEAD}- Thưa ông, điện đã đủ chưa?\n\n- {TOLD}\n\n{ASKED}\n\n- Rất nhanh.\n"
    assert asked(text) == ["- Thưa ông, điện đã đủ chưa?", ASKED]


def test_a_request_is_a_question_without_its_mark() -> None:
    text = f"{HEAD}- Xin ông cho biết điện đã đủ chưa?\n\n- {TOLD}\n\n- Xin ông nói rõ thêm về vốn.\n\n- Vốn đã đủ.\n"
    assert asked(text)[1] == "- Xin ông nói rõ thêm về vốn."


def test_a_bare_question_begins_with_its_paragraph() -> None:
    text = (
        f"{HEAD}Năm qua hạn nặng.\nThưa ông, điện có thiếu không?\n\n{TOLD}\n\n"
        "Nay mưa nhiều.\nTheo ông, bao giờ hồ đầy?\n\nSắp đầy.\n"
    )
    assert asked(text) == ["Năm qua hạn nặng.", "Nay mưa nhiều."]


@pytest.mark.parametrize(
    "thanks",
    [
        *(
            "Cảm ơn ông!",
            "Xin cảm ơn!",
            "+ Xin trân trọng cảm ơn ông!",
            "PV: Vâng, xin cảm ơn ông.",
            "Xin cám ơn bà./.",
        ),
        *("Xin cảm ơn Giám đốc đã trả lời phỏng vấn!", "Trân trọng cảm ơn những chia sẻ của ông!"),
        "Cuộc trò chuyện xin tạm dừng ở đây. Trân trọng cảm ơn hai vị khách mời.",
    ],
)
def test_the_closing_thanks_are_a_turn_of_the_reporter(thanks: str) -> None:
    assert asked(f"{HEAD}PV: {ASKED}\n\n{TOLD}\n\n{thanks}")[-1] == thanks


@pytest.mark.parametrize(
    "words",
    [
        "Xin cảm ơn quý báo!",  # the one who answers may thank too
        "Cảm ơn phóng viên đã hỏi câu ấy.",
        "Vì sao vậy?",
        "Vậy chúng ta phải làm gì để mọi nhà đều có điện?",
        "“Bao giờ thì bản em mới có điện hả ông giám đốc?”",
        "+ Kéo dây tới từng nhà.",
        "- Kéo dây tới từng nhà.",
        "Tôi hỏi: điện ở đâu ra?",
    ],
)
def test_what_the_one_who_answers_goes_on_with_is_no_turn(words: str) -> None:
    text = f"{HEAD}PV: {ASKED}\n\nÔng Lê Văn Bảo: {TOLD}\n\n{words}\n\nNăm sau sẽ xong.\n"
    assert asked(text) == [f"PV: {ASKED}"]


@pytest.mark.parametrize(
    "words",
    [
        "Hỏi về việc này, ông Bảo nói: “Sắp xong”.",
        "Phóng viên đã trao đổi với ông Bảo: điện sắp đủ.",
        "Vậy bao giờ các xã vùng cao mới có đủ điện để dùng quanh năm?",
        "- Kéo dây.\n\n- Dựng cột.",
        "Kết quả: chín xã có điện.",
        "Độc giả cần lưu ý: giá điện sẽ đổi.",
    ],
)
def test_a_report_has_no_turns(words: str) -> None:
    assert turns(f"{HEAD}{words}\n\n{TOLD}\n") == []


def test_an_answer_with_a_mark_is_none_of_the_question_below_it() -> None:
    text = f"{HEAD}- Thưa ông, điện đã đủ chưa?\n\n- {TOLD}\n\n{ASKED}\n\n- Rất nhanh.\n"
    assert [kind for kind, _ in turns(text)] == ["question", "answer", "question", "answer"]


def test_a_point_is_none_of_the_question_below_it() -> None:
    text = f"{HEAD}PV: {ASKED}\n\n{TOLD}\n\n- Kéo dây.\n\nTheo ông, bao giờ xong?\n\nSang năm.\n"
    assert asked(text) == [f"PV: {ASKED}", "Theo ông, bao giờ xong?"]


def test_a_text_without_blank_lines_has_its_title() -> None:
    body = "Hội nghị đã họp.\nBáo cáo đã có.\nĐại biểu đã về."
    blocks = [block.kind for block in find_blocks(f"Ngành điện đổi mới\n{body}")]
    assert blocks[:2] == ["title", "lead"]
    assert "title" not in [block.kind for block in find_blocks(f"Hội nghị họp.\n{body}")]
    assert "title" not in [block.kind for block in find_blocks(f"Ngành điện\nđổi mới\n{body}")]


def test_a_question_that_opens_a_text_is_no_title() -> None:
    text = f". Kyodo: {ASKED}\n\n+ Người phát ngôn Lê Văn Bảo: {TOLD}\n"
    assert [kind for kind, _ in turns(text)] == ["question", "answer"]


@pytest.mark.parametrize("label", ["Lê Khanh:", "Nguyễn Khanh:", "Ông Trần Nam:", "Bà Lan Anh (Báo Lao Động):"])
def test_whoever_says_nothing_but_questions_asks(label: str) -> None:
    first, second = f"{label} Xin chào ông. Ông đánh giá thế nào về việc này?", f"{label} {ASKED}"
    text = f"{HEAD}{first}\n\nĐại sứ Lê Văn Bảo: {TOLD}\n\n{second}\n\nĐại sứ Lê Văn Bảo: {TOLD}\n"
    assert asked(text) == [first, second]


@pytest.mark.parametrize("label", ["ĐS Lê Văn Bảo:", "Marc Knapper:", "GĐ Bảo:"])
def test_a_label_that_always_follows_a_question_answers(label: str) -> None:
    text = f"{HEAD}PV: {ASKED}\n\n{label} {TOLD}\n\nPV: {ASKED}\n\n{label} {TOLD}\n"
    assert [kind for kind, _ in turns(text)] == ["question", "answer"] * 2


@pytest.mark.parametrize(
    "credit",
    ["Biên tập viên:Hải Vân", "Phóng viên: Lê Lan", "Thực hiện: Lan Anh", "Người dẫn chương trình: Lan Anh - Minh Đức"],
)
def test_who_wrote_it_asks_nothing(credit: str) -> None:
    assert turns(f"{HEAD}Ông Bảo cho biết, điện đã về chín xã. Năm sau sẽ xong.\n\n{credit}") == []
