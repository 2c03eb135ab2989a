"""The pages for people: what the first one says is so, and every link on it and in the guides leads somewhere."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from articles.models import Article, Outlet, Review, State, TextPolicy
from directives.models import Citation, Directive
from register.errors import database_away
from register.guides import DOCUMENTS, Document, anchor_of, page_address, page_of
from tests import cast

PAGES = ["/", *(f"/{path}/" for path in ("guides/api", "guides/curators", "guides/decisions", "changes", "licence"))]
SERVER = "http://testserver"
LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action", "blockquote": "cite"}

pytestmark = pytest.mark.django_db


class Parser(HTMLParser):
    """Keeps the elements of a page with their attributes, and its words, those that stand for images included."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.words += f" {dict(attrs).get('alt') or ''} "

    def handle_data(self, data: str) -> None:
        self.words += data

    @property
    def ids(self) -> list[str]:
        return [given["id"] for _, given in self.elements if "id" in given]

    def links(self) -> Iterator[str]:
        for tag, given in self.elements:
            if LINKS.get(tag) in given:
                yield given[LINKS[tag]]


def page_at(client: Client, address: str, status: int = 200) -> Parser:
    response = client.get(address)
    assert response.status_code == status, address
    return Parser(response.content.decode())


def commands_on(page: Parser) -> list[str]:
    return re.findall(r"curl '([^']+)'", page.words)


@pytest.fixture
def seeds(db: None) -> None:
    call_command("load_fixtures", verbosity=0)
    call_command("load_seeds", verbosity=0)


class TestFirstPage:
    def test_the_counts_are_those_of_the_lists(self, client: Client, seeds: None) -> None:
        Article.objects.filter(pk=Article.objects.first().pk).update(state=State.WITHDRAWN)  # type: ignore[union-attr]
        page = client.get("/").content.decode()
        shown = re.findall(r'<li><a href="(/api/v1/[^"]+)"><b>([^<]+)</b>', page)
        assert len(shown) == 5
        for address, number in shown:
            assert int(number) == client.get(address).json()["count"] > 0

    def test_every_command_works_as_it_stands(self, client: Client, seeds: None, settings: Settings) -> None:
        settings.ALLOWED_HOSTS = ["127.0.0.1"]
        commands = commands_on(Parser(client.get("/", headers={"host": "127.0.0.1:8123"}).content.decode()))
        assert len(commands) == 3
        for command in commands:
            assert command.startswith("http://127.0.0.1:8123/api/v1/")
            assert client.get(command, headers={"host": "127.0.0.1:8123"}).json()["count"] > 0

    def test_the_example_is_what_the_api_answers(self, client: Client, seeds: None) -> None:
        page = page_at(client, "/")
        (address,) = {link for link in page.links() if "/directives/" in link and not link.endswith("/directives/")}
        answer = client.get(address).json()
        assert answer["text"].split("\n")[0] in page.words
        for said in (answer["speaker"]["name"], answer["outlet"]["attribution"], answer["citations"][0]["exact"]):
            assert said in page.words
        newest = client.get("/api/v1/directives/").json()["results"][0]
        assert answer["published_on"] == newest["published_on"]
        assert f'datetime="{answer["published_on"]}"' in client.get("/").content.decode()

    def test_words_are_escaped(self, client: Client, article: Article) -> None:
        Article.objects.update(text="<script>alert(1)</script> & mở rộng", display_title="<b>đậm</b>")
        article.refresh_from_db()
        cast.add_directive(article, article.text)
        page = page_at(client, "/")
        assert article.text in page.words
        assert "<b>đậm</b>" in page.words
        assert "script" not in {tag for tag, _ in page.elements}

    def test_of_excerpts_it_shows_no_more_than_the_api(self, client: Client, article: Article) -> None:
        words = "mở rộng thị trường, " * 20 + "hết."
        Article.objects.update(text=words)
        article.refresh_from_db()
        cast.add_directive(article, words)
        assert "hết." in page_at(client, "/").words
        article.text_policy = TextPolicy.EXCERPT
        article.save()
        assert "hết." not in page_at(client, "/").words
        assert "[…]" in page_at(client, "/").words

    def test_what_is_hidden_is_no_example(self, client: Client, citation: Citation) -> None:
        directive = citation.directive
        assert directive
        assert cast.FIRST in page_at(client, "/").words
        directive.review = Review.REJECTED
        directive.save()
        assert cast.FIRST not in page_at(client, "/").words

    def test_it_takes_the_newest_directive_of_which_most_is_known(
        self, client: Client, citation: Citation, outlet: Outlet
    ) -> None:
        newer = cast.add_article(published_on="2026-01-01", outlet=outlet)
        unknown = cast.add_directive(newer, cast.SINGLE)
        assert cast.FIRST in page_at(client, "/").words
        Directive.objects.exclude(pk=unknown.pk).delete()
        newer.save()
        assert cast.SINGLE in page_at(client, "/").words

    def test_it_costs_one_query_until_something_is_written(self, client: Client, citation: Citation) -> None:
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert "59-NQ/TW" in client.get("/").content.decode()
        assert len(queries) == 1
        cast.add_article(title="Bài mới")
        assert "<b>2</b>" in client.get("/").content.decode()

    def test_an_empty_database_says_how_to_fill_it(self, client: Client) -> None:
        page = page_at(client, "/")
        assert "manage.py load_seeds" in page.words
        commands = commands_on(page)
        assert len(commands) == 3
        assert {client.get(command).status_code for command in commands} == {200}

    def test_it_names_itself_and_the_document_of_the_api(self, client: Client) -> None:
        page = page_at(client, "/")
        links = {given["rel"]: given["href"] for tag, given in page.elements if tag == "link"}
        assert links["service-desc"] == reverse("schema")
        assert links["canonical"] == f"{SERVER}/"
        assert any(given.get("name") == "description" and given["content"] for _, given in page.elements)
        assert ("main", {"id": "main", "tabindex": "-1"}) in page.elements

    def test_nobody_else_is_given_a_readers_copy(self, client: Client) -> None:
        response = client.get("/")
        assert response["Cache-Control"] == "private, no-cache"
        assert "Cookie" in response["Vary"]

    def test_it_is_only_read(self, client: Client) -> None:
        assert client.head("/").status_code == 200
        assert client.post("/").status_code == 405


class TestEveryPage:
    def test_every_link_to_this_server_leads_somewhere(self, client: Client, seeds: None) -> None:
        leading: dict[str, str] = {}  # each link, with a page that has it
        for address in PAGES:
            asked = [urljoin(f"{SERVER}{address}", link) for link in page_at(client, address).links()]
            here = {link for link in asked if link.startswith(f"{SERVER}/")}
            assert here, address
            leading |= dict.fromkeys(here, address)
        for link, address in leading.items():
            target, fragment = urldefrag(link)
            path = urlsplit(target).path
            if path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
                assert finders.find(path.split("/", 2)[2]), (address, link)
                continue
            response = client.get(target)
            allowed = (200, 302, 405) if path in ("/admin/", "/language/") else (200,)
            assert response.status_code in allowed, (address, link)
            assert not fragment or unquote(fragment) in Parser(response.content.decode()).ids, (address, link)

    @pytest.mark.parametrize("address", PAGES)
    def test_it_keeps_to_the_policy_and_to_its_outline(self, client: Client, address: str) -> None:
        page = page_at(client, address)
        tags = [tag for tag, _ in page.elements]
        assert not {"script", "style", "iframe"} & set(tags)
        assert [name for _, given in page.elements for name in given if name == "style" or name.startswith("on")] == []
        assert (tags.count("h1"), tags.count("main")) == (1, 1)
        assert len(page.ids) == len(set(page.ids))
        assert page.elements[0][1]["lang"] == "vi"

    def test_the_languages_of_the_documents_are_said(self, client: Client) -> None:
        for name, document in DOCUMENTS.items():
            articles = [given for tag, given in page_at(client, reverse(name)).elements if tag == "article"]
            assert articles == [{"class": "text", "lang": document.language}]

    def test_the_documents_are_there_in_whole(self, client: Client) -> None:
        for name, document in DOCUMENTS.items():
            source = (settings.BASE_DIR / document.path).read_text(encoding="utf-8")
            shown = re.sub(r"\]\([^)]*\)|^```\w+", "", source, flags=re.MULTILINE)  # without targets and languages
            words = set(re.findall(r"\w{4,}", shown))
            assert words - set(re.findall(r"\w+", page_at(client, reverse(name)).words)) == set(), name


class TestDocuments:
    @pytest.mark.parametrize(
        ("link", "folder", "leads"),
        [
            ("api.md", "docs", "/guides/api/"),
            ("api.md#whose-words-they-are", "docs", "/guides/api/#whose-words-they-are"),
            ("../CHANGELOG.md", "docs", "/changes/"),
            ("../README.md#start", "docs", "/"),
            ("docs/decisions.md", "", "/guides/decisions/"),
            ("#errors", "docs", "#errors"),
            ("https://semver.org/", "", "https://semver.org/"),
            ("../fixtures/README.md", "docs", None),
        ],
    )
    def test_a_link_between_files_leads_to_the_page(self, link: str, folder: str, leads: str | None) -> None:
        assert page_address(link, folder) == leads

    @pytest.mark.parametrize(
        ("words", "anchor"),
        [("Other sites, and limits", "other-sites-and-limits"), ("Đọc “văn bản”: số 1", "đọc-văn-bản-số-1")],
    )
    def test_a_heading_has_the_anchor_that_code_hosts_give_it(self, words: str, anchor: str) -> None:
        assert anchor_of(words) == anchor

    def test_markdown_is_rendered_without_html_of_its_own(self, settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "x.md").write_text(
            "# One\n\n## Two\n\n## Two\n\n<script>x</script>\n\n"
            "![A](images/a.png) [no](gone.md)\n\n|a|b|\n|-|-|\n|1|2|\n"
        )
        settings.BASE_DIR = tmp_path
        page = page_of(Document("docs/x.md", "en"))
        assert (page.title, [one.anchor for one in page.contents]) == ("One", ["two", "two-1"])
        assert "<script>" not in page.html
        assert '<img src="/static/guides/a.png" alt="A"' in page.html
        assert ("<table>" in page.html, "gone.md" in page.html, "</a>" in page.html) == (True, False, False)


class TestErrors:
    def test_a_page_that_is_not_there_says_so_in_the_looks_of_the_others(
        self, client: Client, settings: Settings
    ) -> None:
        settings.DEBUG = False
        page = page_at(client, "/khong-co/", 404)
        assert any("register/pages.css" in link for link in page.links())
        assert "/" in page.links()

    def test_a_failure_says_so_without_the_database(self, client: Client, settings: Settings, monkeypatch: Any) -> None:
        settings.DEBUG = False
        client.raise_request_exception = False
        monkeypatch.setattr("register.pages.record_of", lambda token: 1 / 0)
        page = page_at(client, "/", 500)
        assert any("register/pages.css" in link for link in page.links())

    def test_while_the_database_is_away_the_first_page_says_when_to_ask_again(
        self, client: Client, settings: Settings, monkeypatch: Any
    ) -> None:
        settings.DEBUG = False

        def away() -> str:
            raise OperationalError("unable to open database file")

        monkeypatch.setattr("register.pages.DataVersion.current_token", away)
        response = client.get("/")
        assert response.status_code == 503
        assert response["Retry-After"] == client.get("/api/v1/articles/")["Retry-After"]
        assert any("register/pages.css" in link for link in Parser(response.content.decode()).links())

    @pytest.mark.parametrize("status", [403, 404, 503])
    def test_no_cache_keeps_a_page_that_holds_the_readers_token(
        self, status: int, settings: Settings, django_user_model: Any
    ) -> None:
        settings.DEBUG = False
        client = Client(enforce_csrf_checks=True)
        client.force_login(django_user_model.objects.create_user("an", is_staff=True))
        answers: dict[int, list[Any]] = {
            403: [client.get("/admin/articles/article/"), client.post("/language/")],
            404: [client.get("/khong-co/")],
            503: [database_away(RequestFactory().get("/"))],
        }
        for answer in answers[status]:
            assert answer.status_code == status
            assert "csrfmiddlewaretoken" in answer.content.decode()
            assert "no-store" in answer["Cache-Control"]

    def test_a_failure_of_the_api_stays_a_problem(self, client: Client) -> None:
        response: HttpResponse = client.get("/api/v1/khong-co/")  # type: ignore[assignment]
        assert response["Content-Type"] == "application/problem+json"
        assert json.loads(response.content)["code"] == "not_found"

    def test_crawlers_are_kept_from_the_admin_alone(self, client: Client) -> None:
        text = client.get("/robots.txt").content.decode()
        assert re.findall(r"^Disallow: (.*)$", text, re.MULTILINE) == ["/admin/", "/language/"]
