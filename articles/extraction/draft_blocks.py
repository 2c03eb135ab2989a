"""A line on its way to becoming a block, and what its neighbours say about the layout of the text."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.patterns import pattern
from articles.extraction.text import Span, lines

BlockKind = Literal["title", "lead", "heading", "paragraph", "question", "answer", "caption", "pull-quote", "residue"]

SENTENCE_A_LINE: Final = 5  # so many sentences without a blank line between them: the text has one sentence a line
STOPS: Final = (".", "?", "!", "…", '"', "”")
DATE_PREFIX: Final = pattern(
    r"\s{0,4}date[ \t]{1,4}(?P<date>\d{4}-\d{2}-\d{2})(?!\S)",
    used="match",
    finds=("‹ date 2026-02-11› Nghị quyết", "‹date 2026-02-11›"),
    leaves=("date 11/02/2026", " update 2026-02-11", "date2026-02-11", "date 2026-02-111"),
    attack=" date 2026-02-1",
)

NUMBERS: Final = r"\d{1,2} ([/.-]) \d{1,2} \1 \d{4}"
STAMP: Final = pattern(  # a line of its own at the head of a page: when it was published, with the weekday or the hour
    rf"""
    (?= .{{0,40}}? (?: \d [:h] \d | thứ | nhật ) )
    (?: \d{{1,2}} [:h] \d{{2}} [\s,|–-]{{1,3}} )? (?: (?: thứ\ [^\W\d]{{2,4}} | chủ\ nhật ) ,? \s )? (?: ngày\ )?
    {NUMBERS} (?: [\s,|–-]{{1,3}} \d{{1,2}} [:h] \d{{2}} (?: \s? \(?GMT\+7\)? )? )?
    """,
    re.VERBOSE | re.IGNORECASE,
    used="fullmatch",
    finds=(
        *("17/01/2020 07:09 GMT+7", "Thứ tư, 24/8/2016, 11:41 (GMT+7)", "Chủ nhật, ngày 5-1-2025"),
        *("07:09 | 17/01/2020", "24.08.2016 - 11h41"),
    ),
    leaves=("17/01/2020", "17/01-2020 07:09", "Ngày 17/01/2020 07:09 họp", "Thứ tư, 17/01", "Lúc 07:09 17/01/2020"),
    attack="17/01/2020 07:09 ",
)
STAMP_LINES: Final = 5  # of a text, among which its stamp stands

LIST_MARKER: Final = pattern(  # says that a line may open an item; `directives` reads which
    r"""
      [-–—*+•●▪] | \(? (?: \d{1,2} | [ivx]{1,4} | [a-zđ] ) [.)] \s | \d{1,2} (?: / | \s{1,2} [-–—] ) \s
    | (?: một | hai | ba | bốn | năm | sáu | bảy | tám | chín | mười
        | trước\s{1,2} (?: hết | tiên ) | tiếp\s{1,2} theo | cùng\s{1,2} với\s{1,2} đó | cuối\s{1,2} cùng )
      (?: ,? \s{1,2} là \b | , )
    | (?: (?: và | còn ) \s{1,2} )?
      (?: (?: nhiệm\s{1,2} vụ | giải\s{1,2} pháp | trọng\s{1,2} tâm | trụ\s{1,2} cột | định\s{1,2} hướng
            | đề\s{1,2} (?: xuất | nghị ) | (?: kiến | khuyến )\s{1,2} nghị | nội\s{1,2} dung | vấn\s{1,2} đề | việc
            | điều | điểm | nhóm | sáng\s{1,2} kiến | gợi\s{1,2} ý | yêu\s{1,2} cầu | biện\s{1,2} pháp
            ) \s{1,2} )?
      thứ\s{1,2} (?: (?: nhất | hai | ba | tư | bốn | năm | sáu | bảy | tám | chín | mười ) \b | \d{1,2} [,:] )
    """,
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=(
        *("‹-› Làm đường", "‹1. ›Làm đường", "‹(iv) ›Xây cầu", "‹đ) ›Xây cầu", "‹Thứ hai› là xây cầu"),
        *("‹Một là› làm đường", "‹Hai, là› xây cầu", "‹Trước hết,› cần làm", "‹Cuối cùng là› xây cầu"),
        *(
            "‹4/ ›Xây cầu",
            "‹4 - ›Xây cầu",
            "‹Thứ bốn›, xây cầu",
            "‹Nhiệm vụ thứ ba› là xây cầu",
            "‹Cuối  cùng  là› xây",
        ),
    ),
    leaves=(
        "Một số ý kiến",
        "2026. ",
        "1.000 tỷ",
        "Thứ trưởng",
        "Ba bên cùng làm",
        "TP. Huế",
        "Năm 2026, ",
        "Một làng",
    ),
    attack="(xviii",
)


@dataclass(slots=True)
class DraftBlock:
    """A line whose kind is still to be decided (None). paragraph is equal for lines with no blank line between them."""

    span: Span
    words: str
    paragraph: int
    kind: BlockKind | None = None
    rule: str = ""
    turn: int | None = None
    label: Span | None = None
    first: Span | None = None  # of a line that is broken: its parts, of which words has both
    rest: Span = Span(0, 0)

    def decide(self, kind: BlockKind, rule: str) -> None:
        self.kind, self.rule = kind, rule


def draft_blocks(text: str) -> list[DraftBlock]:
    """Return a draft a line in reading order; the date that opens a text is a draft of its own."""
    head = DATE_PREFIX.match(text)
    drafts: list[DraftBlock] = []
    paragraph, end = 0, 0
    for span in lines(text):
        paragraph += text.count("\n", end, span.start) > 1
        end = span.end
        if head is not None and not drafts:
            date = Span(span.start, head.end())
            drafts.append(DraftBlock(date, date.of(text), paragraph, "residue", "date"))
            span = _after(text, date, span)
            if not span:
                continue
        drafts.append(DraftBlock(span, span.of(text), paragraph))
    return drafts


def _after(text: str, head: Span, line: Span) -> Span:
    """Return what is left of line after head, white space left out."""
    start = head.end
    while start < line.end and text[start].isspace():
        start += 1
    return Span(start, line.end)


def sentences_by_line(drafts: list[DraftBlock]) -> int | None:
    """Return the number of the paragraph that holds the text with one sentence a line, or None in the usual layout."""
    stopped = Counter(draft.paragraph for draft in drafts if draft.kind is None and draft.words.endswith(STOPS))
    return next((paragraph for paragraph, count in stopped.items() if count >= SENTENCE_A_LINE), None)
