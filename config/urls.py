"""The addresses of this server."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.generic import RedirectView
from django.views.i18n import set_language

from config.api import DocsView, SchemaView, elsewhere, router
from register.counts import CountsView
from register.health import healthz, readyz
from register.pages import guide, home, robots
from register.reports.views import ReportsView
from register.views import SearchViewSet, SuggestView, VocabulariesView

# Browsers ask here for the icon of what names none, an answer of the API for one.
FAVICON = lazy(static, str)("favicon.svg")  # lazy, as the names of the files are not known before they are collected

handler400 = "register.errors.not_read"
handler403 = "register.errors.forbidden"
handler404 = "register.errors.not_found"

urlpatterns = [
    path("", home, name="home"),
    path("guides/api/", guide, {"name": "guide-api"}, name="guide-api"),
    path("guides/curators/", guide, {"name": "guide-curators"}, name="guide-curators"),
    path("guides/decisions/", guide, {"name": "guide-decisions"}, name="guide-decisions"),
    path("changes/", guide, {"name": "changes"}, name="changes"),
    path("licence/", guide, {"name": "licence"}, name="licence"),
    path("robots.txt", robots),
    path("favicon.ico", RedirectView.as_view(url=FAVICON)),
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    path("api/v1/", include(router.urls)),
    path("api/v1/counts/", CountsView.as_view(), name="counts"),
    path("api/v1/vocabularies/", VocabulariesView.as_view(), name="vocabularies"),
    path("api/v1/search/", SearchViewSet.as_view({"get": "list"}, basename="search"), name="search"),
    path("api/v1/suggest/", SuggestView.as_view(), name="suggest"),
    path("api/v1/reports/", ReportsView.as_view(), name="reports"),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", DocsView.as_view(), name="docs"),
    re_path(r"^api/", elsewhere),
    path("healthz", healthz),
    path("readyz", readyz),
]
