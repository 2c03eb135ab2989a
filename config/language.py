"""The language of each answer."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageMiddleware(LocaleMiddleware):
    """Pages speak the reader's language; the API speaks English to everyone.

    An answer of the API is therefore the same for all, and a cache in front keeps one copy of it, not one for each
    value of Accept-Language.
    """

    def process_request(self, request: HttpRequest) -> Any:
        """Choose the language before the view runs."""
        if not _is_for_the_api(request):
            return super().process_request(request)
        translation.activate("en")
        request.LANGUAGE_CODE = "en"

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say on pages that they differ by language; the API's answers do not."""
        return response if _is_for_the_api(request) else super().process_response(request, response)


def _is_for_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
