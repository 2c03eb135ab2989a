"""Lines broken in the midst of a name: "… Tổng Bí thư", a blank line, "Tô Lâm đã chỉ đạo …"; and signatures.

A page puts an advertisement or a picture between two halves of a sentence, and a signature stands under its office.
"""

import re
from itertools import islice, zip_longest
from typing import Final

from articles.extraction.draft_blocks import DraftBlock
from articles.extraction.lexicon import GIVEN_NAMES, SURE_MIDDLES, SURNAMES
from articles.extraction.naming import namings
from articles.extraction.patterns import pattern
from articles.extraction.phrases import words_of
from articles.extraction.text import Span

BROKEN: Final = "broken-line"
OF_NAMES: Final = SURNAMES | GIVEN_NAMES  # with one of these the rest of a name begins, as a whole one does
LONGEST_TAIL: Final = 120  # code points, of the offices before a name
LONGEST_HEAD: Final = 60
SIGNED: Final = pattern(
    r"\(?\s?(?:đã\s{1,2}ký|ký\s{1,2}tên|ấn\s{1,2}ký|đã\s{1,2}kí)\s?\)?\.?",
    re.IGNORECASE,
    used="fullmatch",
    finds=("(Đã ký)", "(đã ký)", "Đã ký", "( Đã kí )."),
    leaves=("Đã ký kết", "Hai bên đã ký", "(ký hiệu)"),
    attack="(đã  ",
)
BEFORE_A_SIGNING_OFFICE: Final = frozenset(
    ("KT", "TM", "TL", "TUQ", "UQ", "Q", "K", "T", "M", "L", "/", ".")
)  # "KT. BỘ TRƯỞNG"
STOPS: Final = (".", "!", "?", "…", ":", ";", ",", ")", "”", '"', "’", "'", "»")


def mended(text: str, drafts: list[DraftBlock]) -> list[DraftBlock]:
    """Return the drafts with the parts of each broken line as one draft; the title is not looked at."""
    found = drafts[:1]
    signed: DraftBlock | None = None  # "(Đã ký)", which stands between an office and a name
    for draft, following in zip_longest(islice(drafts, 1, None), islice(drafts, 2, None)):
        last = found[-1]
        whole = last is drafts[0] or last.first is not None
        open_office = not whole and last.kind is None and signed is None
        if (
            open_office
            and following is not None
            and SIGNED.fullmatch(draft.words)
            and _goes_on(last.words, following.words)
        ):
            signed = draft
            continue
        if whole or last.kind is not None or not (signed or _goes_on(last.words, draft.words)):
            found.append(draft)
        else:
            span = Span(last.span.start, draft.span.end)
            rest = Span(signed.span.start, draft.span.end) if signed else draft.span
            words = span.of(text).replace("\n", " ")
            found[-1] = DraftBlock(span, words, draft.paragraph, first=last.span, rest=rest)
        signed = None
    return found


def _goes_on(line: str, following: str) -> bool:
    """Say whether a line ends in an office or in part of a name, and the next one begins with the rest.

    A name that is all of the next line signs where the line is all an office; else the reporter's may stand there.
    """
    if line.endswith(STOPS) or not following[0].isupper():
        return False
    tail, head = line[-LONGEST_TAIL:], following[:LONGEST_HEAD]
    if words_of(head.split(" ", 1)[0]).sounds[0] not in OF_NAMES:
        return False
    before, words = words_of(tail), words_of(f"{tail} {head}")
    joint = len(before)
    for naming in namings(words, 0, len(words)):
        if naming.kind != "full" or naming.name is None or not naming.titles or not naming.first < joint < naming.end:
            continue
        begins = words.starts.index(naming.name.start)
        if begins == joint:
            office = naming.first == 0 or BEFORE_A_SIGNING_OFFICE.issuperset(words.printed[: naming.first])
            return _opens_with_a_name(head) and (office or len(naming.syllables) < len(words_of(following)))
        if begins < joint < begins + len(naming.syllables):
            named = words.sounds[joint - 1] not in SURE_MIDDLES and any(
                one.kind == "full" and one.end == joint for one in namings(before, 0, joint)
            )
            return not named and words.sounds[joint] in GIVEN_NAMES
    return False


def _opens_with_a_name(line: str) -> bool:
    words = words_of(line)
    return any(one.first == 0 and one.name is not None and one.name.start == 0 for one in namings(words, 0, len(words)))
