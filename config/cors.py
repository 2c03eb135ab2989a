"""The headers by which browsers let pages of other sites read the API: the same on each of its answers."""

from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OpenCorsMiddleware(CorsMiddleware):
    """As the package does it, but for who names no origin too.

    The package adds its headers for those alone who name their origin, and so must write `Vary: origin`: a cache in
    front then keeps one copy for each site that reads. Ours lets all sites read, and says so to everyone.
    """

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer with its headers, where it is one of the API."""
        varied = response.headers.get("Vary")
        super().add_response_headers(request, response)
        if self.is_enabled(request):
            del response["Vary"]
            if varied is not None:
                response["Vary"] = varied
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = ", ".join(settings.CORS_EXPOSE_HEADERS)
        return response
