"""What the page of an article shows, and the pieces of it that are shown anew."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.addresses import page_of
from articles.admin.marked_text import marked
from articles.models import Article, Finding, Origin, Remark, Review
from articles.rights import may
from articles.versions import version_of
from register.admin.found import Entry, Found, found_in, kinds_seen
from register.admin.workbench.asking import (
    CHOSEN,
    REJECTED,
    given,
    may_change_any,
    queue_name,
    worked_name,
    worked_queue,
)
from register.admin.workbench.deciding import OF_ARTICLES, decided_together, last_edit, seen_of, to_review
from register.admin.workbench.prefilling import ADDED
from register.queues import PARAMETER, Queue


def shown(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Return what the template of an article's page shows beside its text."""
    found = found_by(request, article)
    entries = found.entries()
    waiting = worked_queue(request)
    chosen = request.GET.get(CHOSEN, "")
    row = next((one for one in (*found.shown_rows(), *found.left) if one.public_id == chosen), None)
    may_decide = may_change_any(request)
    return {
        "marked_text": marked(article.text, found.marks()),
        "legend": found.legend(),
        "entries": entries,
        "kinds_shown": [{"kind": kind._meta.model_name, "name": kind._meta.verbose_name_plural} for kind in found.rows],
        "bench": {
            "base": address_of(article),
            "waiting": _position(request, waiting, article),
            "with_rejected": found.with_rejected,
            "other_view": page_address(article, request, rejected=not found.with_rejected),
            "rejected_count": sum(one.review == Review.REJECTED for rows in found.rows.values() for one in rows),
            "seen": seen_of(entries),
            "may_decide": may_decide,
            "to_review": review_waits(request, article),
            "all": all_that_waits(request, found),
            "undo": last_edit(request.user) if may_decide else None,
            "added": [
                (name, str(kind._meta.verbose_name))
                for kind in ADDED
                if may(request.user, "add", kind)
                for name in [kind._meta.model_name]
            ],
            "queue": waiting.name if waiting else "",
        },
        "chosen": chosen_html(request, article, row) if row else "",
        "chosen_key": chosen if row else "",
    }


def found_by(request: HttpRequest, article: Article) -> Found:
    """Return what was found in an article, as far as the person may see it and asked for it."""
    with_rejected = bool(given(request, REJECTED))
    return found_in(article, None, kinds_seen(request), with_rejected=with_rejected, with_left=True)


def review_waits(request: HttpRequest, article: Article) -> str:
    """Return the version of an article that the person may say to be reviewed though nothing in it waits; else ""."""
    is_of_articles = worked_name(request) in OF_ARTICLES
    return to_review(article) if is_of_articles and may(request.user, "change", Article) else ""


def all_that_waits(request: HttpRequest, found: Found) -> str:
    """Return what the button says that decides all that waits, with how many that are; "" where nothing does."""
    rows = decided_together(found, worked_name(request))
    if not rows:
        return ""
    is_of_articles = worked_name(request) in OF_ARTICLES
    what = _ALL["" if is_of_articles else str(rows[0]._meta.model_name)](len(rows))
    waiting = worked_queue(request)
    is_followed = waiting is not None and waiting.after(found.article) is not None
    return _("%(what)s and go on") % {"what": what} if is_followed else what


def _position(request: HttpRequest, waiting: Queue | None, article: Article) -> dict[str, Any] | None:
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
        "after": page_address(after, request) if after else "",
        "before": page_address(before, request) if before else "",
    }


def chosen_html(request: HttpRequest, article: Article, row: Any) -> str:
    """Return what may be done with a finding, as HTML."""
    context = {
        "row": row,
        "kind": row._meta.model_name,
        "name": row._meta.verbose_name,
        "base": f"{address_of(article)}found/{row._meta.model_name}/{row.public_id}/",
        "page": page_of(row),
        "version": version_of(row),
        "is_remark": isinstance(row, Remark),
        "is_left": row.earlier_text_id is not None,
        "is_decided": row.is_decided,
        "may_change": may(request.user, "change", type(row)),
        "may_delete": row.origin == Origin.CURATOR and may(request.user, "delete", type(row)),
        "queue": queue_name(request),
        "rejected": given(request, REJECTED),
    }
    return render_to_string("admin/register/workbench_chosen.html", context, request)


def entries_html(request: HttpRequest, entries: Iterable[Entry]) -> str:
    """Return the entries of a list of findings as HTML."""
    return render_to_string("admin/register/workbench_entries.html", {"entries": entries}, request)


def form_html(request: HttpRequest, row: Any, form: Any, titles: Any = None) -> str:
    """Return the form of a finding as HTML: one that is there is corrected, one without an id is added."""
    base = address_of(row.article)
    kind = row._meta.model_name
    context = {
        "row": row,
        "name": row._meta.verbose_name,
        "form": form,
        "titles": titles,
        "action": f"{base}found/{kind}/{row.public_id}/correct/" if row.pk else f"{base}add/{kind}/",
        "version": given(request, "version") or (version_of(row) if row.pk else ""),
        "queue": queue_name(request),
        "rejected": given(request, REJECTED),
    }
    return render_to_string("admin/register/workbench_form.html", context, request)


def address_of(article: Article) -> str:
    """Return where an article's page and all below it begin."""
    return page_of(article).removesuffix("change/")


def page_address(
    article: Article, request: HttpRequest, finding: Finding | None = None, rejected: bool | None = None
) -> str:
    """Return the address of an article's page in the same queue, at a finding where one is given."""
    show = bool(given(request, REJECTED)) if rejected is None else rejected
    asked = {PARAMETER: queue_name(request), REJECTED: "yes" if show else ""}
    if finding is not None:
        asked[CHOSEN] = finding.public_id
    query = urlencode({name: value for name, value in asked.items() if value})
    at = f"#found-{finding.public_id}" if finding is not None else ""
    return "".join((address_of(article), "change/", f"?{query}" if query else "", at))


def undo_words(edit: Any) -> dict[str, Any] | None:
    """Return what the button says that would be undone; None where there is nothing."""
    return None if edit is None else {"edit": edit.pk, "what": edit.get_kind_display(), "article": str(edit.article)}


_ALL: Final[Mapping[str, Callable[[int], str]]] = {
    "": lambda count: ngettext("Confirm %(count)d finding", "Confirm %(count)d findings", count) % {"count": count},
    "directivelist": lambda count: (
        ngettext("Confirm %(count)d list", "Confirm %(count)d lists", count) % {"count": count}
    ),
    "remark": lambda count: ngettext("Resolve %(count)d remark", "Resolve %(count)d remarks", count) % {"count": count},
}
