"""What rows are found by is kept in step with them, however they are written; and what went past is mended."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Speaker, SpeakerAlias
from articles.search.matching import Match, found
from articles.search.models import SearchEntry
from articles.search.query import read_query
from articles.together import save_together
from directives.models import Citation, Directive, Resolution
from register.models import DataVersion
from register.versioning import writing
from tests import cast

pytestmark = pytest.mark.django_db


def rows(words: str, *kinds: str) -> list[int]:
    return sorted(found(read_query(words), Match.PAIRS, *kinds).values_list("row", flat=True))


def reindexed(*options: str) -> list[str]:
    out = StringIO()
    call_command("reindex", *options, stdout=out)
    return out.getvalue().split()


def test_a_row_is_found_once_it_is_saved_and_not_once_it_is_gone(directive: Directive) -> None:
    article = directive.article
    assert rows("nâng tầm hội nhập") == sorted([directive.pk, article.pk])
    article.delete()
    assert rows("nâng tầm hội nhập") == []
    assert not SearchEntry.objects.filter(kind__in=("article", "directive", "directivelist")).exists()


def test_a_row_that_is_changed_is_found_by_its_new_words_alone(speaker: Speaker) -> None:
    speaker.name = "Lê Văn Bảo"
    speaker.save()
    assert (rows("hoài trung"), rows("văn bảo")) == ([], [speaker.pk])


@pytest.mark.parametrize(("field", "asks"), [("country", False), ("name", True)])
def test_a_save_of_other_fields_asks_the_index_nothing(field: str, asks: bool, speaker: Speaker) -> None:
    with CaptureQueriesContext(connection) as queries:
        speaker.save(update_fields=[field])
    assert any(SearchEntry._meta.db_table in query["sql"] for query in queries) == asks


def test_rows_saved_together_are_found(speaker: Speaker) -> None:
    other = cast.add_speaker("Trần Thị Lan")
    speaker.name, other.name = "Lê Văn Bảo", "Lê Văn Bình"
    save_together([speaker, other], ["name"])
    assert rows("lê văn") == sorted([speaker.pk, other.pk])


def test_names_that_go_with_a_merge_find_who_is_left(speaker: Speaker) -> None:
    other = cast.add_speaker("Lê Văn Bảo")
    SpeakerAlias.objects.create(speaker=other, name="anh Bảo")
    other.merged_into = speaker
    other.save()
    assert speaker.pk in rows("anh Bảo", "speaker")


def test_nothing_is_written_of_what_is_rolled_back(speaker: Speaker) -> None:
    speaker.name = "Lê Văn Bảo"

    def save_and_fail() -> None:
        with writing():
            speaker.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    assert (rows("văn bảo"), rows("hoài trung")) == ([], [speaker.pk])


def test_what_went_past_is_mended(speaker: Speaker, citation: Citation, article: Article) -> None:
    Speaker.objects.filter(pk=speaker.pk).update(name="Lê Văn Bảo")
    SearchEntry.objects.filter(kind="citation").delete()
    Resolution.objects.create(slug="gone", kind="nghi-quyet")
    Resolution.objects.filter(slug="gone")._raw_delete("default")  # past the signals
    before = DataVersion.current_token()
    assert reindexed("--dry-run")[2:4] == ["mended", "3"]
    assert (rows("văn bảo"), DataVersion.current_token()) == ([], before)
    assert reindexed()[2:4] == ["mended", "3"]
    assert rows("văn bảo") == [speaker.pk]
    assert rows("59-NQ/TW", "citation") == [citation.pk]
    assert DataVersion.current_token() != before
    assert reindexed()[2:4] == ["mended", "0"]


KNOWN = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'search_searchentry'",
    "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'search_searchentry'",
}


def test_a_load_leaves_a_database_that_knows_how_many_entries_it_has() -> None:
    call_command("load_seeds", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(KNOWN[connection.vendor])
        assert cursor.fetchone()[0] > 0
