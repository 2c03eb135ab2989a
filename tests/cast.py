"""The cast of the tests: an article and what is found in it, each row with a function that adds one more.

Words are looked up in the article's text, so that text[start:end] == exact holds for every row.
"""

from itertools import count
from typing import Any, TypeVar

from articles.models import (
    Article,
    Block,
    BlockKind,
    Finding,
    Mention,
    MentionStatus,
    Office,
    Organ,
    Outlet,
    PrintedTitle,
    Remark,
    Role,
    Speaker,
    Tenure,
)
from articles.models.identity import mint_public_id
from directives.models import (
    Citation,
    CitationForm,
    CitationStatus,
    Directive,
    DirectiveList,
    DocumentKind,
    ListKind,
    Resolution,
    Topic,
)

F = TypeVar("F", bound=Finding)

LEAD = "Quyền Bộ trưởng Ngoại giao Lê Hoài Trung nêu ba định hướng của ngành trong thời gian tới:"
FIRST = "Một là, nâng tầm hội nhập theo Nghị quyết 59-NQ/TW của Bộ Chính trị."
CAPTION = "Toàn cảnh hội nghị. Ảnh: Báo Mẫu"
FIRST_GOES_ON = "Hội nhập phải đi vào chiều sâu."
SECOND = "Hai là, đẩy mạnh ngoại giao kinh tế: (i) mở rộng thị trường; (ii) thu hút công nghệ."
FOURTH = "Bốn là, làm tốt công tác bảo hộ công dân."
SINGLE = "Ông đề nghị các cơ quan đại diện báo cáo trong quý I."
LAST = "Nghị quyết 21 cũng nêu việc này."
TEXT = (
    "\n\n".join(("Ba định hướng đối ngoại", LEAD, FIRST, CAPTION, FIRST_GOES_ON, SECOND, FOURTH, SINGLE, LAST)) + "\n"
)

_numbers = count(1)


def add_outlet(name: str = "Báo Mẫu", **facts: Any) -> Outlet:
    return Outlet.objects.create(**{"slug": f"bao-{next(_numbers)}", "name": name, **facts})


def add_article(**facts: Any) -> Article:
    number = next(_numbers)
    given = {"slug": f"bai-{number}", "source_key": f"{number}.txt", "text": TEXT, "title": "Ba định hướng đối ngoại"}
    article = Article(**{**given, "display_title": facts.get("title") or given["title"], **facts})
    article.save()
    return article


def add_speaker(name: str = "Trần Thị Lan", **facts: Any) -> Speaker:
    speaker = Speaker(**{"slug": f"nguoi-{next(_numbers)}", "name": name, **facts})
    speaker.save()
    return speaker


def add_organ(**facts: Any) -> Organ:
    return Organ.objects.create(**{"slug": f"co-quan-{next(_numbers)}", "name": "Bộ Ngoại giao", **facts})


def add_office(**facts: Any) -> Office:
    return Office.objects.create(**{"slug": f"chuc-{next(_numbers)}", "title": "Thứ trưởng Ngoại giao", **facts})


def add_tenure(speaker: Speaker, office: Office, **facts: Any) -> Tenure:
    """Save a tenure; days are given as YYYY-MM-DD."""
    public_id = mint_public_id("tenure", next(_numbers))
    return Tenure.objects.create(public_id=public_id, speaker=speaker, office=office, **facts)


def find(model: type[F], article: Article, words: str, **facts: Any) -> F:
    """Save a row for the first place where words stand in the article."""
    start = article.text.index(words)
    public_id = mint_public_id(model.__name__, next(_numbers))
    given = {"public_id": public_id, "start": start, "end": start + len(words), "exact": words, "rule": "by-hand"}
    row = model(article=article, **{**given, **facts})
    row.save()
    return row


def add_block(article: Article, words: str = FIRST, **facts: Any) -> Block:
    return find(Block, article, words, **{"kind": BlockKind.PARAGRAPH, **facts})


def add_mention(article: Article, speaker: Speaker | None, words: str = "Lê Hoài Trung", **facts: Any) -> Mention:
    status = MentionStatus.RESOLVED if speaker else MentionStatus.UNKNOWN
    given = {"speaker": speaker, "status": status, "role": Role.QUOTED, "name": speaker.name if speaker else ""}
    return find(Mention, article, words, **{**given, **facts})


def print_title(mention: Mention, words: str, office: Office | None = None, **facts: Any) -> PrintedTitle:
    start = mention.article.text.index(words)
    return PrintedTitle.objects.create(
        mention=mention, start=start, end=start + len(words), exact=words, office=office, **facts
    )


def add_list(article: Article, **facts: Any) -> DirectiveList:
    start = article.text.index(LEAD)
    end = article.text.index(FOURTH) + len(FOURTH)
    given = {
        "kind": ListKind.ORIENTATION,
        "declared_count": 3,
        "intro": LEAD,
        "intro_start": start,
        "intro_end": start + len(LEAD),
    }
    return find(DirectiveList, article, article.text[start:end], **{**given, **facts})


def add_directive(article: Article, words: str = SINGLE, **facts: Any) -> Directive:
    given = {"slug": f"viec-{next(_numbers)}", "kind": ListKind.TASK}
    return find(Directive, article, words, **{**given, **facts})


def add_resolution(**facts: Any) -> Resolution:
    given = {"slug": f"van-ban-{next(_numbers)}", "kind": DocumentKind.NGHI_QUYET, "number": "59"}
    return Resolution.objects.create(**{**given, **facts})


def add_citation(
    article: Article, resolution: Resolution | None, words: str = "Nghị quyết 59-NQ/TW", **facts: Any
) -> Citation:
    given = {
        "resolution": resolution,
        "form": CitationForm.FULL,
        "status": CitationStatus.RESOLVED if resolution else CitationStatus.UNKNOWN,
        "kind": DocumentKind.NGHI_QUYET,
    }
    return find(Citation, article, words, **{**given, **facts})


def add_remark(article: Article, **facts: Any) -> Remark:
    given = {"code": "count-short", "detail": "declared 3, found 2"}
    return find(Remark, article, "ba định hướng", **{**given, **facts})


def add_topic(**facts: Any) -> Topic:
    number = next(_numbers)
    given = {"slug": f"chu-de-{number}", "label_vi": f"chủ đề {number}", "label_en": f"topic {number}"}
    return Topic.objects.create(**{**given, **facts})
