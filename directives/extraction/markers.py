"""The markers of list items: "Một là", "Thứ hai, là", "(iii)", "b)", "4.", "-", "Trước tiên là", "Nhóm thứ nhất"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.words import NUMBERS, RANKS, any_of, entries, from_roman, level, one_spaced

Style = Literal["count", "rank", "noun", "step", "close", "roman", "letter", "bracket", "number", "bullet", "topic"]

LETTERS: Final = "abcdđeghiklmnopqrstuvxy"  # as Vietnamese lists count


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: its words, its style, its ordinal (None for "next", "last" and bullets), its block.

    variety tells lists of one style apart: the counted noun ("chính sách"), the sign of a bullet, the stop of "a." and
    "IV.". at_line: it opens a line.
    """

    span: Span
    style: Style
    ordinal: int | None
    block: int
    at_line: bool
    variety: str = ""


NOUNS: Final = {level(noun): sort for noun, _, sort in entries("list_nouns.tsv")}
DAY: Final = (  # Thứ ba, ngày 5/5
    r"(?!,?\s{1,2}(?:ngày|tuần|hàng|hằng|tháng|vừa\s{1,2}qua|tới|đầu\s{1,2}tuần|thứ|chủ\s{1,2}nhật|\d{1,2}/\d)(?![^\W\d]))"
)
IS: Final = r"(?:,?\s{1,2}là(?!\w))"  # Một là; Thứ hai, là
BARE: Final = rf"(?<!thứ\s)(?P<bare>{any_of(NUMBERS)})(?=[,:]\s{{1,2}}(?!{any_of(NUMBERS)}(?!\w)))"  # Một, rà soát
COUNT: Final = rf"(?P<count>{any_of(NUMBERS)}){IS}|{BARE}"
IN_DIGITS: Final = rf"\d{{1,2}}(?={IS}|[,:.](?!\d))"  # Thứ 2, rà soát; Thứ 2 là
RANK: Final = rf"thứ\s{{1,2}}(?P<rank>{any_of(RANKS)}|{IN_DIGITS})(?!\w){DAY}{IS}?"
NTH: Final = (
    rf"(?:thứ\s{{1,2}}(?P<nth>{any_of(RANKS)}|\d{{1,2}})|(?P<opening>đầu\s{{1,2}}tiên|trước\s{{1,2}}(?:hết|tiên))"
    rf"|(?P<closing>cuối\s{{1,2}}cùng)|(?:số\s{{1,2}})?(?P<digit>\d{{1,2}}))"
)
NOUN: Final = rf"(?P<noun>{any_of(NOUNS)})\s{{1,2}}{NTH}(?!\w){IS}?"
STEP: Final = rf"(?:{IS}|(?=[,:])|(?=\s{{1,2}}(?:cần|phải)(?!\w)))"
FIRST: Final = rf"(?P<first>{any_of(('trước hết', 'trước tiên', 'đầu tiên'))}){STEP}"
NEXT_WORDS: Final = (
    "cùng với đó",
    "tiếp theo",
    "tiếp đến",
    "tiếp đó",
    "tiếp nữa",
    "kế đến",
    "kế tiếp",
    "sau nữa",
    "thứ đến",
)
NEXT_WITH_IS: Final = ("bên cạnh đó", "ngoài ra", "song song với đó", "đồng thời", "kèm theo đó")
NEXT: Final = rf"(?P<next>{any_of(NEXT_WORDS)}{STEP}|{any_of(NEXT_WITH_IS)}{IS})"
CLOSE: Final = rf"(?P<close>cuối\s{{1,2}}cùng|sau\s{{1,2}}cùng){STEP}"
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
        "‹cuối  cùng  là› hoàn thiện",
        "‹nhiệm vụ cuối cùng là› tạo đột phá",
        "‹điểm đầu tiên là› chấm dứt",
        "‹giải pháp số 2›: mở lớp",
        "‹tiếp theo› cần báo cáo",
        "‹hai›: kiểm tra",
        "‹thứ 2›, rà soát",
        "‹thứ 3 là› kiểm tra",
        "‹điều thứ 2›, hai nước cần",
        "‹đề xuất thứ 3›: mở lớp",
    ),
    leaves=(
        "một lần nữa",
        "thứ hai, ngày 5/5",
        "thứ sáu, 26/09/2025",
        "thứ 2, ngày 5/5",
        "thứ 2 tuần sau",
        "thứ 7, chủ nhật",
        "thứ 3 thế giới",
        "thứ trưởng",
        "nhiệm vụ trước mắt",
        "trước hết tôi",
        "bên cạnh đó, bộ",
        "cuối cùng đã",
        "một làng nghề",
        "một, hai năm nữa",
        "mang thai là",
        "thứ bao nhiêu",
        "chính sách thứ bao nhiêu",
        "giải pháp 5g",
        "thứ 2 làm việc",
        "trước hết làm đường",
        "tiếp theo làm đường",
        "bên cạnh đó làng nghề",
        "cuối cùng làm lễ",
    ),
    attack="nhóm nhiệm vụ thứ mười ",
)
SPOKEN_BEGINS: Final = frozenset(  # with two letters, so that SPOKEN is not tried at every sign
    phrase[:2] for phrase in (*NOUNS, *NUMBERS, *NEXT_WORDS, *NEXT_WITH_IS, "thứ", "trước", "đầu", "cuối", "sau")
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
    r"(?<![\w(.,/])(?P<inside>\d{1,2}|[ivx]{2,4}|[a-zđ])\)(?=\s)",
    finds=("gồm: ‹a)› đẩy mạnh", "‹2)› mở rộng", "; ‹đ)› báo cáo", "‹iii)› kiểm tra"),
    leaves=("(a) rà soát", "khoản 1.a) này", "a)rà soát", "(viii) đã", "100) người", "xvixi) đã"),
    attack="iv) ",
)
STOPPED: Final = pattern(
    r"(?P<inside>[ivx]{1,4}|[a-zđ])\.(?=\s{1,2}[^\W\d])",
    finds=("‹iv.› rà soát", "‹a.› kiểm tra", "‹đ.›  báo cáo"),
    leaves=("tp. huế", "a.rà soát", "iv) rà soát", "i. 5"),
    attack="iv. ",
    used="match",
)
NUMBERED: Final = pattern(
    r"(?P<number>\d{1,2})(?:[.)](?=\s{1,2}\d)|(?:[.)]|\s{0,2}[/-])(?=\s{0,2}[^\W\d]))",
    finds=("‹1.› rà soát", "‹12)› kiểm tra", "‹3/› báo cáo", "‹4 -› mở lớp", "‹5.›đào tạo", "‹2.› 30% doanh nghiệp"),
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
INNER_BULLET: Final = pattern(
    r"[:;]\s{1,2}(?P<sign>[-•●▪■*+])\s{1,2}(?=[^\W\d])",
    finds=("giao‹: - ›bộ ngoại giao", "rà soát‹; + ›kiểm tra"),
    leaves=("xong” - ông nói", "hà nội - huế", "giao: -5 độ", "xong. - tôi"),
    attack="; - ",
)
INNER_NUMBER: Final = pattern(
    r"[:;.]\s{1,2}(?P<number>\d{1,2})\.(?=\s{1,2}[^\W\d])",
    finds=("công dân‹: 1.› không đến", "sứ quán‹; 3.› theo dõi", "xong‹. 2.› kiểm tra"),
    leaves=("điều 1. phạm vi", "năm 2025. 5 người", "tăng: 1.000 tấn", "lúc 9. 5"),
    attack=": 1. ",
)
TOPIC: Final = pattern(
    r"về\s{1,2}(?!(?:phía|phần|tới|đến|đích|lại|việc\s{1,2}này|điều\s{1,2}này|vấn\s{1,2}đề\s{1,2}này)(?!\w))"
    r"[^\W\d_]{1,8}(?:\s{1,2}(?:-\s{1,2})?[^\W\d_]{1,8}){0,11}(?=[,:])",
    finds=("‹về nhận thức›, cần coi", "‹về kinh tế đối ngoại›: đẩy mạnh", "‹về chính trị - ngoại giao›, sớm"),
    leaves=("về phía bộ, cần", "về phần mình, ông", "về tới nhà, ông", "về nhận thức cần coi", "vềnhận thức, cần"),
    attack="về một hai ba bốn năm sáu ",
    used="match",
)
OPENING: Final = pattern(
    r"(?:và|còn|rồi|nhưng)\s{1,2}",
    finds=("‹và ›trọng tâm thứ tư", "‹còn ›thứ ba"),
    leaves=("vàng", "còng thứ ba", "trọng tâm"),
    attack="và ",
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
        if written:
            return _rank(written)
        return int(said["digit"]) if said["digit"] else 1 if said["opening"] else None
    digits = DIGITS.fullmatch(marker)
    return int(digits["number"]) if digits else None


def _rank(written: str) -> int:
    """Return what "hai" or "2" says in "thứ hai", "thứ 2"."""
    return int(written) if written.isdigit() else RANKS[one_spaced(written)]


def _in_block(text: str, low: str, number: int, block: Block) -> Iterator[Marker]:
    start = _line_start(text, block)
    signs = list(_signs_at(low, start, number))
    if signs:
        start = signs[0].span.end
        start += len(text[start : block.span.end]) - len(text[start : block.span.end].lstrip(" .)/-–—"))
    elif topic := TOPIC.match(low, start, block.span.end):
        yield Marker(Span(*topic.span()), "topic", None, number, True)
    first = start + (text[start : start + 1] in ("“", '"', "'"))
    if opening := OPENING.match(low, first):
        first = opening.end()
    for match in _spoken_words(low, (start, first), block.span.end):
        at_line = match.start() in (start, first)
        if at_line or _opens_part(text, match.start()):
            for marker in _spoken(match, number, at_line, text[match.start()].isupper()):
                if match.start() == start and marker.style in ("count", "rank", "noun"):
                    signs = []  # "- Một là"
                yield marker
    yield from signs
    for match in INNER_BULLET.finditer(low, start, block.span.end):
        yield Marker(Span(match.start("sign"), match.end("sign")), "bullet", None, number, False, match["sign"])
    for match in INNER_NUMBER.finditer(low, start, block.span.end):
        place = Span(match.start("number"), match.end("number"))
        yield Marker(place, "number", int(match["number"]), number, False)
    for bracket in (BRACKETED, HALF_BRACKET) if ")" in block.span.of(text) else ():
        for match in bracket.finditer(low, start, block.span.end):
            at_line = match.start() == start
            if at_line or match[0].startswith("(") or len(match["inside"]) == 1 or _opens_part(text, match.start()):
                yield from _lettered(match, number, at_line)


def _spoken_words(low: str, starts: tuple[int, int], end: int) -> Iterator[re.Match[str]]:
    """Yield what may be a marker in words at the starts, and behind the signs that end a part of a sentence."""
    behind = (sign.end() for sign in PART_END.finditer(low, starts[0], end))
    for at in sorted({*starts, *behind}):
        if low[at : at + 2] in SPOKEN_BEGINS and (match := SPOKEN.match(low, at, end)):
            yield match


def _line_start(text: str, block: Block) -> int:
    """Return where the words of a block begin after a speaker's label ("Thứ trưởng Nguyễn Mạnh Cường:")."""
    start = block.label.end if block.label else block.span.start
    return start + len(text[start : block.span.end]) - len(text[start : block.span.end].lstrip())


def _signs_at(low: str, start: int, block: int) -> Iterator[Marker]:
    """Yield what the number, letter or bullet that opens a line may be: "i." is a letter or a Roman numeral."""
    if match := NUMBERED.match(low, start):
        yield Marker(Span(start, match.end("number")), "number", int(match["number"]), block, True)
    elif match := BULLET.match(low, start):
        yield Marker(Span(start, match.end("sign")), "bullet", None, block, True, match["sign"])
    elif match := STOPPED.match(low, start):
        yield from _lettered(match, block, True, ".")


def _opens_part(text: str, at: int) -> bool:
    """Tell whether a sentence, or a part of one after a colon, semicolon or comma, begins at the offset."""
    before = text[max(0, at - 6) : at].rstrip(" \u00a0").removesuffix(" và")  # "…; và cuối cùng là"
    return bool(before) and before[-1] in (BEFORE_CAPITAL if text[at].isupper() else BEFORE_SMALL)


def _spoken(match: re.Match[str], block: int, at_line: bool, opens_sentence: bool) -> Iterator[Marker]:
    def marker(style: Style, ordinal: int | None, variety: str = "") -> Marker:
        return Marker(Span(*match.span()), style, ordinal, block, at_line, variety)

    if match["closing"]:
        if NOUNS[one_spaced(match["noun"])] != "other":
            yield marker("close", None, one_spaced(match["noun"]))
    elif match["noun"]:
        if at_line or not match["digit"]:
            nth = _rank(match["nth"]) if match["nth"] else int(match["digit"] or 1)
            yield marker("noun", nth, one_spaced(match["noun"]))
    elif match["count"]:
        yield marker("count", NUMBERS[one_spaced(match["count"])])
    elif match["bare"]:
        if opens_sentence:
            yield marker("count", NUMBERS[one_spaced(match["bare"])], "bare")
    elif match["rank"]:
        yield marker("rank", _rank(match["rank"]))
    elif match["first"]:
        yield marker("step", 1)
    elif match["next"]:
        if at_line:
            yield marker("step", None)
    else:
        yield marker("close", None)


def _lettered(match: re.Match[str], block: int, at_line: bool, variety: str = "") -> Iterator[Marker]:
    inside = match["inside"]
    span = Span(*match.span())
    if inside.isdigit():
        yield Marker(span, "bracket", int(inside), block, at_line)
        return
    numeral = from_roman(inside)
    if numeral and (match[0].startswith("(") or at_line or len(inside) > 1):
        yield Marker(span, "roman", numeral, block, at_line, variety)
    if len(inside) == 1 and inside in LETTERS:
        yield Marker(span, "letter", LETTERS.index(inside) + 1, block, at_line, variety)
