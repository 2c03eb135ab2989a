"""Answers of the API are compressed for those who take that: a page of a list is sent in a fifth of its bytes.

Pages of the admin are not: what holds a secret beside what a caller chose must not be compressed (the attack BREACH).
"""

import re
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from articles.api.problems import API_PREFIX

REFUSES_GZIP: Final = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)", re.IGNORECASE)  # Django takes it for "accepts"


class CompressionMiddleware(GZipMiddleware):
    """Compresses answers of the API of 200 bytes and more, streamed ones too. To stand outside of what answers 304.

    So an ETag does not depend on what it is compressed by, which holds some bytes by chance.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer compressed, where its address is one of the API and the caller takes gzip."""
        if not request.path_info.startswith(API_PREFIX) or REFUSES_GZIP.search(
            request.headers.get("Accept-Encoding", "")
        ):
            return response
        return super().process_response(request, response)
