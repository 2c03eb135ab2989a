"""The history of what people did: on each row's page, edit by edit with before and after, and how it is taken back."""

import json
from collections import Counter
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Count, Model, Prefetch, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.addresses import history_of, page_of
from articles.admin.base import RecordAdmin
from articles.admin.compared import ComparedAdmin
from articles.admin.completion import is_id
from articles.misread import Misread
from articles.models import Article, Finding
from articles.models.articles import long_fields
from articles.rights import may
from articles.versions import SECRET, Values, as_written, values_of
from register.admin.settled import taken_back
from register.admin.telling import HIDDEN, ToldField, ToldRow, differences, tell
from register.models import Edit, EditedRow, IngestOutcome, IngestRun
from register.undo import may_be_split, may_take_back, revert, undo

A_PAGE: Final = 25  # edits
MOST_STATES: Final = 100  # of a row, that are offered to be compared
MOST_ROWS: Final = 200  # of an edit, that its page tells; an import may touch thousands
MOST_IN_A_LIST: Final = 5  # rows of one edit, that the history of a row or an article tells
NOW: Final = "now"
ROW: Final = "row"  # of an edit, that its page tells first


def history_page(pages: Any, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
    """Answer with what people did to a row: of an article, to anything that was found in it.

    A row that is gone still has its history.
    """
    model = pages.model
    row = pages.get_object(request, object_id) if is_id(object_id) else None
    touched = _touched(pages, model, int(object_id)) if is_id(object_id) else Q(pk__in=[])
    edits = Edit.objects.filter(pk__in=EditedRow.objects.filter(touched).values("edit"))
    if row is None and not edits.exists():
        redirect: HttpResponse = pages._get_obj_does_not_exist_redirect(request, pages.opts, object_id)
        return redirect
    if not pages.has_view_or_change_permission(request, row):
        raise PermissionDenied
    page = Paginator(edits, A_PAGE).get_page(request.GET.get("page"))
    states = _states(model, int(object_id), row)
    context = {
        **pages.admin_site.each_context(request),
        "title": _("Change history: %s") % (row or (states[-1].row.said if states else object_id)),
        "opts": pages.opts,
        "object": row,
        "page": page,
        "edits": _told(page, request, Q(model=model._meta.label_lower, row=object_id), touched),
        "row_var": ROW,
        "states": states,
        "now": NOW,
        "compared": _compared(request, model, row, states),
        "chosen": (request.GET.get("from"), request.GET.get("to")),
        "outcome": _last_outcome(request, row),
        "may_open_edits": may(request.user, "view", Edit),
        "is_popup": IS_POPUP_VAR in request.GET,
        **(extra_context or {}),
    }
    request.current_app = pages.admin_site.name
    return TemplateResponse(request, "admin/register/history.html", context)


ComparedAdmin.history_page = staticmethod(history_page)


def _touched(pages: Any, model: type[Model], row: int) -> Q:
    """Return what holds of the edited rows that are a row, or one of those that its page shows below it.

    Of an article, these are all that are of it.
    """
    if model is Article:
        return Q(article=row)
    touched = Q(model=model._meta.label_lower, row=row)
    for below, field in _below(pages, model):
        touched |= Q(model=below._meta.label_lower, row__in=below._base_manager.filter(**{field: row}).values("pk"))
        gone = Q(**{f"before__{field}_id": row}) | Q(**{f"after__{field}_id": row})
        touched |= Q(model=below._meta.label_lower) & gone
    return touched


def _below(pages: Any, model: type[Model]) -> list[tuple[type[Model], str]]:
    """Return the models of the rows that a page shows below its own, each with the field that says of which."""
    shown = [inline.model for inline in pages.inlines if not issubclass(inline.model, Finding)]
    links = [link for link in model._meta.related_objects if link.related_model in shown]
    return [(link.related_model, link.field.name) for link in links if link.related_name != "incoming_relations"]


def _told(page: Any, request: HttpRequest, own: Q, touched: Q) -> list[tuple[Edit, list[ToldRow], int]]:
    """Return the edits of a page, each with some of its rows as people read them and the number of the others.

    An import touches thousands of rows: the row whose history it is comes first, then those below it.
    """
    rank = Case(When(own, then=0), When(touched, then=1), default=2)
    nth = Window(RowNumber(), partition_by="edit", order_by=[rank, "pk"])
    first = EditedRow.objects.annotate(nth=nth).filter(nth__lte=MOST_IN_A_LIST).order_by("nth")
    edits = list(page.object_list.select_related("by", "undone_by").prefetch_related(Prefetch("rows", first)))
    number = Counter(
        dict(EditedRow.objects.filter(edit__in=edits).order_by().values_list("edit").annotate(Count("pk")))
    )
    told = {one.row.pk: one for one in tell(_visible([row for edit in edits for row in edit.rows.all()], request))}
    return [
        (edit, [told[row.pk] for row in edit.rows.all() if row.pk in told], max(0, number[edit.pk] - MOST_IN_A_LIST))
        for edit in edits
    ]


def _visible(rows: list[EditedRow], request: HttpRequest) -> list[EditedRow]:
    """Return the rows of models that a person may look at."""
    models = {row.model: row.of_model for row in rows}
    seen = {label for label, model in models.items() if model and may(request.user, "view", model)}
    return [row for row in rows if row.model in seen]


class State:
    """What a row held after an edit of it."""

    def __init__(self, row: EditedRow, values: Values) -> None:
        self.row, self.values = row, values


def _states(model: type[Model], key: int, row: Any) -> list[State]:
    """Return the states that people gave a row, the newest first. What a run wrote between two shows with the later."""
    told = list(EditedRow.objects.filter(model=model._meta.label_lower, row=key).select_related("edit").order_by("-pk"))
    values: Values = as_written(values_of(row)) if row is not None else {}
    states = []
    for one in told[:MOST_STATES]:
        values = {} if one.after is None else {**values, **one.after}
        states.append(State(one, values))
        values = {**values, **(one.before or {})} if one.before is not None else {}
    return states


def _compared(request: HttpRequest, model: type[Model], row: Any, states: list[State]) -> list[ToldField] | None:
    """Return in what two states differ that the address names; None where it names none. Unknown ones are a 400."""
    asked = [request.GET.get("from"), request.GET.get("to")]
    if None in asked:
        return None
    known = {str(state.row.pk): state.values for state in states}
    known[NOW] = as_written(values_of(row)) if row is not None else {}
    try:
        was, became = known[str(asked[0])], known[str(asked[1])]
    except KeyError as unknown:
        raise Misread("from" if unknown.args[0] == asked[0] else "to", unknown.args[0]) from None
    return differences(model, was, became)


def _last_outcome(request: HttpRequest, row: Any) -> IngestOutcome | None:
    """Return what came of the last run that changed the article of a row, if this person may look at runs."""
    article = row.pk if isinstance(row, Article) else getattr(row, "article_id", None)
    if article is None or not may(request.user, "view", IngestRun):
        return None
    return IngestOutcome.objects.filter(article=article).select_related("run").order_by("-run_id", "-pk").first()


@admin.register(Edit)
class EditAdmin(RecordAdmin):
    """What people did. A page compares what an edit found with what it left, and takes it back."""

    list_display = ["at", "by_name", "kind", "why", "article"]
    list_filter = ["kind"]
    list_select_related = ["article"]
    search_fields = ["by_name", "why", "rows__said"]
    date_hierarchy = "at"
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edit]:
        return Edit.objects.seen_by(request.user).order_by(*self.ordering).defer(*long_fields())

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<path:object_id>/undo/", self.admin_site.admin_view(self.undo_view), name="register_edit_undo"),
            path(
                "<path:object_id>/revert/<path:row_id>/",
                self.admin_site.admin_view(self.revert_view),
                name="register_edit_revert",
            ),
        ]
        return [*own, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Answer with what an edit did, field by field."""
        edit = self._edit(request, object_id)
        if edit is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_permission(request, edit) or request.method == "POST":
            raise PermissionDenied
        rows = list(edit.rows.order_by("pk"))
        asked = request.GET.get(ROW, "")
        rows.sort(key=lambda row: str(row.pk) != asked)  # the row from whose history one comes stands first
        told = tell(_visible(rows[:MOST_ROWS], request))
        is_undone = getattr(edit, "undone_by", None) is not None
        is_split = may_be_split(edit)
        adds_article = any(row.model == Article._meta.label_lower and row.before is None for row in rows)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Edit"),
            "subtitle": str(edit),
            "opts": self.opts,
            "edit": edit,
            "told": [
                (one, _address(request, one.row), is_split and may_take_back(edit, [one.row], request.user))
                for one in told
            ],
            "left_out": max(0, len(rows) - len(told)),
            "may_open_article": may(request.user, "view", Article),
            "may_undo": not is_undone and not adds_article and may_take_back(edit, rows, request.user),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/register/edit.html", context)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take back an edit; answer with the page of the edit that this is, or with what stands in the way."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        edit = self._edit(request, object_id)
        if edit is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        rows = list(edit.rows.all())
        return self._take_back(request, edit, rows, None)

    def revert_view(self, request: HttpRequest, object_id: str, row_id: str) -> HttpResponse:
        """Take back what an edit did to one row; answer as where the whole of it is undone."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        edit = self._edit(request, object_id)
        told = edit.rows.filter(pk=row_id).first() if edit is not None and is_id(row_id) else None
        if edit is None or told is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        return self._take_back(request, edit, [told], told)

    def _take_back(
        self, request: HttpRequest, edit: Edit, rows: list[EditedRow], only: EditedRow | None
    ) -> HttpResponse:
        if not self.has_view_permission(request, edit) or not may_take_back(edit, rows, request.user):
            raise PermissionDenied
        try:
            done = undo(edit, request.user) if only is None else revert(only, request.user)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(page_of(edit))
        self.message_user(request, _("It is taken back."), messages.SUCCESS)
        for said in taken_back(done):
            self.message_user(request, said)
        return HttpResponseRedirect(page_of(done))

    def _edit(self, request: HttpRequest, object_id: str) -> Edit | None:
        if not is_id(object_id):
            return None
        related = self.get_queryset(request).select_related("article", "undoes", "undone_by")
        return related.filter(pk=object_id).first()


def _address(request: HttpRequest, told: EditedRow) -> str | None:
    """Return the page of a row that an edit touched; None where it is gone, or has none."""
    model = told.of_model
    if model is None or told.after is None:
        return None
    if not admin.site.is_registered(model) or not may(request.user, "view", model):
        return None
    return history_of(model, told.row)


def _as_json(values: Values | None) -> str:
    """Return the fields of an edited row as JSON, without what says that a password is another one."""
    shown = values and {name: HIDDEN if name in SECRET else value for name, value in values.items()}
    return json.dumps(shown, ensure_ascii=False)


@admin.register(EditedRow)
class EditedRowAdmin(RecordAdmin):
    """The rows that edits touched, to be searched; each leads to its edit."""

    list_display = ["said", "model", "row", "edit_at"]
    list_filter = ["model"]
    list_select_related = ["edit"]
    search_fields = ["said"]
    ordering = ["-id"]
    fields = ["edit", "said", "model", "row", "was", "became"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EditedRow]:
        return EditedRow.objects.seen_by(request.user).order_by(*self.ordering)

    @admin.display(description=EditedRow._meta.get_field("before").verbose_name)
    def was(self, row: EditedRow) -> str:
        return _as_json(row.before)

    @admin.display(description=EditedRow._meta.get_field("after").verbose_name)
    def became(self, row: EditedRow) -> str:
        return _as_json(row.after)

    @admin.display(description=gettext_lazy("at"), ordering="edit")
    def edit_at(self, row: EditedRow) -> Any:
        return row.edit.at

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Return none, which leaves it out of the index: the edits are there."""
        return {}
