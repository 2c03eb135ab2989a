"""The pages of what was published: articles, their outlets and their earlier texts."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import CuratorAdmin, NamedAdmin, RecordAdmin
from articles.extraction.blocks import find_blocks
from articles.extraction.heading import display_title
from articles.models import Article, EarlierText, Outlet

# The facts of an article that a run writes, unless a curator has edited them.
EDITED_FACTS: Final = frozenset({"title", "lead", "published_on", "outlet", "url", "genre"})


@admin.register(Outlet)
class OutletAdmin(NamedAdmin):
    list_display = ["name", "home_page", "text_policy"]
    search_fields = ["name", "slug"]


@admin.register(Article)
class ArticleAdmin(CuratorAdmin):
    list_display = ["display_title", "published_on", "outlet", "genre", "state"]
    list_filter = ["state", "genre", "outlet"]
    list_select_related = ["outlet"]
    search_fields = ["display_title", "source_key"]
    date_hierarchy = "published_on"
    autocomplete_fields = ["outlet"]
    readonly_fields = ["slug", "source_key", "text", "facts", "text_hash", "source_hash", "extractor_version"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a text comes in through the one door of all texts, `manage.py load_seeds`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: all that people decided about it would go too, and the next run bring it back. It is withdrawn."""
        return False

    def keep(self, row: Article, changed: set[str]) -> None:
        """Mark the article as edited where a fact changed that a run writes; its title to display follows its title."""
        if not changed & EDITED_FACTS:
            return
        if "title" in changed:
            row.display_title = row.title or display_title(row.text, find_blocks(row.text))
        row.edited = True
        row.save(update_fields=["edited", "display_title", "changed_at"])


@admin.register(EarlierText)
class EarlierTextAdmin(RecordAdmin):
    list_display = ["article", "replaced_at"]
    list_select_related = ["article"]
    search_fields = ["article__display_title"]
