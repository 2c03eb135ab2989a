"""The pages of what was found in a text: blocks, mentions, remarks."""

from collections.abc import Collection
from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from articles.admin.base import CuratorAdmin, CuratorForm, Inline, PartAdmin, RecordInline
from articles.admin.completion import is_id
from articles.admin.marked_text import in_context
from articles.admin.sentences import sentence
from articles.models import (
    SETTLED_BY_A_SPEAKER,
    Article,
    Block,
    Finding,
    Mention,
    MentionStatus,
    Origin,
    PrintedTitle,
    Remark,
    RemarkState,
    Review,
    State,
)

PLACE: Final = ["article", "earlier_text", ("start", "end"), "parts", "exact"]
PROVENANCE: Final = ["public_id", "origin", "rule", "extractor_version"]
MOST_SEARCHED: Final = 20_000  # findings of a list, those of the last articles: their words have no index
SEARCHED: Final = format_lazy(
    _("Of very many rows the first {count} are searched. Filters lead to the others."), count=f"{MOST_SEARCHED:,}"
)
LONGEST_TITLE: Final = 60  # characters of an article's title in a list of what was found in it
FINDING_READONLY: Final = ["article", "earlier_text", "start", "end", "parts", "exact", *PROVENANCE]


def finding_fieldsets(*own: Any, found: tuple[Any, ...] = (), by: tuple[Any, ...] = ()) -> list[tuple[Any, Any]]:
    """Return the sections of a finding's page: what a person corrects, what it is, where it stands, who found it.

    found and by hold the fields of its own that are to read as well, of where it stands and of how it was found.
    """
    return [
        (None, {"fields": ["review", *own]}),
        (_("Where it stands"), {"fields": [*PLACE, *found]}),
        (_("How it was found"), {"fields": [*PROVENANCE, *by], "classes": ["collapse"]}),
    ]


# What an action says when it is done.
DECIDED: Final = {Review.CONFIRMED: _("Confirmed: %(count)d."), Review.REJECTED: _("Rejected: %(count)d.")}


class OfOneArticle(admin.SimpleListFilter):
    """The findings of the article whose slug the address gives; where it gives none there is nothing to choose from."""

    title = Article._meta.verbose_name
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        slug = self.value()
        if slug is None:
            return []
        article = Article.objects.filter(slug=slug).only("display_title").first()
        return [(slug, article.display_title if article else slug)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() is None else queryset.filter(article__slug=self.value())


class OfOneText(admin.SimpleListFilter):
    """The findings of the present text of an article, or of the earlier one whose id the address gives."""

    title = _("version of the text")
    parameter_name = "text"
    present: ClassVar[str] = "present"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        value = self.value()
        if value is None:
            return []
        return [(value, _("the present text") if value == self.present else _("an earlier text"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        if value == self.present:
            return queryset.filter(earlier_text=None)
        return queryset.filter(earlier_text=value) if is_id(value) else queryset.none()


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
    readonly_fields = FINDING_READONLY
    list_select_related = ["article"]
    ordering = ["-article_id", "start", "id"]  # as the index of findings has them
    sortable_by: ClassVar[Any] = ["article_title"]  # by other columns all rows would be sorted for each page
    most_searched = MOST_SEARCHED
    search_help_text: ClassVar[Any] = SEARCHED
    change_form_template = "admin/articles/finding_change_form.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["articles/marks.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the findings. Their articles' texts are read on a page of one, not for a list."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.defer("article__text", "article__lead", "article__facts")

    @admin.display(description=Article._meta.verbose_name, ordering="article")
    def article_title(self, row: Any) -> SafeString:
        """Return the title of the article, cut where it is long; the whole of it shows up under the pointer."""
        title = str(row.article)
        return format_html('<span title="{}">{}</span>', title, Truncator(title).chars(LONGEST_TITLE))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a finding begins with its words, which are chosen in the text and not typed as numbers."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        curators = obj is not None and obj.origin == Origin.CURATOR
        return curators and super().has_delete_permission(request, obj)

    def view_on_site(self, row: Any) -> str | None:
        """Return its address in the API; None while it has none, as it or its article is not public."""
        return self.api_address(row) if row.stands and row.article.state == State.PUBLIC else None

    def api_address(self, row: Any) -> str | None:
        """Return the address in the API of a finding that is public; None where its kind has no address."""
        return None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page of a finding, its words shown among those around them."""
        row = kwargs.get("obj")
        surroundings = in_context(row) if row else None
        if surroundings:
            pages = self.admin_site.get_model_admin(type(surroundings["source"]))
            surroundings["has_page"] = pages.has_view_permission(request)
        return super().render_change_form(request, {**context, "surroundings": surroundings}, *args, **kwargs)

    def keep(self, row: Any, changed: set[str]) -> None:
        """Mark a finding as edited. A rejected one stays so, and the state of a remark is kept by runs as it is."""
        said = row.review == Review.REJECTED or ("review" in changed and row.review != Review.MACHINE)
        if changed - {"review", "state"} and not said:
            row.review = Review.EDITED
            row.save(update_fields=["review"])

    def follow(self, request: HttpRequest, row: Any, before: dict[str, Any]) -> None:
        """Do what follows from a decision; before holds what the fields were, those that changed at least."""

    @admin.action(description=_("Confirm the selected rows"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, queryset, Review.CONFIRMED)

    @admin.action(description=_("Reject the selected rows"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._decide(request, queryset, Review.REJECTED)

    @transaction.atomic
    def _decide(self, request: HttpRequest, queryset: QuerySet[Any], review: Review) -> None:
        """Set the review row by row: each save moves the version of the data, which a bulk update would not."""
        decided = 0
        for row in queryset:
            was, row.review = row.review, review
            try:
                row.validate_constraints()
            except ValidationError as error:
                self.message_user(request, f"{row}: {' '.join(error.messages)}", messages.ERROR)
                continue
            row.save(update_fields=["review"])
            self.log_change(request, row, [{"changed": {"fields": ["review"]}}])
            self.follow(request, row, {"review": was})
            decided += 1
        if decided:
            self.message_user(request, DECIDED[review] % {"count": decided})


class PointingForm(FindingForm):
    """A finding that means a known row, or is open. What it is said to be follows from the row that a person chooses.

    With a row it is resolved, and without one "unknown", unless the person says "ambiguous".
    """

    pointer: ClassVar[str]  # the field that holds the row
    doubt: ClassVar[str]  # the field that says why it is open, or between what
    no_doubt: ClassVar[Any]  # what that holds where it is resolved
    left_open: ClassVar[Any]  # what it holds where a person leaves it open
    settles: ClassVar[Collection[str]]  # the codes of the remarks that are settled by a row

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if {self.pointer, "status"}.intersection(self.changed_data) and not self.errors:
            self._follow(cleaned)
        return cleaned

    def _follow(self, cleaned: dict[str, Any]) -> None:
        """Set the status and the doubt. What contradicts the row in so many words is left, and refused."""
        is_known = cleaned[self.pointer] is not None
        if "status" not in self.changed_data and is_known != (cleaned["status"] == MentionStatus.RESOLVED):
            cleaned["status"] = MentionStatus.RESOLVED if is_known else MentionStatus.UNKNOWN
            self.changed_data.append("status")
        doubt = self.no_doubt if is_known else self.left_open
        if getattr(self.instance, self.doubt) != doubt:
            setattr(self.instance, self.doubt, doubt)
            self.changed_data.append(self.doubt)


class PointingAdmin(FindingAdmin):
    """What means a known row or is open. What the machine remarked on at the same words is resolved with it.

    That is where the row is chosen, or the finding rejected; taken back, what was remarked on is open again.
    """

    form: Any = PointingForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.follow(
            request, obj, {self.form.pointer: form.initial[self.form.pointer], "review": form.initial["review"]}
        )

    def follow(self, request: HttpRequest, row: Any, before: dict[str, Any]) -> None:
        pointer = before.get(self.form.pointer, getattr(row, self.form.pointer))
        was_settled = pointer is not None or before["review"] == Review.REJECTED
        is_settled = getattr(row, self.form.pointer) is not None or row.review == Review.REJECTED
        if was_settled != is_settled:
            states = (
                (RemarkState.OPEN, RemarkState.RESOLVED) if is_settled else (RemarkState.RESOLVED, RemarkState.OPEN)
            )
            self._move_remarks(request, row, *states)

    def _move_remarks(self, request: HttpRequest, row: Finding, old: RemarkState, new: RemarkState) -> None:
        here = {"article": row.article_id, "earlier_text": row.earlier_text_id, "start": row.start, "end": row.end}
        for remark in Remark.objects.filter(**here, code__in=self.form.settles, state=old):
            remark.state = new
            remark.save(update_fields=["state"])
            self.log_change(request, remark, [{"changed": {"fields": ["state"]}}])


class ShownRows(BaseInlineFormSet):
    """Rows below another that are shown alone: the page sends nothing of them, and what is sent is not read."""

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(**options)

    def is_valid(self) -> bool:
        return True

    def has_changed(self) -> bool:
        return False

    def save(self, commit: bool = True) -> list[Any]:
        """Return that nothing was saved; Django's note of what was changed asks for the lists as well."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []


class FindingInline(RecordInline):
    """Findings on the page of what they belong to: their words, which lead to their own pages, and few columns."""

    formset = ShownRows
    template = "admin/articles/findings_inline.html"
    classes = ("collapse",)
    ordering = ("start", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the findings of the present text on the page of an article; on a finding's page all that are its."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(earlier_text=None) if self.parent_model is Article else rows


class PrintedTitleInline(Inline):
    """The titles printed at a mention: the office each names can be corrected, its place and words not."""

    model = PrintedTitle
    fields = ["exact", "start", "end", "office", "acting", "former"]
    readonly_fields = ["exact", "start", "end"]
    autocomplete_fields = ["office"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, as for a finding: its words are chosen in the text."""
        return False


@admin.register(PrintedTitle)
class PrintedTitleAdmin(PartAdmin):
    list_display = ["exact", "office", "acting", "former", "mention"]
    list_filter = ["acting", "former"]
    list_select_related = ["office", "mention"]
    search_fields = ["exact", "office__title", "mention__name"]
    sortable_by: ClassVar[Any] = []  # as of findings
    most_searched = MOST_SEARCHED
    search_help_text: ClassVar[Any] = SEARCHED
    ordering = ["-mention_id", "start", "id"]
    fields = ["exact", "office", "acting", "former", "mention", ("start", "end")]


@admin.register(Block)
class BlockAdmin(FindingAdmin):
    list_display = ["__str__", "kind", "turn", "review", "article_title"]
    list_filter = ["kind", "review", OfOneArticle, OfOneText]
    search_fields = ["exact"]
    fieldsets = finding_fieldsets("kind", "turn", "mention")
    autocomplete_fields = ["mention"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the blocks of an article hold every character of it."""
        return False


class NamedSpeakerForm(PointingForm):
    pointer, doubt, no_doubt, left_open, settles = "speaker", "candidates", [], [], SETTLED_BY_A_SPEAKER

    def clean(self) -> dict[str, Any] | None:
        """Refuse an introduction of someone else. Another person is not introduced where the one before was."""
        cleaned = super().clean() or self.cleaned_data
        introduced_by = cleaned.get("introduced_by")
        if introduced_by and "speaker" in cleaned and introduced_by.speaker != cleaned["speaker"]:
            if "introduced_by" in self.changed_data:
                self.add_error("introduced_by", _("This mention is of another person."))
            elif "speaker" in self.changed_data:
                cleaned["introduced_by"] = None
                self.changed_data.append("introduced_by")
        return cleaned


@admin.register(Mention)
class MentionAdmin(PointingAdmin):
    form = NamedSpeakerForm
    list_display = ["__str__", "speaker", "role", "status", "review", "article_title"]
    list_filter = ["status", "role", "review", "origin", OfOneArticle, OfOneText]
    list_select_related = ["speaker", "article"]
    search_fields = ["exact", "name"]
    autocomplete_fields = ["speaker", "introduced_by"]
    fieldsets = finding_fieldsets("speaker", "status", "role", "name", "introduced_by", found=("candidates",))
    readonly_fields = [*FINDING_READONLY, "candidates"]
    inlines = [PrintedTitleInline]


class RemarkInline(FindingInline):
    model = Remark
    fields = ["code", "state"]


@admin.register(Remark)
class RemarkAdmin(FindingAdmin):
    list_display = ["code", "what_was_seen", "state", "article_title"]
    list_filter = ["state", "code", OfOneArticle, OfOneText]
    search_fields = ["detail", "exact"]
    fieldsets = finding_fieldsets("state", "code", "what_was_seen", "what_it_means")
    readonly_fields = [*FINDING_READONLY, "code", "what_was_seen", "what_it_means"]

    @admin.display(description=_("detail"), ordering="detail")
    def what_was_seen(self, row: Remark) -> str:
        return sentence(row.detail)

    @admin.display(description=_("what it means"))
    def what_it_means(self, row: Remark) -> str:
        return row.explanation

    def api_address(self, row: Remark) -> str:
        return reverse("remark-detail", args=[row.public_id])
