"""How an endpoint describes itself in the OpenAPI document."""

from typing import Any, Final, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer

from articles.api.fields import FIELDS, fields_help, fields_schema
from articles.api.forms import JsonLines
from articles.api.parameters import FORMAT

FORMAT_HELP: Final = (
    "The form of the answer, whatever `Accept` says: a page as `json`, or the whole list as `csv` or `ndjson` (a row "
    "of `results` a line), which take no `page`, `cursor` and `page_size`; where there is `atom`, a feed. E.g. `json`."
)


class EndpointSchema(AutoSchema):
    """As the generator does it, but a view says itself whether it gives a list, and each operation has a summary."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        return bool(self.view.gives_list())  # type: ignore[attr-defined]  # only ReadOnlyViewSet uses this schema

    def _get_paginator(self) -> Any:
        """Return what pages the list, which states facets where the list has some."""
        paginator = super()._get_paginator()  # type: ignore[no-untyped-call]
        if paginator is not None:
            filterset_class = self.view.filterset_class  # type: ignore[attr-defined]
            paginator.has_facets = bool(filterset_class and filterset_class.facets)
        return paginator

    def get_summary(self) -> str:
        """Return "List resolutions" or "Get one resolution"; an extra action states its own."""
        return f"List {self._noun()}s" if self.view.gives_list() else f"Get one {self._noun()}"  # type: ignore[attr-defined]

    def get_description(self) -> str:  # type: ignore[override]  # as in the class that it derives from
        """Return the docstring of the action, else for a row the one of its serializer, else the one of the view."""
        action = get_doc(getattr(self.view, self.view.action))  # type: ignore[attr-defined]
        shown = self.view if self.view.gives_list() else self.view.get_serializer()  # type: ignore[attr-defined]
        return str(action or get_doc(type(shown)))

    def get_override_parameters(self) -> list[Any]:
        """Return the parameters of the form of an answer: `fields` of what gives rows, `format` of lists."""
        view: Any = self.view
        if not view.gives_rows():
            return []
        names = view.row_members()
        fields = OpenApiParameter(
            FIELDS, fields_schema(names), description=fields_help(names), style="form", explode=False
        )
        if not view.gives_list() or not view.other_forms:
            return [fields]
        forms = list(dict.fromkeys(renderer.format for renderer in view.get_renderers()))
        schema = {"type": "string", "enum": forms, "examples": forms[:1]}
        return [fields, OpenApiParameter(FORMAT, schema, description=FORMAT_HELP)]

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        """Return the answers, 410 among them where rows go with an article that is withdrawn."""
        stated: dict[str, Any] = super()._get_response_bodies(direction)
        if self.view.gives_list():  # type: ignore[attr-defined]
            page = stated["200"]["content"][JSONRenderer.media_type]
            names = {form.media_type for form in self.view.other_forms} - {JsonLines.media_type}  # type: ignore[attr-defined]
            others = {name: {"schema": {"type": "string"}} for name in sorted(names)}
            stated["200"]["content"] = {JSONRenderer.media_type: page, **others}
        goes = self.view.detail and self.view.withdrawn is not None  # type: ignore[attr-defined]
        return {**stated, "410": {}} if goes else stated

    def is_deprecated(self) -> bool:
        """Say whether the address as a whole is deprecated."""
        return self.view.deprecated is not None  # type: ignore[attr-defined]

    def get_paginated_name(self, serializer_name: str) -> str:
        """Return what a page of rows is called: "ArticlePage"."""
        return f"{serializer_name.removesuffix('InList')}Page"

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        """Return the parameters of the path, each with a row of the seeds: whoever tries it finds something."""
        stated: list[dict[str, Any]] = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        example: str = self.view.example  # type: ignore[attr-defined]
        for parameter in stated:
            name = parameter["name"]
            parameter["description"] = f"The {name} of the {self._noun()}, as answers give it. E.g. `{example}`."
            parameter["example"] = example
        return stated

    def _noun(self) -> str:
        return str(self.view.basename.replace("-", " "))  # type: ignore[attr-defined]
