"""The view set that every public endpoint is: a list and its rows, to be read by anyone."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from articles.api.deprecation import Deprecation
from articles.api.facets import FACETS, Address, facets_of, read_dimensions
from articles.api.fields import FIELDS, asked_fields, narrow, only
from articles.api.filters import FilterBackend, FilterSet
from articles.api.forms import WHOLE_LISTS, OtherForm
from articles.api.pagination import PAGE, KeysetPagination
from articles.api.parameters import CURSOR, FORMAT, ORDERING, Ordering, Orderings, Parameter, Single, check_parameters
from articles.api.problems import Fault, Gone, InvalidRequest, did_you_mean, echo
from articles.api.schema import EndpointSchema
from articles.api.slugs import SLUG

M = TypeVar("M", bound=Model)


class Negotiation(DefaultContentNegotiation):
    """As the framework does it, but `format` decides alone: whoever follows a link cannot choose what to accept."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer, and the media type that it answers with.

        Raises InvalidRequest for a `format` that there is not, NotAcceptable where Accept names no form that there is.
        """
        given = request.query_params.get(FORMAT)
        if given is None:
            chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers)
            return chosen
        forms = {str(renderer.format): renderer for renderer in reversed(list(renderers))}
        if given not in forms:
            detail = f'"{echo(given)}" is not a form of this answer.{did_you_mean(given, forms)}'
            raise InvalidRequest(Fault("not_allowed", detail, FORMAT, allowed=tuple(reversed(forms))))
        return forms[given], forms[given].media_type


class PublicView(APIView):
    """What all public views have in common: anyone may read, JSON comes back, what is not known is refused.

    A view that takes parameters names them in `known_parameters`.
    """

    deprecated: Deprecation | None = None  # of the address as a whole, or of an extra action

    http_method_names = ["get", "head", "options"]
    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    content_negotiation_class = Negotiation

    def known_parameters(self) -> dict[str, Parameter]:
        """Return the parameters that the present action has, by name."""
        return {}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """Return the form of the answer: JSON for what OPTIONS says, whatever forms the address has else."""
        if request.method == "OPTIONS":
            return JSONRenderer(), JSONRenderer.media_type
        return super().perform_content_negotiation(request, force)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters that the action does not have, before anything else happens."""
        if request.method != "OPTIONS":
            check_parameters(request, self.known_parameters())
        super().initial(request, *args, **kwargs)


class ReadOnlyViewSet(PublicView, ReadOnlyModelViewSet[M], Generic[M]):
    """A list with filters, orders and pages, and its rows by their public name.

        class SpeakerViewSet(ReadOnlyViewSet[Speaker]):
            queryset = Speaker.objects.current()
            serializer_class = SpeakerSerializer
            list_serializer_class = SpeakerInListSerializer   # where the list shows less
            filterset_class = SpeakerFilterSet
            orderings = {"name": "sort_key"}                  # see articles.api.parameters.Ordering
            default_ordering = "name"
            example = "le-hoai-trung"

            @action(detail=True, answers_list=True, serializer_class=…, filterset_class=…, orderings=…, …)
            def mentions(self, request, slug):
                return self.list_of(self.get_object().mentions.public())

    Parameters belong to lists; a row takes none but `fields` and those in `extra_parameters`. A view that loads less
    for a list than for a row overrides `get_queryset` and asks `gives_list()`.
    """

    list_serializer_class: type[BaseSerializer[Any]] | None = None
    filterset_class: type[FilterSet] | None = None
    orderings: Orderings = {}
    default_ordering: str = ""
    example: str = ""  # the public name of a row of the seeds, for the documentation
    withdrawn: QuerySet[M] | None = None  # the rows whose addresses answer 410: they went with their article
    asked: Sequence[str] | None = None  # the members of a row that a request asks for; None for all
    filterset: FilterSet | None = None  # what a request asks for, once its list was filtered
    extra_parameters: Sequence[str] = ()  # names that the action reads and bounds itself
    answers_list: bool = False  # whether an extra action answers with pages of a list

    other_forms: Sequence[type[OtherForm]] = WHOLE_LISTS  # in which a list comes beside pages of JSON

    lookup_field = "slug"
    lookup_value_regex = SLUG.pattern  # anything else is a 404 without a query

    filter_backends = (FilterBackend, Ordering)
    pagination_class = KeysetPagination
    schema = EndpointSchema()

    def gives_list(self) -> bool:
        """Say whether the present action answers with pages of a list."""
        return self.answers_list or self.action == "list"

    def gives_rows(self) -> bool:
        """Say whether the present action answers with rows or with one; other extra actions do with something else."""
        return self.gives_list() or self.action == "retrieve"

    def known_parameters(self) -> dict[str, Parameter]:
        """Return those of a list where the action gives one, and the extra ones."""
        names = (*self.extra_parameters, FIELDS) if self.gives_rows() else self.extra_parameters
        known = super().known_parameters() | {name: Single() for name in names}
        if not self.gives_list():
            return known
        filters = self.filterset_class.base_filters if self.filterset_class else {}
        facets = (FACETS,) if self.filterset_class and self.filterset_class.facets else ()
        others = (*((ORDERING,) if self.orderings else ()), *((FORMAT,) if self.other_forms else ()), *facets)
        return known | filters | {name: Single() for name in (*others, *KeysetPagination.parameters)}

    def get_renderers(self) -> list[BaseRenderer]:
        """Return the forms of the answer: the others of a list too, where the action gives one."""
        renderers: list[BaseRenderer] = super().get_renderers()
        return [*renderers, *(form() for form in self.other_forms)] if self.gives_list() else renderers

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read which members of a row are asked for, before anything is looked up."""
        super().initial(request, *args, **kwargs)
        if FIELDS in request.query_params and request.method != "OPTIONS":
            self.asked = asked_fields(request, self.row_members())

    def row_members(self) -> Sequence[str]:
        """Return the names of the members of a row."""
        serializer: Any = self.get_serializer()
        return list(serializer.fields)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the serializer of the action."""
        if self.action == "list" and self.list_serializer_class is not None:
            return self.list_serializer_class
        return super().get_serializer_class()

    def get_object(self) -> M:
        """Return the row that the address names; raise Gone where it was withdrawn, else Http404.

        Filters do not apply to it.
        """
        name = self.lookup_field
        asked = {name: self.kwargs[self.lookup_url_kwarg or name]}
        row = self.get_queryset().filter(**asked).first()
        if row is None:
            raise Gone if self.withdrawn is not None and self.withdrawn.filter(**asked).exists() else Http404
        return row

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(only(self.rows_for(self.get_object()), self.asked))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return self.list_of(self.get_queryset())

    def rows_for(self, shown: Any, *, many: bool = False) -> Any:
        """Return a row as JSON, or many; of members that are not asked for, no more than what decides of the others."""
        serializer = self.get_serializer(shown, many=many)
        if self.asked is not None:
            narrow(serializer, self.asked)
        return serializer.data

    def list_of(self, queryset: QuerySet[Any]) -> HttpResponseBase:
        """Return a page of queryset, filtered and sorted as the request asks, with what is told beside its rows.

        In a form other than pages of JSON, return that.
        """
        rows = self.filter_queryset(queryset)
        form: Any = self.request.accepted_renderer
        if isinstance(form, OtherForm):
            return form.answer(self, rows)
        page = self.paginate_queryset(rows)
        answer = self.get_paginated_response([only(row, self.asked) for row in self.rows_for(page, many=True)])
        answer.data |= self.beside_rows()
        return answer

    def beside_rows(self) -> dict[str, Any]:
        """Return the members of the answer beside its page: how its rows were found, and the facets asked for."""
        if self.filterset is None:
            return {}
        beside = self.filterset.beside_rows()
        if asked := self.request.query_params.get(FACETS):
            names = read_dimensions(asked, self.filterset.facets)
            query = self.request._request.GET
            address = Address(self.request.build_absolute_uri(self.request.path), query, (CURSOR, PAGE))
            beside[FACETS] = facets_of(self.filterset, names, address)
        return beside
