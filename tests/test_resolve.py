"""Which known row a name, a title or a citation means: one, or none with the reason."""

import datetime
from typing import Any

import pytest

from articles.facts import Facts
from articles.models import Office, OfficeAlias, Organ, OrganAlias, Origin, SpeakerAlias
from articles.sources import Source
from directives.models import DocumentKind, Resolution, ResolutionAlias, ResolutionClaim
from register.document import Findings, extract
from register.resolve import Known, Match, Registry, resolve
from tests import cast

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 5)


def findings(sentence: str, day: datetime.date | None = DAY) -> Findings:
    text = f"Tin trong ngày\n\n{sentence}\n"
    return extract(Source(name="a.txt", text=text, source_hash="", facts=Facts(published_on=day)))


def known(sentence: str, day: datetime.date | None = DAY) -> Known:
    found = findings(sentence, day)
    return resolve(found, Registry.load(), found.published_on)


# --- documents ----------------------------------------------------------------------------------------------------


def document(slug: str, issuer: Organ | None = None, **facts: Any) -> Resolution:
    given = {"kind": DocumentKind.NGHI_QUYET, "number": "57", "symbol": "57-NQ/TW", "issuer": issuer}
    return Resolution.objects.create(slug=slug, **{**given, **facts})


def meant(words: str, day: datetime.date | None = DAY) -> str:
    """Return the slug of the document that the words mean, else the status."""
    (match,) = known(f"Ông đề nghị thực hiện tốt {words}, theo đúng tinh thần.", day).documents.values()
    return Resolution.objects.get(pk=match.id).slug if match.id else match.status


@pytest.fixture
def politburo() -> Organ:
    return Organ.objects.create(slug="bo-chinh-tri", name="Bộ Chính trị")


@pytest.fixture
def of_2024(politburo: Organ) -> Resolution:
    return document("57-nq-tw", politburo, issued_on=datetime.date(2024, 12, 22), term="XIII")


class TestDocuments:
    @pytest.mark.parametrize(
        "words",
        [
            "Nghị quyết 57",
            "Nghị quyết 57 năm 2024",
            "Nghị quyết 57/2024",
            "Nghị quyết 57 khóa XIII",
            "Nghị quyết 57 (khoá 13)",
            "Nghị quyết 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị khóa XIII",
        ],
    )
    def test_what_is_printed_of_a_document_agrees_with_it(self, of_2024: Resolution, words: str) -> None:
        assert meant(words) == "57-nq-tw"

    @pytest.mark.parametrize(
        "words",
        [
            "Nghị quyết 57 năm 2010",
            "Nghị quyết 57/2010",
            "Nghị quyết 57 khóa XI",
            "Nghị quyết 57-NQ/TW năm 2010",
            "Nghị quyết 57-NQ/TW khóa 11",
            "Nghị quyết 57-NQ/TW ngày 22/12/2023",
            "Nghị quyết 57-NQ/TW ngày 21/12/2024",
            "Nghị quyết 57-NQ/TW của Quốc hội",
        ],
    )
    def test_another_year_term_day_or_issuer_is_another_document(self, of_2024: Resolution, words: str) -> None:
        assert meant(words) == "unknown"

    def test_the_year_tells_documents_of_one_number_apart(self, of_2024: Resolution) -> None:
        document("57-nq-tw-2010", issued_on=datetime.date(2010, 5, 4), term="X")
        assert meant("Nghị quyết 57") == "ambiguous"
        assert meant("Nghị quyết 57 năm 2010") == "57-nq-tw-2010"
        assert meant("Nghị quyết 57 khóa X") == "57-nq-tw-2010"

    def test_two_years_in_one_text_are_two_documents(self, of_2024: Resolution) -> None:
        both = known("Nghị quyết 57 năm 2010 đã hết hiệu lực. Nghị quyết 57 năm 2024 nêu rõ định hướng.").documents
        assert {key: match.id for key, match in both.items()} == {
            "nghị quyết|57||2010": None,
            "nghị quyết|57||2024": of_2024.pk,
        }

    def test_of_a_document_without_a_day_the_claims_speak_against_a_year(self, politburo: Organ) -> None:
        undated = document("57-nq-tw", politburo)
        assert meant("Nghị quyết 57 năm 2010") == "57-nq-tw"
        ResolutionClaim.objects.create(
            resolution=undated, fact="issued_on", value="2024-12-22", confidence="unverified"
        )
        assert meant("Nghị quyết 57 năm 2010") == "unknown"
        assert meant("Nghị quyết 57 năm 2024") == "57-nq-tw"

    def test_the_year_in_a_symbol_is_the_year_of_the_document(self) -> None:
        document("178-nd-cp", kind=DocumentKind.NGHI_DINH, number="178", symbol="178/2024/NĐ-CP")
        assert meant("Nghị định 178/2024") == "178-nd-cp"
        assert meant("Nghị định 178 năm 2019") == "unknown"

    def test_the_year_in_which_a_plan_is_carried_out_is_not_that_of_the_document(self, of_2024: Resolution) -> None:
        (match,) = known("Bộ ban hành Kế hoạch triển khai thực hiện Nghị quyết 57 năm 2026.").documents.values()
        assert match.id == of_2024.pk

    def test_the_issuer_is_a_constraint_for_names_where_both_are_known(self, politburo: Organ) -> None:
        convention = document("cong-uoc", politburo, kind=DocumentKind.CONG_UOC, number="", symbol="")
        for name in ("Công ước Hà Nội", "Công ước Hà Nội của Liên hợp quốc"):
            ResolutionAlias.objects.create(resolution=convention, name=name)
        assert meant("Công ước Hà Nội") == "cong-uoc"
        assert meant("Công ước Hà Nội của Liên hợp quốc") == "unknown"
        Resolution.objects.update(issuer=None)
        assert meant("Công ước Hà Nội của Liên hợp quốc") == "cong-uoc"

    def test_a_body_named_with_its_number_is_the_body(self) -> None:
        committee = Organ.objects.create(slug="trung-uong", name="Ban Chấp hành Trung ương Đảng")
        OrganAlias.objects.create(organ=committee, name="Hội nghị Trung ương")
        plenum = document("nq-4-xii", committee, number="", symbol="", term="XII")
        ResolutionAlias.objects.create(resolution=plenum, name="Nghị quyết Hội nghị Trung ương 4 khóa XII")
        assert meant("Nghị quyết Hội nghị Trung ương 4 khóa XII") == "nq-4-xii"

    def test_the_year_that_a_strategy_is_to_reach_is_not_that_of_its_issue(self) -> None:
        strategy = document(
            "chien-luoc", kind=DocumentKind.CHIEN_LUOC, number="", symbol="", issued_on=datetime.date(2021, 11, 30)
        )
        name = "Chiến lược Ngoại giao văn hóa đến năm 2030"
        ResolutionAlias.objects.create(resolution=strategy, name=name)
        assert meant(name) == "chien-luoc"

    def test_a_law_of_another_year_is_another_law(self) -> None:
        law = document("luat", kind=DocumentKind.LUAT, number="108", symbol="108/2016/QH13")
        ResolutionAlias.objects.create(resolution=law, name="Luật Điều ước quốc tế")
        text = "Luật Điều ước quốc tế năm 2005 đã cũ. Theo Luật Điều ước quốc tế, việc ký phải được phép."
        assert {match.id for match in known(text).documents.values()} == {None}

    def test_the_day_that_a_person_gave_an_article_counts(self, of_2024: Resolution) -> None:
        found = findings("Thực hiện Nghị quyết 57, toàn ngành vào cuộc.", datetime.date(2024, 1, 1))
        (match,) = resolve(found, Registry.load(), found.published_on).documents.values()
        assert match.id is None
        (match,) = resolve(found, Registry.load(), DAY).documents.values()
        assert match.id == of_2024.pk


# --- people -------------------------------------------------------------------------------------------------------


def office(title: str, **facts: Any) -> Office:
    return cast.add_office(**{"title": title, "country": "VN", "single_seat": True, **facts})


def offices(sentence: str, day: datetime.date | None = DAY) -> list[str | None]:
    """Return the office of each title printed beside names, as a run takes them: who is not known gets a row first."""
    found = findings(sentence, day)
    registry = Registry.load()
    before = resolve(found, registry, day)
    for name, match in before.speakers.items():
        if match.id is None and not match.candidates:
            registry.add_speaker(cast.add_speaker(name, origin=Origin.MACHINE))
    seen = resolve(found, registry, day)
    titles = dict(Office.objects.values_list("pk", "title"))
    taken: list[str | None] = []
    for mention in found.voices.mentions:
        words = [title.of(found.text) for title in mention.titles]
        speaker = seen.speakers[mention.name].id if mention.name else None
        known = registry.titles(words, speaker, seen.bearer(mention.name))
        taken += [titles.get(one.office or 0) for one in known]
    return taken


class TestNames:
    def test_of_namesakes_both_are_said_to_be_meant(self) -> None:
        for slug in ("lan-b", "lan-a"):
            cast.add_speaker("Trần Thị Lan", slug=slug)
        match = Registry.load().speaker("Trần Thị Lan")
        assert match == Match(None, "ambiguous", "2 speakers of that name", ("lan-a", "lan-b"))

    def test_a_merged_speaker_with_a_name_of_another_is_one_person(self) -> None:
        kept = cast.add_speaker("Trần Thị Lan")
        merged = cast.add_speaker("Trần Lan", merged_into=kept)
        SpeakerAlias.objects.create(speaker=merged, name="Trần Thị Lan")
        assert Registry.load().speaker("Trần Thị Lan") == Match(kept.pk)

    def test_nobody_of_that_name_is_unknown_without_candidates(self) -> None:
        match = Registry.load().speaker("Trần Thị Lan")
        assert (match.status, match.candidates) == ("unknown", ())


class TestOffices:
    @pytest.mark.parametrize("name", ["Lê Hoài Trung", "Nguyễn Thanh Mẫn", "Ma Thị Thúy", "Phạm Văn Huynh"])
    def test_a_vietnamese_name_takes_a_seat_that_nobody_is_known_to_hold(self, name: str) -> None:
        office("Bộ trưởng Ngoại giao")
        assert offices(f"Bộ trưởng Ngoại giao {name} cho biết như vậy.") == ["Bộ trưởng Ngoại giao"]

    @pytest.mark.parametrize("name", ["Andrey Rudenko", "Khuon Sudary", "Hun Sen", "Tôn Vệ Đông"])
    def test_a_foreigner_has_no_office_of_vietnam(self, name: str) -> None:
        office("Thứ trưởng Ngoại giao", single_seat=False)
        assert offices(f"Thứ trưởng Ngoại giao {name} cho biết như vậy.") == [None]

    def test_a_seat_that_another_is_known_to_hold_is_not_taken(self) -> None:
        seat = office("Chủ tịch nước")
        cast.add_tenure(cast.add_speaker("Lương Cường"), seat, since=datetime.date(2024, 10, 21))
        sentence = "Chủ tịch nước Trần Đức Lương cho biết như vậy."
        assert offices(sentence) == [None]
        assert offices(sentence, datetime.date(2005, 1, 1)) == ["Chủ tịch nước"]
        assert offices(sentence, None) == [None]

    def test_a_seat_is_held_about_the_days_on_which_a_source_shows_it(self) -> None:
        seat = office("Bộ trưởng Quốc phòng")
        day = datetime.date(2025, 6, 1)
        cast.add_tenure(cast.add_speaker("Phan Văn Giang"), seat, first_seen=day, last_seen=day)
        sentence = "Bộ trưởng Quốc phòng Đổng Quân cho biết như vậy."
        assert offices(sentence) == [None]
        assert offices(sentence, datetime.date(2030, 1, 1)) == ["Bộ trưởng Quốc phòng"]

    def test_what_the_machine_saw_of_another_is_no_knowledge(self) -> None:
        seat = office("Bộ trưởng Ngoại giao")
        facts = {"first_seen": DAY, "last_seen": DAY, "origin": Origin.MACHINE}
        cast.add_tenure(cast.add_speaker("Trần Văn Bình"), seat, **facts)
        assert offices("Bộ trưởng Ngoại giao Lê Hoài Trung cho biết như vậy.") == ["Bộ trưởng Ngoại giao"]

    def test_who_is_known_to_hold_a_seat_takes_it_beside_another(self) -> None:
        seat = office("Bộ trưởng Ngoại giao")
        speaker = cast.add_speaker("Lê Hoài Trung")
        for holder in (speaker, cast.add_speaker("Trần Văn Bình")):
            cast.add_tenure(holder, seat, since=datetime.date(2025, 1, 1))
        assert offices("Bộ trưởng Ngoại giao Lê Hoài Trung cho biết như vậy.") == ["Bộ trưởng Ngoại giao"]

    def test_beside_a_seat_of_another_no_office_is_taken(self) -> None:
        seat = office("Bộ trưởng Ngoại giao")
        office("Ủy viên Bộ Chính trị", single_seat=False)
        cast.add_tenure(cast.add_speaker("Trần Văn Bình"), seat, since=datetime.date(2025, 1, 1))
        sentence = "Ủy viên Bộ Chính trị, Bộ trưởng Ngoại giao Lê Hoài Trung cho biết như vậy."
        assert offices(sentence) == [None, None]

    def test_a_former_office_in_doubt_leaves_the_present_one(self) -> None:
        seat = office("Bộ trưởng Ngoại giao")
        office("Ủy viên Bộ Chính trị", single_seat=False)
        cast.add_tenure(cast.add_speaker("Trần Văn Bình"), seat, since=datetime.date(2025, 1, 1))
        sentence = "Ủy viên Bộ Chính trị, nguyên Bộ trưởng Ngoại giao Lê Hoài Trung cho biết như vậy."
        assert offices(sentence) == ["Ủy viên Bộ Chính trị", None]

    def test_a_title_that_names_another_state_speaks_for_the_others(self) -> None:
        office("Thứ trưởng Ngoại giao", single_seat=False)
        away = "Thứ trưởng Ngoại giao Trung Quốc Trần Văn Hải đến Hà Nội."
        assert offices(f"{away} Thứ trưởng Ngoại giao Trần Văn Hải cho biết như vậy.") == [None, None]

    def test_a_title_that_names_vietnam_is_of_vietnam(self) -> None:
        seat = office("Bộ trưởng Ngoại giao")
        cast.add_tenure(cast.add_speaker("Trần Văn Bình"), seat, since=datetime.date(2025, 1, 1))
        sentence = "Bộ trưởng Ngoại giao Việt Nam Lê Hoài Trung cho biết như vậy."
        assert offices(sentence) == ["Bộ trưởng Ngoại giao"]

    @pytest.mark.parametrize(("country", "expected"), [("VN", "Bộ trưởng Ngoại giao"), ("CN", None)])
    def test_the_known_country_of_a_speaker_decides(self, country: str, expected: str | None) -> None:
        seat = office("Bộ trưởng Ngoại giao")
        cast.add_tenure(cast.add_speaker("Trần Văn Bình"), seat, since=datetime.date(2025, 1, 1))
        cast.add_speaker("Lê Hoài Trung", country=country)
        assert offices("Bộ trưởng Ngoại giao Lê Hoài Trung cho biết như vậy.") == [expected]

    def test_an_office_of_another_state_is_taken_and_speaks_for_the_others(self) -> None:
        office("Tổng Bí thư")
        president = office("Chủ tịch nước Lào", country="LA")
        OfficeAlias.objects.create(office=president, name="Chủ tịch Lào")
        sentence = "Tổng Bí thư, Chủ tịch nước Lào Thongloun Sisoulith cho biết như vậy."
        assert offices(sentence) == [None, "Chủ tịch nước Lào"]

    def test_a_title_of_nobody_named_means_the_office_at_home(self) -> None:
        seat = office("Thủ tướng Chính phủ")
        cast.add_tenure(cast.add_speaker("Trần Văn Bình"), seat, since=datetime.date(2025, 1, 1))
        (found,) = Registry.load().titles(["Thủ tướng Chính phủ"], None)
        assert found.office == seat.pk

    def test_a_tenure_that_nothing_dates_keeps_no_seat(self) -> None:
        seat = office("Bộ trưởng Ngoại giao")
        cast.add_tenure(cast.add_speaker("Trần Văn Bình"), seat)
        assert offices("Bộ trưởng Ngoại giao Lê Hoài Trung cho biết như vậy.") == ["Bộ trưởng Ngoại giao"]
