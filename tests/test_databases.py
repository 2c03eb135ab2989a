"""The rule by which PostgreSQL's run leaves out what needs no database: it leaves out nothing else."""

from types import ModuleType

import pytest
from django import db
from django.test import TestCase

from articles.models import Article, Outlet
from tests import postgres
from tests.curator import Curator
from tests.databases import needs_database


@pytest.fixture(scope="module")
def made(django_db_setup: None) -> str:
    """The name of the test database, as for a process that opens it."""
    name: str = db.connection.settings_dict["NAME"]
    return name


@pytest.mark.django_db
def test_a_test_with_the_mark_needs_it(request: pytest.FixtureRequest) -> None:
    assert needs_database(request.node)


def test_a_test_with_a_row_needs_it(request: pytest.FixtureRequest, outlet: Outlet) -> None:
    assert needs_database(request.node)


def test_a_test_that_signs_in_needs_it(request: pytest.FixtureRequest, curator: Curator) -> None:
    assert needs_database(request.node)


def test_a_test_that_hands_the_database_on_needs_it(request: pytest.FixtureRequest, made: str) -> None:
    assert needs_database(request.node)


def test_a_test_beside_the_connection_needs_it(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(request.module, ModuleType)
    monkeypatch.setattr(request.module, "connection", db.connection, raising=False)
    assert needs_database(request.node)


class TestOfDjango(TestCase):
    @pytest.fixture(autouse=True)
    def named(self, request: pytest.FixtureRequest) -> None:
        self.item = request.node

    def test_it_needs_it(self) -> None:
        assert needs_database(self.item)


def test_any_other_needs_none_and_is_refused_it(request: pytest.FixtureRequest) -> None:
    assert not needs_database(request.node)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Article.objects.exists()


def test_a_test_that_asks_late_is_refused(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.fail.Exception, match="asks for the database while it runs"):
        request.getfixturevalue("outlet")


def test_what_is_left_out_is_said_and_the_rest_stays_in_order(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [item for item in request.session.items if item.module.__name__ == __name__]  # type: ignore[attr-defined]
    kept, said = [*every], []
    monkeypatch.setattr(pytestconfig.hook, "pytest_deselected", lambda items: said.extend(items))
    postgres.pytest_collection_modifyitems(pytestconfig, kept)
    assert kept == [item for item in every if needs_database(item)]
    assert said == [item for item in every if item not in kept]
    assert request.node in said
