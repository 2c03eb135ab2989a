"""The page of an article with what was found in it, and how it is withdrawn."""

from typing import Any, ClassVar, Final

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from articles.acting import acting
from articles.admin import ArticleAdmin, EarlierTextAdmin
from articles.admin.marked_text import marked
from articles.models import Article, EarlierText, Mention, Origin, Speaker, State
from articles.models.counting import count_of
from directives.admin import OTHER_POINTS
from directives.models import Citation, Directive, Resolution
from register.admin import workbench
from register.admin.found import found_in, kinds_seen
from register.admin.intake import WithIntake
from register.models import EditKind
from register.reviewing import KINDS

# What the pages say of either way: the action's name, the question, what it brings about. The history keeps what was
# changed as Django keeps it, by its English name, and says it in the language of whoever reads it.
WITHDRAWING: Final = {
    "action": "withdraw",
    "kind": EditKind.WITHDRAWN,
    "title": _("Withdraw articles"),
    "question": _("Withdraw these articles? The public API will answer 410 (gone) for each of them."),
    "outcome": _("This will vanish from every public answer. It stays in the admin, and what people decided with it:"),
    "button": _("Withdraw"),
    "note": gettext_noop("state: withdrawn"),
    "done": _("Withdrawn: %(count)d."),
    "nothing": _("They are withdrawn already."),
}
PUBLISHING: Final = {
    "action": "publish",
    "kind": EditKind.PUBLISHED,
    "title": _("Publish articles again"),
    "question": _("Publish these articles again?"),
    "outcome": _("This will be public again:"),
    "button": _("Publish"),
    "note": gettext_noop("state: public"),
    "done": _("Published again: %(count)d."),
    "nothing": _("They are public already."),
}

admin.site.unregister([Article, EarlierText])


@admin.register(Article)
class ArticleWithFindingsAdmin(WithIntake, ArticleAdmin):
    """An article below its text, in which everything that was found is marked, beside the list of it."""

    list_display = [*ArticleAdmin.list_display, "directive_count", "citation_count"]
    change_form_template = "admin/register/workbench.html"
    actions = ["withdraw", "publish"]

    class Media:
        css: ClassVar[Any] = {"screen": ["articles/marks.css", "register/workbench.css"]}

    def get_urls(self) -> list[Any]:
        return [*workbench.urls(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Return the articles, each with how many directives and citations it has: as many as the API counts."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                directives_found=count_of(Directive.objects.standing().in_truth(), "article"),
                citations_found=count_of(Citation.objects.standing(), "article"),
            )
        )

    @admin.display(description=_("directives"))
    def directive_count(self, row: Any) -> int:
        return int(row.directives_found)

    @admin.display(description=_("citations"))
    def citation_count(self, row: Any) -> int:
        return int(row.citations_found)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs["obj"]
        other_way = WITHDRAWING if row.state == State.PUBLIC else PUBLISHING
        shown = {
            **workbench.shown(request, row),
            "checkbox": ACTION_CHECKBOX_NAME,
            "is_nav_sidebar_enabled": False,  # the text and the findings need its room
        }
        if self.has_withdraw_permission(request):
            shown["words"] = other_way
        return super().render_change_form(request, {**context, **shown}, *args, **kwargs)

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Whether this person may withdraw articles, and publish them again."""
        return bool(request.user.has_perm("articles.withdraw_article"))

    @admin.action(description=_("Withdraw the selected articles"), permissions=["withdraw"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Article]) -> TemplateResponse | None:
        return self._put(State.WITHDRAWN, WITHDRAWING, request, queryset)

    @admin.action(description=_("Publish the selected articles again"), permissions=["withdraw"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> TemplateResponse | None:
        return self._put(State.PUBLIC, PUBLISHING, request, queryset)

    def _put(
        self, state: State, words: dict[str, Any], request: HttpRequest, queryset: QuerySet[Article]
    ) -> TemplateResponse | None:
        """Set the state of articles once it is confirmed; else return the page that asks, and says what follows."""
        rows = queryset.exclude(state=state)
        if not rows.exists():
            self.message_user(request, words["nothing"], messages.WARNING)
            return None
        if request.POST.get("post") == "yes":
            self.message_user(request, words["done"] % {"count": self._write(state, words, request, rows)})
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            **words,
            "rows": rows,
            "follows": _what_follows(rows),
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/articles/confirmation.html", context)

    @transaction.atomic
    def _write(self, state: State, words: dict[str, Any], request: HttpRequest, rows: QuerySet[Article]) -> int:
        """Save row by row, which moves the version of the data, and note each in the log with why; return how many."""
        articles = list(rows)
        with acting(request.user, words["kind"]) as deed:
            why = [{"added": {"name": gettext_noop("reason"), "object": deed.why}}] if deed.why else []
            for row in articles:
                row.state = state
                row.save(update_fields=["state", "changed_at"])
                self.log_change(request, row, [{"changed": {"fields": [words["note"]]}}, *why])
        return len(articles)


@admin.register(EarlierText)
class EarlierTextWithFindingsAdmin(EarlierTextAdmin):
    """An earlier text, with the findings marked whose words the present one no longer has."""

    change_form_template = "admin/register/text_change_form.html"

    class Media:
        css: ClassVar[Any] = {"screen": ["articles/marks.css"]}

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs["obj"]
        return super().render_change_form(request, {**context, **_shown(request, row)}, *args, **kwargs)


def _shown(request: HttpRequest, earlier_text: EarlierText) -> dict[str, Any]:
    """Return what a page shows above its fields: of what was found, the kinds that this person may see."""
    found = found_in(earlier_text.article, earlier_text, kinds_seen(request))
    return {"marked_text": marked(earlier_text.text, found.marks()), "legend": found.legend()}


def _what_follows(rows: QuerySet[Article]) -> list[tuple[str, int]]:
    """Return how many rows of each kind become public, or cease to be so, with articles."""
    points = Directive.objects.standing().filter(article__in=rows)
    others = [kind._default_manager.standing().filter(article__in=rows) for kind in KINDS if kind is not Directive]
    shared = [_alone(Speaker, Mention, "speaker", rows), _alone(Resolution, Citation, "resolution", rows)]
    follows: list[QuerySet[Any]] = [points.in_truth(), *others, *shared]
    counted = [(str(one.model._meta.verbose_name_plural), one.count()) for one in follows]
    return [*counted, (str(OTHER_POINTS), points.of_other_lists().count())]


def _alone(model: Any, finding: Any, pointer: str, rows: QuerySet[Article]) -> QuerySet[Any]:
    """Return the rows of the machine's that these articles name and no other public one does."""
    here = finding.objects.standing().filter(article__in=rows, **{pointer: OuterRef("pk")})
    elsewhere = finding.objects.public().exclude(article__in=rows).filter(**{pointer: OuterRef("pk")})
    found: QuerySet[Any] = model.objects.filter(Exists(here), ~Exists(elsewhere), origin=Origin.MACHINE)
    return found
