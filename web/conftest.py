"""One server, one browser and one OpenAPI document for all tests of this folder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.processes import environment
from web.browser import browser as run_browser
from web.curating import work
from web.server import ROOT, Server, run, serve
from web.walk import Visit, walk_through


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the OpenAPI document, as the generator writes it."""
    path = tmp_path_factory.mktemp("document") / "schema.yml"
    command = [sys.executable, "manage.py", "spectacular", "--file", str(path)]
    subprocess.run(command, cwd=ROOT, env=environment(DOINGOAI_DEBUG="yes"), check=True, timeout=60)
    return path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with run_browser() as running:
        yield running


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that only the walks write to: they name rows by number, and the files here run in any order."""
    with serve(tmp_path_factory.mktemp("walked")) as running:
        run(running, "manage.py", "shell", "--verbosity", "0", "--command", "import web.waiting; web.waiting.make()")
        yield running


@pytest.fixture(scope="session")
def walk_in_vietnamese(browser: Browser, walked: Server) -> list[Visit]:
    """Return what every page shows to who has chosen no language, and what is said of a curator's work."""
    return walk_through(browser, walked, work=work)


@pytest.fixture(scope="session")
def walk_in_english(browser: Browser, walked: Server) -> list[Visit]:
    return walk_through(browser, walked, "en")


@pytest.fixture
def walks(walk_in_vietnamese: list[Visit], walk_in_english: list[Visit]) -> list[Visit]:
    return [*walk_in_vietnamese, *walk_in_english]
