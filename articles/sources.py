"""The one door for text, whatever its form: files, JSON Lines, pasted words. What does not pass is named with a reason.

Files are UTF-8 with or without a byte order mark. JSON Lines has one object a line with the keys of `FACTS` and `text`,
`source` and `known`; a folder's `sources.json` has a list of the same objects without `text`, one a file. `known` says
of each fact how it is known.
"""

import datetime
import hashlib
import json
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn
from urllib.parse import urlsplit

from articles.extraction.text import CONTROLS, normalise

FACTS: Final = ("title", "url", "outlet", "published_on", "genre")
KEYS: Final = frozenset({"source", "text", "known", *FACTS})
GENRES: Final = ("interview", "report", "speech", "essay")
LONGEST: Final = {"source": 500, "title": 1000, "url": 500, "outlet": 200}  # characters
YEARS: Final = range(1900, 2101)  # of publication
TEXT_SUFFIXES: Final = {".txt"}
LINES_SUFFIXES: Final = {".jsonl", ".ndjson"}
FACTS_FILE: Final = "sources.json"
STRAY_CONTROLS: Final = 8  # control characters that any text may have
MOST_CONTROLS: Final = 0.02  # the share of control characters beyond which more of them make a file no text
BYTE_ORDER_MARKS: Final = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class SourceError(Exception):
    """A source that cannot be read: where it is and why. line counts from 1; None where the whole file is meant."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


class UnreadableText(ValueError):
    """Bytes or characters that are no text to store; says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """One article as it was read, and what is said about it beside its text."""

    name: str  # of the file, in NFC; or `source` of a JSON Lines object; may be empty where url is not
    text: str
    source_hash: str  # SHA-256 of the bytes read, in hexadecimal
    path: str = ""
    line: int | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_on: datetime.date | None = None
    genre: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """By what the article is known again: its URL, else its name."""
        return self.url or self.name

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text as read, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def sources(paths: Iterable[Path], max_bytes: int) -> Iterator[Source | SourceError]:
    """Yield a Source or a SourceError for each article that paths hold, in the order of paths, folders sorted by name.

    A folder gives its .txt, .jsonl and .ndjson files and those of its sub-folders; hidden files are passed over, links
    are not followed. A file or line over max_bytes is an error. Nothing is raised for what is wrong with a source.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder(path, max_bytes)
        else:
            yield from _file(path, _facts_beside(path, max_bytes), max_bytes, follow_links=True)


def read_text(raw: bytes) -> str:
    """Return the text that raw holds, normalised. Raises UnreadableText, saying what is wrong and where."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            raise UnreadableText(f"is {encoding}; only UTF-8 is read")
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableText(
            f"is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}, line {line}{_suspicion(raw)}"
        ) from None
    return check_text(decoded)


def check_text(decoded: str) -> str:
    """Return decoded normalised. Raises UnreadableText where it is empty, binary, or no text that can be stored."""
    controls = len(CONTROLS.findall(decoded)) - decoded.count("\x85")  # which is a line end
    if controls > max(STRAY_CONTROLS, MOST_CONTROLS * len(decoded)):
        raise UnreadableText(f"is binary: {controls} of {len(decoded)} characters are control characters")
    lone = next((i for i, char in enumerate(decoded) if "\ud800" <= char <= "\udfff"), None)
    if lone is not None:
        raise UnreadableText(f"has half a surrogate pair at character {lone}")
    text = normalise(decoded)
    if not text.strip():
        raise UnreadableText("is empty")
    return text


def _suspicion(raw: bytes) -> str:
    """Name a legacy Vietnamese encoding that the bytes may be in, for the message; nothing is ever guessed from it."""
    try:
        raw.decode("cp1258")
    except UnicodeDecodeError:
        return "; perhaps an older Vietnamese encoding (TCVN3, VNI)"
    return "; perhaps Windows-1258 or another older Vietnamese encoding"


def _folder(folder: Path, max_bytes: int) -> Iterator[Source | SourceError]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        facts = _facts_beside(Path(root, FACTS_FILE), max_bytes)
        if isinstance(facts, SourceError):
            yield facts
        wanted = sorted(name for name in names if _is_source(name))
        if isinstance(facts, dict):
            yield from _missing(facts, wanted, root)
        for name in wanted:
            yield from _file(Path(root, name), facts, max_bytes, follow_links=False)


def _is_source(name: str) -> bool:
    return not name.startswith((".", "~")) and Path(name).suffix.lower() in TEXT_SUFFIXES | LINES_SUFFIXES


def _missing(facts: dict[str, "Facts | SourceError"], names: list[str], root: str) -> Iterator[SourceError]:
    present = {_printable(name) for name in names}
    for name in facts:
        if name not in present:
            yield SourceError(_printable(os.path.join(root, FACTS_FILE)), None, f"names {name!r}, which is not there")


def _file(
    path: Path, facts: "dict[str, Facts | SourceError] | SourceError", max_bytes: int, *, follow_links: bool
) -> Iterator[Source | SourceError]:
    shown = _printable(str(path))
    try:
        if path.suffix.lower() in LINES_SUFFIXES:
            yield from _lines(path, max_bytes, follow_links=follow_links)
        else:
            if isinstance(facts, SourceError):
                raise SourceError(shown, None, f"not read, since {FACTS_FILE} beside it is broken")
            beside = facts.get(_printable(path.name), Facts())
            if isinstance(beside, SourceError):
                raise beside
            yield _text_file(path, beside, max_bytes, follow_links=follow_links)
    except SourceError as error:
        yield error
    except OSError as error:
        yield SourceError(shown, None, f"cannot be read: {error.strerror or error}")


def _text_file(path: Path, facts: "Facts", max_bytes: int, *, follow_links: bool) -> Source:
    shown = _printable(str(path))
    raw = _read(path, max_bytes, follow_links=follow_links)
    try:
        text = read_text(raw)
    except UnreadableText as error:
        raise SourceError(shown, None, str(error)) from None
    return facts.of(text, raw, name=_printable(path.name), path=shown, line=None)


def _read(path: Path, max_bytes: int, *, follow_links: bool) -> bytes:
    with _open(path, follow_links=follow_links) as file:
        raw = file.read(max_bytes + 1)
    if len(raw) > max_bytes:
        raise SourceError(_printable(str(path)), None, f"is larger than {max_bytes} bytes")
    return raw


def _open(path: Path, *, follow_links: bool) -> BinaryIO:
    """Open a regular file for reading bytes; a pipe or a device is refused without waiting for it."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow_links else os.O_NOFOLLOW)
    if not follow_links and path.is_symlink():
        raise SourceError(_printable(str(path)), None, "is a link; links in a folder are not followed")
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SourceError(_printable(str(path)), None, "is not a regular file")
    return open(descriptor, "rb")


def _lines(path: Path, max_bytes: int, *, follow_links: bool) -> Iterator[Source | SourceError]:
    shown = _printable(str(path))
    with _open(path, follow_links=follow_links) as file:
        number = 0
        while raw := file.readline(max_bytes + 1):
            number += 1
            if len(raw) > max_bytes and not raw.endswith(b"\n"):
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(max_bytes)
                yield SourceError(shown, number, f"is longer than {max_bytes} bytes")
            elif raw.strip():
                yield _line(raw.rstrip(b"\r\n"), shown, number)


def _line(raw: bytes, shown: str, number: int) -> Source | SourceError:
    try:
        row = _object(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        facts = Facts.of_row(row)
        text = row.get("text")
        if not isinstance(text, str):
            raise ValueError('"text" is missing or is no string')
        name = _string(row, "source") or ""
        if not (name or facts.url):
            raise ValueError('needs "source" or "url" to be known again by')
        return facts.of(check_text(text), raw, name=unicodedata.normalize("NFC", name), path=shown, line=number)
    except UnicodeDecodeError as error:
        return SourceError(shown, number, f"is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}")
    except RecursionError:
        return SourceError(shown, number, "is nested too deeply")
    except ValueError as error:
        return SourceError(shown, number, str(error))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about an article beside its text."""

    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_on: datetime.date | None = None
    genre: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Facts":
        """Return what a JSON object says. Raises ValueError naming the key that is wrong."""
        unknown = sorted(row.keys() - KEYS)
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
        genre = _string(row, "genre")
        if genre is not None and genre not in GENRES:
            raise ValueError(f'"genre" is {genre!r}; known are {", ".join(GENRES)}')
        return cls(
            title=_string(row, "title"),
            url=_url(row),
            outlet=_string(row, "outlet"),
            published_on=_date(row),
            genre=genre,
            known=_known(row),
        )

    def of(self, text: str, raw: bytes, *, name: str, path: str, line: int | None) -> Source:
        """Return the source that these facts and text make."""
        return Source(
            name=name,
            text=text,
            source_hash=hashlib.sha256(raw).hexdigest(),
            path=path,
            line=line,
            title=self.title,
            url=self.url,
            outlet=self.outlet,
            published_on=self.published_on,
            genre=self.genre,
            known=self.known,
        )


def _facts_beside(path: Path, max_bytes: int) -> "dict[str, Facts | SourceError] | SourceError":
    """Return what the sources.json beside path says, by file name; a SourceError where it cannot be read at all."""
    file = path.with_name(FACTS_FILE)
    shown = _printable(str(file))
    if not file.exists():
        return {}
    try:
        rows = json.loads(_read(file, max_bytes, follow_links=False).decode("utf-8-sig"), **STRICT)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("is no list of objects")
    except SourceError as error:
        return error
    except RecursionError:
        return SourceError(shown, None, "is nested too deeply")
    except (OSError, ValueError) as error:
        return SourceError(shown, getattr(error, "lineno", None), f"is broken: {error}")
    found: dict[str, Facts | SourceError] = {}
    for number, row in enumerate(rows, start=1):
        name = unicodedata.normalize("NFC", str(row.get("source", f"entry {number}")))
        try:
            if name in found:
                raise ValueError("is named twice")
            found[name] = Facts.of_row(row)
        except ValueError as error:
            found[name] = SourceError(shown, None, f"entry {number}, {name}: {error}")
    return found


def _object(line: str) -> dict[str, Any]:
    row = json.loads(line, **STRICT)
    if not isinstance(row, dict):
        raise ValueError("is no JSON object")
    return row


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("has a key twice")
    return row


def _constant(name: str) -> NoReturn:
    raise ValueError(f"has {name}, which is not JSON")


STRICT: Final[dict[str, Any]] = {"object_pairs_hook": _pairs, "parse_constant": _constant}


def _string(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(f'"{key}" is no string')
    try:
        value = check_text(value).strip()
    except UnreadableText as error:
        raise ValueError(f'"{key}" {error}') from None
    if "\n" in value or len(value) > LONGEST.get(key, 100):
        raise ValueError(f'"{key}" is longer than a line of {LONGEST.get(key, 100)} characters')
    return value


def _url(row: Mapping[str, Any]) -> str | None:
    url = _string(row, "url")
    if url is not None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or any(char.isspace() for char in url):
            raise ValueError(f'"url" is no web address: {url[:60]!r}')
    return url


def _date(row: Mapping[str, Any]) -> datetime.date | None:
    value = _string(row, "published_on")
    if value is None:
        return None
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f'"published_on" is {value!r}, no date of the form YYYY-MM-DD') from None
    if date.year not in YEARS:
        raise ValueError(f'"published_on" is {value!r}, not between {YEARS[0]} and {YEARS[-1]}')
    return date


def _known(row: Mapping[str, Any]) -> dict[str, str]:
    known = row.get("known") or {}
    if not isinstance(known, dict) or not all(isinstance(reason, str) for reason in known.values()):
        raise ValueError('"known" is no object of strings')
    stray = sorted(known.keys() - set(FACTS))
    if stray:
        raise ValueError(f'"known" speaks of {stray[0]!r}, which is no fact')
    return known


def _printable(path: str) -> str:
    """Return a path in NFC for messages and keys: bytes that are not UTF-8 and control characters are escaped."""
    readable = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in unicodedata.normalize("NFC", readable)
    )
