"""Values as the history has them: given to a row again; whether what they point to is still there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from articles.versions import Values, fields_of
from register.models import EditedRow

There = defaultdict[type[Model], set[int]]  # numbers of rows that are known to be there


def give(row: Model, values: Values) -> None:
    """Set fields to values as the history writes them; topics come when the row is saved."""
    for field in row._meta.concrete_fields:
        if field.attname in values:
            setattr(row, field.attname, field.to_python(values[field.attname]))


def rows_there(rows: Mapping[EditedRow, Model]) -> There:
    """Return which rows are there of those that others pointed to before an edit."""
    wanted, there = There(set), There(set)
    for told, row in rows.items():
        for field, keys in _pointers(type(row), told.before or {}):
            wanted[field.related_model] |= keys
    for model, keys in wanted.items():
        _find(model, keys, there)
    return there


def refuse_if_missing(model: type[Model], values: Values, there: There) -> None:
    """Raise ValidationError where a row that the values point to is gone; those that are there are added to `there`."""
    for field, keys in _pointers(model, values):
        _find(field.related_model, keys, there)
        if missing := keys - there[field.related_model]:
            message = _("What it pointed to does not exist any more: %(field)s %(key)s.")
            raise ValidationError(message, code="missing", params={"field": field.verbose_name, "key": min(missing)})


def _pointers(model: type[Model], values: Values) -> Iterator[tuple[Any, set[int]]]:
    """Yield the fields among values that point to rows, with the numbers of these."""
    for name, field in fields_of(model).items():
        value = values.get(name)
        if field.is_relation and value is not None:
            yield field, set(value if field.many_to_many else [value])


def _find(model: type[Model], keys: set[int], there: There) -> None:
    """Add those of the numbers that rows of a model have; one that is known to be there is not asked for."""
    if asked := keys - there[model]:
        there[model].update(model._base_manager.filter(pk__in=asked).values_list("pk", flat=True))
