"""Who is seen in which office and when, by the titles that articles print beside names."""

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from typing import Any, Final, TypeAlias

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from articles.acting import by_rule
from articles.models import Article, Confidence, Mention, Office, Origin, PrintedTitle, Review, Speaker, State, Tenure
from articles.models.identity import mint_public_id
from articles.models.mentions import PrintedTitleQuerySet
from articles.together import about_to_save_together, saved_together
from register.resolve import end_of_merges, merges
from register.versioning import is_writing

Holding: TypeAlias = tuple[int, int, bool]  # speaker, office, acting
Evidence: TypeAlias = tuple[int, int, bool, datetime.date | None]  # the same, and the day of the article

EVIDENCE: Final = ("mention__speaker", "office", "acting", "mention__article__published_on")

FULL_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")  # a claim may say "2025" or "2025-03" as well


def refresh_tenures(speakers: Iterable[int | None]) -> None:
    """Bring first_seen and last_seen of these speakers' tenures in line with the evidence, and add tenures first seen.

    What is printed of a speaker who was merged into another is evidence of the other. A title printed with "nguyên" is
    no evidence. What is printed outside the known days of every tenure of that office (an article of today about a
    minister of old) is none either. Days that other sources attest count as before. A tenure of the machine's that
    nothing shows any more goes, unless a person had a hand in it. A second call writes nothing.
    """
    stands_for = _everyone_merged_with({speaker for speaker in speakers if speaker})
    if not stands_for:
        return
    with by_rule(), transaction.atomic():
        evidence = _evidence(stands_for)
        tenures = _tenures(stands_for)
        for tenure in _first_seen(evidence.keys() - tenures.keys()):
            tenures[tenure.speaker_id, tenure.office_id, tenure.acting].append(tenure)
        for holding, held in tenures.items():
            for tenure in held:
                days = {day for day in evidence.get(holding, ()) if day and tenure.allows(day)}
                _see(tenure, days, stands_for, printed=holding in evidence)


def evidence_in(articles: Collection[Article]) -> set[Evidence]:
    """Return what articles show of who holds which office, and when; one query, and none for no article."""
    if not articles:
        return set()
    return set(_titles().filter(mention__article__in=articles).values_list(*EVIDENCE).distinct())


def follow_evidence(before: set[Evidence], after: set[Evidence]) -> None:
    """Bring tenures in line with what articles that were written show now, where they showed something else before.

    What is new is added to what was known, so that a new article costs the same however many there are. Only where
    something is shown no more all articles about those people are looked at again.
    """
    refresh_tenures({speaker for speaker, *_ in before - after})
    stands_for = _everyone_merged_with({speaker for speaker, *_ in after - before})
    tenures = _tenures(stands_for)
    again = set()
    new: dict[Holding, set[datetime.date | None]] = defaultdict(set)
    for speaker, office, acting, day in after - before:
        new[stands_for[speaker], office, acting].add(day)
    for tenure in _first_seen(new.keys() - tenures.keys()):
        tenures[tenure.speaker_id, tenure.office_id, tenure.acting].append(tenure)
    for holding, days in sorted(new.items(), key=lambda item: item[0]):
        for tenure in tenures[holding]:
            seen = {day for day in (tenure.first_seen, tenure.last_seen) if day}
            if all(map(tenure.allows, seen)):
                _see(tenure, seen | {day for day in days if day and tenure.allows(day)}, stands_for, printed=True)
            else:
                again.add(tenure.speaker_id)  # a person has given it other days since
    refresh_tenures(again)


def _everyone_merged_with(speakers: set[int]) -> dict[int, int]:
    """Return the speakers that these stand for or were merged into, each with the one who stands for it."""
    if not speakers:
        return {}
    merged = merges()
    ends = {end_of_merges(speaker, merged) for speaker in speakers}
    return {id_: end for id_ in speakers | ends | merged.keys() if (end := end_of_merges(id_, merged)) in ends}


def _evidence(stands_for: dict[int, int]) -> dict[Holding, set[datetime.date | None]]:
    """Return the days on which articles print a name beside an office; None where an article has no date."""
    titles = _titles().filter(mention__speaker__in=stands_for).values_list(*EVIDENCE).distinct()
    evidence: dict[Holding, set[datetime.date | None]] = defaultdict(set)
    for speaker, office, acting, day in titles:
        evidence[stands_for[speaker], office, acting].add(day)
    return evidence


def _titles() -> PrintedTitleQuerySet:
    """Return the titles that are evidence: of an office held then, beside the name of someone known."""
    return PrintedTitle.objects.filter(
        office__isnull=False,
        former=False,
        mention__speaker__isnull=False,
        mention__earlier_text=None,
        mention__article__state=State.PUBLIC,
    ).exclude(mention__review=Review.REJECTED)


def _tenures(speakers: Collection[int]) -> dict[Holding, list[Tenure]]:
    """Return the tenures of speakers, with their claims; locked, so that what a person writes meanwhile is not lost."""
    tenures: dict[Holding, list[Tenure]] = defaultdict(list)
    rows = Tenure.objects.select_for_update().filter(speaker__in=speakers).order_by("pk")
    for tenure in rows.prefetch_related("claims"):
        tenures[tenure.speaker_id, tenure.office_id, tenure.acting].append(tenure)
    return tenures


def _first_seen(holdings: Set[Holding]) -> list[Tenure]:
    """Return new tenures for these; none where a person gave the one that the machine had another speaker or office."""
    new = {public_id: holding for holding, public_id in _public_ids(holdings).items()}
    taken = set(Tenure.objects.filter(public_id__in=new).values_list("public_id", flat=True)) if new else set()
    return [
        Tenure(public_id=public_id, speaker_id=speaker, office_id=office, acting=acting, origin=Origin.MACHINE)
        for public_id, (speaker, office, acting) in new.items()
        if public_id not in taken
    ]


def _public_ids(holdings: Iterable[Holding]) -> dict[Holding, str]:
    """Return the public id of each tenure, in order; made of slugs, so that a rebuilt database has the same ids."""
    given = sorted(holdings)
    if not given:
        return {}
    speakers = dict(Speaker.objects.filter(pk__in={one for one, *_ in given}).values_list("pk", "slug"))
    offices = dict(Office.objects.filter(pk__in={one for _, one, _ in given}).values_list("pk", "slug"))
    return {
        (speaker, office, acting): mint_public_id("tenure", speakers[speaker], offices[office], acting)
        for speaker, office, acting in given
    }


def _is_a_persons(tenure: Tenure, stands_for: dict[int, int]) -> bool:
    """Say whether a person had a hand in a tenure: added it, or gave the machine's a day, a note, a claim, an office.

    That it has another office or speaker than at first is seen by its public id, which depends on them. A speaker who
    was merged with the one of then is no other.
    """
    if tenure.origin != Origin.MACHINE or tenure.since or tenure.until or tenure.note or tenure.claims.all():
        return True
    merged = [one for one, end in stands_for.items() if end == stands_for[tenure.speaker_id]]
    return tenure.public_id not in _public_ids((one, tenure.office_id, tenure.acting) for one in merged).values()


def _see(tenure: Tenure, days: set[datetime.date], stands_for: dict[int, int], *, printed: bool) -> None:
    """Write what was seen, if it differs; a tenure of the machine's that nothing shows any more goes."""
    is_new = tenure._state.adding
    if not is_new:
        days |= attested_days(tenure)
        if not printed and not _is_a_persons(tenure, stands_for):
            tenure.delete()
            return
    first, last = min(days, default=None), max(days, default=None)
    if is_new or (tenure.first_seen, tenure.last_seen) != (first, last):
        tenure.first_seen, tenure.last_seen = first, last
        tenure.save(update_fields=None if is_new else ["first_seen", "last_seen"])


def attested_days(tenure: Tenure) -> set[datetime.date]:
    """Return the days on which a source shows the person in the office; a mere year or month attests no day."""
    claims = (claim for claim in tenure.claims.all() if claim.fact == "attested")
    days = (_day(claim.value) for claim in claims if claim.confidence != Confidence.UNVERIFIED)
    return {day for day in days if day}


def _day(value: str) -> datetime.date | None:
    """Return the day that a claim's value says, or None where it is not a day in full or there is no such day."""
    if not FULL_DATE.fullmatch(value.strip()):
        return None
    try:
        return datetime.date.fromisoformat(value.strip())
    except ValueError:
        return None


def watch_decisions() -> None:
    """Let what people change in an article, a mention or a printed title show in the tenures at once.

    A run sees to them itself. Signals, because the admin's pages stand in apps that know nothing of this one.
    """
    watched: tuple[type[Model], ...] = (Article, Mention, PrintedTitle)
    for model in watched[1:]:
        for before in (pre_save, pre_delete, about_to_save_together):
            before.connect(_before, sender=model, dispatch_uid=f"tenures-before-{model._meta.label}")
        post_delete.connect(_changed, sender=model, dispatch_uid=f"tenures-gone-{model._meta.label}")
    for model in watched:
        for after in (post_save, saved_together):
            after.connect(_changed, sender=model, dispatch_uid=f"tenures-{model._meta.label}")


def _before(sender: type[Model], instance: Any = None, rows: Sequence[Any] = (), **_: Any) -> None:
    """Remember whom mentions, or those of titles, name before they are saved or go; they may name others then."""
    if not is_writing():
        first, *others = rows or [instance]
        first._named = _speakers_of(sender, [first, *others])  # of all of them


def _changed(sender: type[Model], instance: Any = None, rows: Sequence[Any] = (), **_: Any) -> None:
    if not is_writing():
        first, *others = rows or [instance]
        refresh_tenures([*_speakers_of(sender, [first, *others]), *first.__dict__.pop("_named", ())])


def _speakers_of(model: type[Model], rows: Sequence[Any]) -> list[int | None]:
    """Return whom the database says that articles, mentions, or those of titles name."""
    keys = [row.pk for row in rows]
    by = "article" if model is Article else "pk" if model is Mention else "titles"
    named = Mention.objects.filter(**{f"{by}__in": keys})
    return list(named.order_by().values_list("speaker", flat=True).distinct())
