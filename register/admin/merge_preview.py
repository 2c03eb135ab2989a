"""What the page shows before a merge: the two speakers side by side, and what would become of what is theirs."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Min, Q

from articles.models import Mention, Role, Speaker, Tenure
from articles.models.articles import long_fields
from register.apart import told_apart_from

SHOWN: Final = 5  # examples


@dataclass(frozen=True, slots=True)
class Side:
    """What a page shows of one of the two before a merge."""

    speaker: Speaker
    names: list[str]
    tenures: list[Tenure]
    roles: list[tuple[str, int]]  # mentions by role, in words
    mentions: int
    articles: int
    first_seen: Any  # days of the articles; None where none has one
    last_seen: Any
    examples: list[Mention]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do, in numbers and examples."""

    stays: Side
    goes: Side
    decided: int  # of the mentions that move
    tenures_moved: list[Tenure]
    tenures_joined: list[Tenure]  # of either that are dropped
    names_added: list[str]
    told_apart: list[Speaker]  # from whom the one that stays is told apart from then on


def preview(goes: Speaker, stays: Speaker) -> Preview:
    """Return what the merge of one speaker into another would do; a fixed number of queries."""
    change = goes.handing_over(stays)
    return Preview(
        stays=_side(stays),
        goes=_side(goes),
        decided=Mention.objects.decided().filter(speaker=goes).count(),
        tenures_moved=change.moved,
        tenures_joined=change.dropped,
        names_added=change.names,
        told_apart=list(Speaker.objects.filter(pk__in=told_apart_from(goes) - told_apart_from(stays) - {stays.pk})),
    )


def _side(speaker: Speaker) -> Side:
    mentions = Mention.objects.filter(speaker=speaker)
    found = mentions.aggregate(
        mentions=Count("pk"),
        articles=Count("article", distinct=True),
        first=Min("article__published_on"),
        last=Max("article__published_on"),
        **{role: Count("pk", filter=Q(role=role)) for role in Role.values},
    )
    examples = mentions.standing().select_related("article").defer(*long_fields())
    return Side(
        speaker=speaker,
        names=[speaker.name, *speaker.aliases.order_by("name", "pk").values_list("name", flat=True)],
        tenures=list(speaker.tenures.select_related("office", "speaker").in_order()),
        roles=[(str(Role(role).label), found[role]) for role in Role.values if found[role]],
        mentions=found["mentions"],
        articles=found["articles"],
        first_seen=found["first"],
        last_seen=found["last"],
        examples=list(examples.order_by("-article__sort_date", "-article", "start")[:SHOWN]),
    )
