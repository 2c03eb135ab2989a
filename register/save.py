"""Findings into the database: one article, all its rows, and nothing that a person decided.

Which fields a run may write is said here once. A row that a person added, confirmed, edited or rejected has none, nor
has a row that such a one points to: it is only moved with its words when the text changes. Of a machine's row a run
writes `RUN_FIELDS`, never its public name, which was minted once; of a remark not its state, which is a person's; of an
article nothing but the text once a curator edited it.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Final, TypeVar

from articles.models import (
    SETTLED_BY_A_DOCUMENT,
    SETTLED_BY_A_SPEAKER,
    Article,
    Block,
    EarlierText,
    Finding,
    Mention,
    MentionStatus,
    Outlet,
    Remark,
    RemarkState,
    Review,
    Speaker,
)
from articles.models.findings import Origin
from articles.models.identity import mint_public_id, mint_slug
from articles.sources import Source
from directives.models import Citation, Directive, DirectiveList
from register.document import EXTRACTOR_VERSION, Findings
from register.links import is_held, save_titles, save_topics
from register.reconcile import Reconciled, reconcile
from register.resolve import Known, Registry
from register.rows import Rows, build_rows
from register.standing import Standing
from register.statements import Stated, Statements
from register.tenures import refresh_tenures

PLACE: Final = ("start", "end", "parts", "exact", "earlier_text_id", "rule", "extractor_version")
RUN_FIELDS: Final[dict[type[Finding], tuple[str, ...]]] = {
    Mention: (*PLACE, "speaker_id", "status", "role", "name", "candidates", "introduced_by_id"),
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
    standing = Standing.of(article, earlier)
    before = {mention.speaker_id for mention in standing.rows[Mention]}
    speakers = _speakers(findings, known, registry)
    rows = build_rows(article, findings, known, registry, speakers)
    _save_rows(rows, registry, standing)
    statements = Statements.of([Stated(article, findings.relations, findings.documents, known.documents)], registry)
    statements.write()
    refresh_tenures({*before, *speakers.values()} - {None})
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
        article.slug = _free_slug(Article, article.display_title)
    article.save()


def _free_slug(model: type[Article | Outlet | Speaker], words: str) -> str:
    """Return a slug of words that no row of model has, asked for in one query however many begin alike."""
    taken = set(model._default_manager.filter(slug__startswith=mint_slug(words, ())).values_list("slug", flat=True))
    return mint_slug(words, taken)


def _outlet(source: Source, registry: Registry) -> int | None:
    """Return the outlet that the source names; one that nobody knows yet is added, since its name is a stated fact."""
    if not source.facts.outlet:
        return None
    known = registry.outlet(source.facts.outlet)
    if known is None:
        slug = _free_slug(Outlet, source.facts.outlet)
        known = Outlet.objects.create(slug=slug, name=source.facts.outlet).pk
        registry.add_outlet(source.facts.outlet, known)
    return known


def _speakers(findings: Findings, known: Known, registry: Registry) -> dict[str, int]:
    """Return the speaker of each name of the text where one is certain. Who is named for the first time is added."""
    speakers = {}
    for name, match in sorted(known.speakers.items()):  # in one order, so that loaders do not wait for one another
        if match.id:
            speakers[name] = match.id
        elif match.status == MentionStatus.UNKNOWN and len(name) <= LONGEST_NAME:
            speaker = Speaker.objects.create(slug=_free_slug(Speaker, name), name=name, origin=Origin.MACHINE)
            registry.add_speaker(speaker)
            speakers[name] = speaker.pk
    return speakers


# --- rows to the database ---------------------------------------------------------------------------------------------


def _save_rows(rows: Rows, registry: Registry, standing: Standing) -> None:
    """Write each model's rows after those that they point to, then take away what no longer holds."""
    mentions = reconcile(rows.mentions, standing.rows[Mention], standing.pinned)
    blocks = reconcile(rows.blocks, standing.rows[Block], standing.pinned)
    lists = reconcile(rows.lists, standing.rows[DirectiveList], standing.pinned)
    directives = reconcile(rows.points + rows.subpoints, standing.rows[Directive], standing.pinned)
    citations = reconcile(rows.citations, standing.rows[Citation], standing.pinned)
    rows.remarks = _unsettled(rows, mentions, citations)
    remarks = reconcile(rows.remarks, standing.rows[Remark], standing.pinned)

    standing.leave_lost()
    writer = _Writer(standing)
    _save_mentions(mentions, rows, writer)
    save_titles(mentions, rows, standing)
    credited: list[Block | DirectiveList | Directive] = [*rows.blocks, *rows.lists, *rows.points, *rows.subpoints]
    for row in credited:
        row.mention = mentions.row(row.mention)
    writer.write(blocks, rows.blocks)
    writer.write(lists, rows.lists)
    _save_directives(directives, lists, rows, writer)
    save_topics(directives, rows, registry, standing)
    for citation in rows.citations:
        citation.directive = directives.row(citation.directive)
    writer.write(citations, rows.citations)
    _reopen(remarks)
    writer.write(remarks, rows.remarks)
    standing.settle([*mentions.gone, *blocks.gone, *lists.gone, *directives.gone, *citations.gone, *remarks.gone])


@dataclass(slots=True)
class _Writer:
    """Writes the rows of one article. New ones get the same public names for the same words, whenever and wherever."""

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
        elsewhere = self.standing.moved | self.standing.lost.keys()  # in the database they still stand where they stood
        changed = [row for finding, row in kept if _update(row, finding) or row in elsewhere]
        if changed:
            model._default_manager.bulk_update(changed, RUN_FIELDS[model])

    def _name(self, row: Finding) -> None:
        model = type(row)
        if model not in self.taken:
            rows = model._default_manager.filter(article=self.standing.article)
            self.taken[model] = set(rows.values_list("public_id", flat=True))
        key = (self.standing.article.slug, *row.identity(), row.exact)
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


def _save_mentions(mentions: Reconciled[Mention], rows: Rows, writer: _Writer) -> None:
    """Write the mentions that introduce people before those that they introduce."""
    introducing = [row for row in rows.mentions if row.introduced_by is None]
    introduced = [row for row in rows.mentions if row.introduced_by is not None]
    writer.write(mentions, introducing)
    for row in introduced:
        row.introduced_by = mentions.row(row.introduced_by)
    writer.write(mentions, introduced)


def _save_directives(
    directives: Reconciled[Directive], lists: Reconciled[DirectiveList], rows: Rows, writer: _Writer
) -> None:
    for point in (*rows.points, *rows.subpoints):
        point.list = lists.row(point.list)
        if point.list:
            point.kind = point.list.kind  # a curator may have changed it
    _clear_ordinals(directives.gone)
    places = {row.place for row in writer.standing.rows[Directive] if is_held(row, writer.standing)}
    for level in (rows.points, rows.subpoints):
        for point in level:
            point.parent = directives.row(point.parent)
            row = directives.row(point)
            if row and not is_held(row, writer.standing):
                if point.place in places:
                    point.ordinal = None  # it is another's: a person's, or one of a list that ran into this one
                places.add(point.place)
        wanted = {id(point) for point in level}
        _clear_ordinals([row for point, row in directives.kept if id(point) in wanted and row.place != point.place])
        writer.write(directives, level)


def _clear_ordinals(changing: list[Directive]) -> None:
    """Take the ordinals from the machine's points that go or get another place, so that others may have theirs."""
    if changing:
        Directive.objects.filter(pk__in=[row.pk for row in changing]).update(ordinal=None)
        for row in changing:
            row.ordinal = None


def _unsettled(rows: Rows, mentions: Reconciled[Mention], citations: Reconciled[Citation]) -> list[Remark]:
    """Return the remarks without those that a person has settled: by a document, by a speaker, or as no such thing."""
    cited = {found.span for found in rows.citations if _is_decided(citations.row(found), "resolution_id")}
    named = {found.span for found in rows.mentions if _is_decided(mentions.row(found), "speaker_id")}
    return [
        remark
        for remark in rows.remarks
        if not (remark.code in SETTLED_BY_A_DOCUMENT and remark.span in cited)
        and not (remark.code in SETTLED_BY_A_SPEAKER and remark.span in named)
    ]


def _is_decided(row: Finding | None, pointer: str) -> bool:
    if row is None or not row.is_decided:
        return False
    return row.review == Review.REJECTED or getattr(row, pointer) is not None


def _reopen(remarks: Reconciled[Remark]) -> None:
    """A resolved remark that is found again opens again; an ignored one stays ignored."""
    again = {row.pk for row in remarks.standing.values() if row.state == RemarkState.RESOLVED}
    if again:
        Remark.objects.filter(pk__in=again).update(state=RemarkState.OPEN)
