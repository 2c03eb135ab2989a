"""One row of each kind, related to one another, so that every condition of every filter is tried on something."""

import datetime
from typing import Any

from articles.models import (
    Article,
    Block,
    BlockKind,
    Confidence,
    Genre,
    Mention,
    MentionStatus,
    Office,
    Organ,
    Outlet,
    PrintedTitle,
    Remark,
    Role,
    Speaker,
    SpeakerAlias,
    Tenure,
)
from directives.models import (
    Citation,
    CitationForm,
    CitationStatus,
    Directive,
    DirectiveList,
    DocumentKind,
    ListKind,
    Relation,
    RelationType,
    Resolution,
    Topic,
)

TEXT = "Bộ trưởng Lê Hoài Trung nêu 1 nhiệm vụ: Một là, triển khai Nghị quyết 59-NQ/TW."
DAY = datetime.date(2025, 9, 16)


def add_one_of_each() -> None:
    """Add the rows. The article is "mot-bai-viet"; the ids of findings are "mention", "list", "citation" and so on."""
    organ = Organ.objects.create(slug="bo-ngoai-giao", name="Bộ Ngoại giao")
    office = Office.objects.create(slug="bo-truong-ngoai-giao", title="Bộ trưởng Ngoại giao", organ=organ)
    speaker = Speaker.objects.create(slug="le-hoai-trung", name="Lê Hoài Trung")
    SpeakerAlias.objects.create(speaker=speaker, name="Hoài Trung")
    Tenure.objects.create(public_id="tenure", speaker=speaker, office=office, first_seen=DAY, last_seen=DAY)
    outlet = Outlet.objects.create(slug="mot-to-bao", name="Một tờ báo")
    article = Article.objects.create(
        slug="mot-bai-viet",
        source_key="mot-bai-viet.txt",
        display_title="Một bài viết",
        text=TEXT,
        published_on=DAY,
        outlet=outlet,
        genre=Genre.INTERVIEW,
    )
    mention = Mention.objects.create(
        speaker=speaker, status=MentionStatus.RESOLVED, role=Role.QUOTED, **place("mention", article, "Lê Hoài Trung")
    )
    PrintedTitle.objects.create(mention=mention, start=0, end=9, exact="Bộ trưởng", office=office)
    Block.objects.create(kind=BlockKind.PARAGRAPH, mention=mention, **place("block", article, TEXT))
    words = place("list", article, "Một là, triển khai Nghị quyết 59-NQ/TW.")
    points = DirectiveList.objects.create(kind=ListKind.TASK, declared_count=1, mention=mention, **words)
    topic = Topic.objects.create(slug="hoi-nhap-quoc-te", label_vi="hội nhập quốc tế", label_en="integration")
    directive = Directive.objects.create(
        slug="trien-khai-nghi-quyet-59",
        list=points,
        ordinal=1,
        kind=ListKind.TASK,
        mention=mention,
        **{**words, "public_id": "directive"},
    )
    directive.topics.add(topic)
    kind = DocumentKind.NGHI_QUYET
    resolution = Resolution.objects.create(slug="59-nq-tw", kind=kind, number="59", symbol="59-NQ/TW", issuer=organ)
    other = Resolution.objects.create(slug="21-nq-cp", kind=kind, number="21", symbol="21/NQ-CP")
    Relation.objects.create(
        resolution=other, target=resolution, type=RelationType.IMPLEMENTS, confidence=Confidence.SINGLE
    )
    Citation.objects.create(
        resolution=resolution,
        directive=directive,
        form=CitationForm.FULL,
        status=CitationStatus.RESOLVED,
        kind=kind,
        number="59",
        symbol="59-NQ/TW",
        **place("citation", article, "Nghị quyết 59-NQ/TW"),
    )
    Remark.objects.create(code="count-short", detail="x", **place("remark", article, "1 nhiệm vụ"))


def place(public_id: str, article: Article, words: str) -> dict[str, Any]:
    """Return where words stand in the article, as the fields of a finding."""
    start = article.text.index(words)
    return {"public_id": public_id, "article": article, "start": start, "end": start + len(words), "exact": words}
