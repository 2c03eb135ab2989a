from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "register"
    verbose_name = _("Register")

    def ready(self) -> None:
        from register import (  # noqa: PLC0415 - connecting signals needs the models
            authority,
            history,
            merging,
            reviewing,
            roles,
            tenures,
            versioning,
        )

        versioning.watch_saves()
        authority.watch_loaddata()
        tenures.watch_decisions()
        history.watch_people()
        merging.watch_merges()
        roles.watch_migrations()
        reviewing.watch_reviews()
