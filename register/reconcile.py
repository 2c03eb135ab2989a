"""Which findings of a run are rows already, which are new, and which rows no longer hold. Pure: no database in it.

Curators win: a finding that meets a row which a person decided, by kind and overlapping words, gives way to it,
whatever its rule; so a rejected hit does not come back. So it does to a row that a decided one points to: a person
decided with it in sight. A decided row is met where it stands, and where the machine had found it before a person moved
it: the words of before do not come back beside it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from articles.extraction.text import Span
from articles.models import Finding

R = TypeVar("R", bound=Finding)
Brought = Callable[[Finding, Finding], bool]


@dataclass(slots=True)
class Reconciled(Generic[R]):
    """What becomes of the findings of a run and of the rows that are there."""

    created: list[R] = field(default_factory=list)
    kept: list[tuple[R, R]] = field(default_factory=list)  # a finding, and the machine's row that it is
    gone: list[R] = field(default_factory=list)  # rows of the machine that no finding is any more
    standing: dict[int, R] = field(default_factory=dict)  # id() of each finding: the row that stands for it

    def row(self, finding: R | None) -> R | None:
        """Return the row that stands for a finding: itself, or the row that it is or gave way to."""
        return self.standing[id(finding)] if finding is not None else None


def reconcile(
    found: Iterable[R],
    present: Collection[R],
    pinned: Container[Finding] = (),
    said: Mapping[Finding, Finding] | None = None,
    brought: Brought | None = None,
) -> Reconciled[R]:
    """Match the findings of one model in one article with the rows there; both in one text's offsets.

    The same place comes first; then what people decided; then the same words nearest by; then overlapping words. said
    holds, of rows that a person moved or made another sort, what the machine had said. brought says of a row of the
    machine's, and of a place of a decided one, whether a change of the text brought them to the same words; then what
    is found there gives way, even at the row's very place. None where the text stayed.
    """
    result: Reconciled[R] = Reconciled()
    if not present:
        result.created = list(found)
        result.standing = {id(finding): finding for finding in result.created}
        return result
    held = [row for row in present if row.is_decided or row in pinned]
    free = [row for row in present if not (row.is_decided or row in pinned)]
    places = [(said[row], row) for row in held if row in said] if said else []
    places += [(row, row) for row in held]  # last, as where it stands counts for more
    waiting = _match_same_place(found, places, free, brought, result)
    waiting = _give_way(waiting, places, result)
    waiting = _match_same_words(waiting, free, result)
    waiting = _match_overlapping(waiting, free, result)
    for finding in waiting:
        result.created.append(finding)
        result.standing[id(finding)] = finding
    result.gone = free
    return result


def meets(finding: Finding, place: Finding) -> bool:
    """Say whether a finding gives way to a decided row that is, or was, at this place."""
    return finding.gives_way_as() == place.gives_way_as() and common(finding, place) > 0


def common(finding: Finding, row: Finding) -> int:
    """Return how many code points two findings share. What stands between the parts of one is none of its words."""
    return shared(finding.pieces, row.pieces) if finding.span.overlaps(row.span) else 0


def shared(pieces: Iterable[Span], others: Collection[Span]) -> int:
    """Return how many code points two sets of places share."""
    both = ((one, other) for one in pieces for other in others if one.overlaps(other))
    return sum(min(one.end, other.end) - max(one.start, other.start) for one, other in both)


def _match_same_place(
    found: Iterable[R], places: list[tuple[Finding, R]], free: list[R], brought: Brought | None, result: Reconciled[R]
) -> list[R]:
    """Match findings with the rows at their very places, several of one place in turn; return the findings left.

    At its place a decided row is met even if a person made it another sort of its kind, such as a point of a sub-point.
    """

    def is_brought(finding: R, row: R) -> bool:
        return brought is not None and any(meets(finding, place) and brought(row, place) for place, _ in places)

    held_at = {(place.span, place.identity()[0]): row for place, row in places}
    free_at: dict[Any, list[R]] = defaultdict(list)
    for row in free:
        free_at[row.span, row.identity()].append(row)
    left = []
    for finding in found:
        there = free_at[finding.span, finding.identity()]
        held = held_at.get((finding.span, finding.identity()[0]))
        if held is not None:
            result.standing[id(finding)] = held
        elif there and not is_brought(finding, there[0]):
            _keep(finding, there.pop(0), free, result)
        else:
            left.append(finding)
    return left


def _give_way(waiting: list[R], places: list[tuple[Finding, R]], result: Reconciled[R]) -> list[R]:
    """Let findings that meet a held row give way to it, where to several to the one with most in common."""
    left = []
    for finding in waiting:
        met = [(place, row) for place, row in places if meets(finding, place)]
        if met:
            result.standing[id(finding)] = max(reversed(met), key=lambda pair: common(finding, pair[0]))[1]
        else:
            left.append(finding)
    return left


def _match_same_words(waiting: list[R], free: list[R], result: Reconciled[R]) -> list[R]:
    """Match findings with rows of the same kind and words, the nearest first; return the findings left."""
    by_words = defaultdict(list)
    for row in free:
        by_words[row.identity(), row.exact].append(row)
    left = []
    for finding in waiting:
        rows = by_words[finding.identity(), finding.exact]
        if rows:
            row = min(rows, key=lambda row: abs(row.start - finding.start))
            rows.remove(row)
            _keep(finding, row, free, result)
        else:
            left.append(finding)
    return left


def _match_overlapping(waiting: list[R], free: list[R], result: Reconciled[R]) -> list[R]:
    """Match findings with rows of the same kind that share words with them; return the findings left."""
    left = []
    for finding in waiting:
        alike = (row for row in free if finding.identity() == row.identity() and common(finding, row))
        row = max(alike, key=lambda row: common(finding, row), default=None)
        if row is None:
            left.append(finding)
        else:
            _keep(finding, row, free, result)
    return left


def _keep(finding: R, row: R, free: list[R], result: Reconciled[R]) -> None:
    free.remove(row)
    result.kept.append((finding, row))
    result.standing[id(finding)] = row
