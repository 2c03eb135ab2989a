"""Who issues documents, as printed: the organs of the list, and the congresses and plenums that pass resolutions."""

import re
from dataclasses import dataclass
from typing import Final

from directives.extraction.words import CAPITAL, RANKS, any_of, entries, from_roman, level, roman


@dataclass(frozen=True, slots=True)
class Body:
    """Who issued a document: one name for all printed forms, where the words stand, the term where they name one."""

    name: str
    start: int
    end: int
    term: str | None = None


ISSUERS: Final = {level(printed): name for printed, name in entries("issuers.tsv")}
ISSUER: Final = re.compile(rf",?\s{{1,2}}\(?(?P<of>(?:của|do)\s{{1,2}})?(?P<issuer>{any_of(ISSUERS)})(?!\w)")
LOCAL_ISSUER: Final = re.compile(  # của Tỉnh ủy Thanh Hóa, của UBND tỉnh Nghệ An
    rf"""
    ,?\s{{1,2}}của\s{{1,2}}(?P<issuer>
      (?:Tỉnh\ ủy|Thành\ ủy|Đảng\ ủy|Ban\ Thường\ vụ|Ban\ Chấp\ hành|Ban\ Chỉ\ đạo|Bộ\ trưởng|Bộ|Quân\ ủy
        |UBND|HĐND|Ủy\ ban\ [Nn]hân\ dân|Hội\ đồng\ [Nn]hân\ dân)
      (?:\s(?:tỉnh|thành\ phố|huyện|xã|phường))?
      (?:\s{CAPITAL}[^\W\d_]{{0,7}}){{0,5}})(?!\w)
    """,
    re.VERBOSE,
)
HAS_ISSUED: Final = re.compile(
    rf"(?<!\w)(?P<issuer>{any_of(ISSUERS)})(?:\s(?:đã|vừa|mới|cũng|ký|chính\sthức)){{0,3}}\s(?:ban\shành|thông\squa)\s$"
)  # Quốc hội đã ban hành Nghị quyết 250/2025/QH15
ISSUER_REACH: Final = 80  # code points before a citation in which its issuer is looked for

NUMERAL: Final = r"(?:[ivx]{1,6}|\d{1,2})(?![\w/])"
CONGRESS: Final = re.compile(
    rf"""
    đại\s{{1,2}}hội\s{{1,2}}
    (?:đại\s{{1,2}}biểu\s{{1,2}})?(?:đảng\s{{1,2}})?(?:toàn\s{{1,2}}quốc\s{{1,2}})?(?:của\s{{1,2}}đảng\s{{1,2}})?
    (?:lần\s{{1,2}}thứ\s{{1,2}})?
    (?P<numeral>{NUMERAL})
    (?:\s{{1,2}}(?:của\s{{1,2}})?đảng(?:\s{{1,2}}cộng\s{{1,2}}sản\s{{1,2}}việt\s{{1,2}}nam)?(?!\w))?
    (?!\s{{1,2}}(?:của\s{{1,2}})?(?:đảng\s{{1,2}}(?:cộng|nhân|lao|bộ)|cộng\s{{1,2}}sản))
    """,
    re.VERBOSE,
)  # Đại hội XIV, Đại hội Đảng lần thứ XIV, Đại hội đại biểu toàn quốc lần thứ XIV của Đảng
LOCAL_CONGRESS: Final = re.compile(
    rf"""
    đại\s{{1,2}}hội\s{{1,2}}(?:đại\s{{1,2}}biểu\s{{1,2}})?đảng\s{{1,2}}bộ\s{{1,2}}
    (?:(?!lần\s)[^\W\d_]{{1,8}},?\s{{1,2}}){{1,12}}
    lần\s{{1,2}}thứ\s{{1,2}}(?P<numeral>{NUMERAL})
    """,
    re.VERBOSE,
)  # Đại hội Đảng bộ Bộ Ngoại giao lần thứ I
PLENUM: Final = re.compile(
    rf"""
    (?:hội\s{{1,2}}nghị\s{{1,2}})?(?:lần\s{{1,2}}thứ\s{{1,2}}(?P<early>[^\W_]{{1,6}})[,\s]\s?)?
    (?:(?:ban\s{{1,2}}chấp\s{{1,2}}hành|bch)\s{{1,2}})?(?:trung\s{{1,2}}ương|tw)(?:\s{{1,2}}đảng)?
    (?:\s{{1,2}}(?:lần\s{{1,2}}thứ\s{{1,2}})?(?P<late>(?!khóa)[^\W_]{{1,6}}))?
    ,?\s{{1,2}}\(?khóa\s{{1,2}}(?P<term>{NUMERAL})\)?
    """,
    re.VERBOSE,
)  # Hội nghị Trung ương 8 khóa XIII, Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XIII
CONFERENCE: Final = re.compile(
    rf"hội\s{{1,2}}nghị\s{{1,2}}(?P<of>ngoại\s{{1,2}}giao|ngoại\s{{1,2}}vụ)(?:\s{{1,2}}toàn\s{{1,2}}quốc)?"
    rf"\s{{1,2}}(?:lần\s{{1,2}}thứ\s{{1,2}})?(?P<numeral>{NUMERAL})"
)  # Hội nghị Ngoại giao 32, Hội nghị Ngoại vụ toàn quốc lần thứ 21
OF: Final = re.compile(r"\s{0,2}(?:của\s{1,2})?")


def issuer_at(text: str, low: str, at: int) -> Body | None:
    """Return the issuer named at the offset ("của Bộ Chính trị", ", Quốc hội"), or None; low is `level(text)`."""
    match = ISSUER.match(low, at)
    if match and (match["of"] or text[match.start("issuer")].isupper()):
        return Body(ISSUERS[" ".join(match["issuer"].split())], match.start("issuer"), match.end())
    local = LOCAL_ISSUER.match(text, at)
    return Body(local["issuer"], local.start("issuer"), local.end()) if local else None


def issuer_before(low: str, at: int) -> str | None:
    """Return who is said to have issued the document whose citation begins at the offset, or None."""
    reach = low[max(0, at - ISSUER_REACH) : at]
    if not reach.endswith(("ban hành ", "thông qua ")):
        return None
    match = HAS_ISSUED.search(reach)
    return ISSUERS[" ".join(match["issuer"].split())] if match else None


def body_at(text: str, low: str, at: int) -> Body | None:
    """Return the congress, plenum or conference named at the offset, "của" before it or not, or None."""
    of = OF.match(low, at)
    start = of.end() if of else at
    if match := LOCAL_CONGRESS.match(low, start):
        return Body(text[start : match.end()], start, match.end())
    if match := CONGRESS.match(low, start):
        term = term_of(match["numeral"])
        return Body(f"Đại hội {term}", start, match.end(), term)
    if match := PLENUM.match(low, start):
        return _plenum(match)
    if match := CONFERENCE.match(low, start):
        return Body(f"Hội nghị {match['of'].capitalize()} {match['numeral']}", start, match.end())
    return None


def _plenum(match: re.Match[str]) -> Body | None:
    written = match["early"] or match["late"]
    if not written:
        return None
    number = int(written) if written.isdigit() else RANKS.get(written) or from_roman(written)
    term = term_of(match["term"])
    return Body(f"Hội nghị Trung ương {number} khóa {term}", match.start(), match.end(), term) if number else None


def term_of(numeral: str) -> str:
    """Return the number of a congress or a National Assembly in Roman numerals: "14" and "xiv" give XIV."""
    number = int(numeral) if numeral.isdigit() else from_roman(numeral)
    return roman(number) if number and number < 40 else numeral.upper()
