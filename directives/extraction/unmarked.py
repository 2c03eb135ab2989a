"""Lists without markers: an intro that declares a number, and exactly so many parts after it, apart by semicolons."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from articles.extraction.blocks import PROSE, Block
from articles.extraction.patterns import pattern
from articles.extraction.text import Span, sentences
from directives.extraction.intros import Announcement, announcement_at, counts, is_due
from directives.extraction.orders import IMPERATIVE, orders
from directives.extraction.words import SEVERAL, any_of, level, one_spaced

FEWEST: Final = 2
CATCHWORD: Final = pattern(
    rf"""(?<!\w)(?P<count>\d|{any_of(SEVERAL)})\s{{1,2}}[^\W\d_]{{1,8}}(?:\s{{1,2}}[^\W\d_]{{1,8}}){{0,2}}?["”]?,?"""
    r"\s{1,2}(?:là|gồm|bao\s{1,2}gồm|gồm\s{1,2}có|đó\s{1,2}là)\s{1,2}(?=\w)",
    finds=("cần thực hiện ‹3 chủ động là ›rà soát sớm", "thực hiện “‹hai giữ vững gồm ›giữ vững"),
    leaves=("3 chủ động, 2 kịp thời", "năm 2025 là", "3 nhóm nhiệm vụ chủ yếu trước mắt là rà soát"),
    attack="hai ba bốn ",
)
FEWEST_WORDS_OF_A_PART: Final = 3
MOST_JOINTS: Final = 4  # of a sentence, that are asked whether they lead to its parts
MOST_COLONS: Final = 3  # of a sentence
JOINED: Final = pattern(
    r"(?<!\w)(?:là|gồm|bao\s{1,2}gồm|đó\s{1,2}là|gồm\s{1,2}có|cụ\s{1,2}thể\s{1,2}là)\s{1,2}(?=[^\W\d])",
    finds=("ba nhiệm vụ trọng tâm ‹là ›giữ vững", "bốn giải pháp ‹gồm ›rà soát", "việc, ‹đó là ›mở lớp"),
    leaves=("ba nhiệm vụ là: giữ vững", "gồm 3 việc", "làm việc"),
    attack="bao gồm ",
)
COMMA: Final = pattern(
    r",\s{1,2}(?:và\s{1,2})?",
    finds=("rà soát thủ tục‹, ›mở lớp", "rà soát‹, và ›báo cáo"),
    leaves=("rà soát và mở lớp", "1,5 tỷ"),
    attack=", và ",
)
AND: Final = pattern(
    r"\svà\s{1,2}",
    finds=("mở lớp‹ và ›báo cáo",),
    leaves=("mở lớp, báo cáo", "vàng"),
    attack=" và ",
)
BIDS: Final = pattern(
    rf"[\s“\"]{{0,3}}(?:cần\s{{1,2}}|phải\s{{1,2}})?{IMPERATIVE}(?!\w)",
    finds=("‹rà soát› thủ tục", "‹ cần đẩy mạnh› hợp tác", "‹“tăng cường› kỷ cương"),
    leaves=("kinh tế", "các bộ cần rà soát", "đẩy mạnhx"),
    attack="cần  ",
    used="match",
)
MARKED: Final = pattern(
    r"\s{0,2}(?:[-–•*+]|\(?\w{1,3}[.)])\s",
    finds=("‹- ›rà soát", "‹ • ›kiểm tra", "‹a) ›mở lớp", "‹(iv) ›báo cáo", "‹2. ›đào tạo"),
    leaves=("rà soát", "-rà soát", "mở lớp học", "đào tạo)"),
    attack=" (iv",
    used="match",
)


def find_unmarked(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[Announcement, list[Span]]]:
    """Yield each intro ("… ba việc cần làm ngay, gồm:") with the spans of the parts that it declares."""
    low = level(text)
    for number, block in enumerate(blocks):
        words = block.span.of(text)
        if block.kind not in PROSE or not (":" in words or ";" in words):
            continue
        before = block.span
        for sentence in sentences(text, block.span):
            yield from _after_colons(text, blocks, number, sentence)
            if text.find(";", sentence.start, sentence.end) >= 0:
                joined = _after_a_joint(text, low, sentence) or _opened_by_a_joint(text, low, blocks, number, sentence)
                if joined is None and text.find(":", sentence.start, sentence.end) < 0:
                    joined = _after_catchword(text, low, before, sentence)
                if joined is not None:
                    yield joined
            before = sentence


def _after_colons(
    text: str, blocks: tuple[Block, ...], number: int, sentence: Span
) -> Iterator[tuple[Announcement, list[Span]]]:
    """Yield the parts behind a colon right before which their number is declared.

    Printed: "… giao nhiệm vụ: các cơ quan bám sát nghị quyết, chú trọng 3 nhiệm vụ: …; …; …".
    """
    since = sentence.start
    for _ in range(MOST_COLONS):
        colon = text.find(":", since, sentence.end)
        if colon < 0:
            return
        announced = Span(since, colon + 1)
        declared = announcement_at(text, announced).count if counts(text, announced) else None
        if declared is not None and declared >= FEWEST:
            intro = announcement_at(text, Span(sentence.start, colon + 1))
            if intro.count == declared:
                yield from _declared(text, blocks, number, Span(colon + 1, sentence.end), intro, declared)
        since = colon + 1


def _declared(
    text: str, blocks: tuple[Block, ...], number: int, rest: Span, intro: Announcement, count: int
) -> Iterator[tuple[Announcement, list[Span]]]:
    """Yield the intro with as many parts as it declares, the first that do: apart by signs, sentences or lines."""
    low = level(text)
    if rest.of(text).strip():
        if ";" not in rest.of(text):
            parts = _orders_in_a_row(text, low, rest, count) or [rest]
            if len(parts) < FEWEST:
                following = sentences(text, Span(rest.start, blocks[number].span.end))
                parts = [trimmed(text, one) for one in islice(following, count + 1)]
            sure = all(orders(low, part) for part in parts)
        else:
            parts = _parts(text, rest)
            sure = intro.sort != "neutral" or intro.kind == "task" or any(orders(low, part) for part in parts)
    else:
        parts = _lines(text, blocks, number, count)
        sure = True
        if len(parts) == 1:
            parts, sure = _lines_that_order(text, low, blocks, number, count), True
    if sure and len(parts) == count and not any(MARKED.match(part.of(text)) for part in parts):
        yield intro, parts


def _after_a_joint(text: str, low: str, sentence: Span) -> tuple[Announcement, list[Span]] | None:
    """Return the parts behind "là" or "gồm": "thực hiện ba nhiệm vụ lãnh sự trọng tâm là …; …; …"."""
    for said in islice(JOINED.finditer(low, sentence.start, sentence.end), MOST_JOINTS):
        intro = announcement_at(text, Span(sentence.start, said.end()))
        parts = _parts(text, Span(said.end(), sentence.end))
        if intro.count == len(parts) >= FEWEST and all(orders(low, part) for part in parts):
            return intro, parts
    return None


def _opened_by_a_joint(
    text: str, low: str, blocks: tuple[Block, ...], number: int, sentence: Span
) -> tuple[Announcement, list[Span]] | None:
    """Return the parts that a joint opens, announced by the sentence before: "… ba giải pháp. Đó là …; …; …"."""
    said = JOINED.match(low, sentence.start, sentence.end)
    before = _sentence_before(text, blocks, number, sentence) if said else None
    if said is None or before is None:
        return None
    intro, parts = announcement_at(text, before), _parts(text, Span(said.end(), sentence.end))
    if intro.count == len(parts) >= FEWEST and all(orders(low, part) for part in parts):
        return intro, parts
    return None


def _sentence_before(text: str, blocks: tuple[Block, ...], number: int, sentence: Span) -> Span | None:
    """Return the sentence before one of a block, in the block or in the prose before it; None for the first."""
    within = Span(blocks[number].span.start, sentence.start)
    if not within.of(text).strip():
        earlier = (block.span for block in blocks[number - 1 :: -1] if block.kind in PROSE) if number else iter(())
        within = next(earlier, Span(0, 0))
    return next(reversed(list(sentences(text, within))), None)


def _after_catchword(text: str, low: str, before: Span, sentence: Span) -> tuple[Announcement, list[Span]] | None:
    """Return the parts of a catchword that is to be carried out: "cần thực hiện 2 giữ vững. 2 giữ vững là …; …"."""
    said = CATCHWORD.search(low, sentence.start, sentence.end)
    if said is None or not (is_due(low, before) or is_due(low, Span(sentence.start, said.end()))):
        return None
    count = int(said["count"]) if said["count"].isdigit() else SEVERAL[one_spaced(said["count"])]
    parts = _parts(text, Span(said.end(), sentence.end))
    if len(parts) == count >= FEWEST and all(orders(low, part) for part in parts):
        return Announcement(Span(sentence.start, said.end() - 1), "task", "directive", count, True, False, True), parts
    return None


def trimmed(text: str, span: Span) -> Span:
    """Return span without the white space around it."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())))


def _orders_in_a_row(text: str, low: str, rest: Span, count: int) -> list[Span]:
    """Return the parts apart by commas and a last "và", each of which says what to do: "rà soát …, mở … và sửa …".

    The "và" is asked only where one part is missing, and not between two verbs: "đẩy mạnh và mở rộng hợp tác".
    """
    starts = [rest.start, *(sign.end() for sign in COMMA.finditer(low, rest.start, rest.end))]
    starts = [at for at in starts if BIDS.match(low, at, rest.end)]
    if not starts:
        return []
    if len(starts) == count - 1:
        last = [
            sign.end()
            for sign in AND.finditer(low, starts[-1], rest.end)
            if BIDS.match(low, sign.end(), rest.end)
            and len(text[starts[-1] : sign.start()].split()) >= FEWEST_WORDS_OF_A_PART
        ]
        starts += last[-1:]
    ends = [*starts[1:], rest.end]
    return [_without_the_joint(text, Span(*place)) for place in zip(starts, ends, strict=True)]


def _without_the_joint(text: str, span: Span) -> Span:
    words = trimmed(text, span).of(text).removesuffix(" và").rstrip(", ")
    start = trimmed(text, span).start
    return Span(start, start + len(words))


def _parts(text: str, rest: Span) -> list[Span]:
    """Return the parts of rest apart by semicolons, white space and semicolons left out."""
    parts: list[Span] = []
    at = rest.start
    for piece in rest.of(text).split(";"):
        bare = piece.strip().removeprefix("và ").strip()
        if bare:
            start = at + piece.index(bare)
            parts.append(Span(start, start + len(bare)))
        at += len(piece) + 1
    return parts


def _lines(text: str, blocks: tuple[Block, ...], number: int, count: int) -> list[Span]:
    """Return the lines after the block, each but the last of which ends with a semicolon; at most count and one."""
    found: list[Span] = []
    for block in blocks[number + 1 : number + 2 + count]:
        found.append(block.span)
        if not block.span.of(text).endswith(";"):
            break
    return found


def _lines_that_order(text: str, low: str, blocks: tuple[Block, ...], number: int, count: int) -> list[Span]:
    """Return the count lines after the block if each says what is to be done and the one behind them does not."""
    following = [block for block in blocks[number + 1 : number + 2 + count] if block.kind in PROSE]
    found = [block.span for block in following[:count] if BIDS.match(low, block.span.start, block.span.end)]
    if len(found) < count or any(BIDS.match(low, block.span.start, block.span.end) for block in following[count:]):
        return []
    return found
