"""A text as it is read: with single spaces, and without what nobody sees; and the way back to the printed one.

Printed: "Lê Hoài  Trung", "Cảm\u00a0ơn ông!", a line that a zero-width space or a byte order mark opens. The rules
read the plain text and know nothing of these; what they find is carried back, so that it stands where it is printed.
"""

import re
from bisect import bisect_right
from dataclasses import fields, is_dataclass, replace
from itertools import accumulate
from typing import Any, Final, TypeVar

from articles.extraction.patterns import pattern
from articles.extraction.text import Span

T = TypeVar("T")

UNSEEN: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # no white space
ODD_SPACE: Final = pattern(  # all but a line end and a single space between things seen
    rf"(?: [^\S\n\ ] | [{UNSEEN}] | \  (?= [^\S\n] | [{UNSEEN}] ) ) (?: [^\S\n] | [{UNSEEN}] )*+",
    re.VERBOSE,
    finds=("Hoài‹  ›Trung", "Cảm‹\u00a0›ơn", "‹\u200b›Một là", "a‹ \u200b ›b", "a‹\t›b", "so\u200bạn"),
    leaves=("Cảm ơn ông!\n\nMột là", " a "),
    attack=" \u200b",
)


class Plain:
    """The plain form of a text. text is what the rules read."""

    def __init__(self, printed: str) -> None:
        odd = [] if _is_plain(printed) else [(match.start(), match.end()) for match in ODD_SPACE.finditer(printed)]
        self.text = printed if not odd else ODD_SPACE.sub(lambda odd: " " if _has_space(odd[0]) else "", printed)
        lost = [end - start - _has_space(printed[start:end]) for start, end in odd]
        gone = [0, *accumulate(lost)]
        self._gone = gone
        self._ends = [end - so_far for (_, end), so_far in zip(odd, gone[1:], strict=True)]  # in the plain text

    def printed(self, found: T) -> T:
        """Return what was found in the plain text with all its spans, however deep, as those of the printed one."""
        return found if not self._ends else self._carried(found, {})

    def _carried(self, found: Any, done: dict[int, Any]) -> Any:
        """Return found with other spans. done: what has been carried back, by identity: one thing stays one."""
        if isinstance(found, Span):
            return Span(self._at(found.start), self._at(found.end - 1) + 1)
        if isinstance(found, tuple):
            return tuple(self._carried(one, done) for one in found)
        if not is_dataclass(found) or isinstance(found, type):
            return found
        if id(found) not in done:
            values = {field.name: getattr(found, field.name) for field in fields(found)}
            done[id(found)] = replace(found, **{name: self._carried(one, done) for name, one in values.items()})
        return done[id(found)]

    def _at(self, index: int) -> int:
        """Return where the character at an index of the plain text is printed."""
        return index + self._gone[bisect_right(self._ends, index)]


def _is_plain(text: str) -> bool:
    """Say of a text, fast, that it holds nothing odd; an odd character is printable to no one, nor to Python."""
    return "  " not in text and text.replace("\n", "").isprintable()


def _has_space(odd: str) -> bool:
    return any(map(str.isspace, odd))


def one_spaced(words: str) -> str:
    """Return words in their plain form."""
    return Plain(words).text
