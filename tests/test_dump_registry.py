"""The known rows back into fixtures: the same bytes where nothing changed, what people did where something did."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from articles.models import NotSame, Organ, Origin, Outlet, Speaker, SpeakerAlias, Tenure, TenureClaim
from articles.models.identity import NaturalKey
from articles.sources import sources
from directives.models import Relation, Resolution, ResolutionClaim, SeenValue, Topic
from register import authority
from register.apart import tell_apart, told_apart_from
from register.authority import FixtureError
from register.dumping import COLUMNS, dump
from register.facts import documents_in_conflict, mark_seen
from register.ingest import Loader
from tests import cast

FOLDER = Path(settings.FIXTURE_DIRS[0])

# Of no concern to a fixture: numbers, moments, what follows from other fields, and what only an article states.
LEFT_OUT = {"id", "sort_key", "name_key", "created_at", "changed_at", "article", "read_target", "start", "end", "exact"}


def stored() -> dict[str, str]:
    return {f"{name}.json": (FOLDER / f"{name}.json").read_text(encoding="utf-8") for name in authority.FILES}


def fields(file: str, model: type[NaturalKey]) -> list[dict[str, Any]]:
    """Return the rows of a model that a dump writes to a file."""
    return [row["fields"] for row in json.loads(dump()[file]) if row["model"] == model._meta.label_lower]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows that fixtures hold, by public names."""
    return {
        model.__name__: sorted(
            model._default_manager.values_list(
                *model.natural_fields,
                *(
                    f"{column.name}__{_key(column)}" if column.is_relation else column.name
                    for column in model._meta.concrete_fields
                    if column.name not in LEFT_OUT
                ),
            ),
            key=str,
        )
        for model in COLUMNS
    }


def _key(column: Any) -> str:
    key: str = column.related_model.natural_fields[0]
    return key


def emptied() -> None:
    Speaker.objects.update(merged_into=None)
    Topic.objects.update(broader=None)
    for model in reversed(COLUMNS):
        model._default_manager.all().delete()


def add_one_of_each() -> None:
    """Add a row of every model that a dump writes, each pointing to another where it may."""
    organ, topic, document = cast.add_organ(), cast.add_topic(), cast.add_resolution()
    office, slug = cast.add_office(organ=organ), organ.slug
    speaker, other = cast.add_speaker(), cast.add_speaker()
    cast.add_speaker(merged_into=speaker)
    cast.add_outlet()
    cast.add_topic(broader=topic)
    named: list[Any] = [organ, office, speaker, document]
    for row in named:
        row.aliases.create(name=f"{row.slug}, tên khác")
    tenure = cast.add_tenure(speaker, office)
    claim = {"value": slug, "confidence": "single"}
    TenureClaim.objects.create(tenure=tenure, fact="attested", **{**claim, "value": "2025-03-01"})
    ResolutionClaim.objects.create(resolution=document, fact="title", **claim)
    SeenValue.objects.create(resolution=document, fact="title", value=slug)
    NotSame.objects.create(one=speaker, other=other)
    target = cast.add_resolution(issuer=organ)
    Relation.objects.create(resolution=document, type="amends", target=target, confidence="single")


def test_a_fixture_has_every_column_that_people_fill_in() -> None:
    for model, names in COLUMNS.items():
        origin = set() if "origin" in names or model is not Relation else {"origin"}  # theirs alone are written
        assert {column.name for column in model._meta.concrete_fields} - LEFT_OUT - origin == set(names), model


@pytest.mark.django_db
def test_what_was_just_loaded_is_dumped_byte_by_byte() -> None:
    authority.load(FOLDER)
    assert dump() == stored()


@pytest.mark.django_db
def test_what_articles_bring_is_not_dumped() -> None:
    authority.load(FOLDER)
    loader = Loader()
    assert list(loader.load(sources([Path(settings.SEEDS_DIR)], settings.SOURCE_MAX_BYTES)))
    assert Tenure.objects.filter(origin=Origin.MACHINE).exists()
    assert ResolutionClaim.objects.exclude(article=None).exists()
    assert dump() == stored()


@pytest.mark.django_db
def test_a_dump_that_is_loaded_gives_the_same_rows(tmp_path: Path) -> None:
    authority.load(FOLDER)
    survivor = Speaker.objects.get(slug="le-hoai-trung")
    cast.add_speaker("A Hoài Trung", slug="a-hoai-trung", merged_into=survivor)
    cast.add_speaker("Lê Văn Bảo", slug="le-van-bao", merged_into=Speaker.objects.get(slug="a-hoai-trung"))
    SpeakerAlias.objects.create(speaker=survivor, name='Trung "Hoài" \\ | 𝄞')
    Topic.objects.create(slug="a-a", label_vi="a", label_en="a", broader=Topic.objects.get(slug="asean"))
    ResolutionClaim.objects.create(
        resolution=Resolution.objects.get(slug="59-nq-tw"), fact="term", value="XIII", confidence="single"
    )
    before = everything()
    call_command("dump_registry", to=tmp_path)
    emptied()
    authority.load(tmp_path)
    assert everything() == before
    call_command("dump_registry", to=tmp_path, check=True)


@pytest.mark.django_db
def test_a_row_that_a_curator_s_row_points_to_goes_with_it() -> None:
    machine = cast.add_speaker("Lê Văn Bảo", slug="le-van-bao", origin=Origin.MACHINE)
    alone = cast.add_speaker("Lê Văn An", slug="le-van-an", origin=Origin.MACHINE)
    tenure = cast.add_tenure(machine, cast.add_office())
    TenureClaim.objects.create(tenure=tenure, fact="attested", value="2025-03-01", confidence="single")
    Tenure.objects.filter(pk=tenure.pk).update(first_seen="2024-01-01", last_seen="2026-01-01")  # by articles
    cast.add_tenure(alone, tenure.office, origin=Origin.MACHINE)
    assert [row["slug"] for row in fields("speakers.json", Speaker)] == ["le-van-bao"]
    assert fields("speakers.json", Speaker)[0]["origin"] == "machine"
    (row,) = fields("speakers.json", Tenure)
    assert (row["first_seen"], row["last_seen"]) == ("2025-03-01", "2025-03-01")


@pytest.mark.django_db
def test_a_relation_read_in_an_article_stays_out_and_one_that_a_person_entered_goes() -> None:
    one, other = cast.add_resolution(), cast.add_resolution()
    article = cast.add_article()
    Relation.objects.create(resolution=one, type="amends", target=other, confidence="single")
    Relation.objects.create(resolution=one, type="replaces", target=other, confidence="single", article=article)
    assert [row["type"] for row in fields("resolutions.json", Relation)] == ["amends"]


@pytest.mark.django_db
def test_topics_in_a_circle_are_named() -> None:
    one = Topic.objects.create(slug="mot", label_vi="một", label_en="one")
    two = Topic.objects.create(slug="hai", label_vi="hai", label_en="two", broader=one)
    Topic.objects.filter(pk=one.pk).update(broader=two)
    with pytest.raises(FixtureError, match="topic (mot|hai) stands below itself"):
        dump()
    with pytest.raises(CommandError, match="stands below itself"):
        call_command("dump_registry", check=True)


@pytest.mark.django_db
def test_a_check_names_the_files_that_differ_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.add_organ()
    call_command("dump_registry", to=tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    assert "6 of 6 files written" in capsys.readouterr().out
    cast.add_outlet()
    Organ.objects.update(name="Bộ khác")
    (folder / "topics.json").unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(CommandError, match="3 of 6 files differ") as raised:
        call_command("dump_registry", to=folder, check=True)
    assert raised.value.returncode == 1
    names = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert names == ["organs.json", "topics.json", "outlets.json"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    call_command("dump_registry", to=folder)
    call_command("dump_registry", to=folder, check=True)
    assert {path.stem for path in folder.iterdir()} == set(authority.FILES)  # and nothing else was left there


@pytest.mark.django_db
def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    cast.add_outlet()
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="file"):
        call_command("dump_registry", to=tmp_path / "file" / "folder")


@pytest.mark.django_db
def test_a_dump_costs_the_same_queries_whatever_it_holds() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            dump()
        return len(queries)

    add_one_of_each()
    before = cost()
    authority.load(FOLDER)
    for _time in range(30):
        add_one_of_each()
    assert cost() == before <= 25


def test_outlets_are_written_with_what_people_said_of_them(db: None) -> None:
    Outlet.objects.create(slug="bao", name="Báo", text_policy="excerpt")
    assert fields("outlets.json", Outlet) == [{"slug": "bao", "name": "Báo", "text_policy": "excerpt"}]


def test_no_row_of_a_model_is_forgotten() -> None:
    loaded: set[type[models.Model]] = {entry.model for entry in authority.read(FOLDER)}
    assert loaded == set(COLUMNS) - {NotSame, SeenValue}  # which people alone bring


@pytest.mark.django_db
def test_what_people_decided_about_known_rows_outlives_the_database(tmp_path: Path) -> None:
    """Who is not the same, named by slugs whichever row is the older; and the values that were seen and let be."""
    second = cast.add_speaker("Lê Văn Bảo", slug="le-van-bao-2", origin=Origin.MACHINE)
    first = cast.add_speaker("Lê Văn Bảo", slug="le-van-bao", origin=Origin.MACHINE)
    third = cast.add_speaker("Lê Bảo", slug="le-bao")
    tell_apart(first, second, None)
    tell_apart(third, second, None)
    cast.add_organ()
    document = cast.add_resolution(slug="59-nq-tw", origin=Origin.MACHINE)
    claim = {"fact": "title", "confidence": "conflict", "article": cast.add_article()}
    ResolutionClaim.objects.create(resolution=document, value="về hội nhập", **claim)
    assert mark_seen(document, "title", None) == 1
    call_command("dump_registry", to=tmp_path)
    assert fields("speakers.json", NotSame) == [
        {"one": ["le-bao"], "other": ["le-van-bao-2"]},
        {"one": ["le-van-bao"], "other": ["le-van-bao-2"]},
    ]
    assert fields("resolutions.json", SeenValue) == [
        {"resolution": ["59-nq-tw"], "fact": "title", "value": "về hội nhập"}
    ]
    emptied()
    authority.load(tmp_path)
    call_command("dump_registry", to=tmp_path, check=True)
    bao, other = Speaker.objects.get(slug="le-van-bao"), Speaker.objects.get(slug="le-van-bao-2")
    assert told_apart_from(bao) == {other.pk}
    ResolutionClaim.objects.create(resolution=Resolution.objects.get(), value="về hội nhập", **claim)
    assert not documents_in_conflict()
    assert not authority.load(tmp_path, add=True).added
    NotSame.objects.all().delete()
    assert authority.load(tmp_path).left_out == {"notsame": 2}  # as a curator took it back
    assert authority.load(tmp_path, add=True).added == {"notsame": 2}


@pytest.mark.django_db
def test_django_s_loaddata_takes_the_decisions_as_well(tmp_path: Path) -> None:
    second, first = (cast.add_speaker("Lê Văn Bảo", slug=slug) for slug in ("le-van-bao-2", "le-van-bao"))
    tell_apart(first, second, None)
    call_command("dump_registry", to=tmp_path)
    for _time in range(2):
        call_command("loaddata", tmp_path / "speakers.json", verbosity=0)
        assert NotSame.objects.count() == 1
    emptied()
    call_command("loaddata", tmp_path / "speakers.json", verbosity=0)
    call_command("dump_registry", to=tmp_path, check=True)


@pytest.mark.django_db
def test_a_pair_of_one_person_is_named(tmp_path: Path) -> None:
    cast.add_speaker("Lê Văn Bảo", slug="le-van-bao")
    call_command("dump_registry", to=tmp_path)
    rows = json.loads((tmp_path / "speakers.json").read_text(encoding="utf-8"))
    pair = {"model": "articles.notsame", "fields": {"one": ["le-van-bao"], "other": ["le-van-bao"]}}
    (tmp_path / "speakers.json").write_text(json.dumps([*rows, pair]), encoding="utf-8")
    with pytest.raises(CommandError, match=r"speakers\.json: notsame \('le-van-bao', 'le-van-bao'\)"):
        call_command("load_fixtures", folder=tmp_path, add=True)
    assert not NotSame.objects.exists()
