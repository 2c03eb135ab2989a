"""Whether words say what is to be done: an item of a list that orders, against one that tells."""

import re
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.addressees import ORGAN
from directives.extraction.words import any_of, words

IMPERATIVE: Final = any_of({*words("imperatives.txt"), *words("point_verbs.txt")})
LEAD: Final = r"[\s,:;.)/“\"-]{0,6}(?:là\s)?[\s:“\"-]{0,3}"  # what stands between the marker and the words of a point
MUST: Final = r"(?:cần|(?<!không\s)phải|nên|hãy|đừng|chớ|yêu\scầu|đề\snghị)"
ORDERS: Final = pattern(
    rf"""
    {LEAD}
    (?:(?:[^\W\d_]{{1,8}},?\s{{1,2}}){{0,12}}?(?:{MUST}(?!\w)|sẽ\s{{1,2}}(?:{IMPERATIVE})(?!\w))
      |(?:{IMPERATIVE})(?!\w))
    """,
    re.VERBOSE,
    finds=(
        "‹, đẩy mạnh› hợp tác",
        "‹ là rà soát› văn bản",
        "‹, các bộ, ngành cần› bám sát",
        "‹: “toàn ngành phải› đi trước",
        "‹. cần› rà soát",
        "‹ - cần› rà soát",
        "‹) chú trọng› nâng cao",
        "‹ đừng› đọc bài viết sẵn",
        "‹, ngành sẽ tiếp tục› mở đường bay",
    ),
    leaves=(
        ", nhận thức chưa đủ",
        ", người trẻ rời quê",
        ", đó không phải là",
        " kim ngạch tăng 20%, cần",
        ", đặc phái viên sẽ đến",
        ", tăng trưởng đạt 8%",
    ),
    attack=", ngành",
    used="match",
)
GIVEN: Final = pattern(
    rf"{LEAD}(?:giao\s{{1,2}})?(?:{ORGAN})\s{{1,2}}(?!(?:đã|đang|vừa|được|có|là|còn|chưa|bị|và|của)(?!\w))[^\W\d_]",
    finds=("‹ bộ ngoại giao c›hủ trì", "‹, bộ nông nghiệp và môi trường l›ập tổ công tác", "‹ giao bộ y tế t›rình"),
    leaves=(" bộ ngoại giao đã", ", người dân lập", " bộ đội", " bộ ngoại giao, bộ"),
    attack=" bộ ngoại giao, ",
    used="match",
)
REPORTS: Final = pattern(
    r"[\s,:;.)/“\"-]{0,6}(?:[^\W\d_]{1,8},?\s{1,2}){0,9}?(?:đã|được|có|là|đang)(?!\w)",
    finds=("‹, đã› nâng cấp quan hệ", "‹, ngành ngoại giao đã› phát huy", "‹ là› nền tảng"),
    leaves=(", đẩy mạnh hợp tác", ", làm tốt", ", 17 đối tác đã"),
    attack=", ngành",
    used="match",
)
TOLD_LATER: Final = pattern(
    rf"(?<!\w){MUST}(?!\w)",
    finds=("các bộ ‹cần› rà soát", "người dân ‹hãy› lưu số"),
    leaves=("điều không phải", "đã ban hành", "cầnh"),
    attack="không phải ",
)
TOLD_AS_DONE: Final = pattern(
    r"(?<!\w)(?:đã|vừa|đang|hiện\s{1,2}(?:nay|có)|(?<!cần\s)(?<!phải\s)(?<!không\s)được)(?!\w)",
    finds=("nhà nước ‹đã› ban hành", "hội nghị ‹vừa› xong", "cả nước ‹hiện có› 36", "bộ ‹được› thành lập"),
    leaves=("sẽ ban hành", "cần được ban hành", "thể hiện rõ", "đãi ngộ"),
    attack="cần được ",
)


def orders(low: str, span: Span) -> bool:
    """Tell whether the words at span, those of an item after its marker, say what is to be done."""
    words_here = low[span.start : span.end]
    if GIVEN.match(words_here):
        return True
    order, report = ORDERS.match(words_here), REPORTS.match(words_here)
    return bool(order) and not (order and report and report.end() < order.end())


def tells_on(text: str, low: str, span: Span) -> bool:
    """Tell whether the sentences after the first one at span tell what was done: "xây dựng luật. Bộ đã trình luật"."""
    after = next(sentences(text, span), span).end
    told = len(TOLD_AS_DONE.findall(low, after, span.end))
    return told > len(TOLD_LATER.findall(low, after, span.end))
