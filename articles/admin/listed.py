"""Lists of which several rows are decided at once: what was changed after the list was opened is left as it is.

The list says in hidden fields which edit was the last when it was read, and which version of each row it showed. So of
all rows of a list, most of which no page showed, those are known that people touched since, and of those that it did
show also what a run changed. `register` keeps the history, and says what was edited since.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.compared import ReasonedActionForm
from articles.admin.completion import is_id
from articles.versions import UNSAID, about_to_lock, version_of

LAST_EDIT: Final = "last_edit"  # the hidden field that says which edit was the last when the list was opened
SHOWN: Final = "shown"  # the hidden field that says which version of each row the list showed
MOST_NAMED: Final = 5  # rows that a message names

Key = tuple[str, int]  # of a row: the label of its model, and its number
Keys = Callable[[Any], Iterable[Key]]


class ListedActionForm(ReasonedActionForm):
    """What is done with the chosen rows of a list, why, and since when the person has had the list before them."""

    last_edit = forms.Field(label="", required=False, widget=forms.HiddenInput)
    shown = forms.Field(label="", required=False, widget=forms.HiddenInput)


def key_of(row: Model) -> Key:
    return (row._meta.label_lower, row.pk)


def _itself(row: Model) -> list[Key]:
    return [key_of(row)]


def _versions(rows: list[Any]) -> dict[int, str]:
    """Return the versions of rows of one model, by their numbers: the same few queries for any number of them."""
    if rows:
        prefetch_related_objects(rows, *(many.name for many in rows[0]._meta.many_to_many))
    return {row.pk: version_of(row) for row in rows}


class ListedAdmin(admin.ModelAdmin):
    """Lists whose actions decide about rows as the person saw them."""

    action_form = ListedActionForm
    last_edit: ClassVar[Any] = None  # what returns the number of the last edit; 0 where there is none
    edited_since: ClassVar[Any] = None  # what returns the rows of models that were edited after one: each and by whom

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Answer with the list, which says what was the last edit before its rows were read, and what it shows."""
        last = self.last_edit()
        answer = super().changelist_view(request, extra_context)
        context = getattr(answer, "context_data", None) or {}
        if context.get("action_form") is not None:
            form = context["action_form"]
            form.fields[LAST_EDIT].initial = last
            versions = _versions(list(context["cl"].result_list))
            form.fields[SHOWN].initial = " ".join(f"{pk}.{version}" for pk, version in versions.items())
        return answer

    def as_listed(self, request: HttpRequest, chosen: QuerySet[Any], keys: Keys = _itself) -> list[Any]:
        """Return the chosen rows but for those that were changed after the list was opened; name these.

        A row was changed where one of its keys was edited, by default its own, or where it is of another version than
        the list showed. To be called in a transaction: until it ends nobody else writes. Of a list that does not say
        when it was opened nothing is returned, and that is said.
        """
        last = request.POST.get(LAST_EDIT, "")
        if not is_id(last):
            self.message_user(request, UNSAID, messages.ERROR)
            return []
        about_to_lock.send(sender=self.model)
        rows = list(chosen)
        keys_of = {row: [*keys(row)] for row in rows}
        ticked = {(self.model._meta.label_lower, int(pk)) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)}
        gone = ticked - {key_of(row) for row in rows}  # from the list, by its filters: people may have changed them
        models = {model for several in (ticked, *keys_of.values()) for model, _number in several}
        edited = self.edited_since(models, int(last))
        now, shown = _versions(rows), dict(one.partition(".")[::2] for one in request.POST.get(SHOWN, "").split())
        left = {row: str(row) for row in rows if shown.get(str(row.pk), now[row.pk]) != now[row.pk]}
        left |= {row: edited[key] for row, several in keys_of.items() for key in several if key in edited}
        self._tell_left(request, [*left.values(), *(edited[key] for key in sorted(gone) if key in edited)])
        return [row for row in rows if row not in left]

    def _tell_left(self, request: HttpRequest, left: list[str]) -> None:
        if not left:
            return
        message = ngettext(
            "%(count)d row was changed after you opened the list, and left as it is: %(rows)s",
            "%(count)d rows were changed after you opened the list, and left as they are: %(rows)s",
            len(left),
        )
        named = "; ".join([*left[:MOST_NAMED], *([_("and others")] if len(left) > MOST_NAMED else [])])
        self.message_user(request, message % {"count": len(left), "rows": named}, messages.WARNING)
