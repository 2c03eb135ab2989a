"""Articles with their answers: what a careful reader finds in a text, and where it stands.

The answers of `NAME.json` belong to the text of `NAME.txt`. Their offsets are code points of the file as it is,
neither composed nor with other line ends, so that an article may be printed in any form that a newspaper serves.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypedDict, cast

ROOT: Final = Path(__file__).parent.parent.parent
FOLDERS: Final = {  # by the name of the set: where the answers are, and where the texts
    "seeds": (ROOT / "tests" / "expected", ROOT / "seeds"),
    "articles": (ROOT / "tests" / "accuracy" / "articles", ROOT / "tests" / "accuracy" / "articles"),
}
# The words that an answer quotes, and the offset at which they stand.
QUOTED: Final = {
    "intro": "intro_start",
    "sentence_starts": "start",
    "starts": "start",
    "text": "start",
    "text_starts": "start",
}
OFFSETS: Final = frozenset(["start", "end", "intro_start"])
ROLES: Final = frozenset(["interviewee", "quoted", "mentioned"])
GENRES: Final = frozenset(["interview", "report", "speech", "essay"])
KINDS: Final = frozenset(["orientation", "solution", "task", "measure", "viewpoint", "proposal"])
KINDS_OF_OTHERS: Final = frozenset(["result", "reason", "other"])


class Speaker(TypedDict, total=False):
    name: str
    titles: list[str]
    role: str
    aliases: list[str]
    optional: bool
    role_optional: bool
    titles_optional: list[str]


class Turn(TypedDict, total=False):
    speaker: str | None
    start: int
    starts: str


class Mention(TypedDict, total=False):
    text: str
    start: int
    end: int
    optional: bool


class Document(TypedDict, total=False):
    key: str
    kind: str | None
    number: str | None
    symbol: str | None
    issuer: str | None
    title: str | None
    issued_on: str | None
    mentions: list[Mention]
    anaphora: list[Mention]
    also_known_as: list[str]
    split_ok: bool
    optional: bool


class Item(TypedDict, total=False):
    ordinal: int
    ordinal_alt: list[int]
    marker: str | None
    start: int
    end: int
    text_starts: str
    text_ends: str
    children: list["Item"]
    optional: bool


class Points(TypedDict, total=False):
    kind: str
    intro: str | None
    intro_start: int | None
    declared: int | None
    speaker: str | None
    speaker_office: str | None
    items: list[Item]
    optional: bool


class Single(TypedDict, total=False):
    start: int
    sentence_starts: str
    speaker: str | None
    optional: bool


class Answers(TypedDict, total=False):
    """What stands in an article, or what was found there, which leaves out what is for a reader only."""

    file: str
    title: str | None
    published_on: str | None
    date_in_text: bool
    genre: str
    speakers: list[Speaker]
    turns: list[Turn]
    resolutions: list[Document]
    directive_lists: list[Points]
    non_directive_lists: list[Points]
    modal_directives: list[Single]


# What is said of an article beside its answers.
NOT_SCORED: Final = frozenset(["url", "url_evidence", "outlet", "truncated", "layout", "source", "date_source"])
LISTS: Final = ("speakers", "turns", "resolutions", "directive_lists", "non_directive_lists", "modal_directives")


@dataclass(frozen=True)
class Article:
    """A text as it is stored, not yet normalised, with its answers."""

    name: str
    text: str
    answers: Answers

    @property
    def digest(self) -> str:
        """What changes with the text or the answers, so that figures of others are not compared with these."""
        content = json.dumps([self.text, self.answers], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]


@cache
def articles_of(of: str) -> tuple[Article, ...]:
    """Return the articles of a set, by name."""
    answers, texts = FOLDERS[of]
    return tuple(read(path, texts) for path in sorted(answers.glob("*.json")))


def read(answers: Path, texts: Path | None = None) -> Article:
    """Return the article whose answers are in a file; its text is in a folder, that of the answers unless said."""
    text = ((texts or answers.parent) / f"{answers.stem}.txt").read_bytes().decode()
    return Article(answers.stem, text, cast(Answers, json.loads(answers.read_text(encoding="utf-8"))))


def rows(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object within answers, outer ones first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from rows(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from rows(inner)


def moved(value: Any, at: Callable[[int], int]) -> Any:
    """Return answers with every offset where `at` says that it is now."""
    if isinstance(value, dict):
        return {key: at(one) if key in OFFSETS and one is not None else moved(one, at) for key, one in value.items()}
    return [moved(one, at) for one in value] if isinstance(value, list) else value


def faults(article: Article) -> Iterator[str]:
    """Yield what is wrong with the answers of an article, in words."""
    answers = article.answers
    unknown = answers.keys() - Answers.__annotations__.keys() - NOT_SCORED
    yield from (f"unknown key {key!r}" for key in sorted(unknown))
    yield from (f"{key!r} is missing" for key in LISTS if key not in answers)
    if answers.get("file") != f"{article.name}.txt":
        yield f"file is {answers.get('file')!r}"
    for row in rows(cast(Any, answers)):
        for words, start in QUOTED.items():
            quoted = row.get(words)
            if quoted and (row.get(start) is None or not article.text.startswith(quoted, row[start])):
                yield f"{quoted!r} does not stand at {row.get(start)}"
    yield from _faults_of_names(answers)
    yield from _faults_of_points(answers)


def _faults_of_names(answers: Answers) -> Iterator[str]:
    names = {name for row in answers.get("speakers", []) for name in (row["name"], *row.get("aliases", []))}
    for row in answers.get("speakers", []):
        if row.get("role") not in ROLES:
            yield f"{row['name']} has the role {row.get('role')!r}"
    said = [turn.get("speaker") for turn in answers.get("turns", [])]
    said += [points.get("speaker") for points in answers.get("directive_lists", [])]
    for name in dict.fromkeys(said):
        if name not in {*names, "reporter", None}:
            yield f"{name!r} is none of the speakers"


def _faults_of_points(answers: Answers) -> Iterator[str]:
    if answers.get("genre") not in GENRES:
        yield f"genre is {answers.get('genre')!r}"
    for key, kinds in (("directive_lists", KINDS), ("non_directive_lists", KINDS_OF_OTHERS)):
        lists = cast(list[Points], answers.get(key, []))
        for points in lists:
            if points.get("kind") not in kinds:
                yield f"{points.get('intro')!r} is of the kind {points.get('kind')!r}"
            starts = [item["start"] for item in points["items"]]
            if any(first >= second for first, second in pairwise(starts)):
                yield f"the points of {points.get('intro')!r} are not in reading order"
