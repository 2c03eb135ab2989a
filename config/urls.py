"""The addresses of this server."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import set_language

from config.api import DocsView, SchemaView, router, without_the_last_stroke
from register.health import healthz, readyz
from register.pages import guide, home, robots

handler404 = "config.api.not_found"

urlpatterns = [
    path("", home, name="home"),
    path("guides/api/", guide, {"name": "guide-api"}, name="guide-api"),
    path("guides/curators/", guide, {"name": "guide-curators"}, name="guide-curators"),
    path("guides/decisions/", guide, {"name": "guide-decisions"}, name="guide-decisions"),
    path("changes/", guide, {"name": "changes"}, name="changes"),
    path("licence/", guide, {"name": "licence"}, name="licence"),
    path("robots.txt", robots),
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    path("api/v1/", include(router.urls)),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", DocsView.as_view(), name="docs"),
    re_path(r"^api/.*[^/]$", without_the_last_stroke),
    path("healthz", healthz),
    path("readyz", readyz),
]
