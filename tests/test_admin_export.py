"""Authority lists as files: what is filtered or selected, by slugs, and no cell that a spreadsheet would run."""

import csv
import json
from io import BytesIO, StringIO
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from articles.models import Office, OfficeAlias, Organ, OrganAlias, Outlet, Speaker, SpeakerAlias, Tenure, TenureClaim
from articles.sheets import FORMULA, defused
from directives.models import Relation, Resolution, ResolutionAlias, ResolutionClaim, Topic
from tests import cast
from tests.curator import Curator, url

CSV, XLSX, JSON = "0", "1", "2"  # as the form numbers the formats
LISTS = [Outlet, Speaker, Organ, Office, Tenure, Resolution, Topic]
FORMULAE = [
    "=cmd()",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "- gạch đầu dòng",
]


def exported(curator: Curator, model: type[Model], form: str, table: int = 0, **filters: Any) -> Any:
    """Return the answer to the form that exports a list."""
    address = f"{url(model, 'export')}?{urlencode(filters)}"
    return curator.client.post(address, {"format": form, "resource": table})


def rows_of(answer: Any) -> list[dict[str, str]]:
    """Return the rows of a CSV file by the names of their columns."""
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def table_of(curator: Curator, model: type[Model], table: int = 0, **filters: Any) -> list[dict[str, str]]:
    return rows_of(exported(curator, model, CSV, table, **filters))


def test_a_speaker_goes_with_names_and_by_slugs(speaker: Speaker, curator: Curator) -> None:
    for name in ("ông Trung", "đồng chí Trung"):
        SpeakerAlias.objects.create(speaker=speaker, name=name)
    cast.add_speaker("Lê Trung", slug="le-trung", merged_into=speaker, country="VN")
    assert sorted(table_of(curator, Speaker), key=itemgetter("slug")) == [
        {
            "slug": "le-hoai-trung",
            "name": "Lê Hoài Trung",
            "aliases": "Lê Trung | ông Trung | đồng chí Trung",
            "country": "",
            "merged_into": "",
            "origin": "curator",
        },
        {
            "slug": "le-trung",
            "name": "Lê Trung",
            "aliases": "",
            "country": "VN",
            "merged_into": "le-hoai-trung",
            "origin": "curator",
        },
    ]


def test_tenures_go_with_their_speakers_and_claims_with_their_tenures(
    speaker: Speaker, office: Office, curator: Curator
) -> None:
    tenure = cast.add_tenure(speaker, office, acting=True, since="2025-08-30")
    TenureClaim.objects.create(tenure=tenure, fact="since", value="2025-08-30", confidence="single", preferred=True)
    cast.add_tenure(cast.add_speaker(), office)
    (row,) = table_of(curator, Speaker, 1, q="Lê Hoài Trung")
    told = ("public_id", "speaker", "office", "acting", "since", "until")
    assert [row[name] for name in told] == [tenure.public_id, speaker.slug, office.slug, "1", "2025-08-30", ""]
    (claim,) = table_of(curator, Tenure, 1)
    assert [claim[name] for name in ("tenure", "speaker", "office", "fact", "value", "preferred")] == [
        tenure.public_id,
        speaker.slug,
        office.slug,
        "since",
        "2025-08-30",
        "1",
    ]


def test_a_document_goes_with_its_names_claims_and_relations(resolution: Resolution, curator: Curator) -> None:
    ResolutionAlias.objects.create(resolution=resolution, name="Nghị quyết 59")
    ResolutionClaim.objects.create(resolution=resolution, fact="title", value="về hội nhập", confidence="single")
    target = cast.add_resolution()
    Relation.objects.create(resolution=resolution, type="implements", target=target, confidence="single")
    (row,) = table_of(curator, Resolution, q="59-NQ/TW")
    told = ("slug", "symbol", "aliases", "issuer", "issued_on")
    assert [row[name] for name in told] == ["59-nq-tw", "59-NQ/TW", "Nghị quyết 59", "bo-chinh-tri", "2025-01-24"]
    (claim,) = table_of(curator, Resolution, 1)
    assert (claim["resolution"], claim["fact"], claim["value"]) == ("59-nq-tw", "title", "về hội nhập")
    (relation,) = table_of(curator, Resolution, 2)
    assert [relation[name] for name in ("resolution", "type", "target", "article")] == [
        "59-nq-tw",
        "implements",
        target.slug,
        "",
    ]


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_every_list_can_be_taken_along_and_none_names_a_row_by_its_number(
    model: type[Model], speaker: Speaker, office: Office, resolution: Resolution, topic: Topic, curator: Curator
) -> None:
    cast.add_outlet()
    cast.add_tenure(speaker, office)
    assert "Export" in curator.open(url(model, "changelist"))
    assert 'name="format"' in curator.open(url(model, "export"))
    for form in (CSV, XLSX, JSON):
        answer = exported(curator, model, form)
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    rows = json.loads(exported(curator, model, JSON).content)
    assert rows
    assert "id" not in rows[0]


def undefused(cell: Any) -> Any:
    """Return what a cell was before `defused`."""
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and FORMULA.match(cell) else cell


@pytest.mark.parametrize("words", FORMULAE)
def test_no_cell_of_a_sheet_is_a_formula_and_nothing_is_lost(words: str, curator: Curator) -> None:
    organ = cast.add_organ(name=words)
    (row,) = table_of(curator, Organ)
    assert row["name"] == f"'{words}"
    assert undefused(row["name"]) == words
    sheet = load_workbook(BytesIO(exported(curator, Organ, XLSX).content)).active
    cell = sheet["B2"]
    read = words.replace("\r", "\n")  # as XML reads line ends
    assert (cell.data_type, undefused(cell.value)) == ("s", read)
    assert json.loads(exported(curator, Organ, JSON).content)[0]["name"] == organ.name


@given(st.text())
def test_what_was_defused_is_what_it_was(words: str) -> None:
    assert undefused(defused(words)) == words
    assert not defused(words).lstrip().startswith(("=", "+", "-", "@"))


def test_a_csv_file_begins_with_the_mark_that_spreadsheets_need(organ: Organ, curator: Curator) -> None:
    answer = exported(curator, Organ, CSV)
    assert answer.content.startswith("\ufeff".encode())
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "Bộ Ngoại giao" in answer.content.decode()


def test_what_programs_read_is_true_or_false_and_a_list_of_names(
    speaker: Speaker, office: Office, resolution: Resolution, curator: Curator
) -> None:
    for name in ("ông Trung", "đồng chí | Trung"):
        SpeakerAlias.objects.create(speaker=speaker, name=name)
    tenure = cast.add_tenure(speaker, office, acting=True, since="2025-08-30")
    TenureClaim.objects.create(tenure=tenure, fact="since", value="2025-08-30", confidence="single", preferred=True)

    def told(model: type[Model], table: int = 0) -> Any:
        return json.loads(exported(curator, model, JSON, table).content)[0]

    assert told(Speaker)["aliases"] == ["ông Trung", "đồng chí | Trung"]
    assert told(Office)["single_seat"] is True
    assert (told(Tenure)["acting"], told(Tenure)["since"], told(Tenure)["until"]) == (True, "2025-08-30", None)
    assert told(Tenure, 1)["preferred"] is True
    assert (told(Resolution)["issued_on"], told(Resolution)["aliases"]) == ("2025-01-24", [])


def test_only_what_is_filtered_is_taken_along(curator: Curator) -> None:
    cast.add_office(slug="mot", single_seat=True)
    cast.add_office(slug="hai")
    assert [row["slug"] for row in table_of(curator, Office, single_seat__exact=1)] == ["mot"]


def test_only_what_is_selected_is_taken_along(curator: Curator) -> None:
    one, _other, third = (cast.add_organ(slug=slug) for slug in ("mot", "hai", "ba"))
    chosen = {"action": "export_admin_action", "_selected_action": [one.pk, third.pk]}
    page = curator.client.post(url(Organ, "changelist"), chosen).content.decode()
    assert "2 selected" in page
    sent = {"format": CSV, "resource": "0", "export_items": [one.pk, third.pk]}
    assert {row["slug"] for row in rows_of(curator.client.post(url(Organ, "export"), sent))} == {"mot", "ba"}


def add_one_of_all() -> None:
    """Add a row to each table that is exported, with every pointer set, to a row of its own."""
    organ = cast.add_organ()
    office = cast.add_office(organ=organ)
    speaker = cast.add_speaker(merged_into=cast.add_speaker())
    tenure = cast.add_tenure(speaker, office)
    TenureClaim.objects.create(tenure=tenure, fact="since", value="2025-08-30", confidence="single")
    document = cast.add_resolution(issuer=organ)
    ResolutionClaim.objects.create(resolution=document, fact="title", value="về hội nhập", confidence="single")
    Relation.objects.create(
        resolution=document,
        type="implements",
        target=cast.add_resolution(),
        article=cast.add_article(),
        confidence="single",
    )
    SpeakerAlias.objects.create(speaker=speaker, name="tên khác")
    OrganAlias.objects.create(organ=organ, name="tên khác")
    OfficeAlias.objects.create(office=office, name="tên khác")
    ResolutionAlias.objects.create(resolution=document, name="tên khác")
    cast.add_topic(broader=cast.add_topic())
    cast.add_outlet()


def test_a_file_costs_the_same_queries_with_one_row_and_with_a_hundred_more(curator: Curator) -> None:
    """A hundred rows are what the package loads at a time unless it is told otherwise."""
    pages: dict[type[Model], Any] = {model: admin.site.get_model_admin(model) for model in LISTS}
    tables = [(model, number) for model in LISTS for number in range(len(pages[model].resource_classes))]

    def costs() -> dict[str, int]:
        found = {}
        for model, number in tables:
            with CaptureQueriesContext(connection) as queries:
                assert table_of(curator, model, number)
            found[f"{model.__name__} {number}"] = len(queries)
        return found

    add_one_of_all()
    costs()
    before = costs()
    assert len(before) == 11
    for _ in range(100):
        add_one_of_all()
    assert costs() == before


@pytest.mark.parametrize(
    "asked", [{"single_seat__exact": "\0"}, {"organ__name": "x"}, {"q": "a\0b"}, {"country": "\0"}]
)
def test_no_question_to_a_file_breaks_it(asked: dict[str, Any], office: Office, curator: Curator) -> None:
    assert exported(curator, Office, CSV, **asked).status_code in (200, 302, 400)
    assert curator.client.get(url(Office, "export"), asked).status_code in (200, 302, 400)


@pytest.mark.parametrize("value", [str(10**20), "\0", "x"])
@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_no_filter_of_a_file_breaks_it(
    model: type[Model], value: str, speaker: Speaker, office: Office, curator: Curator
) -> None:
    for filtered in admin.site.get_model_admin(model).list_filter:
        name = filtered[0] if isinstance(filtered, tuple) else getattr(filtered, "parameter_name", filtered)
        for lookup in ("", "__exact", "__id__exact", "__isnull", "__isempty"):
            asked: dict[str, Any] = {f"{name}{lookup}": value}
            assert exported(curator, model, JSON, **asked).status_code in (200, 400)
            assert curator.client.get(url(model, "export"), asked).status_code in (200, 400)


@pytest.mark.parametrize("value", ["x", str(10**20), "\0"])
def test_what_is_no_row_cannot_be_selected(value: str, office: Office, curator: Curator) -> None:
    sent = {"format": CSV, "resource": "0", "export_items": [value]}
    assert curator.client.post(url(Office, "export"), sent).status_code == 400


def test_whoever_may_see_a_list_may_take_it_along_and_nobody_else(
    speaker: Speaker, client: Client, django_user_model: Any
) -> None:
    reader = django_user_model.objects.create_user("an", is_staff=True)
    client.force_login(reader)
    sent = {"format": CSV, "resource": "0"}
    assert client.post(url(Speaker, "export"), sent).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_speaker"))
    assert client.post(url(Speaker, "export"), sent).status_code == 200
    page = client.get(url(Speaker, "export")).content.decode()
    assert "since_precision" not in page  # the tenures are another list, which this person may not see


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_whoever_may_change_a_list_may_take_it_along(
    model: type[Model], speaker: Speaker, client: Client, django_user_model: Any
) -> None:
    editor = django_user_model.objects.create_user("an", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename=f"change_{model._meta.model_name}"))
    client.force_login(editor)
    assert client.get(url(model, "export")).status_code == 200
    assert client.post(url(model, "export"), {"format": CSV, "resource": "0"}).status_code == 200


def test_the_page_has_neither_scripts_nor_styles_of_its_own(speaker: Speaker, curator: Curator) -> None:
    page = curator.open(url(Speaker, "export"))
    assert "style=" not in page
    assert "onchange" not in page
