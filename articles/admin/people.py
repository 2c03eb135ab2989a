"""The pages of people, the offices they hold and the bodies these belong to."""

import datetime
from itertools import count
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from articles.admin.base import Inline, NamedAdmin, PartAdmin, RecordInline, SharedAdmin, TallInline, api_page
from articles.admin.claims import ClaimForm, ClaimFormSet
from articles.admin.imports import ImportedAdmin
from articles.models import (
    Office,
    OfficeAlias,
    Organ,
    OrganAlias,
    Precision,
    Speaker,
    SpeakerAlias,
    Tenure,
    TenureClaim,
)
from articles.models.identity import mint_public_id
from articles.resources import (
    OfficeResource,
    OrganResource,
    SpeakerResource,
    TenureClaimResource,
    TenureResource,
    TenuresOfSpeakersResource,
)


class WithOffices(admin.EmptyFieldListFilter):
    """Bodies that have offices, and those that have none; Django would call it by the field's name in the code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = _("offices")


class WithKnownDays:
    """Tenures with their first and last day as far as they are known: "12/2010" where only the month is."""

    @admin.display(description=_("since"), ordering="since")
    def known_since(self, row: Tenure) -> str | None:
        return as_known(row.since, row.since_precision)

    @admin.display(description=_("until"), ordering="until")
    def known_until(self, row: Tenure) -> str | None:
        return as_known(row.until, row.until_precision)


def as_known(day: datetime.date | None, precision: str) -> str | None:
    """Return a day, or the month or year in which it lies where only that is known, as the reader writes it."""
    if day is None:
        return None
    if precision == Precision.YEAR:
        return date_format(day, "Y")
    month = pgettext("date format", "Y-m")  # Django has none for a month in figures
    return date_format(day, month if precision == Precision.MONTH else "DATE_FORMAT")


class SpeakerAliasInline(Inline):
    model = SpeakerAlias


class OfficeAliasInline(Inline):
    model = OfficeAlias


class OrganAliasInline(Inline):
    model = OrganAlias


class TenureInline(WithKnownDays, RecordInline):
    """The offices of a speaker, each with a link to its own page, where it is changed."""

    model = Tenure
    fields = ["office", "acting", "known_since", "known_until", "first_seen", "last_seen", "origin"]
    readonly_fields = ["known_since", "known_until"]
    show_change_link = True


class TenureClaimInline(TallInline):
    model = TenureClaim
    form = ClaimForm
    formset = ClaimFormSet
    fields = [("fact", "value"), ("confidence", "preferred"), "source", "note"]


@admin.register(Speaker)
class SpeakerAdmin(ImportedAdmin, NamedAdmin, SharedAdmin):
    list_display = ["name", "country", "origin", "merged_into", "changed_at"]
    list_filter = ["origin", ("merged_into", admin.EmptyFieldListFilter), "country"]
    list_select_related = ["merged_into"]
    search_fields = ["name", "aliases__name", "slug"]
    readonly_fields = ["merged_into", "origin", "created_at", "changed_at"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "country", "merged_into"]}),
        (_("Where it comes from"), {"fields": ["origin", ("created_at", "changed_at")], "classes": ["collapse"]}),
    ]
    inlines = [SpeakerAliasInline, TenureInline]
    resource_classes = [SpeakerResource, TenuresOfSpeakersResource]
    view_on_site = api_page("speaker")


@admin.register(Organ)
class OrganAdmin(ImportedAdmin, NamedAdmin):
    list_display = ["name", "slug"]
    list_filter = [("offices", WithOffices)]
    search_fields = ["name", "aliases__name", "slug"]
    fields = ["name", "slug"]
    inlines = [OrganAliasInline]
    resource_classes = [OrganResource]
    view_on_site = api_page("organ")


@admin.register(Office)
class OfficeAdmin(ImportedAdmin, NamedAdmin):
    list_display = ["title", "organ", "country", "single_seat"]
    list_filter = ["single_seat", "country"]
    list_select_related = ["organ"]
    search_fields = ["title", "aliases__name", "slug"]
    autocomplete_fields = ["organ"]
    fields = ["title", "slug", "organ", "country", "single_seat"]
    inlines = [OfficeAliasInline]
    resource_classes = [OfficeResource]
    view_on_site = api_page("office")


@admin.register(Tenure)
class TenureAdmin(WithKnownDays, ImportedAdmin, SharedAdmin):
    list_display = ["speaker", "office", "acting", "known_since", "known_until", "first_seen", "last_seen"]
    list_filter = ["acting", "origin", ("until", admin.EmptyFieldListFilter)]
    list_select_related = ["speaker", "office"]
    search_fields = ["speaker__name", "office__title"]
    date_hierarchy = "since"
    autocomplete_fields = ["speaker", "office"]
    readonly_fields = ["public_id", "first_seen", "last_seen", "origin"]
    fieldsets = [
        (None, {"fields": ["speaker", "office", "acting"]}),
        (_("Known days"), {"fields": [("since", "since_precision"), ("until", "until_precision"), "note"]}),
        (_("Seen in texts and sources"), {"fields": [("first_seen", "last_seen")]}),
        (_("Where it comes from"), {"fields": ["public_id", "origin"], "classes": ["collapse"]}),
    ]
    inlines = [TenureClaimInline]
    resource_classes = [TenureResource, TenureClaimResource]

    def save_model(self, request: HttpRequest, obj: Tenure, form: Any, change: bool) -> None:
        if not obj.public_id:
            obj.public_id = mint_tenure(obj)
        super().save_model(request, obj, form, change)


def mint_tenure(tenure: Tenure) -> str:
    """Return a public id from who holds what, and from how many times it was held where that is more than once."""
    held = (tenure.speaker.slug, tenure.office.slug, tenure.acting)
    names = (mint_public_id("tenure", *held, number) for number in count(1))
    return next(name for name in names if not Tenure.objects.filter(public_id=name).exists())


# --- what belongs to these, to be searched ----------------------------------------------------------------------------


@admin.register(SpeakerAlias)
class SpeakerAliasAdmin(PartAdmin):
    list_display = ["name", "speaker"]
    list_filter = ["speaker__origin"]
    list_select_related = ["speaker"]
    search_fields = ["name", "speaker__name"]


@admin.register(OfficeAlias)
class OfficeAliasAdmin(PartAdmin):
    list_display = ["name", "office"]
    list_filter = ["office__single_seat"]
    list_select_related = ["office"]
    search_fields = ["name", "office__title"]


@admin.register(OrganAlias)
class OrganAliasAdmin(PartAdmin):
    list_display = ["name", "organ"]
    list_filter = [("organ__offices", WithOffices)]
    list_select_related = ["organ"]
    search_fields = ["name", "organ__name"]


@admin.register(TenureClaim)
class TenureClaimAdmin(PartAdmin):
    list_display = ["fact", "value", "confidence", "preferred", "tenure"]
    list_filter = ["fact", "confidence", "preferred"]
    list_select_related = ["tenure__speaker", "tenure__office"]
    search_fields = ["value", "source", "tenure__speaker__name", "tenure__office__title"]
