"""Citations held against the documents known now: one that is added or named otherwise settles what waited for it."""

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from articles.extraction.text import Span
from articles.models import SETTLED_BY_A_DOCUMENT, Article, Remark, RemarkCode, RemarkState, Review
from articles.models.identity import mint_free_id
from articles.search import index
from directives.extraction.citations import FoundCitation
from directives.models import Citation, Resolution
from register.comparing import DOCUMENT, Compared, nearest, values_of_aspects
from register.document import EXTRACTOR_VERSION, find_cited
from register.proposals import Proposals
from register.reconcile import Reconciled, reconcile
from register.resolve import Match, Registry, kind_code, match_of, resolve_documents
from register.rows import remark_code
from register.statements import Meant, Stated, Statements
from register.stored import rejected_in_earlier_texts, said_elsewhere
from register.versioning import take_turn, writing

CHUNK: Final = 200  # articles that are read, and written, at a time
CHUNK_CHARACTERS: Final = 2_000_000  # or fewer, once their texts have so many characters together
LONGEST_WAIT: Final = 5.0  # seconds that settling may take while a person waits
POINTER: Final = ("resolution_id", "status", "reason")
READ: Final = ("id", "slug", "text", "published_on", "url")  # of an article
ABOUT: Final = (DOCUMENT,)  # what settling looks at in citations that people decided
CODES: Final = (RemarkCode.CITATION_UNKNOWN, RemarkCode.CITATION_AMBIGUOUS)

F = TypeVar("F", Citation, Remark)


@dataclass(slots=True)
class Settled:
    """What came of citations: settled were open before, reopened are so now, changed mean another document."""

    articles: int = 0
    articles_settled: int = 0  # those of them in which a citation was settled
    settled: int = 0
    reopened: int = 0
    changed: int = 0
    still_open: Counter[str] = field(default_factory=Counter)  # by the reason

    def add(self, other: "Settled") -> None:
        self.articles += other.articles
        self.articles_settled += other.articles_settled
        self.settled += other.settled
        self.reopened += other.reopened
        self.changed += other.changed
        self.still_open += other.still_open

    def note(self, was: int | None, now: Citation) -> None:
        """Count a citation that meant the document `was` before."""
        if now.resolution_id is None:
            self.reopened += was is not None
            self.still_open[now.reason] += 1
        elif was != now.resolution_id:
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
            take_turn()  # even if nothing waits: a load that is under way may not know the documents yet
            ids = _next_chunk(documents, last)
            if not ids:
                return
            rows = Article.objects.filter(pk__in=ids).only(*READ)
            chunk = list(rows.select_for_update(of=("self",)).order_by("pk"))
            if not registry.is_current():
                registry = Registry.load()
            settling = _Settling.of(chunk, registry)
            if settling.differs and not dry_run:
                with writing():
                    settling.write()
                registry.version += 1  # by this write; if another came between, the registry is read again
        last = ids[-1]
        yield settling.settled


def settle_for_a_moment(documents: Collection[int]) -> tuple[Settled, int]:
    """Settle what may mean one of the documents, for some seconds at most, as a person waits for it.

    Return what came of it, and how many articles are left to be looked at.
    """
    until = time.monotonic() + LONGEST_WAIT
    settled = Settled()
    for one in settle_citations(documents):
        settled.add(one)
        if time.monotonic() > until:
            return settled, max(0, articles_to_settle(documents).count() - settled.articles)
    return settled, 0


def articles_to_settle(documents: Collection[int] | None = None) -> QuerySet[Article]:
    """Return the articles with a citation that may mean one of these documents.

    What a person decided of all of them counts as well: it bears on the relations, and on the titles and the days.
    """
    cited = Citation.objects.filter(article=OuterRef("pk"), earlier_text=None)
    if documents is not None:
        cited = cited.filter(_may_mean(documents))
    return Article.objects.filter(Exists(cited))


def _next_chunk(documents: Collection[int] | None, last: int) -> list[int]:
    """Return the ids, in order, of the articles after the last one that are settled together; none at the end."""
    waiting = articles_to_settle(documents).filter(pk__gt=last).order_by("pk")
    ids: list[int] = []
    characters = 0
    for id_, length in waiting.values_list("pk", Length("text"))[:CHUNK]:
        characters += length
        if ids and characters > CHUNK_CHARACTERS:
            break
        ids.append(id_)
    return ids


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


def _locked(rows: QuerySet[F], articles: list[Article]) -> QuerySet[F]:
    """Return those of the rows that stand in the articles' present texts, locked as a load locks them."""
    here = rows.filter(article__in=articles, earlier_text=None)
    return here.select_for_update(of=("self",)).order_by("article_id", "start", "id")


def _now(article: Article, found: FoundCitation, known: dict[str, Match]) -> Citation:
    """Return the row, not to be saved, of a citation by what is known of the documents now."""
    match = match_of(found.key, found.status, known)
    return Citation(
        article=article,
        start=found.span.start,
        end=found.span.end,
        exact=found.span.of(article.text),
        kind=kind_code(found.kind),
        resolution_id=match.id,
        status=match.status,
        reason=match.reason,
        key=found.key or "",
    )


def _compared(now: list[Citation], standing: Reconciled[Citation]) -> Iterator[Compared]:
    """Yield the citations that people decided, and did not reject, beside the documents that are meant there now."""
    met = defaultdict(list)
    for one in now:
        row = standing.row(one)
        if row is not None and row.is_decided and row.review != Review.REJECTED:
            met[row].append(one)
    for row, ones in met.items():
        stands, says = (values_of_aspects(one, ABOUT, _no_one) for one in (row, nearest(row, ones, None)))
        yield Compared(row, ABOUT, stands, says)


def _no_one(mention: int | None) -> None:
    """Return whom a citation is credited to."""


def _is_answered(row: Citation) -> bool:
    """Whether a person said of a citation which document it means, or that it is none."""
    return row.resolution_id is not None or row.review == Review.REJECTED


def _is_remarked_otherwise(one: Citation, there: dict[tuple[Span, str], Remark]) -> bool:
    """Whether the remarks at a citation that a person left open are others than a run would leave there."""
    wanted = remark_code(one)
    remarks: dict[str, Remark] = {code: remark for code in CODES if (remark := there.get((one.span, code)))}
    there_is = remarks.pop(wanted or "", None)
    if wanted and (there_is is None or there_is.detail != one.reason or there_is.state == RemarkState.RESOLVED):
        return True
    return any(remark.state == RemarkState.OPEN for remark in remarks.values())


@dataclass(slots=True)
class _Settling:
    """What is to be written for a chunk of articles."""

    statements: Statements
    settled: Settled
    citations: list[Citation] = field(default_factory=list)
    gone: list[Remark] = field(default_factory=list)
    moved: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    proposals: Proposals = field(default_factory=Proposals)

    @classmethod
    def of(cls, articles: list[Article], registry: Registry) -> "_Settling":
        """Read the citations of the texts again, and compare what they mean now with what the rows say, locked."""
        rows: dict[int, list[Citation]] = defaultdict(list)
        for row in _locked(Citation.objects.all(), articles):
            rows[row.article_id].append(row)
        absent = rejected_in_earlier_texts(Citation, articles)
        remarks: dict[int, dict[tuple[Span, str], Remark]] = defaultdict(dict)
        for remark in _locked(Remark.objects.filter(code__in=SETTLED_BY_A_DOCUMENT), articles):
            remarks[remark.article_id][remark.span, remark.code] = remark
        settling = cls(Statements(), Settled(articles=len(articles)))
        stated = []
        compared: list[Compared] = []
        for article in articles:
            cited = find_cited(article.text)
            known = resolve_documents(article.text, cited.citations, cited.documents, registry, article.published_on)
            now = [_now(article, found, known) for found in cited.citations]
            there = [*rows[article.pk], *absent[article.pk]]
            standing = reconcile(now, there, said=said_elsewhere(rows[article.pk]))
            compared += _compared(now, standing)
            decided = {one.span: met for one in now if (met := standing.row(one)) and met.is_decided}
            meant = (
                Meant.by(decided.get(one.span, one), found) for one, found in zip(now, cited.citations, strict=True)
            )
            stated.append(Stated(article, tuple(meant), cited.relations))
            before = settling.settled.settled
            changed = list(settling._compare(rows[article.pk], now))
            settling.settled.articles_settled += settling.settled.settled > before
            left_open = [one for one in now if (met := decided.get(one.span)) and not _is_answered(met)]
            unlike = [one for one in left_open if _is_remarked_otherwise(one, remarks[article.pk])]
            settling._remark(article, [*changed, *unlike], remarks[article.pk])
            settling._take_away_answered(decided, remarks[article.pk])
        settling.statements = Statements.of(stated, registry)
        settling.proposals = Proposals.of(articles, compared, of_all=False)
        settling._name_remarks()
        return settling

    @property
    def differs(self) -> bool:
        return bool(self.citations or self.gone or self.moved or self.remarks or self.statements or self.proposals)

    def write(self) -> None:
        Citation.objects.bulk_update(self.citations, POINTER)
        Citation.objects.bulk_update([row for row in self.citations if row.machine_said], ("machine_said",))
        Remark.objects.filter(pk__in=[row.pk for row in self.gone]).delete()
        Remark.objects.bulk_update(self.moved, ("detail", "state"))
        index.touch_rows(Remark.objects.bulk_create(self.remarks))
        self.statements.write()
        self.proposals.write()

    def _compare(self, rows: list[Citation], now: list[Citation]) -> Iterator[Citation]:
        """Let rows that no person decided say what is known now; yield those that said something else."""
        by_place = {one.span: one for one in now}
        for row in rows:
            one = by_place.get(row.span)
            if one is None or row.is_decided:  # what older rules saw and these do not, a load will see to
                continue
            self.settled.note(row.resolution_id, one)
            if any(getattr(row, name) != getattr(one, name) for name in POINTER):
                for name in POINTER:
                    setattr(row, name, getattr(one, name))
                if row.machine_said:  # of a decision that was taken back
                    row.machine_said |= {name: getattr(one, name) for name in POINTER}
                self.citations.append(row)
                yield row

    def _remark(self, article: Article, changed: list[Citation], there: dict[tuple[Span, str], Remark]) -> None:
        """Take away the remarks that hold no more, and remark on what is open now, as the rules read the citations.

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

    def _take_away_answered(self, decided: dict[Span, Citation], there: dict[tuple[Span, str], Remark]) -> None:
        """Take away the open remarks on citations of which a person said what they mean, or that they are none."""
        for (span, _), remark in there.items():
            row = decided.get(span)
            if row is not None and _is_answered(row) and remark.state == RemarkState.OPEN and not remark.is_decided:
                self.gone.append(remark)

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
            row.public_id = mint_free_id(row.article.slug, *row.identity(), row.exact, taken=taken)
            taken.add(row.public_id)
