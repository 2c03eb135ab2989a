"""What a person may do with findings: confirm, reject, correct, add, delete. The pages of the admin all call these.

Each is one thing in the history (`articles.acting`). What a page would show as an error of a form is raised as
ValidationError, and then nothing is written. Each reads its rows anew and holds them; where a page says by `expected`
which version of a row a person saw (`articles.versions.version_of`), another one there is raised as Stale.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles.acting import acting
from articles.extraction.text import Span
from articles.models import (
    SETTLED_BY_A_DOCUMENT,
    SETTLED_BY_A_SPEAKER,
    Article,
    Finding,
    Mention,
    Origin,
    Remark,
    RemarkState,
    Review,
)
from articles.models.identity import mint_public_id
from articles.versions import lock

F = TypeVar("F", bound=Finding)
Expected = Mapping[Finding, str]  # the version of each row as the person saw it

KIND_OF_REVIEW = {
    Review.CONFIRMED: "confirmed",
    Review.REJECTED: "rejected",
    Review.MACHINE: "reopened",
    Review.EDITED: "corrected",
}


def confirm(rows: Iterable[Finding], by: Any, why: str = "", expected: Expected | None = None) -> None:
    """Say that findings are right as they stand."""
    _decide(rows, Review.CONFIRMED, by, why, expected)


def reject(rows: Iterable[Finding], by: Any, why: str = "", expected: Expected | None = None) -> None:
    """Say that findings are none. They stay, so that no run brings them back."""
    _decide(rows, Review.REJECTED, by, why, expected)


def reopen(rows: Iterable[Finding], by: Any, why: str = "", expected: Expected | None = None) -> None:
    """Take decisions back: the next run may change the rows again."""
    _decide(rows, Review.MACHINE, by, why, expected)


@transaction.atomic
def correct(row: Finding, changes: Mapping[str, Any], by: Any, why: str = "", expected: str | None = None) -> None:
    """Give fields of a finding other values, and say so. "span" moves it to other words of its text.

    Raises ValidationError for what does not go together, for words that share none with those it has, and for a field
    that the finding has not got.
    """
    lock(row, expected)
    given = dict(changes)
    topics = given.pop("topics", None)
    was = _settled(row)
    fields = {row._meta.get_field(name).name for name in given if name != "span"}
    if span := given.pop("span", None):
        _move(row, span)
        fields |= {"start", "end", "parts", "exact"}
    for name, value in given.items():
        setattr(row, name, value)
    if row.review != Review.REJECTED:
        row.review = Review.EDITED
    check(row)
    with acting(by, "corrected", why):
        row.save(update_fields=fields | {"review"})
        if topics is not None:
            row.topics.set(topics)  # type: ignore[attr-defined]  # of a directive
        settle_remarks(row, was)


@transaction.atomic
def add(model: type[F], article: Article, span: Span, by: Any, why: str = "", **fields: Any) -> F:
    """Return a finding that a person saw where the machine did not: the words of the article at span.

    Raises ValidationError for words that are not there, and for what does not go together.
    """
    if not 0 <= span.start < span.end <= len(article.text):
        raise ValidationError(_("The words do not stand at this place of the text."), code="misplaced")
    topics = fields.pop("topics", None)
    place = {"start": span.start, "end": span.end, "exact": span.of(article.text)}
    row = model(article=article, **place, origin=Origin.CURATOR, review=Review.CONFIRMED, **fields)
    row.public_id = _mint(row)
    row.name_by_words()
    check(row)
    with acting(by, "added", why):
        row.save()
        if topics:
            row.topics.set(topics)  # type: ignore[attr-defined]  # of a directive
        settle_remarks(row, False)
    return row


@transaction.atomic
def remove(row: Finding, by: Any, why: str = "", expected: str | None = None) -> None:
    """Delete what a person added. Raises ValidationError for the machine's, which the next run would find again."""
    lock(row, expected)
    if row.origin != Origin.CURATOR:
        raise ValidationError(_("The machine's findings are rejected, not deleted."), code="of_the_machine")
    with acting(by, "deleted", why):
        row.delete()


def check(row: Finding) -> None:
    """Raise ValidationError unless a finding's words stand where it says, and its fields go together."""
    row.clean()
    row.validate_constraints()
    for field in row._meta.concrete_fields:
        other = getattr(row, field.name, None) if field.is_relation else None
        if isinstance(other, Finding) and other.article_id != row.article_id:
            raise ValidationError({field.name: ValidationError(_("This is of another article."), code="elsewhere")})


def settle_remarks(row: Finding, was_settled: bool) -> None:
    """Resolve what the machine remarked on at the words of a finding that is settled now, or open it again.

    Settled is a citation with a document, a mention with a speaker, and either of them where it was rejected.
    """
    is_settled = _settled(row)
    if was_settled == is_settled:
        return
    codes = SETTLED_BY_A_SPEAKER if isinstance(row, Mention) else SETTLED_BY_A_DOCUMENT
    old, new = (RemarkState.OPEN, RemarkState.RESOLVED) if is_settled else (RemarkState.RESOLVED, RemarkState.OPEN)
    here = {"article": row.article_id, "earlier_text": row.earlier_text_id, "start": row.start, "end": row.end}
    for remark in Remark.objects.filter(**here, code__in=codes, state=old):
        remark.state = new
        remark.save(update_fields=["state"])


@transaction.atomic
def _decide(rows: Iterable[Finding], review: Review, by: Any, why: str, expected: Expected | None) -> None:
    """Set the review of each; all of it is one thing in the history."""
    with acting(by, KIND_OF_REVIEW[review], why):
        for row in rows:
            lock(row, expected.get(row) if expected is not None else None)
            was = _settled(row)
            row.review = review
            row.validate_constraints()
            row.save(update_fields=["review"])
            settle_remarks(row, was)


def _move(row: Finding, span: Span) -> None:
    """Set the place of a finding. Words that share none with its own are another finding, not this one corrected."""
    source = row.earlier_text or row.article
    if not span.overlaps(row.span):
        message = _("These words share none with those that were found. Reject that finding and add another.")
        raise ValidationError(message, code="elsewhere")
    if not 0 <= span.start < span.end <= len(source.text):
        raise ValidationError(_("The words do not stand at this place of the text."), code="misplaced")
    row.start, row.end, row.parts, row.exact = span.start, span.end, [], span.of(source.text)


def _settled(row: Finding) -> bool:
    """Whether it is known whom or what a finding means, or that it means nothing; False of those that mean no row."""
    pointer = {"mention": "speaker_id", "citation": "resolution_id"}.get(str(row._meta.model_name))
    return pointer is not None and (getattr(row, pointer) is not None or row.review == Review.REJECTED)


def _mint(row: Finding) -> str:
    """Return a public id that no row of its kind has."""
    names = (
        mint_public_id(row.article.slug, *row.identity(), row.exact, "curator", number) for number in range(10_000)
    )
    rows = type(row)._default_manager
    return next(name for name in names if not rows.filter(public_id=name).exists())
