"""What a word is to the search: the same in a text as in a question, whatever database looks for it.

A word is a run of letters and digits; it is compared folded ("doi") and with its marks, the tone put in one place
("hoà" is "hòa"). Words stand side by side within a line: no pair or phrase reaches over the end of one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from articles.extraction.text import Span, fold, tone_last

LONGEST_WORD: Final = 40  # code points of a word that count: no database indexes words of any length
MARK: Final = "\u0300-\u036f"  # a letter may have more marks than there are letters composed with them
RUN: Final = re.compile(rf"[^\W_](?:[^\W_]|[{MARK}])*")
SO: Final = frozenset({tone_last("số"), "so"})  # "Nghị quyết số 59" and "Nghị quyết 59" are one
GAP: Final = "|"  # stands between what is not side by side: lines, names


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and how it is compared."""

    span: Span
    folded: str
    marked: str


def words(text: str) -> list[Word]:
    """Return the words of text in order, but not "số" before a number. Spans count code points of text as it is.

    A text that is not composed (NFC) has the same words; their spans count its own code points.
    """
    found = [Word(Span(*run.span()), *_compared(run[0])) for run in RUN.finditer(text)]
    numbered = {word.span for word, after in pairwise(found) if word.marked in SO and after.folded[0].isdigit()}
    return [word for word in found if word.span not in numbered]


def lines_of_words(texts: Iterable[str]) -> Iterator[list[Word]]:
    """Yield the words of each line of texts that has any."""
    for text in texts:
        for line in text.split("\n"):
            if found := words(line):
                yield found


def in_a_row(lines: Iterable[Iterable[str]]) -> str:
    """Return words as they are stored: in order, each between spaces, with a gap at both ends of each line."""
    joined = f" {GAP} ".join(" ".join(line) for line in lines)
    return f" {GAP} {joined} {GAP} " if joined else ""


def tokens(stored: str) -> str:
    """Return what an index holds of stored words: each word, and each pair of neighbours as "doi_ngoai", once."""
    row = stored.split()
    pairs = (f"{one}_{other}" for one, other in pairwise(row) if GAP not in (one, other))
    return " ".join(dict.fromkeys([*(word for word in row if word != GAP), *pairs]))


@lru_cache(maxsize=1 << 15)  # the language has some seven thousand syllables
def _compared(run: str) -> tuple[str, str]:
    """Return a word folded, and with its marks in lower case."""
    lower = unicodedata.normalize("NFC", run).lower()[:LONGEST_WORD]
    return fold(lower) or lower, tone_last(lower)
