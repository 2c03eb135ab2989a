"""The topics that words speak of, by the cues of `data/topics.tsv`."""

from typing import Final

from articles.extraction.patterns import pattern
from directives.extraction.words import any_word, entries, level, one_spaced

CUES: Final = {level(cue): slug for slug, cue in entries("topics.tsv")}
HYPHEN: Final = pattern(
    r"\s?-\s?",
    finds=("kinh tế‹ - ›xã hội", "quốc gia‹-›dân tộc"),
    leaves=("kinh tế, xã hội", "kinh tế–xã hội"),
    attack=" - ",
)
SLUGS: Final = {HYPHEN.sub("-", cue): slug for cue, slug in CUES.items()}
CUE: Final = pattern(
    rf"{any_word(SLUGS)}(?!\w)",
    finds=(
        "đẩy mạnh ‹ngoại giao kinh tế›",
        "‹lợi ích quốc gia-dân tộc› là tối thượng",
        "‹hội nhập quốc tế về văn hóa, xã hội›",
    ),
    leaves=("ngoai giao kinh te", "bánh cốc và dicư", "ngoại khóa"),
    attack="hội nhập quốc tế về ",
)


def find_topics(text: str) -> tuple[str, ...]:
    """Return the slugs of the topics whose cues stand in text, each once, in the order of their first cues.

    Case does not matter, marks do; where cues overlap, the first and longest counts.
    """
    low = HYPHEN.sub("-", level(text))
    found = (SLUGS[one_spaced(match[0])] for match in CUE.finditer(low))
    return tuple(dict.fromkeys(found))
