"""The project as `make run` serves it, with a database of its own that holds the samples."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.processes import environment

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60  # seconds for a start; it takes about two, more beside other work
PAUSE = 0.1  # seconds between two questions


@dataclass(frozen=True)
class Server:
    """A running server: its address without the last stroke, its database, and an account for its admin."""

    address: str
    database: Path
    name: str
    password: str


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Load the samples into a new database in folder and serve it until the block ends; what fails, raises."""
    database = folder / "db.sqlite3"
    variables = environment(DOINGOAI_DEBUG="yes", DATABASE_URL=f"sqlite:///{database}")
    for command in ("migrate --no-input --verbosity 0", "load_fixtures", "load_seeds"):
        _manage(command, variables)
    account = re.search(r"account: (\S+)  password: (\S+)", _manage("ensure_curator", variables))
    assert account is not None
    port = _free_port()
    process = subprocess.Popen(_command(port), cwd=ROOT, env=variables)
    try:
        _wait_until_ready(process, port)
        yield Server(f"http://{HOST}:{port}", database, *account.groups())
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _manage(command: str, variables: dict[str, str]) -> str:
    ended = subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, f"{command}: {ended.stderr}"
    return ended.stdout


def _command(port: int) -> list[str]:
    """Return the Makefile's command that serves, for this port."""
    (stated,) = re.findall(r"^SERVE := (.+?[^\\])$", (ROOT / "Makefile").read_text(), re.MULTILINE | re.DOTALL)
    words = stated.replace("\\\n", " ").replace("$(PORT)", str(port)).split()
    return [str(Path(sys.executable).with_name("granian")), *words[1:]]


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    given_up = time.monotonic() + PATIENCE
    while time.monotonic() < given_up:
        assert process.poll() is None, "the server ended"
        try:
            urlopen(f"http://{HOST}:{port}/readyz", timeout=PATIENCE).close()
        except URLError:
            time.sleep(PAUSE)
        else:
            return
    raise TimeoutError("the server does not get ready")
