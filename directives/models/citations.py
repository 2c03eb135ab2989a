"""Citations: each place where a text names an official document."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Substr
from django.utils.translation import gettext_lazy as _

from articles.models import Finding, FindingQuerySet, Origin, Review
from articles.search.searched import Searched
from directives.models.directives import Directive
from directives.models.resolutions import DocumentKind, Resolution
from directives.snippets import LOADED


class CitationForm(models.TextChoices):
    FULL = "full", _("full")
    SHORT = "short", _("short")
    ALIAS = "alias", _("by a name")
    ANAPHORA = "anaphora", _("reference back")


class CitationStatus(models.TextChoices):
    RESOLVED = "resolved", _("resolved")
    AMBIGUOUS = "ambiguous", _("several candidates")
    UNKNOWN = "unknown", _("no document known")


class CitationQuerySet(FindingQuerySet["Citation"]):
    def for_api(self) -> Self:
        """Load what the serializer shows."""
        related = super().for_api().select_related("resolution", "directive__list", "directive__parent")
        return related.with_surroundings()

    def with_surroundings(self) -> Self:
        """Add surroundings: the words with the text around them, cut out by the database, not the whole text."""
        first = Greatest(F("start") - LOADED, Value(0))
        length = F("end") - F("start") + 2 * LOADED
        return self.annotate(surroundings=Substr("article__text", first + 1, length))


class Citation(Finding):
    """One place where a document is cited, resolved to it or waiting with a reason."""

    resolution = models.ForeignKey(
        Resolution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("document"),
        help_text=_("Empty while it is open which document is meant."),
    )
    directive = models.ForeignKey(
        Directive,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="citations",
        verbose_name=_("directive"),
        help_text=_("The directive in whose words it stands, the innermost one."),
    )
    form = models.CharField(_("form"), max_length=8, choices=CitationForm.choices)
    status = models.CharField(_("status"), max_length=9, choices=CitationStatus.choices)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Why it is open; empty once it is resolved.")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=DocumentKind.choices)
    number = models.TextField(_("number"), blank=True)
    symbol = models.TextField(_("symbol"), blank=True)
    issuer = models.TextField(_("issuer"), blank=True, help_text=_("As this text gives it."))
    key = models.TextField(
        _("key in the text"),
        blank=True,
        help_text=_("What the citations of one document in one text have in common."),
    )

    SEARCHED = ("exact",)
    objects = CitationQuerySet.as_manager()  # type: ignore[misc]  # as on the abstract base

    class Meta(Finding.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            *Finding.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status=CitationStatus.RESOLVED, resolution__isnull=False, reason="")
                | Q(status__in=[CitationStatus.AMBIGUOUS, CitationStatus.UNKNOWN], resolution=None),
                name="citation_resolved_by_a_document",
                violation_error_message=_("Only a citation of a known document is resolved, and each of those is."),
            ),
        ]
        indexes = [
            *Finding.Meta.indexes,
            models.Index(fields=["status"], name="citation_by_status"),  # the lists of what is open, in API and admin
            models.Index(  # the queue of those that are open, by article: register.queues.open_citations
                fields=["article"],
                condition=Q(resolution=None, earlier_text=None, origin=Origin.MACHINE, review=Review.MACHINE),
                name="citation_queue",
            ),
        ]

    @property
    def shown_directive(self) -> Directive | None:
        """The directive in whose words it stands, if the public may see that."""
        return self.directive if self.directive is not None and self.directive.is_served else None

    def identity(self) -> tuple[Any, ...]:
        return ("Citation", self.kind)

    def gives_way_as(self) -> tuple[Any, ...]:
        return ("Citation",)  # whatever kind of document is read there: the same words cite one

    def searched(self) -> Searched:
        """Return what it is found by: the words that cite."""
        return Searched(text=self.exact, article_id=self.article_id)
