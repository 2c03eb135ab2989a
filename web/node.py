"""The programs of web/package.json."""

import shutil
import subprocess
from pathlib import Path

from tests.processes import environment
from web.server import ROOT

PROGRAMS = ROOT / "web" / "node_modules" / ".bin"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NODE_NO_WARNINGS": "1"}
PATIENCE = 60  # seconds; the slowest takes two


def run_node(program: str | Path, *arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script with Node in a folder, and return its exit code and what it printed."""
    node = shutil.which("node")
    assert node, "there is no Node: `make test-web` brings it"
    return subprocess.run(
        [node, str(program), *map(str, arguments)],
        cwd=folder,
        env=environment(**QUIET),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
