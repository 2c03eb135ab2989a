"""`fields`: the members of a row that an answer shows, where not all are wanted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, ListSerializer

from articles.api.problems import Fault, InvalidRequest, did_you_mean, echo

FIELDS: Final = "fields"
APART: Final = ","

FIELDS_HELP: Final = (
    "The members of a row that come back, by their names with commas between: `fields={example}`. The others are left "
    "out of each row, also those that the schema calls required. Members within a member cannot be named. E.g. "
    "`{first}`."
)


def fields_schema(names: Sequence[str]) -> dict[str, Any]:
    """Return the values that the parameter takes, for OpenAPI: to be joined by commas."""
    one = {"type": "string", "enum": list(names), "examples": [names[0]]}
    return {"type": "array", "items": one, "minItems": 1, "maxItems": len(names), "uniqueItems": True}


def fields_help(names: Sequence[str]) -> str:
    return FIELDS_HELP.format(example=APART.join(names[:2]), first=names[0])


def asked_fields(request: Request, known: Iterable[str]) -> list[str] | None:
    """Return the members that a request asks for, in its order; None where it asks for all.

    Raises InvalidRequest for a name that is not known, and for one that is given twice.
    """
    given = request.query_params.get(FIELDS)
    if given is None:
        return None
    names, allowed = given.split(APART), tuple(known)
    for name in names:
        if name not in allowed:
            detail = f'"{echo(name)}" is no member of a row here.{did_you_mean(name, allowed)}'
            raise InvalidRequest(Fault("not_allowed", detail, FIELDS, allowed=allowed))
    if len(set(names)) < len(names):
        raise InvalidRequest(Fault("repeated", "It names a member twice.", FIELDS))
    return names


def narrow(serializer: BaseSerializer[Any], names: Iterable[str]) -> None:
    """Let a serializer of a row, or of rows, work out no more than the members named and those that decide of them."""
    row: Any = serializer.child if isinstance(serializer, ListSerializer) else serializer
    for name in row.fields.keys() - {*names, *getattr(row, "deciding", ())}:
        row.fields.pop(name)


def only(row: Mapping[str, Any], names: Sequence[str] | None) -> dict[str, Any]:
    """Return the members of a row that are asked for."""
    return dict(row) if names is None else {name: row[name] for name in names}
