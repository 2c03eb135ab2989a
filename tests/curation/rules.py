"""Newer rules, invented: what the project's own rules find in a text, with some of it found otherwise.

They are made of twists, so that a failure says in a few words what is found otherwise; the same twists find the same in
the same text. Findings of any text stay what findings are: every span has its words, and what one points to is there.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from unittest.mock import patch

from articles.extraction.speakers import FoundMention
from articles.extraction.text import Span
from articles.sources import Source
from directives.extraction.citations import FoundCitation
from directives.extraction.lists import FoundItem, FoundList
from directives.extraction.relations import FoundRelation
from directives.extraction.sentences import FoundDirective
from register import document
from register.document import Cited, Findings

WORD: Final = re.compile(r"[^\s]+")

extract_by_the_rules = document._extract
find_cited_by_the_rules = document.find_cited


@dataclass(frozen=True, slots=True)
class Twist:
    """One thing that newer rules find otherwise: of the findings of a kind the number-th, counted round and round."""

    kind: str
    how: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind} {self.number}: {self.how}"


Twists = tuple[Twist, ...]

HOWS: Final = {
    "mention": ("drop", "widen", "narrow", "add", "another-role", "nobody"),
    "credit": ("drop", "another"),
    "list": ("drop", "another-kind", "split", "later-ordinals", "flat", "more-declared", "to-another-kind"),
    "item": ("drop", "narrow", "addressee"),
    "directive": ("drop", "narrow", "add", "another-kind"),
    "citation": ("drop", "widen", "narrow", "add", "another-kind", "another-number"),
}
CHOICES: Final = [(kind, how) for kind, hows in HOWS.items() for how in hows]


def twist(choice: tuple[str, str], number: int) -> Twist:
    """Return one of the CHOICES, of the number-th finding."""
    kind, how = choice
    return Twist(kind, how, number)


@contextmanager
def rules_with(twists: Callable[[], Twists]) -> Iterator[None]:
    """Let every extraction until the block ends find otherwise what the twists say, whatever these are by then."""
    with (
        patch("register.document._extract", lambda source: found_in(source, twists())),
        patch("register.settling.find_cited", lambda text: cited_in(text, twists())),
    ):
        yield


def found_in(source: Source, twists: Twists) -> Findings:
    """Return what rules with these twists find in a source."""
    return _twisted(replace(_found(source.text), source=source), twists)


def cited_in(text: str, twists: Twists) -> Cited:
    """Return the documents that rules with these twists find in a text, as `found_in` does."""
    cited = _cited(text)
    citations = _citations(cited.citations, text, twists)
    return replace(cited, citations=citations, relations=_still_cited(cited.relations, citations))


@cache
def _found(text: str) -> Findings:
    """Return what the project's rules find; they are pure, so they need not be asked twice."""
    return extract_by_the_rules(Source("a.txt", text, "", "a.txt"))


@cache
def _cited(text: str) -> Cited:
    return find_cited_by_the_rules(text)


def _twisted(found: Findings, twists: Twists) -> Findings:
    text = found.text
    citations = _citations(found.citations, text, twists)
    found = replace(found, citations=citations, relations=_still_cited(found.relations, citations))
    for twist in twists:
        if twist.kind == "mention":
            found = _twist_mention(found, twist)
        elif twist.kind == "credit":
            found = _twist_credit(found, twist)
        elif twist.kind in ("list", "item"):
            found = replace(found, lists=_twist_lists(found.lists, twist, text))
        elif twist.kind == "directive":
            found = replace(found, directives=_twist_directives(found.directives, twist, text))
    return found


def _still_cited(relations: tuple[FoundRelation, ...], citations: Sequence[FoundCitation]) -> tuple[FoundRelation, ...]:
    """Return the relations between citations that are there: each runs from the beginning of one to the end of one."""
    starts, ends = ({getattr(one.span, side) for one in citations} for side in ("start", "end"))
    keys = {one.key for one in citations}
    return tuple(
        one
        for one in relations
        if {one.from_key, one.to_key} <= keys and one.span.start in starts and one.span.end in ends
    )


# --- places -----------------------------------------------------------------------------------------------------------


def wider(span: Span, text: str) -> Span:
    """Return a span with the next word of its line, or with the one before where it ends its line."""
    line_start, line_end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    if after := WORD.search(text, span.end, len(text) if line_end < 0 else line_end):
        return Span(span.start, after.end())
    before = list(WORD.finditer(text, line_start, span.start))
    return Span(before[-1].start(), span.end) if before else span


def narrower(span: Span, text: str) -> Span:
    """Return a span without its last word; as it is where it has but one."""
    words = list(WORD.finditer(text, span.start, span.end))
    return Span(span.start, words[-2].end()) if len(words) > 1 else span


def line(text: str, number: int) -> Span:
    """Return the place of a line that is not blank, counted round and round."""
    lines = [Span(*match.span()) for match in re.finditer(r"\S[^\n]*", text)]
    return lines[number % len(lines)]


def first_words(text: str, number: int, count: int = 2) -> Span:
    """Return the place of the first words of a line."""
    place = line(text, number)
    words = list(WORD.finditer(text, place.start, place.end))[:count]
    return Span(words[0].start(), words[-1].end())


def _at(all_: tuple[Any, ...], number: int, new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return all of them with new in place of the number-th."""
    return (*all_[:number], *new, *all_[number + 1 :])


# --- each kind --------------------------------------------------------------------------------------------------------


def _citations(citations: tuple[FoundCitation, ...], text: str, twists: Twists) -> tuple[FoundCitation, ...]:
    for twist in twists:
        if twist.kind == "citation" and citations:
            number = twist.number % len(citations)
            one = citations[number]
            if twist.how == "add":
                place = first_words(text, twist.number)
                new = () if any(place.overlaps(other.span) for other in citations) else (replace(one, span=place),)
                citations = (*citations, *new)
            else:
                citations = _at(citations, number, _citation(one, twist.how, text))
    return tuple(sorted(citations, key=lambda one: one.span))


def _citation(one: FoundCitation, how: str, text: str) -> tuple[FoundCitation, ...]:
    if how == "drop":
        return ()
    if how == "widen":
        return (replace(one, span=wider(one.span, text)),)
    if how == "narrow":
        return (replace(one, span=narrower(one.span, text)),)
    if how == "another-kind":
        return (replace(one, kind="kết luận" if one.kind != "kết luận" else "nghị quyết"),)
    return (replace(one, number="77", symbol=None),)


def _twist_mention(found: Findings, twist: Twist) -> Findings:
    mentions = found.voices.mentions
    if not mentions:
        return found
    number = twist.number % len(mentions)
    one = mentions[number]
    if twist.how == "add":
        place = first_words(found.text, twist.number)
        if any(place.overlaps(other.span) for other in mentions):
            return found
        new = replace(one, span=place, titles=(), introduced_by=None if one.introduced_by is None else one.span)
        return _with_mentions(found, tuple(sorted((*mentions, new), key=lambda each: each.span)), {})
    if twist.how == "drop":
        return _with_mentions(found, _at(mentions, number, ()), {one: None})
    new = _mention(one, twist.how, found.text)
    return _with_mentions(found, _at(mentions, number, (new,)), {one: new})


def _mention(one: FoundMention, how: str, text: str) -> FoundMention:
    if how == "widen":
        return replace(one, span=wider(one.span, text))
    if how == "narrow":
        return replace(one, span=narrower(one.span, text))
    if how == "another-role":
        return replace(one, role="mentioned" if one.role != "mentioned" else "quoted")
    return replace(one, name=None, titles=(), candidates=("Lê Văn Bảo", "Trần Thị Lan"), introduced_by=None)


def _with_mentions(
    found: Findings, mentions: tuple[FoundMention, ...], instead: dict[FoundMention, FoundMention | None]
) -> Findings:
    heard = ((span, instead.get(mention, mention)) for span, mention in found.voices.heard)
    kept = tuple((span, mention) for span, mention in heard if mention is not None)
    return replace(found, voices=replace(found.voices, mentions=mentions, heard=kept))


def _twist_credit(found: Findings, twist: Twist) -> Findings:
    heard, mentions = found.voices.heard, found.voices.mentions
    if not heard:
        return found
    number = twist.number % len(heard)
    new = () if twist.how == "drop" else ((heard[number][0], mentions[twist.number % len(mentions)]),)
    return replace(found, voices=replace(found.voices, heard=_at(heard, number, new)))


def _twist_lists(lists: tuple[FoundList, ...], twist: Twist, text: str) -> tuple[FoundList, ...]:
    if not lists:
        return lists
    number = twist.number % len(lists)
    one = lists[number]
    return _at(lists, number, _list(one, twist.how) if twist.kind == "list" else _item(one, twist, text))


def _list(one: FoundList, how: str) -> tuple[FoundList, ...]:
    if how == "drop":
        return ()
    if how == "another-kind":
        return (replace(one, kind="measure" if one.kind != "measure" else "viewpoint"),)
    if how == "to-another-kind":
        return (replace(one, kind="result", directive=False),)
    if how == "later-ordinals":
        return (replace(one, items=tuple(replace(item, ordinal=item.ordinal + 1) for item in one.items)),)
    if how == "flat":
        return (replace(one, items=tuple(replace(item, children=()) for item in one.items)),)
    if how == "more-declared":
        return (replace(one, declared_count=(one.declared_count or 0) + 1),)
    if len(one.items) < 2:
        return (one,)
    return (
        replace(one, items=one.items[:1]),
        replace(one, intro=None, declared_count=None, items=one.items[1:]),
    )


def _item(one: FoundList, twist: Twist, text: str) -> tuple[FoundList, ...]:
    number = twist.number % len(one.items)
    item = one.items[number]
    if twist.how == "drop":
        items = _at(one.items, number, ())
        return (replace(one, items=items),) if items else ()
    if twist.how == "addressee":
        new = replace(item, addressee=None if item.addressee else first_words(text, twist.number))
    else:
        new = _narrower_item(item, text)
    return (replace(one, items=_at(one.items, number, (new,))),)


def _narrower_item(item: FoundItem, text: str) -> FoundItem:
    last = narrower(item.parts[-1], text)
    return replace(item, span=Span(item.span.start, last.end), parts=(*item.parts[:-1], last))


def _twist_directives(directives: tuple[FoundDirective, ...], twist: Twist, text: str) -> tuple[FoundDirective, ...]:
    if twist.how == "add":
        place = line(text, twist.number)
        if any(place.overlaps(other.span) for other in directives):
            return directives
        new = FoundDirective("task", place, None, None, "newer")
        return tuple(sorted((*directives, new), key=lambda each: each.span))
    if not directives:
        return directives
    number = twist.number % len(directives)
    one = directives[number]
    if twist.how == "drop":
        return _at(directives, number, ())
    if twist.how == "narrow":
        return _at(directives, number, (replace(one, span=narrower(one.span, text)),))
    return _at(directives, number, (replace(one, kind="proposal" if one.kind != "proposal" else "task"),))
