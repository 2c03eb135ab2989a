"""The boxes of the admin that complete what is typed: which rows they offer, how they call them, and what they cost."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Case, Model, QuerySet, When
from django.utils.translation import gettext as _

from articles.models import Finding
from articles.models.identity import NaturalKey

ARTICLE: Final = "article"  # the parameter that names the article whose findings are offered, by its id
LONGEST_ID: Final = 18  # digits: any number of them fits into the 64 bits of an id
LONGEST_NAME: Final = 200  # characters of what is typed that are compared with names


def label_of(row: Model) -> str:
    """Return how a box calls a row: so that it is told apart from others of its name, a finding by its place."""
    if isinstance(row, Finding):
        return _("%(words)s (from %(start)d to %(end)d)") % {"words": row, "start": row.start, "end": row.end}
    return row.told_apart if isinstance(row, NaturalKey) else str(row)


def is_id(value: str) -> bool:
    """Say whether a value may be the id of a row."""
    return value.isascii() and value.isdecimal() and len(value) <= LONGEST_ID


class CompletionView(AutocompleteJsonView):
    """Answers the boxes. What a finding points to is found in the same text, so only that article's are offered."""

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self._nearest_first(super().get_queryset())
        if not issubclass(rows.model, Finding):
            return rows
        article = self.request.GET.get(ARTICLE, "")
        return rows.filter(article=article, earlier_text=None) if is_id(article) else rows.none()

    def _nearest_first(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows, first those that are called what was typed, then those whose name begins with it."""
        name, typed = self.model_admin.search_fields[0], self.term.replace("\0", "").strip()[:LONGEST_NAME]
        if not typed:
            return rows
        is_it, begins = When(**{f"{name}__iexact": typed}, then=0), When(**{f"{name}__istartswith": typed}, then=1)
        usual = self.model_admin.get_ordering(self.request) or rows.model._meta.ordering
        return rows.order_by(Case(is_it, begins, default=2), *usual)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return {**super().serialize_result(obj, to_field_name), "text": label_of(obj)}


class CompletingSelect(AutocompleteSelect):
    """A box that completes. It shows the row that the form has loaded without asking for it again."""

    chosen: Model | None = None
    article_id: int | None = None

    def get_url(self) -> str:
        """Return where the offers come from, for a finding with the article that they are to be of."""
        url = super().get_url()
        return url if self.article_id is None else f"{url}?{ARTICLE}={self.article_id}"

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """Return the one option that is chosen, and the empty one where it may be left out."""
        if self.chosen is None or list(value) != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, self.chosen.pk, label_of(self.chosen), True, len(options)))
        return [(None, options, 0)]


class CompletingForm(forms.ModelForm[Any]):
    """A form that tells its boxes the row at hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            box = getattr(field.widget, "widget", field.widget)
            if isinstance(box, CompletingSelect):
                pointer = self.instance._meta.get_field(name)
                field.label_from_instance = label_of  # type: ignore[attr-defined]  # as Django's docs do by a subclass
                box.chosen = getattr(self.instance, name) if pointer.is_cached(self.instance) else None
                if isinstance(self.instance, Finding) and issubclass(pointer.related_model, Finding):
                    box.article_id = self.instance.article_id
