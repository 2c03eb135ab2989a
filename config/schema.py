"""The OpenAPI document: how it is generated and mended."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from articles.api.problems import CONTENT_TYPE, STATUSES

PROBLEM_CONTENT: Final = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PROBLEM_REF: Final = {"$ref": "#/components/responses/Problem"}
NOT_MODIFIED_REF: Final = {"$ref": "#/components/responses/NotModified"}

FAULT: Final[dict[str, Any]] = {
    "type": "object",
    "description": "One thing that is wrong with the request. Either `parameter` or `pointer` says where.",
    "required": ["code", "detail"],
    "properties": {
        "parameter": {"type": "string", "description": "The name of the parameter, cut to 50 characters."},
        "pointer": {"type": "string", "description": "JSON Pointer into the body, as a URI fragment."},
        "code": {"type": "string", "description": "What is wrong, for programs.", "example": "unknown_parameter"},
        "detail": {"type": "string", "description": "What is wrong, for people."},
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The names or values that are allowed, where they can be listed.",
        },
    },
}

PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Problem details of RFC 9457. Branch on `code`, and on the `code` of each of the `errors`.",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "The name of the status.", "example": "Bad Request"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599, "example": 400},
        "code": {
            "type": "string",
            "enum": ["invalid_request", *(code for code, _ in STATUSES.values())],
            "description": "The kind of problem; new ones may come.",
        },
        "detail": {"type": "string", "description": "What happened, for people."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
}


class Generator(SchemaGenerator):
    """Writes the document in English, whatever language the request or the command prefers."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        """Return the document as nested dictionaries."""
        with translation.override("en"):
            schema: dict[str, Any] = super().get_schema(request, public)  # type: ignore[no-untyped-call]
        return schema


def null_as_a_type(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Write what may be null as OpenAPI 3.1 does: the `nullable` of 3.0 means nothing there."""
    for node in _objects(result):
        if node.pop("nullable", False) and isinstance(node.get("type"), str):
            node["type"] = [node["type"], "null"]
    return result


def problems_everywhere(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """State the answers that every operation may give: 304, and problems."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {}).update(Fault=FAULT, Problem=PROBLEM)
    components["schemas"] = dict(sorted(components["schemas"].items()))
    components["responses"] = {
        "NotModified": {"description": "What the caller holds, by the ETag it sent in If-None-Match, is still true."},
        "Problem": {
            "description": "The request was not answered, for the reason given.",
            "content": PROBLEM_CONTENT,
        },
    }
    for path, operations in result["paths"].items():
        for operation in operations.values():
            own = {code: _as_problem(stated) for code, stated in operation["responses"].items() if code >= "400"}
            named = {"404": PROBLEM_REF} if "{" in path or _has_pages(operation) else {}
            usual = {"304": NOT_MODIFIED_REF, "400": PROBLEM_REF, "406": PROBLEM_REF, "503": PROBLEM_REF}
            operation["responses"] = dict(sorted({**operation["responses"], **usual, **named, **own}.items()))
    return result


@cache
def document() -> dict[str, Any]:
    """Return the document; generated once in a process, as only other code changes it."""
    return Generator().get_schema(public=True)  # type: ignore[no-untyped-call]


def _as_problem(stated: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of the 4xx that a view states in words, with the form that it has."""
    return {"content": PROBLEM_CONTENT, **stated}


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for below in node:
            yield from _objects(below)


def _has_pages(operation: dict[str, Any]) -> bool:
    return any(parameter.get("name") == "page" for parameter in operation.get("parameters", ()))
