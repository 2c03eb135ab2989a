"""What a person may do with findings: confirm, reject, correct, add, delete. The pages of the admin all call these.

Each is one thing in the history (`articles.acting`). What a page would show as an error of a form is raised as
ValidationError, and then nothing is written. Each reads its rows anew and holds them; where a page says by `expected`
which version of a row a person saw (`articles.versions.version_of`), another one there is raised as Stale.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.acting import acting
from articles.extraction.text import Span
from articles.models import (
    SETTLED_BY_A_DOCUMENT,
    SETTLED_BY_A_SPEAKER,
    Article,
    Finding,
    MentionStatus,
    Origin,
    Remark,
    RemarkState,
    Review,
)
from articles.models.identity import mint_free_id
from articles.together import save_together
from articles.versions import MOST_NAMED, about_to_lock, fields_of, lock, lock_all

F = TypeVar("F", bound=Finding)
Expected = Mapping[Finding, str]  # the version of each row as the person saw it

FOUND_ALREADY: Final = _("This is found already at these words: choose it to correct it.")

# What people do not change: who found a row, its names, and its words but by "span".
FIXED: Final = frozenset(
    {"id", "public_id", "slug", "article", "earlier_text", "start", "end", "parts", "exact", "origin", "rule"}
    | {"extractor_version", "machine_said", "key", "intro", "intro_start", "intro_end"}
)


class Pointing(NamedTuple):
    """A kind of finding that means a known row, or is open."""

    pointer: str  # the field that holds the row
    doubt: str  # the field that says why it is open, or between what
    no_doubt: Any  # what that holds where it is resolved
    left_open: Any  # what it holds where a person leaves it open
    settles: Collection[str]  # the codes of the remarks that are settled by a row


POINTING: Final = {
    "mention": Pointing("speaker", "candidates", [], [], SETTLED_BY_A_SPEAKER),
    "citation": Pointing("resolution", "reason", "", "a curator left it open", SETTLED_BY_A_DOCUMENT),
}

KIND_OF_REVIEW = {
    Review.CONFIRMED: "confirmed",
    Review.REJECTED: "rejected",
    Review.MACHINE: "reopened",
    Review.EDITED: "corrected",
}


def confirm(rows: Iterable[Finding], by: Any, why: str = "", expected: Expected | None = None) -> None:
    """Say that findings are right as they stand."""
    decide_together(rows, Review.CONFIRMED, by, why, expected)


def reject(rows: Iterable[Finding], by: Any, why: str = "", expected: Expected | None = None) -> None:
    """Say that findings are none. They stay, so that no run brings them back."""
    decide_together(rows, Review.REJECTED, by, why, expected)


def reopen(rows: Iterable[Finding], by: Any, why: str = "", expected: Expected | None = None) -> None:
    """Take decisions back: the next run may change the rows again."""
    decide_together(rows, Review.MACHINE, by, why, expected)


@transaction.atomic
def decide_together(
    rows: Iterable[Finding], review: Review, by: Any, why: str = "", expected: Expected | None = None
) -> list[Remark]:
    """Set the review of findings as one thing in the history, with as many queries for many of them as for few.

    Return the remarks that were settled with them, or opened again. Raises ValidationError where one cannot be so.
    """
    given = list(dict.fromkeys(rows))
    lock_all(given, expected)
    remarks: list[Remark] = []
    alike: dict[type[Finding], list[Finding]] = defaultdict(list)
    with acting(by, KIND_OF_REVIEW[review], why):
        for row in given:
            if row.review == Review.REJECTED != review:  # its place in a list may be another's by now
                remarks += decide(row, review)
            else:
                alike[type(row)].append(row)
        for ours in alike.values():
            remarks += _decide_alike(ours, review)
    return remarks


def _decide_alike(rows: Sequence[Finding], review: Review) -> list[Remark]:
    """Set the review of findings of one model, of which none comes back from being rejected to a place in a list."""
    waited = [row for row in rows if not is_settled(row)]
    for row in rows:
        row.review = review
    save_together(rows, ["review"])
    return _put_remarks([row for row in waited if is_settled(row)], RemarkState.OPEN, RemarkState.RESOLVED)


@transaction.atomic
def correct(
    row: Finding,
    changes: Mapping[str, Any],
    by: Any,
    why: str = "",
    expected: str | None = None,
    beside: Mapping[models.Model, str | None] | None = None,
) -> None:
    """Give fields of a finding other values, and say so. "span" moves it to other words of its text.

    "intro_span" says of a list which words open it. "present_span" gives a finding that was left in an earlier text
    words of the present one.

    beside are rows below it that are saved with it, such as the titles printed at a mention, each with the version that
    the person saw; None where they decide the same whatever it holds.

    Raises ValidationError for what does not go together, for words that share none with those it has, and for a field
    that people do not change.
    """
    lock(row, expected)
    with acting(by, "corrected", why):
        change(row, changes)
        for other, seen in (beside or {}).items():
            lock(type(other)(pk=other.pk), seen)
            other.save()


def change(row: Finding, changes: Mapping[str, Any]) -> list[Remark]:
    """Do what `correct` does, as part of what someone does already; the row was locked.

    Return the remarks that were settled with it, or opened again. To be called in a transaction.
    """
    given = dict(changes)
    _refuse_unknown(row, given)
    given |= what_follows(row, given)
    was, had = is_settled(row), getattr(row, "list_id", None)
    row.review = review_after(row, given)
    given.pop("review", None)
    fields = {"review"} | (given.keys() - {"span", "intro_span", "topics"})
    if (span := given.pop("span", None)) is not None:
        _move(row, span)
        fields |= {"start", "end", "parts", "exact"}
    if (intro := given.pop("intro_span", None)) is not None:
        place = _intro_at(row.article.text, intro)
        given |= place
        fields |= place.keys()
    if (span := given.pop("present_span", None)) is not None:
        fields = fields - {"present_span"} | _bring_to_present_text(row, span)
    topics = given.pop("topics", None)
    _set(row, given)
    check(row, fields)
    row.save(update_fields=fields)
    if topics is not None:
        row.topics.set(topics)  # type: ignore[attr-defined]  # of a directive
    if had != getattr(row, "list_id", None):
        take_along(row)
    return settle_remarks(row, was)


def review_after(row: Finding, changes: Mapping[str, Any]) -> str:
    """Return what a finding is once a person changed fields of it, or its titles: edited, unless they say what it is.

    A rejected one stays so, and a remark whose state alone is changed is no other remark.
    """
    said = changes.get("review", row.review)
    if changes.keys() <= {"review", "state"} or said == Review.REJECTED:
        return str(said)
    return str(said) if "review" in changes and said != Review.MACHINE else Review.EDITED


def what_follows(row: Finding, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what else changes with fields of a finding that means a known row, or is open.

    With a row it is resolved, and without one "unknown", unless the person says "ambiguous". What contradicts the row
    in so many words is left, and refused. Another person is not introduced where the one before was.
    """
    pointing = pointing_of(row)
    if pointing is None or not {pointing.pointer, "status"} & changes.keys():
        return {}
    known = changes.get(pointing.pointer, getattr(row, pointing.pointer))
    follows: dict[str, Any] = {}
    is_resolved = changes.get("status", row.status) == MentionStatus.RESOLVED  # type: ignore[attr-defined]  # it has one
    if "status" not in changes and is_resolved != (known is not None):
        follows["status"] = MentionStatus.UNKNOWN if known is None else MentionStatus.RESOLVED
    doubt = pointing.left_open if known is None else pointing.no_doubt
    if getattr(row, pointing.doubt) != doubt:
        follows[pointing.doubt] = doubt
    introduced = getattr(row, "introduced_by", None)
    if pointing.pointer in changes and "introduced_by" not in changes and introduced and introduced.speaker != known:
        follows["introduced_by"] = None
    return follows


@transaction.atomic
def add(
    model: type[F],
    article: Article,
    span: Span,
    by: Any,
    why: str = "",
    brings: Mapping[Finding, Mapping[str, Any]] | None = None,
    expected: Expected | None = None,
    **fields: Any,
) -> F:
    """Return a finding that a person saw where the machine did not: the words of the article at span.

    "intro_span" says of a list which words open it. brings holds what is changed of others as part of the same: of the
    points of a list their place in it, to which the list itself is added. expected holds the versions of those others.

    Raises ValidationError for words that are not there, or at which one stands, and for what does not go together.
    """
    _words_at(article.text, span)
    about_to_lock.send(sender=model)
    seen = article.text
    article.refresh_from_db(fields=["text"])
    if article.text != seen:
        raise ValidationError(_("The text was changed since you opened it."), code="stale")
    if stands_at(model, article, span):
        raise ValidationError(FOUND_ALREADY, code="found")
    place = {"start": span.start, "end": span.end, "exact": span.of(article.text)}
    row = model(article=article, **place, origin=Origin.CURATOR, review=Review.CONFIRMED)
    _refuse_unknown(row, fields)
    fields |= what_follows(row, fields)
    topics = fields.pop("topics", None)
    if (intro := fields.pop("intro_span", None)) is not None:
        fields |= _intro_at(article.text, intro)
    _set(row, fields)
    row.public_id = _mint(row)
    row.name_by_words()
    check(row, {field.name for field in row._meta.concrete_fields})
    with acting(by, "added", why):
        row.save()
        if topics:
            row.topics.set(topics)  # type: ignore[attr-defined]  # of a directive
        settle_remarks(row, False)
        for other, changes in (brings or {}).items():
            lock(other, (expected or {}).get(other))
            change(other, {**changes, "list": row})
    return row


def stands_at(model: type[Finding], article: Article, span: Span) -> bool:
    """Whether a finding of a kind that nobody rejected stands at these words of an article, and no others."""
    here = model._default_manager.standing().filter(article=article, start=span.start, end=span.end)
    return bool(here.exists())


@transaction.atomic
def remove(row: Finding, by: Any, why: str = "", expected: str | None = None) -> None:
    """Delete what a person added; what only points to it points to nothing then, and undoing points it back.

    Raises ValidationError for the machine's, which the next run would find again, and where points would go with it.
    """
    lock(row, expected)
    if row.origin != Origin.CURATOR:
        raise ValidationError(_("The machine's findings are rejected, not deleted."), code="of_the_machine")
    if below := goes_with(row):
        message = _("Other findings would go with it: %(rows)s. Give them another place first, or reject this one.")
        raise ValidationError(message, code="in_use", params={"rows": "; ".join(map(str, below[:MOST_NAMED]))})
    with acting(by, "deleted", why):
        if is_settled(row):
            _put_remarks([row], RemarkState.RESOLVED, RemarkState.OPEN)
        row.delete()


def goes_with(row: Finding) -> list[Finding]:
    """Return the findings that would be deleted with one: the points of a list, those below a point."""
    links: list[Any] = [link for link in row._meta.related_objects if link.on_delete is models.CASCADE]
    models_below = [(link.related_model, link.field.name) for link in links if issubclass(link.related_model, Finding)]
    return [one for model, name in models_below for one in model._base_manager.filter(**{name: row})]


def check(row: Finding, changed: Collection[str] = ()) -> None:
    """Raise ValidationError unless a finding's words stand where it says, and its fields go together.

    Of the fields that changed each value is checked by itself too.
    """
    row.clean_fields(exclude={field.name for field in row._meta.concrete_fields if field.name not in changed})
    row.clean()
    row.validate_constraints()
    check_pointers(row, changed)


def check_pointers(row: Finding, changed: Collection[str] = ()) -> None:
    """Raise ValidationError that names each field in which a finding points to one of another article.

    It also names an introduction by a mention of another person, once that is among the fields that changed.
    """
    wrong = {}
    introduced = getattr(row, "introduced_by", None) if "introduced_by" in changed else None
    if introduced and introduced.speaker_id != row.speaker_id:  # type: ignore[attr-defined]  # a mention
        wrong["introduced_by"] = ValidationError(_("This mention is of another person."), code="another_person")
    for field in row._meta.concrete_fields:
        other = getattr(row, field.name, None) if field.is_relation else None
        if isinstance(other, Finding) and other.article_id != row.article_id:
            wrong[field.name] = ValidationError(_("This is of another article."), code="elsewhere")
    if wrong:
        raise ValidationError(wrong)


def settle_remarks(row: Finding, was_settled: bool) -> list[Remark]:
    """Resolve what the machine remarked on at the words of a finding that is settled now, or open it again.

    Settled is a citation with a document, a mention with a speaker, and either of them where it was rejected. Return
    the remarks that were changed.
    """
    settled = is_settled(row)
    if was_settled == settled:
        return []
    old, new = (RemarkState.OPEN, RemarkState.RESOLVED) if settled else (RemarkState.RESOLVED, RemarkState.OPEN)
    return _put_remarks([row], old, new)


def take_along(row: Finding) -> None:
    """Bring the points below one that went to another list there too: they stand in its words."""
    list_id = getattr(row, "list_id", None)
    below: list[Any] = goes_with(row)
    for point in below:
        if point.list_id != list_id:
            point.list_id = list_id
            point.save(update_fields=["list"])


def decide(row: Finding, review: Review) -> list[Remark]:
    """Set the review of a finding, as part of what someone does already; the row was locked.

    Return the remarks that were settled with it, or opened again. To be called in a transaction.
    """
    was = is_settled(row)
    row.review = review
    row.validate_constraints()
    row.save(update_fields=["review"])
    return settle_remarks(row, was)


def pointing_of(row: Finding) -> Pointing | None:
    """Return what is said of findings of its kind that mean a known row; None of a kind that means none."""
    return POINTING.get(str(row._meta.model_name))


def _put_remarks(rows: Sequence[Finding], old: RemarkState, new: RemarkState) -> list[Remark]:
    """Give another state to what was remarked on at the words of findings of one model; return those remarks."""
    pointing = pointing_of(rows[0]) if rows else None
    if pointing is None:
        return []
    places = {place for row in rows for place in _places(row)}
    here = Remark.objects.filter(article__in={row.article_id for row in rows}, code__in=pointing.settles, state=old)
    remarks = [remark for remark in here if _place(remark) in places]
    for remark in remarks:
        remark.state = new
    save_together(remarks, ["state"])
    return remarks


def _places(row: Finding) -> set[tuple[int | None, ...]]:
    """Return where the words of a finding stand, and where the machine had found it: there it was remarked on."""
    said = row.as_the_machine_said()
    return {_place(row), _place(said or row)}


def _place(row: Finding) -> tuple[int | None, ...]:
    return (row.article_id, row.earlier_text_id, row.start, row.end)


def _refuse_unknown(row: Finding, changes: Mapping[str, Any]) -> None:
    """Raise ValidationError for a field that the finding has not got, or that people do not change."""
    known = {field.name for field in fields_of(type(row)).values()} - FIXED
    known |= {"span", "intro_span"} if hasattr(row, "intro") else {"span"}
    known |= {"present_span"} if row.earlier_text_id is not None else set()
    for name in changes:
        if name not in known:
            message = _("%(row)s has no field “%(name)s” that could be changed.")
            raise ValidationError(message, code="unknown_field", params={"row": row._meta.verbose_name, "name": name})


def _set(row: Finding, values: Mapping[str, Any]) -> None:
    """Give fields their values. Raises ValidationError for one that is of another kind, or holds a NUL."""
    for name, value in values.items():
        if isinstance(value, str) and "\0" in value:
            raise ValidationError({name: ValidationError(_("Null characters are not allowed."), code="null")})
        try:
            setattr(row, name, value)
        except ValueError:
            message = _("Not a row of the right kind.")
            raise ValidationError({name: ValidationError(message, code="wrong_kind")}) from None


def _move(row: Finding, span: Span) -> None:
    """Set the place of a finding. Words that share none with its own are another finding, not this one corrected."""
    source = row.earlier_text or row.article
    if not span.overlaps(row.span):
        message = _("These words share none with those that were found. Reject that finding and add another.")
        raise ValidationError(message, code="elsewhere")
    row.exact = _words_at(source.text, span)
    row.start, row.end, row.parts = span.start, span.end, []


def _bring_to_present_text(row: Any, span: Span) -> set[str]:
    """Give a finding of an earlier text words of the present one; return the names of the fields that were set.

    A point whose list stays behind is a point no more.
    """
    words = _words_at(row.article.text, span)
    given: dict[str, Any] = {"start": span.start, "end": span.end, "parts": [], "exact": words}
    if hasattr(row, "intro"):
        given |= {"intro_start": span.start, "intro_end": span.end, "intro": words}
    if any(above is not None and above.earlier_text_id for above in _above(row)):
        given |= {"list": None, "parent": None, "ordinal": None}
    row.earlier_text = None
    _set(row, given)
    return {"earlier_text", *given}


def _intro_at(text: str, intro: Span) -> dict[str, Any]:
    return {"intro_start": intro.start, "intro_end": intro.end, "intro": _words_at(text, intro)}


def _words_at(text: str, span: Span) -> str:
    """Return the words of a text at a place; raise ValidationError where there are none."""
    if not 0 <= span.start < span.end <= len(text):
        raise ValidationError(_("The words do not stand at this place of the text."), code="misplaced")
    return span.of(text)


def _above(row: Any) -> list[Any]:
    return [getattr(row, name, None) for name in ("list", "parent")]


def is_settled(row: Finding) -> bool:
    """Whether it is known whom or what a finding means, or that it means nothing; False of those that mean no row."""
    pointing = pointing_of(row)
    if pointing is None:
        return False
    return getattr(row, f"{pointing.pointer}_id") is not None or row.review == Review.REJECTED


def _mint(row: Finding) -> str:
    """Return a public id that no row of its kind has."""
    rows, words = type(row)._default_manager, (row.article.slug, *row.identity(), row.exact)
    return mint_free_id(*words, "curator", taken=lambda id_: rows.filter(public_id=id_).exists())
