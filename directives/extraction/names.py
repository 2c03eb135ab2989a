"""Documents cited by name: laws, the constitution, conventions, charters, named strategies."""

import re
from dataclasses import dataclass
from typing import Final

from directives.extraction.bodies import issuer_at
from directives.extraction.printed import KindWord
from directives.extraction.titles import title_at
from directives.extraction.words import CAPITAL, level, words


@dataclass(frozen=True, slots=True)
class Name:
    """What a document is called, where the words end, and who issued it if they say so."""

    words: str
    end: int
    issuer: str | None = None
    title: str | None = None
    number: str | None = None
    symbol: str | None = None


def _loose(name: str) -> str:
    """Return a pattern for a law's name in which commas and hyphens may be left out."""
    return r"[,\s-]{1,3}".join(re.escape(part) for part in re.findall(r"\w+", name))


LAW_NAMES: Final = "|".join(_loose(name) for name in sorted(words("laws.txt"), key=len, reverse=True))
KNOWN_LAW: Final = re.compile(rf"\s{{1,2}}(?P<name>{LAW_NAMES})(?!\w)")
YEAR: Final = r"(?:\s{1,2}\(?(?:sửa\ đổi\)?\s{0,2})?(?:năm\s{1,2})?(?P<year>(?:19|20)\d\d)\)?(?![\w/]))"
YEAR_AFTER: Final = re.compile(YEAR, re.VERBOSE)
STOP_WORDS: Final = (
    "năm|sửa|có|đã|được|là|của|quy|cho|để|trong|theo|này|với|tại|khi|gồm|nhằm|cũng|sẽ|phải|cần|còn|mà|thì|vào|đến|từ|nêu|do"
    "|bị|không|về|ngày|trên|ở|như"
)
CAPITAL_LAW: Final = re.compile(
    rf"\s{{1,2}}(?P<name>{CAPITAL}[^\W\d_]{{0,7}}(?:\s(?!(?:{STOP_WORDS})\s|số:?\s?\d)[^\W\d_]{{1,8}}){{0,9}})(?!\w)"
)  # Luật Quản lý tài sản công
AMENDING_LAW: Final = re.compile(r"\s{1,2}sửa\sđổi,?\sbổ\ssung\s(?:một\ssố\sđiều\scủa\s)?(?:luật|bộ\sluật)")
NO_LAW_AFTER: Final = re.compile(r"\s{1,2}(?:sư|pháp|lệ|gia|học|chơi|quốc\stế|hà\snội|rừng|nhân\squả|hồi\stỵ)(?!\w)")
NO_LAW_BEFORE: Final = re.compile(r"(?<!\w)(?:đại học|học|khoa|viện|ngành|hội|công ty|trường|quy|kỷ|pháp|định)\s{1,2}$")
SYMBOL_AFTER: Final = re.compile(
    r"\s{1,2}\(?(?:luật\s)?số:?\s{0,2}(?P<symbol>(?P<number>\d{1,3})/(?:19|20)\d\d/QH\d{1,2})\)?", re.IGNORECASE
)

CONSTITUTION: Final = re.compile(r"\s{1,2}(?:năm\s{1,2})?(?P<year>(?:19|20)\d\d)(?!\w)")
PLACE: Final = re.compile(
    rf"\s{{1,2}}(?P<name>{CAPITAL}[^\W\d_]{{0,11}}(?:[\s-]{CAPITAL}[^\W\d_]{{0,11}}){{0,4}})(?!\w)"
)  # Hà Nội, Viên, Luật biển, Geneva
LAW_OF_SEA: Final = re.compile(r"\s{1,2}(?:về\s{1,2})?(?P<name>luật\s{1,2}biển(?:\s{1,2}quốc\s{1,2}tế)?)(?!\w)")
INTERNATIONAL: Final = re.compile(r"\s{1,2}(?:khung\s{1,2})?(?:quốc\s{1,2}tế|khung)(?=\s)")
PERIOD: Final = re.compile(
    r"""
    (?:\s{1,2}[^\W\d_]{1,8}|\s-|,|\s\d{1,2}(?!\d)){2,28}?
    \s{1,2}(?:đến\snăm|đến|năm|giai\sđoạn|thời\skỳ)?\s{0,2}(?:19|20)\d\d(?:\s?-\s?(?:19|20)?\d\d)?(?!\w)
    (?:,?\stầm\snhìn(?:\sđến)?(?:\snăm)?\s(?:19|20)\d\d)?
    """,
    re.VERBOSE,
)  # phát triển kinh tế xã hội 10 năm 2021 - 2030; văn hóa đối ngoại đến năm 2030, tầm nhìn đến năm 2045
NATIONAL: Final = re.compile(r"\s{1,2}(?:quốc\sgia|tổng\sthể)\s(?:về\s)?(?:[^\W\d_]{1,8}\s){1,9}[^\W\d_]{1,8}")
NO_STRATEGY_BEFORE: Final = re.compile(
    r"(?<!\w)(?:đối tác|đột phá|tự chủ|mang tính|tầm|ý nghĩa|tham mưu|hợp tác|quan hệ|nhiệm vụ|chính sách,?)\s{1,2}$"
)


def name_at(text: str, low: str, word: KindWord) -> Name | None:
    """Return the name that follows the word for a kind, or None where no single document is named."""
    readers = {
        "luật": _law, "bộ luật": _law, "pháp lệnh": _law, "hiến pháp": _constitution, "công ước": _convention,
        "hiến chương": _charter, "chiến lược": _strategy,
    }  # fmt: skip
    return readers[word.kind](text, low, word)


def _law(text: str, low: str, word: KindWord) -> Name | None:
    if NO_LAW_AFTER.match(low, word.end) or NO_LAW_BEFORE.search(low, max(0, word.start - 12), word.start):
        return None
    name_start = word.end
    if word.capital and (amending := AMENDING_LAW.match(low, word.end)):
        name_start = amending.end()
    match = KNOWN_LAW.match(low, name_start) or (CAPITAL_LAW.match(text, name_start) if word.capital else None)
    if not match:
        return None
    end = match.end()
    if year := YEAR_AFTER.match(low, end):
        end = year.end()
    if symbol := SYMBOL_AFTER.match(text, end):
        return Name(text[word.end : end].strip(), symbol.end(), number=symbol["number"], symbol=symbol["symbol"])
    return Name(text[word.end : end].strip(" ()"), end)


def _constitution(text: str, low: str, word: KindWord) -> Name | None:
    match = CONSTITUTION.match(low, word.end)
    return Name(match["year"], match.end()) if match else None


def _convention(text: str, low: str, word: KindWord) -> Name | None:
    """Return what a convention is known by: its place or its field and its year ("Viên 1961"), or its subject."""
    at, early = word.end, None
    if international := INTERNATIONAL.match(low, at):
        at = international.end()
    if early := issuer_at(text, low, at):
        at = early.end
    match = LAW_OF_SEA.match(low, at) or (PLACE.match(text, at) if word.capital else None)
    year = YEAR_AFTER.match(low, match.end() if match else at)
    end = year.end() if year else match.end() if match else at
    subject = title_at(text, low, end)
    late = None if early else issuer_at(text, low, end)
    issuer = early.name if early else late.name if late and match else None
    if match:
        name = text[match.start("name") : end] + (f" về {subject}" if subject and not year else "")
        return Name(name, late.end if late else end, issuer, subject)
    if subject:
        return Name(subject, low.index(level(subject), end) + len(subject), issuer, subject)
    return Name(year["year"], end, issuer) if year and word.capital else None


def _charter(text: str, low: str, word: KindWord) -> Name | None:
    issuer = issuer_at(text, low, word.end) if word.capital else None
    return Name(issuer.name, issuer.end, issuer.name) if issuer else None


def _strategy(text: str, low: str, word: KindWord) -> Name | None:
    """Return the name of a strategy that is known by its period or its rank; "đối tác chiến lược" has neither."""
    if not word.capital or NO_STRATEGY_BEFORE.search(low, max(0, word.start - 14), word.start):
        return None
    match = PERIOD.match(low, word.end) or NATIONAL.match(low, word.end)
    return Name(text[word.end : match.end()].strip(), match.end()) if match else None
