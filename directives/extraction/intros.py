"""The sentence that announces a list: what kind of list, how many items, and whether they are things to be done."""

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.words import SEVERAL, any_of, entries, level, one_spaced

ListKind = Literal[
    "orientation", "solution", "task", "measure", "viewpoint", "proposal",
    "result", "reason", "challenge", "content", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Announcement:
    """What an intro says; sort as in `data/list_nouns.tsv`, None where it names no list. colon: the items follow."""

    span: Span
    kind: ListKind | None
    sort: str | None
    count: int | None
    modal: bool
    done: bool
    colon: bool

    @property
    def announces(self) -> bool:
        return self.colon or self.count is not None or (self.sort is not None and self.modal)


NOUNS: Final[dict[str, tuple[ListKind | None, str | None]]] = {
    level(noun): (cast(ListKind, kind), sort) for noun, kind, sort in entries("list_nouns.tsv")
}
QUANTITY: Final = rf"(?:(?P<count>\d{{1,2}}|{any_of(SEVERAL)})|một\s(?:số|loạt|vài)|các|những|nhiều|mấy)"
GROUP: Final = r"(?:\s(?:nhóm|loại|mặt|định\shướng|khía\scạnh))?"
YEAR_BEFORE: Final = "".join(
    rf"(?<!{word}\s)" for word in ("trong", "mỗi", "hàng", "hằng", "nửa", "cả", "đầu", "cuối", "của")
)
QUANTIFIED: Final = pattern(
    rf"(?<!\w){YEAR_BEFORE}{QUANTITY}{GROUP}\s{{1,2}}(?P<noun>{any_of(NOUNS)})(?!\w)",
    finds=(
        "thực hiện ‹3 định hướng› lớn sau",
        "tập trung ‹bốn nhóm giải pháp›",
        "đạt ‹5 kết quả› chính",
        "‹một số trọng tâm› sau",
        "đề ra ‹các  nhiệm vụ›:",
    ),
    leaves=("trong năm nội dung", "nhiệm vụ trọng tâm", "3 tỉnh", "2025 nhiệm vụ", "hai bên đề nghị", "một nhiệm vụ"),
    attack="mười một nhóm ",
)
SAID: Final = pattern(
    rf"(?<!\w)(?P<noun>{any_of(NOUNS)})(?!\w)",
    finds=("các ‹giải pháp› như", "‹nhiệm vụ› là:", "về ‹kết quả›:"),
    leaves=("nhiệm kỳ", "giải phápa", "kết luận"),
    attack="nhóm đối ",
)
MODAL: Final = pattern(
    r"""
    (?<!\w)(?:cần(?!\w)(?!\s(?:thiết|yếu)(?!\w))|(?<!không\s)phải|yêu\ cầu|đề\ nghị|đề\ xuất|kiến\ nghị
      |tập\ trung|lưu\ ý|phấn\ đấu|đòi\ hỏi|kêu\ gọi|chú\ trọng|sẽ|khẩn\ trương|quyết\ tâm)(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "ba việc ‹cần› làm ngay",
        "bộ ‹yêu cầu›:",
        "thời gian tới ‹sẽ› triển khai",
        "‹phải› làm tốt",
        "‹tập trung› vào",
    ),
    leaves=("rất cần thiết", "không phải là", "cầnh", "đã đạt được", "điều cần yếu"),
    attack="cần thiết ",
)
DEMAND: Final = pattern(
    r"(?<!\w)(?:yêu\scầu|đề\snghị|(?<!ban\s)chỉ\sđạo|kiến\snghị|giao\scho|lưu\sý|quyết\snghị|kêu\sgọi)(?!\w)",
    finds=("thủ tướng ‹yêu cầu›:", "bộ trưởng ‹chỉ đạo›:", "‹giao cho› các đơn vị:"),
    leaves=("ban chỉ đạo gồm:", "giao thông:", "nghị quyết:"),
    attack="ban chỉ đạo ",
)
DONE: Final = pattern(
    r"""
    (?<!\w)(?:đã|vừa)(?:\s[^\W\d_]{1,7}){0,2}
      \s(?:đạt|triển\ khai|thực\ hiện|hoàn\ thành|nhất\ trí|thống\ nhất|được|tham\ gia|ký|tổ\ chức
        |thảo\ luận|cho\ ý\ kiến|ghi\ nhận)(?!\w)
    |(?<!\w)(?:nhất\ trí|thống\ nhất|thảo\ luận|cho\ ý\ kiến|đạt\ được)(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "ngành ‹đã đạt› 5 kết quả",
        "hai bên ‹nhất trí› 3 điểm",
        "‹đã cùng nhau ký› 4 văn kiện",
        "‹vừa được› thông qua",
    ),
    leaves=("sẽ triển khai", "cần thực hiện", "đã đến lúc ta cùng thực hiện", "phấn đấu đạt"),
    attack="đã nhau cùng ",
)
SENTENCES_BACK: Final = 3
BLOCKS_BACK: Final = 8  # captions and pull quotes may stand between an intro and its first item
LONGEST_BACK: Final = 1500  # code points before the first item in which its intro is looked for
SUCH_AS: Final = pattern(
    rf"(?<!\w){any_of(NOUNS)}(?:\s[^\W\d_]{{1,7}}){{0,4}}\s(?:như|gồm|là)(?!\w)",
    finds=("các ‹giải pháp như› mời gọi đầu tư", "‹nhiệm vụ trọng tâm trước mắt là›"),
    leaves=("các giải pháp, như", "nhiệm kỳ là", "giải pháp nhưng"),
    attack="giải pháp một hai ba ",
)


def find_intro(text: str, blocks: tuple[Block, ...], at: int, at_block: int, ordinal: int = 1) -> Announcement | None:
    """Return the announcement before the list whose first marker stands at the offset, in the given block.

    Looked for in the words before it in its own block, then in the sentences before; captions, headings, pull quotes
    and residue in between do not count. A sentence further back than the last announces a list only by a number or a
    colon; where none of three announces, the nearest one is returned. A list that begins with its second item has the
    first one in the sentence that announces it: "các giải pháp như …".
    """
    before = [announcement_at(text, sentence) for sentence in _sentences_before(text, blocks, at, at_block)]
    if ordinal > 1:
        low = level(text)
        with_item = next((one for one in before if SUCH_AS.search(low, one.span.start, one.span.end)), None)
        if with_item:
            return with_item
    for place, one in enumerate(before):
        if one.count or one.colon or (place == 0 and one.announces):
            return one
    return before[0] if before else None


def announcement_at(text: str, span: Span) -> Announcement:
    """Return what the words at span announce."""
    low = level(text)[span.start : span.end]
    colon = low.endswith((":", " sau", " sau.", " như sau.", " gồm", " là"))
    noun = _announced(low, colon)
    kind, sort = NOUNS[one_spaced(noun["noun"])] if noun else (None, None)
    demands = bool(DEMAND.search(low))
    if noun is None and colon and demands:
        kind, sort = "task", "directive"
    elif sort == "neutral" and kind == "proposal" and demands:
        kind = "task"
    return Announcement(span, kind, sort, _count(noun), bool(MODAL.search(low)), bool(DONE.search(low)), colon)


def announced_by_noun(span: Span, noun: str) -> Announcement | None:
    """Return what the noun of a marker at span announces ("Nhiệm vụ thứ nhất là"), or None for other markers."""
    kind, sort = NOUNS.get(noun, (None, None))
    return Announcement(span, kind, sort, None, modal=False, done=False, colon=False) if kind else None


def _announced(low: str, colon: bool) -> re.Match[str] | None:
    """Return the noun that names the list: the last one with a number, else with a plural word, else at a colon any."""
    quantified = list(QUANTIFIED.finditer(low))
    counted = [match for match in quantified if _count(match)]
    said = list(SAID.finditer(low)) if colon else []
    return next((found[-1] for found in (counted, quantified, said) if found), None)


def _count(noun: re.Match[str] | None) -> int | None:
    """Return the number before the noun, two or more, or None."""
    written = noun.groupdict().get("count") if noun else None
    if not written:
        return None
    count = int(written) if written.isdigit() else SEVERAL[one_spaced(written)]
    return count if count > 1 else None


def _sentences_before(text: str, blocks: tuple[Block, ...], end: int, at_block: int) -> list[Span]:
    """Return the sentences before the offset, nearest first, not beyond the turn, at most three."""
    found: list[Span] = []
    turn = blocks[at_block].turn
    for number in range(at_block, max(-1, at_block - BLOCKS_BACK), -1):
        block = blocks[number]
        if block.kind in ("question", "title") or block.turn not in (turn, None) or len(found) >= SENTENCES_BACK:
            break
        if block.span.end <= end - LONGEST_BACK:
            break
        if block.kind in PROSE:
            start = block.label.end if block.label else block.span.start
            within = Span(max(start, end - LONGEST_BACK), min(block.span.end, end))
            if len(within) > 1 and text[within.start : within.end].strip(" “\"'-"):
                found += reversed(list(sentences(text, within)))
    return found[:SENTENCES_BACK]
