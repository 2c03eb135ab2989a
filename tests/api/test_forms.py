"""A whole list as CSV or NDJSON: every row, in order, in constant memory, and never half a list taken for a whole."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from articles.api import forms
from articles.api.forms import chunks, columns_of
from articles.api.pagination import after
from articles.models import Article, Outlet
from config.schema import document
from directives.models import Citation, Directive
from directives.serializers import CitationSerializer, DirectiveInListSerializer
from tests import cast
from tests.conftest import Api
from tests.promises import body_of

pytestmark = pytest.mark.django_db

LISTS = [path for path, methods in document()["paths"].items() if "text/csv" in str(methods.get("get", {}))]
NDJSON = "application/x-ndjson"


def whole(api: Api, path: str, **parameters: Any) -> list[Any]:
    """Return the rows of a list as NDJSON gives them."""
    response = api.get(path, format="ndjson", **parameters)
    assert (response.status_code, response["Content-Type"]) == (200, f"{NDJSON}; charset=utf-8")
    lines = body_of(response).decode().split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def table(api: Api, path: str, **parameters: Any) -> list[list[str]]:
    """Return the records of a list as CSV gives them, the header first, after a look at how they are written."""
    response = api.get(path, format="csv", **parameters)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8; header=present")
    text = body_of(response).decode()
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    records = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(record) for record in records} == {len(records[0])}
    return records


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read two rows at a time."""
    monkeypatch.setattr(forms, "CHUNK", 2)


def add_articles(count: int) -> list[Article]:
    """Add articles with ties: every third without a day, the others of one day."""
    days = ["2025-09-16", None, "2025-09-16"]
    return [cast.add_article(published_on=days[number % 3], display_title=f"Bài {number}") for number in range(count)]


@pytest.mark.usefixtures("citation", "remark")
@pytest.mark.parametrize("path", LISTS)
def test_each_list_comes_whole_with_the_rows_that_its_pages_have(api: Api, path: str) -> None:
    view: Any = resolve(path.partition("{")[0]).func
    path = path.replace("{slug}", getattr(view.cls.queryset.first(), "slug", "")).removeprefix("/api/v1")
    assert whole(api, path) == api.rows(path) != []
    assert len(table(api, path)) == 1 + len(api.rows(path))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("ordering", ["published_on", "-published_on"])
def test_chunks_follow_one_another_in_every_order_and_under_filters(api: Api, outlet: Outlet, ordering: str) -> None:
    for article in add_articles(7)[:5]:
        article.outlet = outlet
        article.save()
    for asked in ({"ordering": ordering}, {"ordering": ordering, "outlet": "bao-mau"}, {"q": "hội nhập"}):
        assert whole(api, "/articles/", **asked) == api.rows("/articles/", page_size=100, **asked)
    assert [list(row) for row in whole(api, "/articles/", fields="title,slug")] == [["title", "slug"]] * 7


@pytest.mark.usefixtures("small")
def test_a_chunk_costs_as_many_queries_whatever_there_is(api: Api, citation: Citation) -> None:
    def cost(rows: int) -> int:
        for _ in range(rows - Citation.objects.count()):
            cast.add_citation(citation.article, citation.resolution)
        with CaptureQueriesContext(connection) as queries:
            assert len(whole(api, "/citations/")) == rows
        return len(queries)

    two, four, six = cost(2), cost(4), cost(6)
    assert four - two == six - four > 0


@pytest.mark.usefixtures("small")
def test_rows_that_come_and_go_meanwhile_make_no_hole_and_no_double() -> None:
    articles = add_articles(9)
    order = [article.pk for article in Article.objects.order_by("-sort_date", "-id")]
    met = []
    for number, rows in enumerate(chunks(Article.objects.order_by("-sort_date", "-id"))):
        met += [row.pk for row in rows]
        if number == 0:
            Article.objects.filter(pk__in=[order[1], order[2]]).delete()  # one met, one to come
            new = cast.add_article(published_on="2030-01-01")  # before the place where it stands
    assert met == [key for key in order if key != order[2]]
    assert new.pk not in met
    assert len(articles) == 9


@pytest.mark.usefixtures("small")
def test_a_chunk_of_which_every_row_was_deleted_does_not_end_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    add_articles(5)
    keys = list(Article.objects.order_by("id").values_list("pk", flat=True))
    reading = chunks(Article.objects.order_by("id"))
    assert [row.pk for row in next(reading)] == keys[:2]

    def delete_then(*args: Any) -> Any:
        Article.objects.filter(pk__in=keys[2:4]).delete()
        return after(*args)

    monkeypatch.setattr(forms, "after", delete_then)
    assert [[row.pk for row in rows] for rows in reading] == [keys[4:]]


class TestCsv:
    def test_the_columns_are_the_members_and_do_not_depend_on_the_rows(self, api: Api, citation: Citation) -> None:
        header, record = table(api, "/directives/")
        found = dict(zip(header, record, strict=True))
        (row,) = api.rows("/directives/")
        assert found["exact"] == row["exact"]
        assert found["speaker.slug"] == "le-hoai-trung"
        assert found["topics.slug"] == "hoi-nhap-quoc-te"
        assert found["citations.resolution.symbol"] == "59-NQ/TW"
        assert found["parts.start"] == " | ".join(str(part["start"]) for part in row["parts"])
        assert found["office.acting"] == "true"
        assert found["parent.slug"] == found["addressee"] == ""
        assert "citations.parts.start" not in header
        Directive.objects.all().delete()
        assert table(api, "/directives/") == [header]

    @pytest.mark.parametrize("serializer", [DirectiveInListSerializer, CitationSerializer])
    def test_they_are_those_of_the_document(self, serializer: Any) -> None:
        stated = document()["components"]["schemas"][serializer.__name__.removesuffix("Serializer")]
        assert list(columns_of(serializer())) == list(flattened(stated))

    def test_fields_chooses_the_columns_and_their_order(self, api: Api, directive: Directive) -> None:
        header, record = table(api, "/directives/", fields="speaker,slug")
        assert header == ["speaker.slug", "speaker.name", "speaker.url", "slug"]
        assert record[3] == directive.slug

    @pytest.mark.parametrize("title", ["=1+1", "- một", "@a", "+84", "\t=1", "'=1", "＝1"])
    def test_no_cell_is_run_as_a_formula_and_the_apostrophe_can_be_taken_away(self, api: Api, title: str) -> None:
        cast.add_article(title=title)
        assert table(api, "/articles/", fields="title") == [["title"], [f"'{title}"]]
        assert whole(api, "/articles/", fields="title") == [{"title": title}]

    def test_line_breaks_quotes_and_commas_stay_in_their_cell(self, api: Api) -> None:
        cast.add_article(title='Một, "hai"\nba\u2028bốn')
        assert table(api, "/articles/", fields="title")[1] == ['Một, "hai"\nba\u2028bốn']
        assert whole(api, "/articles/", fields="title") == [{"title": 'Một, "hai"\nba\u2028bốn'}]


def flattened(schema: Any, *, one_of_several: bool = False) -> Iterator[str]:
    """Yield the columns that follow from a schema of the document."""
    schemas = document()["components"]["schemas"]
    for name, stated in schema["properties"].items():
        several = stated.get("type") == "array"
        if several and one_of_several:
            continue
        stated = stated.get("items", stated)
        for choice in (stated, *stated.get("oneOf", ()), *stated.get("allOf", ())):
            below = schemas.get(choice.get("$ref", "").rpartition("/")[2], {})
            if "properties" in below:
                inner = flattened(below, one_of_several=several or one_of_several)
                yield from (f"{name}.{column}" for column in inner)
                break
        else:
            yield name


class TestAsking:
    @pytest.mark.parametrize(
        ("accept", "form"),
        [
            ("text/csv", "text/csv"),
            (NDJSON, NDJSON),
            ("application/jsonl", NDJSON),
            ("application/json, text/csv;q=0.5", "application/json"),
            ("*/*", "application/json"),
        ],
    )
    def test_a_form_is_asked_for_by_accept(self, client: Client, accept: str, form: str) -> None:
        response = client.get("/api/v1/topics/", headers={"Accept": accept})
        assert response["Content-Type"].partition(";")[0] == form
        assert "Accept" in response["Vary"]

    def test_format_counts_before_accept(self, client: Client) -> None:
        response = client.get("/api/v1/topics/?format=csv", headers={"Accept": "application/json"})
        assert response["Content-Type"].startswith("text/csv")

    def test_a_format_that_there_is_not_is_refused_with_those_there_are(self, api: Api) -> None:
        response = api.get("/topics/", format="cvs")
        (fault,) = response.json()["errors"]
        assert (response.status_code, fault["parameter"], fault["code"]) == (400, "format", "not_allowed")
        assert "Did you mean csv?" in fault["detail"]
        assert fault["allowed"] == ["json", "csv", "ndjson"]

    @pytest.mark.parametrize("form", ["csv", "ndjson"])
    def test_a_page_of_a_whole_list_is_refused(self, api: Api, form: str) -> None:
        response = api.get("/topics/", format=form, page="1", page_size="5", cursor="x")
        faults = response.json()["errors"]
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert [(fault["parameter"], fault["code"]) for fault in faults] == [
            (name, "conflict") for name in ("cursor", "page", "page_size")
        ]

    def test_other_faults_are_problems_as_always(self, client: Client) -> None:
        for query in ("spekaer=x", "ordering=x", "fields=x", "q=!"):
            response = client.get(f"/api/v1/directives/?{query}", headers={"Accept": "text/csv"})
            assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")

    def test_the_file_is_named_after_the_list(self, api: Api, citation: Citation) -> None:
        for path, name in (
            ("/topics/", "topics"),
            ("/resolutions/59-nq-tw/citations/", "resolutions-59-nq-tw-citations"),
        ):
            for form in ("csv", "ndjson"):
                named = api.get(path, format=form)["Content-Disposition"]
                assert named == f'attachment; filename="doingoai-{name}.{form}"'

    def test_what_has_not_changed_is_not_sent_again(self, client: Client) -> None:
        address = "/api/v1/topics/?format=csv"
        held = client.get(address)["ETag"]
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, headers={"If-None-Match": held}).status_code == 304
        assert len(queries) == 1
        assert client.get("/api/v1/topics/?format=ndjson")["ETag"] != held

    def test_to_head_no_row_is_read(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        address = "/api/v1/directives/?format=csv"
        got = client.get(address)
        monkeypatch.setattr(forms, "chunks", None)
        asked = client.head(address)
        assert (asked.status_code, asked.getvalue()) == (200, b"")
        assert "Content-Length" not in asked
        for name in ("Content-Type", "Content-Disposition", "ETag", "Vary"):
            assert asked[name] == got[name]
        assert client.head(f"{address}&kind=x").status_code == 400

    def test_a_row_has_one_form(self, api: Api, directive: Directive) -> None:
        assert api.refused(f"/directives/{directive.slug}/", format="csv") == ["format"]


READERS: dict[str, Callable[[str], Any]] = {
    "csv": lambda text: list(csv.reader(io.StringIO(text, newline=""), strict=True)),
    "ndjson": lambda text: [json.loads(line) for line in text.strip().split("\n")],
}


class TestBreakingOff:
    @pytest.fixture(autouse=True)
    def failing(self, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
        add_articles(5)
        self.left = 1

        def fail(*args: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise OperationalError("the database is gone for a moment")
            return after(*args)

        monkeypatch.setattr(forms, "after", fail)

    @pytest.mark.parametrize("form", ["csv", "ndjson"])
    def test_a_list_that_breaks_off_ends_with_what_no_reader_takes(self, form: str, caplog: Any) -> None:
        response: Any = Client().get(f"/api/v1/articles/?format={form}&fields=slug,title")
        received: list[bytes] = []
        with pytest.raises(OperationalError):
            received.extend(response.streaming_content)
        text = b"".join(received).decode()
        assert text.count("bai-") == 4
        assert "internal_error" in text
        assert "A list broke off" in caplog.text
        with pytest.raises((json.JSONDecodeError, csv.Error)):
            READERS[form](text)

    def test_a_lenient_reader_of_a_broken_table_finds_no_more_than_one_cell(self) -> None:
        # with six columns, as many as the problem has members, a mark of several cells would pass for a row
        response: Any = Client().get("/api/v1/articles/?format=csv&fields=slug,title,url,published_on,genre,lead")
        received: list[bytes] = []
        with pytest.raises(OperationalError):
            received.extend(response.streaming_content)
        header, *rows, end = csv.reader(io.StringIO(b"".join(received).decode(), newline=""))
        assert [len(row) for row in (header, *rows)] == [6] * 5
        assert len(end) == 1

    def test_what_fails_before_the_first_row_is_a_problem(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(queryset: Any) -> Any:
            raise OperationalError("database is locked")

        monkeypatch.setattr(forms, "chunks", away)
        response = client.get("/api/v1/articles/?format=csv")
        assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")


def test_a_list_is_read_no_further_than_it_is_sent(article: Article) -> None:
    add_articles(5)
    with CaptureQueriesContext(connection) as queries:
        reading = chunks(Article.objects.order_by("id"))
        assert len(queries) == 0
        next(reading)
    assert len(queries) == 2
