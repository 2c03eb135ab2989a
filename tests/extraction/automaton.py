"""Whether a regular expression can take more than linear time, judged by its parsed form.

A backtracking matcher takes long where one stretch of text can be read in ever more ways: by one unbounded repeat or by
another, by different rounds of a repeat within a repeat, or, where a pattern is sought in a text, by a repeat that runs
on from each place anew and comes to nothing. All are one thing: two states p and q of the pattern's automaton, and a
word that leads from p to p, from p to q, and from q to q (Weber and Seidl, "On the degree of ambiguity of finite
automata", 1991). `meeting` looks for them in the position automaton (Glushkov), whose states are the characters of
the pattern, with bounded repeats unrolled. Where it finds none, the work of one trial grows with the text's length and
no faster, and so does that of a search.

What it does not know makes it find too much rather than too little: possessive repeats and atomic groups are ordinary
ones, a lookahead is a way that leads nowhere, a lookbehind of more than one character always holds. Characters are
those of Vietnamese texts: Latin letters, marks, digits, punctuation, white space.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from itertools import chain, product
from typing import Any, Final

from re import _compiler, _constants as op, _parser  # type: ignore[attr-defined]  # isort: skip

Chars = frozenset[str]
States = tuple[int, ...]

ALPHABET: Final = "".join(
    map(chr, chain(range(0x250), range(0x300, 0x370), range(0x1E00, 0x1F00), range(0x2000, 0x2070)))
)
ALL: Final = frozenset(ALPHABET)
WORD: Final = frozenset(re.findall(r"\w", ALPHABET))
FREE: Final[Chars] = frozenset()
MAY_FAIL: Final = frozenset(["an assertion"])  # in the place of characters: what stands here need not hold
BOUNDARY: Final = frozenset([r"\b"])
START: Final = 0  # the state before the pattern begins; a search stays in it over any text


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pattern: the states that it may begin and end with, and whether it may read nothing.

    With each go the characters that may not have been read last, for an assertion before or behind; empty holds those
    that may not where the part reads nothing, None where it must read.
    """

    first: dict[int, Chars]
    last: dict[int, Chars]
    empty: Chars | None


NOTHING: Final = Part({}, {}, FREE)


def meeting(pattern: re.Pattern[str], *, sought: bool) -> str | None:
    """Return two characters of a pattern's repeats that can be read alike, in words; None if the pattern is linear.

    sought: the pattern is tried from every place of a text.
    """
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    if str(op.MAXREPEAT) not in repr(parsed):
        return None  # no repeat is unbounded
    automaton = _Automaton(parsed, pattern.flags)
    return next(chain(automaton.faults, automaton.meetings(sought=sought)), None)


class _Automaton:
    def __init__(self, parsed: Any, flags: int) -> None:
        self.chars: list[Chars] = [ALL]
        self.names = ["any start"]
        self.follow: dict[int, dict[int, Chars]] = defaultdict(dict)
        self.doubled: set[tuple[int, int]] = set()
        self.faults: set[str] = set()
        self.turns: set[int] = set()  # states that a round of an endless repeat may end with: each circle has one
        self.loops: dict[int, int] = {}  # states within endless repeats: the first state of the outermost
        self.inside = 0  # endless repeats around the part that is read
        whole = self._sequence(parsed, flags)
        self._link({START: FREE}, whole.first)
        self.letters = self._tell_apart()
        self.chars = [chars & self.letters for chars in self.chars]
        self.behind: dict[int, dict[str, list[int]]] = {}
        self.surely_ends = {state for state, barred in whole.last.items() if not barred}

    # -- the automaton -------------------------------------------------------------------------------------------------

    def _sequence(self, items: Iterable[Any], flags: int) -> Part:
        return reduce(self._joined, (self._part(item, flags) for item in items), NOTHING)

    def _joined(self, one: Part, other: Part) -> Part:
        self._link(one.last, other.first)
        return Part(
            first=one.first if one.empty is None else one.first | _barred(other.first, one.empty),
            last=other.last if other.empty is None else other.last | _barred(one.last, other.empty),
            empty=None if one.empty is None or other.empty is None else one.empty | other.empty,
        )

    def _link(self, last: dict[int, Chars], first: dict[int, Chars]) -> None:
        for (here, behind), (there, before) in product(last.items(), first.items()):
            barred = behind | before
            if barred & BOUNDARY:
                barred |= WORD if self.chars[there] <= WORD else ALL - WORD if not self.chars[there] & WORD else FREE
            if there in self.follow[here]:
                self.doubled.add((here, there))
                barred &= self.follow[here][there]
            self.follow[here][there] = barred

    def _part(self, item: Any, flags: int) -> Part:
        kind, value = item
        if kind in (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY):
            return self._character(item, flags)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, body = value
            return self._repeat(least, most, body, flags)
        if kind is op.SUBPATTERN:
            _, added, taken, body = value
            return self._sequence(body, (flags | added) & ~taken)
        if kind is op.ATOMIC_GROUP:
            return self._sequence(value, flags)
        if kind is op.BRANCH:
            return self._either([self._sequence(body, flags) for body in value[1]])
        if kind in (op.ASSERT, op.ASSERT_NOT):
            return self._assertion(kind, value[0], value[1], flags)
        if kind is op.AT:
            return Part({}, {}, _barred_at(value, flags))
        raise NotImplementedError(f"{kind} in a pattern")

    def _character(self, item: Any, flags: int) -> Part:
        self.chars.append(_characters(_Items((item,)), flags))
        self.names.append(str(item))
        state = len(self.chars) - 1
        return Part({state: FREE}, {state: FREE}, None)

    def _repeat(self, least: int, most: int, body: Any, flags: int) -> Part:
        endless = most is op.MAXREPEAT
        self.inside += endless
        rounds = []
        for _ in range(max(least, 1) if endless else most):
            opened = len(self.chars)
            rounds.append(self._sequence(body, flags))
        if self.inside and rounds[0].empty is not None:
            self.faults.add(f"rounds of nothing: {body}")
        self.inside -= endless
        if endless:
            self._link(rounds[-1].last, rounds[-1].first)
            self.turns |= rounds[-1].last.keys()
            self.loops |= dict.fromkeys(range(opened, len(self.chars)), opened)
        whole = NOTHING
        for number in range(len(rounds) - 1, -1, -1):
            whole = self._joined(rounds[number], whole)
            if number >= least:
                whole = Part(whole.first, whole.last, FREE)
        return whole

    def _either(self, ways: list[Part]) -> Part:
        empty = [way.empty for way in ways if way.empty is not None]
        if self.inside and len(empty) > 1:
            self.faults.add("two ways of nothing")
        return Part(
            first=reduce(dict.__or__, (way.first for way in ways)),
            last=reduce(dict.__or__, (way.last for way in ways)),
            empty=frozenset.intersection(*empty) if empty else None,
        )

    def _assertion(self, kind: Any, direction: int, body: Any, flags: int) -> Part:
        if direction > 0:
            return Part(self._sequence(body, flags).first, {}, MAY_FAIL)
        if body.getwidth() != (1, 1):
            return Part({}, {}, MAY_FAIL)
        read = _characters(_Items(body), flags)
        return Part({}, {}, MAY_FAIL | (ALL - read if kind is op.ASSERT else read))

    # -- the meetings --------------------------------------------------------------------------------------------------

    def meetings(self, *, sought: bool) -> Iterator[str]:
        if not self.loops:
            return
        if sought:
            self.follow[START][START] = FREE
            self.loops[START] = START
        for here, there in self.doubled:
            if here in self.loops and self.loops[here] == self.loops.get(there):
                yield f"{self.names[here]} and itself"
        for one, other in self._candidates():
            if self._meet(one, other):
                yield f"{self.names[one]} and {self.names[other]}"

    def _candidates(self) -> set[States]:
        """Return the pairs of states of loops to which one word leads from one state; the second ends a round."""
        seen = self._walked([(state, state) for state in self.loops], lambda then: True)
        return {(one, other) for one, other in seen if one != other and one in self.loops and other in self.turns}

    def _meet(self, one: int, other: int) -> bool:
        """Say whether a word leads from one to one, from one to other, and from other to other.

        Of a search, only words on which the last way nowhere comes to the end of the pattern: else it finds something,
        and goes on behind it.
        """
        ends = self.surely_ends if one == START else frozenset()

        def goes_on(then: tuple[int, ...]) -> bool:
            first, _, last = then
            stay = self.loops.get(first) == self.loops[one] and self.loops.get(last) == self.loops[other]
            return stay and last not in ends

        begin = (one, one, other)
        return goes_on(begin) and (one, other, other) in self._walked([begin], goes_on)

    def _walked(self, begin: list[States], goes_on: Callable[[States], bool]) -> set[States]:
        """Return where walkers that read one word together come to from where they begin."""
        seen: set[States] = set()
        waiting = list(begin)
        while waiting:
            now = waiting.pop()
            read = self._common(now)
            ways = [self._behind(state) for state in now]
            for then in chain.from_iterable(
                product(*(way[char] for way in ways)) for char in set.intersection(*map(set, ways))
            ):
                if then in seen or not goes_on(then):
                    continue
                if read.difference(*(self.follow[state][to] for state, to in zip(now, then, strict=True))):
                    seen.add(then)
                    waiting.append(then)
        return seen

    def _behind(self, state: int) -> dict[str, list[int]]:
        """Return the states that follow a state, by the letters that they read."""
        if state not in self.behind:
            found: dict[str, list[int]] = defaultdict(list)
            for then in self.follow[state]:
                for letter in self.chars[then]:
                    found[letter].append(then)
            self.behind[state] = found
        return self.behind[state]

    def _tell_apart(self) -> frozenset[str]:
        """Return one character of each kind that the pattern tells apart."""
        told = {*self.chars, *(barred for follow in self.follow.values() for barred in follow.values())}
        kinds = defaultdict(set)
        for chars in told:
            for char in chars:
                kinds[char].add(chars)
        return frozenset({frozenset(kinds[char]): char for char in ALPHABET}.values())

    def _common(self, states: States) -> Chars:
        return frozenset.intersection(*(self.chars[state] for state in states))


class _Items(tuple[Any, ...]):
    """Items of a parsed pattern that can be looked up by what they say."""

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


@cache
def _characters(items: _Items, flags: int) -> Chars:
    """Return the characters that items, which read one, read."""
    alone = _compiler.compile(_parser.SubPattern(_parser.State(), list(items)), flags)
    return frozenset(char for char in ALPHABET if alone.fullmatch(char))


def _barred(states: dict[int, Chars], chars: Chars) -> dict[int, Chars]:
    return {state: barred | chars for state, barred in states.items()}


def _barred_at(place: Any, flags: int) -> Chars:
    """Return the characters that may not stand before a place such as ^ or \\b."""
    if place is op.AT_BOUNDARY:
        return BOUNDARY
    if place is op.AT_BEGINNING_STRING or (place is op.AT_BEGINNING and not flags & re.MULTILINE):
        return MAY_FAIL | ALL
    return MAY_FAIL | (ALL - {"\n"}) if place is op.AT_BEGINNING else MAY_FAIL
