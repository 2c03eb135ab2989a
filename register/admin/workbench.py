"""The addresses of an article's page: deciding, correcting, adding and undoing, each answered with what changed there.

A script is answered in JSON: what to say, and which entries and lines to show anew; errors are problems (RFC 9457). A
plain form is sent back to the page, at the finding.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles import curation
from articles.admin.completion import is_id
from articles.admin.findings import PrintedTitleInline
from articles.admin.marked_text import marked
from articles.api.problems import CONTENT_TYPE
from articles.extraction.text import Span
from articles.models import Article, Finding, Mention, Remark, RemarkState, Review
from articles.versions import Difference, Stale, as_written, version_of
from directives.models import Citation, Directive, DirectiveList
from register import undo as undoing
from register import workbench
from register.found import KINDS, Found, found_in
from register.models.history import LONGEST_REASON
from register.queues import PARAMETER, Queue, queue
from register.reviewing import say_reviewed
from register.telling import names_in, said

FIELDS: Final[Mapping[type[Finding], tuple[str, ...]]] = {
    Directive: ("kind", "topics", "mention", "addressee", "deadline", "list", "parent", "ordinal", "marker"),
    DirectiveList: ("kind", "declared_count", "mention"),
    Citation: ("resolution", "status", "form", "kind", "number", "symbol", "issuer", "directive"),
    Mention: ("speaker", "role", "status", "name", "introduced_by"),
}
COMPLETED: Final = frozenset(  # the fields whose boxes complete what is typed
    {"directive", "introduced_by", "list", "mention", "office", "parent", "resolution", "speaker", "topics"}
)
PREFIX: Final = "found"  # of the fields of the panel's forms: those of the article stand on the same page
REJECTED: Final = "rejected"  # the parameter that asks for what was rejected as well
CHOSEN: Final = "finding"  # the parameter that names the chosen finding
PRESERVED_FILTERS: Final = "_changelist_filters"  # the parameter by which a page of Django's knows the list before it
WIDEST: Final = 10**9  # no text has so many code points

View = Callable[..., HttpResponseBase]
DECIDING: Final[Mapping[str, Any]] = {
    "confirm": curation.confirm,
    "reject": curation.reject,
    "reopen": curation.reopen,
}
LETTING_GO: Final[Mapping[str, Review]] = {"reject": Review.REJECTED, "reopen": Review.MACHINE}  # in an earlier text
REMARKING: Final[Mapping[str, RemarkState]] = {
    "resolve": RemarkState.RESOLVED,
    "ignore": RemarkState.IGNORED,
    "open": RemarkState.OPEN,
}


class Refused(Exception):
    """What cannot be done: the status of the answer, and why in a sentence; more goes with a problem."""

    def __init__(self, status: int, why: str, **more: Any) -> None:
        super().__init__(why)
        self.status, self.why, self.more = status, why, more


class Workbench:
    """The views below one article's address in the admin."""

    def __init__(self, pages: admin.ModelAdmin[Article]) -> None:
        self.pages = pages

    def urls(self) -> list[URLPattern]:
        """Return the addresses, each for those who signed in."""
        views: list[tuple[str, View, str]] = [
            ("found/<str:kind>/<str:key>/", require_safe(self.chosen), "chosen"),
            ("found/<str:kind>/<str:key>/form/", require_safe(self.form), "form"),
            ("found/<str:kind>/<str:key>/correct/", require_POST(self.correct), "correct"),
            ("found/<str:kind>/<str:key>/words/", require_POST(self.words), "words"),
            ("found/<str:kind>/<str:key>/remove/", require_POST(self.remove), "remove"),
            ("found/<str:kind>/<str:key>/<str:deed>/", require_POST(self.decide), "decide"),
            ("add/<str:kind>/", require_POST(self.add), "add"),
            ("confirm-all/", require_POST(self.confirm_all), "confirm_all"),
            ("reviewed/", require_POST(self.reviewed), "reviewed"),
            ("undo/", require_POST(self.undo), "undo"),
        ]
        return [
            path(f"<str:pk>/{route}", self.pages.admin_site.admin_view(self._answered(view)), name=f"workbench_{name}")
            for route, view, name in views
        ]

    # --- what a page shows

    def shown(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        """Return what the template of an article's page shows beside its text."""
        found = self._found(request, article)
        entries = found.entries()
        waiting = _queue(request)
        chosen = request.GET.get(CHOSEN, "")
        row = next((one for one in (*found.shown_rows(), *found.left) if one.public_id == chosen), None)
        may = {name for name, kind in workbench.BY_NAME.items() if _may(request, "change", kind)}
        return {
            "marked_text": marked(article.text, found.marks()),
            "legend": found.legend(),
            "entries": entries,
            "kinds_shown": [
                {"kind": kind._meta.model_name, "name": kind._meta.verbose_name_plural} for kind in found.rows
            ],
            "bench": {
                "base": address_of(article),
                "waiting": self._position(request, waiting, article),
                "with_rejected": found.with_rejected,
                "other_view": _page(article, request, rejected=not found.with_rejected),
                "rejected_count": sum(one.review == Review.REJECTED for rows in found.rows.values() for one in rows),
                "seen": workbench.seen_of(entries),
                "may_decide": bool(may),
                "to_review": self._to_review(request, article),
                "all": self._all(request, found),
                "undo": workbench.last_edit(request.user) if may else None,
                "added": [
                    (name, str(kind._meta.verbose_name))
                    for kind in workbench.ADDED
                    if _may(request, "add", kind)
                    for name in [kind._meta.model_name]
                ],
                "queue": waiting.name if waiting else "",
                "longest_reason": LONGEST_REASON,
            },
            "chosen": self._chosen(request, article, row) if row else "",
            "chosen_key": chosen if row else "",
        }

    def _found(self, request: HttpRequest, article: Article) -> Found:
        given = request.POST if request.method == "POST" else request.GET
        kinds = [kind for kind in KINDS if admin.site.get_model_admin(kind).has_view_permission(request)]
        return found_in(article, None, kinds, with_rejected=bool(given.get(REJECTED)), with_left=True)

    def _to_review(self, request: HttpRequest, article: Article) -> str:
        is_of_articles = _asked_queue(request) in workbench.OF_ARTICLES
        may = is_of_articles and self.pages.has_change_permission(request, article)
        return workbench.to_review(article) if may else ""

    def _all(self, request: HttpRequest, found: Found) -> str:
        """Return what the button says that decides all that waits, with how many that are; "" where nothing does."""
        rows = workbench.decided_together(found, _asked_queue(request))
        if not rows:
            return ""
        is_of_articles = _asked_queue(request) in workbench.OF_ARTICLES
        what = _ALL["" if is_of_articles else str(rows[0]._meta.model_name)](len(rows))
        waiting = _queue(request)
        is_followed = waiting is not None and waiting.after(found.article) is not None
        return _("%(what)s and go on") % {"what": what} if is_followed else what

    def _position(self, request: HttpRequest, waiting: Queue | None, article: Article) -> dict[str, Any] | None:
        if waiting is None or not waiting.is_seen_by(request.user):
            return None
        number, count = waiting.position(article)
        after, before = waiting.after(article), waiting.before(article)
        return {
            "name": waiting.name,
            "title": waiting.title,
            "address": waiting.address(),
            "number": number,
            "count": count,
            "after": _page(after, request) if after else "",
            "before": _page(before, request) if before else "",
        }

    def _chosen(self, request: HttpRequest, article: Article, row: Any) -> str:
        """Return what may be done with a finding, as HTML."""
        context = {
            "row": row,
            "kind": row._meta.model_name,
            "name": row._meta.verbose_name,
            "base": f"{address_of(article)}found/{row._meta.model_name}/{row.public_id}/",
            "page": _page_of(row),
            "version": version_of(row),
            "is_remark": isinstance(row, Remark),
            "is_left": row.earlier_text_id is not None,
            "is_rejected": row.review == Review.REJECTED,
            "is_decided": row.is_decided,
            "may_change": _may(request, "change", type(row)),
            "may_delete": admin.site.get_model_admin(type(row)).has_delete_permission(request, row),
            "queue": _queue_name(request),
            "rejected": _given(request, REJECTED),
            "longest_reason": LONGEST_REASON,
        }
        return render_to_string("admin/register/workbench_chosen.html", context, request)

    # --- the views

    def chosen(self, request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponse:
        """Answer with what may be done with a finding, as a piece of HTML."""
        row = _finding(request, article, kind, key, "view")
        return HttpResponse(self._chosen(request, article, row))

    def form(self, request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponse:
        """Answer with the form that corrects a finding, as a piece of HTML."""
        row = _finding(request, article, kind, key, "change")
        return HttpResponse(self._form(request, row, *_forms(request, row)))

    def decide(self, request: HttpRequest, article: Article, kind: str, key: str, deed: str) -> HttpResponseBase:
        """Confirm, reject or reopen a finding; resolve, ignore or open a remark."""
        row = _finding(request, article, kind, key, "change")
        before = self._snapshot(request, article)
        if deed in REMARKING and isinstance(row, Remark):
            changes = {"state": REMARKING[deed]}
            curation.correct(row, changes, request.user, _why(request), expected=_version(request))
        elif deed in LETTING_GO and row.earlier_text_id is not None:
            workbench.let_go(row, LETTING_GO[deed], request.user, _why(request), _version(request))
        elif deed in DECIDING:
            DECIDING[deed]([row], request.user, _why(request), expected={row: _version(request)})
        else:
            raise Refused(404, _("There is nothing of the kind to do here."))
        return self._done(request, article, before, _SAID[deed](), row)

    def words(self, request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponseBase:
        """Say that a finding's words are those that were selected."""
        row = _finding(request, article, kind, key, "change")
        before = self._snapshot(request, article)
        workbench.move(row, _words(request, article), request.user, _why(request), _version(request))
        return self._done(request, article, before, _("These are its words now."), row)

    def remove(self, request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponseBase:
        """Delete what a person added."""
        row = _finding(request, article, kind, key, "change")
        before = self._snapshot(request, article)
        if row.origin == "curator" and not admin.site.get_model_admin(type(row)).has_delete_permission(request, row):
            raise PermissionDenied
        curation.remove(row, request.user, _why(request), expected=_version(request))
        return self._done(request, article, before, _("Deleted."))

    def correct(self, request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponseBase:
        """Give fields of a finding other values; what is wrong is said at the fields."""
        row = _finding(request, article, kind, key, "change")
        _refuse_unless_rows(request)
        form, titles = _forms(request, row)
        if not (form.is_valid() and (titles is None or titles.is_valid())):
            raise self._wrong(request, row, form, titles)
        changes = _changes(form)
        offices = [one.instance for one in titles.forms if one.has_changed()] if titles is not None else []
        if not changes and not offices:
            return self._done(request, article, None, _("Nothing was changed."), row)
        before = self._snapshot(request, article)
        fresh = _finding(request, article, kind, key, "change")
        try:
            curation.correct(fresh, changes, request.user, _why(request), expected=_version(request), beside=offices)
        except Stale:
            raise
        except ValidationError as error:
            form.add_error(None, error.messages)
            raise self._wrong(request, row, form, titles) from error
        return self._done(request, article, before, _("Corrected."), fresh)

    def add(self, request: HttpRequest, article: Article, kind: str) -> HttpResponseBase:
        """Answer with a form for a finding at the words that were selected, or add it as the form says."""
        model = workbench.BY_NAME.get(kind)
        if model not in workbench.ADDED:
            raise Refused(404, _("Nothing of the kind can be added here."))
        if not _may(request, "add", model):
            raise PermissionDenied
        _refuse_unless_rows(request)
        span = _words(request, article)
        if (
            model._default_manager.filter(article=article, earlier_text=None, start=span.start, end=span.end)
            .exclude(review=Review.REJECTED)
            .exists()
        ):
            raise Refused(409, _("This is found already at these words: choose it to correct it."))
        made = workbench.draft(model, article, span)
        pages: Any = admin.site.get_model_admin(model)
        form_class = pages.get_form(request, None, fields=FIELDS[model])
        initial = {"topics": made.topics} if made.topics else {}
        if "save" not in request.POST:
            form = form_class(instance=made.row, initial=initial, prefix=PREFIX)
            return HttpResponse(self._form(request, made.row, form))
        form = form_class(request.POST, instance=made.row, initial=initial, prefix=PREFIX)
        if not form.is_valid():
            raise self._wrong(request, made.row, form, None)
        before = self._snapshot(request, article)
        row = made.row
        try:
            added = curation.add(model, article, row.span, request.user, _why(request), **_own_fields(form))
        except ValidationError as error:
            form.add_error(None, error.messages)
            raise self._wrong(request, row, form, None) from error
        return self._done(request, article, before, _("Added."), added)

    def confirm_all(self, request: HttpRequest, article: Article) -> HttpResponseBase:
        """Decide what waits in the queue and was seen; go to the queue's next article where nothing else waits."""
        found, name = self._found(request, article), _asked_queue(request)
        rows = workbench.decided_together(found, name)
        if not all(_may(request, "change", type(row)) for row in rows) or not _may_any(request):
            raise PermissionDenied
        before = self._snapshot(request, article)
        decided, left = workbench.decide_seen(found, name, request.POST.get("seen", ""), request.user)
        are_remarks = bool(rows) and isinstance(rows[0], Remark)
        said = _("%(count)d resolved.") if are_remarks else _("%(count)d confirmed.")
        said %= {"count": decided}
        if left:
            more = ngettext(
                "%(count)d was found or changed meanwhile: look at it.",
                "%(count)d were found or changed meanwhile: look at them.",
                left,
            )
            return self._done(request, article, before, f"{said} {more % {'count': left}}")
        return self._go_on(request, article, before, said)

    def reviewed(self, request: HttpRequest, article: Article) -> HttpResponseBase:
        """Note that a person has read an article in which nothing waits, and go to the next article of the queue."""
        if not self.pages.has_change_permission(request, article):
            raise PermissionDenied
        before = self._snapshot(request, article)
        try:
            say_reviewed(article, request.user, _why(request), expected=_version(request))
        except Stale as error:  # what its fields hold now, the text among them, is for the page to show
            raise Refused(409, " ".join(error.messages)) from error
        return self._go_on(request, article, before, _("Reviewed."))

    def undo(self, request: HttpRequest, article: Article) -> HttpResponseBase:
        """Take back what this person did last, if it is what the page said."""
        if not _may_any(request):
            raise PermissionDenied
        edit = workbench.last_edit(request.user)
        if edit is None or str(edit.pk) != request.POST.get("edit", ""):
            raise Refused(409, _("You did something else since. Load the page again to see what can be undone."))
        if not undoing.may_take_back(edit, list(edit.rows.all()), request.user):
            raise PermissionDenied
        before = self._snapshot(request, article)
        undoing.undo(edit, request.user)
        said = _("Undone: %(what)s.") % {"what": edit.get_kind_display()}
        if edit.article_id != article.pk and edit.article is not None:
            return self._leave(request, edit.article, said)
        return self._done(request, article, before, said)

    # --- the answers

    def _answered(self, view: View) -> View:
        """Return a view of an article by its id, which answers in JSON what cannot be done."""

        @wraps(view)
        def answer(request: HttpRequest, pk: str, **named: Any) -> HttpResponseBase:
            article = Article.objects.filter(pk=pk).first() if is_id(pk) else None
            try:
                if article is None:
                    raise Refused(404, _("There is no such article."))
                if not self.pages.has_view_permission(request, article):
                    raise PermissionDenied
                return view(request, article, **named)
            except Stale as error:
                return self._stale(request, article, error, named)
            except workbench.OtherWords as error:
                return _problem(request, article, Refused(409, " ".join(error.messages)), named)
            except ValidationError as error:
                return _problem(request, article, Refused(400, " ".join(error.messages)), named)
            except workbench.NotThere:
                return _problem(request, article, Refused(404, _("There is no such finding in this article.")), named)
            except PermissionDenied:
                if not _is_script(request):
                    raise
                return _problem(request, article, Refused(403, _("You may not do this.")), named)
            except Refused as error:
                return _problem(request, article, error, named)

        return answer

    def _stale(
        self, request: HttpRequest, article: Article | None, error: Stale, named: Mapping[str, str]
    ) -> HttpResponseBase:
        """Say what is there now, and show it; what the person wrote stays in the form, to be sent again."""
        assert article is not None
        row = error.row
        now = _now(row, error.differences)
        said = " ".join([*error.messages, *(f"{one['label']}: {one['now']}." for one in now)])
        snapshot = self._snapshot(request, article)
        entries = [entry for entry in snapshot.entries.values() if entry.key == getattr(row, "public_id", "")]
        more = {
            "differences": now,
            "version": version_of(row) if error.differences else "",
            "entries": self._entries(request, article, entries),
            "lines": snapshot.lines_of(getattr(row, "public_id", "")),
        }
        return _problem(request, article, Refused(409, said, **more), named)

    def _done(
        self,
        request: HttpRequest,
        article: Article,
        before: "workbench.Snapshot | None",
        said: str,
        row: Finding | None = None,
    ) -> HttpResponseBase:
        """Answer that something was done: with what of the page it changed, or by going back there."""
        if not _is_script(request):
            messages.success(request, said)
            return HttpResponseRedirect(_page(article, request, finding=row))
        found = self._found(request, article)
        after = workbench.Snapshot.of(found)
        changed, gone = after.entries_unlike(before) if before else ([], [])
        answer: dict[str, Any] = {
            "said": said,
            "chosen": row.public_id if row is not None else "",
            "entries": self._entries(request, article, changed),
            "gone": gone,
            "lines": after.lines_unlike(before) if before else {},
            "legend": render_to_string("admin/register/workbench_legend.html", {"legend": found.legend()}, request),
            "seen": workbench.seen_of(after.entries.values()),
            "to_review": self._to_review(request, article),
            "all": self._all(request, found),
            "undo": _undo(workbench.last_edit(request.user)),
        }
        return JsonResponse(answer)

    def _go_on(
        self, request: HttpRequest, article: Article, before: "workbench.Snapshot", said: str
    ) -> HttpResponseBase:
        """Go to the next article of the queue, where there is one; else answer that something was done."""
        waiting = _queue(request)
        after = waiting.after(article) if waiting else None
        if after is None:
            return self._done(request, article, before, said)
        return self._leave(request, after, f"{article}: {said}")

    def _leave(self, request: HttpRequest, article: Article, said: str) -> HttpResponseBase:
        """Go to another article, and say there what was done."""
        messages.success(request, said)
        address = _page(article, request)
        return JsonResponse({"next": address}) if _is_script(request) else HttpResponseRedirect(address)

    def _snapshot(self, request: HttpRequest, article: Article) -> "workbench.Snapshot":
        return workbench.Snapshot.of(self._found(request, article))

    def _entries(self, request: HttpRequest, article: Article, entries: Any) -> str:
        context = {"entries": entries, "bench": {"base": address_of(article)}}
        return render_to_string("admin/register/workbench_entries.html", context, request)

    def _form(self, request: HttpRequest, row: Any, form: Any, titles: Any = None) -> str:
        """Return the form of a finding as HTML: one that is there is corrected, one without an id is added."""
        base = address_of(row.article)
        kind = row._meta.model_name
        context = {
            "row": row,
            "name": row._meta.verbose_name,
            "form": form,
            "titles": titles,
            "action": f"{base}found/{kind}/{row.public_id}/correct/" if row.pk else f"{base}add/{kind}/",
            "version": _given(request, "version") or (version_of(row) if row.pk else ""),
            "queue": _queue_name(request),
            "rejected": _given(request, REJECTED),
            "longest_reason": LONGEST_REASON,
            "why": _why(request),
        }
        return render_to_string("admin/register/workbench_form.html", context, request)

    def _wrong(self, request: HttpRequest, row: Any, form: Any, titles: Any) -> Refused:
        said = " ".join(message for messages_ in form.errors.values() for message in messages_)
        why = said or _("Please correct the errors below.")
        return Refused(400, why, form=self._form(request, row, form, titles))


def address_of(article: Article) -> str:
    """Return where an article's page and all below it begin."""
    return reverse("admin:articles_article_change", args=[article.pk]).removesuffix("change/")


def _page(article: Article, request: HttpRequest, finding: Finding | None = None, rejected: bool | None = None) -> str:
    """Return the address of an article's page in the same queue, at a finding where one is given."""
    show = bool(_given(request, REJECTED)) if rejected is None else rejected
    asked = {PARAMETER: _queue_name(request), REJECTED: "yes" if show else ""}
    if finding is not None:
        asked[CHOSEN] = finding.public_id
    query = urlencode({name: value for name, value in asked.items() if value})
    at = f"#found-{finding.public_id}" if finding is not None else ""
    return "".join((address_of(article), "change/", f"?{query}" if query else "", at))


def _page_of(row: Finding) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _problem(
    request: HttpRequest, article: Article | None, refused: Refused, named: Mapping[str, str]
) -> HttpResponseBase:
    """Answer what cannot be done: as a problem, or back on the page."""
    if not _is_script(request) and article is not None and request.method == "POST":
        messages.error(request, refused.why)
        row = None
        with suppress(workbench.NotThere):
            row = workbench.finding(article, named.get("kind", ""), named.get("key", ""))
        return HttpResponseRedirect(_page(article, request, finding=row))
    body = {"type": "about:blank", "status": refused.status, "detail": refused.why, **refused.more}
    return JsonResponse(body, status=refused.status, content_type=CONTENT_TYPE)


def _finding(request: HttpRequest, article: Article, kind: str, key: str, may: str) -> Any:
    """Return a finding with which the person may do so; raises NotThere or PermissionDenied."""
    row = workbench.finding(article, kind, key)
    if not _may(request, may, type(row)):
        raise PermissionDenied
    return row


def _may(request: HttpRequest, what: str, kind: type[Finding]) -> bool:
    """Say whether the person may view, change or add findings of a kind."""
    meta = kind._meta
    if what == "add":
        return request.user.has_perm(f"{meta.app_label}.add_{meta.model_name}")
    pages = admin.site.get_model_admin(kind)
    return pages.has_view_permission(request) if what == "view" else pages.has_change_permission(request)


def _may_any(request: HttpRequest) -> bool:
    """Say whether the person may change findings at all."""
    return any(_may(request, "change", kind) for kind in KINDS)


def _words(request: HttpRequest, article: Article) -> Span:
    """Return the place of the words that were sent. Raises Refused for what are no offsets."""
    start, end = request.POST.get("start", ""), request.POST.get("end", "")
    if not (is_id(start) and is_id(end)) or int(end) > WIDEST:
        raise Refused(400, _("It was not said where the words stand."))
    exact = request.POST.get("exact", "").replace("\r\n", "\n")  # as forms are sent
    return workbench.words_at(article, int(start), int(end), exact)


def _refuse_unless_rows(request: HttpRequest) -> None:
    """Raise Refused where a box that completes was sent what is no id: it could not be shown again."""
    for name, values in request.POST.lists():
        if name.rpartition("-")[2] in COMPLETED and not all(is_id(value) for value in values if value):
            raise Refused(400, _("A row is meant by what is no number."))


def _version(request: HttpRequest) -> str:
    version = request.POST.get("version", "")
    if not version:
        raise Refused(400, _("It was not said which version you saw. Load the page again."))
    return version


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "").strip()[:LONGEST_REASON]


def _given(request: HttpRequest, name: str) -> str:
    return (request.POST if request.method == "POST" else request.GET).get(name, "")


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _queue_name(request: HttpRequest) -> str:
    """Return the queue that the address names, itself or as the filter of the list that led here; "" for none."""
    return _given(request, PARAMETER) or QueryDict(_given(request, PRESERVED_FILTERS)).get(PARAMETER, "")


def _queue(request: HttpRequest) -> Queue | None:
    """Return the queue that the address names, if its articles are worked through one by one."""
    named = queue(_queue_name(request))
    return named if named is not None and named.article else None


def _asked_queue(request: HttpRequest) -> str:
    """Return the name of the queue that is worked through; "" for none."""
    asked = _queue(request)
    return asked.name if asked else ""


def _undo(edit: Any) -> dict[str, Any] | None:
    """Return what the button says that would be undone; None where there is nothing."""
    return None if edit is None else {"edit": edit.pk, "what": edit.get_kind_display(), "article": str(edit.article)}


def _forms(request: HttpRequest, row: Any) -> tuple[ModelForm[Any], BaseInlineFormSet[Any, Any, Any] | None]:
    """Return the form of a finding, and of the titles printed at a mention; filled in by what was sent, if it was."""
    if type(row) not in FIELDS:
        raise Refused(404, _("There is nothing of the kind to do here."))
    pages: Any = admin.site.get_model_admin(type(row))
    sent = request.POST if request.method == "POST" else None
    form = pages.get_form(request, row, change=True, fields=FIELDS[type(row)])(sent, instance=row, prefix=PREFIX)
    if not isinstance(row, Mention):
        return form, None
    inline = PrintedTitleInline(Mention, admin.site)
    titles = inline.get_formset(request, row, can_delete=False)
    shown = row.titles.select_related("office")
    return form, titles(sent, instance=row, prefix="titles", queryset=shown)


def _changes(form: Any) -> dict[str, Any]:
    """Return the fields that a form changed, those that follow from others included, with their values."""
    return {
        name: form.cleaned_data["topics"] if name == "topics" else getattr(form.instance, name)
        for name in form.changed_data
    }


def _own_fields(form: Any) -> dict[str, Any]:
    """Return all fields that a kind of finding has of its own, as a form says and as they were filled in."""
    row = form.instance
    fixed = curation.FIXED | {"review"}
    own = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in fixed}
    topics = {"topics": form.cleaned_data["topics"]} if "topics" in form.cleaned_data else {}
    return own | topics


def _now(row: Any, differing: Sequence[Difference]) -> list[dict[str, str]]:
    """Return the fields that hold something else now, each with what that is, as people read it."""
    values = as_written({one.name: one.now for one in differing})
    names = names_in([(type(row), values)])
    fields = {field.attname: field for field in row._meta.concrete_fields}
    fields |= {many.name: many for many in row._meta.many_to_many}
    return [{"label": one.label, "now": said(fields[one.name], values[one.name], names)} for one in differing]


_SAID: Final[Mapping[str, Callable[[], str]]] = {
    "confirm": lambda: _("Confirmed."),
    "reject": lambda: _("Rejected."),
    "reopen": lambda: _("Put back to be reviewed."),
    "resolve": lambda: _("Resolved."),
    "ignore": lambda: _("Ignored."),
    "open": lambda: _("Opened again."),
}

_ALL: Final[Mapping[str, Callable[[int], str]]] = {
    "": lambda count: ngettext("Confirm %(count)d finding", "Confirm %(count)d findings", count) % {"count": count},
    "directivelist": lambda count: (
        ngettext("Confirm %(count)d list", "Confirm %(count)d lists", count) % {"count": count}
    ),
    "remark": lambda count: ngettext("Resolve %(count)d remark", "Resolve %(count)d remarks", count) % {"count": count},
}
