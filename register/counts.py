"""How many rows of a list have each value of a parameter, or each pair of values of two: what charts are made of."""

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.api.facets import Address, Tally, Value, named
from articles.api.filters import FilterBackend, FilterSet
from articles.api.parameters import Parameter, Single
from articles.api.problems import Fault, InvalidRequest, did_you_mean, echo
from articles.api.views import PublicView, ReadOnlyViewSet
from articles.views import OfficeViewSet, RemarkViewSet, SpeakerViewSet
from directives.views import CitationViewSet, DirectiveListViewSet, DirectiveViewSet, ResolutionViewSet, TopicViewSet
from register.serializers import CountsSerializer
from register.views import ArticleViewSet

OF: Final = "of"
BY: Final = "by"
MOST_CELLS: Final = 1000  # of one answer
MOST_DIMENSIONS: Final = 2

# The lists that can be counted, as the API calls them.
COUNTED: Final[Mapping[str, type[ReadOnlyViewSet[Any]]]] = {
    "articles": ArticleViewSet,
    "speakers": SpeakerViewSet,
    "offices": OfficeViewSet,
    "directive-lists": DirectiveListViewSet,
    "directives": DirectiveViewSet,
    "resolutions": ResolutionViewSet,
    "citations": CitationViewSet,
    "topics": TopicViewSet,
    "remarks": RemarkViewSet,
}


def filterset_of(name: str) -> type[FilterSet]:
    """Return the filters of a list that can be counted."""
    filterset_class = COUNTED[name].filterset_class
    assert filterset_class is not None  # noqa: S101 - a list that is counted has filters
    return filterset_class


DIMENSIONS: Final = tuple(dict.fromkeys(dimension for name in COUNTED for dimension in filterset_of(name).facets))

OF_HELP: Final = "The list whose rows are counted; all its filters can be given as well. E.g. `directives`."
BY_HELP: Final = (
    "One or two of the parameters of the list, with a comma between: what to count by. Each list has those that its "
    "`facets` has. E.g. `kind`."
)
OF_SCHEMA: Final = {"type": "string", "enum": list(COUNTED), "examples": ["directives"]}
BY_SCHEMA: Final = {
    "type": "array",
    "items": {"type": "string", "enum": list(DIMENSIONS), "examples": ["kind"]},
    "minItems": 1,
    "maxItems": MOST_DIMENSIONS,
    "uniqueItems": True,
}


class CountsView(PublicView):
    """How many rows of a list have each value of a parameter, or each pair of values of two: for charts.

    The rows are those that pass the filters given. A row with several values, such as two topics, is counted under each
    of them, and once in `total`; a row without any is in `total` alone, or under the value null where a filter asks for
    such rows. Values that no row has, such as a month in which nothing was published, are left out.
    """

    schema = AutoSchema()

    def known_parameters(self) -> dict[str, Parameter]:
        """Return `of` and `by`, and the filters of the list that `of` names."""
        known: dict[str, Parameter] = {OF: Single(), BY: Single()}
        name = self.request.GET.get(OF, "")
        return known | filterset_of(name).base_filters if name in COUNTED else known

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse an answer without a list that there is: which filters there are depends on it."""
        if request.method in ("GET", "HEAD"):  # any other is refused for what it is
            _given(request, OF, COUNTED)
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="counts",
        summary="Count the rows of a list",
        tags=["counts"],
        parameters=[
            OpenApiParameter(OF, OF_SCHEMA, description=OF_HELP, required=True),
            OpenApiParameter(BY, BY_SCHEMA, description=BY_HELP, required=True, style="form", explode=False),
        ],
        responses=CountsSerializer,
    )
    def get(self, request: Request) -> Response:
        name = request.query_params[OF]
        dimensions = read_dimensions(request, name)
        view = COUNTED[name](action="list", request=request, kwargs={})
        FilterBackend().filter_queryset(request, view.get_queryset(), view)
        assert view.filterset is not None  # noqa: S101 - the backend has just set it
        url = reverse(f"{name.removesuffix('s')}-list", request=request)
        address = Address(url, request._request.GET, (OF, BY))
        match = view.filterset.beside_rows().get("match")
        counted = {"of": name, "match": match, **counts(view.filterset, dimensions, address)}
        return Response(CountsSerializer(counted).data)


def read_dimensions(request: Request, of: str) -> list[str]:
    """Return the one or two parameters that a request counts by; raise InvalidRequest for any other."""
    allowed = tuple(filterset_of(of).facets)
    names = _text(request, BY, allowed).split(",")
    if len(names) > MOST_DIMENSIONS:
        detail = f"It names {len(names)} parameters; rows are counted by one, or by two at once."
        raise InvalidRequest(Fault("too_many_values", detail, BY, allowed=allowed))
    if len({*names}) < len(names):
        raise InvalidRequest(Fault("repeated", "It names a parameter twice.", BY))
    for name in names:
        if name not in allowed:
            code = "conflict" if name in DIMENSIONS else "not_allowed"
            detail = f'The list {of} is not counted by "{echo(name)}".{did_you_mean(name, allowed)}'
            raise InvalidRequest(Fault(code, detail, BY, allowed=allowed))
    return names


def counts(filterset: FilterSet, names: list[str], address: Address) -> dict[str, Any]:
    """Return the values of each dimension in their order, the pairs of values that rows have, and how many rows."""
    tally = Tally(filterset, *names)
    found = tally.chosen_counts(MOST_CELLS)
    if len(found) > MOST_CELLS:
        detail = f"There are more than {MOST_CELLS} pairs of values; a filter, such as one of time, leaves fewer."
        raise InvalidRequest(Fault("too_many_values", detail, BY))
    values = [named(facet, [pair[place] for pair in found]) for place, facet in enumerate(tally.facets)]
    places = [{one.value: place for place, one in enumerate(ordered)} for ordered in values]
    in_order = sorted(found, key=lambda pair: [place[value] for place, value in zip(places, pair, strict=True)])
    return {
        "total": tally.total(),
        "dimensions": [
            {"name": name, "values": [{"value": one.value, "label": one.label} for one in ordered]}
            for name, ordered in zip(names, values, strict=True)
        ],
        "cells": [
            {"values": pair, "count": found[pair], "url": address.having(_asking(tally, pair))} for pair in in_order
        ],
    }


def _asking(tally: Tally, values: tuple[Value, ...]) -> dict[str, tuple[Any, Value]]:
    return dict(zip(tally.names, zip(tally.facets, values, strict=True), strict=True))


def _given(request: Request, name: str, allowed: Mapping[str, Any]) -> str:
    """Return the value of a parameter; raise InvalidRequest where it is missing or none of those allowed."""
    text = _text(request, name, tuple(allowed))
    if text not in allowed:
        detail = f'"{echo(text)}" is no list that is counted.{did_you_mean(text, allowed)}'
        raise InvalidRequest(Fault("not_allowed", detail, name, allowed=tuple(allowed)))
    return text


def _text(request: Request, name: str, allowed: tuple[str, ...]) -> str:
    text: str | None = request.query_params.get(name)
    if text is None:
        raise InvalidRequest(Fault("missing", f"The parameter {name} is needed.", name, allowed=allowed))
    return text
