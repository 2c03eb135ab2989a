"""The OpenAPI document: how it is generated and mended, and what is said of every operation alike.

It describes what stands below /api/v1/. The document itself, at /api/schema/, the page at /api/docs/ and the answers to
monitors (/healthz, /readyz) are not in it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from articles.api.pagination import PAGE
from articles.api.problems import CONTENT_TYPE, STATUSES

Node = dict[str, Any]

# What the API answers to requests over the seeds, by the name of the operation or of the problem. `make schema` asks
# again and writes them; a test holds them to what the API answers now.
EXAMPLES: Final = Path(__file__).parent / "examples.json"

# What each tag holds, in the order in which a reader needs them.
TAGS: Final[Mapping[str, str]] = {
    "root": "Where to begin.",
    "articles": "Published texts, with everything that was found in them.",
    "speakers": "People whom articles name, and the offices they held.",
    "offices": "Posts, and who held each.",
    "organs": "Ministries, assemblies and other bodies, with their offices.",
    "outlets": "Newspapers and sites that published the articles.",
    "directive-lists": "Enumerations such as “ba định hướng”: points declared against points found.",
    "directives": "What was set out to be done, point by point and word for word.",
    "resolutions": "Official documents: resolutions, directives of the Party, decrees, laws, conventions and others.",
    "citations": "Places where articles cite official documents.",
    "topics": "The controlled vocabulary of subjects.",
    "remarks": "What the machine did not understand, or what does not add up.",
}

FAULT: Final[Node] = {
    "type": "object",
    "description": "One thing that is wrong with the request. Either `parameter` or `pointer` says where.",
    "required": ["code", "detail"],
    "properties": {
        "parameter": {"type": "string", "description": "The name of the parameter, cut to 50 characters."},
        "pointer": {"type": "string", "description": "JSON Pointer into the body, as a URI fragment."},
        "code": {
            "type": "string",
            "description": "What is wrong, for programs; new ones may come.",
            "examples": ["unknown_parameter", "out_of_range"],
        },
        "detail": {"type": "string", "description": "What is wrong, for people."},
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The names or values that are allowed, where they can be listed.",
        },
    },
}

PROBLEM: Final[Node] = {
    "type": "object",
    "description": "Problem details of RFC 9457. Branch on `code`, and on the `code` of each of the `errors`.",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {
            "type": "string",
            "const": "about:blank",
            "description": "No more than the status says, as the RFC reads it.",
        },
        "title": {"type": "string", "description": "The name of the status.", "examples": ["Bad Request"]},
        "status": {
            "type": "integer",
            "minimum": 400,
            "maximum": 599,
            "description": "The status of the answer.",
            "examples": [400],
        },
        "code": {
            "type": "string",
            "enum": ["invalid_request", *(code for code, _ in STATUSES.values())],
            "description": "The kind of problem; new ones may come.",
        },
        "detail": {"type": "string", "description": "What happened, for people."},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Fault"},
            "description": "Each fault of the request; empty where the status says it all.",
        },
    },
}

HEADERS: Final[Mapping[str, Node]] = {
    "ETag": {
        "description": "The version of this answer; `If-None-Match` with it asks for the answer only if it changed.",
        "schema": {"type": "string", "examples": ['W/"7ce34119af10e66761779ece95aebe17"']},
    },
    "Location": {
        "description": "The address of the row that this one was merged into, with the same query.",
        "schema": {"type": "string", "format": "uri-reference", "examples": ["/api/v1/speakers/le-hoai-trung/"]},
    },
    "Retry-After": {
        "description": "How many seconds to wait before asking again.",
        "schema": {"type": "integer", "minimum": 1, "examples": [5]},
    },
}
# What a column holds where it has nothing is null in answers.
EMPTY_IS: Final = {"empty": "null", "Empty": "Null"}
EMPTY: Final = re.compile(r"\b[eE]mpty\b")

HEADERS_OF: Final = {"200": "ETag", "301": "Location", "304": "ETag", "503": "Retry-After"}

NOT_MODIFIED: Final = (
    "What the caller holds, by the ETag that it sent in `If-None-Match`, is still true. There is no body."
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem that operations have in common: what it means there, and the names of its examples."""

    status: str
    description: str
    examples: tuple[str, ...]

    def response(self, operation: Node) -> Node:
        """Return it as OpenAPI states an answer of an operation."""
        stated = _problem(self.description, self.examples, operation)
        headers = _headers_of(self.status)
        return {**stated, "headers": headers} if headers else stated


REFUSALS: Final[Mapping[str, Refusal]] = {
    "InvalidListQuery": Refusal(
        "400",
        "A parameter is unknown, repeated or empty, or a value is not allowed. `errors` says which, and what would be.",
        ("unknown_parameter", "out_of_range", "invalid_cursor"),
    ),
    "InvalidValue": Refusal(
        "400",
        "A parameter is unknown, repeated or empty, or its value is not allowed. `errors` names it.",
        ("unknown_parameter", "out_of_range"),
    ),
    "UnknownParameter": Refusal(
        "400", "The address has no parameters, and the request gives one.", ("unknown_parameter",)
    ),
    "NoSuchRow": Refusal("404", "No row has this name.", ("not_found",)),
    "NoSuchPage": Refusal("404", "The list ends before the page asked for.", ("no_such_page",)),
    "NoSuchRowOrPage": Refusal(
        "404", "No row has this name, or the list ends before the page asked for.", ("not_found", "no_such_page")
    ),
    "Withdrawn": Refusal(
        "410", "What stood here went with an article that was withdrawn, and is in no answer any more.", ("gone",)
    ),
    "NotAcceptable": Refusal(
        "406",
        "`Accept` asks for a form that this address does not have. The detail names those it has.",
        ("not_acceptable",),
    ),
    "Unavailable": Refusal("503", "The database is away or busy. Ask again after a while.", ("unavailable",)),
}


class Generator(SchemaGenerator):
    """Writes the document in English, whatever language the request or the command prefers."""

    def get_schema(self, request: Any = None, public: bool = False) -> Node:
        """Return the document as nested dictionaries."""
        with translation.override("en"):
            schema: Node = super().get_schema(request, public)  # type: ignore[no-untyped-call]
        return schema


def as_version_3_1(result: Node, **_: Any) -> Node:
    """Write what may be null as OpenAPI 3.1 does: the `nullable` of 3.0 means nothing there."""
    for node in _objects(result):
        if node.pop("nullable", False) and isinstance(node.get("type"), str):
            node["type"] = [node["type"], "null"]
    return result


def in_words_for_readers(result: Node, **_: Any) -> Node:
    """Leave out what a reader of a property learns elsewhere, and call null what a column's help calls empty.

    Everything is to be read only; a column's label is for the admin; the meanings of codes stand beside the codes.
    """
    for schema in result["components"]["schemas"].values():
        for stated in schema.get("properties", {}).values():
            if "description" in stated and "null" in stated.get("type", ""):
                stated["description"] = EMPTY.sub(lambda found: EMPTY_IS[found[0]], stated["description"])
            stated.pop("readOnly", None)
            stated.pop("title", None)
            if "allOf" in stated:
                (reference,) = stated.pop("allOf")  # version 3.1 takes a description beside a reference
                own = stated.pop("description", "").partition("* `")[0].strip()
                stated.update(reference, **({"description": own} if own else {}))
    return result


def with_every_answer(result: Node, **_: Any) -> Node:
    """State what is true of all operations: tags, problems, 304, headers, and an example of each answer."""
    components = result["components"]
    components["schemas"] = dict(sorted({**components["schemas"], "Fault": FAULT, "Problem": PROBLEM}.items()))
    components["examples"] = examples()
    components["headers"] = HEADERS
    shared = {"NotModified": {"description": NOT_MODIFIED, "headers": _headers_of("304")}}
    for path, operation in _operations(result):
        answers = {
            code: _in_full(code, stated, operation, components)
            for code, stated in operation["responses"].items()
            if stated
        }
        answers["304"] = {"$ref": "#/components/responses/NotModified"}
        for name in _refusals_of(path, operation):
            refusal = REFUSALS[name]
            if any(_example_of(operation, example) != example for example in refusal.examples):
                answers[refusal.status] = refusal.response(operation)
            else:
                shared[name] = refusal.response(operation)
                answers[refusal.status] = {"$ref": f"#/components/responses/{name}"}
        operation["responses"] = dict(sorted(answers.items()))
    components["responses"] = dict(sorted(shared.items()))
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    return result


@cache
def document() -> Node:
    """Return the document; generated once in a process, as only other code changes it."""
    return Generator().get_schema(public=True)  # type: ignore[no-untyped-call]


@cache
def examples() -> Mapping[str, Node]:
    """Return the examples by name, each as OpenAPI states one; those of one operation alone begin with its name."""
    known: Mapping[str, Node] = json.loads(EXAMPLES.read_text(encoding="utf-8")) if EXAMPLES.exists() else {}
    return known


def is_list(operation: Node) -> bool:
    """Say whether an operation answers with pages of a list."""
    return any(parameter["name"] == PAGE for parameter in operation.get("parameters", ()))


def _refusals_of(path: str, operation: Node) -> Iterator[str]:
    """Yield the names of the problems that an operation has in common with others, one a status."""
    if is_list(operation):
        yield "InvalidListQuery"
        yield "NoSuchRowOrPage" if "{" in path else "NoSuchPage"
    else:
        queried = any(parameter["in"] == "query" for parameter in operation.get("parameters", ()))
        yield "InvalidValue" if queried else "UnknownParameter"
        if "{" in path:
            yield "NoSuchRow"
    if "410" in operation["responses"]:
        yield "Withdrawn"
    yield "NotAcceptable"
    yield "Unavailable"


def _in_full(code: str, stated: Node, operation: Node, components: Node) -> Node:
    """Return an answer that a view states, with its headers, its example, and words where it has none."""
    if code >= "400":
        return _problem(stated["description"], [STATUSES[int(code)][0]], operation)
    for content in stated.get("content", {}).values():
        content["examples"] = {"seeds": _reference(operation["operationId"])}
        stated["description"] = stated["description"] or _words_for(content["schema"], components["schemas"])
    return {**stated, "headers": _headers_of(code)}


def _words_for(schema: Node, schemas: Mapping[str, Node]) -> str:
    """Return what the component says of itself that a schema refers to, in one line."""
    described: str = schemas[schema["$ref"].rpartition("/")[2]]["description"]
    return described.partition("\n")[0]


def _problem(description: str, names: Iterable[str], operation: Node) -> Node:
    stated = {name: _reference(_example_of(operation, name)) for name in names}
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": stated}
    return {"description": description, "content": {CONTENT_TYPE: content}}


def _example_of(operation: Node, name: str) -> str:
    """Return the name of the example of a problem: the operation's own, or the one that others share with it."""
    own = f"{operation['operationId']}_{name}"
    return own if own in examples() else name


def _reference(example: str) -> Node:
    return {"$ref": f"#/components/examples/{example}"}


def _headers_of(code: str) -> Node:
    names = [HEADERS_OF[code]] if code in HEADERS_OF else []
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _operations(result: Node) -> Iterator[tuple[str, Node]]:
    for path, methods in result["paths"].items():
        for operation in methods.values():
            yield path, operation


def _objects(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for below in node:
            yield from _objects(below)
