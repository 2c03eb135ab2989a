"""What one document does to another where the text says so: carries it out, amends it, takes its place, ends it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.citations import FoundCitation
from directives.extraction.words import level

RelationType = Literal["implements", "amends", "replaces", "repeals"]


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """One statement that the document from_key does something to the document to_key; span runs over both citations."""

    from_key: str
    to_key: str
    type: RelationType
    span: Span


LONGEST: Final = 160  # code points between the two citations
MOST_TARGETS: Final = 10  # documents to which one statement applies: "thay thế Nghị định 90 và Nghị định 48"
ABOUT: Final = r",?\s(?:về\s)?(?:việc\s)?"
IN_FORCE: Final = r"(?:,?\s(?:có\shiệu\slực|được\sban\shành|ra\sđời|ban\shành)[^.;:“”]{0,60}?)?"
THEREBY: Final = r"(?:và\s)?(?:đã\s|sẽ\s)?(?:để\s|nhằm\s)?"

BETWEEN: Final[tuple[tuple[RelationType, bool, re.Pattern[str]], ...]] = (  # type, whether the second acts on the first
    (
        "replaces",
        True,
        pattern(
            r",?\s(?:hết\shiệu\slực\s(?:và\s)?)?(?:đã\s|sẽ\s)?(?:được|bị)\sthay\s(?:thế\s)?(?:bằng|bởi)\s",
            finds=(" được thay thế bằng ", " đã được thay thế bởi ", " hết hiệu lực và được thay thế bởi "),
            leaves=(" thay thế ", " được thay thế ", " và được thông qua bởi "),
            attack=" được ",
            used="fullmatch",
        ),
    ),
    (
        "amends",
        True,
        pattern(
            r",?\s(?:đã\s|sẽ\s)?(?:được|bị)\s(?:sửa\sđổi(?:,?\s(?:và\s)?bổ\ssung)?|bổ\ssung)\s(?:bằng|bởi|tại|theo)\s",
            finds=(" được sửa đổi, bổ sung bởi ", " được sửa đổi bằng ", " đã được bổ sung tại "),
            leaves=(" sửa đổi ", " được sửa đổi ", " được ban hành bởi "),
            attack=" được ",
            used="fullmatch",
        ),
    ),
    (
        "replaces",
        False,
        pattern(
            rf"{IN_FORCE},?\s{THEREBY}thay(?:\sthế)?(?:\scho)?\s",
            finds=(" thay thế ", " ra đời thay cho ", " có hiệu lực từ ngày 1/1/2026, thay thế ", ", thay thế cho "),
            leaves=(" thay đổi ", " không liên quan. thay thế ", " được thay thế bởi "),
            attack=" ban hành ",
            used="fullmatch",
        ),
    ),
    (
        "repeals",
        False,
        pattern(
            rf"{IN_FORCE},?\s{THEREBY}(?:bãi\sbỏ|hủy\sbỏ|chấm\sdứt\shiệu\slực)(?:\s(?:một\sphần|toàn\sbộ|của))?\s",
            finds=(" bãi bỏ ", " có hiệu lực từ 1/7, bãi bỏ ", " hủy bỏ toàn bộ "),
            leaves=(" bãi công ", " bị bãi bỏ bởi ", " nêu việc bãi bỏ một số điều của "),
            attack=" ban hành ",
            used="fullmatch",
        ),
    ),
    (
        "amends",
        False,
        pattern(
            rf"{IN_FORCE}{ABOUT}{THEREBY}(?:sửa\sđổi(?:,?\s(?:và\s)?bổ\ssung)?|bổ\ssung)"
            r"(?:\s(?:một\ssố\s)?(?:điều|nội\sdung|khoản|quy\sđịnh)(?:\s\d{1,3})?)?(?:\s(?:của|tại))?\s",
            finds=(" sửa đổi ", " sửa đổi, bổ sung một số điều của ", " về sửa đổi, bổ sung ", " bổ sung điều 5 của "),
            leaves=(" sửa chữa ", " được sửa đổi bởi ", " bổ sung nguồn lực cho "),
            attack=" sửa đổi ",
            used="fullmatch",
        ),
    ),
    (
        "implements",
        False,
        pattern(
            rf"""
            {ABOUT}(?:(?:ban\shành|chương\strình|kế\shoạch|đề\sán)\s[^.;,“”]{{1,80}}?\s)?
            (?:nhằm\s|để\s)?(?:tiếp\stục\s|tổ\schức\s)?
            (?:triển\skhai|thực\shiện|thi\shành|cụ\sthể\shóa|quy\sđịnh\schi\stiết|hướng\sdẫn)
            (?:\s(?:thực\shiện|thi\shành|và|hiệu\squả|một\ssố\sđiều|nội\sdung|của)){{0,4}}\s
            """,
            re.VERBOSE,
            finds=(
                " về triển khai ",
                " cụ thể hóa ",
                " hướng dẫn thi hành ",
                " về chương trình hành động của chính phủ thực hiện ",
                ", tiếp tục thực hiện ",
                " quy định chi tiết một số điều của ",
            ),
            leaves=(" nêu rõ. thực hiện ", " và ", " hội nhập quốc tế; triển khai "),
            attack=" ban hành ",
            used="fullmatch",
        ),
    ),
)
AND_ALSO: Final = pattern(
    r"\s?[,;]\s(?:và\s)?|\s(?:và|cùng)\s",
    finds=(" và ", ", ", "; "),
    leaves=(" của ", ". ", " và thay thế "),
    attack=", ",
    used="fullmatch",
)


def find_relations(text: str, citations: tuple[FoundCitation, ...]) -> tuple[FoundRelation, ...]:
    """Return what neighbouring citations of text are said to do to one another, in reading order, each once."""
    return tuple(dict.fromkeys(_relations(level(text), citations)))


def _relations(low: str, citations: tuple[FoundCitation, ...]) -> Iterator[FoundRelation]:
    for place, (first, second) in enumerate(pairwise(citations)):
        said = _between(low, first, second)
        if said is None:
            continue
        kind, backwards = said
        targets = [second] if backwards else _targets(low, citations, place + 1)
        for target in targets:
            keys = (target.key, first.key) if backwards else (first.key, target.key)
            if keys[0] and keys[1] and keys[0] != keys[1]:
                yield FoundRelation(keys[0], keys[1], kind, Span(first.span.start, target.span.end))


def _between(low: str, first: FoundCitation, second: FoundCitation) -> tuple[RelationType, bool] | None:
    """Return what the words between two citations say, and whether the second acts on the first; None for nothing."""
    if second.span.start - first.span.end > LONGEST:
        return None
    return next(
        (
            (kind, backwards)
            for kind, backwards, between in BETWEEN
            if between.fullmatch(low, first.span.end, second.span.start)
        ),
        None,
    )


def _targets(low: str, citations: tuple[FoundCitation, ...], place: int) -> list[FoundCitation]:
    """Return the citation at this place and those that are joined to it: "Nghị định 90 và Nghị định 48"."""
    targets = [citations[place]]
    for following in citations[place + 1 : place + MOST_TARGETS]:
        if not AND_ALSO.fullmatch(low, targets[-1].span.end, following.span.start):
            break
        targets.append(following)
    return targets
