"""The pages of what was published: articles, their outlets and their earlier texts."""

import datetime
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.base import CuratorAdmin, NamedAdmin, RecordAdmin, api_page
from articles.admin.filters import OfOneArticle
from articles.admin.imports import ImportedAdmin
from articles.extraction.blocks import find_blocks
from articles.extraction.heading import display_title
from articles.models import Article, EarlierText, Genre, Outlet, State
from articles.models.articles import long_fields
from articles.resources import OutletResource

# The facts of an article that a run writes, unless a curator has edited them.
EDITED_FACTS: Final = frozenset({"title", "lead", "published_on", "outlet", "url", "genre"})


@admin.register(Outlet)
class OutletAdmin(ImportedAdmin, NamedAdmin):
    list_display = ["name", "home_page", "text_policy", "attribution"]
    list_filter = ["text_policy"]
    search_fields = ["name", "slug"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "home_page"]}),
        (_("What the public may see"), {"fields": ["text_policy", "attribution"]}),
    ]
    resource_classes = [OutletResource]
    view_on_site = api_page("outlet")


@admin.register(Article)
class ArticleAdmin(CuratorAdmin):
    """An article. `register` adds its text with what was found in it, and how it is withdrawn."""

    list_display = ["display_title", "published_on", "outlet", "genre", "state"]
    list_filter = ["state", "genre", "edited", "outlet"]
    list_select_related = ["outlet"]
    search_fields = ["display_title", "source_key", "slug", "url"]
    date_hierarchy = "published_on"
    autocomplete_fields = ["outlet"]
    readonly_fields = [
        "state",
        "slug",
        "source_key",
        "known_facts",
        "text_hash",
        "source_hash",
        "extractor_version",
        "created_at",
        "changed_at",
    ]
    fieldsets = [
        (
            _("What was published"),
            {"fields": ["title", "lead", "outlet", "url", ("published_on", "genre"), "language"]},
        ),
        (_("What the public may see"), {"fields": ["state", "text_policy"]}),
        (_("What runs may change"), {"fields": ["edited"]}),
        (
            _("Where it comes from"),
            {
                "fields": [
                    "slug",
                    "source_key",
                    "known_facts",
                    "text_hash",
                    "source_hash",
                    "extractor_version",
                    ("created_at", "changed_at"),
                ],
                "classes": ["collapse"],
            },
        ),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: all that people decided about it would go too, and the next run bring it back. It is withdrawn."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Return the articles. Their texts are read on a page of one, not for a list."""
        rows: QuerySet[Article] = super().get_queryset(request)
        return rows.defer("text", "facts")

    @admin.display(description=_("how it is known"))
    def known_facts(self, row: Article) -> str:
        """Return a table of the facts that the source states: what each is called, its value, how it is known."""
        if not row.facts:
            return str(self.get_empty_value_display())
        lines = (
            (_called(fact), _stated(fact, said["value"]), said["known"]) for fact, said in sorted(row.facts.items())
        )
        body = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td data-quoted>{}</td></tr>', lines)
        return format_html('<table class="known-facts">{}</table>', body)

    def view_on_site(self, row: Article) -> str | None:
        """Return its address in the API, where a withdrawn one is not."""
        return reverse("article-detail", args=[row.slug]) if row.state == State.PUBLIC else None

    def keep(self, row: Article, changed: set[str]) -> None:
        """Mark the article as edited where a fact changed that a run writes; its title to display follows its title."""
        if not changed & EDITED_FACTS:
            return
        if "title" in changed:
            row.display_title = row.title or display_title(row.text, find_blocks(row.text))
        row.edited = True
        row.save(update_fields=["edited", "display_title", "changed_at"])


def _called(fact: str) -> str:
    field: Any = Article._meta.get_field(fact)
    return capfirst(str(field.verbose_name))


def _stated(fact: str, value: str) -> Any:
    """Return the value of a fact as the page shows it elsewhere: a genre by its name, a day as the reader writes it."""
    if fact == "genre":
        return Genre(value).label
    return date_format(datetime.date.fromisoformat(value)) if fact == "published_on" else value


@admin.register(EarlierText)
class EarlierTextAdmin(RecordAdmin):
    list_display = ["article", "replaced_at"]
    list_filter = ["article__outlet", OfOneArticle]
    list_select_related = ["article"]
    search_fields = ["article__display_title", "article__slug"]
    date_hierarchy = "replaced_at"
    fields = ["article", "replaced_at", "text_hash", "source_hash"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EarlierText]:
        """Return the earlier texts. The texts themselves are read on a page of one, not for a list."""
        rows: QuerySet[EarlierText] = super().get_queryset(request)
        return rows.defer("text", *long_fields())
