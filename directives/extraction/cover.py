"""Which places of a text are taken."""

from bisect import bisect_right
from collections.abc import Iterable

from articles.extraction.text import Span


class Cover:
    """The union of some spans, asked whether it touches another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._merged: list[Span] = []
        for span in sorted(spans):
            if self._merged and span.start <= self._merged[-1].end:
                self._merged[-1] = Span(self._merged[-1].start, max(self._merged[-1].end, span.end))
            else:
                self._merged.append(span)
        self._starts = [span.start for span in self._merged]

    def touches(self, span: Span) -> bool:
        """Tell whether a code point of span is covered."""
        at = bisect_right(self._starts, span.start)
        return any(self._merged[near].overlaps(span) for near in (at - 1, at) if 0 <= near < len(self._merged))
