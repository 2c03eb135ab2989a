"""What is found, in what order: as worked out in Python, on whichever database the suite runs; so alike on each."""

import random
import unicodedata
from collections.abc import Iterator
from typing import cast

import pytest
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Coalesce

from articles.models import UNDATED, Article
from articles.search.index import Findable, findable, kind_of
from articles.search.matching import Match, found, tier
from articles.search.models import SearchEntry
from articles.search.query import Query, read_query
from directives.models import Citation
from tests.cast import add_article
from tests.search import brute

pytestmark = pytest.mark.django_db

WRITTEN = [
    "đối ngoại",
    "doi ngoai",
    "ĐỐI NGOẠI",
    "Đối  ngoại.",
    "hoà bình",
    "hòa bình",
    "hoa binh",
    "Lê Hoài Trung",
    "le hoai trung",
    "Trung Hoài Lê",
    "59-NQ/TW",
    "59 nq tw",
    "NQ/TW-59",
    "Nghị quyết số 59-NQ/TW",
    "nghi quyet 59",
    '"hội nhập quốc tế"',
    '"quốc tế hội nhập"',
    "“ngoại giao kinh tế”",
    "«bảo hộ công dân» đối ngoại",
    '"Lê Hoài Trung" "hội nhập"',
    '"đối ngoại',
    'đối "ngoại',
    "a",
    "ă",
    "đ",
    "1",
    "đối AND ngoại",
    "NOT ngoại",
    "đối OR NEAR(ngoại, 3)",
    "text:đối",
    "{title} : ngoại*",
    "đối* ^ngoại -giao +kinh",
    "đối' OR 1=1 --",
    "(đối (ngoại)",
    "ngoại: & | ! <-> giao",
    "%ngoại_giao%",
    "đối\\ngoại",
    "đối\tngoại\nViệt Nam",
    "…đối — ngoại?!",
    "T.Ư",
    "2025",
    "21/NQ-CP",
    "ngoại giao cây tre Việt Nam",
    "xyzzy",
    "Đắk Lắk",
    "hồ sơ 59",
    "chữ 𡨸喃 🌏",
    "x" * 300,
]
LONGEST = 200  # words
FORMS = (
    str,
    str.upper,
    lambda words: unicodedata.normalize("NFD", words),
    lambda words: unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode(),
    lambda words: f'"{words}"',
    lambda words: f"{words}!",
)


def asked(texts: list[str]) -> Iterator[str]:
    """Yield queries: those written above, and more than 500 of words out of texts, in all forms and lengths."""
    yield from WRITTEN
    chosen = random.Random(59)  # noqa: S311 - the same each time
    for length in (1, 2, 2, 3, 4, 6, 12, LONGEST):
        for form in FORMS:
            for _ in range(12):
                row = chosen.choice(texts).split()
                at = chosen.randrange(max(1, len(row) - length))
                yield form(" ".join(row[at : at + length]))


def known_rows() -> list[brute.Known]:
    """Return every row that can be searched for, in the order of the entries."""
    numbers = {(one.kind, one.row): one.pk for one in SearchEntry.objects.all()}
    days = {pk: str(day) for pk, day in Article.objects.values_list("pk", "sort_date")}
    dated = []
    for model in findable():
        for row in model._base_manager.all():
            found_by = cast("Findable", row)
            day = days.get(found_by.searched().article_id or 0, str(UNDATED))
            dated.append(brute.known(kind_of(model), found_by, day))
    assert len(dated) == len(numbers)  # no entry without its row
    return sorted(dated, key=lambda one: numbers[one.row])


def answer(query: Query, match: Match) -> list[brute.Row]:
    """Return what the database finds, in the order of rank."""
    newest = Coalesce("article__sort_date", Value(UNDATED)).desc()
    return list(found(query, match).order_by(tier(query, match), newest, "id").values_list("kind", "row"))


def test_more_than_500_questions_find_what_they_should_in_order() -> None:
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    rows = known_rows()
    texts = [article.text for article in Article.objects.order_by("pk")]
    tried = dict.fromkeys(asked(texts))
    assert len(tried) > 500
    finds = 0
    for typed in tried:
        query = read_query(typed)
        for match in Match if query.groups else ():
            right = brute.ranked(rows, query, pairs=match is Match.PAIRS)
            assert answer(query, match) == right, (typed, match)
            finds += bool(right)
    assert finds > 700  # most of them find something


@pytest.mark.parametrize("kind", ["article", "directive", "speaker", "resolution"])
def test_rows_of_one_kind_are_found_alone(kind: str, citation: Citation) -> None:
    query = read_query("hội nhập") if kind != "speaker" else read_query("trung")
    entries = found(query, Match.PAIRS, kind)
    assert {one.kind for one in entries} == {kind}
    assert set(entries) == set(found(query, Match.PAIRS).filter(kind=kind))


def test_several_kinds_are_asked_for_together(citation: Citation) -> None:
    query = read_query("hội nhập")
    assert {one.kind for one in found(query, Match.PAIRS, "article", "resolution")} == {"article", "resolution"}


@pytest.mark.parametrize("words", [40_000, 1])
def test_a_text_of_very_many_words_and_one_of_a_very_long_word_are_found(words: int) -> None:
    """PostgreSQL refuses a tsvector beyond a megabyte, and an index a word beyond 2,700 bytes."""
    text = " ".join(f"từ{number}" for number in range(words)) if words > 1 else "ừ" * 200_000
    add_article(text=text)
    last = "từ39999" if words > 1 else "ừ" * 300
    assert found(read_query(last), Match.PAIRS).count() == 1
