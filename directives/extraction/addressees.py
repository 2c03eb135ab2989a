"""Who is to do a thing, and by when: only where it is plainly printed."""

import re
from typing import Final

from articles.extraction.text import Span
from directives.extraction.words import CAPITAL, any_of, entries, level, words

ORGANS: Final = any_of({level(entry[0]) for entry in entries("issuers.tsv")} | set(words("addressees.txt")))
LOCAL: Final = (
    r"(?:chủ\stịch\s)?(?:ubnd|ủy\sban\snhân\sdân|hội\sđồng\snhân\sdân|tỉnh\sủy|thành\sủy)"
    r"(?:\scác)?(?:\s(?:tỉnh|thành\sphố))(?:,\sthành\sphố)?"
)
ORGAN: Final = rf"(?:{ORGANS}|{LOCAL})(?:(?:,|\svà|,\svà)\s(?:{ORGANS}|{LOCAL}))*"
TOLD: Final = re.compile(  # yêu cầu Bộ Ngoại giao, giao các địa phương
    rf"(?<!\w)(?:yêu\scầu|đề\snghị|giao|chỉ\sđạo|kêu\sgọi|đối\svới)\s(?P<organ>{ORGAN})(?!\w)"
)
MUST: Final = re.compile(  # các bộ, ngành cần; Bộ Xây dựng chủ trì
    rf"(?<!\w)(?<!của\s)(?P<organ>{ORGAN})(?:\s(?:cũng|sẽ|tiếp\stục))?"
    r"\s(?:cần|phải|chủ\strì|có\strách\snhiệm|khẩn\strương|chỉ\sđạo)(?!\w)"
)
ACTS: Final = re.compile(  # Hai là, Bộ Y tế rà soát …
    rf"[\s,:]{{0,3}}(?:là\s)?(?P<organ>{ORGAN})\s(?:{any_of(words('imperatives.txt'))})(?!\w)"
)
PLACE_NAME: Final = re.compile(rf"(?:\s{CAPITAL}[^\W\d_]{{0,7}}){{1,4}}")  # … tỉnh Yên Bái
WITHIN: Final = r"(?:trong|trước|hết|đến\ hết|chậm\ nhất|muộn\ nhất)(?:\ (?:là|trong|vào))?\ "
BEFORE: Final = r"(?:trước|hết|đến\ hết|chậm\ nhất|muộn\ nhất)(?:\ (?:là|trong|vào|trước))?\ "
DEADLINE: Final = re.compile(
    rf"""
    (?<!\w)(?:
      {WITHIN}quý\ (?:[iv]{{1,3}}|\d)(?:(?:/|\ năm\ |,\ )\d{{4}})?      # trong quý I/2026
      |{BEFORE}(?:ngày\ )?\d{{1,2}}[/-]\d{{1,2}}(?:[/-]\d{{4}})?         # trước ngày 30/6/2026
      |{WITHIN}tháng\ \d{{1,2}}(?:(?:/|-|\ năm\ )\d{{4}})?              # chậm nhất trong tháng 3/2026
      |{BEFORE}năm\ \d{{4}}                                             # đến hết năm 2026
    )(?![\w/])
    """,
    re.VERBOSE,
)


def addressee_in(text: str, span: Span, words_from: int | None = None) -> Span | None:
    """Return the words within span for who is told to act, the first of them, or None.

    words_from is where the sentence or item begins after its marker.
    """
    low = level(text)
    found = [match for pattern in (TOLD, MUST) if (match := pattern.search(low, span.start, span.end))]
    if opening := ACTS.match(low, span.start if words_from is None else words_from, span.end):
        found.append(opening)
    if not found:
        return None
    start, end = min(match.span("organ") for match in found)
    place = PLACE_NAME.match(text, end) if low[:end].endswith(("tỉnh", "thành phố")) else None
    return Span(start, place.end() if place else end)


def deadline_in(text: str, span: Span) -> Span | None:
    """Return the words within span for the day, month, quarter or year by which it is to be done, or None."""
    match = DEADLINE.search(level(text), span.start, span.end)
    return Span(*match.span()) if match else None
