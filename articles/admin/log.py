"""What the admin's log keeps of a change, so that each reader reads it in the own language."""

from typing import Any

from django.contrib import admin


class Logged(admin.ModelAdmin):
    """Pages whose changes are logged under the names that the catalogues have for the fields."""

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        """Return what was changed. Django keeps a label as the form shows it, "Published on", and looks that up."""
        message: list[dict[str, dict[str, Any]]] = super().construct_change_message(request, form, formsets, add)
        for done in (done for entry in message for done in entry.values()):
            if "fields" in done:
                done["fields"] = [label[:1].lower() + label[1:] for label in done["fields"]]
        return message
