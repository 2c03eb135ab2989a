"""What articles show of who holds which office, beside what people and sources say of it."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import curation
from articles.models import Mention, Office, Origin, Review, Speaker, State, Tenure, TenureClaim
from register import tenures
from register.tenures import refresh_tenures
from tests import cast

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 2, 1)
TITLE = "Bộ trưởng Ngoại giao"


@pytest.fixture
def office() -> Office:
    return cast.add_office(title=TITLE)


@pytest.fixture
def speaker() -> Speaker:
    return cast.add_speaker("Lê Hoài Trung", origin=Origin.MACHINE)


def show(speaker: Speaker, office: Office, day: datetime.date | None = DAY) -> Mention:
    """Let an article of that day print the title beside the name."""
    mention = cast.add_mention(cast.add_article(published_on=day), speaker)
    cast.print_title(mention, TITLE, office)
    return mention


def seen(speaker: Speaker) -> Tenure:
    """Refresh, and return the speaker's one tenure."""
    refresh_tenures([speaker.pk])
    return Tenure.objects.get(speaker=speaker)


def writes(*speakers: Speaker) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        refresh_tenures([speaker.pk for speaker in speakers])
    return [one["sql"] for one in queries if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


class TestWhatAPersonDoes:
    def test_a_mention_given_to_another_takes_the_tenure_along(self, speaker: Speaker, office: Office) -> None:
        other = cast.add_speaker("Trần Thị Lan")
        mention = show(speaker, office)
        assert speaker.tenures.count() == 1
        curation.correct(mention, {"speaker": other}, None)
        assert (speaker.tenures.count(), other.tenures.count()) == (0, 1)

    def test_a_mention_that_is_deleted_shows_nothing_any_more(self, speaker: Speaker, office: Office) -> None:
        mention = show(speaker, office)
        Mention.objects.update(origin=Origin.CURATOR)
        curation.remove(mention, None)
        assert not speaker.tenures.exists()

    def test_nor_does_a_title_that_is_deleted(self, speaker: Speaker, office: Office) -> None:
        show(speaker, office).titles.get().delete()
        assert not speaker.tenures.exists()


def test_nobody_costs_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        refresh_tenures([None])
    assert len(queries) == 0


def test_a_second_call_writes_nothing(speaker: Speaker, office: Office) -> None:
    show(speaker, office)
    Tenure.objects.all().delete()
    assert writes(speaker)
    assert writes(speaker) == []


def test_a_day_that_a_person_gives_meanwhile_is_not_written_over(
    speaker: Speaker, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(speaker, office)
    see = tenures._see

    def see_later(tenure: Tenure, *given: Any, **named: Any) -> None:
        Tenure.objects.filter(pk=tenure.pk).update(since=DAY)
        see(tenure, *given, **named)

    assert seen(speaker).since is None
    monkeypatch.setattr(tenures, "_see", see_later)
    show(speaker, office, DAY + datetime.timedelta(days=9))
    assert (seen(speaker).last_seen, seen(speaker).since) == (DAY + datetime.timedelta(days=9), DAY)


def test_tenures_are_locked_while_their_days_are_written(speaker: Speaker, office: Office) -> None:
    show(speaker, office)
    with CaptureQueriesContext(connection) as queries:
        refresh_tenures([speaker.pk])
    (read,) = (one["sql"] for one in queries if 'FROM "articles_tenure"' in one["sql"])
    assert ("FOR UPDATE" in read) == connection.features.has_select_for_update


def test_a_tenure_has_the_same_id_whatever_was_added_before_it(speaker: Speaker, office: Office) -> None:
    show(speaker, office)
    before = seen(speaker).public_id
    numbers, names = (speaker.pk, office.pk), (speaker.slug, office.slug)
    for row in (*Tenure.objects.all(), *Mention.objects.all(), speaker, office):
        row.delete()
    again, there = cast.add_speaker(speaker.name, slug=names[0]), cast.add_office(title=TITLE, slug=names[1])
    show(again, there)
    assert seen(again).public_id == before
    assert (again.pk, there.pk) != numbers


def test_what_no_article_prints_any_more_goes(speaker: Speaker, office: Office) -> None:
    mention = show(speaker, office)
    assert seen(speaker).first_seen == DAY
    mention.delete()
    refresh_tenures([speaker.pk])
    assert not Tenure.objects.exists()


def test_what_is_printed_of_a_merged_speaker_is_evidence_of_the_other(speaker: Speaker, office: Office) -> None:
    show(speaker, office)
    kept = cast.add_speaker("Lê H. Trung")
    refresh_tenures([speaker.pk])
    Speaker.objects.filter(pk=speaker.pk).update(merged_into=kept)
    assert seen(kept).last_seen == DAY
    assert not Tenure.objects.filter(speaker=speaker).exists()
    Tenure.objects.all().delete()
    refresh_tenures([speaker.pk])
    assert Tenure.objects.get().speaker == kept


def test_a_tenure_that_came_with_a_merged_speaker_is_still_the_machines(speaker: Speaker, office: Office) -> None:
    mention = show(speaker, office)
    tenure = seen(speaker)
    kept = cast.add_speaker("Lê H. Trung")
    Speaker.objects.filter(pk=speaker.pk).update(merged_into=kept)
    Tenure.objects.filter(pk=tenure.pk).update(speaker=kept)
    assert seen(kept).pk == tenure.pk
    mention.delete()
    refresh_tenures([kept.pk])
    assert not Tenure.objects.exists()


@pytest.mark.parametrize(
    "given", [{"since": DAY}, {"until": DAY}, {"note": "theo báo in"}, {"acting": True}, {"origin": Origin.CURATOR}]
)
def test_a_tenure_that_a_person_had_a_hand_in_stays(speaker: Speaker, office: Office, given: dict[str, Any]) -> None:
    mention = show(speaker, office)
    tenure = seen(speaker)
    Tenure.objects.filter(pk=tenure.pk).update(**given)
    mention.delete()
    refresh_tenures([speaker.pk])
    assert Tenure.objects.filter(pk=tenure.pk).exists()


def test_a_tenure_with_a_claim_stays(speaker: Speaker, office: Office) -> None:
    mention = show(speaker, office)
    TenureClaim.objects.create(tenure=seen(speaker), fact="since", value="2025", confidence="unverified")
    mention.delete()
    assert seen(speaker).first_seen is None


def test_a_tenure_to_which_a_person_gave_another_office_or_speaker_stands_for_its_evidence(
    speaker: Speaker, office: Office
) -> None:
    show(speaker, office)
    other, namesake = cast.add_office(title="Thứ trưởng Ngoại giao"), cast.add_speaker("Lê Hoài Trung")
    tenure = seen(speaker)
    for change in ({"office": other}, {"speaker": namesake, "office": office}):
        Tenure.objects.filter(pk=tenure.pk).update(**change)
        refresh_tenures([speaker.pk, namesake.pk])
        tenure = Tenure.objects.get()
        assert {name: getattr(tenure, name) for name in change} == change


@pytest.mark.parametrize(
    ("facts", "day", "counts"),
    [
        ({"until": "2025-01-01", "until_precision": "year"}, "2025-12-31", True),
        ({"until": "2025-01-01", "until_precision": "year"}, "2026-01-01", False),
        ({"until": "2024-02-01", "until_precision": "month"}, "2024-02-29", True),
        ({"until": "2024-02-01", "until_precision": "month"}, "2024-03-01", False),
        ({"until": "2025-01-01", "until_precision": "day"}, "2025-01-02", False),
        ({"since": "2025-06-15", "since_precision": "year"}, "2025-01-01", True),
        ({"since": "2025-06-15", "since_precision": "month"}, "2025-06-01", True),
        ({"since": "2025-06-15", "since_precision": "month"}, "2025-05-31", False),
        ({"since": "2025-06-15", "since_precision": "day"}, "2025-06-14", False),
        ({"since": "2025-06-15"}, "2025-06-15", True),
    ],
)
def test_a_known_year_or_month_counts_from_its_first_to_its_last_day(
    speaker: Speaker, office: Office, facts: dict[str, str], day: str, counts: bool
) -> None:
    cast.add_tenure(speaker, office, **facts)
    show(speaker, office, datetime.date.fromisoformat(day))
    assert str(seen(speaker).first_seen) == (day if counts else "None")


@pytest.mark.parametrize("value", ["2025", "2025-03", "2025-02-30", "20250301", "2025-W10-1", "năm 2025", ""])
def test_a_claim_that_says_no_day_attests_none_and_breaks_nothing(speaker: Speaker, office: Office, value: str) -> None:
    tenure = cast.add_tenure(speaker, office)
    TenureClaim.objects.create(tenure=tenure, fact="attested", value=value, confidence="confirmed")
    show(speaker, office)
    assert (seen(speaker).first_seen, seen(speaker).last_seen) == (DAY, DAY)


def test_a_day_that_a_source_attests_counts_unless_nobody_verified_it(speaker: Speaker, office: Office) -> None:
    tenure = cast.add_tenure(speaker, office)
    for value, confidence in (("2025-03-01", "single"), ("2020-01-01", "unverified")):
        TenureClaim.objects.create(tenure=tenure, fact="attested", value=value, confidence=confidence)
    show(speaker, office)
    assert (seen(speaker).first_seen, seen(speaker).last_seen) == (datetime.date(2025, 3, 1), DAY)


def test_an_article_without_a_date_shows_a_tenure_without_a_day(speaker: Speaker, office: Office) -> None:
    show(speaker, office, None)
    tenure = seen(speaker)
    assert (tenure.origin, tenure.first_seen) == (Origin.MACHINE, None)


def test_a_day_near_those_seen_is_told_from_one_far_off(speaker: Speaker, office: Office) -> None:
    facts = {"first_seen": datetime.date.min, "last_seen": DAY, "until": datetime.date.max}
    tenure = cast.add_tenure(speaker, office, **facts)
    assert tenure.is_known_near(datetime.date(2027, 1, 31))
    assert not tenure.is_known_near(datetime.date(2027, 3, 1))


def test_what_a_curator_withdraws_or_rejects_is_evidence_no_longer(speaker: Speaker, office: Office) -> None:
    mention = show(speaker, office)
    article = mention.article
    mention.review = Review.REJECTED
    mention.save()
    assert not Tenure.objects.exists()
    mention.review = Review.CONFIRMED
    mention.save()
    assert Tenure.objects.get().last_seen == DAY
    article.state = State.WITHDRAWN
    article.save()
    assert not Tenure.objects.exists()
