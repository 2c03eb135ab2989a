"""The version of the data: one counter that every write moves."""

import secrets

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Return what no database has had before."""
    return secrets.token_hex(16)


class DataVersion(models.Model):
    """One row, made by the migration: how many writes there were, and a token that each of them draws anew.

    The token makes the ETags. The number does not, as it begins at 1 in every database: what was answered from one that
    was built again, or put back, would be taken for what is answered now.
    """

    number = models.PositiveBigIntegerField(_("number"), default=1)
    token = models.CharField(_("token"), max_length=32, default=new_token)

    class Meta:
        verbose_name = _("version of the data")
        verbose_name_plural = _("versions of the data")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """Return the number as the running transaction sees it; 0 in a database that was emptied by force."""
        return cls.objects.values_list("number", flat=True).first() or 0

    @classmethod
    def current_token(cls) -> str:
        """Return the token as the running transaction sees it; empty in a database that was emptied by force."""
        return cls.objects.values_list("token", flat=True).first() or ""

    @classmethod
    def bump(cls) -> None:
        """Move the version on. To be called last in a writing transaction: the row stays locked until its end."""
        if not cls.objects.update(number=F("number") + 1, token=new_token()):
            cls.objects.create(pk=1)
