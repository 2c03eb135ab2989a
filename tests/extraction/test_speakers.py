"""Who is named, in what office, in what part; and whose words stand where."""

import unicodedata
from pathlib import Path

import pytest

from articles.extraction.blocks import find_blocks
from articles.extraction.lexicon import MINISTRIES
from articles.extraction.phrases import word_list, words_of
from articles.extraction.speakers import FoundSpeaker, Voices, find_speakers
from articles.extraction.text import Span, normalise
from tests.timing import is_done_within, seconds

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
LAN = "Thứ trưởng Ngoại giao Trần Thị Lan"
PLAIN = "Hội nghị bàn về nhiều việc quan trọng của năm tới."


MIDDLES_OF_MANY = ("Minh", "Quốc", "Đức", "Xuân", "Hữu", "Đình", "Ngọc", "Hải", "Tuấn", "Khánh", "Gia", "Công")


def voices(text: str) -> Voices:
    return find_speakers(text, find_blocks(text))


def people(text: str) -> dict[str, FoundSpeaker]:
    return {speaker.name: speaker for speaker in voices(text).speakers}


def titles(text: str) -> dict[str, tuple[str, ...]]:
    return {name: speaker.titles for name, speaker in people(text).items()}


def voice_at(text: str, words: str) -> str | None:
    """Return the name of the one who says these words of text."""
    start = text.index(words)
    mention = voices(text).at(Span(start, start + len(words)))
    return None if mention is None else mention.name


NAMED = {
    "before": ("Quyền Bộ trưởng Ngoại giao Lê Văn Bảo đến.", {"Lê Văn Bảo": ("Quyền Bộ trưởng Ngoại giao",)}),
    "chain": ("Phó Thủ tướng, Bộ trưởng Bộ Y tế Vũ Hà đến.", {"Vũ Hà": ("Phó Thủ tướng", "Bộ trưởng Bộ Y tế")}),
    "behind": (
        "Ông Lê Văn Bảo, Vụ trưởng Vụ Châu Âu, nguyên Đại sứ Việt Nam tại Lào, cho biết.",
        {"Lê Văn Bảo": ("Vụ trưởng Vụ Châu Âu", "nguyên Đại sứ Việt Nam tại Lào")},
    ),
    "to a verb": ("Bà Vũ Thị Hoa, Giám đốc Sở Ngoại vụ nêu rõ.", {"Vũ Thị Hoa": ("Giám đốc Sở Ngoại vụ",)}),
    "comma in an organ": (
        "Chủ nhiệm Ủy ban Quốc phòng, An ninh và Đối ngoại, Thượng tướng Lê Văn Bảo dự.",
        {"Lê Văn Bảo": ("Chủ nhiệm Ủy ban Quốc phòng, An ninh và Đối ngoại", "Thượng tướng")},
    ),
    "comma in a ministry": (
        "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch Vũ Hà, Trưởng Ban Tuyên giáo và Dân vận Trung ương Lê Văn Bảo dự.",
        {
            "Vũ Hà": ("Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch",),
            "Lê Văn Bảo": ("Trưởng Ban Tuyên giáo và Dân vận Trung ương",),
        },
    ),
    "comma in an institute": (
        "Ông Lê Văn Bảo, Viện trưởng Viện Nghiên cứu, Đào tạo và Hợp tác quốc tế, cho biết.",
        {"Lê Văn Bảo": ("Viện trưởng Viện Nghiên cứu, Đào tạo và Hợp tác quốc tế",)},
    ),
    "two people": (
        "Tổng Bí thư Lê Văn Bảo, Phó Thủ tướng, Bộ trưởng Bộ Y tế Vũ Hà cùng dự.",
        {"Lê Văn Bảo": ("Tổng Bí thư",), "Vũ Hà": ("Phó Thủ tướng", "Bộ trưởng Bộ Y tế")},
    ),
    "shared": (
        "Cùng dự có các Phó Chủ tịch Quốc hội: Nguyễn Khắc Định, Vũ Thị Hoa và Lê Văn Bảo.",
        dict.fromkeys(("Nguyễn Khắc Định", "Vũ Thị Hoa", "Lê Văn Bảo"), ("Phó Chủ tịch Quốc hội",)),
    ),
    "and": (
        "Thứ trưởng Lê Văn Bảo và Chánh thanh tra kiêm người phát ngôn Bộ Y tế Vũ Hà dự.",
        {"Lê Văn Bảo": ("Thứ trưởng",), "Vũ Hà": ("Chánh thanh tra kiêm người phát ngôn Bộ Y tế",)},
    ),
    "former": ("Cố Bộ trưởng Ngoại giao Lê Văn Bảo mất.", {"Lê Văn Bảo": ("Cố Bộ trưởng Ngoại giao",)}),
    "place": ("Giám đốc Công an Lào Cai Lê Văn Bảo nói.", {"Lê Văn Bảo": ("Giám đốc Công an Lào Cai",)}),
    "small letters": ("Ông hỏi bộ trưởng bộ Tư pháp Lê Văn Bảo.", {"Lê Văn Bảo": ("bộ trưởng bộ Tư pháp",)}),
    "Chinese": ("Chủ tịch nước Trung Quốc Tập Cận Bình đến.", {"Tập Cận Bình": ("Chủ tịch nước Trung Quốc",)}),
    "Lao": ("Thủ tướng Lào Sonexay Siphandone đến.", {"Sonexay Siphandone": ("Thủ tướng Lào",)}),
    "particles": ("Bà Ursula von der Leyen đến.", {"Ursula von der Leyen": ()}),
    "hyphen": ("Ông Kim Jong-un gửi điện.", {"Kim Jong-un": ()}),
    "Khmer": (
        "Thủ tướng Campuchia Hun Manet đến. Thủ tướng Hun Manet nói.",
        {"Hun Manet": ("Thủ tướng Campuchia", "Thủ tướng")},
    ),
    "Hmong": ("Bí thư Tỉnh ủy Hà Giang Sùng A Lềnh dự.", {"Sùng A Lềnh": ("Bí thư Tỉnh ủy Hà Giang",)}),
    "Ede": ("Ông Y Bảo Niê Kđăm dự.", {"Y Bảo Niê Kđăm": ()}),
    "no title": ("Hôm ấy Nguyễn Thị Minh Khai cũng ở đó.", {"Nguyễn Thị Minh Khai": ()}),
    "degree": ("PGS.TS Lê Văn Bảo viết.", {"Lê Văn Bảo": ()}),
    "hyphens": (
        "Giáo sư- Tiến sĩ Lê Văn Bảo, Giáo sư-Tiến sỹ Vũ Hà và Bộ trưởng Bộ Lao động, Thương binh và Xã hội Lê An dự.",
        {"Lê Văn Bảo": (), "Vũ Hà": (), "Lê An": ("Bộ trưởng Bộ Lao động, Thương binh và Xã hội",)},
    ),
    "tone marks": ("Uỷ viên Bộ Chính trị Lê Văn Hoà dự. Ông Lê Văn Hòa về.", {"Lê Văn Hoà": ("Uỷ viên Bộ Chính trị",)}),
}


ROWS = {
    "offices behind names": (
        "Dự có các đồng chí Ủy viên Bộ Chính trị: Lê Văn Bảo, Bộ trưởng Bộ Công an; Vũ Hà, Trưởng Ban Nội chính "
        "Trung ương; các đồng chí Ủy viên Trung ương Đảng: Trần Thị Lan, Bí thư Tỉnh ủy Lào Cai; Đỗ An, Thứ "
        "trưởng Ngoại giao.",
        {
            "Lê Văn Bảo": ("Ủy viên Bộ Chính trị", "Bộ trưởng Bộ Công an"),
            "Vũ Hà": ("Ủy viên Bộ Chính trị", "Trưởng Ban Nội chính Trung ương"),
            "Trần Thị Lan": ("Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy Lào Cai"),
            "Đỗ An": ("Ủy viên Trung ương Đảng", "Thứ trưởng Ngoại giao"),
        },
    ),
    "offices before names": (
        "Dự có các Ủy viên Trung ương Đảng: Phó Chủ tịch nước Lê Thị Lan; Phó Chủ tịch Quốc hội, Thượng tướng Vũ Hà; "
        "Chủ nhiệm Ủy ban Văn hóa, Giáo dục Đỗ An.",
        {
            "Lê Thị Lan": ("Ủy viên Trung ương Đảng", "Phó Chủ tịch nước"),
            "Vũ Hà": ("Ủy viên Trung ương Đảng", "Phó Chủ tịch Quốc hội", "Thượng tướng"),
            "Đỗ An": ("Ủy viên Trung ương Đảng", "Chủ nhiệm Ủy ban Văn hóa, Giáo dục"),
        },
    ),
    "offices before names, apart by commas": (
        "Dự có các đồng chí nguyên Ủy viên Bộ Chính trị: nguyên Thủ tướng Lê Văn Bảo, Bộ trưởng Bộ Y tế Vũ Hà.",
        {
            "Lê Văn Bảo": ("nguyên Ủy viên Bộ Chính trị", "nguyên Thủ tướng"),
            "Vũ Hà": ("nguyên Ủy viên Bộ Chính trị", "Bộ trưởng Bộ Y tế"),
        },
    ),
    "a semicolon behind commas": (
        "Dự có các Phó Chủ tịch UBND tỉnh: Vàng Seo Tính, Nguyễn Hữu Thuỵ, Y Brếch; Đại tá Quàng Văn Hặc, Giám đốc "
        "Công an tỉnh.",
        {
            **dict.fromkeys(("Vàng Seo Tính", "Nguyễn Hữu Thuỵ", "Y Brếch"), ("Phó Chủ tịch UBND tỉnh",)),
            "Quàng Văn Hặc": ("Đại tá", "Giám đốc Công an tỉnh"),
        },
    ),
    "an office behind names alone": (
        "Dự có các Phó Thủ tướng: Lê Văn Bảo; Vũ Hà; Bộ trưởng Bộ Y tế Đỗ An.",
        {"Lê Văn Bảo": ("Phó Thủ tướng",), "Vũ Hà": ("Phó Thủ tướng",), "Đỗ An": ("Bộ trưởng Bộ Y tế",)},
    ),
    "ranks": (
        "Dự có các Phó Tư lệnh Quân khu 2: Thiếu tướng Lù Văn Pín, Đại tá Lê Bảo.",
        {"Lù Văn Pín": ("Phó Tư lệnh Quân khu 2", "Thiếu tướng"), "Lê Bảo": ("Phó Tư lệnh Quân khu 2", "Đại tá")},
    ),
    "a deputy's office behind two": (
        "Dự có các đồng chí Lê Bảo, Âu Thị Bình, Phó Cục trưởng Cục Lãnh sự; Vụ trưởng Vụ Châu Âu Vũ Hà.",
        {
            **dict.fromkeys(("Lê Bảo", "Âu Thị Bình"), ("Phó Cục trưởng Cục Lãnh sự",)),
            "Vũ Hà": ("Vụ trưởng Vụ Châu Âu",),
        },
    ),
    "one office behind two": (
        "Dự có các đồng chí Lê Văn Bảo, Vũ Hà, Bí thư Tỉnh ủy.",
        {"Lê Văn Bảo": (), "Vũ Hà": ("Bí thư Tỉnh ủy",)},
    ),
    "surnames that are words": (
        "Dự có các đồng chí: Quản Văn Bảo, Bí thư Tỉnh ủy, Trưởng Đoàn đại biểu Quốc hội tỉnh; Thái Vỹ, Ủy viên Thường "
        "vụ Bộ Chính trị.",
        {
            "Quản Văn Bảo": ("Bí thư Tỉnh ủy", "Trưởng Đoàn đại biểu Quốc hội tỉnh"),
            "Thái Vỹ": ("Ủy viên Thường vụ Bộ Chính trị",),
        },
    ),
    "two deputies": (
        "Thứ trưởng Bộ Ngoại giao Lê Văn Bảo và Trần Thị Lan dự.",
        dict.fromkeys(("Lê Văn Bảo", "Trần Thị Lan"), ("Thứ trưởng Bộ Ngoại giao",)),
    ),
    "a head and another": (
        "Bộ trưởng Bộ Y tế Lê Văn Bảo và Trần Thị Lan dự.",
        {"Lê Văn Bảo": ("Bộ trưởng Bộ Y tế",), "Trần Thị Lan": ()},
    ),
    "an office and a colon": (
        "Dự có Phó Thủ tướng Vũ Hà; Bộ trưởng: Lê Văn Bảo, Trần Thị Lan.",
        {"Vũ Hà": ("Phó Thủ tướng",), **dict.fromkeys(("Lê Văn Bảo", "Trần Thị Lan"), ("Bộ trưởng",))},
    ),
    "the row is over": (
        "Các Phó Thủ tướng Lê Văn Bảo và Vũ Hà dự, cùng bà Trần Thị Lan.",
        {"Lê Văn Bảo": ("Phó Thủ tướng",), "Vũ Hà": ("Phó Thủ tướng",), "Trần Thị Lan": ()},
    ),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_an_office_that_a_row_of_people_shares_is_each_ones(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert titles(text) == expected


OFFICES = (
    "Phó Bí thư Thường trực Tỉnh ủy Lào Cai",
    "Phó Trưởng ban Chính sách, chiến lược Trung ương",
    "Trưởng Ban Chỉ đạo quốc gia về hội nhập quốc tế",
    "Trưởng đoàn đàm phán cấp Chính phủ về biên giới lãnh thổ Việt Nam - Trung Quốc",
    "Phó Chủ nhiệm Ủy ban Quốc phòng, An ninh và Đối ngoại của Quốc hội",
    "Phó Chủ tịch thứ nhất Quốc hội Campuchia",
    "Phó Ủy viên trưởng Ủy ban Thường vụ Nhân đại toàn quốc Trung Quốc",
    "Phó Tổng Biên tập Tạp chí Cộng sản",
    "Chánh Văn phòng Chủ tịch nước",
    "Trợ lý của Tổng Bí thư",
    "Phụ trách Văn phòng Tổng Bí thư",
    "Chủ tịch Hội người Việt Nam tại Liège",
    "nguyên Đại sứ Việt Nam tại Cộng hòa Séc",
    "Đại sứ nước CHDCND Lào tại Việt Nam",
    "Chủ tịch nước Cộng hòa Nhân dân (CHND) Trung Hoa",
    "Chủ tịch UBND TP. Đà Nẵng",
    "Chính ủy Quân khu 9",
    "Nghị sỹ Đài Loan",
    "Thống tướng quân đội Myanmar",
    "Điều phối viên dự án khu vực",
    "Hiệu trưởng Trường Đại học Kinh tế Quốc dân",
    "Phó Chánh án Tòa án nhân dân tối cao",
)


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_is_read_whole_behind_a_name(office: str) -> None:
    assert titles(f"Ông Lê Văn Bảo, {office}, cho biết việc đã xong.") == {"Lê Văn Bảo": (office,)}
    assert titles(f"Ông Lê Văn Bảo, {office} đã nêu rõ.") == {"Lê Văn Bảo": (office,)}
    assert titles(f"Dự có bà Lê Lan, {office}; Đại tá Vũ Hà.") == {"Lê Lan": (office,), "Vũ Hà": ("Đại tá",)}


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_is_read_whole_before_a_name(office: str) -> None:
    assert titles(f"Hôm qua, {office} Lê Văn Bảo đã đến.") == {"Lê Văn Bảo": (office,)}
    assert titles(f"Hôm qua, {office}, ông Lê Văn Bảo đã đến.") == {"Lê Văn Bảo": (office,)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chủ tịch Hội đồng Dân tộc Y Bảo Niê Kđăm đến.", "Y Bảo Niê Kđăm"),
        ("Phó Chủ tịch UBND tỉnh Giàng A Pín đến.", "Giàng A Pín"),
        ("Thiếu tướng Rơ Châm Hoa đến.", "Rơ Châm Hoa"),
        ("Hòa thượng Thích Trí Bảo đến.", "Thích Trí Bảo"),
        ("Thứ trưởng Ngoại giao Viên Quang Bảo đến.", "Viên Quang Bảo"),
        ("Chủ tịch UBND xã Tân Lập Lê Văn Bảo đến.", "Lê Văn Bảo"),
        ("Hiệu trưởng Trường THPT Chu Văn An Lê Thị Hoa đến.", "Lê Thị Hoa"),
        ("Phó Chủ tịch Hội đồng Shura Oman Khalid bin Omar Al-Harbi đến.", "Khalid bin Omar Al-Harbi"),
        ("Đại sứ Mỹ John P. Smithson đến.", "John P. Smithson"),
        ("Đại sứ mới của Mỹ Peter Smithson đến.", "Peter Smithson"),
        ("Tổng thống Mỹ J. Smithson đến.", "J. Smithson"),
        ("Chủ tịch Tập đoàn ABCD Peter Smithson đến.", "Peter Smithson"),
        ("Tổng Giám đốc Smithson Việt Nam Lê Văn Bảo đến.", "Lê Văn Bảo"),
        ("Hôm ấy Giàng A Pín cũng ở đó.", "Giàng A Pín"),
        ("Thái tử Oman Salman bin Omar bin Abdul Al Said đến.", "Salman bin Omar bin Abdul Al Said"),
        ("BỘ TRƯỞNG LÊ VĂN BẢO TRẢ LỜI PHỎNG VẤN BÁO CHÍ", "LÊ VĂN BẢO"),
        ("PHÓ THỦ TƯỚNG VŨ THỊ HOÀN TIẾP ĐẠI SỨ NHẬT BẢN", "VŨ THỊ HOÀN"),
    ],
)
def test_names_of_every_kind_are_read_whole(text: str, name: str) -> None:
    assert list(people(text)) == [name]


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_people_are_named_with_the_titles_beside_them(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert titles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Đường Nguyễn Huệ và trường Lê Hồng Phong đã đổi tên.",
        "Học viện Chính trị quốc gia Hồ Chí Minh và Thành phố Hồ Chí Minh cùng làm.",
        "Tư tưởng Hồ Chí Minh soi đường.",
        "Đại hội XIV và Ban Chấp hành Trung ương Đảng khóa XIV.",
        "Bộ trưởng các nước ASEAN và Bí thư Huyện ủy Châu Phú.",
        "Chủ tịch Hội Nông dân và Giám đốc Sở Ngoại vụ Quảng Ninh cùng dự.",
        "Biển Đông, Hoàng Sa, Trường Sa, Hà Nam, Bà Rịa - Vũng Tàu, núi Bà Đen.",
        "Thủ tướng Chính phủ đã ký 12 quyết định.",
        "Luật Quản lý thuế, Nghị quyết Trung ương, Quốc phòng và An ninh.",
        "Kiều bào Thái Lan, Đại học Y Hà Nội và trường Đại học Y Dược.",
        "Các đồng chí lãnh đạo tỉnh Hà Nam, Ban Tổ chức Trung ương; các Phó Thủ tướng, Bộ trưởng dự.",
        "Bí thư Huyện ủy A Lưới, Chủ tịch UBND xã Lương Sơn và Hiệu trưởng Trường THPT Chu Văn An.",
        "Sai phạm ở Vạn Thịnh Phát và Hoàng Anh Gia Lai.",
        "Giám đốc Smithson Việt Nam thăm trường tiểu học Lê Văn Tám.",
    ],
)
def test_organs_places_and_phrases_are_nobody(text: str) -> None:
    assert people(text) == {}


def test_the_photographer_and_the_one_who_asks_are_not_of_the_article() -> None:
    text = f"{PLAIN}\n\nToàn cảnh. Ảnh: Lê Văn Bảo/TTXVN\n\nNhà báo Vũ Thị Hoa: Vì sao?\n\n{LAN}: Vì thế.\n"
    assert list(people(text)) == ["Trần Thị Lan"]


@pytest.mark.parametrize("credit", ["", " Ảnh: Lê Thị Thu Hà/TTXVN", " (Ảnh: Lê Thị Thu Hà)"])
def test_the_people_of_a_caption_that_opens_with_its_label_are_pictured(credit: str) -> None:
    caption = f"Ảnh: Thủ tướng Lê Văn Bảo tiếp Ngoại trưởng Vũ Minh Hà tại Hà Nội.{credit}"
    found = people(f"{PLAIN}\n\n{caption}\n\n{LAN} cho biết việc đã xong.\n")
    assert {name: speaker.role for name, speaker in found.items()} == {
        "Lê Văn Bảo": "pictured",
        "Vũ Minh Hà": "pictured",
        "Trần Thị Lan": "quoted",
    }


@pytest.mark.parametrize(
    "credit",
    ["Ảnh: Lê Thị Thu Hà", "Ảnh: Lê Thị Thu Hà/Cổng thông tin điện tử Chính phủ", "Ảnh: Bộ Ngoại giao cung cấp."],
)
def test_a_credit_on_a_line_of_its_own_pictures_nobody(credit: str) -> None:
    assert list(people(f"{LAN} đến.\n\n{credit}\n\n{PLAIN}\n")) == ["Trần Thị Lan"]


@pytest.mark.parametrize("short", ["Bà Lan", "Bà Thị Lan", "Thứ trưởng Lan", "Thứ trưởng", "Thứ trưởng Ngoại giao"])
def test_a_shorter_form_means_the_one_person_it_fits(short: str) -> None:
    *_, last = voices(f"{LAN} đến nơi. {short} cho biết việc đã xong.").mentions
    assert (last.name, last.role) == ("Trần Thị Lan", "quoted")


def test_a_title_that_fits_two_stays_open_and_names_both() -> None:
    text = f"{LAN} và Thứ trưởng Lê Văn Bảo đến. Thứ trưởng cho biết việc đã xong."
    *_, last = voices(text).mentions
    assert (last.name, last.candidates) == (None, ("Trần Thị Lan", "Lê Văn Bảo"))


def test_a_given_name_that_fits_two_stays_open() -> None:
    *_, last = voices("Ông Lê Văn Bảo và ông Vũ Minh Bảo đến. Ông Bảo cho biết việc đã xong.").mentions
    assert (last.name, last.candidates) == (None, ("Lê Văn Bảo", "Vũ Minh Bảo"))


@pytest.mark.parametrize("name", ["Lê Văn Bảo", "Trần Thị Lan", "Vũ Hà"])
@pytest.mark.parametrize("ministry", MINISTRIES)
def test_every_ministry_stands_behind_its_minister_without_its_bo(ministry: str, name: str) -> None:
    for head in ("Bộ trưởng", "Thứ trưởng"):
        assert titles(f"{head} {ministry} {name} cho biết việc đã xong.") == {name: (f"{head} {ministry}",)}


def test_the_lists_of_surnames_and_of_verbs_do_not_contradict_each_other() -> None:
    surnames, weak = set(word_list("surnames")), set(word_list("surnames_weak"))
    assert not surnames & weak
    assert all(len(words_of(surname)) == 1 for surname in surnames | weak)
    assert not set(word_list("speech_verbs")) & set(word_list("speech_verbs_with_words"))


@pytest.mark.parametrize("done", ["phát biểu khai mạc hội nghị", "đôn đốc việc xây dựng cầu", "quán triệt hội nghị"])
def test_who_opens_a_meeting_or_hastens_a_work_is_not_quoted(done: str) -> None:
    assert people(f"Ông Lê Văn Bảo {done}.")["Lê Văn Bảo"].role == "mentioned"


@pytest.mark.parametrize("called", ["Ông An", "Giám đốc", "Ông"])
def test_of_very_many_whom_a_naming_may_mean_the_first_stand_for_all(called: str) -> None:
    names = [f"{surname} {middle} An" for surname in ("Lê", "Vũ", "Đỗ", "Bùi") for middle in MIDDLES_OF_MANY]
    text = "\n\n".join(f"Giám đốc {name} đến." for name in names)
    *_, last = voices(f"{text}\n\n{called} cho biết việc đã xong.").mentions
    assert (last.name, last.candidates) == (None, tuple(names[:20]))


def test_the_one_woman_among_very_many_men_is_meant() -> None:
    text = "\n\n".join(f"Ông Lê {middle} An đến." for middle in (*MIDDLES_OF_MANY, *MIDDLES_OF_MANY[::-1]))
    assert voice_at(f"{text}\n\nBà Lê Thị An đến.\n\nBà An nêu rõ điều đó.", "Bà An nêu") == "Lê Thị An"
    assert voice_at(f"{text}\n\nBà Vũ Hoa đến.\n\nBà nêu rõ điều đó.", "Bà nêu") == "Vũ Hoa"


def test_a_former_holder_is_not_meant_by_the_title_alone() -> None:
    text = "Cố Tổng Bí thư Lê Văn Bảo để lại nhiều bài học. Tổng Bí thư Vũ Hà đến. Tổng Bí thư nêu rõ điều đó."
    assert voice_at(text, "Tổng Bí thư nêu") == "Vũ Hà"


@pytest.mark.parametrize("child", ["Nguyễn Văn Chín, 12 tuổi, nói", "Em Lê Văn Chín (9 tuổi) nói"])
def test_a_child_is_not_called_ong(child: str) -> None:
    text = f"Ông Lê Văn Tám, Giám đốc Sở Y tế, dự lễ. {child}: “Con rất vui”. Ông hy vọng con sẽ đỗ."
    assert voice_at(text, "Ông hy vọng") in {"Lê Văn Tám", None}


@pytest.mark.parametrize("text", ["Hồ Hoàn Kiếm cần được bảo vệ.", "Võ Thuật Bình Định được giới thiệu."])
def test_lakes_and_arts_are_nobody(text: str) -> None:
    assert people(text) == {}


def test_a_firm_belongs_to_the_office_and_not_to_the_name() -> None:
    text = "Chủ tịch {} Lee Jae Min cho biết việc đã xong."
    for firm in ("Samsung", "Hyundai", "Lotte"):
        assert titles(text.format(firm)) == {"Lee Jae Min": (f"Chủ tịch {firm}",)}


BETWEEN_STATES = [
    ("Bộ trưởng Quốc phòng Lê Văn Bảo tiếp Bộ trưởng Quốc phòng Lào Khamla Vongsa. Bộ trưởng nêu rõ điều đó.", None),
    ("Bộ trưởng Quốc phòng Lê Văn Bảo tiếp Bộ trưởng Quốc phòng Lào Khamla Vongsa.\n\nBộ trưởng nêu rõ điều đó.", None),
    ("Thủ tướng Lê Văn Bảo tiếp Thủ tướng Lào Khamla Vongsa. Thủ tướng nêu rõ điều đó.", None),
    ("Tổng Bí thư Lê Văn Bảo tiếp Tổng Bí thư Lào Khamla Vongsa. Tổng Bí thư nêu rõ điều đó.", None),
    ("Thủ tướng Lê Văn Bảo gặp Thủ tướng Lào Khamla Vongsa.\n\nThủ tướng nêu rõ điều đó.", "Lê Văn Bảo"),
    ("Thủ tướng Lê Văn Bảo gặp Tổng thống Lào Khamla Vongsa. Thủ tướng nêu rõ điều đó.", "Lê Văn Bảo"),
    ("Thủ tướng Lào Khamla Vongsa đến. Thủ tướng nêu rõ điều đó.", None),
    ("Thứ trưởng Ngoại giao Lê Văn Bảo đến.\n\nNgài Thứ trưởng nêu rõ điều đó.", None),
    ("Thứ trưởng Lê Văn Bảo tiếp Thứ trưởng Nhật Bản Sato Ken. Ngài Thứ trưởng nêu rõ điều đó.", "Sato Ken"),
]


@pytest.mark.parametrize(("text", "speaker"), BETWEEN_STATES)
def test_a_bare_office_that_two_states_have_is_laid_to_whom_it_must_mean(text: str, speaker: str | None) -> None:
    assert voice_at(text, "nêu rõ") == speaker


def test_an_acting_holder_is_meant_by_either_title() -> None:
    text = "Quyền Bộ trưởng Ngoại giao Lê Văn Bảo đến. {} nêu rõ điều đó."
    for title in ("Bộ trưởng", "Quyền Bộ trưởng", "Quyền Bộ trưởng Bộ Ngoại giao"):
        assert voice_at(text.format(title), f"{title} nêu") == "Lê Văn Bảo"


def test_several_ministers_are_nobody_in_particular() -> None:
    text = "Bộ trưởng Ngoại giao Lê Văn Bảo đến. Bộ trưởng Ngoại giao ba nước ra thông cáo. Các Bộ trưởng ra về."
    assert [mention.rule for mention in voices(text).mentions] == ["full-name"]


def test_he_is_the_one_who_spoke_last() -> None:
    text = f"{PLAIN}\n\nÔng Lê Văn Bảo cho biết việc đã xong.\n\nÔng nêu rõ còn nhiều việc.\n"
    assert voice_at(text, "Ông nêu rõ") == "Lê Văn Bảo"


def test_he_stays_open_when_another_came_between() -> None:
    text = "Ông Lê Văn Bảo cho biết việc đã xong. Ông Vũ Hà đến muộn. Ông nêu rõ còn nhiều việc."
    *_, last = voices(text).mentions
    assert (last.name, set(last.candidates)) == (None, {"Lê Văn Bảo", "Vũ Hà"})


def credited(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return the words of each mention, whom it means, and the words of the mention that introduces that one."""
    return [
        (one.span.of(text), one.name, one.introduced_by.of(text) if one.introduced_by else None)
        for one in voices(text).mentions
    ]


def test_each_attribution_names_the_mention_that_introduces_the_person() -> None:
    text = f"{PLAIN}\n\n{LAN} cho biết việc đã xong. Bà Lan nêu rõ cách làm. Bà nói thêm. Thứ trưởng nhấn mạnh.\n"
    assert credited(text) == [
        ("Trần Thị Lan", "Trần Thị Lan", None),
        *((words, "Trần Thị Lan", "Trần Thị Lan") for words in ("Lan", "Bà", "Thứ trưởng")),
    ]


def test_a_title_alone_is_introduced_where_it_stands_beside_the_name() -> None:
    text = f"{PLAIN}\n\nÔng Lê Văn Bảo đến. Bộ trưởng Lê Văn Bảo nêu ý kiến. Bộ trưởng nhấn mạnh kỷ luật.\n"
    first, second, alone = voices(text).mentions
    assert (first.introduced_by, second.introduced_by) == (None, first.span)
    assert alone.introduced_by == second.span


def test_a_person_is_introduced_in_the_text_rather_than_in_a_caption() -> None:
    text = f"{PLAIN}\n\n{LAN} tại lễ. Ảnh: Mai Anh\n\n{LAN} cho biết việc đã xong.\n"
    pictured, told = voices(text).mentions
    assert (pictured.introduced_by, told.introduced_by) == (told.span, None)


def test_what_stays_open_is_introduced_by_nobody() -> None:
    text = f"Bộ trưởng Lê Văn Bảo, Bộ trưởng Vũ Hà cùng dự.\n\n{PLAIN} Bộ trưởng nhấn mạnh kỷ luật.\n"
    *_, alone = voices(text).mentions
    assert (alone.candidates, alone.introduced_by) == (("Lê Văn Bảo", "Vũ Hà"), None)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Bà nêu rõ cách làm.", "Trần Thị Lan"),  # "Thị" is a woman's name
        ("Ông nêu rõ cách làm.", "Lê Văn Trung"),  # he was called so
        ("Bà Lan nêu rõ cách làm.", "Trần Thị Lan"),
        ("Ông Lan nêu rõ cách làm.", None),
        ("Thứ trưởng Lan nói thêm.", "Trần Thị Lan"),
        ("Bộ trưởng Trung phát biểu: “Cần làm ngay”.", "Lê Văn Trung"),
    ],
)
def test_the_form_of_address_says_who_is_meant(sentence: str, expected: str | None) -> None:
    text = f"{PLAIN}\n\n{LAN} gặp ông Lê Văn Trung tại Hà Nội. {sentence}\n"
    assert voice_at(text, sentence) == expected


def test_the_title_tells_namesakes_apart() -> None:
    text = f"{PLAIN}\n\nThứ trưởng Lê Văn Nam và Bộ trưởng Vũ Hà Nam cùng dự. Bộ trưởng Nam nêu rõ cách làm.\n"
    assert voice_at(text, "Bộ trưởng Nam nêu") == "Vũ Hà Nam"


@pytest.mark.parametrize(
    "before",
    [
        "Thủ tướng Lào Sonexay Siphandone thăm Việt Nam.",
        "Thủ tướng Lê Văn Bảo tại lễ. Ảnh: Mai Anh",
    ],
)
def test_a_foreigner_or_someone_in_a_picture_does_not_take_an_office_of_the_state(before: str) -> None:
    text = f"{PLAIN}\n\n{before}\n\nThủ tướng nêu rõ cách làm.\n"
    mention = voices(text).mentions[-1]
    assert (mention.span.of(text), mention.name, mention.candidates) == ("Thủ tướng", None, ())


def test_a_foreigner_is_meant_by_the_office_with_the_state() -> None:
    text = f"{PLAIN}\n\nThủ tướng Lào Sonexay Siphandone thăm Việt Nam. Thủ tướng Lào nêu rõ cách làm.\n"
    assert voice_at(text, "Thủ tướng Lào nêu") == "Sonexay Siphandone"


def test_a_part_of_a_foreign_name_is_the_same_person() -> None:
    assert list(people("Ông Trump nói. Tổng thống Mỹ Donald Trump đến. Bà Clinton về.")) == ["Donald Trump", "Clinton"]


def test_near_spellings_of_a_foreign_name_are_one_person() -> None:
    text = "Tổng thống Volodymyr Zelensky đến. Tổng thống Volodymyr Zelenskyy nói. Ông Volodymyr Zelenskyy về."
    assert list(people(text)) == ["Volodymyr Zelenskyy"]


def test_a_byname_means_its_bearer_where_the_text_names_him() -> None:
    text = "Chủ tịch Hồ Chí Minh đã dạy. Bác Hồ hằng mong mỏi điều đó."
    assert [mention.name for mention in voices(text).mentions] == ["Hồ Chí Minh", "Hồ Chí Minh"]


def test_a_name_that_runs_into_the_next_word_is_cut_where_the_text_shows_it() -> None:
    text = "Chủ tịch nước Lê Bảo đến. Chủ tịch nước Lê Bảo nhận. Họ trao cho Chủ tịch nước Lê Bảo Huân chương."
    assert list(people(text)) == ["Lê Bảo"]


@pytest.mark.parametrize(
    "text",
    [
        f"{LAN} cho biết việc đã xong.",
        f"{LAN} cũng một lần nữa khẳng định việc đã xong.",
        f"Theo {LAN}, việc đã xong.",
        f"“Việc đã xong”, {LAN} nói.",
        f'"Việc đã xong" - {LAN} nói thêm.',
        f"{LAN}: “Việc đã xong.”",
        f"Việc đã xong như {LAN} đã nhấn mạnh.",
        f"Bộ trưởng Lê Văn Bảo, Thứ trưởng Vũ Hà và {LAN} đều đánh giá việc đã xong.",
    ],
)
def test_someone_to_whom_words_are_laid_is_quoted(text: str) -> None:
    assert {speaker.role for speaker in voices(text).speakers} == {"quoted"}


@pytest.mark.parametrize(
    "text",
    [
        f"{LAN} chủ trì cuộc họp.",
        f"{LAN} phát biểu tại cuộc họp.",
        f"Những việc {LAN} nêu trên đã xong.",
        f"{LAN} đến.",
    ],
)
def test_someone_who_only_does_something_is_mentioned(text: str) -> None:
    assert people(text)["Trần Thị Lan"].role == "mentioned"


def test_someone_of_captions_alone_is_pictured() -> None:
    text = f"{PLAIN}\n\n{LAN} cho biết việc đã xong. Ảnh: Mai Anh\n\n{PLAIN}\n"
    assert people(text)["Trần Thị Lan"].role == "pictured"


INTERVIEW = f"""\
Hỏi chuyện

{LAN} vừa trả lời phỏng vấn. Tổng Bí thư Lê Văn Bảo cũng dự.

- Xin bà cho biết kết quả?

- Kết quả tốt. Như Tổng Bí thư Lê Văn Bảo đã nêu, “phải làm nhanh”.

Bộ trưởng Vũ Hà tại lễ. Ảnh: Mai Anh

- Còn khó khăn gì, thưa Thứ trưởng?

- Còn nhiều việc.

Xin cảm ơn bà!
"""


def test_answers_without_a_label_are_those_of_the_one_introduced() -> None:
    assert voice_at(INTERVIEW, "Kết quả tốt") == "Trần Thị Lan"
    assert voice_at(INTERVIEW, "phải làm nhanh") == "Trần Thị Lan"
    assert voice_at(INTERVIEW, "Còn nhiều việc") == "Trần Thị Lan"


def test_questions_and_captions_are_nobodys_words() -> None:
    assert voice_at(INTERVIEW, "Xin bà cho biết") is None
    assert voice_at(INTERVIEW, "Bộ trưởng Vũ Hà tại lễ") is None


def test_the_roles_of_an_interview_are_told_apart() -> None:
    roles = {name: speaker.role for name, speaker in people(INTERVIEW).items()}
    assert roles == {"Trần Thị Lan": "interviewee", "Lê Văn Bảo": "quoted", "Vũ Hà": "pictured"}


def test_she_who_is_asked_is_the_one_who_answers() -> None:
    asked = [mention.name for mention in voices(INTERVIEW).mentions if mention.rule == "address-alone"]
    assert asked == ["Trần Thị Lan", "Trần Thị Lan"]


def test_each_answer_is_its_labels() -> None:
    text = f"PV: Kết quả ra sao?\n\n{LAN}: Tốt lắm.\n\nÔng Lê Văn Bảo: Cũng được.\n\nCòn phải làm nhiều.\n"
    assert voice_at(text, "Tốt lắm") == "Trần Thị Lan"
    assert voice_at(text, "Cũng được") == "Lê Văn Bảo"
    assert voice_at(text, "Còn phải làm") == "Lê Văn Bảo"


def test_nobody_answers_where_two_are_introduced() -> None:
    text = f"{LAN} và Bộ trưởng Lê Văn Bảo trả lời báo chí.\n\nHỏi: Kết quả ra sao?\n\nĐáp: Tốt lắm.\n"
    assert voice_at(text, "Tốt lắm") is None


@pytest.mark.parametrize("verb", ["đưa ra ba sáng kiến", "còn đưa ra hàng loạt ý tưởng", "gợi mở một số định hướng"])
def test_the_points_in_a_paragraph_are_those_of_who_puts_them_forward(verb: str) -> None:
    other = "Thứ trưởng Trần Thị Lan cho biết, hội nghị bàn về Đông Á. "
    text = f"{other}Bộ trưởng Lê Văn Bảo {verb}. Một là, mở đường; hai là, Bộ trưởng đề nghị xây cầu."
    assert voice_at(text, "Một là, mở đường") == "Lê Văn Bảo"


def test_who_puts_forward_something_else_says_nothing() -> None:
    assert people("Bộ trưởng Lê Văn Bảo đưa ra xét duyệt ba hồ sơ.")["Lê Văn Bảo"].role == "mentioned"


def test_a_guest_may_be_called_by_the_first_name_alone() -> None:
    guest = "Bộ trưởng Ngoại giao Trung Quốc Vương Nghị đến. "
    assert voice_at(guest + "Ông Vương nói rằng cần đối thoại.", "cần đối thoại") == "Vương Nghị"
    assert voice_at("Bộ trưởng Y tế Vương Bảo đến. Ông Vương nói rằng cần đối thoại.", "cần đối thoại") is None


def test_a_sentence_goes_on_with_the_one_before_it() -> None:
    text = f"{PLAIN}\n\n{LAN} cho biết việc đã xong. Năm tới sẽ làm tiếp.\n\nĐồng thời phải sửa luật.\n"
    assert voice_at(text, PLAIN) is None
    assert voice_at(text, "Năm tới") == "Trần Thị Lan"
    assert voice_at(text, "Đồng thời") == "Trần Thị Lan"


def test_a_quotation_over_lines_is_its_speakers() -> None:
    text = f'{PLAIN}\n\n"Việc đã xong.\n\nNăm tới làm tiếp", {LAN} nói.\n'
    assert voice_at(text, '"Việc') == "Trần Thị Lan"
    assert voice_at(text, "Năm tới") == "Trần Thị Lan"


def test_a_quotation_within_a_report_is_the_ones_who_is_quoted() -> None:
    text = f"{LAN} cho rằng cần làm nhanh như Tổng Bí thư Lê Văn Bảo đã nêu “phải làm ngay” trong năm nay."
    assert voice_at(text, "cần làm nhanh") == "Trần Thị Lan"
    assert voice_at(text, "phải làm ngay") == "Lê Văn Bảo"
    assert voice_at(text, "trong năm nay") == "Trần Thị Lan"


def test_the_points_of_a_list_are_the_speakers_who_sets_it_out() -> None:
    text = f"{LAN} nêu ba điểm:\n\nMột là, Bộ trưởng Lê Văn Bảo yêu cầu sửa luật.\n\nHai là, làm đường.\n"
    assert voice_at(text, "Một là") == voice_at(text, "Hai là") == "Trần Thị Lan"


def test_a_sentence_about_someone_else_ends_a_voice_where_many_speak() -> None:
    text = f"{LAN} cho biết việc đã xong.\n\nÔng Lê Văn Bảo nói còn nhiều việc.\n\nBà Vũ Thị Hoa đến muộn.\n"
    assert voice_at(text, "Bà Vũ Thị Hoa") is None


def test_an_order_of_an_office_without_a_name_is_the_offices() -> None:
    text = f"{PLAIN}\n\nThủ tướng Chính phủ yêu cầu:\n\nThứ nhất, các bộ làm ngay.\n"
    mention = voices(text).at(Span(text.index("Thứ nhất"), len(text)))
    assert mention is not None
    assert (mention.name, mention.candidates, mention.span.of(text)) == (None, (), "Thủ tướng Chính phủ")


WHOSE = {
    "in the name of": ("Thay mặt Thủ tướng Chính phủ, Bộ trưởng Bộ Nội vụ Lê Văn Bảo đến.", "Bộ trưởng Bộ Nội vụ"),
    "empowered": (
        "Thừa ủy quyền của Chủ tịch nước, Đại sứ Việt Nam tại Lào Lê Văn Bảo đến.",
        "Đại sứ Việt Nam tại Lào",
    ),
    "no deputy of oneself": ("Thay mặt Chính phủ, Thủ tướng Chính phủ, Phó Thủ tướng Lê Văn Bảo đến.", "Phó Thủ tướng"),
    "of a body": (
        "Thay mặt Ban Bí thư, Trưởng Ban Tổ chức Trung ương Lê Văn Bảo đến.",
        "Trưởng Ban Tổ chức Trung ương",
    ),
    "guests": (
        "Dự có ông Lê Văn Bảo, Cục trưởng Cục Lãnh sự, đại diện Sở Ngoại vụ, lãnh đạo tỉnh.",
        "Cục trưởng Cục Lãnh sự",
    ),
    "those spoken to": ("Chúc mừng các Đại sứ, đồng chí Lê Văn Bảo nhấn mạnh điều đó.", ""),
    "invited by": (
        "Nhận lời mời của Tổng Bí thư Đảng Cộng sản Trung Quốc, Chủ tịch nước Lê Văn Bảo, đoàn đến.",
        "Tổng Bí thư Đảng Cộng sản Trung Quốc|Chủ tịch nước",
    ),
    "terms": (
        "Ông Lê Văn Bảo, Trưởng SOM ASEAN của Việt Nam (2001-2003), Đại sứ Việt Nam tại Áo (2004 - 2006), cho biết.",
        "Trưởng SOM ASEAN của Việt Nam|Đại sứ Việt Nam tại Áo",
    ),
    "since": (
        "Ông Lê Văn Bảo, Đại sứ Việt Nam tại Lào (từ năm 2018 đến nay), Ủy viên Trung ương Đảng, nói.",
        "Đại sứ Việt Nam tại Lào|Ủy viên Trung ương Đảng",
    ),
    "mission": (
        "Đại sứ, Trưởng phái đoàn Đại diện thường trực Việt Nam tại Liên hợp quốc Lê Văn Bảo đến.",
        "Đại sứ|Trưởng phái đoàn Đại diện thường trực Việt Nam tại Liên hợp quốc",
    ),
    "brackets": ("Ông Lê Văn Bảo (Giám đốc Sở Ngoại vụ Hà Nội) cho biết.", "Giám đốc Sở Ngoại vụ Hà Nội"),
    "two in brackets": (
        "Ông Lê Văn Bảo (Phó Giám đốc Sở Ngoại vụ, Bí thư Đảng ủy) cho biết.",
        "Phó Giám đốc Sở Ngoại vụ|Bí thư Đảng ủy",
    ),
    "no office in brackets": ("Ông Lê Văn Bảo (trái) và đoàn cho biết.", ""),
    "abbreviated": (
        "Ông Lê Văn Bảo, Chủ tịch Hội Nông dân Việt Nam (VNFU), nguyên Thứ trưởng Bộ Nội vụ, nói.",
        "Chủ tịch Hội Nông dân Việt Nam|nguyên Thứ trưởng Bộ Nội vụ",
    ),
    "also behind": (
        "Ông Lê Văn Bảo, Phó Chủ tịch kiêm Tổng Thư ký Hiệp hội Thủy sản Việt Nam, cho biết.",
        "Phó Chủ tịch kiêm Tổng Thư ký Hiệp hội Thủy sản Việt Nam",
    ),
    "two offices": ("Phó Thủ tướng và Bộ trưởng Ngoại giao Lê Văn Bảo đến.", "Phó Thủ tướng|Bộ trưởng Ngoại giao"),
    "one in two": (
        "Phó Thủ tướng kiêm Bộ trưởng Ngoại giao Lê Văn Bảo đến.",
        "Phó Thủ tướng kiêm Bộ trưởng Ngoại giao",
    ),
}


@pytest.mark.parametrize(("text", "offices"), WHOSE.values(), ids=WHOSE)
def test_an_office_is_only_his_who_holds_it(text: str, offices: str) -> None:
    assert titles(f"{PLAIN}\n\n{text}") == {"Lê Văn Bảo": tuple(filter(None, offices.split("|")))}


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Đoàn gặp Nhật hoàng Naruhito hôm qua.", "Naruhito", "Nhật hoàng"),
        ("Đoàn gặp Thiên hoàng Akihito hôm qua.", "Akihito", "Thiên hoàng"),
        ("Đoàn gặp Nữ vương Margrethe hôm qua.", "Margrethe", "Nữ vương"),
        ("Đoàn gặp Thái tử kế vị Mohammed bin Salman hôm qua.", "Mohammed bin Salman", "Thái tử kế vị"),
        ("Đoàn gặp Ngoại trưởng Burkina Faso Karamoko Traoré hôm qua.", "Karamoko Traoré", "Ngoại trưởng Burkina Faso"),
        ("Đại sứ Liên hợp quốc của Togo, ông Kofi Mensah cảm ơn.", "Kofi Mensah", "Đại sứ Liên hợp quốc của Togo"),
    ],
)
def test_thrones_and_small_states_are_read(text: str, name: str, title: str) -> None:
    assert titles(f"{PLAIN}\n\n{text}") == {name: (title,)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ông Lành, Chủ tịch Hội người Việt Nam tại Liège, bảo tôi thế.", ["Lành"]),
        ("Bà Sín, người Tày, nói giản dị. Hôm sau bà Sín đi chợ.", ["Sín"]),
        ("Khi đó ông Vui, 62 tuổi, đang ở nhà.", ["Vui"]),
        ("Ông Lê Văn Lành đến. Ông Lành, người Tày, ở lại.", ["Lê Văn Lành"]),
        ("Ông Hùng cho biết việc đã xong.", []),
        ("Cầu Ông Lãnh, người ta bảo, rất đông.", []),
        ("Chợ Bà Chiểu, người đông.", []),
    ],
)
def test_one_syllable_is_a_name_where_the_text_says_who_it_is(text: str, names: list[str]) -> None:
    assert list(people(f"{PLAIN}\n\n{text}")) == names


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_every_span_holds_in_a_seed(seed: Path) -> None:
    text = normalise(seed.read_text(encoding="utf-8"))
    found = voices(text)
    for speaker in found.speakers:
        named = [mention for mention in speaker.mentions if mention.rule != "title-alone"]
        printed = {title.of(text).casefold() for mention in named for title in mention.titles}
        assert {title.casefold() for title in speaker.titles} == printed
    for mention in found.mentions:
        assert mention.span.of(text) == mention.span.of(text).strip() != ""
    ends = [span.end for span, _ in found.heard]
    assert all(end <= span.start for end, (span, _) in zip(ends, found.heard[1:], strict=False))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_decomposed_letters_change_nobody(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    composed, decomposed = normalise(text), normalise(unicodedata.normalize("NFD", text))
    assert voices(composed) == voices(decomposed)


SEED_ROLES = {
    "000": {"Lê Hoài Trung": "interviewee", "Tô Lâm": "quoted", "Hồ Chí Minh": "quoted"},
    "001": {
        "Nguyễn Mạnh Cường": "interviewee",
        "Hồ Chí Minh": "quoted",
        "Lê Tấn Tới": "pictured",
        "Phạm Minh Chính": "pictured",
        "Trần Cẩm Tú": "pictured",
        "Tô Lâm": "quoted",
        "Tập Cận Bình": "pictured",
        "Thongloun Sisoulith": "pictured",
    },
    "002": {"Lê Hoài Trung": "quoted", "Hồ Chí Minh": "mentioned", "Tô Lâm": "pictured"},
    "003": {
        "Lê Thị Thu Hằng": "interviewee",
        "Nguyễn Phú Trọng": "quoted",
        "Võ Văn Thưởng": "quoted",
        "Phạm Minh Chính": "quoted",
        "Vương Đình Huệ": "quoted",
        "Trương Thị Mai": "quoted",
        "Trần Lưu Quang": "quoted",
        "Bùi Thanh Sơn": "mentioned",
    },
    "004": {"Lê Hoài Trung": "quoted", "Tô Lâm": "quoted", "Lương Cường": "pictured", "Hồ Chí Minh": "quoted"},
}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_the_people_of_a_seed_have_the_part_that_a_reader_gives_them(seed: Path) -> None:
    found = people(normalise(seed.read_text(encoding="utf-8")))
    assert {name: speaker.role for name, speaker in found.items()} == SEED_ROLES[seed.stem[:3]]


@pytest.mark.parametrize(
    "unit",
    [
        "phó ",
        "nguyên phó ",
        "Bộ trưởng, ",
        "Nguyễn Văn A, ",
        "các Phó Thủ tướng: Nguyễn Văn An, ",
        "ông Trump ",
        '"a ',
        "a\n",
        "PV: a?\nb\n",
        "Ảnh: ",
        "....",
    ],
)
def test_the_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    """Ten times the text takes about ten times as long; forty leaves room for a busy machine, a square is a hundred."""
    short, long = (unit * (size // len(unit)) for size in (4_000, 40_000))
    assert is_done_within(40 * max(seconds(lambda: voices(short)), 0.001), lambda: voices(long))


# --- the verbs, and what stands between them and the name -------------------------------------------------------------

SPEAKS = [
    *("{} mới đây nói điện đã đủ.", "{}, người thầy của tôi, hay nhắc học trò rằng nước phải sạch.", "{} hứa sẽ làm."),
    *("{} (Viện Năng lượng) cho rằng điện đã đủ.", "{} khi tiếp đoàn cũng đánh giá điện đã đủ.", "{} viết: “Tốt”."),
    *("Tại buổi họp, {}, đại diện các nhà khoa học, nhận định điện đã đủ.", "{} kể với tôi rằng trời mưa."),
    *("{} họp với lãnh đạo năm tỉnh, yêu cầu cấp điện.", "{} dự lễ, đồng thời đề nghị cấp điện."),
    *("{} phát biểu tiếp thu ý kiến của Thủ tướng Lê Văn An, đề nghị các tỉnh làm ngay.", "{} giao Bộ Y tế làm rõ."),
    *("“Điện đã đủ”, báo chí dẫn lời {}.", "Theo đánh giá của {}, điện đã đủ.", "{} từng dạy: “Nước phải sạch”."),
    "“Cảm ơn tất cả” là câu nói xúc động của {} hôm ấy.",
]
SILENT = [
    *("{} dự, chỉ đạo hội nghị.", "{} bảo vệ luận án năm 1990.", "{} kể từ hôm ấy về quê.", "{} gọi điện về nhà."),
    *("Cùng với {}, các đại biểu, những người từng làm việc ở đây, cho biết điện đã đủ.", "{} giới thiệu bản đồ."),
    *("Lễ do {} chủ trì, yêu cầu của dân là đủ điện.", "Tỉnh báo cáo {} ký văn bản.", "{} trao quà, tặng sách."),
    *("Đoàn gặp {}, người dân và yêu cầu của họ.", "Đường mang tên {} đã mở rộng.", "{} nhắc máy lên."),
    *("Công việc được {} giao.", "Ý kiến của {} đã được ghi."),
]


@pytest.mark.parametrize("sentence", SPEAKS)
def test_who_says_something_is_quoted(sentence: str) -> None:
    text = f"{PLAIN}\n\n{sentence.format('Giáo sư Trần Thị Lan')}\n"
    assert people(text)["Trần Thị Lan"].role == "quoted"


@pytest.mark.parametrize("sentence", SILENT)
def test_who_does_something_else_is_only_mentioned(sentence: str) -> None:
    text = f"{PLAIN}\n\n{sentence.format('Giáo sư Trần Thị Lan')}\n"
    assert people(text)["Trần Thị Lan"].role == "mentioned"


@pytest.mark.parametrize("quoted", ["Chủ tịch Hồ Chí Minh", "Cố Bộ trưởng Ngoại giao Lê Văn An"])
def test_ong_is_nobody_of_the_past(quoted: str) -> None:
    text = (
        f"{PLAIN}\n\nBộ trưởng Ngoại giao Trần Văn Bình cho biết hội nghị đã họp.\n\n"
        f"{quoted} từng nhấn mạnh: “Nước phải sạch”.\n\nÔng cũng cho rằng cần cấp điện.\n"
    )
    assert voice_at(text, "cần cấp điện") == "Trần Văn Bình"
    alone = text.replace("Bộ trưởng Ngoại giao Trần Văn Bình cho biết hội nghị đã họp.", "Hội nghị đã họp.")
    assert voice_at(alone, "cần cấp điện") is None


@pytest.mark.parametrize(
    ("child", "meant"),
    [(", 12 tuổi,", "Lê Văn Tám"), (", học sinh lớp 6,", "Lê Văn Tám"), (", 62 tuổi,", "Nguyễn Văn Chín")],
)
def test_ong_is_no_child(child: str, meant: str) -> None:
    text = (
        f"{PLAIN}\n\nÔng Lê Văn Tám, Giám đốc Sở Giáo dục, cho biết kỳ thi đã xong.\n\n"
        f"Nguyễn Văn Chín{child} nói: “Bài thi rất hay.”\n\nÔng hy vọng cả lớp sẽ đỗ.\n"
    )
    assert voice_at(text, "cả lớp sẽ đỗ") == meant


def test_ong_stays_open_behind_someone_of_whom_it_is_open_who_it_is() -> None:
    text = (
        f"{PLAIN}\n\nĐại sứ Trần Văn Bình cho biết hội nghị đã họp.\n\nThủ tướng nhấn mạnh việc này rất gấp.\n\n"
        "Ông yêu cầu cấp điện ngay.\n"
    )
    assert voice_at(text, "cấp điện ngay") is None


def test_the_words_of_the_past_end_with_their_paragraph() -> None:
    text = (
        f"{PLAIN}\n\nChủ tịch Hồ Chí Minh từng căn dặn: “Nước phải sạch”. Điều đó vẫn đúng.\n\n"
        "Cần cấp điện cho các xã.\n"
    )
    assert voice_at(text, "Nước phải sạch") == "Hồ Chí Minh"
    assert voice_at(text, "Cần cấp điện") is None
