"""The boxes of the admin that complete what is typed: which rows they offer, how they call them, and what they cost."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Case, Model, QuerySet, When
from django.utils.translation import gettext as _

from articles.extraction.plain import one_spaced
from articles.extraction.text import Span
from articles.models import Article, Finding, Mention
from articles.models.identity import NaturalKey

ARTICLE: Final = "article"  # the parameter that names the article whose findings are offered, by its id
LONGEST_ID: Final = 18  # digits: any number of them fits into the 64 bits of an id
LONGEST_NAME: Final = 200  # characters of what is typed that are compared with names
SHORT: Final = 60  # characters of a finding: longer ones tell themselves apart
AROUND: Final = 30  # characters on each side of a short one that are shown with it


def label_of(row: Model) -> str:
    """Return how a box calls a row: so that it is told apart from others of its name, a finding by words around it."""
    if isinstance(row, Finding):
        called = _person(row) if isinstance(row, Mention) else str(row)
        text = (row.earlier_text or row.article).text
        if len(row.exact) >= SHORT:
            return _with_place(called, text, row.start, str(row).removesuffix("…"))
        first, last = _around(text, row.span)
        words = f"{'…' if first else ''}{one_spaced(text[first:last]).strip()}{'…' if last < len(text) else ''}"
        return _with_place(f"{called} – “{words}”", text, row.start, text[first:last])
    return row.distinct_name if isinstance(row, NaturalKey) else str(row)


def _person(row: Mention) -> str:
    """Return who is named at a mention, and the titles printed there or where the text introduces the person."""
    introduced = row.introduced_by
    name = row.speaker.name if row.speaker else row.name or row.exact
    office = row.office_as_written or (introduced.office_as_written if introduced else None)
    return ", ".join(part for part in (name, office) if part)


def _around(text: str, span: Span) -> tuple[int, int]:
    """Return where words begin and end with a few around them, none of these cut."""
    first, last = max(span.start - AROUND, 0), span.end + AROUND
    if first:
        first = text.find(" ", first, span.start) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", span.end, last), span.end)
    return first, last


def _with_place(called: str, text: str, start: int, words: str) -> str:
    """Return how a finding is called, with the number of its paragraph where the text has its words elsewhere too."""
    if text.find(words) == text.rfind(words):
        return called
    above = text[: text.rfind("\n", 0, start) + 1]
    number = sum(bool(line.strip()) for line in above.splitlines()) + 1
    return f"{called} · {_('paragraph %(number)d') % {'number': number}}"


def is_id(value: str) -> bool:
    """Say whether a value may be the id of a row."""
    return value.isascii() and value.isdecimal() and len(value) <= LONGEST_ID


def _introducing_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return mentions, first the one by which the text introduces each person; other mentions of them come behind."""
    introduces = When(introduced_by=None, speaker__isnull=False, then=0)
    ordered = rows.order_by(Case(introduces, default=1), *rows.query.order_by)
    return ordered.select_related("speaker", "introduced_by").prefetch_related("titles", "introduced_by__titles")


class CompletionView(AutocompleteJsonView):
    """Answers the boxes. What a finding points to is found in the same text, so only that article's are offered."""

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self._nearest_first(super().get_queryset())
        if not issubclass(rows.model, Finding):
            return rows
        article = self.request.GET.get(ARTICLE, "")
        rows = rows.filter(article=article, earlier_text=None) if is_id(article) else rows.none()
        return _introducing_first(rows) if rows.model is Mention else rows

    def _nearest_first(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows, first those that are called what was typed, then those whose name begins with it."""
        name, typed = self.model_admin.search_fields[0], self.term.replace("\0", "").strip()[:LONGEST_NAME]
        if not typed:
            return rows
        is_it, begins = When(**{f"{name}__iexact": typed}, then=0), When(**{f"{name}__istartswith": typed}, then=1)
        usual = self.model_admin.get_ordering(self.request) or rows.model._meta.ordering
        return rows.order_by(Case(is_it, begins, default=2), *usual)

    @cached_property
    def _article(self) -> Article | None:
        """The article whose findings are offered, with its text, which is read once for all of them."""
        return Article.objects.only("text").filter(pk=self.request.GET.get(ARTICLE, "")).first()

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        if isinstance(obj, Finding) and self._article is not None:
            obj.article = self._article
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
                    if box.chosen is not None and box.chosen.article_id == self.instance.article_id:
                        box.chosen.article = self.instance.article
