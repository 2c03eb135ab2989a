"""A citation as its own words give it, and the words for kinds of document that may begin one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.words import any_word, entries, level, one_spaced

Form = Literal["full", "short", "alias", "anaphora"]


@dataclass(frozen=True, slots=True)
class Printed:
    """One place where a document is cited, with what stands there and nothing more.

    number is as printed ("59", "178/2024", "03"); symbol without spaces. Without a number, it has a name (its name or
    subject) or a body (the congress that passed it). An anaphora ("Nghị quyết này") has none of these but perhaps a
    hint at the body ("Nghị quyết của Đại hội"). year is that of issue as printed ("năm 2010", "/2024", in a date); term
    is in Roman numerals. also holds what else the document is called here, names in the way of name: the year of "Công
    ước 2003 về …", the subject of "Công ước Hà Nội về …", the name before brackets that hold another.
    """

    span: Span
    kind: str
    form: Form
    rule: str
    number: str | None = None
    symbol: str | None = None
    name: str | None = None
    body: str | None = None
    issuer: str | None = None
    title: str | None = None
    issued_on: dt.date | None = None
    year: int | None = None
    term: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindWord:
    """The word for a kind of document where it stands.

    use is how the word is used (see `data/kinds.tsv`); opens_sentence: a capital may be the sentence's.
    """

    start: int
    end: int
    kind: str
    use: str
    capital: bool
    opens_sentence: bool


KINDS: Final = {level(written): (kind, use) for written, kind, use in entries("kinds.tsv")}
KIND_WORD: Final = pattern(
    rf"{any_word(KINDS)}(?!\w)",
    finds=("theo ‹nghị quyết› 59", "‹thông báo kết luận› số 20", "(‹bộ luật› hình sự)", "các ‹nghị  định›, thông tư"),
    leaves=("nghị viện", "quyết tâm", "nhà chiến thuật", "quy chuẩn", "chỉ thịt lợn"),
    attack="thông báo kết ",
)


def kind_words(text: str, low: str) -> Iterator[KindWord]:
    """Yield the words for kinds of document in text, in reading order; low is `level(text)`."""
    for match in KIND_WORD.finditer(low):
        kind, use = KINDS[one_spaced(match[0])]
        before = text[max(0, match.start() - 4) : match.start()].rstrip(" “\"'(")
        opens = not before or before[-1] in ".!?:;…\n-–*•”"
        yield KindWord(match.start(), match.end(), kind, use, text[match.start()].isupper(), opens)
