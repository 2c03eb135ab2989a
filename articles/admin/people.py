"""The pages of people, the offices they hold and the bodies these belong to."""

from itertools import count
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import Inline, NamedAdmin, RecordInline, SharedAdmin
from articles.models import (
    Office,
    OfficeAlias,
    Organ,
    OrganAlias,
    Speaker,
    SpeakerAlias,
    Tenure,
    TenureClaim,
)
from articles.models.identity import mint_public_id


class SpeakerAliasInline(Inline):
    model = SpeakerAlias


class OfficeAliasInline(Inline):
    model = OfficeAlias


class OrganAliasInline(Inline):
    model = OrganAlias


class TenureInline(RecordInline):
    """The offices of a speaker, each with a link to its own page, where it is changed."""

    model = Tenure
    fields = ["office", "acting", "since", "until", "first_seen", "last_seen", "origin"]
    show_change_link = True


class TenureClaimInline(Inline):
    model = TenureClaim


@admin.register(Speaker)
class SpeakerAdmin(NamedAdmin, SharedAdmin):
    list_display = ["name", "country", "origin", "merged_into"]
    list_filter = ["origin", "country"]
    list_select_related = ["merged_into"]
    search_fields = ["name", "aliases__name", "slug"]
    autocomplete_fields = ["merged_into"]
    readonly_fields = ["origin"]
    inlines = [SpeakerAliasInline, TenureInline]


@admin.register(Organ)
class OrganAdmin(NamedAdmin):
    list_display = ["name"]
    search_fields = ["name", "aliases__name", "slug"]
    inlines = [OrganAliasInline]


@admin.register(Office)
class OfficeAdmin(NamedAdmin):
    list_display = ["title", "organ", "country", "single_seat"]
    list_filter = ["single_seat", "country"]
    list_select_related = ["organ"]
    search_fields = ["title", "aliases__name", "slug"]
    autocomplete_fields = ["organ"]
    inlines = [OfficeAliasInline]


@admin.register(Tenure)
class TenureAdmin(SharedAdmin):
    list_display = ["speaker", "office", "acting", "since", "until", "first_seen", "last_seen"]
    list_filter = ["acting", "origin"]
    list_select_related = ["speaker", "office"]
    search_fields = ["speaker__name", "office__title"]
    autocomplete_fields = ["speaker", "office"]
    readonly_fields = ["public_id", "first_seen", "last_seen", "origin"]
    inlines = [TenureClaimInline]

    def save_model(self, request: HttpRequest, obj: Tenure, form: Any, change: bool) -> None:
        if not obj.public_id:
            obj.public_id = _mint(obj)
        super().save_model(request, obj, form, change)


def _mint(tenure: Tenure) -> str:
    """Return a public id from who holds what, and from how many times it was held where that is more than once."""
    held = (tenure.speaker.slug, tenure.office.slug, tenure.acting)
    names = (mint_public_id("tenure", *held, number) for number in count(1))
    return next(name for name in names if not Tenure.objects.filter(public_id=name).exists())
