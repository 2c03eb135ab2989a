"""Names that people give or take away: what waited for them is settled at once, as if the articles were read now."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from articles import curation
from articles.models import Article, Mention, Office, Origin, PrintedTitle, Remark, Speaker, SpeakerAlias, Tenure
from register import renaming
from register.models import Edit, IngestRun
from register.rereading import Rereader, stored_sources
from register.workers import Readers
from tests import cast
from tests.curator import Curator, url
from tests.test_admin_import import confirmed, looked, sheet
from tests.test_ingest import load, rows

pytestmark = pytest.mark.django_db

TEXT = """Hội nghị phát triển vùng biên

Trưởng ban Biên mậu Lê Văn Bảo nêu ba việc cần làm ngay.

Ông Bảo cho biết: "Cần đẩy mạnh thực hiện các nhiệm vụ được giao".
"""
NAME = "Lê Văn Bảo"
TITLE = "Trưởng ban Biên mậu"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def two(db: None) -> tuple[Speaker, Speaker]:
    """Two people of one name; the one goes by it as another name."""
    one, other = cast.add_speaker(NAME), cast.add_speaker("Lê Bảo")
    other.aliases.create(name=NAME)
    return one, other


def saved(curator: Curator, row: Any, **changes: Any) -> list[str]:
    """Change a row on its page; return what the page says afterwards."""
    assert not curator.change(row, **changes)
    page = curator.client.get(reverse("admin:index"), headers={"accept-language": "en"}).content.decode()
    return re.findall(r'<li class="(?:info|warning)">(.*?)</li>', page)


def merge_on_the_page(curator: Curator, stays: Speaker, goes: Speaker) -> None:
    curator.send(f"{reverse('admin:articles_speaker_merge')}?stays={stays.pk}&goes={goes.pk}")


def part_on_the_page(curator: Curator, goes: Speaker) -> None:
    sent = {"speaker": goes.pk, "edit": Edit.objects.latest("pk").pk}
    curator.client.post(reverse("admin:articles_speaker_undo_merge"), sent)


def alias_of(speaker: Speaker) -> dict[str, Any]:
    """The one other name of a speaker, as the page of them sends it."""
    return {"aliases-0-id": speaker.aliases.get().pk, "aliases-0-speaker": speaker.pk}


def meant() -> set[int | None]:
    """Whom the mentions of the name mean."""
    return set(Mention.objects.filter(name=NAME).values_list("speaker", flat=True))


def by_their_words() -> list[tuple[str, int | None]]:
    """Whom each mention means, by its name."""
    return list(Mention.objects.order_by("start").values_list("name", "speaker"))


def titles() -> list[tuple[Any, ...]]:
    """Each title as printed, and the office that it names."""
    return list(PrintedTitle.objects.values_list("mention", "start", "exact", "office", "acting", "former"))


def read_all_again() -> dict[str, Any]:
    """Return what the rows are once everything was read again."""
    list(Rereader(Readers(), everything=True).load(stored_sources(Article.objects.all())))
    return rows()


class TestOffices:
    def test_an_office_that_is_added_settles_the_titles_that_waited(self, curator: Curator) -> None:
        for number in range(3):
            load(TEXT.replace("ba việc", f"{number} việc"), url=f"https://bao.example/{number}")
        assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
        office = Office.objects.get()
        assert set(PrintedTitle.objects.values_list("office", flat=True)) == {office.pk}
        assert Tenure.objects.get().office == office
        assert "3 printed titles name their office now." in curator.open(reverse("admin:index"))
        assert rows() == read_all_again()
        run = IngestRun.objects.get()
        assert (run.updated, run.outcomes.count()) == (3, 3)
        assert run.finished_at

    def test_another_name_of_it_does_so_too_and_undoing_takes_it_back(self, curator: Curator) -> None:
        load(TEXT)
        office = cast.add_office(title="Trưởng ban Thương mại biên giới", country="VN")
        before = titles()
        told = saved(curator, office, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": TITLE})
        assert "1 printed title names its office now." in told
        assert PrintedTitle.objects.get().office == office
        (edit,) = Edit.objects.all()
        assert edit.rows.count() == 1  # what follows is the machine's
        curator.client.post(reverse("admin:register_edit_undo", args=[edit.pk]))
        assert "1 mention or title is open again." in curator.open(reverse("admin:index"))
        assert titles() == before
        assert not Tenure.objects.exists()

    def test_the_adding_of_an_office_is_undone_although_titles_name_it_by_now(self, curator: Curator) -> None:
        load(TEXT)
        before = titles()
        assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
        curator.client.post(reverse("admin:register_edit_undo", args=[Edit.objects.get().pk]))
        assert titles() == before
        assert not Tenure.objects.exists()

    def test_it_stays_where_a_person_said_that_a_title_names_it(self, curator: Curator) -> None:
        load(TEXT)
        assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
        edit = Edit.objects.get()
        curation.confirm([PrintedTitle.objects.get().mention], None)
        curator.client.post(reverse("admin:register_edit_undo", args=[edit.pk]))
        assert "is needed by" in curator.open(reverse("admin:index"))
        assert PrintedTitle.objects.get().office == Office.objects.get()

    def test_what_people_decided_is_left(self, curator: Curator) -> None:
        load(TEXT)
        mention = PrintedTitle.objects.get().mention
        curation.confirm([mention], None)
        assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
        assert PrintedTitle.objects.get().office is None
        assert "Nothing waited for this name." in curator.open(reverse("admin:index"))
        assert not IngestRun.objects.exists()

    def test_titles_stay_with_an_office_that_is_called_otherwise(self, curator: Curator) -> None:
        load(TEXT)
        assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
        office = Office.objects.get()
        told = saved(curator, office, title="Trưởng ban Thương mại biên giới")
        assert "1 mention or title prints a name that it no longer has: keep that as another name." in told
        assert PrintedTitle.objects.get().office == office

    def test_an_import_settles_as_well(self, curator: Curator) -> None:
        load(TEXT)
        raw = sheet({"slug": "truong-ban-bien-mau", "title": TITLE, "country": "VN"})
        confirmed(curator, looked(curator, Office, raw))
        assert PrintedTitle.objects.get().office == Office.objects.get()
        assert "1 printed title names its office now." in curator.open(reverse("admin:index"))

    def test_a_title_that_one_office_alone_has_for_a_while_is_open_again_once_that_is_undone(
        self, curator: Curator
    ) -> None:
        cast.add_office(title=TITLE, country="VN")
        other = cast.add_office(title="Trưởng ban Thương mại biên giới", country="VN")
        other.aliases.create(name=TITLE)
        load(TEXT)
        before = titles()
        saved(curator, other, **{"aliases-0-DELETE": "on", "aliases-0-id": other.aliases.get().pk})
        assert titles() != before
        curator.client.post(reverse("admin:register_edit_undo", args=[Edit.objects.get().pk]))
        assert titles() == before
        assert not Tenure.objects.exists()

    def test_an_article_that_prints_the_former_and_the_new_title_keeps_what_it_means(self, curator: Curator) -> None:
        load(TEXT + "\nTrưởng ban Thương mại biên giới Trần Văn Lâm nhất trí.\n")
        assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
        office = Office.objects.get()
        before = titles(), list(Tenure.objects.values_list("speaker", "office"))
        assert list(PrintedTitle.objects.order_by("start").values_list("office", flat=True)) == [office.pk, None]
        told = saved(curator, office, title="Trưởng ban Thương mại biên giới")
        assert told == [
            "1 mention or title prints a name that it no longer has: keep that as another name.",
            "1 article is left as it is: something there means a row by a name that is not its own alone.",
        ]
        assert (titles(), list(Tenure.objects.values_list("speaker", "office"))) == before

    @pytest.mark.parametrize(
        "printed", ["Trưởng ban Biên mậu", "nguyên Trưởng ban Biên mậu", "Trưởng Ban Biên mậu Việt Nam"]
    )
    def test_titles_wait_as_they_are_printed(self, printed: str, curator: Curator) -> None:
        load(TEXT.replace(TITLE, printed))
        assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
        assert PrintedTitle.objects.get().office == Office.objects.get()


class TestPeople:
    def test_a_name_that_one_alone_has_by_now_settles_the_mentions(
        self, two: tuple[Speaker, Speaker], curator: Curator
    ) -> None:
        load(TEXT)
        assert meant() == {None}
        one, other = two
        alias = SpeakerAlias.objects.get()
        gone = {"aliases-0-DELETE": "on", "aliases-0-id": alias.pk, "aliases-0-speaker": other.pk}
        count = Mention.objects.filter(name=NAME).count()
        assert f"{count} mentions are settled." in saved(curator, other, **gone)
        assert meant() == {one.pk}
        assert not Remark.objects.filter(code="mention-ambiguous").exists()
        assert rows() == read_all_again()
        curator.client.post(reverse("admin:register_edit_undo", args=[Edit.objects.get().pk]))
        assert f"{count} mentions or titles are open again." in curator.open(reverse("admin:index"))
        assert meant() == {None}
        assert rows() == read_all_again()
        curator.client.post(reverse("admin:register_edit_undo", args=[Edit.objects.latest("pk").pk]))
        assert meant() == {one.pk}

    def test_of_several_who_have_a_name_none_is_guessed(self, two: tuple[Speaker, Speaker], curator: Curator) -> None:
        load(TEXT)
        third = cast.add_speaker("Bảo Lê Văn")
        told = saved(curator, third, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": NAME})
        assert meant() == {None}
        assert Mention.objects.filter(name=NAME).first().candidates == sorted(row.slug for row in (*two, third))  # type: ignore[union-attr]
        assert any("another speaker of that name" in one for one in told)
        assert rows() == read_all_again()

    def test_who_is_known_by_a_name_keeps_the_mentions_that_mean_them(self, curator: Curator) -> None:
        load(TEXT)
        machines = Speaker.objects.get(name=NAME)
        assert machines.origin == Origin.MACHINE
        other = cast.add_speaker("Lê Bảo")
        told = saved(curator, other, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": NAME})
        assert "2 mentions by that name stay with another speaker who goes by it." in told
        assert meant() == {machines.pk}
        for _ in range(2):  # undone, and done again
            curator.client.post(reverse("admin:register_edit_undo", args=[Edit.objects.latest("pk").pk]))
            assert meant() == {machines.pk}

    def test_a_merge_of_all_who_have_a_name_settles_it_and_parting_them_opens_it_again(
        self, two: tuple[Speaker, Speaker], curator: Curator
    ) -> None:
        load(TEXT)
        one, other = two
        merge_on_the_page(curator, one, other)
        assert meant() == {one.pk}
        part_on_the_page(curator, other)
        assert meant() == {None}
        assert rows() == read_all_again()

    def test_a_merge_that_settles_nothing_says_nothing_of_it_nor_does_its_undoing(self, curator: Curator) -> None:
        one, other = cast.add_speaker("Lê Bảo"), cast.add_speaker("Lê Văn Bảo")
        for deed in (partial(merge_on_the_page, curator, one, other), partial(part_on_the_page, curator, other)):
            deed()
            told = re.findall(r'<li class="(\w+)">', curator.open(reverse("admin:index")))
            assert len(told) == 1, deed

    def test_a_name_that_is_corrected_is_no_other_person(self, curator: Curator) -> None:
        load(TEXT)
        machines = Speaker.objects.get(name=NAME)
        told = saved(curator, machines, name="Lê Văn Bào")
        assert "2 mentions or titles print a name that it no longer has: keep that as another name." in told
        assert meant() == {machines.pk}
        assert Speaker.objects.count() == 1
        told = saved(curator, machines, **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": NAME})
        assert told == ["Nothing waited for this name."]
        assert read_all_again() == rows()
        assert meant() == {machines.pk}

    @pytest.mark.parametrize("before", [False, True])  # whether the name was corrected in an edit before
    def test_an_article_that_prints_the_former_name_and_one_that_waits_keeps_whom_it_means(
        self, before: bool, curator: Curator
    ) -> None:
        cast.add_speaker("Lê Văn Bào")
        other = cast.add_speaker("Trần Bào")
        other.aliases.create(name="Lê Văn Bào")
        load(TEXT + "\nÔng Lê Văn Bào nhấn mạnh cần làm ngay.\n")
        machines = Speaker.objects.get(name=NAME)
        whom = by_their_words()
        assert whom == [(NAME, machines.pk), (NAME, machines.pk), ("Lê Văn Bào", None)]
        if before:
            saved(curator, machines, name="Lê Thế Bảo")
            told = saved(curator, other, **{"aliases-0-DELETE": "on"} | alias_of(other))
        else:
            told = saved(curator, machines, name="Lê Văn Bào")
        held = "1 article is left as it is: something there means a row by a name that is not its own alone."
        assert held in told
        assert by_their_words() == whom
        assert Speaker.objects.count() == 3
        curator.client.post(reverse("admin:register_edit_undo", args=[Edit.objects.latest("pk").pk]))
        assert by_their_words() == whom
        assert Speaker.objects.count() == 3

    def test_what_has_nothing_to_do_with_names_reads_nothing(
        self, two: tuple[Speaker, Speaker], curator: Curator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load(TEXT)
        monkeypatch.setattr(renaming, "Rereader", None)
        assert saved(curator, two[0], country="VN") == []


def test_what_takes_too_long_is_said_with_the_command_that_does_it(
    curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        load(TEXT.replace("ba việc", f"{number} việc"), url=f"https://bao.example/{number}")
    monkeypatch.setattr(renaming, "AT_ONCE", 1)
    monkeypatch.setattr(renaming, "LONGEST_WAIT", 0.0)
    assert not curator.send(url(Office, "add"), title=TITLE, country="VN", slug="")
    assert "3 more articles are to be read again: run `manage.py reextract --all`." in curator.open(
        reverse("admin:index")
    )
    assert not PrintedTitle.objects.exclude(office=None).exists()
