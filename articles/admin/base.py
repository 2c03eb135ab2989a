"""What all pages of the curators share: forms that say what is wrong, and rows that stay a person's once changed."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.compared import ComparedAdmin, ComparedForm
from articles.admin.completion import CompletingForm, CompletingSelect, is_id
from articles.admin.deleting import AsksToDelete
from articles.admin.paging import BoundedList, BoundedPaginator
from articles.admin.wording import Worded
from articles.api.problems import database_status
from articles.misread import Misread
from articles.models import Origin
from articles.models.identity import mint_slug
from articles.versions import DERIVED

LONGEST_SEARCH: Final = 500  # characters: what SQLite compares at once ends at 50,000 bytes
MOST_WORDS: Final = 30  # each is a condition on each field that is searched; SQLite takes a depth of 1,000
ROOM_FOR_A_NUMBER: Final = 10  # characters of a slug after its words, where others have these already

LONG: Final = 300  # characters: a field that may hold as many gets a wide box

# Facts of a few words on one line of a text, whose columns hold any length as no one knows the longest.
SHORT: Final = frozenset({"issuer", "marker", "name", "number", "symbol"})


class Fields:
    """How forms show the fields of our models."""

    formfield_overrides: ClassVar[Any] = {
        models.URLField: {"assume_scheme": "https"},  # of an address typed without one, as in Django 6
        models.TextField: {"widget": AdminTextareaWidget({"rows": 2})},  # names and sentences, not pages
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Return the field of a form. A text that may be null is null when it is left empty, not ""."""
        if isinstance(db_field, models.TextField) and db_field.null:
            kwargs["empty_value"] = None
        if isinstance(db_field, models.TextField) and db_field.name in SHORT:
            kwargs["widget"] = AdminTextInputWidget({"class": "vLargeTextField"})
        if type(db_field) is models.CharField and not db_field.choices and (db_field.max_length or 0) >= LONG:
            kwargs["widget"] = AdminTextInputWidget({"class": "vLargeTextField"})
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field of a pointer: a box that completes, where the page says so."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]  # a mixin of admins
            kwargs.setdefault("widget", CompletingSelect(db_field, self.admin_site, using=kwargs.get("using")))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class CuratorForm(ComparedForm, CompletingForm):
    """A form that says in words what the database would refuse, and is refused where the row changed meanwhile."""

    def validate_unique(self) -> None:
        """Check the constraints whole. Django leaves out those that name a field which the form only shows."""
        super().validate_unique()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error)


class Guarded(admin.ModelAdmin):
    """Lists that answer whatever is asked of them, in a time that does not grow with what there is."""

    paginator = BoundedPaginator
    show_full_result_count = False  # it would count the whole table once more
    show_facets = admin.ShowFacets.NEVER  # nor that for each choice of each filter
    _most_searched: ClassVar[int | None] = None  # rows, the last by what they belong to; all of them where it is None
    _belongs_to: ClassVar[str] = ""  # the field that says so, by which the list is ordered, the last first

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Return the filters of a list, first that by what waits for a person, where rows of it do."""
        site: Any = self.admin_site  # config.curators, which knows the apps above this one
        return [*site.queue_filters(self.model), *super().get_list_filter(request)]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list. What the database cannot compare is an incorrect question, as one of no sense is."""
        try:
            return super().get_changelist_instance(request)
        except DatabaseError as error:
            if database_status(error) == 400:
                raise IncorrectLookupParameters from error
            raise
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search for the first words, of the list's box and of the boxes that complete what is typed."""
        words = search_term.replace("\0", "")[:LONGEST_SEARCH].split()[:MOST_WORDS]
        page = request.resolver_match.url_name if request.resolver_match else None
        if words and self._most_searched and page != "autocomplete":  # which offers the rows of one article alone
            queryset = self._last_rows(queryset, self._most_searched)
        return super().get_search_results(request, queryset, " ".join(words))

    def _last_rows(self, rows: QuerySet[Any], number: int) -> QuerySet[Any]:
        """Return the last rows, and with the first of them all that belong to the same.

        It is asked first where they begin. PostgreSQL, which does not know how many rows words are in, would else find
        the last ones anew for each row with these words.
        """
        field = self._belongs_to
        first = rows.order_by(f"-{field}").values_list(field, flat=True)[number - 1 : number]
        return rows.filter(**{f"{field}__gte": one for one in first})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return BoundedList

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any) -> Any:
        """Do what was chosen; refuse it for all the rows of a list that has more than its pages hold."""
        if request.POST.get("select_across", "0") not in ("", "0") and BoundedPaginator(queryset, 1).is_more:
            self.message_user(
                request, _("These are too many rows for one action. Choose fewer by filters first."), messages.ERROR
            )
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Answer with the list, or do what was chosen for some of its rows; ids that are no numbers are refused."""
        refuse_unless_ids(ACTION_CHECKBOX_NAME, request.POST.getlist(ACTION_CHECKBOX_NAME))
        return super().changelist_view(request, extra_context)


class CuratorAdmin(ComparedAdmin, Fields, Guarded, AsksToDelete, Worded):
    """Pages that answer whatever is asked of them, and keep what a person changes."""

    form = CuratorForm

    def keep(self, row: Any, changed: set[str]) -> None:
        """Mark a row as a person's. changed holds the names of the fields, and of the rows below it, that differ."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what the person changed and nothing else: a run may have moved the rest since the row was read."""
        fields = {field.name for field in obj._meta.concrete_fields}
        changed = fields.intersection(form.changed_data)
        if not change:
            super().save_model(request, obj, form, change)
        elif changed:
            obj.save(update_fields=changed | (fields & DERIVED))

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        formsets = list(formsets)
        super().save_related(request, form, formsets, change)
        changed = {*form.changed_data, *(formset.prefix for formset in formsets if formset.has_changed())}
        if change and changed:
            self.keep(form.instance, changed)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow the filters that the page offers. Django allows any question about any field of the model."""
        offered = {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}
        for filtered in self.get_list_filter(request) if request else self.list_filter:
            name = filtered[0] if isinstance(filtered, tuple) else getattr(filtered, "parameter_name", filtered)
            offered |= {f"{name}{lookup}" for lookup in ("", "__exact", "__id__exact", "__isnull", "__isempty")}
        return lookup in offered

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Answer with a row's page or save it. Boxes that complete cannot show an id that is no number again."""
        completed = {field for one in (self, *self.inlines) for field in one.autocomplete_fields}
        for name, values in request.POST.lists():
            if name.rpartition("-")[2] in completed:
                refuse_unless_ids(name, filter(None, values))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return nothing: no address fills in a form that someone else will save."""
        return {}


def refuse_unless_ids(field: str, values: Iterable[str]) -> None:
    """Raise Misread, which is a 400, unless each value that was sent in a field may be the id of a row."""
    for value in values:
        if not is_id(value):
            raise Misread(field, value)


def api_page(endpoint: str, key: str = "slug") -> Callable[[Any, Any], str]:
    """Return what an admin says for view_on_site: the row's address in the API, by its public name."""

    def address(_: Any, row: Any) -> str:
        return reverse(f"{endpoint}-detail", args=[getattr(row, key)])

    return address


class RecordAdmin(CuratorAdmin):
    """Rows that only the machine writes: to look at, not to change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PartAdmin(RecordAdmin):
    """Rows that belong to another and are changed on its page: here they are searched, all of them together.

    They are left out of the index; the search box is reached from the page of what they belong to.
    """

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it on the pages of what they belong to, with which they go; refuse it on their own."""
        page = request.resolver_match.url_name if request.resolver_match else None
        is_own = (page or "").startswith(f"{self.opts.app_label}_{self.opts.model_name}_")
        return not is_own and admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Return none, which leaves the model out of the index."""
        return {}


class NamedAdmin(CuratorAdmin):
    """Rows whose slug is their public name: given or made from their words when they are added, never changed after."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "slug":
            kwargs |= {"required": False, "help_text": _("Of the address in the API. Empty: made from the name.")}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, "slug"] if obj else readonly

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save a row, under a slug of its own; where another has the slug of its words, say which that is."""
        if not obj.slug:
            rows, longest = type(obj).objects, obj._meta.get_field("slug").max_length - ROOM_FOR_A_NUMBER
            words = mint_slug(obj.slug_words, (), longest)
            obj.slug = mint_slug(words, lambda slug: rows.filter(slug=slug).exists(), longest)
            if obj.slug != words:
                message = gettext("“%(slug)s” is another row already: %(row)s. See whether the two are one.")
                there = rows.get(slug=words)
                self.message_user(request, message % {"slug": words, "row": there.distinct_name}, messages.WARNING)
        super().save_model(request, obj, form, change)


class SharedAdmin(CuratorAdmin):
    """Rows that articles share. One that a person changes is the curators', so that no run changes or removes it."""

    def keep(self, row: Any, changed: set[str]) -> None:
        if row.origin != Origin.CURATOR:
            row.origin = Origin.CURATOR
            row.save(update_fields=["origin"])
