"""The endpoints of this app. The one of articles stands in `register`, as it shows directives and citations too."""

from typing import Any, Final

from django import forms
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.api.filters import DateFilter
from articles.api.parameters import Parameter
from articles.api.problems import Fault, Gone, InvalidRequest
from articles.api.views import ReadOnlyViewSet
from articles.filters import OfficeFilterSet, OrganFilterSet, OutletFilterSet, RemarkFilterSet, SpeakerFilterSet
from articles.models import Office, Organ, Outlet, Remark, Speaker
from articles.serializers import (
    OfficeInListSerializer,
    OfficeSerializer,
    OrganInListSerializer,
    OrganSerializer,
    OutletSerializer,
    RemarkSerializer,
    SpeakerInListSerializer,
    SpeakerSerializer,
)

AT: Final = "at"
AT_FILTER: Final = DateFilter(help_text="A day: `offices_then` gives the offices held then.", example="2025-09-16")
AT_STATED: Final = AT_FILTER.parameter(AT)
MERGE_MAX_AGE: Final = 3600  # seconds: a merge can be undone, and browsers keep a 301 for long

# Orders of findings: by the day of their article, undated ones last both ways, then by their place in it.
FINDING_ORDERS: Final = {
    "published_on": ("rising_date", "article_id", "start", "id"),
    "-published_on": ("-article__sort_date", "-article_id", "start", "id"),
}


class SpeakerViewSet(ReadOnlyViewSet[Speaker]):
    """People named in articles, with the offices they held and how often articles name them in each role.

    Everyone named is listed; `role=` asks for those who speak, `named=true` leaves out those whom no article names yet.
    """

    queryset = Speaker.objects.public()
    withdrawn = Speaker.objects.withdrawn()
    serializer_class = SpeakerSerializer
    list_serializer_class = SpeakerInListSerializer
    filterset_class = SpeakerFilterSet
    orderings = {"name": ("sort_key", "id")}
    default_ordering = "name"
    example = "le-hoai-trung"

    def get_queryset(self) -> Any:
        rows = Speaker.objects.public()
        return rows.for_api() if self.gives_list() else rows.for_detail(self.kwargs["slug"])

    def known_parameters(self) -> dict[str, Parameter]:
        """Return those of every list, and `at` for one speaker."""
        return super().known_parameters() | ({AT: AT_FILTER} if self.action == "retrieve" else {})

    @extend_schema(
        parameters=[OpenApiParameter(AT, AT_STATED["schema"], description=AT_STATED["description"])],
        responses={
            200: SpeakerSerializer,
            301: OpenApiResponse(description="The speaker was merged into another one; `Location` leads there."),
        },
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One person with all names and the offices held, each with the evidence; with `at`, those held on that day.

        Where two rows turned out to be one person, the address of the one leads on to the other (301).
        """
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            return self.moved(request, kwargs["slug"])

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), AT: _day(self.request)}

    def moved(self, request: Request, slug: str) -> Response:
        """Return the way to the row that this one was merged into, at the end of the chain; raise Http404 without."""
        row = Speaker.objects.exclude(merged_into=None).filter(slug=slug).first()
        seen = set()
        while row is not None and row.merged_into_id is not None and row.pk not in seen:
            seen.add(row.pk)
            row = row.merged_into
        if row is None or row.merged_into_id is not None:
            raise Http404
        if Speaker.objects.withdrawn().filter(pk=row.pk).exists():
            raise Gone
        query = request.META.get("QUERY_STRING", "")
        address = reverse("speaker-detail", args=[row.slug]) + (f"?{query}" if query else "")
        headers = {"Location": address, "Cache-Control": f"max-age={MERGE_MAX_AGE}"}
        return Response(status=status.HTTP_301_MOVED_PERMANENTLY, headers=headers)


class OfficeViewSet(ReadOnlyViewSet[Office]):
    """Posts that people hold, and who held each, one after another, with the evidence."""

    queryset = Office.objects.all()
    serializer_class = OfficeSerializer
    list_serializer_class = OfficeInListSerializer
    filterset_class = OfficeFilterSet
    orderings = {"title": ("sort_key", "id")}
    default_ordering = "title"
    example = "bo-truong-ngoai-giao"

    def get_queryset(self) -> Any:
        return Office.objects.for_api() if self.gives_list() else Office.objects.for_detail()


class OrganViewSet(ReadOnlyViewSet[Organ]):
    """Bodies such as ministries and the Bộ Chính trị, with their offices and who held these."""

    queryset = Organ.objects.all()
    serializer_class = OrganSerializer
    list_serializer_class = OrganInListSerializer
    filterset_class = OrganFilterSet
    orderings = {"name": ("sort_key", "id")}
    default_ordering = "name"
    example = "bo-ngoai-giao"

    def get_queryset(self) -> Any:
        return Organ.objects.for_api() if self.gives_list() else Organ.objects.for_detail()


class OutletViewSet(ReadOnlyViewSet[Outlet]):
    """Newspapers and sites that published the articles, with the line that goes with every quotation."""

    queryset = Outlet.objects.for_api()
    serializer_class = OutletSerializer
    filterset_class = OutletFilterSet
    orderings = {"name": ("sort_key", "id")}
    default_ordering = "name"
    example = "vietnamplus"


class RemarkViewSet(ReadOnlyViewSet[Remark]):
    """What the machine saw in a text and did not understand, or what does not add up; open ones first of all.

    The list holds open remarks unless `state` asks for others.
    """

    queryset = Remark.objects.public().for_api()
    withdrawn = Remark.objects.withdrawn()
    serializer_class = RemarkSerializer
    filterset_class = RemarkFilterSet
    orderings = FINDING_ORDERS
    default_ordering = "-published_on"
    example = "msfbi5effa"  # of a seed that lacks a point: the seeds themselves leave no remark
    lookup_field = "public_id"
    lookup_url_kwarg = "id"


def _day(request: Request) -> Any:
    """Return the day that the parameter `at` names, or None; raise InvalidRequest where it is none."""
    given = request.query_params.get(AT)
    if given is None:
        return None
    try:
        return AT_FILTER.read(given)
    except forms.ValidationError as error:
        raise InvalidRequest(Fault(error.code or "invalid", str(error.messages[0]), AT)) from None
