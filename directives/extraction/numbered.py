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

Sure = frozenset[tuple[str, str]]  # kinds and numbers, without the zeros that lead

LETTERS: Final = sorted(
    {entry[0].replace("/", "-").split("-")[0].rstrip("0123456789") for entry in entries("suffixes.tsv")}
    | {"QÐ", "NÐ", "ND", "QD"},
    key=lambda letters: (-len(letters), letters),
)
TOKEN: Final = r"(?:T\.Ư|[A-ZĐÐ][A-Za-zĐÐđƯư]{0,10}\d{0,2}|(?:19|20)\d\d)"
SERIES: Final = rf"""
    (?:\s?[-–/.]\s?|\s?(?=(?:NQ|QĐ|NĐ|CT|KL|CĐ|TT|TB|QC|HD|KH)[-–/]))  # 59-NQ, 59 - NQ, 39 /CĐ, 59 NQ/TW
    (?:{"|".join(LETTERS)})\d{{0,2}}    # NQ, QĐ, QH15
    (?:(?:[-–]|\s?/\s?|\s[-–]\s?(?=(?:TTg|CP|TW|UBND|HĐND|VPCP|CTN|TU|ĐU|BNG)(?!\w)))
      {TOKEN}){{0,3}}                    # /TW, -TTg, /KL/2022
"""
ORGANS: Final = (
    r"/\s?[A-ZĐ]{2,9}(?:[-–][A-ZĐ][A-ZĐa-z]{0,9}){1,3}"  # /BNG-LS, /VPCP-QHQT: of letters that an organ sends
)
NUMBER: Final = pattern(
    rf"""
    (?P<said>(?:\s{{1,2}}|(?<=\s))(?i:số)(?:\s{{1,2}}hiệu)?:?)?\s{{0,2}}  # số, số hiệu:
    (?P<number>\d{{1,4}}(?:[a-z]|\.\d{{1,2}}(?=/(?:19|20)))?)  # 59, 03, 30a, 66.7 of 66.7/2025/NQ-CP
    (?P<year>/(?:19|20)\d\d)?                                 # /2024
    (?P<series>{SERIES}|{ORGANS})?
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
        "Nghị quyết‹ số 59 NQ/TW› của",
        "Nghị quyết‹ 59NQ/TW›,",
        "Quyết định‹ số: 208/QĐ -TTg›",
        "Công văn‹ số 1234/BNG-LS› gửi",
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
    rf"(?P<number>\d(?<![\w/.-]\d)\d{{0,3}}(?:\.\d{{1,2}}(?=/(?:19|20)))?)(?P<year>/(?:19|20)\d\d)?(?P<series>{SERIES})(?!\w)",
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
    r"(?P<letters>N[QĐ])(?<![\w/-]N.)\s?(?P<number>\d{1,3})(?![\w/%-]|[.,]\d)",
    finds=("tinh thần ‹NQ57› thì", "theo ‹NĐ 178›,"),
    leaves=("59-NQ/TW", "nq57", "CT15", "NQ57/CP", "NĐ-CP", "NQ 1.000"),
    attack="NQ 123",
)
ABBREVIATIONS: Final = {"NQ": "nghị quyết", "NĐ": "nghị định"}  # "CT1" is a block of flats as often
AND_NUMBER: Final = pattern(
    r"\s?[,;]\s{1,2}(?:và\s{1,2})?|\s{1,2}(?:và|hoặc|hay|cùng)(?=\s)|-(?=\d{2,3}(?:\D|\Z))",
    finds=("57‹, ›59", "57‹-›59-66", "57‹; và ›68", "59‹ và› 68", "57‹ hoặc› 59"),
    leaves=("57‹.59", "57‹,5", "57‹ của", "57‹ vàng", "57‹. và", "57‹-nq", "57‹-2025"),
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
QUALIFIED: Final = pattern(  # "Công điện hỏa tốc số 2": what kind of document it is besides
    r"""
    (?:\s{1,2}(?:khẩn|thượng\ khẩn|hỏa\ tốc|chuyên\ đề|cá\ biệt|hợp\ nhất|liên\ tịch|phối\ hợp|hành\ động
      |mật|đặc\ thù|riêng)){1,2}
    (?=\s{1,2}\(?số)
    """,
    re.VERBOSE,
    finds=("công điện‹ khẩn› số 12", "công điện‹ hỏa tốc› số 2", "nghị quyết‹ chuyên đề› số 05-nq/tu"),
    leaves=("công điện‹ khẩn của", "nghị quyết‹ số 59", "nghị quyết‹ chuyên đề 5"),
    attack=" khẩn",
    used="match",
)
BEFORE_ROW: Final = pattern(  # "bốn nghị quyết trụ cột (57, 59, 66 và 68)"
    r"""
    (?:\s{1,2}(?:trụ\ cột|chiến\ lược|lớn|quan\ trọng|mới|then\ chốt|đột\ phá|nền\ tảng|trọng\ tâm|nêu\ trên
      |nói\ trên|là|gồm|như|của\ (?:bộ\ chính\ trị|trung\ ương|đảng|chính\ phủ))){0,3}
    (?::|\s{1,2}\((?:số:?\s)?)?(?=\s{0,2}\d{1,3}\s?(?:,|;|-|và)\s?\d)
    """,
    re.VERBOSE,
    finds=(
        "nghị quyết‹ trụ cột› 57, 59",
        "nghị quyết‹ (›57, 59, 66, 68)",
        "nghị quyết‹:› 57, 59",
        "nghị quyết‹ là› 57, 59",
    ),
    leaves=("nghị quyết‹ trụ cột", "nghị quyết‹ (57)", "nghị quyết‹ quan trọng, 57"),
    attack=" trụ cột",
    used="match",
)
OPENS: Final = pattern(  # what follows a number behind a word that is a verb as well, where it opens the sentence
    rf"\s{{1,2}}(?:của|về|phê\s{{1,2}}duyệt|cũng|đã|được|{any_of(words('document_verbs.txt'))})(?!\w)",
    finds=("quyết định 1234‹ đặt ra› 3", "kết luận 12‹ khẳng định›", "quy định 144‹ về› chuẩn"),
    leaves=("quyết định 100‹ cán bộ", "kết luận 3‹ việc", "thông báo 5‹ ca", "kết luận 12‹, kiều bào"),
    attack=" phê duyệt",
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
        "‹hội nghị toàn tỉnh quán triệt ›",
    ),
    leaves=("cần thực hiện ", "kế hoạch ", "kết quả, thực hiện ", "kế hoạch triển khai:"),
    attack="kế hoạch một hai ba ",
)
REACH_OF_WHAT_IS_DONE: Final = 60  # code points before a citation
ENDS_ROW: Final = pattern(
    STOP
    + r"|\s{1,2}(?:và\s{1,2}\d|ngày\s{1,2}\d|(?:của|về|khóa|nêu|là|đã|được|đều|cũng|sẽ|nhằm|để|phải|cần|có|cùng|vào"
    r"|như|thì|mà|tạo|mang|mở\sra|xác\sđịnh|khẳng\sđịnh|vừa|mới|đang|còn|rất|do|tại|trong|theo|ban\shành|ra\sđời"
    r"|chính|thực\ssự|không|chưa|với|sớm|góp|giúp|này|trên|nói\strên|yêu\scầu|quy\sđịnh|đặt|đưa|gắn|trở\sthành)\s"
    r"|này(?!\w))",
    finds=(
        "18, 19‹ vừa ›được",
        "57, 59‹ này›,",
        "57, 59‹ và 6›8",
        "57 và 59‹ của ›bộ",
        "57, 59‹,› 68",
        "57 và 59‹.›",
        "66, 68‹ là ›trụ cột",
    ),
    leaves=("57, 3‹ năm qua", "57 và 5‹ nghị định", "57, 59‹ ngày mai"),
    attack=" và ",
    used="match",
)


def sure_numbers(text: str, low: str, kind_words: list[KindWord], bare: list[re.Match[str]]) -> Sure:
    """Return the kinds and numbers that cannot be amounts: with letters or "số", in a row, and "Nghị quyết 59".

    bare holds the matches of BARE_SYMBOL in text.
    """
    sure = set()
    for word in kind_words:
        number = NUMBER.match(text, word.end)
        if not number or number.start("number") == word.end or COUNTED.match(low, number.end()):
            continue
        row = _rest_of_row(text, low, word.kind, number.end(), frozenset())
        if number["series"] or number["said"] or (word.use == "document" and (word.capital or row)):
            sure |= {(word.kind, one["number"].lstrip("0")) for one in (number, *row)}
    for number in bare:
        sure.add((kind_of_symbol(number[0]) or "", number["number"].lstrip("0")))
    return frozenset(sure)


def numbered(text: str, low: str, word: KindWord, sure: Sure = frozenset()) -> Iterator[Printed]:
    """Yield the document numbered at word, each of a row ("Nghị quyết 57, 59 và 68"); none for a mere amount.

    A number that is sure elsewhere in the text needs no more here: "Kết luận 12" of a text with 12-KL/TW.
    """
    qualified = QUALIFIED.match(low, word.end)
    apart = BEFORE_ROW.match(low, word.end) if word.use == "document" and not qualified else None
    at = qualified.end() if qualified else apart.end() if apart else word.end
    match = NUMBER.match(text, at)
    if not match or match.start("number") == word.end:
        return
    is_apart = at > word.end and not qualified
    row = [match, *_rest_of_row(text, low, word.kind, match.end(), sure)]
    tail = read_tail(text, low, row[-1].end())
    if (is_apart and len(row) == 1) or not _means_document(low, word, row, tail, sure):
        return
    issuer = tail.issuer or issuer_before(low, word.start)
    if OF_WHAT_IS_DONE.search(low, max(0, word.start - REACH_OF_WHAT_IS_DONE), word.start):
        tail = replace(tail, issued_on=None, year=None)
    for number in row:
        last = number is row[-1]
        start = word.start if number is match and not is_apart else number.start("number")
        printed = _printed(number, word.kind, Span(start, tail.end if last else number.end()))
        yield replace(
            printed,
            issuer=issuer,
            term=tail.term,
            title=tail.title if last else None,
            issued_on=tail.issued_on if last else None,
            year=printed.year or (tail.year if last else None),
        )


def without_kind(text: str, low: str, bare: list[re.Match[str]]) -> Iterator[Printed]:
    """Yield "59-NQ/TW" (of bare, as above) and "NQ59" wherever they stand, within a longer citation too."""
    for match in bare:
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
        series = "".join(match["series"].split())
        joint = "-" if series[0].isalpha() else ""  # 59NQ/TW
        symbol = match["number"] + (match["year"] or "") + joint + series
        return Printed(span, kind, "full", "symbol", number=match["number"], symbol=symbol, year=year_of(symbol))
    number = match["number"] + (match["year"] or "")
    return Printed(span, kind, "short", "number", number=number, year=year_of(number))


def _rest_of_row(text: str, low: str, kind: str, at: int, sure: Sure) -> list[re.Match[str]]:
    """Return the numbers that share the kind before them: 59 and 68 of "Nghị quyết 57, 59 và 68"."""
    row: list[re.Match[str]] = []
    while joint := AND_NUMBER.match(low, at):
        number = NUMBER.match(text, joint.end())
        if not number or not (
            number["series"] or number["said"] or ENDS_ROW.match(low, number.end()) or _is_sure(low, kind, number, sure)
        ):
            break
        row.append(number)
        at = number.end()
    return row


def _is_sure(low: str, kind: str, number: re.Match[str], sure: Sure) -> bool:
    return (kind, number["number"].lstrip("0")) in sure and not COUNTED.match(low, number.end())


def _means_document(low: str, word: KindWord, row: list[re.Match[str]], tail: Tail, sure: Sure) -> bool:
    """Tell "Nghị quyết 59" from "quyết định 100 tỷ đồng" and "Chỉ thị 5 tỉnh"."""
    last = row[-1]
    if word.use == "name" and not row[0]["said"] and len(row[0]["number"]) == 4:
        return False  # Công ước 1982 của Liên hợp quốc
    if any(one["series"] or one["said"] or one["year"] for one in row) or tail.issuer or tail.issued_on:
        return True
    if COUNTED.match(low, last.end()) or (len(last["number"]) == 4 and last["number"][:2] in {"19", "20"}):
        return False
    if (word.use == "document" and (word.capital or len(row) > 1)) or _is_sure(low, word.kind, row[0], sure):
        return True
    if word.use == "word" and word.capital and len(row) == 1 and OPENS.match(low, last.end()):
        return True
    goes_on = bool(GOES_ON.match(low, last.end()))
    return goes_on and (word.use == "document" or (word.capital and not word.opens_sentence))
