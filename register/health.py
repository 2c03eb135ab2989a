"""What a load balancer asks: is the process alive, and can it answer."""

import logging

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.api.problems import echo, problem_response
from register.models import DataVersion

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process lives. The database is not asked."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 with the version of the data, or a 503 where the database does not answer; one query."""
    try:
        return JsonResponse({"status": "ok", "data_version": DataVersion.current()})
    except (DatabaseError, InterfaceError) as error:
        logger.error("Not ready: %s", echo(str(error)))
        return problem_response(503)
