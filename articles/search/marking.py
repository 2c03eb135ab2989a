"""What a query found, marked in the words as printed: where the hits stand, and which of them to show.

All places are code points of the text that is given, half-open. What each function takes grows with the length of that
text, and not faster.
"""

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from articles.extraction.text import Span
from articles.search.query import Group, Query
from articles.search.words import GAP, Word, words

LONGEST_SNIPPET: Final = 200  # code points

Term: TypeAlias = tuple[Word, ...]  # words of a query that are looked for side by side


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of a text that a query asks for: where they stand, and which of its terms they are, each by its number."""

    span: Span
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A passage of a text with the hits in it."""

    span: Span
    hits: tuple[Span, ...]

    def as_html(self, text: str) -> str:
        """Return the passage as HTML: escaped, each hit in <mark>, and no other markup."""
        parts, at = [], self.span.start
        for hit in self.hits:
            parts += [html.escape(text[at : hit.start]), "<mark>", html.escape(hit.of(text)), "</mark>"]
            at = hit.end
        return "".join([*parts, html.escape(text[at : self.span.end])])


def find_hits(text: str, query: Query, *, pairs: bool) -> list[Hit]:
    """Return the hits of a query in order; none overlaps or touches another, begins or ends within a word.

    With pairs two neighbouring words of the query are a hit where they are neighbours in a line of the text, else each
    word is one. A phrase is a hit as a whole. A term that was typed with marks is marked where it has just these, if it
    stands so anywhere: "bộ" does not mark "bò" then.
    """
    row = _Row.of(text)
    found = [(span, number) for number, term in enumerate(_terms(query, pairs=pairs)) for span in row.places(term)]
    return list(_merged(text, sorted(found)))


def count_terms(hits: Iterable[Hit]) -> int:
    """Return how many different terms of the query there are among hits."""
    return len({term for hit in hits for term in hit.terms})


def best_window(text: str, hits: Sequence[Hit], apart_from: str = "") -> Window:
    """Return up to 200 code points of one line around the hits that say most: of most different terms, then of most.

    Of windows that say as much the first is taken. It begins and ends between words, if no word is longer than that.
    Hits where apart_from first stands in the text, such as a title that is shown beside it anyway, are taken where
    there are no others. Without a hit it is how the text begins.
    """
    begins = len(text) - len(text.lstrip())
    best, most = Span(begins, begins), (False, 0, 0)
    place = text.find(apart_from) if apart_from else -1
    shown = Span(place, place + len(apart_from)) if place >= 0 else Span(0, 0)
    for own in _by_line(text, hits):
        for cluster, different, number in _clusters(own):
            is_another = not cluster.overlaps(shown)
            if (is_another, different, number) > most:
                best, most = cluster, (is_another, different, number)
    span = _widened(text, best)
    cut = (Span(max(hit.span.start, span.start), min(hit.span.end, span.end)) for hit in hits)
    return Window(span, tuple(hit for hit in cut if hit.start < hit.end))


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of a text in order, folded between spaces with a gap at the end of each line, and where each begins."""

    folded: str
    words: tuple[Word, ...]
    at: dict[int, int]  # the number of the word before which a space of `folded` stands

    @classmethod
    def of(cls, text: str) -> "_Row":
        found = tuple(words(text))
        pieces, at, length, end_of_line = [""], {}, 0, text.find("\n")
        for number, word in enumerate(found):
            if 0 <= end_of_line < word.span.start:
                pieces.append(GAP)
                length += 1 + len(GAP)
                end_of_line = text.find("\n", word.span.start)
            at[length] = number
            pieces.append(word.folded)
            length += 1 + len(word.folded)
        return cls(" ".join([*pieces, ""]), found, at)

    def places(self, term: Term) -> list[Span]:
        """Return where a term stands, one place behind the other: with its marks, if it was typed with them."""
        runs = list(self._runs(term))
        marked = [word.marked for word in term]
        if marked != [word.folded for word in term]:
            runs = [run for run in runs if [word.marked for word in run] == marked] or runs
        return [Span(run[0].span.start, run[-1].span.end) for run in runs]

    def _runs(self, term: Term) -> Iterator[tuple[Word, ...]]:
        wanted = f" {' '.join(word.folded for word in term)} "
        place = self.folded.find(wanted)
        while place >= 0:
            number = self.at[place]
            yield self.words[number : number + len(term)]
            place = self.folded.find(wanted, place + len(wanted) - 1)


def _terms(query: Query, *, pairs: bool) -> list[Term]:
    """Return the terms that are marked, each once."""
    terms = [term for group in query.groups for term in _terms_of(group, pairs=pairs)]
    return list({tuple(word.marked for word in term): term for term in terms}.values())


def _terms_of(group: Group, *, pairs: bool) -> Iterable[Term]:
    if group.is_phrase:
        return [group.words]
    if pairs and len(group.words) > 1:
        return pairwise(group.words)
    return [(word,) for word in group.words]


def _merged(text: str, found: Iterable[tuple[Span, int]]) -> Iterator[Hit]:
    """Yield the places as hits, those that overlap or have nothing but blanks of a line between them as one."""
    span: Span | None = None
    terms: dict[int, None] = {}
    for place, number in found:
        between = "" if span is None else text[span.end : place.start]
        if span is None or (between and (not between.isspace() or "\n" in between)):
            if span is not None:
                yield Hit(span, tuple(terms))
            span, terms = place, {number: None}
        else:
            span = Span(span.start, max(span.end, place.end))
            terms[number] = None
    if span is not None:
        yield Hit(span, tuple(terms))


def _by_line(text: str, hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Yield the hits of each line that has any."""
    line, own = Span(0, 0), list[Hit]()
    for hit in hits:
        if own and hit.span.end > line.end:
            yield own
            own = []
        if not own:
            line = _line_at(text, hit.span.start)
        own.append(hit)
    if own:
        yield own


def _line_at(text: str, place: int) -> Span:
    end = text.find("\n", place)
    return Span(text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end)


def _clusters(hits: Sequence[Hit]) -> Iterator[tuple[Span, int, int]]:
    """Yield hits of one line that fit into a snippet: from where to where, of how many terms, how many terms in all.

    For each hit the cluster that ends with it and begins as early as may be.
    """
    terms: Counter[int] = Counter()
    first = number = 0
    for hit in hits:
        terms.update(hit.terms)
        number += len(hit.terms)
        while hits[first] is not hit and hit.span.end - hits[first].span.start > LONGEST_SNIPPET:
            number -= len(hits[first].terms)
            for term in hits[first].terms:
                terms[term] -= 1
                if not terms[term]:
                    del terms[term]
            first += 1
        yield Span(hits[first].span.start, hit.span.end), len(terms), number


def _widened(text: str, cluster: Span) -> Span:
    """Return a cluster with what stands around it in its line, up to the length of a snippet, cut between words."""
    line = _line_at(text, cluster.start)
    room = max(0, LONGEST_SNIPPET - len(cluster))
    start = max(line.start, min(cluster.start - room // 2, line.end - LONGEST_SNIPPET))
    end = min(line.end, start + LONGEST_SNIPPET)
    while line.start < start < cluster.start and not text[start - 1].isspace():
        start += 1
    back = end
    while cluster.start < back < line.end and not text[back].isspace():
        back -= 1
    end = back if back > cluster.start else end
    whole = text[start:end]
    return Span(start + len(whole) - len(whole.lstrip()), start + len(whole.rstrip()))
