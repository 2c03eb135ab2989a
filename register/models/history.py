"""The history of what people did: who, when, why, and what each row was before and after. Never changed, only added to.

What runs write is in their own record: `register.models.runs`.
"""

from typing import Any, Final, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.reasons import LONGEST_REASON
from articles.rights import may

OF_ACCOUNTS: Final = frozenset({User._meta.label_lower, Group._meta.label_lower})


class EditKind(models.TextChoices):
    """What a person did. Confirmed, rejected and corrected are of findings."""

    CHANGED = "changed", _("changed")
    ADDED = "added", _("added")
    DELETED = "deleted", _("deleted")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    REOPENED = "reopened", _("put back to be reviewed")
    CORRECTED = "corrected", _("corrected")
    TAKEN = "taken", _("proposal taken")
    DISMISSED = "dismissed", _("proposal dismissed")
    HANDLED = "handled", _("report handled")
    SET_ASIDE = "set-aside", _("report dismissed")
    MERGED = "merged", _("merged")
    TOLD_APART = "told-apart", _("told apart")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PUBLISHED = "published", _("published again")
    IMPORTED = "imported", _("imported")
    RETEXTED = "new-text", _("given a new text")
    UNDONE = "undone", _("undone")
    REVERTED = "reverted", _("reverted")


class EditQuerySet(models.QuerySet["Edit"]):
    def seen_by(self, user: Any) -> Self:
        """Leave out what was done to accounts and roles where a person may not look at these."""
        if may(user, "view", User):
            return self
        return self.exclude(pk__in=EditedRow.objects.filter(model__in=OF_ACCOUNTS).values("edit"))


class EditedRowQuerySet(models.QuerySet["EditedRow"]):
    def seen_by(self, user: Any) -> Self:
        """Leave out accounts and roles where a person may not look at these."""
        return self if may(user, "view", User) else self.exclude(model__in=OF_ACCOUNTS)


class Edit(models.Model):
    """One thing that a person did; its rows say what it changed."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty where the account was deleted since."),
    )
    by_name = models.CharField(_("name of the account"), max_length=150, blank=True)
    kind = models.CharField(_("what was done"), max_length=10, choices=EditKind.choices)
    why = models.CharField(_("why"), max_length=LONGEST_REASON, blank=True)
    article = models.ForeignKey(
        Article,
        null=True,
        on_delete=models.SET_NULL,
        related_name="edits",
        verbose_name=_("article"),
        help_text=_("The article whose row was the first to be touched; empty for rows that articles share."),
    )
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by", verbose_name=_("undoes")
    )
    details = models.JSONField(
        _("details"), default=dict, encoder=DjangoJSONEncoder, help_text=_("What its rows do not say.")
    )

    objects = EditQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("edit")
        verbose_name_plural = _("history")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.by_name}"

    @property
    def when(self) -> str:
        """When it was done, as the reader writes it."""
        return date_format(localtime(self.at), "SHORT_DATETIME_FORMAT")


class EditedRow(models.Model):
    """A row that an edit touched. before is null where it was added, after where it was deleted.

    Of a row that was changed, both hold the fields that differ; else all of them. Fields are named as columns are
    (`speaker_id`), values as JSON writes them; topics are lists of ids.
    """

    edit = models.ForeignKey(Edit, on_delete=models.CASCADE, related_name="rows", verbose_name=_("edit"))
    model = models.CharField(_("model"), max_length=60, help_text=_('E.g. "directives.citation".'))
    row = models.BigIntegerField(_("row"), help_text=_("Its number in the database."))
    article = models.ForeignKey(
        Article,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("article"),
        help_text=_("That the row is, or is of; empty for rows that articles share."),
    )
    said = models.CharField(_("what it was called"), max_length=200, blank=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)

    objects = EditedRowQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("edited row")
        verbose_name_plural = _("edited rows")
        constraints = [models.UniqueConstraint(fields=["edit", "model", "row"], name="edited_row_once_an_edit")]
        # Serves what people did to a row: its history (register.admin.history), who changed a field last
        # (register.history.last_changes), what was done since an edit (register.since).
        indexes = [models.Index(fields=["model", "row"], name="edits_of_a_row")]

    def __str__(self) -> str:
        return self.said

    @property
    def of_model(self) -> type[models.Model] | None:
        """The model of the row; None where the project has it no more."""
        try:
            return apps.get_model(self.model)
        except (LookupError, ValueError):
            return None
