"""The pages for accounts and groups: Django's own, with roles and permissions in the reader's language.

A chief editor manages accounts without ever gaining by it: who is no superuser changes no account that may do more than
they may, and gives away nothing that they have not got. Nobody takes their own rights, or their own account, away.
"""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import ComparedAdmin, ComparedForm, Guarded
from articles.admin.deleting import AsksToDelete
from articles.admin.wording import Worded
from register.roles import ROLES, permission_label, role_label

GIVING_RIGHTS: Final = frozenset({"is_active", "is_staff", "is_superuser", "groups", "user_permissions"})  # fields
OF_SUPERUSERS: Final = frozenset({"is_staff", "is_superuser", "user_permissions"})  # rights that they alone give
CALLED: Final[dict[Any, str]] = {
    "groups": "roles",
    "user_permissions": "permissions",
}  # where they are shown, not chosen
RECORDED: Final = ("last_login", "date_joined")  # what nobody types
WHOLE_NAME: Final = ("last_name", "first_name")  # as Vietnamese names are written


class PermissionField(forms.ModelMultipleChoiceField[Permission]):
    def label_from_instance(self, obj: Permission) -> str:
        return permission_label(obj)


class RoleField(forms.ModelMultipleChoiceField[Group]):
    def label_from_instance(self, obj: Group) -> str:
        return role_label(obj)


def rights_held(account: Any) -> set[int]:
    """Return the permissions given to an account by itself and by its groups, also while it is not active."""
    held = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return set(held.values_list("pk", flat=True))


def may_manage(person: Any, account: User) -> bool:
    """Whether an account may do nothing that a person may not: then the person may set its password, and the rest."""
    if person.is_superuser:
        return True
    return not account.is_superuser and rights_held(account) <= rights_held(person)


def groups_to_give(person: Any) -> QuerySet[Group]:
    """Return the groups that hold no permission which a person has not got."""
    if person.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=rights_held(person))
    return Group.objects.exclude(permissions__in=beyond)


class AccountForm(ComparedForm, UserChangeForm):  # type: ignore[type-arg]  # it takes one in the stubs alone
    """An account's fields, refused where someone changed them since the page was opened."""


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
    """Return the options of a form's field; where permissions or groups are to be chosen, with their labels."""
    labelled = {Permission: PermissionField, Group: RoleField}.get(field.related_model)
    return options | {"form_class": labelled} if labelled else options


admin.site.unregister([Group, User])


class WithAccounts(admin.EmptyFieldListFilter):
    """Groups that accounts are in, and empty ones. A list of the accounts is not for whoever sees groups."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = User._meta.verbose_name_plural


@admin.register(Group)
class CuratorsGroupAdmin(ComparedAdmin, Guarded, AsksToDelete, Worded, GroupAdmin):
    form = ComparedForm
    list_display = ("called",)
    list_filter = (("user", WithAccounts),)

    @admin.display(description=_("name"), ordering="name")
    def called(self, row: Group) -> str:
        return role_label(row)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **_labelled(db_field, kwargs))


class OfRole(admin.RelatedFieldListFilter):
    """Accounts of a group, which is called by its role."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [(group.pk, role_label(group)) for group in Group.objects.order_by("name")]


@admin.register(User)
class CuratorsUserAdmin(ComparedAdmin, Guarded, AsksToDelete, Worded, UserAdmin[User]):
    form = AccountForm
    change_password_form = PasswordForm
    list_display = ("username", *WHOLE_NAME, "email", "roles", "is_active")
    list_filter = (("groups", OfRole), "is_active", "is_staff", "is_superuser")
    fieldsets = [
        (heading, {**options, "fields": (*WHOLE_NAME, "email")} if "first_name" in options["fields"] else options)
        for heading, options in UserAdmin.fieldsets or ()
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=Group._meta.verbose_name_plural)
    def roles(self, row: User) -> str:
        first = [gettext("superuser")] if row.is_superuser else []
        called = [*first, *(role_label(group) for group in row.groups.all())]
        return ", ".join(called) or self.admin_site.empty_value_display

    @admin.display(description=User._meta.get_field("user_permissions").verbose_name)
    def permissions(self, row: User) -> str:
        return ", ".join(map(permission_label, row.user_permissions.all())) or self.admin_site.empty_value_display

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse it for an account that may do more than who asks: its password would be a way to those rights."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse it for such an account too, and for one's own."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj.pk != request.user.pk and may_manage(request.user, obj)))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Return the fields: of the rights those that this person may give, where they may, and roles as pages do."""
        hidden = frozenset() if request.user.is_superuser else OF_SUPERUSERS
        called = {} if self._gives_rights(request, obj) else CALLED
        fieldsets = []
        for heading, options in super().get_fieldsets(request, obj):
            names = [called.get(name, name) for name in options["fields"] if name not in hidden]
            fieldsets.append((heading, {**options, "fields": names}))
        return fieldsets

    def _gives_rights(self, request: HttpRequest, obj: User | None) -> bool:
        """Whether this person changes the rights of an account: of one's own, somebody else does."""
        return obj is None or (obj.pk != request.user.pk and self.has_change_permission(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Return the fields to look at: when someone signed in, and of one's own account the rights."""
        rights = [] if self._gives_rights(request, obj) else [*CALLED.values(), *sorted(GIVING_RIGHTS)]
        return [*RECORDED, *rights]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = groups_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **_labelled(db_field, kwargs))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the groups; whoever has a role may sign in to the admin."""
        super().save_related(request, form, formsets, change)
        account = form.instance
        if not account.is_staff and account.groups.filter(name__in=ROLES).exists():
            account.is_staff = True
            account.save(update_fields=["is_staff"])

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Answer with the page that sets a password; one's own is changed where the old one is asked for."""
        if self.has_change_permission(request) and self.get_object(request, unquote(id)) == request.user:
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:password_change"))
        return super().user_change_password(request, id, form_url)
