"""Parameters: what an endpoint does not know, or cannot mean, is refused by name; nothing is ignored."""

import datetime
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db.models import Model
from django.test import Client

from articles.api import filters, parameters
from articles.models import Article, Block, Speaker
from tests.api.example import ArticleFilterSet, ArticleViewSet, add_article, add_mention

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.example")]

LIST = "/api/example/articles/"
ROW = "/api/example/articles/a-1/"


@pytest.fixture(autouse=True)
def articles() -> None:
    add_article(1, datetime.date(2025, 9, 16), "Hội nhập 50%_", genre="interview")
    add_article(2, datetime.date(2026, 1, 29), "Ba định hướng", genre="report")
    add_article(3, None, "Chưa rõ ngày", genre="essay")


def found(client: Client, query: str) -> list[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200, response.content
    return [row["slug"] for row in response.json()["results"]]


def faults(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert response.status_code == 400, address
    assert response["Content-Type"] == "application/problem+json"
    errors: list[dict[str, Any]] = response.json()["errors"]
    return errors


def fault(client: Client, query: str) -> dict[str, Any]:
    (only,) = faults(client, f"{LIST}?{query}")
    return only


# --- Names ------------------------------------------------------------------------------------------------------------


def test_an_unknown_parameter_is_refused_with_those_there_are(client: Client) -> None:
    refused = fault(client, "nguon=x")
    assert (refused["parameter"], refused["code"]) == ("nguon", "unknown_parameter")
    known = {"cursor", "page", "page_size", "ordering", "fields", "format"} | set(ArticleFilterSet.base_filters)
    assert refused["allowed"] == sorted(known)


def misspellings() -> Iterator[tuple[str, str]]:
    for name in [*ArticleFilterSet.base_filters, "ordering", "cursor", "page_size"]:
        for place in range(len(name)):
            yield name, name[:place] + "q" + name[place + 1 :]
        yield name, name.upper()


def test_a_name_with_one_letter_changed_is_refused_and_the_near_one_named(client: Client) -> None:
    for name, misspelt in misspellings():
        refused = fault(client, f"{misspelt}=x")
        assert refused["code"] == "unknown_parameter"
        if len(name) > 5 and misspelt != name.upper():
            assert f"Did you mean {name}?" in refused["detail"]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("genre=reports", "report"),
        ("genre=Interview", "interview"),
        ("ordering=-published", "-published_on"),
        ("undated=True", "true"),
    ],
)
def test_a_misspelt_code_or_order_is_refused_and_the_near_one_named(client: Client, query: str, meant: str) -> None:
    assert fault(client, query)["detail"].endswith(f"Did you mean {meant}?")


@pytest.mark.parametrize("value", ["đối ngoại", "x" * 3000, "%25", "-"])
def test_a_code_like_none_is_refused_without_a_guess(client: Client, value: str) -> None:
    assert "mean" not in fault(client, f"genre={quote(value, safe='%')}")["detail"]


@pytest.mark.parametrize("name", ["slug[]", "slug.b", "slug__in", "display_title", "id", "_connector", " slug"])
def test_columns_lookups_and_brackets_are_no_parameters(client: Client, name: str) -> None:
    assert fault(client, f"{quote(name)}=x")["parameter"] == name


def test_a_row_takes_no_parameters_of_a_list(client: Client) -> None:
    for name in ["slug", "page", "ordering", "cursor", "x"]:
        assert [one["parameter"] for one in faults(client, f"{ROW}?{name}=1")] == [name]


def test_a_list_below_a_row_takes_its_own_parameters(client: Client) -> None:
    assert client.get(f"{ROW}blocks/?page_size=1").status_code == 200
    assert [one["parameter"] for one in faults(client, f"{ROW}blocks/?genre=report")] == ["genre"]


def test_an_unknown_parameter_is_refused_even_where_there_is_no_row(client: Client) -> None:
    assert client.get("/api/example/articles/none/").status_code == 404
    assert faults(client, "/api/example/articles/none/?x=1")


@pytest.mark.parametrize("query", ["year=2025&year=2025", "page=1&page=2", "ordering=title&ordering=title"])
def test_what_may_be_given_once_is_refused_twice(client: Client, query: str) -> None:
    assert fault(client, query)["code"] == "repeated"


@pytest.mark.parametrize(
    "query", ["slug=", "slug", "title=%20", "ordering=", "page=", "cursor=", "genre=report&genre="]
)
def test_a_parameter_without_a_value_is_refused(client: Client, query: str) -> None:
    assert fault(client, query)["code"] == "empty"


def test_all_that_is_wrong_is_named_at_once_up_to_ten(client: Client) -> None:
    assert {one["parameter"] for one in faults(client, f"{LIST}?year=0&genre=x&undated=x")} == {
        "year",
        "genre",
        "undated",
    }
    assert len(faults(client, LIST + "?" + "&".join(f"x{number}=1" for number in range(100)))) == 10


def test_what_is_repeated_to_the_caller_is_cut_and_printable(client: Client) -> None:
    refused = fault(client, quote("<script>\u202e" + "x" * 100) + "=1")
    assert refused["parameter"] == "<script>\ufffd" + "x" * 40 + "…"
    assert len(fault(client, "genre=" + "y" * 1000)["detail"]) < 100


# --- The query as it comes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["%00", "a%00b", "%ff%fe", "%ed%a0%80", "%c0%af", "%C3%28", "%f8%88%80%80%80"])
@pytest.mark.parametrize("name", ["title", "slug", "genre", "cursor", "page", "ordering", "unknown"])
def test_what_is_no_text_is_refused_by_name(client: Client, name: str, value: str) -> None:
    refused = fault(client, f"{name}={value}")
    assert (refused["parameter"], refused["code"]) == (name, "unreadable")


def test_a_name_that_is_no_text_is_refused(client: Client) -> None:
    assert fault(client, "sl%00ug=x")["parameter"] == "sl\ufffdug"


def test_a_query_of_4096_bytes_is_read_and_a_longer_one_refused(client: Client) -> None:
    query = "title=" + "x" * 4090
    assert fault(client, query)["code"] == "too_long"
    refused = fault(client, query + "x")
    assert (refused["parameter"], refused["code"]) == ("title", "query_too_long")


def test_the_links_of_a_long_query_can_be_followed(client: Client) -> None:
    query = "page_size=1&" + "&".join(f"slug={'x' * 38}{number:02}" for number in range(88))
    query += "&" + "&".join(f"slug=a-{number}" for number in (1, 2, 3))
    assert 4060 < len(query) <= 4096
    following = client.get(f"{LIST}?{query}").json()["next"]
    assert client.get(following).status_code == 200
    assert faults(client, f"{LIST}?cursor={'x' * 5000}")[0]["code"] == "query_too_long"


def test_a_query_of_250_parameters_is_read_and_more_refused(client: Client) -> None:
    many = [*["slug=a"] * 100, *["speaker=a"] * 100, *["named=a"] * 50]
    assert fault(client, "&".join([*many, "named=a"]))["code"] == "too_many_parameters"
    assert found(client, "&".join(many)) == []


def test_stray_separators_say_nothing(client: Client) -> None:
    assert found(client, "&&slug=a-1&") == ["a-1"]


# --- Orders -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("published_on", ["a-1", "a-2", "a-3"]),
        ("-published_on", ["a-2", "a-1", "a-3"]),
        ("title", ["a-2", "a-3", "a-1"]),
        ("-title", ["a-1", "a-3", "a-2"]),
    ],
)
def test_a_list_is_sorted_as_asked_with_undated_rows_last_both_ways(
    client: Client, ordering: str, expected: list[str]
) -> None:
    assert found(client, f"ordering={ordering}") == expected


def test_a_list_has_its_usual_order_unasked(client: Client) -> None:
    assert found(client, "") == found(client, "ordering=-published_on")


def hidden_columns() -> Iterator[str]:
    models: list[type[Model]] = [Article, Block, Speaker]
    for model in models:
        yield from (field.name for field in model._meta.get_fields())


@pytest.mark.parametrize(
    "ordering", ["sort_date", "rising_date", "?", "-", "--title", "title,added", "title ", "mentions__speaker", "pk"]
)
def test_an_order_that_is_not_public_is_refused_with_those_that_are(client: Client, ordering: str) -> None:
    refused = fault(client, f"ordering={quote(ordering)}")
    assert (refused["parameter"], refused["code"]) == ("ordering", "not_allowed")
    assert refused["allowed"] == ["published_on", "-published_on", "title", "-title", "added", "-added"]


def test_no_column_is_an_order_unless_declared(client: Client) -> None:
    for name in set(hidden_columns()) - {"published_on", "title"}:
        assert fault(client, f"ordering={name}")["code"] == "not_allowed"


def test_the_way_back_is_the_mirror_image_unless_declared() -> None:
    declared: parameters.Orderings = {"a": ("x", "-y"), "b": "u", "-b": "-v"}
    both = {"a": ("x", "-y"), "-a": ("-x", "y"), "b": ("u",), "-b": ("-v",)}
    assert parameters.both_ways(declared) == both
    assert list(parameters.both_ways(declared)) == list(both)


# --- Filters ----------------------------------------------------------------------------------------------------------


def test_a_filter_given_several_times_means_or_and_different_ones_and(client: Client) -> None:
    assert found(client, "genre=interview&genre=report") == ["a-2", "a-1"]
    assert found(client, "genre=interview&genre=report&year=2025") == ["a-1"]


def test_several_values_through_a_relation_mean_or(client: Client) -> None:
    for number, name in ((1, "le-hoai-trung"), (2, "bui-thanh-son")):
        speaker = Speaker.objects.create(slug=name, name=name)
        add_mention(Article.objects.get(slug=f"a-{number}"), 0, speaker)
    assert found(client, "speaker=le-hoai-trung") == ["a-1"]
    assert found(client, "speaker=le-hoai-trung&speaker=bui-thanh-son") == ["a-2", "a-1"]


def test_a_comma_does_not_separate(client: Client) -> None:
    assert fault(client, "genre=interview,report")["code"] == "not_allowed"


def test_a_slug_that_nothing_has_finds_nothing_and_one_that_nothing_can_have_is_refused(client: Client) -> None:
    assert found(client, "slug=nobody") == []
    for value in ["Lê Hoài Trung", "A-1", "a/1", "a.1", "a%0a", "x" * 101, "'", "*", "１"]:
        assert fault(client, f"slug={quote(value, safe='%')}")["code"] == "malformed"


def test_a_hundred_values_are_read_and_more_refused(client: Client) -> None:
    values = [f"slug=a-{number}" for number in range(1, 102)]
    assert found(client, "&".join(values[:100])) == ["a-2", "a-1", "a-3"]
    assert fault(client, "&".join(values))["code"] == "too_many_values"
    assert (
        fault(client, "&".join(["slug=a-1"] * 101))["code"] == "too_many_values"
    )  # repeats count: the document says so


def test_a_code_is_refused_with_those_there_are(client: Client) -> None:
    refused = fault(client, "genre=nghi-quyet")
    assert refused["parameter"] == "genre"
    assert refused["allowed"] == ["interview", "report", "speech", "essay"]
    assert '"nghi-quyet"' in refused["detail"]


def test_text_is_found_however_its_letters_are_composed(client: Client) -> None:
    for form in ("NFC", "NFD"):
        assert found(client, "title=" + quote(unicodedata.normalize(form, "Hội"))) == ["a-1"]


def test_text_has_no_wildcards(client: Client) -> None:
    assert found(client, "title=%25_") == ["a-1"]
    assert found(client, "title=_%25") == []
    assert found(client, "title=%5C") == []


@pytest.mark.parametrize("length", [200, 201])
def test_text_of_two_hundred_characters_is_read_and_longer_refused(client: Client, length: int) -> None:
    assert client.get(f"{LIST}?title={'x' * length}").status_code == (200 if length == 200 else 400)


def test_a_method_of_the_filter_set_gets_the_value(client: Client) -> None:
    assert found(client, "exactly=" + quote("Ba định hướng")) == ["a-2"]


@pytest.mark.parametrize(("value", "expected"), [("true", ["a-3"]), ("false", ["a-2", "a-1"])])
def test_true_and_false_are_read(client: Client, value: str, expected: list[str]) -> None:
    assert found(client, f"undated={value}") == expected


@pytest.mark.parametrize("value", ["True", "1", "0", "yes", "null", "truefalse"])
def test_other_words_for_true_and_false_are_refused(client: Client, value: str) -> None:
    assert fault(client, f"undated={value}")["allowed"] == ["true", "false"]


@pytest.mark.parametrize("value", ["1900", "2025", "2100"])
def test_years_within_bounds_are_read(client: Client, value: str) -> None:
    assert found(client, f"year={value}") == (["a-1"] if value == "2025" else [])


@pytest.mark.parametrize(
    "value", ["-1", "0", "1", "1899", "2101", "9999", "10000", "9" * 30, "٢٠٢٥", "２０２５", "2025.0", "2e3", "+2025"]
)
def test_years_out_of_bounds_are_refused(client: Client, value: str) -> None:
    assert fault(client, f"year={quote(value)}")["code"] == "out_of_range"


@pytest.mark.parametrize("value", ["1900-01-01", "2025-09-16", "2024-02-29", "2099-12-31"])
def test_days_within_bounds_are_read(client: Client, value: str) -> None:
    assert client.get(f"{LIST}?published_after={value}").status_code == 200


@pytest.mark.parametrize(
    "value",
    ["1899-12-31", "2100-01-01", "2024-02-30", "2025-13-01", "0000-01-01", "20250916", "2025-W38-2", "16/09/2025"]
    + ["2025-9-16", "2025-09-16T00:00:00Z", "today", "٢٠٢٥-٠٩-١٦", "9999-12-31", "10000-01-01", "2568-09-16"],
)
def test_days_out_of_bounds_are_refused(client: Client, value: str) -> None:
    assert fault(client, f"published_after={quote(value)}")["code"] == "out_of_range"


@pytest.mark.parametrize(
    "value", ["-1", "1001", "2147483648", "9223372036854775808", "9" * 30, "1.5", "1e3", "nan", "٣"]
)
def test_numbers_out_of_bounds_are_refused(client: Client, value: str) -> None:
    assert fault(client, f"mentions={quote(value)}")["code"] == "out_of_range"


def test_numbers_may_be_negative_where_that_is_allowed() -> None:
    assert filters.IntegerFilter(minimum=-5, maximum=5, help_text="x", example=1).read("-5") == -5


@pytest.mark.parametrize(
    ("path", "many"),
    [("slug", False), ("outlet__slug", False), ("mentions__role", True), ("published_on__year", False), ("pk", False)],
)
def test_a_relation_to_many_rows_is_told_from_one_to_one(path: str, many: bool) -> None:
    assert filters.reaches_many(Article, path) is many


# --- What the document says of them -----------------------------------------------------------------------------------


def stated() -> dict[str, dict[str, Any]]:
    view = ArticleViewSet()
    backends = [filters.FilterBackend(), parameters.Ordering()]
    return {one["name"]: one for backend in backends for one in backend.get_schema_operation_parameters(view)}


def test_every_filter_states_its_meaning_its_bounds_and_an_example_that_it_takes(client: Client) -> None:
    for name, declared in ArticleFilterSet.base_filters.items():
        assert client.get(f"{LIST}?{name}={quote(declared.written_example())}").status_code == 200
        assert f"`{declared.written_example()}`" in stated()[name]["description"]
    for parameter in stated().values():
        assert parameter["description"]
        assert parameter["schema"]["type"] in {"string", "integer", "boolean", "array"}


def test_the_document_states_the_bounds_that_the_code_keeps() -> None:
    schemas = {name: parameter["schema"] for name, parameter in stated().items()}
    assert schemas["year"] == {"type": "integer", "minimum": 1900, "maximum": 2100, "examples": [2025]}
    assert schemas["title"] == {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "pattern": r"\S",
        "examples": ["hội nhập"],
    }
    assert schemas["genre"]["items"]["enum"] == ["interview", "report", "speech", "essay"]
    assert schemas["genre"]["maxItems"] == 100
    assert schemas["ordering"]["default"] == "-published_on"
    assert "-title" in schemas["ordering"]["enum"]
