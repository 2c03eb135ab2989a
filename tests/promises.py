"""What the OpenAPI document promises of an answer, held against the answers that the tests get."""

import datetime
import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # it ships no types

from articles.api.fields import FIELDS
from config.schema import document

Node = dict[str, Any]

NDJSON = "application/x-ndjson"
FORMATS = FormatChecker()


@FORMATS.checks("uri")  # type: ignore[untyped-decorator]
def is_address(value: object) -> bool:
    """Say whether a value is a whole address; what is no text is for its type to refuse."""
    return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)


@FORMATS.checks("date-time", raises=ValueError)  # type: ignore[untyped-decorator]
def is_moment(value: object) -> bool:
    """Say whether a value is a time with its offset; what is no text is for its type to refuse."""
    return not isinstance(value, str) or datetime.datetime.fromisoformat(value).tzinfo is not None


class PromisedClient(Client):
    """Asks the server; raises AssertionError or ValidationError for an answer that the document does not promise."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        hold(response)
        return response


def hold(response: Any) -> None:
    """Raise unless an answer is one that the document states: its status, headers, form and fields, and no field more.

    Answers at addresses and to methods that are not in the document pass.
    """
    asked = response.wsgi_request
    template = template_of(asked.path)
    method = "get" if asked.method == "HEAD" else asked.method.lower()
    if template is None or method not in document()["paths"][template]:
        return
    stated = document()["paths"][template][method]["responses"]
    status = str(response.status_code)
    assert status in stated, f"{asked.path} answers {status}, which the document does not state"
    promised = resolved(stated[status])
    for name in promised.get("headers", ()):
        assert name in response, f"{asked.path} has no header {name}"
    if asked.method != "HEAD" and "content" in promised:
        hold_body(response, template, method, status)


def hold_body(response: Any, template: str, method: str, status: str) -> None:
    """Raise unless a body is as stated. Of a row of which `fields` names members, those that are there are."""
    form = response["Content-Type"].partition(";")[0]
    trimmed = status == "200" and FIELDS in response.wsgi_request.GET
    validator = validators(template, method, status, trimmed)
    assert form in validator, f"{template} answers {status} as {form}"
    body = body_of(response).decode()
    if form == NDJSON:
        rows = [json.loads(line) for line in body.split("\n")[:-1]]  # each ends with LF, the last one too
        around = {"count": len(rows), "count_is_minimum": False, "next": None, "previous": None}
        validator["application/json"].validate({**around, "results": rows})
    else:
        validator[form].validate(json.loads(body) if "json" in form else body)


def body_of(response: Any) -> bytes:
    """Return the body of an answer as it is before it is compressed; one that is streamed can be read again."""
    sent: bytes = response.getvalue()
    if response.streaming:
        response.streaming_content = [sent]
    return gzip.decompress(sent) if response.get("Content-Encoding") == "gzip" else sent


@cache
def validators(template: str, method: str, status: str, trimmed: bool) -> dict[str, Draft202012Validator]:
    """Return what validates the bodies of an answer, by their form. Fields that are not named are refused.

    Of rows that are trimmed by `fields` none is required.
    """
    schemas = document()["components"]["schemas"]
    strict = {
        name: one | {"additionalProperties": False} if "properties" in one else one for name, one in schemas.items()
    }
    content = resolved(document()["paths"][template][method]["responses"][status])["content"]
    schemas_of = {form: stated["schema"] for form, stated in content.items()}
    if trimmed:
        schemas_of = {form: with_trimmed_rows(schema) for form, schema in schemas_of.items()}
    components = {"schemas": strict}
    return {
        form: Draft202012Validator({**schema, "components": components}, format_checker=FORMATS)
        for form, schema in schemas_of.items()
    }


def with_trimmed_rows(schema: Node) -> Node:
    """Return the schema of a row, or of a page of rows, with no member of a row required; that of a text as it is."""
    whole = resolved(schema)
    if "properties" not in whole:
        return whole
    if "results" not in whole["properties"]:
        return {**whole, "required": [], "additionalProperties": False}
    rows = with_trimmed_rows(whole["properties"]["results"]["items"])
    results = {"type": "array", "items": rows}
    return {**whole, "properties": {**whole["properties"], "results": results}, "additionalProperties": False}


def resolved(node: Node) -> Node:
    """Return what a node refers to within the document, or the node itself."""
    if "$ref" not in node:
        return node
    found: Any = document()
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found  # type: ignore[no-any-return]


@cache
def templates() -> list[tuple[str, re.Pattern[str]]]:
    """Return each path of the document with the pattern of the addresses that it stands for."""
    return [(path, re.compile(re.sub(r"\{\w+\}", "[a-z0-9_-]+", path))) for path in document()["paths"]]


def template_of(address: str) -> str | None:
    """Return the path of the document that an address is one of, or None."""
    return next((path for path, pattern in templates() if pattern.fullmatch(address)), None)


def parts_of(schema: Node, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield each field in a value that is as its schema says: the component, the name of the field, what it holds."""
    if "oneOf" in schema:
        schema = next((one for one in schema["oneOf"] if "$ref" in one), schema)
    if isinstance(value, list):
        for one in value:
            yield from parts_of(schema.get("items", {}), one)
    elif isinstance(value, dict) and "$ref" in schema:
        for name, stated in resolved(schema).get("properties", {}).items():
            if name not in value:  # and it may be missing, or the answer was refused
                continue
            yield schema["$ref"].rpartition("/")[2], name, value[name]
            yield from parts_of(stated, value[name])
