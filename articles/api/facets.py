"""How many rows of a list have each value of a parameter: facets beside a page, and the counts that charts are made of.

A value is counted under the filters given, save those of its own parameter, and as the filter finds it: the count of a
value is the count of the list that is asked for this value alone.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from django.db.models import Count, F, Model, QuerySet, TextChoices
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.translation import override

from articles.api.problems import Fault, InvalidRequest, did_you_mean, echo
from articles.extraction.sorting import sort_key

if TYPE_CHECKING:
    from articles.api.filters import FilterSet

FACETS: Final = "facets"
MOST_VALUES: Final = 30  # of one dimension beside a page
MOST_LOOKED_UP: Final = 1000  # names that are asked for one by one: of more, all there are are read
LANGUAGE: Final = "vi"  # of labels: that of the record

Value = str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """Where the values of a parameter stand, seen from a row of the list.

    A row may have several values. Where some of the rows that hold them do not count, `among` says where these rows
    stand and names the method of the filter set that gives those that count: they are the ones that the filter asks.
    """

    value: str | Combinable  # the path to a column, or an expression
    names: tuple[type[Model], str] | None = None  # the rows that have the values as slugs, and the column of the name
    codes: type[TextChoices] | None = None
    among: tuple[str, str] | None = None
    loaded: str = ""  # the method of the rows' queryset that adds what the expression needs
    known: str = ""  # the filter that says whether a row has a value; not with `among`
    in_time: bool = False

    def own(self, name: str) -> tuple[str, ...]:
        """Return the parameters that ask for values of it."""
        return (name, self.known) if self.known else (name,)


@dataclass(frozen=True, slots=True)
class Named:
    """A value, as an address writes it, with what people read and what it is sorted by."""

    value: Value
    label: Value
    place: tuple[Any, ...]


class Tally:
    """Counts the rows of a list by the values of one parameter, or of two at once.

    It stands on the filters of a request, those of the counted parameters put aside.
    """

    def __init__(self, filterset: "FilterSet", *names: str) -> None:
        self.names = names
        self.facets = [filterset.facets[name] for name in names]
        own = {one for name, facet in zip(names, self.facets, strict=True) for one in facet.own(name)}
        self.asked = filterset
        self.filterset = filterset.putting_aside(own)
        self.rows: QuerySet[Any] = self.filterset.qs

    def counts(self) -> dict[tuple[Value, ...], int]:
        """Return how many rows have each value, or each pair of values, that any has.

        Null stands for rows without a value, where a filter asks for such.
        """
        return self._counts(self._holding())

    def chosen_counts(self, most: int) -> dict[tuple[Value, ...], int]:
        """Return the same of the values that the request asks for: all where it asks for none; `most` and one more."""
        return self._counts(self._chosen(self._holding()), most + 1)

    def total(self) -> int:
        """Return how many rows pass all filters of the request."""
        whole = self.asked.putting_aside(())
        whole.left_open = self.filterset.left_open
        return int(whole.qs.order_by().values("pk").count())

    def _counts(self, holding: QuerySet[Any], most: int | None = None) -> dict[tuple[Value, ...], int]:
        columns = [f"value_{place}" for place, _ in enumerate(self.names)]
        counted = holding.values_list(*columns).annotate(number=Count("pk", distinct=True)).order_by()
        return {tuple(written(value) for value in values): number for *values, number in counted[:most]}

    def _chosen(self, holding: QuerySet[Any]) -> QuerySet[Any]:
        """Return what holds a value that the request asks for."""
        asked = self.asked.form.cleaned_data
        for place, (name, facet) in enumerate(zip(self.names, self.facets, strict=True)):
            if asked[name]:
                holding = holding.filter(**{f"value_{place}__in": asked[name]})
            known = asked[facet.known] if facet.known else None
            if known is not None:
                holding = holding.filter(**{f"value_{place}__isnull": not known})
        return holding

    def _holding(self) -> QuerySet[Any]:
        """Return the rows once for each value that they hold."""
        rows = self.rows.model._default_manager.filter(pk__in=self.rows.order_by().values("pk"))
        return _holding(rows, self.filterset, self.facets)


def _holding(rows: QuerySet[Any], filterset: "FilterSet", facets: Sequence[Facet]) -> QuerySet[Any]:
    for method in dict.fromkeys(facet.loaded for facet in facets if facet.loaded):
        rows = getattr(rows, method)()
    among = {f"{facet.among[0]}__in": getattr(filterset, facet.among[1])() for facet in facets if facet.among}
    rows = rows.filter(**among)  # at once: what stands below one row is meant to be of that row
    for place, facet in enumerate(facets):
        column = f"value_{place}"
        rows = rows.annotate(**{column: F(facet.value) if isinstance(facet.value, str) else facet.value})
        if not facet.known:
            rows = rows.filter(**{f"{column}__isnull": False})
    return rows


def having(value: str | Combinable, model: type[Model]) -> QuerySet[Any]:
    """Return the keys of all rows that have a value."""
    rows = model._default_manager.annotate(one_value=F(value) if isinstance(value, str) else value)
    return rows.filter(one_value__isnull=False).order_by().values("pk")


def written(value: Any) -> Value:
    """Return a value as an address writes it: a month as "2026-03"; None stays None."""
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m}"
    return None if value is None else str(value)


def named(facet: Facet, values: Iterable[Value]) -> list[Named]:
    """Return values with their labels, in their order: codes as declared, times one after another, names as an index.

    What has no value stands last.
    """
    given = list(dict.fromkeys(values))
    known = [value for value in given if value is not None]
    labels: dict[str, tuple[str, tuple[Any, ...]]]
    if facet.codes is not None:
        with override(LANGUAGE):
            labels = {str(code): (str(code.label), (place,)) for place, code in enumerate(facet.codes)}
    elif facet.names is not None:
        labels = _names(*facet.names, known)
    else:
        labels = {value: (value, (value,)) for value in known}
    found = [Named(value, labels[value][0], (0, *labels[value][1])) for value in known]
    found += [Named(None, None, (1,))] if None in given else []
    return sorted(found, key=lambda one: one.place)


def _names(model: type[Model], column: str, slugs: Sequence[str]) -> dict[str, tuple[str, tuple[Any, ...]]]:
    """Return by slug the name of a row and what it is sorted by, in one query."""
    rows = model._default_manager.all()
    if len(slugs) <= MOST_LOOKED_UP:
        rows = rows.filter(slug__in=slugs)
    has_key = any(field.name == "sort_key" for field in model._meta.get_fields())
    columns = ["slug", column, *(["sort_key"] if has_key else [])]
    found = {}
    for slug, name, *key in rows.order_by().values_list(*columns):
        label = name or slug
        found[slug] = (label, (key[0] if key else sort_key(label), slug))
    return found


class Address:
    """The address of a list with its filters, and what becomes of it as values are added and removed."""

    def __init__(self, url: str, query: QueryDict, left_out: Iterable[str]) -> None:
        self.url = url
        self.query = query.copy()
        for name in left_out:
            self.query.pop(name, None)

    def having(self, given: Mapping[str, tuple[Facet, Value]]) -> str:
        """Return the address that asks for one value of each parameter given, and for the rest as it did."""
        query = self.query.copy()
        for name, (facet, value) in given.items():
            for own in facet.own(name):
                query.pop(own, None)
            query.update({facet.known: "false"} if value is None else {name: value})
        return self._with(query)

    def switched(self, name: str, facet: Facet, value: Value) -> str:
        """Return the address with a value added to those of its parameter; without it, where it is among them."""
        query = self.query.copy()
        chosen = query.getlist(name)
        for own in facet.own(name):
            query.pop(own, None)
        if value is None:
            if not self.asks_for(name, facet, None):
                query[facet.known] = "false"
        elif left := [one for one in chosen if one != value] if value in chosen else [*chosen, value]:
            query.setlist(name, left)
        return self._with(query)

    def asks_for(self, name: str, facet: Facet, value: Value) -> bool:
        """Say whether a value is among those that the parameter is given."""
        if value is None:
            return bool(facet.known) and self.query.get(facet.known) == "false"
        return value in self.query.getlist(name)

    def _with(self, query: QueryDict) -> str:
        scheme, place, path, _, _ = urlsplit(self.url)
        return urlunsplit((scheme, place, path, query.urlencode(), ""))


def read_dimensions(text: str, known: Iterable[str], parameter: str = FACETS) -> list[str]:
    """Return the names in a comma list, each once; raise InvalidRequest for one that the list cannot be counted by."""
    names = list(dict.fromkeys(name.strip() for name in text.split(",")))
    allowed = tuple(known)
    for name in names:
        if name not in allowed:
            detail = f'The list is not counted by "{echo(name)}".{did_you_mean(name, allowed)}'
            raise InvalidRequest(Fault("not_allowed", detail, parameter, allowed=allowed))
    return names


def facets_of(filterset: "FilterSet", names: Iterable[str], address: Address) -> dict[str, Any]:
    """Return the facets of a list by their names, as answers give them."""
    return {name: _facet(filterset, name, address) for name in names}


def _facet(filterset: "FilterSet", name: str, address: Address) -> dict[str, Any]:
    """Return the values of one parameter, those of most rows first: 30, and beyond these the chosen ones."""
    facet = filterset.facets[name]
    counts = {value: number for (value,), number in Tally(filterset, name).counts().items()}
    ranked = sorted(named(facet, counts), key=lambda one: (-counts[one.value], one.place))
    shown = [one for place, one in enumerate(ranked) if place < MOST_VALUES or address.asks_for(name, facet, one.value)]
    return {
        "values": [
            {
                "value": one.value,
                "label": one.label,
                "count": counts[one.value],
                "selected": address.asks_for(name, facet, one.value),
                "url": address.switched(name, facet, one.value),
            }
            for one in shown
        ],
        "truncated": len(ranked) > len(shown),
    }
