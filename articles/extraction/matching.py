"""When two printed names are the same name."""

import re
from functools import lru_cache
from typing import Final

from articles.extraction.text import tone_last

DASHES: Final = re.compile("[‐‑‒–—―−]")
AROUND: Final = re.compile(r" ?([/\-]) ?")


@lru_cache(maxsize=16_384)
def match_key(name: str) -> str:
    """Return what two spellings of one name have in common: letters and tones, whatever the case, spaces or dashes.

    The tone goes behind its word, so that "Uỷ viên" is "Ủy viên"; unlike `fold` it keeps every mark, since
    "Lê Minh Hưng" is not "Lê Minh Hùng".
    """
    return " ".join(map(tone_last, AROUND.sub(r"\1", DASHES.sub("-", name)).casefold().split()))
