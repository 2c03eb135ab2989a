"""What the page of an article shows, and in what that differs once something was done."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.admin.marked_text import marked_lines
from articles.extraction.text import Span
from articles.segments import Mark, line_end, line_start
from register.admin.found import Entry, Found


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a page shows of what was found."""

    text: str
    marks: dict[str, Mark]
    entries: dict[str, Entry]

    @classmethod
    def of(cls, found: Found) -> "Snapshot":
        marks = {mark.key: mark for mark in found.marks()}
        return cls(found.article.text, marks, {entry.key: entry for entry in found.entries()})

    def entries_unlike(self, other: "Snapshot") -> tuple[list[Entry], list[str]]:
        """Return the entries that are new or differ from those before, and the keys of those that are gone."""
        changed = [entry for key, entry in self.entries.items() if other.entries.get(key) != entry]
        return changed, [key for key in other.entries if key not in self.entries]

    def lines_unlike(self, other: "Snapshot") -> dict[int, str]:
        """Return the lines, by where they start, whose marks are not those of before."""
        keys = [key for key in {*self.marks, *other.marks} if self.marks.get(key) != other.marks.get(key)]
        marks = [snapshot.marks[key] for snapshot in (self, other) for key in keys if key in snapshot.marks]
        starts = sorted({start for mark in marks for span in mark.spans for start in _lines_of(self.text, span)})
        return {start: str(line) for start, line in marked_lines(self.text, self.marks.values(), starts).items()}

    def lines_of(self, key: str) -> dict[int, str]:
        """Return the lines in which a finding is marked."""
        spans = self.marks[key].spans if key in self.marks else ()
        starts = sorted({start for span in spans for start in _lines_of(self.text, span)})
        return {start: str(line) for start, line in marked_lines(self.text, self.marks.values(), starts).items()}


def _lines_of(text: str, span: Span) -> Iterable[int]:
    """Yield where the lines begin in which a span stands."""
    start = line_start(text, span.start)
    while start < span.end:
        yield start
        start = line_end(text, start) + 1
