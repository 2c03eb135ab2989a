"""People and offices that are named anew or otherwise: articles in which something waited for that are read again.

What comes of it is what a run makes of them: one candidate is taken, of several none, and what people decided stays.
"""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db.models import Model, QuerySet

from articles.extraction.matching import match_key
from articles.models import Article, Mention, Office, Origin, PrintedTitle, Review, Speaker
from register.ingest import Run
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
    lost: int = 0  # what means one of the rows by a name that it no longer has
    held: int = 0  # articles that are not read, for something in them would lose what it means
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


def read_again(named: dict[type[Model], Named], *, takes_back: bool = False) -> Reread:
    """Read the articles again in which something waits for one of the names, for some seconds at most.

    What means a row by a name that it no longer has, or no longer has alone, stays, and is counted: a name that is
    corrected is no other person. So an article with such a mention or title is not read, whatever waits in it. Where an
    edit is taken back, all that its names bear on is read, so that what it had settled is open again. Each article is
    written whole or not at all. To be called outside of a transaction.
    """
    reread = Reread()
    if not any(one.keys for one in named.values()):
        return reread
    until = time.monotonic() + LONGEST_WAIT
    registry = Registry.load()
    wanted = set(_waiting(named))
    lost, kept = _lost(named, registry), _kept(named[Speaker], registry)
    if takes_back:
        wanted |= {*lost, *kept, *_kept_titles(named[Office], registry)}
    else:
        reread.lost, reread.kept = len(lost), len(kept)
    return _read(sorted(wanted), reread, until, registry, named if takes_back else {})


def _read(wanted: list[int], reread: Reread, until: float, registry: Registry, but: dict[type[Model], Named]) -> Reread:
    """Read articles until a time, as a run, but those in which something is held that is by none of some names."""
    if not wanted:
        return reread
    run = Run()
    reader = Rereader(Readers(), everything=True, registry=registry)
    read = 0
    while read < len(wanted) and time.monotonic() < until:
        chunk = wanted[read : read + AT_ONCE]
        held = _held(chunk, registry, but)
        before = _meanings(chunk)
        for outcome in reader.load(stored_sources(Article.objects.filter(pk__in=set(chunk) - held))):
            run.note(outcome)
        _count(reread, before, _meanings(chunk))
        reread.held += len(held)
        read += len(chunk)
    run.close()
    reread.left += run.counts[OutcomeKind.FAILED]
    reread.left += len(wanted) - read
    return reread


def unname(office: Office) -> None:
    """Let the machine's titles name an office no more, and its tenures of it go, so that the office may go."""
    titles = _titles(office=office)
    speakers = set(titles.values_list("mention__speaker", flat=True))
    with writing():
        titles.update(office=None)
        refresh_tenures(speakers)


# --- what the names bear on -------------------------------------------------------------------------------------------


def _waiting(named: dict[type[Model], Named]) -> list[int]:
    """Return the article of each mention, and of each title, that is open and printed like one of the names."""
    people, offices = named[Speaker].keys, named[Office].keys
    mentions = _printed(_mentions(speaker=None), "name", "article", lambda name: match_key(name) in people)
    titles = _printed(_titles(office=None), "exact", "mention__article", lambda title: _is_of(title, offices))
    return mentions + titles


def _lost(named: dict[type[Model], Named], registry: Registry) -> list[int]:
    """Return the article of each mention, and of each title, that means one of the rows by what is its name no more."""
    people, offices = named[Speaker], named[Office]

    def is_lost(name: str) -> bool:
        return match_key(name) in people.keys and registry.speaker(name).id not in people.rows

    def is_lost_title(title: str) -> bool:
        return _is_of(title, offices.keys) and _office(title, registry) not in offices.rows

    mentions = _printed(_mentions(speaker__in=people.rows), "name", "article", is_lost)
    return mentions + _printed(_titles(office__in=offices.rows), "exact", "mention__article", is_lost_title)


def _kept(named: Named, registry: Registry) -> list[int]:
    """Return the article of each mention by one of the names that means another, although it is not theirs alone."""
    others = {other for key in named.keys for other in registry.speakers.get(key, ())} - named.rows

    def is_kept(name: str) -> bool:
        return match_key(name) in named.keys and registry.speaker(name).id is None

    return _printed(_mentions(speaker__in=others), "name", "article", is_kept)


def _kept_titles(named: Named, registry: Registry) -> list[int]:
    """Return the article of each title by one of the names that names another office, although it is not its alone."""
    others = {other for key in named.keys for other in registry.offices.get(key, ())} - named.rows

    def is_kept(title: str) -> bool:
        return _is_of(title, named.keys) and _office(title, registry) is None

    return _printed(_titles(office__in=others), "exact", "mention__article", is_kept)


def _held(articles: Collection[int], registry: Registry, but: dict[type[Model], Named]) -> set[int]:
    """Return the articles in which something means a row that its words alone do not give, but for some names."""
    people, offices = but.get(Speaker, Named()).keys, but.get(Office, Named()).keys
    mentions = _mentions(article__in=articles, speaker__isnull=False).values_list("article", "name", "speaker")
    titles = _titles(mention__article__in=articles, office__isnull=False)
    return {
        article
        for article, name, speaker in mentions
        if match_key(name) not in people and registry.speaker(name).id != speaker
    } | {
        article
        for article, title, office in titles.values_list("mention__article", "exact", "office")
        if not _is_of(title, offices) and _office(title, registry) != office
    }


def _office(title: str, registry: Registry) -> int | None:
    """Return the office that a title names by its words, whoever bears it."""
    return registry.titles([title], None)[0].office


def _printed(rows: QuerySet[Any], column: str, article: str, is_meant: Callable[[str], bool]) -> list[int]:
    """Return the article of each row whose words in a column are meant."""
    words = sorted(filter(is_meant, rows.values_list(column, flat=True).distinct()))
    found: list[int] = []
    for start in range(0, len(words), MOST_ASKED):
        found += rows.filter(**{f"{column}__in": words[start : start + MOST_ASKED]}).values_list(article, flat=True)
    return found


def _is_of(title: str, keys: Collection[str]) -> bool:
    """Say whether a printed title is one of the names; a state may be printed behind it."""
    words = match_key(QUALIFIERS.sub("", title, count=1)).split(" ")
    return any(" ".join(words[:end]) in keys for end in range(1, len(words) + 1))


def _mentions(**meant: Any) -> QuerySet[Mention]:
    """Return the machine's mentions by a name, in present texts."""
    return Mention.objects.undecided().filter(earlier_text=None, **meant).exclude(name="").order_by()


def _titles(**meant: Any) -> QuerySet[PrintedTitle]:
    """Return the titles at the machine's mentions in present texts."""
    here = {"mention__origin": Origin.MACHINE, "mention__review": Review.MACHINE, "mention__earlier_text": None}
    return PrintedTitle.objects.filter(**here, **meant).order_by()


# --- what came of it --------------------------------------------------------------------------------------------------


def _meanings(articles: Collection[int]) -> dict[tuple[Any, ...], int | None]:
    """Return whom each mention of the machine's means in articles, and which office each title, by their places."""
    of_mentions = _mentions(article__in=articles).values_list("article", "start", "end", "speaker")
    of_titles = _titles(mention__article__in=articles).values_list("mention__article", "start", "end", "office")
    said: dict[tuple[Any, ...], int | None] = {(Mention, *place): meant for *place, meant in of_mentions}
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
