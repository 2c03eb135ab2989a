"""Documents and names that are added later: what waited for them is settled, as if they had been there before."""

import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from io import StringIO
from threading import Event
from typing import Any, Final, TypeVar

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Organ, Origin, Remark, RemarkState, Review
from directives.models import (
    Citation,
    CitationStatus,
    DocumentKind,
    Relation,
    Resolution,
    ResolutionAlias,
    ResolutionClaim,
)
from register import settling
from register.models import DataVersion
from register.save import save
from register.settling import POINTER, Settled, settle_citations
from tests.test_ingest import ingest, source

pytestmark = pytest.mark.django_db

Result = TypeVar("Result")
SECONDS: Final = 20  # that one of two waits for the other before the test fails

TEXT = """Ngoại giao phục vụ phát triển đất nước

Bộ trưởng Ngoại giao Lê Hoài Trung đề nghị thực hiện tốt Nghị quyết 59-NQ/TW ngày 24/1/2025 về hội nhập quốc tế.

Nghị quyết này mở ra giai đoạn mới. Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15-CT/TW đã nêu rõ việc đó.

Việt Nam là nước mở ký Công ước Hà Nội. Quyết định 40/QĐ-TTg vẫn còn hiệu lực.
"""
DAY = datetime.date(2026, 3, 5)


def load(number: int = 1, text: str = TEXT) -> Article:
    facts = {"published_on": DAY, "url": f"https://bao.example/{number}", "title": f"Bài số {number}"}
    (outcome,) = ingest(source(text, f"{number}.txt", **facts))
    assert outcome.article, outcome.reason
    return outcome.article


def add_documents() -> dict[str, Resolution]:
    government = Organ.objects.create(slug="chinh-phu", name="Chính phủ")
    resolution, directive = DocumentKind.NGHI_QUYET, DocumentKind.CHI_THI
    documents = [
        Resolution(slug="59-nq-tw", kind=resolution, number="59", symbol="59-NQ/TW", title="hội nhập quốc tế mới"),
        Resolution(slug="21-nq-cp", kind=resolution, number="21", symbol="21/NQ-CP", issuer=government),
        Resolution(slug="15-ct-tw", kind=directive, number="15", symbol="15-CT/TW"),
        Resolution(slug="cong-uoc-ha-noi", kind=DocumentKind.CONG_UOC),
    ]
    for document in documents:
        document.save()
    ResolutionAlias.objects.create(resolution=documents[-1], name="Công ước Hà Nội")
    return {document.slug: document for document in documents}


def settle(*documents: Resolution, **options: Any) -> Settled:
    total = Settled()
    for settled in settle_citations([document.pk for document in documents] if documents else None, **options):
        total.add(settled)
    return total


WRITTEN = {
    Citation: ("article__slug", "public_id", "start", "exact", "resolution__slug", "status", "reason", "review"),
    Remark: ("article__slug", "public_id", "start", "exact", "code", "detail", "state", "rule"),
    Relation: ("article__slug", "resolution__slug", "type", "target__slug", "start", "exact", "source", "confidence"),
    ResolutionClaim: ("article__slug", "resolution__slug", "fact", "value", "source", "confidence", "preferred"),
}


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row that follows from which documents are known, by what it says."""
    found = {model.__name__: model._default_manager.values_list(*names) for model, names in WRITTEN.items()}
    return {name: sorted(values, key=str) for name, values in found.items()}


def statuses() -> dict[str, str]:
    return dict(Citation.objects.values_list("exact", "status"))


class TestSettling:
    def test_a_document_added_later_leaves_the_rows_that_it_leaves_when_it_is_there(self) -> None:
        load()
        before = statuses()
        assert set(before.values()) == {CitationStatus.UNKNOWN}
        documents = add_documents()
        settled = settle()
        assert (settled.articles, settled.settled, settled.reopened, settled.changed) == (1, 5, 0, 0)
        assert settled.still_open == {"no document known by that number or name": 1}
        later = rows()
        Article.objects.all().delete()
        load()
        assert later == rows()
        assert statuses().pop("Quyết định 40/QĐ-TTg") == CitationStatus.UNKNOWN
        (relation,) = Relation.objects.all()
        assert (relation.resolution, relation.target) == (documents["21-nq-cp"], documents["15-ct-tw"])
        assert relation.exact == "Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15-CT/TW"
        claims = ResolutionClaim.objects.values_list("resolution__slug", "fact", "value", "confidence")
        assert sorted(claims) == [
            ("21-nq-cp", "title", "triển khai Chỉ thị 15-CT/TW", "single"),
            ("59-nq-tw", "issued_on", "2025-01-24", "single"),
            ("59-nq-tw", "title", "hội nhập quốc tế", "single"),
        ]

    def test_a_second_run_writes_nothing(self) -> None:
        load()
        add_documents()
        settle()
        version, there = DataVersion.current(), rows()
        assert settle().settled == 0
        assert (DataVersion.current(), rows()) == (version, there)

    def test_the_remarks_on_what_is_settled_go_and_those_that_a_person_settled_stay(self) -> None:
        load()
        Remark.objects.filter(exact="Công ước Hà Nội").update(state=RemarkState.IGNORED)
        add_documents()
        settle()
        open_ones = Remark.objects.filter(code="citation-unknown").values_list("exact", "state")
        assert sorted(open_ones) == [("Công ước Hà Nội", "ignored"), ("Quyết định 40/QĐ-TTg", "open")]

    def test_a_name_added_later_settles_too(self) -> None:
        load()
        convention = Resolution.objects.create(slug="cong-uoc", kind=DocumentKind.CONG_UOC)
        assert settle(convention).settled == 0
        ResolutionAlias.objects.create(resolution=convention, name="Công ước Hà Nội")
        assert settle(convention).settled == 1

    def test_what_a_person_decided_stays(self) -> None:
        load()
        Citation.objects.filter(exact="Công ước Hà Nội").update(review=Review.CONFIRMED)
        add_documents()
        assert settle().settled == 4
        assert statuses()["Công ước Hà Nội"] == CitationStatus.UNKNOWN

    def test_a_second_document_of_the_number_leaves_open_what_was_certain(self) -> None:
        resolution = Resolution.objects.create(slug="59", kind=DocumentKind.NGHI_QUYET, number="59")
        load(text="Tin mới\n\nÔng đề nghị thực hiện Nghị quyết 59 cho thật tốt.\n")
        assert Citation.objects.get().resolution == resolution
        other = Resolution.objects.create(slug="59-x", kind=DocumentKind.NGHI_QUYET, number="059")
        settled = settle(other)
        assert (settled.reopened, settled.still_open) == (1, {"may be 59 or 59-x": 1})
        citation, remark = Citation.objects.get(), Remark.objects.get(code="citation-ambiguous")
        assert (citation.resolution, citation.status) == (None, CitationStatus.AMBIGUOUS)
        assert (remark.exact, remark.detail) == (citation.exact, "may be 59 or 59-x")
        resolution.delete()
        assert settle().settled == 1
        assert not Remark.objects.filter(code="citation-ambiguous").exists()

    def test_a_document_of_another_day_settles_nothing(self) -> None:
        load()
        late = {"issued_on": DAY + datetime.timedelta(days=1)}
        document = Resolution.objects.create(
            slug="15", kind=DocumentKind.CHI_THI, number="15", symbol="15-CT/TW", **late
        )
        assert settle(document).settled == 0

    def test_only_articles_that_may_mean_the_documents_are_read(self) -> None:
        load()
        load(2, "Tin mới\n\nÔng nhắc tới Kết luận 83-KL/TW của Bộ Chính trị.\n")
        documents = add_documents()
        assert settle(documents["59-nq-tw"]).articles == 1
        assert settle().articles == 2

    def test_it_goes_on_where_it_was_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settling, "CHUNK", 1)
        for number in (1, 2, 3):
            load(number)
        add_documents()
        chunks: Iterator[Settled] = settle_citations()
        assert next(chunks).settled == 5
        rest = settle()
        assert (rest.articles, rest.settled) == (3, 10)

    def test_a_chunk_costs_as_many_queries_as_one_article(self, django_assert_num_queries: Any) -> None:
        for number in (1, 2, 3, 4):
            load(number)
        settle()
        with CaptureQueriesContext(connection) as few:
            settle()
        for number in (5, 6, 7, 8, 9):
            load(number)
        with django_assert_num_queries(len(few)):
            settle()

    def test_a_chunk_has_no_more_characters_than_it_may(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in (1, 2, 3):
            load(number)
        monkeypatch.setattr(settling, "CHUNK_CHARACTERS", 2 * len(TEXT))
        assert [settled.articles for settled in settle_citations()] == [2, 1]
        monkeypatch.setattr(settling, "CHUNK_CHARACTERS", 1)
        assert [settled.articles for settled in settle_citations()] == [1, 1, 1]


ODD = {
    "no-break spaces": TEXT.replace(" ", "\u00a0"),
    "double spaces": TEXT.replace(" ", "  "),
    "zero-width spaces": TEXT.replace("59-NQ/TW", "59-NQ/\u200bTW").replace("Nghị quyết 21", "Nghị\u200b quyết 21"),
    "soft hyphens": TEXT.replace("15-CT/TW", "15-\u00adCT/TW").replace("Công ước Hà Nội", "Công ước Hà\u00ad Nội"),
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
class TestOddSpaces:
    def test_a_clean_load_is_left_as_it_is(self, text: str) -> None:
        add_documents()
        load(text=text)
        version, there = DataVersion.current(), rows()
        assert len(there["Relation"]) == 1
        settle()
        assert (DataVersion.current(), rows()) == (version, there)

    def test_a_document_added_later_settles(self, text: str) -> None:
        load(text=text)
        add_documents()
        assert settle().settled == 5
        later = rows()
        Article.objects.all().delete()
        load(text=text)
        assert later == rows()


class TestWhatPeopleDecided:
    """What articles state of documents follows the citations as people decided them, however it is read again."""

    @pytest.fixture(params=["settled", "loaded"])
    def read_again(self, request: pytest.FixtureRequest) -> Callable[[], object]:
        def load_again() -> None:
            Article.objects.update(extractor_version="1999.1")
            load()

        return settle if request.param == "settled" else load_again

    def test_what_a_person_left_open_is_remarked_on_as_the_rules_read_it(
        self, read_again: Callable[[], object]
    ) -> None:
        load()
        Citation.objects.filter(symbol="59-NQ/TW").update(review=Review.EDITED, kind=DocumentKind.KET_LUAN)
        remarks = Remark.objects.filter(exact__startswith="Nghị quyết 59", code="citation-unknown")
        assert remarks.exists()
        documents = add_documents()
        read_again()
        assert Citation.objects.get(symbol="59-NQ/TW").status == CitationStatus.UNKNOWN
        assert not remarks.exists()  # the rules know by now which document is printed there
        Resolution.objects.filter(pk=documents["59-nq-tw"].pk).update(number="60", symbol="60-NQ/TW")
        DataVersion.bump()
        read_again()
        assert remarks.get().state == RemarkState.OPEN
        version = DataVersion.current()
        settle()
        assert DataVersion.current() == version

    def test_a_remark_that_was_resolved_opens_again_where_it_holds(self, read_again: Callable[[], object]) -> None:
        load()
        remarks = Remark.objects.filter(exact="Công ước Hà Nội")
        remarks.update(state=RemarkState.RESOLVED)
        Citation.objects.filter(exact="Công ước Hà Nội").update(review=Review.CONFIRMED)
        read_again()
        assert remarks.get().state == RemarkState.OPEN

    def test_a_rejected_citation_states_nothing(self, read_again: Callable[[], object]) -> None:
        add_documents()
        load()
        assert Relation.objects.exists()
        Citation.objects.filter(number="15").update(review=Review.REJECTED)
        Citation.objects.filter(symbol="59-NQ/TW").update(review=Review.REJECTED)
        read_again()
        assert not Relation.objects.exists()
        assert list(ResolutionClaim.objects.values_list("resolution__slug", "fact")) == [("21-nq-cp", "title")]

    def test_what_is_printed_is_said_of_the_document_that_a_person_chose(
        self, read_again: Callable[[], object]
    ) -> None:
        documents = add_documents()
        load()
        chosen = {"review": Review.EDITED, "resolution": documents["cong-uoc-ha-noi"]}
        Citation.objects.filter(symbol="59-NQ/TW").update(**chosen)
        Citation.objects.filter(number="15").update(**chosen)
        read_again()
        claims = ResolutionClaim.objects.values_list("resolution__slug", "fact", "value")
        assert sorted(claims) == [
            ("21-nq-cp", "title", "triển khai Chỉ thị 15-CT/TW"),
            ("cong-uoc-ha-noi", "issued_on", "2025-01-24"),
            ("cong-uoc-ha-noi", "title", "hội nhập quốc tế"),
        ]
        assert Relation.objects.get().target == documents["cong-uoc-ha-noi"]

    def test_it_is_followed_where_all_citations_of_an_article_are_decided(
        self, read_again: Callable[[], object]
    ) -> None:
        add_documents()
        load()
        Citation.objects.update(review=Review.REJECTED)
        read_again()
        assert not Relation.objects.exists()
        assert not ResolutionClaim.objects.exists()

    def test_a_relation_whose_other_document_a_person_corrected_does_not_come_back(
        self, read_again: Callable[[], object]
    ) -> None:
        documents = add_documents()
        load()
        Relation.objects.update(target=documents["59-nq-tw"], origin=Origin.CURATOR)
        read_again()
        assert Relation.objects.get().target == documents["59-nq-tw"]

    def test_the_words_of_a_relation_that_a_person_corrected_are_those_of_the_present_text(self) -> None:
        documents = add_documents()
        load()
        Relation.objects.update(target=documents["59-nq-tw"], origin=Origin.CURATOR)
        article = load(text=f"Một dòng mới\n\n{TEXT}")
        row = Relation.objects.get()
        assert row.start is not None
        assert article.text[row.start : row.end] == row.exact
        assert row.exact.startswith("Nghị quyết 21")
        load(text="Tin khác\n\nKhông còn gì.\n")
        row = Relation.objects.get()
        assert (row.start, row.end, row.exact, row.target) == (None, None, "", documents["59-nq-tw"])

    def test_an_article_whose_day_a_person_took_away_has_none(self, read_again: Callable[[], object]) -> None:
        documents = add_documents()
        load()
        late = DAY + datetime.timedelta(days=1)
        Resolution.objects.filter(pk=documents["15-ct-tw"].pk).update(issued_on=late)  # cited before its day
        Article.objects.update(edited=True, published_on=None)
        read_again()
        assert statuses()["Chỉ thị 15-CT/TW"] == CitationStatus.RESOLVED
        Article.objects.update(published_on=DAY)
        DataVersion.bump()
        read_again()
        assert statuses()["Chỉ thị 15-CT/TW"] == CitationStatus.UNKNOWN

    def test_a_rejected_one_whose_words_are_gone_still_states_nothing(self) -> None:
        add_documents()
        load()
        assert Relation.objects.exists()
        Citation.objects.filter(number="21").update(review=Review.REJECTED)
        load(text=TEXT.replace("Nghị quyết 21", "Nghị quyết số 21"))
        assert Citation.objects.get(number="21", review=Review.REJECTED).earlier_text
        assert not Relation.objects.exists()
        settle()
        assert not Relation.objects.exists()


class TestDeletedArticles:
    def test_relations_go_with_the_articles_that_state_them(self) -> None:
        documents = add_documents()
        ends = {"resolution": documents["21-nq-cp"], "target": documents["15-ct-tw"], "type": "implements"}
        Relation.objects.create(**ends, confidence="confirmed")
        load(1)
        load(2)
        Relation.objects.filter(article__url="https://bao.example/2").update(origin=Origin.CURATOR)
        for article in Article.objects.all():
            article.delete()
        assert Relation.objects.get().article is None


def apart(work: Callable[[], Result]) -> Result:
    """Do some work with a connection of its own, which is closed after."""
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets nobody read what another is writing")
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_a_load_that_does_not_know_the_documents_yet_is_waited_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        saved, go_on = Event(), Event()

        def save_slowly(*arguments: Any) -> None:
            save(*arguments)
            saved.set()
            assert go_on.wait(SECONDS)

        monkeypatch.setattr("register.ingest.save", save_slowly)
        with ThreadPoolExecutor() as pool:
            loaded = pool.submit(apart, load)
            assert saved.wait(SECONDS)
            add_documents()
            settled = pool.submit(apart, settle)
            wait([settled], timeout=0.5)
            go_on.set()
            loaded.result()
            assert settled.result().settled == 5

    def test_a_person_who_decides_meanwhile_has_the_last_word(self, monkeypatch: pytest.MonkeyPatch) -> None:
        load()
        chosen = add_documents()["cong-uoc-ha-noi"]
        compared, go_on = Event(), Event()
        write = settling._Settling.write

        def write_slowly(this: Any) -> None:
            compared.set()
            assert go_on.wait(SECONDS)
            write(this)

        def decide() -> None:
            row = Citation.objects.get(symbol="59-NQ/TW")
            row.resolution, row.status, row.reason, row.review = chosen, "resolved", "", Review.EDITED
            row.save(update_fields=[*POINTER, "review"])

        monkeypatch.setattr(settling._Settling, "write", write_slowly)
        with ThreadPoolExecutor() as pool:
            settled = pool.submit(apart, settle)
            assert compared.wait(SECONDS)
            decided = pool.submit(apart, decide)
            wait([decided], timeout=0.5)
            go_on.set()
            settled.result()
            decided.result()
        row = Citation.objects.get(symbol="59-NQ/TW")
        assert (row.resolution, row.review) == (chosen, Review.EDITED)


class TestCommand:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command("resolve_citations", *arguments, stdout=out)
        return out.getvalue()

    def test_says_what_was_settled_and_why_the_rest_is_open(self) -> None:
        load()
        add_documents()
        assert self.run().splitlines() == [
            "articles        1",
            "settled         5",
            "changed         0",
            "reopened        0",
            "still open      1",
            "       1  no document known by that number or name",
        ]

    def test_a_dry_run_says_the_same_and_writes_nothing(self) -> None:
        load()
        add_documents()
        version, there = DataVersion.current(), rows()
        lines = self.run("--dry-run").splitlines()
        assert lines[1] == "settled         5"
        assert lines[-1] == "dry run: nothing was written"
        assert (DataVersion.current(), rows()) == (version, there)

    def test_a_document_that_is_not_there_is_named(self) -> None:
        with pytest.raises(CommandError, match="No document is called 99-nq-tw"):
            self.run("--document", "99-nq-tw")
