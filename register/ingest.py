"""Texts into the database: extract, resolve, save. Many at a time, each of them whole or not at all."""

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from articles.models import Article
from articles.sources import Source, SourceError
from register.bulk import insert
from register.document import EXTRACTOR_VERSION, Findings, extract
from register.models import IngestOutcome, IngestRun, OutcomeKind
from register.planning import count_rows
from register.resolve import Registry
from register.save import Draft, save
from register.seen import Seen
from register.slugs import Slugs
from register.undisturbed import undisturbed
from register.versioning import take_turn, writing
from register.workers import Readers, Unread

log = logging.getLogger(__name__)

BATCH: Final = 100  # texts that are written in one transaction: about a second of work
BATCH_CHARACTERS: Final = 2_000_000  # or fewer, once they have so many characters together
AHEAD: Final = 2  # batches that are read while one is written
ATTEMPTS: Final = 3  # at one article, when another writer adds the same rows at the same moment


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source."""

    path: str
    line: int | None
    kind: OutcomeKind
    reason: str = ""
    article: Article | None = None


@dataclass(slots=True)
class Item:
    """One source on its way; its outcome once that is known, until then what was found in it."""

    source: Source
    outcome: Outcome | None = None
    findings: Findings | None = None

    def ends(self, kind: OutcomeKind, reason: str = "", article: Article | None = None) -> None:
        self.outcome = Outcome(self.source.path, self.source.line, kind, reason, article)

    @property
    def place(self) -> str:
        return f"{self.source.path}:{self.source.line}" if self.source.line else self.source.path

    @property
    def names(self) -> set[str]:
        """By what its article may be known: see find_articles."""
        return {self.source.key, self.source.name or self.source.key}


@dataclass(slots=True)
class Batch:
    """Sources that are written together, in order, with the outcomes of those that could not be read."""

    items: list[Item | Outcome] = field(default_factory=list)
    characters: int = 0
    reading: Iterator[Findings | Unread] = iter(())

    def waiting(self) -> list[Item]:
        """Return the items of which no outcome is known yet."""
        return [item for item in self.items if isinstance(item, Item) and item.outcome is None]

    def outcomes(self) -> Iterator[Outcome]:
        for item in self.items:
            outcome = item.outcome if isinstance(item, Item) else item
            assert outcome
            yield outcome

    @property
    def is_full(self) -> bool:
        return len(self.items) >= BATCH or self.characters >= BATCH_CHARACTERS


class Loader:
    """Takes in sources, a batch at a time: while one is written, the texts of the next are read.

    What is written does not depend on how many texts a batch holds, nor on how many processes read them. Keeps the
    known rows in memory, and of the sources nothing. In a dry run each batch is rolled back once it is written, so that
    nobody waits for the whole; what an earlier batch would have changed is not there for a later one.
    """

    def __init__(
        self, readers: Readers | None = None, registry: Registry | None = None, *, dry_run: bool = False
    ) -> None:
        self.readers = readers or Readers()
        self.registry = registry or Registry()
        self.slugs = Slugs()
        self.dry_run = dry_run
        self._seen = Seen()
        self._open = Batch()
        self._begun: deque[Batch] = deque()
        self._names: set[str] = set()  # of what is not written yet

    def load(self, sources: Iterable[Source | SourceError]) -> Iterator[Outcome]:
        """Yield the outcome of each source, in order. One that fails changes nothing and does not stop the others.

        Raises WorkerLost where a process that reads texts was killed; what was written until then stays.
        """
        for source in sources:
            item = self._item(source)
            if isinstance(item, Item) and item.names & self._names:  # one and the same article may be meant
                yield from self._finish(0)
            self._add(item)
            if self._open.is_full:
                self._begin()
                yield from self._finish(AHEAD)
        yield from self._finish(0)

    def ingest(self, source: Source) -> Outcome:
        """Bring the database in line with one text. A second run finds it UNCHANGED and writes nothing.

        Raises what goes wrong, with nothing written.
        """
        return self.write(source, extract(source))

    def write(self, source: Source, findings: Findings) -> Outcome:
        """Bring the database in line with what was found in one text. Raises what goes wrong, with nothing written."""
        item = Item(source, findings=findings)
        self._write([item])
        assert item.outcome
        return item.outcome

    def is_wanted(self, article: Article | None, source: Source) -> bool:
        """Say whether a source is to be written, given the article that it is known as."""
        return article is None or needs_saving(article, source)

    def _item(self, source: Source | SourceError) -> Item | Outcome:
        if isinstance(source, SourceError):
            return Outcome(source.path, source.line, OutcomeKind.FAILED, source.reason)
        item = Item(source)
        first = self._seen.first(source.key, item.place)
        if first != item.place:
            item.ends(OutcomeKind.FAILED, f"has the same source key as {first}: {source.key}")
        return item

    def _add(self, item: Item | Outcome) -> None:
        self._open.items.append(item)
        if isinstance(item, Item):
            self._names |= item.names
            self._open.characters += len(item.source.text)

    def _begin(self) -> None:
        """Let the texts of the open batch be read, those that the database has not got: one query for all of them."""
        batch, self._open = self._open, Batch()
        self._begun.append(batch)
        there = find_articles([item.source for item in batch.waiting()])
        for item in batch.waiting():
            article = there.get(item.source.key)
            if not self.is_wanted(article, item.source):
                item.ends(OutcomeKind.UNCHANGED, article=article)
        batch.reading = self.readers.read([item.source for item in batch.waiting()])

    def _finish(self, ahead: int) -> Iterator[Outcome]:
        """Write batches in order until no more than ahead are left; where that is none, the open one as well."""
        if not ahead and self._open.items:
            self._begin()
        while len(self._begun) > ahead:
            batch = self._begun.popleft()
            for item, found in zip(batch.waiting(), batch.reading, strict=True):
                if isinstance(found, Unread):
                    log.error("%s failed\n%s", item.place, found.trace)
                    item.ends(OutcomeKind.FAILED, found.reason)
                else:
                    item.findings = found
            with undisturbed():
                self._save(batch.waiting())
            for done in batch.items:
                self._names -= done.names if isinstance(done, Item) else set()
            yield from batch.outcomes()

    def _save(self, items: Sequence[Item]) -> None:
        """Write items in one transaction; where that fails each in its own, so that only the one to blame stays out."""
        attempts = ATTEMPTS if len(items) == 1 else 1
        for attempt in range(1, attempts + 1):
            try:
                return self._write(items)
            except (IntegrityError, OperationalError) as error:  # another was at the same rows at the same moment
                if attempt == attempts:
                    self._failed(items, error)
            except Exception as error:  # whatever goes wrong with one article is reported and does not stop the others
                return self._failed(items, error)

    def _failed(self, items: Sequence[Item], error: Exception) -> None:
        if len(items) == 1:
            log.error("%s failed", items[0].place, exc_info=error)
            items[0].ends(OutcomeKind.FAILED, f"{type(error).__name__}: {error}")
        else:
            for item in items:
                self._save([item])

    def _write(self, items: Sequence[Item]) -> None:
        """Save texts in one transaction, those that still have to be once their articles are locked."""
        if not items:
            return
        ends: list[tuple[Item, OutcomeKind, Article | None]] = []
        try:
            with transaction.atomic():
                take_turn()
                there = find_articles([item.source for item in items], lock=True)
                drafts = []
                for item in items:
                    article = there.get(item.source.key)
                    if item.findings and self.is_wanted(article, item.source):
                        kind = OutcomeKind.UPDATED if article else OutcomeKind.CREATED
                        drafts.append(Draft(item.source, item.findings, article or Article()))
                        ends.append((item, kind, drafts[-1].article))
                    else:
                        ends.append((item, OutcomeKind.UNCHANGED, article))
                if drafts:
                    with writing():
                        self._refresh()
                        save(drafts, self.registry, self.slugs)
                transaction.set_rollback(self.dry_run)
        except BaseException:
            self._forget()
            raise
        if self.dry_run:
            self._forget()
        self.registry.version += bool(drafts)  # by this write; if another came between, the registry is read again
        for item, kind, article in ends:
            item.ends(kind, article=article)

    def _forget(self) -> None:
        """Forget the known rows: some of them may have been rolled back."""
        self.registry, self.slugs = Registry(), Slugs()

    def _refresh(self) -> None:
        if not self.registry.is_current():
            self.registry = Registry.load()


def find_articles(sources: Iterable[Source], *, lock: bool = False) -> dict[str, Article]:
    """Return the articles that sources are known as, by their source keys; locked if asked, else without their texts.

    A text that was known by the name of its file and has got a URL since is the same article.
    """
    given = list(sources)
    keys = {name for source in given for name in (source.key, source.name) if name}
    rows = Article.objects.select_for_update() if lock else Article.objects.defer("text", "lead")
    by_key = {article.source_key: article for article in rows.filter(source_key__in=keys).order_by("pk")}
    found = {}
    for source in given:
        by_name = by_key.get(source.name)
        if article := by_key.get(source.key):
            found[source.key] = article
        elif source.facts.url and by_name and by_name.text_hash == source.text_hash:
            found[source.key] = by_name
    return found


def needs_saving(article: Article, source: Source) -> bool:
    """Decide whether an article differs from its source, in bytes, in stated facts or in the rules that read it."""
    return differs(article, source) or article.extractor_version != EXTRACTOR_VERSION


def differs(article: Article, source: Source) -> bool:
    """Say whether a source says anything else than what its article was made of."""
    there = (article.source_key, article.source_hash, article.text_hash, article.facts)
    return there != (source.key, source.source_hash, source.text_hash, source.facts.stated())


class DryRun:
    """How many were created, updated, found unchanged or failed. Nothing is written down."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(OutcomeKind, 0)

    def note(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.counts[outcome.kind] += 1

    def write(self) -> None:
        """Do nothing, as everything else."""

    def finish(self) -> None:
        """Do nothing."""


class Run(DryRun):
    """The record of one run: what was created, updated, found unchanged or failed, and why. It is written in parts."""

    def __init__(self) -> None:
        super().__init__()
        self.row = IngestRun.objects.create(extractor_version=EXTRACTOR_VERSION)
        self._noted: list[Outcome] = []

    def note(self, outcome: Outcome) -> None:
        """Count an outcome; of one that is not UNCHANGED a row is kept."""
        super().note(outcome)
        self._noted.append(outcome)
        if len(self._noted) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write down what was noted and is not written yet; an article that was deleted meanwhile is not named."""
        with undisturbed():
            self._write()

    def _write(self) -> None:
        noted = [outcome for outcome in self._noted if outcome.kind != OutcomeKind.UNCHANGED]
        articles = [outcome.article.pk for outcome in noted if outcome.article]
        with transaction.atomic():
            held = Article.objects.select_for_update(no_key=True).filter(pk__in=articles).order_by("pk")
            there = set(held.values_list("pk", flat=True))
            insert(
                [
                    IngestOutcome(
                        run=self.row,
                        source=outcome.path[:500],
                        line=outcome.line,
                        outcome=outcome.kind,
                        article=outcome.article if outcome.article and outcome.article.pk in there else None,
                        reason=outcome.reason,
                    )
                    for outcome in noted
                ]
            )
            counts = {kind.value: count for kind, count in self.counts.items()}
            IngestRun.objects.filter(pk=self.row.pk).update(**counts)
        self._noted.clear()

    def close(self) -> None:
        """Say that the run came to its end."""
        self.write()
        IngestRun.objects.filter(pk=self.row.pk).update(finished_at=timezone.now())

    def finish(self) -> None:
        """Close the run, and let the database count its rows where some were written."""
        self.close()
        if self.counts[OutcomeKind.CREATED] + self.counts[OutcomeKind.UPDATED]:
            count_rows()
