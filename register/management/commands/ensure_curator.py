"""A curator's account for the first look, in development only."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from register.management.preconditions import require_database

NAME = "curator"


class Command(BaseCommand):
    help = "Make an account for the admin where there is none yet, and print its name and password. Development only."

    def handle(self, **_: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("accounts are made by hand in production: manage.py createsuperuser")
        require_database()
        users = get_user_model().objects
        known = users.order_by("pk").first()
        if known is not None:
            name = known.get_username()
            self.stdout.write(f"The admin has accounts already; a new password: manage.py changepassword {name}")
            return
        password = secrets.token_urlsafe(9)
        users.create_superuser(NAME, password=password)
        self.stdout.write(f"Admin account: {NAME}  password: {password}")
