"""Speakers who are likely one person, by their names and by where they are met. Likely: a person decides.

Names are compared by their kept keys (`articles.models.speakers.name_key`). What a pair is proposed for:

- spelling: the same but for case, hyphens, spaces and the place of the tone mark ("Hoà", "Hòa");
- marks: the same, and one of them is printed without marks ("Le Van Bao"); or they differ in marks;
- order: the same words in another order ("Trump Donald");
- letter: long names that differ in one letter;
- end: one is the end of the other ("Văn Bảo", "Lê Văn Bảo").

Very many Vietnamese names differ in a mark or a letter, or end alike: "Hưng" is not "Hùng". So of these a pair is
proposed only where an office joins the two, or an article; and no Vietnamese name is read in another order.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product
from typing import Any, Final, TypeAlias

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from articles.extraction.names import is_vietnamese
from articles.extraction.text import tone_last
from articles.models import Mention, NotSame, Speaker, SpeakerAlias, Tenure
from articles.models.speakers import NO_LETTERS
from register.models import DataVersion
from register.resolve import end_of_merges, merges

Name: TypeAlias = tuple[int, str, str]  # a speaker's id, the key of the name, the name
Pair: TypeAlias = tuple[int, int]  # the ids of two speakers, the smaller first

FEWEST_LETTERS: Final = 10  # of a name in which one may differ
FEWEST_AT_THE_END: Final = 4  # letters of a name that is the end of another: "Biden"
MOST_ALIKE: Final = 30  # names with one thing in common that are compared with each other; more say nothing
FEW: Final = 40  # names that changed and are compared with all others; of more, all are compared anew
AT_A_TIME: Final = 10_000  # ids in one question: SQLite takes 32,766


class Reason(TextChoices):
    """Why two are likely one, the surest first."""

    SPELLING = "spelling", _("The names differ only in case, hyphens, spaces or the place of a tone mark.")
    BARE = "bare", _("The names are the same, one of them printed without marks.")
    ORDER = "order", _("The names have the same words in another order.")
    MARKS_OFFICE = "marks-office", _("The names differ in marks alone, and both are seen in the same office.")
    LETTER_OFFICE = "letter-office", _("The names differ in one letter, and both are seen in the same office.")
    END_OFFICE = "end-office", _("One name is the end of the other, and both are seen in the same office.")
    LETTER = "letter", _("The names are long and differ in one letter.")
    MARKS_ARTICLE = "marks-article", _("The names differ in marks alone, and one article names both.")
    END_ARTICLE = "end-article", _("One name is the end of the other, and one article names both.")


_tone_last = lru_cache(maxsize=10_000)(tone_last)  # very many names are made of few words

RANK: Final = {reason: rank for rank, reason in enumerate(Reason)}
BY_OFFICE: Final = {  # what becomes of a pair where an office joins the two
    Reason.MARKS_ARTICLE: Reason.MARKS_OFFICE,
    Reason.END_ARTICLE: Reason.END_OFFICE,
    Reason.LETTER: Reason.LETTER_OFFICE,
}
DOUBTFUL: Final = (Reason.MARKS_ARTICLE, Reason.END_ARTICLE)  # said of pairs only where something joins the two


@dataclass(frozen=True, slots=True)
class Likely:
    """Two speakers, by their ids, the smaller first, and why they are likely one person."""

    one: int
    other: int
    reason: Reason


@dataclass(slots=True)
class _Found:
    """What was found last in this process, and in what."""

    token: str = ""
    names: frozenset[Name] = frozenset()
    alike: dict[Pair, Reason] = field(default_factory=dict)  # by the names alone
    likely: tuple[Likely, ...] = ()


_found = _Found()


def likely_duplicates() -> Sequence[Likely]:
    """Return the pairs that are likely one person, the surest first, then by their ids; its length is their number.

    Never a pair that a curator told apart. What was found is kept in the process until the data changes, what names
    have in common until these do: then only those that changed are compared again.
    """
    global _found
    token = DataVersion.current_token()
    if token != _found.token:
        names = _names()
        alike = _alike(names, _found)
        _found = _Found(token, names, alike, _likely(alike))
    return _found.likely


def _names() -> frozenset[Name]:
    """Return every name of every speaker who was not merged, but the other names of one word that several have.

    "Clinton" is another name of two, and says nothing of their being one.
    """
    current = Speaker.objects.current().order_by().values_list("pk", "name_key", "name")
    others = SpeakerAlias.objects.filter(speaker__merged_into=None).order_by()
    aliases = list(others.values_list("speaker", "name_key", "name"))
    bearers = Counter(key for key, _ in {(key, speaker) for speaker, key, _name in aliases})
    told = [alias for alias in aliases if " " in alias[1] or bearers[alias[1]] == 1]
    return frozenset([*current, *told])


def _likely(alike: dict[Pair, Reason]) -> tuple[Likely, ...]:
    """Return the pairs whose names are alike, without those told apart, or whom nothing joins where that is asked."""
    merged = merges()
    told_apart = NotSame.objects.values_list("one", "other")
    apart = {frozenset(end_of_merges(id_, merged) for id_ in pair) for pair in told_apart}
    pairs = {pair: reason for pair, reason in alike.items() if frozenset(pair) not in apart}
    asked = {pair for pair, reason in pairs.items() if reason in BY_OFFICE}
    by_office = _joined_by_office(asked)
    doubtful = {pair for pair in asked - by_office if pairs[pair] in DOUBTFUL}
    left_out = doubtful - _joined_by_article(doubtful)
    pairs |= {pair: BY_OFFICE[pairs[pair]] for pair in by_office}
    kept = [(RANK[reason], pair, reason) for pair, reason in pairs.items() if pair not in left_out]
    return tuple(Likely(*pair, reason) for _, pair, reason in sorted(kept))


# --- by the names alone -----------------------------------------------------------------------------------------------


def _alike(names: frozenset[Name], before: _Found) -> dict[Pair, Reason]:
    """Return the pairs whose names are alike, with the surest reason for each."""
    touched = {name[0] for name in names ^ before.names}
    again = [name for name in names if name[0] in touched]
    alike: dict[Pair, Reason] = {}
    if len(again) <= FEW:
        alike = {pair: reason for pair, reason in before.alike.items() if touched.isdisjoint(pair)}
        found: Iterable[tuple[Name, Name]] = product(again, names)
    else:
        found = _candidates(names)
    for one, other in found:
        reason = _reason(one, other)
        if reason is not None and one[0] != other[0]:
            pair = (min(one[0], other[0]), max(one[0], other[0]))
            alike[pair] = min(reason, alike.get(pair, reason), key=RANK.__getitem__)
    return alike


def _reason(one: Name, other: Name) -> Reason | None:
    """Return why the bearers of two names may be one person; LETTER of Vietnamese names only for an office's sake."""
    key, other_key = one[1], other[1]
    plain, other_plain = key.replace(" ", ""), other_key.replace(" ", "")
    if not plain or not other_plain:
        return None
    if plain == other_plain:
        return _of_one_key(one[2], other[2])
    if len(plain) == len(other_plain) and sorted(key.split()) == sorted(other_key.split()):
        return None if _are_vietnamese(one, other) else Reason.ORDER
    if abs(len(plain) - len(other_plain)) <= 1:
        long = min(len(plain), len(other_plain)) >= FEWEST_LETTERS
        if long and not _are_vietnamese(one, other) and _is_one_letter(plain, other_plain):
            return Reason.LETTER
        return None
    short, longer = sorted((one, other), key=lambda name: len(name[1]))
    if len(short[1]) >= FEWEST_AT_THE_END and longer[1].endswith(f" {short[1]}"):
        words = _words(short[2])
        return Reason.END_ARTICLE if _words(longer[2])[-len(words) :] == words else None
    return None


def _candidates(names: Collection[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield the names of which `_reason` may say something, without comparing each with all."""
    yield from _in_common(names, lambda key: key.replace(" ", ""))
    foreign = [name for name in names if not _may_be_vietnamese(name[2])]
    yield from _in_common(foreign, lambda key: " ".join(sorted(key.split())))
    yield from _one_letter_apart(foreign)
    yield from _ends(names)


def _in_common(names: Iterable[Name], what: Callable[[str], str]) -> Iterator[tuple[Name, Name]]:
    """Yield names whose keys have one thing in common."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        groups[what(name[1])].append(name)
    for common, group in groups.items():
        if common and len(group) <= MOST_ALIKE:
            yield from combinations(group, 2)


def _one_letter_apart(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield long names that may differ in one letter: then they begin alike up to the middle, or end so from there."""
    halves: dict[tuple[bool, str], list[Name]] = defaultdict(list)
    for name in names:
        plain = name[1].replace(" ", "")
        length = len(plain)
        if length >= FEWEST_LETTERS:
            for half in {length // 2, (length + 1) // 2}:
                halves[True, plain[:half]].append(name)
            for half in {length // 2, (length - 1) // 2}:
                halves[False, plain[-half:]].append(name)
    for group in halves.values():
        yield from combinations(group, 2) if len(group) <= MOST_ALIKE else _with_one_left_out(group)


def _with_one_left_out(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield names that are alike once a letter of each is left out, or of the longer one."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        plain = name[1].replace(" ", "")
        for left in {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}:
            groups[left].append(name)
    for group in groups.values():
        if len(group) <= MOST_ALIKE:
            yield from combinations(group, 2)


def _ends(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield names of which one is the end of the other, word by word."""
    by_key: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        by_key[name[1]].append(name)
    for key, longer in by_key.items():
        end = key.partition(" ")[2]
        while end:
            if end in by_key:
                yield from product(by_key[end], longer)
            end = end.partition(" ")[2]


def _of_one_key(one: str, other: str) -> Reason:
    """Return why two names of one key may be one. A name printed without marks lacks those of more than one word."""
    words, others = _words(one), _words(other)
    if "".join(words) == "".join(others):
        return Reason.SPELLING
    marked = [sum(not word.isascii() for word in name) for name in (words, others)]
    return Reason.BARE if min(marked) == 0 and max(marked) > 1 else Reason.MARKS_ARTICLE


def _words(name: str) -> list[str]:
    """Return the words of a name in small letters, the tone of each behind it."""
    return [_tone_last(word) for word in NO_LETTERS.split(name.casefold()) if word]


def _are_vietnamese(one: Name, other: Name) -> bool:
    return _may_be_vietnamese(one[2]) or _may_be_vietnamese(other[2])


def _may_be_vietnamese(name: str) -> bool:
    return all(map(is_vietnamese, name.split()))


def _is_one_letter(one: str, other: str) -> bool:
    """Say whether one letter was changed, added or left out."""
    shorter, longer = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    behind = at + 1 if len(shorter) == len(longer) else at
    return shorter[behind:] == longer[at + 1 :]


# --- what joins two people --------------------------------------------------------------------------------------------


def _joined_by_office(pairs: Collection[Pair]) -> set[Pair]:
    """Return those who are both known, or seen, in one office."""
    held = _by_speaker(pairs, lambda ids: Tenure.objects.filter(speaker__in=ids).values_list("speaker", "office"))
    return {pair for pair in pairs if not held[pair[0]].isdisjoint(held[pair[1]])}


def _joined_by_article(pairs: Collection[Pair]) -> set[Pair]:
    """Return those whom one article names both."""
    standing = Mention.objects.standing()
    named = _by_speaker(pairs, lambda ids: standing.filter(speaker__in=ids).values_list("speaker", "article"))
    return {pair for pair in pairs if not named[pair[0]].isdisjoint(named[pair[1]])}


def _by_speaker(
    pairs: Collection[Pair], read: Callable[[list[int]], QuerySet[Any, tuple[int, int]]]
) -> dict[int, set[int]]:
    """Return for each of the speakers what is read of them."""
    ids = sorted({id_ for pair in pairs for id_ in pair})
    of: dict[int, set[int]] = defaultdict(set)
    for at in range(0, len(ids), AT_A_TIME):
        for speaker, what in read(ids[at : at + AT_A_TIME]).order_by().distinct():
            of[speaker].add(what)
    return of
