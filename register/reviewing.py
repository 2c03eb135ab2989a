"""When an article counts as reviewed: nothing undecided is left standing in it, after a person's decision.

Such are lists, directives, citations and mentions in its present text. Of an article in which nothing was found a
person says so.
"""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.acting import acting, who_acts
from articles.curation import review_after
from articles.models import Article, Finding, Mention, PrintedTitle, Remark, Review
from articles.together import save_together, saved_together
from articles.versions import lock
from directives.models import Citation, Directive, DirectiveList
from register.comparing import MODEL_OF
from register.history import note_all
from register.models import EditKind, Proposal, ProposalState
from register.proposals import says
from register.stored import forget_left
from register.versioning import is_writing

REVIEWED: Final[tuple[type[Finding], ...]] = (DirectiveList, Directive, Citation, Mention)
KINDS: Final[tuple[type[Finding], ...]] = (*REVIEWED, Remark)  # what a person is shown of a text, and decides
TAKING_BACK: Final = frozenset({EditKind.UNDONE, EditKind.REVERTED})
WAITS: Final = _("Something in this article is not decided yet.")


def something_waits() -> Q:
    """Return what holds of articles in whose present text something stands that nobody has decided."""
    undecided = (model._default_manager.standing().undecided().filter(article=OuterRef("pk")) for model in REVIEWED)
    return reduce(or_, (Q(Exists(rows)) for rows in undecided))


def reopen(articles: Collection[Article]) -> None:
    """Let articles that a run has written wait for a person again where it left something undecided in them."""
    reviewed = [article.pk for article in articles if article.reviewed_at]
    if reviewed:
        Article.objects.filter(something_waits(), pk__in=reviewed).update(reviewed_at=None)


@transaction.atomic
def say_reviewed(article: Article, by: Any, why: str = "", expected: str | None = None) -> None:
    """Note that a person has read an article. Raises ValidationError where something in it is not decided yet."""
    lock(article, expected)
    if Article.objects.filter(something_waits(), pk=article.pk).exists():
        raise ValidationError(WAITS, code="waits")
    with acting(by, EditKind.CONFIRMED, why):
        _set([article], timezone.now())


def watch_reviews() -> None:
    """Let what people decide about findings show in their articles, and in what is proposed of them, at once.

    Signals, so that whatever page decides does the same. A run sees to it itself.
    """
    for model in MODEL_OF.values():
        for saved in (post_save, saved_together):
            saved.connect(_decided, sender=model, dispatch_uid=f"reviewed-{model._meta.label}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"gone-{model._meta.label}")
    post_save.connect(_title_changed, sender=PrintedTitle, dispatch_uid="reviewed-titles")
    post_delete.connect(_title_deleted, sender=PrintedTitle, dispatch_uid="gone-titles")


def _decided(
    sender: type[Finding], instance: Any = None, rows: Sequence[Any] = (), raw: bool = False, **_: Any
) -> None:
    if raw or is_writing() or who_acts() is None:
        return
    decided = rows or [instance]
    _settle_proposals(sender, [row.pk for row in decided])
    if sender in REVIEWED:
        _follow({row.article_id for row in decided})


def _deleted(sender: type[Finding], instance: Finding, **_: Any) -> None:
    if not is_writing() and who_acts() is not None:
        _settle_proposals(sender, [instance.pk], are_gone=True)
        if instance.earlier_text_id is not None:
            forget_left([instance])


def _follow(articles: Collection[int]) -> None:
    """Set or clear the moment at which articles were reviewed, where that differs by what stands in them now."""
    rows = Article.objects.filter(pk__in=articles).annotate(waits=something_waits()).order_by("pk")
    given: list[Any] = list(rows.only("display_title", "reviewed_at"))
    reopened = [row for row in given if row.waits and row.reviewed_at]
    reviewed = [row for row in given if not row.waits and not row.reviewed_at]
    _set(reopened, None)
    _set(reviewed, timezone.now())


def _set(articles: Sequence[Article], moment: Any) -> None:
    """Write it without what else follows from the saving of an article; it is noted in the history here."""
    if not articles:
        return
    before = [article.reviewed_at for article in articles]
    for article in articles:
        article.reviewed_at = moment
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(reviewed_at=moment)
    note_all(
        (article, {"reviewed_at": was}, {"reviewed_at": moment}) for article, was in zip(articles, before, strict=True)
    )


def _settle_proposals(model: type[Finding], keys: Collection[int], *, are_gone: bool = False) -> None:
    """Settle what is proposed of rows that are gone, are not decided any more, were rejected, or say it by now."""
    open_ones = Proposal.objects.filter(model=model._meta.label_lower, row__in=keys, state=ProposalState.OPEN)
    proposals = {proposal.row: proposal for proposal in open_ones.order_by("pk")}
    if not proposals:
        return
    rows = {} if are_gone else model._default_manager.in_bulk(list(proposals))
    settled = [proposal for key, proposal in proposals.items() if not _is_held(rows.get(key), proposal)]
    for proposal in settled:
        proposal.state = ProposalState.SETTLED
    save_together(settled, ["state"])


def _is_held(row: Finding | None, proposal: Proposal) -> bool:
    """Whether a row is there that a person decided, and did not reject, and that says something else."""
    stays = row is not None and row.is_decided and row.review != Review.REJECTED
    return stays and row is not None and not says(row, proposal.values)


def _title_deleted(instance: PrintedTitle, origin: Any = None, **_: Any) -> None:
    if origin is instance:  # else it goes with its mention
        _title_changed(instance)


def _title_changed(instance: PrintedTitle, raw: bool = False, created: bool = False, **_: Any) -> None:
    """Count a mention as edited whose title a person changed or deleted: else the next run would write over it.

    Where the person says in the same what the mention is, it is that.
    """
    deed = who_acts()
    if raw or created or is_writing() or deed is None or deed.kind in TAKING_BACK:
        return
    mention = Mention.objects.get(pk=instance.mention_id)
    told = deed.rows.get((Mention._meta.label_lower, mention.pk))
    is_said = told is not None and "review" in (told.after or {})
    said = {"review": mention.review} if is_said else {}
    review = review_after(mention, {"titles": [instance], **said})
    if mention.review != review:
        mention.review = review
        mention.save(update_fields=["review"])
