"""What newer rules say of rows that people decided: a queue, and a page on which each is taken or dismissed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.addresses import page_of
from articles.admin import FindingAdmin, OfOneArticle, RecordAdmin
from articles.admin.completion import is_id
from articles.admin.listed import Key, ListedAdmin, key_of
from articles.admin.marked_text import in_context
from articles.admin.paging import BoundedList
from articles.misread import Misread
from articles.models import Article, Finding, Mention
from articles.models.articles import long_fields
from articles.rights import may
from articles.versions import fields_of, version_of, version_sent
from register.admin.telling import names_in, said
from register.comparing import ASPECTS, MODEL_OF, Aspect, values_of_aspects
from register.models import CREDITED_TO, Proposal, ProposalState
from register.proposals import dismiss, row_of, speaker_of, take
from register.queues import queue

LONGEST_WORDS: Final = 80  # characters of a row's words in a list
NOT_FOUND: Final = _("no longer found: to be rejected")
DONE: Final = {"take": _("Taken."), "dismiss": _("Dismissed: the row stays as it is.")}
NAMES: Final = {  # of fields that are called otherwise than where they are edited
    "exact": _("words"),
    CREDITED_TO: _("credited to"),
}


# The pages of findings, which know nothing of proposals, lead to them from here.
FindingAdmin.change_form_template = "admin/register/finding_change_form.html"


class Line(NamedTuple):
    """One thing that the rules say otherwise: what it is called, what stands, what is proposed, what had been said."""

    name: str
    stands: str
    proposed: str
    had_said: str


class OfOneKind(admin.SimpleListFilter):
    """Proposals about one kind of finding."""

    title = _("kind of row")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(label, capfirst(str(model._meta.verbose_name_plural))) for label, model in MODEL_OF.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        return queryset if self.value() is None else queryset.filter(model=self.value())


class ProposalList(BoundedList):
    """The proposals of a page, each with its row: a query for each kind of finding."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        by_model = defaultdict(list)
        for proposal in self.result_list:
            by_model[proposal.model].append(proposal)
        for label, proposals in by_model.items():
            model = MODEL_OF.get(label)
            rows: Any = model._default_manager.in_bulk([one.row for one in proposals]) if model else {}
            for proposal in proposals:
                proposal.finding = rows.get(proposal.row)


@admin.register(Proposal)
class ProposalAdmin(ListedAdmin, RecordAdmin):
    """Proposals, the open ones first. Nothing of one is edited: it is taken or dismissed."""

    list_display = ["words", "kind", "what", "state", "article_title", "made_at"]
    list_filter = ["state", OfOneKind, "extractor_version", OfOneArticle]
    list_select_related = ["article"]
    search_fields = ["article__display_title", "article__slug"]
    actions = ["take_selected", "dismiss_selected"]
    change_form_template = "admin/register/proposal_change_form.html"
    fields = ["state", "extractor_version", "made_at"]

    class Media:
        css: ClassVar[Any] = {"screen": ["articles/marks.css", "register/proposals.css"]}
        js: ClassVar[Any] = ["register/proposals.js"]

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<str:key>/decide/", decide, name="register_proposal_decide"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        rows: QuerySet[Proposal] = super().get_queryset(request)
        return rows.defer(*long_fields())

    def get_ordering(self, request: HttpRequest) -> Any:
        return [Case(When(state=ProposalState.OPEN, then=Value(0)), default=Value(1)), "-pk"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ProposalList

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whether a person may take and dismiss; to take one, they must be allowed to change its row as well."""
        return request.user.has_perm("register.change_proposal")

    @admin.display(description=_("words"))
    def words(self, row: Any) -> str:
        finding: Finding | None = row.finding if hasattr(row, "finding") else row_of(row)  # which a list reads at once
        return str(_("the row is gone")) if finding is None else Truncator(str(finding)).chars(LONGEST_WORDS)

    @admin.display(description=_("kind of row"))
    def kind(self, row: Proposal) -> str:
        model = MODEL_OF.get(row.model)
        return str(model._meta.verbose_name) if model else row.model

    @admin.display(description=_("what is proposed"))
    def what(self, row: Proposal) -> str:
        if row.values is None:
            return str(NOT_FOUND)
        model = MODEL_OF.get(row.model)
        return ", ".join(_name(model, aspect) for aspect in _aspects(row)) if model else ""

    @admin.display(description=Article._meta.verbose_name, ordering="article")
    def article_title(self, row: Proposal) -> str:
        title = str(row.article)
        return format_html('<span title="{}">{}</span>', title, Truncator(title).chars(60))

    # --- the page of one ----------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        proposal = kwargs["obj"]
        row = row_of(proposal)
        shown = {
            "row": row,
            "title": _("What newer rules say of a row that was decided"),
            "subtitle": "",
            "kind": self.kind(proposal),
            "row_address": page_of(row) if row and may(request.user, "view", type(row)) else None,
            "article_address": page_of(proposal.article) if may(request.user, "view", Article) else None,
            "surroundings": in_context(row) if row and may(request.user, "view", type(row)) else None,
            "lines": _lines(row, proposal) if row else [],
            "not_found": proposal.values is None,
            "is_open": proposal.state == ProposalState.OPEN,
            "may_take": row is not None and self._may_take(request, row),
            "may_dismiss": self.has_decide_permission(request),
            "version": version_of(proposal),
            "row_version": version_of(row) if row else "",
        }
        return super().render_change_form(request, {**context, **shown}, *args, **kwargs)

    def _may_take(self, request: HttpRequest, row: Finding) -> bool:
        return self.has_decide_permission(request) and may(request.user, "change", type(row))

    @method_decorator(require_POST)
    def decide(self, request: HttpRequest, key: str) -> HttpResponse:
        """Take or dismiss a proposal, and lead to the next that is open; where it is refused, back to it."""
        proposal = Proposal.objects.filter(pk=key).first() if is_id(key) else None
        if proposal is None:
            raise Http404
        row, deed = row_of(proposal), request.POST.get("deed", "")
        if not self._is_allowed(request, deed, row):
            raise PermissionDenied
        if deed not in DONE:
            raise Misread("deed", deed)
        try:
            version = version_sent(request.POST)
            if deed == "take":
                row_version = version_sent(request.POST, "row_version") if row else None  # of one that is gone: none
                take(proposal, request.user, expected=version, expected_row=row_version)
            else:
                dismiss(proposal, request.user, expected=version)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(page_of(proposal))
        self.message_user(request, DONE[deed])
        waiting = queue("proposals")
        assert waiting
        following = waiting.rows().order_by("-pk").first()
        if following is None:
            self.message_user(request, str(waiting.empty), messages.SUCCESS)
        return HttpResponseRedirect(page_of(following) if following else waiting.address())

    def _is_allowed(self, request: HttpRequest, deed: str, row: Finding | None) -> bool:
        may_take = row is None or self._may_take(request, row)  # of a row that is gone it is said so
        return self.has_decide_permission(request) and (deed == "dismiss" or may_take)

    # --- several of the list ------------------------------------------------------------------------------------------

    @admin.action(description=_("Take the selected proposals"), permissions=["decide"])
    @transaction.atomic
    def take_selected(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        self._decide(request, self.as_listed(request, queryset, _with_its_row), "take", take)

    @admin.action(description=_("Dismiss the selected proposals"), permissions=["decide"])
    @transaction.atomic
    def dismiss_selected(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        self._decide(request, self.as_listed(request, queryset), "dismiss", dismiss)

    def _decide(self, request: HttpRequest, proposals: Iterable[Proposal], deed: str, do: Callable[..., None]) -> None:
        """Do it to each; those that are refused are named, and the others done."""
        done = 0
        for proposal in proposals:
            try:
                if not self._is_allowed(request, deed, row_of(proposal)):
                    raise PermissionDenied
                do(proposal, request.user)
                done += 1
            except ValidationError as error:
                self.message_user(request, f"{self.words(proposal)}: {' '.join(error.messages)}", messages.ERROR)
        if done:
            said = _("Taken: %(count)d.") if deed == "take" else _("Dismissed: %(count)d.")
            self.message_user(request, said % {"count": done})


def _with_its_row(proposal: Proposal) -> list[Key]:
    """Return the keys of a proposal and of the row that it is about, which it would be written over."""
    return [key_of(proposal), (proposal.model, proposal.row)]


def _aspects(proposal: Proposal) -> list[Aspect]:
    """Return what is proposed, in the order in which the aspects of such a row are told."""
    model = MODEL_OF.get(proposal.model)
    return [aspect for aspect in ASPECTS[model] if aspect.name in (proposal.values or {})] if model else []


def _lines(row: Finding, proposal: Proposal) -> list[Line]:
    """Return, for each aspect that is proposed, what stands in the row, what the rules say now, and what they had."""
    model, aspects = type(row), _aspects(proposal)
    sides = [values_of_aspects(row, aspects, speaker_of), proposal.values or {}, row.machine_said or {}]
    fields = {aspect: _field(model, aspect) for aspect in aspects}
    names = names_in(
        (field.model, {field.attname: side.get(aspect.name)}) for aspect, field in fields.items() for side in sides
    )
    return [
        Line(_name(model, aspect), *(said(field, side.get(aspect.name), names) for side in sides))
        for aspect, field in fields.items()
    ]


def _name(model: type[Finding], aspect: Aspect) -> str:
    """Return what people call an aspect."""
    return str(NAMES.get(aspect.name) or _field(model, aspect).verbose_name)


def _field(model: type[Finding], aspect: Aspect) -> Any:
    """Return the field that people are shown of an aspect; of whom words are credited to, that of the mention."""
    return fields_of(Mention)["speaker_id"] if aspect.name == CREDITED_TO else fields_of(model)[aspect.name]
