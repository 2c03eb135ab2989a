"""The project in a process of its own: what a start does with an environment cannot be seen from inside the tests."""

import os
import subprocess
import sys

from django.conf import settings

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
        timeout=60,
        check=False,
    )


def environment(**variables: str) -> dict[str, str]:
    """Return an environment that holds these variables and none of ours besides."""
    return {"PATH": os.environ["PATH"], "DOINGOAI_ENV_FILE": os.devnull} | variables
