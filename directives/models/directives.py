"""Directives: what someone set out to be done, one by one or as the points of a list."""

from typing import Any, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.extraction.text import Span
from articles.models import Article, Finding, FindingQuerySet, Mention, Review


class Topic(models.Model):
    """A word of the small controlled vocabulary of subjects."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    label_vi = models.CharField(_("label in Vietnamese"), max_length=200)
    label_en = models.CharField(_("label in English"), max_length=200)
    definition = models.CharField(_("definition"), max_length=500, blank=True)
    broader = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="narrower", verbose_name=_("broader")
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.label_vi


class ListKind(models.TextChoices):
    """What an enumeration lists. The first six are directives; the others are kept apart and not served as such."""

    ORIENTATION = "orientation", _("orientation")
    SOLUTION = "solution", _("solution")
    TASK = "task", _("task")
    MEASURE = "measure", _("measure")
    VIEWPOINT = "viewpoint", _("viewpoint")
    PROPOSAL = "proposal", _("proposal")
    RESULT = "result", _("result")
    REASON = "reason", _("reason")
    CHALLENGE = "challenge", _("challenge")
    CONTENT = "content", _("contents of a document")
    OTHER = "other", _("other")


DIRECTIVE_KINDS: Final = (
    ListKind.ORIENTATION,
    ListKind.SOLUTION,
    ListKind.TASK,
    ListKind.MEASURE,
    ListKind.VIEWPOINT,
    ListKind.PROPOSAL,
)


class CountStatus(models.TextChoices):
    OK = "ok", _("as many as declared")
    SHORT = "short", _("fewer than declared")
    OVER = "over", _("more than declared")
    UNDECLARED = "undeclared", _("no number declared")


class DirectiveListQuerySet(FindingQuerySet["DirectiveList"]):
    def with_counts(self) -> Self:
        """Add found_count: the points on the first level that were not rejected."""
        points = Q(items__parent=None, items__earlier_text=None) & ~Q(items__review=Review.REJECTED)
        return self.annotate(found_count=models.Count("items", filter=points, distinct=True))

    def of_directives(self) -> Self:
        """Those that list directives, not results, reasons and the like."""
        return self.filter(kind__in=DIRECTIVE_KINDS)


class DirectiveList(Finding):
    """An enumeration with its opening words and the number of points that these declare."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="directive_lists", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=ListKind.choices)
    intro_start = models.PositiveIntegerField(_("start of the intro"), null=True, blank=True)
    intro_end = models.PositiveIntegerField(_("end of the intro"), null=True, blank=True)
    intro = models.TextField(_("intro"), blank=True, help_text=_("The sentence that opens the list, as printed."))
    declared_count = models.PositiveIntegerField(
        _("declared count"), null=True, blank=True, help_text=_('How many points the intro promises ("3 định hướng").')
    )
    mention = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="directive_lists",
        verbose_name=_("credited to"),
    )

    objects = DirectiveListQuerySet.as_manager()

    class Meta(Finding.Meta):
        verbose_name = _("list of directives")
        verbose_name_plural = _("lists of directives")

    @property
    def intro_span(self) -> Span | None:
        return None if self.intro_start is None or self.intro_end is None else Span(self.intro_start, self.intro_end)

    @property
    def is_directive(self) -> bool:
        """Whether its points are directives."""
        return self.kind in DIRECTIVE_KINDS

    def identity(self) -> tuple[Any, ...]:
        return ("DirectiveList",)


def count_status(declared: int | None, found: int) -> CountStatus:
    """Return how the number of points found stands to the number that the intro declares."""
    if declared is None:
        return CountStatus.UNDECLARED
    if found == declared:
        return CountStatus.OK
    return CountStatus.SHORT if found < declared else CountStatus.OVER


class DirectiveQuerySet(FindingQuerySet["Directive"]):
    def served(self) -> Self:
        """Those that are directives in truth: single ones, and points of lists that list directives."""
        listed = Q(list__kind__in=DIRECTIVE_KINDS) & ~Q(list__review=Review.REJECTED)
        return self.public().filter(Q(list=None) | listed)


class Directive(Finding):
    """One thing that someone set out to be done: a sentence, a point of a list, or a point below a point."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True, editable=False)
    list = models.ForeignKey(
        DirectiveList,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="items",
        verbose_name=_("list"),
        help_text=_("Empty for a single directive."),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
        verbose_name=_("point above"),
    )
    ordinal = models.PositiveIntegerField(
        _("ordinal"), null=True, blank=True, help_text=_("The place in the list, from 1; once per list and parent.")
    )
    marker = models.CharField(_("marker"), max_length=60, blank=True, help_text=_('As printed, e.g. "Một là".'))
    kind = models.CharField(_("kind"), max_length=11, choices=ListKind.choices)
    mention = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="directives",
        verbose_name=_("credited to"),
        help_text=_("The mention that introduces who set it out; empty while that is open."),
    )
    addressee = models.CharField(
        _("addressee"), max_length=300, blank=True, help_text=_("Who is to do it, as written.")
    )
    deadline = models.CharField(_("deadline"), max_length=200, blank=True, help_text=_("By when, as written."))
    topics = models.ManyToManyField(Topic, blank=True, related_name="directives", verbose_name=_("topics"))

    objects = DirectiveQuerySet.as_manager()

    class Meta(Finding.Meta):
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        constraints = [
            *Finding.Meta.constraints,
            models.UniqueConstraint(
                fields=["list", "ordinal"],
                condition=Q(parent=None, earlier_text=None) & ~Q(review=Review.REJECTED),
                name="directive_ordinal_once_per_list",
            ),
            models.UniqueConstraint(
                fields=["parent", "ordinal"],
                condition=Q(parent__isnull=False, earlier_text=None) & ~Q(review=Review.REJECTED),
                name="directive_ordinal_once_per_parent",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="directive_not_below_itself"),
        ]

    def identity(self) -> tuple[Any, ...]:
        return ("Directive",)
