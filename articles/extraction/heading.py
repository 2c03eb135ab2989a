"""The head of an article: title, lead, date, genre, and the headings between its paragraphs."""

import re
from datetime import date
from itertools import islice
from typing import Final, Literal

from articles.extraction.blocks import Block
from articles.extraction.draft_blocks import DATE_PREFIX, STAMP, STAMP_LINES
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, lines, sentences

Genre = Literal["interview", "report", "speech", "essay"]

SALUTATION: Final = pattern(
    r"(?:kính )?thưa (?:các |quý |toàn thể |đồng chí|đồng bào)",
    re.IGNORECASE,
    used="match",
    finds=("‹Kính thưa các ›vị đại biểu", "‹Thưa đồng bào›", "‹thưa toàn thể ›hội nghị"),
    leaves=("Thưa ông", "Thưa Bộ trưởng", "Xin thưa các bạn", "Thưa thớt"),
    attack="kính thưa ",
)

DAY: Final = pattern(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
    finds=("07:09 | ‹17/01/2020›", "Thứ tư, ‹5-1-2025›"),
    leaves=("2026-02-11", "17/01"),
    attack="17/",
)


def title(text: str, blocks: tuple[Block, ...]) -> str | None:
    """Return the title as printed, or None where the text starts without one."""
    return next((block.span.of(text) for block in blocks if block.kind == "title"), None)


def lead(text: str, blocks: tuple[Block, ...]) -> str | None:
    """Return the paragraph that leads into the article, or None."""
    return next((block.span.of(text) for block in blocks if block.kind == "lead"), None)


def display_title(text: str, blocks: tuple[Block, ...]) -> str:
    """Return the title, else the first sentence of the lead or of the first block of words; "" for an empty text."""
    printed = title(text, blocks)
    if printed is not None:
        return printed
    named = [block for block in blocks if block.kind == "lead"] or [
        block for block in blocks if block.kind != "residue"
    ]
    return next((first.of(text) for block in named[:1] for first in sentences(text, block.span)), "")


def published_on(text: str) -> date | None:
    """Return the day that the head of a text prints, or None; a day that no calendar has is None."""
    place = printed_date(text)
    return None if place is None else day_at(text, place)


def printed_date(text: str) -> Span | None:
    """Return where the head of a text prints the day, or None.

    It does in a head line " date 2026-02-11 ", or in a line of its own with the weekday or the hour, as a page prints
    it: "17/01/2020 07:09 GMT+7".
    """
    head = DATE_PREFIX.match(text)
    if head is not None:
        return Span(*head.span("date"))
    first = islice(lines(text), STAMP_LINES)
    return next((line for line in first if STAMP.fullmatch(text, line.start, line.end)), None)


def day_at(text: str, place: Span) -> date | None:
    """Return the day that stands at a place as `printed_date` returns it; None for a day that no calendar has."""
    printed = DAY.search(text, place.start, place.end)
    try:
        if printed is None:
            return date.fromisoformat(place.of(text))
        return date(int(printed["year"]), int(printed["month"]), int(printed["day"]))
    except ValueError:
        return None


def genre(text: str, blocks: tuple[Block, ...]) -> Genre:
    """Return interview where there are turns, speech where an audience is addressed, else report.

    An essay is not told from a report by its words; its source has to say so.
    """
    if any(block.turn is not None for block in blocks):
        return "interview"
    opening = [block for block in blocks if block.kind in ("lead", "paragraph")][:3]
    if any(SALUTATION.match(text, block.span.start, block.span.end) for block in opening):
        return "speech"
    return "report"
