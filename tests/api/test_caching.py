"""Answers that have not changed are not sent again, and no other answer is ever taken for one of them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory, override_settings
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from register.caching import DataVersionMiddleware, code_digest
from register.models import DataVersion
from register.versioning import writing
from tests.api.example import add_article

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.example")]

LIST = "/api/example/articles/"
ROW = "/api/example/articles/a-1/"
ADDRESSES = [LIST, f"{LIST}?genre=report&page_size=1", ROW, f"{ROW}blocks/", "/api/v1/", "/api/schema/", "/api/docs/"]


@pytest.fixture(autouse=True)
def article() -> Article:
    return add_article(1)


def etag(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response["ETag"]


def again(client: Client, address: str, held: str, **headers: str) -> Any:
    return client.get(address, headers={"If-None-Match": held, **headers})


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_is_still_true_is_not_sent_again(client: Client, address: str) -> None:
    response = again(client, address, etag(client, address))
    assert (response.status_code, response.content) == (304, b"")


def test_it_costs_one_query_to_say_so(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    held = etag(client, LIST)
    with django_assert_num_queries(1):
        assert again(client, LIST, held).status_code == 304


def test_it_is_for_all_caches_and_asked_for_each_time_unless_set(client: Client) -> None:
    assert client.get(LIST)["Cache-Control"] == settings.API_CACHE_CONTROL
    with override_settings(API_CACHE_CONTROL="public, max-age=60"):
        assert client.get(LIST)["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("form", ["{0}", '"x", {0}', '{0}, W/"y"', "  {0} "])
def test_an_etag_is_found_among_others(client: Client, form: str) -> None:
    held = etag(client, LIST)
    assert again(client, LIST, form.format(held)).status_code == 304
    assert again(client, LIST, form.format(held.removeprefix("W/"))).status_code == 304


@pytest.mark.parametrize("held", ['"x"', 'W/"x"', "x", "", '"', "W/", "," * 3000, '"' + "x" * 3000])
def test_another_etag_gets_the_whole_answer(client: Client, held: str) -> None:
    assert again(client, LIST, held).status_code == 200


def test_a_head_request_is_answered_alike(client: Client) -> None:
    whole = client.get(LIST)
    head = client.head(LIST)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert client.head(LIST, headers={"If-None-Match": whole["ETag"]}).status_code == 304


def test_any_write_shows_in_the_next_answer(client: Client, article: Article) -> None:
    held = {address: etag(client, address) for address in (LIST, ROW)}
    article.display_title = "Sửa"
    article.save()
    for address, one in held.items():
        response = again(client, address, one)
        assert response.status_code == 200
        assert response["ETag"] != one
    assert client.get(ROW).json()["display_title"] == "Sửa"


def test_a_bulk_write_and_a_removal_show_too(client: Client) -> None:
    held = etag(client, LIST)
    with writing():
        Article.objects.update(display_title="Sửa")
    changed = etag(client, LIST)
    Article.objects.get().delete()
    assert len({held, changed, etag(client, LIST)}) == 3


def test_an_etag_holds_for_its_own_address_and_form_only(client: Client) -> None:
    others = {
        etag(client, LIST),
        etag(client, f"{LIST}?page_size=1"),
        etag(client, f"{LIST}?page_size=2"),
        etag(client, ROW),
        etag(client, LIST, Accept="application/json"),
    }
    assert len(others) == 5
    with override_settings(ALLOWED_HOSTS=["testserver", "other.example"]):
        assert etag(client, LIST, Host="other.example") not in others


def test_an_etag_changes_with_the_code_and_with_what_may_be_shown() -> None:
    def made() -> str:
        middleware = DataVersionMiddleware(lambda request: None)  # type: ignore[arg-type, return-value]
        return middleware._etag(RequestFactory().get(LIST), "token")

    first = made()
    assert made() == first
    with override_settings(VERSION="next"):
        assert made() != first
    with override_settings(DEFAULT_TEXT_POLICY="excerpt"):
        assert made() != first
    with override_settings(SECRET_KEY="x" * 50):
        assert made() != first


def test_an_etag_changes_with_any_line_of_the_code(tmp_path: Path) -> None:
    digests = set()
    (tmp_path / "register").mkdir()
    for line in ("a = 1", "a = 2"):
        (tmp_path / "register/views.py").write_text(line)
        code_digest.cache_clear()
        with override_settings(BASE_DIR=tmp_path):
            digests.add(code_digest())
    code_digest.cache_clear()
    assert len(digests) == 2


def test_an_etag_of_another_database_at_the_same_number_gets_the_whole_answer(client: Client) -> None:
    DataVersion.objects.all().delete()
    DataVersion.objects.create()
    held = etag(client, LIST)
    DataVersion.objects.all().delete()
    DataVersion.objects.create()
    assert DataVersion.current() == 1
    assert again(client, LIST, held).status_code == 200


@pytest.mark.parametrize(
    "address", [f"{LIST}?nguon=x", f"{LIST}?page_size=0", f"{LIST}none/", "/api/none/", f"{LIST}?format=xml"]
)
@pytest.mark.parametrize("held", ["*", "of the list"])
def test_an_error_is_never_a_304_and_has_no_etag(client: Client, address: str, held: str) -> None:
    response = again(client, address, etag(client, LIST) if held == "of the list" else held)
    assert response.status_code in (400, 404)
    assert "ETag" not in response
    assert response["Cache-Control"] == "no-store"


def test_whoever_holds_anything_at_all_is_told_that_there_is_an_answer(client: Client) -> None:
    response = again(client, LIST, "*")
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == etag(client, LIST)


def test_the_documentation_has_an_etag_of_the_code_alone(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        held = etag(client, "/api/docs/")
    add_article(2)
    assert again(client, "/api/docs/", held).status_code == 304


def test_pages_for_monitors_have_no_etag(client: Client) -> None:
    assert "ETag" not in client.get("/healthz")


def test_a_redirect_has_no_etag(client: Client) -> None:
    assert "ETag" not in client.get("/api/example/articles")


def test_the_version_is_read_before_the_rows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    held = etag(client, LIST)
    current = DataVersion.current_token

    def read_and_then_written() -> str:
        version = current()
        monkeypatch.undo()
        add_article(2)
        return version

    monkeypatch.setattr(DataVersion, "current_token", read_and_then_written)
    late = client.get(LIST)
    assert late["ETag"] == held
    assert late.json()["count"] == 2
    assert again(client, LIST, late["ETag"]).status_code == 200


def test_a_database_that_is_away_is_a_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> int:
        raise OperationalError("connection to server failed: Connection refused")

    monkeypatch.setattr(DataVersion, "current_token", away)
    response = client.get(LIST)
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"]


def test_a_database_without_tables_is_a_fault_of_ours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise OperationalError("no such table: register_dataversion")

    monkeypatch.setattr(DataVersion, "current_token", broken)
    with pytest.raises(OperationalError):
        client.get(LIST)
