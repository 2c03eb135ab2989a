"""Seeds that are printed otherwise: each function changes a text, and its answers go along with their words.

What a reader finds stays the same but for what the function says. A function returns the article as it was where it has
nothing to change.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import Any, Final, cast

from articles.extraction.text import lines, sentences
from tests.accuracy.answers import QUOTED, Article, Item, Points, moved, rows

Mutation = Callable[[Article], Article]


@dataclass(frozen=True, order=True)
class Edit:
    """Other words in the place of those from start up to end; where both are one, words put in before what is there."""

    start: int
    end: int
    words: str


def edited(article: Article, edits: Iterable[Edit]) -> Article:
    """Return an article with some of its words replaced; the edits do not overlap.

    A place within words that are replaced is where the new ones begin.
    """
    ordered = sorted(edits)
    pieces: list[str] = []
    last = 0
    for edit in ordered:
        pieces += [article.text[last : edit.start], edit.words]
        last = edit.end
    ends = [edit.end for edit in ordered]
    grown = [0, *accumulate(len(edit.words) - (edit.end - edit.start) for edit in ordered)]

    def at(index: int) -> int:
        before = bisect_right(ends, index)
        inside = ordered[before : before + 1]
        start = min([index, *(edit.start for edit in inside)])
        return start + grown[before]

    return rewritten(article, "".join([*pieces, article.text[last:]]), at)


def rewritten(article: Article, text: str, at: Callable[[int], int]) -> Article:
    """Return an article with another text; what stood at an offset of the old one stands at at(offset) in it."""

    def words(start: int, end: int) -> str:
        return text[at(start) : at(end)]

    answers = deepcopy(article.answers)
    if title := answers.get("title"):
        place = article.text.index(title)
        answers["title"] = words(place, place + len(title))
    for row in rows(cast(Any, answers)):
        for quoted, start in QUOTED.items():
            if row.get(quoted):
                row[quoted] = words(row[start], row[start] + len(row[quoted]))
        if row.get("text_ends"):
            row["text_ends"] = words(row["end"] - len(row["text_ends"]), row["end"])
    return Article(article.name, text, moved(answers, at))


def substituted(pattern: str, new: str | Callable[[re.Match[str]], str], article: Article) -> Article:
    """Return an article with whatever matches a pattern replaced."""
    return edited(article, _edits(re.finditer(pattern, article.text), new))


def _edits(found: Iterable[re.Match[str]], new: str | Callable[[re.Match[str]], str]) -> Iterator[Edit]:
    for match in found:
        yield Edit(*match.span(), new(match) if callable(new) else match.expand(new))


# --- characters and lines ---------------------------------------------------------------------------------------------


def decomposed(article: Article) -> Article:
    """Return an article in NFD."""

    def at(index: int) -> int:
        return len(unicodedata.normalize("NFD", article.text[:index]))

    return rewritten(article, unicodedata.normalize("NFD", article.text), at)


def curly(article: Article) -> Article:
    """Return an article with straight quotation marks as curly ones, by turns."""
    marks = re.finditer('"', article.text)
    return edited(article, (Edit(*m.span(), "”" if n % 2 else "“") for n, m in enumerate(marks)))


def with_tone_behind(article: Article) -> Article:
    """Return an article that is spelt hoà, uỷ."""
    swap = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé", "ỏe": "oẻ"}
    swap |= {"ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ"}
    return _respelt(article, swap)


def with_tone_before(article: Article) -> Article:
    """Return an article that is spelt hòa, ủy."""
    swap = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe"}
    swap |= {"uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
    return _respelt(article, swap)


def _respelt(article: Article, swap: dict[str, str]) -> Article:
    both = swap | {one.capitalize(): other.capitalize() for one, other in swap.items()}
    return substituted(rf"(?<![qQ])(?:{'|'.join(both)})\b", lambda m: both[m[0]], article)


def one_sentence_a_line(article: Article) -> Article:
    """Return an article whose sentences stand on lines of their own."""
    edits = []
    for line in lines(article.text):
        spans = list(sentences(article.text, line))
        edits += [Edit(one.end, two.start, "\n") for one, two in zip(spans, spans[1:], strict=False)]
    return edited(article, edits)


# --- names ------------------------------------------------------------------------------------------------------------


LONGEST_LEAD: Final = 1200  # code points of a seed that its title and its lead may take


def names_in_capitals(article: Article) -> Article:
    """Return an article with the names of people in capitals."""
    return substituted("|".join(map(re.escape, _names(article))), lambda m: m[0].upper(), article)


def broken_before_a_name(article: Article) -> Article:
    """Return an article in which a paragraph breaks between a title and a name, once."""
    return edited(article, [Edit(end, end + 1, "\n\n") for _, end, _ in _in_running_text(article)[:1]])


def broken_in_a_name(article: Article) -> Article:
    """Return an article in which a paragraph breaks behind a surname, once."""
    places = [(start, name) for start, _, name in _in_running_text(article)]
    return edited(article, [Edit(p := start + name.index(" "), p + 1, "\n\n") for start, name in places[:1]])


def _names(article: Article) -> list[str]:
    people = article.answers["speakers"]
    return sorted((name for row in people for name in (row["name"], *row.get("aliases", []))), key=len, reverse=True)


def _in_running_text(article: Article) -> list[tuple[int, int, str]]:
    """Return where a name stands behind a title inside a long paragraph: its start, the end of the title, the name.

    The lead and captions, which end with their paragraph, are left out.
    """
    names = "|".join(map(re.escape, _names(article)))
    titles = "|".join(re.escape(title) for row in article.answers["speakers"] for title in row["titles"])
    pattern = rf"(?m)^(?=.{{200}})(?!.*Ảnh:).{{30,}}?\b(?:{titles}) (?P<name>{names})\b(?!:)"
    found = re.compile(pattern).finditer(article.text, LONGEST_LEAD)
    return [(m.start("name"), m.start("name") - 1, m["name"]) for m in found]


def second_of_the_title(article: Article) -> Article:
    """Return an article that names another person of a title that stands alone in it, before anybody speaks."""
    titles = [title for title in ("Bộ trưởng", "Thứ trưởng") if re.search(rf"{title} [a-zđ]", article.text)]
    if not titles:
        return article
    name, office = "Vũ Quốc Nam", f"{titles[0]} Quốc phòng"
    turns = article.answers["turns"]
    place = turns[0]["start"] if turns else article.text.index("\n\n") + 2
    changed = edited(article, [Edit(place, place, f"{office} {name} cũng có mặt.\n\n")])
    changed.answers["speakers"].append({"name": name, "titles": [office], "role": "mentioned"})
    return changed


# --- documents --------------------------------------------------------------------------------------------------------


def in_citations(pattern: str, new: str | Callable[[re.Match[str]], str], article: Article) -> Article:
    """Return an article with what matches a pattern within the citations of documents replaced."""
    edits: set[Edit] = set()
    for document in article.answers["resolutions"]:
        for mention in (*document["mentions"], *document["anaphora"]):
            end = mention["start"] + len(mention["text"])
            edits.update(_edits(re.compile(pattern).finditer(article.text, mention["start"], end), new))
    return edited(article, edits)


# --- turns ------------------------------------------------------------------------------------------------------------


def questions_marked(mark: str, article: Article) -> Article:
    """Return an interview whose questions begin with a mark, instead of the one they have."""
    old = re.compile(r"(?:[-+*–]\s*|(?:PV|Phóng viên|Hỏi)\s*:\s*)?(\S)")
    asked = [turn["start"] for turn in article.answers["turns"] if turn["speaker"] == "reporter"]
    return edited(article, [Edit(*m.span(), mark + m[1]) for start in asked if (m := old.match(article.text, start))])


def answers_dashed(article: Article) -> Article:
    """Return an interview whose answers that name their speaker begin with a dash."""
    said = [turn["start"] for turn in article.answers["turns"] if turn["speaker"] != "reporter"]
    labelled = [start for start in said if re.compile("[^.\n]{1,80}:").match(article.text, start)]
    return edited(article, [Edit(start, start + 1, f"- {article.text[start]}") for start in labelled])


# --- lists ------------------------------------------------------------------------------------------------------------

NUMBERS: Final = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
PLACES: Final = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
LETTERS: Final = "abcdđeghik"
MARKER: Final = re.compile(
    rf"(?:(?P<number>{'|'.join(NUMBERS)}) là|Thứ (?P<place>{'|'.join(PLACES)})|Cuối cùng(?: là)?)[,:]? (?P<first>\S)"
)
FAMILIES: Final[dict[str, Callable[[int], str]]] = {  # by ordinal, what stands before a point
    "Một là,": lambda n: f"{NUMBERS[n - 1]} là, ",
    "Một là": lambda n: f"{NUMBERS[n - 1]} là ",
    "Một là:": lambda n: f"{NUMBERS[n - 1]} là: ",
    "Một là -": lambda n: f"{NUMBERS[n - 1]} là - ",
    "MỘT LÀ,": lambda n: f"{NUMBERS[n - 1].upper()} LÀ, ",
    "một là,": lambda n: f"{NUMBERS[n - 1].lower()} là, ",
    "- Một là,": lambda n: f"- {NUMBERS[n - 1]} là, ",
    "Thứ nhất,": lambda n: f"Thứ {PLACES[n - 1]}, ",
    "Thứ nhất:": lambda n: f"Thứ {PLACES[n - 1]}: ",
    "Thứ nhất –": lambda n: f"Thứ {PLACES[n - 1]} – ",
    "Thứ nhất là": lambda n: f"Thứ {PLACES[n - 1]} là ",
    "Thứ nhất, là": lambda n: f"Thứ {PLACES[n - 1]}, là ",
    "THỨ NHẤT,": lambda n: f"THỨ {PLACES[n - 1].upper()}, ",
    "Thứ bốn,": lambda n: f"Thứ {'bốn' if n == 4 else PLACES[n - 1]}, ",
    "1.": lambda n: f"{n}. ",
    "1)": lambda n: f"{n}) ",
    "(1)": lambda n: f"({n}) ",
    "1/": lambda n: f"{n}/ ",
    "1 -": lambda n: f"{n} - ",
    "(i)": lambda n: f"({ROMAN[n - 1]}) ",
    "i)": lambda n: f"{ROMAN[n - 1]}) ",
    "I.": lambda n: f"{ROMAN[n - 1].upper()}. ",
    "a)": lambda n: f"{LETTERS[n - 1]}) ",
    "a.": lambda n: f"{LETTERS[n - 1]}. ",
    "-": lambda n: "- ",
    "–": lambda n: "– ",
    "•": lambda n: "• ",
    "+": lambda n: "+ ",
    "*": lambda n: "* ",
}


def remarked(family: str, article: Article) -> Article:
    """Return an article whose numbered lists have the markers of a family.

    A list with points below its points keeps its own where the family might mark those.
    """
    edits: list[Edit] = []
    for points in _lists(article):
        nested = any(item["children"] for item in points["items"])
        found = [MARKER.match(article.text, item["start"]) for item in points["items"]]
        if all(found) and not (nested and family in ("(i)", "i)", "1)", "(1)", "a)")):
            for item, match in zip(points["items"], found, strict=True):
                edits += [_with_marker(match, FAMILIES[family](item["ordinal"]))] if match else []
    return edited(article, edits)


def _with_marker(match: re.Match[str], marker: str) -> Edit:
    """Return the marker of a point anew; behind a mark that is no word the point begins with a capital."""
    first = match["first"]
    return Edit(*match.span(), marker + (first if re.search("(?i:là|thứ)", marker) else first.upper()))


def _lists(article: Article) -> list[Points]:
    return [*article.answers["directive_lists"], *article.answers["non_directive_lists"]]


def without_a_point(article: Article) -> Article:
    """Return an article whose longest directive list lacks the one in the middle; the others keep their ordinals."""
    lists = [points for points in article.answers["directive_lists"] if points.get("declared")]
    points = max(lists, key=lambda one: len(one["items"]), default=None)
    if points is None:
        return article
    middle = len(points["items"]) // 2
    start, end = (item["start"] for item in points["items"][middle : middle + 2])
    answers = _without(article.answers, lambda index: start <= index < end)
    answers["resolutions"] = [row for row in answers["resolutions"] if row["mentions"] or row["anaphora"]]
    return edited(replace(article, answers=answers), [Edit(start, end, "")])


def _without(value: Any, gone: Callable[[int], bool]) -> Any:
    """Return answers without the rows of lists that begin where the text is gone."""
    if isinstance(value, dict):
        return {key: _without(one, gone) for key, one in value.items()}
    if isinstance(value, list):
        kept = [one for one in value if not (isinstance(one, dict) and "start" in one and gone(one["start"]))]
        return [_without(one, gone) for one in kept]
    return value


def captions_behind_intros(article: Article) -> Article:
    """Return an article with a caption between the intro of each list and its first point."""
    return _with_paragraphs(article, slice(0, 1), lambda item: "Quang cảnh buổi làm việc. Ảnh: TTXVN")


def pull_quotes_in_lists(article: Article) -> Article:
    """Return an article with a sentence of the second point of each list as a paragraph before that point, too."""
    return _with_paragraphs(article, slice(1, 2), lambda item: _quotable(article, item))


def _with_paragraphs(article: Article, which: slice, words: Callable[[Item], str]) -> Article:
    """Return an article with a paragraph before some points of each list, where these begin a paragraph."""
    points = [item for points in _lists(article) for item in points["items"][which]]
    places = [(item["start"], words(item)) for item in points if article.text[: item["start"]].endswith("\n\n")]
    return edited(article, [Edit(start, start, f"{said}\n\n") for start, said in places if said])


def _quotable(article: Article, item: Item) -> str:
    """Return the last sentence of a point's first paragraph, without its marker; nothing if it names or cites."""
    (line, *_) = (one for one in lines(article.text) if one.end > item["start"])
    *_, sentence = sentences(article.text, line)
    said = MARKER.sub(lambda m: m["first"].upper(), sentence.of(article.text))
    cited = [m["text"] for row in article.answers["resolutions"] for m in (*row["mentions"], *row["anaphora"])]
    return "" if any(words in said for words in (*_names(article), *cited)) else said


# --- all of them ------------------------------------------------------------------------------------------------------

MUTATIONS: Final[dict[str, Mutation]] = {
    "in NFD": decomposed,
    "lines end with CR LF": partial(substituted, r"\n", "\r\n"),
    "two blank lines between paragraphs": partial(substituted, r"\n\n", "\n\n\n\n"),
    "no blank lines": partial(substituted, r"\n\n", "\n"),
    "one sentence a line": one_sentence_a_line,
    "indented paragraphs": partial(substituted, r"(?<=\n\n)(?=\S)", "   "),
    "spaces behind paragraphs": partial(substituted, r"(?<=\S)(?=\n)", "  "),
    "no-break spaces": partial(substituted, r"(?<=\w)(?<!date) (?=\w)", "\u00a0"),
    "double spaces": partial(substituted, r"(?<=\w)(?<!date) (?=\w)", "  "),
    "zero-width spaces before paragraphs": partial(substituted, r"(?<=\n\n)(?=\S)", "\u200b"),
    "straight quotes": partial(substituted, "[“”‘’]", lambda m: '"' if m[0] in "“”" else "'"),
    "curly quotes": curly,
    "en dashes": partial(substituted, r"(?<= )-(?= )", "–"),
    "hyphens for dashes": partial(substituted, "[–—]", "-"),
    "hoà, uỷ": with_tone_behind,
    "hòa, ủy": with_tone_before,
    "names in capitals": names_in_capitals,
    "a paragraph broken before a name": broken_before_a_name,
    "a paragraph broken in a name": broken_in_a_name,
    "a second person of the title": second_of_the_title,
    "số put in": partial(in_citations, r"(?i:(nghị quyết|chỉ thị|quy chế|công ước)) (?=\d)", r"\1 số "),
    "số left out": partial(in_citations, "số ", ""),
    "59 - NQ/TW": partial(in_citations, r"(?<=\d)-(?=\w)", " - "),
    "59–NQ/TW": partial(in_citations, r"(?<=\d)-(?=\w)", "–"),
    "59-NQ /TW": partial(in_citations, r"(?=/[A-ZĐ])", " "),
    "250 /2025/QH15": partial(in_citations, r"(?<=\d)/(?=\d)", " /"),
    "kinds in lower case": partial(in_citations, r"\b[NCQL](?=ghị|hỉ|uy|uật)", lambda m: m[0].lower()),
    "kinds in capitals": partial(in_citations, "(?i:nghị quyết|chỉ thị|quy chế)", lambda m: m[0].upper()),
    **{
        f"questions behind {mark!r}": partial(questions_marked, mark)
        for mark in ("- ", "-", "– ", "+ ", "* ", "PV: ", "PV:", "Phóng viên: ", "PHÓNG VIÊN: ", "Hỏi: ")
    },
    "answers behind a dash": answers_dashed,
    **{f"points behind {family!r}": partial(remarked, family) for family in FAMILIES},
    "a point left out": without_a_point,
    "captions behind intros": captions_behind_intros,
    "pull quotes in lists": pull_quotes_in_lists,
}


def mutated(name: str, articles: Iterable[Article]) -> list[Article]:
    """Return the articles that a mutation changes, as it changes them."""
    return [changed for article in articles if (changed := MUTATIONS[name](article)).text != article.text]
