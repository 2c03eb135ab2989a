"""Imports run one way: config over register over directives over articles; extraction knows nothing of Django."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["articles", "directives", "register", "config"]  # each may import itself and what stands before it
EXTRACTION = sorted([*ROOT.glob("articles/extraction/*.py"), *ROOT.glob("directives/extraction/*.py")])


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports by dots; name the module"
            yield node.module or ""


@pytest.mark.parametrize("layer", LAYERS)
def test_an_app_imports_no_app_above_it(layer: str) -> None:
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    for path in (ROOT / layer).rglob("*.py"):
        wrong = [name for name in imported(path) if name.split(".")[0] in above]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("layer", ["articles", "directives"])
def test_only_the_register_writes_the_record_of_what_someone_does(layer: str) -> None:
    for path in (ROOT / layer).rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        lines = [node.lineno for node in nodes if isinstance(node, ast.Attribute) and node.attr == "edit"]
        assert not lines, f"{path.relative_to(ROOT)} reads an Edit, a row of the register's, at {lines}"


def test_only_the_pages_of_the_admin_import_from_its_pages() -> None:
    pages = {"admin", "admin.py"}
    for layer in ("articles", "directives", "register"):
        for path in (ROOT / layer).rglob("*.py"):
            if pages.isdisjoint(path.relative_to(ROOT).parts):
                wrong = [name for name in imported(path) if name.split(".")[0] in LAYERS and "admin" in name.split(".")]
                assert not wrong, f"{path.relative_to(ROOT)} is no page and imports {wrong}"


@pytest.mark.parametrize("layer", ["articles", "directives", "register"])
def test_a_template_of_the_admin_lies_in_the_app_that_names_it(layer: str) -> None:
    for path in (ROOT / layer / "templates").glob("admin/**/*.html"):
        name = path.relative_to(ROOT / layer / "templates").as_posix()
        ours = [*(ROOT / layer).rglob("*.py"), *(ROOT / layer).rglob("*.html")]
        used = any(f'"{name}"' in one.read_text(encoding="utf-8") for one in ours)
        assert used, f"{layer} has {name} and names it nowhere"


def test_extraction_imports_the_standard_library_and_extraction_alone() -> None:
    assert EXTRACTION
    for path in EXTRACTION:
        for name in imported(path):
            outside = name.split(".")[0] not in ("articles", "directives")
            assert outside or ".extraction" in name, f"{path.relative_to(ROOT)} imports {name}"
            assert name.split(".")[0] not in ("django", "rest_framework"), f"{path.relative_to(ROOT)} imports {name}"


def test_the_door_and_the_comparison_of_findings_touch_no_database() -> None:
    assert not [name for name in imported(ROOT / "articles/sources.py") if name.startswith("django")]
