"""Who is seen in which office and when, by the titles that articles print beside names."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from articles.models import Confidence, Origin, PrintedTitle, Review, State, Tenure
from articles.models.identity import mint_public_id

Holding: TypeAlias = tuple[int, int, bool]  # speaker, office, acting


def refresh_tenures(speakers: Iterable[int]) -> None:
    """Bring first_seen and last_seen of these speakers' tenures in line with the evidence, and add tenures first seen.

    A title printed with "nguyên" is no evidence. What is printed outside the known days of every tenure of that office
    (an article of today about a minister of old) is none either. Days that other sources attest count as before.
    """
    ids = set(speakers)
    evidence = _evidence(ids)
    tenures = defaultdict(list)
    for tenure in Tenure.objects.filter(speaker__in=ids).prefetch_related("claims"):
        tenures[tenure.speaker_id, tenure.office_id, tenure.acting].append(tenure)
    for holding in evidence.keys() - tenures.keys():
        tenures[holding] = [_first_seen(holding)]
    for holding, held in tenures.items():
        for tenure in held:
            days = {day for day in evidence.get(holding, ()) if day and _holds_on(tenure, day)}
            _see(tenure, days, printed=holding in evidence)


def _evidence(speakers: set[int]) -> dict[Holding, set[datetime.date | None]]:
    """Return the days on which articles print a name beside an office; None where an article has no date."""
    titles = (
        PrintedTitle.objects.filter(
            mention__speaker__in=speakers,
            office__isnull=False,
            former=False,
            mention__earlier_text=None,
            mention__article__state=State.PUBLIC,
        )
        .exclude(mention__review=Review.REJECTED)
        .values_list("mention__speaker", "office", "acting", "mention__article__published_on")
        .distinct()
    )
    evidence: dict[Holding, set[datetime.date | None]] = defaultdict(set)
    for speaker, office, acting, day in titles:
        evidence[speaker, office, acting].add(day)
    return evidence


def _first_seen(holding: Holding) -> Tenure:
    speaker, office, acting = holding
    return Tenure(
        public_id=mint_public_id("tenure", *holding),
        speaker_id=speaker,
        office_id=office,
        acting=acting,
        origin=Origin.MACHINE,
    )


def _holds_on(tenure: Tenure, day: datetime.date) -> bool:
    return (tenure.since is None or tenure.since <= day) and (tenure.until is None or day <= tenure.until)


def _see(tenure: Tenure, days: set[datetime.date], *, printed: bool) -> None:
    """Write what was seen, if it differs; a tenure of the machine's that nothing shows any more goes."""
    if tenure.pk:
        claims = (claim for claim in tenure.claims.all() if claim.fact == "attested")
        days |= {
            datetime.date.fromisoformat(claim.value) for claim in claims if claim.confidence != Confidence.UNVERIFIED
        }
    elif not printed:
        return
    if tenure.pk and tenure.origin == Origin.MACHINE and not printed and not days:
        tenure.delete()
        return
    first, last = min(days, default=None), max(days, default=None)
    if tenure.pk is None or (tenure.first_seen, tenure.last_seen) != (first, last):
        tenure.first_seen, tenure.last_seen = first, last
        tenure.save()
