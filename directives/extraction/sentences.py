"""Single directives: sentences outside the lists in which someone sets a thing to be done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.blocks import Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.addressees import addressee_in, deadline_in
from directives.extraction.cover import Cover
from directives.extraction.lists import FoundList
from directives.extraction.orders import IMPERATIVE
from directives.extraction.words import level

DirectiveKind = Literal["orientation", "task", "proposal"]


@dataclass(frozen=True, slots=True)
class FoundDirective:
    """One sentence that sets a thing to be done; span takes in a quotation mark or dash before it."""

    kind: DirectiveKind
    span: Span
    addressee: Span | None
    deadline: Span | None
    rule: str


def _not_behind(*words: str) -> str:
    """Return a verbose pattern that holds where none of the words stands before, with a space between."""
    return "".join(rf"(?<!{word} )".replace(" ", r"\ ") for word in words)


COMMITTED: Final = (  # verbs that after "sẽ" promise work; "sẽ tạo", "sẽ góp phần" merely foretell
    "bảo đảm|chú trọng|chủ động|chuẩn bị|đẩy mạnh|đồng hành|hỗ trợ|kiên quyết|kiên trì|nâng cao|nỗ lực|phát huy"
    "|phấn đấu|phối hợp|tập trung|tăng cường|thúc đẩy|tích cực|tiếp tục|triển khai|ưu tiên|xây dựng"
)
NOUN_BEFORE: Final = _not_behind(
    *("các", "những", "mọi", "lời", "bức thư", "theo", "đáp ứng", "sự", "đã", "và", "với", "là", "đề xuất,")
)
SAYING: Final = r"\ (?:phải\ )?(?:nói|nhớ|khẳng\ định|nhấn\ mạnh|thừa\ nhận)(?:\ \w{1,7}){0,3}\ rằng(?!\w)"  # of words
NOT_NEED: Final = _not_behind("ân", "vì", "điều kiện", "không", "chẳng", "chưa")
NEED: Final = rf"{NOT_NEED}cần(?!\ (?:thiết|yếu|kiệm|cù|thơ|câu|trục|tây)(?!\w)|{SAYING})"
NOT_MUST: Final = _not_behind(
    *("không", "không cần", "chẳng", "chưa", "gặp", "vấp", "mắc", "đã", "bên", "lẽ", "buộc", "có", "mức")
)
SUFFERED: Final = r"đối\ mặt|chịu|trả|gánh|hứng|trải\ qua"
MUST: Final = rf"{NOT_MUST}phải(?!\ (?:chăng|không(?!\ ngừng)|{SUFFERED}|nói|kể|thừa\ nhận)(?!\w)|{SAYING})"
THOSE_TOLD: Final = (  # the first word for an organ or those that have a task given to them
    "(?:(?:các |từng |mỗi )?(?:bộ|ban|sở|ngành|cơ quan|đơn vị|địa phương|cấp ủy|thành viên)|ủy ban|văn phòng|chính phủ)"
)
CUES: Final[tuple[tuple[str, DirectiveKind, re.Pattern[str]], ...]] = (
    (
        "asked",
        "proposal",
        pattern(
            rf"(?<!\w){NOUN_BEFORE}(?:đề\ nghị|kiến\ nghị|kêu\ gọi)(?!\ của|\s?[,.;:]|\w)",
            re.VERBOSE,
            finds=("ông ‹đề nghị› các địa phương", "hiệp hội ‹kiến nghị› sớm sửa", "tổng bí thư ‹kêu gọi› toàn dân"),
            leaves=(
                "theo đề nghị của bộ",
                "các kiến nghị, đề xuất",
                "lời kêu gọi toàn quốc",
                "đã đề nghị các bên",
                "đề nghị:",
            ),
            attack="đề nghị của ",
        ),
    ),
    (
        "demanded",
        "task",
        pattern(
            rf"""(?<!\w){NOUN_BEFORE}yêu\ cầu
            (?!\w|\s?[,.;]|\ (?:của|nhiệm\ vụ|phát\ triển|về|đặt\ ra|cấp|mới|cao|thực\ tiễn|đó)(?!\w))""",
            re.VERBOSE,
            finds=("thủ tướng ‹yêu cầu› bộ ngoại giao", "bộ trưởng ‹yêu cầu›: rà soát"),
            leaves=("đáp ứng yêu cầu nhiệm vụ", "các yêu cầu đó", "yêu cầu về chất lượng", "đã yêu cầu các bên"),
            attack="yêu cầu mới ",
        ),
    ),
    (
        "assigned",
        "task",
        pattern(
            rf"(?<!\w)(?<!được )(?<!đã )(?<!bàn )(?<!sự )(?:giao|lưu ý) {THOSE_TOLD}(?!\w)",
            finds=("thủ tướng ‹giao bộ› ngoại giao chủ trì", "bà ‹lưu ý các đơn vị› bám sát chương trình"),
            leaves=(
                "được giao bộ ngoại giao quản lý",
                "chỉ đạo các bộ",
                "lưu ý các vấn đề",
                "giao bộn bề",
            ),
            attack="giao các ",
        ),
    ),
    (
        "urged",
        "task",
        pattern(
            r"(?<!\w)hãy(?!\w)(?!\ còn)",
            finds=("mỗi cán bộ ‹hãy› là một đại sứ", "chúng ta ‹hãy› cùng nhau xây dựng"),
            leaves=("vẫn hãy còn sớm", "hãyy"),
            attack="hãy còn ",
        ),
    ),
    (
        "must",
        "task",
        pattern(
            rf"(?<!\w){MUST}(?!\w)",
            re.VERBOSE,
            finds=("ngoại giao ‹phải› đi trước", "chúng ta ‹phải› không ngừng học hỏi"),
            leaves=(
                "không phải là",
                "gặp phải khó khăn",
                "lẽ phải",
                "phải chăng",
                "phải đối mặt với",
                "phảiy",
                "không cần phải lo",
                "phải khẳng định rằng",
                "phải trải qua",
                "bên phải",
            ),
            attack="không phải ",
        ),
    ),
    (
        "need",
        "task",
        pattern(
            rf"(?<!\w){NEED}(?!\w)",
            re.VERBOSE,
            finds=("các bộ, ngành ‹cần› chủ động", "‹cần›, trước hết, đổi mới"),
            leaves=(
                "không cần lo",
                "chưa cần sửa",
                "cần nhớ rằng",
                "việc cần thiết",
                "ân cần",
                "cần kiệm liêm chính",
                "điều kiện cần và đủ",
                "cần cù",
                "cần trục",
            ),
            attack="cần thiết ",
        ),
    ),
    (
        "calls-for",
        "task",
        pattern(
            r"(?<!\w)(?<!những )(?<!các )đòi hỏi(?!\w)",
            finds=("bối cảnh mới ‹đòi hỏi› ngoại giao đi trước",),
            leaves=("những đòi hỏi của thực tiễn", "các đòi hỏi mới", "đòi hỏix"),
            attack="các đòi hỏi ",
        ),
    ),
    (
        "strive",
        "orientation",
        pattern(
            r"(?<!\w)(?<!đã )(?<!sự )phấn đấu(?!\w)",
            finds=("ngành ‹phấn đấu› hoàn thành", "‹phấn đấu› đến năm 2030"),
            leaves=("đã phấn đấu không ngừng", "sự phấn đấu của", "phấn khởi"),
            attack="đã phấn đấu ",
        ),
    ),
    (
        "will",
        "task",
        pattern(
            rf"(?<!\w)sẽ (?:cùng )?(?:{COMMITTED})(?!\w)",
            finds=("ngành ngoại giao ‹sẽ tiếp tục› mở", "hai bên ‹sẽ cùng thúc đẩy› hợp tác"),
            leaves=("việc này sẽ tạo điều kiện", "sẽ góp phần", "sẽ là động lực", "đã tiếp tục", "sẽ tiếp nhận"),
            attack="sẽ cùng ",
        ),
    ),
)
WORDS_OF_CUES: Final = {  # most sentences hold none of them, and need not be searched
    "asked": ("đề nghị", "kiến nghị", "kêu gọi"),
    "demanded": ("yêu cầu",),
    "assigned": ("giao", "lưu ý"),
    "urged": ("hãy",),
    "must": ("phải",),
    "need": ("cần",),
    "calls-for": ("đòi hỏi",),
    "strive": ("phấn đấu",),
    "will": ("sẽ",),
}
RELATIVE: Final = pattern(  # "định ra các biện pháp cần tập trung": a clause that describes, and sets nothing
    r"""
    \w\ (?:các|những|nhiều|một\ số)
    \ (?:vấn\ đề|biện\ pháp|nhiệm\ vụ|nội\ dung|việc|điều|giải\ pháp|điểm|bước|yếu\ tố|thông\ tin|kỹ\ năng)
    (?:\ \w{1,8}){0,3}\ cần(?!\w)
    |\w\ (?:điều|gì|nào)\ cần(?!\w)
    """,
    re.VERBOSE,
    finds=("định r‹a các biện pháp cần› tập trung", "bàn v‹ề những vấn đề cần› quan tâm", "hỏi v‹ề điều cần› làm"),
    leaves=(
        "các bộ, ngành cần",
        "các biện pháp, cần",
        "biện pháp này cần",
        "các nhiệm vụ đối ngoại hết sức hệ trọng ấy cần",
    ),
    attack="a các biện pháp một hai ba ",
)
NOT_ORDERED: Final = pattern(  # duties of a law; what was asked for before; the words of President Hồ Chí Minh
    r"""
    (?<!\w)(?:điều|khoản)\ \d|theo\ quy\ định\ (?:của|tại)|(?:nghị\ định|pháp\ luật)\ quy\ định
    |(?<!\w)đã\ (?:đề\ nghị|kiến\ nghị|yêu\ cầu|kêu\ gọi)(?!\w)
    |(?:hồ\ chí\ minh|bác\ hồ)[^.“”]{0,40}[:“]
    """,
    re.VERBOSE,
    finds=(
        "‹theo quy định tại› khoản này",
        "như ‹điều 1›2 nêu",
        "bộ ‹đã đề nghị› các địa phương",
        "chủ tịch ‹hồ chí minh dạy: “›phải",
        "‹nghị định quy định› người lao động phải",
    ),
    leaves=(
        "theo quy định",
        "điều này cần",
        "bộ đề nghị các địa phương",
        "học tập và làm theo tư tưởng hồ chí minh. bộ:",
    ),
    attack="hồ chí minh ",
)
OPENING: Final = pattern(
    r"[\s“\"'‘(–-]{0,4}",
    finds=("‹“›tăng cường", "‹- “›tăng cường", "‹›tăng cường"),
    leaves=(),
    attack="“",
    used="match",
)
JOINED: Final = pattern(
    rf"""(?:
      (?:cùng\ với\ đó|bên\ cạnh\ đó|song\ song\ (?:với\ )?đó|đồng\ thời|mặt\ khác|đặc\ biệt|trong\ đó|ngoài\ ra
        |tiếp\ đó|qua\ đó)
      ,?\ (?:là\ )?)?
    (?:{IMPERATIVE})(?!\w)""",
    re.VERBOSE,
    finds=("‹tăng cường› kiểm tra", "‹đồng thời, đẩy mạnh› hợp tác", "‹cùng với đó là rà soát› văn bản"),
    leaves=("kim ngạch tăng", "đồng thời, hai bên", "tăng trưởng đạt", "bên cạnh đó"),
    attack="đồng thời, ",
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
PAST: Final = pattern(
    r"(?<!\w)(?:đã|vừa qua)(?!\w)",
    finds=("ngành ‹đã› phát huy", "thời gian ‹vừa qua›, bộ"),
    leaves=("vừa phải", "đãi ngộ", "thời gian qua"),
    attack="vừa ",
)
ORDERING: Final = ("paragraph", "answer")  # a lead says again what follows


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
        rule = _rule(low, sentence, ordered)
        ordered = rule is not None
        if rule:
            found.append(
                FoundDirective(rule[1], sentence, addressee_in(text, sentence), deadline_in(text, sentence), rule[0])
            )
    return tuple(found)


def _sentences(text: str, blocks: tuple[Block, ...]) -> Iterator[Span]:
    for block in blocks:
        if block.kind in ORDERING:
            start = block.label.end if block.label else block.span.start
            yield from sentences(text, Span(start, block.span.end))


def _rule(low: str, sentence: Span, ordered: bool) -> tuple[str, DirectiveKind] | None:
    words_here = low[sentence.start : sentence.end]
    if words_here.rstrip('”" ').endswith("?"):
        return None
    rule = _cue(words_here) or _opening(words_here, ordered)
    return None if rule is None or NOT_ORDERED.search(words_here) else rule


def _cue(words_here: str) -> tuple[str, DirectiveKind] | None:
    """Return the first of CUES that stands in a sentence, or None."""
    relative = {match.end() for match in RELATIVE.finditer(words_here)} if "cần" in words_here else set()
    for rule, kind, cue in CUES:
        holds = any(word in words_here for word in WORDS_OF_CUES[rule])
        if holds and any(match.end() not in relative for match in cue.finditer(words_here)):
            return rule, kind
    return None


def _opening(words_here: str, ordered: bool) -> tuple[str, DirectiveKind] | None:
    """Return the rule by which the first words of a sentence make it a directive, or None."""
    opening = OPENING.match(words_here)
    start = opening.end() if opening else 0
    if FOREMOST.match(words_here, start):
        return "foremost", "task"
    if ordered and JOINED.match(words_here, start) and not PAST.search(words_here):
        return "goes-on", "task"
    return None
