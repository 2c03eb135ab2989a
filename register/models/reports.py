"""What readers report as wrong."""

import secrets
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article
from articles.models.identity import OpaqueId, mint_public_id

LONGEST_MESSAGE: Final = 4_000  # code points
LONGEST_CONTACT: Final = 200  # code points


class ReportState(models.TextChoices):
    OPEN = "open", _("open")
    HANDLED = "handled", _("handled")
    DISMISSED = "dismissed", _("dismissed")


class Report(OpaqueId):
    """What a reader said of a row or of a place in a text. No account stands behind it, and no address is kept.

    The contact is deleted once the report is answered, the hashes of who sent it after a day.
    """

    kind = models.CharField(_("kind of row"), max_length=20, help_text=_('As in the API, e.g. "directives".'))
    name = models.CharField(_("name of the row"), max_length=100, help_text=_("Its slug or public id."))
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="reports", verbose_name=_("article")
    )
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    exact = models.TextField(_("words"), blank=True, help_text=_("The words from start to end when it was reported."))
    message = models.TextField(_("message"))
    contact = models.CharField(
        _("contact"), max_length=LONGEST_CONTACT, blank=True, help_text=_("How to answer, if at all.")
    )
    state = models.CharField(_("state"), max_length=9, choices=ReportState.choices, default=ReportState.OPEN)
    answer = models.TextField(
        pgettext_lazy("of a report", "answer"), blank=True, help_text=_("What was done about it, for colleagues.")
    )
    sender = models.CharField(
        _("sender"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("A keyed hash that counts one sender's reports, for a day."),
    )
    fingerprint = models.CharField(  # noqa: DJ001 - null, since the empty ones must not be the same
        _("fingerprint"),
        max_length=64,
        null=True,
        unique=True,
        editable=False,
        help_text=_("A keyed hash of sender, place and message, by which one that is sent again is known, for a day."),
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("reader's report")
        verbose_name_plural = _("readers' reports")
        indexes = [
            models.Index(fields=["state"], condition=Q(state=ReportState.OPEN), name="report_queue"),  # the queue
            models.Index(fields=["sender", "made_at"], name="reports_of_a_sender"),  # for the throttle
        ]

    def __str__(self) -> str:
        return self.message if len(self.message) <= 80 else f"{self.message[:79]}…"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Its id is a receipt, so it is of nothing that could be guessed."""
        self.public_id = self.public_id or mint_public_id("report", secrets.token_hex())
        super().save(*args, **kwargs)
