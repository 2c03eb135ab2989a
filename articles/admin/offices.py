"""The pages of offices and of the bodies they belong to."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import NamedAdmin, PartAdmin, api_page
from articles.admin.imports import ImportedAdmin
from articles.admin.inlines import Inline
from articles.models import Office, OfficeAlias, Organ, OrganAlias
from articles.resources import OfficeResource, OrganResource


class WithOffices(admin.EmptyFieldListFilter):
    """Bodies that have offices, and those that have none; Django would call it by the field's name in the code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = _("offices")


class OrganAliasInline(Inline):
    model = OrganAlias


@admin.register(Organ)
class OrganAdmin(ImportedAdmin, NamedAdmin):
    list_display = ["name", "slug"]
    list_filter = [("offices", WithOffices)]
    search_fields = ["name", "aliases__name", "slug"]
    fields = ["name", "slug"]
    inlines = [OrganAliasInline]
    resource_classes = [OrganResource]
    view_on_site = api_page("organ")


@admin.register(OrganAlias)
class OrganAliasAdmin(PartAdmin):
    list_display = ["name", "organ"]
    list_filter = [("organ__offices", WithOffices)]
    list_select_related = ["organ"]
    search_fields = ["name", "organ__name"]


class OfficeAliasInline(Inline):
    model = OfficeAlias


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


@admin.register(OfficeAlias)
class OfficeAliasAdmin(PartAdmin):
    list_display = ["name", "office"]
    list_filter = ["office__single_seat"]
    list_select_related = ["office"]
    search_fields = ["name", "office__title"]
