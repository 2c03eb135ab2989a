"""The project as `make run` serves it, with a database of its own that holds the samples."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import HOST, PATIENCE, environment, free_port, serving

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running server: its address without the last stroke, its database, and an account for its admin.

    url: the database as DATABASE_URL names it; database: its file, where it is SQLite's.
    """

    address: str
    url: str
    database: Path
    name: str
    password: str


@contextmanager
def serve(folder: Path, url: str = "", workers: int = 1) -> Iterator[Server]:
    """Load the samples into a new database and serve it until the block ends; what fails, raises.

    url: the database, which must be empty; without it, one is made in folder.
    """
    database = folder / "db.sqlite3"
    url = url or f"sqlite:///{database}"
    variables = environment(DOINGOAI_DEBUG="yes", DATABASE_URL=url)
    for command in ("migrate --no-input --verbosity 0", "load_fixtures", "load_seeds"):
        _run(variables, "manage.py", *command.split())
    account = re.search(r"account: (\S+)  password: (\S+)", _run(variables, "manage.py", "ensure_curator"))
    assert account is not None
    port = free_port()
    with serving(_command(port, workers), port, variables):
        yield Server(f"http://{HOST}:{port}", url, database, *account.groups())


def run(server: Server, *command: str) -> str:
    """Run Python with these arguments on a server's database; return what it printed. What fails, raises."""
    return _run(environment(DOINGOAI_DEBUG="yes", DATABASE_URL=server.url), *command)


def _run(variables: dict[str, str], *command: str) -> str:
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, f"{command}: {ended.stderr}"
    return ended.stdout


def _command(port: int, workers: int) -> list[str]:
    """Return the Makefile's command that serves, for this port and with so many workers."""
    (stated,) = re.findall(r"^SERVE := (.+?[^\\])$", (ROOT / "Makefile").read_text(), re.MULTILINE | re.DOTALL)
    told = stated.replace("\\\n", " ").replace("$(PORT)", str(port)).replace("--workers 1", f"--workers {workers}")
    words = told.split()
    return [str(Path(sys.executable).with_name("granian")), *words[1:]]
