"""What is said about an article beside its text: in JSON Lines with it, in a folder's sources.json of its files."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from articles.reading import UnreadableText, check_text

FACTS: Final = ("title", "url", "outlet", "published_on", "genre")
KEYS: Final = frozenset({"source", "text", "known", *FACTS})
GENRES: Final = ("interview", "report", "speech", "essay")
LONGEST: Final = {"source": 500, "title": 1000, "url": 500, "outlet": 200, "known": 500}  # characters
YEARS: Final = range(1900, 2101)  # of publication


class BrokenJson(ValueError):
    """Words that are no JSON: says what is wrong and in which column. line counts from 1."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        self.line = line
        super().__init__(f"is broken JSON: {reason} at column {column}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about an article beside its text."""

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_on: datetime.date | None = None
    genre: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)

    def stated(self) -> dict[str, dict[str, str]]:
        """Return each fact that is stated with how it is known, as plain JSON values."""
        values = {fact: getattr(self, fact) for fact in sorted(FACTS)}
        return {
            fact: {"value": str(value), "known": self.known.get(fact, "")} for fact, value in values.items() if value
        }

    @classmethod
    def of_stated(cls, stated: Mapping[str, Mapping[str, str]]) -> "Facts":
        """Return the facts of which `stated` made that. What it did not make raises whatever comes of it."""
        values: dict[str, Any] = {fact: said["value"] for fact, said in stated.items()}
        return cls.of_row(values | {"known": {fact: said["known"] for fact, said in stated.items() if said["known"]}})

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Facts":
        """Return what a JSON object says. Raises ValueError naming the key that is wrong."""
        unknown = sorted(row.keys() - KEYS)
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
        genre = string_of(row, "genre")
        if genre is not None and genre not in GENRES:
            raise ValueError(f'"genre" is {genre!r}; known are {", ".join(GENRES)}')
        return cls(
            title=string_of(row, "title"),
            url=_url(row),
            outlet=string_of(row, "outlet"),
            published_on=_date(row),
            genre=genre,
            known=_known(row),
        )


def read_json(text: str) -> Any:
    """Return the value that text holds. Raises BrokenJson, and ValueError for NaN and for a key given twice."""
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise BrokenJson(error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("has a key twice")
    return row


def _constant(name: str) -> NoReturn:
    raise ValueError(f"has {name}, which is not JSON")


def string_of(row: Mapping[str, Any], key: str) -> str | None:
    """Return the line that a key holds, None where there is none. Raises ValueError naming the key."""
    value = row.get(key)
    return None if value is None or value == "" else _line(value, f'"{key}"', LONGEST.get(key, 100))


def _line(value: object, name: str, longest: int) -> str:
    """Return a value as a line of text, without white space around it. Raises ValueError that begins with name."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is no string")
    try:
        line = check_text(value).strip()
    except UnreadableText as error:
        raise ValueError(f"{name} {error}") from None
    if "\n" in line or len(line) > longest:
        raise ValueError(f"{name} is longer than a line of {longest} characters")
    return line


def _url(row: Mapping[str, Any]) -> str | None:
    url = string_of(row, "url")
    if url is not None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or any(char.isspace() for char in url):
            raise ValueError(f'"url" is no web address: {url[:60]!r}')
    return url


def _date(row: Mapping[str, Any]) -> datetime.date | None:
    value = string_of(row, "published_on")
    if value is None:
        return None
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError:
        date = None
    if date is None or date.isoformat() != value:  # fromisoformat knows other forms as well
        raise ValueError(f'"published_on" is {value!r}, no date of the form YYYY-MM-DD')
    if date.year not in YEARS:
        raise ValueError(f'"published_on" is {value!r}, not between {YEARS[0]} and {YEARS[-1]}')
    return date


def _known(row: Mapping[str, Any]) -> dict[str, str]:
    known = row.get("known") or {}
    if not isinstance(known, dict):
        raise ValueError('"known" is no object of strings')
    stray = sorted(known.keys() - set(FACTS))
    if stray:
        raise ValueError(f'"known" speaks of {stray[0]!r}, which is no fact')
    return {fact: _line(reason, f'"known" of "{fact}"', LONGEST["known"]) for fact, reason in known.items()}
