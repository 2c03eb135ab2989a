"""Who says what: the verbs of speech and what ties a name to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.naming import Naming
from articles.extraction.phrases import Phrases, Words, sound, word_list

Speech = Literal["main", "aside", ""]

VERBS: Final = Phrases(word_list("speech_verbs"))
FILLERS: Final = Phrases(word_list("speech_fillers"))
ASIDES: Final = Phrases(word_list("asides"))
ACCORDING: Final = Phrases(
    ("theo", "theo quan điểm của", "theo ý kiến của", "theo lời", "theo lời của", "theo chỉ đạo của")
)
ONLY_BEFORE_WORDS: Final = frozenset((sound("phát"),))  # "phát biểu" attributes words only when they follow
NO_SPEECH: Final = frozenset(map(sound, ["trên", "tại", "gương", "ở"]))  # "nêu trên", "đáp tại"
QUOTATION_MARKS: Final = frozenset('“”"')
OPENING: Final = frozenset('“"‘«')
LAST_JOINS: Final = frozenset((sound("và"), sound("cùng")))
MOST_FILLERS: Final = 8  # words
LONGEST_ASIDE: Final = 4


def speech_of(words: Words, naming: Naming, first: int, stop: int) -> Speech:
    """Return how words or views are laid to the one named: as the clause of the sentence, as an aside, or not at all.

    first and stop bound the line. Printed: "ông Bảo cho biết", "Theo ông Bảo, …", "…", ông Bảo nói; as an aside: "như
    Bộ trưởng đã nêu", "theo chỉ đạo của Bộ trưởng “…”".
    """
    after = naming.end
    if _according(words, naming.first, first):
        return "main"
    verb = _past_fillers(words, after, stop)
    if _is_verb(words, verb, stop):
        quotes = _quotes(words, verb + VERBS.length_at(words, verb), stop)
        return "main" if quotes or not _aside(words, naming.first, first) else "aside"
    if _quotes(words, after, stop):
        return "main"
    if after < stop and words.printed[after] in OPENING and naming.titles:
        return "aside"
    return ""


def _quotes(words: Words, at: int, stop: int) -> bool:
    """Say whether a colon and a quotation stand here."""
    return at + 1 < stop and words.printed[at] == ":" and words.printed[at + 1] in OPENING


def _according(words: Words, at: int, first: int) -> bool:
    return any(at - back >= first and ACCORDING.length_at(words, at - back) == back for back in (1, 2, 3, 4))


def _past_fillers(words: Words, at: int, stop: int) -> int:
    """Return the place after what may stand between a name and its verb: a comma, "cũng", "một lần nữa", a date."""
    start = at
    if at + 1 < stop and words.printed[at] in (",", "-", "–", ")"):
        at += 1
    while at < stop and at - start < MOST_FILLERS:
        if VERBS.length_at(words, at):
            return at
        length = FILLERS.length_at(words, at) or (
            1 if words.printed[at][0].isdigit() or words.printed[at] == "/" else 0
        )
        if not length:
            return at
        at += length
    return at


def _is_verb(words: Words, at: int, stop: int) -> bool:
    if at >= stop or words.is_capital(at):
        return False
    length = VERBS.length_at(words, at)
    after = at + length
    if not length or (after < stop and words.sounds[after] in NO_SPEECH):
        return False
    if length == 2 and words.sounds[at] in ONLY_BEFORE_WORDS:
        return after < stop and words.printed[after] in (":", *OPENING)
    return True


def _aside(words: Words, at: int, first: int) -> bool:
    """Say whether what is said here is a reference in a sentence of someone else: "như Bộ trưởng đã nêu"."""
    return any(at - back >= first and ASIDES.length_at(words, at - back) == back for back in range(1, LONGEST_ASIDE))


@dataclass(frozen=True, slots=True)
class Quotations:
    """The quotations of a line as word places from the opening mark to after the closing one."""

    places: tuple[tuple[int, int], ...]
    open_at_end: bool


def quotation_marks(words: Words, first: int, stop: int) -> list[str]:
    return [sign for sign in words.printed[first:stop] if sign in QUOTATION_MARKS]


def quotations(words: Words, first: int, stop: int, *, inside: bool = False) -> Quotations:
    """Return the quotations of the words from first to stop. inside: a quotation of the line before is still open."""
    if not inside and QUOTATION_MARKS.isdisjoint(words.printed[first:stop]):
        return Quotations((), open_at_end=False)
    places: list[tuple[int, int]] = []
    opened: int | None = first if inside else None
    for at in range(first, stop):
        sign = words.printed[at]
        if sign in QUOTATION_MARKS:
            if opened is None and sign != "”":
                opened = at
            elif opened is not None and sign != "“":
                places.append((opened, at + 1))
                opened = None
    if opened is not None:
        places.append((opened, stop))
    return Quotations(tuple(places), opened is not None)


def spoken_by(words: Words, namings: Sequence[Naming], first: int, stop: int) -> list[Speech]:
    """Return for each of the namings of a line what is laid to it; in "A, B và C đánh giá" the verb counts for all."""
    speech = [speech_of(words, naming, first, stop) for naming in namings]
    listed = False
    for at in range(len(namings) - 2, -1, -1):
        between = words.sounds[namings[at].end : namings[at + 1].first]
        listed = between in ([","], [";"]) if listed else len(between) == 1 and between[0] in LAST_JOINS
        if listed and not speech[at]:
            speech[at] = speech[at + 1]
    return speech
