"""Citations held against the documents known now: one that is added or named otherwise settles what waited for it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.extraction.text import Span
from articles.models import Article, Remark, RemarkCode, RemarkState
from articles.models.identity import mint_public_id
from directives.extraction.citations import FoundCitation, find_citations, find_documents
from directives.extraction.relations import find_relations
from directives.models import Citation, Resolution
from register.document import EXTRACTOR_VERSION
from register.resolve import Match, Registry, match_of, resolve_documents
from register.rows import remark_code
from register.statements import Stated, Statements
from register.versioning import writing

CHUNK: Final = 200  # articles that are read, and written, at a time
POINTER: Final = ("resolution_id", "status", "reason")
READ: Final = ("id", "slug", "text", "published_on", "url")  # of an article
CODES: Final = (RemarkCode.CITATION_UNKNOWN, RemarkCode.CITATION_AMBIGUOUS)


@dataclass(slots=True)
class Settled:
    """What came of citations: settled were open before, reopened are so now, changed mean another document."""

    articles: int = 0
    settled: int = 0
    reopened: int = 0
    changed: int = 0
    still_open: Counter[str] = field(default_factory=Counter)  # by the reason

    def add(self, other: "Settled") -> None:
        self.articles += other.articles
        self.settled += other.settled
        self.reopened += other.reopened
        self.changed += other.changed
        self.still_open += other.still_open

    def note(self, was: int | None, match: Match) -> None:
        """Count a citation that meant the document `was` before."""
        if match.id is None:
            self.reopened += was is not None
            self.still_open[match.reason] += 1
        elif was != match.id:
            self.settled += was is None
            self.changed += was is not None


def settle_citations(documents: Collection[int] | None = None, *, dry_run: bool = False) -> Iterator[Settled]:
    """Bring the machine's citations in line with the documents known now, and what follows from them.

    What follows are remarks, relations, and the titles and days that articles print: all as if the articles were loaded
    now. documents are the ids of those that were added or changed, None for all. What a person decided about a citation
    stays. Yields what came of each chunk of articles, a transaction each: what was done is kept when it is stopped, and
    a second run finds nothing left to write. With dry_run nothing is written at all.
    """
    registry = Registry(version=-1)
    last = 0
    while True:
        with transaction.atomic():
            rows = articles_to_settle(documents).filter(pk__gt=last).order_by("pk")
            chunk = list(rows.select_for_update(of=("self",))[:CHUNK])
            if not chunk:
                return
            if not registry.is_current():
                registry = Registry.load()
            settling = _Settling.of(chunk, registry)
            if settling.differs and not dry_run:
                with writing():
                    settling.write()
                registry.version += 1  # by this write; if another came between, the registry is read again
        last = chunk[-1].pk
        yield settling.settled


def articles_to_settle(documents: Collection[int] | None = None) -> QuerySet[Article]:
    """Return the articles with a citation that may mean one of these documents and that no person decided."""
    cited = Citation.objects.undecided().filter(article=OuterRef("pk"), earlier_text=None)
    if documents is not None:
        cited = cited.filter(_may_mean(documents))
    return Article.objects.filter(Exists(cited)).only(*READ)


def _may_mean(documents: Collection[int]) -> Q:
    """Return what holds for a citation that may mean one of the documents, or does so now.

    Of their kind, it is open, or has no number, or theirs: a new document may leave open what was certain before.
    """
    may = Q(resolution__in=documents)
    for kind, number in Resolution.objects.filter(pk__in=documents).values_list("kind", "number"):
        plain = number.lstrip("0").partition("/")[0]
        same = Q(number__regex=rf"^0*{plain}(/|$)") if plain.isalnum() else Q(number="")
        may |= Q(kind=kind) & (Q(resolution=None) | Q(number="") | same)
    return may


@dataclass(slots=True)
class _Settling:
    """What is to be written for a chunk of articles."""

    statements: Statements
    settled: Settled
    citations: list[Citation] = field(default_factory=list)
    gone: list[Remark] = field(default_factory=list)
    moved: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @classmethod
    def of(cls, articles: list[Article], registry: Registry) -> "_Settling":
        """Read the citations of the texts again, and compare what they mean now with what the rows say."""
        present = {"article__in": articles, "earlier_text": None}
        rows: dict[int, list[Citation]] = defaultdict(list)
        for row in Citation.objects.undecided().filter(**present).order_by("start", "id"):
            rows[row.article_id].append(row)
        remarks: dict[int, dict[tuple[Span, str], Remark]] = defaultdict(dict)
        for remark in Remark.objects.filter(**present, code__in=CODES):
            remarks[remark.article_id][remark.span, remark.code] = remark
        settling = cls(Statements(), Settled(articles=len(articles)))
        stated = []
        for article in articles:
            citations = find_citations(article.text)
            documents = find_documents(citations)
            known = resolve_documents(article.text, citations, documents, registry, article.published_on)
            stated.append(Stated(article, find_relations(article.text, citations), documents, known))
            changed = list(settling._compare(rows[article.pk], citations, known))
            settling._remark(article, changed, remarks[article.pk])
        settling.statements = Statements.of(stated, registry)
        settling._name_remarks()
        return settling

    @property
    def differs(self) -> bool:
        return bool(self.citations or self.gone or self.moved or self.remarks or self.statements)

    def write(self) -> None:
        Citation.objects.bulk_update(self.citations, POINTER)
        Remark.objects.filter(pk__in=[row.pk for row in self.gone]).delete()
        Remark.objects.bulk_update(self.moved, ("detail", "state"))
        Remark.objects.bulk_create(self.remarks)
        self.statements.write()

    def _compare(
        self, rows: list[Citation], citations: tuple[FoundCitation, ...], known: dict[str, Match]
    ) -> Iterator[Citation]:
        """Let rows say what is known now; yield those that said something else."""
        found = {citation.span: citation for citation in citations}
        for row in rows:
            citation = found.get(row.span)
            if citation is None:  # older rules saw it; newer ones will see to it
                continue
            match = match_of(citation.key, citation.status, known)
            self.settled.note(row.resolution_id, match)
            now = (match.id, match.status, match.reason)
            if now != (row.resolution_id, row.status, row.reason):
                row.resolution_id, row.status, row.reason = now
                self.citations.append(row)
                yield row

    def _remark(self, article: Article, changed: list[Citation], there: dict[tuple[Span, str], Remark]) -> None:
        """Take away the remarks that hold no more, and remark on what is open now.

        One that a person ignored stays so, and one that was resolved opens again, as in a run.
        """
        for row in changed:
            wanted = remark_code(row)
            for code in CODES:
                remark = there.get((row.span, code))
                if remark is None or remark.is_decided:
                    continue
                if code == wanted:
                    remark.detail = row.reason
                    remark.state = RemarkState.OPEN if remark.state == RemarkState.RESOLVED else remark.state
                    self.moved.append(remark)
                elif remark.state == RemarkState.OPEN:
                    self.gone.append(remark)
            if wanted and (row.span, wanted) not in there:
                place = {"start": row.start, "end": row.end, "exact": row.exact}
                made_by = {"rule": wanted, "extractor_version": EXTRACTOR_VERSION}
                self.remarks.append(Remark(article=article, **place, **made_by, code=wanted, detail=row.reason))

    def _name_remarks(self) -> None:
        """Give new remarks the public names that a run gives."""
        if not self.remarks:
            return
        gone = [row.pk for row in self.gone]
        articles = {row.article_id for row in self.remarks}
        taken = set(
            Remark.objects.filter(article__in=articles).exclude(pk__in=gone).values_list("public_id", flat=True)
        )
        for row in self.remarks:
            key = (row.article.slug, *row.identity(), row.exact)
            names = (mint_public_id(*key, number) for number in count())
            row.public_id = next(name for name in names if name not in taken)
            taken.add(row.public_id)
