"""Which citations of a text mean the same document.

The text alone decides. Number, day, year, term, letters and issuer are constraints: "Nghị quyết 59 của Quốc hội" is not
59-NQ/TW. What is left open stays open: a citation that fits two documents of the text refers to both.
"""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field, replace
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
OF_PARTY_ORGANISATION: Final = pattern(  # the Party congress of a province is the same with and without its name
    r"""
    đại\ hội\ (?:đại\ biểu\ )?đảng\ bộ
    (?:\ (?P<level>tỉnh|thành\ phố|huyện|quận|xã|phường|đặc\ khu|thị\ xã)(?!\w))?
    (?P<place>(?:\ (?!lần\ )[^\W\d_]{1,8}){1,12})?
    (?:\ lần\ thứ\ (?P<numeral>\w{1,6}))?
    """,
    re.VERBOSE,
    finds=(
        "đại hội đảng bộ tỉnh",
        "đại hội đảng bộ tỉnh cao bằng lần thứ xx",
        "đại hội đại biểu đảng bộ tỉnh lần thứ 20",
        "đại hội đảng bộ bộ ngoại giao",
    ),
    leaves=("đại hội xiv", "hội nghị trung ương 8 khóa xiii", "đại hội công đoàn việt nam lần thứ xiii"),
    attack="đại hội đảng bộ tỉnh",
    used="fullmatch",
)
MOST_NAMES: Final = 4  # names that lead from one to the next
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
    names = _other_names(named)
    for one in sorted(named, key=_how_open):
        identity = _under_one_name(_identity(one), names)
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


def _other_names(named: list[Printed]) -> dict[tuple[str, str], Identity]:
    """Return what else documents are called, by kind and name, with what the citation says that tells of the name.

    A name that two documents share is left out: "Công ước Viên" is no name beside two conventions of Viên.
    """
    told: dict[tuple[str, str], dict[str, Identity]] = {}
    for one in named:
        for other in one.also:
            identity = _identity(one)
            told.setdefault((one.kind, _base_of(other)), {})[identity.base] = identity
    names: dict[tuple[str, str], Identity] = {}
    for kind, name in (*told, *told):  # a second time, for names of documents that turned out to be one
        meant = {one.base: one for one in (_under_one_name(each, names) for each in told[kind, name].values())}
        if len(meant) == 1 and name not in meant:
            names[kind, name] = next(iter(meant.values()))
    return names


def _under_one_name(identity: Identity, names: dict[tuple[str, str], Identity]) -> Identity:
    """Return identity under the name that another citation tells it by; under its own where nothing tells."""
    for _ in range(MOST_NAMES):
        told = names.get((identity.kind, identity.base))
        if not told or identity.year not in (None, told.year):
            break
        identity = replace(identity, base=told.base)
    return identity


def _base_of(name: str) -> str:
    """Return a name in one spelling, without the year that it ends in."""
    plain = plain_words(name)
    return f"on {plain.removesuffix(f' {last_year(plain)}')}"


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
        if local := OF_PARTY_ORGANISATION.fullmatch(plain_words(one.body)):
            where = frozenset({local["place"]} if local["place"] and local["level"] else ())
            base = f"by đảng bộ {local['level'] or local['place']}"
            return Identity(one.kind, base, one.issued_on, one.year, local["numeral"], (), where)
        return Identity(one.kind, f"by {plain_words(one.body)}", *when, (), frozenset())
    when = (one.issued_on, one.year or last_year(plain_words(one.name or "")), one.term)
    return Identity(one.kind, _base_of(one.name or ""), *when, (), issuers)


class Trail:
    """The citations of each kind that were read so far, for what points back to them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._read: dict[str, list[tuple[Printed, list[Document]]]] = {}
        self._times: Counter[tuple[str, tuple[int, ...]]] = Counter()
        self._most: dict[str, tuple[int, list[Document]]] = {}
        self._met: dict[str, set[int]] = {}

    def add(self, one: Printed, documents: list[Document]) -> None:
        if not documents:
            return
        for kind in _filed_under(one, documents):
            self._read.setdefault(kind, []).append((one, documents))
            which = (kind, tuple(id(document) for document in documents))
            self._times[which] += 1
            if self._times[which] >= self._most.get(kind, (0, []))[0]:
                self._most[kind] = (self._times[which], documents)
            self._met.setdefault(kind, set()).update(which[1])

    def points_to(self, one: Printed) -> list[Document]:
        """Return the document before one that it points back to; several where one sentence names several.

        That is the nearest of the kind, or, where none stands near, the one that was cited most. A kind alone ("theo
        Nghị quyết") means one document or none.
        """
        kind = f"{one.kind} {one.issuer or HINT}" if one.body or one.issuer else one.kind
        read = self._read.get(kind, [])
        if not read or (one.issuer and len(self._met[kind] | self._met.get(f"{one.kind} {ANYONE}", set())) > 1):
            return []
        if one.span.start - read[-1][0].span.end > NEAR:
            return self._most[kind][1]
        found = self._of_one_sentence(read)
        return [] if one.rule == "kind-again" and len(found) > 1 else found

    def _of_one_sentence(self, read: list[tuple[Printed, list[Document]]]) -> list[Document]:
        """Return what the last of the citations means, with what others of its sentence mean."""
        nearest, documents = read[-1]
        found = list(documents)
        for each, others in reversed(read[-MOST_ALIKE:-1]):
            between = self._text[each.span.end : nearest.span.start]
            if "anaphora" in (each.form, nearest.form) or len(between) > NEAR or SENTENCE_END.search(between):
                break
            found = [*others, *(document for document in found if document not in others)]
        return found


def _filed_under(one: Printed, documents: list[Document]) -> list[str]:
    """Return what a citation is looked up by: its kind, alone, with each issuer, and with a hint at the congress."""
    kinds = [one.kind]
    if one.kind == "kết luận" and any("TB" in identity.letters for each in documents for identity in each.identities):
        kinds.append("thông báo")  # 327/TB-VPCP, "Thông báo kết luận"
    issuers = sorted(_issuers(documents)) or ([ANYONE] if one.number else [])
    kinds += [f"{one.kind} {issuer}" for issuer in issuers]
    return [*kinds, f"{one.kind} {HINT}"] if _of_congress(documents) else kinds


def _issuers(documents: list[Document]) -> set[str]:
    return {issuer for each in documents for identity in each.identities for issuer in identity.issuers}


ANYONE: Final = "?"  # stands for the issuer where none is known
HINT: Final = "Đại hội"  # in "Nghị quyết của Đại hội": a national congress of the Party


def _of_congress(documents: list[Document]) -> bool:
    return all(document.members[0].body == f"{HINT} {document.members[0].term}" for document in documents)
