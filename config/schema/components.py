"""What the document says once and refers to: tags, the form of a problem, headers, the answer 304."""

from collections.abc import Mapping
from typing import Any, Final

from articles.api.problems import STATUSES

Node = dict[str, Any]

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
    "counts": "The rows of any list by their values, for charts.",
    "vocabularies": "Every code, with what people call it.",
    "search": "All of these together, by their words.",
    "reports": "What readers say is wrong. It is read by curators, and not public.",
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

HEADERS_OF: Final = {"200": "ETag", "301": "Location", "304": "ETag", "429": "Retry-After", "503": "Retry-After"}

NOT_MODIFIED: Final = (
    "What the caller holds, by the ETag that it sent in `If-None-Match`, is still true. There is no body."
)


def headers_of(code: str) -> Node:
    """Return the headers of the answers with this status, as references."""
    names = [HEADERS_OF[code]] if code in HEADERS_OF else []
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
