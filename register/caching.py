"""Answers that have not changed are not sent again: an ETag of the version of the data, and 304.

An ETag is given out with a 200 only, and depends on the whole address. So the one that comes back proves that this very
address answered 200 at this version, and the view need not run. It is keyed, so that nobody can make one up.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from articles.api.problems import API_PREFIX, database_status, problem_response
from register.models import DataVersion

DOCS_PREFIX: Final = "/api/docs/"  # a page for people, which shows nothing of the data
VARY: Final = ("Accept", "Accept-Encoding")
APPS: Final = ("articles", "config", "directives", "register")
MODULES: Final = tuple(f"{app}/**/*.py" for app in APPS)
PAGES: Final = (*(f"{app}/templates/**/*.*" for app in APPS), "config/static/*.*")
CODE: Final = (*MODULES, *PAGES, "requirements.txt", "config/schema/examples.json")
ANY: Final = "*"  # in If-None-Match: whatever there is


class DataVersionMiddleware:
    """Gives answers of the API an ETag, and 304 to who has the answer already. To stand last, inside all the others.

    The version is read before the view reads its rows. Where a write comes between, the answer is newer than its ETag
    says, and is sent once more; never is it older.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.code = f"{settings.VERSION} {code_digest()} {settings.DEFAULT_TEXT_POLICY}"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_versioned(request):
            return self.get_response(request)
        try:
            token = data_token(request)
        except (DatabaseError, InterfaceError) as error:
            status = database_status(error)
            if status is None:
                raise
            return problem_response(status)
        return self._answer(request, self._etag(request, token))

    def _answer(self, request: HttpRequest, etag: str) -> HttpResponseBase:
        held = [opaque_part(one) for one in parse_etags(request.headers.get("If-None-Match", ""))]
        if opaque_part(etag) in held:
            response: HttpResponseBase = HttpResponseNotModified()
        else:
            response = self.get_response(request)
            if response.status_code != HTTPStatus.OK:
                return response
            if ANY in held:
                response = HttpResponseNotModified()
        response["ETag"] = etag
        response["Cache-Control"] = settings.API_CACHE_CONTROL
        patch_vary_headers(response, VARY)
        return response

    def _etag(self, request: HttpRequest, token: str) -> str:
        """Return a weak ETag of all that decides about the bytes before they are compressed."""
        parts = (token, self.code, request.build_absolute_uri(), request.headers.get("Accept", ""))
        digest = salted_hmac(__name__, "\n".join(parts), algorithm="sha256").hexdigest()
        return f'W/"{digest[:32]}"'


@cache
def code_digest() -> str:
    """Return what changes with the code that runs, its packages included, and is the same on every machine that has it.

    Read once in a process: code never changes in one that runs.
    """
    digest = hashlib.sha256()
    for part in CODE:
        for path in sorted(settings.BASE_DIR.glob(part)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_versioned(request: HttpRequest) -> bool:
    """Say whether an answer has an ETag: it is read, and from the API."""
    return request.method in ("GET", "HEAD") and request.path_info.startswith(API_PREFIX)


def data_token(request: HttpRequest) -> str:
    """Return the version of the data; nothing for the documentation, which is shown without a database."""
    return "" if request.path_info.startswith(DOCS_PREFIX) else DataVersion.current_token()


def opaque_part(etag: str) -> str:
    """Return the ETag without its mark of weakness: If-None-Match compares weakly (RFC 9110, section 8.8.3.2)."""
    return etag.removeprefix("W/")
