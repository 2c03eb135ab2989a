"""Directives: what someone set out to be done, one by one or as the points of a list."""

from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from articles.circles import leads_back
from articles.extraction.text import Span
from articles.models import Article, Finding, FindingQuerySet, Mention, Origin, Review, shown
from articles.models.counting import count_of
from articles.models.credits import Credited, with_credits, with_offices_then
from articles.models.identity import NaturalKey, NaturalKeyQuerySet, PlainSlugField, mint_slug
from articles.models.sorting import Sorted
from articles.search.searched import Searched


class TopicQuerySet(NaturalKeyQuerySet["Topic"]):
    def for_api(self) -> Self:
        """Load what the serializers show."""
        directives = count_of(Directive.objects.served(), "topics")
        return self.select_related("broader").prefetch_related("narrower").annotate(directive_count=directives)


class Topic(NaturalKey, Sorted):
    """A word of the small controlled vocabulary of subjects."""

    slug = PlainSlugField(_("slug"), max_length=60, unique=True)
    label_vi = models.CharField(_("label in Vietnamese"), max_length=200)
    label_en = models.CharField(_("label in English"), max_length=200)
    definition = models.CharField(_("definition"), max_length=500, blank=True)
    broader = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="narrower", verbose_name=_("broader")
    )

    SEARCHED = ("label_vi", "label_en", "definition")
    COMPLETED = True
    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.label_vi

    def clean(self) -> None:
        """Raise ValidationError where broader topics would lead round in a circle."""
        super().clean()
        if self.pk is None or self.broader_id is None:
            return
        above = {**dict(Topic.objects.values_list("pk", "broader")), self.pk: self.broader_id}
        if leads_back(self.pk, above):
            circle = ValidationError(_("This topic is itself broader than that one."), code="circle")
            raise ValidationError({"broader": circle})

    def searched(self) -> Searched:
        """Return what it is found by: its labels and its definition."""
        return Searched((self.label_vi, self.label_en), self.definition)


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


SLUG_WORDS: Final = 60  # characters of words in a slug, before the public id

PLACE_TAKEN: Final = _("Another point has this place in the list.")


class CountStatus(models.TextChoices):
    OK = "ok", _("as many as declared")
    SHORT = "short", _("fewer than declared")
    OVER = "over", _("more than declared")
    UNDECLARED = "undeclared", _("no number declared")


class DirectiveListQuerySet(FindingQuerySet["DirectiveList"]):
    def with_counts(self) -> Self:
        """Add found_count: the points on the first level that were not rejected."""
        return self.annotate(found_count=count_of(Directive.objects.of_first_level(), "list"))

    def for_api(self) -> Self:
        """Load what a list of lists shows: of the points only their ordinals."""
        points = Directive.objects.standing().filter(parent=None).only("list", "parent", "ordinal")
        return with_offices_then(super().for_api().with_credits()).prefetch_related(Prefetch("items", points))

    def for_detail(self) -> Self:
        """Load the points as well, those below them included."""
        return with_offices_then(super().for_api().for_nesting())

    def for_nesting(self) -> Self:
        """Load what a list shows inside its article, which is loaded with it."""
        return self.with_credits().prefetch_related(Prefetch("items", Directive.objects.standing().for_nesting()))

    def with_credits(self) -> Self:
        """Load who set the list out, in what office, and the counts."""
        return with_credits(self).with_counts()

    def of_directives(self) -> Self:
        """Those that list directives, not results, reasons and the like."""
        return self.filter(kind__in=DIRECTIVE_KINDS)


class DirectiveList(Credited, Finding):
    """An enumeration with its opening words and the number of points that these declare."""

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="directive_lists",
        verbose_name=_("article"),
        db_index=False,  # as on the base
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

    SEARCHED = ("intro",)
    objects = DirectiveListQuerySet.as_manager()  # type: ignore[misc]  # as on the abstract base

    class Meta(Finding.Meta):
        verbose_name = _("list of directives")
        verbose_name_plural = _("lists of directives")
        indexes = [
            *Finding.Meta.indexes,
            models.Index(  # the queue of those whose count does not match: register.queues.lists_that_do_not_add_up
                fields=["article", "declared_count"],
                condition=Q(
                    declared_count__isnull=False, earlier_text=None, origin=Origin.MACHINE, review=Review.MACHINE
                ),
                name="directivelist_queue",
            ),
        ]

    @property
    def intro_span(self) -> Span | None:
        return None if self.intro_start is None or self.intro_end is None else Span(self.intro_start, self.intro_end)

    @property
    def is_directive(self) -> bool:
        """Whether its points are directives."""
        return self.kind in DIRECTIVE_KINDS

    def identity(self) -> tuple[Any, ...]:
        return ("DirectiveList",)

    def searched(self) -> Searched:
        """Return what it is found by: the sentence that opens it."""
        return Searched(text=self.intro, article_id=self.article_id)


def count_status(declared: int | None, found: int) -> CountStatus:
    """Return how the number of points found stands to the number that the intro declares."""
    if declared is None:
        return CountStatus.UNDECLARED
    if found == declared:
        return CountStatus.OK
    return CountStatus.SHORT if found < declared else CountStatus.OVER


class DirectiveQuerySet(FindingQuerySet["Directive"]):
    def standing(self) -> Self:
        """As of every finding; and a point that nobody looked at falls with the point above it."""
        fallen = Q(parent__review=Review.REJECTED) | Q(parent__earlier_text__isnull=False)
        return super().standing().exclude(fallen, origin=Origin.MACHINE, review=Review.MACHINE)

    def of_first_level(self) -> Self:
        """The standing points that have none above them, and so fall with none: by directive_ordinal_once_per_list.

        Single directives, which are of no list, are among them.
        """
        return self.filter(parent=None, earlier_text=None).exclude(review=Review.REJECTED)

    def served(self) -> Self:
        """Those that the public may see and that are directives in truth."""
        return self.public().in_truth()

    def withdrawn(self) -> Self:
        """Those that are directives in truth and went with their article."""
        return super().withdrawn().in_truth()

    def in_truth(self) -> Self:
        """Single ones, and points of lists that list directives."""
        return self.filter(self._are_directives())

    def of_other_lists(self) -> Self:
        """The points of lists that list results, reasons and the like, or that were rejected."""
        return self.exclude(self._are_directives())

    def _are_directives(self) -> Q:
        return Q(list=None) | (Q(list__kind__in=DIRECTIVE_KINDS) & ~Q(list__review=Review.REJECTED))

    def for_api(self) -> Self:
        """Load what the serializer shows, so that a page costs the same few queries at any length."""
        rows = super().for_api().for_nesting().with_credits().select_related("list").defer("list__exact")
        return with_offices_then(rows)

    def with_credits(self) -> Self:
        """Load who set it out, in what office."""
        return with_credits(self)

    def for_nesting(self) -> Self:
        """Load what a point shows inside its list or article, which is loaded with it."""
        from directives.models.citations import Citation  # it imports this module

        cited = Citation.objects.standing().select_related("resolution")
        return (
            self.select_related("parent__parent")  # the last should be none, but a row below it must not ask for it
            .defer("parent__exact", "parent__parent__exact")
            .prefetch_related("topics", Prefetch("citations", cited))
            .order_by("article_id", "start", "id")
        )

    def for_detail(self) -> Self:
        """Load the points below as well."""
        below = Directive.objects.standing().select_related("list", "parent").order_by("start", "id")
        return self.for_api().prefetch_related(Prefetch("children", below))


class Directive(Credited, Finding):
    """One thing that someone set out to be done: a sentence, a point of a list, or a point below a point.

    There are two levels of points, as in the texts: the point above another has none above it.
    """

    slug = PlainSlugField(_("slug"), max_length=100, unique=True, editable=False)
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
    marker = models.TextField(_("marker"), blank=True, help_text=_('As printed, e.g. "Một là".'))
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
    addressee = models.TextField(_("addressee"), blank=True, help_text=_("Who is to do it, as written."))
    deadline = models.TextField(_("deadline"), blank=True, help_text=_("By when, as written."))
    topics = models.ManyToManyField(Topic, blank=True, related_name="directives", verbose_name=_("topics"))

    SEARCHED = ("exact", "parts")
    objects = DirectiveQuerySet.as_manager()  # type: ignore[misc]  # as on the abstract base

    class Meta(Finding.Meta):
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        constraints = [
            *Finding.Meta.constraints,
            models.UniqueConstraint(
                fields=["list", "ordinal"],
                condition=Q(parent=None, earlier_text=None) & ~Q(review=Review.REJECTED),
                name="directive_ordinal_once_per_list",
                violation_error_message=PLACE_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["parent", "ordinal"],
                condition=Q(parent__isnull=False, earlier_text=None) & ~Q(review=Review.REJECTED),
                name="directive_ordinal_once_per_parent",
                violation_error_message=PLACE_TAKEN,
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="directive_not_below_itself"),
        ]

    def clean(self) -> None:
        """Raise ValidationError too where the point above is of another list, or not of the first level."""
        super().clean()
        above = self.parent
        if above is None:
            return
        if above.pk == self.pk or above.parent_id is not None or (self.pk and self.children.exists()):
            raise ValidationError(
                _("A point stands on the first level, or below a point of the first level."), code="wrong_level"
            )
        if above.list_id != self.list_id:
            raise ValidationError(_("The point above is not of the same list."), code="wrong_list")

    @property
    def stands(self) -> bool:
        return super().stands and not self._falls

    @property
    def _falls(self) -> bool:
        """Whether it goes with the point above, which is not shown: see DirectiveQuerySet.standing."""
        return not self.is_decided and self.parent is not None and self.shown_parent is None

    @property
    def shown_list(self) -> DirectiveList | None:
        """Its list, if the public may see that."""
        return shown(self.list)

    @property
    def shown_parent(self) -> "Directive | None":
        """The point above, if the public may see that."""
        above = self.parent
        is_gone = above is None or above.review == Review.REJECTED or above.earlier_text_id is not None
        return None if is_gone else above

    @property
    def is_directive(self) -> bool:
        """Whether it is a directive in truth, and no point of another list: see DirectiveQuerySet.in_truth."""
        return self.list is None or (self.list.is_directive and self.list.review != Review.REJECTED)

    @property
    def is_served(self) -> bool:
        """Whether it has a page of its own among the directives: see DirectiveQuerySet.served."""
        return self.stands and self.is_directive

    @property
    def place(self) -> tuple[int | None, int | None, int | None] | None:
        """What stands once: the list or the point above, and the ordinal; None for a point that takes no place."""
        if self.ordinal is None or not (self.list_id or self.parent_id) or self.review == Review.REJECTED:
            return None
        return (None if self.parent_id else self.list_id, self.parent_id, self.ordinal)

    @property
    def ordinal_path(self) -> str | None:
        """The ordinals from the list down to this point, e.g. "3.2"; None for a single directive."""
        if self.ordinal is None:
            return None
        above = self.parent.ordinal if self.parent else None
        return str(self.ordinal) if above is None else f"{above}.{self.ordinal}"

    @property
    def text(self) -> str:
        """The words of its parts apart by an empty line: without what stands between them, such as a caption."""
        pieces = (self.exact[start - self.start : end - self.start] for start, end in self.parts)
        return "\n\n".join(pieces) or self.exact

    def name_by_words(self) -> None:
        """Set the slug: the first words after the marker, and the public id, which must be set."""
        words = self.exact.removeprefix(self.marker).lstrip(' ,.:;)-–—“"')
        self.slug = f"{mint_slug(words[: 2 * SLUG_WORDS], (), SLUG_WORDS)}-{self.public_id}"

    def identity(self) -> tuple[Any, ...]:
        return ("Directive", bool(self.parent_id or self.parent))  # a point below another stands in its words

    def searched(self) -> Searched:
        """Return what it is found by: its words."""
        return Searched(text=self.text, article_id=self.article_id)
