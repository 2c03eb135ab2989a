"""When an article's text changes: where the words of its rows stand in the new one. Pure: no database in it.

Texts are compared in their plain form (`articles.extraction.plain`): words stay the same words when a newspaper types
other spaces between them.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, islice
from typing import Final

from articles.extraction.plain import Plain
from articles.extraction.text import Span
from articles.models import Finding
from directives.models import DirectiveList

SURELY_THE_SAME: Final = 20  # code points of words that, where they stand once in a text, were moved and not repeated
ALIKE: Final = 0.5  # the share of words that a line has in common with what it was reworded to
MOST_APART: Final = 2  # times the length of a row in parts that it may have grown to by what was put between them
MOST_PAIRS: Final = 2_500  # of changed lines that are compared with one another; more are another text


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the old text and the part of the new one in its place."""

    start: int
    end: int
    new_start: int
    new_end: int
    same: bool  # the same words stand in both
    alike: bool  # or they are of one line that was reworded


class Change:
    """What was done to a text, whatever the spaces in it: its offsets are those of the texts as they are printed."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after
        self._was, self._is = Plain(before), Plain(after)
        self._lines = _Lines(self._was.text, self._is.text)

    def place(self, offset: int) -> int:
        """Return the offset into the new text for one into the old; in what was replaced, no further than its end."""
        return self._is.at(self._lines.place(self._was.before(offset)))

    def end(self, offset: int) -> int:
        """Return where in the new text what ended at an offset of the old one ends; of what is gone, where it stood."""
        last = self._lines.end(self._was.before(offset))
        return self._is.at(last - 1) + 1 if last else 0

    def find(self, span: Span) -> Span | None:
        """Return where the words at a place of the old text stand in the new one; None where they are gone."""
        plain = self._was.span(span)
        found = self._lines.find(plain.of(self._was.text), plain.start)
        if found is None:
            return None
        place = self._is.printed(Span(found, found + len(plain)))
        unseen = self._was.at(plain.start) - span.start, span.end - self._was.at(plain.end - 1) - 1  # at both ends
        whole = Span(max(0, place.start - unseen[0]), place.end + unseen[1])
        if whole.of(self.after) == span.of(self.before):
            return whole
        return place if len(plain) else None


class _Lines:
    """What was done to a plain text, line by line, and within the lines that were changed from both ends."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after
        self.stretches = list(_stretches(before, after)) or [Stretch(0, len(before), 0, len(after), False, False)]
        self.starts = [stretch.start for stretch in self.stretches]

    def stretch(self, offset: int) -> Stretch:
        """Return the stretch in which the code point at an offset of the old text stands."""
        return self.stretches[max(0, bisect_right(self.starts, offset) - 1)]

    def place(self, offset: int) -> int:
        return self._offset_in(self.stretch(offset), offset)

    def end(self, offset: int) -> int:
        return self._offset_in(self.stretch(offset - 1), offset)

    def _offset_in(self, stretch: Stretch, offset: int) -> int:
        return min(stretch.new_start + offset - stretch.start, stretch.new_end)

    def find(self, words: str, at: int) -> int | None:
        """Return where words that began at an offset of the old text begin in the new one; None where they are gone.

        They are looked for in the lines that theirs were reworded to. Elsewhere only if they, or their whole lines,
        are long, stand once, and where the text is new: then they were moved. So is a long line that was reworded
        besides, where of the lines that came one alone is like it, and this like no other line that went.
        """
        to = self.place(at)
        if self.stretch(at).alike and self.after.startswith(words, to) and self._is_as_whole(words, at, to):
            return to
        line, line_end = self.before.rfind("\n", 0, at) + 1, self.before.find("\n", at + len(words))
        line_end = len(self.before) if line_end < 0 else line_end
        if all(stretch.alike for stretch in self._between(line, line_end)):
            near = self._places(words, at, Span(self.place(line), self.place(line_end - 1) + 1))
            found = min(near, key=lambda place: abs(place - to), default=None)
            if found is not None:
                return found
        moved = self._moved(self.before[line:line_end], line)
        if moved is not None:
            return moved + at - line
        moved = self._moved(words, at)
        return self._in_the_line_that_came(words, at, Span(line, line_end)) if moved is None else moved

    def _between(self, start: int, end: int) -> list[Stretch]:
        first = max(0, bisect_right(self.starts, start) - 1)
        return self.stretches[first : max(first + 1, bisect_right(self.starts, end - 1))]

    def _places(self, words: str, at: int, within: Span) -> Iterator[int]:
        """Yield where words from an offset of the old text stand in a part of the new one, as whole as they were."""
        to = self.after.find(words, within.start, within.end)
        while to >= 0:
            if self._is_as_whole(words, at, to):
                yield to
            to = self.after.find(words, to + 1, within.end)

    def _is_as_whole(self, words: str, at: int, to: int) -> bool:
        """Whether words are part of a longer word or number at a place of the new text only if they were in the old."""
        ends = ((words[:1], at - 1, to - 1), (words[-1:], at + len(words), to + len(words)))
        return not any(
            end.isalnum() and _is_in_a_word(self.after, new) and not _is_in_a_word(self.before, old)
            for end, old, new in ends
        )

    def _moved(self, words: str, at: int) -> int | None:
        if len(words) < SURELY_THE_SAME:
            return None
        places = list(islice(self._places(words, at, Span(0, len(self.after))), 2))
        return places[0] if len(places) == 1 and not self._stood_there(words, places[0]) else None

    def _stood_there(self, words: str, to: int) -> bool:
        """Whether words that stand at a place of the new text stood in the old lines that its lines were made of."""
        line, line_end = self.after.rfind("\n", 0, to) + 1, self.after.find("\n", to + len(words))
        line_end = len(self.after) if line_end < 0 else line_end
        alike = [one for one in self.stretches if one.alike and one.new_start < line_end and line < one.new_end]
        old = self.before[min(one.start for one in alike) : max(one.end for one in alike)] if alike else ""
        return words in old

    def _in_the_line_that_came(self, words: str, at: int, line: Span) -> int | None:
        """Return where words of a line stand in the one that it became elsewhere; None where two may be meant."""
        new, stands_again = self._elsewhere.get(line.start), self.before.find(words, at + 1, line.end) >= 0
        if new is None or stands_again or self.before.find(words, line.start) < at:
            return None
        places = list(islice(self._places(words, at, new), 2))
        return places[0] if len(places) == 1 else None

    @cached_property
    def _elsewhere(self) -> dict[int, Span]:
        """Where long old lines went that were moved and reworded at once, by the offsets at which they began."""
        kept = [stretch for stretch in self.stretches if stretch.alike]
        old = _lines_beside(self.before, [(stretch.start, stretch.end) for stretch in kept])
        new = _lines_beside(self.after, [(stretch.new_start, stretch.new_end) for stretch in kept])
        if len(old) * len(new) > MOST_PAIRS:
            return {}
        pairs = [(one, other) for one in old for other in new if _are_alike(one.of(self.before), other.of(self.after))]
        ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
        return {
            one.start: other
            for one, other in pairs
            if ones[one] == others[other] == 1 and min(len(one), len(other)) >= SURELY_THE_SAME
        }


def _is_in_a_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


def _lines_beside(text: str, kept: Iterable[tuple[int, int]]) -> list[Span]:
    """Return the lines of a text that say something and that no kept part of it touches."""
    lines = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    touched = {at for first, last in kept for at in range(bisect_right(starts, first) - 1, bisect_left(starts, last))}
    spans = (Span(start, start + len(line.rstrip("\n"))) for start, line in zip(starts, lines, strict=False))
    return [span for at, span in enumerate(spans) if at not in touched and len(span)]


def _are_alike(line: str, other: str) -> bool:
    matcher = SequenceMatcher(None, line.split(), other.split())
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio)  # no less than the ratio, and sooner known
    return all(bound() >= ALIKE for bound in bounds) and matcher.ratio() >= ALIKE


def _stretches(before: str, after: str) -> Iterator[Stretch]:
    """Yield the stretches of before in order, without a gap."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    begin, end = _common_ends(old, new)
    middle, new_middle = old[begin : len(old) - end], new[begin : len(new) - end]
    pieces = [(old[:begin], new[:begin], True)]
    for operation, first, last, new_first, new_last in SequenceMatcher(None, middle, new_middle).get_opcodes():
        lines, new_lines = middle[first:last], new_middle[new_first:new_last]
        pieces += _reworded(lines, new_lines) if operation == "replace" else [(lines, new_lines, operation == "equal")]
    pieces.append((old[len(old) - end :], new[len(new) - end :], True))
    at = to = 0
    for lines, new_lines, alike in pieces:
        was, now = "".join(lines), "".join(new_lines)
        if alike:
            yield from _within(was, now, at, to)
        elif was:
            yield Stretch(at, at + len(was), to, to + len(now), same=False, alike=False)
        at, to = at + len(was), to + len(now)


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many items two sequences have in common at their beginnings, and at their ends besides."""
    begin = _common(old, new)
    rest = min(len(old), len(new)) - begin
    return begin, _common(old[::-1][:rest], new[::-1][:rest])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (item, its) in pairs if item != its), min(len(one), len(other)))


def _reworded(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str], bool]]:
    """Pair each old line with the first new one after the last pair that is alike; between pairs lines have no pair."""
    first = new_first = 0
    if len(old) * len(new) <= MOST_PAIRS:
        for number, line in enumerate(old):
            for new_number in range(new_first, len(new)):
                if _are_alike(line, new[new_number]):
                    yield old[first:number], new[new_first:new_number], False
                    yield [line], [new[new_number]], True
                    first, new_first = number + 1, new_number + 1
                    break
    yield old[first:], new[new_first:], False


def _within(was: str, now: str, at: int, to: int) -> Iterator[Stretch]:
    """Yield what stayed at the beginning, what was replaced, and what stayed at the end."""
    begin, end = _common_ends(was, now)
    cuts = ((0, begin, 0, begin, True), (begin, len(was) - end, begin, len(now) - end, False))
    for first, last, new_first, new_last, same in (*cuts, (len(was) - end, len(was), len(now) - end, len(now), True)):
        if last > first:
            yield Stretch(at + first, at + last, to + new_first, to + new_last, same, alike=True)


@dataclass(slots=True)
class Anchored:
    """Rows by what became of them: those whose words stand elsewhere now, and those whose words are gone."""

    moved: set[Finding] = field(default_factory=set)
    lost: dict[Finding, tuple[int, int]] = field(default_factory=dict)  # start and end in the old text


def anchor(rows: Iterable[Finding], change: Change) -> Anchored:
    """Move rows, unsaved, to where their words stand in the new text.

    One whose words are gone gets the place where they were, so that a finding there can meet it; its words stay as
    they were. Of a list the words are its intro: its points may change without its being another list. Of a row in
    several parts they are those of the parts.
    """
    result = Anchored()
    for row in rows:
        place = (row.start, row.end, row.exact)
        if not _move(row, change):
            result.lost[row] = (row.start, row.end)
            row.start, row.end = change.place(row.start), change.end(row.end)
        elif place != (row.start, row.end, row.exact):
            result.moved.add(row)
    return result


def _move(row: Finding, change: Change) -> bool:
    """Set the place of row in the new text; return False and leave it as it is where its words are gone."""
    if isinstance(row, DirectiveList) and row.intro_start is not None and row.intro_end is not None:
        return _move_list(row, row.intro_start, row.intro_end, change)
    parts = row.parts or [[row.start, row.end]]
    places: list[list[int]] = []
    for start, end in parts:
        found = change.find(Span(start, end))
        if found is None or (places and found.start < places[-1][1]):
            return False
        places.append([found.start, found.end])
    if places[-1][1] - places[0][0] > MOST_APART * (row.end - row.start):
        return False  # a paragraph of it went elsewhere
    row.start, row.end = places[0][0], places[-1][1]
    row.parts = places if row.parts else []
    row.exact = change.after[row.start : row.end]
    return True


def _move_list(row: DirectiveList, intro_start: int, intro_end: int, change: Change) -> bool:
    found = change.find(Span(intro_start, intro_end))
    if found is None:
        return False
    row.intro_start, row.intro_end, row.intro = found.start, found.end, found.of(change.after)
    row.start = min(found.start, change.place(row.start))
    row.exact = change.after[row.start : max(found.end, change.end(row.end))].rstrip()  # its last lines may be gone
    row.end = row.start + len(row.exact)
    return True
