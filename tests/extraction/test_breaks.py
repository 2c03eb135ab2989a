"""Lines that break in the midst of a name, and signatures under offices."""

import pytest

from articles.extraction.blocks import find_blocks
from articles.extraction.speakers import FoundSpeaker, Voices, find_speakers
from articles.extraction.text import Span

PLAIN = "Hội nghị bàn về nhiều việc quan trọng của năm tới."


def voices(text: str) -> Voices:
    return find_speakers(text, find_blocks(text))


def people(text: str) -> dict[str, FoundSpeaker]:
    return {speaker.name: speaker for speaker in voices(text).speakers}


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"])
@pytest.mark.parametrize(
    "sentence",
    [
        "Phát biểu tại hội nghị, Bộ trưởng Ngoại giao|Trần Văn Bình yêu cầu cấp điện ngay.",
        "Phát biểu tại hội nghị, Bộ trưởng Ngoại giao Trần|Văn Bình yêu cầu cấp điện ngay.",
        "Phát biểu tại hội nghị, Bộ trưởng Ngoại giao Trần Văn|Bình yêu cầu cấp điện ngay.",
    ],
)
def test_a_name_is_read_over_a_break(sentence: str, gap: str) -> None:
    text = f"{PLAIN}\n\n{sentence.replace('|', gap)}\n\nMọi người ra về.\n"
    (speaker,) = people(text).values()
    assert (speaker.name, speaker.titles, speaker.role) == (
        "Trần Văn Bình",
        ("Bộ trưởng Ngoại giao",),
        "quoted",
    )
    blocks = find_blocks(text)
    assert [block.kind for block in blocks] == ["lead", "paragraph", "paragraph", "paragraph"]
    assert blocks[2].rule == "broken-line"


@pytest.mark.parametrize(
    "lines",
    [
        "Chuyện của Đại sứ Trần Văn Bình\n\nTrong nhiệm kỳ ấy trời đẹp.",  # a heading, and a sentence of its own
        "Vai trò của Bộ trưởng\n\nHội nghị đã họp.",
        "Quan hệ với Trung\n\nBình minh lên.",
        "Ý kiến của Thủ tướng.\n\nTrần Văn Bình đến.",
    ],
)
def test_what_ends_open_is_no_broken_line_for_that(lines: str) -> None:
    assert "broken-line" not in {block.rule for block in find_blocks(f"{PLAIN}\n\n{lines}\n\nMọi người ra về.\n")}


@pytest.mark.parametrize("office", ["THỦ TƯỚNG", "KT. THỦ TƯỚNG\n\nPHÓ THỦ TƯỚNG", "Bộ trưởng"])
def test_who_signs_under_an_office_is_named(office: str) -> None:
    found = people(f"{PLAIN}\n\nCác Bộ rà soát ngay các trạm.\n\n{office}\n\nTrần Văn Bình")
    assert list(found) == ["Trần Văn Bình"]
    assert found["Trần Văn Bình"].titles == (office.split("\n")[-1],)


def test_the_reporter_signs_under_no_office() -> None:
    text = f"{PLAIN}\n\nMọi người chào Bộ trưởng\n\nTrần Văn Bình"
    assert people(text) == {}


def test_what_an_office_orders_is_laid_to_the_one_who_signs() -> None:
    text = f"{PLAIN}\n\nThủ tướng yêu cầu:\n\n1. Cấp điện ngay.\n\nTHỦ TƯỚNG\n\nTrần Văn Bình"
    start = text.index("Thủ tướng yêu cầu")
    mention = voices(text).at(Span(start, start + 9))
    assert mention is not None
    assert mention.name == "Trần Văn Bình"


@pytest.mark.parametrize(
    "signature",
    [
        "THỦ TƯỚNG\nTrần Văn Bình",
        "KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\nTrần Văn Bình",
        "TM. CHÍNH PHỦ\nKT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\n(Đã ký)\nTrần Văn Bình",
        "Q. BỘ TRƯỞNG\n\nTrần Văn Bình",
        "TL. BỘ TRƯỞNG\nCHÁNH VĂN PHÒNG\n\n(đã ký)\n\nTrần Văn Bình",
    ],
)
def test_an_order_is_its_signers(signature: str) -> None:
    text = f"{PLAIN}\n\nThủ tướng Chính phủ yêu cầu:\n\n1. Các Bộ rà soát ngay các trạm.\n\n{signature}"
    (speaker,) = people(text).values()
    assert (speaker.name, speaker.role, len(speaker.titles)) == ("Trần Văn Bình", "quoted", 1)
    start = text.index("1. Các Bộ")
    said = voices(text).at(Span(start, start + 20))
    assert said is not None
    assert said.name == "Trần Văn Bình"


def test_a_signature_is_not_whose_words_another_speaks() -> None:
    text = f"{PLAIN}\n\nBà Vũ Thị Hoa nói: “Phải rà soát ngay.”\n\nBộ họp.\n\nTHỦ TƯỚNG\nTrần Văn Bình"
    start = text.index("Phải")
    said = voices(text).at(Span(start, start + 4))
    assert said is not None
    assert said.name == "Vũ Thị Hoa"
