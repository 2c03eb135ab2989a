"""Which of the names that a program finds in an article are those of its people."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from tests.accuracy.answers import Article
from tests.accuracy.score import Count, folded

# The last word of what stands before a name and is no part of it.
BEFORE: Final = frozenset(
    map(
        folded,
        ["ông", "bà", "anh", "chị", "bác", "cụ", "chí", "GS", "PGS", "TS", "ThS"]
        + ["trưởng", "tướng", "tá", "thư", "sứ", "tịch"],
    )
)
# Whoever took a picture, or wrote the text and is named on a line alone, is no person of the article.
CREDIT: Final = re.compile(r"(?:Ảnh|Nguồn)\s*:.*|\([^()\n]{1,40}/\w+\)|^.{1,40}$", re.MULTILINE)


def names_right(found: Iterable[str], article: Article) -> Count:
    """Count the people of an article that were found, each once, by the same rule for both.

    A title or "ông" before the name does no harm. Part of the name of a person of the article ("Trung", "Bác Hồ")
    counts neither way, and so do photographers, authors, headings, and people whom two readers may leave out.
    """
    people = article.answers["speakers"]
    spellings = {words(name): person for person in people for name in (person["name"], *person.get("aliases", []))}
    text = words(CREDIT.sub("", article.text))
    seen: set[str] = set()
    false = set()
    for name in map(words, found):
        bare = without_title(name)
        same = [one for one in spellings if bare == one or name.endswith(one)]
        if same:
            seen.add(spellings[max(same, key=len)]["name"])
        elif bare in text and not any(bare in one for one in spellings):
            false.add(bare)
    required = [person for person in people if not person.get("optional")]
    hits = sum(person["name"] in seen for person in required)
    return Count(hits, len(false), len(required) - hits)


def without_title(name: str) -> str:
    """Return what of a name, as `words` gives it, stands behind its last title; all of it where nothing does."""
    parts = name.split()
    titles = [n for n, word in enumerate(parts[:-1]) if word in BEFORE]
    return f" {' '.join(parts[titles[-1] + 1 :])} " if titles else name


def words(text: str) -> str:
    """Return the words of a text for comparing, each between blanks."""
    found = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    return f" {' '.join(map(folded, found))} "
