"""The version of the data: one counter that every write moves."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class DataVersion(models.Model):
    """One row, made by the migration. Its number makes the ETags: what has the same number has the same answers."""

    number = models.PositiveBigIntegerField(_("number"), default=1)

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
    def bump(cls) -> None:
        """Move the number on. To be called last in a writing transaction: the row stays locked until its end."""
        if not cls.objects.update(number=F("number") + 1):
            cls.objects.create(pk=1)
