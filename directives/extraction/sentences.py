"""Single directives: sentences outside the lists in which someone sets a thing to be done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.blocks import Block
from articles.extraction.text import Span, sentences
from directives.extraction.addressees import addressee_in, deadline_in
from directives.extraction.cover import Cover
from directives.extraction.lists import FoundList
from directives.extraction.words import any_of, level, words

DirectiveKind = Literal["orientation", "task", "proposal"]


@dataclass(frozen=True, slots=True)
class FoundDirective:
    """One sentence that sets a thing to be done; span takes in a quotation mark or dash before it."""

    kind: DirectiveKind
    span: Span
    addressee: Span | None
    deadline: Span | None
    rule: str


IMPERATIVE: Final = any_of(words("imperatives.txt"))
COMMITTED: Final = (  # verbs that after "sẽ" promise work; "sẽ tạo", "sẽ góp phần" merely foretell
    "bảo đảm|chú trọng|chủ động|chuẩn bị|đẩy mạnh|đồng hành|hỗ trợ|kiên quyết|kiên trì|nâng cao|nỗ lực|phát huy"
    "|phấn đấu|phối hợp|tập trung|tăng cường|thúc đẩy|tích cực|tiếp tục|triển khai|ưu tiên|xây dựng"
)
NOUN_BEFORE: Final = "".join(
    rf"(?<!{word}\ )"
    for word in ("các", "những", "mọi", "lời", "bức thư", "theo", "đáp ứng", "sự", "đã", "và", "với", "là", "đề xuất,")
)
NEED: Final = r"(?<!ân\ )(?<!vì\ )(?<!điều\ kiện\ )cần(?!\ (?:thiết|yếu|kiệm|cù|thơ|câu|trục|tây)(?!\w))"
NOT_MUST: Final = "".join(
    rf"(?<!{word}\ )"
    for word in ("không", "chẳng", "chưa", "gặp", "vấp", "mắc", "đã", "bên", "lẽ", "buộc", "có", "mức")
)
MUST: Final = rf"{NOT_MUST}phải(?!\ (?:chăng|không(?!\ ngừng)|đối\ mặt|chịu|trả|gánh|hứng|nói|kể|thừa\ nhận)(?!\w))"
CUES: Final[tuple[tuple[str, DirectiveKind, re.Pattern[str]], ...]] = (
    (
        "asked",
        "proposal",
        re.compile(rf"(?<!\w){NOUN_BEFORE}(?:đề\ nghị|kiến\ nghị|kêu\ gọi)(?!\ của|\s?[,.;:]|\w)", re.VERBOSE),
    ),
    (
        "demanded",
        "task",
        re.compile(
            rf"""(?<!\w){NOUN_BEFORE}yêu\ cầu
            (?!\w|\s?[,.;]|\ (?:của|nhiệm\ vụ|phát\ triển|về|đặt\ ra|cấp|mới|cao|thực\ tiễn|đó)(?!\w))""",
            re.VERBOSE,
        ),
    ),
    ("must", "task", re.compile(rf"(?<!\w){MUST}(?!\w)", re.VERBOSE)),
    ("need", "task", re.compile(rf"(?<!\w){NEED}(?!\w)", re.VERBOSE)),
    ("calls-for", "task", re.compile(r"(?<!\w)(?<!những )(?<!các )đòi hỏi(?!\w)")),
    ("strive", "orientation", re.compile(r"(?<!\w)(?<!đã )(?<!sự )phấn đấu(?!\w)")),
    ("will", "task", re.compile(rf"(?<!\w)sẽ (?:cùng )?(?:{COMMITTED})(?!\w)")),
)
RELATIVE: Final = re.compile(  # "định ra các biện pháp cần tập trung": a clause that describes, and sets nothing
    r"""
    \w\ (?:các|những|nhiều|một\ số)
    \ (?:vấn\ đề|biện\ pháp|nhiệm\ vụ|nội\ dung|việc|điều|giải\ pháp|điểm|bước|yếu\ tố|thông\ tin|kỹ\ năng)
    (?:\ \w{1,8}){0,3}\ cần(?!\w)
    |\w\ (?:điều|gì|nào)\ cần(?!\w)
    """,
    re.VERBOSE,
)
NOT_ORDERED: Final = re.compile(  # duties of a law; what was asked for before; the words of President Hồ Chí Minh
    r"""
    (?<!\w)(?:điều|khoản)\ \d|theo\ quy\ định\ (?:của|tại)|(?:nghị\ định|pháp\ luật)\ quy\ định
    |(?<!\w)đã\ (?:đề\ nghị|kiến\ nghị|yêu\ cầu|kêu\ gọi)(?!\w)
    |(?:hồ\ chí\ minh|bác\ hồ)[^.“”]{0,40}[:“]
    """,
    re.VERBOSE,
)
OPENING: Final = re.compile(r"[\s“\"'‘(–-]{0,4}")
JOINED: Final = re.compile(
    rf"""(?:
      (?:cùng\ với\ đó|bên\ cạnh\ đó|song\ song\ (?:với\ )?đó|đồng\ thời|mặt\ khác|đặc\ biệt|trong\ đó|ngoài\ ra
        |tiếp\ đó|qua\ đó)
      ,?\ (?:là\ )?)?
    (?:{IMPERATIVE})(?!\w)""",
    re.VERBOSE,
)
FOREMOST: Final = re.compile(
    r"(?:quan trọng nhất|(?:nhiệm vụ )?trọng tâm|nhiệm vụ hàng đầu|trước mắt|việc cần làm ngay)(?: \w{1,8}){0,6} là "
)
PAST: Final = re.compile(r"(?<!\w)(?:đã|vừa qua)(?!\w)")
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
    if words_here.rstrip('”" ').endswith("?") or NOT_ORDERED.search(words_here):
        return None
    relative = {match.end() for match in RELATIVE.finditer(words_here)}
    for rule, kind, cue in CUES:
        if any(match.end() not in relative for match in cue.finditer(words_here)):
            return rule, kind
    opening = OPENING.match(words_here)
    start = opening.end() if opening else 0
    if FOREMOST.match(words_here, start):
        return "foremost", "task"
    if ordered and JOINED.match(words_here, start) and not PAST.search(words_here):
        return "goes-on", "task"
    return None
