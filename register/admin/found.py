"""Everything that was found in an article, as the marks of its page in the admin."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.addresses import list_of, page_of
from articles.admin import OfOneArticle, OfOneText
from articles.admin.marked_text import mark_of
from articles.admin.sentences import sentence
from articles.extraction.plain import one_spaced
from articles.models import (
    Article,
    EarlierText,
    Finding,
    Mention,
    Origin,
    PrintedTitle,
    Remark,
    RemarkState,
    Review,
)
from articles.models.findings import REMARK_WAITS
from articles.rights import may
from articles.segments import Mark
from articles.versions import version_of
from directives.admin import OTHER_POINTS, InTruth
from directives.models import Citation, Directive, DirectiveList
from register.models import Proposal, ProposalState
from register.reviewing import KINDS

DIRECTIVES: Final = {InTruth.parameter_name: InTruth.directives}
OTHERS: Final = {InTruth.parameter_name: InTruth.others}
LONGEST_LABEL: Final = 24  # characters
LONGEST_WORDS: Final = 110  # characters of a finding's words in the list of findings


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """How many findings of a kind a text has, and the lists of them; fallen ones fell with the point above them."""

    kind: str
    name: str
    shown: int
    rejected: int
    fallen: int
    address: str
    address_of_rejected: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding in the list beside the text: what there is to know before deciding about it."""

    kind: str
    name: str  # of the kind
    key: str  # its public id
    start: int
    end: int  # of what is marked
    label: str
    words: str
    meaning: str  # whom or what it means
    review: str
    said: str  # its review, or the state of a remark, in words
    rule: str
    is_curators: bool  # whether a person added it
    is_open: bool  # whether nobody has looked at it
    version: str
    proposal: str  # the address of what newer rules propose; empty where they propose nothing
    is_left: bool  # whether its words stand in an earlier text alone


@dataclass(frozen=True)
class Found:
    """What was found in one text, by kinds: a fixed number of queries, whatever the text holds.

    with_rejected shows what was rejected, too, and what fell with it. left are the findings of earlier texts that wait
    for a person: what people decided, and open remarks.
    """

    article: Article
    earlier_text: EarlierText | None
    rows: dict[type[Finding], list[Any]]
    with_rejected: bool = False
    left: tuple[Any, ...] = ()

    def marks(self) -> list[Mark]:
        """Return the mark of each finding that is shown; of a list, its intro."""
        return [mark for _, mark in self._marked]

    def entries(self) -> list[Entry]:
        """Return the findings that are shown, in reading order, the widest first where several begin together.

        Those that are left in earlier texts come last.
        """
        proposals = self._proposals()
        left = ((row, _mark(row, self._who)) for row in self.shown_left())
        entries = [
            _entry(row, mark, self._who, proposals.get((row._meta.label_lower, row.pk), ""))
            for row, mark in (*self._marked, *left)
        ]
        return sorted(entries, key=lambda entry: (entry.is_left, entry.start, -entry.end))

    def shown_left(self) -> list[Any]:
        """Return the findings of earlier texts that are shown."""
        return [row for row in self.left if self.with_rejected or row.review != Review.REJECTED]

    def shown_rows(self) -> Iterator[Any]:
        """Yield the findings of the text that are shown, a kind after another."""
        for rows in self.rows.values():
            yield from (row for row in rows if self.with_rejected or self.is_shown(row))

    @cached_property
    def _marked(self) -> list[tuple[Any, Mark]]:
        return [(row, _mark(row, self._who)) for row in self.shown_rows()]

    @cached_property
    def _who(self) -> dict[int, str]:
        left = (row for row in self.left if isinstance(row, Mention))
        return {mention.pk: _who(mention) for mention in (*self.rows.get(Mention, []), *left)}

    def _proposals(self) -> dict[tuple[str, int], str]:
        """Return the addresses of open proposals, by the row that each is about."""
        waiting = Proposal.objects.filter(article=self.article, state=ProposalState.OPEN)
        return {(one.model, one.row): page_of(one) for one in waiting}

    def legend(self) -> list[LegendEntry]:
        """Return an entry for each kind, those without a finding included; points of other lists are counted apart."""
        entries = []
        for kind, rows in self.rows.items():
            if kind is Directive:
                entries.append(self._entry(kind, [row for row in rows if row.is_directive], DIRECTIVES))
                entries.append(self._entry(kind, [row for row in rows if not row.is_directive], OTHERS, OTHER_POINTS))
            else:
                entries.append(self._entry(kind, rows, {}))
        return entries

    def is_shown(self, row: Any) -> bool:
        """Say whether a finding is marked: not rejected, nor fallen with the point above it."""
        return bool(row.stands) if self.earlier_text is None else row.review != Review.REJECTED

    def _entry(self, kind: type[Finding], rows: list[Any], asked: dict[str, str], name: Any = None) -> LegendEntry:
        """Return the entry of rows of a kind, whose list is asked for so; called as the kind is, unless by a name."""
        shown = sum(self.is_shown(row) for row in rows)
        rejected = sum(row.review == Review.REJECTED for row in rows)
        page = list_of(kind)
        text = OfOneText.present if self.earlier_text is None else self.earlier_text.pk
        ours = {OfOneArticle.parameter_name: self.article.slug, OfOneText.parameter_name: text, **asked}
        return LegendEntry(
            kind=str(kind._meta.model_name),
            name=str(name or kind._meta.verbose_name_plural),
            shown=shown,
            rejected=rejected,
            fallen=len(rows) - shown - rejected,
            address=f"{page}?{urlencode(ours)}",
            address_of_rejected=f"{page}?{urlencode(ours | {'review__exact': Review.REJECTED.value})}",
        )


def found_in(
    article: Article,
    earlier_text: EarlierText | None,
    kinds: Collection[type[Finding]],
    with_rejected: bool = False,
    with_left: bool = False,
) -> Found:
    """Return what was found in the present text of an article, or in an earlier one: the words that this alone has.

    with_left reads what waits for a person in earlier texts along with the present one.
    """
    titles = Prefetch("titles", PrintedTitle.objects.all())
    loaded: dict[type[Finding], Any] = {
        DirectiveList: DirectiveList.objects.all(),
        Directive: Directive.objects.select_related("parent", "list")
        .defer("parent__exact", "list__exact")
        .prefetch_related("topics"),
        Citation: Citation.objects.select_related("resolution"),
        Mention: Mention.objects.select_related("speaker").prefetch_related(titles),
        Remark: Remark.objects.all(),
    }
    here = Q(earlier_text=earlier_text)
    read = {
        kind: list(loaded[kind].filter(here | waits_in_an_earlier_text(kind) if with_left else here, article=article))
        for kind in KINDS
        if kind in kinds
    }
    of_text = earlier_text.pk if earlier_text else None
    rows = {kind: [row for row in found if row.earlier_text_id == of_text] for kind, found in read.items()}
    left = (row for found in read.values() for row in found if row.earlier_text_id != of_text)
    return Found(article, earlier_text, rows, with_rejected, tuple(left))


def kinds_seen(request: HttpRequest) -> list[type[Finding]]:
    """Return the kinds of findings that a person may see."""
    return [kind for kind in KINDS if may(request.user, "view", kind)]


def waits_in_an_earlier_text(kind: type[Finding]) -> Q:
    """Return what holds of findings whose words the present text has not, and which a person is to look at."""
    decided = Q(origin=Origin.CURATOR) | ~Q(review=Review.MACHINE)
    return Q(earlier_text__isnull=False) & (REMARK_WAITS if kind is Remark else decided)


def _entry(row: Any, mark: Mark, who: dict[int, str], proposal: str) -> Entry:
    return Entry(
        kind=mark.kind,
        name=str(row._meta.verbose_name),
        key=mark.key,
        start=mark.spans[0].start,
        end=mark.spans[-1].end,
        label=mark.label,
        words=Truncator(one_spaced(row.intro if isinstance(row, DirectiveList) and row.intro else row.exact)).chars(
            LONGEST_WORDS
        ),
        meaning=_meaning(row, who),
        review=row.review,
        said=_said(row),
        rule=row.rule,
        is_curators=row.origin == Origin.CURATOR,
        is_open=_is_open(row),
        version=version_of(row),
        proposal=proposal,
        is_left=row.earlier_text_id is not None,
    )


def _is_open(row: Any) -> bool:
    """Whether a finding waits for a person; a remark does in an earlier text, too."""
    if isinstance(row, Remark):
        return row.waits
    return row.stands and not row.is_decided


def _meaning(row: Any, who: dict[int, str]) -> str:
    """Return whom or what a finding means, in a line."""
    match row:
        case Citation():
            return sentence(row.reason) if row.resolution is None and row.reason else _document(row)
        case Mention():
            return who[row.pk]
        case Remark():
            return sentence(row.detail)
        case _:
            return who.get(row.mention_id, "")


def _document(row: Citation) -> str:
    if row.resolution is None:
        return str(row.get_status_display())
    return " · ".join(filter(None, (str(row.resolution), row.resolution.title or "")))


def _said(row: Any) -> str:
    """Return what became of a finding, in words; of a remark its state, unless it was decided while it was open."""
    if isinstance(row, Remark) and (row.waits or row.state != RemarkState.OPEN):
        return str(row.get_state_display())
    if row.origin == Origin.CURATOR and row.review == Review.CONFIRMED:
        return _("added")
    if not row.stands and row.review != Review.REJECTED:
        return _("fell with the point above it")
    return str(row.get_review_display())


def _who(mention: Mention) -> str:
    """Return whom a mention names, and the titles printed there; its status while that is open."""
    name = str(mention.speaker or mention.get_status_display())
    return ", ".join(part for part in (name, mention.office_as_written) if part)


def _mark(row: Any, who: dict[int, str]) -> Mark:
    match row:
        case DirectiveList():
            intro = [row.intro_span] if row.intro_span else []
            return mark_of(row, _with_points(row), _credit(row, who), intro)
        case Directive():
            name = None if row.is_directive else _("point of another list")
            return mark_of(row, _with(row.get_kind_display(), row.ordinal_path), _credit(row, who), name=name)
        case Citation():
            document = row.resolution or row.get_status_display()
            return mark_of(row, _short(document), document)
        case Mention():
            return mark_of(row, row.get_role_display(), who[row.pk])
        case _:
            return mark_of(row, row.get_code_display(), sentence(row.detail))


def _credit(row: Any, who: dict[int, str]) -> str:
    return " · ".join(part for part in (str(row.get_kind_display()), who.get(row.mention_id, "")) if part)


def _with(name: object, number: object) -> str:
    return f"{name} {number}" if number else str(name)


def _with_points(row: DirectiveList) -> str:
    """Return what a list is called, and how many points it says that it has."""
    name = str(row._meta.verbose_name)
    if not row.declared_count:
        return name
    words = ngettext("%(name)s (%(count)d point)", "%(name)s (%(count)d points)", row.declared_count)
    return words % {"name": name, "count": row.declared_count}


def _short(name: object) -> str:
    text = str(name)
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
