"""The pages about what went wrong. They are for this reader and this moment: no cache keeps one.

They hold forms with the token of the reader, and so set a cookie.
"""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import csrf, defaults
from django.views.decorators.cache import cache_control

from articles.api.problems import RETRY_AFTER
from articles.misread import Misread
from articles.reasons import LONGEST_REASON, ReasonTooLong

kept_nowhere = cache_control(no_store=True)


@kept_nowhere
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address without a view; below /api/ there is none."""
    return defaults.page_not_found(request, exception)


@kept_nowhere
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a page that this account may not see."""
    return defaults.permission_denied(request, exception)


@kept_nowhere
def not_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request of no sense; of what is too long say how long it may be, else what of it is not read."""
    context = {
        "most_bytes": settings.SOURCE_MAX_BYTES if isinstance(exception, RequestDataTooBig) else None,
        "longest_reason": LONGEST_REASON if isinstance(exception, ReasonTooLong) else None,
        "misread": str(exception) if isinstance(exception, Misread) else None,
    }
    return render(request, "400.html", context, status=HTTPStatus.BAD_REQUEST)


@kept_nowhere
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer to a form whose token is not that of the reader."""
    return csrf.csrf_failure(request, reason)


@kept_nowhere
def database_away(request: HttpRequest) -> HttpResponse:
    """Answer while the database is away or busy, and say when to ask again."""
    response = render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
