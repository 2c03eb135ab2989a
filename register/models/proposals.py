"""What newer rules would change in rows that a person decided."""

from typing import Final

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article

CREDITED_TO: Final = "credited_to"  # beside the fields of a row: the speaker whom its mention names


class ProposalState(models.TextChoices):
    OPEN = "open", _("open")
    TAKEN = "taken", _("taken")
    DISMISSED = "dismissed", _("dismissed")
    SETTLED = "settled", _("settled")  # the rules no longer say it, or the row says it by now


class Proposal(models.Model):
    """What newer rules say of a finding that a person decided, where it is neither what stands there nor what the
    machine had said when the person decided (`Finding.machine_said`)."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("article"))
    model = models.CharField(_("model"), max_length=60, help_text=_('Of the finding, e.g. "directives.citation".'))
    row = models.BigIntegerField(_("row"), help_text=_("The finding's number in the database."))
    values = models.JSONField(
        _("values"),
        null=True,
        encoder=DjangoJSONEncoder,
        help_text=_("What the rules say, by field; null where they no longer find it."),
    )
    state = models.CharField(_("state"), max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN)
    extractor_version = models.CharField(_("extractor version"), max_length=20)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "row"], condition=Q(state=ProposalState.OPEN), name="proposal_open_once_a_row"
            )
        ]
        indexes = [
            models.Index(fields=["state"], condition=Q(state=ProposalState.OPEN), name="proposal_queue"),  # the queue
        ]

    def __str__(self) -> str:
        try:
            name = str(apps.get_model(self.model)._meta.verbose_name)
        except LookupError:  # of a kind that there is no more
            name = self.model
        return f"{name} {self.row}"
