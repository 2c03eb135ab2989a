"""Texts with spaces and signs out of place are read as if these were not there."""

import pytest

from articles.extraction.plain import Plain
from articles.extraction.text import Span
from articles.sources import Source
from register.document import Findings, extract

TEXT = """Ngành ngoại giao đổi mới

Phóng viên: Xin ông cho biết kết quả của Nghị quyết 59-NQ/TW?

Bộ trưởng Lê Văn Trung: Rất tốt. Chúng tôi có 2 nhiệm vụ sau:

Một là, đẩy mạnh ngoại giao kinh tế.

Hai là, bảo hộ công dân.

Xin trân trọng cảm ơn Bộ trưởng!"""

WAYS = {
    "no-break spaces": TEXT.replace(" ", "\u00a0"),
    "double spaces": TEXT.replace(" ", "  "),
    "spaces of many kinds": TEXT.replace(" ", " \u2009\t"),
    "zero-width spaces before lines": TEXT.replace("\n", "\n\u200b"),
    "byte order marks before lines": TEXT.replace("\n\n", "\n\n\ufeff "),
    "a soft hyphen in a word": TEXT.replace("ngoại", "ngo\u00adại"),
    "signs that turn the direction": TEXT.replace("Hai", "\u200e\u202dHai\u202c"),
}


def found(text: str) -> Findings:
    return extract(Source("", text, ""))


@pytest.mark.parametrize("way", WAYS)
def test_spaces_and_signs_out_of_place_change_nothing_of_what_is_found(way: str) -> None:
    plain, odd = found(TEXT), found(WAYS[way])
    assert [(block.kind, block.turn) for block in odd.blocks] == [(block.kind, block.turn) for block in plain.blocks]
    assert [(speaker.name, speaker.titles) for speaker in odd.voices.speakers] == [
        (speaker.name, speaker.titles) for speaker in plain.voices.speakers
    ]
    assert [citation.key for citation in odd.citations] == ["59-NQ/TW"]
    assert [len(one.items) for one in odd.lists] == [len(one.items) for one in plain.lists] == [2]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_found_stands_where_it_is_printed(way: str) -> None:
    text = WAYS[way]
    (name,) = {mention.span.of(text) for mention in found(text).voices.mentions if mention.rule == "full-name"}
    assert Plain(name).text == "Lê Văn Trung"
    for block in found(text).blocks:
        assert block.span.of(text) in text.split("\n") or not block.span.of(text)[0].isspace()


def test_a_plain_text_is_left_as_it_is() -> None:
    plain = Plain(TEXT)
    assert plain.text is TEXT
    assert plain.printed(Span(3, 5)) == Span(3, 5)


def test_a_place_is_carried_back_with_what_stands_in_it() -> None:
    text = "ông  Lê\u00a0Hoài \u200bTrung\u200b, nói"
    plain = Plain(text)
    place = Span(plain.text.index("Lê"), plain.text.index(","))
    assert plain.printed((place, None, "Lê")) == (Span(text.index("Lê"), text.index("\u200b,")), None, "Lê")
