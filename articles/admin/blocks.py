"""The pages of blocks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.filters import OfOneArticle, OfOneText
from articles.admin.findings import FindingAdmin, finding_fieldsets
from articles.models import Block


@admin.register(Block)
class BlockAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "turn", "review", "article_title"]
    list_filter = ["kind", "review", OfOneArticle, OfOneText]
    search_fields = ["exact"]
    fieldsets = finding_fieldsets("kind", "turn", "mention")
    autocomplete_fields = ["mention"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the blocks of an article hold every character of it."""
        return False
