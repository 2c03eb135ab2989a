"""The pages of mentions, and of the titles printed at them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import PartAdmin
from articles.admin.filters import OfOneArticle, OfOneText
from articles.admin.findings import (
    FINDING_READONLY,
    MOST_SEARCHED,
    SEARCHED,
    PointingAdmin,
    finding_fieldsets,
)
from articles.admin.inlines import Inline
from articles.models import Mention, PrintedTitle


class PrintedTitleInline(Inline):
    """The titles printed at a mention: the office each names can be corrected, its place and words not."""

    model = PrintedTitle
    fields = ["exact", "start", "end", "office", "acting", "former"]
    readonly_fields = ["exact", "start", "end"]
    autocomplete_fields = ["office"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, as for a finding: its words are chosen in the text."""
        return False


@admin.register(PrintedTitle)
class PrintedTitleAdmin(PartAdmin):
    list_display = ["exact", "office", "acting", "former", "mention"]
    list_filter = ["acting", "former"]
    list_select_related = ["office", "mention"]
    search_fields = ["exact", "office__title", "mention__name"]
    sortable_by: ClassVar[Any] = []  # as of findings
    _most_searched = MOST_SEARCHED
    _belongs_to = "mention_id"
    search_help_text: ClassVar[Any] = SEARCHED
    ordering = ["-mention_id", "start", "id"]
    fields = ["exact", "office", "acting", "former", "mention", ("start", "end")]


@admin.register(Mention)
class MentionAdmin(PointingAdmin):
    list_display = ["__str__", "speaker", "role", "status", "review", "article_title"]
    list_filter = ["status", "role", "review", "origin", OfOneArticle, OfOneText]
    list_select_related = ["speaker", "article"]
    search_fields = ["exact", "name"]
    autocomplete_fields = ["speaker", "introduced_by"]
    fieldsets = finding_fieldsets("speaker", "status", "role", "name", "introduced_by", found=("candidates",))
    readonly_fields = [*FINDING_READONLY, "candidates"]
    inlines = [PrintedTitleInline]
