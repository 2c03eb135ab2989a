"""A fact about a known row together with who says so: facts are claims, and one of them is preferred."""

from typing import Final, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.identity import NaturalKey, NaturalKeyQuerySet


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", _("two sources, or an official one")
    SINGLE = "single", _("one source that is not official")
    CONFLICT = "conflict", _("sources differ")
    UNVERIFIED = "unverified", _("no source found")


ABOUT: Final = _('The field it is about, e.g. "issued_on".')


class Fact(models.TextChoices):
    """What a claim may be about, of a document or of a tenure. Most are the names of fields."""

    TITLE = "title", pgettext_lazy("document", "title")
    ISSUER = "issuer", _("issuer")
    ISSUED_ON = "issued_on", _("issued on")
    SYMBOL = "symbol", _("symbol")
    TERM = "term", _("term")
    IMPLEMENTS = "implements", _("implements")
    REPLACES = "replaces", _("replaces")
    SINCE = "since", _("since")
    UNTIL = "until", _("until")
    ATTESTED = "attested", _("attested on")
    ATTESTED_IN = "attested_in", _("attested in the month")


OF_TENURES: Final = (Fact.SINCE, Fact.UNTIL, Fact.ATTESTED, Fact.ATTESTED_IN)
# A document may replace several, and a person be seen on many days: of these facts, several claims may be preferred.
SEVERAL_AT_ONCE: Final = (Fact.IMPLEMENTS, Fact.REPLACES, Fact.ATTESTED, Fact.ATTESTED_IN)
ABOUT_TENURES: Final = [(fact.value, fact.label) for fact in OF_TENURES]
ABOUT_DOCUMENTS: Final = [(fact.value, fact.label) for fact in Fact if fact not in OF_TENURES]

C = TypeVar("C", bound="Claim")


class ClaimQuerySet(NaturalKeyQuerySet[C]):
    def sourced(self) -> Self:
        """Those that a source stands behind, an address or a text named in the note; unverified ones are curators'."""
        return self.exclude(confidence=Confidence.UNVERIFIED)


class Claim(NaturalKey):
    """What one source says of one fact of a row."""

    fact = models.CharField(_("fact"), max_length=20, choices=Fact.choices, help_text=ABOUT)
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
        return f"{self.get_fact_display()}: {self.value}"
