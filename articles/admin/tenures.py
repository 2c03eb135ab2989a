"""The pages of tenures: who held which office, when, and who says so."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import PartAdmin, SharedAdmin
from articles.admin.claims import ClaimForm, ClaimFormSet
from articles.admin.imports import ImportedAdmin
from articles.admin.inlines import RecordInline, TallInline
from articles.known_days import as_known
from articles.models import Tenure, TenureClaim
from articles.resources import TenureClaimResource, TenureResource


class WithKnownDays:
    """Tenures with their first and last day as far as they are known: "12/2010" where only the month is."""

    @admin.display(description=_("since"), ordering="since")
    def known_since(self, row: Tenure) -> str | None:
        return as_known(row.since, row.since_precision)

    @admin.display(description=_("until"), ordering="until")
    def known_until(self, row: Tenure) -> str | None:
        return as_known(row.until, row.until_precision)


class TenureClaimInline(TallInline):
    model = TenureClaim
    form = ClaimForm
    formset = ClaimFormSet
    fields = [("fact", "value"), ("confidence", "preferred"), "source", "note"]


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
            obj.public_id = obj.mint_id()
        super().save_model(request, obj, form, change)


@admin.register(TenureClaim)
class TenureClaimAdmin(PartAdmin):
    list_display = ["fact", "value", "confidence", "preferred", "tenure"]
    list_filter = ["fact", "confidence", "preferred"]
    list_select_related = ["tenure__speaker", "tenure__office"]
    search_fields = ["value", "source", "tenure__speaker__name", "tenure__office__title"]


class TenureInline(WithKnownDays, RecordInline):
    """The offices of a speaker, each with a link to its own page, where it is changed."""

    model = Tenure
    fields = ["office", "acting", "known_since", "known_until", "first_seen", "last_seen", "origin"]
    readonly_fields = ["known_since", "known_until"]
    show_change_link = True
