"""What the curators read of codes, sentences, days and names: words of their language, in its order."""

import ast
import datetime
import json
import re
from collections.abc import Iterator
from typing import get_args

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from articles.admin.findings import FindingAdmin
from articles.admin.sentences import sentence
from articles.models import Article, Remark, TenureClaim
from articles.models.claims import ABOUT_DOCUMENTS, ABOUT_TENURES
from articles.models.findings import RemarkCode
from directives.extraction.remarks import RemarkCode as FoundCode
from directives.models import CitationStatus, Relation, ResolutionClaim
from register.models import IngestOutcome, IngestRun
from register.stored import UNANCHORED
from tests import cast
from tests.curator import Curator, url

# Where the machine makes its sentences: in which argument of which call.
SPOKEN: dict[str, int] = {
    "FoundRemark": 2,
    "Match": 2,
    "SourceError": 2,
    "UnreadableText": 0,
    "ValueError": 0,
    "_remark": 2,
}
SPEAKERS = (
    "articles/facts.py",
    "articles/reading.py",
    "articles/sources.py",
    "directives/extraction/remarks.py",
    "register/document.py",
    "register/ingest.py",
    "register/resolve.py",
    "register/rows.py",
    "register/stored.py",
)


def made_by_the_code() -> Iterator[str]:
    """Yield each sentence that the code writes down, a "1" in each of its holes."""
    for path in SPEAKERS:
        for node in ast.walk(ast.parse((settings.BASE_DIR / path).read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                yield from map(written, node.args[SPOKEN[name] :][:1] if name in SPOKEN else [])
                yield from (written(word.value) for word in node.keywords if word.arg in ("detail", "reason"))
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("detail", "reason"):
                yield written(node.value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant):
                yield from [re.sub(r"{\w+}", "1", str(node.value.value))] if "{" in str(node.value.value) else []
            elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "DETAILS":
                yield from (re.sub(r"{\w+!r}", "1", said) for said in ast.literal_eval(node.value).values())  # type: ignore[arg-type]


def written(node: ast.expr) -> str:
    """Return the text of a literal; nothing of what is computed elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else filled(part) for part in node.values)


def filled(hole: ast.expr) -> str:
    """Return something for a hole; where it is the name of a key, that in its quotation marks."""
    return '"1"' if ast.dump(hole).startswith("FormattedValue(value=Name(id='name'") else "1"


def test_every_sentence_of_the_machine_is_said_in_vietnamese() -> None:
    made = {text for text in made_by_the_code() if " " in text}
    assert len(made) > 40
    with override("vi"):
        left = {text for text in made if sentence(text) == text}
    assert left == set()


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("declared 5, found 3: ordinals 3, 5 are missing", "Bài nêu 5 mục, tìm được 3: thiếu mục 3, 5"),
        ("declared 3, found 4", "Bài nêu 3 mục, tìm được 4"),
        ("ordinal 4 is missing", "thiếu mục 4"),
        ("'Hai là' stands in place 3", "“Hai là” đứng ở vị trí thứ 3"),
        ("'Nghị quyết 21' may be 21-nq-cp or 21-nq-tw", "“Nghị quyết 21” có thể là 21-nq-cp hoặc 21-nq-tw"),
        ("may be 21-nq-cp or 21-nq-tw", "có thể là 21-nq-cp hoặc 21-nq-tw"),
        (
            "the present text no longer has these words of Mention 'Lê Văn Bảo'",
            "bài hiện nay không còn nguyên văn của lần nhắc tên “Lê Văn Bảo”",
        ),
        (
            "is not UTF-8: byte 0xff at offset 15, line 2; perhaps an older Vietnamese encoding (TCVN3, VNI)",
            "không phải UTF-8: byte 0xff ở vị trí 15, dòng 2; có thể là bảng mã tiếng Việt cũ (TCVN3, VNI)",
        ),
        ('entry 2, a.txt: "title" is empty', "mục 2, a.txt: “title” trống"),
        ('"known" of "url" is no string', "“known” của “url” không phải chuỗi"),
        ('"url" is no web address: "it\'s"', "“url” không phải địa chỉ web: “it's”"),
        ("OperationalError: disk I/O error", "OperationalError: disk I/O error"),
        ("100% of it is new", "100% of it is new"),
    ],
)
def test_a_sentence_is_said_with_what_it_is_about(english: str, vietnamese: str) -> None:
    with override("vi"):
        assert sentence(english) == vietnamese


def test_every_code_of_a_remark_that_the_machine_gives_has_a_label() -> None:
    rows = (settings.BASE_DIR / "register/rows.py").read_text("utf-8")
    of_rows = set(re.findall(r'self\._remark\("([\w-]+)"', rows))
    open_citations = {f"citation-{status}" for status in CitationStatus.values if status != CitationStatus.RESOLVED}
    assert of_rows == {"mention-ambiguous", "same-text"}
    assert {*get_args(FoundCode), *of_rows, *open_citations, UNANCHORED} == set(RemarkCode.values)


def test_every_code_of_a_remark_is_explained_in_both_languages() -> None:
    remarks = [Remark(code=code) for code in RemarkCode.values]
    with override("en"):
        english = [remark.explanation for remark in remarks]
    with override("vi"):
        vietnamese = [remark.explanation for remark in remarks]
    assert all(english)
    assert all(own != other for own, other in zip(vietnamese, english, strict=True))
    assert Remark(code="of-old").explanation == ""


@pytest.mark.django_db
def test_a_remark_is_read_in_the_reader_s_language(admin_client: Client, article: Article) -> None:
    remark = cast.add_remark(article, detail="declared 3, found 2: ordinal 3 is missing")
    pages = [url(Remark, "changelist"), url(Remark, "change", remark.pk), url(Article, "change", article.pk)]
    for page in pages:
        shown = admin_client.get(page).content.decode()
        assert "hiếu mục" in shown, page
        assert "tìm được 2: thiếu mục 3" in shown, page
        assert "is missing" not in shown, page
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "declared 3, found 2: ordinal 3 is missing" in admin_client.get(pages[0]).content.decode()


@pytest.mark.django_db
def test_why_a_source_failed_is_read_in_the_reader_s_language(admin_client: Client) -> None:
    run = IngestRun.objects.create(extractor_version="1")
    outcome = IngestOutcome.objects.create(run=run, source="a.txt", outcome="failed", reason="is empty")
    with override("vi"):
        assert str(outcome) == "a.txt: lỗi"
    for page in (
        url(IngestOutcome, "changelist"),
        url(IngestOutcome, "change", outcome.pk),
        url(IngestRun, "change", run.pk),
    ):
        shown = admin_client.get(page).content.decode()
        assert "trống" in shown
        assert "is empty" not in shown


@pytest.mark.parametrize(
    ("fixture", "model", "choices"),
    [
        ("resolutions", "directives.resolutionclaim", ABOUT_DOCUMENTS),
        ("speakers", "articles.tenureclaim", ABOUT_TENURES),
    ],
)
def test_a_claim_can_be_about_what_the_fixtures_claim(fixture: str, model: str, choices: list[tuple[str, str]]) -> None:
    rows = json.loads((settings.BASE_DIR / "fixtures" / f"{fixture}.json").read_text("utf-8"))
    claimed = {row["fields"]["fact"] for row in rows if row["model"] == model}
    assert {value for value, _label in choices} == claimed


@pytest.mark.django_db
def test_rows_are_called_by_words_and_not_by_codes() -> None:
    claim = ResolutionClaim(fact="issued_on", value="2025-01-24")
    ours, other = cast.add_resolution(symbol="01-CT/TW"), cast.add_resolution(symbol="59-NQ/TW")
    relation = Relation(resolution=ours, target=other, type="implements")
    with override("vi"):
        assert (str(claim), str(relation)) == ("ngày ban hành: 2025-01-24", "01-CT/TW thực hiện 59-NQ/TW")
        assert str(TenureClaim(fact="since", value="2011")) == "từ ngày: 2011"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("precision", "language", "shown"),
    [
        ("month", "vi", "12/2010"),
        ("year", "vi", "2010"),
        ("day", "vi", "01/12/2010"),
        ("month", "en", "2010-12"),
        ("year", "en", "2010"),
    ],
)
def test_a_month_is_not_shown_as_a_day(admin_client: Client, precision: str, language: str, shown: str) -> None:
    speaker = cast.add_speaker()
    day = datetime.date(2010, 12, 1)
    tenure = cast.add_tenure(speaker, cast.add_office(), since=day, since_precision=precision)
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for page in (url(type(tenure), "changelist"), url(type(speaker), "change", speaker.pk)):
        cell = re.search(
            r'class="field-known_since">\s*(?:<p>)?(.*?)(?:</p>|</td>)', admin_client.get(page).content.decode()
        )
        assert cell is not None
        assert cell[1] == shown


@pytest.mark.django_db
def test_a_run_is_called_by_the_clock_of_its_readers() -> None:
    run = IngestRun.objects.create(extractor_version="1")
    run.started_at = datetime.datetime(2025, 9, 16, 20, 30, tzinfo=datetime.UTC)
    assert timezone.get_current_timezone_name() == "Asia/Ho_Chi_Minh"
    with override("vi"):
        assert str(run) == "03:30 17/09/2025"
    with override("en"):
        assert str(run) == "2025-09-17 03:30"


@pytest.mark.django_db
def test_the_months_above_a_list_are_named_as_vietnamese_write_them(admin_client: Client) -> None:
    for day in (1, 16):
        cast.add_article(published_on=datetime.date(2025, 9, day))
    cast.add_article(published_on=datetime.date(2025, 8, 2))
    page = admin_client.get(url(Article, "changelist"), {"published_on__year": "2025"}).content.decode()
    assert "Tháng 9 năm 2025" in page
    asked = {"published_on__year": "2025", "published_on__month": "9"}
    page = admin_client.get(url(Article, "changelist"), asked).content.decode()
    assert re.findall(r">\s*(\d\d/09)\s*<", page) == ["01/09", "16/09"]


@pytest.mark.django_db
@pytest.mark.parametrize(("action", "said"), [("confirm", "Đã xác nhận: 2."), ("reject", "Đã loại: 2.")])
def test_an_action_says_how_many_it_decided(admin_client: Client, article: Article, action: str, said: str) -> None:
    rows = [cast.add_block(article), cast.add_block(article, cast.SECOND)]
    sent = {"action": action, "_selected_action": [row.pk for row in rows], "post": "yes", "last_edit": "0"}
    assert said in admin_client.post(url(type(rows[0]), "changelist"), sent, follow=True).content.decode()


@pytest.mark.django_db
def test_no_two_sections_of_a_finding_s_page_have_one_name(admin_client: Client, article: Article) -> None:
    rows = [cast.add_remark(article), cast.add_citation(article, None), cast.add_mention(article, None)]
    assert all(isinstance(admin.site._registry[type(row)], FindingAdmin) for row in rows)
    for row in rows:
        page = admin_client.get(url(type(row), "change", row.pk)).content.decode()
        names = [
            " ".join(re.sub("<[^>]+>", "", name).split())
            for name in re.findall(r"<h2[^>]*>(.*?)</h2>", page, re.DOTALL)
        ]
        assert "Lời văn trong bài" in names
        assert len(names) == len(set(names))


@pytest.mark.django_db
def test_the_key_of_a_citation_is_to_read(curator: Curator, article: Article) -> None:
    citation = cast.add_citation(article, None, key="nghị quyết|59")
    page = curator.open(url(type(citation), "change", citation.pk))
    assert "nghị quyết|59" in page
    assert 'name="key"' not in page


@pytest.mark.django_db
def test_topics_stand_in_the_order_of_a_vietnamese_index(admin_client: Client) -> None:
    for slug, label in (("a", "đối ngoại"), ("b", "an ninh"), ("c", "du lịch")):
        cast.add_topic(slug=slug, label_vi=label)
    page = admin_client.get(reverse("admin:directives_topic_changelist")).content.decode()
    assert re.findall(r">(đối ngoại|an ninh|du lịch)<", page) == ["an ninh", "du lịch", "đối ngoại"]


@pytest.mark.django_db
def test_a_long_title_is_cut_in_lists_and_stands_whole_under_the_pointer(admin_client: Client) -> None:
    title = "Hội nghị Ngoại giao toàn quốc: " + "đẩy mạnh hội nhập quốc tế " * 3 + "<b>"
    cast.add_block(cast.add_article(title=title))
    page = admin_client.get(reverse("admin:articles_block_changelist")).content.decode()
    shown = re.search(r'<span title="([^"]+)">([^<]+)…</span>', page)
    assert shown is not None
    assert shown[1] == title.replace("<b>", "&lt;b&gt;")
    assert len(shown[2]) < 60


@pytest.mark.django_db
def test_how_a_fact_is_known_stands_in_a_table_with_the_names_of_fields(admin_client: Client) -> None:
    facts = {
        "genre": {"value": "interview", "known": "Hỏi <b>và</b> đáp."},
        "outlet": {"value": "Báo Mẫu", "known": ""},
        "published_on": {"value": "2025-09-16", "known": "In trên trang."},
        "title": {"value": "<script>", "known": ""},
        "url": {"value": "https://bao.example/1", "known": ""},
    }
    article = cast.add_article(facts=facts)
    page = admin_client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td><td data-quoted>([^<]*)</td></tr>', page)
    assert rows == [
        ("Thể loại", "phỏng vấn", "Hỏi &lt;b&gt;và&lt;/b&gt; đáp."),
        ("Cơ quan báo chí", "Báo Mẫu", ""),
        ("Ngày đăng", "16/09/2025", "In trên trang."),
        ("Tiêu đề", "&lt;script&gt;", ""),
        ("Địa chỉ", "https://bao.example/1", ""),
    ]


@pytest.mark.django_db
def test_the_family_name_stands_before_the_given_name(admin_client: Client, admin_user: User) -> None:
    page = admin_client.get(reverse("admin:auth_user_change", args=[admin_user.pk])).content.decode()
    assert 0 < page.index('name="last_name"') < page.index('name="first_name"') < page.index('name="email"')
    assert page.count('name="email"') == 1


@pytest.mark.django_db
def test_the_calendar_numbers_months_and_days(admin_client: Client) -> None:
    script = admin_client.get(reverse("admin:jsi18n")).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)
    assert found is not None
    said = json.loads(found[1])
    days = [said[f"one letter {day}\x04{day[0]}"] for day in ("Monday", "Tuesday", "Saturday", "Sunday")]
    assert (said["November"], days) == ("Tháng 11", ["T2", "T3", "T7", "CN"])
