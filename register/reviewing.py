"""When an article counts as reviewed: nothing undecided is left standing in it, after a person's decision.

Such are lists, directives, citations and mentions in its present text. Of an article in which nothing was found a
person says so.
"""

from collections.abc import Collection
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
from articles.models import Article, Finding, Mention, PrintedTitle, Remark, Review
from articles.versions import lock
from directives.models import Citation, Directive, DirectiveList
from register.history import note
from register.models import EditKind, Proposal, ProposalState
from register.proposals import MODELS, says
from register.standing import forget_left
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
        _set(article, timezone.now())


def watch_reviews() -> None:
    """Let what people decide about findings show in their articles, and in what is proposed of them, at once.

    Signals, so that whatever page decides does the same. A run sees to it itself.
    """
    for model in MODELS.values():
        post_save.connect(_decided, sender=model, dispatch_uid=f"reviewed-{model._meta.label}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"gone-{model._meta.label}")
    post_save.connect(_title_changed, sender=PrintedTitle, dispatch_uid="reviewed-titles")


def _decided(instance: Finding, raw: bool = False, **_: Any) -> None:
    if raw or is_writing() or who_acts() is None:
        return
    _settle_proposal(instance)
    if isinstance(instance, REVIEWED):
        _follow(instance.article_id)


def _deleted(instance: Finding, **_: Any) -> None:
    if not is_writing() and who_acts() is not None:
        _settle_proposal(instance, is_gone=True)
        if instance.earlier_text_id is not None:
            forget_left([instance])


def _follow(article: int) -> None:
    """Set or clear the moment at which an article was reviewed, where that differs by what stands in it now."""
    here = Article.objects.filter(pk=article).only("display_title", "reviewed_at")
    waits = something_waits()
    row = here.filter((waits & Q(reviewed_at__isnull=False)) | (~waits & Q(reviewed_at=None))).first()
    if row:
        _set(row, None if row.reviewed_at else timezone.now())


def _set(article: Article, moment: Any) -> None:
    """Write it without what else follows from the saving of an article; it is noted in the history here."""
    before, article.reviewed_at = article.reviewed_at, moment
    Article.objects.filter(pk=article.pk).update(reviewed_at=moment)
    note(article, {"reviewed_at": before}, {"reviewed_at": moment})


def _settle_proposal(row: Finding, *, is_gone: bool = False) -> None:
    """Settle what is proposed of a row that is gone, is not decided any more, was rejected, or says it by now."""
    proposal = Proposal.objects.filter(model=row._meta.label_lower, row=row.pk, state=ProposalState.OPEN).first()
    if proposal is None:
        return
    row_now = None if is_gone else type(row)._default_manager.filter(pk=row.pk).first()
    stays = row_now is not None and row_now.is_decided and row_now.review != Review.REJECTED
    if row_now is None or not stays or says(row_now, proposal.values):
        proposal.state = ProposalState.SETTLED
        proposal.save(update_fields=["state"])


def _title_changed(instance: PrintedTitle, raw: bool = False, created: bool = False, **_: Any) -> None:
    """Count a mention as decided whose title a person gave another office: else the next run would write over it."""
    deed = who_acts()
    if raw or created or is_writing() or deed is None or deed.kind in TAKING_BACK:
        return
    mention = instance.mention
    if not mention.is_decided:
        mention.review = Review.EDITED
        mention.save(update_fields=["review"])
