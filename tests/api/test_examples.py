"""The examples of all parameters work on what `make run` loads: whoever tries one sees rows."""

from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from articles.api.parameters import CURSOR
from config.schema import is_list
from tests.recorder import address, needed, operations, tried

OF_REMARKS = "remarks"  # whatever the extraction understands leaves none
PREFILLED = {"ordering", "page_size"}  # with what is meant without them


@pytest.mark.django_db
def test_every_example_finds_rows_of_the_seeds(client: Client) -> None:
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    empty = []
    for path, operation in operations():
        for name, example in tried(operation).items():
            if operation["tags"] == [OF_REMARKS] and "{" in path:
                continue
            answer = client.get(f"{address(path, operation)}?{urlencode({**needed(operation), name: example})}")
            if name == CURSOR:  # the beginning of one: a whole one is good on the server alone that signed it
                assert answer.json()["errors"][0]["code"] == "invalid_cursor"
            elif is_list(operation) and not answer.json()["results"] and operation["tags"] != [OF_REMARKS]:
                empty.append((path, name))
            else:
                assert answer.status_code == 200, (path, name)
    assert empty == []


def test_no_parameter_is_filled_in_for_whoever_tries_a_list() -> None:
    for path, operation in operations():
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                filled_in = {"example", "examples"} & parameter.keys() or "default" in parameter["schema"]
                assert not filled_in or parameter["name"] in PREFILLED, (path, parameter["name"])


def test_an_example_is_a_value_of_its_schema() -> None:
    for path, operation in operations():
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"].get("items", parameter["schema"])
            for example in schema.get("examples", [parameter.get("example")]):
                assert Draft202012Validator(schema).is_valid(example), (path, parameter["name"])
