"""The curators' pages for directives and documents."""

from django.contrib import admin

from articles.admin import FINDING_READONLY, AliasInline
from directives import models


class ResolutionAliasInline(AliasInline):
    model = models.ResolutionAlias


class ResolutionClaimInline(admin.TabularInline):
    model = models.ResolutionClaim
    extra = 0


class RelationInline(admin.TabularInline):
    model = models.Relation
    fk_name = "resolution"
    extra = 0
    autocomplete_fields = ["target"]
    exclude = ["article"]


@admin.register(models.Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["label_vi", "label_en", "broader"]
    list_select_related = ["broader"]
    search_fields = ["label_vi", "label_en", "slug"]
    autocomplete_fields = ["broader"]


@admin.register(models.DirectiveList)
class DirectiveListAdmin(admin.ModelAdmin):
    list_display = ["__str__", "kind", "declared_count", "review"]
    list_filter = ["kind", "review"]
    search_fields = ["intro"]
    readonly_fields = [*FINDING_READONLY, "intro"]
    raw_id_fields = ["mention"]


@admin.register(models.Directive)
class DirectiveAdmin(admin.ModelAdmin):
    list_display = ["__str__", "kind", "ordinal", "review"]
    list_filter = ["kind", "review", "topics"]
    search_fields = ["exact"]
    readonly_fields = [*FINDING_READONLY, "slug"]
    raw_id_fields = ["list", "parent", "mention"]
    autocomplete_fields = ["topics"]


@admin.register(models.Resolution)
class ResolutionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "kind", "number", "issuer", "issued_on"]
    list_filter = ["kind"]
    list_select_related = ["issuer"]
    search_fields = ["symbol", "title", "aliases__name", "slug"]
    autocomplete_fields = ["issuer"]
    inlines = [ResolutionAliasInline, ResolutionClaimInline, RelationInline]


@admin.register(models.Citation)
class CitationAdmin(admin.ModelAdmin):
    list_display = ["__str__", "resolution", "status", "form", "review"]
    list_filter = ["status", "form", "kind", "review"]
    list_select_related = ["resolution"]
    search_fields = ["exact", "symbol"]
    autocomplete_fields = ["resolution"]
    readonly_fields = FINDING_READONLY
    raw_id_fields = ["directive"]
