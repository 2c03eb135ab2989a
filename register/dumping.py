"""The known rows as fixtures: what `register.authority` loads, written so that git shows what people changed.

Only what people know goes in: no speaker, tenure or document that came from an article alone, and no claim or relation
that was read in one; and what they decided about such rows: who is not the same, which values were seen and let be. A
row that one of theirs points to goes with it, with its origin. The order depends on public names and words alone, never
on numbers of rows.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from django.db import models, transaction
from django.db.models import Q, QuerySet

from articles.models import (
    Claim,
    Fact,
    NotSame,
    Office,
    OfficeAlias,
    Organ,
    OrganAlias,
    Origin,
    Outlet,
    Speaker,
    SpeakerAlias,
    Tenure,
    TenureClaim,
)
from articles.models.identity import NaturalKey
from directives.models import Relation, Resolution, ResolutionAlias, ResolutionClaim, SeenValue, Topic
from register.authority import FILES, FixtureError
from register.tenures import attested_days
from register.versioning import take_turn

Row: TypeAlias = dict[str, Any]

FACTS: Final = tuple(Fact.values)
CLAIM: Final = ("fact", "value", "source", "confidence", "preferred", "note")

# In the order in which a fixture writes them; what a new row has anyway is left out.
COLUMNS: Final[dict[type[NaturalKey], tuple[str, ...]]] = {
    Organ: ("slug", "name"),
    OrganAlias: ("organ", "name"),
    Office: ("slug", "title", "organ", "country", "single_seat"),
    OfficeAlias: ("office", "name"),
    Speaker: ("slug", "name", "country", "merged_into", "origin"),
    SpeakerAlias: ("speaker", "name"),
    Tenure: (
        "public_id", "speaker", "office", "acting", "first_seen", "last_seen", "since", "since_precision", "until",
        "until_precision", "origin", "note",
    ),
    TenureClaim: ("tenure", *CLAIM),
    NotSame: ("one", "other"),
    Topic: ("slug", "label_vi", "label_en", "definition", "broader"),
    Resolution: (
        "slug", "kind", "number", "symbol", "term", "issuer", "title", "issued_on", "url", "note", "origin",
    ),
    ResolutionAlias: ("resolution", "name"),
    ResolutionClaim: ("resolution", *CLAIM),
    SeenValue: ("resolution", "fact", "value"),
    Relation: ("resolution", "type", "target", "source", "confidence"),
    Outlet: ("slug", "name", "home_page", "text_policy", "attribution"),
}  # fmt: skip

ALWAYS: Final = {(Office, "single_seat")}  # said of every office, also where it is as of a new one


def dump() -> dict[str, str]:
    """Return the contents of each fixture by the name of its file, as the database has them at one moment.

    Raises FixtureError where no order of the rows could be loaded.
    """
    with transaction.atomic():
        take_turn()
        entries = {name: list(WRITERS[name]()) for name in FILES}
    return {f"{name}.json": json.dumps(rows, ensure_ascii=False, indent=1) + "\n" for name, rows in entries.items()}


def differing(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return the names of the files that do not stand in folder with these contents, byte by byte."""
    return [name for name, contents in files.items() if not _holds(folder / name, contents)]


def write(path: Path, contents: str) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile has what it held before."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(contents.encode())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _holds(path: Path, contents: str) -> bool:
    return path.is_file() and path.read_bytes() == contents.encode()


def _entry(row: Any) -> Row:
    """Return a row as fixtures write it; a row that it points to is a list of its public name."""
    fields = {}
    for name in COLUMNS[type(row)]:
        column, value = row._meta.get_field(name), getattr(row, name)
        if value == column.get_default() and (type(row), name) not in ALWAYS:
            continue
        if isinstance(value, datetime.date):
            value = value.isoformat()
        fields[name] = list(value.natural_key()) if isinstance(value, NaturalKey) else value
    return {"model": row._meta.label_lower, "fields": fields}


# --- which rows, in which order ---------------------------------------------------------------------------------------


def _organs() -> Iterator[Row]:
    yield from _with_aliases(Organ.objects.all())


def _offices() -> Iterator[Row]:
    yield from _with_aliases(Office.objects.select_related("organ"))


def _speakers() -> Iterator[Row]:
    """Yield people, each after the one who stands for them, with their names, and their tenures with the claims.

    Then who was told apart: the two by their slugs, whichever of them is the older row.
    """
    tenures = Tenure.objects.filter(origin=Origin.CURATOR)
    apart = list(NotSame.objects.select_related("one", "other"))
    named = Q(origin=Origin.CURATOR) | Q(pk__in=tenures.values("speaker"))
    named |= Q(pk__in=NotSame.objects.values("one")) | Q(pk__in=NotSame.objects.values("other"))
    everyone = {row.pk: row for row in Speaker.objects.select_related("merged_into").prefetch_related("aliases")}
    wanted = {row.pk for row in Speaker.objects.filter(named)}
    for pk in list(wanted):
        row = everyone[pk]
        while row.merged_into_id and row.merged_into_id not in wanted:
            row = everyone[row.merged_into_id]
            wanted.add(row.pk)
    held: dict[int, list[Tenure]] = {pk: [] for pk in wanted}
    for tenure in tenures.select_related("speaker", "office").prefetch_related("claims"):
        held[tenure.speaker_id].append(tenure)
    for speaker in _below_last([everyone[pk] for pk in wanted], "merged_into"):
        yield _entry(speaker)
        yield from _names(speaker)
        for tenure in sorted(held[speaker.pk], key=_by_days):
            days = attested_days(tenure)  # what articles show is found in them again
            tenure.first_seen, tenure.last_seen = min(days, default=None), max(days, default=None)
            yield _entry(tenure)
            yield from map(_entry, sorted(tenure.claims.all(), key=_by_fact))
    for pair in apart:
        pair.one, pair.other = sorted((pair.one, pair.other), key=_by_slug)
    yield from map(_entry, sorted(apart, key=NotSame.natural_key))


def _topics() -> Iterator[Row]:
    yield from map(_entry, _below_last(Topic.objects.select_related("broader"), "broader"))


def _resolutions() -> Iterator[Row]:
    """Yield documents with names, claims and the values that were seen; then the relations, which need them all."""
    relations = Relation.objects.filter(origin=Origin.CURATOR, article=None).select_related("resolution", "target")
    wanted = Q(origin=Origin.CURATOR) | Q(pk__in=SeenValue.objects.values("resolution"))
    for end in ("resolution", "target"):
        wanted |= Q(pk__in=relations.values(end))
    stated = models.Prefetch("claims", ResolutionClaim.objects.stated())
    rows = Resolution.objects.filter(wanted).select_related("issuer").prefetch_related("aliases", "seen_values", stated)
    for resolution in sorted(rows, key=_by_slug):
        yield _entry(resolution)
        yield from _names(resolution)
        yield from map(_entry, sorted(resolution.claims.all(), key=_by_fact))
        yield from map(_entry, sorted(resolution.seen_values.all(), key=SeenValue.natural_key))
    yield from map(_entry, sorted(relations, key=Relation.natural_key))


def _outlets() -> Iterator[Row]:
    yield from map(_entry, sorted(Outlet.objects.all(), key=_by_slug))


def _with_aliases(rows: QuerySet[Any]) -> Iterator[Row]:
    for row in sorted(rows.prefetch_related("aliases"), key=_by_slug):
        yield _entry(row)
        yield from _names(row)


def _names(row: Any) -> Iterator[Row]:
    return map(_entry, sorted(row.aliases.all(), key=lambda alias: alias.name))


def _below_last(rows: Iterable[Any], pointer: str) -> list[Any]:
    """Return rows by slug, first those that point to none, then those that point to one of these, and so on.

    Raises FixtureError where pointers lead round in a circle: no order could be loaded.
    """
    there = {row.pk: row for row in rows}

    def depth(row: Any) -> int:
        passed = [row]
        while (above := getattr(passed[-1], f"{pointer}_id")) is not None:
            if len(passed) > len(there):
                raise FixtureError(f"{row._meta.model_name} {row.slug} stands below itself by its {pointer}")
            passed.append(there[above])
        return len(passed)

    return sorted(there.values(), key=lambda row: (depth(row), row.slug))


def _by_slug(row: Any) -> str:
    slug: str = row.slug
    return slug


def _by_days(tenure: Tenure) -> tuple[datetime.date, str]:
    """Sort by the first day that anything is known of a tenure; what is shown in articles does not count."""
    days = [day for day in (tenure.since, tenure.until, *attested_days(tenure)) if day]
    return min(days, default=datetime.date.max), tenure.public_id


def _by_fact(claim: Claim) -> tuple[Any, ...]:
    """Sort claims by what they are about, the preferred one first."""
    return (FACTS.index(claim.fact), not claim.preferred, *(str(getattr(claim, name)) for name in CLAIM))


WRITERS: Final[dict[str, Callable[[], Iterator[Row]]]] = {
    "organs": _organs,
    "offices": _offices,
    "speakers": _speakers,
    "topics": _topics,
    "resolutions": _resolutions,
    "outlets": _outlets,
}
