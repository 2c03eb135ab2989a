"""Findings into the database: articles, all their rows, and nothing that a person decided.

Which fields a run may write is said here once. A row that a person added, confirmed, edited or rejected has none, nor
has a row that such a one points to: it is only moved with its words when the text changes. Of a machine's row a run
writes `RUN_FIELDS`, never its public name, which was minted once; of a remark not its state, which is a person's; of an
article nothing but the text once a curator edited it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any, Final, TypeVar

from django.db.models import Min
from django.utils import timezone

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
    State,
)
from articles.models.findings import Origin
from articles.models.identity import mint_public_id
from articles.sources import Source
from directives.models import Citation, Directive, DirectiveList
from register.bulk import insert, number, rewrite
from register.comparing import Compared, Comparison
from register.document import EXTRACTOR_VERSION, Findings
from register.links import is_held, save_titles, save_topics
from register.proposals import Proposals
from register.reconcile import Reconciled, reconcile
from register.resolve import Known, Registry, resolve
from register.reviewing import reopen
from register.rows import Rows, build_rows
from register.slugs import Slugs
from register.statements import Meant, Stated, Statements
from register.stored import Stored, delete
from register.tenures import evidence_in, follow_evidence

STORED: Final = ("source_key", "text", "text_hash", "source_hash", "extractor_version", "facts")  # of an article
UNEDITED: Final = ("title", "display_title", "lead", "published_on", "sort_date", "url", "genre", "outlet_id")
PLACE: Final = ("start", "end", "parts", "exact", "earlier_text_id", "rule")
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

R = TypeVar("R", bound=Finding)


@dataclass(slots=True)
class Draft:
    """One text on its way into the database, from what was found in it to its rows."""

    source: Source
    findings: Findings
    article: Article  # the row of the source, locked; or a new one
    earlier: EarlierText | None = None  # the text that it had, where the source has another
    twin: str | None = None  # the source key of another article with the same text
    known: Known = field(default_factory=lambda: Known({}, {}))
    speakers: dict[str, int] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)
    stored: Stored = field(init=False)
    named: Counter[tuple[Any, ...]] = field(default_factory=Counter)  # the next number to try, by what a name is of
    mentions: Reconciled[Mention] = field(default_factory=Reconciled)
    blocks: Reconciled[Block] = field(default_factory=Reconciled)
    lists: Reconciled[DirectiveList] = field(default_factory=Reconciled)
    directives: Reconciled[Directive] = field(default_factory=Reconciled)
    citations: Reconciled[Citation] = field(default_factory=Reconciled)
    remarks: Reconciled[Remark] = field(default_factory=Reconciled)

    @property
    def is_new(self) -> bool:
        return self.article._state.adding

    @property
    def stated(self) -> Stated:
        rows = map(self.citations.row, self.rows.citations)
        meant = (Meant.by(row, found) for found, row in zip(self.findings.citations, rows, strict=True) if row)
        return Stated(self.article, tuple(meant), self.findings.relations)

    def compared(self) -> Iterator[Compared]:
        """Yield what was found beside the rows that people decided; to be called when the rows are written."""
        rows = self.rows
        found: dict[type[Finding], tuple[Reconciled[Any], Sequence[Finding]]] = {
            Mention: (self.mentions, rows.mentions),
            Block: (self.blocks, rows.blocks),
            DirectiveList: (self.lists, rows.lists),
            Directive: (self.directives, rows.points + rows.subpoints),
            Citation: (self.citations, rows.citations),
        }
        return Comparison(self.stored, found).decided()

    def gone(self) -> list[Finding]:
        """Return the machine's rows that no finding is any more."""
        parts = (self.mentions, self.blocks, self.lists, self.directives, self.citations, self.remarks)
        return [row for part in parts for row in part.gone]


def save(drafts: Sequence[Draft], registry: Registry, slugs: Slugs) -> None:
    """Bring the rows of articles in line with their findings, step by step, each step for all of them.

    What comes of an article depends on those before it, not on which of them it is saved with. To be called inside
    `versioning.writing()`.
    """
    before = evidence_in([draft.article for draft in drafts if not draft.is_new])
    _save_articles(drafts, registry, slugs)
    for draft in drafts:
        draft.known = resolve(draft.findings, registry, draft.article.published_on)
        draft.speakers = _speakers(draft, registry, slugs)
        draft.rows = build_rows(draft.article, draft.findings, draft.known, registry, draft.speakers, draft.twin)
    _save_rows(drafts, registry)
    Statements.of([draft.stated for draft in drafts], registry).write()
    follow_evidence(before, evidence_in([draft.article for draft in drafts]))


# --- the articles -----------------------------------------------------------------------------------------------------


def _save_articles(drafts: Sequence[Draft], registry: Registry, slugs: Slugs) -> None:
    """Write the articles, and keep the texts of those that have another now; read the rows that stand in them."""
    new = [draft.article for draft in drafts if draft.is_new]
    number(new)
    _find_twins(drafts)
    changes = {draft.article: _differing(draft, registry, slugs) for draft in drafts}
    for article, slug in zip(new, slugs.mint(Article, [article.display_title for article in new]), strict=True):
        article.slug = slug
    insert([draft.earlier for draft in drafts if draft.earlier])
    stored = iter(Stored.of({draft.article: draft.earlier for draft in drafts if not draft.is_new}))
    for draft in drafts:
        draft.stored = Stored.of_none(draft.article) if draft.is_new else next(stored)
    rewrite({draft.article: changes[draft.article] for draft in drafts if not draft.is_new})
    insert(new)


def _find_twins(drafts: Sequence[Draft]) -> None:
    """Find for each draft the first of the public articles that have its text when its turn comes."""
    alike = Article.objects.public().filter(text_hash__in={draft.source.text_hash for draft in drafts})
    others = alike.exclude(pk__in=[draft.article.pk for draft in drafts]).order_by()
    firsts = others.values("text_hash").annotate(first=Min("pk")).values("first")
    outside = {row.text_hash: row for row in Article.objects.filter(pk__in=firsts).only("text_hash", "source_key")}
    inside = {
        article.pk: (article.text_hash, article.source_key)
        for article in (draft.article for draft in drafts if not draft.is_new)
        if article.state == State.PUBLIC
    }
    for draft in drafts:
        own, wanted = draft.article.pk, draft.source.text_hash
        twins = {pk: key for pk, (text_hash, key) in inside.items() if text_hash == wanted and pk != own}
        if other := outside.get(wanted):
            twins[other.pk] = other.source_key
        draft.twin = twins[min(twins)] if twins else None
        if draft.article.state == State.PUBLIC:
            inside[own] = (wanted, draft.source.key)


def _differing(draft: Draft, registry: Registry, slugs: Slugs) -> list[str]:
    """Carry what a run may write of an article to its row; return what differed. Its text of before goes to earlier."""
    article, source, findings = draft.article, draft.source, draft.findings
    before = {name: getattr(article, name) for name in (*STORED, *UNEDITED)}
    if not draft.is_new and article.text_hash != source.text_hash:
        draft.earlier = EarlierText(
            article=article, text=article.text, text_hash=article.text_hash, source_hash=article.source_hash
        )
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
        article.outlet_id = _outlet(source, registry, slugs)
    article.derive()
    differing = [name for name, value in before.items() if value != getattr(article, name)]
    if differing:
        article.changed_at = timezone.now()
        differing.append("changed_at")
    return differing


def _outlet(source: Source, registry: Registry, slugs: Slugs) -> int | None:
    """Return the outlet that the source names; one that nobody knows yet is added, since its name is a stated fact."""
    name = source.facts.outlet
    if not name:
        return None
    known = registry.outlet(name)
    if known is None:
        (slug,) = slugs.mint(Outlet, [name])
        known = Outlet.objects.create(slug=slug, name=name).pk
        registry.add_outlet(name, known)
    return known


def _speakers(draft: Draft, registry: Registry, slugs: Slugs) -> dict[str, int]:
    """Return the speaker of each name of the text where one is certain. Who is named for the first time is added."""
    speakers = {}
    for name, match in sorted(draft.known.speakers.items()):
        if match.id:
            speakers[name] = match.id
        elif match.status == MentionStatus.UNKNOWN and len(name) <= LONGEST_NAME:
            (slug,) = slugs.mint(Speaker, [name])
            speaker = Speaker.objects.create(slug=slug, name=name, origin=Origin.MACHINE)
            registry.add_speaker(speaker)
            speakers[name] = speaker.pk
    return speakers


# --- rows to the database ---------------------------------------------------------------------------------------------


def _save_rows(drafts: Sequence[Draft], registry: Registry) -> None:
    """Write each model's rows after those that they point to, then take away what no longer holds."""
    for draft in drafts:
        _reconcile(draft)
    for draft in drafts:
        draft.stored.leave_lost()
    number([mention for draft in drafts for mention in draft.mentions.created])
    for draft in drafts:
        for mention in draft.rows.mentions:
            mention.introduced_by = draft.mentions.row(mention.introduced_by)
    _write((draft, draft.mentions, draft.rows.mentions) for draft in drafts)
    save_titles((draft.mentions, draft.rows, draft.stored) for draft in drafts)
    for draft in drafts:
        rows = draft.rows
        credited: Iterable[Block | DirectiveList | Directive] = chain(
            rows.blocks, rows.lists, rows.points, rows.subpoints
        )
        for row in credited:
            row.mention = draft.mentions.row(row.mention)
    _write((draft, draft.blocks, draft.rows.blocks) for draft in drafts)
    _write((draft, draft.lists, draft.rows.lists) for draft in drafts)
    _save_directives(drafts)
    save_topics([(draft.directives, draft.rows, draft.stored) for draft in drafts], registry)
    for draft in drafts:
        for citation in draft.rows.citations:
            citation.directive = draft.directives.row(citation.directive)
    _write((draft, draft.citations, draft.rows.citations) for draft in drafts)
    _reopen(drafts)
    _write((draft, draft.remarks, draft.rows.remarks) for draft in drafts)
    _propose(drafts)
    delete(row for draft in drafts for row in (*draft.gone(), *draft.stored.stale()))
    for draft in drafts:
        draft.stored.settle()
    reopen([draft.article for draft in drafts])


def _propose(drafts: Sequence[Draft]) -> None:
    """Propose to people what the findings say of the rows that they decided."""
    known = [draft for draft in drafts if not draft.stored.is_new]
    compared = (one for draft in known for one in draft.compared())
    Proposals.of([draft.article for draft in known], compared).write()


def _reconcile(draft: Draft) -> None:
    rows = draft.rows
    draft.mentions = _with_stored(draft, Mention, rows.mentions)
    draft.blocks = _with_stored(draft, Block, rows.blocks)
    draft.lists = _with_stored(draft, DirectiveList, rows.lists)
    draft.directives = _with_stored(draft, Directive, rows.points + rows.subpoints)
    draft.citations = _with_stored(draft, Citation, rows.citations)
    rows.remarks = _unsettled(rows, draft.mentions, draft.citations)
    draft.remarks = _with_stored(draft, Remark, rows.remarks)


def _with_stored(draft: Draft, model: type[R], found: list[R]) -> Reconciled[R]:
    stored = draft.stored
    brought = stored.brought_together if stored.earlier or stored.returned else None
    return reconcile(found, stored.rows[model], stored.pinned, stored.said, brought)


def _write(parts: Iterable[tuple[Draft, Reconciled[R], list[R]]]) -> None:
    """Save those of the findings of one model that are new, and of the rows that some of them are, what differs."""
    created: list[R] = []
    changed: dict[R, Iterable[str]] = {}
    for draft, reconciled, findings in parts:
        wanted = {id(finding) for finding in findings}
        for finding in reconciled.created:
            if id(finding) in wanted:
                _name(finding, draft)
                created.append(finding)
        elsewhere = draft.stored.moved | draft.stored.lost.keys()  # in the database they stand where they stood
        for finding, row in reconciled.kept:
            if id(finding) in wanted:
                differing = _update(row, finding)
                if row in elsewhere:
                    differing = RUN_FIELDS[type(row)]
                if differing:
                    row.extractor_version = finding.extractor_version
                    changed[row] = (*differing, "extractor_version")
                if row.machine_said:  # of a decision that was taken back: the row says now what the rules do
                    row.machine_said = None
                    changed[row] = (*changed.get(row, ()), "machine_said")
    insert(created)
    rewrite(changed)


def _name(row: Finding, draft: Draft) -> None:
    """Give a new row its public name: the same for the same words, whenever and wherever; none that the article has."""
    key, taken = (draft.article.slug, *row.identity(), row.exact), draft.stored.taken[type(row)]
    numbers = (draft.named[key] + number for number in count())  # a text may have thousands of lines that are the same
    number, row.public_id = next((n, name) for n in numbers if (name := mint_public_id(*key, n)) not in taken)
    draft.named[key] = number + 1
    taken.add(row.public_id)
    row.name_by_words()


def _update(row: Finding, finding: Finding) -> Sequence[str]:
    """Carry what a run may write from finding to row; return what differed.

    That newer rules find the same is no difference: a row has the version of the rules that last changed it.
    """
    differing = [name for name in RUN_FIELDS[type(row)] if getattr(row, name) != getattr(finding, name)]
    for name in differing:
        setattr(row, name, getattr(finding, name))
    return differing


def _save_directives(drafts: Sequence[Draft]) -> None:
    """Write the points of the first level, then those below them."""
    for draft in drafts:
        for point in (*draft.rows.points, *draft.rows.subpoints):
            point.list = draft.lists.row(point.list)
            row = draft.directives.row(point)
            if point.list and not (row and is_held(row, draft.stored)):
                point.kind = point.list.kind  # a curator may have changed it
    _clear_ordinals([row for draft in drafts for row in draft.directives.gone])
    taken = {draft.article: _held_places(draft.stored) for draft in drafts}
    for level in (_points, _subpoints):
        changing: list[Directive] = []
        for draft in drafts:
            changing += _find_places(draft, level(draft), taken[draft.article])
        _clear_ordinals(changing)
        _write((draft, draft.directives, level(draft)) for draft in drafts)


def _points(draft: Draft) -> list[Directive]:
    return draft.rows.points


def _subpoints(draft: Draft) -> list[Directive]:
    return draft.rows.subpoints


def _held_places(stored: Stored) -> set[Any]:
    return {row.place for row in stored.rows[Directive] if is_held(row, stored)}


def _find_places(draft: Draft, points: list[Directive], taken: set[Any]) -> list[Directive]:
    """Give points of one level their points above, and no ordinal where it is taken; return the rows that move."""
    for point in points:
        point.parent = draft.directives.row(point.parent)
        _follow_parent(point)
        row = draft.directives.row(point)
        if row and not is_held(row, draft.stored):
            if point.place in taken:
                point.ordinal = None  # it is another's: a person's, or one of a list that ran into this one
            taken.add(point.place)
    wanted = {id(point) for point in points}
    return [row for point, row in draft.directives.kept if id(point) in wanted and row.place != point.place]


def _follow_parent(point: Directive) -> None:
    """Let a point go where a person moved the one above it: to another list, and not a third level down."""
    above = point.parent
    if above is None or (above.list_id == point.list_id and above.parent_id is None):
        return
    point.parent_id = above.parent_id or above.pk
    if point.list_id != above.list_id:
        point.list_id = above.list_id
        point.kind = above.list.kind if above.list else point.kind


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


def _reopen(drafts: Iterable[Draft]) -> None:
    """A resolved remark that is found again opens again; an ignored one stays ignored."""
    found = (row for draft in drafts for row in draft.remarks.standing.values())
    again = {row.pk for row in found if row.state == RemarkState.RESOLVED}
    if again:
        Remark.objects.filter(pk__in=again).update(state=RemarkState.OPEN)
