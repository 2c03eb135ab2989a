"""The pages of tenures and offices, with a warning where two people surely held one seat on one day."""

from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.completion import CompletingForm
from articles.admin.inlines import TallInline
from articles.admin.offices import OfficeAdmin
from articles.admin.tenures import TenureAdmin
from articles.known_days import as_known
from articles.models import Office, Tenure
from register.admin.settled import ReadsAgain
from register.facts import follow_tenure
from register.holders import Overlap, overlapping_holders, overlaps_of

PAGE: Final = 25  # pairs on a page

admin.site.unregister([Office, Tenure])


@admin.register(Tenure)
class WatchedTenureAdmin(TenureAdmin):
    """Tenures, with the pairs that overlap."""

    change_form_template = "admin/register/tenure_change_form.html"
    change_list_template = "admin/register/tenure_change_list.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["register/curating.css"]}

    def get_urls(self) -> list[Any]:
        own = path("overlaps/", self.admin_site.admin_view(self.overlaps_view), name="articles_tenure_overlaps")
        return [own, *super().get_urls()]

    def overlaps_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with the pairs of tenures of one seat that overlap."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        page = Paginator(overlapping_holders(), PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("Seats with two holders on one day"),
            "page": page,
            "overlaps": overlaps_shown(page.object_list),
        }
        return TemplateResponse(request, "admin/register/tenure_overlaps.html", context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the claims too; the known days follow the preferred ones. Warn of another holder on the same days."""
        super().save_related(request, form, formsets, change)
        row: Tenure = form.instance
        if any(formset.has_changed() for formset in formsets):
            for left in follow_tenure(row):
                self.message_user(request, left, messages.WARNING)
        for one in overlaps_shown(overlaps_of([row])):
            self.message_user(request, one["sentence"], messages.WARNING)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        overlaps = overlaps_shown(overlaps_of([row])) if row is not None else []
        return super().render_change_form(request, {**context, "overlaps": overlaps}, *args, **kwargs)


@admin.register(Office)
class WatchedOfficeAdmin(ReadsAgain, OfficeAdmin):
    """Offices, with the overlaps of their tenures. What waited for a name of one is settled when it is saved."""

    change_form_template = "admin/register/tenure_change_form.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["register/curating.css"]}

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        overlaps = overlaps_shown(overlaps_of(list(row.tenures.all()))) if row is not None and row.single_seat else []
        return super().render_change_form(request, {**context, "overlaps": overlaps}, *args, **kwargs)


def overlaps_shown(overlaps: Any) -> list[dict[str, Any]]:
    """Return overlaps as pages show them, both tenures loaded, with a sentence that says it."""
    ids = {id_ for one in overlaps for id_ in (one.one, one.other)}
    rows = Tenure.objects.select_related("speaker", "office").in_bulk(ids)
    shown = []
    for overlap in overlaps:
        one, other = rows[overlap.one], rows[overlap.other]
        words = {
            "one": one.speaker.name,
            "other": other.speaker.name,
            "office": one.office.title,
            "first": as_known(overlap.first, ""),
            "last": as_known(overlap.last, ""),
        }
        days = ngettext("one day", "%(days)d days", _days(overlap)) % {"days": _days(overlap)}
        sentence = _("%(one)s and %(other)s both hold the seat “%(office)s” from %(first)s to %(last)s.") % words
        shown.append({"one": one, "other": other, "pair": (one, other), "sentence": f"{sentence} ({days})"})
    return shown


def _days(overlap: Overlap) -> int:
    return (overlap.last - overlap.first).days + 1


class NewTenureForm(CompletingForm):
    """A tenure that is added on the page of its speaker."""

    def save(self, commit: bool = True) -> Any:
        if not self.instance.public_id:
            self.instance.public_id = self.instance.mint_id()
        return super().save(commit)


class NewTenureInline(TallInline):
    """Tenures to be added; those that are there have pages of their own, which show their claims as well."""

    model = Tenure
    form = NewTenureForm
    fields = [("office", "acting"), ("since", "since_precision"), ("until", "until_precision"), "note"]
    autocomplete_fields = ["office"]
    verbose_name = gettext_lazy("new tenure")
    verbose_name_plural = gettext_lazy("new tenures")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        rows: QuerySet[Tenure] = super().get_queryset(request)
        return rows.none()
