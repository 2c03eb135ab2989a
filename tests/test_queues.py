"""What waits for a person: which rows, how many, and the way from one article to the next."""

import datetime

import pytest

from articles.models import Article, MentionStatus, Origin, Remark, RemarkCode, RemarkState, Review, State
from directives.models import CitationStatus
from register.models import IngestOutcome, IngestRun, Proposal, Report
from register.queues import QUEUES, queue
from tests import cast

pytestmark = pytest.mark.django_db


def waiting(name: str) -> list[int]:
    """Return the rows of a queue, by their numbers."""
    one = queue(name)
    assert one is not None
    numbers = sorted(one.rows().values_list("pk", flat=True))
    assert one.count() == len(numbers)
    return numbers


@pytest.mark.parametrize("name", [None, "", "x", "\0", str(10**20), "__class__"])
def test_there_is_no_queue_of_any_other_name(name: str | None) -> None:
    assert queue(name) is None


def test_an_empty_database_keeps_nobody_busy() -> None:
    assert [one.count() for one in QUEUES] == [0] * len(QUEUES)


def test_names_are_given_once() -> None:
    assert len({one.name for one in QUEUES}) == len(QUEUES)


# --- what waits -------------------------------------------------------------------------------------------------------


def test_articles_wait_until_they_are_reviewed() -> None:
    article = cast.add_article()
    cast.add_article(reviewed_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    cast.add_article(state=State.WITHDRAWN)
    assert waiting("unreviewed") == [article.pk]


def test_articles_without_a_day_wait_for_one() -> None:
    article = cast.add_article()
    cast.add_article(published_on=datetime.date(2026, 1, 1))
    cast.add_article(state=State.WITHDRAWN)
    assert waiting("undated") == [article.pk]


def test_a_list_waits_while_its_points_are_not_as_many_as_declared(article: Article) -> None:
    one = cast.add_list(article, declared_count=2)
    point = cast.add_directive(article, cast.FIRST, list=one, ordinal=1)
    assert waiting("counts") == [one.pk]
    below = cast.add_directive(article, "nâng tầm", list=one, parent=point, ordinal=1)
    assert waiting("counts") == [one.pk]  # a point below another is not counted
    added = cast.add_directive(article, cast.SECOND, list=one, ordinal=2, origin=Origin.CURATOR)
    assert waiting("counts") == []
    added.review = Review.REJECTED
    added.save()
    below.save()
    assert waiting("counts") == [one.pk]


def test_a_list_that_declares_nothing_waits_for_nobody(article: Article) -> None:
    cast.add_list(article, declared_count=None)
    assert waiting("counts") == []


@pytest.mark.parametrize("review", [Review.CONFIRMED, Review.EDITED, Review.REJECTED])
def test_a_list_that_a_person_decided_may_have_any_number_of_points(review: Review, article: Article) -> None:
    cast.add_list(article, review=review)
    assert waiting("counts") == []


def test_a_list_whose_remark_is_ignored_or_rejected_may_have_any_number_of_points(article: Article) -> None:
    one = cast.add_list(article)
    remark = cast.find(Remark, article, cast.LEAD, code=RemarkCode.COUNT_SHORT, detail="declared 3, found 2")
    assert waiting("counts") == [one.pk]
    Remark.objects.filter(pk=remark.pk).update(state=RemarkState.RESOLVED)
    assert waiting("counts") == [one.pk]
    Remark.objects.filter(pk=remark.pk).update(state=RemarkState.IGNORED)
    assert waiting("counts") == []
    Remark.objects.filter(pk=remark.pk).update(state=RemarkState.OPEN, review=Review.REJECTED)
    assert waiting("counts") == []
    Remark.objects.filter(pk=remark.pk).update(code=RemarkCode.ODD_ORDINAL)
    assert waiting("counts") == [one.pk]


def test_what_is_remarked_of_one_article_is_not_said_of_another(article: Article) -> None:
    one = cast.add_list(cast.add_article())
    cast.find(Remark, article, cast.LEAD, code=RemarkCode.COUNT_SHORT, detail="", state=RemarkState.IGNORED)
    assert waiting("counts") == [one.pk]


@pytest.mark.parametrize("status", [CitationStatus.AMBIGUOUS, CitationStatus.UNKNOWN])
def test_citations_wait_while_it_is_open_which_document_is_meant(status: CitationStatus, article: Article) -> None:
    one = cast.add_citation(article, None, status=status)
    cast.add_citation(article, cast.add_resolution())
    cast.add_citation(article, None, review=Review.REJECTED)
    cast.add_citation(article, None, review=Review.EDITED)  # a person left it open
    cast.add_citation(cast.add_article(state=State.WITHDRAWN), None)
    assert waiting("citations") == [one.pk]


@pytest.mark.parametrize("status", [MentionStatus.AMBIGUOUS, MentionStatus.UNKNOWN])
def test_mentions_wait_while_it_is_open_who_is_meant(status: MentionStatus, article: Article) -> None:
    one = cast.add_mention(article, None, status=status)
    cast.add_mention(article, cast.add_speaker())
    cast.add_mention(article, None, review=Review.REJECTED)
    cast.add_mention(cast.add_article(state=State.WITHDRAWN), None)
    assert waiting("mentions") == [one.pk]


def test_remarks_wait_while_they_are_open(article: Article) -> None:
    one = cast.add_remark(article)
    for state in (RemarkState.IGNORED, RemarkState.RESOLVED):
        cast.add_remark(article, state=state)
    cast.add_remark(cast.add_article(state=State.WITHDRAWN))
    assert waiting("remarks") == [one.pk]


@pytest.mark.parametrize("review", [Review.CONFIRMED, Review.REJECTED])
def test_a_remark_that_a_person_decided_waits_no_more_although_it_is_open(review: Review, article: Article) -> None:
    remark = cast.add_remark(article, review=review)
    assert waiting("remarks") == []
    assert not remark.waits


def test_proposals_and_reports_wait_while_they_are_open(article: Article) -> None:
    proposals = [
        Proposal.objects.create(article=article, model="directives.citation", row=row, state=state)
        for row, state in enumerate(("open", "taken", "dismissed", "settled"))
    ]
    reports = [
        Report.objects.create(public_id=state, kind="articles", name="x", message="x", state=state)
        for state in ("open", "handled", "dismissed")
    ]
    assert waiting("proposals") == [proposals[0].pk]
    assert waiting("reports") == [reports[0].pk]


def test_speakers_wait_two_by_two_who_are_likely_one() -> None:
    duplicates = queue("duplicates")
    assert duplicates is not None
    cast.add_speaker("Lê Văn Bảo")
    assert duplicates.count() == 0
    cast.add_speaker("Le Van Bao")
    assert duplicates.count() == 1
    with pytest.raises(ValueError, match="pairs"):
        duplicates.rows()


def outcome(run: IngestRun, source: str = "1.txt", said: str = "failed") -> IngestOutcome:
    return IngestOutcome.objects.create(run=run, source=source, outcome=said)


def ended(**counts: int) -> IngestRun:
    counts = counts or {"created": 1, "failed": 1}
    return IngestRun.objects.create(finished_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), **counts)


def test_sources_wait_that_failed_in_the_last_run_that_ended() -> None:
    outcome(ended())
    run = ended()
    failed = outcome(run)
    outcome(run, "2.txt", "created")
    assert waiting("failures") == [failed.pk]
    outcome(IngestRun.objects.create(), "3.txt")  # it goes on, or was cut off
    assert waiting("failures") == [failed.pk]


def test_a_run_that_only_writes_known_articles_anew_hides_no_failure() -> None:
    failed = outcome(ended())
    outcome(ended(updated=1), "2.txt", "updated")
    assert waiting("failures") == [failed.pk]
    ended(unchanged=1)
    assert waiting("failures") == []


def test_a_source_that_a_later_run_takes_in_does_not_wait() -> None:
    run = ended()
    outcome(run)
    other = outcome(run, "2.txt")
    outcome(IngestRun.objects.create(), "1.txt", "created")
    assert waiting("failures") == [other.pk]


# --- article by article -----------------------------------------------------------------------------------------------

DAYS = [None, None, datetime.date(2025, 1, 1), datetime.date(2026, 1, 1), datetime.date(2026, 1, 1)]


@pytest.fixture
def articles() -> list[Article]:
    """Articles as they are worked through: the newest first, those of one day in the order of their coming reversed."""
    return [cast.add_article(published_on=day) for day in DAYS][::-1]


def test_a_queue_is_worked_through_from_the_newest_article_on(articles: list[Article]) -> None:
    unreviewed = queue("unreviewed")
    assert unreviewed is not None
    assert list(unreviewed.articles()) == articles
    assert [unreviewed.position(one) for one in articles] == [(number, 5) for number in range(1, 6)]
    assert [unreviewed.after(one) for one in articles] == [*articles[1:], None]
    assert [unreviewed.before(one) for one in articles] == [None, *articles[:-1]]


def test_an_article_that_waits_no_more_still_has_a_next_one(articles: list[Article]) -> None:
    unreviewed = queue("unreviewed")
    assert unreviewed is not None
    Article.objects.filter(pk=articles[2].pk).update(reviewed_at="2026-01-01T00:00Z")
    assert unreviewed.position(articles[2]) == (None, 4)
    assert unreviewed.after(articles[2]) == articles[3]
    assert unreviewed.before(articles[2]) == articles[1]
    assert unreviewed.position(articles[3]) == (3, 4)


def test_an_article_waits_once_for_all_that_is_open_in_it(articles: list[Article]) -> None:
    citations = queue("citations")
    assert citations is not None
    for article in (articles[0], articles[0], articles[3]):
        cast.add_citation(article, None)
    assert citations.count() == 3
    assert list(citations.articles()) == [articles[0], articles[3]]
    assert citations.position(articles[3]) == (2, 2)
    assert citations.after(articles[1]) == articles[3]
    assert citations.after(articles[3]) is None


def test_rows_without_an_article_are_not_worked_through_by_articles(articles: list[Article]) -> None:
    reports = queue("reports")
    assert reports is not None
    with pytest.raises(ValueError, match="reports"):
        reports.articles()
