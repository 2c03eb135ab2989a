"""What does not add up in a text, or stays open: for curators to look at."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.blocks import PROSE, Block
from articles.extraction.doubts import DoubtCode, FoundDoubt
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.citations import FoundCitation
from directives.extraction.cover import Cover
from directives.extraction.intros import announcement_at
from directives.extraction.lists import FoundItem, FoundList
from directives.extraction.markers import Marker, Style, printed_ordinal
from directives.extraction.numbered import COUNTED
from directives.extraction.words import entries, level

RemarkCode = Literal[
    "count-short",
    "count-over",
    "odd-ordinal",
    "list-empty",
    "stray-marker",
    "anaphora-unresolved",
    "citation-ambiguous",
    "document-unread",
    "odd-date",
    "date-conflict",
    DoubtCode,
]

DETAILS: Final[dict[DoubtCode, str]] = {
    "mention-unknown": "the text introduces nobody as {words!r}",
    "name-unread": "no rule reads {words!r} as a name",
    "quotation-open": "a quotation opens here and does not close",
    "quotation-unattributed": "the text does not say whose words these are",
}
ANNOUNCES: Final = (":", " sau", " sau.", " sau đây", " sau đây.")
REACH: Final = 600  # code points behind an announcement in which its first point is looked for
MARKS_AT_LINES: Final[tuple[Style, ...]] = ("number", "letter", "bracket")  # within a line they number other things
MARKS_ANYWHERE: Final[tuple[Style, ...]] = ("count", "rank", "noun", "roman")
NUMBERED_KINDS: Final = {  # with the space behind, and whether a small letter may begin it: "kết luận 5 việc" is a verb
    f"{level(written)} ": use == "document" for written, _, use in entries("kinds.tsv") if use in ("document", "word")
}
ANY_KIND: Final = tuple(NUMBERED_KINDS)
LONGEST_KIND: Final = max(map(len, NUMBERED_KINDS))
NUMBER: Final = pattern(
    r"\d(?<![\w/.,-]\d)\d{0,2}[a-z]?(?![\w%/-]|[.,]\d)",
    finds=("nghị quyết ‹59› nhấn mạnh", "chỉ thị số ‹15›, trong đó", "nghị quyết ‹30a› về"),
    leaves=("nghị quyết 59-nq/tw", "30%", "1,5 triệu", "1.500 đồng", "ngày 24/1/2025", "năm 2025"),
    attack="1 ",
)
SYMBOL: Final = pattern(
    r"\d(?<![\w/.-]\d)\d{0,4}(?:/\d{4})?(?:[-–][A-ZĐ]{2,10})?/[A-ZĐ]{2,10}\d{0,2}(?:[-–/][A-ZĐ][A-Za-zĐđ]{1,9}){0,3}(?!\w)",
    finds=("số ‹12/ABC-XYZ›", "‹45/2024/XYZ› của", "Kế hoạch ‹12-KHLT/ABC›"),
    leaves=("59", "24/1/2025", "100 km/h", "U-23", "A/RES/79", "5 triệu đồng/USD"),
    attack="1/AB",
)
DATE: Final = pattern(
    r"ngày(?<!\wngày)\s{1,2}(?P<day>\d{1,2})(?:/|\s{1,2}tháng\s{1,2})(?P<month>\d{1,2})"
    r"(?:(?:/|\s{1,2}năm\s{1,2})(?P<year>\d{4}))?(?![\d/])",
    finds=("từ ‹ngày 31/2›,", "‹ngày 24/1/2025›", "‹ngày 31 tháng 4 năm 2026›", "‹ngày 5/13/2026›."),
    leaves=("ngày 24", "ngày 24-25/9", "ngày 1/2/3", "hôm nay"),
    attack="ngày 1/",
)
LEAP_YEAR: Final = 2024  # for days without a year


@dataclass(frozen=True, slots=True)
class FoundRemark:
    """One thing seen and not understood, where it stands, and in English what it is."""

    code: RemarkCode
    span: Span
    detail: str


def find_remarks(
    text: str,
    blocks: tuple[Block, ...],
    markers: Sequence[Marker],
    lists: tuple[FoundList, ...],
    citations: tuple[FoundCitation, ...],
    doubts: tuple[FoundDoubt, ...],
) -> tuple[FoundRemark, ...]:
    """Return the remarks on what was found in text, and on what was met and not read, in reading order."""
    found = [remark for one in lists for remark in _on_list(text, one)]
    found += _on_empty_lists(text, blocks, lists)
    found += _on_stray_markers(text, markers, lists)
    found += [remark for citation in citations for remark in _on_citation(text, citation)]
    found += _on_unread_documents(text, citations)
    found += _on_dates(text)
    found += [
        FoundRemark(doubt.code, doubt.span, DETAILS[doubt.code].format(words=doubt.span.of(text))) for doubt in doubts
    ]
    return tuple(sorted(found, key=lambda remark: remark.span))


# --- lists ------------------------------------------------------------------------------------------------------------


def _on_list(text: str, found: FoundList) -> Iterator[FoundRemark]:
    place = found.intro or found.items[0].span
    if found.count_status in ("short", "over"):
        missing = f": {_ordinals(found.missing)}" if found.missing else ""
        detail = f"declared {found.declared_count}, found {found.found_count}{missing}"
        yield FoundRemark("count-short" if found.count_status == "short" else "count-over", place, detail)
    elif found.missing:
        yield FoundRemark("odd-ordinal", place, _ordinals(found.missing))
    yield from _on_items(text, found.items)


def _on_items(text: str, items: tuple[FoundItem, ...]) -> Iterator[FoundRemark]:
    for item in items:
        printed = printed_ordinal(item.marker) if item.marker else None
        if printed is not None and printed != item.ordinal:
            yield FoundRemark("odd-ordinal", item.span, f"{item.marker!r} stands in place {item.ordinal}")
        below = {child.ordinal for child in item.children}
        missing = tuple(number for number in range(1, max(below, default=0)) if number not in below)
        if missing:
            yield FoundRemark("odd-ordinal", item.children[0].span, _ordinals(missing))
        yield from _on_items(text, item.children)


def _ordinals(missing: tuple[int, ...]) -> str:
    """Return "ordinal 4 is missing" or "ordinals 4, 5 are missing"."""
    if len(missing) == 1:
        return f"ordinal {missing[0]} is missing"
    return f"ordinals {', '.join(map(str, missing))} are missing"


def _on_empty_lists(text: str, blocks: tuple[Block, ...], lists: tuple[FoundList, ...]) -> Iterator[FoundRemark]:
    """Yield a remark for each line that ends by announcing a number of points, and none was found behind it."""
    intros = Cover(one.intro for one in lists if one.intro)
    starts = sorted(item.span.start for one in lists for item in one.items)
    for block in blocks:
        if block.kind not in PROSE or not level(text)[block.span.end - 10 : block.span.end].endswith(ANNOUNCES):
            continue
        *_, last = sentences(text, block.span)
        announced = announcement_at(text, last)
        followed = any(last.start <= start < last.end + REACH for start in starts)
        if announced.count and announced.kind and not followed and not intros.touches(last):
            yield FoundRemark("list-empty", last, f"declared {announced.count}, found none")


def _on_stray_markers(text: str, markers: Sequence[Marker], lists: tuple[FoundList, ...]) -> Iterator[FoundRemark]:
    """Yield a remark for each marker that counts and is no point's of a list."""
    taken = {start for one in lists for start in _starts(one.items)}
    said = set()
    for marker in markers:
        counts = marker.style in MARKS_ANYWHERE or (marker.style in MARKS_AT_LINES and marker.at_line)
        if counts and marker.span.start not in taken and marker.span not in said:
            said.add(marker.span)
            words = marker.span.of(text).rstrip(" ,:;.")
            yield FoundRemark("stray-marker", marker.span, f"{words!r} belongs to no list")


def _starts(items: tuple[FoundItem, ...]) -> Iterator[int]:
    for item in items:
        yield item.span.start
        yield from _starts(item.children)


# --- documents --------------------------------------------------------------------------------------------------------


def _on_citation(text: str, citation: FoundCitation) -> Iterator[FoundRemark]:
    words = citation.span.of(text)
    if citation.status == "ambiguous":
        yield FoundRemark("citation-ambiguous", citation.span, f"{words!r} may be {' or '.join(citation.candidates)}")
    elif citation.status == "unknown":
        yield FoundRemark("anaphora-unresolved", citation.span, f"{words!r} follows no document of its kind")


def _on_unread_documents(text: str, citations: tuple[FoundCitation, ...]) -> Iterator[FoundRemark]:
    """Yield a remark for each symbol, and each kind of document with a number, that is no citation."""
    low = level(text)
    read = Cover(citation.span for citation in citations)
    places = [Span(*match.span()) for match in SYMBOL.finditer(text)]
    for match in NUMBER.finditer(low):
        start = _start_of_kind(text, low, match.start())
        if start is not None and not COUNTED.match(low, match.end()):
            places.append(Span(start, match.end()))
    for place in places:
        if not read.touches(place):
            yield FoundRemark("document-unread", place, f"no rule reads {place.of(text)!r} as a document")


def _start_of_kind(text: str, low: str, number: int) -> int | None:
    """Return where the word for a kind of document begins that stands before a number, "số" between or not."""
    end = number - len("số ") if low.endswith("số ", 0, number) else number
    before = low[max(0, end - LONGEST_KIND) : end]
    if not before.endswith(ANY_KIND):
        return None
    for kind, small_too in NUMBERED_KINDS.items():
        if before.endswith(kind) and (small_too or text[end - len(kind)].isupper()):
            return end - len(kind)
    return None


def _on_dates(text: str) -> Iterator[FoundRemark]:
    """Yield a remark for each day that no calendar has."""
    for match in DATE.finditer(level(text)):
        if not _is_a_day(match):
            place = Span(*match.span())
            yield FoundRemark("odd-date", place, f"no calendar has {place.of(text)!r}")


def _is_a_day(match: re.Match[str]) -> bool:
    try:
        datetime.date(int(match["year"] or LEAP_YEAR), int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    return True
