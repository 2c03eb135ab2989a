"""How an endpoint describes itself in the OpenAPI document."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class EndpointSchema(AutoSchema):
    """As the generator does it, but a view says itself whether it gives a list, and each operation has a summary."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        return bool(self.view.gives_list())  # type: ignore[attr-defined]  # only ReadOnlyViewSet uses this schema

    def get_summary(self) -> str | None:
        """Return the first line of the docstring of the action, else of the view."""
        stated = super().get_summary()
        if stated:
            return str(stated)
        return self.get_description().partition("\n")[0].rstrip(".") or None
