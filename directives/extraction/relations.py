"""What one document does to another where the text says so: it carries it out, amends it, takes its place."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from articles.extraction.text import Span
from directives.extraction.citations import FoundCitation
from directives.extraction.words import level

RelationType = Literal["implements", "amends", "replaces"]


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """One statement that the document from_key does something to the document to_key; span runs over both citations."""

    from_key: str
    to_key: str
    type: RelationType
    span: Span


LONGEST: Final = 140  # code points between the two citations
ABOUT: Final = r",?\s(?:về\s)?(?:việc\s)?"
BETWEEN: Final[tuple[tuple[RelationType, bool, re.Pattern[str]], ...]] = (  # type, whether the second acts on the first
    (
        "replaces",
        True,  # Nghị quyết 20 được thay thế bằng Nghị quyết 57
        re.compile(r"\s(?:đã\s|sẽ\s)?(?:được|bị)\sthay\sthế\s(?:bằng|bởi)\s"),
    ),
    (
        "replaces",
        False,  # Nghị định 178 thay thế Nghị định 26
        re.compile(r",?\s(?:đã\s|sẽ\s|ra\sđời\s)?(?:để\s|nhằm\s)?thay\sthế(?:\scho)?\s"),
    ),
    (
        "amends",
        False,  # Nghị định 67 sửa đổi, bổ sung một số điều của Nghị định 178
        re.compile(
            rf"{ABOUT}(?:đã\s)?(?:sửa\sđổi(?:,?\s(?:và\s)?bổ\ssung)?|bổ\ssung)(?:\s(?:một\ssố\s(?:điều|nội\sdung)\s)?(?:của)?)?\s?"
        ),
    ),
    (
        "implements",
        False,  # Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15
        re.compile(
            rf"""
            {ABOUT}(?:ban\shành\s[^.;,]{{1,80}}\s)?(?:nhằm\s|để\s)?(?:tiếp\stục\s|tổ\schức\s)?
            (?:triển\skhai|thực\shiện|thi\shành|cụ\sthể\shóa|quy\sđịnh\schi\stiết|hướng\sdẫn)
            (?:\s(?:thực\shiện|thi\shành|và|hiệu\squả|một\ssố\sđiều|nội\sdung|của)){{0,4}}\s
            """,
            re.VERBOSE,
        ),
    ),
)


def find_relations(text: str, citations: tuple[FoundCitation, ...]) -> tuple[FoundRelation, ...]:
    """Return what neighbouring citations of text are said to do to one another, in reading order."""
    low = level(text)
    found = []
    for first, second in pairwise(citations):
        if first.key and second.key and first.key != second.key and second.span.start - first.span.end <= LONGEST:
            for kind, backwards, between in BETWEEN:
                if between.fullmatch(low, first.span.end, second.span.start):
                    keys = (second.key, first.key) if backwards else (first.key, second.key)
                    found.append(FoundRelation(*keys, kind, Span(first.span.start, second.span.end)))
                    break
    return tuple(found)
