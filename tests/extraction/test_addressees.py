"""Who is told to act and by when, as the text prints it."""

import pytest

from articles.extraction.text import Span
from directives.extraction.addressees import addressee_in, deadline_in

TOLD = {
    "giao Bộ Tài chính chủ trì": "Thủ tướng giao Bộ Tài chính chủ trì, phối hợp với Bộ Ngoại giao hoàn thiện đề án.",
    "several": "Thủ tướng yêu cầu Bộ Ngoại giao và các cơ quan liên quan sớm trình phương án.",
    "provinces": "Thủ tướng yêu cầu UBND các tỉnh, thành phố rà soát ngay.",
    "named provinces": "Thủ tướng yêu cầu Bộ Xây dựng, UBND các tỉnh Lào Cai và Yên Bái vào cuộc.",
    "a chairman": "Thủ tướng yêu cầu Chủ tịch UBND tỉnh Yên Bái chỉ đạo khắc phục hậu quả.",
    "a minister": "Thủ tướng yêu cầu Bộ trưởng Bộ Công an chỉ đạo điều tra.",
    "all": "Ông đề nghị các bộ, ngành, địa phương cần thực hiện tốt.",
    "a unit": "Giao Cục Lãnh sự chủ trì rà soát thủ tục.",
    "a unit of small letters": "Ông yêu cầu Vụ Tổ chức cán bộ tham mưu phương án.",
    "a unit of two fields": "Đề nghị Vụ Luật và Điều ước quốc tế phối hợp với các bộ.",
    "who begins": "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ cần báo cáo.",
    "who does": "Bộ Y tế rà soát quy định.",
    "in the midst": "Để làm được, các Đại sứ quán phải chủ động.",
    "two sides": "Ông đề nghị hai bên tăng cường hợp tác.",
    "envoys": "Bộ trưởng yêu cầu các Đại sứ cần chủ động.",
    "a committee": "Ủy ban cần đổi mới công tác cán bộ.",
    "nobody": "Cần đổi mới phương pháp làm việc.",
    "whose opinion": "Ý kiến của Bộ Ngoại giao cần được tiếp thu.",
    "what is told of": "Bộ Ngoại giao là cơ quan của Chính phủ.",
}
ADDRESSEES = [
    "Bộ Tài chính",
    "Bộ Ngoại giao và các cơ quan liên quan",
    "UBND các tỉnh, thành phố",
    "Bộ Xây dựng, UBND các tỉnh Lào Cai và Yên Bái",
    "Chủ tịch UBND tỉnh Yên Bái",
    "Bộ trưởng Bộ Công an",
    "các bộ, ngành, địa phương",
    "Cục Lãnh sự",
    "Vụ Tổ chức cán bộ",
    "Vụ Luật và Điều ước quốc tế",
    "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
    "Bộ Y tế",
    "các Đại sứ quán",
    "hai bên",
    "các Đại sứ",
    "Ủy ban",
    None,
    None,
    None,
]


@pytest.mark.parametrize(("text", "expected"), list(zip(TOLD.values(), ADDRESSEES, strict=True)), ids=TOLD)
def test_who_is_told_to_act(text: str, expected: str | None) -> None:
    found = addressee_in(text, Span(0, len(text)))
    assert (found and found.of(text)) == expected


@pytest.mark.parametrize("place", ["Đài Loan", "Đài Bắc", "Hội An", "Trường Sa", "Trường Chinh"])
def test_places_and_people_that_begin_as_organs_do_are_told_nothing(place: str) -> None:
    for text in (f"{place} cần đẩy mạnh việc này.", f"{place} từng nói cần đẩy mạnh việc này."):
        assert addressee_in(text, Span(0, len(text))) is None
    assert addressee_in("Hội Nông dân cần vào cuộc.", Span(0, 26)) == Span(0, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoàn thiện đề án trước ngày 30/6/2026.", "trước ngày 30/6/2026"),
        ("Báo cáo trong quý I/2026 và quý sau.", "trong quý I/2026"),
        ("Bố trí kinh phí trong quý 2 năm 2026.", "trong quý 2 năm 2026"),
        ("Hoàn thành chậm nhất 15/12.", "chậm nhất 15/12"),
        ("Thực hiện đến hết năm 2026.", "đến hết năm 2026"),
        ("Phải làm xong ngay trong tháng 11.", "ngay trong tháng 11"),
        ("Xong trước ngày 1 tháng 3 năm 2026.", "trước ngày 1 tháng 3 năm 2026"),
        ("Phải xong chậm nhất là cuối tháng 6/2026.", "chậm nhất là cuối tháng 6/2026"),
        ("Báo cáo kết quả trong tuần này.", "trong tuần này"),
        ("Báo cáo trước ngày 25 hằng tháng.", "trước ngày 25 hằng tháng"),
        ("Bộ đã họp, yêu cầu hoàn thành trong năm 2026.", "trong năm 2026"),
        ("Gửi báo cáo trước 17 giờ ngày 20/3/2026.", "trước 17 giờ ngày 20/3/2026"),
        ("Gửi báo cáo trước 17h ngày 20/3.", "trước 17h ngày 20/3"),
        ("Báo cáo trong vòng 24 giờ.", "trong vòng 24 giờ"),
        ("Trình đề án vào cuối tháng 6.", "vào cuối tháng 6"),
        ("Làm xong trong ngày 20/3.", "trong ngày 20/3"),
        ("Xử lý dứt điểm vi phạm trong năm 2026.", "trong năm 2026"),
        ("Xử lý vi phạm trước ngày 30/6.", "trước ngày 30/6"),
        ("Trong năm 2026, các đơn vị phải làm xong.", "Trong năm 2026"),
        ("Thực hiện Nghị quyết mà ngày 24/1/2025 Bộ Chính trị ban hành.", None),
        ("Phát huy kết quả đã đạt được trong năm 2025.", None),
        ("Nhân rộng mô hình đã hoàn thành trước ngày 30/6/2025.", None),
        ("Làm rõ các vụ việc xảy ra trước ngày 1/7/2024.", None),
        ("Rà soát các sai phạm trong năm 2024.", None),
        ("Trong năm 2025, các đơn vị đã đạt nhiều kết quả, cần phát huy.", None),
        ("Trước năm 2020, các bộ phải báo cáo.", None),
        ("Xem lại các ca mắc trong vòng 24 giờ qua.", None),
        ("Công tác trong nước cần đổi mới, trước hết là cán bộ.", None),
    ],
)
def test_by_when_it_is_to_be_done(text: str, expected: str | None) -> None:
    found = deadline_in(text, Span(0, len(text)))
    assert (found and found.of(text)) == expected
