"""The clients in docs/examples do what they are there to show, on a server with the seeds and a text with emoji."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.processes import run_python
from web.node import PROGRAMS, run_node
from web.server import ROOT, Server, run, serve

EXAMPLES = ROOT / "docs" / "examples"

# Emoji, flags and one letter of chữ Nôm are two units of UTF-16 for each of their code points.
WITH_EMOJI = """🌏🇻🇳 𡨸喃: ngày hội đối ngoại 🎉🎉

Ông Lê Văn Bảo nói 👍🏽 rằng địa phương sẽ thực hiện Nghị quyết 59-NQ/TW 🌏 và Chỉ thị 15-CT/TW.
"""
CITED = ["Nghị quyết 59-NQ/TW", "Chỉ thị 15-CT/TW"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: the other files count the articles of theirs."""
    folder = tmp_path_factory.mktemp("examples")
    text = folder / "ngay-hoi.txt"
    text.write_text(WITH_EMOJI, encoding="utf-8")
    with serve(folder) as running:
        run(running, "manage.py", "load_seeds", str(text))
        yield running


@pytest.fixture(scope="module")
def slug(served: Server) -> str:
    """Return the name of the article with emoji."""
    (article,) = read(f"{served.address}/api/v1/articles/?q=ngay+hoi+doi+ngoai")["results"]
    found: str = article["slug"]
    return found


@pytest.fixture(scope="module")
def typed(served: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the TypeScript client and the types that its README has one make."""
    folder = tmp_path_factory.mktemp("typescript") / "example"
    shutil.copytree(EXAMPLES / "typescript", folder, ignore=shutil.ignore_patterns("doingoai.d.ts"))
    schema = f"{served.address}/api/schema/"
    made = run_node(PROGRAMS / "openapi-typescript", schema, "--output", "doingoai.d.ts", folder=folder)
    assert made.returncode == 0, made.stderr
    return folder


def read(address: str) -> Any:
    with urlopen(address, timeout=10) as answer:
        return json.load(answer)


def lines(ran: subprocess.CompletedProcess[str]) -> list[str]:
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def in_typescript(folder: Path, server: Server, *slug: str) -> list[str]:
    return lines(run_node(folder / "main.ts", server.address, *slug, folder=folder))


def in_python(server: Server, *slug: str) -> list[str]:
    return lines(run_python("-W", "error", str(EXAMPLES / "python" / "main.py"), server.address, *slug))


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return run_node(PROGRAMS / "tsc", "--project", folder, folder=folder)


def test_the_types_and_their_use_pass_a_strict_compiler(typed: Path) -> None:
    compiled = check(typed)
    assert compiled.returncode == 0, compiled.stdout


@pytest.mark.parametrize(
    ("name", "other"), [("published_on", "printed_on"), ("citations", "cited"), ("errors", "faults")]
)
def test_a_field_by_another_name_does_not_compile(typed: Path, tmp_path: Path, name: str, other: str) -> None:
    folder = tmp_path / "example"
    shutil.copytree(typed, folder)
    types = folder / "doingoai.d.ts"
    types.write_text(types.read_text(encoding="utf-8").replace(f"{name}:", f"{other}:"), encoding="utf-8")
    compiled = check(folder)
    assert compiled.returncode != 0
    assert "main.ts" in compiled.stdout


def test_both_clients_say_the_same(typed: Path, served: Server, slug: str) -> None:
    assert in_typescript(typed, served) == in_python(served)
    assert in_typescript(typed, served, slug) == in_python(served, slug)


def test_they_read_a_filtered_list_to_its_end(served: Server) -> None:
    tasks = read(f"{served.address}/api/v1/directives/?speaker=le-thi-thu-hang&kind=task&kind=proposal")["count"]
    said = in_python(served)
    assert tasks > 5  # more than a page
    assert said[0] == "Tasks and proposals of le-thi-thu-hang:"
    assert [line[:2] for line in said[1 : tasks + 1]] == ["- "] * tasks
    assert not said[tasks + 1].startswith("- ")


def test_they_search_and_mark_the_words_that_answer(served: Server) -> None:
    page = read(f"{served.address}/api/v1/search/?q=hoi+nhap+quoc+te&page_size=5")
    said = in_python(served)
    place = said.index(f"{page['count']} rows about “hoi nhap quoc te”:")
    found = "\n".join(said[place + 1 :])
    assert "[hội nhập quốc tế]" in found
    for row in page["results"]:
        marked = unescape(row["snippet"]["html"].replace("<mark>", "[").replace("</mark>", "]"))
        assert f"- {row['type']}: {marked}\n" in found


def test_they_find_words_behind_emoji_at_their_places(typed: Path, served: Server, slug: str) -> None:
    article = read(f"{served.address}/api/v1/articles/{slug}/")
    before = article["text"][: article["citations"][0]["start"]]
    assert len(before.encode("utf-16-le")) // 2 == len(before) + 8  # whoever counts units is eight off
    said = in_typescript(typed, served, slug)
    assert [line for line in said if line.startswith("- [")] == [f"- [{one}] as the record has it" for one in CITED]


def test_they_say_what_was_refused_and_what_has_not_changed(typed: Path, served: Server) -> None:
    *_, refused, polled = in_typescript(typed, served)
    assert refused.startswith("Refused: kind: not_allowed: ")
    assert refused.endswith("Did you mean task?")
    assert polled == "Topics: not changed since"
