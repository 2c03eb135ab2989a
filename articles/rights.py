"""What a person may do with the rows of a model, by the permissions of Django."""

from typing import Literal

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

Right = Literal["view", "add", "change", "delete"]


def may(user: AbstractBaseUser | AnonymousUser, right: Right, model: type[Model]) -> bool:
    """Say whether a person may do so with rows of a model. Who may change rows may view them."""
    meta = model._meta
    rights = ("view", "change") if right == "view" else (right,)
    return any(user.has_perm(f"{meta.app_label}.{get_permission_codename(one, meta)}") for one in rights)  # type: ignore[union-attr]
