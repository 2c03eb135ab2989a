"""What a text is, and what a place in it is: the one module that defines offsets.

Every offset of the project is a code point index into a text that `normalise` has returned, half-open.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.extraction.patterns import pattern

LONGEST_MARK_RUN: Final = 30  # combining marks in a row, in canonical decomposition: UAX #15, Stream-Safe Text Format
CONTROLS: Final = pattern(  # C0 and C1 but TAB, LF (CR is gone by then)
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", finds=("a‹\x00›b", "‹\x7f›"), leaves=("a\tb\n", "\u00a0"), attack="\x01"
)
LINE_ENDS: Final = pattern(
    "\r\n|[\r\x85\u2028\u2029]", finds=("a‹\r\n›b", "a‹\r›b", "a‹\u2028›b"), leaves=("a\nb", "a\tb"), attack="\r\n"
)
MARKS: Final = pattern(
    "[\u0300-\u036f]+", finds=("a‹\u0300\u0323›b", "o‹\u031b›"), leaves=("à", "đ", "a\u20d7"), attack="\u0301"
)
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries

SENTENCE_END: Final = pattern(
    r"""
    [.!?…] (?<! [.!?…]. ) [.!?…]{0,30}+  # the stop, whole: "." "?" "..." "?!"
    ["”’'»)\]]{0,3}+                    # what closes after it: .” or .")
    (?= \s )                            # "2,5", "1.000", "T.Ư" and "M.Hoa" go on without a space
    """,
    re.VERBOSE,
    finds=("Họp xong‹.› Mọi", "Có nên không‹?!› Nên", "“Tốt‹.”› Rồi", "Còn nữa‹...› Vậy"),
    leaves=("Tăng 2,5%", "1.000 tỷ", "T.Ư Đảng", "Họp xong."),
    attack=".”",
)
SENTENCE_START: Final = pattern(
    r"""\s+ (?P<dash> [-–—]\ {0,3} )? ["“‘'«(\[]{0,3} [^\W_]""",
    re.VERBOSE,
    used="match",
    finds=("Họp xong.‹ M›ọi người", "Tốt.”‹ – B›ộ trưởng nói", "Xong.‹ “C›húng ta", "Đến nơi.‹\n\n(2›)"),
    leaves=("M.‹Hoa", "Lào...‹; mở", "xong.‹ … Vậy", "xong.‹ _"),
    attack=" -",
)
LAST_WORD: Final = pattern(  # searched in a few characters only
    r"[^\s.,;:()\"“”]{1,12}\Z", finds=("Theo ‹TP›", "ông Nguyễn Văn ‹A›"), leaves=("", "xong.", "(xong)"), attack="TP"
)
NUMBER_ALONE: Final = pattern(  # nothing else in the sentence so far
    r"\W{0,4}(?:\d{1,2}|[IVX]{1,4}|[a-zđ])\.\Z",
    used="match",
    finds=("‹1.›", "‹ - IV.›", "“‹đ.›"),
    leaves=("Mục 1.", "123.", "1. ", "khóa X."),
    attack="- 1.",
)
ABBREVIATIONS: Final = frozenset(
    [
        "TP",
        "Tp",
        "GS",
        "PGS",
        "TS",
        "ThS",
        "TSKH",
        "BS",
        "KS",
        "LS",
        "CN",
        "NSND",
        "NSƯT",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "St",
        "Đ/c",
        "đ/c",
        "tr",
        "Q",
        "P",
    ]
)
WHOLE_NAMES: Final = frozenset("ÁÝ")  # Đông Á, nước Ý: one letter, and no initial
ROMAN_NUMERALS: Final = frozenset("IVX")  # "khóa X." ends a sentence, "Nguyễn Văn A." need not


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The code points from start up to, not including, end."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words that stand here in text."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


def normalise(raw: str) -> str:
    """Return the text as it is stored: LF line ends, no control characters but TAB and LF, short mark runs, NFC.

    Nothing else is trimmed or folded. Idempotent, linear in the length of raw. Lone surrogates pass through; the door
    (`articles.sources`) refuses them.
    """
    text = CONTROLS.sub("", LINE_ENDS.sub("\n", raw))
    return unicodedata.normalize("NFC", _cut_mark_runs(text))


def _cut_mark_runs(text: str) -> str:
    """Cut runs of more than 30 combining marks: Python's NFC is quadratic on them (python/cpython#149079)."""
    if text.isascii():
        return text
    kept: list[str] = []
    start = run = 0  # where the letter stands in kept that the marks belong to, and how many it has
    for char in text:
        leading, trailing, marks_only = (0, 0, False) if char < "\u00c0" else _mark_counts(char)
        if marks_only:
            run += leading
        else:
            if run > LONGEST_MARK_RUN:
                kept[start:] = _with_few_marks(kept[start:])
            start, run = len(kept), trailing
        kept.append(char)
    if run > LONGEST_MARK_RUN:
        kept[start:] = _with_few_marks(kept[start:])
    return "".join(kept)


def _with_few_marks(letter: list[str]) -> list[str]:
    """Return a letter with the first 30 of its marks, in canonical order, so that it is the same however composed."""
    chars = sorted((part for char in letter for part in unicodedata.normalize("NFD", char)), key=unicodedata.combining)
    letters = sum(not unicodedata.combining(char) for char in chars)
    return chars[: letters + LONGEST_MARK_RUN]


@lru_cache(maxsize=4096)
def _mark_counts(char: str) -> tuple[int, int, bool]:
    """Return how many marks the decomposition of char begins with, ends with, and whether it is marks alone."""
    classes = [unicodedata.combining(c) for c in unicodedata.normalize("NFD", char)]
    leading = next((i for i, c in enumerate(classes) if not c), len(classes))
    trailing = next((i for i, c in enumerate(reversed(classes)) if not c), len(classes))
    return leading, trailing, leading == len(classes)


def fold(text: str) -> str:
    """Return text for searching and for slugs: lower case, no marks, đ as d ("Đối ngoại" gives "doi ngoai").

    With the marks goes the place of the tone mark, so "hoà" and "hòa" are one. The length may differ from that of text:
    no offset into the result means anything in text.
    """
    bare = MARKS.sub("", unicodedata.normalize("NFD", text))
    return bare.replace("đ", "d").replace("Đ", "D").casefold()


def tone_last(word: str) -> str:
    """Return a word with its tone behind its letters, so that "hoà" and "hòa" are one; all other marks stay."""
    chars = unicodedata.normalize("NFD", word)
    letters = "".join(char for char in chars if char not in TONES)
    return unicodedata.normalize("NFC", letters) + "".join(char for char in chars if char in TONES)


def lines(text: str) -> Iterator[Span]:
    """Yield the span of each line that is not blank, white space at both ends left out."""
    at = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped[0])
            yield Span(start, start + len(stripped))
        at += len(line) + 1


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of text within span in order, white space at both ends left out.

    A sentence ends at . ! ? or … before white space and a capital, a digit, or a quotation mark or dash before one; not
    after an abbreviation ("TP.", "GS."), an initial ("Nguyễn Văn A."), or the marker of a list item ("1.") that opens
    it. The quotation mark that opens a sentence and the one that closes after its stop belong to it. After a closed
    quotation a dash carries on with the sentence: "…" - Bộ trưởng nêu rõ.
    """
    return iter(sentences_within(text, span))


@lru_cache(maxsize=256)  # those who look for people and for directives ask for the same blocks
def sentences_within(text: str, span: Span) -> tuple[Span, ...]:
    """Return what `sentences` yields; remembered until `register.document.extract` has read the text."""
    return tuple(_each_sentence(text, span))


def _each_sentence(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for stop in SENTENCE_END.finditer(text, span.start, span.end):
        if _ends_sentence(text, start, stop, span.end):
            yield from _stripped(text, start, stop.end())
            start = stop.end()
    yield from _stripped(text, start, span.end)


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    following = SENTENCE_START.match(text, stop.end(), end)
    if following is None or text[following.end() - 1].islower():
        return False
    closed = text[stop.end() - 1] not in ".!?…"
    if closed and following["dash"]:
        return False
    if stop[0].startswith("...") or stop[0][0] != ".":
        return True
    return not _is_abbreviated(text[max(start, stop.start() - 12) : stop.start()]) and not NUMBER_ALONE.match(
        text, start, stop.start() + 1
    )


def _is_abbreviated(before: str) -> bool:
    """Say whether the stop after these characters belongs to its word."""
    last = LAST_WORD.search(before)
    if last is None:
        return False
    word = last[0]
    return word in ABBREVIATIONS or (
        len(word) == 1 and word.isupper() and word not in ROMAN_NUMERALS and word not in WHOLE_NAMES
    )


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
