"""The one door for texts, whatever their form. What does not pass is named with its reason and position.

Files are UTF-8 with or without a byte order mark. JSON Lines has one object a line with the keys of `articles.facts`
and `text`, `source` and `known`; a folder's `sources.json` has a list of the same objects without `text`, one a file,
`source` being its name.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from articles.facts import LONGEST, BrokenJson, Facts, read_json, string_of
from articles.reading import UnreadableText, check_text, read_text

TEXT_SUFFIXES: Final = {".txt"}
LINES_SUFFIXES: Final = {".jsonl", ".ndjson"}
FACTS_FILE: Final = "sources.json"
CHUNK: Final = 1024**2  # bytes read at once where lines are only counted


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


def count_sources(paths: Iterable[Path]) -> int:
    """Return about how many sources `sources` will yield, without reading a text: files, and lines of JSON Lines."""
    return sum(_count_lines(path) if _has_lines(path) else 1 for path in _files(paths))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for root, names in _walk(path):
                yield from (Path(root, name) for name in names if _is_source(name))
        else:
            yield path


def _count_lines(path: Path) -> int:
    try:
        with _open(path, follow_links=True) as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
    except (OSError, SourceError):
        return 1  # what cannot be read is yielded as one error


def _has_lines(path: Path) -> bool:
    return path.suffix.lower() in LINES_SUFFIXES


def _walk(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder from this one down, hidden ones passed over, with the names of its files, both sorted."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield root, sorted(names)


def _folder(folder: Path, max_bytes: int) -> Iterator[Source | SourceError]:
    for root, names in _walk(folder):
        facts = _facts_beside(Path(root, FACTS_FILE), max_bytes)
        if isinstance(facts, SourceError):
            yield facts
        wanted = [name for name in names if _is_source(name)]
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
        if _has_lines(path):
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
    shown, name = _printable(str(path)), _printable(path.name)
    if len(name) > LONGEST["source"]:  # a byte that is not UTF-8 is written with four characters
        raise SourceError(shown, None, f"has a name that is longer than {LONGEST['source']} characters when escaped")
    raw = _read(path, max_bytes, follow_links=follow_links)
    try:
        text = read_text(raw)
    except UnreadableText as error:
        raise SourceError(shown, None, str(error)) from None
    return Source(name, text, hashlib.sha256(raw).hexdigest(), shown, None, facts)


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
        return SourceError(shown, number, _not_utf_8(error))
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
        names = _names(rows)
    except SourceError as error:
        return error
    except OSError as error:
        return SourceError(shown, None, f"cannot be read: {error.strerror or error}")
    except UnicodeDecodeError as error:
        return SourceError(shown, None, _not_utf_8(error))
    except ValueError as error:
        return SourceError(shown, error.line if isinstance(error, BrokenJson) else None, str(error))
    found: dict[str, Facts | SourceError] = {}
    for number, (name, row) in enumerate(zip(names, rows, strict=True), start=1):
        try:
            if name in found:
                raise ValueError("is named twice")
            if "text" in row:
                raise ValueError('has a "text", which stands in the file itself')
            found[name] = Facts.of_row(row)
        except ValueError as error:
            found[name] = SourceError(shown, None, f"entry {number}, {name}: {error}")
    return found


def _names(rows: Any) -> list[str]:
    """Return the file that each entry of a sources.json speaks of. Raises ValueError where one does not say."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("is no list of objects")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row.get("source"), str) or not row["source"].strip():
            raise ValueError(f'entry {number} has no "source": it must name the file that it speaks of')
    return [unicodedata.normalize("NFC", row["source"]) for row in rows]


def _not_utf_8(error: UnicodeDecodeError) -> str:
    return f"is not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}"


def _printable(path: str) -> str:
    """Return a path in NFC for messages and keys: bytes that are not UTF-8 and control characters are escaped."""
    readable = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in unicodedata.normalize("NFC", readable)
    )
