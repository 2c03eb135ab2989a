"""Who held which office, from when to when, and how that is known (in Popolo: memberships).

Popolo: https://www.popoloproject.com/specs/
"""

import datetime
from calendar import monthrange
from typing import Final, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from articles.models.claims import ABOUT, ABOUT_TENURES, SEVERAL_AT_ONCE, Claim
from articles.models.findings import Origin
from articles.models.identity import NaturalKey, NaturalKeyQuerySet, OpaqueId, mint_free_id
from articles.models.mentions import PrintedTitle
from articles.models.speakers import Speaker


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
    office = models.ForeignKey("Office", on_delete=models.PROTECT, related_name="tenures", verbose_name=_("office"))
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
