"""What newer rules say of rows that people decided: proposed to a person, who takes or dismisses it.

A row that a person decided is not written by a run. Where the rules say something else of it than what stands there,
and than what the machine had said when the person decided, there is one open proposal. What a person has taken or
dismissed is not proposed again. Where the rules leave open who or what is meant, they say nothing against a person.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles.acting import acting
from articles.curation import check, decide, is_settled, settle_remarks
from articles.models import Article, Finding, Mention, Review
from articles.versions import lock
from directives.models import DirectiveList
from register.comparing import ASPECTS, MODEL_OF, Aspect, Compared, Values, values_of_aspects
from register.document import EXTRACTOR_VERSION
from register.models import CREDITED_TO, Proposal, ProposalState
from register.resolve import end_of_merges, merges

SPEAKERS: Final = ("speaker_id", CREDITED_TO)  # the values that are speakers, who may be merged
GONE: Final = _("The row that this is about is gone.")
UNDECIDED: Final = _("The row is not decided any more: the next run writes what the rules say.")
REJECTED: Final = _("The row was rejected since.")
LEFT_BEHIND: Final = _("The present text no longer has the words of the row.")
NOT_OPEN: Final = _("This proposal is not open any more.")
OUT_OF_DATE: Final = _("What is proposed points to a row that is gone. The next run proposes anew.")


@dataclass(slots=True)
class Proposals:
    """What is to be written so that there is an open proposal wherever one should be; nothing where there is."""

    created: list[Proposal] = field(default_factory=list)
    changed: list[Proposal] = field(default_factory=list)
    settled: list[Proposal] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        articles: Collection[Article],
        compared: Iterable[Compared],
        *,
        of_all: bool = True,
    ) -> "Proposals":
        """Compare what the rules say of the decided rows of articles with these, two queries for all of them.

        Without of_all only some rows and aspects were looked at, and what is proposed of others stays.
        """
        proposals = cls()
        if not articles:
            return proposals
        told: dict[tuple[str, int], list[Proposal]] = defaultdict(list)
        rows = Proposal.objects.filter(article__in=articles).exclude(state=ProposalState.SETTLED)
        for proposal in rows.order_by("pk"):
            told[proposal.model, proposal.row].append(proposal)
        same: dict[int, int] | None = None
        for one in compared:
            same = merges() if same is None else same
            earlier = told.pop(one.key, [])
            there = next((proposal for proposal in earlier if proposal.state == ProposalState.OPEN), None)
            closed = [proposal for proposal in earlier if proposal is not there]
            wanted = _wanted(one, closed, same)
            if there and not of_all and one.now is not None:
                wanted = _with_others(wanted, there, one.aspects)
            proposals._want(one, there, wanted)
        if of_all:
            left = (proposal for several in told.values() for proposal in several)
            proposals.settled += [proposal for proposal in left if proposal.state == ProposalState.OPEN]
        return proposals

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.settled)

    def write(self) -> None:
        """Write the difference. To be called inside `versioning.writing()`."""
        if self.settled:  # first: there is one open proposal a row
            ids = [proposal.pk for proposal in self.settled]
            Proposal.objects.filter(pk__in=ids).update(state=ProposalState.SETTLED)
        if self.changed:
            Proposal.objects.bulk_update(self.changed, ("values", "extractor_version"))
        if self.created:
            Proposal.objects.bulk_create(self.created)

    def _want(self, one: Compared, there: Proposal | None, wanted: "Values | None | Nothing") -> None:
        """Note what is to be written so that the open proposal of a row, if there is one, holds what is wanted."""
        if isinstance(wanted, Nothing):
            self.settled += [there] if there else []
        elif there is None:
            model, row = one.key
            article = one.row.article_id
            self.created.append(
                Proposal(article_id=article, model=model, row=row, values=wanted, extractor_version=EXTRACTOR_VERSION)
            )
        elif there.values != wanted:
            there.values, there.extractor_version = wanted, EXTRACTOR_VERSION
            self.changed.append(there)


class Nothing:
    """That nothing is proposed; a proposal of None is that the row is no finding any more."""


NOTHING: Final = Nothing()


def _wanted(one: Compared, closed: list[Proposal], merged: dict[int, int]) -> "Values | None | Nothing":
    """Return what is to be proposed of a row; closed are the proposals about it that a person took or dismissed."""
    if one.now is None:
        return NOTHING if any(proposal.values is None for proposal in closed) else None
    stands = _as_merged(one.stands, merged)
    known = [_as_merged(proposal.values, merged) for proposal in closed if proposal.values is not None]
    if one.row.machine_said:
        known.append(_as_merged(one.row.machine_said, merged))
    now = _as_merged(one.now, merged)
    values: Values = {}
    for aspect in one.aspects:
        said = aspect.of(now)
        is_open = aspect.may_be_open and said is None
        is_known = any(aspect.name in before and aspect.of(before) == said for before in known)
        if not is_open and not is_known and said != aspect.of(stands):
            values |= {name: now[name] for name in aspect.fields}
    return values or NOTHING


def _with_others(
    wanted: "Values | None | Nothing", there: Proposal, aspects: Sequence[Aspect]
) -> "Values | None | Nothing":
    """Return what is wanted together with what is proposed already of aspects that were not looked at."""
    if there.values is None:
        return None
    looked_at = {name for aspect in aspects for name in aspect.fields}
    others = {name: value for name, value in there.values.items() if name not in looked_at}
    return {**others, **(wanted if isinstance(wanted, dict) else {})} or NOTHING


def _as_merged(values: Mapping[str, Any], merged: dict[int, int]) -> Values:
    """Return values with each speaker replaced by whoever stands for that one now."""
    return {
        name: end_of_merges(value, merged) if name in SPEAKERS and value is not None else value
        for name, value in values.items()
    }


# --- what people do with them -----------------------------------------------------------------------------------------


@transaction.atomic
def take(
    proposal: Proposal, by: Any, why: str = "", expected: str | None = None, expected_row: str | None = None
) -> None:
    """Let a decided row say what the rules propose; where they no longer find it, it is rejected.

    expected and expected_row are the versions of the proposal and of its row that the person saw.

    Raises ValidationError where it is not open any more, where the row is not what it was proposed for, and for what
    does not go together.
    """
    _lock_open(proposal, expected)
    row = _row_of(proposal, expected_row)
    was = is_settled(row)
    with acting(by, "taken", why):
        proposal.state = ProposalState.TAKEN
        proposal.save(update_fields=["state"])
        if proposal.values is None:
            decide(row, Review.REJECTED)
        else:
            names = [name for name in proposal.values if name != CREDITED_TO]
            proposed = _introduced_by_none_but_the_same(_as_merged(proposal.values, merges()))
            _set(row, {name: proposed[name] for name in names})
            row.save(update_fields=[*names, "review"])
            settle_remarks(row, was)


@transaction.atomic
def dismiss(proposal: Proposal, by: Any, why: str = "", expected: str | None = None) -> None:
    """Leave a decided row as it is. The same is not proposed again. Raises ValidationError where it is not open."""
    _lock_open(proposal, expected)
    with acting(by, "dismissed", why):
        proposal.state = ProposalState.DISMISSED
        proposal.save(update_fields=["state"])


def row_of(proposal: Proposal) -> Finding | None:
    """Return the row that a proposal is about; None where it is gone."""
    model = MODEL_OF.get(proposal.model)
    rows: Any = model._default_manager.select_related("article", "earlier_text") if model else None
    row: Finding | None = rows.filter(pk=proposal.row).first() if model else None
    return row


def _lock_open(proposal: Proposal, expected: str | None) -> None:
    """Hold a proposal until the transaction ends. Raises ValidationError where it is not open, or not as expected."""
    lock(proposal, expected)
    if proposal.state != ProposalState.OPEN:
        raise ValidationError(NOT_OPEN, code="not_open")


def _row_of(proposal: Proposal, expected: str | None) -> Finding:
    """Return the row of a proposal, held. Raises ValidationError where it is none that a proposal can be taken for."""
    row = row_of(proposal)
    if row is None:
        raise ValidationError(GONE, code="gone")
    lock(row, expected)
    if not row.is_decided:
        raise ValidationError(UNDECIDED, code="undecided")
    if row.review == Review.REJECTED:
        raise ValidationError(REJECTED, code="rejected")
    if row.earlier_text_id is not None:
        raise ValidationError(LEFT_BEHIND, code="left_behind")
    return row


def _set(row: Finding, values: Values) -> None:
    """Give a row other values. Raises ValidationError unless its words stand where it says, and its fields go together.

    Older rules may have proposed a field that there is no more, or what points to a row that has gone since.
    """
    columns = {column.attname: column for column in row._meta.concrete_fields}
    if not (values.keys() <= columns.keys() and all(_is_there(columns[name], values[name]) for name in values)):
        raise ValidationError(OUT_OF_DATE, code="out_of_date")
    for name, value in values.items():
        setattr(row, name, value)
    row.review = Review.EDITED
    check(row, {columns[name].name for name in values})
    if isinstance(row, DirectiveList) and row.intro_span and row.intro_span.of(row.article.text) != row.intro:
        raise ValidationError(_("The words do not stand at this place of the text."), code="misplaced")


def _introduced_by_none_but_the_same(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is proposed of a mention without an introduction by one that is of another person by now."""
    mentions = Mention.objects.filter(pk=values.get("introduced_by_id") or 0)
    is_of_another = mentions.exclude(speaker=values.get("speaker_id")).exists()
    return {**values, "introduced_by_id": None} if is_of_another else values


def _is_there(column: Any, value: Any) -> bool:
    """Say whether a value points to a row that is there; True of what points to none."""
    if value is None or not column.is_relation:
        return True
    return bool(column.related_model._base_manager.filter(pk=value).exists())


def says(row: Finding, values: Mapping[str, Any] | None) -> bool:
    """Say whether a row says by now what is proposed of it."""
    if values is None:
        return row.review == Review.REJECTED
    stands = values_of_aspects(row, ASPECTS[type(row)], speaker_of)
    aspects = [aspect for aspect in ASPECTS[type(row)] if aspect.name in values]
    merged = merges()
    proposed, stands = _as_merged(values, merged), _as_merged(stands, merged)
    return all(aspect.of(proposed) == aspect.of(stands) for aspect in aspects)


def speaker_of(mention: int | None) -> int | None:
    """Return the speaker whom a mention names, by its primary key; None where it names nobody or was rejected."""
    rows = Mention.objects.filter(pk=mention or 0).exclude(review=Review.REJECTED)
    return rows.values_list("speaker", flat=True).first()
