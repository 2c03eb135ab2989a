"""Rows that lists show in the order of a Vietnamese index."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.extraction.sorting import sort_key


class Sorted(models.Model):
    """A row with a key by which every database sorts it alike, whatever its language."""

    sort_key = models.CharField(
        _("sort key"),
        max_length=1000,
        editable=False,
        help_text=_("Digits that sort as a Vietnamese index does, Đ after D."),
    )

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Set what follows from other fields: the key to sort by."""
        self.sort_key = sort_key(str(self))
