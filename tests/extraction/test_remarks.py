"""What the rules met and did not understand, and what they understood and so do not remark on."""

import pytest

from articles.extraction.blocks import find_blocks
from articles.extraction.speakers import find_speakers
from articles.extraction.text import normalise
from directives.extraction.citations import find_citations
from directives.extraction.lists import find_lists
from directives.extraction.markers import find_markers
from directives.extraction.remarks import find_remarks

HEAD = "Tin đối ngoại trong ngày\n\n"
TRUNG = "Bộ trưởng Ngoại giao Lê Văn Trung"


def remarks(words: str) -> list[tuple[str, str, str]]:
    """Return the remarks on an article of these words: code, place, detail."""
    text = normalise(HEAD + words)
    blocks = find_blocks(text)
    markers = find_markers(text, blocks)
    doubts = find_speakers(text, blocks).doubts
    found = find_remarks(text, blocks, markers, find_lists(text, blocks, markers), find_citations(text), doubts)
    return [(one.code, one.span.of(text), one.detail) for one in found]


COUNTS = {
    "one is missing": (
        "Bốn nhiệm vụ sau: Một là, làm đường. Hai là, xây cầu. Bốn là, mở cảng.",
        [("count-short", "declared 4, found 3: ordinal 3 is missing")],
    ),
    "two are missing": (
        "Năm nhiệm vụ sau: Một là, làm đường. Ba là, xây cầu. Năm là, mở cảng.",
        [("count-short", "declared 5, found 3: ordinals 2, 4 are missing")],
    ),
    "the last is missing": (
        "Ba nhiệm vụ sau: Một là, làm đường. Hai là, xây cầu.",
        [("count-short", "declared 3, found 2: ordinal 3 is missing")],
    ),
    "one is over": (
        "Hai nhiệm vụ sau: Một là, làm đường. Hai là, xây cầu. Ba là, mở cảng.",
        [("count-over", "declared 2, found 3")],
    ),
    "one is printed twice": (
        "Ba nhiệm vụ sau:\n\nMột là, làm đường.\n\nHai là, xây cầu.\n\nHai là, mở cảng.",
        [("odd-ordinal", "'Hai là' stands in place 3")],
    ),
    "none is declared": ("Ông nêu nhiệm vụ: Một là, làm đường. Hai là, xây cầu.", []),
    "one is missing where none is declared": (
        "Ông nêu các nhiệm vụ sau: Một là, làm đường. Ba là, xây cầu.",
        [("odd-ordinal", "ordinal 2 is missing")],
    ),
    "as many as declared": ("Hai nhiệm vụ sau: Một là, làm đường. Hai là, xây cầu.", []),
    "below a point": (
        "Hai nhiệm vụ sau:\n\nMột là, cần: (i) làm đường; (iii) xây cầu.\n\nHai là, mở cảng.",
        [("odd-ordinal", "ordinal 2 is missing")],
    ),
    "out of order": (
        "Ba nhiệm vụ sau:\n\nMột là, làm đường.\n\nBa là, xây cầu.\n\nHai là, mở cảng.",
        [("count-short", "declared 3, found 2: ordinal 2 is missing"), ("stray-marker", "'Hai là' belongs to no list")],
    ),
}


@pytest.mark.parametrize(("words", "expected"), COUNTS.values(), ids=COUNTS)
def test_what_is_counted_is_held_against_what_is_declared(words: str, expected: list[tuple[str, str]]) -> None:
    assert [(code, detail) for code, _, detail in remarks(words)] == expected


MET = {
    "an announcement of points": (
        "Thời gian tới, ngành tập trung vào ba nhiệm vụ sau:\n\nCông tác năm qua đạt kết quả tốt.",
        "list-empty",
        "Thời gian tới, ngành tập trung vào ba nhiệm vụ sau:",
    ),
    "a lone marker": ("Công tác năm qua tốt.\n\nThứ ba, ngành ngoại giao có đổi mới.", "stray-marker", "Thứ ba"),
    "a lone number": ("Công tác năm qua tốt.\n\n4. Ngành ngoại giao có đổi mới.", "stray-marker", "4"),
    "a symbol": ("Ông nhắc tới văn bản số 12/ABC-XYZ của cơ quan.", "document-unread", "12/ABC-XYZ"),
    "a number of a document": ("Họ thảo luận nghị quyết 59 rất kỹ.", "document-unread", "nghị quyết 59"),
    "a day": ("Lễ ký diễn ra ngày 31/2/2026 tại Hà Nội.", "odd-date", "ngày 31/2/2026"),
    "a day without its year": ("Lễ ký diễn ra ngày 30 tháng 2 tại Hà Nội.", "odd-date", "ngày 30 tháng 2"),
    "a given name": ("Ông Hùng cho biết việc đã xong.", "mention-unknown", "Ông Hùng"),
    "a title and a given name": ("Thứ trưởng Lan dự lễ.", "mention-unknown", "Thứ trưởng Lan"),
    "a title alone": ("Thủ tướng nhấn mạnh kỷ luật.", "mention-unknown", "Thủ tướng"),
    "capitals behind a title": ("Thứ trưởng Mùi Khiên Lử dự lễ.", "name-unread", "Mùi Khiên Lử"),
    "a quotation that stays open": (
        f"{TRUNG} nói: “Việc đã xong.\n\nHội nghị kết thúc.",
        "quotation-open",
        "“Việc đã xong.",
    ),
    "a quotation of nobody": (
        "“Việc này phải làm cho thật tốt trong năm nay ngay.” Hội nghị kết thúc.",
        "quotation-unattributed",
        "“Việc này phải làm cho thật tốt trong năm nay ngay.”",
    ),
}


@pytest.mark.parametrize(("words", "code", "place"), MET.values(), ids=MET)
def test_what_is_met_and_not_understood_is_remarked_on_where_it_stands(words: str, code: str, place: str) -> None:
    assert [(found, where) for found, where, _ in remarks(words)] == [(code, place)]


UNDERSTOOD = {
    "points behind an announcement": "Hai nhiệm vụ sau:\n\nMột là, làm đường.\n\nHai là, xây cầu.",
    "parts apart by semicolons": "Ngành tập trung vào hai nhiệm vụ sau: làm đường; xây cầu.",
    "connectives": "Trước hết, công tác năm qua tốt. Tiếp theo là kết quả.\n\nCuối cùng, hội nghị bế mạc.",
    "a weekday": "Hội nghị diễn ra sáng thứ ba, ngày 24/3 tại Hà Nội.",
    "symbols that are read": "Theo Nghị quyết 59-NQ/TW và Nghị định 178/2024/NĐ-CP.",
    "amounts": "Ông quyết định 100 tỷ đồng cho việc này, tăng 5,5%.",
    "days that there are": "Từ ngày 29/2/2024 đến ngày 24-25/9, ngày 31 tháng 1 và ngày 30/6/2026.",
    "people who are introduced": f"{TRUNG} dự. Ông Trung cho biết việc đã xong. Bộ trưởng nhấn mạnh kỷ luật.",
    "offices of many": "Các Bộ trưởng nhấn mạnh kỷ luật. Hai Thứ trưởng cho biết thêm.",
    "offices of which something is told": "Hội nghị do Thủ tướng chủ trì.",
    "a title before an organ": "Chủ tịch Hội đồng Bảo an dự lễ. Đại sứ Cộng hòa Pháp đến Hà Nội.",
    "a slogan": "Hội nghị có chủ đề “Đoàn kết và phát triển”.",
    "a long one": "Hội nghị có chủ đề “Chủ động, sáng tạo vì sự phát triển nhanh và bền vững của đất nước”.",
    "an office in small letters": "Theo đặc phái viên TTXVN, hội nghị đã kết thúc.",
    "a quotation over paragraphs": f"{TRUNG} nói: “Việc đã xong.\n\n“Năm tới làm tiếp”.",
    "a quotation that is someone's": f"{TRUNG} nhấn mạnh: “Việc này phải làm cho thật tốt trong năm nay ngay.”",
    "an ambiguous title": f"{TRUNG} và Bộ trưởng Quốc phòng Vũ Quốc Nam dự. Bộ trưởng nhấn mạnh kỷ luật.",
}


@pytest.mark.parametrize("words", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_what_is_understood_is_not_remarked_on(words: str) -> None:
    assert remarks(words) == []


def test_who_is_nobody_is_remarked_on_once() -> None:
    assert len(remarks("Ông Hùng cho biết việc đã xong. Ông Hùng nói thêm. Ông Hùng nhấn mạnh kỷ luật.")) == 1


def test_a_quotation_of_a_speaker_who_is_open_has_the_remark_on_the_speaker_alone() -> None:
    codes = [
        code for code, _, _ in remarks("Thủ tướng nhấn mạnh: “Việc này phải làm cho thật tốt trong năm nay ngay.”")
    ]
    assert codes == ["mention-unknown"]
