r"""Patterns that carry printed forms: what each must find, what it must leave alone, and the text that hurts it most.

    YEAR: Final = pattern(
        r"(?<! \d ) (?: 19 | 20 ) \d\d (?! \d )",
        re.VERBOSE,
        finds=("năm ‹2026›", "từ ‹1986› đến nay"),
        leaves=("năm 1826", "20261", "năm 26"),
        attack="19",
    )

The forms cost nothing when a text is read: what comes back is the compiled pattern. The tests hold every pattern to
its forms and to its time (tests/extraction/test_patterns.py).

In a form the marks ‹ and › show what exactly is found: "giao ‹Bộ Tài chính› chủ trì". Without marks it is enough that
the pattern finds something. Of a pattern that is only tried at a place (`used="match"`), ‹ shows the place, in forms
that are left alone too: "Nghị quyết‹ 100 tỷ đồng"; without it, that is the start. Forms look as the text that the
pattern is used on: in lower case where that is.

A search is fast where a pattern begins with characters, for it looks nowhere else. What must not stand before them is
therefore asked behind the first: `\d (?<! \w\d )`, not `(?<! \w ) \d`.
"""

import re
import sys
from dataclasses import dataclass
from typing import Final, Literal

Use = Literal["search", "match", "fullmatch"]


@dataclass(frozen=True, slots=True)
class Registered:
    """A pattern with its forms. place is where it was made: "articles.extraction.text:26".

    finds and leaves are forms as above. attack is repeated to make the text over which the pattern takes longest. used
    says how: sought in a whole text ("search"; so too for finditer, sub and split), tried at places that something else
    has found ("match"), or held against a whole string ("fullmatch").
    """

    place: str
    pattern: re.Pattern[str]
    finds: tuple[str, ...]
    leaves: tuple[str, ...]
    attack: str
    used: Use


REGISTER: Final[list[Registered]] = []  # every pattern of the modules imported so far


def pattern(
    source: str,
    flags: int = 0,
    *,
    finds: tuple[str, ...],
    leaves: tuple[str, ...],
    attack: str,
    used: Use = "search",
) -> re.Pattern[str]:
    r"""Return the compiled pattern, and register it with its forms.

    leaves may be empty for a pattern alone that matches the empty string, and so leaves nothing: `\s?`.
    """
    compiled = re.compile(source, flags)
    caller = sys._getframe(1)
    place = f"{caller.f_globals['__name__']}:{caller.f_lineno}"
    REGISTER.append(Registered(place, compiled, finds, leaves, attack, used))
    return compiled
