"""Words as data: the lists beside this module, and the levelled text that they are looked for in.

The lists (`data/*.tsv`, `data/*.txt`) hold one entry a line, fields apart by a tab; # begins a remark.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from articles.extraction.patterns import pattern

TONE_MOVED: Final = {  # the newer place of the tone mark, to the older one: "hoà" is "hòa", "tuý" is "túy"
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
AT_SYLLABLE_END: Final = pattern(
    r"o[àáảãạèéẻẽẹ](?!\w)|u(?<!qu)[ỳýỷỹỵ](?!\w)",
    finds=("h‹oà› bình", "khai m‹oẹ›", "‹uỷ› viên", "ma t‹uý›."),
    leaves=("hoàn thành", "hòa bình", "quý I", "ủy viên", "thuỳnh"),
    attack="oà",
)
ALIKE: Final = (("\u0130", "i"), ("\u00a0", " "), ("\u00d0", "đ"), ("–", "-"), ("—", "-"), ("‑", "-"), ("\t", " "))

CAPITAL: Final = (  # À-Ỹ would take in the small letters between
    "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
)

NUMBERS: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "mười ba": 13, "mười bốn": 14, "mười lăm": 15,
}  # fmt: skip
RANKS: Final = {**NUMBERS, "nhất": 1, "nhì": 2, "tư": 4}  # thứ nhất, thứ tư
SEVERAL: Final = {word: number for word, number in NUMBERS.items() if number > 1}
ROMAN_DIGITS: Final = {"i": 1, "v": 5, "x": 10}

WORD: Final = pattern(r"\w+", finds=("‹khoa› học, công nghệ", "“‹Luật›"), leaves=(", -", "“ ”"), attack="khoa học, ")


@lru_cache(maxsize=32)  # a text, and the few words of its markers that are levelled between
def level(text: str) -> str:
    """Return text for matching, code point by code point: lower case, one place of the tone mark, one đ and dash.

    The result has the length of text, so that an offset into the one is an offset into the other. For patterns; single
    words are looked up by `articles.extraction.phrases.sound`, stored names matched by `matching.match_key`.
    """
    for odd, even in ALIKE:
        text = text.replace(odd, even)
    return AT_SYLLABLE_END.sub(lambda found: TONE_MOVED[found[0]], text.lower())


def entries(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the fields of each entry of the word list `data/<name>`, in the order of the file."""
    for line in files(__package__).joinpath("data", name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(field.strip() for field in line.split("\t"))


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the first field of each entry of `data/<name>`, levelled."""
    return tuple(level(entry[0]) for entry in entries(name))


def any_of(choices: Iterable[str]) -> str:
    """Return a pattern for any of the levelled phrases, longer ones first; a space stands for one or two.

    Those that begin alike stand together behind their beginning, so that a long list is tried as fast as a short one.
    """
    return f"(?:{_either(choices)})"


def any_word(choices: Iterable[str], *, not_behind: Iterable[str] = ()) -> str:
    """Return a pattern for any of the phrases where a word begins, but not right behind some words and a space.

    It begins with letters, so that it is found fast.
    """
    ways = []
    for first, rest in sorted(_by_first_letter(choices).items()):
        barred = "".join(rf"(?<!{before}\s{first})" for before in not_behind)
        ways.append(rf"{first}(?<!\w{first}){barred}{any_of(rest)}")
    return f"(?:{'|'.join(ways)})"


def any_way(*ways: str) -> str:
    """Return a pattern for any of some patterns, each beginning with a plain letter, where a word begins.

    It begins with letters, so that it is found fast.
    """
    rests = defaultdict(list)
    for way in ways:
        rests[way[0]].append(way[1:])
    by_letter = [rf"{first}(?<!\w{first})(?:{'|'.join(rest)})" for first, rest in rests.items()]
    return f"(?:{'|'.join(by_letter)})"


def _either(phrases: Iterable[str]) -> str:
    rests = _by_first_letter(phrases)
    longer = sorted((first, rest) for first, rest in rests.items() if first)
    ways = [_literal(first) + (any_of(rest) if len(rest) > 1 else _either(rest)) for first, rest in longer]
    return "|".join([*ways, ""] if "" in rests else ways)


def _by_first_letter(phrases: Iterable[str]) -> dict[str, set[str]]:
    """Return what follows their first letters, by these; the empty phrase has none and stands by itself."""
    rests = defaultdict(set)
    for phrase in phrases:
        rests[phrase[:1]].add(phrase[1:])
    return rests


def _literal(letter: str) -> str:
    return r"\s{1,2}" if letter == " " else re.escape(letter)


def one_spaced(phrase: str) -> str:
    """Return a phrase as printed with one space between its words."""
    return " ".join(phrase.split())


def roman(number: int) -> str:
    """Return number (1 to 39) in Roman numerals."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def from_roman(numeral: str) -> int | None:
    """Return what the numeral says (I to XXXIX, upper or lower case), or None where it is not written as one."""
    digits = [ROMAN_DIGITS.get(letter, 0) for letter in numeral.lower()]
    value = sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
    return value if 0 < value < 40 and roman(value) == numeral.upper() else None
