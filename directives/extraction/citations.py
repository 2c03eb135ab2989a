"""The official documents that a text cites, each place of each."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.bodies import Body, body_at
from directives.extraction.cover import Cover
from directives.extraction.documents import Reference, refer
from directives.extraction.names import Name, name_at
from directives.extraction.numbered import AND_NUMBER, numbered, without_kind
from directives.extraction.printed import Form, KindWord, Printed, kind_words
from directives.extraction.symbols import issuers_of_symbol, last_year, year_of
from directives.extraction.tails import read_tail
from directives.extraction.words import entries, level

Status = Literal["resolved", "ambiguous", "unknown"]


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """One place where a document is cited.

    number and symbol are as printed, without "số" and spaces; issuer by one name for all its printed forms, from these
    words or from the symbol where its letters settle it; title and issued_on only if printed here, and so year ("năm
    2010", "178/2024", that of issued_on) and term ("khóa 11" gives XI). key is that of the document within this text
    (`59-NQ/TW`, or `kind|number|issuer`, the year or term behind it where two documents would share it), None where it
    is open which is meant: candidates then names those left, none for an anaphora that follows nothing.
    """

    span: Span
    kind: str
    number: str | None
    symbol: str | None
    issuer: str | None
    title: str | None
    issued_on: dt.date | None
    year: int | None
    term: str | None
    form: Form
    key: str | None
    status: Status
    rule: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """One document of a text: what its citations say together."""

    key: str
    kind: str
    number: str | None
    symbol: str | None
    issuer: str | None
    title: str | None
    issued_on: dt.date | None
    year: int | None
    term: str | None


ALIASES: Final = {alias: (kind, name) for alias, kind, name in entries("aliases.tsv")}
ALIAS: Final = pattern(
    rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, ALIASES), key=len, reverse=True))})(?!\w)",
    finds=("theo ‹UNCLOS 1982›,", "(‹UNCLOS›)"),
    leaves=("unclos", "UNCLOSS", "UNICEF"),
    attack="UNCLOS 198",
)
DOCUMENT_KINDS: Final = {kind for _, kind, use in entries("kinds.tsv") if use == "document"}
NAMED_BY_THEIR_END: Final = {"chiến lược"}  # "Chiến lược Ngoại giao văn hóa đến năm 2030"
CONGRESS_KINDS: Final = {"nghị quyết", "văn kiện"}
NOT_ONE: Final = pattern(  # what stands before a word for documents of which none is named
    r"(?<!\w)(?:các|những|một số|nhiều|một|hai|ba|bốn|năm|\d{1,4}|từng|mỗi|mọi|dự thảo)\s{1,2}\Z",
    finds=("trong ‹các ›", "ban hành ‹4 ›", "cả ‹dự thảo  ›", "ký ‹120 ›"),
    leaves=("theo ", "các văn bản, ", "thực hiện ", "cả hai văn bản ", "dự thảo:"),
    attack="dự thảo ",
)
POINTS_BACK: Final = pattern(
    r"\s{1,2}(?:này|trên|nói\s{1,2}trên|nêu\s{1,2}trên|kể\s{1,2}trên|đó|ấy)(?!\w)",
    finds=("nghị quyết‹ này› là", "các nghị quyết‹ nêu trên›,", "quyết định‹  đó›."),
    leaves=("nghị quyết‹ đóng góp", "nghị quyết‹, trên", "nghị quyết‹ nêu rõ", "nghị quyết‹ mới này"),
    attack=" nêu ",
    used="match",
)
SPEAKS: Final = pattern(  # "Nghị quyết nêu rõ": a document named before does something
    r"""
    \s{1,2}(?:(?:đã|cũng|đang|sẽ|còn|vừa)\s{1,2})?
    (?:nêu|xác\ định|quy\ định|chỉ\ rõ|khẳng\ định|nhấn\ mạnh|yêu\ cầu|đặt\ ra|đề\ ra|ban\ hành|ra\ đời|bổ\ sung
      |có\ hiệu\ lực|chú\ trọng|cho\ phép|hướng\ tới|gồm|bao\ gồm|ghi\ rõ|đưa\ ra|đề\ cập|thể\ hiện|mở\ ra|tạo)(?!\w)
    """,
    re.VERBOSE,
    finds=("Nghị quyết‹ nêu› rõ", "Nghị định‹ đã quy định›", "Công điện‹ yêu cầu› các bộ", "Luật‹ cũng cho phép›"),
    leaves=("Nghị quyết‹ 59", "Nghị quyết‹ của Quốc hội", "Nghị quyết‹, nêu rõ", "Luật‹ tạoh", "Nghị quyết‹ gồmm"),
    attack=" cũng ",
    used="match",
)
CONGRESS_AGAIN: Final = pattern(  # "Nghị quyết của Đại hội", which congress was said before
    r"""
    \s{1,2}(?:của\s{1,2})?đại\s{1,2}hội(?:\s{1,2}đảng)?(?!\w)
    (?!\s{1,2}(?:đảng|đồng|đại|lần|toàn|[ivx\d]{1,6})(?!\w))
    """,
    re.VERBOSE,
    finds=("nghị quyết‹ của đại hội› đề ra", "văn kiện‹ đại hội đảng›,", "nghị quyết‹ đại hội› vào cuộc sống"),
    leaves=(
        "nghị quyết‹ đại hội xiv",
        "nghị quyết‹ đại hội đồng",
        "nghị quyết‹ đại hội đảng lần thứ xiv",
        "nghị quyết‹ của đại hội lần thứ xiv",
        "nghị quyết‹ của đảng",
    ),
    attack=" của đại hội đảng",
    used="match",
)
WITH_PAPERS: Final = pattern(
    r"\s{1,2}và\s{1,2}(?:[^\W\d_]{1,7}\s{1,2}){1,8}?(?=của\s)",
    finds=("nghị quyết‹ và đường lối đối ngoại ›của đại hội xiii",),
    leaves=("nghị quyết‹ và của đại hội", "nghị quyết‹ và chỉ thị 15 của", "nghị quyết‹, đường lối của"),
    attack=" và đường",
    used="match",
)


def find_citations(text: str) -> tuple[FoundCitation, ...]:
    """Return every citation of text in reading order, repeats included."""
    printed = _find_printed(text)
    found = (_found(one, to) for one, to in zip(printed, refer(text, printed), strict=True))
    return tuple(one for one in found if one.key or one.candidates or _surely_means_a_document(one))


def find_documents(citations: tuple[FoundCitation, ...]) -> tuple[FoundDocument, ...]:
    """Return the documents that are cited, once each, in the order of their first citation."""
    by_key: dict[str, list[FoundCitation]] = {}
    for citation in citations:
        if citation.key is not None and citation.form != "anaphora":
            by_key.setdefault(citation.key, []).append(citation)
    return tuple(_document(key, cited) for key, cited in by_key.items())


def _surely_means_a_document(citation: FoundCitation) -> bool:
    """Tell "Nghị quyết này" from "quyết định này", which are plain words where no document stands before them."""
    return citation.rule == "points-back" and citation.kind in DOCUMENT_KINDS


def _document(key: str, cited: list[FoundCitation]) -> FoundDocument:
    symbol = next((one.symbol for one in cited if one.symbol), None)
    with_symbol = next((one for one in cited if one.symbol), cited[0])
    number = with_symbol.number if symbol else max((one.number or "" for one in cited), key=len) or None
    return FoundDocument(
        key=key,
        kind=with_symbol.kind,
        number=number,
        symbol=symbol,
        issuer=next((one.issuer for one in cited if one.issuer), None),
        title=next((one.title for one in cited if one.title), None),
        issued_on=next((one.issued_on for one in cited if one.issued_on), None),
        year=next((one.year for one in cited if one.year), None),
        term=next((one.term for one in cited if one.term), None),
    )


def _found(printed: Printed, to: Reference) -> FoundCitation:
    issuers = issuers_of_symbol(printed.symbol) if printed.symbol else ()
    return FoundCitation(
        span=printed.span,
        kind=printed.kind,
        number=printed.number,
        symbol=printed.symbol,
        issuer=printed.issuer or (issuers[0] if len(issuers) == 1 else None),
        title=printed.title,
        issued_on=printed.issued_on,
        year=printed.year,
        term=printed.term,
        form=printed.form,
        key=to.keys[0] if len(to.keys) == 1 else None,
        status="resolved" if len(to.keys) == 1 else "ambiguous" if to.keys else "unknown",
        rule=printed.rule,
        candidates=to.keys if len(to.keys) > 1 else (),
    )


def _find_printed(text: str) -> list[Printed]:
    """Return the citations as printed; none stands inside another or in brackets after it."""
    low = level(text)
    found: list[Printed] = []
    free_from = 0
    for word in kind_words(text, low):
        if word.start >= free_from:
            found += _at(text, low, word)
            free_from = found[-1].span.end if found else 0
    free_from = 0
    cover = Cover(one.span for one in found)
    for one in sorted((*without_kind(text, low), *_aliases(text)), key=lambda one: one.span):
        in_brackets = text[one.span.start - 1 : one.span.start] == "("  # "… của Liên hợp quốc (UNCLOS)"
        around = Span(one.span.start - 3 if in_brackets else one.span.start, one.span.end)
        if one.span.start >= free_from and not cover.touches(around):
            found.append(one)
            free_from = one.span.end
    return sorted(found, key=lambda one: one.span)


def _at(text: str, low: str, word: KindWord) -> list[Printed]:
    """Return what is cited at word: several documents where numbers or congresses are coordinated, or none."""
    readers: tuple[Callable[[str, str, KindWord], Iterator[Printed]], ...] = (
        numbered, _passed, _named, _by_issuer, _pointing,
    )  # fmt: skip
    return next((found for reader in readers if (found := list(reader(text, low, word)))), [])


def _passed(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield "Nghị quyết Đại hội XIV", and each of "Nghị quyết của Đại hội … lần thứ I và Đại hội … lần thứ I"."""
    if word.use == "name" or (word.use == "word" and not word.capital):
        return
    papers = WITH_PAPERS.match(low, word.end)
    body = body_at(text, low, papers.end() if papers else word.end)
    if body:
        yield _from_body(word.kind, word.start, body)
    while body and (joint := AND_NUMBER.match(low, body.end)):
        body = body_at(text, low, joint.end())
        if body:
            yield _from_body(word.kind, body.start, body)


def _from_body(kind: str, start: int, body: Body) -> Printed:
    return Printed(Span(start, body.end), kind, "full", "body", body=body.name, issuer=body.name, term=body.term)


def _named(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield "Luật Viên chức", "Công ước Hà Nội", "Hiến pháp năm 2013"."""
    name = name_at(text, low, word) if word.use == "name" else None
    if name:
        span = Span(word.start, name.end)
        printed = Printed(span, word.kind, "full", "name", number=name.number, symbol=name.symbol, name=name.words)
        yield replace(printed, issuer=name.issuer, title=name.title, year=_year_of_name(word.kind, name))


def _year_of_name(kind: str, name: Name) -> int | None:
    """Return the year of issue that a name ends in ("Hiến pháp 2013"); that of a strategy is the one to reach."""
    return year_of(name.symbol or "") or (None if kind in NAMED_BY_THEIR_END else last_year(name.words))


def _by_issuer(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield "nghị quyết của Chính phủ về ngoại giao số …": no number, known by issuer and subject together."""
    if word.use != "document" or _is_not_one(low, word):
        return
    tail = read_tail(text, low, word.end)
    if tail.title and (tail.issuer or word.capital):
        printed = Printed(Span(word.start, tail.end), word.kind, "full", "subject", name=tail.title, title=tail.title)
        yield replace(printed, issuer=tail.issuer, issued_on=tail.issued_on, year=tail.year, term=tail.term)


def _pointing(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield "Nghị quyết này", "Công điện nêu rõ", "Nghị quyết của Đại hội": a document that was named before."""
    if _is_not_one(low, word):
        return
    if again := CONGRESS_AGAIN.match(low, word.end):
        if word.kind in CONGRESS_KINDS:
            yield Printed(Span(word.start, again.end()), word.kind, "anaphora", "congress-again", body="Đại hội")
    elif points := POINTS_BACK.match(low, word.end):
        yield Printed(Span(word.start, points.end()), word.kind, "anaphora", "points-back")
    elif word.capital and word.use != "word" and SPEAKS.match(low, word.end):
        yield Printed(Span(word.start, word.end), word.kind, "anaphora", "document-speaks")


def _is_not_one(low: str, word: KindWord) -> bool:
    return bool(NOT_ONE.search(low, max(0, word.start - 12), word.start))


def _aliases(text: str) -> Iterator[Printed]:
    """Yield "UNCLOS 1982" and the like."""
    for match in ALIAS.finditer(text):
        kind, name = ALIASES[match[0]]
        yield Printed(Span(*match.span()), kind, "alias", "alias", name=name, year=last_year(match[0]))
