"""The first page of the admin: what waits for a person, and what colleagues did last."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Remark, RemarkCode
from register.models import Edit
from register.queues import MOST_COUNTED, PARAMETER, QUEUES, Queue, queue

EDITS_SHOWN: Final = 10


@dataclass(frozen=True)
class Card:
    """A queue with how many rows wait in it; parts are the numbers of which it is made up, where it has such."""

    queue: Queue
    count: int
    parts: list["Part"] = field(default_factory=list)

    @property
    def counted(self) -> int:
        """The number that is shown: of more than this many nobody counted the rest."""
        return min(self.count, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        return self.count > MOST_COUNTED


@dataclass(frozen=True)
class Part:
    title: str
    count: int
    address: str


def dashboard(user: AbstractBaseUser | AnonymousUser) -> dict[str, Any]:
    """Return what the page shows of what a person may see. It costs a query for each queue and one for the edits."""
    cards = [_card(one) for one in QUEUES if one.is_seen_by(user)]
    return {
        "waiting": [card for card in cards if card.count],
        "done": [card for card in cards if not card.count],
        "edits": _last_edits(user),
    }


def _card(one: Queue) -> Card:
    if one.model is not Remark:
        return Card(one, one.count())
    parts = _remarks_by_code(one)
    return Card(one, sum(part.count for part in parts), parts)


def _remarks_by_code(one: Queue) -> list[Part]:
    """Return how many remarks of each code are open, those of which there are most first."""
    counts = one.rows().order_by().values_list("code").annotate(number=Count("pk")).order_by("-number", "code")
    words: dict[str, Any] = dict(RemarkCode.choices)
    return [Part(str(words.get(code, code)), number, f"{one.address()}&code__exact={code}") for code, number in counts]


def _last_edits(user: Any) -> "QuerySet[Edit] | None":
    """Return what people did last; None for who may not see the history."""
    if not user.has_perm("register.view_edit"):
        return None
    shown = Edit.objects.seen_by(user).select_related("article")
    return shown.only("at", "by_name", "kind", "why", "article__display_title")[:EDITS_SHOWN]


def begin(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """Lead to the first article of a queue, or to its list where nothing waits or it is not worked through so.

    Raises Http404 for a queue that there is not, and for one that the person may not see.
    """
    one = queue(name)
    if one is None or not one.is_seen_by(request.user):
        raise Http404
    first = one.articles().only("pk").first() if one.article else None
    return HttpResponseRedirect(one.address() if first is None else article_in_queue(first.pk, one))


def article_in_queue(article: int, one: Queue) -> str:
    """Return the address of an article's page as it is worked through."""
    return f"{reverse('admin:articles_article_change', args=[article])}?{PARAMETER}={one.name}"


class Waiting(admin.SimpleListFilter):
    """The rows of a queue. One that there is not, not of these rows at least, is an incorrect question."""

    title = _("what waits for a person")
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(one.name, one.title) for one in _queues_of(model_admin.model) if one.is_seen_by(request.user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        one = queue(self.value())
        if one is None or one.narrow is None or one.name not in dict(self.lookup_choices):
            raise IncorrectLookupParameters(self.value())
        return one.narrow(queryset)


def queue_filters(model: type[Model]) -> list[type[Waiting]]:
    """Return the filter that the list of a model has, if rows of it wait in a queue."""
    return [Waiting] if _queues_of(model) else []


def _queues_of(model: type[Model]) -> list[Queue]:
    return [one for one in QUEUES if one.model is model and one.narrow is not None]
