"""The OpenAPI document as programs see it: a linter, a compiler of its types, and a program that uses them."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

from web.node import PROGRAMS, run_node
from web.server import ROOT, Server

Document = dict[str, Any]


def lint(document: Path) -> list[str]:
    """Return what the linter does not like, each with its rule and its place."""
    config = ROOT / "web" / "redocly.yaml"
    linted = run_node(
        PROGRAMS / "redocly", "lint", "--config", config, "--format", "json", document, folder=document.parent
    )
    problems = json.loads(linted.stdout)["problems"]
    return [f"{each['ruleId']}: {each['message']} {each['location'][0].get('pointer', '')}" for each in problems]


def compile_uses(document: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Make types of a document in an empty folder and check there the program that uses them."""
    made = run_node(PROGRAMS / "openapi-typescript", document, "--output", "schema.d.ts", folder=folder)
    assert made.returncode == 0, made.stderr
    for name in ("uses.ts", "tsconfig.json"):
        shutil.copy(ROOT / "web" / name, folder)
    return run_node(PROGRAMS / "tsc", "--project", folder, folder=folder)


@pytest.fixture
def changed(document: Path, tmp_path: Path) -> Callable[[Callable[[Document], None]], Path]:
    """Return what writes the document with a change of one's own to another file."""

    def write(change: Callable[[Document], None]) -> Path:
        content = yaml.safe_load(document.read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "changed.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


def schema_of(content: Document, path: str) -> Document:
    """Return the schema of what a GET of path answers."""
    answer = content["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema: Document = content["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
    return schema


def without_servers(content: Document) -> None:
    content.pop("servers", None)


def without_a_summary(content: Document) -> None:
    del content["paths"]["/api/v1/articles/"]["get"]["summary"]


def with_the_nullable_of_older_documents(content: Document) -> None:
    title = schema_of(content, "/api/v1/articles/{slug}/")["properties"]["title"]
    title.update(type="string", nullable=True)


def with_a_title_always(content: Document) -> None:
    schema_of(content, "/api/v1/articles/{slug}/")["properties"]["title"]["type"] = "string"


def with_a_next_page_always(content: Document) -> None:
    schema_of(content, "/api/v1/articles/")["properties"]["next"]["type"] = "string"


def with_pages_that_may_say_nothing_of_the_next(content: Document) -> None:
    schema_of(content, "/api/v1/directives/")["required"].remove("next")


def with_offsets_that_may_be_null(content: Document) -> None:
    schema_of(content, "/api/v1/directives/{slug}/")["properties"]["start"]["type"] = ["integer", "null"]


def with_a_field_of_another_name(content: Document) -> None:
    schema = schema_of(content, "/api/v1/articles/{slug}/")
    schema["properties"]["spoken"] = schema["properties"].pop("mentions")
    schema["required"][schema["required"].index("mentions")] = "spoken"


def with_one_status_more(content: Document) -> None:
    content["components"]["schemas"]["CountStatus"]["enum"].append("doubtful")


def test_the_linter_finds_nothing(document: Path) -> None:
    assert lint(document) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (without_servers, "no-empty-servers"),
        (without_a_summary, "operation-summary"),
        (with_the_nullable_of_older_documents, "struct"),
    ],
)
def test_the_linter_finds_what_is_broken(
    changed: Callable[[Callable[[Document], None]], Path], change: Callable[[Document], None], rule: str
) -> None:
    assert any(problem.startswith(rule) for problem in lint(changed(change)))


def test_a_strict_compiler_accepts_the_types_and_their_use(document: Path, tmp_path: Path) -> None:
    compiled = compile_uses(document, tmp_path)
    assert compiled.returncode == 0, compiled.stdout


@pytest.mark.parametrize(
    "change",
    [
        with_a_title_always,
        with_a_next_page_always,
        with_pages_that_may_say_nothing_of_the_next,
        with_offsets_that_may_be_null,
        with_a_field_of_another_name,
        with_one_status_more,
    ],
)
def test_a_type_that_is_not_true_does_not_compile(
    changed: Callable[[Callable[[Document], None]], Path], change: Callable[[Document], None], tmp_path: Path
) -> None:
    compiled = compile_uses(changed(change), tmp_path)
    assert compiled.returncode != 0
    assert "uses.ts" in compiled.stdout


def test_the_program_finds_the_words_of_every_span_where_the_record_says(server: Server) -> None:
    ran = run_node(ROOT / "web" / "uses.ts", server.address, folder=ROOT)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["wrong"] == []
    assert found["spans"] > 100
    with urlopen(f"{server.address}/api/v1/directives/", timeout=10) as answer:
        assert found["directives"] == json.load(answer)["count"]
