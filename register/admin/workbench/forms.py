"""The forms of an article's page: of a finding that is corrected or added, and of the titles printed at a mention."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import curation
from articles.admin.base import refuse_unless_ids
from articles.admin.findings import FindingForm
from articles.admin.mentions import PrintedTitleInline
from articles.models import Finding, Mention, PrintedTitle
from articles.rights import may
from articles.versions import version_of
from directives.models import Citation, Directive, DirectiveList
from register.admin.workbench.asking import Refused
from register.admin.workbench.prefilling import Prefilled, places_of, points_within

FIELDS: Final[Mapping[type[Finding], tuple[str, ...]]] = {
    Directive: ("kind", "topics", "mention", "addressee", "deadline", "list", "parent", "ordinal", "marker"),
    DirectiveList: ("kind", "declared_count", "mention"),
    Citation: ("resolution", "status", "form", "kind", "number", "symbol", "issuer", "directive"),
    Mention: ("speaker", "role", "status", "name", "introduced_by"),
}
COMPLETED: Final = frozenset(  # the fields that name rows
    {"directive", "introduced_by", "list", "mention", "office", "parent", "points", "resolution", "speaker", "topics"}
)
PREFIX: Final = "found"  # of the fields of the panel's forms: those of the article stand on the same page


class NewListForm(FindingForm):
    """A list that is about to be added: which of the directives in its words are its points.

    The page says by `seen` which version of each it showed, as those that are chosen are changed with it.
    """

    points = forms.ModelMultipleChoiceField(
        Directive.objects.none(),
        label=gettext_lazy("points"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "The directives in the selected words that are of no list yet. Others are added by selecting their words."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["points"]
        field.queryset = field.initial = points_within(self.instance)
        self.sent = dict(one.partition(".")[::2] for one in self.data.get("seen", "").split())

    @property
    def seen(self) -> str:
        """Return the version of each point as the page showed it first, to be sent back; "" without points."""
        field: Any = self.fields.get("points")
        now = {str(point.pk): version_of(point) for point in field.queryset.prefetch_related("topics")} if field else {}
        return " ".join(f"{pk}.{self.sent.get(pk, version)}" for pk, version in now.items())

    def clean_points(self) -> Any:
        """Refuse points of which the page did not say what it showed."""
        points = self.cleaned_data["points"]
        if any(str(point.pk) not in self.sent for point in points):
            raise ValidationError(_("It was not said which version you saw. Load the page again."))
        return points

    def show_anew(self, point: Directive) -> None:
        """Take a point as it is now for what the page showed: it was told."""
        self.sent[str(point.pk)] = version_of(point)


class TitleForm(forms.ModelForm[PrintedTitle]):
    """A title printed at a mention that is corrected: the page says by `version` which one of it it showed.

    One of another version counts as changed, so that saving it is refused and what is there now is said.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version_of(self.instance)


def form_to_add(request: HttpRequest, made: Prefilled) -> ModelForm[Any]:
    """Return the form of a finding that is about to be added, filled in by what was sent, if it was.

    Points are chosen by those who may change them. Raises PermissionDenied where another does.
    """
    model = type(made.row)
    own = {"form": NewListForm} if model is DirectiveList else {}
    pages: Any = admin.site.get_model_admin(model)
    form: Any = pages.get_form(request, None, fields=FIELDS[model], **own)
    sent = request.POST if "save" in request.POST else None
    filled: ModelForm[Any] = form(
        sent, instance=made.row, initial={"topics": made.topics} if made.topics else {}, prefix=PREFIX
    )
    if model is DirectiveList and not may(request.user, "change", Directive):
        if filled.add_prefix("points") in request.POST:
            raise PermissionDenied
        del filled.fields["points"]
    return filled


def refuse_unless_rows(request: HttpRequest) -> None:
    """Raise Misread where a box that completes was sent what is no id: it could not be shown again."""
    for name, values in request.POST.lists():
        if name.rpartition("-")[2] in COMPLETED:
            refuse_unless_ids(name, filter(None, values))


def forms_of(request: HttpRequest, row: Any) -> tuple[ModelForm[Any], BaseInlineFormSet[Any, Any, Any] | None]:
    """Return the form of a finding, and of the titles printed at a mention; filled in by what was sent, if it was."""
    if type(row) not in FIELDS:
        raise Refused(404, _("“%(kind)s” cannot be corrected here.") % {"kind": row._meta.verbose_name})
    pages: Any = admin.site.get_model_admin(type(row))
    sent = request.POST if request.method == "POST" else None
    form = pages.get_form(request, row, change=True, fields=FIELDS[type(row)])(sent, instance=row, prefix=PREFIX)
    if not isinstance(row, Mention):
        return form, None
    inline = PrintedTitleInline(Mention, admin.site)
    titles = inline.get_formset(request, row, can_delete=False, form=TitleForm)
    shown = row.titles.select_related("office")
    return form, titles(sent, instance=row, prefix="titles", queryset=shown)


def titles_in(titles: BaseInlineFormSet[Any, Any, Any] | None) -> dict[Model, str | None]:
    """Return the titles printed at a mention that a form changed, each with the version that the page showed.

    Raises Refused where it was not said.
    """
    changed = [one for one in titles.forms if one.has_changed()] if titles is not None else []
    if not all(one.cleaned_data["version"] for one in changed):
        raise Refused(400, _("It was not said which version you saw. Load the page again."))
    return {one.instance: one.cleaned_data["version"] for one in changed}


def version_field(titles: BaseInlineFormSet[Any, Any, Any] | None, row: Model) -> str:
    """Return the name of the field by which a page says which version of a finding, or of a title at it, it showed."""
    of_titles: dict[Model, str] = (
        {one.instance: one.add_prefix("version") for one in titles.forms} if titles is not None else {}
    )
    return of_titles.get(row, "version")


def changes_in(form: Any) -> dict[str, Any]:
    """Return the fields that a form changed, those that follow from others included, with their values."""
    return {
        name: form.cleaned_data["topics"] if name == "topics" else getattr(form.instance, name)
        for name in form.changed_data
    }


def own_fields(form: Any) -> dict[str, Any]:
    """Return all fields that a kind of finding has of its own, as a form says and as they were filled in.

    Of a list, with which words open it, what becomes of its points, and which versions of them were seen.
    """
    row = form.instance
    fixed = curation.FIXED | {"review"}
    own = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in fixed}
    topics = {"topics": form.cleaned_data["topics"]} if "topics" in form.cleaned_data else {}
    points = {}
    if isinstance(row, DirectiveList):
        brings = places_of(row, form.cleaned_data.get("points", ()))
        expected = {point: form.sent[str(point.pk)] for point in brings}
        points = {"intro_span": row.intro_span, "brings": brings, "expected": expected}
    return own | topics | points
