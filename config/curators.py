"""The site that holds all the curators' pages: its titles, the order of its index, the boxes that complete."""

from functools import wraps
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from articles.acting import acting

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
        """Answer with the first page; whoever has no role yet is told so, and whom to ask."""
        if not request.user.get_all_permissions():
            context = {**self.each_context(request), "title": _("Welcome")}
            return TemplateResponse(request, "admin/without_role.html", context)
        return super().index(request, extra_context)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return a page's view for those who signed in: what it saves is what they did, for the reason they give."""

        @wraps(view)
        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            with acting(request.user, why=request.POST.get("why", "").strip()):
                return view(request, *args, **kwargs)

        return super().admin_view(seen, cacheable)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from articles.admin.completion import CompletionView  # its package registers pages on this site

        return CompletionView.as_view(admin_site=self)(request)


def _place(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else len(names)
