"""The official documents that a text cites, each place of each."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.bodies import Body, body_at, more_bodies
from directives.extraction.cover import Cover
from directives.extraction.document_names import Name, more_laws, name_at
from directives.extraction.documents import Reference, refer
from directives.extraction.numbered import AND_NUMBER, BARE_SYMBOL, Sure, numbered, sure_numbers, without_kind
from directives.extraction.pointing import is_another, is_not_one, pointing
from directives.extraction.printed import Form, KindWord, Printed, kind_words
from directives.extraction.symbols import issuers_of_symbol, last_year, year_of
from directives.extraction.tails import read_tail
from directives.extraction.words import any_word, entries, level, one_spaced

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
    rf"{any_word(ALIASES)}(?!\w)",
    finds=("theo ‹UNCLOS 1982›,", "(‹UNCLOS›)"),
    leaves=("unclos", "UNCLOSS", "UNICEF"),
    attack="UNCLOS 198",
)
ALSO_CALLED: Final = pattern(  # between a name and another of the same document
    r"""
    \s?,?\s?[(–-]\s?
      (?:(?:sau\ đây\ |còn\ |hay\ còn\ )?(?:được\ )?(?:gọi\ tắt\ là|gọi\ là|viết\ tắt\ là)|hay|tức)?[:\s]{0,2}[“"]?
    |,?\s(?:hay\ |còn\ |được\ |vẫn\ |thường\ ){1,3}(?:gọi(?:\ tắt)?|biết\ đến)(?:\ với\ tên(?:\ gọi)?)?\s?(?:là\ )?[“"]?
    |,\s(?:hay|tức)\ (?:là\ )?[“"]?
    """,
    re.VERBOSE,
    finds=(" (", ", còn gọi là ", " (gọi tắt là ", " (sau đây gọi là ", ", hay ", " - ", " (hay còn gọi là “"),
    leaves=(", ", " và ", " hay ", " của ", "; ", " (sửa đổi ", " được thay bằng "),
    attack=" được thường ",
    used="fullmatch",
)
DOCUMENT_KINDS: Final = {kind for _, kind, use in entries("kinds.tsv") if use == "document"}
KNOWN_BY_ISSUER: Final = {"quyết định", "kết luận", "quy định"}  # "Quyết định của Thủ tướng về …": not the verb
NAMED_BY_THEIR_END: Final = {"chiến lược"}  # "Chiến lược Ngoại giao văn hóa đến năm 2030"
TERM_OF_PLENUM: Final = " khóa "  # Hội nghị Trung ương 6 khóa XII
HAS_SIGNED: Final = pattern(  # before one that is out, in lower case: "vừa ký chỉ thị về …"
    r"(?<!\w)(?:đã|vừa|mới)(?:\s{1,2}(?:mới|có|chính\s{1,2}thức|ký|ban\s{1,2}hành|phát\s{1,2}đi|gửi)){1,3}\s{1,2}\Z",
    finds=("thủ tướng ‹vừa ký ›", "chính phủ ‹đã ký ban hành ›", "bộ ‹vừa mới có ›"),
    leaves=("thủ tướng sẽ ký ", "đã ký kết ", "vừa ký một ", "vừa qua, "),
    attack="vừa ký ban hành ",
)
REACH_OF_SIGNING: Final = 40  # code points before a citation
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
    words = list(kind_words(text, low))
    bare = list(BARE_SYMBOL.finditer(text))
    sure = sure_numbers(text, low, words, bare)
    for word in words:
        if word.start >= free_from:
            found += _at(text, low, word, sure)
            free_from = found[-1].span.end if found else 0
    free_from = 0
    cover = Cover(one.span for one in found)
    for one in sorted((*without_kind(text, low, bare), *_aliases(text)), key=lambda one: one.span):
        in_brackets = text[one.span.start - 1 : one.span.start] == "("  # "… của Liên hợp quốc (UNCLOS)"
        around = Span(one.span.start - 3 if in_brackets else one.span.start, one.span.end)
        if one.span.start >= free_from and not cover.touches(around):
            found.append(one)
            free_from = one.span.end
    found = _with_plenums_whole(found)
    return list(_with_names_before(text, sorted(found, key=lambda one: one.span)))


def _with_plenums_whole(found: list[Printed]) -> list[Printed]:
    """Return the citations; "Nghị quyết Trung ương 6" is that of the one term which the text names with this number."""
    whole: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in found:
        if one.body and one.term and TERM_OF_PLENUM in one.body:
            whole[one.body.split(TERM_OF_PLENUM)[0]].add((one.body, one.term))
    if not whole:
        return found
    meant = {short: next(iter(bodies)) for short, bodies in whole.items() if len(bodies) == 1}
    return [
        replace(one, body=meant[one.body][0], issuer=meant[one.body][0], term=meant[one.body][1])
        if one.body in meant
        else one
        for one in found
    ]


def _with_names_before(text: str, found: list[Printed]) -> Iterator[Printed]:
    """Yield the citations; one that gives that before it another name ("… (Công ước Y)") is also called by its name."""
    before: Printed | None = None
    for one in found:
        named = one.name and before and before.kind == one.kind and before.name
        if named and before and ALSO_CALLED.fullmatch(text, before.span.end, one.span.start):
            one = replace(one, also=(*one.also, named))
        before = one
        yield one


def _at(text: str, low: str, word: KindWord, sure: Sure) -> list[Printed]:
    """Return what is cited at word: several documents where numbers or congresses are coordinated, or none."""
    readers: tuple[Callable[[str, str, KindWord], Iterator[Printed]], ...] = (
        partial(numbered, sure=sure), _passed, _named, _by_issuer, pointing,
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
        for more in more_bodies(low, body):
            body = more
            yield _from_body(word.kind, body.start, body)
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
        year = name.year or _year_of_name(word.kind, name)
        yield replace(printed, issuer=name.issuer, title=name.title, year=year, also=name.also)
        for more in more_laws(text, low, name.end) if word.kind == "luật" else ():
            yield Printed(more, word.kind, "full", "name", name=more.of(text))


def _year_of_name(kind: str, name: Name) -> int | None:
    """Return the year of issue that a name ends in ("Hiến pháp 2013"); that of a strategy is the one to reach."""
    return year_of(name.symbol or "") or (None if kind in NAMED_BY_THEIR_END else last_year(name.words))


def _by_issuer(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield "nghị quyết của Chính phủ về ngoại giao số …": no number, known by issuer and subject together."""
    known_by_issuer = word.kind in KNOWN_BY_ISSUER and word.capital and not is_another(text, low, word)
    if is_not_one(low, word) or not (word.use == "document" or known_by_issuer):
        return
    tail = read_tail(text, low, word.end)
    if tail.title and (tail.issuer or (word.capital and not known_by_issuer) or _is_signed(low, word)):
        printed = Printed(Span(word.start, tail.end), word.kind, "full", "subject", name=tail.title, title=tail.title)
        yield replace(printed, issuer=tail.issuer, issued_on=tail.issued_on, year=tail.year, term=tail.term)


def _is_signed(low: str, word: KindWord) -> bool:
    return word.use == "document" and bool(HAS_SIGNED.search(low, max(0, word.start - REACH_OF_SIGNING), word.start))


def _aliases(text: str) -> Iterator[Printed]:
    """Yield "UNCLOS 1982" and the like."""
    for match in ALIAS.finditer(text):
        kind, name = ALIASES[one_spaced(match[0])]
        yield Printed(Span(*match.span()), kind, "alias", "alias", name=name, year=last_year(match[0]))
