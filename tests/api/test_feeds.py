"""Feeds of articles and of directives, by the rules of RFC 4287 and RFC 5005."""

import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.api.feeds import FeedPages
from articles.models import Article, TextPolicy
from directives.models import Directive
from tests import cast
from tests.conftest import Api

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/articles/", "/directives/"]


def feed(api: Api, path: str, **parameters: Any) -> ElementTree.Element:
    """Return a feed that keeps the rules."""
    response = api.get(path) if "?" in path else api.get(path, format="atom", **parameters)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    for one in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        assert said(one, "id").startswith("tag:doingoai,2026:")
        for name in ("updated", "published"):
            for found in one.findall(f"{ATOM}{name}"):
                assert datetime.datetime.fromisoformat(found.text or "").tzinfo is not None
        assert "alternate" in links(one)
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert links(root)["self"].endswith("format=atom") or parameters or "cursor=" in links(root)["self"]
    ids = [said(entry, "id") for entry in entries(root)]
    assert len({*ids}) == len(ids)
    return root


def entries(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(f"{ATOM}entry")


def links(one: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in one.findall(f"{ATOM}link")}


def said(one: ElementTree.Element, name: str) -> str:
    found = one.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""


def test_an_article_is_an_entry_with_its_outlet(api: Api, article: Article) -> None:
    Article.objects.update(lead="A < B & C")
    (entry,) = entries(feed(api, "/articles/"))
    assert said(entry, "id") == "tag:doingoai,2026:article/ba-dinh-huong"
    assert links(entry)["alternate"] == "http://testserver/api/v1/articles/ba-dinh-huong/"
    assert said(entry, "published") == "2025-09-16T00:00:00+07:00"
    assert said(entry, "summary") == "A &lt; B &amp; C"
    assert said(entry, "rights") == "Theo Báo Mẫu"
    assert datetime.datetime.fromisoformat(said(entry, "updated")) == Article.objects.get().changed_at


def test_a_directive_is_an_entry_with_who_said_it(api: Api, directive: Directive) -> None:
    (entry,) = entries(feed(api, "/directives/"))
    assert said(entry, "title").startswith("Một là, nâng tầm hội nhập")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Lê Hoài Trung"
    terms = [one.attrib["term"] for one in entry.findall(f"{ATOM}category")]
    assert terms == ["orientation", "hoi-nhap-quoc-te"]


def test_an_undated_entry_is_not_called_published_and_an_outlet_may_be_missing(api: Api) -> None:
    cast.add_article(title="A\x0bB")
    (entry,) = entries(feed(api, "/articles/"))
    assert entry.find(f"{ATOM}published") is entry.find(f"{ATOM}rights") is entry.find(f"{ATOM}summary") is None
    assert said(entry, "title") == "A\ufffdB"


def test_what_was_changed_last_comes_first(api: Api, article: Article) -> None:
    other = cast.add_article()
    article.save()
    assert [said(entry, "id").rpartition("/")[2] for entry in entries(feed(api, "/articles/"))] == [
        article.slug,
        other.slug,
    ]


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_the_same_each_time(api: Api, path: str) -> None:
    assert said(feed(api, path), "updated") == "2026-01-01T00:00:00+00:00"


def test_each_filter_makes_a_feed_of_its_own_whose_id_stays(api: Api, article: Article) -> None:
    found = feed(api, "/articles/", outlet="bao-mau", genre="report")
    assert said(found, "id") == "tag:doingoai,2026:api/v1/articles/?genre=report&outlet=bao-mau"
    assert len(entries(found)) == 1
    assert entries(feed(api, "/articles/", genre="interview")) == []


def test_older_entries_are_on_the_next_page(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = {cast.add_article().slug for _ in range(5)}
    monkeypatch.setattr(FeedPages, "usual_size", 2)
    first = feed(api, "/articles/")
    second = feed(api, links(first)["next"])
    third = feed(api, links(second)["next"])
    found = [said(entry, "id").rpartition("/")[2] for page in (first, second, third) for entry in entries(page)]
    assert {*found} == slugs
    assert len(found) == 5
    assert "next" not in links(third)
    assert said(first, "id") == said(third, "id")


@pytest.mark.parametrize("name", ["fields", "ordering", "page", "page_size"])
def test_what_a_feed_decides_itself_is_refused(api: Api, name: str) -> None:
    value = {"fields": "slug", "ordering": "published_on"}.get(name, "1")
    assert api.refused("/articles/", format="atom", **{name: value}) == [name]


def test_under_excerpt_it_shows_no_more_than_the_list(api: Api, directive: Directive) -> None:
    Article.objects.update(text_policy=TextPolicy.EXCERPT, lead="Mở đầu")
    (entry,) = entries(feed(api, "/articles/"))
    assert entry.find(f"{ATOM}summary") is None
    (row,) = api.rows("/directives/")
    assert said(entries(feed(api, "/directives/"))[0], "summary") == row["text"]


@pytest.mark.parametrize("path", FEEDS)
def test_fifty_entries_cost_as_many_queries_as_one(api: Api, directive: Directive, path: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            feed(api, path)
        return len(queries)

    one = cost()
    for _ in range(49):
        cast.add_directive(cast.add_article(outlet=cast.add_outlet()))
    assert cost() == one


def test_it_is_asked_for_by_accept_too_and_other_lists_have_none(client: Client, article: Article) -> None:
    response = client.get("/api/v1/articles/", headers={"Accept": "application/atom+xml"})
    assert response["Content-Type"].startswith("application/atom+xml")
    assert client.get("/api/v1/topics/?format=atom").status_code == 400
