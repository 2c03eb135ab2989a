"""The record of what was read, when, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class OutcomeKind(models.TextChoices):
    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    FAILED = "failed", _("failed")


class IngestRun(models.Model):
    """One run over some sources. finished_at is null while it runs, and stays null if it was cut off."""

    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    extractor_version = models.CharField(_("extractor version"), max_length=20)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")

    def __str__(self) -> str:
        return date_format(localtime(self.started_at), "SHORT_DATETIME_FORMAT")


class IngestOutcome(models.Model):
    """What came of one source in a run. A source that was found unchanged leaves no row; the run counts it."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("run"))
    source = models.CharField(_("source"), max_length=500, help_text=_("The path of the file, as given."))
    line = models.PositiveIntegerField(_("line"), null=True, blank=True, help_text=_("Of a JSON Lines file, from 1."))
    outcome = models.CharField(_("outcome"), max_length=9, choices=OutcomeKind.choices)
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="outcomes", verbose_name=_("article")
    )
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why it failed, or what is remarkable about it."))

    class Meta:
        ordering = ["run", "id"]
        indexes = [
            models.Index(fields=["source"], name="outcomes_of_a_source"),  # was it taken in since: failed_sources
            models.Index(  # the queue of those that failed in a run: register.queues.failed_sources
                fields=["run"], condition=Q(outcome=OutcomeKind.FAILED), name="outcome_queue"
            ),
        ]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return f"{self.source}: {self.get_outcome_display()}"
