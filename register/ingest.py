"""Texts into the database: extract, resolve, save, one transaction an article."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Article
from articles.sources import Source, SourceError
from register.document import EXTRACTOR_VERSION, Findings, extract
from register.models import IngestOutcome, IngestRun, OutcomeKind
from register.resolve import Registry, resolve
from register.save import save
from register.versioning import writing

log = logging.getLogger(__name__)

ATTEMPTS = 3  # at one article, when another loader adds the same rows at the same moment


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source."""

    path: str
    line: int | None
    kind: OutcomeKind
    reason: str = ""
    article: Article | None = None


@dataclass(slots=True)
class Loader:
    """Takes in sources one by one. Keeps the known rows in memory, and of the sources only by what they are known."""

    registry: Registry = field(default_factory=Registry)
    seen: dict[str, str] = field(default_factory=dict)  # source key: where it was read in this run

    def load(self, sources: Iterable[Source | SourceError]) -> Iterator[Outcome]:
        """Yield the outcome of each source. One that fails changes nothing and does not stop the others."""
        for source in sources:
            if isinstance(source, SourceError):
                yield Outcome(source.path, source.line, OutcomeKind.FAILED, source.reason)
            else:
                yield self._load(source)

    def _load(self, source: Source) -> Outcome:
        place = f"{source.path}:{source.line}" if source.line else source.path
        first = self.seen.setdefault(source.key, place)
        if first != place:
            reason = f"has the same source key as {first}: {source.key}"
            return Outcome(source.path, source.line, OutcomeKind.FAILED, reason)
        try:
            return self.ingest(source)
        except Exception as error:  # whatever goes wrong with one article is reported and does not stop the others
            log.exception("%s failed", place)
            return Outcome(source.path, source.line, OutcomeKind.FAILED, f"{type(error).__name__}: {error}")

    def ingest(self, source: Source) -> Outcome:
        """Bring the database in line with one text. A second run finds it UNCHANGED and writes nothing.

        Raises DatabaseError where the database refuses, with nothing written.
        """
        article = find_article(source)
        if article and not needs_saving(article, source):
            return Outcome(source.path, source.line, OutcomeKind.UNCHANGED, "", article)
        findings = extract(source)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._write(source, findings)
            except (IntegrityError, OperationalError):  # another loader was at the same rows at the same moment
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _write(self, source: Source, findings: Findings) -> Outcome:
        """Save one text in one transaction, if it still has to be once its article is locked."""
        try:
            with transaction.atomic():
                article = find_article(source, lock=True)
                if article and not needs_saving(article, source):
                    return Outcome(source.path, source.line, OutcomeKind.UNCHANGED, "", article)
                kind = OutcomeKind.UPDATED if article else OutcomeKind.CREATED
                published_on = article.published_on if article and article.edited else findings.published_on
                with writing():
                    self._refresh()
                    known = resolve(findings, self.registry, published_on)
                    article = save(source, findings, known, self.registry, article)
        except BaseException:
            self.registry = Registry()  # it may hold rows that were rolled back
            raise
        self.registry.version += 1  # by this write; if another came between, the registry is read again
        return Outcome(source.path, source.line, kind, "", article)

    def _refresh(self) -> None:
        if not self.registry.is_current():
            self.registry = Registry.load()


def find_article(source: Source, *, lock: bool = False) -> Article | None:
    """Return the article that a source is known as, locked to the end of the transaction if asked; None for a new one.

    A text that was known by the name of its file and has got a URL since is the same article.
    """
    rows = Article.objects.select_for_update() if lock else Article.objects.all()
    article = rows.filter(source_key=source.key).first()
    if article is None and source.facts.url and source.name:
        article = rows.filter(source_key=source.name, text_hash=source.text_hash).first()
    return article


def needs_saving(article: Article, source: Source) -> bool:
    """Decide whether an article differs from its source, in bytes, in stated facts or in the rules that read it."""
    there = (article.source_key, article.source_hash, article.text_hash, article.facts, article.extractor_version)
    return there != (source.key, source.source_hash, source.text_hash, source.facts.stated(), EXTRACTOR_VERSION)


class Run:
    """The record of one run: what was created, updated, found unchanged or failed, and why."""

    def __init__(self) -> None:
        self.row = IngestRun.objects.create(extractor_version=EXTRACTOR_VERSION)
        self.counts = dict.fromkeys(OutcomeKind, 0)

    def note(self, outcome: Outcome) -> None:
        """Count an outcome; of one that is not UNCHANGED a row is kept."""
        self.counts[outcome.kind] += 1
        if outcome.kind != OutcomeKind.UNCHANGED:
            IngestOutcome.objects.create(
                run=self.row,
                source=outcome.path[:500],
                line=outcome.line,
                outcome=outcome.kind,
                article=outcome.article,
                reason=outcome.reason,
            )
        IngestRun.objects.filter(pk=self.row.pk).update(**{outcome.kind.value: F(outcome.kind.value) + 1})

    def finish(self) -> None:
        """Say that the run came to its end. SQLite then counts its rows: it plans badly without; others do it alone."""
        IngestRun.objects.filter(pk=self.row.pk).update(finished_at=timezone.now())
        wrote = self.counts[OutcomeKind.CREATED] + self.counts[OutcomeKind.UPDATED]
        if wrote and connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
