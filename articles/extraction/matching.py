"""When two printed names are the same name."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
DASHES: Final = re.compile("[‐‑‒–—―−]")
AROUND: Final = re.compile(r" ?([/\-]) ?")


@lru_cache(maxsize=16_384)
def match_key(name: str) -> str:
    """Return what two spellings of one name have in common: letters and tones, whatever the case, spaces or dashes.

    The tone goes behind its word, so that "Uỷ viên" is "Ủy viên"; unlike `fold` it keeps every mark, since
    "Lê Minh Hưng" is not "Lê Minh Hùng".
    """
    words = []
    for word in AROUND.sub(r"\1", DASHES.sub("-", name)).casefold().split():
        decomposed = unicodedata.normalize("NFD", word)
        letters = "".join(char for char in decomposed if char not in TONES)
        tones = "".join(char for char in decomposed if char in TONES)
        words.append(unicodedata.normalize("NFC", letters) + tones)
    return " ".join(words)
