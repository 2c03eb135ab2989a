"""What curators do on the page of an article: with one finding, with words that they select, with all that is shown.

What is decided goes through `articles.curation`. Offsets are code points of the article's text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles import curation
from articles.acting import acting
from articles.admin.marked_text import marked_lines
from articles.extraction.blocks import find_blocks
from articles.extraction.matching import match_key
from articles.extraction.plain import Plain, one_spaced
from articles.extraction.text import Span, fold
from articles.models import Article, Block, Finding, Mention, MentionStatus, Origin, Remark, RemarkState, Review, Role
from articles.segments import Mark, line_end, line_start
from articles.versions import lock, version_of
from directives.extraction.addressees import addressee_in, deadline_in
from directives.extraction.citations import FoundCitation
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
from register.found import KINDS, Entry, Found, waits_in_an_earlier_text
from register.models import Edit, EditKind
from register.queues import queue
from register.resolve import Registry, kind_code, match_of, resolve_documents
from register.reviewing import something_waits
from register.standing import remarks_on

BY_NAME: Final[Mapping[str, type[Finding]]] = {str(kind._meta.model_name): kind for kind in KINDS}
ADDED: Final[tuple[type[Finding], ...]] = (Directive, Citation, Mention)  # what is added by selecting its words
OF_FINDINGS: Final = (
    EditKind.ADDED,
    EditKind.DELETED,
    EditKind.CONFIRMED,
    EditKind.REJECTED,
    EditKind.REOPENED,
    EditKind.CORRECTED,
    EditKind.CHANGED,
)
OF_ARTICLES: Final = frozenset({"", "unreviewed"})  # the queues in which all of an article is decided together
TOGETHER: Final = frozenset({DirectiveList, Remark})  # what is decided together in a queue of its own
LEFT_OPEN: Final = "a curator left it open"  # as the page of a citation says


class NotThere(LookupError):
    """There is no such finding in the article."""


class OtherWords(ValidationError):
    """The words that were selected are not those of the text: it was changed since the page was opened."""


# --- one finding ------------------------------------------------------------------------------------------------------


def finding(article: Article, kind: str, key: str) -> Any:
    """Return what was found in an article, by its kind and public id. Raises NotThere.

    What waits in an earlier text is found as well.
    """
    model = BY_NAME.get(kind)
    here = Q(earlier_text=None) | waits_in_an_earlier_text(model) if model else Q()
    rows = model._default_manager.filter(here, article=article, public_id=key) if model else None
    row = rows.first() if rows is not None and "\0" not in key else None
    if row is None:
        raise NotThere(key)
    row.article = article  # with its text, which is read once
    return row


def words_at(article: Article, start: int, end: int, exact: str) -> Span:
    """Return the place of words that someone selected, white space around them left out.

    Raises OtherWords where the text has other words there, and ValidationError where nothing was selected.
    """
    if not 0 <= start < end <= len(article.text) or article.text[start:end] != exact:
        raise OtherWords(
            _("These are not the words of the text at this place. Was it changed? Load the page again."),
            code="other_words",
        )
    words = exact.strip()
    if not words:
        raise ValidationError(_("Select some words first."), code="no_words")
    start += len(exact) - len(exact.lstrip())
    return Span(start, start + len(words))


def move(row: Any, span: Span, by: Any, why: str, expected: str) -> None:
    """Say that a finding's words are those at span; of a list, that these are its intro.

    One that was left in an earlier text comes back by that, and the remark that it was left is resolved.
    """
    if row.earlier_text_id is not None:
        curation.correct(row, {"present_span": span}, by, why, expected=expected, beside=_resolved(row))
        return
    changes: dict[str, Any] = {"span": span}
    if isinstance(row, DirectiveList):
        ends = [end for _, end in row.items.standing().values_list("start", "end")]
        changes = {"span": Span(span.start, max([span.end, *ends])), "intro_span": span}
    curation.correct(row, changes, by, why, expected=expected)


@transaction.atomic
def let_go(row: Any, review: Review, by: Any, why: str, expected: str) -> None:
    """Reject or reopen a finding that was left in an earlier text; the remark that it was left is resolved with it."""
    lock(row, expected)
    with acting(by, curation.KIND_OF_REVIEW[review], why):
        curation.decide(row, review)
        for remark in _resolved(row):
            remark.save(update_fields=["state"])


def _resolved(row: Any) -> list[Remark]:
    """Return the open remark that a finding was left in an earlier text, resolved and not saved."""
    remarks = list(remarks_on(row).filter(state=RemarkState.OPEN))
    for remark in remarks:
        remark.state = RemarkState.RESOLVED
    return remarks


# --- all that is shown ------------------------------------------------------------------------------------------------


def seen_of(entries: Iterable[Entry]) -> str:
    """Return what a page says that it shows: each finding that waits to be decided, with its version."""
    return " ".join(f"{entry.key}.{entry.version}" for entry in entries if entry.is_open)


def decided_together(found: Found, name: str) -> list[Any]:
    """Return what one button decides on the page of an article in a queue, "" in none.

    In the queue of articles these are all findings that nobody decided, and in those of lists and of remarks what waits
    there: lists to be confirmed, remarks to be resolved. Elsewhere it is nothing: each needs a choice of its own.
    """
    if name in OF_ARTICLES:
        rows = (row for row in found.shown_rows() if found.is_shown(row))
        return [row for row in rows if not row.is_decided and not isinstance(row, Remark)]
    waiting = queue(name)
    if waiting is None or waiting.model not in TOGETHER:
        return []
    asked = set(waiting.rows().filter(article=found.article).values_list("pk", flat=True))
    return [row for row in (*found.shown_rows(), *found.shown_left()) if type(row) is waiting.model and row.pk in asked]


def decide_seen(found: Found, name: str, seen: str, by: Any) -> tuple[int, int]:
    """Decide together what waits and was seen as it is now. Return how many that were, and how many others wait.

    Others are those that a run added, or somebody changed, after the page was opened.
    """
    versions = dict(one.partition(".")[::2] for one in seen.split())
    rows = decided_together(found, name)
    expected = {row: version for row in rows if versions.get(row.public_id) == (version := version_of(row))}
    if expected and isinstance(rows[0], Remark):
        _resolve(expected, by)
    elif expected:
        curation.confirm(list(expected), by, expected=expected)
    return len(expected), len(rows) - len(expected)


@transaction.atomic
def _resolve(remarks: Mapping[Any, str], by: Any) -> None:
    with acting(by, EditKind.CORRECTED):
        for remark, version in remarks.items():
            lock(remark, version)
            curation.change(remark, {"state": RemarkState.RESOLVED})


def to_review(article: Article) -> str:
    """Return the version of an article that waits although nothing in it does: a person says that it is reviewed.

    "" for others.
    """
    row = Article.objects.filter(~something_waits(), pk=article.pk, reviewed_at=None).first()
    return version_of(row) if row else ""


def last_edit(by: Any) -> Edit | None:
    """Return what a person did last with findings, unless it was undone."""
    mine = Edit.objects.filter(by=by, article__isnull=False, kind__in=OF_FINDINGS, undoes=None, undone_by=None)
    return mine.select_related("article").defer("article__text", "article__lead", "article__facts").first()


# --- what changes on the page -----------------------------------------------------------------------------------------


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


# --- what is added ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding that somebody is about to add, with what the words themselves say; topics are of a directive."""

    row: Any
    topics: tuple[Topic, ...] = ()


def draft(model: type[Finding], article: Article, span: Span) -> Draft:
    """Return a finding at words of an article, not saved, filled in with what the rules read in them."""
    place = {"article": article, "start": span.start, "end": span.end, "exact": span.of(article.text)}
    row = model(**place, origin=Origin.CURATOR, review=Review.CONFIRMED)
    return Draft(row, _FILLERS[model](row) or ())


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
    row.form, row.status, row.reason = CitationForm.ALIAS, CitationStatus.UNKNOWN, LEFT_OPEN
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
    plain = Plain(text)
    markers = plain.printed(tuple(find_markers(plain.text, find_blocks(plain.text))))
    return next((marker for marker in markers if marker.span.start == span.start), None)


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


def _credit_at(row: Directive) -> Mention | None:
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


def _innermost(row: Finding) -> Directive | None:
    """Return the shortest directive in whose words a finding stands."""
    around = Directive.objects.standing().filter(article=row.article, start__lte=row.start, end__gte=row.end)
    return min(around, key=lambda one: len(one.span), default=None)


_FILLERS: Final[Mapping[type[Finding], Callable[[Any], Any]]] = {
    Citation: _fill_citation,
    Mention: _fill_mention,
    Directive: _fill_directive,
}
