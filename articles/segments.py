"""What was found in a text, marked in it: the text cut where a mark begins or ends."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from articles.extraction.text import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked, and how it is shown. The spans, code points of the text, stand one after another."""

    kind: str  # e.g. "citation": what the page colours it by
    key: str  # its public id
    spans: tuple[Span, ...]
    label: str  # in a word or two
    title: str  # all that is to know at a glance
    url: str  # its page
    struck: bool = False  # whether it is shown though it was rejected


class Segment(NamedTuple):
    """A piece of a text in which nothing begins or ends, with all the marks that cover it, the widest first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def segments(text: str, marks: Iterable[Mark], begin: int = 0, end: int | None = None) -> Iterator[Segment]:
    """Yield the segments of text from begin up to end, in order and without a gap; what lies outside is left out."""
    end = len(text) if end is None else min(end, len(text))
    ordered = sorted(marks, key=_widest_first)
    opened, closed = defaultdict(list), defaultdict(list)
    for place, mark in enumerate(ordered):
        for span in mark.spans:
            first, last = max(span.start, begin), min(span.end, end)
            if first < last:
                opened[first].append(place)
                closed[last].append(place)
    covering: set[int] = set()
    for first, last in pairwise(sorted({begin, end, *opened, *closed})):
        covering.difference_update(closed[first])
        covering.update(opened[first])
        yield Segment(first, last, tuple(ordered[place] for place in sorted(covering)))


def lines(text: str, pieces: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Yield the segments of each line that is not blank, cut at the line's ends; line ends themselves are left out."""
    line: list[Segment] = []
    for piece in pieces:
        start = piece.start
        for number, part in enumerate(text[piece.start : piece.end].split("\n")):
            if number:
                yield from _unless_blank(text, line)
                line = []
            if part:
                line.append(Segment(start, start + len(part), piece.marks))
            start += len(part) + 1
    yield from _unless_blank(text, line)


def line_start(text: str, place: int) -> int:
    """Return where the line that holds a place begins."""
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """Return where the line that holds a place ends, its line end excluded."""
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _unless_blank(text: str, line: list[Segment]) -> Iterator[list[Segment]]:
    if line and not text[line[0].start : line[-1].end].isspace():
        yield line


def _widest_first(mark: Mark) -> tuple[int, int]:
    """Return what sorts marks as they nest: by where the first words begin, of those the one that ends last first."""
    if not mark.spans:
        return (0, 0)
    return (mark.spans[0].start, -mark.spans[-1].end)
