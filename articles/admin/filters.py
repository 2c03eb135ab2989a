"""Filters of the lists of findings: those of one article, and of one of its texts."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.completion import is_id
from articles.models import Article


class OfOneArticle(admin.SimpleListFilter):
    """The findings of the article whose slug the address gives; where it gives none there is nothing to choose from."""

    title = Article._meta.verbose_name
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        slug = self.value()
        if slug is None:
            return []
        article = Article.objects.filter(slug=slug).only("display_title").first()
        return [(slug, article.display_title if article else slug)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() is None else queryset.filter(article__slug=self.value())


class OfOneText(admin.SimpleListFilter):
    """The findings of the present text of an article, or of the earlier one whose id the address gives."""

    title = _("version of the text")
    parameter_name = "text"
    present: ClassVar[str] = "present"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        value = self.value()
        if value is None:
            return []
        return [(value, _("the present text") if value == self.present else _("an earlier text"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        if value == self.present:
            return queryset.filter(earlier_text=None)
        return queryset.filter(earlier_text=value) if is_id(value) else queryset.none()
