"""What was met among names and quotations and not understood: names of nobody, quotations of nobody."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal

from articles.extraction.lexicon import GIVEN_NAMES, NOT_NAMES, ORGAN_SYLLABLES, TITLES
from articles.extraction.naming import Naming
from articles.extraction.phrases import Words
from articles.extraction.scene import Line, Scene
from articles.extraction.speech import OPENING, QUOTATION_MARKS
from articles.extraction.text import Span
from articles.extraction.voices import NARRATED

DoubtCode = Literal["mention-unknown", "name-unread", "quotation-open", "quotation-unattributed"]

FEWEST_WORDS_OF_A_NAME: Final = 2
LONGEST_NAME: Final = 5  # words
FEWEST_WORDS_SPOKEN: Final = 10  # of a quotation that is a sentence; a shorter one is a slogan, a title, a term
BEFORE_SPEECH: Final = frozenset(".:!?…-–—")


@dataclass(frozen=True, slots=True)
class FoundDoubt:
    """One thing met and not understood, and where it stands."""

    code: DoubtCode
    span: Span


def find_doubts(scene: Scene, heard: Sequence[tuple[Span, object]]) -> Iterator[FoundDoubt]:
    """Yield what is doubtful in a text; heard are the places whose speaker is known, in reading order.

    Who is meant by nobody's name is said once for each way of calling, at the first.
    """
    said: set[tuple[str, ...]] = set()
    for line in scene.lines:
        if line.block.kind == "caption":
            continue
        for naming, meant, speech in zip(line.namings, line.meant, line.speech, strict=True):
            called = tuple(scene.words.sounds[naming.first : naming.end])
            if meant or called in said:
                continue
            unread = _capitals_at_its_end(scene.words, naming) if naming.kind == "title" else None
            if unread:
                said.add(called)
                yield FoundDoubt("name-unread", unread)
            elif _calls_someone(scene.words, naming, told=speech == "main"):
                said.add(called)
                yield FoundDoubt("mention-unknown", scene.words.span(naming.first, naming.end))
    yield from _of_quotations(scene, heard)


def _calls_someone(words: Words, naming: Naming, *, told: bool) -> bool:
    """Say whether a naming of nobody means somebody: "ông Trung", or "Thủ tướng" who says something."""
    if naming.kind in ("short", "loose"):
        return bool(naming.titles or naming.address) and (naming.foreign or naming.syllables[-1] in GIVEN_NAMES)
    return naming.kind == "title" and naming.alone and told and words.capitals[naming.first]


def _capitals_at_its_end(words: Words, naming: Naming) -> Span | None:
    """Return the last words of a title without a name where they look like a name and like no organ or place, or None.

    A surname that no list has is taken for more of the title: "Thứ trưởng Mẫn Tuấn Kiệt".
    """
    end = at = naming.end
    while at > naming.first and words.capitals[at - 1] and _may_be_of_a_name(words, at - 1):
        at -= 1
    return words.span(at, end) if FEWEST_WORDS_OF_A_NAME <= end - at <= LONGEST_NAME and at > naming.first else None


def _may_be_of_a_name(words: Words, at: int) -> bool:
    """Say whether the capital here is a word as names have it: of letters, with small ones, of no organ or place."""
    printed = words.printed[at]
    known = words.sounds[at] in ORGAN_SYLLABLES or NOT_NAMES.length_at(words, at) or TITLES.length_at(words, at)
    return printed.isalpha() and not printed.isupper() and not known


def _of_quotations(scene: Scene, heard: Sequence[tuple[Span, object]]) -> Iterator[FoundDoubt]:
    lines = [line for line in scene.lines if line.block.kind in NARRATED or line.block.kind == "answer"]
    for line, following in zip_longest(lines, lines[1:]):
        for first, end in line.quoted:
            if scene.words.printed[first] not in OPENING:
                continue  # it goes on from the line before
            place = scene.words.span(first, end)
            if end == line.stop and scene.words.printed[end - 1] not in QUOTATION_MARKS:
                if not _goes_on(scene.words, following):
                    yield FoundDoubt("quotation-open", place)
            elif line.block.turn is None and _is_spoken(scene.words, line, first, end) and not _is_heard(heard, place):
                yield FoundDoubt("quotation-unattributed", place)


def _goes_on(words: Words, line: Line | None) -> bool:
    """Say whether a quotation left open goes on in the next line, perhaps with a mark that opens it again."""
    if line is None:
        return False
    inside = bool(line.quoted) and line.quoted[0][0] == line.first
    return inside or words.printed[line.first] in OPENING


def _is_spoken(words: Words, line: Line, first: int, end: int) -> bool:
    """Say whether a quotation is a sentence that someone says: long, and where a sentence begins; no topic or title."""
    begins = first == line.first or words.printed[first - 1] in BEFORE_SPEECH
    return begins and end - first - 2 >= FEWEST_WORDS_SPOKEN and words.capitals[first + 1]


def _is_heard(heard: Sequence[tuple[Span, object]], place: Span) -> bool:
    at = bisect_right(heard, place.start, key=lambda each: each[0].start) - 1
    return at >= 0 and heard[at][0].end > place.start
