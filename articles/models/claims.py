"""A fact about a known row together with who says so: facts are claims, and one of them is preferred."""

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.identity import NaturalKey, NaturalKeyQuerySet


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", _("two sources, or an official one")
    SINGLE = "single", _("one source that is not official")
    CONFLICT = "conflict", _("sources differ")
    UNVERIFIED = "unverified", _("no source found")


C = TypeVar("C", bound="Claim")


class ClaimQuerySet(NaturalKeyQuerySet[C]):
    def sourced(self) -> Self:
        """Those that a source stands behind, an address or a text named in the note; unverified ones are curators'."""
        return self.exclude(confidence=Confidence.UNVERIFIED)


class Claim(NaturalKey):
    """What one source says of one fact of a row."""

    fact = models.CharField(_("fact"), max_length=20, help_text=_('The field it is about, e.g. "issued_on".'))
    value = models.TextField(_("value"), help_text=_("As text; dates as YYYY, YYYY-MM or YYYY-MM-DD."))
    source = models.URLField(_("source"), max_length=1000, blank=True, help_text=_("Where it is said."))
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices)
    preferred = models.BooleanField(
        _("preferred"), default=False, help_text=_("The one of the claims about this fact that is shown as known.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["fact", "-preferred", "value", "id"]

    def __str__(self) -> str:
        return f"{self.fact}: {self.value}"
