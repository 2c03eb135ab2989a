"""The order of a Vietnamese index, as digits that every database and language sorts alike."""

import unicodedata
from typing import Final

from articles.extraction.text import TONES

ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # the 29 letters of Vietnamese with f j w z at their Latin places
LETTERS: Final = {letter: f"{place:02}" for place, letter in enumerate(ALPHABET, start=2)}
SPACE: Final = "01"
END: Final = "00"


def sort_key(words: str) -> str:
    """Return digits that sort as a Vietnamese index does.

    Letters decide first (Đ after D, Ơ after Ô), tones only between words of the same letters. Characters that are no
    letters of the alphabet count as nothing.
    """
    plain = " ".join(words.casefold().split())
    return _letters(plain) + END + _tones(plain)


def name_sort_key(name: str) -> str:
    """Return digits that sort names of people: by the given name, which is the last word, then by those before it."""
    *others, given = name.split() or [""]
    return sort_key(" ".join([given, *others]))


def _letters(words: str) -> str:
    return "".join(SPACE if char == " " else LETTERS.get(char, "") for char in _without_tones(words))


def _tones(words: str) -> str:
    """Return one digit a word: 0 without a tone, else its place in TONES, which are in the order of dictionaries."""
    decomposed = unicodedata.normalize("NFD", words).split()
    return "".join(
        str(max((TONES.index(char) + 1 for char in word if char in TONES), default=0)) for word in decomposed
    )


def _without_tones(words: str) -> str:
    """Return words with tones gone and letters kept; a letter with another mark ("é" of French) loses the mark."""
    bare = "".join(char for char in unicodedata.normalize("NFD", words) if char not in TONES)
    composed = unicodedata.normalize("NFC", bare)
    return "".join(
        char if char == " " or char in LETTERS else unicodedata.normalize("NFD", char)[0] for char in composed
    )
