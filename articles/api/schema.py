"""How an endpoint describes itself in the OpenAPI document."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class EndpointSchema(AutoSchema):
    """As the generator does it, but a view says itself whether it gives a list, and each operation has a summary."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        return bool(self.view.gives_list())  # type: ignore[attr-defined]  # only ReadOnlyViewSet uses this schema

    def get_summary(self) -> str:
        """Return "List resolutions" or "Get one resolution"; of an extra action, the first line of its docstring."""
        if self.view.action in ("list", "retrieve"):  # type: ignore[attr-defined]
            name = self.view.basename.replace("-", " ")  # type: ignore[attr-defined]
            return f"List {name}s" if self.view.action == "list" else f"Get one {name}"  # type: ignore[attr-defined]
        return str(self.get_description()).partition("\n")[0].rstrip(".")
