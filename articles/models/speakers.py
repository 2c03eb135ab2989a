"""People, the names they go by, and what becomes of these where two rows are one person (in Popolo: persons).

Popolo: https://www.popoloproject.com/specs/
"""

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from articles.extraction.sorting import name_sort_key
from articles.extraction.text import fold
from articles.models.counting import count_of
from articles.models.findings import Origin
from articles.models.identity import Alias, NaturalKey, NaturalKeyQuerySet, PlainSlugField
from articles.models.mentions import Mention, Role
from articles.models.sorting import Sorted
from articles.search.searched import Searched

if TYPE_CHECKING:
    from articles.models.tenures import Tenure


NO_LETTERS: Final = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """Return the words of a name as names are compared to find likely duplicates: "Kim Jong-un" gives "kim jong un".

    Case, marks, hyphens and stops are put aside. Two people may well have one key: "Hưng" and "Hùng" do.
    """
    return NO_LETTERS.sub(" ", fold(name)).strip()


class NameKeyField(models.CharField[str, str]):
    """The key of a name, kept so that 30,000 names are compared without being folded anew."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 1000, "editable": False, **options})


# Sent once a merge moved rows, in its transaction, with their numbers by kind: what `register.merging` may take back.
handed_over = Signal()


class HandingOver(NamedTuple):
    """What a merge does to tenures and names: of both people those that are dropped, the others of who goes move."""

    moved: "list[Tenure]"
    dropped: "list[Tenure]"
    names: list[str]  # that the survivor did not have


class SpeakerQuerySet(NaturalKeyQuerySet["Speaker"]):
    def current(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def public(self) -> Self:
        """Those that the public may see: the machine's only while an article that is public names them."""
        named = Mention.objects.public().filter(speaker=OuterRef("pk"))
        return self.current().filter(Q(origin=Origin.CURATOR) | Exists(named))

    def withdrawn(self) -> Self:
        """Those that went with the articles that name them, where no public one does."""
        named = Mention.objects.withdrawn().filter(speaker=OuterRef("pk"))
        return self.current().filter(Exists(named)).exclude(pk__in=Speaker.objects.public())

    def for_api(self) -> Self:
        """Add to how many public articles name each, and how often in each role."""
        mentions = Mention.objects.public()
        counts = {f"{role}_count": count_of(mentions.filter(role=role), "speaker") for role in Role.values}
        return self.annotate(article_count=count_of(mentions, "speaker", distinct="article"), **counts)

    def for_detail(self, slug: str) -> Self:
        """Load the names and the tenures of the one of that slug as well, with the titles printed beside that name."""
        from articles.models.tenures import Tenure  # noqa: PLC0415 - tenures are of speakers

        tenures = Tenure.objects.for_api(beside=slug).in_order()
        return self.for_api().prefetch_related("aliases", Prefetch("tenures", tenures))


class Speaker(NaturalKey, Sorted):
    """A person named in articles. Everyone named is here; what part they had is said by their mentions."""

    slug = PlainSlugField(_("slug"), max_length=90, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_('In full and in its order, e.g. "Lê Hoài Trung".'))
    name_key = NameKeyField(_("key of the name"))
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2, if known."))
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", verbose_name=_("merged into")
    )
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.CURATOR)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    SEARCHED = ("name",)
    COMPLETED = True
    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        permissions = [("merge_speaker", _("Can merge speakers and take merges back"))]
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="speaker_not_merged_into_itself"),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="speaker_by_name"),  # the default list
            models.Index(fields=["name_key"], name="speaker_by_name_key"),  # who else is called so
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def distinct_name(self) -> str:
        return " · ".join(filter(None, (self.name, self.country, self.slug)))

    def clean(self) -> None:
        """Raise ValidationError where merges would lead round in a circle."""
        super().clean()
        if self.pk and self.survivor.pk == self.pk and self.merged_into is not None:
            circle = ValidationError(_("That row was merged into this one."), code="circle")
            raise ValidationError({"merged_into": circle})

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)
        if self.merged_into is not None:
            self._hand_over(self.survivor)

    @property
    def survivor(self) -> "Speaker":
        """Who stands for this person: the row at the end of the merges, or this one where they lead nowhere."""
        row, seen = self, {self.pk}
        while row.merged_into is not None:
            row = row.merged_into
            if row.pk in seen:
                return self
            seen.add(row.pk)
        return row

    def derive(self) -> None:
        """Set what follows from the name: the key to sort by, the given name first, and the key to compare by."""
        self.sort_key = name_sort_key(self.name)
        self.name_key = name_key(self.name)

    def handing_over(self, survivor: "Speaker") -> HandingOver:
        """Return what a merge into the survivor does to tenures and names; it writes nothing, in a fixed few queries.

        Of tenures of one office those of the machine's in which nobody had a hand are dropped where another stays: they
        would say the same of the same person.
        """
        own, theirs = (list(one.tenures.select_related("office").in_order()) for one in (self, survivor))
        bare = {tenure.pk for one in (self, survivor) for tenure in one.tenures.untouched()}
        held = {tenure.holding for tenure in theirs}
        moved = [one for one in own if one.pk not in bare or one.holding not in held]
        taken = {tenure.holding for tenure in moved}
        dropped = [one for one in own if one not in moved]
        dropped += [one for one in theirs if one.pk in bare and one.holding in taken]
        has = {survivor.name, *survivor.aliases.values_list("name", flat=True)}
        names = dict.fromkeys([self.name, *self.aliases.values_list("name", flat=True)])
        return HandingOver(moved, dropped, [name for name in names if name not in has])

    def _hand_over(self, survivor: "Speaker") -> None:
        """Give the survivor the mentions and the tenures, and the names, so that later texts find that one by them.

        What people decided about a mention was about this person, so decided ones go along.
        """
        if survivor == self:
            return
        mentions = list(Mention.objects.filter(speaker=self).order_by("pk").values_list("pk", flat=True))
        Mention.objects.filter(speaker=self).update(speaker=survivor)
        change = self.handing_over(survivor)
        for tenure in change.dropped:
            tenure.delete()
        for tenure in change.moved:
            tenure.speaker = survivor
            tenure.save(update_fields=["speaker"])
        aliases = [SpeakerAlias.objects.create(speaker=survivor, name=name) for name in change.names]
        moved = {
            "merged": self.pk,
            "survivor": survivor.pk,
            "mentions": mentions,
            "tenures": [tenure.pk for tenure in change.moved],
            "aliases": [alias.pk for alias in aliases],
        }
        handed_over.send(sender=Speaker, moved=moved)

    def searched(self) -> Searched:
        """Return what it is found by: the names of the person."""
        return Searched(names=(self.name, *(alias.name for alias in self.aliases.all())))


class SpeakerAlias(Alias):
    natural_fields = ("speaker__slug", "name")

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("speaker"))
    name_key = NameKeyField(_("key of the name"))

    class Meta(Alias.Meta):
        verbose_name = _("name of a speaker")
        verbose_name_plural = _("names of speakers")
        constraints = [models.UniqueConstraint(fields=["speaker", "name"], name="speaker_alias_once")]

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Set what follows from the name: the key to compare by."""
        self.name_key = name_key(self.name)


class NotSameQuerySet(NaturalKeyQuerySet["NotSame"]):
    def get_by_natural_key(self, *key: str) -> "NotSame":
        """Return the pair of these two, whichever comes first."""
        return self.get(one__slug__in=key, other__slug__in=key)

    def of(self, speakers: Collection[int]) -> Self:
        """The pairs in which one of these is one of the two."""
        return self.filter(Q(one__in=speakers) | Q(other__in=speakers))

    def between(self, speaker: Speaker, other: Speaker) -> Self:
        """The pair of these two, whichever comes first."""
        one, two = sorted((speaker.pk, other.pk))
        return self.filter(one=one, other=two)


class NotSame(NaturalKey):
    """Two people whom a curator has told apart: they are not proposed for merging again.

    It holds for whom either is merged into as well, for as long as the merge stands (`register.merging`).
    """

    one = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="+", verbose_name=_("speaker"))
    other = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="+", verbose_name=_("other speaker"))

    natural_fields = ("one__slug", "other__slug")
    objects = NotSameQuerySet.as_manager()

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("different people")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="not_same_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="not_same_in_order"),  # so a pair is one row
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Put the two in order, so that a pair is one row."""
        self.one_id, self.other_id = sorted((self.one_id, self.other_id))

    @classmethod
    def key_of(cls, values: Iterable[Any]) -> tuple[Any, ...]:
        """Return the names of the two in an order that does not depend on their numbers in the database."""
        return tuple(sorted(values))
