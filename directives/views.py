"""The endpoints of this app."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from articles.api.feeds import Feed, beginning
from articles.api.forms import WHOLE_LISTS
from articles.api.views import ReadOnlyViewSet
from articles.views import FINDING_ORDERS
from directives.filters import (
    CitationFilterSet,
    CitationsOfOneFilterSet,
    DirectiveFilterSet,
    DirectiveListFilterSet,
    ResolutionFilterSet,
    TopicFilterSet,
)
from directives.models import Citation, Directive, DirectiveList, Resolution, Topic
from directives.serializers import (
    CitationSerializer,
    DirectiveInListSerializer,
    DirectiveListInListSerializer,
    DirectiveListSerializer,
    DirectiveSerializer,
    ResolutionInListSerializer,
    ResolutionSerializer,
    TopicSerializer,
)


class DirectiveListViewSet(ReadOnlyViewSet[DirectiveList]):
    """Enumerations in the texts: how many points each declares against how many were found.

    The list holds lists of directives; `directive=false` asks for those of results, reasons and the like.
    """

    queryset = DirectiveList.objects.public()
    withdrawn = DirectiveList.objects.withdrawn()
    serializer_class = DirectiveListSerializer
    list_serializer_class = DirectiveListInListSerializer
    filterset_class = DirectiveListFilterSet
    orderings = FINDING_ORDERS
    default_ordering = "-published_on"
    example = "bxtv7svwlc"
    lookup_field = "public_id"
    lookup_url_kwarg = "id"

    def get_queryset(self) -> Any:
        rows = DirectiveList.objects.public()
        return rows.for_api() if self.gives_list() else rows.for_detail()


class DirectiveFeed(Feed):
    """What was set out, each with who said it; changed when its article was last taken in or corrected."""

    title = "Định hướng, nhiệm vụ, giải pháp về đối ngoại"
    changed_at = ("article", "changed_at")

    def entry(self, row: dict[str, Any]) -> dict[str, Any]:
        speaker = row["speaker"]
        return {
            "title": beginning(row["exact"]),
            "description": row["text"],
            "author_name": speaker["name"] if speaker else None,
            "categories": [row["kind"], *(topic["slug"] for topic in row["topics"])],
        }


class DirectiveViewSet(ReadOnlyViewSet[Directive]):
    """What someone set out to be done, one by one: the words, who said them in what office, and where they stand."""

    queryset = Directive.objects.served()
    withdrawn = Directive.objects.withdrawn()
    serializer_class = DirectiveSerializer
    list_serializer_class = DirectiveInListSerializer
    filterset_class = DirectiveFilterSet
    other_forms = (*WHOLE_LISTS, DirectiveFeed)
    orderings = FINDING_ORDERS
    default_ordering = "-published_on"
    example = "nang-cao-tu-duy-nhan-thuc-va-hanh-dong-tang-cuong-su-lanh-b443podbjo"

    def get_queryset(self) -> Any:
        rows = Directive.objects.served()
        return rows.for_api() if self.gives_list() else rows.for_detail()


class ResolutionViewSet(ReadOnlyViewSet[Resolution]):
    """Official documents, what sources say of each, how they relate to one another, and how often they are cited.

    A symbol is no key, as numbers come round again, so `symbol=` may find several.
    """

    queryset = Resolution.objects.public()
    withdrawn = Resolution.objects.withdrawn()
    serializer_class = ResolutionSerializer
    list_serializer_class = ResolutionInListSerializer
    filterset_class = ResolutionFilterSet
    orderings = {
        "slug": ("slug", "id"),
        "issued_on": ("rising_date", "id"),
        "-issued_on": ("-falling_date", "-id"),
    }
    default_ordering = "slug"
    example = "59-nq-tw"

    def get_queryset(self) -> Any:
        rows = Resolution.objects.public()
        if self.action == "citations":
            return rows
        return rows.for_api() if self.gives_list() else rows.for_detail()

    @extend_schema(
        operation_id="resolutions_citations_list",
        summary="List citations of one resolution",
        responses=CitationSerializer(many=True),
    )
    @action(
        detail=True,
        answers_list=True,
        serializer_class=CitationSerializer,
        filterset_class=CitationsOfOneFilterSet,
        orderings=FINDING_ORDERS,
        default_ordering="-published_on",
    )
    def citations(self, request: Request, slug: str) -> HttpResponseBase:
        """Where this document is cited, each place with the text around it."""
        return self.list_of(Citation.objects.public().for_api().filter(resolution=self.get_object()))


class CitationViewSet(ReadOnlyViewSet[Citation]):
    """Places where articles cite official documents, each with the text around it.

    Those of which it is open which document is meant are listed too, with the reason.
    """

    queryset = Citation.objects.public().for_api()
    withdrawn = Citation.objects.withdrawn()
    serializer_class = CitationSerializer
    filterset_class = CitationFilterSet
    orderings = FINDING_ORDERS
    default_ordering = "-published_on"
    example = "iozbfsczse"
    lookup_field = "public_id"
    lookup_url_kwarg = "id"


class TopicViewSet(ReadOnlyViewSet[Topic]):
    """The small controlled vocabulary of subjects, and how many directives have each."""

    queryset = Topic.objects.for_api()
    serializer_class = TopicSerializer
    filterset_class = TopicFilterSet
    orderings = {"name": ("sort_key", "id"), "slug": ("slug", "id")}
    default_ordering = "name"
    example = "ngoai-giao-kinh-te"
