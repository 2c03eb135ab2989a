"""The problems that operations answer with, and which operation answers with which."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from articles.api.pagination import PAGE
from articles.api.problems import CONTENT_TYPE
from config.schema.components import Node, headers_of
from config.schema.examples import example_of, reference


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem that operations have in common: what it means there, and the names of its examples."""

    status: str
    description: str
    examples: tuple[str, ...]

    def response(self, operation: Node) -> Node:
        """Return it as OpenAPI states an answer of an operation."""
        stated = problem(self.description, self.examples, operation)
        headers = headers_of(self.status)
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
    "InvalidCount": Refusal(
        "400",
        "A parameter is missing, unknown, repeated or empty, or its value is not allowed; the list has no such filter "
        "or is not counted so; or there are too many cells. `errors` says which, and what would be allowed.",
        ("not_counted", "too_many_dimensions"),
    ),
    "InvalidBody": Refusal(
        "400",
        "The body is not one that this address takes. `errors` names each fault by its place in the body.",
        ("unknown_field", "other_words"),
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
    "AnyOtherProblem": Refusal(
        "default",
        "Any other problem: a method that is not answered (405), too many requests (429), a fault of the server (500).",
        ("method_not_allowed",),
    ),
}


def is_list(operation: Node) -> bool:
    """Say whether an operation answers with pages of a list."""
    return any(parameter["name"] == PAGE for parameter in operation.get("parameters", ()))


def refusals_of(path: str, method: str, operation: Node) -> Iterator[str]:
    """Yield the names of the problems that an operation has in common with others, one a status."""
    if method == "post":
        yield "InvalidBody"
    elif is_list(operation):
        yield "InvalidListQuery"
        yield "NoSuchRowOrPage" if "{" in path else "NoSuchPage"
    elif operation["tags"] == ["counts"]:
        yield "InvalidCount"
    else:
        queried = any(parameter["in"] == "query" for parameter in operation.get("parameters", ()))
        yield "InvalidValue" if queried else "UnknownParameter"
        if "{" in path:
            yield "NoSuchRow"
    if method == "get" and "410" in operation["responses"]:
        yield "Withdrawn"
    yield "NotAcceptable"
    yield "Unavailable"
    yield "AnyOtherProblem"


def problem(description: str, names: Iterable[str], operation: Node) -> Node:
    """Return how an operation states an answer that is a problem, with the examples of these names."""
    stated = {name: reference(example_of(operation, name)) for name in names}
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": stated}
    return {"description": description, "content": {CONTENT_TYPE: content}}
