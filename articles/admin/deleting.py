"""Deleting rows: what goes is what the page showed that asked whether it may, and nobody changes it in between."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import NestedObjects, unquote
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from articles.acting import call_it
from articles.versions import about_to_lock, as_shown, refuse_unless_seen


class AsksToDelete(admin.ModelAdmin):
    """Pages that delete a row, or those that were chosen in a list, with all that goes with them."""

    def _delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None) -> Any:
        """Answer within the transaction: before the row is read, and deleted, whoever writes is waited for."""
        if request.method == "POST":
            about_to_lock.send(sender=self.model)
            call_it("deleted")
            request.says_yes = True  # type: ignore[attr-defined]  # read below
            if self.has_view_permission(request) and self.get_object(request, unquote(object_id)) is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return super()._delete_view(request, object_id, extra_context)  # type: ignore[misc]

    def render_delete_form(self, request: Any, context: dict[str, Any]) -> Any:
        """Answer with the page that asks, also where it asks again because what goes is not what it showed."""
        if getattr(request, "not_as_shown", None):
            context = {**context, "title": gettext("Delete")}
        return super().render_delete_form(request, context)

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """Return what goes with rows. What was not shown to the person who says yes keeps all of it from going."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        rows = _all_that_goes(objs)
        request.going = as_shown(rows)
        if getattr(request, "says_yes", False) and not lacking and not protected:
            try:
                refuse_unless_seen(rows, request.POST.get("going", ""))
            except ValidationError as error:
                request.not_as_shown = protected = error.messages
        return deleted, counts, lacking, protected


def _all_that_goes(rows: Any) -> list[Model]:
    """Return rows, and those that are deleted with them, as they are; but not all that an account ever did."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=rows)
    collector.collect(rows)
    return [row for model, together in collector.data.items() if model is not LogEntry for row in together]


@admin.action(permissions=["delete"], description=delete_selected.short_description)  # type: ignore[attr-defined]  # it has
@transaction.atomic
def delete_together(model_admin: Any, request: Any, queryset: QuerySet[Any]) -> Any:
    """Ask, or delete, as Django's action does: all of the rows or none, and nobody changes them meanwhile."""
    about_to_lock.send(sender=model_admin.model)
    call_it("deleted")
    request.says_yes = bool(request.POST.get("post"))
    answer: Any = delete_selected(model_admin, request, queryset)
    if getattr(request, "not_as_shown", None):
        answer.context_data["title"] = gettext("Delete")
    return answer


admin.site.add_action(delete_together, "delete_selected")
