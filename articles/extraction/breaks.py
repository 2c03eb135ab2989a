"""Lines broken in the midst of a name: "… Tổng Bí thư", a blank line, "Tô Lâm đã chỉ đạo …"; and signatures.

A page puts an advertisement or a picture between two halves of a sentence, and a signature stands under its office.
"""

from itertools import islice
from typing import Final

from articles.extraction.drafts import Draft
from articles.extraction.lexicon import GIVEN_NAMES, SURE_MIDDLES
from articles.extraction.naming import namings
from articles.extraction.phrases import words_of
from articles.extraction.text import Span

BROKEN: Final = "broken-line"
LONGEST_TAIL: Final = 120  # code points, of the offices before a name
LONGEST_HEAD: Final = 60
STOPS: Final = (".", "!", "?", "…", ":", ";", ",", ")", "”", '"', "’", "'", "»")


def mended(text: str, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with the parts of each broken line as one draft; the title is not looked at."""
    found = drafts[:1]
    for draft in islice(drafts, 1, None):
        last = found[-1]
        whole = last is drafts[0] or last.first is not None
        if whole or last.kind is not None or not _goes_on(last.words, draft.words):
            found.append(draft)
        else:
            span = Span(last.span.start, draft.span.end)
            words = span.of(text).replace("\n", " ")
            found[-1] = Draft(span, words, draft.paragraph, first=last.span, rest=draft.span)
    return found


def _goes_on(line: str, following: str) -> bool:
    """Say whether a line ends in an office or in part of a name, and the next one begins with the rest.

    A name that is all of the next line signs where the line is all an office; else the reporter's may stand there.
    """
    if line.endswith(STOPS) or not following[0].isupper():
        return False
    tail, head = line[-LONGEST_TAIL:], following[:LONGEST_HEAD]
    before, words = words_of(tail), words_of(f"{tail} {head}")
    joint = len(before)
    for naming in namings(words, 0, len(words)):
        if naming.kind != "full" or naming.name is None or not naming.titles or not naming.first < joint < naming.end:
            continue
        begins = words.starts.index(naming.name.start)
        if begins == joint:
            return _opens_with_a_name(head) and (naming.first == 0 or len(naming.syllables) < len(words_of(following)))
        if begins < joint < begins + len(naming.syllables):
            named = words.sounds[joint - 1] not in SURE_MIDDLES and any(
                one.kind == "full" and one.end == joint for one in namings(before, 0, joint)
            )
            return not named and words.sounds[joint] in GIVEN_NAMES
    return False


def _opens_with_a_name(line: str) -> bool:
    words = words_of(line)
    return any(one.first == 0 and one.name is not None and one.name.start == 0 for one in namings(words, 0, len(words)))
