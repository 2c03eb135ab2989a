"""What every row found in a text has in common: its place, its words, its origin, what people decided about it."""

import datetime
from typing import Any, Final, Self, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.extraction.text import Span
from articles.models.articles import Article, EarlierText, State, long_fields
from articles.models.identity import OpaqueId
from articles.search.searched import Searched


class Origin(models.TextChoices):
    MACHINE = "machine", _("machine")
    CURATOR = "curator", _("curator")


class Review(models.TextChoices):
    MACHINE = "machine", _("not yet reviewed")
    CONFIRMED = "confirmed", _("confirmed")
    EDITED = "edited", _("edited")
    REJECTED = "rejected", _("rejected")


F_ = TypeVar("F_", bound="Finding")


class FindingQuerySet(models.QuerySet[F_]):
    def public(self) -> Self:
        """Those the public may see: not rejected, and standing in the present text of a public article."""
        return self.standing().exclude(article__in=Article.objects.withdrawn())  # see its public()

    def withdrawn(self) -> Self:
        """Those that went with their article, and come back if it is published again."""
        return self.standing().filter(article__state=State.WITHDRAWN)

    def standing(self) -> Self:
        """Those that whoever may see their article may see: not rejected, and standing in its present text."""
        return self.filter(earlier_text=None).exclude(review=Review.REJECTED)

    def for_api(self) -> Self:
        """Load the article and the outlet with each, without the article's text; add rising_date as articles do."""
        related = self.select_related("article__outlet").defer(*long_fields())
        return related.annotate(rising_date=Coalesce("article__published_on", Value(datetime.date.max)))

    def decided(self) -> Self:
        """Those that a person added, confirmed, edited or rejected: no run changes or removes them."""
        return self.filter(Q(origin=Origin.CURATOR) | ~Q(review=Review.MACHINE))

    def undecided(self) -> Self:
        """Those that the machine found and nobody has looked at."""
        return self.filter(origin=Origin.MACHINE, review=Review.MACHINE)


class Finding(OpaqueId):
    """A row that was found in an article's text; `article.text[start:end] == exact` always holds."""

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("article"),
        db_index=False,  # the index of findings in order begins with it
    )
    start = models.PositiveIntegerField(
        _("start"), help_text=_("Code point index into the article's text where the words begin.")
    )
    end = models.PositiveIntegerField(_("end"), help_text=_("Code point index just past the last of the words."))
    parts = models.JSONField(
        _("parts"),
        default=list,
        blank=True,
        help_text=_("Where the words stand in several pieces: the [start, end] of each. Empty for one piece."),
    )
    exact = models.TextField(_("words"), help_text=_("The words from start to end, as printed."))
    earlier_text = models.ForeignKey(
        EarlierText,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.RESTRICT,  # goes with its article, and not before the finding does
        related_name="+",
        db_index=False,  # almost every row has none: SQLite would walk such an index instead of the one in order
        verbose_name=_("earlier text"),
        help_text=_("The text in which the words stand, where the present one no longer has them."),
    )
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.MACHINE)
    review = models.CharField(_("review"), max_length=9, choices=Review.choices, default=Review.MACHINE)
    rule = models.CharField(
        _("rule"), max_length=60, blank=True, help_text=_("The rule that found it; empty for what a curator added.")
    )
    extractor_version = models.CharField(_("extractor version"), max_length=20, blank=True)
    machine_said = models.JSONField(
        _("what the machine had said"),
        null=True,
        editable=False,
        encoder=DjangoJSONEncoder,
        help_text=_("Its fields when a person first decided; null before, and for what a curator added."),
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["article", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="%(class)s_span_not_empty"),
        ]
        indexes = [
            models.Index(fields=["article", "start"], name="%(class)s_in_order"),  # the findings of one article
            models.Index(  # those that keep an earlier text from being deleted
                fields=["earlier_text"], condition=Q(earlier_text__isnull=False), name="%(class)s_earlier"
            ),
        ]

    def __str__(self) -> str:
        return self.exact if len(self.exact) <= 80 else f"{self.exact[:79]}…"

    def clean(self) -> None:
        """Raise ValidationError unless the words and their parts stand in the text at the place that they say."""
        super().clean()
        if None in (self.article_id, self.start, self.end):
            return  # what is missing is said of the field that lacks it
        text = self.earlier_text.text if self.earlier_text else self.article.text
        if not 0 <= self.start < self.end <= len(text) or text[self.start : self.end] != self.exact:
            raise ValidationError(_("The words do not stand at this place of the text."), code="misplaced")
        if not are_parts(self.parts, self.span):
            raise ValidationError(
                _("The parts must be pairs [start, end], one after another, within the words."), code="wrong_parts"
            )

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def pieces(self) -> list[Span]:
        """Where its words stand, in order: its parts, or the whole of it. What stands between parts is not of it."""
        return [Span(start, end) for start, end in self.parts] or [self.span]

    @property
    def stands(self) -> bool:
        """Whether those who may see its article may see it: not rejected, and in the present text."""
        return self.review != Review.REJECTED and self.earlier_text_id is None

    @property
    def is_decided(self) -> bool:
        """Whether a person added, confirmed, edited or rejected it."""
        return self.origin == Origin.CURATOR or self.review != Review.MACHINE

    def name_by_words(self) -> None:
        """Set the public names that are made of its words, where its kind has such."""

    def identity(self) -> tuple[Any, ...]:
        """What makes two findings of one article the same kind of thing: a run compares by this and by the words."""
        return (type(self).__name__,)

    def gives_way_as(self) -> tuple[Any, ...]:
        """What a finding shares, besides words, with a row that a person decided and that it gives way to."""
        return self.identity()

    def as_the_machine_said(self) -> Self | None:
        """Return what the machine had said when a person first decided, as this row, which is not to be saved.

        None where that is not known. Its place counts in its own earlier text, in the present one where it has none.
        """
        if not self.machine_said or "start" not in self.machine_said:
            return None
        columns = {field.attname for field in self._meta.concrete_fields}
        said = {name: value for name, value in self.machine_said.items() if name in columns}
        return type(self)(**{**said, "pk": self.pk})


def are_parts(parts: Any, whole: Span) -> bool:
    """Say whether parts is a list of [start, end], each after the one before and all of them within whole."""
    last = whole.start
    for part in parts if isinstance(parts, list) else [parts]:
        if not isinstance(part, list) or [type(index) for index in part] != [int, int]:
            return False
        start, end = part
        if not last <= start < end <= whole.end:
            return False
        last = end
    return True


def shown(finding: F_ | None) -> F_ | None:
    """Return what a finding points to if the public may see it, else None: what was rejected credits nobody."""
    return finding if finding is not None and finding.stands else None


class RemarkState(models.TextChoices):
    OPEN = "open", pgettext_lazy("remark", "open")
    IGNORED = "ignored", _("ignored")
    RESOLVED = "resolved", pgettext_lazy("remark", "resolved")


class RemarkCode(models.TextChoices):
    """What a remark is about."""

    COUNT_SHORT = "count-short", _("points are missing")
    COUNT_OVER = "count-over", _("more points than declared")
    ODD_ORDINAL = "odd-ordinal", _("odd ordinal")
    ANAPHORA_UNRESOLVED = "anaphora-unresolved", _("refers back to no document")
    CITATION_AMBIGUOUS = "citation-ambiguous", _("may be several documents")
    CITATION_UNKNOWN = "citation-unknown", _("document not known")
    DOCUMENT_UNREAD = "document-unread", _("perhaps a document, not read")
    DATE_CONFLICT = "date-conflict", _("dates differ")
    ODD_DATE = "odd-date", _("no such day")
    LIST_EMPTY = "list-empty", _("points announced, none found")
    STRAY_MARKER = "stray-marker", _("marker that belongs to no list")
    MENTION_AMBIGUOUS = "mention-ambiguous", _("may be several people")
    MENTION_UNKNOWN = "mention-unknown", _("nobody introduced by that name or title")
    NAME_UNREAD = "name-unread", _("perhaps a name, not read")
    QUOTATION_OPEN = "quotation-open", _("quotation that does not end")
    QUOTATION_UNATTRIBUTED = "quotation-unattributed", _("quotation of nobody known")
    SAME_TEXT = "same-text", _("same text as another article")
    UNANCHORED = "unanchored", _("left in an earlier text")


# What a remark of each code says, and what there is to do about it: for curators.
EXPLANATIONS: Final = {
    RemarkCode.COUNT_SHORT: _(
        "The text announces more points than were found: it prints fewer, or one was not recognised."
    ),
    RemarkCode.COUNT_OVER: _(
        "More points were found than the text announces. See whether one of them belongs to what follows the list."
    ),
    RemarkCode.ODD_ORDINAL: _("The numbers of the points do not follow one another. Often the newspaper miscounted."),
    RemarkCode.LIST_EMPTY: _("A sentence announces a number of points, and none was recognised behind it."),
    RemarkCode.STRAY_MARKER: _(
        "A marker such as “Thứ nhất” or “4.” stands alone: the other points were not recognised."
    ),
    RemarkCode.ANAPHORA_UNRESOLVED: _(
        "“Nghị quyết này” and the like, and no document of that kind is cited before it."
    ),
    RemarkCode.CITATION_AMBIGUOUS: _(
        "What is printed fits several known documents. Choose one on the citation's page."
    ),
    RemarkCode.CITATION_UNKNOWN: _(
        "No known document has that number or name. Add the document or the name: all that waited for it is settled at "
        "once."
    ),
    RemarkCode.DOCUMENT_UNREAD: _("This looks like the number of a document, and no rule reads it as one."),
    RemarkCode.DATE_CONFLICT: _(
        "The text prints another day of publication than was stated with it; the stated one counts."
    ),
    RemarkCode.ODD_DATE: _("The printed day is in no calendar, so it dates nothing."),
    RemarkCode.MENTION_AMBIGUOUS: _(
        "The name or title fits several people of the text. Choose one on the mention's page."
    ),
    RemarkCode.MENTION_UNKNOWN: _(
        "Someone is called by a name or a title, and the text does not introduce who that is."
    ),
    RemarkCode.NAME_UNREAD: _("Capitals behind a title look like a name, and no rule reads them as one."),
    RemarkCode.QUOTATION_OPEN: _("A quotation has no closing mark, so it is not certain where its words end."),
    RemarkCode.QUOTATION_UNATTRIBUTED: _(
        "Someone's words are quoted, and the text was not seen to say whose they are."
    ),
    RemarkCode.SAME_TEXT: _("Another article has the very same text. Both are kept; one can be withdrawn."),
    RemarkCode.UNANCHORED: _("A person decided about these words, and the present text no longer has them."),
}

# The codes of remarks that no longer hold once it is known which document, or which person, is meant at their words.
SETTLED_BY_A_DOCUMENT: Final = (
    RemarkCode.ANAPHORA_UNRESOLVED,
    RemarkCode.CITATION_AMBIGUOUS,
    RemarkCode.CITATION_UNKNOWN,
)
SETTLED_BY_A_SPEAKER: Final = (RemarkCode.MENTION_AMBIGUOUS, RemarkCode.MENTION_UNKNOWN)


# What holds of the remarks that wait for a person: those that are open, and that nobody confirmed or rejected.
REMARK_WAITS: Final = Q(state=RemarkState.OPEN, origin=Origin.MACHINE, review=Review.MACHINE)


class RemarkQuerySet(FindingQuerySet["Remark"]):
    def waiting(self) -> Self:
        """Those that wait for a person, also in earlier texts."""
        return self.filter(REMARK_WAITS)

    def let_be(self) -> Self:
        """Those of which a person said that they are nothing to mend: ignored, or rejected."""
        return self.filter(Q(state=RemarkState.IGNORED) | Q(review=Review.REJECTED))


class Remark(Finding):
    """What the machine saw and did not understand, or what does not add up.

    Ignored stays ignored; resolved opens again when a later run finds it again.
    """

    code = models.CharField(
        _("code"), max_length=40, choices=RemarkCode.choices, help_text=_('What it is about, e.g. "count-short".')
    )
    detail = models.TextField(_("detail"), help_text=_("What was seen, in a sentence."))
    state = models.CharField(_("state"), max_length=8, choices=RemarkState.choices, default=RemarkState.OPEN)

    SEARCHED = ("exact",)
    objects = RemarkQuerySet.as_manager()  # type: ignore[misc]  # as on the abstract base

    class Meta(Finding.Meta):
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        indexes = [
            *Finding.Meta.indexes,
            models.Index(  # the queue of those that are open, by article or code: register.queues.open_remarks
                fields=["article", "code"], condition=Q(state=RemarkState.OPEN), name="remark_queue"
            ),
        ]

    @property
    def waits(self) -> bool:
        """Whether it waits for a person: as `REMARK_WAITS` says."""
        return self.state == RemarkState.OPEN and not self.is_decided

    @property
    def explanation(self) -> str:
        """What a remark of its code says, in the reader's language; empty for a code that is not known."""
        known = {str(code): said for code, said in EXPLANATIONS.items()}
        return str(known.get(self.code, ""))

    def identity(self) -> tuple[Any, ...]:
        return ("Remark", self.code)

    def searched(self) -> Searched:
        """Return what it is found by: the words that it is about."""
        return Searched(text=self.exact, article_id=self.article_id)
