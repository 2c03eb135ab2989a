"""The curators' pages for articles and people."""

from django.contrib import admin

from articles import models


class AliasInline(admin.TabularInline):
    extra = 0


class SpeakerAliasInline(AliasInline):
    model = models.SpeakerAlias


class OfficeAliasInline(AliasInline):
    model = models.OfficeAlias


class OrganAliasInline(AliasInline):
    model = models.OrganAlias


class TenureInline(admin.TabularInline):
    model = models.Tenure
    extra = 0
    fields = ["office", "acting", "since", "since_precision", "until", "until_precision", "first_seen", "last_seen"]
    readonly_fields = ["first_seen", "last_seen"]
    autocomplete_fields = ["office"]


class TenureClaimInline(admin.TabularInline):
    model = models.TenureClaim
    extra = 0


class PrintedTitleInline(admin.TabularInline):
    model = models.PrintedTitle
    extra = 0
    autocomplete_fields = ["office"]


FINDING_READONLY = ["public_id", "article", "exact", "origin", "rule", "extractor_version", "earlier_text"]


@admin.register(models.Outlet)
class OutletAdmin(admin.ModelAdmin):
    list_display = ["name", "home_page", "text_policy"]
    search_fields = ["name", "slug"]


@admin.register(models.Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["display_title", "published_on", "outlet", "genre", "state"]
    list_filter = ["state", "genre", "outlet"]
    search_fields = ["display_title", "source_key"]
    date_hierarchy = "published_on"
    autocomplete_fields = ["outlet"]
    readonly_fields = ["slug", "source_key", "text", "facts", "text_hash", "source_hash", "extractor_version"]


@admin.register(models.EarlierText)
class EarlierTextAdmin(admin.ModelAdmin):
    list_display = ["article", "replaced_at"]
    search_fields = ["article__display_title"]
    readonly_fields = ["article", "text", "text_hash", "source_hash", "replaced_at"]


@admin.register(models.Block)
class BlockAdmin(admin.ModelAdmin):
    list_display = ["__str__", "kind", "turn", "review"]
    list_filter = ["kind", "review"]
    search_fields = ["exact"]
    readonly_fields = FINDING_READONLY
    raw_id_fields = ["mention"]


@admin.register(models.Mention)
class MentionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "speaker", "role", "status", "review"]
    list_filter = ["status", "role", "review"]
    list_select_related = ["speaker"]
    search_fields = ["exact", "name"]
    autocomplete_fields = ["speaker"]
    readonly_fields = FINDING_READONLY
    inlines = [PrintedTitleInline]


@admin.register(models.Remark)
class RemarkAdmin(admin.ModelAdmin):
    list_display = ["code", "detail", "state"]
    list_filter = ["state", "code"]
    search_fields = ["detail", "exact"]
    readonly_fields = FINDING_READONLY


@admin.register(models.Speaker)
class SpeakerAdmin(admin.ModelAdmin):
    list_display = ["name", "country", "origin", "merged_into"]
    list_filter = ["origin", "country"]
    list_select_related = ["merged_into"]
    search_fields = ["name", "aliases__name", "slug"]
    autocomplete_fields = ["merged_into"]
    inlines = [SpeakerAliasInline]


@admin.register(models.Organ)
class OrganAdmin(admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name", "aliases__name", "slug"]
    inlines = [OrganAliasInline]


@admin.register(models.Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ["title", "organ", "country", "single_seat"]
    list_filter = ["single_seat", "country"]
    list_select_related = ["organ"]
    search_fields = ["title", "aliases__name", "slug"]
    autocomplete_fields = ["organ"]
    inlines = [OfficeAliasInline]


@admin.register(models.Tenure)
class TenureAdmin(admin.ModelAdmin):
    list_display = ["speaker", "office", "acting", "since", "until", "first_seen", "last_seen"]
    list_filter = ["acting", "origin"]
    list_select_related = ["speaker", "office"]
    search_fields = ["speaker__name", "office__title"]
    autocomplete_fields = ["speaker", "office"]
    readonly_fields = ["public_id", "first_seen", "last_seen", "origin"]
    inlines = [TenureClaimInline]
