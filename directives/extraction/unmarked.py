"""Lists without markers: an intro that declares a number, and exactly so many parts after it, apart by semicolons."""

from collections.abc import Iterator
from typing import Final

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.intros import Announcement, announcement_at, is_due
from directives.extraction.orders import orders
from directives.extraction.words import SEVERAL, any_of, level, one_spaced

FEWEST: Final = 2
CATCHWORD: Final = pattern(
    rf"""(?<!\w)(?P<count>\d|{any_of(SEVERAL)})\s{{1,2}}[^\W\d_]{{1,8}}(?:\s{{1,2}}[^\W\d_]{{1,8}}){{0,2}}?["”]?,?"""
    r"\s{1,2}(?:là|gồm|bao\s{1,2}gồm|gồm\s{1,2}có|đó\s{1,2}là)\s{1,2}(?=\w)",
    finds=("trong đó, ‹3 đồng hành là ›đẩy mạnh cải cách", "thực hiện “‹hai giữ vững gồm ›giữ vững"),
    leaves=("3 đồng hành, 5 hỗ trợ", "năm 2025 là", "3 nhóm nhiệm vụ chủ yếu trước mắt là rà soát"),
    attack="hai ba bốn ",
)
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
        words = block.span.of(text)
        if block.kind not in PROSE or not (":" in words or ";" in words):
            continue
        before = block.span
        for sentence in sentences(text, block.span):
            colon = text.find(":", sentence.start, sentence.end)
            if colon >= 0:
                yield from _after_colon(text, blocks, number, sentence, colon)
            elif text.find(";", sentence.start, sentence.end) >= 0:
                yield from _after_catchword(text, before, sentence)
            before = sentence


def _after_colon(
    text: str, blocks: tuple[Block, ...], number: int, sentence: Span, colon: int
) -> Iterator[tuple[Announcement, list[Span]]]:
    intro = announcement_at(text, Span(sentence.start, colon + 1))
    if intro.count is None or intro.count < FEWEST:
        return
    in_line = text[colon + 1 : sentence.end].strip()
    parts = _parts(text, Span(colon + 1, sentence.end)) if in_line else _lines(text, blocks, number, intro.count)
    if len(parts) == intro.count and not any(MARKED.match(part.of(text)) for part in parts):
        yield intro, parts


def _after_catchword(text: str, before: Span, sentence: Span) -> Iterator[tuple[Announcement, list[Span]]]:
    """Yield the parts of a catchword that is to be carried out: "cần thực hiện 2 giữ vững. 2 giữ vững là …; …"."""
    low = level(text)
    said = CATCHWORD.search(low, sentence.start, sentence.end)
    if said is None or not (is_due(low, before) or is_due(low, Span(sentence.start, said.end()))):
        return
    count = int(said["count"]) if said["count"].isdigit() else SEVERAL[one_spaced(said["count"])]
    parts = _parts(text, Span(said.end(), sentence.end))
    if len(parts) == count >= FEWEST and all(orders(low, part) for part in parts):
        yield Announcement(Span(sentence.start, said.end() - 1), "task", "directive", count, True, False, True), parts


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
