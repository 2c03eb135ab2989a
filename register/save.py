"""Findings into the database: one article, all its rows, and nothing that a person decided.

Which fields a run may write is said here once. A row that a person added, confirmed, edited or rejected has none: it is
never written, only moved with its words when the text changes. Of a machine's row a run writes `RUN_FIELDS`, never its
public name, which was minted once; of a remark not its state, which is a person's; of an article nothing but the text
once a curator edited it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, TypeVar

from articles.models import (
    Article,
    Block,
    Confidence,
    EarlierText,
    Finding,
    Mention,
    MentionStatus,
    Outlet,
    PrintedTitle,
    Remark,
    RemarkState,
    Review,
    Speaker,
)
from articles.models.findings import Origin
from articles.models.identity import mint_public_id, mint_slug
from articles.sources import Source
from directives.models import Citation, Directive, DirectiveList, Relation
from register.document import EXTRACTOR_VERSION, Findings
from register.reconcile import Reconciled, reconcile
from register.resolve import Known, Registry
from register.rows import Rows, build_rows
from register.standing import Standing
from register.tenures import refresh_tenures

PLACE: Final = ("start", "end", "parts", "exact", "rule", "extractor_version")
RUN_FIELDS: Final[dict[type[Finding], tuple[str, ...]]] = {
    Mention: (*PLACE, "speaker_id", "status", "role", "name", "candidates"),
    Block: (*PLACE, "kind", "turn", "mention_id"),
    DirectiveList: (*PLACE, "kind", "intro_start", "intro_end", "intro", "declared_count", "mention_id"),
    Directive: (*PLACE, "list_id", "parent_id", "ordinal", "marker", "kind", "mention_id", "addressee", "deadline"),
    Citation: (
        *PLACE, "resolution_id", "directive_id", "form", "status", "reason", "kind", "number", "symbol", "issuer", "key"
    ),
    Remark: (*PLACE, "code", "detail"),
}  # fmt: skip

LONGEST_NAME: Final = 200  # characters; a longer one is nobody's
DIRECTIVE_SLUG_WORDS: Final = 60  # characters of words in a directive's slug, before its public id

R = TypeVar("R", bound=Finding)


def save(source: Source, findings: Findings, known: Known, registry: Registry, article: Article | None) -> Article:
    """Bring the rows of one article in line with its findings and return the article.

    article is the row of the source, locked, or None for a new one. To be called inside `versioning.writing()`.
    """
    article = article or Article()
    earlier = _keep_text(article, source)
    _save_article(article, source, findings, registry)
    speakers = _speakers(findings, known, registry)
    rows = build_rows(article, findings, known, registry, speakers)
    _save_rows(article, rows, registry, earlier)
    _save_relations(article, findings, known)
    refresh_tenures(speakers.values())
    return article


# --- the article ------------------------------------------------------------------------------------------------------


def _keep_text(article: Article, source: Source) -> EarlierText | None:
    """Keep the text that an article has where the source has another; return it, or None where nothing changes."""
    if not article.pk or article.text_hash == source.text_hash:
        return None
    return EarlierText.objects.create(
        article=article, text=article.text, text_hash=article.text_hash, source_hash=article.source_hash
    )


def _save_article(article: Article, source: Source, findings: Findings, registry: Registry) -> None:
    article.source_key = source.key
    article.text, article.text_hash, article.source_hash = findings.text, source.text_hash, source.source_hash
    article.extractor_version = EXTRACTOR_VERSION
    article.facts = source.facts.stated()
    if not article.edited:
        article.title = findings.title
        article.display_title = findings.display_title
        article.lead = findings.lead or ""
        article.published_on = findings.published_on
        article.url = source.facts.url or ""
        article.genre = findings.genre
        article.outlet_id = _outlet(source, registry)
    if not article.slug:
        article.slug = mint_slug(article.display_title, lambda slug: Article.objects.filter(slug=slug).exists())
    article.save()


def _outlet(source: Source, registry: Registry) -> int | None:
    """Return the outlet that the source names; one that nobody knows yet is added, since its name is a stated fact."""
    if not source.facts.outlet:
        return None
    known = registry.outlet(source.facts.outlet)
    if known is None:
        slug = mint_slug(source.facts.outlet, lambda slug: Outlet.objects.filter(slug=slug).exists())
        known = Outlet.objects.create(slug=slug, name=source.facts.outlet).pk
        registry.add_outlet(source.facts.outlet, known)
    return known


def _speakers(findings: Findings, known: Known, registry: Registry) -> dict[str, int]:
    """Return the speaker of each name of the text where one is certain. Who is named for the first time is added."""
    speakers = {}
    for name, match in known.speakers.items():
        if match.id:
            speakers[name] = match.id
        elif match.status == MentionStatus.UNKNOWN and len(name) <= LONGEST_NAME:
            slug = mint_slug(name, lambda slug: Speaker.objects.filter(slug=slug).exists())
            speaker = Speaker.objects.create(slug=slug, name=name, origin=Origin.MACHINE)
            registry.add_speaker(speaker)
            speakers[name] = speaker.pk
    return speakers


# --- rows to the database ---------------------------------------------------------------------------------------------


def _save_rows(article: Article, rows: Rows, registry: Registry, earlier: EarlierText | None) -> None:
    """Write each model's rows after those that they point to, then take away what no longer holds."""
    standing = Standing.of(article, earlier)
    mentions = reconcile(rows.mentions, standing.rows[Mention])
    blocks = reconcile(rows.blocks, standing.rows[Block])
    lists = reconcile(rows.lists, standing.rows[DirectiveList])
    directives = reconcile(rows.points + rows.subpoints, standing.rows[Directive])
    citations = reconcile(rows.citations, standing.rows[Citation])
    remarks = reconcile(rows.remarks, standing.rows[Remark])

    writer = _Writer(article, standing)
    writer.write(mentions, rows.mentions)
    _save_titles(mentions, rows)
    credited: list[Block | DirectiveList | Directive] = [*rows.blocks, *rows.lists, *rows.points, *rows.subpoints]
    for row in credited:
        row.mention = mentions.row(row.mention)
    writer.write(blocks, rows.blocks)
    writer.write(lists, rows.lists)
    _save_directives(directives, lists, rows, writer)
    _save_topics(directives, rows, registry)
    for citation in rows.citations:
        citation.directive = directives.row(citation.directive)
    writer.write(citations, rows.citations)
    _reopen(remarks)
    writer.write(remarks, rows.remarks)
    standing.settle([*mentions.gone, *blocks.gone, *lists.gone, *directives.gone, *citations.gone, *remarks.gone])


@dataclass(slots=True)
class _Writer:
    """Writes the rows of one article. New ones get the same public names for the same words, whenever and wherever."""

    article: Article
    standing: Standing
    taken: dict[type[Finding], set[str]] = field(default_factory=dict)

    def write(self, reconciled: Reconciled[R], findings: list[R]) -> None:
        """Save those of the findings that are new, and of the rows that some of them are, what differs."""
        if not findings:
            return
        model = type(findings[0])
        wanted = {id(finding) for finding in findings}
        created = [finding for finding in reconciled.created if id(finding) in wanted]
        for finding in created:
            self._name(finding)
        model._default_manager.bulk_create(created)
        kept = [(finding, row) for finding, row in reconciled.kept if id(finding) in wanted]
        changed = [row for finding, row in kept if _update(row, finding) or row in self.standing.anchored.moved]
        if changed:
            model._default_manager.bulk_update(changed, RUN_FIELDS[model])

    def _name(self, row: Finding) -> None:
        model = type(row)
        if model not in self.taken:
            rows = model._default_manager.filter(article=self.article)
            self.taken[model] = set(rows.values_list("public_id", flat=True))
        key = (self.article.source_key, *row.identity(), row.exact)
        names = (mint_public_id(*key, number) for number in count())
        row.public_id = next(name for name in names if name not in self.taken[model])
        self.taken[model].add(row.public_id)
        if isinstance(row, Directive):
            row.slug = f"{_slug_words(row)}-{row.public_id}"


def _slug_words(row: Directive) -> str:
    words = row.exact.removeprefix(row.marker).lstrip(' ,.:;)-–—“"')
    return mint_slug(words[: 2 * DIRECTIVE_SLUG_WORDS], (), DIRECTIVE_SLUG_WORDS)


def _update(row: Finding, finding: Finding) -> bool:
    """Carry what a run may write from finding to row; return whether anything differed."""
    differing = [name for name in RUN_FIELDS[type(row)] if getattr(row, name) != getattr(finding, name)]
    for name in differing:
        setattr(row, name, getattr(finding, name))
    return bool(differing)


def _save_directives(
    directives: Reconciled[Directive], lists: Reconciled[DirectiveList], rows: Rows, writer: _Writer
) -> None:
    decided = {
        (row.list_id, row.parent_id, row.ordinal)
        for row in writer.standing.rows[Directive]
        if row.is_decided and row.review != Review.REJECTED and row.ordinal is not None
    }
    _clear_ordinals(directives)
    for point in (*rows.points, *rows.subpoints):
        point.list = lists.row(point.list)
        if point.list:
            point.kind = point.list.kind  # a curator may have changed it
    for level in (rows.points, rows.subpoints):
        for point in level:
            point.parent = directives.row(point.parent)
            if (point.list_id, point.parent_id, point.ordinal) in decided:
                point.ordinal = None  # a person gave this place to another point
        writer.write(directives, level)


def _clear_ordinals(directives: Reconciled[Directive]) -> None:
    """Take the ordinals from rows that change theirs or go, so that another may have them."""
    changing = [row for finding, row in directives.kept if row.ordinal != finding.ordinal] + directives.gone
    if changing:
        Directive.objects.filter(pk__in=[row.pk for row in changing]).update(ordinal=None)
        for row in changing:
            row.ordinal = None


def _save_titles(mentions: Reconciled[Mention], rows: Rows) -> None:
    """Write the titles printed at the mentions that are the machine's, where they differ."""
    standing = {id(finding): mentions.row(finding) for finding in rows.mentions}
    machine = {id_: row for id_, row in standing.items() if row and not row.is_decided}
    there: dict[int, list[PrintedTitle]] = defaultdict(list)
    for title in PrintedTitle.objects.filter(mention__in=machine.values()):
        there[title.mention_id].append(title)
    stale, new = [], []
    for id_, row in machine.items():
        found, old = rows.titles.get(id_, []), there[row.pk]
        if [_printed(title) for title in found] != [_printed(title) for title in old]:
            stale += [title.pk for title in old]
            for title in found:
                title.mention = row
            new += found
    if stale:
        PrintedTitle.objects.filter(pk__in=stale).delete()
    PrintedTitle.objects.bulk_create(new)


def _printed(title: PrintedTitle) -> tuple[Any, ...]:
    return (title.start, title.end, title.exact, title.office_id, title.acting, title.former)


def _save_topics(directives: Reconciled[Directive], rows: Rows, registry: Registry) -> None:
    """Bring the topics of the machine's directives in line with the words."""
    wanted: dict[int, set[int]] = {}
    for finding in (*rows.points, *rows.subpoints):
        row = directives.row(finding)
        if row and not row.is_decided:
            slugs = rows.topics.get(id(finding), ())
            wanted[row.pk] = {registry.topics[slug] for slug in slugs if slug in registry.topics}
    through = Directive.topics.through
    links = through.objects.filter(directive_id__in=wanted)
    there = {(directive, topic): id_ for id_, directive, topic in links.values_list("id", "directive_id", "topic_id")}
    pairs = {(directive, topic) for directive, topics in wanted.items() for topic in topics}
    stale = [id_ for pair, id_ in there.items() if pair not in pairs]
    if stale:
        through.objects.filter(pk__in=stale).delete()
    through.objects.bulk_create(
        through(directive_id=directive, topic_id=topic) for directive, topic in sorted(pairs - there.keys())
    )


def _reopen(remarks: Reconciled[Remark]) -> None:
    """A resolved remark that is found again opens again; an ignored one stays ignored."""
    again = [row.pk for _, row in remarks.kept if row.state == RemarkState.RESOLVED]
    if again:
        Remark.objects.filter(pk__in=again).update(state=RemarkState.OPEN)


def _save_relations(article: Article, findings: Findings, known: Known) -> None:
    """Add what the text says of how documents relate, where both are known; drop what it no longer says."""
    stated = set()
    for found in findings.relations:
        source, target = known.documents.get(found.from_key), known.documents.get(found.to_key)
        if source and target and source.id and target.id and source.id != target.id:
            stated.add((source.id, found.type, target.id))
    machine = Relation.objects.filter(article=article, origin=Origin.MACHINE)
    there = {(row.resolution_id, row.type, row.target_id): row.pk for row in machine}
    gone = [pk for triple, pk in there.items() if triple not in stated]
    if gone:
        Relation.objects.filter(pk__in=gone).delete()
    Relation.objects.bulk_create(
        (
            Relation(
                resolution_id=source_id,
                type=type_,
                target_id=target_id,
                article=article,
                source=article.url,
                confidence=Confidence.SINGLE,
                origin=Origin.MACHINE,
            )
            for source_id, type_, target_id in sorted(stated - there.keys())
        ),
        ignore_conflicts=True,  # another source has said it already
    )
