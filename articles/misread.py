"""What a request says that cannot be read: the page that answers names the field and what was sent in it."""

from typing import Final

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

LONGEST_TOLD: Final = 60  # characters of what was sent


class Misread(BadRequest):
    """A field of a request holds what it cannot hold; the text says so in the reader's language."""

    def __init__(self, field: str, value: object) -> None:
        told = {"field": field[:LONGEST_TOLD], "value": str(value)[:LONGEST_TOLD]}
        super().__init__(_("What was sent as “%(field)s” cannot be read: “%(value)s”.") % told)
