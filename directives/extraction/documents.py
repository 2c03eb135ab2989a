"""Which citations of a text mean the same document.

The text alone decides. Number, year, letters and issuer are constraints: "Nghị quyết 59 của Quốc hội" is not 59-NQ/TW.
What is left open stays open: a citation that fits two documents of the text refers to both.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from directives.extraction.printed import Printed
from directives.extraction.symbols import issuers_of_symbol, letters_of, plain_words, year_of

NEAR: Final = 600  # code points: about a paragraph; "Nghị định này" further off means the article's main decree
SENTENCE_END: Final = re.compile(r"[.!?…]\s|\n")


@dataclass(frozen=True, slots=True)
class Reference:
    """The keys of the documents that a citation may mean: one, several where it is open, none where nothing fits."""

    keys: tuple[str, ...]


@dataclass(slots=True)
class Document:
    """One document while its citations are brought together."""

    kind: str
    members: list[Printed] = field(default_factory=list)

    def takes(self, one: Printed) -> bool:
        """Tell whether nothing that is printed speaks against one being a citation of this document."""
        return one.kind == self.kind and all(_agree(one, member) for member in self.members)

    @property
    def key(self) -> str:
        """The symbol, else kind, number or name, and issuer, apart by bars."""
        symbol = next((one.symbol for one in self.members if one.symbol), None)
        if symbol:
            return symbol
        issuer = next((one.issuer for one in self.members if one.issuer), "")
        number = max((one.number or "" for one in self.members), key=len)
        body = self.members[0].body
        name = number or ("" if body else self.members[0].name or "")
        return f"{self.kind}|{name}|{body or issuer}"


def refer(text: str, printed: list[Printed]) -> list[Reference]:
    """Return what each of the printed citations of text refers to, in the same order."""
    known = [one for one in printed if one.form != "anaphora"]
    meant: dict[int, list[Document]] = {}
    documents: list[Document] = []
    for one in sorted(known, key=_how_open):
        fitting = [document for document in documents if document.takes(one)]
        if not fitting:
            fitting = [Document(one.kind)]
            documents += fitting
        if len(fitting) == 1:
            fitting[0].members.append(one)
        meant[id(one)] = fitting
    for at, one in enumerate(printed):
        if one.form == "anaphora":
            meant[id(one)] = _antecedents(text, printed[:at], one, meant)
    return [Reference(tuple(document.key for document in meant[id(one)])) for one in printed]


def _how_open(one: Printed) -> tuple[bool, bool, bool]:
    """Sort citations that say more first, so that those that say less find them."""
    return (one.symbol is None, one.issuer is None, "/" not in (one.number or "/"))


def _agree(one: Printed, other: Printed) -> bool:
    if (one.number is None) != (other.number is None):
        return False
    if one.number is not None and other.number is not None:
        return _same_number(one, other) and _issuers_agree(one, other)
    if one.body or other.body:
        return one.body is not None and other.body is not None and plain_words(one.body) == plain_words(other.body)
    return _names_agree(one.name or "", other.name or "") and _issuers_agree(one, other)


def _same_number(one: Printed, other: Printed) -> bool:
    lead, other_lead = (re.match(r"0*(\d+[a-z]?)", each.number or "") for each in (one, other))
    years = {year for each in (one, other) if (year := year_of(each.symbol or each.number or ""))}
    letters = {letters_of(each.symbol) for each in (one, other) if each.symbol}
    return bool(lead and other_lead and lead[1] == other_lead[1]) and len(years) < 2 and len(letters) < 2


def _issuers_agree(one: Printed, other: Printed) -> bool:
    issuers, others = _issuers(one), _issuers(other)
    return not issuers or not others or bool(issuers & others)


def _issuers(one: Printed) -> set[str]:
    return {one.issuer} if one.issuer else set(issuers_of_symbol(one.symbol)) if one.symbol else set()


def _names_agree(one: str, other: str) -> bool:
    """Tell whether two names are one; a year (the last word) may be left out of either."""
    first, second = (plain_words(name) for name in (one, other))
    bare, other_bare = (re.sub(r" (?:19|20)\d\d$", "", name) for name in (first, second))
    return first == second or (bare == other_bare and (first == bare or second == other_bare))


def _antecedents(text: str, before: list[Printed], one: Printed, meant: dict[int, list[Document]]) -> list[Document]:
    """Return the document before one that it points back to; several where one sentence names several.

    That is the nearest of the kind, or, where none stands near, the one that was cited most.
    """
    fitting = [each for each in before if each.kind == one.kind and meant[id(each)] and _fits_hint(each, one.body)]
    if not fitting:
        return []
    nearest = fitting[-1]
    if one.span.start - nearest.span.end > NEAR:
        named = [meant[id(each)] for each in reversed(fitting)]
        return max(named, key=named.count)
    found = list(meant[id(nearest)])
    for each in reversed(fitting[:-1]):
        if "anaphora" in (each.form, nearest.form) or SENTENCE_END.search(text, each.span.end, nearest.span.start):
            break
        found += [document for document in meant[id(each)] if document not in found]
    return found


def _fits_hint(one: Printed, hint: str | None) -> bool:
    """Tell whether one was passed by the body that is hinted at: "Đại hội" is a national congress of the Party."""
    return hint is None or bool(one.body and re.fullmatch(rf"{hint}(?: [IVXLC]+)?", one.body))
