"""Lists without markers: an intro that declares a number, and exactly so many parts after it, apart by semicolons."""

from collections.abc import Iterator
from typing import Final

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.intros import Announcement, announcement_at

FEWEST: Final = 2
MARKED: Final = pattern(
    r"\s{0,2}(?:[-–•*+]|\(?\w{1,3}[.)])\s",
    finds=("‹- ›rà soát", "‹ • ›kiểm tra", "‹a) ›mở lớp", "‹(iv) ›báo cáo", "‹2. ›đào tạo"),
    leaves=("rà soát", "-rà soát", "mở lớp học", "đào tạo)"),
    attack=" (iv",
    used="match",
)


def find_unmarked(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[Announcement, list[Span]]]:
    """Yield each intro ("… ba việc cần làm ngay, gồm:") with the spans of the parts that it declares."""
    for number, block in enumerate(blocks):
        if block.kind in PROSE and ":" in block.span.of(text):
            for sentence in sentences(text, block.span):
                colon = text.find(":", sentence.start, sentence.end)
                if colon < 0:
                    continue
                intro = announcement_at(text, Span(sentence.start, colon + 1))
                if intro.count is None or intro.count < FEWEST:
                    continue
                rest = Span(colon + 1, sentence.end)
                parts = (
                    _parts(text, rest)
                    if text[colon + 1 : sentence.end].strip()
                    else _lines(text, blocks, number, intro.count)
                )
                if len(parts) == intro.count and not any(MARKED.match(part.of(text)) for part in parts):
                    yield intro, parts


def _parts(text: str, rest: Span) -> list[Span]:
    """Return the parts of rest apart by semicolons, white space and semicolons left out."""
    parts: list[Span] = []
    at = rest.start
    for piece in rest.of(text).split(";"):
        bare = piece.strip()
        if bare:
            start = at + piece.index(bare)
            parts.append(Span(start, start + len(bare)))
        at += len(piece) + 1
    return parts


def _lines(text: str, blocks: tuple[Block, ...], number: int, count: int) -> list[Span]:
    """Return the lines after the block, each but the last of which ends with a semicolon; at most count and one."""
    found: list[Span] = []
    for block in blocks[number + 1 : number + 2 + count]:
        found.append(block.span)
        if not block.span.of(text).endswith(";"):
            break
    return found
