"""What the pages say of fields and rows, so that each reader reads it in the own language."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst


class Worded(admin.ModelAdmin):
    """Pages that name fields and rows by names which the catalogues hold."""

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        """Return what was changed. Django keeps a label as the form shows it, "Published on", and looks that up."""
        message: list[dict[str, dict[str, Any]]] = super().construct_change_message(request, form, formsets, add)
        for done in (done for entry in message for done in entry.values()):
            if "fields" in done:
                done["fields"] = [label[:1].lower() + label[1:] for label in done["fields"]]
        return message

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """Return what goes with the rows, without the links between rows: these have no names that people know."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        links = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
        for link in links:
            counts.pop(str(link.verbose_name_plural), None)
        return (
            list(_without(deleted, tuple(f"{capfirst(link.verbose_name)}: " for link in links))),
            counts,
            lacking,
            protected,
        )


def _without(nested: list[Any], beginnings: tuple[str, ...]) -> Iterator[Any]:
    """Yield what a nested list holds but the lines that begin with one of these, and the lists that become empty."""
    for entry in nested:
        if not isinstance(entry, list):
            if not str(entry).startswith(beginnings):
                yield entry
        elif left := list(_without(entry, beginnings)):
            yield left
