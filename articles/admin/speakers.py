"""The pages of speakers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.base import NamedAdmin, PartAdmin, SharedAdmin, api_page
from articles.admin.imports import ImportedAdmin
from articles.admin.inlines import Inline
from articles.admin.tenures import TenureInline
from articles.models import Speaker, SpeakerAlias
from articles.resources import SpeakerResource, TenuresOfSpeakersResource


class SpeakerAliasInline(Inline):
    model = SpeakerAlias


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


@admin.register(SpeakerAlias)
class SpeakerAliasAdmin(PartAdmin):
    list_display = ["name", "speaker"]
    list_filter = ["speaker__origin"]
    list_select_related = ["speaker"]
    search_fields = ["name", "speaker__name"]
