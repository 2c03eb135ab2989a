"""Who is to do a thing, and by when: only where it is plainly printed."""

import re
from collections.abc import Iterator
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.phrases import word_list
from articles.extraction.text import Span
from directives.extraction.words import CAPITAL, any_of, any_word, entries, level, words

ORGANS: Final = any_of({level(entry[0]) for entry in entries("issuers.tsv")} | set(words("addressees.txt")))
LOCAL: Final = (
    r"(?:ubnd|ủy\sban\snhân\sdân|hội\sđồng\snhân\sdân|tỉnh\sủy|thành\sủy)"
    r"(?:\scác)?(?:\s(?:tỉnh|thành\sphố))(?:,\sthành\sphố)?"
)
HEAD: Final = r"(?:(?:chủ\stịch|bộ\strưởng|thống\sđốc|bí\sthư|thủ\strưởng|lãnh\sđạo|người\sđứng\sđầu)\s)"
ORGAN: Final = rf"{HEAD}?(?:{ORGANS}|{LOCAL})"
TELLING: Final = ("giao", "yêu cầu", "đề nghị", "kêu gọi", "chỉ đạo")
ACTING: Final = any_of(set(words("imperatives.txt")) - set(TELLING))  # "Thủ tướng giao …" tells somebody else
BINDING: Final = ("cần", "phải", "chủ trì", "có trách nhiệm", "khẩn trương", "chịu trách nhiệm")
BOUND: Final = any_of(BINDING)
DIRECTS: Final = "chỉ đạo"

KNOWN: Final = pattern(
    rf"{ORGAN}(?!\w)",
    finds=("bộ ngoại giao", "các bộ, ngành, địa phương", "chủ tịch ubnd tỉnh yên bái", "bộ trưởng bộ công an"),
    leaves=("vụ tổ chức", "người dân", "bộ ngoại giaox"),
    attack="các bộ, ngành ",
    used="match",
)
HEADS: Final = any_of(entry[0] for entry in entries("unit_heads.txt"))
NO_UNIT: Final = any_of(  # what begins as an organ may: Hội An, Trường Sa, Đài Loan, Trường Chinh
    {*word_list("places"), *word_list("states"), *word_list("of_the_past")}
)
UNIT: Final = pattern(  # what no list holds, by its head and up to what it is to do
    rf"""
    (?:[Cc]ác\ )?(?!{NO_UNIT}(?!\w)){HEADS}
    (?:\ {CAPITAL}[^\W\d_]{{0,7}}(?:\ (?!(?:đã|đang|từng|luôn|vẫn|nói|cho|bị)\ )[^\W\d_]{{1,8}}){{0,7}}?)?
    (?=\ (?:cũng\ |sẽ\ |tiếp\ tục\ )?(?:{BOUND}|{ACTING}|phối\ hợp)(?!\w)|,\ |\ và\ (?:các|Bộ|Cục|Vụ|Sở)(?!\w))
    """,
    re.VERBOSE,
    finds=(
        "‹Cục Lãnh sự› chủ trì",
        "‹Vụ Luật và Điều ước quốc tế› cần",
        "‹các Đại sứ quán› phải",
        "‹Sở Ngoại vụ› và các",
        "‹Ủy ban› cần",
        "‹Ban cán sự Đảng Chính phủ› sớm",
        "‹Ban Chấp hành Đảng bộ cơ quan› rà soát",
    ),
    leaves=(
        "Đài Loan cần",
        "Hội An cần",
        "Trường Sa phải",
        "Trường Chinh cần",
        "Trường Tiểu học từng nói cần",
        "Cục diện mới",
        "Bộ phận này cần",
        "Ban ngày cần",
        "Vụ việc này cần",
        "sở hữu",
        "Viện trợ phải",
    ),
    attack="Cục Aa ",
    used="match",
)
JOINT: Final = pattern(
    r",?\s(?:và|cùng)\s|,\s",
    finds=("‹, ›", "‹ và ›các", "‹, và ›các"),
    leaves=(" với bộ công an", "; "),
    attack=", ",
    used="match",
)
TELLS: Final = pattern(
    rf"{any_word((*TELLING, 'đối với'), not_behind=['ban'])}\s(?:cho\s)?",
    finds=("thủ tướng ‹yêu cầu ›bộ ngoại giao", "‹giao ›các địa phương", "‹giao cho ›bộ công an"),
    leaves=("ban chỉ đạo các cấp", "yêu cầu:", "bàn giaox "),
    attack="giao ",
)
ANYWHERE: Final = pattern(
    rf"(?<!\w)(?<!của\s){ORGAN}(?!\w)",
    finds=("để ‹bộ xây dựng› chủ trì", "‹các bộ, ngành› cần làm ngay"),
    leaves=("ý kiến của bộ ngoại giao", "người dân cần", "cácbộ"),
    attack="các bộ, ngành, ",
)
MUST: Final = pattern(  # what follows those who are bound: các bộ, ngành cần
    rf"(?:\s(?:cũng|sẽ|tiếp\stục))?\s(?:{BOUND}|{any_of([DIRECTS])})(?!\w)",
    finds=("‹ cần› làm ngay", "‹ sẽ chủ trì› xây dựng"),
    leaves=(" là cơ quan", " cầnx"),
    attack=" sẽ ",
    used="match",
)
DOES: Final = pattern(  # what follows the one who begins a sentence: Bộ Y tế rà soát
    rf"(?:\s(?:cũng|sẽ|tiếp\stục))?\s(?:{BOUND}|{ACTING})(?!\w)",
    finds=("‹ rà soát› thủ tục", "‹ tiếp tục triển khai›", "‹ cần› làm"),
    leaves=(" giao bộ tài chính", " là cơ quan", " yêu cầu các bộ"),
    attack=" sẽ ",
    used="match",
)
BEFORE_WORDS: Final = pattern(
    r"[\s,:“\"]{0,3}(?:là\s)?",
    finds=("‹, là ›bộ y tế", "‹: ›bộ y tế"),
    leaves=(),
    attack=", ",
    used="match",
)
PLACES: Final = pattern(  # … tỉnh Yên Bái, các tỉnh Lào Cai và Yên Bái
    rf"(?:\ {CAPITAL}[^\W\d_]{{0,7}}){{1,4}}"
    rf"(?:(?:,|\ và)(?!\ (?:Bộ|Ban|Sở|Cục|Vụ|UBND|Ủy|Hội|Tỉnh|Thành)(?!\w))"
    rf"(?:\ {CAPITAL}[^\W\d_]{{0,7}}){{1,4}}){{0,9}}",
    finds=("‹ Yên Bái› chỉ đạo", "‹ Lào Cai và Yên Bái› khẩn trương", "‹ Lào Cai›, Bộ Xây dựng"),
    leaves=(" rà soát", ", thành phố"),
    attack=" Aa",
    used="match",
)

WHEN: Final = pattern(  # what a deadline begins with
    any_word(("trong ", "ngay trong ", "trước ", "hết ", "đến hết ", "chậm nhất ", "muộn nhất ", "vào ")),
    finds=("báo cáo ‹trong ›quý", "xong ‹ngay trong ›tháng 11", "‹chậm nhất ›là", "‹đến hết ›năm", "‹vào ›cuối"),
    leaves=("ngày 30/6", "trong, ngoài", "nhất trí", "vàtrước "),
    attack="ngay trong",
)
ONLY_WITHIN: Final = r"(?:ngay\ )?trong\ "
BY: Final = r"(?:trước|hết|đến\ hết|chậm\ nhất|muộn\ nhất)(?:\ (?:là|trong|vào|trước))?\ "
MONTH: Final = r"tháng\ \d{1,2}(?:(?:/|-|\ năm\ )\d{4})?"
DAY: Final = r"\d{1,2}(?:[/-]\d{1,2}(?:[/-]\d{4})?|\ tháng\ \d{1,2}(?:\ năm\ \d{4})?)"
HOUR: Final = r"\d{1,2}\s?(?:giờ|h|:)(?:\s?\d\d(?:\ phút)?)?(?:\ (?:sáng|trưa|chiều|tối))?"
TODAY: Final = r"(?:hôm\ nay|ngày\ mai|mai|(?:sáng|trưa|chiều|tối)\ (?:nay|mai))"
DEADLINE: Final = pattern(
    rf"""
    (?:
      (?:{ONLY_WITHIN}|{BY})quý\ (?:[iv]{{1,3}}|\d)(?:(?:/|\ năm\ |,\ )\d{{4}})?
      |{BY}(?:{HOUR},?\ )?(?:ngày\ )?{DAY}
      |{BY}(?:{HOUR}\ )?(?:ngày\ )?{TODAY}
      |{BY}{HOUR}\ (?:(?:hằng|hàng|cùng|mỗi)\ ngày)
      |{ONLY_WITHIN}(?:ngày\ (?:{DAY}|{TODAY})|{TODAY})
      |{BY}ngày\ \d{{1,2}}\ (?:hằng|hàng)\ tháng
      |(?:{ONLY_WITHIN}|{BY})(?:(?:đầu|giữa|cuối)\ )?{MONTH}
      |vào\ (?:đầu|giữa|cuối)\ (?:{MONTH}|năm\ (?:\d{{4}}|nay)|quý\ [iv]{{1,3}}(?:(?:/|\ năm\ )\d{{4}})?)
      |{BY}(?:(?:đầu|giữa|cuối)\ )?năm\ \d{{4}}
      |{ONLY_WITHIN}(?:năm\ (?:\d{{4}}|nay)|(?:tuần|tháng|quý)\ (?:này|tới))
      |{ONLY_WITHIN}\d{{1,2}}\ tháng\ (?:đầu|cuối)\ năm(?:\ \d{{4}})?
      |{ONLY_WITHIN}(?:vòng\ )?\d{{1,3}}\ (?:giờ|ngày|tuần|tháng)(?:\ (?:tới|làm\ việc))?
        (?!\ (?:qua|trước|đầu|cuối)(?!\w))
    )(?![\w/])
    """,
    re.VERBOSE,
    finds=(
        "‹trong quý i/2026›",
        "‹trước ngày 30/6/2026›,",
        "‹chậm nhất 15/12›",
        "‹chậm nhất trong tháng 3/2026›",
        "‹đến hết năm 2026›",
        "‹ngay trong tháng 11›",
        "‹trước ngày 1 tháng 3 năm 2026›",
        "‹chậm nhất là cuối tháng 6/2026›",
        "‹trong tuần này›",
        "‹trước ngày 25 hằng tháng›",
        "‹trong vòng 15 ngày›",
        "‹trong 6 tháng đầu năm 2026›",
        "‹trước 17 giờ ngày 20/3/2026›",
        "‹trước 17h30 ngày 20/3›",
        "‹trước 9:00 sáng mai›",
        "‹trước 16 giờ hằng ngày›",
        "‹trong vòng 24 giờ›",
        "‹vào cuối tháng 6›",
        "‹trong ngày 20/3›",
        "‹ngay trong ngày hôm nay›",
    ),
    leaves=(
        "vào ngày 20/3",
        "vào tháng 6",
        "trong vòng 24 giờ qua",
        "trước 17 giờ",
        "trong ngày hội",
        "trong 30 ngày đầu",
        "ngày 24/1/2025 bộ chính trị ban hành",
        "tháng 11",
        "từ năm 2026",
        "trong đó",
        "trước đây",
        "trong 3 nước",
    ),
    attack="trước ngày 1",
    used="match",
)
DONE: Final = pattern(  # in the words before, up to a sign: what was done or happened by then has no deadline
    r"(?<!\w)(?:đã|vừa|đạt\sđược|có\shiệu\slực|diễn\sra|xảy\sra|phát\ssinh|khai\smạc)(?!\w)[^,;:.\n]{0,80}\Z",
    finds=("bộ ‹đã hoàn thành ›", "kết quả ‹đạt được ›", "làm rõ các vụ việc ‹xảy ra ›"),
    leaves=("cần hoàn thành ", "bộ đã họp, yêu cầu xong ", "thăm xứ lạ "),
    attack="đã ",
)
HAPPENED: Final = pattern(  # "làm rõ sai phạm trong năm 2024": when it happened
    r"(?<!\w)(?:(?:sai|vi)\sphạm|vụ\sviệc|vụ\sán|thiệt\shại|thành\stích|thành\stựu|tồn\stại|hạn\schế)\s\Z",
    finds=("làm rõ các ‹sai phạm ›", "khen thưởng các ‹thành tích ›"),
    leaves=("báo cáo kết quả ", "sai phạm, báo cáo ", "rà soát ai phạm lỗi "),
    attack="vi phạm ",
)
AT_AN_END: Final = pattern(  # "xử lý dứt điểm vi phạm trong năm 2026"
    r"(?<!\w)(?:xong|dứt\sđiểm|hoàn\sthành|chấm\sdứt)(?!\w)",
    finds=("giải quyết ‹dứt điểm› vi phạm", "xử lý ‹xong› các vụ việc"),
    leaves=("làm rõ vi phạm", "song song"),
    attack="hoàn ",
)
OPENS: Final = pattern(  # before a time that opens its clause
    r"(?:\A|[,;:.“\"(])\s{0,2}\Z",
    finds=("‹›", "họp xong‹, ›"),
    leaves=("hoàn thành ", "xong, báo cáo "),
    attack=",  ",
)
TOLD_AFTER: Final = pattern(  # behind a time that opens its clause: "trong năm 2025, các đơn vị đã đạt"
    r",?\s(?:[^\W\d_]{1,8}\s){0,12}?(?:đã|vừa)(?!\w)",
    finds=("‹, các đơn vị đã› đạt", "‹ ngành đã› cấp"),
    leaves=(", các bộ phải báo cáo", ", các bộ họp, đã xong", ". bộ đã"),
    attack=", các bộ",
    used="match",
)
REACH: Final = 90  # code points before a deadline in which what was done may stand


def addressee_in(text: str, span: Span, words_from: int | None = None) -> Span | None:
    """Return the words within span for who is told to act, or None: whoever is told first, else the first who must.

    words_from is where the sentence or item begins after its marker.
    """
    low = level(text)
    for match in TELLS.finditer(low, span.start, span.end):
        if (end := _end_of_organs(text, low, match.end(), span.end)) is not None:
            return Span(match.end(), end)
    opening = BEFORE_WORDS.match(low, span.start if words_from is None else words_from, span.end)
    start = opening.end() if opening else span.start
    end = _end_of_organs(text, low, start, span.end)
    if end is not None and DOES.match(low, end, span.end):
        return Span(start, end)
    return _bound(text, low, span)


def organ_acts(text: str, span: Span) -> bool:
    """Tell whether span begins with organs, and what they are to do follows: "Bộ Nội vụ khẩn trương rà soát"."""
    low = level(text)
    end = _end_of_organs(text, low, span.start, span.end)
    return end is not None and bool(DOES.match(low, end, span.end))


def _bound(text: str, low: str, span: Span) -> Span | None:
    """Return the first organs within span that are bound to something, or None."""
    words_here = span.of(low)
    if not any(word in words_here for word in (*BINDING, DIRECTS)):
        return None
    at = span.start
    while organ := ANYWHERE.search(low, at, span.end):
        end = _end_of_organs(text, low, organ.start(), span.end) or organ.end()
        if MUST.match(low, end, span.end):
            return Span(organ.start(), end)
        at = end
    return None


def _end_of_organs(text: str, low: str, at: int, stop: int) -> int | None:
    """Return where the organs end that stand here side by side, or None where none stands."""
    end = None
    while True:
        organ = KNOWN.match(low, at, stop) or UNIT.match(text, at, stop)
        if organ is None:
            return end
        end = min(_past_places(text, low, organ.end()), stop)
        joint = JOINT.match(low, end, stop)
        if joint is None:
            return end
        at = joint.end()


def _past_places(text: str, low: str, end: int) -> int:
    places = PLACES.match(text, end) if low.endswith(("tỉnh", "thành phố"), 0, end) else None
    return places.end() if places else end


def deadline_in(text: str, span: Span) -> Span | None:
    """Return the words within span for the day, month, quarter or year by which it is to be done, or None."""
    low = level(text)
    for match in _deadlines(low, span):
        before = low[max(span.start, match.start() - REACH) : match.start()]
        if not (DONE.search(before) or _tells_when(low, match, before)):
            return Span(*match.span())
    return None


def _tells_when(low: str, match: re.Match[str], before: str) -> bool:
    """Tell whether a time is that of what is told of, or may be: "Trong năm 2025, bộ đã …", "Trước năm 2020, bộ …"."""
    if OPENS.search(before):
        return match[0].startswith("trước năm ") or TOLD_AFTER.match(low, match.end()) is not None
    within = match[0].startswith(("trong ", "vào "))
    return within and HAPPENED.search(before) is not None and not AT_AN_END.search(before)


def _deadlines(low: str, span: Span) -> Iterator[re.Match[str]]:
    at = span.start
    for opening in WHEN.finditer(low, span.start, span.end):
        if opening.start() >= at and (match := DEADLINE.match(low, opening.start(), span.end)):
            at = match.end()
            yield match
