"""The sentence that announces a list: what kind of list, how many items, and whether they are things to be done."""

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.words import SEVERAL, any_of, any_way, any_word, entries, level, one_spaced

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


def _as_verb(word: str) -> str:
    """Return a pattern for a word where it is no noun, as in "trở thành yêu cầu", "các đề xuất"."""
    return word + "".join(rf"(?<!{before}\s{word})" for before in ("thành", "là", "ứng", "các", "những", "một"))


NUMERALS: Final = {*map(str, range(100)), *(f"0{digit}" for digit in range(10))}
YEAR_BEFORE: Final = ("trong", "mỗi", "hàng", "hằng", "nửa", "cả", "đầu", "cuối", "của")
QUANTITY: Final = any_word(
    {*NUMERALS, *SEVERAL, "một số", "một loạt", "một vài", "các", "những", "nhiều", "mấy"},
    not_behind=YEAR_BEFORE,
)
GROUP: Final = r"(?:\s(?:nhóm|loại|mặt|định\shướng|khía\scạnh))?"
QUANTIFIED: Final = pattern(
    rf"(?P<quantity>{QUANTITY}){GROUP}\s{{1,2}}(?P<noun>{any_of(NOUNS)})(?!\w)",
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
    rf"(?P<noun>{any_word(NOUNS)})(?!\w)",
    finds=("các ‹giải pháp› như", "‹nhiệm vụ› là:", "về ‹kết quả›:"),
    leaves=("nhiệm kỳ", "giải phápa", "kết luận"),
    attack="nhóm đối ",
)
MODAL: Final = pattern(
    any_way(
        r"cần(?!\s(?:thiết|yếu)(?!\w))",
        r"phải(?<!không\sphải)",
        *map(_as_verb, ("yêu cầu", "đề nghị", "đề xuất", "kiến nghị")),
        *("tập trung", "lưu ý", "phấn đấu", "đòi hỏi", "kêu gọi", "chú trọng", "sẽ", "khẩn trương", "quyết tâm", "nên"),
        *("hãy", "dồn sức", "ưu tiên(?= (?:thực|triển|làm|cho))", "nhắn nhủ", "nhắn", "khuyên", "dặn", "căn dặn"),
        *("mong muốn", "đặt hàng", "phân công", "gợi mở", "gợi ý"),
        r"giao(?<!ngoại\sgiao)(?= (?:cho|các|bộ|ubnd|[0-9]|một|hai|ba|bốn|năm|sáu|bảy)(?!\w))",
    )
    + r"(?!\w)",
    finds=(
        "ba việc ‹cần› làm ngay",
        "bộ ‹yêu cầu›:",
        "thời gian tới ‹sẽ› triển khai",
        "‹phải› làm tốt",
        "‹tập trung› vào",
        "‹hãy› làm ba việc",
        "thủ tướng ‹giao› 5 nhiệm vụ",
        "chỉ xin ‹nhắn› hai điều",
    ),
    leaves=(
        "rất cần thiết",
        "không phải là",
        "cầnh",
        "đã đạt được",
        "điều cần yếu",
        "trở thành yêu cầu",
        "ngoại giao bộ",
    ),
    attack="cần thiết ",
)
DEMAND: Final = pattern(
    any_way(
        *(r"yêu\s{1,2}cầu", r"đề\s{1,2}nghị", r"chỉ(?<!ban\schỉ)\s{1,2}đạo", r"kiến\s{1,2}nghị", r"lưu\s{1,2}ý"),
        *(r"quyết\s{1,2}nghị", r"kêu\s{1,2}gọi", r"phân\s{1,2}công", r"căn\s{1,2}dặn", r"nhắc\s{1,2}nhở"),
        *(r"đề\s{1,2}xuất", r"khuyến\s{1,2}(?:nghị|cáo|khích)"),
        r"giao(?<!ngoại\sgiao)(?<!được\sgiao)"
        r"(?:\s{1,2}(?:cho|việc|nhiệm\s{1,2}vụ|trách\s{1,2}nhiệm)(?!\w)|(?=:))",
    )
    + r"(?!\w)",
    finds=(
        "thủ tướng ‹yêu cầu›:",
        "bộ trưởng ‹chỉ đạo›:",
        "‹giao cho› các đơn vị:",
        "thủ tướng chính phủ ‹giao›:",
        "thủ tướng đã ‹giao việc› ngay",
        "ông ‹khuyến nghị›:",
    ),
    leaves=("ban chỉ đạo gồm:", "giao thông:", "nghị quyết:", "bộ ngoại giao:", "được giao nhiệm vụ"),
    attack="ban chỉ đạo ",
)
GIVES_WORK: Final = pattern(
    r"giao(?<!\wgiao)(?<!ngoại\sgiao)(?<!được\sgiao)\s{1,2}(?:ngay\s{1,2})?(?:việc|nhiệm\s{1,2}vụ)(?!\w)",
    finds=("thủ tướng đã ‹giao việc› ngay", "bộ trưởng ‹giao nhiệm vụ› cho các vụ"),
    leaves=("được giao nhiệm vụ", "giao cho", "ngoại giao việc"),
    attack="giao ngay ",
)
NEEDS: Final = pattern(
    r"(?<!\w)(?:cần|(?<!không\s)phải|nên|hãy)(?:\s{1,2}[^\W\d_]{1,8}){0,4}:\Z",
    finds=("doanh nghiệp ‹cần:›", "chúng ta ‹phải làm tốt:›", "theo ông, ‹nên tập trung vào:›"),
    leaves=("không phải:", "cần rà soát, kiểm tra và báo cáo ngay:", "cần:\n", "cần thì: có"),
    attack="cần một hai ba ",
)
TAKES_A_VIEW: Final = pattern(
    r"""
    (?<!\w)(?:có|cho|thông\ báo|truyền\ đạt|ra)\s{1,2}(?:(?:một\ số|các)\s{1,2})?
    (?:ý\ kiến(?!\ (?:của\ (?:cử\ tri|đại\ biểu|nhân\ dân|người\ dân)|khác\ nhau|trái\ chiều))
      |kết\ luận|chỉ\ đạo|lệnh|chỉ\ thị|mệnh\ lệnh|hướng\ dẫn|yêu\ cầu|quyết\ nghị|quyết\ định|khuyến\ cáo)
    (?:\s{1,2}[^\W\d_]{1,8}){0,9}?(?:\s{1,2}như\ sau)?:\Z
    """,
    re.VERBOSE,
    finds=(
        "thủ tướng ‹có ý kiến như sau:›",
        "phó thủ tướng ‹có ý kiến chỉ đạo như sau:›",
        "văn phòng ‹thông báo ý kiến của phó thủ tướng như sau:›",
        "bộ trưởng ‹có chỉ đạo:›",
        "chủ tịch ủy ban ‹ra lệnh:›",
    ),
    leaves=(
        "có ý kiến của cử tri như sau:",
        "có ý kiến khác nhau:",
        "có ý kiến như sau",
        "đã báo cáo như sau:",
        "có ý kiến, cho rằng:",
    ),
    attack="có ý kiến một hai ba ",
)
SENT_TO: Final = pattern(  # whom an official letter goes to
    r"(?:(?:đồng\s{1,2})?kính\s{1,2}gửi|gửi|điện|nơi\s{1,2}nhận|thành\s{1,2}phần(?:\s{1,2}(?:tham\s{1,2})?dự)?"
    r"|(?:cùng|tham)\s{1,2}dự(?:\s{1,2}có)?)\s?:\Z",
    finds=("‹kính gửi:›", "thủ tướng chính phủ ‹điện:›", "‹nơi nhận:›", "‹thành phần tham dự:›", "‹cùng dự có:›"),
    leaves=("gửi các bộ:", "điện báo:", "nơi nhận", "thủ tướng yêu cầu:"),
    attack="kính  gửi ",
)
LAW: Final = pattern(
    r"""
    (?<!\w)(?:bộ\ luật|đạo\ luật|dự\ thảo|dự\ án\ luật
      |luật(?<!kỷ\ luật)(?<!kỉ\ luật)(?<!quy\ luật)(?!\ pháp|\ sư|\ gia|\ lệ)|pháp\ lệnh|hiến\ pháp
      |nghị\ định|thông\ tư|công\ ước|hiệp\ định|hiệp\ ước|hiến\ chương|quy\ chế|quy\ định|quy\ tắc|bản\ ghi\ nhớ)(?!\w)
    """,
    re.VERBOSE,
    finds=("‹luật› gồm 3 nội dung:", "‹nghị định› nêu 4 điểm", "‹công ước› có 5 trụ cột"),
    leaves=(
        "luật sư nêu",
        "luật pháp quốc tế",
        "nghị quyết nêu",
        "về kỷ luật, ông",
        "theo quy luật ấy",
        "các luật gia",
    ),
    attack="dự án ",
)
THEORY: Final = pattern(
    r"""
    (?<!\w)(?:tư\ tưởng|học\ thuyết|lý\ luận|lí\ luận|lý\ thuyết|chủ\ nghĩa|triết\ lý|di\ sản|phong\ cách
      |khái\ niệm
      |phạm\ trù|phương\ pháp\ luận|lịch\ sử|truyền\ thống|bản\ sắc|trường\ phái|luật\ pháp\ quốc\ tế|hiến\ chương
      |chung\ sống\ hòa\ bình|cội\ nguồn|cốt\ lõi)(?!\w)
    """,
    re.VERBOSE,
    finds=("trong ‹tư tưởng› ngoại giao", "nguyên tắc của ‹luật pháp quốc tế›", "của ‹học thuyết› ấy"),
    leaves=("tư duy ngoại giao", "nguyên tắc sau", "lịch sựx"),
    attack="luật pháp quốc ",
)
WHAT_WAS_DONE: Final = (
    r"(?:\s[^\W\d_]{1,7}){0,2}\s(?:(?<!truyền\s)(?<!diễn\s)đạt|triển khai|thực hiện|hoàn thành|nhất trí|thống nhất|được"
    r"|tham gia|ký|tổ chức|thảo luận|cho ý kiến|ghi nhận|làm|giành|thu|gặt hái|mang lại|đem lại|tạo|giải quyết|trao đổi"
    r"|chứng kiến|trải qua|đóng góp|để lại|khép lại|kết thúc|chứng minh|cho thấy)"
)
DONE: Final = pattern(
    any_way(
        *(word + WHAT_WAS_DONE for word in ("đã", "vừa")),
        *("nhất trí", "thống nhất", "thảo luận", "cho ý kiến", "đạt được", "đồng thuận", "thỏa thuận"),
        *("giành được", "thu được"),
    )
    + r"(?!\w)",
    finds=(
        "ngành ‹đã đạt› 5 kết quả",
        "hai bên ‹nhất trí› 3 điểm",
        "‹đã cùng nhau ký› 4 văn kiện",
        "‹vừa được› thông qua",
        "đạt ‹đồng thuận› ở 5 điểm",
        "‹đã làm được› ba việc",
    ),
    leaves=(
        "sẽ triển khai",
        "đã truyền đạt lại 2 đề xuất",
        "vừa truyền đạt lại 2 đề xuất",
        "đã diễn đạt rõ ba ý",
        "vừa diễn đạt rõ ba ý",
        "đã thuê ba kho",
        "vừa thuê ba kho",
        "cần thực hiện",
        "đã đến lúc ta cùng thực hiện",
        "phấn đấu đạt",
    ),
    attack="đã nhau cùng ",
)
NO_ORDER: Final = pattern(  # an intro without a word of order: what was done, a programme, what two sides made known
    r"""
    (?<!\w)(?:
      đã(?:\s(?:tích\scực|chủ\sđộng|kịp\sthời|nỗ\slực|góp\sphần|cùng\snhau)){0,2}\s?:\Z
      |(?<!để\s)(?<!nhằm\s)(?<!sẽ\s)đạt\s(?:được|kết\squả|nhiều|những|thành\stích|thành\stựu|tiến\sbộ)
      |thông\scáo|tuyên\sbố\schung|lịch\strình|lịch\slàm\sviệc|nghi\sthức|tiết\smục
      |chương\strình\s(?:chuyến|hội\sthảo|hội\snghị|lễ|nghị\ssự|họp|tham\squan|biểu\sdiễn|nghệ\sthuật|gặp|kỳ|phiên|giao)
      |hoạt\sđộng(?:\s\w{1,8}){0,3}\s(?:tuần\slễ|lễ\shội|ngày\shội|chuyến\s(?:thăm|đi)|sự\skiện|triển\slãm|lễ)
      |(?<!đáng\s)kể(?!\s(?:từ|cả|trên))|mô\stả|(?:mỗi|hằng|hàng|thường)\sngày
    )(?:(?<=:)|(?!\w))
    """,
    re.VERBOSE,
    finds=(
        "năm 2025, bộ ngoại giao ‹đã:›",
        "ngành ‹đạt kết quả› nổi bật trên các mặt:",
        "‹chương trình chuyến› thăm gồm:",
        "các ‹hoạt động trong tuần lễ›:",
        "ông ‹kể› về công việc mỗi ngày:",
        "hai bên ra ‹thông cáo› chung gồm các nội dung sau:",
    ),
    leaves=(
        "bộ trưởng đã nêu rõ:",
        "chương trình hành động gồm:",
        "để đạt được mục tiêu:",
        "trong thời gian tới:",
        "giảm đáng kể:",
        "kể từ nay:",
    ),
    attack="hoạt động một hai ba ",
)
NEAR_END: Final = 25  # code points behind the noun that announces: "những hạn chế chủ yếu sau đây:"
ENDS: Final = (
    ":", " sau", " sau.", " như sau.", " sau đây", " sau đây.", " dưới đây", " dưới đây.", " gồm", " là", " như",
)  # fmt: skip
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
    colon = low.endswith(ENDS)
    noun = _announced(low, colon)
    kind, sort = NOUNS[one_spaced(noun["noun"])] if noun else (None, None)
    demands = _last_end(DEMAND, low)
    modal, done = bool(MODAL.search(low)), bool(DONE.search(low))
    if sort == "other" and colon and _is_spoken_of(noun, low, demands):
        noun, kind, sort = None, None, None
    opens = low.endswith(":")  # without it, three patterns need not be tried
    if opens and SENT_TO.search(low):
        noun, kind, sort = None, "other", "other"
    elif (opens and TAKES_A_VIEW.search(low) and not done) or (
        noun is None and ((colon and demands) or GIVES_WORK.search(low) or (opens and NEEDS.search(low)))
    ):
        kind, sort, colon = "task", "directive", True
    elif noun is None and colon and done and not modal:
        kind, sort = "result", "other"
    elif not (modal or demands) and _is_told_of(kind, sort, low, colon):
        kind, sort = "content", "other"
    elif sort == "neutral" and kind == "proposal" and demands:
        kind = "task"
    return Announcement(span, kind, sort, _count(noun), modal, done, colon)


def _last_end(of: re.Pattern[str], low: str) -> int:
    """Return where the last match ends, or 0."""
    return max((match.end() for match in of.finditer(low)), default=0)


def _is_spoken_of(noun: re.Match[str] | None, low: str, demands: int) -> bool:
    """Tell whether results and the like are only spoken of: "để nâng cao hiệu quả, Thủ tướng yêu cầu:"."""
    if noun is None or _count(noun):
        return False
    return demands > noun.end() or (bool(demands) and len(low) - noun.end() > NEAR_END)


def _is_told_of(kind: ListKind | None, sort: str | None, low: str, colon: bool) -> bool:
    """Tell whether the words are about a law, a teaching, a programme or deeds, whose contents nobody is to do."""
    if colon and sort in (None, "neutral") and NO_ORDER.search(low):
        return True
    if sort != "neutral" and kind != "viewpoint":
        return False
    return bool(THEORY.search(low) or (kind != "viewpoint" and LAW.search(low)))


def is_due(low: str, span: Span) -> bool:
    """Tell whether the words at span say that something is to be done; low is `level(text)`."""
    return MODAL.search(low, span.start, span.end) is not None


def announced_by_noun(span: Span, noun: str) -> Announcement | None:
    """Return what the noun of a marker at span announces ("Nhiệm vụ thứ nhất là"), or None for other markers."""
    kind, sort = NOUNS.get(noun, (None, None))
    return Announcement(span, kind, sort, None, modal=False, done=False, colon=False) if kind else None


def _announced(low: str, colon: bool) -> re.Match[str] | None:
    """Return the noun that names the list: the last one with a number, else with a plural word, else at a colon any."""
    quantified = list(QUANTIFIED.finditer(low))
    counted = [match for match in quantified if _count(match)]
    said = [match for match in SAID.finditer(low) if _may_announce(match, low)] if colon else []
    return next((found[-1] for found in (counted, quantified, said) if found), None)


def _may_announce(noun: re.Match[str], low: str) -> bool:
    """Tell whether a noun without a number may name the list: results and the like only where the sentence ends."""
    return NOUNS[one_spaced(noun["noun"])][1] != "other" or noun.start() == 0 or len(low) - noun.end() <= NEAR_END


def counts(text: str, span: Span) -> bool:
    """Tell whether a number stands at span before a noun that may announce; where none does, nothing is declared."""
    return any(map(_count, QUANTIFIED.finditer(level(text)[span.start : span.end])))


def _count(noun: re.Match[str] | None) -> int | None:
    """Return the number before the noun, two or more, or None."""
    written = noun.groupdict().get("quantity") if noun else None
    if not written:
        return None
    count = int(written) if written.isdigit() else SEVERAL.get(one_spaced(written), 0)
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
