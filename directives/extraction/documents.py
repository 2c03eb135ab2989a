"""Which citations of a text mean the same document.

The text alone decides. Number, day, year, term, letters and issuer are constraints: "Nghị quyết 59 của Quốc hội" is not
59-NQ/TW. What is left open stays open: a citation that fits two documents of the text refers to both.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from articles.extraction.patterns import pattern
from directives.extraction.printed import Printed
from directives.extraction.symbols import issuers_of_symbol, last_year, letters_of, plain_words

NEAR: Final = 600  # code points: about a paragraph; "Nghị định này" further off means the article's main decree
SENTENCE_END: Final = pattern(
    r"[.!?…]\s|\n",
    finds=(" đã có‹. ›Nghị quyết", " ra đời‹\n›Chỉ thị"),
    leaves=(" và Nghị quyết", ", T.Ư nêu", " 1.000 tỷ"),
    attack=".",
)
MOST_ALIKE: Final = 40  # documents of one kind and number (or name) that are compared: no article has more
LEAD: Final = pattern(
    r"0{0,4}(?P<lead>[1-9]\d{0,3}(?:[a-z]|\.\d{1,2})?|0)",
    finds=("‹59›", "‹03›", "‹30a›", "‹178›/2024", "‹66.7›/2025", "‹0›"),
    leaves=("/2024", "a30"),
    attack="0",
    used="match",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The keys of the documents that a citation may mean: one, several where it is open, none where nothing fits."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a citation says of its document that another citation can contradict.

    base is number, body or name in one spelling; issuers all that are possible, none where that is open. year is that
    of issue, or the one that a strategy's name ends in.
    """

    kind: str
    base: str
    day: dt.date | None
    year: int | None
    term: str | None
    letters: tuple[str, ...]
    issuers: frozenset[str]

    def agrees(self, other: "Identity") -> bool:
        """Tell whether nothing that is printed speaks against the two being one document."""
        times = zip((self.day, self.year, self.term), (other.day, other.year, other.term), strict=True)
        letters = self.letters == other.letters or () in (self.letters, other.letters)
        issuers = not self.issuers or not other.issuers or bool(self.issuers & other.issuers)
        return letters and issuers and all(mine == its or None in (mine, its) for mine, its in times)


@dataclass(slots=True)
class Document:
    """One document while its citations are brought together."""

    identities: list[Identity] = field(default_factory=list)
    members: list[Printed] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The symbol, else kind, number or name, and issuer, apart by bars."""
        symbol = next((one.symbol for one in self.members if one.symbol), None)
        if symbol:
            return symbol
        first = self.members[0]
        issuer = next((one.issuer for one in self.members if one.issuer), "")
        number = max((one.number or "" for one in self.members), key=len)
        return f"{first.kind}|{number or ('' if first.body else first.name or '')}|{first.body or issuer}"

    @property
    def when(self) -> str:
        """The day, year and term of the document as far as they are printed, apart by bars."""
        days = (one.issued_on.isoformat() for one in self.members if one.issued_on)
        years = (str(one.year) for one in self.members if one.year)
        terms = (one.term for one in self.members if one.term)
        return "|".join(part for part in (next(days, None) or next(years, None), next(terms, None)) if part)


def refer(text: str, printed: list[Printed]) -> list[Reference]:
    """Return what each of the printed citations of text refers to, in the same order."""
    named = [one for one in printed if one.form != "anaphora"]
    meant = _brought_together(named)
    trail = Trail(text)
    for one in printed:
        if one.form == "anaphora":
            meant[id(one)] = trail.points_to(one)
        trail.add(one, meant[id(one)])
    documents = {id(document): document for several in meant.values() for document in several}
    keys = _keys(documents)
    return [Reference(tuple(keys[id(document)] for document in meant[id(one)])) for one in printed]


def _keys(documents: dict[int, Document]) -> dict[int, str]:
    """Return the key of each document by its id(); those that only day, year or term tell apart have these too."""
    keys = {which: document.key for which, document in documents.items()}
    times = Counter(keys.values())
    return {
        which: f"{key}|{when}" if times[key] > 1 and (when := documents[which].when) else key
        for which, key in keys.items()
    }


def _brought_together(named: list[Printed]) -> dict[int, list[Document]]:
    """Return the documents that each citation (by id) may mean; those that say more are placed first."""
    meant: dict[int, list[Document]] = {}
    alike: dict[tuple[str, str], list[Document]] = {}
    placed: dict[Identity, list[Document]] = {}
    for one in sorted(named, key=_how_open):
        identity = _identity(one)
        if identity not in placed:
            others = alike.setdefault((identity.kind, identity.base), [])
            fitting = [each for each in others[:MOST_ALIKE] if all(map(identity.agrees, each.identities[:MOST_ALIKE]))]
            if not fitting:
                fitting = [Document()]
                others += fitting
            if len(fitting) == 1:
                fitting[0].identities.append(identity)
            placed[identity] = fitting
        if len(placed[identity]) == 1:
            placed[identity][0].members.append(one)
        meant[id(one)] = placed[identity]
    return meant


def _how_open(one: Printed) -> tuple[bool, bool, bool, bool]:
    """Sort citations that say more first, so that those that say less find them."""
    identity = _identity(one)
    return (one.symbol is None, one.issuer is None, identity.year is None, identity.term is None)


def _identity(one: Printed) -> Identity:
    letters = letters_of(one.symbol) if one.symbol else ()
    issuers = frozenset({one.issuer} if one.issuer else issuers_of_symbol(one.symbol or ""))
    when = (one.issued_on, one.year, one.term)
    if one.number is not None:
        lead = LEAD.match(one.number)
        return Identity(one.kind, lead["lead"] if lead else "", *when, letters, issuers)
    if one.body:
        return Identity(one.kind, f"by {plain_words(one.body)}", *when, (), frozenset())
    name = plain_words(one.name or "")
    year = last_year(name)
    when = (one.issued_on, one.year or year, one.term)
    return Identity(one.kind, f"on {name.removesuffix(f' {year}')}", *when, (), issuers)


class Trail:
    """The citations of each kind that were read so far, for what points back to them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._read: dict[str, list[tuple[Printed, list[Document]]]] = {}
        self._times: Counter[tuple[str, tuple[int, ...]]] = Counter()
        self._most: dict[str, tuple[int, list[Document]]] = {}

    def add(self, one: Printed, documents: list[Document]) -> None:
        if not documents:
            return
        for kind in (one.kind, f"{one.kind} {HINT}") if _of_congress(documents) else (one.kind,):
            self._read.setdefault(kind, []).append((one, documents))
            which = (kind, tuple(id(document) for document in documents))
            self._times[which] += 1
            if self._times[which] >= self._most.get(kind, (0, []))[0]:
                self._most[kind] = (self._times[which], documents)

    def points_to(self, one: Printed) -> list[Document]:
        """Return the document before one that it points back to; several where one sentence names several.

        That is the nearest of the kind, or, where none stands near, the one that was cited most.
        """
        kind = f"{one.kind} {HINT}" if one.body else one.kind
        read = self._read.get(kind, [])
        if not read:
            return []
        nearest, documents = read[-1]
        if one.span.start - nearest.span.end > NEAR:
            return self._most[kind][1]
        found = list(documents)
        for each, others in reversed(read[-MOST_ALIKE:-1]):
            between = self._text[each.span.end : nearest.span.start]
            if "anaphora" in (each.form, nearest.form) or len(between) > NEAR or SENTENCE_END.search(between):
                break
            found = [*others, *(document for document in found if document not in others)]
        return found


HINT: Final = "Đại hội"  # in "Nghị quyết của Đại hội": a national congress of the Party


def _of_congress(documents: list[Document]) -> bool:
    return all(document.members[0].body == f"{HINT} {document.members[0].term}" for document in documents)
