"""Telling the words of a page apart: Vietnamese, English, and what is neither because it is data."""

import io
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import django
from babel.messages.mofile import read_mo
from django.apps import apps
from django.conf import settings
from django.utils.text import capfirst

WORD = re.compile(r"\w*[A-Za-z]{3}\w*", re.ASCII)
# What stands between two pieces of a text that come from different places.
BETWEEN = re.compile(r" [-–—|/·›‹] |: |, (?=\d\d:\d\d)")
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"")
# Addresses, tokens, and what Django shows of a password's hash.
NO_WORDS = re.compile(r"https?://\S*|/\S*|[0-9a-f]{32}|\S{6}\*+")

# The same in both languages: what the world calls so.
COMMON = frozenset({"API", "CSV", "English", "HTML", "HTTP", "JSON", "MIT", "OpenAPI", "REST", "SHA", "SSO", "URL"})
COMMON |= {"XLSX", "csv", "curl", "doingoai", "json", "pbkdf2_sha256", "slug", "xlsx"}
# The words that stand for Django's icons of yes and no, which it has in English alone.
ICONS = frozenset({"True", "False", "None"})


def english_in(text: str, data: frozenset[str]) -> list[str]:
    """Return the pieces of a text that a page in Vietnamese should not show: English, as far as one can tell.

    A piece is taken for English when it has a word of three letters and no mark of Vietnamese, and is neither data nor
    the same in both languages.
    """
    return [piece for piece in pieces_of(text, data) if is_english(piece, data)]


def vietnamese_in(label: str, data: frozenset[str]) -> list[str]:
    """Return the pieces of a label that are no data and yet show Vietnamese, outside of quotation marks."""
    pieces = (piece for piece in pieces_of(label, data) if piece not in data)
    return [piece for piece in pieces if has_vietnamese(QUOTED.sub("", piece))]


def pieces_of(text: str, data: frozenset[str]) -> Iterator[str]:
    """Yield what stands between the separators of a text, up to where all that is left is data."""
    while text and not is_data(text, data):
        piece, _, text = BETWEEN.sub("\n", text, count=1).partition("\n")
        yield piece


def is_data(text: str, data: frozenset[str]) -> bool:
    """Say whether a text is a value of the database, whole or cut short."""
    begins = text.removesuffix("…").rstrip()
    return text in data or (begins != text and any(value.startswith(begins) for value in data))


def is_english(piece: str, data: frozenset[str]) -> bool:
    """Say whether a piece of a text is taken for English."""
    return (
        piece.isascii()
        and not COMMON.issuperset(WORD.findall(piece))
        and piece.rstrip(":.?") not in data | ICONS | vietnamese_without_marks()
        and not NO_WORDS.fullmatch(piece)
    )


def has_vietnamese(text: str) -> bool:
    """Say whether a text has a letter that English has not."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "đ" in letters or any(map(unicodedata.combining, letters))


@cache
def vietnamese_without_marks() -> frozenset[str]:
    """Return the translations, ours and the packages', that happen to have no mark ("Xem", "Trang"), as labels too."""
    folders = [*settings.LOCALE_PATHS, *(Path(app.path) / "locale" for app in apps.get_app_configs())]
    folders.append(Path(django.__file__).parent / "conf" / "locale")
    catalogues = [path for folder in folders for path in Path(folder).glob("vi/LC_MESSAGES/*.mo")]
    return frozenset(
        shown
        for path in catalogues
        for message in read_mo(io.BytesIO(path.read_bytes()))
        for said in ([message.string] if isinstance(message.string, str) else message.string or ())
        if said.isascii() and said not in message.id
        for shown in (said, capfirst(said))
    )


def data_of(database: Path) -> frozenset[str]:
    """Return every short text that a database holds: what a page shows of these is data, in whatever language.

    What the search keeps is left out: no page shows it.
    """
    with closing(sqlite3.connect(database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        tables = [name for name in names if not name.startswith("search_")]
        rows = (row for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))
        return frozenset(value.strip() for row in rows for value in row if isinstance(value, str) and len(value) < 5000)
