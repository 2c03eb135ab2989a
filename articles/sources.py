"""The one door for texts, whatever their form. What does not pass is named with its reason and position.

Files are UTF-8 with or without a byte order mark. JSON Lines has one object a line with the keys of `articles.facts`
and `text`, `source` and `known`; a folder's `sources.json` has a list of the same objects without `text`, one a file.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from articles.facts import Facts, read_json, string_of
from articles.reading import UnreadableText, check_text, read_text

TEXT_SUFFIXES: Final = {".txt"}
LINES_SUFFIXES: Final = {".jsonl", ".ndjson"}
FACTS_FILE: Final = "sources.json"


class SourceError(Exception):
    """A source that cannot be read: where it is and why. line counts from 1; None where the whole file is meant."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class Source:
    """One article as it was read, and what is said about it beside its text."""

    name: str  # of the file, in NFC; or `source` of a JSON Lines object; may be empty where there is a URL
    text: str
    source_hash: str  # SHA-256 of the bytes read, in hexadecimal
    path: str = ""
    line: int | None = None
    facts: Facts = field(default_factory=Facts)

    @property
    def key(self) -> str:
        """By what the article is known again: its URL, else its name."""
        return self.facts.url or self.name

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


def _missing(facts: dict[str, Facts | SourceError], names: list[str], root: str) -> Iterator[SourceError]:
    present = {_printable(name) for name in names}
    for name in facts:
        if name not in present:
            yield SourceError(_printable(os.path.join(root, FACTS_FILE)), None, f"names {name!r}, which is not there")


def _file(
    path: Path, facts: dict[str, Facts | SourceError] | SourceError, max_bytes: int, *, follow_links: bool
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


def _text_file(path: Path, facts: Facts, max_bytes: int, *, follow_links: bool) -> Source:
    shown = _printable(str(path))
    raw = _read(path, max_bytes, follow_links=follow_links)
    try:
        text = read_text(raw)
    except UnreadableText as error:
        raise SourceError(shown, None, str(error)) from None
    return Source(_printable(path.name), text, hashlib.sha256(raw).hexdigest(), shown, None, facts)


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
        row = read_json(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        if not isinstance(row, dict):
            raise ValueError("is no JSON object")
        facts = Facts.of_row(row)
        text = row.get("text")
        if not isinstance(text, str):
            raise ValueError('"text" is missing or is no string')
        name = unicodedata.normalize("NFC", string_of(row, "source") or "")
        if not (name or facts.url):
            raise ValueError('needs "source" or "url" to be known again by')
        return Source(name, check_text(text), hashlib.sha256(raw).hexdigest(), shown, number, facts)
    except UnicodeDecodeError as error:
        return SourceError(shown, number, f"is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}")
    except ValueError as error:
        return SourceError(shown, number, str(error))


def _facts_beside(path: Path, max_bytes: int) -> dict[str, Facts | SourceError] | SourceError:
    """Return what the sources.json beside path says, by file name; a SourceError where it cannot be read at all."""
    file = path.with_name(FACTS_FILE)
    shown = _printable(str(file))
    if not file.exists():
        return {}
    try:
        rows = read_json(_read(file, max_bytes, follow_links=False).decode("utf-8-sig"))
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("is no list of objects")
    except SourceError as error:
        return error
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


def _printable(path: str) -> str:
    """Return a path in NFC for messages and keys: bytes that are not UTF-8 and control characters are escaped."""
    readable = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in unicodedata.normalize("NFC", readable)
    )
