"""What a load balancer asks."""

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from register.models import DataVersion


def test_a_living_process_says_so_without_a_database(client: Client) -> None:
    # pytest-django refuses any query here: the test does not ask for a database.
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_server_that_can_answer_says_so_with_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "data_version": DataVersion.current()})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("reason", ["database is locked", "Connection refused", "something never heard of"])
def test_a_server_without_its_database_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    def away() -> int:
        raise OperationalError(reason)

    monkeypatch.setattr(DataVersion, "current", away)
    response = client.get("/readyz")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"]
    assert reason not in response.content.decode()


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
