import datetime
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles.extraction.matching import match_key
from articles.models import (
    Claim,
    Confidence,
    Office,
    OfficeAlias,
    Organ,
    OrganAlias,
    Outlet,
    Speaker,
    SpeakerAlias,
    Tenure,
)
from articles.models.identity import PUBLIC_ID_LENGTH, NaturalKey, mint_slug
from articles.sources import Source, sources
from directives.models import Relation, Resolution, Topic
from directives.models.resolutions import LAWS
from register import authority
from register.authority import Entry
from register.models import DataVersion

FOLDER = Path(settings.FIXTURE_DIRS[0])
SEEDS = Path(settings.SEEDS_DIR)
TOPIC_WORDS = Path(settings.BASE_DIR) / "directives/extraction/data/topics.tsv"

ENTRIES = list(authority.read(FOLDER))
MODELS = list(dict.fromkeys(entry.model for entry in ENTRIES))
OFFICIAL = ("gov.vn", "quochoi.vn", "nhandan.vn", "dangcongsan.vn", "tapchicongsan.org.vn", "vbpl.vn", "chinhphu.vn")
NEVER_PREFERRED = {"attested", "attested_in"}  # many days may be attested, and all of them at once


@pytest.fixture
def loaded(db: None) -> None:
    authority.load(FOLDER)


def of(model: type[NaturalKey]) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.model is model]


def claims() -> Iterable[Entry]:
    return (entry for entry in ENTRIES if issubclass(entry.model, Claim))


def site(address: str) -> str:
    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])


def is_official(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return any(host == official or host.endswith(f".{official}") for official in OFFICIAL)


# --- The files --------------------------------------------------------------------------------------------------------


def test_no_row_is_given_twice() -> None:
    keys = [(entry.model, entry.key) for entry in ENTRIES]
    assert len(keys) == len(set(keys))


def test_numbers_of_rows_are_the_database_s_own_affair() -> None:
    for path in FOLDER.glob("*.json"):
        assert all(row.keys() == {"model", "fields"} for row in json.loads(path.read_text(encoding="utf-8")))


def test_every_file_is_loaded_and_written_alike() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(authority.FILES)
    for path in FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
        assert unicodedata.is_normalized("NFC", text)


def test_every_row_is_one_that_the_admin_would_take(loaded: None) -> None:
    for model in MODELS:
        for row in model._default_manager.all():
            row.clean_fields()


def test_slugs_are_of_the_form_that_is_minted() -> None:
    for model in (Organ, Office, Speaker, Topic, Resolution, Outlet):
        for entry in of(model):
            slug = entry.fields["slug"]
            assert slug == mint_slug(slug, ())
    for entry in of(Tenure):
        assert len(entry.fields["public_id"]) == PUBLIC_ID_LENGTH


def test_a_document_that_is_added_gets_a_slug_as_those_of_the_files(loaded: None) -> None:
    """Where its symbol, or its day, is known there. A few are called otherwise, so that a decision stays short."""
    dated = Resolution.objects.exclude(symbol="").exclude(kind__in=LAWS).exclude(issued_on=None)
    in_years = [row for row in dated if re.search(r"-20\d\d\b", row.slug)]
    assert len(in_years) > 40
    assert [row.slug for row in in_years if mint_slug(row.slug_words, ()) != row.slug] == []


@pytest.mark.parametrize(
    ("facts", "slug"),
    [
        ({"symbol": "12-KL/TW", "issued_on": datetime.date(2021, 8, 12)}, "12-kl-tw-2021"),
        ({"symbol": "12-KL/TW"}, "12-kl-tw"),
        ({"symbol": "178/2024/NĐ-CP", "issued_on": datetime.date(2024, 12, 31)}, "178-2024-nd-cp"),
        ({"kind": "luat", "symbol": "18/2012/QH13", "title": "Luật Biển Việt Nam"}, "luat-bien-viet-nam-2012"),
        ({"kind": "phap-lenh", "title": "về hàm, cấp ngoại giao"}, "phap-lenh-ve-ham-cap-ngoai-giao"),
        ({"kind": "luat", "symbol": "06/2003/QH11"}, "06-2003-qh11"),
        ({"kind": "quy-che", "number": "101", "title": "về quản lý thống nhất các hoạt động"}, "quy-che-101"),
        ({"kind": "khac", "title": "Bản tin"}, "ban-tin"),
        ({"kind": "van-kien", "term": "XIV"}, "van-kien-xiv"),
    ],
)
def test_the_slug_of_a_document_says_what_it_is(facts: dict[str, Any], slug: str) -> None:
    assert mint_slug(Resolution(**{"kind": "ket-luan", **facts}).slug_words, ()) == slug


# --- Facts and their sources ------------------------------------------------------------------------------------------


def test_a_claim_has_a_source_or_says_that_it_has_none() -> None:
    for claim in claims():
        in_a_seed = [word.rstrip(".,;") for word in claim.fields.get("note", "").split() if word.startswith("seeds/")]
        assert all((SEEDS.parent / path).exists() for path in in_a_seed), claim
        sourced = bool(claim.fields.get("source") or in_a_seed)
        assert sourced == (claim.fields["confidence"] != Confidence.UNVERIFIED), claim


def test_what_is_confirmed_has_two_sites_or_an_official_one() -> None:
    by_value = defaultdict(list)
    for claim in claims():
        if claim.fields["confidence"] == Confidence.CONFIRMED:
            by_value[claim.model, claim.key[:3]].append(claim.fields.get("source", ""))
    for key, addresses in by_value.items():
        assert len({site(address) for address in addresses}) > 1 or any(map(is_official, addresses)), key


@pytest.mark.parametrize("model", [Resolution, Tenure])
def test_columns_hold_the_preferred_claims_and_nothing_else(model: type[NaturalKey]) -> None:
    names = {entry.fields["slug"]: entry.fields["name"] for entry in of(Organ)}
    facts = ("title", "issuer", "issued_on") if model is Resolution else ("since", "until")
    claimed = {
        key: [claim.fields["value"] for claim in found if claim.fields.get("preferred")]
        for key, found in claims_of(model).items()
    }
    shown = 0
    for entry in of(model):
        for fact in facts:
            value = entry.fields.get(fact)
            if fact == "issuer" and value:
                value = names[value[0]]
            elif value and entry.fields.get(f"{fact}_precision"):
                value = value[: {"day": 10, "month": 7, "year": 4}[entry.fields[f"{fact}_precision"]]]
            assert claimed.get((entry.key[0], fact), []) == ([value] if value else []), (entry.key, fact)
            shown += bool(value)
    assert shown > 100


def claims_of(model: type[NaturalKey]) -> dict[tuple[str, str], list[Entry]]:
    """The claims about the rows of model, by the key of the row and the fact."""
    found = defaultdict(list)
    for claim in claims():
        if model.__name__.lower() in claim.fields:
            found[claim.key[0], claim.fields["fact"]].append(claim)
    return found


def test_a_claim_without_a_source_is_not_preferred() -> None:
    for claim in claims():
        if claim.fields.get("preferred"):
            assert claim.fields["confidence"] != Confidence.UNVERIFIED, claim
            assert claim.fields["fact"] not in NEVER_PREFERRED, claim


def test_sources_that_differ_give_two_values() -> None:
    for (key, fact), found in (claims_of(Resolution) | claims_of(Tenure)).items():
        confidences = {claim.fields["confidence"] for claim in found}
        if Confidence.CONFLICT in confidences:
            assert len({claim.fields["value"] for claim in found}) > 1, (key, fact)


def test_a_tenure_stands_on_a_source() -> None:
    sourced = {
        claim.key[0]
        for claim in claims()
        if "tenure" in claim.fields and claim.fields["confidence"] != Confidence.UNVERIFIED
    }
    assert {entry.key[0] for entry in of(Tenure)} == sourced


def test_the_days_on_which_someone_is_seen_are_those_attested() -> None:
    attested = {
        key: sorted(claim.fields["value"] for claim in found)
        for (key, fact), found in claims_of(Tenure).items()
        if fact == "attested"
    }
    for entry in of(Tenure):
        days = attested.get(entry.key[0], [None])
        assert (entry.fields.get("first_seen"), entry.fields.get("last_seen")) == (days[0], days[-1]), entry.key


def test_a_relation_has_a_source() -> None:
    for entry in of(Relation):
        assert entry.fields["source"]
        assert entry.fields["confidence"] != Confidence.UNVERIFIED


# --- Names ------------------------------------------------------------------------------------------------------------


def test_a_title_with_a_name_is_not_a_name() -> None:
    titles = {
        match_key(entry.fields.get("title") or entry.fields["name"])
        for entry in ENTRIES
        if entry.file == "offices.json"
    }
    for entry in of(SpeakerAlias):
        name = match_key(entry.fields["name"])
        assert not any(name == title or name.startswith(f"{title} ") for title in titles), entry


def test_an_alias_differs_from_the_name() -> None:
    names = {(entry.model, entry.key[0]): entry.fields.get("name") or entry.fields.get("title") for entry in ENTRIES}
    for alias, model in ((OrganAlias, Organ), (OfficeAlias, Office), (SpeakerAlias, Speaker)):
        for entry in of(alias):
            assert entry.fields["name"] != names[model, entry.key[0]], entry


@pytest.mark.parametrize("name", ["Bác", "Người", "Tổng Bí thư Tô Lâm", "Chủ tịch Hồ Chí Minh"])
def test_a_word_that_means_a_person_only_in_its_place_is_no_alias(name: str) -> None:
    assert name not in {entry.fields.get("name") for entry in ENTRIES if entry.file == "speakers.json"}


@pytest.mark.parametrize("title", ["Bộ trưởng", "Thứ trưởng", "Chủ tịch", "Quyền Bộ trưởng Bộ Ngoại giao"])
def test_a_title_that_many_have_names_no_office(title: str) -> None:
    assert title not in {
        entry.fields.get("title") or entry.fields["name"] for entry in ENTRIES if entry.file == "offices.json"
    }


# --- What the articles need -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "number", "slug"),
    [
        ("nghi-quyet", "59", "59-nq-tw"),
        ("nghi-quyet", "57", "57-nq-tw"),
        ("nghi-quyet", "250", "250-2025-qh15"),
        ("nghi-quyet", "21", "21-nq-cp-2023"),
        ("chi-thi", "15", "15-ct-tw-2022"),
        ("quy-che", "392", "quy-che-392"),
    ],
)
def test_what_the_seeds_cite_is_known_and_only_once(kind: str, number: str, slug: str) -> None:
    of_that_number = [
        entry.key[0] for entry in of(Resolution) if (entry.fields["kind"], entry.fields.get("number")) == (kind, number)
    ]
    assert of_that_number == [slug]


@pytest.mark.parametrize(
    ("day", "holder", "acting"),
    [
        ("2023-12-20", "bui-thanh-son", False),
        ("2025-09-16", "le-hoai-trung", True),
        ("2026-01-29", "le-hoai-trung", False),
    ],
)
def test_the_foreign_minister_is_known_for_the_day_of_each_seed(
    loaded: None, day: str, holder: str, acting: bool
) -> None:
    on = datetime.date.fromisoformat(day)
    tenures = Tenure.objects.filter(office__slug="bo-truong-ngoai-giao").select_related("speaker")
    assert [(tenure.speaker.slug, tenure.acting) for tenure in tenures if tenure.basis_on(on)] == [(holder, acting)]


def test_the_topics_are_those_that_the_extraction_finds() -> None:
    lines = TOPIC_WORDS.read_text(encoding="utf-8").splitlines()
    found = {line.split("\t")[0] for line in lines if line and not line.startswith("#")}
    assert found == {entry.fields["slug"] for entry in of(Topic)}


def test_every_fact_about_a_seed_says_how_it_is_known() -> None:
    outlets = {entry.fields["name"] for entry in of(Outlet)}
    read = list(sources([SEEDS], settings.SOURCE_MAX_BYTES))
    assert len(read) == 5
    for source in read:
        assert isinstance(source, Source)
        assert source.facts.stated().keys() == source.facts.known.keys()
        assert source.facts.outlet is None or source.facts.outlet in outlets


# --- Loading ----------------------------------------------------------------------------------------------------------


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Everything in the tables of the known rows, but numbers and moments."""
    passing = {"id", "created_at", "changed_at"}
    return {
        model.__name__: sorted(
            model._default_manager.values_list(
                *model.natural_fields,
                *(
                    column.name
                    for column in model._meta.fields
                    if column.name not in passing and not column.is_relation
                ),
            ),
            key=str,
        )
        for model in MODELS
    }


@pytest.mark.django_db
def test_a_new_database_gets_every_row_and_its_version_moves_once() -> None:
    before = DataVersion.current()
    loaded = authority.load(FOLDER)
    assert loaded.added.total() == len(ENTRIES)
    assert sum(model._default_manager.count() for model in MODELS) == len(ENTRIES)
    assert DataVersion.current() == before + 1


def test_loading_again_writes_nothing(loaded: None) -> None:
    version, before = DataVersion.current(), rows()
    again = authority.load(FOLDER, add=True)
    assert (again.added.total(), again.present.total()) == (0, len(ENTRIES))
    assert rows() == before
    assert DataVersion.current() == version


def test_a_curator_s_edit_stays(loaded: None) -> None:
    Resolution.objects.filter(slug="59-nq-tw").update(title="về hội nhập quốc tế")
    Tenure.objects.filter(speaker__slug="to-lam").update(note="checked")
    authority.load(FOLDER, add=True)
    assert Resolution.objects.get(slug="59-nq-tw").title == "về hội nhập quốc tế"
    assert set(Tenure.objects.filter(speaker__slug="to-lam").values_list("note", flat=True)) == {"checked"}


def test_what_a_curator_deleted_comes_back_only_when_asked_for(loaded: None) -> None:
    before = rows()
    Speaker.objects.get(slug="abe-shinzo").delete()
    version = DataVersion.current()
    left = authority.load(FOLDER)
    assert left.left_out == {"speaker": 1, "speakeralias": 2}
    assert not Speaker.objects.filter(slug="abe-shinzo").exists()
    assert DataVersion.current() == version
    assert authority.load(FOLDER, add=True).added == left.left_out
    assert rows() == before


@pytest.mark.django_db
def test_a_person_whom_an_article_brought_first_is_left_as_it_is() -> None:
    Speaker.objects.create(slug="le-hoai-trung", name="Lê Hoài Trung", origin="machine")
    loaded = authority.load(FOLDER)
    assert loaded.present == {"speaker": 1}
    speaker = Speaker.objects.get(slug="le-hoai-trung")
    assert speaker.origin == "machine"
    assert speaker.tenures.filter(office__slug="bo-truong-ngoai-giao", acting=True).exists()


@pytest.mark.django_db
def test_django_s_loaddata_gives_the_same_rows() -> None:
    call_command("loaddata", *authority.FILES, verbosity=0)
    by_loaddata = rows()
    for model in reversed(MODELS):
        model._default_manager.all().delete()
    authority.load(FOLDER)
    assert rows() == by_loaddata
    assert not Speaker.objects.filter(sort_key="").exists()


def fixtures_in(folder: Path, **files: str) -> Path:
    for name in authority.FILES:
        (folder / f"{name}.json").write_text(files.get(name, "[]"), encoding="utf-8")
    return folder


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"organs": "[{]"}, r"organs\.json: .*line 1"),
        ({"organs": '[{"model": "auth.user", "fields": {}}]'}, "not among the known rows"),
        ({"organs": '[{"fields": {}}]'}, r"organs\.json: 'model'"),
        (
            {"offices": '[{"model": "articles.office", "fields": {"slug": "a", "title": "A", "organ": ["gone"]}}]'},
            "refers to organ gone, which is not there",
        ),
        (
            {
                "topics": """[
                    {"model": "directives.topic", "fields": {"slug": "mot", "broader": ["hai"]}},
                    {"model": "directives.topic", "fields": {"slug": "hai", "broader": ["mot"]}}]"""
            },
            "topic mot stands below itself by its broader",
        ),
    ],
)
def test_a_broken_fixture_is_named_and_nothing_is_half_written(
    tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    good = '[{"model": "articles.organ", "fields": {"slug": "quoc-hoi", "name": "Quốc hội"}}]'
    folder = fixtures_in(tmp_path, **{"organs": good} | files)
    version = DataVersion.current()
    with pytest.raises(CommandError, match=reason):
        call_command("load_fixtures", folder=folder)
    assert not Organ.objects.exists()
    assert DataVersion.current() == version


@pytest.mark.django_db
def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"organs\.json"):
        call_command("load_fixtures", folder=tmp_path)


def test_the_command_tells_what_is_missing_and_how_to_add_it(loaded: None, capsys: pytest.CaptureFixture[str]) -> None:
    Outlet.objects.get(slug="vietnamplus").delete()
    call_command("load_fixtures")
    assert "1 rows of the fixtures are not there" in capsys.readouterr().out
    call_command("load_fixtures", "--add")
    assert "known rows: 1 added" in capsys.readouterr().out
    assert Outlet.objects.filter(slug="vietnamplus").exists()
