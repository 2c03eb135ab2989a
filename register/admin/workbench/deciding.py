"""What curators do on the page of an article: with one finding, and with all that is shown."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles import curation
from articles.acting import acting
from articles.extraction.text import Span
from articles.models import Article, Finding, Remark, RemarkState, Review
from articles.models.articles import long_fields
from articles.versions import lock, version_of
from directives.models import DirectiveList
from register.admin.found import Entry, Found, waits_in_an_earlier_text
from register.models import Edit, EditedRow, EditKind
from register.queues import queue
from register.reviewing import KINDS, something_waits
from register.stored import remarks_on

BY_NAME: Final[Mapping[str, type[Finding]]] = {str(kind._meta.model_name): kind for kind in KINDS}
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


def move(row: Any, span: Span, by: Any, expected: str) -> None:
    """Say that a finding's words are those at span; of a list, that these are its intro.

    One that was left in an earlier text comes back by that, and the remark that it was left is resolved.
    """
    if row.earlier_text_id is not None:
        curation.correct(row, {"present_span": span}, by, expected=expected, beside=dict.fromkeys(_resolved(row)))
        return
    changes: dict[str, Any] = {"span": span}
    if isinstance(row, DirectiveList):
        ends = [end for _, end in row.items.standing().values_list("start", "end")]
        changes = {"span": Span(span.start, max([span.end, *ends])), "intro_span": span}
    curation.correct(row, changes, by, expected=expected)


@transaction.atomic
def decide_left(row: Any, review: Review, by: Any, expected: str) -> None:
    """Reject or reopen a finding that was left in an earlier text; the remark that it was left is resolved with it."""
    lock(row, expected)
    with acting(by, curation.KIND_OF_REVIEW[review]):
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
    """Return what a person did last with findings or with what is known of an article, unless it was undone.

    That an article was added is no such thing: it is not taken away again.
    """
    told = EditedRow.objects.filter(
        Q(model__in=[kind._meta.label_lower for kind in KINDS])
        | Q(model=Article._meta.label_lower, before__isnull=False),
        edit=OuterRef("pk"),
    )
    mine = Edit.objects.filter(by=by, article__isnull=False, kind__in=OF_FINDINGS, undoes=None, undone_by=None)
    return mine.filter(Exists(told)).select_related("article").defer(*long_fields()).first()
