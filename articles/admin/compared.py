"""Pages of rows that several people change: each says why, sees the history, and writes over no change unseen."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.acting import call_it
from articles.addresses import history_of
from articles.admin.completion import is_id
from articles.admin.meanwhile import OPENED, changed_meanwhile, hold, opened_of, signed, typed_in
from articles.reasons import LONGEST_REASON
from articles.versions import about_to_lock


class ComparedForm(forms.ModelForm[Any]):
    """A form that is refused where the row changed since its page was opened."""

    refusal: ClassVar[Any] = None  # what to say then

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, ValidationError(self.refusal, code="stale"))
        return cleaned


class ReasonedActionForm(ActionForm):
    """What is done with the chosen rows of a list, and why."""

    why = forms.Field(  # which is read and checked with the request, as on every page
        label=_("Reason:"),
        required=False,
        widget=forms.TextInput(
            {"maxlength": LONGEST_REASON, "autocomplete": "off", "placeholder": _("optional, kept in the history")}
        ),
    )


class ComparedAdmin(admin.ModelAdmin):
    """Pages that ask why, show the history, and say what they held when they were opened.

    So they can say later what others changed meanwhile. Their form is a ComparedForm.
    """

    action_form = ReasonedActionForm
    delete_confirmation_template = "admin/articles/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/articles/delete_selected_confirmation.html"
    history_page: ClassVar[Any] = None  # what answers with a row's history: `register` keeps it
    tell_changed: ClassVar[Any] = None  # what says in what two people's changes differ, and who made the other's

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """Answer with what people did to a row."""
        return self.history_page(self, request, unquote(object_id), extra_context)

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> Any:
        """Answer within the transaction: before anything is saved the row is held, and compared with what was seen.

        Of two who add rows of one name at once, the second is answered when the first is done: a form that is read
        knows of the other's, and a slug that is minted is free.
        """
        if request.method == "POST":
            about_to_lock.send(sender=self.model)
            if object_id is None:
                call_it("added")
        if request.method != "POST" or object_id is None or not is_id(unquote(object_id)):
            return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        row = hold(self.model, unquote(object_id))
        if row is None and OPENED in request.POST and self.has_change_permission(request):
            return self._gone(request, unquote(object_id))
        if row is not None and self.has_change_permission(request, row):
            request.changed_meanwhile = changed_meanwhile(request, row)  # type: ignore[attr-defined]  # told by render_change_form
        return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def _gone(self, request: HttpRequest, key: str) -> TemplateResponse:
        """Answer with what a person sent for a row that another deleted meanwhile."""
        fields = self.form.base_fields | self.get_form(request).base_fields
        labels = {name: field.label or name for name, field in fields.items() if name in request.POST}
        typed = [(capfirst(str(label)), ", ".join(request.POST.getlist(name))) for name, label in labels.items()]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Deleted meanwhile"),
            "opts": self.opts,
            "typed": typed,
            "has_history": history_of(self.model, key),
        }
        return TemplateResponse(request, "admin/articles/gone.html", context, status=410)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the class of the form, made anew for each page: one that is refused where the row changed."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        found = getattr(request, "changed_meanwhile", [])
        if found is None:
            form.refusal = _(
                "The page did not say what it held when you opened it. See whether all is right; send again."
            )
        elif found:
            form.refusal = _("Someone changed this after you opened it. Nothing is saved yet, and nothing is lost.")
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with a row's page, which says what it holds now so that it can say later what changed meanwhile."""
        row = kwargs.get("obj")
        if row is None:
            context["asks_why"] = True
        elif self.has_change_permission(request, row):
            context |= {"asks_why": True, **self._as_opened(request, row, context)}
        return super().render_change_form(request, context, *args, **kwargs)

    def _as_opened(self, request: HttpRequest, row: Any, context: Any) -> dict[str, Any]:
        found = getattr(request, "changed_meanwhile", [])
        opened = request.POST.get(OPENED, "")
        form, formsets = context["adminform"].form, [one.formset for one in context["inline_admin_formsets"]]
        if request.method != "POST" or found is None or found:
            opened = signed(opened_of(row, form, formsets, anew=request.method == "POST"), row)
        told = self.tell_changed(typed_in(found, form, formsets)) if found else []
        return {"opened": opened, "changed_fields": told}
