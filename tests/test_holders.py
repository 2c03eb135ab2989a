"""Two holders of a seat for one, on one day."""

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from articles.models import Office, Speaker, Tenure
from register.holders import overlapping_holders, overlaps_of
from tests import cast
from tests.curator import Curator, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat() -> Office:
    return cast.add_office(title="Chủ nhiệm Ủy ban", single_seat=True)


def add(office: Office, name: str, days: str, **facts: Any) -> Tenure:
    """Save a tenure of known days: "2016/2021-04" holds each as far as it is known, "" for what is not known."""
    known: dict[str, Any] = {}
    for field, value in zip(("since", "until"), days.split("/"), strict=True):
        if value:
            known[field] = f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"[:10]
            known[f"{field}_precision"] = {4: "year", 7: "month", 10: "day"}[len(value)]
    tenure = cast.add_tenure(cast.add_speaker(name), office, **known, **facts)
    tenure.refresh_from_db()
    return tenure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2016-01-05/2021-04-08", "2020-04-08/2024-01-01"),
        ("2016/2021-04-08", "2020/"),
        ("2016-01-05/2022", "2021-11/2024-01-01"),
    ],
)
def test_days_that_both_held_for_certain_are_flagged(one: str, other: str, seat: Office) -> None:
    first, second = add(seat, "Lê Văn Bảo", one), add(seat, "Trần Thị Lan", other)
    (overlap,) = overlapping_holders()
    assert {overlap.one, overlap.other} == {first.pk, second.pk}
    assert overlaps_of([second]) == [overlap]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2016-01-05/2021-04-08", "2021-04-08/2024-01-01"),  # the day of the change is the successor's
        ("2016/2021-04", "2021-04/2024"),  # the same month, and nobody knows the day
        ("2016/2021", "2021-02-03/2024"),
        ("2016-01-05/", "2021-04-08/"),  # when the first ended is not known
        ("/2021-04-08", "/2024-01-01"),
    ],
)
def test_days_that_leave_room_are_not(one: str, other: str, seat: Office) -> None:
    add(seat, "Lê Văn Bảo", one)
    add(seat, "Trần Thị Lan", other)
    assert not overlapping_holders()


def test_days_seen_count_where_none_are_known(seat: Office) -> None:
    first = add(seat, "Lê Văn Bảo", "2016-01-05/", first_seen="2016-02-01", last_seen="2021-06-01")
    second = add(seat, "Trần Thị Lan", "/", first_seen="2021-05-30", last_seen="2022-01-01")
    (overlap,) = overlapping_holders()
    assert (overlap.first, overlap.last) == (datetime.date(2021, 5, 30), datetime.date(2021, 6, 1))
    Tenure.objects.filter(pk=first.pk).update(until="2021-05-30")
    assert overlaps_of([second]) == []


def test_who_acts_may_stand_beside_the_holder_but_not_beside_another_who_acts(seat: Office) -> None:
    add(seat, "Lê Văn Bảo", "2016-01-05/2021-04-08")
    add(seat, "Trần Thị Lan", "2021-01-01/2021-04-08", acting=True)
    assert not overlapping_holders()
    add(seat, "Phạm Văn Khoa", "2021-02-01/2021-04-08", acting=True)
    assert len(overlapping_holders()) == 1


def test_offices_of_several_and_one_person_twice_are_left_out(seat: Office) -> None:
    tenure = add(seat, "Lê Văn Bảo", "2016-01-05/2021-04-08")
    cast.add_tenure(tenure.speaker, seat, since="2018-01-01", until="2019-01-01")
    several = cast.add_office()
    for name in ("Trần Thị Lan", "Phạm Văn Khoa"):
        add(several, name, "2016-01-05/2021-04-08")
    assert not overlapping_holders()


def test_it_is_warned_of_and_saved_all_the_same(seat: Office, curator: Curator) -> None:
    add(seat, "Lê Văn Bảo", "2016-01-05/2021-04-08")
    other = add(seat, "Trần Thị Lan", "2021-04-08/2024-01-01")
    assert not curator.change(other, since="2021-04-01", since_precision="day")
    sentence = "Lê Văn Bảo and Trần Thị Lan both hold the seat “Chủ nhiệm Ủy ban” from "
    page = curator.open(url(Tenure, "change", other.pk))
    assert sentence in page
    assert "(7 days)" in page
    assert sentence in curator.open(url(Office, "change", seat.pk))
    assert sentence in curator.open("/admin/articles/tenure/overlaps/")
    cost = curator.cost("/admin/articles/tenure/overlaps/")
    add(seat, "Phạm Văn Khoa", "2016-01-05/2024-01-01")
    curator.open("/admin/articles/tenure/overlaps/")
    assert curator.cost("/admin/articles/tenure/overlaps/") == cost


def test_a_tenure_is_added_on_the_page_of_its_speaker(seat: Office, speaker: Speaker, curator: Curator) -> None:
    new = {"tenures-2-TOTAL_FORMS": "1", "tenures-2-0-office": seat.pk, "tenures-2-0-since": "2021-04-01"}
    assert not curator.change(speaker, **new, **{"tenures-2-0-since_precision": "month"})
    tenure = Tenure.objects.get(office=seat)
    assert (tenure.speaker, tenure.known_since, len(tenure.public_id)) == (speaker, "2021-04", 10)


@pytest.mark.parametrize("where", ["overlaps", "merge"])
def test_known_days_are_written_as_the_reader_writes_them(where: str, seat: Office, curator: Curator) -> None:
    one = add(seat, "Lê Văn Bảo", "2016-01-05/2022")
    other = add(seat, "Trần Thị Lan", "2021-11/2024-01-02")
    curator.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    if where == "overlaps":
        page = curator.open("/admin/articles/tenure/overlaps/")
    else:
        page = curator.open(reverse("admin:articles_speaker_merge"), stays=one.speaker_id, goes=other.speaker_id)
    assert "05/01/2016 – 2022" in page
    assert "11/2021 – 02/01/2024" in page
