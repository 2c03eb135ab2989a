"""The field in which a person says why."""

from typing import Any

from django import template

from articles.reasons import LONGEST_REASON

register = template.Library()


@register.inclusion_tag("admin/articles/why.html")
def why(of: object, typed: str = "", is_short: bool = False) -> dict[str, Any]:
    """Return the field of a form; of makes its id differ from those of the page's other forms.

    A short one stands among buttons: its name is in it until something is typed.
    """
    return {"of": of, "typed": typed, "is_short": is_short, "longest": LONGEST_REASON}
