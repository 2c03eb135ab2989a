"""Where texts name people, and the titles printed beside the names."""

import datetime
from typing import Any, Final, Self

from django.db import models
from django.db.models import F, Prefetch, Q, Value, Window
from django.db.models.functions import Coalesce, DenseRank
from django.utils.translation import gettext_lazy as _

from articles.models.articles import long_fields
from articles.models.findings import Finding, FindingQuerySet, Origin, Review, shown


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
        "Speaker",
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
        "Office", null=True, blank=True, on_delete=models.PROTECT, related_name="printed", verbose_name=_("office")
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
