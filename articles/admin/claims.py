"""The forms of claims on the page of what they are about: of each fact at most one is preferred."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles.admin.completion import CompletingForm
from articles.models.claims import SEVERAL_AT_ONCE


class ClaimForm(CompletingForm):
    """A claim. That another is preferred already is for the whole page to see: it may be unticked there."""

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "preferred"}  # type: ignore[misc]  # Django's own, undocumented


class ClaimFormSet(BaseInlineFormSet):
    """The claims of one row. What is no longer preferred is written before what is preferred instead."""

    def clean(self) -> None:
        super().clean()
        preferred: set[str] = set()
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            if not given.get("preferred") or given.get("DELETE") or given.get("fact") in SEVERAL_AT_ONCE:
                continue
            if given.get("fact") in preferred:
                message = _("Only one claim about a fact can be preferred.")
                form.add_error("preferred", ValidationError(message, code="preferred_twice"))
            preferred.add(given.get("fact", ""))

    def save_existing_objects(self, commit: bool = True) -> Any:
        if commit:
            for form in self.initial_forms:
                if "preferred" in form.changed_data and not form.cleaned_data["preferred"]:
                    form.instance.save(update_fields=["preferred"])
        return super().save_existing_objects(commit)
