"""A text as words, and the word lists of `data/` looked up in them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.text import Span, tone_last

DATA: Final = Path(__file__).parent / "data"
WORD: Final = pattern(
    r"""
      \n                                            # a word of its own: no phrase goes over a line end
    | (?: [A-ZĐƯ] [A-ZĐa-z]{0,3} \. ){1,4} \w+      # T.Ư, TP.HCM, GS.TS, M.Hoa
    | [\w&]+ (?: ['’-] \w+ )*                       # Ki-moon, H'Hen, Bắc-Nam
    | [^\w\s]
    """,
    re.VERBOSE,
    finds=("‹T.Ư› Đảng", "‹TP.HCM›", "‹GS.TS› Lê Văn Bảo", "‹M.Hoa›", "‹Ki-moon›", "‹NN&PTNT›", "‹,› và", "‹\n›Ông"),
    leaves=(" ", "\t"),
    attack="T.Ư-",
)
SPACED_SIGN: Final = pattern(
    " ([-&]) ", finds=("Giáo sư‹ - ›Tiến sĩ", "NN‹ & ›PTNT"), leaves=("Bắc-Nam", "NN&PTNT", "Bắc -Nam"), attack=" - "
)


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return the entries of the word list data/<name>.txt in order; a line is an entry, after a TAB a note."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[0] for line in lines if line and not line.startswith("#"))


@cache
def word_pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return the entries of a word list whose lines hold two, apart by a TAB."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple((line.split("\t")[0], line.split("\t")[1]) for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """Return the word in lower case with its tone last, so that "Hoà" and "Hòa", "Uỷ" and "ủy" are one.

    For looking words of a text up in word lists. Names of stored rows are matched by `matching.match_key`.
    """
    return tone_last(word.lower())


@dataclass(frozen=True, slots=True)
class Words:
    """The words, signs and line ends of a text in reading order: as printed, as they sound, and where they stand."""

    printed: list[str]
    sounds: list[str]
    capitals: list[bool]  # whether the first letter is one
    starts: list[int]

    def __len__(self) -> int:
        return len(self.printed)

    def span(self, first: int, end: int) -> Span:
        """Return the place of the words from first up to, not including, end."""
        return Span(self.starts[first], self.end_of(end - 1))

    def end_of(self, at: int) -> int:
        """Return where the word at this place ends."""
        return self.starts[at] + len(self.printed[at])

    def is_capital(self, at: int) -> bool:
        return self.capitals[at]


def words_of(text: str) -> Words:
    words = Words([], [], [], [])
    printed, sounds, capitals, starts = words.printed, words.sounds, words.capitals, words.starts
    begin = 0
    for piece in text.split(" "):  # no word goes over a space, and most pieces have been met before
        for word, sounding, capital, at in _words_of_piece(piece):
            printed.append(word)
            sounds.append(sounding)
            capitals.append(capital)
            starts.append(begin + at)
        begin += len(piece) + 1
    return words


@lru_cache(maxsize=16384)
def _words_of_piece(piece: str) -> tuple[tuple[str, str, bool, int], ...]:
    """Return each word of a piece of text: as printed, as it sounds, whether it has a capital, and where it stands."""
    return tuple((word[0], sound(word[0]), word[0][0].isupper(), word.start()) for word in WORD.finditer(piece))


SPELLINGS: Final = (("sĩ", "sỹ"), ("lý", "lí"), ("kỹ", "kĩ"), ("kỳ", "kì"))  # "Nghị sỹ", "quản lí": either is printed
OTHER_SPELLINGS: Final = {sound(one): sound(other) for pair in SPELLINGS for one, other in (pair, pair[::-1])}


class Phrases:
    """Phrases to be found in words, the longest first.

    Case does not matter but for the first letter of a phrase that is `exact`: "Anh" is Britain, "anh" is not. A
    hyphen of a phrase may stand without its spaces, or be a comma: "Giáo sư - Tiến sĩ", "Giáo sư-Tiến sĩ", "Giáo sư,
    Tiến sĩ"; and "&" without its spaces: "NN&PTNT".
    """

    def __init__(self, phrases: Iterable[str], *, exact: bool = False) -> None:
        self.exact = exact
        found: dict[str, set[tuple[tuple[str, ...], bool]]] = defaultdict(set)
        for phrase in phrases:
            for printed in (phrase, SPACED_SIGN.sub(r"\1", phrase), phrase.replace(" - ", ", ")):
                sounds = tuple(words_of(printed).sounds)
                for spelt in (sounds, tuple(OTHER_SPELLINGS.get(word, word) for word in sounds)):
                    found[spelt[0]].add((spelt, phrase[0].isupper()))
        self.by_first: dict[str, dict[str, list[tuple[list[str], int, bool]]]] = {}  # then by second word, "" for none
        for first, ways in found.items():
            by_second = self.by_first.setdefault(first, {})
            for sounds, capital in sorted(ways, key=lambda way: -len(way[0])):
                by_second.setdefault("".join(sounds[1:2]), []).append((list(sounds), len(sounds), capital))

    def length_at(self, words: Words, at: int) -> int:
        """Return how many words the longest phrase that begins at this word has, or 0."""
        heard = words.sounds
        by_second = self.by_first.get(heard[at])
        if by_second is None:
            return 0
        for second in (heard[at + 1], "") if at + 1 < len(heard) else ("",):
            for sounds, length, capital in by_second.get(second, ()):
                if self.exact and capital != words.capitals[at]:
                    continue
                if length <= 2 or heard[at : at + length] == sounds:
                    return length
        return 0
