"""When two printed names are the same name."""

from functools import lru_cache
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.text import tone_last

DASHES: Final = pattern("[‐‑‒–—―−]", finds=("59 ‹–› NQ/TW",), leaves=("59-NQ/TW", "57_NQ"), attack="–")
AROUND: Final = pattern(
    r" ?([/\-]) ?", finds=("59‹ - ›NQ/TW", "NQ‹/ ›TW", "NQ‹/›TW"), leaves=("Nghị quyết 59",), attack=" / "
)


@lru_cache(maxsize=16_384)
def match_key(name: str) -> str:
    """Return what two spellings of one name have in common: letters and tones, whatever the case, spaces or dashes.

    The tone goes behind its word, so that "Uỷ viên" is "Ủy viên"; unlike `fold` it keeps every mark, since
    "Lê Minh Hưng" is not "Lê Minh Hùng".
    """
    return " ".join(map(tone_last, AROUND.sub(r"\1", DASHES.sub("-", name)).casefold().split()))
