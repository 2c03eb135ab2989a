"""What follows a document's number: the date, the issuer, the term, the title, in any order the press prints them."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final

from articles.extraction.patterns import pattern
from directives.extraction.bodies import issuer_at, term_of
from directives.extraction.document_titles import title_at

DATE: Final = pattern(
    r"""
    ,?\s{1,2}\(?ngày\s{1,2}(?P<day>\d{1,2})
    (?:\s?[/.-]\s?|\s{1,2}tháng\s{1,2})(?P<month>\d{1,2})
    (?:(?:\s?[/.-]\s?|\s{1,2}năm\s{1,2})(?P<year>\d{4}))?\)?
    """,
    re.VERBOSE,
    finds=(
        "59-nq/tw‹ ngày 24/1/2025› của",
        "nghị định 88‹, ngày 31/12›, quy định",
        "nghị quyết 57‹ (ngày 24 tháng 1 năm 2025)›",
        "chỉ thị 15‹ ngày 10-8-2025›",
    ),
    leaves=("nghị quyết 59‹ ngày mai", "kết luận 83‹ năm 2024", "nghị quyết 59‹ngày 24/1"),
    attack=" (ngày 24 tháng 1 năm ",
    used="match",
)
TERM: Final = pattern(
    r",?\s{1,2}\(?khóa\s{1,2}(?P<term>[ivx]{1,5}|\d{1,2})(?!\w)\)?",
    finds=("36-nq/tw‹ khóa ix›, năm sau", "quốc hội‹ (khóa 15)› thông qua", "trung ương‹, khóa xiii›"),
    leaves=("‹ khóa mới", "‹ khóa học 5", "‹ khóa 2021-2026", "‹khóa xiii"),
    attack=" (khóa xiii",
    used="match",
)
OF_YEAR: Final = pattern(
    r"\s{1,2}năm\s{1,2}(?P<year>(?:19|20)\d\d)(?!\w)",
    finds=("nghị quyết 57‹ năm 2010› của", "hiến pháp‹ năm 2013›."),
    leaves=("‹ năm nay", "‹ năm 201", "‹ trong năm 2025", "‹, năm 2025"),
    attack=" năm 2010",
    used="match",
)
MOST_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a number; end is where issuer, date and term end, the title not counted."""

    end: int
    issuer: str | None = None
    issued_on: dt.date | None = None
    year: int | None = None
    term: str | None = None
    title: str | None = None


def read_tail(text: str, low: str, at: int) -> Tail:
    """Return what follows at the offset; low is `level(text)`."""
    tail = Tail(at)
    for _ in range(MOST_PARTS):
        longer = _part(text, low, tail)
        if longer is None:
            break
        tail = longer
    return replace(tail, title=title_at(text, low, tail.end))


def _part(text: str, low: str, tail: Tail) -> Tail | None:
    if date := DATE.match(low, tail.end):
        return replace(tail, end=date.end(), issued_on=_day(date), year=_year(date))
    if term := TERM.match(low, tail.end):
        return replace(tail, end=term.end(), term=term_of(term["term"]))
    if year := OF_YEAR.match(low, tail.end):
        return replace(tail, end=year.end(), year=tail.year or int(year["year"]))
    if not tail.issuer and (issuer := issuer_at(text, low, tail.end)):
        return replace(tail, end=issuer.end, issuer=issuer.name)
    return None


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _day(match: re.Match[str]) -> dt.date | None:
    """Return the day, or None where the year is not printed or there is no such day."""
    try:
        return dt.date(int(match["year"] or 0), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
