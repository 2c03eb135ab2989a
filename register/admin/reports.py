"""The queue of readers' reports: what was said, of what, and what came of it. Only the answer is edited."""

from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.acting import acting
from articles.addresses import page_of
from articles.admin.base import CuratorAdmin
from articles.admin.marked_text import place_in_context
from articles.extraction.text import Span
from articles.models import Article
from articles.models.articles import long_fields
from articles.reasons import LONGEST_REASON
from articles.rights import may
from articles.segments import Mark, line_start
from register.models import EditKind, Report, ReportState
from register.reports.views import VIEWS

# What a button or an action does: the state that a report gets, and what the history calls it.
DEEDS: Final = {
    "handle": (ReportState.HANDLED, EditKind.HANDLED),
    "dismiss": (ReportState.DISMISSED, EditKind.SET_ASIDE),
    "reopen": (ReportState.OPEN, EditKind.REOPENED),
}


@admin.register(Report)
class ReportAdmin(CuratorAdmin):
    list_display = ["__str__", "about", "article", "state", "made_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["article"]
    search_fields = ["message", "public_id", "name", "answer"]
    ordering = ["-id"]
    readonly_fields = ["message", "contact", "about", "exact", "state", "public_id", "made_at"]
    actions = ["handle", "dismiss"]
    change_form_template = "admin/register/report_change_form.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["articles/marks.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Return the reports. Their articles' texts are read on a page of one, not for a list."""
        rows: QuerySet[Report] = super().get_queryset(request)
        return rows.defer(*long_fields())

    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> Any:
        """Return the fields; how to reach a reader is seen by those alone who may answer."""
        may_answer = self.has_change_permission(request, obj)
        said = ["message", "contact"] if may_answer and obj is not None and obj.contact else ["message"]
        note = _("How to reach the reader is deleted once the report is handled or dismissed: answer first.")
        shown = {"description": note} if "contact" in said else {}
        return [
            (_("What the reader says"), {"fields": [*said, "about", "exact"], **shown}),
            (_("What was done about it"), {"fields": ["state", "answer"]}),
            (_("Where it comes from"), {"fields": ["public_id", "made_at"], "classes": ["collapse"]}),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: readers report by the API."""
        return False

    @admin.display(description=_("about"), ordering="kind")
    def about(self, row: Report) -> str:
        """Return what kind of row the report is about, and its name."""
        kind = VIEWS.get(row.kind)
        called = _("words of an article") if row.kind == "articles" and row.start is not None else None
        return f"{capfirst(str(called or (_model_of(kind)._meta.verbose_name if kind else row.kind)))}: {row.name}"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page of a report: the row that it is about, and the words where they stand."""
        row = kwargs["obj"]
        subject = _subject_of(row)
        is_seen = subject is not None and may(request.user, "view", type(subject))
        shown = {
            "subject": {"page": page_of(subject), "words": str(subject)} if is_seen else None,
            "surroundings": _surroundings(row) if row.article and may(request.user, "view", Article) else None,
        }
        return super().render_change_form(request, {**context, **shown}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Write the answer, and what the button says that was done. The answer is the reason for it.

        Of a report that is put back it is so where it was written then: else it says why the report was settled.
        """
        pressed = next((name for name in DEEDS if f"_{name}" in request.POST), None)
        if pressed is not None and (pressed == "reopen") != (obj.state == ReportState.OPEN):
            is_reason = pressed != "reopen" or "answer" in form.changed_data
            _settle([obj], pressed, request, obj.answer, obj.answer[:LONGEST_REASON] if is_reason else "")
            return
        super().save_model(request, obj, form, change)
        if pressed is not None:
            told = gettext("Someone else dealt with this report meanwhile: it is %(state)s. It was left so.")
            self.message_user(request, told % {"state": obj.get_state_display()}, messages.WARNING)

    @admin.action(description=_("Mark the selected reports as handled"), permissions=["change"])
    def handle(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._settle_open(request, queryset, "handle")

    @admin.action(description=_("Dismiss the selected reports"), permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._settle_open(request, queryset, "dismiss")

    def _settle_open(self, request: HttpRequest, queryset: QuerySet[Report], deed: str) -> None:
        """Handle or dismiss those that are open; what others did about the rest, and what they answered, stays."""
        chosen = list(queryset.values_list("pk", flat=True))
        with transaction.atomic():
            held = Report.objects.select_for_update().filter(pk__in=chosen, state=ReportState.OPEN)
            rows = list(held.order_by("pk"))
            _settle(rows, deed, request)
        self.message_user(request, gettext("Reports done with: %(count)d.") % {"count": len(rows)}, messages.SUCCESS)


@transaction.atomic
def _settle(rows: list[Report], deed: str, request: HttpRequest, answer: str | None = None, why: str = "") -> None:
    """Set the state of reports, and the answer where one is given. why is kept in the history.

    How to reach the reader goes with it, unless they are put back.
    """
    state, kind = DEEDS[deed]
    fields = ["state", "contact"] if answer is None else ["state", "contact", "answer"]
    with acting(request.user, kind, why):
        for row in rows:
            row.state = state
            if state != ReportState.OPEN:
                row.contact = ""
            row.save(update_fields=fields)


def _subject_of(report: Report) -> Any:
    """Return the row that a report is about; None where it is gone."""
    view = VIEWS.get(report.kind)
    if view is None:
        return None
    return _model_of(view)._default_manager.filter(**{view.lookup_field: report.name}).first()


def _model_of(view: Any) -> type[Model]:
    model: type[Model] = view.queryset.model
    return model


def _surroundings(report: Report) -> dict[str, Any] | None:
    """Return the words of a report among those around them; None where they stand there no more."""
    article = report.article
    if article is None or report.start is None or report.end is None:
        return None
    span = Span(report.start, report.end)
    if span.of(article.text) != report.exact:
        return None
    title = gettext("A reader reports these words")
    page = f"{page_of(article)}#line-{line_start(article.text, span.start)}"
    mark = Mark("remark", report.public_id, (span,), gettext("reported"), title, page)
    return {**place_in_context(article, span, mark), "has_page": True}
