"""What counts as the citation of a document, which document it is, and what documents do to one another."""

import datetime as dt
from pathlib import Path

import pytest

from articles.extraction.text import normalise
from directives.extraction.citations import FoundCitation, find_citations, find_documents
from directives.extraction.relations import find_relations
from directives.extraction.words import entries, level

SEEDS = Path(__file__).parents[2] / "seeds"


def cited(text: str) -> list[tuple[str, str | None]]:
    """Return the words and the key of each citation."""
    return [(citation.span.of(text), citation.key) for citation in find_citations(text)]


def only(text: str) -> FoundCitation:
    (citation,) = find_citations(text)
    return citation


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("theo Nghị quyết 59-NQ/TW, ta làm", "Nghị quyết 59-NQ/TW", "59-NQ/TW"),
        ("theo Nghị quyết số 59 - NQ/TW", "Nghị quyết số 59 - NQ/TW", "59-NQ/TW"),
        ("nghị quyết số 59–NQ/TW", "nghị quyết số 59–NQ/TW", "59–NQ/TW"),
        ("Nghị quyết 250/2025/QH15", "Nghị quyết 250/2025/QH15", "250/2025/QH15"),
        ("Công điện số 41 /CĐ-TTg của Thủ tướng", "Công điện số 41 /CĐ-TTg của Thủ tướng", "41/CĐ-TTg"),
        ("theo kết luận 83 của Bộ Chính trị", "kết luận 83 của Bộ Chính trị", "kết luận|83|Bộ Chính trị"),
        ("triển khai chỉ thị 15, ngành đã", "chỉ thị 15", "chỉ thị|15|"),
        ("Quy chế 392 của Bộ Chính trị", "Quy chế 392 của Bộ Chính trị", "quy chế|392|Bộ Chính trị"),
        ("tại Quyết định 1334, hai bên", "Quyết định 1334", "quyết định|1334|"),
        ("Nghị định 95/2023 có hiệu lực", "Nghị định 95/2023", "nghị định|95/2023|"),
        ("Thông báo kết luận số 20-TB/TW", "Thông báo kết luận số 20-TB/TW", "20-TB/TW"),
        ("ban hành (số 70-NQ/TW) hôm qua", "70-NQ/TW", "70-NQ/TW"),
        ("tại Nghị quyết số 66.7/2025/NQ-CP", "Nghị quyết số 66.7/2025/NQ-CP", "66.7/2025/NQ-CP"),
        ("ký 66.7/2025/NQ-CP hôm qua", "66.7/2025/NQ-CP", "66.7/2025/NQ-CP"),
        ("theo tinh thần NQ57 thì", "NQ57", "nghị quyết|57|"),
        ("Hiến pháp năm 2013", "Hiến pháp năm 2013", "hiến pháp|2013|"),
        ("Luật Quản lý tài sản công đã sửa", "Luật Quản lý tài sản công", "luật|Quản lý tài sản công|"),
        ("sửa luật phòng chống ma tuý", "luật phòng chống ma tuý", "luật|phòng chống ma tuý|"),
        (
            "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013",
            "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013",
            "hiến pháp|2013|",
        ),
        (
            "Theo Quyết định của Thủ tướng Chính phủ về phân cấp quản lý, tỉnh đã làm",
            "Quyết định của Thủ tướng Chính phủ",
            "quyết định|phân cấp quản lý|Thủ tướng Chính phủ",
        ),
        ("Pháp lệnh Dân số năm 2003", "Pháp lệnh Dân số năm 2003", "pháp lệnh|Dân số năm 2003|"),
        ("ký Công ước Hà Nội hôm nay", "Công ước Hà Nội", "công ước|Hà Nội|"),
        ("ký Công ước về chống tra tấn.", "Công ước về chống tra tấn", "công ước|chống tra tấn|"),
        (
            "Chiến lược Ngoại giao văn hóa đến năm 2030",
            "Chiến lược Ngoại giao văn hóa đến năm 2030",
            "chiến lược|Ngoại giao văn hóa đến năm 2030|",
        ),
        (
            "Nghị quyết của Quốc hội về phát triển điện hạt nhân",
            "Nghị quyết của Quốc hội",
            "nghị quyết|phát triển điện hạt nhân|Quốc hội",
        ),
    ],
)
def test_it_finds_a_document(text: str, words: str, key: str) -> None:
    assert cited(text) == [(words, key)]


@pytest.mark.parametrize(
    "text",
    [
        "tỉnh quyết định 100 tỷ đồng cho dự án",
        "Quyết định 5 năm một lần",
        "Kết luận phiên họp, Thủ tướng nêu rõ",
        "Kết luận 3 nội dung lớn",
        "Quyết định về nhân sự đã có",
        "theo quyết định của Thủ tướng về nhân sự",
        "Bộ trưởng trao Quyết định của Chủ tịch nước về bổ nhiệm đại sứ",
        "Chỉ thị 3 tỉnh biên giới rà soát",
        "Nghị quyết 5 điểm",
        "các nghị quyết, kết luận, chỉ thị, đề án quan trọng",
        "hội nghị quán triệt 4 nghị quyết",
        "35 nghị định, 120 quyết định đã được ký",
        "hoàn thiện các Nghị định của Chính phủ",
        "dự thảo Nghị quyết của Quốc hội về nhân sự",
        "đường lối Đại hội XIV",
        "Luật sư Nguyễn Văn A và Đại học Luật Hà Nội",
        "luật pháp, luật quốc tế và các công ước quốc tế",
        "Đối tác Chiến lược toàn diện đến năm 2030",
        "theo quyết định này, hai bên",
        "Ngày 28/2/2024, 59% đồng ý",
    ],
)
def test_verbs_plurals_and_counts_are_not_documents(text: str) -> None:
    assert cited(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "Nghị quyết Đại hội XIV",
        "Nghị quyết Đại hội Đảng XIV",
        "Nghị quyết Đại hội 14",
        "Nghị quyết Đại hội XIV của Đảng",
        "Nghị quyết Đại hội Đảng lần thứ XIV",
        "nghị quyết Đại hội lần thứ 14 của Đảng",
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng",
        "Nghị quyết và đường lối đối ngoại của Đại hội XIV",
    ],
)
def test_it_knows_a_congress_by_any_of_its_names(words: str) -> None:
    citation = only(f"Thực hiện {words}, toàn ngành vào cuộc.")
    assert (citation.span.of(f"Thực hiện {words}, toàn ngành vào cuộc."), citation.key) == (
        words,
        "nghị quyết||Đại hội XIV",
    )
    assert citation.term == "XIV"


def test_a_plenum_is_known_by_number_and_term() -> None:
    assert only("Nghị quyết Trung ương 4 (khóa XII)").key == "nghị quyết||Hội nghị Trung ương 4 khóa XII"
    assert only("Nghị quyết Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XIII").key == (
        "nghị quyết||Hội nghị Trung ương 8 khóa XIII"
    )


def test_coordinated_congresses_are_two_documents() -> None:
    text = "Nghị quyết của Đại hội Đảng bộ Chính phủ lần thứ I và Đại hội Đảng bộ Bộ Ngoại giao lần thứ I"
    assert cited(text) == [
        (
            "Nghị quyết của Đại hội Đảng bộ Chính phủ lần thứ I",
            "nghị quyết||Đại hội Đảng bộ Chính phủ lần thứ I",
        ),
        ("Đại hội Đảng bộ Bộ Ngoại giao lần thứ I", "nghị quyết||Đại hội Đảng bộ Bộ Ngoại giao lần thứ I"),
    ]


def test_a_row_of_numbers_is_a_row_of_documents_of_one_issuer() -> None:
    text = "các Nghị quyết 57, 59 và 68 của Bộ Chính trị, 3 năm qua"
    assert [key for _, key in cited(text)] == [f"nghị quyết|{number}|Bộ Chính trị" for number in (57, 59, 68)]
    assert [key for _, key in cited("Nghị quyết số 57-NQ/TW, số 59-NQ/TW và 68-NQ/TW")] == [
        "57-NQ/TW",
        "59-NQ/TW",
        "68-NQ/TW",
    ]


def test_a_row_may_be_what_the_sentence_speaks_of() -> None:
    assert [words for words, _ in cited("bốn Nghị quyết 57, 59, 66 và 68 là nền tảng")] == [
        "Nghị quyết 57",
        "59",
        "66",
        "68",
    ]
    assert [words for words, _ in cited("Nghị quyết 57, 3 năm qua")] == ["Nghị quyết 57"]


def test_parts_of_one_resolution_are_documents_of_their_own() -> None:
    text = "Nghị quyết 66.1/2025/NQ-CP và Nghị quyết 66.7/2025/NQ-CP cùng ra đời."
    assert [key for _, key in cited(text)] == ["66.1/2025/NQ-CP", "66.7/2025/NQ-CP"]


def test_what_is_not_allowed_is_of_the_title() -> None:
    citation = only("Quy định số 37-QĐ/TW về những điều đảng viên không được làm.")
    assert citation.title == "những điều đảng viên không được làm"


def test_a_party_congress_of_another_country_is_not_ours() -> None:
    assert cited("Nghị quyết Đại hội lần thứ XII của Đảng Nhân dân Cách mạng Lào") == []


def test_it_reads_what_stands_after_the_number() -> None:
    citation = only(
        "Nghị quyết số 91-NQ/TW ngày 12/3/2025 của Bộ Chính trị về gìn giữ tiếng nói, chữ viết, lễ hội "
        "và nghề cổ truyền, mở ra hướng đi mới."
    )
    assert citation.issuer == "Bộ Chính trị"
    assert citation.issued_on == dt.date(2025, 3, 12)
    assert citation.title == "gìn giữ tiếng nói, chữ viết, lễ hội và nghề cổ truyền"


@pytest.mark.parametrize(
    ("text", "year", "term"),
    [
        ("Nghị quyết 57 năm 2010 của Bộ Chính trị", 2010, None),
        ("Nghị quyết 57 của Bộ Chính trị năm 2010", 2010, None),
        ("Nghị định 178/2024", 2024, None),
        ("Nghị quyết 250/2025/QH15", 2025, None),
        ("Nghị quyết 57 ngày 22/12/2024", 2024, None),
        ("Nghị quyết số 36-NQ/TW của Bộ Chính trị (khóa IX)", None, "IX"),
        ("Nghị quyết 57 khoá 11", None, "XI"),
        ("theo số 36-NQ/TW khóa 9, năm sau", None, "IX"),
        ("Hiến pháp năm 2013", 2013, None),
        ("Luật Biển Việt Nam 2012", 2012, None),
        ("Chiến lược Ngoại giao văn hóa đến năm 2030", None, None),
        ("Kết quả thực hiện Nghị quyết 57 năm 2026", None, None),
        ("cần thực hiện tốt Nghị quyết 57 năm 2026", 2026, None),
    ],
)
def test_it_reads_the_year_of_issue_and_the_term(text: str, year: int | None, term: str | None) -> None:
    citation = only(text)
    assert (citation.year, citation.term) == (year, term)
    (document,) = find_documents((citation,))
    assert (document.year, document.term) == (year, term)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Nghị quyết 57 năm 2010. Nghị quyết 57 năm 2024.", ["nghị quyết|57||2010", "nghị quyết|57||2024"]),
        ("Nghị quyết 36-NQ/TW khóa IX. Nghị quyết 36-NQ/TW khóa XII.", ["36-NQ/TW|IX", "36-NQ/TW|XII"]),
        ("Chỉ thị 5 ngày 1/2/2020. Chỉ thị 5 ngày 3/4/2020.", ["chỉ thị|5||2020-02-01", "chỉ thị|5||2020-04-03"]),
        ("Nghị quyết 57 năm 2024. Nghị quyết 57.", ["nghị quyết|57|", "nghị quyết|57|"]),
        ("Nghị định 178/2024. Nghị định 178.", ["nghị định|178/2024|", "nghị định|178/2024|"]),
    ],
)
def test_another_day_year_or_term_is_another_document_with_a_key_of_its_own(text: str, keys: list[str]) -> None:
    assert [key for _, key in cited(text)] == keys


def test_what_does_not_say_its_year_may_be_either_of_two() -> None:
    *_, short = find_citations("Nghị quyết 57 năm 2010. Nghị quyết 57 năm 2024. Nghị quyết 57 nêu rõ.")
    assert (short.status, short.candidates) == ("ambiguous", ("nghị quyết|57||2010", "nghị quyết|57||2024"))


def test_a_date_without_its_year_is_no_date() -> None:
    citation = only("Nghị định số 88/2023 ngày 14/9")
    assert (citation.number, citation.issued_on) == ("88/2023", None)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Quốc hội đã ban hành Nghị quyết 250/2025/QH15", "Quốc hội"),
        ("Nghị quyết số 59-NQ/TW", None),  # the Politburo or the Central Committee
        ("Quyết định số 930/QĐ-TTg", "Thủ tướng Chính phủ"),
        ("chỉ thị 37 của bộ Chính trị", "Bộ Chính trị"),
        ("Nghị quyết số 15-NQ/TU của Tỉnh ủy Nghệ An", "Tỉnh ủy Nghệ An"),
    ],
)
def test_the_issuer_comes_from_the_words_or_from_letters_that_settle_it(text: str, issuer: str | None) -> None:
    assert only(text).issuer == issuer


def test_short_full_and_by_issuer_citations_of_one_document_share_a_key() -> None:
    text = "Nghị quyết 59 rất mới. Nghị quyết số 59-NQ/TW ra đời. Nghị quyết 59 của Bộ Chính trị về hội nhập."
    assert {citation.key for citation in find_citations(text)} == {"59-NQ/TW"}
    (document,) = find_documents(find_citations(text))
    assert (document.number, document.symbol, document.issuer) == ("59", "59-NQ/TW", "Bộ Chính trị")


def test_another_issuer_is_another_document() -> None:
    text = "Nghị quyết 59-NQ/TW có trước. Nghị quyết 59 của Quốc hội có sau."
    assert [key for _, key in cited(text)] == ["59-NQ/TW", "nghị quyết|59|Quốc hội"]


def test_a_number_that_fits_two_documents_stays_open() -> None:
    *_, short = find_citations(
        "Nghị quyết 59 của Bộ Chính trị và Nghị quyết 59 của Quốc hội. Theo Nghị quyết 59, ta làm."
    )
    assert (short.status, short.key) == ("ambiguous", None)
    assert short.candidates == ("nghị quyết|59|Bộ Chính trị", "nghị quyết|59|Quốc hội")


def test_an_anaphora_points_to_the_nearest_document_of_its_kind() -> None:
    text = "Nghị quyết 59-NQ/TW mở đường. Nghị quyết 250/2025/QH15 và Chỉ thị 15 tiếp nối. Nghị quyết này nêu cơ chế."
    *_, anaphora = find_citations(text)
    assert (anaphora.form, anaphora.key, anaphora.span.of(text)) == ("anaphora", "250/2025/QH15", "Nghị quyết này")


def test_an_anaphora_far_from_any_document_means_the_one_most_cited() -> None:
    between = "Câu này nói về việc khác. " * 40
    text = f"Nghị định 178 nêu rõ. Nghị định 178 quy định. Nghị định 76 cũng vậy. {between}Nghị định này có hiệu lực."
    assert find_citations(text)[-1].key == "nghị định|178|"


def test_an_anaphora_after_two_documents_of_one_sentence_stays_open() -> None:
    *_, anaphora = find_citations("Nghị quyết 57 và Nghị quyết 59 đã có. Nghị quyết này rất quan trọng.")
    assert (anaphora.status, anaphora.candidates) == ("ambiguous", ("nghị quyết|57|", "nghị quyết|59|"))


def test_an_anaphora_that_follows_nothing_is_unknown() -> None:
    assert only("Nghị quyết này rất quan trọng.").status == "unknown"


def test_the_congress_named_again_is_the_national_one() -> None:
    local = "Nghị quyết Đại hội Đảng bộ Bộ Ngoại giao lần thứ I"
    text = f"Nghị quyết Đại hội XIV đã có. {local} cũng vậy. Học Nghị quyết Đại hội."
    assert find_citations(text)[-1].key == "nghị quyết||Đại hội XIV"


def test_an_abbreviation_in_brackets_is_part_of_its_citation() -> None:
    assert len(find_citations("Công ước của Liên hợp quốc về Luật Biển 1982 (UNCLOS)")) == 1
    assert [key for _, key in cited("Công ước Luật biển năm 1982 có hiệu lực. UNCLOS là nền tảng.")] == [
        "công ước|Luật biển năm 1982|",
        "công ước|Luật biển năm 1982|",
    ]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15",
         ("nghị quyết|21|Chính phủ", "implements", "chỉ thị|15|")),
        ("Nghị quyết 71 ban hành Chương trình hành động thực hiện Nghị quyết 57",
         ("nghị quyết|71|", "implements", "nghị quyết|57|")),
        ("Nghị định 67 sửa đổi, bổ sung một số điều của Nghị định 178", ("nghị định|67|", "amends", "nghị định|178|")),
        ("Nghị định 28/2025/NĐ-CP thay thế Nghị định 26", ("28/2025/NĐ-CP", "replaces", "nghị định|26|")),
        ("Nghị quyết 20 được thay thế bằng Nghị quyết 57", ("nghị quyết|57|", "replaces", "nghị quyết|20|")),
    ],
)  # fmt: skip
def test_it_sees_what_one_document_does_to_another(text: str, relation: tuple[str, str, str]) -> None:
    (found,) = find_relations(text, find_citations(text))
    assert (found.from_key, found.type, found.to_key) == relation


def test_documents_side_by_side_have_no_relation() -> None:
    text = "Nghị quyết 57 và Nghị quyết 59. Bộ triển khai Nghị quyết 68."
    assert find_relations(text, find_citations(text)) == ()


def test_the_seeds_cite_six_numbered_documents_fifteen_times() -> None:
    numbers: dict[str, int] = {}
    for path in sorted(SEEDS.glob("*.txt")):
        for citation in find_citations(normalise(path.read_text(encoding="utf-8"))):
            if citation.number and citation.form != "anaphora":
                name = f"{citation.kind} {citation.number}"
                numbers[name] = numbers.get(name, 0) + 1
    assert numbers == {
        "nghị quyết 59": 8,
        "nghị quyết 250": 2,
        "chỉ thị 15": 2,
        "nghị quyết 21": 1,
        "nghị quyết 57": 1,
        "quy chế 392": 1,
    }


def test_citations_never_overlap_and_stand_in_order() -> None:
    for path in SEEDS.glob("*.txt"):
        spans = [citation.span for citation in find_citations(normalise(path.read_text(encoding="utf-8")))]
        assert all(before.end <= after.start for before, after in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("text", ["", "HÒA hoà Tuý QUÝ", "Ðảng İ –\u00a0—\tX", "đa\u0301 \U0001f600"])
def test_the_levelled_text_has_the_length_of_the_text(text: str) -> None:
    assert len(level(text)) == len(text)


def test_the_levelled_text_puts_tone_marks_in_one_place() -> None:
    assert level("Hoà, TUÝ, uỷ, Quý, hoàn") == "hòa, túy, ủy, quý, hoàn"


@pytest.mark.parametrize("name", ["issuers.tsv", "suffixes.tsv", "kinds.tsv", "list_nouns.tsv"])
def test_no_word_of_a_list_means_two_things(name: str) -> None:
    meanings: dict[str, set[tuple[str, ...]]] = {}
    for word, *meaning in entries(name):
        meanings.setdefault(level(word), set()).add(tuple(meaning))
    assert [word for word, several in meanings.items() if len(several) > 1] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Theo Kết luận số 12-KL/TW thì đúng. Kết luận 12 đi thêm một bước.", ["Kết luận số 12-KL/TW", "Kết luận 12"]),
        ("Quyết định 1234 đặt ra 3 mục tiêu cụ thể.", ["Quyết định 1234"]),
        ("Quy định 144 về chuẩn mực đạo đức.", ["Quy định 144"]),
        ("Nghị quyết 66-NQ/TW ra đời. Việc thực hiện Nghị quyết 59 và 66 vướng ba khó khăn.",
         ["Nghị quyết 66-NQ/TW", "Nghị quyết 59", "66"]),
        ("Bốn nghị quyết trụ cột 57, 59, 66, 68 phải đi vào cuộc sống.", ["57", "59", "66", "68"]),
        ("Bộ tứ nghị quyết (57, 59, 66 và 68) là nền tảng.", ["57", "59", "66", "68"]),
        ("Theo Nghị quyết 57-59-66, ta làm.", ["Nghị quyết 57", "59", "66"]),
        ("Công điện khẩn số 12 của Thủ tướng", ["Công điện khẩn số 12 của Thủ tướng"]),
        ("Công văn số 1234/BNG-LS gửi các tỉnh", ["Công văn số 1234/BNG-LS"]),
        ("Nghị quyết số 59 NQ/TW, ta làm", ["Nghị quyết số 59 NQ/TW"]),
        ("Quyết định số 208/QĐ -TTg, ta làm", ["Quyết định số 208/QĐ -TTg"]),
    ],
)  # fmt: skip
def test_numbers_are_read_where_nothing_else_can_be_meant(text: str, words: list[str]) -> None:
    assert [word for word, _ in cited(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "Thông báo 5 ca mắc mới",
        "Quyết định 100 cán bộ đi thực tế",
        "Theo Nghị quyết số 12/NQ-CP. Tỉnh quyết định 12 cán bộ đi học.",
        "Nghị quyết quan trọng, 57 tỉnh đã triển khai",
        "bốn nghị quyết lớn, 12 đề án",
    ],
)
def test_amounts_are_no_numbers_of_documents(text: str) -> None:
    assert [word for word, _ in cited(text) if "/" not in word] == []


def test_a_symbol_has_its_dash_where_the_print_left_it_out() -> None:
    assert cited("Nghị quyết 59NQ/TW và Nghị quyết 59-NQ/TW")[0][1] == "59-NQ/TW"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nghị quyết Đại hội XII, XIII của Đảng", ["Nghị quyết Đại hội XII", "XIII"]),
        ("Nghị quyết Trung ương 4 khóa XI, khóa XII", ["Nghị quyết Trung ương 4 khóa XI", "XII"]),
        ("Nghị quyết T.Ư 8 khóa XIII", ["Nghị quyết T.Ư 8 khóa XIII"]),
        ("Nghị quyết Đại hội Đảng bộ tỉnh nêu rõ", ["Nghị quyết Đại hội Đảng bộ tỉnh"]),
        ("Nghị quyết Đại hội Công đoàn Việt Nam lần thứ XIII", ["Nghị quyết Đại hội Công đoàn Việt Nam lần thứ XIII"]),
        ("Luật Đất đai, Nhà ở và Kinh doanh bất động sản", ["Luật Đất đai", "Nhà ở", "Kinh doanh bất động sản"]),
        ("Luật Đất đai, Thanh tra Chính phủ và Xây dựng", ["Luật Đất đai"]),
        ("Luật Đa dạng sinh học biển và Luật Phòng bệnh", ["Luật Đa dạng sinh học", "Luật Phòng bệnh"]),
        ("Luật Mua bán vàng và Luật Phòng bệnh", ["Luật Mua bán vàng", "Luật Phòng bệnh"]),
        ("theo bộ luật lao động và bộ luật mới", ["bộ luật lao động"]),
        ("luật dân sự và luật hình sự là hai ngành luật", []),
        ("Pháp lệnh Ưu đãi người có công với cách mạng", ["Pháp lệnh Ưu đãi người có công với cách mạng"]),
        ("Nghị quyết Đại hội Đảng bộ các cấp", []),
        ("Công ước 98 của Tổ chức Lao động quốc tế", ["Công ước 98 của Tổ chức Lao động quốc tế"]),
    ],
)
def test_names_and_bodies_may_share_the_words_before_them(text: str, words: list[str]) -> None:
    assert [word for word, _ in cited(text)] == words


def test_the_congress_of_a_province_is_one_with_and_without_its_name() -> None:
    forms = ("Đảng bộ tỉnh Cao Bằng lần thứ XX", "Đảng bộ tỉnh", "Đảng bộ tỉnh lần thứ XX")
    (key,) = {key for _, key in cited(". ".join(f"Nghị quyết Đại hội {form}" for form in forms))}
    other = cited("Nghị quyết Đại hội Đảng bộ tỉnh Cao Bằng và Nghị quyết Đại hội Đảng bộ tỉnh Lào Cai")
    assert key is not None
    assert len({key for _, key in other}) == 2


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("học tập Nghị quyết Trung ương 6; sau đó", ["nghị quyết||Hội nghị Trung ương 6"]),
        ("Nghị quyết Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng.", ["nghị quyết||Hội nghị Trung ương 8"]),
        (
            "Nghị quyết Trung ương 6 khóa XII đã rõ. Nghị quyết Trung ương 6 sẽ giúp ngành.",
            ["nghị quyết||Hội nghị Trung ương 6 khóa XII"] * 2,
        ),
        ("Nghị quyết của Trung ương 3 năm qua đã rõ.", []),
        ("Nghị quyết 18, 19 đã được gửi", ["nghị quyết|18|", "nghị quyết|19|"]),
        ("Nghị quyết 18 và 19 này", ["nghị quyết|18|", "nghị quyết|19|"]),
        ("Nghị quyết 57, 3 năm qua đã rõ", ["nghị quyết|57|"]),
        (
            "Thủ tướng vừa ký chỉ thị về an toàn đường bộ. Phải thực hiện nghiêm chỉ thị này.",
            ["chỉ thị|an toàn đường bộ|"] * 2,
        ),
        ("Thủ tướng sẽ ký chỉ thị về an toàn đường bộ.", []),
        ("Tỉnh đã ban hành các chỉ thị về an toàn đường bộ.", []),
    ],
)
def test_plenums_rows_and_what_was_just_signed(text: str, keys: list[str]) -> None:
    assert [citation.key for citation in find_citations(text)] == keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Theo Nghị quyết 12 của Quốc hội Lào, việc này đã xong.", "nghị quyết|12|Quốc hội Lào"),
        ("Theo Luật Doanh nghiệp của Singapore, hãng phải khai báo.", "luật|Doanh nghiệp của Singapore|"),
        ("Theo Luật An ninh mạng Trung Quốc, hãng phải khai báo.", "luật|An ninh mạng Trung Quốc|"),
        ("Theo Luật An ninh mạng, Trung Quốc và ta hợp tác.", "luật|An ninh mạng|"),
        ("Theo Nghị quyết 12 của Quốc hội, việc này đã xong.", "nghị quyết|12|Quốc hội"),
    ],
)
def test_a_document_of_another_state_is_not_ours(text: str, key: str) -> None:
    assert [citation.key for citation in find_citations(text)] == [key]
