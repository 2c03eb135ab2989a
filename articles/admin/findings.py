"""What the pages of all that was found in a text share, of whatever kind."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from articles.acting import acting, call_it
from articles.admin.base import CuratorAdmin, CuratorForm
from articles.admin.listed import LAST_EDIT, SHOWN, ListedAdmin
from articles.admin.marked_text import in_context
from articles.curation import KIND_OF_REVIEW, check_pointers, decide, decide_together, goes_with, remove, what_follows
from articles.curation import change as change_finding
from articles.models import (
    Article,
    Finding,
    Origin,
    Remark,
    Review,
    State,
)
from articles.models.articles import long_fields
from articles.rights import may
from articles.versions import fields_of, lock

PLACE: Final = ["article", "earlier_text", ("start", "end"), "parts", "exact"]
PROVENANCE: Final = ["public_id", "origin", "rule", "extractor_version"]
MOST_SEARCHED: Final = 20_000  # findings of a list, those of the last articles: their words have no index
SEARCHED: Final = format_lazy(
    _("Of very many rows the first {count} are searched. Filters lead to the others."), count=f"{MOST_SEARCHED:,}"
)
LONGEST_TITLE: Final = 60  # characters of an article's title in a list of what was found in it
FINDING_READONLY: Final = ["article", "earlier_text", "start", "end", "parts", "exact", *PROVENANCE]


def finding_fieldsets(*own: Any, found: tuple[Any, ...] = (), by: tuple[Any, ...] = ()) -> list[tuple[Any, Any]]:
    """Return the sections of a finding's page: what a person corrects, what it is, where it stands, who found it.

    found and by hold the fields of its own that are to read as well, of where it stands and of how it was found.
    """
    return [
        (None, {"fields": ["review", *own]}),
        (_("Where it stands"), {"fields": [*PLACE, *found]}),
        (_("How it was found"), {"fields": [*PROVENANCE, *by], "classes": ["collapse"]}),
    ]


# What an action says when it is done.
DECIDED: Final = {Review.CONFIRMED: _("Confirmed: %(count)d."), Review.REJECTED: _("Rejected: %(count)d.")}


class FindingForm(CuratorForm):
    """A finding as a person corrects it: what it points to is checked as every correction is, and told by field."""

    def validate_unique(self) -> None:
        super().validate_unique()
        try:
            check_pointers(self.instance, self.changed_data)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)


class FindingAdmin(ListedAdmin, CuratorAdmin):
    """What was found in a text. Its place and words are to read: `article.text[start:end] == exact` cannot be broken.

    A change marks the finding as edited, unless the person says in the same form what it is. The machine's are
    rejected, not deleted: what was deleted would be found again by the next run.
    """

    form = FindingForm
    actions = ["confirm", "reject"]
    readonly_fields = FINDING_READONLY
    list_select_related = ["article"]
    ordering = ["-article_id", "start", "id"]  # as the index of findings has them
    sortable_by: ClassVar[Any] = ["article_title"]  # by other columns all rows would be sorted for each page
    _most_searched = MOST_SEARCHED
    _belongs_to = "article_id"
    search_help_text: ClassVar[Any] = SEARCHED
    change_form_template = "admin/articles/finding_change_form.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["articles/marks.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the findings. Their articles' texts are read on a page of one, not for a list."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.defer(*long_fields())

    @admin.display(description=Article._meta.verbose_name, ordering="article")
    def article_title(self, row: Any) -> SafeString:
        """Return the title of the article, cut where it is long; the whole of it shows up under the pointer."""
        title = str(row.article)
        return format_html('<span title="{}">{}</span>', title, Truncator(title).chars(LONGEST_TITLE))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a finding begins with its words, which are chosen in the text and not typed as numbers."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        curators = obj is not None and obj.origin == Origin.CURATOR
        return curators and super().has_delete_permission(request, obj)

    def view_on_site(self, row: Any) -> str | None:
        """Return its address in the API; None while it has none, as it or its article is not public."""
        return self.api_address(row) if row.stands and row.article.state == State.PUBLIC else None

    def api_address(self, row: Any) -> str | None:
        """Return the address in the API of a finding that is public; None where its kind has no address."""
        return None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page of a finding, its words shown among those around them."""
        row = kwargs.get("obj")
        surroundings = in_context(row) if row else None
        if surroundings:
            surroundings["has_page"] = may(request.user, "view", type(surroundings["source"]))
        return super().render_change_form(request, {**context, "surroundings": surroundings}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Correct or decide the finding as every page does, as one thing in the history with what is below it."""
        own = {field.name for field in fields_of(type(obj)).values()} & form.cleaned_data.keys()
        changes = {name: form.cleaned_data[name] for name in form.changed_data if name in own}
        if not changes:
            return
        call_it(_kind_of(changes))
        row = type(obj)._base_manager.get(pk=obj.pk)
        lock(row)
        self._log(request, change_finding(row, changes), "state")
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove(obj, request.user)

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """Return what goes with findings. Where others would go that people may have decided, none is deleted."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not lacking:  # else it is refused already
            protected = [*protected, *(str(below) for row in objs for below in goes_with(row))]
        return deleted, counts, lacking, protected

    def _log(self, request: HttpRequest, rows: Iterable[Finding], field: str) -> None:
        """Write in Django's own log that a field of rows was changed."""
        who: Any = request.user.pk  # of somebody who is signed in
        LogEntry.objects.log_actions(who, rows, CHANGE, [{"changed": {"fields": [field]}}])

    @admin.action(description=_("Confirm the selected rows"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, queryset, Review.CONFIRMED)

    @admin.action(description=_("Reject the selected rows"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Any]) -> TemplateResponse | None:
        """Reject the rows once it was asked why; a reason may be left out."""
        if request.POST.get("post") == "yes":
            self._decide(request, queryset, Review.REJECTED)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reject the selected rows"),
            "opts": self.opts,
            "question": _("These are no findings. They stay in the admin, so that no run brings them back:"),
            "rows": queryset,
            "action": "reject",
            "button": _("Reject"),
            "checkbox": ACTION_CHECKBOX_NAME,
            "as_listed": {name: request.POST.get(name, "") for name in (LAST_EDIT, SHOWN)},
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/confirmation.html", context)

    @transaction.atomic
    def _decide(self, request: HttpRequest, queryset: QuerySet[Any], review: Review) -> None:
        """Set the review of all rows as one thing in the history. One that cannot be so is told, the others are."""
        rows = self.as_listed(request, queryset)
        try:
            remarks = decide_together(rows, review, request.user)
        except ValidationError:  # one of them cannot be so
            rows, remarks = self._decide_each(request, rows, review)
        self._log(request, rows, "review")
        self._log(request, remarks, "state")
        if rows:
            self.message_user(request, DECIDED[review] % {"count": len(rows)})

    def _decide_each(self, request: HttpRequest, rows: Iterable[Any], review: Review) -> tuple[list[Any], list[Remark]]:
        """Set the review of each row by itself and tell of those that cannot be so; return the others, and remarks."""
        decided, remarks = [], []
        with acting(request.user, KIND_OF_REVIEW[review]):
            for row in rows:
                try:
                    with transaction.atomic():
                        lock(row)
                        remarks += decide(row, review)
                except ValidationError as error:
                    self.message_user(request, f"{row}: {' '.join(error.messages)}", messages.ERROR)
                    continue
                decided.append(row)
        return decided, remarks


def _kind_of(changes: Mapping[str, Any]) -> str:
    """Return what the history calls a change of fields: a decision alone by its name."""
    if changes.keys() == {"review"}:
        return KIND_OF_REVIEW[changes["review"]]
    return "corrected" if changes.keys() - {"review", "state"} else "changed"


class PointingForm(FindingForm):
    """A finding that means a known row, or is open. What it is said to be follows from the row that is chosen."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        changes = {name: cleaned[name] for name in self.changed_data if name in cleaned}
        for name, value in what_follows(self.instance, changes).items():
            self.changed_data.append(name)
            if name in self.fields:
                cleaned[name] = value
            else:
                setattr(self.instance, name, value)
        return cleaned


class PointingAdmin(FindingAdmin):
    """What means a known row or is open: which of the two follows from whether a row is chosen."""

    form: Any = PointingForm
