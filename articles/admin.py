"""The curators' pages for articles and people.

What a person decides here stays: a finding that was changed is marked as edited, which no run writes over, and a row
that sources share becomes the curators' own.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import BadRequest, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.api.problems import database_status
from articles.extraction.blocks import find_blocks
from articles.extraction.heading import display_title
from articles.models import (
    Article,
    Block,
    EarlierText,
    Finding,
    Mention,
    Office,
    OfficeAlias,
    Organ,
    OrganAlias,
    Origin,
    Outlet,
    PrintedTitle,
    Remark,
    Review,
    Speaker,
    SpeakerAlias,
    Tenure,
    TenureClaim,
)
from articles.models.identity import mint_public_id, mint_slug

LONGEST_SEARCH: Final = 500  # characters: what SQLite compares at once ends at 50,000 bytes
MOST_WORDS: Final = 30  # each is a condition on each field that is searched; SQLite takes a depth of 1,000
ROOM_FOR_A_NUMBER: Final = 10  # characters of a slug after its words, where others have these already
LONGEST_ID: Final = 18  # digits: any number of them fits into the 64 bits of an id

FINDING_READONLY: Final = [
    "public_id",
    "article",
    "start",
    "end",
    "parts",
    "exact",
    "earlier_text",
    "origin",
    "rule",
    "extractor_version",
]
# Fields that follow from others when a row is saved.
DERIVED: Final = frozenset({"sort_key", "sort_date", "changed_at"})
# The facts of an article that a run writes, unless a curator has edited them.
EDITED_FACTS: Final = frozenset({"title", "lead", "published_on", "outlet", "url", "genre"})


# --- what all pages share ---------------------------------------------------------------------------------------------


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
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        return field


class CuratorForm(forms.ModelForm):
    """A form that says in words what the database would refuse."""

    def validate_unique(self) -> None:
        """Check the constraints whole. Django leaves out those that name a field which the form only shows."""
        super().validate_unique()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error)


class CuratorAdmin(Fields, admin.ModelAdmin):
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
        for name in self.list_filter:
            offered |= {f"{name}{lookup}" for lookup in ("", "__exact", "__id__exact", "__isnull")}
        return lookup in offered

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
        return super().get_search_results(request, queryset, " ".join(words))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Answer with the list, or do what was chosen for some of its rows; ids that are no numbers are refused."""
        _refuse_unless_ids(request.POST.getlist(ACTION_CHECKBOX_NAME))
        return super().changelist_view(request, extra_context)

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
                _refuse_unless_ids(value for value in values if value)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return nothing: no address fills in a form that someone else will save."""
        return {}


def _refuse_unless_ids(values: Iterable[object]) -> None:
    for value in map(str, values):
        if not value.isascii() or not value.isdecimal() or len(value) > LONGEST_ID:
            raise BadRequest("a row is meant by what is no number")


class RecordAdmin(CuratorAdmin):
    """Rows that only the machine writes: to look at, not to change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NamedAdmin(CuratorAdmin):
    """Rows whose slug is their public name: given or made from their words when they are added, never changed after."""

    def slug_words(self, row: Any) -> str:
        """Return the words that make the slug of a row for which none is given."""
        return str(row)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "slug":
            kwargs |= {"required": False, "help_text": _("Of the address in the API. Empty: made from the name.")}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, "slug"] if obj else readonly

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not obj.slug:
            rows, longest = type(obj).objects, obj._meta.get_field("slug").max_length
            obj.slug = mint_slug(
                self.slug_words(obj), lambda slug: rows.filter(slug=slug).exists(), longest - ROOM_FOR_A_NUMBER
            )
        super().save_model(request, obj, form, change)


class SharedAdmin(CuratorAdmin):
    """Rows that articles share. One that a person changes is the curators', so that no run changes or removes it."""

    def keep(self, row: Any, changed: set[str]) -> None:
        if row.origin != Origin.CURATOR:
            row.origin = Origin.CURATOR
            row.save(update_fields=["origin"])


class Inline(Fields, admin.TabularInline):
    extra = 0


class RecordInline(Inline):
    """Rows below another that are to look at."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# --- findings ---------------------------------------------------------------------------------------------------------


class FindingForm(CuratorForm):
    """A finding as a person corrects it: what it points to is of the same article."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, Finding) and value.article_id != self.instance.article_id:
                self.add_error(name, _("This is of another article."))
        return cleaned


class FindingAdmin(CuratorAdmin):
    """What was found in a text. Its place and words are to read: `article.text[start:end] == exact` cannot be broken.

    A change marks the finding as edited, unless the person says in the same form what it is. The machine's are
    rejected, not deleted: what was deleted would be found again by the next run.
    """

    form = FindingForm
    actions = ["confirm", "reject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a finding begins with its words, which are chosen in the text and not typed as numbers."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        curators = obj is not None and obj.origin == Origin.CURATOR
        return curators and super().has_delete_permission(request, obj)

    def keep(self, row: Any, changed: set[str]) -> None:
        """Mark a finding as edited. A rejected one stays so, and the state of a remark is kept by runs as it is."""
        said = row.review == Review.REJECTED or ("review" in changed and row.review != Review.MACHINE)
        if changed - {"review", "state"} and not said:
            row.review = Review.EDITED
            row.save(update_fields=["review"])

    @admin.action(description=_("Confirm the selected rows"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, queryset, Review.CONFIRMED)

    @admin.action(description=_("Reject the selected rows"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, queryset, Review.REJECTED)

    @transaction.atomic
    def _decide(self, request: HttpRequest, queryset: QuerySet[Any], review: Review) -> None:
        """Set the review row by row: each save moves the version of the data, which a bulk update would not."""
        for row in queryset:
            row.review = review
            try:
                row.validate_constraints()
            except ValidationError as error:
                self.message_user(request, f"{row}: {' '.join(error.messages)}", messages.ERROR)
                continue
            row.save(update_fields=["review"])
            self.log_change(request, row, [{"changed": {"fields": [str(_("review"))]}}])


class PrintedTitleInline(Inline):
    """The titles printed at a mention: the office each names can be corrected, its place and words not."""

    model = PrintedTitle
    fields = ["exact", "start", "end", "office", "acting", "former"]
    readonly_fields = ["exact", "start", "end"]
    autocomplete_fields = ["office"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, as for a finding: its words are chosen in the text."""
        return False


@admin.register(Block)
class BlockAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "turn", "review"]
    list_filter = ["kind", "review"]
    search_fields = ["exact"]
    readonly_fields = FINDING_READONLY
    raw_id_fields = ["mention"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the blocks of an article hold every character of it."""
        return False


@admin.register(Mention)
class MentionAdmin(FindingAdmin):
    list_display = ["__str__", "speaker", "role", "status", "review"]
    list_filter = ["status", "role", "review"]
    list_select_related = ["speaker"]
    search_fields = ["exact", "name"]
    autocomplete_fields = ["speaker"]
    readonly_fields = [*FINDING_READONLY, "candidates"]
    inlines = [PrintedTitleInline]


@admin.register(Remark)
class RemarkAdmin(FindingAdmin):
    list_display = ["code", "detail", "state"]
    list_filter = ["state", "code"]
    search_fields = ["detail", "exact"]
    readonly_fields = [*FINDING_READONLY, "code", "detail"]


# --- articles ---------------------------------------------------------------------------------------------------------


@admin.register(Outlet)
class OutletAdmin(NamedAdmin):
    list_display = ["name", "home_page", "text_policy"]
    search_fields = ["name", "slug"]


@admin.register(Article)
class ArticleAdmin(CuratorAdmin):
    list_display = ["display_title", "published_on", "outlet", "genre", "state"]
    list_filter = ["state", "genre", "outlet"]
    list_select_related = ["outlet"]
    search_fields = ["display_title", "source_key"]
    date_hierarchy = "published_on"
    autocomplete_fields = ["outlet"]
    readonly_fields = ["slug", "source_key", "text", "facts", "text_hash", "source_hash", "extractor_version"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a text comes in through the one door of all texts, `manage.py load_seeds`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: all that people decided about it would go too, and the next run bring it back. It is withdrawn."""
        return False

    def keep(self, row: Article, changed: set[str]) -> None:
        """Mark the article as edited where a fact changed that a run writes; its title to display follows its title."""
        if not changed & EDITED_FACTS:
            return
        if "title" in changed:
            row.display_title = row.title or display_title(row.text, find_blocks(row.text))
        row.edited = True
        row.save(update_fields=["edited", "display_title", "changed_at"])


@admin.register(EarlierText)
class EarlierTextAdmin(RecordAdmin):
    list_display = ["article", "replaced_at"]
    list_select_related = ["article"]
    search_fields = ["article__display_title"]


# --- people, offices, bodies ------------------------------------------------------------------------------------------


class SpeakerAliasInline(Inline):
    model = SpeakerAlias


class OfficeAliasInline(Inline):
    model = OfficeAlias


class OrganAliasInline(Inline):
    model = OrganAlias


class TenureInline(RecordInline):
    """The offices of a speaker, each with a link to its own page, where it is changed."""

    model = Tenure
    fields = ["office", "acting", "since", "until", "first_seen", "last_seen", "origin"]
    show_change_link = True


class TenureClaimInline(Inline):
    model = TenureClaim


@admin.register(Speaker)
class SpeakerAdmin(NamedAdmin, SharedAdmin):
    list_display = ["name", "country", "origin", "merged_into"]
    list_filter = ["origin", "country"]
    list_select_related = ["merged_into"]
    search_fields = ["name", "aliases__name", "slug"]
    autocomplete_fields = ["merged_into"]
    readonly_fields = ["origin"]
    inlines = [SpeakerAliasInline, TenureInline]


@admin.register(Organ)
class OrganAdmin(NamedAdmin):
    list_display = ["name"]
    search_fields = ["name", "aliases__name", "slug"]
    inlines = [OrganAliasInline]


@admin.register(Office)
class OfficeAdmin(NamedAdmin):
    list_display = ["title", "organ", "country", "single_seat"]
    list_filter = ["single_seat", "country"]
    list_select_related = ["organ"]
    search_fields = ["title", "aliases__name", "slug"]
    autocomplete_fields = ["organ"]
    inlines = [OfficeAliasInline]


@admin.register(Tenure)
class TenureAdmin(SharedAdmin):
    list_display = ["speaker", "office", "acting", "since", "until", "first_seen", "last_seen"]
    list_filter = ["acting", "origin"]
    list_select_related = ["speaker", "office"]
    search_fields = ["speaker__name", "office__title"]
    autocomplete_fields = ["speaker", "office"]
    readonly_fields = ["public_id", "first_seen", "last_seen", "origin"]
    inlines = [TenureClaimInline]

    def save_model(self, request: HttpRequest, obj: Tenure, form: Any, change: bool) -> None:
        if not obj.public_id:
            obj.public_id = _mint(obj)
        super().save_model(request, obj, form, change)


def _mint(tenure: Tenure) -> str:
    """Return a public id from who holds what, and from how many times it was held where that is more than once."""
    held = (tenure.speaker.slug, tenure.office.slug, tenure.acting)
    names = (mint_public_id("tenure", *held, number) for number in count(1))
    return next(name for name in names if not Tenure.objects.filter(public_id=name).exists())
