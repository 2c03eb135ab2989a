"""The pages of documents: what sources say of each fact, which is preferred, and what waited for the document."""

from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.addresses import page_of
from articles.admin.base import PartAdmin, refuse_unless_ids
from articles.admin.sentences import sentence
from articles.known_days import as_known
from articles.misread import Misread
from articles.models import Fact
from articles.rights import Right, may
from articles.versions import version_sent
from directives.admin import ResolutionAdmin
from directives.models import Citation, Resolution, ResolutionAlias, ResolutionClaim, SeenValue
from register.admin.settled import to_be_looked_at
from register.facts import COLUMNS, Said, changed_meanwhile, day_of, follow_document, mark_seen, prefer, said_of
from register.settling import Settled, settle_for_a_moment

MOST_REASONS: Final = 3  # why citations are still open, that are named
IDENTIFYING: Final = frozenset({"kind", "number", "symbol", "term", "issuer", "issued_on", "title"})
# What a person must be allowed who chooses among values, or lets them be.
CHOOSING: Final[tuple[tuple[Right, type[Model]], ...]] = (
    ("change", Resolution),
    ("add", ResolutionClaim),
    ("change", ResolutionClaim),
    ("add", SeenValue),
)

admin.site.unregister(Resolution)


@admin.register(SeenValue)
class SeenValueAdmin(PartAdmin):
    """Values that people have seen and let be, to be searched."""

    list_display = ["fact", "words", "resolution"]
    list_filter = ["fact"]
    list_select_related = ["resolution"]
    search_fields = ["value", "resolution__symbol"]
    ordering = ["-id"]

    @admin.display(description=SeenValue._meta.get_field("value").verbose_name, ordering="value")
    def words(self, row: SeenValue) -> str:
        return _in_words(row.fact, row.value)


@admin.register(Resolution)
class SettlingResolutionAdmin(ResolutionAdmin):
    """Documents. What waited for one is settled when it is saved; what sources say of it stands below its fields."""

    change_form_template = "admin/register/document_change_form.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["register/curating.css"]}

    def get_urls(self) -> list[Any]:
        own = path("facts/", self.admin_site.admin_view(self.facts_view), name="directives_resolution_facts")
        return [own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None and context["errors"]:  # its fields hold what was typed
            row = Resolution.objects.get(pk=row.pk)
        shown = {
            "said": _shown(said_of(row)) if row is not None else [],
            "may_choose": self._may_choose(request),
        }
        return super().render_change_form(request, {**context, **shown}, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save names and claims too; the columns follow the preferred claims. Note whether citations may be settled."""
        super().save_related(request, form, formsets, change)
        row: Resolution = form.instance
        changed = {formset.model for formset in formsets if formset.has_changed()}
        before = {name: getattr(row, name) for name in COLUMNS}
        if ResolutionClaim in changed or before.keys() & set(form.changed_data):
            for left in follow_document(row):
                self.message_user(request, left, messages.WARNING)
        followed = any(before[name] != getattr(row, name) for name in COLUMNS)
        is_named = ResolutionAlias in changed or bool(IDENTIFYING & set(form.changed_data))
        if is_named or ResolutionClaim in changed or followed:
            request.to_settle, request.is_named = row, is_named  # type: ignore[attr-defined]  # until it is saved

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Answer with a document's page or save it; then settle what waited for it, each chunk by itself."""
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        row = getattr(request, "to_settle", None)
        if row is not None:
            self._settle(request, row, is_named=request.is_named)  # type: ignore[attr-defined]
        return answer

    @method_decorator(require_POST)
    def facts_view(self, request: HttpRequest) -> HttpResponse:
        """Prefer what one claim says, or let the values of a fact be."""
        if not self._may_choose(request):
            raise PermissionDenied
        given = request.POST
        refuse_unless_ids("document", [given.get("document", "")])
        refuse_unless_ids("claim", given.getlist("claim"))
        fact = given.get("fact", "")
        if fact not in Fact.values:
            raise Misread("fact", fact)
        document = get_object_or_404(Resolution, pk=given["document"])
        try:
            if "claim" in given:
                self._prefer(request, document, fact, version_sent(given))
            else:
                number = mark_seen(document, fact, request.user, expected=version_sent(given))
                seen = ngettext("%(number)d value was seen.", "%(number)d values were seen.", number)
                self.message_user(request, seen % {"number": number})
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        return HttpResponseRedirect(page_of(document))

    def _may_choose(self, request: HttpRequest) -> bool:
        """Say whether the person may do what choosing does: state and prefer claims, let values be, set the fields."""
        return all(may(request.user, right, model) for right, model in CHOOSING)

    def _prefer(self, request: HttpRequest, document: Resolution, fact: str, seen: str) -> None:
        """Prefer a claim about a fact and settle what waited for the document. Raises ValidationError to refuse."""
        claim = document.claims.filter(pk=request.POST["claim"], fact=fact).first()
        if claim is None:  # a run has written it anew, or somebody has deleted it
            raise changed_meanwhile(document, fact)
        for left in prefer(claim, request.user, expected=seen):
            self.message_user(request, left, messages.WARNING)
        self.message_user(request, _("Preferred: %(claim)s") % {"claim": _called(claim)})
        document.refresh_from_db()
        self._settle(request, document, is_named=False)

    def _settle(self, request: HttpRequest, document: Resolution, *, is_named: bool) -> None:
        """Settle what waited for a document, for some seconds at most; say what came of it and what is left.

        Nothing is said where nothing came of it, unless a person has just named the document or added it.
        """
        settled, left = settle_for_a_moment([document.pk])
        if is_named or settled.settled or settled.changed or settled.reopened:
            self.message_user(request, _outcome(settled, document))
        if left:
            self.message_user(request, to_be_looked_at(left), messages.WARNING)


def _shown(said: list[Said]) -> list[Said]:
    """Return what is said of a document, with each value as people read it."""
    for fact in said:
        for value in fact.values:
            value.words = _in_words(fact.fact, value.value)
    return said


def _in_words(fact: str, value: str) -> str:
    """Return a value as people read it: a day, month or year as their language writes it, all else as it is."""
    if fact != Fact.ISSUED_ON:
        return value
    try:
        return as_known(*day_of(value)) or value
    except ValidationError:  # what a source prints may be no day
        return value


def _called(claim: ResolutionClaim) -> str:
    return f"{claim.get_fact_display()}: {_in_words(claim.fact, claim.value)}"


def _outcome(settled: Settled, document: Resolution) -> str:
    """Return in words how many citations were settled, and how many of that number are still open, and why."""
    said = [
        ngettext("%(number)d citation is settled", "%(number)d citations are settled", settled.settled)
        % {"number": settled.settled}
        + " "
        + ngettext("in %(number)d article.", "in %(number)d articles.", settled.articles_settled)
        % {"number": settled.articles_settled}
    ]
    if settled.changed:
        said.append(_("%(number)d mean another document than before.") % {"number": settled.changed})
    if settled.reopened:
        said.append(_("%(number)d are open again.") % {"number": settled.reopened})
    reasons = still_open(document)
    if reasons:
        message = ngettext("%(number)d is still open", "%(number)d are still open", sum(reasons.values()))
        named = sorted(reasons, key=lambda reason: -reasons[reason])[:MOST_REASONS]
        said.append(f"{message % {'number': sum(reasons.values())}}: {'; '.join(map(sentence, named))}")
    return " ".join(said)


def still_open(document: Resolution) -> dict[str, int]:
    """Return how many citations of that kind and number, or of one of its names, are open, by the reason."""
    called = Q(number=document.number) if document.number else Q()
    if document.symbol:
        called |= Q(symbol=document.symbol)
    for name in document.aliases.values_list("name", flat=True):
        called |= Q(exact=name)
    if not called:
        return {}
    open_ones = Citation.objects.undecided().standing().filter(called, resolution=None, kind=document.kind)
    reasons: dict[str, int] = {}
    for reason in open_ones.values_list("reason", flat=True):
        reasons[reason] = reasons.get(reason, 0) + 1
    return reasons
