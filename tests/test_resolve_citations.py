"""Documents and names that are added later: what waited for them is settled, as if they had been there before."""

import datetime
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Organ, Remark, RemarkState, Review
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
from register.settling import Settled, settle_citations
from tests.test_ingest import ingest, source

pytestmark = pytest.mark.django_db

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
        for model in (Relation, Article):
            model.objects.all().delete()
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
        with django_assert_num_queries(22) as few:
            settle()
        for number in (5, 6, 7, 8, 9):
            load(number)
        with django_assert_num_queries(len(few)):
            settle()


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
