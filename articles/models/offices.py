"""The offices that people hold and the bodies these belong to (in Popolo: posts and organizations).

Popolo: https://www.popoloproject.com/specs/
"""

from typing import Self

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.identity import Alias, NaturalKey, NaturalKeyQuerySet, PlainSlugField
from articles.models.sorting import Sorted
from articles.models.tenures import Tenure
from articles.search.searched import Searched


class OrganQuerySet(NaturalKeyQuerySet["Organ"]):
    def for_api(self) -> Self:
        """Load what a list shows."""
        return self.prefetch_related("aliases")

    def for_detail(self) -> Self:
        """Load the offices and those who held them as well."""
        return self.for_api().prefetch_related(Prefetch("offices", Office.objects.for_detail()))


class Organ(NaturalKey, Sorted):
    """A body such as a ministry, the Bộ Chính trị or the Quốc hội: the issuer of documents and the home of offices."""

    slug = PlainSlugField(_("slug"), max_length=90, unique=True)
    name = models.CharField(_("name"), max_length=300, help_text=_('The full name, e.g. "Bộ Ngoại giao".'))

    SEARCHED = ("name",)
    objects = OrganQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        permissions = [("import_authority", "Can import authority lists")]  # bodies, offices, topics and outlets alike

    def __str__(self) -> str:
        return self.name

    def searched(self) -> Searched:
        """Return what it is found by: its names."""
        return Searched(names=(self.name, *(alias.name for alias in self.aliases.all())))


class OrganAlias(Alias):
    natural_fields = ("organ__slug", "name")

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("body"))

    class Meta(Alias.Meta):
        verbose_name = _("name of a body")
        verbose_name_plural = _("names of bodies")
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="organ_alias_once")]


class OfficeQuerySet(NaturalKeyQuerySet["Office"]):
    def for_api(self) -> Self:
        """Load what a list shows."""
        return self.select_related("organ").prefetch_related("aliases")

    def for_detail(self) -> Self:
        """Load those who held it as well, one after another."""
        return self.for_api().prefetch_related(Prefetch("tenures", Tenure.objects.for_api().in_order()))


class Office(NaturalKey, Sorted):
    """A post that people hold, one after another or several at once."""

    slug = PlainSlugField(_("slug"), max_length=90, unique=True)
    title = models.CharField(
        pgettext_lazy("office", "title"), max_length=300, help_text=_('In full, e.g. "Bộ trưởng Bộ Ngoại giao".')
    )
    organ = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="offices", verbose_name=_("body")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2; empty for international bodies.")
    )
    single_seat = models.BooleanField(
        _("single seat"), default=False, help_text=_("Whether one person at a time holds it.")
    )

    SEARCHED = ("title",)
    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.title

    @property
    def distinct_name(self) -> str:
        return " · ".join(filter(None, (self.title, self.country, self.slug)))

    def searched(self) -> Searched:
        """Return what it is found by: its names."""
        return Searched(names=(self.title, *(alias.name for alias in self.aliases.all())))


class OfficeAlias(Alias):
    natural_fields = ("office__slug", "name")

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("office"))

    class Meta(Alias.Meta):
        verbose_name = _("name of an office")
        verbose_name_plural = _("names of offices")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="office_alias_once")]
