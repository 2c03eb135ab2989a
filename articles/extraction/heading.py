"""The head of an article: title, lead, date, genre, and the headings between its paragraphs."""

import re
from datetime import date
from typing import Final, Literal

from articles.extraction.blocks import Block
from articles.extraction.drafts import DATE_PREFIX
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences

Genre = Literal["interview", "report", "speech", "essay"]

SALUTATION: Final = pattern(
    r"(?:kính )?thưa (?:các |quý |toàn thể |đồng chí|đồng bào)",
    re.IGNORECASE,
    used="match",
    finds=("‹Kính thưa các ›vị đại biểu", "‹Thưa đồng bào›", "‹thưa toàn thể ›hội nghị"),
    leaves=("Thưa ông", "Thưa Bộ trưởng", "Xin thưa các bạn", "Thưa thớt"),
    attack="kính thưa ",
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
    """Return the day of a head line " date 2026-02-11 ", or None; a day that no calendar has is None."""
    place = printed_date(text)
    if place is None:
        return None
    try:
        return date.fromisoformat(place.of(text))
    except ValueError:
        return None


def printed_date(text: str) -> Span | None:
    """Return where a head line prints the day ("2026-02-11"), or None where the text has no such line."""
    head = DATE_PREFIX.match(text)
    return None if head is None else Span(*head.span("date"))


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
