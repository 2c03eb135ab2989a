"""A finding that somebody is about to add, filled in with what the selected words say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.text import slugify

from articles.curation import POINTING
from articles.extraction.blocks import find_blocks
from articles.extraction.matching import match_key
from articles.extraction.plain import Plain, one_spaced
from articles.extraction.text import Span, fold
from articles.models import Article, Block, Finding, Mention, MentionStatus, Origin, Review, Role
from directives.extraction.addressees import addressee_in, deadline_in
from directives.extraction.citations import FoundCitation
from directives.extraction.intros import announcement_at
from directives.extraction.markers import Marker, find_markers
from directives.extraction.topics import find_topics
from directives.models import (
    Citation,
    CitationForm,
    CitationStatus,
    Directive,
    DirectiveList,
    DocumentKind,
    ListKind,
    Resolution,
    Topic,
)
from register.document import find_cited, find_voices
from register.resolve import Registry, kind_code, match_of, resolve_documents

ADDED: Final[tuple[type[Finding], ...]] = (Directive, DirectiveList, Citation, Mention)  # by selecting the words


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A finding that somebody is about to add, with what the words themselves say; topics are of a directive."""

    row: Any
    topics: tuple[Topic, ...] = ()


def prefill(model: type[Finding], article: Article, span: Span) -> Prefilled:
    """Return a finding at words of an article, not saved, filled in with what the rules read in them."""
    place = {"article": article, "start": span.start, "end": span.end, "exact": span.of(article.text)}
    row = model(**place, origin=Origin.CURATOR, review=Review.CONFIRMED)
    return Prefilled(row, _FILLERS[model](row) or ())


def _fill_citation(row: Citation) -> None:
    registry = Registry.load()
    row.directive = _innermost(row)
    found = _cited_at(row, registry)
    if found is None:
        _fill_by_name(row, registry)


def _cited_at(row: Citation, registry: Registry) -> FoundCitation | None:
    """Fill in what the rules read at the words in their place, else in the words alone; None where they read none."""
    article = row.article
    for text, span in ((article.text, row.span), (row.exact, Span(0, len(row.exact)))):
        cited = find_cited(text)
        here = [found for found in cited.citations if found.span.overlaps(span)]
        if not here:
            continue
        found = max(here, key=lambda one: min(one.span.end, span.end) - max(one.span.start, span.start))
        known = resolve_documents(text, cited.citations, cited.documents, registry, article.published_on)
        match = match_of(found.key, found.status, known)
        row.resolution_id, row.status, row.reason = match.id, match.status, match.reason
        row.form, row.kind, row.key = found.form, kind_code(found.kind), found.key or ""
        row.number, row.symbol, row.issuer = found.number or "", found.symbol or "", found.issuer or ""
        return found
    return None


def _fill_by_name(row: Citation, registry: Registry) -> None:
    """Fill in the document that goes by the words, if one alone does; else what kind of document they begin with."""
    ids = registry.by_name.get(match_key(one_spaced(row.exact)), set())
    row.form, row.status, row.reason = CitationForm.ALIAS, CitationStatus.UNKNOWN, POINTING["citation"].left_open
    begins = slugify(fold(row.exact))
    kinds = [kind for kind in DocumentKind.values if begins.startswith(kind)]
    row.kind = max(kinds, key=len, default=DocumentKind.OTHER)
    if len(ids) == 1:
        row.resolution = Resolution.objects.get(pk=next(iter(ids)))
        row.kind, row.status, row.reason = row.resolution.kind, CitationStatus.RESOLVED, ""


def _fill_mention(row: Mention) -> None:
    match = Registry.load().speaker(one_spaced(row.exact))
    row.role = Role.MENTIONED
    row.speaker_id = match.id
    row.status = MentionStatus.RESOLVED if match.id else MentionStatus(match.status)
    row.candidates = list(match.candidates)
    row.name = row.speaker.name if row.speaker else ""


def _fill_directive(row: Directive) -> tuple[Topic, ...]:
    text, span = row.article.text, row.span
    marker = _marker_at(text, span)
    row.marker = marker.span.of(text) if marker else ""
    _fill_place(row, marker)
    addressee, deadline = addressee_in(text, span, span.start + len(row.marker)), deadline_in(text, span)
    row.addressee = addressee.of(text) if addressee else ""
    row.deadline = deadline.of(text) if deadline else ""
    return tuple(Topic.objects.filter(slug__in=find_topics(one_spaced(row.exact))))


def _marker_at(text: str, span: Span) -> Marker | None:
    """Return the marker that words begin with."""
    return next((marker for marker in _markers_of(text) if marker.span.start == span.start), None)


def _markers_of(text: str) -> tuple[Marker, ...]:
    plain = Plain(text)
    return plain.printed(tuple(find_markers(plain.text, find_blocks(plain.text))))


def _fill_place(row: Directive, marker: Marker | None) -> None:
    """Fill in the list in which the words stand, the point above, the next free ordinal, kind and who said it."""
    around = {"article": row.article, "start__lte": row.start, "end__gte": row.end}
    lists = list(DirectiveList.objects.standing().filter(**around))
    row.kind = ListKind.TASK
    if not lists:
        row.mention = _credit_at(row)
        return
    row.list = min(lists, key=lambda one: len(one.span))
    row.kind, row.mention = row.list.kind, row.list.mention or _credit_at(row)
    points = list(row.list.items.standing().filter(parent=None))
    row.parent = next((point for point in points if point.span.contains(row.span) and point.span != row.span), None)
    beside = points if row.parent is None else list(row.parent.children.standing())
    taken = {point.ordinal for point in beside if point.ordinal is not None}
    before = [point.ordinal for point in beside if point.ordinal is not None and point.start < row.start]
    printed = marker.ordinal if marker else None
    ordinal = printed if printed and printed not in taken else max(before, default=0) + 1
    while ordinal in taken:
        ordinal += 1
    row.ordinal = ordinal


def _credit_at(row: Directive | DirectiveList) -> Mention | None:
    """Return the mention to which the words are credited: as a person said of the answer, else as the machine does."""
    around = {"article": row.article, "start__lte": row.start, "end__gte": row.end}
    block = Block.objects.filter(**around).exclude(mention=None).select_related("mention").first()
    if block:
        return block.mention
    found = find_voices(row.article.text).at(row.span)
    if found is None:
        return None
    mentions = Mention.objects.standing().filter(article=row.article)
    return mentions.filter(start=found.span.start, end=found.span.end).first()


def _fill_list(row: DirectiveList) -> None:
    """Fill in what opens the list: the first line of the words, or what stands before its first marker there."""
    text = row.article.text
    end = min(at for at in (row.end, text.find("\n", row.start)) if at > row.start)
    markers = (marker.span.start for marker in _markers_of(text))
    end = next((at for at in sorted(markers) if row.start < at < end), end)
    intro = Span(row.start, row.start + len(text[row.start : end].rstrip()))
    row.intro_start, row.intro_end, row.intro = intro.start, intro.end, intro.of(text)
    said = announcement_at(one_spaced(row.intro), Span(0, len(one_spaced(row.intro))))
    row.kind, row.declared_count = said.kind or ListKind.TASK, said.count
    row.mention = _credit_at(row)


def points_within(row: DirectiveList) -> QuerySet[Directive]:
    """Return the directives in the words of a list that is about to be added, and that are of no list yet."""
    within = {"article": row.article, "start__gte": row.start, "end__lte": row.end}
    return Directive.objects.standing().filter(**within, list=None, parent=None).order_by("start", "id")


def places_of(row: DirectiveList, points: Iterable[Directive]) -> dict[Finding, dict[str, Any]]:
    """Return what points become in a list: numbered as their markers print it, else one after another; of its kind.

    Those that a person decided stay of the kind that they are.
    """
    at = {marker.span.start: marker.ordinal for marker in _markers_of(row.article.text)}
    places: dict[Finding, dict[str, Any]] = {}
    last = 0
    for point in points:
        printed = at.get(point.start) or 0
        last = printed if printed > last else last + 1
        kind = point.kind if point.is_decided else row.kind
        places[point] = {"kind": kind, "ordinal": last}
    return places


def _innermost(row: Finding) -> Directive | None:
    """Return the shortest directive in whose words a finding stands."""
    around = Directive.objects.standing().filter(article=row.article, start__lte=row.start, end__gte=row.end)
    return min(around, key=lambda one: len(one.span), default=None)


_FILLERS: Final[Mapping[type[Finding], Callable[[Any], Any]]] = {
    Citation: _fill_citation,
    Mention: _fill_mention,
    Directive: _fill_directive,
    DirectiveList: _fill_list,
}
