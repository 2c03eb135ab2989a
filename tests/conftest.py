"""The client that asks the API, and the cast: one article and one row of everything that is found in it."""

import datetime
import gc
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from articles.models import Article, Mention, Office, Organ, Outlet, Remark, Role, Speaker
from directives.models import Citation, CitationStatus, Directive, DirectiveList, ListKind, Resolution, Topic
from tests import cast
from tests.curator import Curator, sign_in
from tests.databases import OPENS, needs_database
from tests.promises import PromisedClient
from tests.timing import SLOWLY

# The ordinary suite tries the same examples each time, so that it fails for a change and not by chance; the slow one
# looks for new ones.
hypothesis_settings.register_profile("ordinary", derandomize=True, deadline=None)
hypothesis_settings.register_profile("slow", deadline=None)
hypothesis_settings.load_profile("slow" if SLOWLY else "ordinary")

Answer = dict[str, Any]


def pytest_collection_finish() -> None:
    """Keep modules and tests, which stay to the end, out of what is searched for garbage: a sixth of the time went.

    Search less often besides: pages make many small objects, few of them in cycles, and a fifth of the rest went.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Refuse the database to a test that asks for it so late that PostgreSQL's run has left it out."""
    if fixturedef.argname == OPENS and not needs_database(request.node):
        pytest.fail(f"{request.node.nodeid} asks for the database while it runs, and has no mark that says so")


class Api:
    """Asks the API."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **parameters: Any) -> Any:
        """Return the response to a path below /api/v1, or to an address that an answer gave."""
        given = urlsplit(path)
        address = given.path if given.scheme else f"/api/v1{given.path}"
        return self.client.get(address, {**parameters} or parse_qs(given.query, keep_blank_values=True))

    def read(self, path: str, **parameters: Any) -> Answer:
        """Return the answer, which must be a 200."""
        response = self.get(path, **parameters)
        assert response.status_code == 200, response.content.decode()
        answer: Answer = response.json()
        return answer

    def rows(self, path: str, **parameters: Any) -> list[Answer]:
        """Return the rows of a list."""
        rows: list[Answer] = self.read(path, **parameters)["results"]
        return rows

    def slugs(self, path: str, **parameters: Any) -> list[str]:
        """Return the public names of the rows of a list, in its order."""
        return [row["slug"] if "slug" in row else row["id"] for row in self.rows(path, **parameters)]

    def refused(self, path: str, **parameters: Any) -> list[str]:
        """Return the parameters that a request is refused for."""
        response = self.get(path, **parameters)
        assert response.status_code == 400, response.content.decode()
        return [fault["parameter"] for fault in response.json()["errors"]]

    def cost(self, path: str, **parameters: Any) -> int:
        """Return how many queries an answer takes."""
        with CaptureQueriesContext(connection) as queries:
            self.read(path, **parameters)
        return len(queries)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Leave the language that an answer was written in behind: a request sets it, and nothing takes it back."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def empty(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of SQLite's with our tables and nothing in them, to be copied: to make one takes seconds.

    It is itself a copy of the test database, as far as that is SQLite's.
    """
    file = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), closing(sqlite3.connect(file)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=WAL")  # as our settings open it
    return file


@pytest.fixture
def client() -> Client:
    """A client whose every answer is held against the OpenAPI document, in place of pytest-django's."""
    return PromisedClient()


@pytest.fixture
def api(client: Client, db: None) -> Api:
    return Api(client)


@pytest.fixture
def curator(client: Client, django_user_model: Any, db: None) -> Curator:
    return sign_in(client, django_user_model)


@pytest.fixture
def outlet(db: None) -> Outlet:
    return cast.add_outlet(slug="bao-mau", attribution="Theo Báo Mẫu", home_page="https://bao.example/")


@pytest.fixture
def article(outlet: Outlet) -> Article:
    return cast.add_article(slug="ba-dinh-huong", outlet=outlet, published_on=datetime.date(2025, 9, 16))


@pytest.fixture
def speaker(db: None) -> Speaker:
    return cast.add_speaker("Lê Hoài Trung", slug="le-hoai-trung")


@pytest.fixture
def organ(db: None) -> Organ:
    return cast.add_organ(slug="bo-ngoai-giao")


@pytest.fixture
def office(organ: Organ) -> Office:
    return cast.add_office(
        slug="bo-truong-ngoai-giao", title="Bộ trưởng Bộ Ngoại giao", organ=organ, country="VN", single_seat=True
    )


@pytest.fixture
def mention(article: Article, speaker: Speaker, office: Office) -> Mention:
    """The place where the article names the speaker, with the title "Quyền Bộ trưởng Ngoại giao"."""
    mention = cast.add_mention(article, speaker, role=Role.QUOTED)
    cast.print_title(mention, "Quyền Bộ trưởng Ngoại giao", office, acting=True)
    return mention


@pytest.fixture
def directive_list(article: Article, mention: Mention) -> DirectiveList:
    """Three orientations are declared; the cast has the first alone."""
    return cast.add_list(article, mention=mention)


@pytest.fixture
def topic(db: None) -> Topic:
    return cast.add_topic(slug="hoi-nhap-quoc-te", label_vi="hội nhập quốc tế", label_en="international integration")


@pytest.fixture
def directive(directive_list: DirectiveList, topic: Topic) -> Directive:
    """The first point of the list; a caption stands between its two paragraphs."""
    article = directive_list.article
    start = article.text.index(cast.FIRST)
    end = article.text.index(cast.FIRST_GOES_ON) + len(cast.FIRST_GOES_ON)
    parts = [[start, start + len(cast.FIRST)], [end - len(cast.FIRST_GOES_ON), end]]
    directive = cast.add_directive(
        article,
        article.text[start:end],
        slug="nang-tam-hoi-nhap",
        list=directive_list,
        ordinal=1,
        marker="Một là",
        kind=ListKind.ORIENTATION,
        mention=directive_list.mention,
        parts=parts,
    )
    directive.topics.add(topic)
    return directive


@pytest.fixture
def resolution(db: None) -> Resolution:
    issuer = cast.add_organ(slug="bo-chinh-tri", name="Bộ Chính trị")
    return cast.add_resolution(
        slug="59-nq-tw", symbol="59-NQ/TW", issuer=issuer, title="về hội nhập", issued_on=datetime.date(2025, 1, 24)
    )


@pytest.fixture
def citation(directive: Directive, resolution: Resolution) -> Citation:
    return cast.add_citation(
        directive.article, resolution, directive=directive, number="59", symbol="59-NQ/TW", key="59-NQ/TW"
    )


@pytest.fixture
def open_citation(article: Article) -> Citation:
    """One of which it is open which document is meant."""
    return cast.add_citation(
        article,
        None,
        "Nghị quyết 21",
        status=CitationStatus.AMBIGUOUS,
        reason="Two documents have this number.",
        number="21",
    )


@pytest.fixture
def remark(article: Article) -> Remark:
    return cast.add_remark(article)
