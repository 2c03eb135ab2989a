"""Single directives: sentences outside the lists in which someone sets a thing to be done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.addressees import addressee_in, deadline_in, organ_acts
from directives.extraction.cover import Cover
from directives.extraction.cues import (
    ACT,
    CUES,
    FATE,
    FOR_HIMSELF,
    FORETOLD,
    HAPPENS,
    IN_OFFICE,
    RELATIVE,
    STATE_TO_STATE,
    TOLD_OF,
    Cue,
    DirectiveKind,
)
from directives.extraction.lists import FoundList
from directives.extraction.words import any_of, level, words


@dataclass(frozen=True, slots=True)
class FoundDirective:
    """One sentence that sets a thing to be done; span takes in a quotation mark or dash before it."""

    kind: DirectiveKind
    span: Span
    addressee: Span | None
    deadline: Span | None
    rule: str


ASKED_BEFORE: Final = pattern(
    r"(?<!\w)đã (?:đề nghị|kiến nghị|yêu cầu|kêu gọi)(?!\w)",
    finds=("bộ ‹đã đề nghị› các địa phương",),
    leaves=("bộ đề nghị các địa phương", "lễ đã kêu"),
    attack="đã ",
)


def _not_as(first: str) -> str:
    """Return a pattern that holds behind a first letter, where what begins so is not called in by somebody's words."""
    return "".join(rf"(?<!{word}\ {first})" for word in ("lời", "như", "theo", "ngày"))


HIS_WORDS: Final = pattern(  # what follows is told by the late President
    rf"""
    hồ(?:(?<=bác\ hồ)|\ chí\ minh)[^.“”]{{0,40}}[:“]
    |(?:c{_not_as("c")}hủ\ tịch\ hồ\ chí\ minh|h(?<!tịch\ h){_not_as("h")}ồ\ chí\ minh
      |b(?<!\wb){_not_as("b")}ác(?:\ hồ)?)
      (?:\ (?:đã|luôn|thường|từng|cũng|hay|hằng|nhiều\ lần)){{0,2}}
      \ (?:căn\ dặn|dặn|dạy|yêu\ cầu|đề\ nghị|kêu\ gọi|nhắc|nhắc\ nhở|nói|viết|nhấn\ mạnh|khẳng\ định|chỉ\ rõ
        |mong)(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "‹chủ tịch hồ chí minh dạy›: “phải",
        "chủ tịch ‹hồ chí minh: “›phải",
        "‹bác hồ dạy›: phải",
        "‹chủ tịch hồ chí minh căn dặn› phải đoàn kết",
        "lúc sinh thời, ‹bác luôn dặn› cán bộ",
    ),
    leaves=(
        "học tập và làm theo tư tưởng hồ chí minh. bộ:",
        "nhớ lời bác dặn",
        "như chủ tịch hồ chí minh căn dặn, ta phải",
        "bác sĩ yêu cầu",
        "bác bỏ yêu cầu",
    ),
    attack="hồ chí minh ",
)
BY_LAW: Final = pattern(  # duties of a law
    r"""
    điều(?<!\wđiều)\ \d|khoản(?<!\wkhoản)\ \d|chương(?<=\d\ chương)(?!\w)|điều(?<=\d\ điều)(?!\w)
    |theo\ quy\ định\ (?:của|tại)|quy\ chế\ (?:này\ )?quy\ định|nghị\ định\ (?:này\ )?quy\ định
    |thông\ tư\ (?:này\ )?quy\ định|pháp\ (?:luật|lệnh)\ (?:này\ )?quy\ định|hiến\ pháp\ (?:này\ )?quy\ định
    """,
    re.VERBOSE,
    finds=(
        "‹theo quy định tại› khoản này",
        "như ‹điều 1›2 nêu",
        "‹nghị định quy định› người lao động phải",
        "quy chế gồm 4 ‹chương›, trong đó",
    ),
    leaves=("theo quy định", "điều này cần", "theo luật biên phòng", "các chương", "pháp luật"),
    attack="theo quy định ",
)
FIRST_A_LAW: Final = pattern(
    r"[\s“\"-]{0,3}theo (?:bộ )?(?:luật|nghị định|thông tư|quy chế|pháp lệnh|hiến pháp|pháp luật)(?!\w)",
    finds=("‹theo luật› biên phòng việt nam, cơ quan phải", "‹- “theo bộ luật› lao động"),
    leaves=("rà soát theo luật đất đai", "theo quy định", "theo luậtx"),
    attack="theo bộ ",
    used="match",
)
LONG_AGO: Final = pattern(  # a sentence that begins so tells a story
    r"""
    (?:(?:vào|từ|trong|những|đầu|cuối|giữa)\ ){0,3}
    (?:năm\ 1[89]\d\d|(?:hồi|thuở|ngày|thời|lúc)\ (?:đó|ấy|xưa|trước)|hồi|khi\ ấy|(?:lúc\ )?bấy\ giờ
      |trước\ (?:đây|kia)|nhớ\ lại|có\ (?:lúc|thời))(?!\w)
    """,
    re.VERBOSE,
    finds=("‹năm 1977›, đoàn ta", "‹những năm 1980›, ta", "‹hồi đó›", "‹trước đây›, ta", "‹ngày ấy› ta"),
    leaves=("năm 2026, ngành", "trước mắt, ngành", "ngày 15-5, bộ", "lúc này"),
    attack="vào từ trong ",
    used="match",
)
NO_LONGER: Final = pattern(  # an office that somebody holds, not one given now
    r"(?<!\w)(?:là (?:đơn vị|cơ quan|người)|(?:từ|năm) (?:năm )?(?:19|20)\d\d|trước đây|năm ngoái)(?!\w)",
    finds=("‹là đơn vị› được giao", "‹từ năm 2020›", "‹năm ngoái›"),
    leaves=("trước ngày 20/6", "năm nay"),
    attack="từ năm ",
)
BY_CHANCE: Final = pattern(  # behind what is borne: why
    r" (?:vì|do|bởi|trước sức ép|bởi vì|rằng)(?!\w)",
    finds=("đóng cửa‹ vì› dịch", "sơ tán‹ do› bão", "công nhận‹ rằng› họ"),
    leaves=("sơ tán người dân khỏi vùng nguy hiểm", "dom dóm"),
    attack=" vì",
)
OPENING: Final = pattern(
    r"[\s“\"'‘(–-]{0,4}",
    finds=("‹“›tăng cường", "‹- “›tăng cường", "‹›tăng cường"),
    leaves=(),
    attack="“",
    used="match",
)
AND_THEN: Final = (  # what may stand before an imperative that goes on
    r"(?:cùng với (?:đó|việc này)|bên cạnh đó|song song (?:với )?đó|đồng thời|mặt khác|đặc biệt|trong đó|ngoài ra"
    r"|tiếp (?:đó|theo)|(?:qua|từ|theo|sau) đó|trên cơ sở đó|nhất là|cụ thể|hơn nữa|trước (?:hết|mắt)|riêng)"
)
TOLD_ABOUT: Final = ("báo cáo", "biểu dương", "chia sẻ", "công bố", "trao đổi", "trả lời", "phê duyệt", "kêu gọi")
GO_ON: Final = any_of({*words("imperatives.txt"), *words("point_verbs.txt")}.difference(TOLD_ABOUT))
JOINED: Final = pattern(
    rf"(?:{AND_THEN},? (?:là )?)?{GO_ON}(?!\w)",
    finds=(
        "‹tăng cường› kiểm tra",
        "‹đồng thời, đẩy mạnh› hợp tác",
        "‹cùng với đó là rà soát› văn bản",
        "‹kiện toàn› tổ",
    ),
    leaves=("kim ngạch tăng", "báo cáo chính trị nêu rõ", "đồng thời, hai bên", "tăng trưởng đạt", "bên cạnh đó"),
    attack="đồng thời, ",
    used="match",
)
BEFORE_DOER: Final = pattern(
    rf"(?:{AND_THEN},? |(?:theo|để|nhằm|trên|với|về|tại) [^,;:.“”\n]{{1,100}}, )?",
    finds=("‹đồng thời, ›bộ nội vụ", "‹theo kết luận của chủ tọa, ›bộ tài chính", "‹›bộ nội vụ"),
    leaves=(),
    attack="theo ",
    used="match",
)
FOREMOST: Final = pattern(
    r"(?:quan trọng nhất|(?:nhiệm vụ )?trọng tâm|nhiệm vụ hàng đầu|trước mắt|việc cần làm ngay)(?: \w{1,8}){0,6} là ",
    finds=(
        "‹quan trọng nhất là ›chọn đúng người",
        "‹nhiệm vụ trọng tâm của ngành trong năm tới là ›",
    ),
    leaves=("quan trọng nhất, là", "trước mắt, ngành", "trọng tâm công tác", "nhiệm vụ là "),
    attack="trọng tâm một hai ba bốn năm sáu",
    used="match",
)
AHEAD: Final = pattern(
    r"(?:trước mắt|(?:trong )?(?:thời gian|giai đoạn|những năm|những tháng|năm|nhiệm kỳ) tới|sắp tới"
    rf"|từ nay đến [^,.;:\n]{{1,20}}),? {ACT}(?!\w)",
    finds=(
        "‹trước mắt, hoàn thành› việc học tập",
        "‹trong thời gian tới, tiếp tục› đổi mới",
        "‹thời gian tới đẩy mạnh› hợp tác",
        "‹từ nay đến cuối năm, tập trung› giải ngân",
    ),
    leaves=("trước mắt, ngành", "trong thời gian qua, tiếp tục", "thời gian tới, bộ"),
    attack="từ nay đến ",
    used="match",
)
PAST: Final = pattern(  # but what was laid down stays to be done: "thực hiện các nhiệm vụ đã đề ra"
    r"""
    (?:v(?<!\wv)ừa\ qua|t(?<!\wt)hời\ gian\ qua|đ(?<!\wđ)ã
      (?!\ (?:đề\ ra|được|nêu|ký|có|cam\ kết|đạt|thỏa\ thuận|thống\ nhất|nhất\ trí|xác\ định|chỉ\ ra|giao|đặt\ ra
        |phê\ duyệt|ban\ hành)(?!\w)))(?!\w)
    """,
    re.VERBOSE,
    finds=("ngành ‹đã› phát huy", "thời gian ‹vừa qua›, bộ"),
    leaves=("vừa phải", "đãi ngộ", "các nhiệm vụ đã đề ra", "kế hoạch đã được phê duyệt"),
    attack="vừa ",
)
IS: Final = pattern(  # "Trồng rừng là trồng của để dành": the verb is what is spoken of
    r"""
    (?!(?:lấy|xác\ định|coi|xem|bảo\ đảm|đảm\ bảo)\ )[^,;:.“”"]{1,160}?
    (?<!nhất)(?<!biệt)(?<!hết)(?<!thể)(?<!gọi)(?<!tức)(?<!với)(?<!đó)
    \ (?:là|được\ (?:coi|xem|xác\ định)|đang|luôn|không\ chỉ)(?!\w)
    """,
    re.VERBOSE,
    finds=("‹trồng rừng là› trồng của để dành", "‹phát triển kinh tế được coi› là"),
    leaves=(
        "tăng cường kiểm tra, nhất là",
        "lấy người dân là trung tâm",
        "giúp đỡ trước hết là trẻ em",
        "rà soát cụ thể là thời hạn",
        "siết chặt khâu còn gọi là hậu kiểm",
        "cắt giảm đầu mối tức là tinh gọn",
        "xử lý phần việc trong đó là của bộ",
        "bảo vệ rừng đặc biệt là rừng đầu nguồn",
        "khôi phục các làng nghề",
        "mở rộng hợp tác với không chỉ châu âu",
        "rà soát các dự án, đây là",
        "đẩy mạnh phòng chống nhất là ở cơ sở",
    ),
    attack="đầu tư ",
    used="match",
)

SAID: Final = pattern(  # "Đánh giá kết quả, ông cho biết công tác …": who speaks does so, and tells of something
    r""", [^,;:.“”"]{1,100}?(?<!\w)(?:cho biết|cho hay|cho rằng|nêu rõ|chỉ rõ|khẳng định|trả lời)(?!\w|\s?[.”"])""",
    finds=("đánh giá kết quả‹, ông an cho biết› công tác",),
    leaves=("tăng cường kiểm tra”, ông an cho biết.", "khẳng định vai trò, vị thế"),
    attack=", cho ",
)
PEERS: Final = words("peers.txt")  # nobody gives them orders: what they do is told of
REACH: Final = 80  # code points before a cue in which stands whose deed it is


def find_directives(text: str, blocks: tuple[Block, ...], lists: tuple[FoundList, ...]) -> tuple[FoundDirective, ...]:
    """Return the single directives of text in reading order; items and intros of the lists are not among them."""
    listed = [item.span for one in lists if one.directive for item in one.items]
    listed += [one.intro for one in lists if one.intro]
    cover = Cover(listed)
    low = level(text)
    found: list[FoundDirective] = []
    ordered = False  # whether the sentence before was a directive, so that an imperative goes on with it
    for sentence in _sentences(text, blocks):
        if cover.touches(sentence):
            ordered = False
            continue
        rule = _rule(text, low, sentence, ordered)
        ordered = rule is not None
        if rule:
            found.append(
                FoundDirective(rule[1], sentence, addressee_in(text, sentence), deadline_in(text, sentence), rule[0])
            )
    return tuple(found)


def _sentences(text: str, blocks: tuple[Block, ...]) -> Iterator[Span]:
    for block in blocks:
        if block.kind in PROSE:
            start = block.label.end if block.label else block.span.start
            yield from sentences(text, Span(start, block.span.end))


def _rule(text: str, low: str, sentence: Span, ordered: bool) -> tuple[str, DirectiveKind] | None:
    words_here = low[sentence.start : sentence.end]
    if words_here.rstrip('”" ').endswith("?"):
        return None
    opening = OPENING.match(words_here)
    start = opening.end() if opening else 0
    rule = _cue(words_here, start) or _opening(text, words_here, Span(sentence.start + start, sentence.end), ordered)
    return None if rule is None or ASKED_BEFORE.search(words_here) else rule


def _cue(words_here: str, start: int) -> tuple[str, DirectiveKind] | None:
    """Return the first of CUES that stands in a sentence, whose words begin at start, or None."""
    his = HIS_WORDS.search(words_here) if "bác" in words_here or "hồ chí minh" in words_here else None
    end = his.start() if his else len(words_here)
    told_of: bool | None = None  # whether a law or a story speaks; asked once, and only where it matters
    for cue in CUES:
        if not any(map(words_here.__contains__, cue.words)):
            continue
        for match in cue.pattern.finditer(words_here, 0, end):
            if cue.tells:
                if not _is_reported(cue, match, words_here):
                    return cue.rule, cue.kind
                continue
            if told_of is None:
                told_of = _is_told_of(words_here, start)
            if not told_of and _sets(cue, match, words_here):
                return cue.rule, cue.kind
    return None


def _is_told_of(words_here: str, start: int) -> bool:
    """Tell whether a law or a story speaks in a sentence, whose words begin at start."""
    said = LONG_AGO.match(words_here, start) or FIRST_A_LAW.match(words_here) or BY_LAW.search(words_here)
    return said is not None


def _is_reported(cue: Cue, match: re.Match[str], words_here: str) -> bool:
    """Tell whether a demand is only spoken of, or is no order: a seller's, one state's to another."""
    before = max(0, match.start() - REACH)
    if TOLD_OF.search(words_here, before, match.start()):
        return True
    if cue.rule not in ("asked", "demanded"):
        return False
    return bool(FOR_HIMSELF.search(words_here, before, match.start()) or STATE_TO_STATE.search(words_here))


def _sets(cue: Cue, match: re.Match[str], words_here: str) -> bool:
    """Tell whether a cue sets a thing to be done, and does not describe, foretell or say what was."""
    if cue.rule == "must" and FATE.match(words_here, match.end()):
        who = words_here[max(0, match.start() - REACH) : match.start()]
        return IN_OFFICE.search(who) is not None and not BY_CHANCE.search(words_here, match.end())
    if cue.rule in ("must", "need"):
        return match.end() not in _described(words_here)
    if cue.rule in ("will", "strive"):
        before = max(0, match.start() - REACH)
        return not (FORETOLD.search(words_here, 0, match.start()) or HAPPENS.search(words_here, before, match.start()))
    if cue.rule == "entrusted":
        return not PAST.search(words_here) and not NO_LONGER.search(words_here)
    return True


def _described(words_here: str) -> set[int]:
    """Return where the cues end that stand in clauses that only describe: "những việc cần (phải) làm"."""
    ends = {match.end() for match in RELATIVE.finditer(words_here)}
    return ends | {end + len(" phải") for end in ends if words_here.startswith(" phải", end)}


def _opening(text: str, words_here: str, rest: Span, ordered: bool) -> tuple[str, DirectiveKind] | None:
    """Return the rule by which the first words of a sentence make it a directive; rest is all but its marks."""
    start = len(words_here) - (rest.end - rest.start)
    if FOREMOST.match(words_here, start):
        return "foremost", "task"
    if PAST.search(words_here):
        return None
    if AHEAD.match(words_here, start):
        return "ahead", "task"
    if SAID.search(words_here):
        return None
    if ordered and JOINED.match(words_here, start) and not IS.match(words_here, start):
        return "goes-on", "task"
    if ordered and (before := BEFORE_DOER.match(words_here, start)):
        doer = rest.start + before.end() - start
        if not words_here.startswith(PEERS, before.end()) and organ_acts(text, Span(doer, rest.end)):
            return "goes-on", "task"
    return None
