"""Whether words say what is to be done: an item of a list that orders, against one that tells."""

import re
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.words import any_of, words

IMPERATIVE: Final = any_of(words("imperatives.txt"))
ORDERS: Final = pattern(
    rf"""
    [\s,:“"]{{0,4}}(?:là\s)?
    (?:(?:[^\W\d_]{{1,8}},?\s){{0,12}}?(?:cần|(?<!không\ )phải|sẽ|yêu\ cầu|đề\ nghị)(?!\w)|(?:{IMPERATIVE})(?!\w))
    """,
    re.VERBOSE,
    finds=(
        "‹, đẩy mạnh› hợp tác",
        "‹ là rà soát› văn bản",
        "‹, các bộ, ngành cần› bám sát",
        "‹: “toàn ngành phải› đi trước",
    ),
    leaves=(", nhận thức chưa đủ", ", người trẻ rời quê", ", đó không phải là", " kim ngạch tăng 20%, cần"),
    attack=", ngành",
    used="match",
)
REPORTS: Final = pattern(
    r"[\s,:“\"]{0,4}(?:[^\W\d_]{1,8},?\s){0,9}?(?:đã|được|có|là|đang)(?!\w)",
    finds=("‹, đã› nâng cấp quan hệ", "‹, ngành ngoại giao đã› phát huy", "‹ là› nền tảng"),
    leaves=(", đẩy mạnh hợp tác", ", làm tốt", ", 17 đối tác đã"),
    attack=", ngành",
    used="match",
)


def orders(low: str, span: Span) -> bool:
    """Tell whether the words at span, those of an item after its marker, say what is to be done."""
    words_here = low[span.start : span.end]
    return bool(ORDERS.match(words_here)) and not _reports_first(words_here)


def _reports_first(words_here: str) -> bool:
    """Tell whether "đã" comes before any word that orders: the item says what was done."""
    order, report = ORDERS.match(words_here), REPORTS.match(words_here)
    return bool(order and report and report.end() < order.end())
