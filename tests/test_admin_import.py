"""Authority lists back from files: what was exported changes nothing; what is wrong is named, and nothing written."""

import csv
import datetime
import json
import re
import zipfile
from collections.abc import Callable
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from articles.importing import MOST_ERRORS
from articles.models import Office, OfficeAlias, Organ, OrganAlias, Outlet, Speaker, SpeakerAlias, Tenure, TenureClaim
from directives.models import Citation, Relation, Resolution, ResolutionAlias, ResolutionClaim, Topic
from register import authority
from register.models import DataVersion, Edit
from register.undo import undo
from tests import cast
from tests.curator import Curator, Form, url
from tests.test_intake import TEXT, ingest

pytestmark = pytest.mark.django_db

TABLES = [
    (Outlet, 0), (Speaker, 0), (Organ, 0), (Office, 0), (Tenure, 0), (Tenure, 1), (Resolution, 0), (Resolution, 1),
    (Resolution, 2), (Topic, 0),
]  # fmt: skip
FORMATS = ["csv", "xlsx", "json"]
ODD = ["=cmd()", "'x", "'=x", "a | b", " trước", "một\nhai", '"', "@SUM(A1)", "-1", "𝄞 đ", "\t=1"]


def exported(curator: Curator, model: type[Model], table: int, form: str) -> bytes:
    answer = curator.client.post(url(model, "export"), {"format": FORMATS.index(form), "resource": table})
    assert answer.status_code == 200
    raw: bytes = answer.content
    return raw


def looked(curator: Curator, model: type[Model], raw: bytes, form: str = "csv", table: int = 0) -> Any:
    file = SimpleUploadedFile(f"bang.{form}", raw)
    answer = curator.client.post(url(model, "import"), {"table": table, "file": file})
    assert answer.status_code == 200
    return answer


def confirmed(curator: Curator, answer: Any, **fields: Any) -> Any:
    held = Form(answer.content.decode()).sent.get("held")
    assert held, answer.content.decode()
    return curator.client.post(answer.request["PATH_INFO"], {"held": held, **fields})


def errors(answer: Any) -> list[tuple[int | None, str, str]]:
    return [(error.row, error.column, error.reason) for error in answer.context["done"].errors]


def sheet(*rows: dict[str, Any]) -> bytes:
    """Return rows as CSV."""
    file = StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


@pytest.fixture
def odd(speaker: Speaker, office: Office, resolution: Resolution, topic: Topic) -> None:
    """Rows whose words a file may spoil."""
    target = cast.add_resolution()
    article = cast.add_article()
    tenure = cast.add_tenure(speaker, office, acting=True, since="2025-08-30", since_precision="day")
    for number, words in enumerate(ODD):
        organ = cast.add_organ(name=words)
        OrganAlias.objects.create(organ=organ, name=words)
        OrganAlias.objects.create(organ=organ, name=f"{words} | {number}")
        OfficeAlias.objects.create(office=office, name=words)
        SpeakerAlias.objects.create(speaker=speaker, name=words)
        ResolutionAlias.objects.create(resolution=resolution, name=words)
        cast.add_outlet(words, attribution=words)
        cast.add_resolution(title=words, note=words)
        TenureClaim.objects.create(tenure=tenure, fact="attested", value=words, confidence="single", note=words)
        ResolutionClaim.objects.create(resolution=resolution, fact="title", value=words, confidence="single")
        Topic.objects.create(slug=f"t-{number}", label_vi=words, label_en=words, broader=topic)
    for one in (article, cast.add_article()):
        ResolutionClaim.objects.create(
            resolution=resolution, fact="title", value="đọc", confidence="single", article=one
        )
        Relation.objects.create(resolution=resolution, type="amends", target=target, confidence="single", article=one)
    Relation.objects.create(resolution=resolution, type="amends", target=target, confidence="single")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("model", "table"), TABLES, ids=lambda one: getattr(one, "__name__", str(one)))
def test_what_was_exported_and_comes_back_changes_nothing(
    model: type[Model], table: int, form: str, odd: None, curator: Curator
) -> None:
    version = DataVersion.current()
    answer = looked(curator, model, exported(curator, model, table, form), form, table)
    done = answer.context["done"]
    assert (done.errors, done.new, done.changed) == ([], [], [])
    assert done.same > 0
    assert 'name="held"' not in answer.content.decode()
    assert DataVersion.current() == version
    assert not Edit.objects.exists()


def test_every_list_that_comes_with_the_project_comes_back_as_it_was(curator: Curator) -> None:
    authority.load(Path(settings.FIXTURE_DIRS[0]))
    for model, table in TABLES:
        done = looked(curator, model, exported(curator, model, table, "csv"), "csv", table).context["done"]
        assert (done.errors, done.new, done.changed) == ([], [], [])


def test_a_look_writes_nothing_and_a_confirmed_import_is_one_thing_in_the_history(curator: Curator) -> None:
    one, other = cast.add_organ(name="Bộ A", slug="bo-a"), cast.add_organ(name="Bộ B", slug="bo-b")
    OrganAlias.objects.create(organ=one, name="cũ")
    rows = [
        {"slug": "bo-a", "name": "Bộ A", "aliases": "mới | '=x"},
        {"slug": "bo-b", "name": "'=Bộ B", "aliases": ""},
        {"slug": "", "name": "Bộ Đối ngoại", "aliases": "BĐN"},
    ]
    answer = looked(curator, Organ, sheet(*rows))
    assert "1 new, 2 changed, 0 as they are." in answer.content.decode()
    assert Organ.objects.count() == 2
    assert confirmed(curator, answer, why="from the office").status_code == 302
    other.refresh_from_db()
    assert other.name == "=Bộ B"
    assert sorted(one.aliases.values_list("name", flat=True)) == ["'=x", "mới"]
    assert Organ.objects.get(slug="bo-doi-ngoai").aliases.get().name == "BĐN"
    edit = Edit.objects.get()
    assert (edit.kind, edit.why, edit.by_name) == ("imported", "from the office", "lan")
    assert set(edit.rows.values_list("model", flat=True)) == {"articles.organ", "articles.organalias"}
    assert edit.rows.count() == 6  # two organs, a name gone, two new; and


def test_a_machine_s_row_that_is_changed_is_the_curators_own(curator: Curator) -> None:
    row = cast.add_speaker("Lê Văn Bảo", slug="le-van-bao", origin="machine")
    confirmed(curator, looked(curator, Speaker, sheet({"slug": "le-van-bao", "country": "VN"})))
    row.refresh_from_db()
    assert (row.country, row.origin, row.name) == ("VN", "curator", "Lê Văn Bảo")


def test_tenures_and_claims_are_added_by_public_names(speaker: Speaker, office: Office, curator: Curator) -> None:
    row = {"public_id": "", "speaker": speaker.slug, "office": office.slug, "since": "2024-05-01", "acting": "1"}
    confirmed(curator, looked(curator, Tenure, sheet({**row, "since_precision": "month"})))
    tenure = Tenure.objects.get()
    assert (tenure.known_since, tenure.acting, len(tenure.public_id)) == ("2024-05", True, 10)
    claim = {"tenure": tenure.public_id, "fact": "since", "value": "2024-05", "source": "", "confidence": "single"}
    confirmed(curator, looked(curator, Tenure, sheet(claim), "csv", 1))
    assert TenureClaim.objects.get().tenure == tenure


def test_an_imported_document_settles_what_waited_for_it(curator: Curator) -> None:
    ingest("bai.txt", TEXT)
    assert Citation.objects.get().resolution is None
    row = {"slug": "", "kind": "nghi-quyet", "number": "59", "symbol": "59-NQ/TW", "title": "về hội nhập"}
    answer = confirmed(curator, looked(curator, Resolution, sheet(row)))
    assert Citation.objects.get().resolution == Resolution.objects.get()
    page = curator.open(answer["Location"])
    assert "1 citation was settled by this." in page


def test_where_nothing_waited_an_import_and_its_undoing_speak_of_rows_alone(curator: Curator) -> None:
    for row in (
        {"slug": "le-bao", "name": "Lê Bảo"},
        {"slug": "59", "kind": "nghi-quyet", "number": "59", "title": "a"},
    ):
        model = Speaker if "name" in row else Resolution
        answer = confirmed(curator, looked(curator, model, sheet(row)))
        pages = [curator.open(answer["Location"])]
        curator.client.post(reverse("admin:register_edit_undo", args=[Edit.objects.latest("pk").pk]))
        pages.append(curator.open(reverse("admin:index")))
        assert not model._default_manager.exists()
        assert [re.findall(r'<li class="(success|info|warning)">', page) for page in pages] == [
            ["success"],
            ["success"],
        ]


def test_imported_claims_fill_the_columns_and_settle_what_waited_once(curator: Curator) -> None:
    ingest("bai.txt", TEXT)
    document = cast.add_resolution(kind="nghi-quyet", number="", symbol="", slug="nghi-quyet", title="về hội nhập")
    claim = {"resolution": document.slug, "source": "https://bao.example/1", "confidence": "single", "preferred": "1"}
    said = {"symbol": "59-NQ/TW", "title": "Về hội nhập quốc tế"}
    rows = sheet(*({**claim, "fact": fact, "value": value} for fact, value in said.items()))
    answer = confirmed(curator, looked(curator, Resolution, rows, "csv", 1))
    document.refresh_from_db()
    assert (document.symbol, document.title) == ("59-NQ/TW", "Về hội nhập quốc tế")
    assert "citation" in curator.open(answer["Location"])
    undo(Edit.objects.get(), None)
    document.refresh_from_db()
    assert (document.symbol, document.title) == ("", "về hội nhập")


def test_what_an_import_says_of_a_document_or_a_tenure_does_not_go_before_a_preferred_claim(
    office: Office, curator: Curator
) -> None:
    document = cast.add_resolution(slug="59", title="về hội nhập")
    tenure = cast.add_tenure(cast.add_speaker(), office, since="2024-05-01", since_precision="month")
    claim = {"confidence": "single", "source": "https://bao.example/1", "preferred": True}
    ResolutionClaim.objects.create(resolution=document, fact="title", value="về hội nhập", **claim)
    TenureClaim.objects.create(tenure=tenure, fact="since", value="2024-05", **claim)
    confirmed(curator, looked(curator, Resolution, sheet({"slug": "59", "title": "khác", "number": "60"})))
    row = {"public_id": tenure.public_id, "since": "2020-01-01", "since_precision": "year", "note": "x"}
    confirmed(curator, looked(curator, Tenure, sheet(row)))
    document.refresh_from_db()
    tenure.refresh_from_db()
    assert (document.title, document.number) == ("về hội nhập", "60")
    assert (tenure.known_since, tenure.note) == ("2024-05", "x")


def test_an_imported_claim_says_what_could_not_follow_it(office: Office, curator: Curator) -> None:
    tenure = cast.add_tenure(cast.add_speaker("Lê Văn Bảo"), office)
    claim = {"tenure": tenure.public_id, "fact": "since", "source": "https://bao.example/1", "preferred": "1"}
    for value, says in (("2024-05", False), ("mùa xuân", True)):
        rows = sheet({**claim, "value": value, "confidence": "single"})
        TenureClaim.objects.update(preferred=False)
        page = curator.open(confirmed(curator, looked(curator, Tenure, rows, "csv", 1))["Location"])
        assert ("Lê Văn Bảo" in page and "“mùa xuân” is no day, month or year." in page) == says
        tenure.refresh_from_db()
        assert tenure.known_since == "2024-05"


def test_an_imported_name_settles_what_waited_for_it(curator: Curator) -> None:
    ingest("bai.txt", "Việt Nam là nước mở ký Công ước Hà Nội.\n")
    document = cast.add_resolution(kind="cong-uoc", number="", slug="cong-uoc")
    row = {"slug": document.slug, "aliases": "Công ước Hà Nội"}
    confirmed(curator, looked(curator, Resolution, sheet(row)))
    assert Citation.objects.get().resolution == document


def test_a_merge_is_never_made_by_an_import(speaker: Speaker, curator: Curator) -> None:
    other = cast.add_speaker("Trần Thị Lan")
    answer = looked(curator, Speaker, sheet({"slug": other.slug, "merged_into": speaker.slug}))
    assert [(row, column) for row, column, _reason in errors(answer)] == [(2, "merged_into")]


@pytest.mark.parametrize(
    ("model", "table", "row", "place", "reason"),
    [
        (Organ, 0, {"slug": "bo-a", "name": ""}, "name", "cannot be blank"),
        (Organ, 0, {"slug": "bo-a", "nmae": "x"}, "nmae", "There is no such column."),
        (Organ, 0, {"name": "x"}, "slug", "This column is missing."),
        (Organ, 0, {"slug": "Bộ A", "name": "x"}, "slug", "Only the characters a-z"),
        (Organ, 0, {"slug": "bo-a", "name": "x" * 301}, "name", "at most 300 characters"),
        (Organ, 0, {"slug": "bo-a", "aliases": "y" * 501}, "aliases", "at most 500 characters"),
        (Office, 0, {"slug": "", "title": "x", "organ": "khong-co"}, "organ", "There is no “khong-co”."),
        (Office, 0, {"slug": "", "title": "x", "single_seat": "maybe"}, "single_seat", "neither 1 nor 0"),
        (Resolution, 0, {"slug": "", "kind": "luat", "issued_on": "30/02/2026"}, "issued_on", "invalid date format"),
        (Resolution, 0, {"slug": "", "kind": "thơ"}, "kind", "not a valid choice"),
        (Resolution, 0, {"slug": "", "kind": "luat", "url": "javascript:1"}, "url", "Enter a valid URL."),
        (Resolution, 0, {"slug": "", "kind": "luat", "origin": "machine"}, "origin", "This column is not imported."),
        (Tenure, 0, {"public_id": "aaaaaaaaaa", "speaker": "x"}, "public_id", "There is no such row."),
        (Speaker, 0, {"slug": "", "name": "Lê", "merged_into": "x"}, "merged_into", "This column is not imported."),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_imported(
    model: type[Model], table: int, row: dict[str, str], place: str, reason: str, curator: Curator
) -> None:
    cast.add_organ(name="Bộ A", slug="bo-a")
    before = model._default_manager.count()
    answer = looked(curator, model, sheet(row), "csv", table)
    ((number, column, said),) = errors(answer)
    assert (column, number in (2, None)) == (place, True)
    assert reason in said
    assert "held" not in Form(answer.content.decode()).sent
    assert model._default_manager.count() == before


def test_one_wrong_row_keeps_all_out_and_the_same_row_twice_is_named(curator: Curator) -> None:
    answer = looked(
        curator, Organ, sheet(*({"slug": slug, "name": name} for slug, name in (("a", "A"), ("b", ""), ("a", "C"))))
    )
    assert [(row, column) for row, column, _ in errors(answer)] == [(3, "name"), (4, "slug")]
    assert "row 3, name" in unescape(answer.content.decode())
    assert not Organ.objects.exists()


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 70 * 1024**2)
    return file.getvalue()


def book(*rows: list[Any], replacing: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """Return rows as XLSX, with one thing in the sheet put for another."""
    made, file, other = Workbook(), BytesIO(), BytesIO()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(file)
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as again:
        for one in packed.namelist():
            content = packed.read(one)
            again.writestr(one, content.replace(*replacing) if one.endswith("sheet1.xml") else content)
    return other.getvalue()


def wide() -> bytes:
    return book(["slug", *(f"c{number}" for number in range(100))], ["a"])


def far() -> bytes:
    return book(["slug", "name"], ["a", "b"], replacing=(b'r="2"', b'r="99999999999"'))


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.csv", lambda: "tên,bộ\n".encode("utf-16"), "not UTF-8"),
        ("a.csv", lambda: b"slug,name\n" + b"a,b\n" * 10_001, "more than 10000 rows"),
        ("a.csv", lambda: b"slug,name\n", "no rows"),
        ("a.csv", lambda: b"slug,slug\na,b\n", "stands twice"),
        ("a.csv", lambda: b'slug,name\n"a,b\n', "no CSV"),
        ("a.csv", lambda: b"slug,name\na,b\0\n", "null characters"),
        ("a.csv", lambda: b"x" * (5 * 1024**2 + 1), "larger than"),
        ("a.xlsx", lambda: b"PK\x03\x04 none", "no XLSX"),
        ("a.xlsx", bomb, "unpacks to more"),
        ("a.json", lambda: b"{}", "no list of objects"),
        ("a.json", lambda: b"[[", "no JSON"),
        ("a.json", lambda: b"[" * 100_000, "no JSON"),
        ("a.json", lambda: b'[{"slug": {"a": 1}}]', "no value"),
        ("a.json", lambda: b'[{"slug": "a", "name": "L\\ud800"}]', "row 1, name: It holds half of a surrogate pair"),
        ("a.json", lambda: b'[{"slug": "a", "n\\udfff": 1}]', "row 1, n?: It holds half of a surrogate pair"),
        ("a.json", lambda: b'[{"slug": "a", "aliases": ["b", "\\ud800"]}]', "row 1, aliases: It holds half"),
        ("a.json", lambda: b'[{"slug": "a", "aliases": ["b\\u0000"]}]', "row 1, aliases: Null characters"),
        ("a.csv", lambda: b",".join(b"c%d" % n for n in range(101)) + b"\n1\n", "more than 100 columns"),
        ("a.csv", lambda: b"slug,name\n" + b"," * 1_000_001, "too many rows and columns"),
        ("a.xlsx", wide, "more than 100 columns"),
        ("a.xlsx", far, "too many rows and columns"),
        ("a.ods", lambda: b"x", "none of .csv, .xlsx and .json"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    name: str, make: Callable[[], bytes], reason: str, curator: Curator
) -> None:
    answer = curator.client.post(url(Organ, "import"), {"table": 0, "file": SimpleUploadedFile(name, make())})
    assert answer.status_code == 200
    assert reason in unescape(re.sub("</?strong>", "", answer.content.decode()))
    assert not Organ.objects.exists()


def test_of_very_many_unknown_columns_some_are_named(curator: Curator) -> None:
    row = {"slug": "a"} | {f"c{number:05}": "x" for number in range(20_000)}
    answer = looked(curator, Organ, json.dumps([row]).encode(), "json")
    assert len(errors(answer)) == MOST_ERRORS


def test_a_sheet_may_be_less_wide_than_it_says_and_its_last_cells_empty(curator: Curator) -> None:
    cast.add_speaker("Lê Văn Bảo", slug="le-van-bao", country="VN")
    rows = [["slug", "name", "country"], ["le-van-bao", "Lê Văn Bảo"]]
    answer = looked(curator, Speaker, book(*rows, replacing=(b'ref="A1:C2"', b'ref="A1:XFD1048576"')), "xlsx")
    ((_row, cells),) = answer.context["done"].changed
    assert cells == [("country", "VN", "")]


def test_what_a_colleague_changed_after_the_look_is_kept_and_shown(curator: Curator) -> None:
    speaker = cast.add_speaker("Lê Văn Bảo", slug="le-van-bao")
    answer = looked(curator, Speaker, sheet({"slug": "le-van-bao", "name": "Lê Văn Zeta"}))
    Speaker.objects.filter(pk=speaker.pk).update(name="Lê Văn Bình")
    again = confirmed(curator, answer, why="from the office")
    assert again.status_code == 200
    assert "Someone changed these rows meanwhile." in again.content.decode()
    assert Speaker.objects.get().name == "Lê Văn Bình"
    assert not Edit.objects.exists()
    ((_row, cells),) = again.context["done"].changed
    assert cells == [("name", "Lê Văn Bình", "Lê Văn Zeta")]
    sent = Form(again.content.decode()).sent
    assert sent["why"] == "from the office"
    assert confirmed(curator, again, why=sent["why"]).status_code == 302
    assert Speaker.objects.get().name == "Lê Văn Zeta"


def test_what_was_as_the_file_says_at_the_look_and_is_not_now_is_looked_at_again(curator: Curator) -> None:
    one = cast.add_organ(name="Bộ A", slug="bo-a")
    rows = [{"slug": "bo-a", "name": "Bộ A"}, {"slug": "", "name": "Bộ B"}]
    answer = looked(curator, Organ, sheet(*rows))
    Organ.objects.filter(pk=one.pk).update(name="Bộ Đối ngoại")
    assert confirmed(curator, answer).status_code == 200
    assert list(Organ.objects.values_list("name", flat=True)) == ["Bộ Đối ngoại"]


def test_a_sheet_is_read_by_its_values(curator: Curator) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in (["slug", "kind", "number", "issued_on"], ["", "luat", 59, None]):
        page.append(line)
    page["D2"] = datetime.datetime(2026, 3, 1)
    file = BytesIO()
    book.save(file)
    confirmed(curator, looked(curator, Resolution, file.getvalue(), "xlsx"))
    row = Resolution.objects.get()
    assert (row.number, str(row.issued_on)) == ("59", "2026-03-01")


def test_only_what_was_looked_at_is_imported_and_by_who_looked(curator: Curator, client: Client) -> None:
    answer = looked(curator, Organ, json.dumps([{"slug": "", "name": "Bộ A"}]).encode(), "json")
    held = Form(answer.content.decode()).sent["held"]
    for spoilt in ("", "x", held[:-1], held.replace(held[5], "A" if held[5] != "A" else "B", 1)):
        refused = curator.client.post(url(Organ, "import"), {"held": spoilt})
        assert "This is not what was looked at." in refused.content.decode()
    other = Client()
    other.force_login(get_user_model().objects.create_superuser("binh"))
    other.post(url(Organ, "import"), {"held": held})
    assert curator.client.post(url(Speaker, "import"), {"held": held}).status_code == 200
    assert not Organ.objects.exists()
    curator.client.post(url(Organ, "import"), {"held": held})
    assert Organ.objects.get().name == "Bộ A"


def test_it_is_for_those_who_may_import(client: Client) -> None:
    user = get_user_model().objects.create_user("binh", is_staff=True)
    allowed = ["view_organ", "add_organ", "change_organ"]
    user.user_permissions.set(Permission.objects.filter(codename__in=allowed))
    client.force_login(user)
    assert client.get(url(Organ, "import")).status_code == 403
    assert client.post(url(Organ, "import"), {"held": "x"}).status_code == 403
    assert url(Organ, "import") not in client.get(url(Organ, "changelist")).content.decode()
    user.user_permissions.add(Permission.objects.get(codename="import_authority"))
    assert client.get(url(Organ, "import")).status_code == 200
    assert url(Organ, "import") in client.get(url(Organ, "changelist")).content.decode()
    user.user_permissions.remove(Permission.objects.get(codename="add_organ"))
    assert client.get(url(Organ, "import")).status_code == 403
