"""Who says what: the verbs of speech and what ties a name to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, Literal

from articles.extraction.lexicon import sounds
from articles.extraction.naming import Naming
from articles.extraction.phrases import Phrases, Words, sound, word_list

Speech = Literal["main", "aside", ""]

VERBS: Final = Phrases(word_list("speech_verbs"))
VERBS_WITH_WORDS: Final = Phrases(word_list("speech_verbs_with_words"))
FILLERS: Final = Phrases(word_list("speech_fillers"))
ASIDES: Final = Phrases(word_list("asides"))
ACCORDING: Final = Phrases(word_list("according"))
FURTHER: Final = Phrases(  # what the one who does something says, too: "Thủ tướng họp với năm tỉnh, yêu cầu …"
    (
        *("yêu cầu", "đề nghị", "nhấn mạnh", "khẳng định", "cho rằng", "cho biết", "bày tỏ", "kêu gọi"),
        *("nêu rõ", "lưu ý", "đề xuất", "kiến nghị", "chỉ rõ", "đánh giá cao", "hoan nghênh", "cam kết", "tuyên bố"),
        *("ghi nhận", "biểu dương", "nhắc lại", "tái khẳng định", "giao nhiệm vụ"),
    )
)
SAYINGS: Final = Phrases(
    (
        *("lời", "câu nói", "câu thơ", "câu hỏi", "lời dạy", "lời nói", "lời kêu gọi", "lời căn dặn", "lời nhắn"),
        *(
            "phát biểu",
            "nhận định",
            "nhận xét",
            "đánh giá",
            "ý kiến",
            "khẳng định",
            "chia sẻ",
            "thông điệp",
            "cảnh báo",
        ),
    )
)
PUTS_FORWARD: Final = Phrases(("đưa ra", "đề ra", "vạch ra", "gợi mở", "gửi gắm", "phác thảo"))
PUT_FORWARD: Final = Phrases(  # what one says when one puts it forward: "đưa ra hàng loạt ý tưởng"
    (
        *("đề xuất", "ý tưởng", "sáng kiến", "giải pháp", "khuyến nghị", "kiến nghị", "đề nghị", "yêu cầu", "gợi ý"),
        *("định hướng", "phương hướng", "quan điểm", "thông điệp", "cam kết", "biện pháp", "lời khuyên", "nguyên tắc"),
        *("cảnh báo", "lời kêu gọi", "nhận định", "ý kiến", "nhiệm vụ", "điểm", "vấn đề", "nội dung", "lưu ý"),
        *("trọng tâm", "ưu tiên", "lời nhắn", "bài học", "mong muốn", "lập luận", "dẫn chứng", "phương châm"),
    )
)
MOST_BEFORE_WHAT_IS_PUT: Final = 4  # words: "đưa ra một loạt các nhóm giải pháp"
NO_SPEECH: Final = sounds("trên", "tại", "gương", "ở")  # "nêu trên", "đáp tại"
NO_WORDS: Final = sounds("vệ", "đảm", "tồn", "hộ", "hiểm", "mật", "trợ", "lãnh", "quản", "chứng", "tàng")  # "bảo vệ"
AS_FOLLOWS: Final = sounds("rằng")
GIVES: Final = sound("giao")
GIVEN_TO: Final = sounds("cho", "các", "những", "hai", "ba", "đồng", "từng", "toàn")
OF: Final = sound("của")
QUOTATION_MARKS: Final = frozenset('“”"')
OPENING: Final = frozenset('“"‘«')
CLOSING: Final = frozenset('”"’»')
STOPS: Final = frozenset('.!?;:…\n“”"')
DASHES: Final = frozenset("-–—")
LAST_JOINS: Final = sounds("và", "cùng")
ADVERBIALS: Final = sounds(  # what may stand before the one who speaks, apart by a comma: "Tại hội nghị, ông Bảo …"
    *("tại", "trong", "sau", "trước", "theo", "từ", "nhân", "về", "liên", "phát", "trả", "trao", "chia", "cũng", "bên"),
    *("qua", "đặc", "cùng", "với", "đáp", "kết", "báo", "thay", "ngay", "khi", "để", "tiếp", "sáng", "chiều", "tối"),
    *("hôm", "ngày", "ở", "trên", "đồng", "ngoài", "tuy", "nhưng", "do", "vì", "bởi", "mới", "gần", "mở", "đánh"),
)
ADJUNCTS: Final = sounds(
    "khi", "trong", "tại", "sau", "trước", "nhân", "qua", "thay", "ở", "bên"
)  # between name and verb
BEFORE_THE_VERB: Final = sounds("cũng", "đã", "vừa", "từng", "còn")
OBLIQUE: Final = sounds("của", "với", "cùng", "cho", "tới", "đến", "gặp", "tiếp", "thăm", "đón", "chào", "và", "là")
MOST_FILLERS: Final = 8  # words
LONGEST_ASIDE: Final = 4
LONGEST_ACCORDING: Final = 4
LONGEST_ASIDE_CLAUSE: Final = 16  # words between commas or brackets, or of an adjunct
LONGEST_SENTENCE: Final = 60  # words over which the one who does something goes on to say something
MOST_BEFORE_WORDS: Final = 6  # between a verb and the words that it needs: "kể với tôi rằng"
MOST_ABOUT_A_SAYING: Final = 5


def speech_of(words: Words, naming: Naming, first: int, stop: int) -> Speech:
    """Return how words or views are laid to the one named: as the clause of the sentence, as an aside, or not at all.

    first and stop bound the line. Printed: "ông Bảo cho biết", "Theo ông Bảo, …", "…", ông Bảo nói; as an aside: "như
    Bộ trưởng đã nêu", "theo chỉ đạo của Bộ trưởng “…”", "“…” là câu nói của ông Bảo".
    """
    after = naming.end
    if _according(words, naming.first, first):
        return "main"
    aside = _aside(words, naming.first, first)
    verb = _verb_of(words, naming, first, stop)
    if verb is not None:
        quotes = _quotes(words, verb + VERBS.length_at(words, verb), stop)
        return "main" if quotes or not aside else "aside"
    if _quotes(words, after, stop):
        return "aside" if aside else "main"
    if after < stop and words.printed[after] in OPENING and naming.titles:
        return "aside"
    return "aside" if _is_author(words, naming, first, stop) else ""


def _verb_of(words: Words, naming: Naming, first: int, stop: int) -> int | None:
    """Return the place of the verb by which the one named speaks, or None."""
    verb = _past_fillers(words, naming.end, stop)
    if _is_verb(words, verb, stop):
        return verb
    if not _is_subject(words, naming.first, first):
        return None
    for after in _past_a_clause(words, naming.end, stop):
        verb = _past_fillers(words, after, stop)
        if _is_verb(words, verb, stop):
            return verb
    return None


def _quotes(words: Words, at: int, stop: int) -> bool:
    """Say whether a colon and a quotation stand here."""
    return at + 1 < stop and words.printed[at] == ":" and words.printed[at + 1] in OPENING


def _according(words: Words, at: int, first: int) -> bool:
    lengths = range(1, LONGEST_ACCORDING + 1)
    return any(at - back >= first and ACCORDING.length_at(words, at - back) == back for back in lengths)


def _is_subject(words: Words, at: int, first: int) -> bool:
    """Say whether a sentence begins here, or after an adverbial and a comma."""
    if at == first or words.printed[at - 1] in STOPS or words.printed[at - 1] in DASHES:
        return True
    if words.printed[at - 1] != ",":
        return False
    opens = at - 1
    while opens > first and words.printed[opens - 1] not in STOPS and at - opens <= LONGEST_SENTENCE:
        opens -= 1
    return words.sounds[opens] in ADVERBIALS


def _past_a_clause(words: Words, at: int, stop: int) -> Iterator[int]:
    """Yield the place after brackets, after words between commas, or before the verb that an adjunct leads to.

    Printed: "ông Bảo (Viện Kinh tế) cho rằng", "ông Bảo, người thầy của tôi, nhắc …", "ông Bảo khi tiếp đoàn cũng nói".
    """
    if at + 1 >= stop:
        return
    opening = words.printed[at]
    closing = ")" if opening == "(" else ","
    ahead = range(at + 1, min(stop, at + LONGEST_ASIDE_CLAUSE))
    if opening in ("(", ","):
        for place in ahead:
            if words.printed[place] == closing:
                yield place if closing == "," else place + 1
                return
            if words.printed[place] in STOPS:
                return
    elif words.sounds[at] in ADJUNCTS:
        for place in ahead:
            if words.printed[place] in STOPS:
                return
            if words.sounds[place] in BEFORE_THE_VERB:
                yield place


def _past_fillers(words: Words, at: int, stop: int) -> int:
    """Return the place after what may stand between a name and its verb: a comma, "cũng", "một lần nữa", a date."""
    start = at
    if at + 1 < stop and words.printed[at] in (",", "-", "–", ")"):
        at += 1
    while at < stop and at - start < MOST_FILLERS:
        if VERBS.length_at(words, at):
            return at
        length = FILLERS.length_at(words, at) or (
            1 if words.printed[at][0].isdigit() or words.printed[at] == "/" else 0
        )
        if not length:
            return at
        at += length
    return at


def _is_verb(words: Words, at: int, stop: int) -> bool:
    if at >= stop or words.capitals[at]:
        return False
    length = VERBS.length_at(words, at)
    after = at + length
    if length and not (after < stop and words.sounds[after] in NO_SPEECH):
        return True
    if words.sounds[at] == GIVES and at + 1 < stop:
        return words.capitals[at + 1] or words.sounds[at + 1] in GIVEN_TO
    if _puts_forward(words, at, stop):
        return True
    length = VERBS_WITH_WORDS.length_at(words, at)
    return length > 0 and _words_follow(words, at + length, stop)


def _puts_forward(words: Words, at: int, stop: int) -> bool:
    """Say whether proposals and the like are put forward here: "đưa ra 4 đề xuất", "gợi mở một số định hướng"."""
    length = PUTS_FORWARD.length_at(words, at)
    if not length:
        return False
    for place in range(at + length, min(stop, at + length + MOST_BEFORE_WHAT_IS_PUT + 1)):
        if not words.printed[place][0].isalnum():
            return False
        if PUT_FORWARD.length_at(words, place):
            return True
    return False


def _words_follow(words: Words, at: int, stop: int) -> bool:
    """Say whether what someone says stands here or soon after: a colon, a quotation, "rằng"."""
    if at < stop and words.sounds[at] in NO_WORDS:
        return False
    for place in range(at, min(stop, at + MOST_BEFORE_WORDS)):
        sign = words.printed[place]
        if words.sounds[place] in AS_FOLLOWS or sign == ":" or (sign in OPENING and place == at):
            return True
        if not sign[0].isalnum():
            return False
    return False


def _goes_on_to_say(words: Words, namings: Sequence[Naming], at: int, first: int, stop: int) -> bool:
    """Say whether the one named does something, and in the same sentence says something.

    Printed: "Thủ tướng họp với lãnh đạo năm tỉnh, yêu cầu …". Others may be named in between, if not as who does it.
    """
    naming = namings[at]
    if not _is_subject(words, naming.first, first) or naming.end >= stop or not words.printed[naming.end][0].islower():
        return False
    end = min(stop, naming.end + LONGEST_SENTENCE)
    near = (namings[number].first for number in range(at + 1, len(namings)))
    others = set(takewhile(lambda place: place < end, near))
    for place in range(naming.end, end):
        if words.printed[place] in STOPS or (place in others and words.sounds[place - 1] not in OBLIQUE):
            return False
        if words.printed[place] == "," and place + 1 < stop:
            verb = place + 1 + FILLERS.length_at(words, place + 1)
            if FURTHER.length_at(words, verb):
                return True
    return False


def _is_author(words: Words, naming: Naming, first: int, stop: int) -> bool:
    """Say whether a quotation beside the name is said to be the words of the one named.

    Printed: "“…” là câu nói của ông Bảo", "phát biểu của ông Bảo “…”".
    """
    at = naming.first
    if at - 1 <= first or words.sounds[at - 1] != OF:
        return False
    for place in range(at - 2, max(first - 1, at - 2 - MOST_ABOUT_A_SAYING), -1):
        if SAYINGS.length_at(words, place):
            before = place - 1 - (place - 1 > first and words.printed[place - 1][0].isalnum())
            quoted_before = before >= first and words.printed[before] in CLOSING
            return quoted_before or (naming.end < stop and words.printed[naming.end] in (":", *OPENING))
    return False


def _aside(words: Words, at: int, first: int) -> bool:
    """Say whether what is said here is a reference in a sentence of someone else: "như Bộ trưởng đã nêu"."""
    return any(at - back >= first and ASIDES.length_at(words, at - back) == back for back in range(1, LONGEST_ASIDE))


@dataclass(frozen=True, slots=True)
class Quotations:
    """The quotations of a line as word places from the opening mark to after the closing one."""

    places: tuple[tuple[int, int], ...]
    open_at_end: bool


def quotation_marks(words: Words, first: int, stop: int) -> list[str]:
    return [sign for sign in words.printed[first:stop] if sign in QUOTATION_MARKS]


def quotations(words: Words, first: int, stop: int, *, inside: bool = False) -> Quotations:
    """Return the quotations of the words from first to stop. inside: a quotation of the line before is still open."""
    if not inside and QUOTATION_MARKS.isdisjoint(words.printed[first:stop]):
        return Quotations((), open_at_end=False)
    places: list[tuple[int, int]] = []
    opened: int | None = first if inside else None
    for at, sign in enumerate(words.printed[first:stop], first):
        if sign in QUOTATION_MARKS:
            if opened is None and sign != "”":
                opened = at
            elif opened is not None and sign != "“":
                places.append((opened, at + 1))
                opened = None
    if opened is not None:
        places.append((opened, stop))
    return Quotations(tuple(places), opened is not None)


def spoken_by(words: Words, namings: Sequence[Naming], first: int, stop: int) -> list[Speech]:
    """Return for each of the namings of a line what is laid to it; in "A, B và C đánh giá" the verb counts for all."""
    speech = [speech_of(words, naming, first, stop) for naming in namings]
    for at in range(len(namings)):
        if not speech[at] and _goes_on_to_say(words, namings, at, first, stop):
            speech[at] = "main"
    listed = False
    for at in range(len(namings) - 2, -1, -1):
        between = words.sounds[namings[at].end : namings[at + 1].first]
        listed = between in ([","], [";"]) if listed else len(between) == 1 and between[0] in LAST_JOINS
        if listed and not speech[at]:
            speech[at] = speech[at + 1]
    return speech
