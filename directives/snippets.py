"""The words around a place in a text, for those who look at a list of places."""

from typing import Final, TypedDict

REACH: Final = 80  # code points that a snippet shows on each side at most
LOADED: Final = REACH + 1  # code points to load on each side: the last one tells whether a word was cut


class Snippet(TypedDict):
    """A passage: `exact` is `prefix`, the words, `suffix`, and stands in the text from start to end."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def snippet(start: int, end: int, surroundings: str) -> Snippet:
    """Return the words from start to end with up to 80 code points on each side, cut between words.

    surroundings is the text from LOADED code points before start (or from its beginning) to LOADED after end or more.
    """
    at = min(start, LOADED)
    words = surroundings[at : at + end - start]
    prefix = _whole_words(surroundings[:at][::-1])[::-1]
    suffix = _whole_words(surroundings[at + end - start :][:LOADED])
    return Snippet(
        start=start - len(prefix),
        end=end + len(suffix),
        exact=prefix + words + suffix,
        prefix=prefix,
        suffix=suffix,
    )


def _whole_words(text: str) -> str:
    """Return text without the word that is cut at its far end, and without white space there."""
    if len(text) > REACH:
        while text and not text[-1].isspace():
            text = text[:-1]
    return text.rstrip()
