"""Rows of this app as they stand inside other rows."""

from articles.serializers import OptionalText, PublicName, ReadSerializer, RowUrl
from directives.models import Directive, DirectiveList, Resolution, Topic

TITLE_HELP = "What it is about, as its source says; null where no source for it is known."
LABEL_HELP = {"label_vi": {"help_text": "In Vietnamese."}, "label_en": {"help_text": "In English."}}


class TopicBriefSerializer(ReadSerializer[Topic]):
    """A subject of the controlled vocabulary."""

    url = RowUrl("topic-detail")

    class Meta:
        model = Topic
        fields = ("slug", "label_vi", "label_en", "url")
        extra_kwargs = LABEL_HELP


class ResolutionBriefSerializer(ReadSerializer[Resolution]):
    """An official document; its title is null where no source for one is known."""

    url = RowUrl("resolution-detail")

    class Meta:
        model = Resolution
        fields = ("slug", "kind", "number", "symbol", "title", "url")
        extra_kwargs = {"title": {"help_text": TITLE_HELP}}


class DirectiveListBriefSerializer(ReadSerializer[DirectiveList]):
    """The list that a directive is a point of."""

    id = PublicName(source="public_id", read_only=True)
    url = RowUrl("directive-list-detail", "public_id", lookup_url_kwarg="id")

    class Meta:
        model = DirectiveList
        fields = ("id", "kind", "intro", "declared_count", "url")


class DirectiveBriefSerializer(ReadSerializer[Directive]):
    """A directive, by its place in its list."""

    id = PublicName(source="public_id", read_only=True)
    url = RowUrl("directive-detail")
    ordinal_path = OptionalText(
        read_only=True, help_text="The ordinals from the list down to it, e.g. “3.2”; null for a single directive."
    )

    class Meta:
        model = Directive
        fields = ("id", "slug", "ordinal_path", "marker", "kind", "url")
