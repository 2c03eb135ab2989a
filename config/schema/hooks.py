"""What is changed in the document after it was generated, step by step; the settings name the steps."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from articles.api.problems import STATUSES
from config.schema.components import FAULT, HEADERS, NOT_MODIFIED, PROBLEM, TAGS, Node, headers_of
from config.schema.examples import example_in, example_of, examples, reference
from config.schema.refusals import REFUSALS, problem, refusals_of

# What a column holds where it has nothing is null in answers.
EMPTY_IS: Final = {"empty": "null", "Empty": "Null"}
EMPTY: Final = re.compile(r"\b[eE]mpty\b")


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
                (target,) = stated.pop("allOf")  # version 3.1 takes a description beside a reference
                own = stated.pop("description", "").partition("* `")[0].strip()
                stated.update(target, **({"description": own} if own else {}))
    return result


def with_every_answer(result: Node, **_: Any) -> Node:
    """State what is true of all operations: tags, problems, 304, headers, and an example of each answer."""
    components = result["components"]
    components["schemas"] = dict(sorted({**components["schemas"], "Fault": FAULT, "Problem": PROBLEM}.items()))
    components["examples"] = examples()
    components["headers"] = HEADERS
    shared = {"NotModified": {"description": NOT_MODIFIED, "headers": headers_of("304")}}
    for path, method, operation in _operations(result):
        answers = {
            code: _in_full(code, stated, operation, components)
            for code, stated in operation["responses"].items()
            if stated
        }
        if "requestBody" in operation:
            operation["requestBody"]["required"] = True
        if method == "get":
            answers["304"] = {"$ref": "#/components/responses/NotModified"}
        for name in refusals_of(path, method, operation):
            refusal = REFUSALS[name]
            if any(example_of(operation, example) != example for example in refusal.examples):
                answers[refusal.status] = refusal.response(operation)
            else:
                shared[name] = refusal.response(operation)
                answers[refusal.status] = {"$ref": f"#/components/responses/{name}"}
        operation["responses"] = dict(sorted(answers.items()))
    components["responses"] = dict(sorted(shared.items()))
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    return result


def _in_full(code: str, stated: Node, operation: Node, components: Node) -> Node:
    """Return an answer that a view states, with its headers, its example, and words where it has none."""
    headers = {"headers": headers_of(code)} if headers_of(code) else {}
    if code >= "400":
        return {**problem(stated["description"], [STATUSES[int(code)][0]], operation), **headers}
    for form, content in stated.get("content", {}).items():
        content["examples"] = {"seeds": reference(example_in(form, operation))}
        stated["description"] = stated["description"] or _words_for(content["schema"], components["schemas"])
    return {**stated, **headers}


def _words_for(schema: Node, schemas: Mapping[str, Node]) -> str:
    """Return what the component says of itself that a schema refers to, in one line."""
    described: str = schemas[schema["$ref"].rpartition("/")[2]]["description"]
    return described.partition("\n")[0]


def _operations(result: Node) -> Iterator[tuple[str, str, Node]]:
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _objects(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for below in node:
            yield from _objects(below)
