"""What articles state of documents: how they relate to one another, and the title and the day that they print."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from django.db.models import QuerySet

from articles.models import Article, Confidence, Origin, Review
from articles.models.claims import Fact
from directives.extraction.citations import FoundCitation
from directives.extraction.relations import FoundRelation
from directives.extraction.symbols import plain_words
from directives.models import Citation, Relation, ResolutionClaim
from register.bulk import insert
from register.resolve import KnownDocument, Registry

R = TypeVar("R", Relation, ResolutionClaim)

OfRelation: TypeAlias = tuple[int, int, str, int]  # article, document, type, other document
OfClaim: TypeAlias = tuple[int, int, str]  # article, document, fact

WORDS: Final = ("start", "end", "exact")
EVIDENCE: Final = (*WORDS, "source")
CLAIMED: Final = ("value", "source", "confidence")


@dataclass(frozen=True, slots=True)
class Meant:
    """One place where a text cites a document, and which one it means; None where that is open, or it cites none."""

    found: FoundCitation
    document: int | None
    is_decided: bool  # by a person

    @classmethod
    def by(cls, row: Citation, found: FoundCitation) -> "Meant":
        """Return what the row says that stands for a citation: one that a person rejected is none."""
        document = None if row.review == Review.REJECTED else row.resolution_id
        return cls(found, document, row.is_decided)


@dataclass(frozen=True, slots=True)
class Stated:
    """What was read in one article: each citation of its text, and what the documents cited do to one another."""

    article: Article
    citations: tuple[Meant, ...]
    relations: tuple[FoundRelation, ...]


@dataclass(slots=True)
class Statements:
    """What is to be written so that the rows of some articles say what these state; nothing where they do already."""

    gone: list[Relation | ResolutionClaim] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    changed_relations: list[Relation] = field(default_factory=list)
    claims: list[ResolutionClaim] = field(default_factory=list)
    changed_claims: list[ResolutionClaim] = field(default_factory=list)

    @classmethod
    def of(cls, stated: Sequence[Stated], registry: Registry) -> "Statements":
        """Compare what articles state with the rows that are there, which are locked: two queries for all of them.

        Where a person said how two documents relate by an article, that stands, and what had been read there in its
        place does not come back; its words are those of the present text, none where this no longer has them. A claim
        that a person preferred stays as it was then.
        """
        statements = cls()
        statements._compare_relations(stated)
        statements._compare_claims(stated, registry)
        return statements

    def __bool__(self) -> bool:
        return any((self.gone, self.relations, self.changed_relations, self.claims, self.changed_claims))

    def write(self) -> None:
        """Write the difference. To be called inside `versioning.writing()`."""
        for model in (Relation, ResolutionClaim):
            ids = [row.pk for row in self.gone if type(row) is model]
            if ids:
                model._default_manager.filter(pk__in=ids).delete()
        insert(self.relations)
        Relation.objects.bulk_update(self.changed_relations, EVIDENCE)
        insert(self.claims)
        ResolutionClaim.objects.bulk_update(self.changed_claims, CLAIMED)

    def _compare_relations(self, stated: Sequence[Stated]) -> None:
        there: dict[OfRelation, Relation] = {}
        decided: dict[tuple[int | None, int, int | None], Relation] = {}
        for row in _locked(Relation.objects.all(), stated):
            if row.origin == Origin.CURATOR:
                decided |= {(row.article_id, row.resolution_id, it): row for it in (row.target_id, row.read_target_id)}
            elif row.article_id:
                there[row.article_id, row.resolution_id, row.type, row.target_id] = row
        wanted: dict[OfRelation, Relation] = {}
        words: dict[Relation, Relation] = {row: Relation() for row in decided.values() if row.article_id}
        for key, row in _relations(stated):
            if (theirs := decided.get((key[0], key[1], key[3]))) is None:
                wanted[key] = row
            elif not words[theirs].exact:
                words[theirs] = row
        self.gone += [row for key, row in there.items() if key not in wanted]
        self.relations = [row for key, row in wanted.items() if key not in there]
        self.changed_relations = [
            there[key] for key, row in wanted.items() if key in there and _carry(row, there[key], EVIDENCE)
        ] + [theirs for theirs, row in words.items() if _carry(row, theirs, WORDS)]

    def _compare_claims(self, stated: Sequence[Stated], registry: Registry) -> None:
        there: dict[OfClaim, ResolutionClaim] = {
            (row.article_id, row.resolution_id, row.fact): row
            for row in _locked(ResolutionClaim.objects.all(), stated)
            if row.article_id
        }
        wanted = dict(_claims(stated, registry))
        self.gone += [row for key, row in there.items() if key not in wanted and not row.preferred]
        self.claims = [row for key, row in wanted.items() if key not in there]
        self.changed_claims = [
            there[key]
            for key, row in wanted.items()
            if key in there and not there[key].preferred and _carry(row, there[key], CLAIMED)
        ]


def _locked(rows: QuerySet[R], stated: Iterable[Stated]) -> QuerySet[R]:
    """Return those of the rows that are of these articles, locked until the transaction ends."""
    return rows.select_for_update(of=("self",)).filter(article__in=[one.article for one in stated]).order_by("pk")


def _carry(source: Relation | ResolutionClaim, target: Relation | ResolutionClaim, names: Iterable[str]) -> bool:
    """Carry fields from one row to another; return whether any differed."""
    differing = [name for name in names if getattr(source, name) != getattr(target, name)]
    for name in differing:
        setattr(target, name, getattr(source, name))
    return bool(differing)


def _relations(stated: Iterable[Stated]) -> Iterator[tuple[OfRelation, Relation]]:
    """Yield a relation for each statement of two known documents, by what it says; what an article repeats, once."""
    for one in stated:
        seen = set()
        starts = {cited.found.span.start: cited for cited in one.citations}
        ends = {cited.found.span.end: cited for cited in one.citations}
        for found in one.relations:  # each runs from one citation to another: "Nghị quyết 21 … triển khai Chỉ thị 15"
            first, last = starts[found.span.start], ends[found.span.end]
            forwards = first.found.key == found.from_key
            source, target = (first.document, last.document) if forwards else (last.document, first.document)
            if source is None or target is None or source == target:
                continue
            key = (one.article.pk, source, str(found.type), target)
            if key not in seen:
                seen.add(key)
                yield (
                    key,
                    Relation(
                        resolution_id=source,
                        type=found.type,
                        target_id=target,
                        read_target_id=target,
                        article=one.article,
                        start=found.span.start,
                        end=found.span.end,
                        exact=found.span.of(one.article.text),
                        source=one.article.url,
                        confidence=Confidence.SINGLE,
                        origin=Origin.MACHINE,
                    ),
                )


def _claims(stated: Iterable[Stated], registry: Registry) -> Iterator[tuple[OfClaim, ResolutionClaim]]:
    """Yield what articles print of the title and the day of known documents, each fact once an article.

    What is printed where a person said which document is meant goes first.
    """
    for one in stated:
        seen = set()
        for cited in sorted(one.citations, key=lambda cited: not cited.is_decided):
            known = registry.documents.get(cited.document or 0)
            if known is None or cited.found.form == "anaphora":
                continue
            for fact, value, differs in _facts(cited.found, known):
                key = (one.article.pk, known.id, fact)
                if value and key not in seen:
                    seen.add(key)
                    yield (
                        key,
                        ResolutionClaim(
                            resolution_id=known.id,
                            fact=fact,
                            value=value,
                            source=one.article.url,
                            article=one.article,
                            confidence=Confidence.CONFLICT if differs else Confidence.SINGLE,
                        ),
                    )


def _facts(found: FoundCitation, known: KnownDocument) -> Iterator[tuple[str, str, bool]]:
    """Yield each fact with what is printed of it at a citation, "" for nothing, and whether another value is known."""
    title = found.title or ""
    yield Fact.TITLE.value, title, bool(known.title) and not are_one_title(title, known.title)
    day = found.issued_on
    yield Fact.ISSUED_ON.value, day.isoformat() if day else "", known.issued_on not in (None, day)


def are_one_title(one: str, other: str) -> bool:
    """Say whether two printed titles are one, the shorter of them perhaps cut off: "hội nhập quốc tế (trong …)"."""
    shorter, longer = sorted((plain_words(one), plain_words(other)), key=len)
    return f"{longer} ".startswith(f"{shorter} ")
