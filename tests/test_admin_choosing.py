"""The boxes of the admin that offer rows: each is told apart, and the nearest to what is typed is first."""

import datetime
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

from articles.models import Tenure
from directives.models import Citation, Directive
from tests import cast
from tests.curator import Curator, url

pytestmark = pytest.mark.django_db


def offers(curator: Curator, model: type[Model], field: str, typed: str, **more: Any) -> list[str]:
    """Return what a box offers for what is typed, in order; what it asks for besides is given as well."""
    asked = {"app_label": model._meta.app_label, "model_name": str(model._meta.model_name), "field_name": field}
    answer = curator.client.get(reverse("admin:autocomplete"), asked | {"term": typed} | more)
    assert answer.status_code == 200
    return [row["text"] for row in answer.json()["results"]]


def test_documents_of_one_symbol_are_told_apart_by_year_term_and_title(curator: Curator) -> None:
    learning = "về việc nghiên cứu, học tập, quán triệt và triển khai thực hiện Nghị quyết Đại hội"
    cast.add_resolution(slug="a", symbol="01-CT/TW", issued_on=datetime.date(2021, 3, 9), title=learning)
    cast.add_resolution(slug="b", symbol="01-CT/TW", term="XIV", title="về đối ngoại")
    cast.add_resolution(slug="c", symbol="01-CT/TW")
    assert offers(curator, Citation, "resolution", "01-CT/TW") == [
        "01-CT/TW · 2021 · về việc nghiên cứu, học tập, quán triệt và triển khai thực …",
        "01-CT/TW · XIV · về đối ngoại",
        "01-CT/TW · c",
    ]


def test_documents_of_one_title_are_told_apart_by_their_numbers(curator: Curator) -> None:
    for number in ("101", "392"):
        cast.add_resolution(kind="quy-che", number=number, title="về quản lý hoạt động đối ngoại")
    assert offers(curator, Citation, "resolution", "đối ngoại") == [
        "regulations 101 · về quản lý hoạt động đối ngoại",
        "regulations 392 · về quản lý hoạt động đối ngoại",
    ]


def test_people_and_offices_of_one_name_are_told_apart(curator: Curator) -> None:
    cast.add_speaker("Nguyễn Văn A", slug="nguyen-van-a", country="VN")
    cast.add_speaker("Nguyễn Văn A", slug="nguyen-van-a-2")
    cast.add_office(title="Thủ tướng", slug="thu-tuong", country="VN")
    cast.add_office(title="Thủ tướng", slug="thu-tuong-lao", country="LA")
    assert offers(curator, Tenure, "speaker", "văn a") == [
        "Nguyễn Văn A · VN · nguyen-van-a",
        "Nguyễn Văn A · nguyen-van-a-2",
    ]
    assert offers(curator, Tenure, "office", "tướng") == [
        "Thủ tướng · VN · thu-tuong",
        "Thủ tướng · LA · thu-tuong-lao",
    ]


def test_what_is_called_as_typed_comes_first_then_what_begins_so(curator: Curator) -> None:
    cast.add_resolution(slug="a", symbol="153/NQ-CP", title="về việc triển khai Nghị quyết 59-NQ/TW")
    cast.add_resolution(slug="b", symbol="59-NQ/TW-1")
    cast.add_resolution(slug="c", symbol="59-NQ/TW")
    for typed, order in (("59-NQ", ["59-NQ/TW-1", "59-NQ/TW", "153/NQ-CP"]), ("59-nq/tw ", ["59-NQ/TW", "59-NQ/TW-1"])):
        names = [offer.partition(" · ")[0] for offer in offers(curator, Citation, "resolution", typed)]
        assert names[: len(order)] == order


def test_who_is_introduced_twice_in_the_same_words_is_told_apart_by_the_paragraph(curator: Curator) -> None:
    line = "Phát biểu kết luận hội nghị sáng nay, ông Lê Văn Bảo nêu ba việc cần tập trung làm ngay."
    article = cast.add_article(text=f"Hội nghị\n\n{line}\n\nCác đại biểu trao đổi.\n\n{line}\n")
    speaker = cast.add_speaker("Lê Văn Bảo")
    starts = [article.text.index("Lê Văn Bảo"), article.text.rindex("Lê Văn Bảo")]
    for start in starts:
        cast.add_mention(article, speaker, "Lê Văn Bảo", start=start, end=start + len("Lê Văn Bảo"))
    first, second = offers(curator, Directive, "mention", "Bảo", article=article.pk)
    assert first.removesuffix(" · paragraph 2") == second.removesuffix(" · paragraph 4") != first
    assert first.startswith("Lê Văn Bảo – “")


def test_long_words_that_stand_twice_are_told_apart_by_the_paragraph(curator: Curator) -> None:
    words = "tập trung thực hiện các nhiệm vụ đã được giao cho từng đơn vị trong toàn ngành"
    article = cast.add_article(text=f"{words}\n\n{words}\n")
    for start in (0, len(words) + 2):
        cast.add_directive(article, words, start=start, end=start + len(words))
    told = offers(curator, Citation, "directive", "nhiệm vụ", article=article.pk)
    assert told == [f"{words} · paragraph 1", f"{words} · paragraph 2"]


def test_the_row_that_is_chosen_is_told_apart_too(citation: Citation, curator: Curator) -> None:
    page = curator.open(url(Citation, "change", citation.pk))
    assert ">59-NQ/TW · 2025 · về hội nhập</option>" in page
