"""The topics that words speak of, by the cues of `data/topics.tsv`."""

import re
from typing import Final

from directives.extraction.words import entries, level


def _pattern(cue: str) -> str:
    """Return a pattern for a levelled cue; a hyphen may stand with or without spaces: "kinh tế - xã hội"."""
    return re.escape(cue).replace(r"\ \-\ ", r"\s?-\s?").replace(r"\ ", r"\s{1,2}")


CUES: Final = {level(cue): slug for slug, cue in entries("topics.tsv")}
SLUGS: Final = {re.sub(r"\s*-\s*", "-", cue): slug for cue, slug in CUES.items()}
CUE: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_pattern(cue) for cue in sorted(CUES, key=len, reverse=True))})(?!\w)")


def find_topics(text: str) -> tuple[str, ...]:
    """Return the slugs of the topics whose cues stand in text, each once, in the order of their first cues.

    Case does not matter, marks do; where cues overlap, the first and longest counts.
    """
    found = (SLUGS[re.sub(r"\s*-\s*", "-", " ".join(match[0].split()))] for match in CUE.finditer(level(text)))
    return tuple(dict.fromkeys(found))
