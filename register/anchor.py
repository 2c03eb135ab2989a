"""When an article's text changes: where the words of its rows stand in the new one. Pure: no database in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from os.path import commonprefix

from articles.models import Finding
from directives.models import DirectiveList


class Change:
    """What was done to a text, as one stretch that was replaced; the rest before and after it is the same."""

    def __init__(self, before: str, after: str) -> None:
        self.same_before = len(commonprefix([before, after]))
        rest = min(len(before), len(after)) - self.same_before
        self.same_after = len(commonprefix([before[::-1][:rest], after[::-1][:rest]]))
        self.before, self.after = before, after

    def place(self, offset: int) -> int:
        """Return the offset into the new text for one into the old; near the place where the stretch differs."""
        if offset <= self.same_before:
            return offset
        if offset >= len(self.before) - self.same_after:
            return offset + len(self.after) - len(self.before)
        return min(offset, len(self.after) - self.same_after)

    def find(self, words: str, at: int) -> int | None:
        """Return where words that began at an offset of the old text begin in the new one; None where they are gone.

        Of several places it is the one nearest to where the change would have put them.
        """
        to = self.place(at)
        places = (self.after.find(words, to), self.after.rfind(words, 0, to + len(words)))
        return min((place for place in places if place >= 0), key=lambda place: abs(place - to), default=None)


@dataclass(slots=True)
class Anchored:
    """Rows by what became of them: those whose words stand elsewhere now, and those whose words are gone."""

    moved: dict[Finding, int] = field(default_factory=dict)  # by how many code points
    lost: dict[Finding, tuple[int, int]] = field(default_factory=dict)  # start and end in the old text


def anchor(rows: Iterable[Finding], change: Change) -> Anchored:
    """Move rows, unsaved, to where their words stand in the new text.

    One whose words are gone gets the place where they were, so that a finding there can meet it; its words stay as
    they were. Of a list the words are its intro: its points may change without its being another list.
    """
    result = Anchored()
    for row in rows:
        start = _start(row, change)
        if start is None:
            result.lost[row] = (row.start, row.end)
            row.start, row.end = change.place(row.start), change.place(row.end)
        elif start != row.start or change.after[row.start : row.end] != row.exact:
            result.moved[row] = start - row.start
            _move(row, start - row.start, change)
    return result


def _start(row: Finding, change: Change) -> int | None:
    """Return where row begins in the new text."""
    if isinstance(row, DirectiveList) and row.intro_start is not None:
        intro = change.find(row.intro, row.intro_start)
        return None if intro is None else intro + row.start - row.intro_start
    return change.find(row.exact, row.start)


def _move(row: Finding, by: int, change: Change) -> None:
    if isinstance(row, DirectiveList) and row.intro_start is not None and row.intro_end is not None:
        row.intro_start, row.intro_end = row.intro_start + by, row.intro_end + by
        row.start, row.end = row.start + by, max(change.place(row.end), row.intro_end)
        row.exact = change.after[row.start : row.end]
    else:
        row.start, row.end = row.start + by, row.end + by
        row.parts = [[start + by, end + by] for start, end in row.parts]
