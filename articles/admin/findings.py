"""The pages of what was found in a text: blocks, mentions, remarks."""

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import CuratorAdmin, CuratorForm, Inline
from articles.models import Block, Finding, Mention, Origin, PrintedTitle, Remark, Review

FINDING_READONLY: Final = [
    "public_id",
    "article",
    "start",
    "end",
    "parts",
    "exact",
    "earlier_text",
    "origin",
    "rule",
    "extractor_version",
]


class FindingForm(CuratorForm):
    """A finding as a person corrects it: what it points to is of the same article."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, Finding) and value.article_id != self.instance.article_id:
                self.add_error(name, _("This is of another article."))
        return cleaned


class FindingAdmin(CuratorAdmin):
    """What was found in a text. Its place and words are to read: `article.text[start:end] == exact` cannot be broken.

    A change marks the finding as edited, unless the person says in the same form what it is. The machine's are
    rejected, not deleted: what was deleted would be found again by the next run.
    """

    form = FindingForm
    actions = ["confirm", "reject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a finding begins with its words, which are chosen in the text and not typed as numbers."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        curators = obj is not None and obj.origin == Origin.CURATOR
        return curators and super().has_delete_permission(request, obj)

    def keep(self, row: Any, changed: set[str]) -> None:
        """Mark a finding as edited. A rejected one stays so, and the state of a remark is kept by runs as it is."""
        said = row.review == Review.REJECTED or ("review" in changed and row.review != Review.MACHINE)
        if changed - {"review", "state"} and not said:
            row.review = Review.EDITED
            row.save(update_fields=["review"])

    @admin.action(description=_("Confirm the selected rows"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, queryset, Review.CONFIRMED)

    @admin.action(description=_("Reject the selected rows"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, queryset, Review.REJECTED)

    @transaction.atomic
    def _decide(self, request: HttpRequest, queryset: QuerySet[Any], review: Review) -> None:
        """Set the review row by row: each save moves the version of the data, which a bulk update would not."""
        for row in queryset:
            row.review = review
            try:
                row.validate_constraints()
            except ValidationError as error:
                self.message_user(request, f"{row}: {' '.join(error.messages)}", messages.ERROR)
                continue
            row.save(update_fields=["review"])
            self.log_change(request, row, [{"changed": {"fields": [str(_("review"))]}}])


class PrintedTitleInline(Inline):
    """The titles printed at a mention: the office each names can be corrected, its place and words not."""

    model = PrintedTitle
    fields = ["exact", "start", "end", "office", "acting", "former"]
    readonly_fields = ["exact", "start", "end"]
    autocomplete_fields = ["office"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, as for a finding: its words are chosen in the text."""
        return False


@admin.register(Block)
class BlockAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "turn", "review"]
    list_filter = ["kind", "review"]
    search_fields = ["exact"]
    readonly_fields = FINDING_READONLY
    raw_id_fields = ["mention"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the blocks of an article hold every character of it."""
        return False


@admin.register(Mention)
class MentionAdmin(FindingAdmin):
    list_display = ["__str__", "speaker", "role", "status", "review"]
    list_filter = ["status", "role", "review"]
    list_select_related = ["speaker"]
    search_fields = ["exact", "name"]
    autocomplete_fields = ["speaker"]
    readonly_fields = [*FINDING_READONLY, "candidates"]
    inlines = [PrintedTitleInline]


@admin.register(Remark)
class RemarkAdmin(FindingAdmin):
    list_display = ["code", "detail", "state"]
    list_filter = ["state", "code"]
    search_fields = ["detail", "exact"]
    readonly_fields = [*FINDING_READONLY, "code", "detail"]
