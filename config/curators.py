"""The site that holds all the curators' pages: its titles, the order of its index, the boxes that complete."""

from functools import wraps
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.acting import acting
from articles.reasons import why_of
from config.sessions import renew

# A curator's own things first: what is read, what was found in it, what articles share, the record of runs, accounts.
APPS: Final = ("articles", "directives", "register", "auth")
MODELS: Final = (
    "Article",
    "Remark",
    "Mention",
    "Speaker",
    "Tenure",
    "Office",
    "Organ",
    "Outlet",
    "Directive",
    "DirectiveList",
    "Citation",
    "Resolution",
    "Topic",
)


class CuratorsSite(AdminSite):
    site_header = _("doingoai · Administration")
    site_title = "doingoai"
    index_title = _("What is recorded")
    empty_value_display = "–"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the apps and their models in the order of the work; what is not named above comes last."""
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(MODELS, model["object_name"]))
        return sorted(apps, key=lambda app: _place(APPS, app["app_label"]))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Answer with what waits for a person, above what is recorded; tell whoever has no role yet whom to ask."""
        if not request.user.get_all_permissions():
            context = {**self.each_context(request), "title": _("Welcome")}
            return TemplateResponse(request, "admin/without_role.html", context)
        from register.admin.dashboard import dashboard  # its package registers pages on this site

        return super().index(request, {**dashboard(request.user), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from register.admin.dashboard import begin

        return [
            path("queues/<str:name>/", self.admin_view(begin), name="queue"),
            path("signed-in/", never_cache(require_safe(self.signed_in)), name="signed_in"),
            *super().get_urls(),
        ]

    def signed_in(self, request: HttpRequest) -> HttpResponse:
        """Answer with nothing where the person is signed in, else with a 401: asked before a form is sent."""
        return HttpResponse(status=204 if self.has_permission(request) else 401)

    def queue_filters(self, model: type[Model]) -> list[Any]:
        """Return the filters of a list by what waits for a person."""
        from register.admin.dashboard import queue_filters

        return list(queue_filters(model))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return a page's view for those who signed in: what it saves is what they did, for the reason they give."""

        @wraps(view)
        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            renew(request.session)
            with acting(request.user, why=why_of(request)):
                return view(request, *args, **kwargs)

        return super().admin_view(seen, cacheable)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from articles.admin.completion import CompletionView  # its package registers pages on this site

        return CompletionView.as_view(admin_site=self)(request)


def _place(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else len(names)
