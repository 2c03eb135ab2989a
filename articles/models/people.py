"""People, the offices they hold and the bodies these belong to (in Popolo: persons, posts, memberships, organizations).

Popolo: https://www.popoloproject.com/specs/
"""

import datetime
import re
from calendar import monthrange
from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Value, Window
from django.db.models.functions import Coalesce, DenseRank
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from articles.extraction.sorting import name_sort_key
from articles.extraction.text import fold
from articles.models.articles import long_fields
from articles.models.claims import ABOUT, ABOUT_TENURES, SEVERAL_AT_ONCE, Claim
from articles.models.counting import count_of
from articles.models.findings import Finding, FindingQuerySet, Origin, Review, shown
from articles.models.identity import NaturalKey, NaturalKeyQuerySet, OpaqueId, PlainSlugField, mint_free_id
from articles.models.sorting import Sorted


class Alias(NaturalKey):
    """Another way in which the press writes the name of a row."""

    name = models.CharField(_("name"), max_length=500)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class OrganQuerySet(NaturalKeyQuerySet["Organ"]):
    def for_api(self) -> Self:
        """Load what a list shows."""
        return self.prefetch_related("aliases")

    def for_detail(self) -> Self:
        """Load the offices and those who held them as well."""
        return self.for_api().prefetch_related(Prefetch("offices", Office.objects.for_detail()))


class Organ(NaturalKey, Sorted):
    """A body such as a ministry, the Bộ Chính trị or the Quốc hội: the issuer of documents and the home of offices."""

    slug = PlainSlugField(_("slug"), max_length=90, unique=True)
    name = models.CharField(_("name"), max_length=300, help_text=_('The full name, e.g. "Bộ Ngoại giao".'))

    objects = OrganQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        permissions = [("import_authority", "Can import authority lists")]  # bodies, offices, topics and outlets alike

    def __str__(self) -> str:
        return self.name


class OrganAlias(Alias):
    natural_fields = ("organ__slug", "name")

    organ = models.ForeignKey(Organ, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("body"))

    class Meta(Alias.Meta):
        verbose_name = _("name of a body")
        verbose_name_plural = _("names of bodies")
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="organ_alias_once")]


class OfficeQuerySet(NaturalKeyQuerySet["Office"]):
    def for_api(self) -> Self:
        """Load what a list shows."""
        return self.select_related("organ").prefetch_related("aliases")

    def for_detail(self) -> Self:
        """Load those who held it as well, one after another."""
        return self.for_api().prefetch_related(Prefetch("tenures", Tenure.objects.for_api().in_order()))


class Office(NaturalKey, Sorted):
    """A post that people hold, one after another or several at once."""

    slug = PlainSlugField(_("slug"), max_length=90, unique=True)
    title = models.CharField(
        pgettext_lazy("office", "title"), max_length=300, help_text=_('In full, e.g. "Bộ trưởng Bộ Ngoại giao".')
    )
    organ = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="offices", verbose_name=_("body")
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2; empty for international bodies.")
    )
    single_seat = models.BooleanField(
        _("single seat"), default=False, help_text=_("Whether one person at a time holds it.")
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.title

    @property
    def distinct_name(self) -> str:
        return " · ".join(filter(None, (self.title, self.country, self.slug)))


class OfficeAlias(Alias):
    natural_fields = ("office__slug", "name")

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("office"))

    class Meta(Alias.Meta):
        verbose_name = _("name of an office")
        verbose_name_plural = _("names of offices")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="office_alias_once")]


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
        bare = set(Tenure.objects.untouched().filter(speaker__in=[self, survivor]).values_list("pk", flat=True))
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


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Basis(models.TextChoices):
    """How it is known that a person held an office on a day, the surest first."""

    DATES = "dates", _("between the first and the last day, both known")
    SEEN = "seen", _("between two days on which texts or sources show it")
    OPEN = "open", _("after the first day; the last is open or not known")
    IMPRECISE = "imprecise", _("in the month or year in which it began or ended")


NEAR: Final = datetime.timedelta(days=365)  # a seat changes hands every few years
LENGTHS: Final = {Precision.YEAR: 4, Precision.MONTH: 7}  # characters of an ISO date that are known


def reduced(day: datetime.date, precision: str) -> str:
    """Return a day as far as it is known: "2009", "2009-11" or "2009-11-05" (ISO 8601, reduced precision)."""
    return day.isoformat()[: LENGTHS.get(Precision(precision or Precision.DAY), 10)]


def period(day: datetime.date, precision: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of the day, month or year that is known of day."""
    match Precision(precision or Precision.DAY):
        case Precision.YEAR:
            return day.replace(month=1, day=1), day.replace(month=12, day=31)
        case Precision.MONTH:
            return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        case _:
            return day, day


class TenureQuerySet(NaturalKeyQuerySet["Tenure"]):
    def evidenced(self) -> Self:
        """Those of people whom the public may see, behind which something stands.

        That is a known day, a claim with a source, or the title beside the name in an article that is public.
        """
        claims = TenureClaim.objects.sourced().filter(tenure=OuterRef("pk"))
        titles = PrintedTitle.objects.evidence().filter(
            office=OuterRef("office"), acting=OuterRef("acting"), mention__speaker=OuterRef("speaker")
        )
        dated = Q(since__isnull=False) | Q(until__isnull=False)
        return self.filter(dated | Exists(claims) | Exists(titles), speaker__in=Speaker.objects.public())

    def untouched(self) -> Self:
        """The machine's in which no person had a hand: without known days, note or claims."""
        bare = self.filter(origin=Origin.MACHINE, since=None, until=None, note="")
        return bare.exclude(Exists(TenureClaim.objects.filter(tenure=OuterRef("pk"))))

    def in_order(self) -> Self:
        """One after another: by the first day known, else the first day seen; those without either last."""
        return self.order_by(Coalesce("since", "first_seen").asc(nulls_last=True), "id")

    def for_api(self, beside: str = "") -> Self:
        """Load what the serializers show: both sides, the claims that have a source, the titles that articles print.

        With the slug of a speaker, only titles beside that name: enough where all the tenures are of one person.
        """
        titles = PrintedTitle.objects.evidence().outermost()
        if beside:
            titles = titles.filter(mention__speaker__slug=beside)
        return (
            self.evidenced()
            .select_related("speaker", "office__organ")
            .prefetch_related(Prefetch("claims", TenureClaim.objects.sourced()), Prefetch("office__printed", titles))
        )


class Tenure(NaturalKey, OpaqueId):
    """A person in an office. Acting ("Quyền Bộ trưởng") is a state of the tenure, not another office.

    first_seen and last_seen are evidence: days on which a text or a source shows the person in the office. since and
    until are known days, from sources or curators, never guessed from the evidence.
    """

    natural_fields = ("public_id",)

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="tenures", verbose_name=_("speaker"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("office"))
    acting = models.BooleanField(_("acting"), default=False)
    first_seen = models.DateField(_("first seen"), null=True, blank=True)
    last_seen = models.DateField(_("last seen"), null=True, blank=True)
    since = models.DateField(
        _("since"), null=True, blank=True, help_text=_("First day of the month or year where only that is known.")
    )
    since_precision = models.CharField(_("precision of since"), max_length=5, choices=Precision.choices, blank=True)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty for open or not known; first day of a month or year.")
    )
    until_precision = models.CharField(_("precision of until"), max_length=5, choices=Precision.choices, blank=True)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.CURATOR)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["office", F("since").asc(nulls_last=True), F("first_seen").asc(nulls_last=True), "id"]
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")), name="tenure_since_before_until"
            ),
            models.CheckConstraint(
                condition=Q(first_seen=None) | Q(first_seen__lte=F("last_seen")),
                name="tenure_first_seen_before_last_seen",
            ),
        ]

    def __str__(self) -> str:
        acting = pgettext("before an office", "acting") if self.acting else ""
        return " ".join(str(part) for part in (self.speaker, "–", acting, self.office) if part)

    @property
    def holding(self) -> tuple[int, bool]:
        """What the person holds: the number of the office, and whether acting."""
        return self.office_id, self.acting

    @property
    def known_since(self) -> str | None:
        """The first day as far as it is known, e.g. "2009-11"."""
        return None if self.since is None else reduced(self.since, self.since_precision)

    @property
    def known_until(self) -> str | None:
        """The last day as far as it is known, e.g. "2009-11"."""
        return None if self.until is None else reduced(self.until, self.until_precision)

    def mint_id(self) -> str:
        """Return a public id from who holds what, and from how many times it was held where that is more than once."""
        held = (self.speaker.slug, self.office.slug, self.acting)
        return mint_free_id("tenure", *held, taken=lambda id_: Tenure.objects.filter(public_id=id_).exists(), first=1)

    @property
    def first_day(self) -> datetime.date | None:
        """The earliest day that since allows: the first of the year or month where only that is known."""
        return None if self.since is None else period(self.since, self.since_precision)[0]

    @property
    def last_day(self) -> datetime.date | None:
        """The latest day that until allows: the last of the year or month where only that is known."""
        return None if self.until is None else period(self.until, self.until_precision)[1]

    def allows(self, day: datetime.date) -> bool:
        """Say whether the known days leave it open that the person held the office on day; both ends count."""
        begin, end = self.first_day, self.last_day
        return (begin is None or begin <= day) and (end is None or day <= end)

    @property
    def seen_in(self) -> "list[PrintedTitle]":
        """One title from each article that shows the person in the office, by day, undated last; for_api() loads them.

        As of first_seen and last_seen: not what is printed outside the known days.
        """
        titles: dict[int, PrintedTitle] = {}
        for title in self.office.printed.all():
            day = title.mention.article.published_on
            is_of_this = title.mention.speaker_id == self.speaker_id and title.acting == self.acting
            if is_of_this and not title.former and (day is None or self.allows(day)):
                titles.setdefault(title.mention.article_id, title)
        return list(titles.values())

    def is_known_near(self, day: datetime.date) -> bool:
        """Say whether known days, or days seen less than a year off, show the person in the office about that day."""
        if not self.allows(day):
            return False
        seen = self.first_seen and self.last_seen and self.first_seen - day <= NEAR and day - self.last_seen <= NEAR
        ends_soon = self.last_day and self.last_day - day <= NEAR
        return bool(self.since or seen or ends_soon)

    def basis_on(self, day: datetime.date) -> Basis | None:
        """Return how it is known that the person held the office on day, or None where nothing says so.

        On the day of since the person holds it; on the day of until the successor does, so that one day has one holder.
        """
        dates = self._basis_of_dates(day)
        if dates != Basis.DATES and self.first_seen and self.last_seen and self.first_seen <= day <= self.last_seen:
            return Basis.SEEN
        return dates

    def _basis_of_dates(self, day: datetime.date) -> Basis | None:
        if self.since is None or day < self.since:
            return None
        if _is_within(day, self.known_since) or _is_within(day, self.known_until):
            return Basis.IMPRECISE
        if self.until is None:
            return Basis.OPEN
        return Basis.DATES if day < self.until else None


def _is_within(day: datetime.date, known: str | None) -> bool:
    """Say whether day lies in a month or year of which more is not known."""
    return known is not None and len(known) < len(day.isoformat()) and day.isoformat().startswith(known)


class TenureClaim(Claim):
    """What a source says of since or until, or a day on which it shows the person in the office ("attested")."""

    natural_fields = ("tenure__public_id", "fact", "value", "source")

    fact = models.CharField(_("fact"), max_length=20, choices=ABOUT_TENURES, help_text=ABOUT)
    tenure = models.ForeignKey(Tenure, on_delete=models.CASCADE, related_name="claims", verbose_name=_("tenure"))

    class Meta(Claim.Meta):
        verbose_name = _("claim about a tenure")
        verbose_name_plural = _("claims about tenures")
        constraints = [
            models.UniqueConstraint(
                fields=["tenure", "fact"],
                condition=Q(preferred=True) & ~Q(fact__in=SEVERAL_AT_ONCE),
                name="tenure_claim_preferred_once_a_fact",
            )
        ]


class Role(models.TextChoices):
    """The part a person has at one place of a text, the strongest first."""

    INTERVIEWEE = "interviewee", _("interviewee")
    QUOTED = "quoted", _("quoted")
    MENTIONED = "mentioned", _("mentioned")
    PICTURED = "pictured", _("pictured")


class MentionStatus(models.TextChoices):
    RESOLVED = "resolved", _("resolved")
    AMBIGUOUS = "ambiguous", _("several candidates")
    UNKNOWN = "unknown", _("nobody known")


class MentionQuerySet(FindingQuerySet["Mention"]):
    def with_titles(self) -> Self:
        """Load the person, and the titles printed beside the name with the offices they name."""
        titles = PrintedTitle.objects.select_related("office")
        return self.select_related("speaker", "introduced_by").prefetch_related(Prefetch("titles", titles))


class Mention(Finding):
    """One place where a person is named, or meant by a title alone ("Bộ trưởng", "ông")."""

    speaker = models.ForeignKey(
        Speaker,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentions",
        verbose_name=_("speaker"),
        help_text=_("Empty while it is open who is meant."),
    )
    status = models.CharField(_("status"), max_length=9, choices=MentionStatus.choices)
    role = models.CharField(_("role"), max_length=11, choices=Role.choices)
    name = models.TextField(
        _("name"), blank=True, help_text=_("The person's fullest name in this text; empty if open.")
    )
    candidates = models.JSONField(
        _("candidates"), default=list, blank=True, help_text=_("The names that are left where several are.")
    )
    introduced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="introduces",
        verbose_name=_("introduced by"),
        help_text=_("The mention by which the text introduces the person; empty for that one itself, or while open."),
    )

    objects = MentionQuerySet.as_manager()  # type: ignore[misc]  # as on the abstract base

    class Meta(Finding.Meta):
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            *Finding.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status=MentionStatus.RESOLVED, speaker__isnull=False, candidates=[])
                | Q(status__in=[MentionStatus.AMBIGUOUS, MentionStatus.UNKNOWN], speaker=None),
                name="mention_resolved_by_a_speaker",
                violation_error_message=_("Only a mention of a known speaker is resolved, and each of those is."),
            ),
            models.CheckConstraint(
                condition=~Q(introduced_by=F("id")),
                name="mention_not_introduced_by_itself",
                violation_error_message=_("No mention is introduced by itself."),
            ),
        ]
        indexes = [
            *Finding.Meta.indexes,
            models.Index(fields=["speaker", "role"], name="mention_of_a_speaker"),  # a speaker's articles, by role
            models.Index(  # the queue of those that are open, by article: register.queues.open_mentions
                fields=["article"],
                condition=Q(speaker=None, earlier_text=None, origin=Origin.MACHINE, review=Review.MACHINE),
                name="mention_queue",
            ),
        ]

    @property
    def office_as_written(self) -> str | None:
        """The titles printed here, as printed and apart by commas; None where none is."""
        return ", ".join(title.exact for title in self.titles.all()) or None

    @property
    def shown_introduction(self) -> "Mention | None":
        """The mention by which the text introduces the person, if the public may see that."""
        return shown(self.introduced_by)

    def identity(self) -> tuple[Any, ...]:
        return ("Mention",)


SHOWN_EACH_WAY: Final = 10  # articles of the first and of the last that show a person in an office


class PrintedTitleQuerySet(models.QuerySet["PrintedTitle"]):
    def evidence(self) -> Self:
        """Those beside the name of someone known in a public article that name the office held then."""
        mentions = Mention.objects.public().filter(speaker__isnull=False)
        return self.filter(mention__in=mentions, office__isnull=False, former=False)

    def outermost(self) -> Self:
        """Load the article with each, by day: of each person in each office those of the first and last articles."""
        rising = Coalesce("mention__article__published_on", Value(datetime.date.max))
        holding = [F("office"), F("mention__speaker"), F("acting")]
        first = Window(DenseRank(), partition_by=holding, order_by=[rising.asc(), F("mention__article").asc()])
        last = Window(DenseRank(), partition_by=holding, order_by=[rising.desc(), F("mention__article").desc()])
        return (
            self.annotate(rising_date=rising, from_first=first, from_last=last)
            .filter(Q(from_first__lte=SHOWN_EACH_WAY) | Q(from_last__lte=SHOWN_EACH_WAY))
            .select_related("mention__article__outlet")
            .defer(*long_fields("mention__article"))
            .order_by("rising_date", "mention__article", "start", "id")
        )


class PrintedTitle(models.Model):
    """One title as printed beside a name, and the office that it names where that is certain."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="titles", verbose_name=_("mention"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    exact = models.TextField(_("words"))
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="printed", verbose_name=_("office")
    )
    acting = models.BooleanField(_("acting"), default=False, help_text=_('Printed with "Quyền".'))
    former = models.BooleanField(_("former"), default=False, help_text=_('Printed with "nguyên" or "cựu".'))

    objects = PrintedTitleQuerySet.as_manager()

    class Meta:
        ordering = ["mention", "start", "id"]
        verbose_name = _("printed title")
        verbose_name_plural = _("printed titles")
        constraints = [
            models.UniqueConstraint(fields=["mention", "start"], name="printed_title_once_per_place"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="printed_title_not_empty"),
        ]

    def __str__(self) -> str:
        return self.exact
