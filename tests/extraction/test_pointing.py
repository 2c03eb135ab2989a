"""Which words mean a document named before, and which names mean one document."""

import pytest

from directives.extraction.citations import find_citations


def pointing(text: str) -> list[tuple[str, str | None]]:
    """Return the words and the key of each place that points back."""
    return [(one.span.of(text), one.key) for one in find_citations(text) if one.form == "anaphora"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nghị quyết 59 mở đường. Nghị quyết cũng đã chỉ ra các bước đi.", "Nghị quyết"),
        ("Nghị quyết 59 mở đường. Theo Nghị quyết, ta chủ động hội nhập.", "Nghị quyết"),
        ("Nghị quyết 59 mở đường. Tinh thần của Nghị quyết đã lan tỏa.", "Nghị quyết"),
        ("Nghị quyết 59 mở đường. Tỉnh sớm đưa Nghị quyết vào cuộc sống.", "Nghị quyết"),
        ("Nghị quyết 59 mở đường. Nghị quyết rất quan trọng này đã lan tỏa.", "Nghị quyết rất quan trọng này"),
        ("Nghị định 178 ra đời. Theo nghị định trên, có ba nhóm.", "nghị định trên"),
        ("Nghị định 178 ra đời. Nghị định quy định 5 chế độ.", "Nghị định"),
        ("Công ước Viên ra đời. Các nước gia nhập Công ước đều tán thành.", "Công ước"),
        ("Công ước Viên ra đời. Ngày ấy, các nước thông qua Công ước.", "Công ước"),
        ("Công điện số 12/CĐ-TTg vừa ký. Công điện gửi Bộ trưởng các Bộ.", "Công điện"),
        ("Quyết định 1234/QĐ-TTg vừa ký. Quyết định được ban hành nhằm hỗ trợ ngư dân.", "Quyết định"),
        ("Kết luận 83-KL/TW vừa ký. Kết luận nêu rõ ba việc.", "Kết luận"),
        ("Thông báo kết luận số 327/TB-VPCP vừa ký. Thông báo nêu rõ ba việc.", "Thông báo"),
        ("Luật Báo chí ra đời. Luật gồm 4 chương.", "Luật"),
        ("Nghị quyết 59 của Bộ Chính trị mở đường. Nghị quyết của Bộ Chính trị đã khẳng định rõ.",
         "Nghị quyết của Bộ Chính trị"),
    ],
)  # fmt: skip
def test_a_kind_alone_means_the_one_named_before(text: str, words: str) -> None:
    first = find_citations(text)[0]
    assert pointing(text) == [(words, first.key)]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết 59 mở đường. Hai nghị quyết này bổ trợ nhau.",
        "Nghị quyết 59 mở đường. Việc triển khai nghị quyết trên địa bàn tỉnh có kết quả.",
        "Nghị quyết 59 mở đường. Cuối giờ, hội nghị thông qua Nghị quyết.",
        "Nghị quyết 59 mở đường. Nghị quyết chuyên đề của tỉnh nêu rõ ba việc.",
        "Nghị quyết 59 mở đường. Ta thể chế hóa Nghị quyết, Chỉ thị của Đảng.",
        "Nghị quyết 59 mở đường. Ta học tập các Chỉ thị, Nghị quyết của Đảng.",
        "Nghị quyết 59 của Bộ Chính trị mở đường. Nghị quyết của Chính phủ nêu rõ ba việc.",
        "Nghị quyết 59 và Nghị quyết 57 của Bộ Chính trị đã có. Nghị quyết của Bộ Chính trị khẳng định rõ.",
        "Nghị định 178 ra đời. Nghị định sửa đổi sẽ có sau.",
        "Nghị định 178 ra đời. Nghị định quy định chi tiết Luật Đất đai sẽ có sau.",
        "Luật Báo chí ra đời. Ông là cử nhân Luật, từng dạy ở Đại học Luật, Hà Nội.",
        "Chiến lược Ngoại giao văn hóa đến năm 2030 ra đời. Hai nước là Đối tác Chiến lược, toàn diện.",
        "Quyết định 1234/QĐ-TTg vừa ký. Quyết định giao Bộ Công an chủ trì.",
        "Quyết định 1234/QĐ-TTg vừa ký. Bộ trưởng trao Quyết định cho tân đại sứ.",
        "Kết luận 83-KL/TW vừa ký. Kết luận phiên họp, ông nêu rõ ba việc.",
        "Kế hoạch số 10-KH/TW vừa ký. Bộ Kế hoạch và Đầu tư nêu rõ ba việc.",
        "Nghị quyết Đại hội XIV đã có. Ta học Nghị quyết Đại hội Đảng các cấp.",
        "Nghị quyết nêu rõ ba việc. Theo Công ước, các nước hợp tác.",
    ],
)
def test_another_document_several_or_none_is_not_the_one_named_before(text: str) -> None:
    assert pointing(text) == []


def test_a_kind_alone_after_two_documents_of_one_sentence_means_none() -> None:
    assert pointing("Nghị quyết 57 và Nghị quyết 59 đã có. Theo Nghị quyết, ta chủ động.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Công ước 2003 về bảo vệ di sản (Công ước 2003) có 183 bên. Công ước 2003 mở đường.",
        "Công ước Liên hợp quốc về chống tội phạm mạng (Công ước Hà Nội). Việt Nam ký Công ước Hà Nội.",
        "Công ước về chống tội phạm mạng, còn gọi là Công ước Hà Nội, đã có. Theo Công ước Hà Nội thì cần.",
        "Công ước Hà Nội về chống tội phạm mạng. Việt Nam ký Công ước Hà Nội, tức Công ước về chống tội phạm mạng.",
        "Công ước Liên hợp quốc về Luật Biển 1982. Ta thực hiện UNCLOS và tôn trọng Công ước 1982.",
        "Công ước Quyền trẻ em. Việt Nam phê chuẩn Công ước về quyền trẻ em.",
    ],
)
def test_all_names_of_a_convention_mean_one_document(text: str) -> None:
    (key,) = {one.key for one in find_citations(text)}
    assert key


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (
            "Công ước 2003 về di sản phi vật thể và Công ước 2005 về đa dạng văn hóa. Ta dự họp Công ước 2005.",
            ["công ước|di sản phi vật thể|", "công ước|đa dạng văn hóa|", "công ước|đa dạng văn hóa|"],
        ),
        (
            "Công ước Viên 1961 về quan hệ ngoại giao và Công ước Viên 1963 về quan hệ lãnh sự. Theo Công ước Viên,",
            ["công ước|Viên 1961|", "công ước|Viên 1963|", None],
        ),
    ],
)
def test_a_name_that_two_conventions_share_joins_neither(text: str, keys: list[str | None]) -> None:
    assert [one.key for one in find_citations(text)] == keys
