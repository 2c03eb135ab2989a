"""OPTIONS says what an address answers, as the document does."""

import pytest
from django.test import Client

from config.schema import document
from tests.recorder import address, operations

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [path for path, _ in operations()])
def test_it_is_what_the_document_says(path: str, client: Client) -> None:
    operation = document()["paths"][path]["get"]
    said = client.options(address(path, operation)).json()
    assert (said["summary"], said["parameters"]) == (operation["summary"], operation.get("parameters", []))
    assert said["methods"] == ["GET", "HEAD", "OPTIONS"]
    assert said["forms"] == list(operation["responses"]["200"]["content"])
    assert said["document"] == "http://testserver/api/schema/"


def test_it_names_the_forms_of_a_list_and_of_what_is_sent(client: Client) -> None:
    assert {"application/json", "text/csv"} <= {*client.options("/api/v1/articles/").json()["forms"]}
    sent = client.options("/api/v1/reports/").json()
    assert (sent["methods"], sent["forms"]) == (["POST", "OPTIONS"], ["application/json"])


def test_an_address_that_the_document_does_not_know_has_nothing_but_methods(client: Client) -> None:
    said = client.options("/api/docs/", headers={"Accept": "*/*"})
    assert said.status_code == 200
    assert said["Allow"] == "GET, HEAD, OPTIONS"
