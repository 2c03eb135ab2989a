"""The pages of remarks."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.filters import OfOneArticle, OfOneText
from articles.admin.findings import FINDING_READONLY, FindingAdmin, finding_fieldsets
from articles.admin.sentences import sentence
from articles.models import Remark


@admin.register(Remark)
class RemarkAdmin(FindingAdmin):
    list_display = ["code", "what_was_seen", "state", "article_title"]
    list_filter = ["state", "code", OfOneArticle, OfOneText]
    search_fields = ["detail", "exact"]
    fieldsets = finding_fieldsets("state", "code", "what_was_seen", "what_it_means")
    readonly_fields = [*FINDING_READONLY, "code", "what_was_seen", "what_it_means"]

    @admin.display(description=_("detail"), ordering="detail")
    def what_was_seen(self, row: Remark) -> str:
        return sentence(row.detail)

    @admin.display(description=_("what it means"))
    def what_it_means(self, row: Remark) -> str:
        return row.explanation

    def api_address(self, row: Remark) -> str:
        return reverse("remark-detail", args=[row.public_id])
