"""Why a person does something: what every page of the curators may ask, and the history keeps."""

from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from articles.acting import without_nul

LONGEST_REASON: Final = 500  # characters


class ReasonTooLong(BadRequest):
    """A reason of more characters than the history keeps; nothing is done for half of it."""


def why_of(request: HttpRequest) -> str:
    """Return the reason that was sent with a form, without what PostgreSQL does not take; "" where none was given."""
    why = without_nul(request.POST.get("why", "")).strip()
    if len(why) > LONGEST_REASON:
        raise ReasonTooLong(f"the reason has {len(why)} characters; at most {LONGEST_REASON} are kept")
    return why
