"""The curators' pages for directives and documents."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from articles.admin import FINDING_READONLY, CuratorForm, FindingAdmin, Inline, NamedAdmin, SharedAdmin
from articles.models import Origin
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


class ResolutionAliasInline(Inline):
    model = ResolutionAlias


class ResolutionClaimInline(Inline):
    model = ResolutionClaim


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
        if form.instance.pk and form.instance.origin == Origin.MACHINE:
            form.fields["DELETE"].disabled = True


class RelationInline(Inline):
    model = Relation
    form = RelationForm
    formset = RelationFormSet
    fk_name = "resolution"
    fields = ["type", "target", "source", "confidence", "article", "origin"]
    readonly_fields = ["article", "origin"]
    autocomplete_fields = ["target"]


@admin.register(Topic)
class TopicAdmin(NamedAdmin):
    list_display = ["label_vi", "label_en", "broader"]
    list_select_related = ["broader"]
    search_fields = ["label_vi", "label_en", "slug"]
    autocomplete_fields = ["broader"]


@admin.register(DirectiveList)
class DirectiveListAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "declared_count", "review"]
    list_filter = ["kind", "review"]
    search_fields = ["intro"]
    readonly_fields = [*FINDING_READONLY, "intro", "intro_start", "intro_end"]
    raw_id_fields = ["mention"]


@admin.register(Directive)
class DirectiveAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "ordinal", "review"]
    list_filter = ["kind", "review", "topics"]
    search_fields = ["exact"]
    readonly_fields = [*FINDING_READONLY, "slug"]
    raw_id_fields = ["list", "parent", "mention"]
    autocomplete_fields = ["topics"]


@admin.register(Resolution)
class ResolutionAdmin(NamedAdmin, SharedAdmin):
    list_display = ["__str__", "kind", "number", "issuer", "issued_on"]
    list_filter = ["kind"]
    list_select_related = ["issuer"]
    search_fields = ["symbol", "title", "aliases__name", "slug"]
    autocomplete_fields = ["issuer"]
    readonly_fields = ["origin"]
    inlines = [ResolutionAliasInline, ResolutionClaimInline, RelationInline]

    def slug_words(self, row: Resolution) -> str:
        return row.symbol or row.title or f"{row.kind} {row.number}"


@admin.register(Citation)
class CitationAdmin(FindingAdmin):
    list_display = ["__str__", "resolution", "status", "form", "review"]
    list_filter = ["status", "form", "kind", "review"]
    list_select_related = ["resolution"]
    search_fields = ["exact", "symbol"]
    autocomplete_fields = ["resolution"]
    readonly_fields = FINDING_READONLY
    raw_id_fields = ["directive"]
