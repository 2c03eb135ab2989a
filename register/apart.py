"""Speakers who are not one person: who was told apart, telling two apart, and taking that back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.acting import acting
from articles.models import NotSame, Speaker
from register.models import EditKind
from register.resolve import end_of_merges, merges
from register.versioning import take_turn


def told_apart_from(speaker: Speaker) -> set[int]:
    """Return the ids of those whom curators told apart from a person, or from one who was merged into that person.

    Of who was merged it is the one who stands for both.
    """
    merged = merges()
    everyone = {speaker.pk, *(id_ for id_ in merged if end_of_merges(id_, merged) == speaker.pk)}
    pairs = NotSame.objects.of(everyone).values_list("one", "other")
    return {end_of_merges(id_, merged) for pair in pairs for id_ in pair if id_ not in everyone}


@transaction.atomic
def tell_apart(one: Speaker, other: Speaker, by: Any, why: str = "") -> NotSame:
    """Remember that two speakers are two people. Raises ValidationError where they are one row, or one merged."""
    take_turn()
    first, second = sorted((held(one).survivor, held(other).survivor), key=lambda row: row.pk)
    if first == second:
        raise ValidationError(_("They are one person already."), code="one")
    with acting(by, EditKind.TOLD_APART, why):
        row, _is_new = NotSame.objects.get_or_create(one=first, other=second)
    return row


@transaction.atomic
def take_back_difference(row: NotSame, by: Any, why: str = "") -> None:
    """Forget that two speakers were told apart: they may be proposed again."""
    with acting(by, EditKind.DELETED, why):
        row.delete()


def pairs_told_apart() -> "QuerySet[NotSame]":
    """Return the pairs that were told apart, the last first, both people loaded, and whom they were merged into."""
    return NotSame.objects.select_related("one__merged_into", "other__merged_into").order_by("-pk")


def held(speaker: Speaker) -> Speaker:
    """Return a speaker read anew, held until the transaction ends. Raises ValidationError where the row is gone."""
    try:
        return Speaker.objects.select_for_update(of=("self",)).get(pk=speaker.pk)
    except Speaker.DoesNotExist:
        raise ValidationError(_("%(name)s is gone."), code="gone", params={"name": speaker.name}) from None
