"""People and offices that are named anew or otherwise: articles in which something waited for that are read again.

What comes of it is what a run makes of them: one candidate is taken, of several none, and what people decided stays.
"""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from articles.extraction.matching import match_key
from articles.models import Article, Mention, Office, PrintedTitle, Speaker
from register.ingest import Outcome
from register.models import EditedRow, OutcomeKind
from register.rereading import Rereader, stored_sources
from register.resolve import QUALIFIERS, Registry
from register.settling import LONGEST_WAIT
from register.tenures import refresh_tenures
from register.versioning import writing
from register.workers import Readers

AT_ONCE: Final = 10  # articles that are read and written at a time
MOST_ASKED: Final = 1_000  # values that one question to the database names

# Of a row that holds a name: whose name it is, the column of it, and the column of the owner, "" where that is the row.
NAMES: Final[dict[str, tuple[type[Model], str, str]]] = {
    "articles.speaker": (Speaker, "name", ""),
    "articles.speakeralias": (Speaker, "name", "speaker_id"),
    "articles.office": (Office, "title", ""),
    "articles.officealias": (Office, "name", "office_id"),
}


@dataclass(slots=True)
class Named:
    """Rows that go by other names now, and the names that came or went, as `match_key` has them."""

    rows: set[int] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Reread:
    """What came of it: what was open before and is settled, what means another row, what is open again."""

    mentions: int = 0  # settled
    titles: int = 0  # printed ones that named no office, and do now
    changed: int = 0
    reopened: int = 0
    kept: int = 0  # mentions of another who goes by the name as well
    left: int = 0  # articles that are still to be read


def named_in(rows: Iterable[EditedRow]) -> dict[type[Model], Named]:
    """Return the people and the offices to which an edit gave other names; of a merge, both people."""
    named: dict[type[Model], Named] = {Speaker: Named(), Office: Named()}
    for row in rows:
        if row.model not in NAMES:
            continue
        model, column, owner = NAMES[row.model]
        states = [values for values in (row.before, row.after) if values]
        names = {values[column] for values in states if column in values}
        if row.model == "articles.speaker" and any("merged_into_id" in values for values in states):
            names |= _names_of(row.row)
            named[model].rows |= {values["merged_into_id"] for values in states if values.get("merged_into_id")}
        if names:
            named[model].keys |= set(map(match_key, names))
            named[model].rows |= _owners(row, states, owner)
    return named


def _names_of(speaker: int) -> set[str]:
    rows = Speaker.objects.filter(pk=speaker)
    return {*rows.values_list("name", flat=True), *rows.exclude(aliases=None).values_list("aliases__name", flat=True)}


def _owners(row: EditedRow, states: list[dict[str, Any]], owner: str) -> set[int]:
    """Return whose names a row holds, or held; an edit that changed the name alone does not tell."""
    if not owner:
        return {row.row}
    told = {values[owner] for values in states if owner in values}
    return told or set(apps.get_model(row.model)._base_manager.filter(pk=row.row).values_list(owner, flat=True))


def read_again(named: dict[type[Model], Named]) -> Reread:
    """Read the articles again that names bear on, for some seconds at most; return what came of it.

    Each article is written whole or not at all. To be called outside of a transaction.
    """
    reread = Reread()
    if not any(one.keys for one in named.values()):
        return reread
    until = time.monotonic() + LONGEST_WAIT
    registry = Registry.load()
    reread.kept = _kept(named[Speaker], registry)
    wanted = sorted(_with_mentions(named[Speaker], registry) | _with_titles(named[Office]))
    reader = Rereader(Readers(), everything=True, registry=registry)
    read = 0
    while read < len(wanted) and time.monotonic() < until:
        chunk = wanted[read : read + AT_ONCE]
        before = _meanings(chunk)
        outcomes = list(reader.load(stored_sources(Article.objects.filter(pk__in=chunk))))
        reread.left += sum(map(_is_left, outcomes))
        _count(reread, before, _meanings(chunk))
        read += len(chunk)
    reread.left += len(wanted) - read
    return reread


def let_go(office: Office) -> None:
    """Let the machine's titles name an office no more, and its tenures of it go, so that the office may go."""
    titles = PrintedTitle.objects.filter(office=office, mention__in=_undecided(Mention.objects.all()))
    speakers = set(titles.values_list("mention__speaker", flat=True))
    with writing():
        titles.update(office=None)
        refresh_tenures(speakers)


def _is_left(outcome: Outcome) -> bool:
    return outcome.kind == OutcomeKind.FAILED


def _with_mentions(named: Named, registry: Registry) -> set[int]:
    """Return the articles in which the machine left a mention by one of the names open, or would mean another now."""
    mentions = _undecided(Mention.objects.all()).exclude(name="").order_by()
    meant = mentions.filter(Q(speaker=None) | Q(speaker__in=named.rows)).values_list("name", "speaker").distinct()
    differing = {
        name
        for name, speaker in meant
        if match_key(name) in named.keys and (speaker is None or registry.speaker(name).id != speaker)
    }
    rows = mentions.filter(Q(speaker=None) | Q(speaker__in=named.rows))
    return _articles(rows, "name", differing, "article")


def _kept(named: Named, registry: Registry) -> int:
    """Return how many mentions by one of the names mean others, although it is not theirs alone."""
    kept = 0
    for key in named.keys:
        others = registry.speakers.get(key, set()) - named.rows
        if len(registry.speakers.get(key, ())) > 1:
            meant = _undecided(Mention.objects.filter(speaker__in=others)).values_list("name", flat=True)
            kept += sum(match_key(name) == key for name in meant)
    return kept


def _with_titles(named: Named) -> set[int]:
    """Return the articles in which a title reads like one of the names and names no office, or one of these."""
    mentions = _undecided(Mention.objects.all())
    rows = PrintedTitle.objects.filter(Q(office=None) | Q(office__in=named.rows), mention__in=mentions).order_by()
    printed = rows.values_list("exact", flat=True).distinct() if named.keys else ()
    alike = {exact for exact in printed if _is_of(exact, named.keys)}
    return _articles(rows, "exact", alike, "mention__article")


def _is_of(printed: str, keys: Collection[str]) -> bool:
    """Say whether a printed title is one of the names; a state may be printed behind it."""
    words = match_key(QUALIFIERS.sub("", printed, count=1)).split(" ")
    return any(" ".join(words[:end]) in keys for end in range(1, len(words) + 1))


def _articles(rows: QuerySet[Any], column: str, values: Iterable[str], article: str) -> set[int]:
    asked, found = sorted(values), set[int]()
    for start in range(0, len(asked), MOST_ASKED):
        some = rows.filter(**{f"{column}__in": asked[start : start + MOST_ASKED]})
        found |= set(some.values_list(article, flat=True).distinct())
    return found


def _undecided(mentions: Any) -> Any:
    return mentions.undecided().filter(earlier_text=None)


def _meanings(articles: Collection[int]) -> dict[tuple[Any, ...], int | None]:
    """Return whom each mention of the machine's means in articles, and which office each title, by their places."""
    mentions = _undecided(Mention.objects.filter(article__in=articles))
    of_mentions = mentions.values_list("article", "start", "end", "speaker")
    titles = PrintedTitle.objects.filter(mention__in=mentions)
    of_titles = titles.values_list("mention__article", "start", "end", "office")
    said = {(Mention, *place): meant for *place, meant in of_mentions}
    return said | {(PrintedTitle, *place): meant for *place, meant in of_titles}


def _count(reread: Reread, before: dict[tuple[Any, ...], int | None], after: dict[tuple[Any, ...], int | None]) -> None:
    for place in before.keys() & after.keys():
        was, now = before[place], after[place]
        if was is None and now is not None:
            reread.mentions += place[0] is Mention
            reread.titles += place[0] is PrintedTitle
        elif was is not None and now is None:
            reread.reopened += 1
        else:
            reread.changed += was != now
