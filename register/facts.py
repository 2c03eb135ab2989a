"""What sources say of documents and of tenures: which value is preferred, and what follows from that.

A column (title, issuer, day, symbol, term; since and until of a tenure) follows the preferred claim about it, never the
other way. What articles print is written anew by every run, so a person prefers a claim of their own: one that says the
same as the article, with its address as the source.
"""

import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from articles.acting import acting
from articles.extraction.matching import match_key
from articles.models import Article, Confidence, Fact, Organ, Precision, State, Tenure
from articles.models.claims import SEVERAL_AT_ONCE
from articles.versions import Difference, Stale, lock
from directives.models import Resolution, ResolutionClaim, SeenValue
from register.models import EditKind

COLUMNS: Final = (Fact.TITLE, Fact.ISSUER, Fact.ISSUED_ON, Fact.SYMBOL, Fact.TERM)  # of a document
DAYS: Final = (Fact.SINCE, Fact.UNTIL)  # of a tenure
KNOWN: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
OTHER_DOCUMENTS: Final = (Fact.IMPLEMENTS, Fact.REPLACES)  # their values are slugs
MOST_VALUES: Final = 20  # of one fact, that a page shows
LONGEST_NOTE: Final = 500  # characters of the note of a claim
VERSION: Final = 16  # characters of what says which values a page showed
SHOWN: Final = 3  # articles that print a value, which are named


@dataclass(slots=True)
class Value:
    """One value of a fact about a document: who says so, in how many public articles, and where it stands."""

    value: str
    claim: int  # the id of one claim that says so
    names: Resolution | None = None  # the document whose slug it is
    words: str = ""  # as a page shows it, where that is otherwise
    entered: list[ResolutionClaim] = field(default_factory=list)
    articles: int = 0
    first: list[Article] = field(default_factory=list)
    is_preferred: bool = False
    is_open: bool = False  # it differs from what is known, and nobody has settled that


@dataclass(slots=True)
class Said:
    """All that is said of one fact about a document."""

    fact: str
    label: str
    values: list[Value]
    known: str = ""  # what the document has in the column of the fact, where it has one
    left_out: int = 0  # more values, which fewer articles print
    can_be_chosen: bool = True

    @property
    def is_open(self) -> bool:
        return any(value.is_open for value in self.values)

    @property
    def version(self) -> str:
        """A text that changes when a page shows other values, another choice or other sources of people's claims.

        Or when the document itself has something else.
        """
        shown = [
            (one.value, one.is_preferred, one.is_open, [(claim.source, claim.confidence) for claim in one.entered])
            for one in self.values
        ]
        return hashlib.sha256(repr((self.known, sorted(shown))).encode()).hexdigest()[:VERSION]


# --- conflicts --------------------------------------------------------------------------------------------------------


def open_conflicts() -> "QuerySet[ResolutionClaim]":
    """Return the claims that differ from what is known, or from each other, and nobody has settled.

    What articles print is settled value by value: by choosing one, or by saying that it was seen. What people entered
    is settled by choosing.
    """
    alike = {name: OuterRef(name) for name in ("resolution", "fact")}
    sourced = ResolutionClaim.objects.sourced()
    seen = SeenValue.objects.filter(**alike, value=OuterRef("value"))
    chosen = sourced.filter(**alike, preferred=True)
    other = sourced.filter(**alike, article=None).exclude(value=OuterRef("value"))
    printed = Q(article__state=State.PUBLIC, confidence=Confidence.CONFLICT) & ~Exists(seen)
    entered = Q(article=None) & ~Q(fact__in=SEVERAL_AT_ONCE) & Exists(other) & ~Exists(chosen)
    return sourced.filter(printed | entered)


def documents_in_conflict() -> "QuerySet[Resolution]":
    """Return the documents of which sources say different things that nobody has settled."""
    return Resolution.objects.filter(Exists(open_conflicts().filter(resolution=OuterRef("pk"))))


def said_of(document: Resolution) -> list[Said]:
    """Return what sources say of a document, by fact: values that people entered first, then the most printed.

    The document is given as the database has it: what it has itself counts for what a page showed (`Said.version`).
    Five queries, however many articles cite it; one more where values name other documents.
    """
    said: dict[str, dict[str, Value]] = {}
    for claim in document.claims.stated().order_by("-preferred", "pk"):
        value = _value(said, claim.fact, claim.value, claim.pk)
        value.entered.append(claim)
        value.is_preferred |= claim.preferred
    printed = document.claims.filter(article__state=State.PUBLIC).order_by()
    for row in printed.values("fact", "value").annotate(articles=Count("article"), claim=Min("pk")):
        _value(said, row["fact"], row["value"], row["claim"]).articles = row["articles"]
    for fact, text in open_conflicts().filter(resolution=document).order_by().values_list("fact", "value").distinct():
        said[fact][text].is_open = True
    shown = [_said(document, fact, list(said[fact].values())) for fact in Fact.values if fact in said]
    _name_articles(printed, shown)
    _name_documents(shown)
    return shown


def _value(said: dict[str, dict[str, Value]], fact: str, value: str, claim: int) -> Value:
    return said.setdefault(fact, {}).setdefault(value, Value(value, claim))


def _said(document: Resolution, fact: str, values: list[Value]) -> Said:
    values.sort(key=lambda one: (not one.is_preferred, not one.entered, not one.is_open, -one.articles, one.value))
    shown = values[:MOST_VALUES]
    known = str(document.serializable_value(fact)) if fact in COLUMNS else ""
    return Said(fact, str(Fact(fact).label), shown, known, len(values) - len(shown), fact not in SEVERAL_AT_ONCE)


def _name_articles(printed: "QuerySet[ResolutionClaim]", shown: list[Said]) -> None:
    """Name the first articles that print each value which is shown."""
    nth = Window(RowNumber(), partition_by=["fact", "value"], order_by=["article_id"])
    first = printed.annotate(nth=nth).filter(nth__lte=SHOWN).order_by("article_id")
    articles = Article.objects.only("pk", "display_title", "slug")
    by_value = {(said.fact, value.value): value for said in shown for value in said.values}
    for claim in first.prefetch_related(Prefetch("article", articles)):
        value = by_value.get((claim.fact, claim.value))
        if value is not None and claim.article is not None:
            value.first.append(claim.article)


def _name_documents(shown: list[Said]) -> None:
    """Give the documents that values name by their slugs; one that nobody has added stays a slug."""
    values = [value for said in shown if said.fact in OTHER_DOCUMENTS for value in said.values]
    if not values:
        return
    named = {row.slug: row for row in Resolution.objects.filter(slug__in=[value.value for value in values])}
    for value in values:
        value.names = named.get(value.value)


# --- settling them ----------------------------------------------------------------------------------------------------


@transaction.atomic
def prefer(chosen: ResolutionClaim, by: Any, why: str = "", expected: str | None = None) -> list[str]:
    """Choose what a claim says as what is known of its fact; return what could not follow, in words.

    The other values that a page shows are settled with it. expected is the version of what the page showed of the fact
    (`Said.version`). Raises Stale where it would show something else by now, or where the claim is gone, and
    ValidationError for a claim without a source and for a fact of which several claims hold at once.
    """
    lock(chosen)
    if chosen.fact in SEVERAL_AT_ONCE:
        raise ValidationError(_("Of this fact several claims may hold at once."), code="several")
    if chosen.confidence == Confidence.UNVERIFIED:
        raise ValidationError(_("A claim without a source cannot be preferred."), code="unverified")
    document = chosen.resolution
    lock(document)
    shown = _shown(document, chosen.fact, expected)
    of_fact = document.claims.filter(fact=chosen.fact)
    with acting(by, EditKind.CHANGED, why):
        claim = chosen
        if chosen.article is not None:
            same = of_fact.stated().sourced().filter(value=chosen.value).order_by("pk").first()
            claim = same or _stated(chosen, chosen.article)
        for other in of_fact.filter(preferred=True).exclude(pk=claim.pk):
            other.preferred = False
            other.save(update_fields=["preferred"])
        claim.preferred = True
        claim.save(update_fields=["preferred"] if claim.pk else None)
        see(document, chosen.fact, [*shown, chosen.value])
        return follow_document(document)


def _stated(printed: ResolutionClaim, article: Article) -> ResolutionClaim:
    """Return a claim of a person's that says what an article prints, not saved; it names the article as its source."""
    named = {"source": article.url} if article.url else {"note": article.display_title[:LONGEST_NOTE]}
    said = {"resolution": printed.resolution, "fact": printed.fact, "value": printed.value}
    return ResolutionClaim(**said, **named, confidence=Confidence.SINGLE)


@transaction.atomic
def mark_seen(document: Resolution, fact: str, by: Any, why: str = "", expected: str | None = None) -> int:
    """Let the values be that differ from what is known of a fact: return how many. A new one waits again.

    These are the values that a page shows; expected is the version of what it showed (`Said.version`). Raises Stale
    where it would show something else by now, or where the document is gone.
    """
    lock(document)
    shown = _shown(document, fact, expected)
    with acting(by, EditKind.CHANGED, why):
        return see(document, fact, shown)


def _shown(document: Resolution, fact: str, expected: str | None) -> list[str]:
    """Return the values of a fact that a page shows. Raises Stale where it shows others than expected."""
    said = next((one for one in said_of(document) if one.fact == fact), None)
    if expected is not None and (said is None or said.version != expected):
        raise changed_meanwhile(document, fact)
    return [value.value for value in said.values] if said else []


def changed_meanwhile(document: Resolution, fact: str) -> Stale:
    """Return the error that what sources say of a fact about a document is no longer what somebody saw."""
    return Stale(document, [Difference(fact, str(Fact(fact).label), None)])


def see(document: Resolution, fact: str, values: Iterable[str]) -> int:
    """Remember those of the values of a fact that are printed and not settled, as part of what somebody does."""
    printed = open_conflicts().filter(resolution=document, fact=fact, article__isnull=False, value__in=values)
    seen = sorted(set(printed.values_list("value", flat=True)))
    for value in seen:
        SeenValue.objects.create(resolution=document, fact=fact, value=value)
    return len(seen)


def follow_document(document: Resolution) -> list[str]:
    """Bring the columns of a document in line with the preferred claims; return what could not follow, in words."""
    changed, left = set(), []
    for claim in document.claims.stated().filter(preferred=True, fact__in=COLUMNS).order_by("pk"):
        try:
            value = column_value(claim)
        except ValidationError as error:
            left.append(f"{claim}: {' '.join(error.messages)}")
            continue
        if getattr(document, claim.fact) != value:
            setattr(document, claim.fact, value)
            changed.add(claim.fact)
    if changed:
        document.save(update_fields=[*changed, "changed_at"])
    return left


def column_value(claim: ResolutionClaim) -> Any:
    """Return what a claim says as its column holds it; raise ValidationError where that cannot be."""
    value = claim.value.strip()
    if claim.fact == Fact.ISSUER:
        return _organ(value)
    if claim.fact == Fact.ISSUED_ON:
        day, precision = day_of(value)
        if precision != Precision.DAY:
            raise ValidationError(_("The column holds a whole day only; it stays as it is."), code="not_a_day")
        return day
    column = Resolution._meta.get_field(claim.fact)
    return column.clean(value, None)  # type: ignore[union-attr]


def _organ(name: str) -> Organ:
    key = match_key(name)
    found = {
        organ.pk: organ
        for organ in Organ.objects.prefetch_related("aliases")
        if key in map(match_key, (organ.name, *(alias.name for alias in organ.aliases.all())))
    }
    if len(found) != 1:
        raise ValidationError(_("No body, or several, are known by that name; the column stays as it is."), code="body")
    return next(iter(found.values()))


def follow_tenure(tenure: Tenure) -> list[str]:
    """Bring the known days of a tenure in line with the preferred claims; return what could not follow, in words."""
    changed: dict[str, Any] = {}
    try:
        for claim in tenure.claims.filter(preferred=True, fact__in=DAYS).order_by("pk"):
            day, precision = day_of(claim.value)
            said = {claim.fact: day, f"{claim.fact}_precision": precision.value}
            changed |= {name: value for name, value in said.items() if getattr(tenure, name) != value}
        for name, value in changed.items():
            setattr(tenure, name, value)
        tenure.validate_constraints()
    except ValidationError as error:
        tenure.refresh_from_db()
        return [_("The known days do not follow the preferred claims: %s") % " ".join(error.messages)]
    if changed:
        tenure.save(update_fields=list(changed))
    return []


def day_of(value: str) -> tuple[datetime.date, Precision]:
    """Return the first day of what a claim says, and how far it is known; raise ValidationError for no day at all."""
    known = KNOWN.fullmatch(value.strip())
    if known is None:
        raise ValidationError(_("“%(value)s” is no day, month or year."), code="no_day", params={"value": value})
    precision = Precision.DAY if known["day"] else Precision.MONTH if known["month"] else Precision.YEAR
    try:
        return datetime.date.fromisoformat(
            f"{known['year']}-{known['month'] or '01'}-{known['day'] or '01'}"
        ), precision
    except ValueError:
        raise ValidationError(_("“%(value)s” is in no calendar."), code="no_day", params={"value": value}) from None
