"""The site that holds all the curators' pages."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class CuratorsSite(AdminSite):
    site_header = _("doingoai · Administration")
    site_title = "doingoai"
    index_title = _("What is recorded")
