"""The curators' pages for directives and documents."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.admin import (
    FINDING_READONLY,
    CuratorForm,
    FindingAdmin,
    ImportedAdmin,
    Inline,
    NamedAdmin,
    OfOneArticle,
    OfOneText,
    PartAdmin,
    SharedAdmin,
    TallInline,
    api_page,
    finding_fieldsets,
)
from articles.admin.claims import ClaimForm, ClaimFormSet
from articles.admin.completion import is_id
from articles.admin.findings import LONGEST_TITLE, PointingAdmin
from articles.admin.inlines import FindingInline
from articles.admin.sentences import sentence
from articles.models import Article, Origin
from articles.models.articles import long_fields
from directives.models import (
    Citation,
    Directive,
    DirectiveList,
    Relation,
    Resolution,
    ResolutionAlias,
    ResolutionClaim,
    Topic,
)
from directives.resources import RelationResource, ResolutionClaimResource, ResolutionResource, TopicResource

ALIKE: Final = ("resolution", "type", "target")  # what relations that say the same have in common
OTHER_POINTS: Final = _("points of other lists")  # of results, reasons and the like: no directives


class ResolutionAliasInline(Inline):
    model = ResolutionAlias


class ResolutionClaimInline(TallInline):
    """What people entered. What articles print is listed on the page of all claims: a document may have thousands.

    It is folded: what sources say stands above the form, value by value, each with its button.
    """

    model = ResolutionClaim
    classes = ("collapse",)
    form = ClaimForm
    formset = ClaimFormSet
    fields = [("fact", "value"), ("confidence", "preferred"), "source", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResolutionClaim]:
        rows: QuerySet[ResolutionClaim] = super().get_queryset(request)
        return rows.filter(article=None)


class RelationForm(CuratorForm):
    """A relation that a person changes is the curators', so that no run takes it away."""

    def save(self, commit: bool = True) -> Any:
        if self.has_changed():
            self.instance.origin = Origin.CURATOR
        return super().save(commit)


class RelationFormSet(BaseInlineFormSet):
    """The machine's relations cannot be deleted: the next run would read them again. Unverified ones are not served."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        box = form.fields.get("DELETE")  # there is none for who may delete nothing
        if box and form.instance.pk and form.instance.origin == Origin.MACHINE:
            box.disabled = True


class AlikeOne(admin.SimpleListFilter):
    """The relations that say the same as the one whose id the address gives; else there is nothing to choose from."""

    title = _("what is said")
    parameter_name = "alike"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        value = self.value()
        return [] if value is None else [(value, str(self._row() or value))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Relation]) -> QuerySet[Relation]:
        row = self._row()
        if self.value() is None:
            return queryset
        return queryset.filter(**{name: getattr(row, name) for name in ALIKE}) if row else queryset.none()

    def _row(self) -> Relation | None:
        key = self.value() or ""
        return Relation.objects.select_related("resolution", "target").filter(pk=key).first() if is_id(key) else None


class RelationInline(TallInline):
    """What people said, and what articles state: what several state once, as the first of them does.

    A document may have thousands. So the others stand in the list of relations, to which a number leads, and are
    corrected on pages of their own.
    """

    model = Relation
    form = RelationForm
    formset = RelationFormSet
    fk_name = "resolution"
    fields = [("type", "target"), ("confidence", "source"), ("article", "origin", "articles"), "exact"]
    readonly_fields = ["article", "origin", "articles", "exact"]
    autocomplete_fields = ["target"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Relation]:
        rows: QuerySet[Relation] = super().get_queryset(request)
        alike = Relation.objects.filter(**{name: OuterRef(name) for name in ALIKE}, origin=Origin.MACHINE)
        earlier = alike.filter(article__lt=OuterRef("article"))
        number = alike.order_by().values("type").annotate(number=Count("pk")).values("number")
        return rows.filter(Q(origin=Origin.CURATOR) | ~Exists(earlier)).annotate(stated_by=Subquery(number))

    @admin.display(description=_("articles that state it"))
    def articles(self, row: Relation) -> str:
        """Return how many articles state it, as a link to what each of them states; empty for what a person said."""
        number = getattr(row, "stated_by", None) if row.origin == Origin.MACHINE else None
        if not number:
            return str(self.admin_site.empty_value_display)
        page = reverse("admin:directives_relation_changelist")
        return format_html('<a href="{}?{}={}">{}</a>', page, AlikeOne.parameter_name, row.pk, number)


@admin.register(Topic)
class TopicAdmin(ImportedAdmin, NamedAdmin):
    list_display = ["label_vi", "label_en", "broader", "slug"]
    list_filter = [("broader", admin.EmptyFieldListFilter)]
    list_select_related = ["broader"]
    search_fields = ["label_vi", "label_en", "slug"]
    ordering = ["sort_key"]
    autocomplete_fields = ["broader"]
    fields = ["label_vi", "label_en", "slug", "definition", "broader"]
    resource_classes = [TopicResource]
    view_on_site = api_page("topic")


class DirectiveInline(FindingInline):
    """Directives and points, each with its number as it is counted from the list down."""

    model = Directive
    fields = ["kind", "ordinal_path", "review"]
    readonly_fields = ["ordinal_path"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Directive]:
        """Return the points with those above them, without the words of these."""
        rows: QuerySet[Directive] = super().get_queryset(request)
        return rows.select_related("list", "parent").defer("list__exact", "parent__exact")

    @admin.display(description=_("ordinal"))
    def ordinal_path(self, row: Directive) -> str:
        return row.ordinal_path or self.admin_site.empty_value_display


class PointInline(DirectiveInline):
    fk_name = "list"
    verbose_name_plural = _("points")


class PointBelowInline(DirectiveInline):
    fk_name = "parent"
    verbose_name_plural = _("points below")


class CitationInline(FindingInline):
    model = Citation
    fields = ["resolution", "status", "review"]


@admin.register(DirectiveList)
class DirectiveListAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "declared_count", "review", "article_title"]
    list_filter = ["kind", "review", "origin", OfOneArticle, OfOneText]
    search_fields = ["intro"]
    fieldsets = finding_fieldsets("kind", "declared_count", "mention", found=("intro", ("intro_start", "intro_end")))
    readonly_fields = [*FINDING_READONLY, "intro", "intro_start", "intro_end"]
    autocomplete_fields = ["mention"]
    inlines = [PointInline]

    def api_address(self, row: DirectiveList) -> str:
        return reverse("directive-list-detail", args=[row.public_id])


class InTruth(admin.SimpleListFilter):
    """Directives as the API counts them, or what else is listed: results, reasons and the like."""

    title = _("what is listed")
    parameter_name = "listed"
    directives: ClassVar[str] = "directives"
    others: ClassVar[str] = "others"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(self.directives, Directive._meta.verbose_name_plural), (self.others, OTHER_POINTS)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        return queryset.of_other_lists() if self.value() == self.others else queryset.in_truth()


@admin.register(Directive)
class DirectiveAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "ordinal", "review", "article_title"]
    list_filter = [InTruth, "kind", "review", "origin", "topics", OfOneArticle, OfOneText]
    search_fields = ["exact", "slug"]
    fieldsets = finding_fieldsets(
        "kind",
        "topics",
        "mention",
        ("addressee", "deadline"),
        ("list", "parent"),
        ("ordinal", "marker"),
        found=("slug",),
    )
    readonly_fields = [*FINDING_READONLY, "slug"]
    autocomplete_fields = ["list", "parent", "mention", "topics"]
    inlines = [PointBelowInline, CitationInline]

    def api_address(self, row: Directive) -> str | None:
        return reverse("directive-detail", args=[row.slug]) if row.is_served else None


@admin.register(Resolution)
class ResolutionAdmin(ImportedAdmin, NamedAdmin, SharedAdmin):
    list_display = ["__str__", "kind", "number", "title", "issuer", "issued_on", "origin"]
    list_filter = ["origin", ("issued_on", admin.EmptyFieldListFilter), "kind"]
    list_select_related = ["issuer"]
    search_fields = ["symbol", "title", "aliases__name", "slug"]
    date_hierarchy = "issued_on"
    autocomplete_fields = ["issuer"]
    readonly_fields = ["origin", "created_at", "changed_at"]
    fieldsets = [
        (None, {"fields": [("kind", "number"), ("symbol", "term"), "slug"]}),
        (_("What is known of the document"), {"fields": ["title", "issuer", "issued_on", "url", "note"]}),
        (_("Where it comes from"), {"fields": ["origin", ("created_at", "changed_at")], "classes": ["collapse"]}),
    ]
    inlines = [ResolutionAliasInline, ResolutionClaimInline, RelationInline]
    resource_classes = [ResolutionResource, ResolutionClaimResource, RelationResource]
    view_on_site = api_page("resolution")


@admin.register(Citation)
class CitationAdmin(PointingAdmin):
    list_display = ["__str__", "resolution", "status", "form", "review", "article_title"]
    list_filter = ["status", "form", "review", "origin", "kind", OfOneArticle, OfOneText]
    list_select_related = ["resolution", "article"]
    search_fields = ["exact", "symbol"]
    autocomplete_fields = ["resolution", "directive"]
    fieldsets = finding_fieldsets(
        "resolution",
        ("status", "form"),
        "why_it_is_open",
        "directive",
        "kind",
        ("number", "symbol"),
        "issuer",
        by=("key",),
    )
    readonly_fields = [*FINDING_READONLY, "why_it_is_open", "key"]

    @admin.display(description=_("reason"))
    def why_it_is_open(self, row: Citation) -> str:
        return sentence(row.reason)

    def api_address(self, row: Citation) -> str:
        return reverse("citation-detail", args=[row.public_id])


# --- what belongs to documents, to be searched ------------------------------------------------------------------------


@admin.register(ResolutionAlias)
class ResolutionAliasAdmin(PartAdmin):
    list_display = ["name", "resolution"]
    list_filter = ["resolution__kind"]
    list_select_related = ["resolution"]
    search_fields = ["name", "resolution__symbol"]


@admin.register(ResolutionClaim)
class ResolutionClaimAdmin(PartAdmin):
    list_display = ["fact", "value", "confidence", "preferred", "resolution", "article"]
    list_filter = ["fact", "confidence", "preferred", ("article", admin.EmptyFieldListFilter)]
    list_select_related = ["resolution", "article"]
    search_fields = ["value", "source", "resolution__symbol"]
    ordering = ["-id"]  # articles print very many, and no index holds values of any length in order


@admin.register(Relation)
class RelationAdmin(SharedAdmin, PartAdmin):
    """What each article states, and what people said: each is corrected here as on the page of its document."""

    list_display = ["resolution", "type", "target", "article_title", "confidence", "origin"]
    list_filter = ["type", "confidence", "origin", AlikeOne]
    list_select_related = ["resolution", "target", "article"]
    search_fields = ["resolution__symbol", "resolution__title", "target__symbol", "target__title"]
    ordering = ["-id"]  # as of claims
    fields = ["resolution", ("type", "target"), ("confidence", "source"), ("article", "origin"), "exact"]
    readonly_fields = ["resolution", "article", "origin", "exact"]
    autocomplete_fields = ["target"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Relation]:
        rows: QuerySet[Relation] = super().get_queryset(request)
        return rows.defer(*long_fields())

    @admin.display(description=Article._meta.verbose_name, ordering="article")
    def article_title(self, row: Relation) -> str:
        return Truncator(str(row.article)).chars(LONGEST_TITLE) if row.article else self.admin_site.empty_value_display
