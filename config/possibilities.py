"""What OPTIONS says of an address, as the OpenAPI document does: what it takes, and in what forms it answers.

The framework imports this while it is imported itself, so what needs the framework is imported when it is asked for.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.urls import reverse
from rest_framework.metadata import BaseMetadata

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

Node: TypeAlias = dict[str, Any]

TAKEN: Final = ("get", "post")  # methods that the document states; HEAD is answered as GET is


class Possibilities(BaseMetadata):
    """What an address is, with its methods, forms and parameters; empty where the document does not know it."""

    def determine_metadata(self, request: "Request", view: "APIView") -> dict[str, Any]:
        """Return the answer to OPTIONS."""
        operations = operations_at(request.path_info)
        stated = next(iter(operations.values()), {})
        return {
            "summary": stated.get("summary", ""),
            "description": stated.get("description", ""),
            "methods": view.allowed_methods,
            "forms": forms_of(operations),
            "parameters": [one for operation in operations.values() for one in operation.get("parameters", ())],
            "document": request.build_absolute_uri(reverse("schema")),
        }


def operations_at(path: str) -> Mapping[str, Node]:
    """Return what the document says of an address, by the method."""
    return next((stated for pattern, stated in _patterns() if pattern.fullmatch(path)), {})


def forms_of(operations: Mapping[str, Node]) -> list[str]:
    """Return the media types of the good answers, the usual one first."""
    answers = [stated for one in operations.values() for code, stated in one["responses"].items() if code[0] == "2"]
    return list(dict.fromkeys(form for answer in answers for form in answer.get("content", {})))


@cache
def _patterns() -> list[tuple[re.Pattern[str], Mapping[str, Node]]]:
    """Return each path of the document as a pattern of addresses, with its operations."""
    from config.schema import document  # noqa: PLC0415 - see above

    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), {name: methods[name] for name in TAKEN if name in methods})
        for path, methods in document()["paths"].items()
    ]
