"""Markers into lists: which marker goes on with which list."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from articles.extraction.blocks import Block
from directives.extraction.intros import find_intro
from directives.extraction.markers import Marker, Style

SPOKEN: Final = {"count", "rank", "step", "noun"}
MIXED: Final = {"count", "rank", "step"}  # "Một là … Thứ hai, là …" and "Trước hết … Thứ hai …" are one list
ALONE: Final = {"count", "rank", "noun"}  # styles whose first marker is a list's even where no second one is printed
MOST_LINES: Final = 3  # lines from one bullet to the next; those between go on with the first
MOST_MISSING: Final = 2  # items that may be missing between two markers
REACH: Final = 6000  # code points from one marker of a list to the next, at most


@dataclass(slots=True)
class DraftList:
    """A list while its markers are found; ordinals are those of its items, as printed or by their place."""

    markers: list[Marker]
    ordinals: list[int]

    @property
    def start(self) -> int:
        """The offset of the first marker."""
        return self.markers[0].span.start

    @property
    def styles(self) -> set[Style]:
        return {marker.style for marker in self.markers}

    def ordinal_of(self, marker: Marker) -> int | None:
        """Return the ordinal that marker has as the next one of this list, or None where it is not."""
        last, following = self.markers[-1], self.ordinals[-1] + 1
        if marker.style == "close":
            alike = last.style == "noun" and marker.variety == last.variety
            of_another = last.style == "noun" and marker.variety not in ("", last.variety)
            goes_on = alike or (len(self.markers) > 1 and last.style in SPOKEN and not of_another)
            return following if goes_on else None
        if marker.ordinal is None:
            return following if marker.style == last.style and marker.variety == last.variety else None
        if marker.style == last.style and marker.variety == last.variety:
            if marker.ordinal == self.ordinals[-1] and marker.at_line and marker.style in SPOKEN:
                return following  # printed twice by mistake: "Hai là … Hai là … Bốn là"
            return marker.ordinal if following <= marker.ordinal <= following + MOST_MISSING else None
        mixed = {marker.style, last.style} <= (SPOKEN if len(self.markers) == 1 else MIXED)
        return marker.ordinal if mixed and marker.ordinal == following else None


def find_draft_lists(text: str, blocks: tuple[Block, ...], markers: Iterable[Marker]) -> list[DraftList]:
    """Return the lists in the order of their first markers: of two or more, or of a first one that was announced."""
    found: list[DraftList] = []
    still_open: list[DraftList] = []
    passed = _passed(blocks)
    for marker in markers:
        still_open = [draft for draft in still_open if _reaches(text, blocks, draft, marker, passed)]
        for depth in range(len(still_open) - 1, -1, -1):
            draft = still_open[depth]
            ordinal = draft.ordinal_of(marker)
            if ordinal is not None and not (marker.style == "close" and _is_full(text, blocks, draft)):
                draft.markers.append(marker)
                draft.ordinals.append(ordinal)
                del still_open[depth + 1 :]
                break
        else:
            if _opens(marker, still_open):
                draft = DraftList([marker], [marker.ordinal or 1])
                _end_those_alike(still_open, marker)
                still_open.append(draft)
                found.append(draft)
    return [
        draft
        for draft in found
        if (len(draft.markers) > 1 and not _is_loose(draft)) or _is_announced_alone(text, blocks, draft)
    ]


def _reaches(text: str, blocks: tuple[Block, ...], draft: DraftList, marker: Marker, passed: "Passed") -> bool:
    """Tell whether a list may go on with marker, by what lies between."""
    last = draft.markers[-1]
    if marker.span.start - last.span.start > REACH or passed.questions[last.block] != passed.questions[marker.block]:
        return False
    if marker.style != last.style or marker.style not in ("bullet", "topic"):
        return True
    lines = passed.lines[marker.block] - passed.lines[last.block]
    if marker.style == "topic" or lines <= 1:
        return lines <= 1
    if lines > MOST_LINES or (_ends(text, blocks, last) == "." and _ends(text, blocks, draft.markers[0]) == ";"):
        return False
    intro = find_intro(text, blocks, marker.span.start, marker.block)
    return intro is None or intro.span.start < last.span.start or not (intro.colon or intro.count)


def _ends(text: str, blocks: tuple[Block, ...], marker: Marker) -> str:
    """Return the last character of the line of marker."""
    end = blocks[marker.block].span.end
    return text[end - 1 : end]


@dataclass(slots=True)
class Passed:
    """How many questions, and how many lines of prose, stand up to and in each block."""

    questions: list[int]
    lines: list[int]


def _passed(blocks: tuple[Block, ...]) -> Passed:
    breaks = (block.kind == "question" for block in blocks)
    lines = (block.kind in ("paragraph", "lead", "answer", "question", "heading") for block in blocks)
    return Passed(list(accumulate(breaks)), list(accumulate(lines)))


def _opens(marker: Marker, still_open: list[DraftList]) -> bool:
    """Tell whether marker may begin a list: the first ordinal does, the second where the first item has no marker."""
    if marker.style in ("bullet", "topic"):
        return True
    alike = any(draft.markers[-1].style == marker.style for draft in still_open)
    return marker.ordinal == 1 or (marker.ordinal == 2 and marker.style in ALONE and not alike)


def _end_those_alike(still_open: list[DraftList], marker: Marker) -> None:
    """A list that begins anew ends the open one with markers of its style, and what was open within that.

    Within a line it leaves open the lists of whole lines that began since: it stands in an item of theirs.
    """
    for depth, draft in enumerate(still_open):
        if draft.markers[-1].style == marker.style and draft.markers[-1].variety == marker.variety:
            since = still_open[depth + 1 :]
            still_open[depth:] = [] if marker.at_line else [one for one in since if one.markers[-1].at_line]
            return


def _is_loose(draft: DraftList) -> bool:
    """Tell whether these are mere connectives: "Trước hết", "tiếp theo" that do not open their lines."""
    return draft.styles <= {"step", "close"} and not all(marker.at_line for marker in draft.markers)


def _is_full(text: str, blocks: tuple[Block, ...], draft: DraftList) -> bool:
    """Tell whether the list has as many items as its intro declares: "Cuối cùng, …" then is not one more."""
    intro = find_intro(text, blocks, draft.start, draft.markers[0].block, draft.ordinals[0])
    return intro is not None and intro.count is not None and len(draft.markers) >= intro.count


def _is_announced_alone(text: str, blocks: tuple[Block, ...], draft: DraftList) -> bool:
    """Tell whether the text breaks off after the first point: one marker, and just before it several things to do."""
    first = draft.markers[0]
    if len(draft.markers) > 1 or first.style not in ALONE or first.ordinal != 1:
        return False
    intro = find_intro(text, blocks, draft.start, first.block)
    return intro is not None and bool(intro.count) and intro.sort == "directive" and not intro.done
