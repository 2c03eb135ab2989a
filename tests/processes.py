"""The project in a process of its own: what a start does with an environment cannot be seen from inside the tests."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

HOST = "127.0.0.1"
PATIENCE = 60  # seconds for a start; it takes about two, more beside other work
PAUSE = 0.1  # seconds between two questions

# Random, and used nowhere else.
SECRET_KEY = "qJ7mWn0xZ4rT-kLd2vPbY8sHfG1uCa9eXo3iNtR6wEzBhVjQyMpU5lDKgASF"


def run_python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project's folder with these variables alone, and return its exit code and what it printed."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def environment(**variables: str) -> dict[str, str]:
    """Return an environment that holds these variables and none of ours besides."""
    return {"PATH": os.environ["PATH"], "DOINGOAI_ENV_FILE": os.devnull} | variables


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def ask(port: int, path: str, host: str = HOST) -> int:
    """Return the status with which a server answers a request for its host; raise URLError for none, or a bad one."""
    request = Request(f"http://{HOST}:{port}{path}", headers={"Host": host})
    with urlopen(request, timeout=PATIENCE) as answer:
        status: int = answer.status
    return status


@contextmanager
def serving(command: list[str], port: int, variables: dict[str, str], host: str = HOST) -> Iterator[None]:
    """Run a server of the project until the block ends; raise AssertionError or TimeoutError where it does not answer.

    host: the name by which it is asked, which it must allow.
    """
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=variables)
    try:
        _wait_until_it_answers(process, port, host)
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, host: str) -> None:
    given_up = time.monotonic() + PATIENCE
    while time.monotonic() < given_up:
        assert process.poll() is None, "the server ended"
        try:
            ask(port, "/readyz", host)
        except URLError:
            time.sleep(PAUSE)
        else:
            return
    raise TimeoutError("the server does not get ready")
