"""What the letters of a symbol say: `59-NQ/TW` is a resolution of the Politburo or the Central Committee."""

from typing import Final

from articles.extraction.patterns import pattern
from directives.extraction.words import WORD, entries, level

TOKENS: Final = pattern(
    r"[A-Za-zĐÐđƯưệ]+\d*|\d+",
    finds=("‹59›-NQ/TW", "/‹QH15›", "/‹CĐ›-TTg", "-‹BTGDVTW›"),
    leaves=("-/.", " – "),
    attack="NQ15",
)
YEAR: Final = pattern(
    r"/(?P<year>(?:19|20)\d\d)(?!\d)",
    finds=("250‹/2025›/QH15", "178‹/2024›", "95‹/2023›/NĐ-CP"),
    leaves=("59-NQ/TW", "12/20245", "7/1802", "2025/QH15"),
    attack="/2025",
)
YEAR_AT_THE_END: Final = pattern(
    r"(?<!\w)(?P<year>(?:19|20)\d\d)\)?\Z",
    finds=("năm ‹2013›", "Biển Việt Nam ‹2012›", "(sửa đổi năm ‹2024)›"),
    leaves=("2021-2030 và tầm nhìn", "số 12013", "năm 1789", "Luật biển"),
    attack="2013 ",
)


def letters_of(symbol: str) -> tuple[str, ...]:
    """Return the letter groups of symbol in one spelling: NQ, TW for "59-NQ/TW", "59/NQ-TW" and "59-NQ/T.Ư"."""
    even = symbol.replace("T.Ư", "TW").replace("TƯ", "TW").replace("Ð", "Đ").replace("NQTW", "NQ/TW")
    even = even.replace("QD-", "QĐ-").replace("ND-", "NĐ-")
    return tuple(token.upper() for token in TOKENS.findall(even) if not token.isdigit())


def year_of(symbol: str) -> int | None:
    """Return the year that a symbol or number carries ("250/2025/QH15", "178/2024"), or None."""
    match = YEAR.search(symbol)
    return int(match["year"]) if match else None


def last_year(name: str) -> int | None:
    """Return the year that a name ends in ("Hiến pháp năm 2013"), or None."""
    match = YEAR_AT_THE_END.search(name)
    return int(match["year"]) if match else None


SUFFIXES: Final = {
    letters_of(letters): (kind, tuple(part for part in issuers.split("; ") if part))
    for letters, kind, issuers in ((*entry, "")[:3] for entry in entries("suffixes.tsv"))
}


def _entry(symbol: str) -> tuple[str, tuple[str, ...]] | None:
    """Return kind and issuers for the longest known run of letters that symbol's begin with."""
    letters = letters_of(symbol)
    return next((SUFFIXES[letters[:end]] for end in range(len(letters), 0, -1) if letters[:end] in SUFFIXES), None)


def kind_of_symbol(symbol: str) -> str | None:
    """Return the kind of document that the letters name, or None where they are not known."""
    entry = _entry(symbol)
    return entry[0] if entry else None


def issuers_of_symbol(symbol: str) -> tuple[str, ...]:
    """Return who may have issued such a document: one where the letters settle it, none where they say nothing."""
    entry = _entry(symbol)
    return entry[1] if entry else ()


def plain_words(name: str) -> str:
    """Return name levelled, commas, hyphens, quotation marks and the word "năm" left out."""
    return " ".join(word for word in WORD.findall(level(name)) if word != "năm")
