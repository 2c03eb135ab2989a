"""Two holders of a seat for one, on one day: what is likely wrong about the days of their tenures.

A day counts as held where it is certain: from the last day that a known `since` allows, else from the first day seen;
until the first day that a known `until` allows, else to the last day seen. The day of `until` is the successor's. What
is open at its end was held as long as it was seen.

Acting ("Quyền Bộ trưởng") is given while the holder is away or until the National Assembly relieves them, so an acting
and a full holder may stand side by side. Two of the same sort may not.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from django.db.models import Q, QuerySet

from articles.models import Precision, Tenure
from articles.models.tenures import period
from register.models import DataVersion

Days: TypeAlias = tuple[datetime.date, datetime.date]  # the first and the last one

ONE_DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two tenures of one seat, by their ids, and the days that both held it for certain, the last one included."""

    one: int
    other: int
    first: datetime.date
    last: datetime.date


def overlapping_holders() -> Sequence[Overlap]:
    """Return all overlaps, those of one office together, the latest first; kept until the data changes."""
    return _overlaps_at(DataVersion.current_token())


@lru_cache(maxsize=1)
def _overlaps_at(token: str) -> tuple[Overlap, ...]:
    """Return all overlaps in the data as it is at a version, the present one."""
    return tuple(_overlaps(_seats()))


def overlaps_of(tenures: Collection[Tenure]) -> list[Overlap]:
    """Return the overlaps in which one of these tenures is, looked up now."""
    ids = {tenure.pk for tenure in tenures}
    rows = _seats().filter(office__in={tenure.office_id for tenure in tenures}) if ids else Tenure.objects.none()
    return [overlap for overlap in _overlaps(rows) if ids & {overlap.one, overlap.other}]


def _seats() -> "QuerySet[Tenure]":
    """Return the tenures of seats for one of which some day is known or seen."""
    dated = Q(since__isnull=False) | Q(first_seen__isnull=False)
    return Tenure.objects.filter(dated, office__single_seat=True, speaker__merged_into=None)


def _overlaps(rows: "QuerySet[Tenure]") -> list[Overlap]:
    by_seat: dict[tuple[int, bool], list[Tenure]] = defaultdict(list)
    for tenure in rows.order_by("office", "pk"):
        by_seat[tenure.office_id, tenure.acting].append(tenure)
    found = []
    for _seat, tenures in sorted(by_seat.items()):
        both = sorted(_at_once(tenures), key=lambda overlap: (overlap.one, overlap.other))
        found += sorted(both, key=lambda overlap: overlap.last, reverse=True)
    return found


def _at_once(tenures: Iterable[Tenure]) -> Iterator[Overlap]:
    """Yield the days on which two people surely held one seat, of each two: each is held against those before it."""
    held = [(days, tenure) for tenure in tenures if (days := surely_held(tenure))]
    before: list[tuple[Days, Tenure]] = []
    for days, tenure in sorted(held, key=lambda one: one[0]):
        before = [one for one in before if one[0][1] >= days[0]]
        for other_days, other in before:
            if other.speaker_id != tenure.speaker_id:
                one, two = sorted((tenure.pk, other.pk))
                yield Overlap(one, two, days[0], min(days[1], other_days[1]))
        before.append((days, tenure))


def surely_held(tenure: Tenure) -> Days | None:
    """Return the first and the last day on which a person held an office for certain; None where there is no such day.

    "2016" as the first day: from 31 December on, or from when a text first shows it. "2021-04" as the last: up to 31
    March, or to when a text last shows it.
    """
    seen = [day for day in (tenure.first_seen, tenure.last_seen) if day and _is_before_the_end(tenure, day)]
    starts = [day for day in (_latest_start(tenure), *seen) if day]
    ends = [day for day in (_earliest_end(tenure), *seen) if day]
    if not starts:
        return None
    first = min(starts)
    last = max(ends, default=first)
    return (first, last) if first <= last else None


def _latest_start(tenure: Tenure) -> datetime.date | None:
    """Return the last day on which a tenure may have begun."""
    return None if tenure.since is None else period(tenure.since, tenure.since_precision)[1]


def _earliest_end(tenure: Tenure) -> datetime.date | None:
    """Return the last day before the first one on which a tenure may have ended: that day is the successor's."""
    return None if tenure.until is None else period(tenure.until, tenure.until_precision)[0] - ONE_DAY


def _is_before_the_end(tenure: Tenure, day: datetime.date) -> bool:
    is_known = tenure.until_precision in ("", Precision.DAY)
    return tenure.allows(day) and not (is_known and day == tenure.until)
