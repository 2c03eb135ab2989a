"""Rows that wait for a person, as the samples bring none about.

Every page of the curators then has something. All people are invented.
"""

from typing import Any, Final

from articles.models import Article, Mention
from directives.models import Directive, ResolutionClaim
from register.models import IngestOutcome, IngestRun, Proposal, Report
from tests import cast

DAYS: Final = {"since": "2016-01-05", "until": "2021-04-08"}


def make() -> None:
    """Save a row or two for each queue."""
    article = Article.objects.earliest("pk")
    _let_rules_propose(article)
    _let_a_reader_report(article)
    _let_people_look_alike()
    _let_sources_differ()
    run = IngestRun.objects.create(extractor_version=article.extractor_version, finished_at=article.changed_at)
    IngestOutcome.objects.create(run=run, source="hong.txt", outcome="failed", reason="is empty")


def _let_rules_propose(article: Article) -> None:
    """Confirm two findings, of which newer rules say another kind, and that it is not there."""
    given: dict[str, Any] = {"kind": "measure", "deadline": "trong năm 2026"}
    for row, values in ((Directive.objects.earliest("pk"), given), (Mention.objects.earliest("pk"), None)):
        row.review = "confirmed"
        row.save()
        Proposal.objects.create(article=article, model=row._meta.label_lower, row=row.pk, values=values)


def _let_a_reader_report(article: Article) -> None:
    words = {"start": 0, "end": 20, "exact": article.text[:20]}
    said = {"message": "Tên người phát biểu bị sai.", "contact": "090 123 45 67"}
    Report.objects.create(public_id="z0", kind="articles", name=article.slug, article=article, **words, **said)


def _let_people_look_alike() -> None:
    """Add two who held one seat at a time, and two others of the name of each."""
    seat = cast.add_office(title="Chủ nhiệm Ủy ban Mẫu", single_seat=True)
    for names in (("Vũ Đức Mẫn", "Vu Duc Man", "VŨ ĐỨC MẪN"), ("Phan Thị Ngà", "Phan Thi Nga", "PHAN THỊ NGÀ")):
        one, *_others = map(cast.add_speaker, names)
        cast.add_tenure(one, seat, **DAYS)


def _let_sources_differ() -> None:
    document = cast.add_resolution(symbol="77-CT/TW")
    for number in range(2):
        claim = {"fact": "title", "value": f"về công tác {number}", "source": f"https://bao.example/{number}"}
        ResolutionClaim.objects.create(resolution=document, confidence="conflict", **claim)
