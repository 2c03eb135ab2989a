"""What the README and the guides hold that can be tried: links, requests with their answers, tables."""

import json
import re
import shlex
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT: Final = Path(__file__).parent.parent
README: Final = ROOT / "README.md"
API: Final = ROOT / "docs" / "api.md"
CURATORS: Final = ROOT / "docs" / "curators.md"
DOCUMENTS: Final = (
    README,
    API,
    CURATORS,
    ROOT / "docs" / "decisions.md",
    ROOT / "docs" / "examples" / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "fixtures" / "README.md",
    ROOT / "tests" / "accuracy" / "README.md",
)

HERE: Final = "http://127.0.0.1:8000"  # the project has no public address; `make run` serves on this one
LEFT_OUT: Final = "…"


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a document prints as a line of curl, and the answer printed below it, where there is one."""

    address: str  # path and query
    headers: dict[str, str]
    keeps_etag: bool
    body: str = ""  # what is sent, by POST
    answer: Any = None  # of a block of JSON
    head: str = ""  # of a block of HTTP: the status line and headers

    @property
    def status(self) -> int:
        """The status that the printed answer has; where it says none, 201 of what is sent and 200 of what is read."""
        if self.head:
            return int(self.head.split()[1])
        problem = isinstance(self.answer, dict) and self.answer.get("type") == "about:blank"
        return int(self.answer["status"]) if problem else 201 if self.body else 200


def tokens_of(document: Path) -> list[Token]:
    """Return the blocks of a document."""
    return MarkdownIt("commonmark").enable("table").parse(document.read_text(encoding="utf-8"))


def blocks_of(document: Path, language: str) -> list[str]:
    """Return the contents of the fenced blocks in a language, in order."""
    return [token.content for token in tokens_of(document) if token.type == "fence" and token.info == language]


def requests_of(document: Path) -> Iterator[Request]:
    """Yield the requests of a document: the last line of curl of a block has the answer of the block that follows."""
    fences = [token for token in tokens_of(document) if token.type == "fence"]
    for fence, following in zip_longest(fences, fences[1:]):
        if fence.info != "sh":
            continue
        *others, last = [line for line in fence.content.splitlines() if line.startswith("curl ")]
        for line in others:
            yield _request(line)
        answer = json.loads(following.content) if following and following.info == "json" else None
        yield _request(last, answer, following.content if following and following.info == "http" else "")


def _request(line: str, answer: Any = None, head: str = "") -> Request:
    words = shlex.split(line)
    address = urlsplit(next(word for word in words if word.startswith(HERE)))
    given = [words[i + 1].partition(": ") for i, word in enumerate(words) if word == "-H"]
    path = f"{address.path}?{address.query}" if address.query else address.path
    body = words[words.index("-d") + 1] if "-d" in words else ""
    return Request(path, {name: value for name, _, value in given}, "--etag-compare" in words, body, answer, head)


def says(answer: Any, printed: Any) -> bool:
    """Whether an answer has what is printed; "…" stands for whatever is left out."""
    if isinstance(printed, dict):
        named = {name: value for name, value in printed.items() if name != LEFT_OUT}
        return all(name in answer and says(answer[name], value) for name, value in named.items())
    if isinstance(printed, list):
        return len(answer) == len(printed) and all(map(says, answer, printed))
    if isinstance(printed, str) and LEFT_OUT in printed and answer != printed:
        pattern = ".*".join(map(re.escape, printed.split(LEFT_OUT)))
        return isinstance(answer, str) and re.fullmatch(pattern, answer, re.DOTALL) is not None
    return bool(answer == printed)


def targets_of(document: Path) -> list[str]:
    """Return what the links and images of a document lead to."""
    inline = [child for token in tokens_of(document) for child in token.children or ()]
    return [str(one.attrs.get("href", one.attrs.get("src"))) for one in inline if one.type in ("link_open", "image")]


def anchors_of(document: Path) -> set[str]:
    """Return the anchors of the headings of a document, as code hosts make them."""
    blocks = tokens_of(document)
    headings = [after for token, after in zip(blocks, blocks[1:], strict=False) if token.type == "heading_open"]
    return {anchor("".join(one.content for one in heading.children or ())) for heading in headings}


def anchor(heading: str) -> str:
    """Return the anchor of a heading: small letters, figures and hyphens of it, blanks as hyphens."""
    small = unicodedata.normalize("NFC", heading).lower().replace(" ", "-")
    return "".join(char for char in small if char.isalnum() or char in "-_")


def section(document: Path, heading: str) -> str:
    """Return the text below a heading, down to the next one of its level or a higher one."""
    text = document.read_text(encoding="utf-8")
    marks = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert marks, f"{document.name} has no heading {heading!r}"
    rest = text[marks.end() :]
    end = re.search(rf"^#{{1,{len(marks[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of the tables in a text, row by row, without heads and lines."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rules = {i for i, line in enumerate(lines) if re.fullmatch(r"[|:\- ]+", line)}
    heads = {i - 1 for i in rules}
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        for i, line in enumerate(lines)
        if i not in rules | heads
    ]


def codes_in(cell: str) -> list[str]:
    """Return what stands in backquotes."""
    return re.findall(r"`([^`]+)`", cell)
