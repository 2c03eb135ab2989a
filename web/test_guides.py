"""The scripts of the guide to the API do what it says of them, in Node as in a browser."""

import re
from pathlib import Path

import pytest

from tests.guides import API, blocks_of
from web.node import run_node

SCRIPTS = blocks_of(API, "js")
PRINTED = re.compile(r"// → (.*)")  # what the line of the script before it prints


def test_the_guide_has_scripts() -> None:
    assert len(SCRIPTS) == 3


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_prints_what_the_guide_says(script: str, tmp_path: Path) -> None:
    file = tmp_path / "script.mjs"
    file.write_text(script, encoding="utf-8")
    run = run_node(file, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    said = PRINTED.findall(script)
    assert said
    assert [line.rstrip() for line in run.stdout.splitlines()] == [line.rstrip() for line in said]
