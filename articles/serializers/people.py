"""People, offices and bodies as JSON."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.models import (
    Article,
    Basis,
    Confidence,
    Mention,
    Office,
    Organ,
    Outlet,
    PrintedTitle,
    Role,
    Speaker,
    Tenure,
    TenureClaim,
    TextPolicy,
)
from articles.models.claims import ABOUT, Fact
from articles.models.credits import OfficeThen
from articles.models.mentions import SHOWN_EACH_WAY
from articles.serializers.excerpts import as_excerpt
from articles.serializers.rows import (
    FINDING_FIELDS,
    FindingSerializer,
    OptionalText,
    PublicName,
    ReadSerializer,
    RowUrl,
    SpanSerializer,
)

# Of what is served: what no source stands behind is kept for curators.
CONFIDENCES = [(one.value, one.label) for one in Confidence if one != Confidence.UNVERIFIED]

OUTLET_HELP = "Who published the article; null where that is not known."
ATTRIBUTION_HELP = "The line that goes with every quotation of its texts."
POLICY_HELP = (
    "What is shown of the text: `full`, or `excerpt` where the rights allow no more than passages. Then `text`, `lead` "
    "and the words of the blocks are null, each quotation ends after 250 code points at most, and the points of lists "
    "of results and the like are left out."
)

REDUCED_DATE = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2009-11"]}


class OutletBriefSerializer(ReadSerializer[Outlet]):
    """Who published it. The attribution goes with every quotation."""

    url = RowUrl("outlet-detail")
    attribution = serializers.CharField(source="credit_line", read_only=True, help_text=ATTRIBUTION_HELP)

    class Meta:
        model = Outlet
        fields = ("slug", "name", "url", "attribution")


class ArticleBriefSerializer(ReadSerializer[Article]):
    """An article: its title, which is null where none is known, what to call it, and what may be shown of its text."""

    url = RowUrl("article-detail")
    text_policy = serializers.ChoiceField(
        source="policy", choices=TextPolicy.choices, read_only=True, help_text=POLICY_HELP
    )

    class Meta:
        model = Article
        fields = ("slug", "title", "display_title", "url", "text_policy")

    def to_representation(self, article: Article) -> Any:
        """Return the article, with less of a title that is a sentence of its text where its policy says so."""
        answer = super().to_representation(article)
        return answer if article.policy == TextPolicy.FULL else as_excerpt(answer)


class OrganBriefSerializer(ReadSerializer[Organ]):
    """A body such as a ministry."""

    url = RowUrl("organ-detail")

    class Meta:
        model = Organ
        fields = ("slug", "name", "url")


class OfficeBriefSerializer(ReadSerializer[Office]):
    """A post that people hold."""

    url = RowUrl("office-detail")

    class Meta:
        model = Office
        fields = ("slug", "title", "url")


class OfficeThenSerializer(serializers.Serializer[OfficeThen]):
    """The office in which an article shows a person."""

    slug = PublicName(read_only=True)
    title = serializers.CharField(read_only=True, help_text="What the office is called.")
    url = RowUrl("office-detail")
    acting = serializers.BooleanField(read_only=True, help_text="Whether it prints the person as acting (“Quyền”).")


class SpeakerBriefSerializer(ReadSerializer[Speaker]):
    """A person."""

    url = RowUrl("speaker-detail")

    class Meta:
        model = Speaker
        fields = ("slug", "name", "url")


class ClaimSerializer(ReadSerializer[TenureClaim]):
    """What a source says of one fact.

    The source is an address; null where it is a text of the seeds whose address is not known: then the note names it.
    What no source says is not served.
    """

    fact = serializers.ChoiceField(choices=Fact.choices, read_only=True, help_text=ABOUT)
    confidence = serializers.ChoiceField(choices=CONFIDENCES, read_only=True)

    class Meta:
        model = TenureClaim
        fields = ("fact", "value", "source", "confidence", "preferred", "note")
        extra_kwargs = {"note": {"help_text": "What else is to be said of the source, such as the place in it."}}


class SeenInSerializer(SpanSerializer):
    """An article that shows the person in the office: the title as printed there, and its place in the text."""

    article = ArticleBriefSerializer(source="mention.article", read_only=True)
    outlet = OutletBriefSerializer(
        source="mention.article.outlet", read_only=True, allow_null=True, help_text=OUTLET_HELP
    )
    published_on = serializers.DateField(
        source="mention.article.published_on",
        read_only=True,
        allow_null=True,
        help_text="The day in Vietnam on which the article was published; null where it is not known.",
    )


class EvidenceSerializer(serializers.Serializer[Tenure]):
    """How a tenure is known."""

    claims = ClaimSerializer(many=True, read_only=True, help_text="What sources say of it, one fact each.")
    articles = SeenInSerializer(
        source="seen_in",
        many=True,
        read_only=True,
        help_text=(
            f"The articles that print the title beside the name, by day, each once: the first {SHOWN_EACH_WAY} and the "
            f"last {SHOWN_EACH_WAY} of them."
        ),
    )


class TenureSerializer(ReadSerializer[Tenure]):
    """A person in an office, with the evidence. Subclasses add the other side: the person or the office."""

    id = PublicName(source="public_id", read_only=True)
    since = serializers.SerializerMethodField(
        help_text="The first day as far as it is known (YYYY, YYYY-MM or YYYY-MM-DD); null where it is not."
    )
    until = serializers.SerializerMethodField(
        help_text="The day on which it ended, as far as it is known; null where it is open or not known."
    )
    evidence = EvidenceSerializer(source="*", read_only=True)

    class Meta:
        model = Tenure
        fields: tuple[str, ...] = (
            "id",
            "acting",
            "since",
            "until",
            "first_seen",
            "last_seen",
            "evidence",
        )
        extra_kwargs = {
            "acting": {"help_text": "Whether the person held the office as acting (“Quyền”)."},
            "first_seen": {"help_text": "The first day on which a text or source shows the person in the office."},
            "last_seen": {"help_text": "The last such day. The tenure may have begun before and lasted longer."},
        }

    @extend_schema_field(REDUCED_DATE)
    def get_since(self, tenure: Tenure) -> str | None:
        return tenure.known_since

    @extend_schema_field(REDUCED_DATE)
    def get_until(self, tenure: Tenure) -> str | None:
        return tenure.known_until


class OfficeHeldSerializer(TenureSerializer):
    """An office that a person held."""

    office = OfficeBriefSerializer(read_only=True)

    class Meta(TenureSerializer.Meta):
        fields = ("id", "office", *TenureSerializer.Meta.fields[1:])


class HolderSerializer(TenureSerializer):
    """A person who held an office."""

    speaker = SpeakerBriefSerializer(read_only=True)

    class Meta(TenureSerializer.Meta):
        fields = ("id", "speaker", *TenureSerializer.Meta.fields[1:])


class OfficeHeldThenSerializer(OfficeHeldSerializer):
    """An office that a person held on the day asked about."""

    basis = serializers.SerializerMethodField(
        help_text=(
            "How it is known: dates (between the first and the last day, both known), seen (between two days on which "
            "texts or sources show it), open (after the first day; the last is open or not known), imprecise (in the "
            "month or year in which it began or ended). On the day of `until` the office is the successor's."
        ),
    )

    class Meta(OfficeHeldSerializer.Meta):
        fields = (*OfficeHeldSerializer.Meta.fields, "basis")

    @extend_schema_field(serializers.ChoiceField(choices=Basis.choices))
    def get_basis(self, tenure: Tenure) -> str | None:
        """Return how it is known; the day is in the context."""
        return tenure.basis_on(self.context["at"])


class RoleCountsSerializer(serializers.Serializer[Speaker]):
    """How often public articles name a person in each role."""

    interviewee = serializers.IntegerField(
        source="interviewee_count", read_only=True, min_value=0, help_text="As the one who is interviewed."
    )
    quoted = serializers.IntegerField(
        source="quoted_count", read_only=True, min_value=0, help_text="As one whose words are reported."
    )
    mentioned = serializers.IntegerField(
        source="mentioned_count", read_only=True, min_value=0, help_text="As one who is spoken of."
    )
    pictured = serializers.IntegerField(
        source="pictured_count", read_only=True, min_value=0, help_text="In the caption of a picture."
    )


class SpeakerInListSerializer(ReadSerializer[Speaker]):
    """A person, and how often articles name them."""

    url = RowUrl("speaker-detail")
    article_count = serializers.IntegerField(
        read_only=True, min_value=0, help_text="How many public articles name the person."
    )
    mention_counts = RoleCountsSerializer(source="*", read_only=True)

    class Meta:
        model = Speaker
        fields: tuple[str, ...] = ("slug", "name", "url", "article_count", "mention_counts")


class SpeakerSerializer(SpeakerInListSerializer):
    """A person with all names and the offices held, with the evidence."""

    aliases = serializers.SerializerMethodField(help_text="Other ways in which the press writes the name.")
    tenures = OfficeHeldSerializer(many=True, read_only=True, help_text="The offices held, in order.")
    offices_then = serializers.SerializerMethodField(
        help_text="The offices held on the day that the parameter `at` names; null where it is not given."
    )

    class Meta(SpeakerInListSerializer.Meta):
        fields = (*SpeakerInListSerializer.Meta.fields, "aliases", "tenures", "offices_then")

    def get_aliases(self, speaker: Speaker) -> list[str]:
        return [alias.name for alias in speaker.aliases.all()]

    @extend_schema_field(OfficeHeldThenSerializer(many=True, allow_null=True))
    def get_offices_then(self, speaker: Speaker) -> list[dict[str, Any]] | None:
        """Return the tenures that hold on the day in the context, the surest first."""
        day = self.context.get("at")
        if day is None:
            return None
        rows = OfficeHeldThenSerializer(speaker.tenures.all(), many=True, context=self.context).data
        held = [row for row in rows if row["basis"] is not None]
        return sorted(held, key=lambda row: Basis.values.index(row["basis"]))


class OfficeInListSerializer(ReadSerializer[Office]):
    """A post that people hold, and the body that it belongs to."""

    url = RowUrl("office-detail")
    organ = OrganBriefSerializer(
        read_only=True, allow_null=True, help_text="The body that it belongs to; null where that is not known."
    )
    aliases = serializers.SerializerMethodField(help_text="Other ways in which the press writes it.")

    class Meta:
        model = Office
        fields: tuple[str, ...] = ("slug", "title", "url", "organ", "country", "single_seat", "aliases")

    def get_aliases(self, office: Office) -> list[str]:
        return [alias.name for alias in office.aliases.all()]


class OfficeSerializer(OfficeInListSerializer):
    """A post with those who held it, one after another."""

    holders = HolderSerializer(
        source="tenures", many=True, read_only=True, help_text="Who held it, one after another, with the evidence."
    )

    class Meta(OfficeInListSerializer.Meta):
        fields = (*OfficeInListSerializer.Meta.fields, "holders")


class OrganInListSerializer(ReadSerializer[Organ]):
    """A body such as a ministry, and its other names."""

    url = RowUrl("organ-detail")
    aliases = serializers.SerializerMethodField(help_text="Other ways in which the press writes the name.")

    class Meta:
        model = Organ
        fields: tuple[str, ...] = ("slug", "name", "url", "aliases")

    def get_aliases(self, organ: Organ) -> list[str]:
        return [alias.name for alias in organ.aliases.all()]


class OrganSerializer(OrganInListSerializer):
    """A body with its offices and those who held them."""

    offices = OfficeSerializer(many=True, read_only=True, help_text="The offices of this body and who held them.")

    class Meta(OrganInListSerializer.Meta):
        fields = (*OrganInListSerializer.Meta.fields, "offices")


class PrintedTitleSerializer(ReadSerializer[PrintedTitle]):
    """A title as printed beside a name."""

    office = OfficeBriefSerializer(
        read_only=True, allow_null=True, help_text="The office that it names, where that is certain."
    )

    class Meta:
        model = PrintedTitle
        fields = ("start", "end", "exact", "office", "acting", "former")
        extra_kwargs = {
            "start": {"help_text": "Code point index into the article's text where the title begins."},
            "end": {"help_text": "Code point index just past the title."},
            "exact": {"help_text": "The title, as printed."},
        }


class IntroductionSerializer(FindingSerializer[Mention]):
    """The place by which a text introduces a person."""

    class Meta:
        model = Mention
        fields = ("id", "start", "end", "exact", "rule", "review")


INTRODUCED_BY_HELP = (
    "Where the text introduces the person, by a full name or with this title; null where that is this very place, or "
    "while it is open who is meant."
)


class MentionBriefSerializer(FindingSerializer[Mention]):
    """Why something is credited to a person: the place that names who speaks."""

    introduced_by = IntroductionSerializer(
        source="shown_introduction", read_only=True, allow_null=True, help_text=INTRODUCED_BY_HELP
    )

    class Meta:
        model = Mention
        fields = ("id", "start", "end", "exact", "role", "rule", "review", "introduced_by")


class MentionSerializer(FindingSerializer[Mention]):
    """One place where a person is named, or meant by a title alone."""

    speaker = SpeakerBriefSerializer(read_only=True, allow_null=True, help_text="Null while it is open who is meant.")
    titles = PrintedTitleSerializer(
        many=True, read_only=True, help_text="The titles printed beside the name, or in place of it."
    )
    candidates = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="The names that are left where several are."
    )
    introduced_by = IntroductionSerializer(
        source="shown_introduction", read_only=True, allow_null=True, help_text=INTRODUCED_BY_HELP
    )

    class Meta:
        model = Mention
        fields = (*FINDING_FIELDS, "role", "status", "name", "candidates", "speaker", "titles", "introduced_by")


class PersonInArticleSerializer(serializers.Serializer[Any]):
    """A person whom an article names, once, with the strongest of the roles."""

    name = serializers.CharField(read_only=True, help_text="The fullest name in this text.")
    speaker = SpeakerBriefSerializer(read_only=True, allow_null=True, help_text="Null while it is open who is meant.")
    role = serializers.ChoiceField(choices=Role.choices, read_only=True, help_text="The strongest of the mentions'.")
    titles = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Each title printed beside the name, once."
    )
    mention_count = serializers.IntegerField(
        read_only=True, min_value=1, help_text="How many places of the text name or mean the person."
    )


def people_in(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """Return each person whom mentions name, once, in the order in which they first do, for PersonInArticleSerializer.

    The role is the strongest of the mentions'. A mention of which it is open who is meant counts by its name.
    """
    people: dict[int | str, dict[str, Any]] = {}
    for mention in mentions:
        key = mention.speaker_id or mention.name
        if not key:
            continue
        name = mention.name or (mention.speaker.name if mention.speaker else "")
        person = people.setdefault(key, {"name": name, "role": mention.role, "titles": [], "mention_count": 0})
        person["speaker"] = mention.speaker
        person["role"] = min(person["role"], mention.role, key=Role.values.index)
        person["titles"] = list(dict.fromkeys([*person["titles"], *(title.exact for title in mention.titles.all())]))
        person["mention_count"] += 1
    return list(people.values())


class CreditSerializer(FindingSerializer[Any]):
    """Who said it: the person, the office, and the mention that says so; all null while it is open."""

    speaker = SpeakerBriefSerializer(
        source="credited_speaker", read_only=True, allow_null=True, help_text="Who said it; null while that is open."
    )
    office = OfficeThenSerializer(
        source="office_then",
        read_only=True,
        allow_null=True,
        help_text="The office that the article prints for the person; null without any or with several.",
    )
    office_as_written = OptionalText(
        source="credited.office_as_written",
        read_only=True,
        help_text="The titles printed at the mention that it is credited to, as printed.",
    )
    mention = MentionBriefSerializer(
        source="credited",
        read_only=True,
        allow_null=True,
        help_text="Where the text names the person, and by what rule; null where it no longer does.",
    )
