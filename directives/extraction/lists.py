"""The enumerations of a text: items with their markers, in order, counted, nested, and judged directive or not."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.blocks import PROSE, Block
from articles.extraction.breaks import BROKEN
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.addressees import addressee_in, deadline_in
from directives.extraction.cover import Cover
from directives.extraction.draft_lists import DraftList, find_draft_lists
from directives.extraction.intros import Announcement, ListKind, announced_by_noun, announcement_at, find_intro
from directives.extraction.markers import Marker, find_markers
from directives.extraction.orders import orders, tells_on
from directives.extraction.unmarked import find_unmarked
from directives.extraction.words import level

CountStatus = Literal["ok", "short", "over", "undeclared"]


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One item of a list.

    ordinal is its place in the list; marker as printed without trailing punctuation, None where it has none. span runs
    from the marker's first character to the end of the last paragraph that goes on with the item; parts are the pieces
    of it without captions, pull quotes and the like between, at least one. addressee and deadline only where they are
    plainly printed.
    """

    ordinal: int
    marker: str | None
    span: Span
    parts: tuple[Span, ...]
    children: tuple["FoundItem", ...] = ()
    addressee: Span | None = None
    deadline: Span | None = None


@dataclass(frozen=True, slots=True)
class FoundList:
    """One enumeration; directive is False for results, reasons, challenges and contents. intro is what announces it."""

    kind: ListKind
    directive: bool
    intro: Span | None
    declared_count: int | None
    items: tuple[FoundItem, ...]
    rule: str

    @property
    def found_count(self) -> int:
        return len(self.items)

    @property
    def count_status(self) -> CountStatus:
        if self.declared_count is None:
            return "undeclared"
        if self.found_count == self.declared_count:
            return "ok"
        return "short" if self.found_count < self.declared_count else "over"

    @property
    def missing(self) -> tuple[int, ...]:
        """The ordinals that are not there, up to the declared count or the last item's."""
        have = {item.ordinal for item in self.items}
        return tuple(number for number in range(1, max(*have, self.declared_count or 0) + 1) if number not in have)


STOPS: Final = ".!?…:;”\"’')/"  # a line without one at its end breaks off: "… như Tổng Bí thư", the name on the next
CLOSING: Final = ';“"'  # after an item, not of it
AFTER_COLON: Final = pattern(
    r":\s{0,40}",
    finds=("gồm‹: ›(i) rà soát", "sau‹:\n\n›Một là"),
    leaves=("gồm‹; (i) rà soát", "sau‹. Một là"),
    attack=":                                        ",
    used="match",
)
LONGEST_SENTENCE: Final = 2000  # code points in which the end of an item within a sentence is looked for
MOST_NESTED: Final = 8  # lists around a place that are asked whether they hold it
MOST_BETWEEN: Final = 8  # lines after a paragraph that breaks off in which it may go on
MOST: Final = 0.5  # share of the items that say what is to be done, above which a list is taken for directives


def find_lists(text: str, blocks: tuple[Block, ...], markers: Iterable[Marker] | None = None) -> tuple[FoundList, ...]:
    """Return the lists of text in reading order, nested ones within their items. markers: those of text, if known."""
    drafts = find_draft_lists(text, blocks, find_markers(text, blocks) if markers is None else markers)
    reading = _Reading(text, blocks, drafts)
    found = [one for draft in reading.outermost if (one := reading.judged(draft))]
    found += _unmarked(text, blocks, found)
    return tuple(sorted(found, key=lambda one: one.items[0].span))


class _Reading:
    """The drafts of a text on their way to lists: where their items end, and which lie within an item of another."""

    def __init__(self, text: str, blocks: tuple[Block, ...], drafts: list[DraftList]) -> None:
        self.text = text
        self.blocks = blocks
        self.ends = _ends(text, blocks, drafts)
        self.questions = {block.turn: block.span for block in blocks if block.kind == "question"}
        self.outermost: list[DraftList] = []
        self.within: dict[tuple[int, int], DraftList] = {}  # the first list in an item; a second one counts as the same
        around: list[DraftList] = []
        for draft in drafts:
            around = [other for other in around if self.ends[id(other)][-1] > draft.start][-MOST_NESTED:]
            holder = next((place for other in reversed(around) if (place := self._place_in(draft, other))), None)
            if holder:
                self.within.setdefault(holder, draft)
            else:
                self.outermost.append(draft)
            around.append(draft)

    def _place_in(self, draft: DraftList, other: DraftList) -> tuple[int, int] | None:
        """Return the key of the item of other that holds the whole of draft, or None."""
        at = bisect_right(other.markers, draft.start, key=lambda marker: marker.span.start) - 1
        holds = at >= 0 and self.ends[id(draft)][-1] <= self.ends[id(other)][at]
        return (id(other), at) if holds else None

    def items(self, draft: DraftList) -> tuple[FoundItem, ...]:
        items = []
        for place, marker in enumerate(draft.markers):
            parts = _parts(self.text, self.blocks, marker.block, Span(marker.span.start, self.ends[id(draft)][place]))
            inner = self.within.get((id(draft), place))
            children = self.items(inner) if inner else ()
            words = marker.span.of(self.text).rstrip(" ,:;.")
            items.append(_item(self.text, draft.ordinals[place], words, parts, children))
        return tuple(items)

    def judged(self, draft: DraftList) -> FoundList | None:
        """Return the list with its kind, or None where the markers are those of mere connected prose."""
        first, items = draft.markers[0], self.items(draft)
        intro = find_intro(self.text, self.blocks, draft.start, first.block, draft.ordinals[0])
        if intro and intro.sort is None and not intro.announces:
            intro = None
        told_by = intro or announced_by_noun(first.span, first.variety)
        kind, directive, rule = _kind(told_by, self._asked(first.block), self._ordering(draft, items))
        announced = intro is not None and intro.announces
        if (draft.styles <= {"step", "close"} and not directive) or (draft.styles == {"bullet"} and not announced):
            return None
        if draft.styles == {"topic"} and not (directive and announced and rule in ("announced", "announced-as-due")):
            return None
        count = intro.count if intro and announced else None
        return FoundList(kind, directive, intro.span if intro else None, count, items, rule)

    def _asked(self, block: int) -> Announcement | None:
        """Return what the question of an interview announces for the answer that holds the block, or None."""
        turn = self.blocks[block].turn
        question = self.questions.get(turn - 1) if turn else None
        return announcement_at(self.text, question) if question else None

    def _ordering(self, draft: DraftList, items: tuple[FoundItem, ...]) -> float:
        """Return the share of the items that say what is to be done."""
        low = level(self.text)
        after = [Span(marker.span.end, item.span.end) for marker, item in zip(draft.markers, items, strict=True)]
        return sum(orders(low, span) and not tells_on(self.text, low, span) for span in after) / len(items)


def _ends(text: str, blocks: tuple[Block, ...], drafts: list[DraftList]) -> dict[int, list[int]]:
    """Return for each draft (by id) where its items end.

    A last item that announces a list holds it to its end; none runs into the next list with markers of its own style,
    unless that one began before it: "Thứ nhất … Hai là … Thứ nhất … Ba là".
    """
    ends: dict[int, list[int]] = {}
    by_start: dict[int, DraftList] = {}
    next_alike: dict[tuple[str, str], int] = {}
    for draft in reversed(drafts):
        alike = (draft.markers[0].style, draft.markers[0].variety)
        last, limit = _last_end(text, blocks, draft), next_alike.get(alike, len(text))
        if limit > draft.markers[-1].span.start:
            last = min(last, limit)
        next_alike[alike] = draft.start
        following = AFTER_COLON.match(text, last - 1)
        if following and following.end() in by_start:
            last = ends[id(by_start[following.end()])][-1]
        ends[id(draft)] = [*(marker.span.start for marker in draft.markers[1:]), last]
        by_start[draft.start] = draft
    return ends


def _last_end(text: str, blocks: tuple[Block, ...], draft: DraftList) -> int:
    """Return where the last item ends: with its sentence in a list within one, else with its paragraph, mended."""
    last = draft.markers[-1]
    previous = draft.markers[-2] if len(draft.markers) > 1 else last
    block = blocks[last.block]
    if not last.at_line and previous is not last and previous.block == last.block:
        reach = min(block.span.end, last.span.start + LONGEST_SENTENCE)
        if next(sentences(text, Span(previous.span.start, reach))).end > last.span.start:
            return next(sentences(text, Span(last.span.start, reach))).end
    end = block.span.end
    for following in blocks[last.block + 1 : last.block + MOST_BETWEEN]:
        if text[end - 1] in STOPS or following.turn != block.turn:
            break
        if last.style == "bullet" and following.rule != BROKEN and text[following.span.start].isupper():
            break  # addressees and the like, one a line: no stop at the end says that the last of them goes on
        if following.kind in PROSE:
            end = following.span.end
        elif following.kind in ("heading", "question", "title"):
            break
    return end


def _item(
    text: str, ordinal: int, marker: str | None, parts: tuple[Span, ...], children: tuple[FoundItem, ...] = ()
) -> FoundItem:
    span = Span(parts[0].start, parts[-1].end)
    addressee = addressee_in(text, span, span.start + len(marker or ""))
    return FoundItem(ordinal, marker, span, parts, children, addressee, deadline_in(text, span))


def _parts(text: str, blocks: tuple[Block, ...], first: int, hull: Span) -> tuple[Span, ...]:
    """Return the pieces of prose within hull from the first block on, white space and what closes them left out."""
    parts = []
    for number in range(first, len(blocks)):
        block = blocks[number]
        if block.span.start >= hull.end:
            break
        if block.kind in PROSE:
            start, end = max(block.span.start, hull.start), min(block.span.end, hull.end)
            while end > start and (text[end - 1].isspace() or text[end - 1] in CLOSING):
                end -= 1
            if start < end:
                parts.append(Span(start, end))
    return tuple(parts)


def _kind(intro: Announcement | None, asked: Announcement | None, share: float) -> tuple[ListKind, bool, str]:
    """Return the kind of a list, whether it holds directives, and the rule that says so.

    share is that of the items which say what is to be done.
    """
    if intro is None or intro.sort is None or intro.kind is None:
        if asked and asked.kind and asked.sort == "directive" and share > MOST:
            return asked.kind, True, "asked-for"
        return ("task", True, "items-order") if share > MOST else ("other", False, "items-tell")
    if intro.sort == "other":
        return intro.kind, False, "announced"
    if intro.sort == "directive":
        return ("content", False, "done") if intro.done and not intro.modal else (intro.kind, True, "announced")
    if intro.modal:
        return intro.kind, True, "announced-as-due"
    if intro.done:
        return "result", False, "done"
    return (intro.kind, True, "items-order") if share > MOST else ("content", False, "items-tell")


def _unmarked(text: str, blocks: tuple[Block, ...], marked: list[FoundList]) -> Iterator[FoundList]:
    cover = Cover(item.span for one in marked for item in one.items)
    for intro, parts in find_unmarked(text, blocks):
        kind, directive, _ = _kind(intro, None, 0.0)
        if directive and not any(cover.touches(part) for part in parts):
            items = tuple(_item(text, number, None, (part,)) for number, part in enumerate(parts, 1))
            yield FoundList(kind, True, intro.span, intro.count, items, "parts-as-declared")
