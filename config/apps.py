"""Django's admin under the project's own titles."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in

from config.sessions import begin


class CuratorsConfig(AdminConfig):
    default_site = "config.curators.CuratorsSite"

    def ready(self) -> None:
        super().ready()
        import_module("config.accounts")  # after Django's own pages for accounts, which it replaces
        user_logged_in.connect(begin, dispatch_uid="session-begins")
