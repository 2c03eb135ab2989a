"""What was found in an article against its answers, counted: found and right, found and wrong, not found.

Starts may be off by a few characters. What is marked optional in the answers counts neither way.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from articles.extraction.matching import match_key
from tests.accuracy.answers import Answers, Document, Item, Mention, Points, Speaker

NEAR: Final = 3  # code points that a start may be off: a dash or a quotation mark, and its space
CLOSE: Final = 0.6  # of the longer title that the shorter one must be, where one begins as the other does
FIGURES: Final = {
    "resolutions": "documents",
    "mentions": "citations, each of its document",
    "mentions_any": "citations, of whatever document",
    "anaphora": "citations such as “Nghị quyết này”",
    "speakers": "people, by name",
    "speaking": "people who speak",
    "titles": "titles, each of its person",
    "items": "points of directive lists",
    "ordinals": "points with their ordinals",
    "subitems": "points below points",
    "lists": "lists with just their points",
    "attribution": "who sets a point out",
    "turns": "turns of interviews, with who speaks",
    "title": "title of the article",
    "published_on": "day that the text prints",
    "modal": "single directives",
}
TRAPS: Final = "points that are no directives, taken for them"
SPEAKING: Final = ("interviewee", "quoted")
# Of these a name tells one from another, and a number is a year at most.
NAMED: Final = frozenset(map(match_key, ["hiến pháp", "luật", "bộ luật", "chiến lược", "hiến chương", "đề án"]))
ACADEMIC: Final = re.compile(  # "PGS.TS", "Tiến sĩ Luật học", "nhà báo": noted by readers, not scored
    r"""
    ( ( pgs | gs | ts | ths | ks | bs | giáo\ sư | phó\ giáo\ sư | tiến\ s[ĩỹ] | thạc\ s[ĩỹ] | cử\ nhân | nhà\ báo
      | nhà\ văn ) [\s.,-]* )+
    ( [^,]{0,25}\ học | xây\ dựng\ đảng )?
    """,
    re.VERBOSE,
)

Place = tuple[int, int, Mention]


@dataclass
class Count:
    """Found and right, found and wrong, not found."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.hits + other.hits, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None where nothing was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else None

    @property
    def recall(self) -> float | None:
        """The share of what is there that was found; None where nothing is there."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None where nothing is there and nothing was found."""
        both = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / both if both else None


@dataclass(frozen=True)
class Error:
    """One thing that was found and is wrong ("false"), or that was not found ("missed")."""

    figure: str
    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind:6} {self.figure}: {self.what}"


@dataclass
class Score:
    """The counts of an article, or of several, by figure; and the errors."""

    counts: dict[str, Count] = field(default_factory=lambda: {figure: Count() for figure in FIGURES})
    traps: int = 0
    taken: int = 0  # traps that were walked into
    errors: list[Error] = field(default_factory=list)

    @property
    def share_taken(self) -> float:
        return self.taken / self.traps if self.traps else 0.0

    def hit(self, figure: str) -> None:
        self.counts[figure].hits += 1

    def false(self, figure: str, what: str) -> None:
        self.counts[figure].false += 1
        self.errors.append(Error(figure, "false", what))

    def miss(self, figure: str, what: str) -> None:
        self.counts[figure].missed += 1
        self.errors.append(Error(figure, "missed", what))


def total(scores: Iterable[Score]) -> Score:
    """Return the counts of articles added up, so that each thing counts the same, in whatever article it stands."""
    whole = Score()
    for score in scores:
        whole.counts = {figure: whole.counts[figure] + score.counts[figure] for figure in FIGURES}
        whole.traps += score.traps
        whole.taken += score.taken
        whole.errors += score.errors
    return whole


def score(answers: Answers, found: Answers) -> Score:
    """Return how well what was found answers; both speak of offsets in the same text."""
    result = Score()
    _documents(result, answers.get("resolutions", []), found.get("resolutions", []))
    _people(result, answers.get("speakers", []), found.get("speakers", []))
    _points(result, answers, found)
    _turns(result, answers, found)
    _heading(result, answers, found)
    _singles(result, answers, found)
    return result


def folded(words: str | None) -> str:
    """Return words for comparing: case, width, dashes, spaces and the place of the tone mark do not matter."""
    return match_key(unicodedata.normalize("NFKC", words or ""))


def near(one: int, other: int) -> bool:
    return abs(one - other) <= NEAR


# --- documents --------------------------------------------------------------------------------------------------------


def _documents(score: Score, wanted: Sequence[Document], found: Sequence[Document]) -> None:
    match = _matched(score, wanted, found)
    _citations(score, "mentions", match, wanted, found)
    _citations(score, "mentions_any", None, wanted, found)
    _citations(score, "anaphora", match, wanted, found)


def _matched(score: Score, wanted: Sequence[Document], found: Sequence[Document]) -> dict[int, int]:
    """Return which document each one found is, by their places in the two lists, and count them."""
    keys = [folded(document["key"]) for document in wanted]
    match: dict[int, int] = {}
    taken: set[int] = set()
    for index in sorted(range(len(found)), key=lambda i: folded(found[i].get("key")) not in keys):
        key = found[index].get("key", "")
        candidates = [n for n, document in enumerate(wanted) if _is_same(found[index], document)]
        if not candidates:
            score.false("resolutions", key)
            continue
        by_key = [n for n in candidates if keys[n] == folded(key)]
        match[index] = chosen = (by_key or [n for n in candidates if n not in taken] or candidates)[0]
        if wanted[chosen].get("optional"):
            continue
        if chosen not in taken:
            taken.add(chosen)
            score.hit("resolutions")
        elif not wanted[chosen].get("split_ok"):
            score.false("resolutions", f"{key} (a second one for {wanted[chosen]['key']})")
    for n, document in enumerate(wanted):
        if n not in taken and not document.get("optional"):
            score.miss("resolutions", document["key"])
    return match


def _is_same(found: Document, wanted: Document) -> bool:
    """Say whether a document that was found may be the wanted one: by key or symbol, else by kind and number or place.

    "luật" and "bộ luật", "kết luận" and "thông báo kết luận" are near enough as kinds; a short number is that of the
    long form ("178" of "178/2024"); an issuer that one side leaves open excludes nothing.
    """
    symbol, other = found.get("symbol"), wanted.get("symbol")
    keys = {folded(key) for key in (wanted["key"], *wanted.get("also_known_as", []), other) if key}
    if folded(found.get("key")) in keys or (symbol and folded(symbol) in keys):
        return True
    if symbol and other:
        return False
    kind, wanted_kind = folded(found.get("kind")), folded(wanted.get("kind"))
    if not kind or not (f" {kind}" in f" {wanted_kind}" or f" {wanted_kind}" in f" {kind}"):
        return False
    if wanted.get("number") and wanted_kind not in NAMED:
        issuer, wanted_issuer = folded(found.get("issuer")), folded(wanted.get("issuer"))
        return _is_same_number(found.get("number"), wanted["number"]) and (
            issuer in wanted_issuer or wanted_issuer in issuer
        )
    printed = [*_places(wanted, "mentions"), *_places(wanted, "anaphora")]
    return any(_overlap(one, other) for one in _places(found, "mentions") for other in printed)


def _is_same_number(found: str | None, wanted: str | None) -> bool:
    one, other = folded(found), folded(wanted)
    first = [re.match(r"0*(\d+)", number) for number in (one, other)]
    if not all(first):
        return one == other != ""
    return one == other or (first[0][1] == first[1][1] and not ("/" in one and "/" in other))  # type: ignore[index]


def _places(document: Document, part: str) -> list[Place]:
    mentions: list[Mention] = document.get(part, [])  # type: ignore[assignment]
    return [(row["start"], row.get("end") or row["start"] + len(row["text"]), row) for row in mentions]


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _citations(
    score: Score, figure: str, match: dict[int, int] | None, wanted: Sequence[Document], found: Sequence[Document]
) -> None:
    """Count citations by place; where match is given, each must be of its document.

    What stands at an optional place, or at an anaphora where mentions are counted and the other way round, counts
    neither way.
    """
    part = "anaphora" if figure == "anaphora" else "mentions"
    need: list[tuple[Place, int]] = []
    free: list[Place] = []
    for n, document in enumerate(wanted):
        for name in ("mentions", "anaphora"):
            for place in _places(document, name):
                if name == part and not document.get("optional") and not place[2].get("optional"):
                    need.append((place, n))
                else:
                    free.append(place)
    done: set[int] = set()
    for index, document in enumerate(found):
        for place in _places(document, part):
            over = [k for k, (one, _) in enumerate(need) if _overlap(place, one)]
            right = [k for k in over if k not in done and (match is None or match.get(index) == need[k][1])]
            if right:
                done.add(right[0])
                score.hit(figure)
            elif over or not any(_overlap(place, one) for one in free):
                score.false(figure, f"{place[2]['text']!r} at {place[0]} as {document.get('key')}")
    for k, (place, n) in enumerate(need):
        if k not in done:
            score.miss(figure, f"{place[2]['text']!r} at {place[0]} ({wanted[n]['key']})")


# --- people -----------------------------------------------------------------------------------------------------------


def _people(score: Score, wanted: Sequence[Speaker], found: Sequence[Speaker]) -> None:
    names = {
        folded(name): n for n, person in enumerate(wanted) for name in (person["name"], *person.get("aliases", []))
    }
    seen: dict[int, Speaker] = {}
    for person in found:
        n = names.get(folded(person["name"]))
        if n is None:
            score.false("speakers", person["name"])
        elif n in seen:
            if not wanted[n].get("optional"):
                score.false("speakers", f"{person['name']} (twice)")
        else:
            seen[n] = person
            if not wanted[n].get("optional"):
                score.hit("speakers")
    for n, person in enumerate(wanted):
        if not person.get("optional"):
            if n not in seen:
                score.miss("speakers", person["name"])
            _speaking(score, person, seen.get(n))
            _titles(score, person, seen.get(n))


def _speaking(score: Score, wanted: Speaker, found: Speaker | None) -> None:
    says = found is not None and found["role"] in SPEAKING
    if wanted.get("role_optional"):
        return
    if wanted["role"] not in SPEAKING:
        if says:
            score.false("speaking", f"{wanted['name']} is only mentioned")
    elif says:
        score.hit("speaking")
    else:
        score.miss("speaking", wanted["name"])


def _titles(score: Score, wanted: Speaker, found: Speaker | None) -> None:
    want = _scored(wanted.get("titles", []))
    have = _scored(found["titles"] if found else [])
    for test in (lambda one, other: one == other, _is_near):
        for title in list(want):
            same = next((other for other in have if test(_plain(title), _plain(other))), None)
            if same is not None:
                want.remove(title)
                have.remove(same)
                score.hit("titles")
    free = {_plain(title) for title in wanted.get("titles_optional", [])}
    for title in want:
        if _plain(title) not in free:
            score.miss("titles", f"{wanted['name']}: {title}")
    for title in have:
        if _plain(title) not in free:
            score.false("titles", f"{wanted['name']}: {title}")


def _scored(titles: Iterable[str]) -> list[str]:
    """Return titles without degrees."""
    return [title for title in titles if not ACADEMIC.fullmatch(unicodedata.normalize("NFC", title).casefold().strip())]


def _plain(title: str) -> str:
    """Return a title for comparing; a "cố" (the late) before it may be left out."""
    return folded(re.sub("^cố ", "", unicodedata.normalize("NFC", title).strip()))


def _is_near(one: str, other: str) -> bool:
    """Say whether one title begins as the other does and goes on a little."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(short) >= CLOSE * len(long)


# --- directives -------------------------------------------------------------------------------------------------------


@dataclass
class _Wanted:
    """A point of the answers, and the list that it is of."""

    item: Item
    points: Points
    found: Item | None = None

    @property
    def start(self) -> int:
        return self.item["start"]

    @property
    def words(self) -> str:
        return f"at {self.start}: {self.item.get('text_starts', '')[:40]!r}"


def _points(score: Score, answers: Answers, found: Answers) -> None:
    required, optional, below = _sorted(answers.get("directive_lists", []))
    traps, soft = _others(answers.get("non_directive_lists", []))
    walked_into: set[int] = set()
    groups: list[set[int]] = []  # by list: the starts of the points found that answer, or are wrong
    alias = _aliases(answers)
    for points in found.get("directive_lists", []):
        group: set[int] = set()
        for item in points["items"]:
            for child in item.get("children", []):
                if not _below(score, below, child):
                    walked_into |= {trap for trap in traps if near(trap, child["start"])}
            at = item["start"]
            want = next((one for one in required if one.found is None and near(one.start, at)), None)
            if want:
                want.found = item
                group.add(want.start)
                _right(score, want, item)
                _attribution(score, want, points.get("speaker"), alias)
            elif not any(near(one, at) for one in (*optional, *soft)):
                group.add(-at - 1)  # no start of a point that is wanted
                trap = {one for one in traps if near(one, at)}
                walked_into |= trap
                score.false("items", f"at {at}: {item.get('text_starts', '')!r}" + " (no directive)" * bool(trap))
                score.counts["ordinals"].false += 1
        if group:
            groups.append(group)
    for want in required:
        if want.found is None:
            score.miss("items", want.words)
            score.counts["ordinals"].missed += 1
    for want in below:
        if want.found is None:
            score.miss("subitems", want.words)
    _grouping(score, required, groups)
    score.traps, score.taken = len(traps), len(walked_into)


def _sorted(lists: Sequence[Points]) -> tuple[list[_Wanted], list[int], list[_Wanted]]:
    """Return the points that must be found, the starts of those that may be, and the points below points."""
    required, optional, below = [], [], []
    for points in lists:
        for item in points["items"]:
            if item.get("optional") or points.get("optional"):
                optional.append(item["start"])
            else:
                required.append(_Wanted(item, points))
            below += [_Wanted(child, points) for child in item.get("children", [])]
    return required, optional, below


def _others(lists: Sequence[Points]) -> tuple[list[int], list[int]]:
    """Return the starts of points that are no directives, and those of which readers differ."""
    traps: list[int] = []
    soft: list[int] = []
    for points in lists:
        for item in points["items"]:
            starts = [item["start"], *(child["start"] for child in item.get("children", []))]
            (soft if points.get("optional") else traps).extend(starts)
    return traps, soft


def _below(score: Score, below: Sequence[_Wanted], child: Item) -> bool:
    want = next((one for one in below if one.found is None and near(one.start, child["start"])), None)
    if want is None:
        score.false("subitems", f"at {child['start']}")
        return False
    want.found = child
    score.hit("subitems")
    return True


def _right(score: Score, want: _Wanted, item: Item) -> None:
    score.hit("items")
    ordinals = [want.item["ordinal"], *want.item.get("ordinal_alt", [])]
    if item.get("ordinal") in ordinals:
        score.hit("ordinals")
    else:
        score.false("ordinals", f"at {want.start}: {item.get('ordinal')} for {ordinals[0]}")
        score.counts["ordinals"].missed += 1


def _aliases(answers: Answers) -> dict[str, str]:
    """Return by every name of a person the one that the answers call him or her by, both folded."""
    return {
        folded(name): folded(person["name"])
        for person in answers.get("speakers", [])
        for name in (person["name"], *person.get("aliases", []))
    }


def _attribution(score: Score, want: _Wanted, speaker: str | None, alias: dict[str, str]) -> None:
    have = alias.get(folded(speaker), folded(speaker))
    wanted = folded(want.points.get("speaker"))
    if have == wanted or (not wanted and have == folded(want.points.get("speaker_office"))):
        score.hit("attribution")
    else:
        score.false("attribution", f"at {want.start}: {speaker!r} for {want.points.get('speaker')!r}")
        score.counts["attribution"].missed += 1


def _grouping(score: Score, required: Sequence[_Wanted], groups: list[set[int]]) -> None:
    """Count the lists that hold the very points of a list in the answers."""
    left = list(groups)
    lists: dict[int, list[_Wanted]] = {}
    for want in required:
        lists.setdefault(id(want.points), []).append(want)
    for wants in lists.values():
        starts = {want.start for want in wants}
        if starts in left:
            left.remove(starts)
            score.hit("lists")
        else:
            score.miss("lists", f"{wants[0].points.get('intro')!r}")
    for group in left:
        score.false("lists", f"a list of {len(group)} points")


# --- the rest ---------------------------------------------------------------------------------------------------------


def _turns(score: Score, answers: Answers, found: Answers) -> None:
    left = list(found.get("turns", []))
    for turn in answers.get("turns", []):
        same = next(
            (
                one
                for one in left
                if near(one["start"], turn["start"]) and folded(one["speaker"]) == folded(turn["speaker"])
            ),
            None,
        )
        if same is None:
            score.miss("turns", f"{turn['speaker']}: {turn.get('starts')!r}")
        else:
            left.remove(same)
            score.hit("turns")
    for turn in left:
        score.false("turns", f"{turn['speaker']} at {turn['start']}")


def _heading(score: Score, answers: Answers, found: Answers) -> None:
    asked = {"title": (answers.get("title"), found.get("title"))}
    if answers.get("date_in_text"):
        asked["published_on"] = (answers.get("published_on"), found.get("published_on"))
    for figure, (want, have) in asked.items():
        if want and folded(want) == folded(have):
            score.hit(figure)
            continue
        if want:
            score.miss(figure, want)
        if have:
            score.false(figure, have)


def _singles(score: Score, answers: Answers, found: Answers) -> None:
    left = [one["start"] for one in found.get("modal_directives", [])]
    for want in sorted(answers.get("modal_directives", []), key=lambda one: bool(one.get("optional"))):
        same = next((start for start in left if near(start, want["start"])), None)
        if same is not None:
            left.remove(same)
        if not want.get("optional"):
            if same is None:
                score.miss("modal", f"at {want['start']}: {want.get('sentence_starts')!r}")
            else:
                score.hit("modal")
    for start in left:
        score.false("modal", f"at {start}")
