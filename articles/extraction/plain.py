"""A text as it is read: with single spaces, and without what nobody sees; and the way back to the printed one.

Printed: "Lê Hoài  Trung", "Cảm\u00a0ơn ông!", a line that a zero-width space or a byte order mark opens. The rules
read the plain text and know nothing of these; what they find is carried back, so that it stands where it is printed.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import fields, is_dataclass
from functools import cache
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
        pieces, at = [], 0
        self._gone = [0]  # how many characters are gone, before the first odd place and behind each
        self._ends: list[int] = []  # of the odd places, in the plain text
        for start, end in odd:
            space = " " * _has_space(printed[start:end])
            pieces += [printed[at:start], space]
            self._gone.append(self._gone[-1] + end - start - len(space))
            self._ends.append(end - self._gone[-1])
            at = end
        self.text = "".join([*pieces, printed[at:]])

    def printed(self, found: T) -> T:
        """Return what was found in the plain text with all its spans, however deep, as those of the printed one."""
        return found if not self._ends else self._carried(found, {})

    def span(self, printed: Span) -> Span:
        """Return the place in the plain text of a place in the printed one; empty where nothing can be seen there."""
        return Span(*(self.before(index) for index in (printed.start, printed.end))) if self._ends else printed

    def before(self, index: int) -> int:
        """Return how many characters of the plain text are printed before an index of the printed one."""
        return bisect_left(range(len(self.text)), index, key=self.at)

    def at(self, index: int) -> int:
        """Return where the character at an index of the plain text is printed."""
        return index + self._gone[bisect_right(self._ends, index)]

    def _carried(self, found: Any, done: dict[int, Any]) -> Any:
        """Return found with other spans. done: what has been carried back, by identity: one thing stays one."""
        if isinstance(found, Span):
            return Span(self.at(found.start), self.at(found.end - 1) + 1)
        if isinstance(found, tuple):
            return tuple(self._carried(one, done) for one in found)
        names = _fields_of(found.__class__)
        if not names:
            return found
        if id(found) not in done:
            done[id(found)] = found.__class__(**{name: self._carried(getattr(found, name), done) for name in names})
        return done[id(found)]


def _is_plain(text: str) -> bool:
    """Say of a text, fast, that it holds nothing odd; an odd character is printable to no one, nor to Python."""
    return "  " not in text and text.replace("\n", "").isprintable()


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass; of any other class none."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _has_space(odd: str) -> bool:
    return any(map(str.isspace, odd))


def one_spaced(words: str) -> str:
    """Return words in their plain form."""
    return Plain(words).text
