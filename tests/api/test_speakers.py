"""Speakers: names, offices and the evidence for them, and which office someone held on a day."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import (
    Article,
    Confidence,
    Mention,
    MentionStatus,
    Office,
    Origin,
    Review,
    Role,
    Speaker,
    SpeakerAlias,
    State,
    TenureClaim,
)
from tests import cast
from tests.conftest import Answer, Api

URL = "/speakers/le-hoai-trung/"


def held(api: Api, day: str) -> list[tuple[str, bool, str]]:
    """The offices held on a day: each with whether as acting, and how that is known."""
    answer = api.read(URL, at=day)
    return [(one["office"]["slug"], one["acting"], one["basis"]) for one in answer["offices_then"]]


class TestList:
    def test_a_person_says_how_often_articles_name_them_in_each_role(self, api: Api, mention: Mention) -> None:
        cast.add_mention(mention.article, mention.speaker, "Trung", role=Role.PICTURED)
        cast.add_mention(mention.article, mention.speaker, "Trung", role=Role.PICTURED, review=Review.REJECTED)
        (found,) = api.rows("/speakers/")
        assert found["mention_counts"] == {"interviewee": 0, "quoted": 1, "mentioned": 0, "pictured": 1}
        assert found["article_count"] == 1

    def test_names_stand_in_vietnamese_order(self, api: Api) -> None:
        for name in ("Trần Thị Đào", "Nguyễn Văn Duy", "Lê Thị An"):
            cast.add_speaker(name)
        names = [row["name"] for row in api.rows("/speakers/")]
        assert names == ["Lê Thị An", "Nguyễn Văn Duy", "Trần Thị Đào"]
        assert [row["name"] for row in api.rows("/speakers/", ordering="-name")] == names[::-1]

    def test_one_who_was_merged_is_not_in_it(self, api: Api, speaker: Speaker) -> None:
        cast.add_speaker(merged_into=speaker)
        assert api.slugs("/speakers/") == ["le-hoai-trung"]

    def test_one_whom_only_a_withdrawn_article_names_is_not_in_it(self, api: Api, mention: Mention) -> None:
        Speaker.objects.update(origin=Origin.MACHINE)
        assert api.slugs("/speakers/") == ["le-hoai-trung"]
        Article.objects.update(state=State.WITHDRAWN)
        assert api.slugs("/speakers/") == []
        assert api.get(URL).status_code == 410

    def test_one_known_from_elsewhere_is_in_it_and_can_be_left_out(self, api: Api, mention: Mention) -> None:
        other = cast.add_speaker(slug="nguoi-khac")
        assert sorted(api.slugs("/speakers/")) == ["le-hoai-trung", other.slug]
        assert api.slugs("/speakers/", named="true") == ["le-hoai-trung"]
        assert api.slugs("/speakers/", named="false") == [other.slug]

    def test_fifty_speakers_cost_as_many_queries_as_one(
        self, api: Api, mention: Mention, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        one = api.cost("/speakers/")
        for _ in range(49):
            cast.add_mention(mention.article, cast.add_speaker())
        with django_assert_num_queries(one):
            assert len(api.rows("/speakers/", page_size=50)) == 50


class TestFilters:
    def test_role_and_article_ask_for_one_mention(self, api: Api, mention: Mention) -> None:
        other = cast.add_article(slug="bai-khac")
        cast.add_mention(other, mention.speaker, role=Role.PICTURED)
        assert api.slugs("/speakers/", role="quoted", article="ba-dinh-huong") == ["le-hoai-trung"]
        assert api.slugs("/speakers/", role="quoted", article="bai-khac") == []
        assert api.slugs("/speakers/", role=["quoted", "pictured"], article="bai-khac") == ["le-hoai-trung"]

    def test_a_rejected_mention_gives_no_role(self, api: Api, mention: Mention) -> None:
        Mention.objects.update(review=Review.REJECTED)
        assert api.slugs("/speakers/", role="quoted") == []

    def test_an_open_mention_finds_nobody(self, api: Api, article: Article, speaker: Speaker) -> None:
        cast.add_mention(article, None, status=MentionStatus.UNKNOWN)
        assert api.slugs("/speakers/", role="quoted") == []
        assert api.slugs("/speakers/", named="false") == ["le-hoai-trung"]

    def test_an_office_and_its_body_find_those_who_held_it(self, api: Api, speaker: Speaker, office: Office) -> None:
        cast.add_speaker()
        cast.add_tenure(speaker, office, since="2025-10-25")
        assert api.slugs("/speakers/", office=office.slug) == ["le-hoai-trung"]
        assert api.slugs("/speakers/", organ="bo-ngoai-giao") == ["le-hoai-trung"]

    def test_a_role_that_there_is_not_is_refused(self, api: Api) -> None:
        assert api.refused("/speakers/", role="reporter") == ["role"]

    def test_a_day_cannot_be_asked_of_the_list(self, api: Api) -> None:
        assert api.refused("/speakers/", at="2025-09-16") == ["at"]


class TestDetail:
    def test_a_person_has_names_and_offices_with_what_sources_say(
        self, api: Api, speaker: Speaker, office: Office
    ) -> None:
        SpeakerAlias.objects.create(speaker=speaker, name="Hoài Trung")
        tenure = cast.add_tenure(
            speaker,
            office,
            acting=True,
            since="2009-11-01",
            since_precision="month",
            first_seen="2025-09-16",
            last_seen="2025-09-16",
        )
        source = "https://nguon.example/1"
        for value, confidence in (("2009-11", Confidence.SINGLE), ("2009-10", Confidence.UNVERIFIED)):
            TenureClaim.objects.create(tenure=tenure, fact="since", value=value, source=source, confidence=confidence)
        answer = api.read(URL)
        assert answer["aliases"] == ["Hoài Trung"]
        (found,) = answer["tenures"]
        assert (found["acting"], found["since"], found["until"]) == (True, "2009-11", None)
        assert (found["first_seen"], found["office"]["title"]) == ("2025-09-16", "Bộ trưởng Bộ Ngoại giao")
        assert [(claim["value"], claim["source"]) for claim in found["evidence"]["claims"]] == [("2009-11", source)]
        assert answer["offices_then"] is None

    def test_an_office_that_nothing_stands_behind_is_not_served(
        self, api: Api, speaker: Speaker, office: Office
    ) -> None:
        tenure = cast.add_tenure(speaker, office)
        TenureClaim.objects.create(tenure=tenure, fact="since", value="2012", confidence=Confidence.UNVERIFIED)
        assert api.read(URL)["tenures"] == []

    def test_an_office_that_an_undated_article_prints_is_served(
        self, api: Api, speaker: Speaker, office: Office
    ) -> None:
        cast.add_tenure(speaker, office, origin=Origin.MACHINE)
        assert api.read(URL)["tenures"] == []
        undated = cast.add_article()
        cast.print_title(cast.add_mention(undated, speaker), "Bộ trưởng Ngoại giao", office)
        (found,) = api.read(URL)["tenures"]
        assert [one["article"]["slug"] for one in found["evidence"]["articles"]] == [undated.slug]

    def test_ten_offices_cost_as_many_queries_as_one(
        self, api: Api, speaker: Speaker, office: Office, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        def add() -> None:
            tenure = cast.add_tenure(speaker, cast.add_office(organ=cast.add_organ()), since="2020-01-01")
            TenureClaim.objects.create(tenure=tenure, fact="since", value="2020", confidence=Confidence.SINGLE)
            SpeakerAlias.objects.create(speaker=speaker, name=f"Tên {tenure.public_id}")

        add()
        one = api.cost(URL, at="2025-09-16")
        for _ in range(9):
            add()
        with django_assert_num_queries(one):
            assert len(api.read(URL, at="2025-09-16")["offices_then"]) == 10


class TestMerged:
    def test_one_who_was_merged_leads_to_the_end_of_the_chain(self, api: Api, speaker: Speaker) -> None:
        between = cast.add_speaker(merged_into=speaker)
        merged = cast.add_speaker(slug="ten-cu", merged_into=between)
        response = api.get(f"/speakers/{merged.slug}/", at="2025-09-16")
        assert response.status_code == 301
        assert response["Location"] == "/api/v1/speakers/le-hoai-trung/?at=2025-09-16"
        assert "max-age=3600" in response["Cache-Control"]

    def test_a_circle_of_merges_is_not_found(self, api: Api, speaker: Speaker) -> None:
        other = cast.add_speaker(slug="ten-cu", merged_into=speaker)
        Speaker.objects.filter(pk=speaker.pk).update(merged_into=other)
        assert api.get("/speakers/ten-cu/").status_code == 404


class TestOfficeHeldOnADay:
    @pytest.fixture(autouse=True)
    def tenures(self, speaker: Speaker, office: Office) -> None:
        cast.add_tenure(speaker, office, acting=True, since="2025-08-30", until="2025-10-25")
        cast.add_tenure(speaker, office, since="2025-10-25")

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2025-08-29", []),
            ("2025-08-30", [("bo-truong-ngoai-giao", True, "dates")]),
            ("2025-10-24", [("bo-truong-ngoai-giao", True, "dates")]),
            ("2025-10-25", [("bo-truong-ngoai-giao", False, "open")]),  # the day of until is the successor's
            ("2026-01-29", [("bo-truong-ngoai-giao", False, "open")]),
        ],
    )
    def test_one_day_has_one_holder(self, api: Api, day: str, expected: list[tuple[str, bool, str]]) -> None:
        assert held(api, day) == expected

    def test_what_articles_show_counts_between_the_first_and_the_last_day(self, api: Api, speaker: Speaker) -> None:
        office = cast.add_office(slug="uy-vien")
        cast.add_tenure(speaker, office, first_seen="2024-01-10", last_seen="2024-03-10")
        for day in ("2024-01-10", "2024-03-10"):
            mention = cast.add_mention(cast.add_article(published_on=day), speaker)
            cast.print_title(mention, "Bộ trưởng Ngoại giao", office)
        assert held(api, "2024-02-01") == [("uy-vien", False, "seen")]
        assert held(api, "2024-03-11") == []

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2009-10-31", None),
            ("2009-11-15", "imprecise"),
            ("2009-12-01", "dates"),
            ("2012-12-31", "dates"),
            ("2013-06-01", "imprecise"),
            ("2014-01-01", None),
        ],
    )
    def test_a_month_or_year_of_which_more_is_not_known_is_said_to_be_imprecise(
        self, api: Api, speaker: Speaker, day: str, expected: str | None
    ) -> None:
        dates = {"since": "2009-11-01", "until": "2013-01-01"}
        precisions = {"since_precision": "month", "until_precision": "year"}
        cast.add_tenure(speaker, cast.add_office(slug="dai-su"), **dates, **precisions)
        assert held(api, day) == ([("dai-su", False, expected)] if expected else [])

    @pytest.mark.parametrize("day", ["16/09/2025", "2025-02-30", "2025-9-16", "0001-01-01", "today"])
    def test_what_is_no_day_is_refused(self, api: Api, day: str) -> None:
        assert api.refused(URL, at=day) == ["at"]

    def test_the_answer_says_it_in_rows_of_the_same_form(self, api: Api) -> None:
        answer: Answer = api.read(URL, at="2026-01-29")
        (then,) = answer["offices_then"]
        assert {key: value for key, value in then.items() if key != "basis"} in answer["tenures"]
