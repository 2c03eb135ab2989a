"""`fields` trims the rows of an answer to the members that are asked for, and shows no more than the whole answer."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import ValidationError  # type: ignore[import-untyped]  # it ships no types

from articles.models import Article, Mention, TextPolicy
from config.schema import document
from directives.models import Citation, Directive
from tests import cast
from tests.conftest import Api
from tests.promises import validators

LISTS = [path for path in document()["paths"] if path.endswith("s/") and "{" not in path and path.count("/") == 4]


def stated(path: str) -> dict[str, Any] | None:
    """Return the parameter as the document states it for a path."""
    parameters = document()["paths"][path].get("get", {}).get("parameters", ())
    return next((one for one in parameters if one["name"] == "fields"), None)


def test_the_rows_of_a_list_have_the_members_that_are_asked_for_and_no_other(api: Api, directive: Directive) -> None:
    whole = api.read("/directives/")
    trimmed = api.read("/directives/", fields="exact,slug")
    assert trimmed["results"] == [{"exact": directive.exact, "slug": directive.slug}]
    assert {**trimmed, "results": []} == {**whole, "results": []}


def test_a_row_has_the_members_that_are_asked_for(api: Api, directive: Directive) -> None:
    whole = api.read(f"/directives/{directive.slug}/")
    for name, value in whole.items():
        assert api.read(f"/directives/{directive.slug}/", fields=name) == {name: value}
    (office,) = api.read("/speakers/le-hoai-trung/", fields="offices_then", at="2025-09-16")["offices_then"]
    assert office["office"]["slug"] == "bo-truong-ngoai-giao"


@pytest.mark.usefixtures("citation", "remark")
@pytest.mark.parametrize("path", LISTS)
def test_each_member_of_a_row_can_be_asked_for_and_is_as_in_the_whole_answer(client: Client, path: str) -> None:
    parameter = stated(path)
    if parameter is None:
        return
    (row, *_) = client.get(path).json()["results"]
    assert parameter["schema"]["items"]["enum"] == list(row)
    for name in row:
        assert client.get(path, {"fields": name}).json()["results"][0] == {name: row[name]}


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("slgu", "not_allowed", "Did you mean slug?"),
        ("slug,text_hash", "not_allowed", "no member of a row here"),
        ("slug,", "not_allowed", "no member"),
        ("slug, kind", "not_allowed", "no member"),
        ("speaker.slug", "not_allowed", "no member"),
        ("slug,slug", "repeated", "twice"),
    ],
)
def test_what_is_no_member_is_refused(api: Api, given: str, code: str, words: str) -> None:
    response = api.get("/directives/", fields=given)
    (fault,) = response.json()["errors"]
    assert (response.status_code, fault["parameter"], fault["code"]) == (400, "fields", code)
    assert words in fault["detail"]
    assert code == "repeated" or "slug" in fault["allowed"]


def test_it_is_given_once_and_a_row_without_a_text_has_none(api: Api, article: Article) -> None:
    assert api.refused("/directives/", fields=["slug", "kind"]) == ["fields"]
    assert api.refused(f"/articles/{article.slug}/text/", fields="slug") == ["fields"]
    assert "text" in stated("/api/v1/articles/{slug}/")["schema"]["items"]["enum"]  # type: ignore[index]


def test_what_is_not_asked_for_is_not_worked_out(
    api: Api, directive: Directive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(row: Directive) -> None:
        raise AssertionError("nobody asked who said it")

    monkeypatch.setattr(Directive, "credited_speaker", property(fail))
    assert api.rows("/directives/", fields="slug") == [{"slug": directive.slug}]
    with pytest.raises(AssertionError, match="nobody"):
        api.get("/directives/", fields="speaker")


def test_a_trimmed_answer_shows_no_more_of_a_text_than_a_whole_one(
    api: Api, citation: Citation, mention: Mention
) -> None:
    article, of_cast = citation.article, "nang-tam-hoi-nhap"
    article.text_policy = TextPolicy.EXCERPT
    article.save()
    results = cast.add_list(article, kind="result")
    cast.add_directive(article, cast.SECOND, kind="result", list=results, ordinal=1)
    for path in ("/articles/ba-dinh-huong/", f"/directive-lists/{results.public_id}/", f"/directives/{of_cast}/"):
        whole = api.read(path)
        assert {name: api.read(path, fields=name)[name] for name in whole} == whole


def test_a_walk_may_ask_for_other_members_on_the_way_and_counts_alike(api: Api, article: Article) -> None:
    cast.add_article()
    first = api.read("/articles/", page_size=1, fields="slug")
    assert first["count_is_minimum"] is False
    second = api.read(first["next"].replace("fields=slug", "fields=title"))
    assert [list(row) for row in second["results"]] == [["title"]]


def test_it_costs_no_more_queries(api: Api, citation: Citation) -> None:
    with CaptureQueriesContext(connection) as whole:
        api.read("/directives/")
    with CaptureQueriesContext(connection) as trimmed:
        api.read("/directives/", fields="slug")
    assert len(trimmed) <= len(whole)


def test_the_document_stays_strict_about_whole_rows_and_about_the_members_that_are_there() -> None:
    row = {"slug": "asean"}
    whole, trimmed = (validators("/api/v1/topics/{slug}/", "get", "200", each)["application/json"] for each in (0, 1))
    trimmed.validate(row)
    with pytest.raises(ValidationError):
        whole.validate(row)
    with pytest.raises(ValidationError):
        trimmed.validate({"slug": None})
    with pytest.raises(ValidationError):
        trimmed.validate({"slgu": "asean"})
