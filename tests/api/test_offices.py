"""Offices and the bodies they belong to: who held each, in order, with the evidence."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import (
    Confidence,
    Office,
    OfficeAlias,
    Organ,
    OrganAlias,
    Speaker,
    TenureClaim,
)
from tests import cast
from tests.conftest import Api

URL = "/offices/bo-truong-ngoai-giao/"


def add_holder(office: Office) -> None:
    tenure = cast.add_tenure(cast.add_speaker(), office, since="2020-01-01")
    TenureClaim.objects.create(tenure=tenure, fact="since", value="2020", confidence=Confidence.SINGLE)


class TestOffices:
    def test_an_office_says_what_body_it_belongs_to(self, api: Api, office: Office) -> None:
        OfficeAlias.objects.create(office=office, name="Bộ trưởng Ngoại giao")
        (found,) = api.rows("/offices/")
        assert (found["title"], found["organ"]["slug"]) == ("Bộ trưởng Bộ Ngoại giao", "bo-ngoai-giao")
        assert (found["single_seat"], found["aliases"]) == (True, ["Bộ trưởng Ngoại giao"])

    def test_holders_stand_in_order_by_what_is_known_or_seen_first(self, api: Api, office: Office) -> None:
        names = ["thứ tư", "thứ hai", "thứ ba", "thứ nhất"]
        fourth, second, third, first = (cast.add_speaker(name) for name in names)
        cast.add_tenure(fourth, office, until="2030-01-01")
        seen = cast.add_tenure(second, office, first_seen="2023-05-01", last_seen="2023-06-01")
        TenureClaim.objects.create(tenure=seen, fact="attested", value="2023-05-01", confidence=Confidence.SINGLE)
        cast.add_tenure(third, office, since="2025-08-30")
        cast.add_tenure(first, office, since="2021-04-08", until="2022-01-01")
        holders = api.read(URL)["holders"]
        assert [one["speaker"]["name"] for one in holders] == ["thứ nhất", "thứ hai", "thứ ba", "thứ tư"]

    def test_filters_find_offices(self, api: Api, office: Office, speaker: Speaker) -> None:
        other = cast.add_office(country="LA")
        cast.add_tenure(speaker, other, since="2020-01-01")
        assert api.slugs("/offices/", organ="bo-ngoai-giao") == [office.slug]
        assert api.slugs("/offices/", country="VN") == [office.slug]
        assert api.slugs("/offices/", single_seat="false") == [other.slug]
        assert api.slugs("/offices/", speaker="le-hoai-trung") == [other.slug]

    @pytest.mark.parametrize("said", ["đ !!", "vn", "VNM", "V", "V1"])
    def test_what_can_be_no_country_is_refused(self, api: Api, said: str) -> None:
        assert api.refused("/offices/", country=said) == ["country"]
        assert api.rows("/offices/", country="XX") == []

    def test_fifty_offices_cost_as_many_queries_as_one(
        self, api: Api, office: Office, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        OfficeAlias.objects.create(office=office, name="Bộ trưởng")
        one = api.cost("/offices/")
        for _ in range(49):
            OfficeAlias.objects.create(office=cast.add_office(organ=cast.add_organ()), name="Thứ trưởng")
        with django_assert_num_queries(one):
            assert len(api.rows("/offices/", page_size=50)) == 50

    def test_ten_holders_cost_as_many_queries_as_one(
        self, api: Api, office: Office, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        add_holder(office)
        one = api.cost(URL)
        for _ in range(9):
            add_holder(office)
        with django_assert_num_queries(one):
            assert len(api.read(URL)["holders"]) == 10


class TestOrgans:
    def test_a_body_has_its_offices_and_those_who_held_them(
        self, api: Api, organ: Organ, office: Office, speaker: Speaker
    ) -> None:
        OrganAlias.objects.create(organ=organ, name="BNG")
        cast.add_tenure(speaker, office, since="2025-10-25")
        answer = api.read("/organs/bo-ngoai-giao/")
        assert (answer["name"], answer["aliases"]) == ("Bộ Ngoại giao", ["BNG"])
        assert answer["offices"][0]["holders"][0]["speaker"]["slug"] == "le-hoai-trung"

    def test_fifty_bodies_cost_as_many_queries_as_one(
        self, api: Api, organ: Organ, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        OrganAlias.objects.create(organ=organ, name="BNG")
        one = api.cost("/organs/")
        for _ in range(49):
            OrganAlias.objects.create(organ=cast.add_organ(), name="tên khác")
        with django_assert_num_queries(one):
            assert len(api.rows("/organs/", page_size=50)) == 50

    def test_ten_offices_of_a_body_cost_as_many_queries_as_one(
        self, api: Api, organ: Organ, office: Office, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        add_holder(office)
        OfficeAlias.objects.create(office=office, name="Bộ trưởng")
        one = api.cost("/organs/bo-ngoai-giao/")
        for _ in range(9):
            add_holder(cast.add_office(organ=organ))
        with django_assert_num_queries(one):
            assert len(api.read("/organs/bo-ngoai-giao/")["offices"]) == 10
