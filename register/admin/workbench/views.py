"""What is done on an article's page: deciding, correcting, adding, undoing; each answered with what changed there."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles import curation
from articles.models import Article, Origin, Remark, RemarkState, Review
from articles.rights import may
from articles.versions import Stale, version_sent
from directives.models import Directive
from register import undo as undoing
from register.admin.workbench.answers import View, answered, done, go_on, leave, snapshot, stale
from register.admin.workbench.asking import (
    Refused,
    finding_for,
    may_change_any,
    selected_words,
    worked_name,
)
from register.admin.workbench.deciding import BY_NAME, decide_left, decide_seen, decided_together, last_edit, move
from register.admin.workbench.forms import (
    NewListForm,
    changes_in,
    form_to_add,
    forms_of,
    own_fields,
    refuse_unless_rows,
    titles_in,
    version_field,
)
from register.admin.workbench.prefilling import ADDED, prefill
from register.admin.workbench.showing import chosen_html, form_html, found_by
from register.reviewing import say_reviewed

DECIDING: Final[Mapping[str, Any]] = {
    "confirm": curation.confirm,
    "reject": curation.reject,
    "reopen": curation.reopen,
}
DECIDING_LEFT: Final[Mapping[str, Review]] = {"reject": Review.REJECTED, "reopen": Review.MACHINE}  # in an earlier text
REMARKING: Final[Mapping[str, Mapping[str, str]]] = {
    "resolve": {"state": RemarkState.RESOLVED},
    "ignore": {"state": RemarkState.IGNORED},
    "open": {"state": RemarkState.OPEN, "review": Review.MACHINE},  # it waits again, also where it was rejected
}


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses, each for those who signed in."""
    views: list[tuple[str, View, str]] = [
        ("found/<str:kind>/<str:key>/", require_safe(chosen), "chosen"),
        ("found/<str:kind>/<str:key>/form/", require_safe(form), "form"),
        ("found/<str:kind>/<str:key>/correct/", require_POST(correct), "correct"),
        ("found/<str:kind>/<str:key>/words/", require_POST(words), "words"),
        ("found/<str:kind>/<str:key>/remove/", require_POST(remove), "remove"),
        ("found/<str:kind>/<str:key>/<str:deed>/", require_POST(decide), "decide"),
        ("add/<str:kind>/", require_POST(add), "add"),
        ("confirm-all/", require_POST(confirm_all), "confirm_all"),
        ("reviewed/", require_POST(reviewed), "reviewed"),
        ("undo/", require_POST(undo), "undo"),
    ]
    return [
        path(f"<str:pk>/{route}", site.admin_view(answered(view)), name=f"workbench_{name}")
        for route, view, name in views
    ]


def chosen(request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponse:
    """Answer with what may be done with a finding, as a piece of HTML."""
    row = finding_for(request, article, kind, key, "view")
    return HttpResponse(chosen_html(request, article, row))


def form(request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponse:
    """Answer with the form that corrects a finding, as a piece of HTML."""
    row = finding_for(request, article, kind, key, "change")
    return HttpResponse(form_html(request, row, *forms_of(request, row)))


def decide(request: HttpRequest, article: Article, kind: str, key: str, deed: str) -> HttpResponseBase:
    """Confirm, reject or reopen a finding; resolve, ignore or open a remark."""
    row = finding_for(request, article, kind, key, "change")
    before = snapshot(request, article)
    if deed in REMARKING and isinstance(row, Remark):
        curation.correct(row, REMARKING[deed], request.user, expected=version_sent(request.POST))
    elif deed in DECIDING_LEFT and row.earlier_text_id is not None:
        decide_left(row, DECIDING_LEFT[deed], request.user, version_sent(request.POST))
    elif deed in DECIDING:
        DECIDING[deed]([row], request.user, expected={row: version_sent(request.POST)})
    else:
        raise Refused(404, _("“%(deed)s” is nothing that can be done here.") % {"deed": deed})
    return done(request, article, before, _SAID[deed](), row)


def words(request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponseBase:
    """Say that a finding's words are those that were selected."""
    row = finding_for(request, article, kind, key, "change")
    before = snapshot(request, article)
    move(row, selected_words(request, article), request.user, version_sent(request.POST))
    return done(request, article, before, _("These are its words now."), row)


def remove(request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponseBase:
    """Delete what a person added."""
    row = finding_for(request, article, kind, key, "change")
    before = snapshot(request, article)
    if row.origin == Origin.CURATOR and not may(request.user, "delete", type(row)):
        raise PermissionDenied
    curation.remove(row, request.user, expected=version_sent(request.POST))
    return done(request, article, before, _("Deleted."))


def correct(request: HttpRequest, article: Article, kind: str, key: str) -> HttpResponseBase:
    """Give fields of a finding other values; what is wrong is said at the fields."""
    row = finding_for(request, article, kind, key, "change")
    refuse_unless_rows(request)
    form, titles = forms_of(request, row)
    if not (form.is_valid() and (titles is None or titles.is_valid())):
        raise _wrong(request, row, form, titles)
    changes = changes_in(form)
    beside = titles_in(titles)
    if not changes and not beside:
        return done(request, article, None, _("Nothing was changed."), row)
    before = snapshot(request, article)
    fresh = finding_for(request, article, kind, key, "change")
    seen = version_sent(request.POST)
    try:
        curation.correct(fresh, changes, request.user, expected=seen, beside=beside)
    except Stale as error:
        raise stale(request, article, error, version_field=version_field(titles, error.row)) from error
    except ValidationError as error:
        form.add_error(None, error.messages)
        raise _wrong(request, row, form, titles) from error
    return done(request, article, before, _("Corrected."), fresh)


def add(request: HttpRequest, article: Article, kind: str) -> HttpResponseBase:
    """Answer with a form for a finding at the words that were selected, or add it as the form says."""
    model = BY_NAME.get(kind)
    if model not in ADDED:
        raise Refused(404, _("“%(kind)s” cannot be added here.") % {"kind": kind})
    if not may(request.user, "add", model):
        raise PermissionDenied
    refuse_unless_rows(request)
    span = selected_words(request, article)
    if curation.stands_at(model, article, span):
        raise Refused(409, str(curation.FOUND_ALREADY))
    made = prefill(model, article, span)
    form = form_to_add(request, made)
    if not form.is_bound:
        return HttpResponse(form_html(request, made.row, form))
    if not form.is_valid():
        raise _wrong(request, made.row, form, None)
    before = snapshot(request, article)
    row = made.row
    try:
        added = curation.add(model, article, row.span, request.user, **own_fields(form))
    except Stale as error:  # of a point of a list
        if isinstance(form, NewListForm) and isinstance(error.row, Directive) and error.differences:
            form.show_anew(error.row)
        raise stale(request, article, error, form=form_html(request, row, form)) from error
    except ValidationError as error:
        form.add_error(None, error.messages)
        raise _wrong(request, row, form, None) from error
    return done(request, article, before, _("Added."), added)


def confirm_all(request: HttpRequest, article: Article) -> HttpResponseBase:
    """Decide what waits in the queue and was seen; go to the queue's next article where nothing else waits."""
    found, name = found_by(request, article), worked_name(request)
    rows = decided_together(found, name)
    if not all(may(request.user, "change", type(row)) for row in rows) or not may_change_any(request):
        raise PermissionDenied
    before = snapshot(request, article)
    decided, left = decide_seen(found, name, request.POST.get("seen", ""), request.user)
    are_remarks = bool(rows) and isinstance(rows[0], Remark)
    said = _("%(count)d resolved.") if are_remarks else _("%(count)d confirmed.")
    said %= {"count": decided}
    if left:
        more = ngettext(
            "%(count)d was found or changed meanwhile: look at it.",
            "%(count)d were found or changed meanwhile: look at them.",
            left,
        )
        return done(request, article, before, f"{said} {more % {'count': left}}")
    return go_on(request, article, before, said)


def reviewed(request: HttpRequest, article: Article) -> HttpResponseBase:
    """Note that a person has read an article in which nothing waits, and go to the next article of the queue."""
    if not may(request.user, "change", Article):
        raise PermissionDenied
    before = snapshot(request, article)
    try:
        say_reviewed(article, request.user, expected=version_sent(request.POST))
    except Stale as error:  # what its fields hold now, the text among them, is for the page to show
        raise Refused(409, " ".join(error.messages)) from error
    return go_on(request, article, before, _("Reviewed."))


def undo(request: HttpRequest, article: Article) -> HttpResponseBase:
    """Take back what this person did last, if it is what the page said."""
    if not may_change_any(request):
        raise PermissionDenied
    edit = last_edit(request.user)
    if edit is None or str(edit.pk) != request.POST.get("edit", ""):
        raise Refused(409, _("You did something else since. Load the page again to see what can be undone."))
    if not undoing.may_take_back(edit, list(edit.rows.all()), request.user):
        raise PermissionDenied
    before = snapshot(request, article)
    undoing.undo(edit, request.user)
    said = _("Undone: %(what)s.") % {"what": edit.get_kind_display()}
    if edit.article_id != article.pk and edit.article is not None:
        return leave(request, edit.article, said)
    return done(request, article, before, said)


def _wrong(request: HttpRequest, row: Any, form: Any, titles: Any) -> Refused:
    said = " ".join(message for messages_ in form.errors.values() for message in messages_)
    why = said or _("Please correct the errors below.")
    return Refused(400, why, form=form_html(request, row, form, titles))


_SAID: Final[Mapping[str, Callable[[], str]]] = {
    "confirm": lambda: _("Confirmed."),
    "reject": lambda: _("Rejected."),
    "reopen": lambda: _("Put back to be reviewed."),
    "resolve": lambda: _("Resolved."),
    "ignore": lambda: _("Ignored."),
    "open": lambda: _("Opened again."),
}
