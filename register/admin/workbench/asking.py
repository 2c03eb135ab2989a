"""What a request about an article's page says: what it is about, in which queue, and whether the person may."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles.admin.completion import is_id
from articles.extraction.text import Span
from articles.models import Article
from articles.rights import Right, may
from register.admin.workbench.deciding import finding, words_at
from register.queues import PARAMETER, Queue, queue
from register.reviewing import KINDS

REJECTED: Final = "rejected"  # the parameter that asks for what was rejected as well
CHOSEN: Final = "finding"  # the parameter that names the chosen finding
PRESERVED_FILTERS: Final = "_changelist_filters"  # the parameter by which a page of Django's knows the list before it
WIDEST: Final = 10**9  # no text has so many code points


class Refused(Exception):
    """What cannot be done: the status of the answer, and why in a sentence; more goes with a problem."""

    def __init__(self, status: int, why: str, **more: Any) -> None:
        super().__init__(why)
        self.status, self.why, self.more = status, why, more


def finding_for(request: HttpRequest, article: Article, kind: str, key: str, right: Right) -> Any:
    """Return a finding with which the person may do so; raises NotThere or PermissionDenied."""
    row = finding(article, kind, key)
    if not may(request.user, right, type(row)):
        raise PermissionDenied
    return row


def may_change_any(request: HttpRequest) -> bool:
    """Say whether the person may change findings at all."""
    return any(may(request.user, "change", kind) for kind in KINDS)


def selected_words(request: HttpRequest, article: Article) -> Span:
    """Return the place of the words that were sent. Raises Refused for what are no offsets."""
    start, end = request.POST.get("start", ""), request.POST.get("end", "")
    if not (is_id(start) and is_id(end)) or int(end) > WIDEST:
        raise Refused(400, _("It was not said where the words stand."))
    exact = request.POST.get("exact", "").replace("\r\n", "\n")  # as forms are sent
    return words_at(article, int(start), int(end), exact)


def given(request: HttpRequest, name: str) -> str:
    """Return a parameter, of what was sent or of the address; "" where it is not given."""
    return (request.POST if request.method == "POST" else request.GET).get(name, "")


def is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def queue_name(request: HttpRequest) -> str:
    """Return the queue that the address names, itself or as the filter of the list that led here; "" for none."""
    return given(request, PARAMETER) or QueryDict(given(request, PRESERVED_FILTERS)).get(PARAMETER, "")


def worked_queue(request: HttpRequest) -> Queue | None:
    """Return the queue that the address names, if its articles are worked through one by one."""
    named = queue(queue_name(request))
    return named if named is not None and named.article else None


def worked_name(request: HttpRequest) -> str:
    """Return the name of the queue that is worked through; "" for none."""
    asked = worked_queue(request)
    return asked.name if asked else ""
