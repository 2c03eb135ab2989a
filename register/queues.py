"""What waits for a person: each queue once, for the dashboard, for the lists, and for working through the articles.

A queue holds what may be seen in public and nobody has decided. What is withdrawn waits for nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.addresses import list_of
from articles.models import UNDATED, Article, Mention, Remark, RemarkCode, Speaker, Tenure
from articles.models.articles import ArticleQuerySet
from articles.models.findings import RemarkQuerySet
from articles.models.mentions import MentionQuerySet
from articles.rights import may
from directives.models import Citation, DirectiveList, Resolution
from directives.models.citations import CitationQuerySet
from directives.models.directives import DirectiveListQuerySet
from register.duplicates import likely_duplicates
from register.facts import documents_in_conflict
from register.holders import overlapping_holders
from register.models import IngestOutcome, IngestRun, OutcomeKind, Proposal, ProposalState, Report, ReportState

PARAMETER: Final = "queue"  # of the address of a list or of an article's page
MOST_COUNTED: Final = 10_000  # rows that wait; more are not counted
COUNT_REMARKS: Final = (RemarkCode.COUNT_SHORT, RemarkCode.COUNT_OVER)


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits for a person, and why. `article` names the field by which a row leads to the article it is decided
    on, "pk" for articles themselves; it is empty where the rows are decided on pages of their own.
    """

    name: str  # in addresses
    title: str | Promise
    why: str | Promise  # it needs a person, and what is to be done
    empty: str | Promise  # what is said when nothing waits
    model: type[Model]
    narrow: Callable[[Any], QuerySet[Any]] | None = None  # rows of the model to those among them that wait
    pairs: Callable[[], Sequence[Any]] | None = None  # what waits instead, where two rows wait together
    page: str = ""  # of the admin, on which pairs are listed
    article: str = ""

    def rows(self) -> QuerySet[Any]:
        """Return what waits; raises ValueError where that is pairs."""
        if self.narrow is None:
            raise ValueError(f"the queue {self.name} is of pairs")
        return self.narrow(self.model._default_manager.all())

    def count(self) -> int:
        """Return how many rows or pairs wait; one more than MOST_COUNTED where there are more than these."""
        if self.pairs is not None:
            return min(len(self.pairs()), MOST_COUNTED + 1)
        return self.rows().order_by()[: MOST_COUNTED + 1].count()

    def address(self) -> str:
        """Return where what waits is listed."""
        if self.page:
            return reverse(f"admin:{self.page}")
        return f"{list_of(self.model)}?{PARAMETER}={self.name}"

    def is_seen_by(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Say whether a person may see its rows, and so how many there are."""
        models: set[type[Model]] = {self.model, Article} if self.article else {self.model}
        return all(may(user, "view", model) for model in models)

    # Those that are worked through article by article. Of other queues these raise ValueError.

    def articles(self) -> "QuerySet[Article]":
        """Return the articles in which something waits, the newest first, undated ones last."""
        if not self.article:
            raise ValueError(f"the queue {self.name} is not of articles")
        if self.article == "pk":
            waiting: QuerySet[Article] = self.rows()
        else:
            waiting = Article.objects.filter(Exists(self.rows().filter(**{self.article: OuterRef("pk")})))
        return waiting.order_by("-sort_date", "-id")

    def position(self, article: Article) -> tuple[int | None, int]:
        """Return which one of the articles it is, from 1, and how many there are; None where it does not wait."""
        waiting = self.articles().order_by()
        number = waiting.filter(_before(article)).count() + 1 if waiting.filter(pk=article.pk).exists() else None
        return number, self.rows().order_by().values(self.article).distinct().count()

    def after(self, article: Article) -> Article | None:
        """Return the next article, from where this one stands in the order: it need not wait any more."""
        behind = Q(sort_date__lt=article.sort_date) | Q(sort_date=article.sort_date, pk__lt=article.pk)
        return self.articles().filter(behind, sort_date__lte=article.sort_date).first()

    def before(self, article: Article) -> Article | None:
        """Return the article before this one in the order, as after() does."""
        return self.articles().filter(_before(article)).reverse().first()


def _before(article: Article) -> Q:
    before = Q(sort_date__gt=article.sort_date) | Q(sort_date=article.sort_date, pk__gt=article.pk)
    return before & Q(sort_date__gte=article.sort_date)


# --- what waits -------------------------------------------------------------------------------------------------------


def unreviewed_articles(rows: ArticleQuerySet) -> ArticleQuerySet:
    """Those in which something was found that nobody has decided, or nothing that anybody has looked at."""
    return rows.public().filter(reviewed_at=None)


def undated_articles(rows: ArticleQuerySet) -> ArticleQuerySet:
    return rows.public().filter(sort_date=UNDATED)


def lists_that_do_not_add_up(rows: DirectiveListQuerySet) -> DirectiveListQuerySet:
    """Lists whose points are not as many as their intro declares, counted now, not when the machine remarked on it.

    A person may let it be: by deciding the list, or by ignoring or rejecting the remark at its beginning.
    """
    let_be = Remark.objects.let_be().filter(
        article=OuterRef("article"),
        start=Coalesce(OuterRef("intro_start"), OuterRef("start")),
        earlier_text=None,
        code__in=COUNT_REMARKS,
    )
    lists = rows.public().undecided().filter(declared_count__isnull=False)
    return lists.with_counts().exclude(found_count=F("declared_count")).filter(~Exists(let_be))  # type: ignore[misc]


def open_citations(rows: CitationQuerySet) -> CitationQuerySet:
    """Those that are unknown or ambiguous: `citation_resolved_by_a_document`."""
    return rows.public().undecided().filter(resolution=None)


def open_mentions(rows: MentionQuerySet) -> MentionQuerySet:
    """Those that are unknown or ambiguous: `mention_resolved_by_a_speaker`."""
    return rows.public().undecided().filter(speaker=None)


def conflicting_documents(rows: "QuerySet[Resolution]") -> "QuerySet[Resolution]":
    return rows.filter(pk__in=documents_in_conflict().values("pk"))


def open_remarks(rows: RemarkQuerySet) -> RemarkQuerySet:
    """Those of earlier texts, too: that words are gone from the present one is what such a remark says."""
    return rows.waiting().exclude(article__in=Article.objects.withdrawn())


def open_proposals(rows: "QuerySet[Proposal]") -> "QuerySet[Proposal]":
    return rows.filter(state=ProposalState.OPEN)


def open_reports(rows: "QuerySet[Report]") -> "QuerySet[Report]":
    return rows.filter(state=ReportState.OPEN)


def failed_sources(rows: "QuerySet[IngestOutcome]") -> "QuerySet[IngestOutcome]":
    """Sources that failed in the last run that ended, but for those that another run has taken in since.

    A run that only wrote known articles anew, as one that follows from a name, says nothing of other sources.
    """
    ended = IngestRun.objects.filter(finished_at__isnull=False).exclude(created=0, unchanged=0, failed=0)
    last = ended.order_by("-id").values("pk")[:1]
    since = IngestOutcome.objects.filter(
        ~Q(outcome=OutcomeKind.FAILED), source=OuterRef("source"), pk__gt=OuterRef("pk")
    )
    return rows.filter(~Exists(since), run__in=last, outcome=OutcomeKind.FAILED)


QUEUES: Final = (
    Queue(
        name="reports",
        title=_("readers' reports"),
        why=_("A reader says that something is wrong. See whether it is, and note what was done."),
        empty=_("No reader is waiting for an answer."),
        model=Report,
        narrow=open_reports,
    ),
    Queue(
        name="proposals",
        title=_("proposals of newer rules"),
        why=_("Newer rules say something else than a person decided. Take it, or dismiss it."),
        empty=_("The rules have nothing to object to what people decided."),
        model=Proposal,
        narrow=open_proposals,
        article="article",
    ),
    Queue(
        name="unreviewed",
        title=_("articles not yet reviewed"),
        why=_("Something was found in them that nobody has confirmed, corrected or rejected."),
        empty=_("Every article has been reviewed. Thank you!"),
        model=Article,
        narrow=unreviewed_articles,
        article="pk",
    ),
    Queue(
        name="counts",
        title=_("lists whose count does not match"),
        why=_("The text announces another number of points than stands in the list. Add what is missing, or confirm."),
        empty=_("Every list has as many points as it announces."),
        model=DirectiveList,
        narrow=lists_that_do_not_add_up,
        article="article",
    ),
    Queue(
        name="citations",
        title=_("citations of no known document, or of several"),
        why=_("The machine does not guess which document is meant. Choose it, or add it."),
        empty=_("It is known of every citation which document it means."),
        model=Citation,
        narrow=open_citations,
        article="article",
    ),
    Queue(
        name="mentions",
        title=_("mentions of nobody known, or of several people"),
        why=_("The machine does not guess who is meant. Choose the person."),
        empty=_("It is known of every mention who is meant."),
        model=Mention,
        narrow=open_mentions,
        article="article",
    ),
    Queue(
        name="duplicates",
        title=_("pairs of speakers who are likely one person"),
        why=_("Their names are alike. Merge them, or say that they are not the same."),
        empty=_("No two speakers look like one person."),
        model=Speaker,
        pairs=likely_duplicates,
        page="articles_speaker_duplicates",
    ),
    Queue(
        name="seats",
        title=_("seats with two holders on one day"),
        why=_("Only one person holds such an office at a time. Correct the days of one of the two."),
        empty=_("No seat has two holders on one day."),
        model=Tenure,
        pairs=overlapping_holders,
        page="articles_tenure_overlaps",
    ),
    Queue(
        name="documents",
        title=_("documents with conflicting facts"),
        why=_("Sources say different things of them. Choose what is preferred."),
        empty=_("The sources agree on every document, or a person has chosen."),
        model=Resolution,
        narrow=conflicting_documents,
    ),
    Queue(
        name="undated",
        title=_("undated articles"),
        why=_("Without its day nobody can say what was new, or who held an office then. Give the day if you know it."),
        empty=_("Every article has its day."),
        model=Article,
        narrow=undated_articles,
        article="pk",
    ),
    Queue(
        name="failures",
        title=_("sources that failed in the last run"),
        why=_("They could not be read, for the reason that stands beside them. Mend them and load them again."),
        empty=_("The last run read every source."),
        model=IngestOutcome,
        narrow=failed_sources,
    ),
    Queue(
        name="remarks",
        title=_("open remarks"),
        why=_("The machine saw something that it did not understand, or that does not add up."),
        empty=_("No remark is open."),
        model=Remark,
        narrow=open_remarks,
        article="article",
    ),
)


def queue(name: str | None) -> Queue | None:
    """Return the queue of a name; None where there is none, whatever an address says."""
    return {one.name: one for one in QUEUES}.get(name or "")
