"""Documents cited by number: "Nghị quyết số 59-NQ/TW", "kết luận 83 của Ban Bí thư", "41 /CĐ-TTg"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.bodies import issuer_before
from directives.extraction.printed import KindWord, Printed
from directives.extraction.symbols import kind_of_symbol, year_of
from directives.extraction.tails import Tail, read_tail
from directives.extraction.words import any_of, entries, words

LETTERS: Final = sorted(
    {entry[0].replace("/", "-").split("-")[0].rstrip("0123456789") for entry in entries("suffixes.tsv")}
    | {"QÐ", "NÐ", "ND", "QD"},
    key=lambda letters: (-len(letters), letters),
)
TOKEN: Final = r"(?:T\.Ư|[A-ZĐÐ][A-Za-zĐÐđƯư]{0,10}\d{0,2}|(?:19|20)\d\d)"
SERIES: Final = rf"""
    \s?[-–/.]\s?                        # 59-NQ, 59 - NQ, 39 /CĐ
    (?:{"|".join(LETTERS)})\d{{0,2}}    # NQ, QĐ, QH15
    (?:(?:[-–]|\s?/\s?){TOKEN}){{0,3}}  # /TW, -TTg, /KL/2022
"""
NUMBER: Final = pattern(
    rf"""
    (?P<said>(?:\s{{1,2}}|(?<=\s))(?i:số)(?:\s{{1,2}}hiệu)?:?)?\s{{0,2}}  # số, số hiệu:
    (?P<number>\d{{1,4}}(?:[a-z]|\.\d{{1,2}}(?=/(?:19|20)))?)  # 59, 03, 30a, 66.7 of 66.7/2025/NQ-CP
    (?P<year>/(?:19|20)\d\d)?                                 # /2024
    (?P<series>{SERIES})?
    (?![\w%]|[.,/]\d)
    """,
    re.VERBOSE,
    finds=(
        "Nghị quyết‹ số 59-NQ/TW› ngày",
        "Nghị quyết‹ 250/2025/QH15›,",
        "Nghị quyết‹ số 66.7/2025/NQ-CP› của",
        "Công điện‹ số 39 /CĐ-TTg› của",
        "Kết luận‹ số: 83 – KL/TW›.",
        "Nghị định‹ 178/2024› về",
        "Nghị quyết‹ số hiệu 30a› về",
        "Kết luận‹ số 14-KL/T.Ư› về",
        "Quyết định‹ 100› tỷ đồng",
    ),
    leaves=(
        "Nghị quyết‹ 59%",
        "Quyết định‹ 1.000 tỷ",
        "Nghị quyết‹ của",
        "Chỉ thị‹ 24/1",
        "Nghị quyết‹ 59NQ",
        "Kết luận‹ 20,5",
    ),
    attack=" số 1234/2025/NQ-TW-TW",
    used="match",
)
BARE_SYMBOL: Final = pattern(
    rf"(?<![\w/.-])(?P<number>\d{{1,4}}(?:\.\d{{1,2}}(?=/(?:19|20)))?)(?P<year>/(?:19|20)\d\d)?(?P<series>{SERIES})(?!\w)",
    re.VERBOSE,
    finds=(
        "theo ‹66.7/2025/NQ-CP›,",
        "ban hành (số ‹70-NQ/TW›)",
        "số ‹178/2024/NĐ-CP›.",
        "‹41 /CĐ-TTg› và",
        "luật ‹250/2025/QH15›",
    ),
    leaves=("NQ59", "59-nq/tw", "24/1/2025", "covid-19", "x59-NQ/TW", "2021-2030", "59-NQa b"),
    attack="59-NQ/TW-",
)
ABBREVIATED: Final = pattern(
    r"(?<![\w/-])(?P<letters>NQ|NĐ)\s?(?P<number>\d{1,3})(?![\w/%-]|[.,]\d)",
    finds=("tinh thần ‹NQ57› thì", "theo ‹NĐ 178›,"),
    leaves=("59-NQ/TW", "nq57", "CT15", "NQ57/CP", "NĐ-CP", "NQ 1.000"),
    attack="NQ 123",
)
ABBREVIATIONS: Final = {"NQ": "nghị quyết", "NĐ": "nghị định"}  # "CT1" is a block of flats as often
AND_NUMBER: Final = pattern(
    r"\s?[,;]\s{1,2}(?:và\s{1,2})?|\s{1,2}(?:và|hoặc|hay|cùng)(?=\s)",
    finds=("57‹, ›59", "57‹; và ›68", "59‹ và› 68", "57‹ hoặc› 59"),
    leaves=("57‹.59", "57‹,5", "57‹ của", "57‹ vàng", "57‹. và"),
    attack=" , và ",
    used="match",
)

COUNTED: Final = pattern(
    rf"\s{{1,2}}(?:{any_of(words('counted.txt'))})(?!\w)",
    finds=("nghị quyết 5‹ điểm› của", "chỉ thị 3‹ tỉnh› biên giới", "quyết định 100‹ tỷ› đồng"),
    leaves=("nghị quyết 5‹ của", "nghị quyết 59‹ điểmx", "chỉ thị 3‹, tỉnh"),
    attack=" thành ",
    used="match",
)
STOP: Final = r"\s?(?:$|[.,;:?!)\]”\"’'…\n-])"
GOES_ON: Final = pattern(  # what may follow a number that stands for a document
    STOP
    + r"""|\s{1,2}(?:của|về|và|đã|được|là|có|này|trên|nhằm|để|cũng|sẽ|tại|theo|ra\ đời|khóa|nêu
        |xác\ định|còn|mà|thì|vào|như|ban\ hành|ngày\s{1,2}\d{1,2}|năm\s{1,2}\d{4})(?!\w)
    |\s{1,2}[“"(]""",
    re.VERBOSE,
    finds=(
        "nghị quyết 59‹ của› bộ",
        "kết luận 83‹.›",
        "quyết định 1334‹,› hai bên",
        "chỉ thị 15‹ ra đời›",
        "nghị quyết 57‹ (›gọi",
    ),
    leaves=("quyết định 100‹ tỷ đồng", "kết luận 3‹ nội dung", "quyết định 5‹ năm một lần", "chỉ thị 3‹ cảnh"),
    attack=" ngày ",
    used="match",
)
OF_WHAT_IS_DONE: Final = pattern(  # "Kế hoạch triển khai Nghị quyết 57 năm 2026": the year is that of the plan
    r"""
    (?<!\w)(?:kế\ hoạch|chương\ trình|hội\ nghị|kết\ quả|công\ tác|nhiệm\ vụ|tình\ hình|tiến\ độ|sơ\ kết|tổng\ kết)
    (?:\s{1,2}[^\W\d_]{1,7}){0,4}?
    \s{1,2}(?:triển\ khai|thực\ hiện|quán\ triệt|học\ tập)\s{1,2}\Z
    """,
    re.VERBOSE,
    finds=(
        "ban hành ‹kế hoạch triển khai ›",
        "‹kết quả một năm thực hiện ›",
        "‹hội nghị trực tuyến toàn quốc quán triệt ›",
    ),
    leaves=("cần thực hiện ", "kế hoạch ", "kết quả, thực hiện ", "kế hoạch triển khai:"),
    attack="kế hoạch một hai ba ",
)
REACH_OF_WHAT_IS_DONE: Final = 60  # code points before a citation
ENDS_ROW: Final = pattern(
    STOP + r"|\s{1,2}(?:và\s{1,2}\d|ngày\s{1,2}\d|(?:của|về|khóa|nêu|là|đã|được|đều|cũng|sẽ|nhằm|để)\s)",
    finds=("57, 59‹ và 6›8", "57 và 59‹ của ›bộ", "57, 59‹,› 68", "57 và 59‹.›", "66, 68‹ là ›trụ cột"),
    leaves=("57, 3‹ năm qua", "57 và 5‹ nghị định", "57, 59‹ ngày mai"),
    attack=" và ",
    used="match",
)


def numbered(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield the document numbered at word, each of a row ("Nghị quyết 57, 59 và 68"); none for a mere amount."""
    match = NUMBER.match(text, word.end)
    if not match or match.start("number") == word.end:
        return
    row = [match, *_rest_of_row(text, low, match.end())]
    tail = read_tail(text, low, row[-1].end())
    if not _means_document(low, word, row, tail):
        return
    issuer = tail.issuer or issuer_before(low, word.start)
    if OF_WHAT_IS_DONE.search(low, max(0, word.start - REACH_OF_WHAT_IS_DONE), word.start):
        tail = replace(tail, issued_on=None, year=None)
    for number in row:
        last = number is row[-1]
        start = word.start if number is match else number.start("number")
        printed = _printed(number, word.kind, Span(start, tail.end if last else number.end()))
        yield replace(
            printed,
            issuer=issuer,
            term=tail.term,
            title=tail.title if last else None,
            issued_on=tail.issued_on if last else None,
            year=printed.year or (tail.year if last else None),
        )


def without_kind(text: str, low: str) -> Iterator[Printed]:
    """Yield "59-NQ/TW" and "NQ59" wherever they stand; the caller leaves out those inside a longer citation."""
    for match in BARE_SYMBOL.finditer(text):
        symbol = _printed(match, "", Span(*match.span()))
        if kind := kind_of_symbol(symbol.symbol or ""):
            tail = read_tail(text, low, match.end())
            named = replace(symbol, kind=kind, rule="bare-symbol", issuer=tail.issuer, title=tail.title)
            yield replace(named, issued_on=tail.issued_on, year=symbol.year or tail.year, term=tail.term)
    for match in ABBREVIATED.finditer(text):
        kind = ABBREVIATIONS[match["letters"]]
        yield Printed(Span(*match.span()), kind, "alias", "abbreviation", number=match["number"])


def _printed(match: re.Match[str], kind: str, span: Span) -> Printed:
    if match["series"]:
        symbol = "".join((match["number"] + (match["year"] or "") + match["series"]).split())
        return Printed(span, kind, "full", "symbol", number=match["number"], symbol=symbol, year=year_of(symbol))
    number = match["number"] + (match["year"] or "")
    return Printed(span, kind, "short", "number", number=number, year=year_of(number))


def _rest_of_row(text: str, low: str, at: int) -> list[re.Match[str]]:
    """Return the numbers that share the kind before them: 59 and 68 of "Nghị quyết 57, 59 và 68"."""
    row: list[re.Match[str]] = []
    while joint := AND_NUMBER.match(low, at):
        number = NUMBER.match(text, joint.end())
        if not number or not (number["series"] or number["said"] or ENDS_ROW.match(low, number.end())):
            break
        row.append(number)
        at = number.end()
    return row


def _means_document(low: str, word: KindWord, row: list[re.Match[str]], tail: Tail) -> bool:
    """Tell "Nghị quyết 59" from "quyết định 100 tỷ đồng" and "Chỉ thị 5 tỉnh"."""
    last = row[-1]
    if word.use == "name" and not row[0]["said"] and len(row[0]["number"]) == 4:
        return False  # Công ước 1982 của Liên hợp quốc
    if any(one["series"] or one["said"] or one["year"] for one in row) or tail.issuer or tail.issued_on:
        return True
    if COUNTED.match(low, last.end()) or (len(last["number"]) == 4 and last["number"][:2] in {"19", "20"}):
        return False
    if word.use == "document" and word.capital:
        return True
    goes_on = bool(GOES_ON.match(low, last.end()))
    return goes_on and (word.use == "document" or (word.capital and not word.opens_sentence))
