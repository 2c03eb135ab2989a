"""The table of contents of the API: every endpoint under /api/v1/, and the views of the OpenAPI document."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView, DefaultRouter

from articles.api.parameters import FORMAT, Parameter, Single
from articles.api.problems import STATUSES, did_you_mean, problem_response
from articles.api.views import PublicView
from articles.views import OfficeViewSet, OrganViewSet, OutletViewSet, RemarkViewSet, SpeakerViewSet
from config.schema import document
from directives.views import (
    CitationViewSet,
    DirectiveListViewSet,
    DirectiveViewSet,
    ResolutionViewSet,
    TopicViewSet,
)
from register.views import ArticleViewSet

VERSION_1: Final = "/api/v1/"
ADDRESSES: Final = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}


@extend_schema_view(
    get=extend_schema(
        operation_id="root",
        summary="List the endpoints",
        tags=["root"],
        responses={200: OpenApiResponse(ADDRESSES, "The address of each list, by its name.")},
    )
)
class Root(PublicView, APIRootView):
    """The lists of the record, each with its address: where a program that knows nothing else can begin."""

    schema = AutoSchema()  # the package's own root is in no document


class Router(DefaultRouter):
    """Lists its endpoints at its root. The form of an answer is asked for by `format`, never by a suffix."""

    APIRootView = Root
    include_format_suffixes = False


class SchemaView(PublicView, SpectacularAPIView):
    """The OpenAPI document, as JSON or YAML."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]

    def known_parameters(self) -> dict[str, Parameter]:
        """Return `format`: json or yaml."""
        return {FORMAT: Single()}

    def _get_schema_response(self, request: Request) -> Response:
        return Response(document())


class DocsView(PublicView):
    """The documentation for people: Swagger UI, from this server's own files."""

    renderer_classes = [TemplateHTMLRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Answer with the page; it asks for the OpenAPI document of its own server."""
        settings = {**spectacular_settings.SWAGGER_UI_SETTINGS, "url": reverse("schema")}
        return Response({"settings": settings}, template_name="docs.html")


@csrf_exempt
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Answer where no view of the API does: lead a reader on to the address with its last stroke, if a view has it.

    A write would lose its body on the way, and gets a 404. The problem names the list that may have been meant. Django
    would lead on as well, but answers a write with a page of HTML while debugging.
    """
    read = request.method in ("GET", "HEAD", "OPTIONS")
    if read and not request.path.endswith("/") and resolve(f"{request.path_info}/").func is not elsewhere:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    lists = [name for name, _, _ in router.registry]
    first = request.path_info.removeprefix(VERSION_1).partition("/")[0]
    hint = "" if first in lists else did_you_mean(first, lists)
    return problem_response(HTTPStatus.NOT_FOUND, f"{STATUSES[HTTPStatus.NOT_FOUND][1]}{hint}")


router = Router()
router.register("articles", ArticleViewSet, "article")
router.register("speakers", SpeakerViewSet, "speaker")
router.register("offices", OfficeViewSet, "office")
router.register("organs", OrganViewSet, "organ")
router.register("outlets", OutletViewSet, "outlet")
router.register("directive-lists", DirectiveListViewSet, "directive-list")
router.register("directives", DirectiveViewSet, "directive")
router.register("resolutions", ResolutionViewSet, "resolution")
router.register("citations", CitationViewSet, "citation")
router.register("topics", TopicViewSet, "topic")
router.register("remarks", RemarkViewSet, "remark")
