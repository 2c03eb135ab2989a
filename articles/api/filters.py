"""The filters that lists are made of. Each bounds its values before the database sees them, and says what it allows.

A value out of bounds is refused (400), never ignored or clipped. A filter that may be given several times means "or",
different filters mean "and". Digits are ASCII digits.
"""

import datetime
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Self, TypeVar

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Combinable
from django.utils.timezone import make_aware
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from articles.api.deprecation import Deprecation
from articles.api.facets import FACETS, Facet, having
from articles.api.facets import MOST_VALUES as MOST_OF_A_FACET
from articles.api.problems import Fault, InvalidRequest, did_you_mean, echo
from articles.api.slugs import SLUG

LONGEST_TEXT: Final = 200  # code points of a text that is searched for
MOST_VALUES: Final = 100  # of one filter in one request
BIGGEST_INTEGER: Final = 2**31 - 1  # what an integer column holds on every database
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

INTEGER: Final = re.compile(r"-?[0-9]{1,10}")
COUNTRY: Final = re.compile(r"[A-Z]{2}")
YEAR: Final = re.compile(r"[0-9]{4}")
MONTH: Final = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_WITHIN_BOUNDS: Final = "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"  # as FIRST_YEAR and LAST_YEAR bound it
TIME: Final = r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"  # of RFC 3339
MOMENT: Final = re.compile(rf"{DATE.pattern}(?:{TIME})?")
MOMENT_WITHIN_BOUNDS: Final = f"{DAY_WITHIN_BOUNDS.removesuffix('$')}{TIME}$"

M = TypeVar("M", bound=Model)
R = TypeVar("R")


class ValuesField(forms.Field):
    """All values that the query has of one parameter, each read by its filter."""

    widget = forms.SelectMultiple  # it hands over every value of a name, not the last alone

    def __init__(self, *, owner: "Filter", **options: Any) -> None:
        super().__init__(**options)
        self.owner = owner

    def clean(self, values: Sequence[str] | None) -> Any:
        """Return the value, or the list of values where the filter may be given several times; None without any."""
        given = values or ()
        if self.owner.needed and not given:
            raise Refusal("It must be given.", "missing")
        if len(given) > MOST_VALUES:
            raise Refusal(f"It has {len(given)} values; at most {MOST_VALUES} are read.", "too_many_values")
        read = [self.owner.read(value) for value in dict.fromkeys(given)]
        if self.owner.multiple:
            return read
        return read[0] if read else None


class Filter(django_filters.Filter):  # type: ignore[misc]  # the package ships no types
    """One parameter of a list. The help text says what it does; the example is a value that finds rows of the seeds.

    Without a method of the filter set, rows are kept whose field has the value. Where the field is reached through a
    relation to many rows, it is looked up in a subquery: no row comes twice, and no DISTINCT is needed. A method of the
    filter set gets the value, or the list of values of a filter that may be given several times.
    """

    field_class = ValuesField
    multiple = False
    may_be_empty = False
    schema: Mapping[str, Any] = {"type": "string"}  # of one value, for OpenAPI

    def __init__(
        self,
        field_name: str | None = None,
        lookup_expr: str = "exact",
        *,
        help_text: str,
        example: Any,
        method: str | None = None,
        multiple: bool | None = None,
        deprecated: Deprecation | None = None,
        needed: bool = False,
    ) -> None:
        super().__init__(field_name, lookup_expr, method=method, help_text=help_text, owner=self)
        self.help_text = help_text
        self.example = example
        self.deprecated = deprecated
        self.needed = needed
        if multiple is not None:
            self.multiple = multiple

    def read(self, value: str) -> Any:
        """Return what the value means; raise Refusal (see `refuse`) where it means nothing here."""
        raise NotImplementedError

    def filter(self, queryset: QuerySet[M], value: Any) -> QuerySet[M]:
        """Return the rows of queryset that have the value, or one of the values."""
        if value is None or value == []:
            return queryset
        values = value if isinstance(value, list) else [value]
        condition = self.condition(values)
        if not reaches_many(queryset.model, self.field_name):
            return queryset.filter(condition)
        matching = queryset.model._base_manager.filter(condition).values("pk")
        return queryset.filter(pk__in=matching)

    def condition(self, values: list[Any]) -> Q:
        """Return that the field has one of the values."""
        if self.lookup_expr == "exact" and len(values) > 1:
            return Q((f"{self.field_name}__in", values))
        condition = Q()
        for value in values:
            condition |= Q((f"{self.field_name}__{self.lookup_expr}", value))
        return condition

    def parameter(self, name: str) -> dict[str, Any]:
        """Return the parameter as OpenAPI states it.

        The example stands among the `examples` of the schema, as a page for trying fills in what stands as `example` of
        the parameter, and would send the examples of all parameters at once.
        """
        described = f"{self.help_text} E.g. `{self.written_example()}`."
        stated: dict[str, Any] = {"name": name, "in": "query", "description": described}
        if self.needed:
            stated["required"] = True
        if self.deprecated is not None:
            stated |= {"deprecated": True, "description": f"{described} {self.deprecated.in_words()}"}
        one = {**self.schema, "examples": [self.example]}
        if not self.multiple:
            return {**stated, "schema": one}
        several = {"type": "array", "items": one, "maxItems": MOST_VALUES}
        return {**stated, "schema": several, "explode": True, "style": "form"}

    def written_example(self) -> str:
        """Return the example as it stands in an address."""
        return str(self.example).lower() if isinstance(self.example, bool) else str(self.example)


class TextFilter(Filter):
    """Up to 200 characters of text, composed (NFC) as the stored texts are."""

    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"\S"}

    def read(self, value: str) -> str:
        if len(value) > LONGEST_TEXT:
            raise refuse(value, f"has {len(value)} characters; at most {LONGEST_TEXT} are read", "too_long")
        return unicodedata.normalize("NFC", value)


class SlugFilter(Filter):
    """The slug or opaque id of a row. One that no row has matches nothing; one that none can have is refused."""

    multiple = True
    schema = {"type": "string", "pattern": f"^{SLUG.pattern}$"}

    def read(self, value: str) -> str:
        if not SLUG.fullmatch(value):
            raise refuse(value, "is not a slug: up to 100 of the characters a-z, 0-9, - and _", "malformed")
        return value


class CountryFilter(Filter):
    """The code of a country, ISO 3166-1 alpha-2. One that no row has matches nothing."""

    multiple = True
    schema = {"type": "string", "pattern": f"^{COUNTRY.pattern}$"}

    def read(self, value: str) -> str:
        if not COUNTRY.fullmatch(value):
            raise refuse(value, "is no code of a country: two of the letters A-Z", "malformed")
        return value


class ChoiceFilter(Filter):
    """One of a fixed set of codes."""

    multiple = True

    def __init__(self, *args: Any, choices: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.choices = tuple(str(choice) for choice in choices)
        self.schema = {"type": "string", "enum": list(self.choices)}

    def read(self, value: str) -> str:
        if value not in self.choices:
            raise refuse(value, "is none of those allowed", "not_allowed", self.choices)
        return value


class IntegerFilter(Filter):
    """A whole number from minimum to maximum."""

    pattern = INTEGER

    def __init__(self, *args: Any, minimum: int = 0, maximum: int = BIGGEST_INTEGER, **options: Any) -> None:
        super().__init__(*args, **options)
        self.minimum = minimum
        self.maximum = maximum
        self.schema = {"type": "integer", "minimum": minimum, "maximum": maximum}

    def read(self, value: str) -> int:
        if not self.pattern.fullmatch(value) or not self.minimum <= int(value) <= self.maximum:
            raise refuse(value, f"is not a whole number from {self.minimum} to {self.maximum}", "out_of_range")
        return int(value)


class YearFilter(IntegerFilter):
    """A year of four digits."""

    pattern = YEAR

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, minimum=FIRST_YEAR, maximum=LAST_YEAR, **options)


class DateFilter(Filter):
    """A day as YYYY-MM-DD."""

    schema = {"type": "string", "format": "date", "pattern": DAY_WITHIN_BOUNDS}

    def read(self, value: str) -> datetime.date:
        try:
            day = datetime.date.fromisoformat(value) if DATE.fullmatch(value) else None
        except ValueError:  # 2024-02-30
            day = None
        if day is None or not FIRST_YEAR <= day.year < LAST_YEAR:
            bounds = f"from {FIRST_YEAR}-01-01 to {LAST_YEAR - 1}-12-31"
            raise refuse(value, f"is not a day as YYYY-MM-DD {bounds}", "out_of_range")
        return day


class MonthFilter(Filter):
    """A month as YYYY-MM, of a column of days."""

    multiple = True
    schema = {"type": "string", "pattern": f"^{MONTH.pattern}$"}

    def read(self, value: str) -> datetime.date:
        """Return the first day of the month."""
        if not MONTH.fullmatch(value) or not FIRST_YEAR <= int(value[:4]) < LAST_YEAR:
            bounds = f"from {FIRST_YEAR}-01 to {LAST_YEAR - 1}-12"
            raise refuse(value, f"is not a month as YYYY-MM {bounds}", "out_of_range")
        return datetime.date(int(value[:4]), int(value[5:]), 1)

    def condition(self, values: list[Any]) -> Q:
        """Return that the day is one of these months: between two days, as an index has them."""
        condition = Q()
        for first in values:
            following = (first + datetime.timedelta(days=31)).replace(day=1)
            condition |= Q((f"{self.field_name}__gte", first), (f"{self.field_name}__lt", following))
        return condition


class MomentFilter(Filter):
    """A moment as YYYY-MM-DDThh:mm:ss with its offset from UTC, or a day, which begins at midnight in Vietnam."""

    schema = {
        "type": "string",
        "anyOf": [
            {"format": "date", "pattern": DAY_WITHIN_BOUNDS},
            {"format": "date-time", "pattern": MOMENT_WITHIN_BOUNDS},
        ],
    }

    def read(self, value: str) -> datetime.datetime:
        """Return the moment, with its offset."""
        try:
            moment = datetime.datetime.fromisoformat(value) if MOMENT.fullmatch(value) else None
        except ValueError:  # 2024-02-30
            moment = None
        if moment is not None and moment.tzinfo is None:
            moment = make_aware(moment)
        if moment is None or not FIRST_YEAR <= moment.year < LAST_YEAR:
            reason = "is neither a day as YYYY-MM-DD nor a moment as YYYY-MM-DDThh:mm:ss+07:00, its + written as %2B"
            raise refuse(value, f"{reason}, from {FIRST_YEAR} to {LAST_YEAR - 1}", "out_of_range")
        return moment


class BooleanFilter(Filter):
    """true or false, in these letters."""

    schema = {"type": "boolean"}

    def read(self, value: str) -> bool:
        if value not in ("true", "false"):
            raise refuse(value, "is neither true nor false", "not_allowed", ("true", "false"))
        return value == "true"


class KnownFilter(BooleanFilter):
    """Whether a row has a value: the path to it, or an expression. Facets name it for the rows without one."""

    def __init__(self, value: str | Combinable, *, help_text: str, example: bool = True) -> None:
        super().__init__(help_text=help_text, example=example)
        self.value = value

    def filter(self, queryset: QuerySet[M], value: bool | None) -> QuerySet[M]:
        if value is None:
            return queryset
        with_value = Q(pk__in=having(self.value, queryset.model))
        return queryset.filter(with_value if value else ~with_value)


class FilterSet(django_filters.FilterSet):  # type: ignore[misc]  # the package ships no types
    """The parameters of a list, declared one by one; nothing is derived from a model.

    class DirectiveFilterSet(FilterSet):
        kind = ChoiceFilter(choices=DIRECTIVE_KINDS, help_text="The kind of directive.", example="task")
        speaker = SlugFilter("mention__speaker__slug", help_text="Who set it out.", example="le-hoai-trung")
    """

    base_filters: dict[str, Filter]
    facets: ClassVar[Mapping[str, Facet]] = {}  # the parameters by whose values the list can be counted
    left_open: Collection[str] = ()  # parameters that are as good as given: their values are counted

    def putting_aside(self, names: Collection[str]) -> Self:
        """Return the filters of the same request without these parameters, whose values are to be counted."""
        others = self.data.copy()
        for name in names:
            others.pop(name, None)
        remaining = type(self)(others, queryset=self.queryset, request=self.request)
        remaining.left_open = names
        return remaining

    def beside_rows(self) -> dict[str, Any]:
        """Return the members of the answer that say how its rows were found; none where nothing is to be said."""
        return {}


class FilterBackend(BaseFilterBackend):
    """Filters a list by the view's `filterset_class`."""

    def filter_queryset(self, request: Request, queryset: QuerySet[M, R], view: APIView) -> QuerySet[M, R]:
        """Return the rows that pass every filter given, or raise InvalidRequest with each value that is refused."""
        filterset_class: type[FilterSet] | None = getattr(view, "filterset_class", None)
        if filterset_class is None:
            return queryset
        filterset = filterset_class(request.query_params, queryset=queryset, request=request)
        values_of(filterset)
        filtered: QuerySet[M, R] = filterset.qs
        view.filterset = filterset  # type: ignore[attr-defined]  # of ReadOnlyViewSet
        return filtered

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Return the filters as OpenAPI states them."""
        filterset_class: type[FilterSet] | None = getattr(view, "filterset_class", None)
        if filterset_class is None:
            return []
        stated = [one.parameter(name) for name, one in filterset_class.base_filters.items()]
        return [*stated, facets_parameter(filterset_class.facets)] if filterset_class.facets else stated


def facets_parameter(facets: Mapping[str, Facet]) -> dict[str, Any]:
    """Return the parameter `facets` of a list as OpenAPI states it."""
    names, example = list(facets), next(iter(facets))
    one = "|".join(names)
    return {
        "name": FACETS,
        "in": "query",
        "description": (
            f"What to count the rows by, a comma list given once, of: {', '.join(f'`{name}`' for name in names)}. The "
            "answer has a member `facets` then: how many rows have each value under the other filters, those of most "
            f"rows first, {MOST_OF_A_FACET} of them at most. E.g. `{example}`."
        ),
        "schema": {"type": "string", "pattern": f"^({one})(,({one}))*$", "examples": [example]},
    }


def values_of(filterset: FilterSet) -> dict[str, Any]:
    """Return the value of each filter by its name, or raise InvalidRequest with each value that is refused."""
    if not filterset.is_valid():
        raise InvalidRequest(*_faults(filterset.errors.as_data()))
    values: dict[str, Any] = filterset.form.cleaned_data
    return values


class Refusal(forms.ValidationError):
    """A value is refused, with those allowed where they can be listed."""

    def __init__(self, message: str, code: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(message, code=code)  # not in its params: with any, a "%" in the message would be a format
        self.allowed = tuple(allowed)


def refuse(value: str, reason: str, code: str, allowed: Sequence[str] = ()) -> Refusal:
    """Return the error that refuses a value: it repeats the value, cut, gives the reason, and the nearest allowed."""
    return Refusal(f'"{echo(value)}" {reason}.{did_you_mean(value, allowed)}', code, allowed)


def reaches_many(model: type[Model], path: str) -> bool:
    """Say whether a path of fields such as "mentions__speaker__slug" leads through a relation to many rows."""
    for name in path.split(LOOKUP_SEP):
        if name not in {field.name for field in model._meta.get_fields()}:
            return False  # an annotation, a transform such as "year", or "pk"
        field = model._meta.get_field(name)
        if not field.is_relation:
            return False
        if field.one_to_many or field.many_to_many:
            return True
        if not isinstance(field.related_model, type):
            return False
        model = field.related_model
    return False


def _faults(errors: Mapping[str, Sequence[forms.ValidationError]]) -> list[Fault]:
    return [
        Fault(
            code=error.code or "invalid",
            detail=str(error.messages[0]),
            parameter=name,
            allowed=getattr(error, "allowed", ()),
        )
        for name, found in errors.items()
        for error in found
    ]
