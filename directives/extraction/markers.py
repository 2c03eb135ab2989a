"""The markers of list items: "Một là", "Thứ hai, là", "(iii)", "b)", "4.", "-", "Trước tiên là", "Nhóm thứ nhất"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.words import NUMBERS, RANKS, from_roman, level, one_spaced

Style = Literal["count", "rank", "noun", "step", "close", "roman", "letter", "bracket", "number", "bullet"]

LETTERS: Final = "abcdđeghiklmnopqrstuvxy"  # as Vietnamese lists count


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: its words, its style, its ordinal (None for "next", "last" and bullets), its block.

    variety tells lists of one style apart: the counted noun ("chính sách"), the sign of a bullet. at_line: it opens
    a line.
    """

    span: Span
    style: Style
    ordinal: int | None
    block: int
    at_line: bool
    variety: str = ""


def _either(table: dict[str, int]) -> str:
    return "|".join(sorted((word.replace(" ", r"\s") for word in table), key=len, reverse=True))


IS: Final = r"(?:,?\s{1,2}là(?!\w))"  # Một là; Thứ hai, là
COUNT: Final = rf"(?P<count>{_either(NUMBERS)}){IS}"
RANK: Final = rf"thứ\s{{1,2}}(?P<rank>{_either(RANKS)})(?!\w)(?!,?\s(?:ngày|tuần|hàng|hằng)\s){IS}?"
COUNTED: Final = (
    "chính sách|nhóm nhiệm vụ|nhóm giải pháp|nhóm vấn đề|nhóm|nhiệm vụ|giải pháp|biện pháp|điểm|định hướng|nội dung"
    "|vấn đề|mục tiêu|trọng tâm|ưu tiên|đề xuất|kiến nghị|yêu cầu|phương hướng|việc|bài học|kết quả|quan điểm"
    "|nguyên tắc|khâu|trụ cột|đột phá|bước"
).replace(" ", r"\s")
NTH: Final = rf"(?:thứ\s(?P<nth>{_either(RANKS)})|(?P<digit>\d{{1,2}}))"
NOUN: Final = rf"(?P<noun>{COUNTED})\s{NTH}(?!\w){IS}?"
FIRST: Final = rf"(?P<first>trước\shết|trước\stiên|đầu\stiên|việc\sđầu\stiên)(?:{IS}|(?=,))"
NEXT: Final = (
    rf"(?P<next>(?:cùng\svới\sđó|tiếp\stheo|tiếp\sđến|tiếp\sđó|kế\sđến|kế\stiếp|sau\snữa)(?:{IS}|(?=,))"
    rf"|(?:bên\scạnh\sđó|ngoài\sra|song\ssong\svới\sđó){IS})"
)
CLOSE: Final = rf"(?P<close>cuối\scùng)(?:{IS}|(?=,))"
SPOKEN: Final = pattern(
    rf"(?<!\w)(?:{NOUN}|{COUNT}|{RANK}|{FIRST}|{NEXT}|{CLOSE})",
    finds=(
        "‹một là›, rà soát",
        "‹mười hai, là› kiểm tra",
        "‹thứ nhất›, rà soát",
        "‹thứ hai, là› kiểm tra",
        "‹nhóm nhiệm vụ thứ ba›:",
        "‹chính sách 8›: hỗ trợ",
        "‹trụ cột thứ hai là› ngoại giao",
        "‹trước hết›, cần",
        "‹đầu tiên là› hoàn thiện",
        "‹tiếp theo là› nâng cao",
        "‹bên cạnh đó là› đào tạo",
        "‹cuối cùng›, toàn ngành",
    ),
    leaves=(
        "một lần nữa",
        "thứ hai, ngày 5/5",
        "thứ trưởng",
        "nhiệm vụ trước mắt",
        "trước hết phải",
        "bên cạnh đó, bộ",
        "cuối cùng đã",
        "một làng nghề",
    ),
    attack="nhóm nhiệm vụ thứ mười ",
)
PART_END: Final = pattern(
    r"""[.!?…:;,”"“'(–-]\s{0,2}(?:và\s)?""",
    finds=("rà soát‹; và ›cuối cùng", "như sau‹: ›một là", "‹“›thứ nhất", "xong‹. ›Hai là"),
    leaves=("một là rà soát", "và thứ hai"),
    attack=", và ",
)
BRACKETED: Final = pattern(
    r"\((?P<inside>[ivx]{1,4}|\d{1,2}|[a-zđ])\)(?=\s?[^\s\d)])",
    finds=("gồm: ‹(iv)› rà soát", "‹(2)›kiểm tra", "‹(b)› mở lớp"),
    leaves=("(ii", "(khóa)", "(2025)", "(a)", "(1) 2", "(ảnh)"),
    attack="(iv) ",
)
HALF_BRACKET: Final = pattern(
    r"(?<![\w(.,/])(?P<inside>\d{1,2}|[a-zđ])\)(?=\s)",
    finds=("gồm: ‹a)› đẩy mạnh", "‹2)› mở rộng", "; ‹đ)› báo cáo"),
    leaves=("(a) rà soát", "khoản 1.a) này", "a)rà soát", "(khóa ix) đã", "100) người"),
    attack="a) ",
)
NUMBERED: Final = pattern(
    r"(?P<number>\d{1,2})(?:[.)]|\s?[/-])(?=\s?[^\W\d])",
    finds=("‹1.› rà soát", "‹12)› kiểm tra", "‹3/› báo cáo", "‹4 -› mở lớp", "‹5.›đào tạo"),
    leaves=("1.000 tỷ", "24/1 vừa qua", "2025. năm", "1 rà soát", "3-4 giờ"),
    attack="12 ",
    used="match",
)
BULLET: Final = pattern(
    r"(?P<sign>[-–—•●▪■*+])\s{0,2}(?=[^\W\d]|[“\"])",
    finds=("‹- ›rà soát", "‹•›kiểm tra", "‹+ ›mở lớp", "‹* ›“đi trước"),
    leaves=("-5 độ", "--- rà soát", "rà soát", "-   kiểm tra"),
    attack="-  ",
    used="match",
)
DIGITS: Final = pattern(
    r"\(?(?P<number>\d{1,2})[.)]?",
    finds=("‹(3)›", "‹12›", "‹4.›"),
    leaves=("a)", "-", "(iv)", "2025"),
    attack="(12)",
    used="fullmatch",
)
BEFORE_CAPITAL: Final = ".!?…:;”\"“'(\n-–"
BEFORE_SMALL: Final = ".:;,(–-…"


def find_markers(text: str, blocks: tuple[Block, ...]) -> list[Marker]:
    """Return the words and signs of text that may mark list items, in reading order.

    Words count where a line, a sentence or a part of one begins; in captions, headings, questions and the like nothing
    does.
    """
    low = level(text)
    found: list[Marker] = []
    for number, block in enumerate(blocks):
        if block.kind in PROSE:
            found += _in_block(text, low, number, block)
    return sorted(found, key=lambda marker: marker.span)


def printed_ordinal(marker: str) -> int | None:
    """Return the number that the words of a marker say, or None where they say none ("Cuối cùng", a bullet) or two."""
    said = SPOKEN.match(f"{level(marker)},")
    if said:
        written = said["count"] or said["rank"] or said["nth"]
        return RANKS[one_spaced(written)] if written else int(said["digit"]) if said["digit"] else None
    digits = DIGITS.fullmatch(marker)
    return int(digits["number"]) if digits else None


def _in_block(text: str, low: str, number: int, block: Block) -> Iterator[Marker]:
    start = _line_start(text, block)
    sign = _sign_at(low, start, number)
    if sign:
        yield sign
        start += len(sign.span)
        start += len(text[start : block.span.end]) - len(text[start : block.span.end].lstrip(" .)/"))
    for match in _spoken_words(low, start, block.span.end):
        at_line = match.start() == start or (match.start() == start + 1 and text[start] in "“\"'")
        if at_line or _opens_part(text, match.start()):
            yield from _spoken(match, number, at_line)
    for bracket in (BRACKETED, HALF_BRACKET) if ")" in block.span.of(text) else ():
        for match in bracket.finditer(low, start, block.span.end):
            yield from _bracketed(match, number, match.start() == start)


def _spoken_words(low: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what may be a marker in words at the start, and behind the signs that end a part of a sentence."""
    for at in (start, *(sign.end() for sign in PART_END.finditer(low, start, end))):
        if match := SPOKEN.match(low, at, end):
            yield match


def _line_start(text: str, block: Block) -> int:
    """Return where the words of a block begin after a speaker's label ("Thứ trưởng Nguyễn Mạnh Cường:")."""
    start = block.label.end if block.label else block.span.start
    return start + len(text[start : block.span.end]) - len(text[start : block.span.end].lstrip())


def _sign_at(low: str, start: int, block: int) -> Marker | None:
    """Return the number or bullet that opens a line, or None."""
    if match := NUMBERED.match(low, start):
        return Marker(Span(start, match.end("number")), "number", int(match["number"]), block, True)
    if match := BULLET.match(low, start):
        return Marker(Span(start, match.end("sign")), "bullet", None, block, True, match["sign"])
    return None


def _opens_part(text: str, at: int) -> bool:
    """Tell whether a sentence, or a part of one after a colon, semicolon or comma, begins at the offset."""
    before = text[max(0, at - 6) : at].rstrip(" \u00a0").removesuffix(" và")  # "…; và cuối cùng là"
    return bool(before) and before[-1] in (BEFORE_CAPITAL if text[at].isupper() else BEFORE_SMALL)


def _spoken(match: re.Match[str], block: int, at_line: bool) -> Iterator[Marker]:
    def marker(style: Style, ordinal: int | None, variety: str = "") -> Marker:
        return Marker(Span(*match.span()), style, ordinal, block, at_line, variety)

    if match["noun"]:
        if at_line or match["nth"]:
            nth = RANKS[one_spaced(match["nth"])] if match["nth"] else int(match["digit"])
            yield marker("noun", nth, one_spaced(match["noun"]))
    elif match["count"]:
        yield marker("count", NUMBERS[one_spaced(match["count"])])
    elif match["rank"]:
        yield marker("rank", RANKS[one_spaced(match["rank"])])
    elif match["first"]:
        yield marker("step", 1)
    elif match["next"]:
        if at_line:
            yield marker("step", None)
    else:
        yield marker("close", None)


def _bracketed(match: re.Match[str], block: int, at_line: bool) -> Iterator[Marker]:
    inside = match["inside"]
    span = Span(*match.span())
    if inside.isdigit():
        yield Marker(span, "bracket", int(inside), block, at_line)
        return
    numeral = from_roman(inside)
    if numeral and match[0].startswith("("):
        yield Marker(span, "roman", numeral, block, at_line)
    if len(inside) == 1 and inside in LETTERS:
        yield Marker(span, "letter", LETTERS.index(inside) + 1, block, at_line)
