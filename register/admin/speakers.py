"""The pages of speakers who may be one person: likely pairs, what a merge would do, who were told apart."""

from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.addresses import page_of
from articles.admin.base import PartAdmin, refuse_unless_ids
from articles.admin.completion import CompletingSelect, label_of
from articles.admin.speakers import SpeakerAdmin
from articles.models import NotSame, Speaker, SpeakerAlias, Tenure
from articles.versions import as_shown
from register.admin.merge_preview import preview
from register.admin.seats import NewTenureInline, overlaps_shown
from register.admin.settled import ReadsAgain, names_settled
from register.apart import pairs_told_apart, take_back_difference, tell_apart
from register.duplicates import Likely, likely_duplicates
from register.holders import overlaps_of
from register.merging import MAY_MERGE, merge, merge_of, refuse_unless_two, rows_merged
from register.models import Edit, EditedRow
from register.undo import is_deed, undo

PAGE: Final = 25  # pairs on a page
MOST_NAMESAKES: Final = 5  # others of a speaker's name, on that one's page

admin.site.unregister(Speaker)


class OtherForm(forms.Form):
    """Whom to compare a speaker with."""

    goes = forms.ModelChoiceField(Speaker.objects.all(), label=gettext_lazy("the other speaker"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["goes"]
        field.widget = CompletingSelect(Speaker._meta.get_field("merged_into"), admin.site)
        field.widget.choices = field.choices
        field.label_from_instance = label_of


@admin.register(NotSame)
class NotSameAdmin(PartAdmin):
    """Who was told apart, to be searched; the page that takes it back is among those of speakers."""

    list_display = ["one", "other"]
    list_filter = ["one__origin"]
    list_select_related = ["one", "other"]
    search_fields = ["one__name", "other__name"]
    ordering = ["-id"]


@admin.register(Speaker)
class MergingSpeakerAdmin(ReadsAgain, SpeakerAdmin):
    """Speakers, with what merges them and tells them apart."""

    actions = ["compare"]
    inlines = [*SpeakerAdmin.inlines, NewTenureInline]
    change_form_template = "admin/register/speaker_change_form.html"
    change_list_template = "admin/register/speaker_change_list.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["register/curating.css"]}

    def get_urls(self) -> list[Any]:
        """Return the addresses of a model's pages, and of those that compare two."""
        pages = [
            ("duplicates", self.duplicates_view),
            ("merge", self.merge_view),
            ("undo-merge", self.undo_merge_view),
            ("told-apart", self.told_apart_view),
        ]
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"articles_speaker_{name.replace('-', '_')}")
            for name, view in pages
        ]
        return [*own, *super().get_urls()]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_MERGE))

    @admin.action(description=gettext_lazy("Compare the two selected, and merge them"), permissions=["merge"])
    def compare(self, request: HttpRequest, queryset: QuerySet[Speaker]) -> HttpResponse | None:
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(ids) != 2:
            self.message_user(request, _("Choose two speakers to compare."), messages.WARNING)
            return None
        return HttpResponseRedirect(_address("merge", stays=ids[0], goes=ids[1]))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save names too, and say who else goes by one of them."""
        super().save_related(request, form, formsets, change)
        added = [row for formset in formsets for row in formset.new_objects]
        names = [row for row in added if isinstance(row, SpeakerAlias)]
        for one in overlaps_shown(overlaps_of([row for row in added if isinstance(row, Tenure)])):
            self.message_user(request, one["sentence"], messages.WARNING)
        keys = [row.name_key for row in (form.instance, *names)]
        others = Speaker.objects.current().filter(name_key__in=keys).exclude(pk=form.instance.pk)
        for other in others.order_by("pk")[:3] if names or "name" in form.changed_data else ():
            message = _("There is another speaker of that name: %(name)s. See whether they are one person.")
            self.message_user(request, message % {"name": other.distinct_name}, messages.WARNING)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page of a speaker: who else is called so, and how a merge is taken back."""
        row = kwargs.get("obj")
        if row is not None:
            namesakes = Speaker.objects.current().filter(name_key=row.name_key).exclude(pk=row.pk)
            context = {
                **context,
                "namesakes": list(namesakes.order_by("pk")[:MOST_NAMESAKES]),
                "may_merge": self.has_merge_permission(request),
                "merge": merge_of(row),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # The pages

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with the pairs that are likely one person."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        page = Paginator(likely_duplicates(), PAGE).get_page(request.GET.get("page"))
        context = {
            "title": _("Speakers who are likely one person"),
            "page": page,
            "pairs": _pairs(page.object_list),
            "may_merge": self.has_merge_permission(request),
            "may_tell_apart": request.user.has_perm("articles.add_notsame"),
        }
        return self._own_page(request, "admin/register/speaker_duplicates.html", context)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with two speakers side by side and what a merge would do; merge them where that is sent."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        stays, goes = _speaker(given, "stays"), _speaker(given, "goes")
        if stays is None or goes is None:
            form = OtherForm()
            media = self.media + form.media
            asked = {"title": _("Compare with another speaker"), "stays": stays or goes, "form": form, "media": media}
            return self._own_page(request, "admin/register/speaker_other.html", asked)
        errors: list[str] = []
        is_possible = True
        try:
            refuse_unless_two(goes, stays)
            if request.method == "POST":
                edit = merge(goes, stays, request.user, shown=request.POST.get("shown", ""))
                words = {"goes": goes.distinct_name, "stays": stays.distinct_name}
                said = _("%(goes)s was merged into %(stays)s.") % words
                link = '{} <a href="{}">{}</a>'
                self.message_user(
                    request, format_html(link, said, page_of(edit), _("See what was changed, or undo it"))
                )
                self._settle(request, edit)
                return HttpResponseRedirect(_back(request, stays))
        except ValidationError as error:
            errors, is_possible = error.messages, error.code == "stale"
            if is_possible:  # it was read before another changed it
                goes.refresh_from_db()
                stays.refresh_from_db()
        context = {
            "title": _("Merge two speakers"),
            "shown": as_shown(rows_merged(goes, stays)),
            "preview": preview(goes, stays),
            "errors": errors,
            "is_possible": is_possible,
            "then": given.get("then", ""),
            "may_tell_apart": request.user.has_perm("articles.add_notsame"),
            "switched": _address("merge", stays=goes.pk, goes=stays.pk, then=given.get("then", "")),
        }
        return self._own_page(request, "admin/register/speaker_merge.html", context)

    def _settle(self, request: HttpRequest, edit: Edit) -> None:
        """Settle what waited for a merge, or leave open what does again once it is undone; say what came of it."""
        for said in names_settled(edit.rows.all(), takes_back=not is_deed(edit)):
            self.message_user(request, said)

    @method_decorator(require_POST)
    def undo_merge_view(self, request: HttpRequest) -> HttpResponse:
        """Take back the merge of a speaker."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        speaker = _speaker(request.POST, "speaker")
        edit = merge_of(speaker) if speaker else None
        if speaker is None or edit is None:
            message = _("There is no merge to take back that a person is known to have made.")
            self.message_user(request, message, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_speaker_changelist"))
        if request.POST.get("edit") != str(edit.pk):
            message = _("%(name)s was merged anew after you opened the page. See whether it is still meant.")
            self.message_user(request, message % {"name": speaker.distinct_name}, messages.ERROR)
            return HttpResponseRedirect(page_of(speaker))
        try:
            undone = undo(edit, request.user)
            self.message_user(request, _("%(name)s is a speaker of their own again.") % {"name": speaker.distinct_name})
            self._settle(request, undone)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        return HttpResponseRedirect(page_of(speaker))

    def told_apart_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with the pairs who were told apart; tell two apart, or take that back, where it is sent."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._change_difference(request)
        page = Paginator(pairs_told_apart(), PAGE).get_page(request.GET.get("page"))
        context = {
            "title": _("Speakers who were told apart"),
            "page": page,
            "pairs": _with_reasons(list(page.object_list)),
            "may_take_back": request.user.has_perm("articles.delete_notsame"),
        }
        return self._own_page(request, "admin/register/speaker_told_apart.html", context)

    def _change_difference(self, request: HttpRequest) -> HttpResponse:
        given = request.POST
        right = "articles.delete_notsame" if "pair" in given else "articles.add_notsame"
        if not request.user.has_perm(right):
            raise PermissionDenied
        if "pair" in given:
            refuse_unless_ids("pair", [given["pair"]])
            take_back_difference(get_object_or_404(NotSame, pk=given["pair"]), request.user)
            self.message_user(request, _("They may be proposed again."))
            return HttpResponseRedirect(_address("told-apart"))
        one, other = _speaker(given, "one"), _speaker(given, "other")
        try:
            if one is None or other is None:
                raise ValidationError(_("Choose two speakers to compare."))
            tell_apart(one, other, request.user)
            words = {"one": one.distinct_name, "other": other.distinct_name}
            self.message_user(request, _("%(one)s and %(other)s are not proposed again.") % words)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        return HttpResponseRedirect(_address("duplicates"))

    def _own_page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        shown = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, shown)


def _speaker(given: QueryDict, field: str) -> Speaker | None:
    """Return the speaker that a field means; None where it is empty. What is no id is a 400, who is gone a 404."""
    value = given.get(field)
    if not value:
        return None
    refuse_unless_ids(field, [value])
    return get_object_or_404(Speaker.objects.select_related("merged_into"), pk=value)


def _address(page: str, **given: Any) -> str:
    address = reverse(f"admin:articles_speaker_{page.replace('-', '_')}")
    return f"{address}?{urlencode(given)}" if given else address


def _back(request: HttpRequest, stays: Speaker) -> str:
    """Return where a merge leads: back to the pairs, if it began there."""
    from_pairs = request.POST.get("then") == "duplicates"
    return _address("duplicates") if from_pairs else page_of(stays)


def _pairs(likely: Any) -> list[dict[str, Any]]:
    """Return pairs as pages show them, both speakers loaded; three queries for all of them."""
    ids = {id_ for one in likely for id_ in (one.one, one.other)}
    rows = {row.pk: row for row in Speaker.objects.for_api().filter(pk__in=ids).prefetch_related("aliases")}
    return [_pair(one, rows) for one in likely if {one.one, one.other} <= rows.keys()]


def _pair(likely: Likely, rows: dict[int, Any]) -> dict[str, Any]:
    """Return a pair; the one whom more articles name is proposed to stay."""
    stays, goes = sorted(
        (rows[likely.one], rows[likely.other]),
        key=lambda row: (row.article_count, row.origin == "curator", -row.pk),
        reverse=True,
    )
    address = _address("merge", stays=stays.pk, goes=goes.pk, then="duplicates")
    return {"stays": stays, "goes": goes, "reason": likely.reason.label, "address": address}


def _with_reasons(pairs: list[NotSame]) -> list[dict[str, Any]]:
    """Return pairs with the edit that told them apart, if it is known."""
    ids = [pair.pk for pair in pairs]
    told = EditedRow.objects.filter(model="articles.notsame", row__in=ids, before__isnull=True).select_related("edit")
    edits = {row.row: row.edit for row in told.order_by("pk")}
    return [{"pair": pair, "edit": edits.get(pair.pk)} for pair in pairs]
