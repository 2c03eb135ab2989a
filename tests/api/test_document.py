"""The OpenAPI document: true, whole, and the same for everyone."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import translation

from articles.api.problems import STATUSES
from config.schema import as_version_3_1, document
from tests.recorder import written_example

pytestmark = pytest.mark.django_db

ENDPOINTS = [
    "articles",
    "citations",
    "directive-lists",
    "directives",
    "offices",
    "organs",
    "outlets",
    "remarks",
    "resolutions",
    "speakers",
    "topics",
]


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(below)


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            yield path, operation


def test_the_root_lists_every_endpoint_and_each_answers(client: Client) -> None:
    listed = client.get("/api/v1/").json()
    assert sorted(listed) == ENDPOINTS
    for name, address in listed.items():
        assert address == f"http://testserver/api/v1/{name}/"
        assert client.get(address).status_code == 200


def test_the_document_holds_a_list_and_a_row_of_every_endpoint() -> None:
    paths = document()["paths"]
    for name in ENDPOINTS:
        assert f"/api/v1/{name}/" in paths
        assert any(path.startswith(f"/api/v1/{name}/{{") for path in paths)


def test_the_document_is_served_as_json_and_as_yaml(client: Client) -> None:
    as_json = client.get("/api/schema/").json()
    assert as_json["openapi"].startswith("3.1.")
    for asked in (
        client.get("/api/schema/?format=yaml"),
        client.get("/api/schema/", headers={"Accept": "application/yaml"}),
    ):
        assert yaml.safe_load(asked.content) == as_json


def test_the_document_is_in_english_for_everyone(client: Client) -> None:
    with translation.override("vi"):
        document.cache_clear()
        in_vietnam = document()
    document.cache_clear()
    with translation.override("en"):
        assert document() == in_vietnam


@pytest.mark.urls("tests.api.example")
def test_the_document_is_of_the_project_s_own_addresses_whatever_a_test_puts_in_their_place() -> None:
    assert document.__wrapped__()["paths"].keys() == document()["paths"].keys()
    assert not [path for path in document()["paths"] if "example" in path]


def test_what_may_be_null_says_so_as_version_3_1_does() -> None:
    assert not [node for node in objects(document()) if "nullable" in node]
    mended = as_version_3_1({"a": {"type": "string", "nullable": True}, "b": [{"type": "integer", "nullable": False}]})
    assert mended == {"a": {"type": ["string", "null"]}, "b": [{"type": "integer"}]}


def test_every_reference_leads_somewhere() -> None:
    components = document()["components"]
    for node in objects(document()):
        if isinstance(node.get("$ref"), str):
            _, _, kind, name = node["$ref"].split("/")
            assert name in components[kind]


def test_every_operation_has_a_name_and_a_summary_of_its_own() -> None:
    for key in ("operationId", "summary"):
        found = [operation[key] for _, operation in operations()]
        assert len(found) == len(set(found))
        assert all(0 < len(one) < 80 for one in found)


def test_every_operation_states_the_problems_it_may_answer_with() -> None:
    written = document()["paths"]["/api/v1/reports/"]["post"]
    for path, operation in operations():
        own = {"201", "404", "410", "413", "415", "429"} if operation is written else {"200", "304"}
        assert {*own, "400", "406", "503", "default"} <= set(operation["responses"])
        assert ("304" in operation["responses"]) == (operation is not written)
        assert "404" in operation["responses"] or "{" not in path
        for code, response in operation["responses"].items():
            if code >= "400" and "$ref" not in response:
                assert list(response["content"]) == ["application/problem+json"]


def test_a_status_that_is_not_stated_by_itself_is_named_in_the_default_answer() -> None:
    default = document()["components"]["responses"]["AnyOtherProblem"]
    stated = {code for _, operation in operations() for code in operation["responses"]}
    of_reading = {str(status) for status in STATUSES} - {"413", "415"}  # these are of a body, and none is read
    assert all(f"({status})" in default["description"] for status in of_reading - stated)


def test_an_example_that_the_seeds_do_not_give_says_so() -> None:
    examples = document()["components"]["examples"]
    of_remarks = [operation["operationId"] for _, operation in operations() if operation["tags"] == ["remarks"]]
    assert len(of_remarks) == 2
    assert all("taken out of an article" in examples[name]["summary"] for name in of_remarks)


def test_every_operation_is_described_and_has_a_tag_that_is_described_too() -> None:
    described = {tag["name"]: tag["description"] for tag in document()["tags"]}
    used = {tag for _, operation in operations() for tag in operation["tags"]}
    assert used == described.keys()
    assert all(described.values())
    for path, operation in operations():
        assert operation["description"], path
        assert len(operation["tags"]) == 1, path


def test_every_parameter_is_described_and_has_an_example_in_words_and_for_programs() -> None:
    for path, operation in operations():
        for parameter in operation.get("parameters", []):
            assert f" E.g. `{written_example(parameter)}`" in parameter["description"], (path, parameter["name"])


def test_every_answer_is_described_and_has_an_example() -> None:
    stated = document()["components"]
    for path, operation in operations():
        for code, response in operation["responses"].items():
            if "$ref" in response:
                response = stated["responses"][response["$ref"].rpartition("/")[2]]
            assert response["description"], (path, code)
            assert ("content" in response) == (code not in ("301", "304")), (path, code)
            for content in response.get("content", {}).values():
                assert content["examples"], (path, code)


def test_no_two_operations_are_described_alike() -> None:
    found = [operation["description"] for _, operation in operations()]
    assert len(found) == len(set(found))


def test_the_members_of_a_page_are_always_there() -> None:
    pages = {name: one for name, one in document()["components"]["schemas"].items() if name.endswith("Page")}
    assert len(pages) == len(ENDPOINTS) + 1  # and the search
    for page in pages.values():
        assert page["required"] == ["count", "count_is_minimum", "next", "previous", "results"]
        assert page["properties"]["next"]["type"] == ["string", "null"]


def test_every_field_is_described() -> None:
    schemas = document()["components"]["schemas"]
    silent = [
        (component, name)
        for component, schema in schemas.items()
        for name, stated in schema.get("properties", {}).items()
        if "description" not in stated
        and not schemas.get(stated.get("$ref", "").rpartition("/")[2], {}).get("description")
    ]
    assert silent == []


def test_what_is_null_is_not_called_empty() -> None:
    for schema in document()["components"]["schemas"].values():
        for stated in schema.get("properties", {}).values():
            if "null" in stated.get("type", ""):
                assert "empty" not in stated["description"].lower()


def test_every_component_is_described_in_words_of_its_own() -> None:
    schemas = document()["components"]["schemas"]
    described = [
        one.get("description") for name, one in schemas.items() if one["type"] == "object" and not name.endswith("Page")
    ]
    assert None not in described
    assert len(described) == len(set(described))
    assert not [one for one in described if "read-only" in one or "Subclass" in one or "subclass" in one]


def test_no_code_is_stated_that_no_answer_has() -> None:
    schemas = document()["components"]["schemas"]
    assert schemas["Review"]["enum"] == ["machine", "confirmed", "edited"]
    assert schemas["Confidence"]["enum"] == ["confirmed", "single", "conflict"]


def test_a_public_name_looks_alike_in_addresses_parameters_and_answers() -> None:
    stated = document()
    patterns = {
        parameter["schema"]["pattern"]
        for _, operation in operations()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "path"
    }
    patterns |= {
        one["properties"][name]["pattern"]
        for one in stated["components"]["schemas"].values()
        for name in {"slug", "id"} & one.get("properties", {}).keys()
    }
    assert patterns == {"^[a-z0-9_-]{1,100}$"}


def test_the_documentation_fetches_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert "//" not in page.content.decode()
