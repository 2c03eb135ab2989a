"""The addresses of rows and of lists in the admin."""

from django.db.models import Model
from django.urls import reverse


def page_of(row: Model) -> str:
    """Return the address of a row's page."""
    return _address(type(row), "change", row.pk)


def history_of(model: type[Model], key: object) -> str:
    """Return the address of the history of a row, by its number: it may be gone."""
    return _address(model, "history", key)


def list_of(model: type[Model]) -> str:
    """Return the address of the list of a model's rows."""
    return _address(model, "changelist")


def _address(model: type[Model], page: str, *keys: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=keys)
