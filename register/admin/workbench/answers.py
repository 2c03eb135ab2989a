"""How the page of an article is answered: a script with what changed there, or with a problem; a form by going back.

A script is answered in JSON: what to say, and which entries and lines to show anew; errors are problems (RFC 9457). A
plain form is sent back to the page, at the finding.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles.admin.completion import is_id
from articles.api.problems import CONTENT_TYPE
from articles.misread import Misread
from articles.models import Article, Finding
from articles.rights import may
from articles.versions import Difference, Stale, Values, as_written, fields_of, version_of
from register.admin.meanwhile import who_changed
from register.admin.telling import names_in, said
from register.admin.workbench.asking import Refused, is_script, worked_queue
from register.admin.workbench.deciding import NotThere, OtherWords, finding, last_edit, seen_of
from register.admin.workbench.showing import (
    all_that_waits,
    entries_html,
    found_by,
    page_address,
    review_waits,
    undo_words,
)
from register.admin.workbench.snapshots import Snapshot
from register.models import EditedRow

View = Callable[..., HttpResponseBase]


def answered(view: View) -> View:
    """Return a view of an article by its id, which answers in JSON what cannot be done."""

    @wraps(view)
    def answer(request: HttpRequest, pk: str, **named: Any) -> HttpResponseBase:
        article = Article.objects.filter(pk=pk).first() if is_id(pk) else None
        try:
            if article is None:
                raise Refused(404, _("There is no such article."))
            if not may(request.user, "view", Article):
                raise PermissionDenied
            return view(request, article, **named)
        except Stale as error:
            assert article is not None
            return problem(request, article, stale(request, article, error), named)
        except OtherWords as error:
            return problem(request, article, Refused(409, " ".join(error.messages)), named)
        except ValidationError as error:
            return problem(request, article, Refused(400, " ".join(error.messages)), named)
        except NotThere:
            return problem(request, article, Refused(404, _("There is no such finding in this article.")), named)
        except PermissionDenied:
            if not is_script(request):
                raise
            return problem(request, article, Refused(403, _("You may not do this.")), named)
        except Misread as error:
            return problem(request, article, Refused(400, str(error)), named)
        except Refused as error:
            return problem(request, article, error, named)

    return answer


def stale(request: HttpRequest, article: Article, error: Stale, **more: Any) -> Refused:
    """Return what says what is there now, and shows it; what the person wrote stays in the form, to be sent again."""
    row = error.row
    now = _now(row, error.differences)
    told = " ".join(error.messages)
    if now:
        fields = "; ".join(f"{one['label']}: {one['was']} → {one['now']} ({one['who']})" for one in now)
        told = _("%(row)s was changed since you opened it: %(fields)s.") % {"row": row, "fields": fields}
    shown = snapshot(request, article)
    entries = [entry for entry in shown.entries.values() if entry.key == getattr(row, "public_id", "")]
    shows = {
        "differences": now,
        "version": version_of(row) if error.differences else "",
        "entries": entries_html(request, entries),
        "lines": shown.lines_of(getattr(row, "public_id", "")),
    }
    return Refused(409, told, **shows, **more)


def done(
    request: HttpRequest,
    article: Article,
    before: Snapshot | None,
    words: str,
    row: Finding | None = None,
) -> HttpResponseBase:
    """Answer that something was done: with what of the page it changed, or by going back there."""
    if not is_script(request):
        messages.success(request, words)
        return HttpResponseRedirect(page_address(article, request, finding=row))
    found = found_by(request, article)
    after = Snapshot.of(found)
    changed, gone = after.entries_unlike(before) if before else ([], [])
    answer: dict[str, Any] = {
        "said": words,
        "chosen": row.public_id if row is not None else "",
        "entries": entries_html(request, changed),
        "gone": gone,
        "lines": after.lines_unlike(before) if before else {},
        "legend": render_to_string("admin/register/workbench_legend.html", {"legend": found.legend()}, request),
        "seen": seen_of(after.entries.values()),
        "to_review": review_waits(request, article),
        "all": all_that_waits(request, found),
        "undo": undo_words(last_edit(request.user)),
    }
    return JsonResponse(answer)


def go_on(request: HttpRequest, article: Article, before: Snapshot, words: str) -> HttpResponseBase:
    """Go to the next article of the queue, where there is one; else answer that something was done."""
    waiting = worked_queue(request)
    after = waiting.after(article) if waiting else None
    if after is None:
        return done(request, article, before, words)
    return leave(request, after, f"{article}: {words}")


def leave(request: HttpRequest, article: Article, words: str) -> HttpResponseBase:
    """Go to another article, and say there what was done."""
    messages.success(request, words)
    address = page_address(article, request)
    return JsonResponse({"next": address}) if is_script(request) else HttpResponseRedirect(address)


def snapshot(request: HttpRequest, article: Article) -> Snapshot:
    """Return what the page shows to this person."""
    return Snapshot.of(found_by(request, article))


def problem(
    request: HttpRequest, article: Article | None, refused: Refused, named: Mapping[str, str]
) -> HttpResponseBase:
    """Answer what cannot be done: as a problem, or back on the page."""
    if not is_script(request) and article is not None and request.method == "POST":
        messages.error(request, refused.why)
        row = None
        with suppress(NotThere):
            row = finding(article, named.get("kind", ""), named.get("key", ""))
        return HttpResponseRedirect(page_address(article, request, finding=row))
    body = {"type": "about:blank", "status": refused.status, "detail": refused.why, **refused.more}
    return JsonResponse(body, status=refused.status, content_type=CONTENT_TYPE)


def _now(row: Any, differing: Sequence[Difference]) -> list[dict[str, str]]:
    """Return the fields that hold something else now, as people read them: what each held, holds now, and by whom.

    What a field held before a run changed it is not known any more.
    """
    model = type(row)
    values, fields = as_written({one.name: one.now for one in differing}), fields_of(model)
    changes = _changes(row, values)
    names = names_in([(model, values), *((model, told.before) for told in changes.values() if told.before)])
    return [
        {
            "label": one.label,
            "was": said(fields[one.name], _before(changes.get(one.name), one.name), names),
            "now": said(fields[one.name], values[one.name], names),
            "who": who_changed(changes[one.name].edit if one.name in changes else None),
        }
        for one in differing
    ]


def _changes(row: Any, values: Values) -> dict[str, EditedRow]:
    """Return what a person did last to each field of a row, where it is from there that it holds what it does."""
    found: dict[str, EditedRow] = {}
    rows = EditedRow.objects.filter(model=row._meta.label_lower, row=row.pk, after__isnull=False)
    for told in rows.select_related("edit").order_by("pk"):
        found |= dict.fromkeys(values.keys() & (told.after or {}), told)
    return {name: told for name, told in found.items() if told.after and told.after[name] == values[name]}


def _before(told: EditedRow | None, name: str) -> Any:
    return (told.before or {}).get(name) if told else None
