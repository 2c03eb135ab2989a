"""The language of each answer: Vietnamese, or English for a reader who chose it by the switch."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin


class LanguageMiddleware(MiddlewareMixin):
    """Pages speak the language that the reader's cookie names, which the switch sets; the API speaks English to all.

    What a browser prefers is not asked for: most are set to English, whoever sits before them. And an answer of the API
    is the same for everyone, so that a cache in front keeps one copy of it.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Set the language before the view runs."""
        request.LANGUAGE_CODE = "en" if _is_for_the_api(request) else chosen_language(request)
        translation.activate(request.LANGUAGE_CODE)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say on pages what language they are in and that the cookie decides it."""
        if not _is_for_the_api(request):
            patch_vary_headers(response, ["Cookie"])
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def chosen_language(request: HttpRequest) -> str:
    """Return the code of the language that the reader chose; Vietnamese where none or an unknown one is named."""
    named = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return named if named in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _is_for_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
