"""The pages for accounts and groups: Django's own, with the permissions in the reader's language."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin import Guarded
from articles.admin.wording import Worded

ACTIONS = {"add": _("may add"), "change": _("may change"), "delete": _("may delete"), "view": _("may view")}
WHOLE_NAME: Final = ("last_name", "first_name")  # as Vietnamese names are written


def permission_label(permission: Permission) -> str:
    """Return the application, the kind of row and what is allowed, e.g. "Articles and people | article | may add".

    Django stores "Can add article" in the database, in English. A permission that is none of Django's four keeps the
    name that is stored.
    """
    action, _underscore, model = permission.codename.partition("_")
    if action not in ACTIONS or model != permission.content_type.model:
        return str(permission)
    return f"{permission.content_type.app_labeled_name} | {ACTIONS[action]}"


class PermissionField(forms.ModelMultipleChoiceField[Permission]):
    def label_from_instance(self, obj: Permission) -> str:
        return permission_label(obj)


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # it takes one in the stubs alone
    """Django's, with its help in the reader's language: Django's own is joined, and so translated, at the start."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.usable_password_help_text = format_html(
            '{} <ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
            SetUnusablePasswordMixin.usable_password_help_text,
            _("If disabled, the current password for this user will be lost."),
        )
        super().__init__(*args, **kwargs)


def _labelled(field: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a form's field; where permissions are to be chosen, with their labels."""
    return options | {"form_class": PermissionField} if field.related_model is Permission else options


admin.site.unregister([Group, User])


class WithAccounts(admin.EmptyFieldListFilter):
    """Groups that accounts are in, and empty ones. A list of the accounts is not for whoever sees groups."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = User._meta.verbose_name_plural


@admin.register(Group)
class CuratorsGroupAdmin(Guarded, Worded, GroupAdmin):
    list_filter = (("user", WithAccounts),)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **_labelled(db_field, kwargs))


@admin.register(User)
class CuratorsUserAdmin(Guarded, Worded, UserAdmin[User]):
    change_password_form = PasswordForm
    list_display = ("username", *WHOLE_NAME, "email", "is_staff")
    fieldsets = [
        (heading, {**options, "fields": (*WHOLE_NAME, "email")} if "first_name" in options["fields"] else options)
        for heading, options in UserAdmin.fieldsets or ()
    ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **_labelled(db_field, kwargs))
