"""The site that holds all the curators' pages: its titles, the order of its index, the boxes that complete."""

from typing import Any, Final

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

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

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from articles.admin.completion import CompletionView  # its package registers pages on this site

        return CompletionView.as_view(admin_site=self)(request)


def _place(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else len(names)
