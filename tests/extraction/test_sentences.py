"""Which sentences outside the lists set a thing to be done."""

from pathlib import Path

import pytest

from articles.extraction.blocks import find_blocks
from articles.extraction.text import normalise
from directives.extraction.lists import find_lists
from directives.extraction.sentences import FoundDirective, find_directives

SEEDS = Path(__file__).parents[2] / "seeds"
LEAD = "Hội nghị đã kết thúc sáng nay tại Hà Nội với nhiều đại biểu tham dự.\n\n"


def found_in(text: str) -> tuple[FoundDirective, ...]:
    blocks = find_blocks(text)
    return find_directives(text, blocks, find_lists(text, blocks))


def sentences_in(text: str) -> list[str]:
    return [directive.span.of(LEAD + text) for directive in found_in(LEAD + text)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Các bộ, ngành cần chủ động xây dựng kế hoạch.", "task"),
        ("Hội nhập quốc tế phải là sự nghiệp của toàn dân.", "task"),
        ("Chúng ta phải không ngừng học hỏi.", "task"),
        ("Từ nay các đối tượng phải đăng ký trước khi vào khu vực biên giới.", "task"),
        ("Thủ tướng yêu cầu Bộ Ngoại giao khẩn trương trình đề án.", "task"),
        ("Ông đề nghị các địa phương đẩy mạnh hợp tác.", "proposal"),
        ("Tổng Bí thư kêu gọi toàn dân tiết kiệm.", "proposal"),
        ("Ngành phấn đấu hoàn thành trong năm nay.", "orientation"),
        ("Người đứng đầu Chính phủ giao Bộ Tư pháp thẩm định, báo cáo.", "task"),
        ("Bà lưu ý các đơn vị bám sát chương trình công tác.", "task"),
        ("Mỗi cán bộ hãy là một đại sứ.", "task"),
        ("Từ nay, ngành ngoại giao sẽ tiếp tục mở thêm tuyến bay.", "task"),
        ("Bối cảnh mới đòi hỏi ngoại giao đi trước mở đường.", "task"),
        ("Quan trọng nhất là chọn đúng người.", "task"),
        ("“Các nhiệm vụ đối ngoại cần được thực hiện khẩn trương”, ông nói.", "task"),
        ("Bộ Ngoại giao khuyến cáo công dân không đến vùng có chiến sự.", "proposal"),
        ("Chủ tịch nước hoan nghênh và đề nghị hai nước mở thêm đường bay.", "proposal"),
        ("Phó Thủ tướng cũng đề xuất nâng cấp tuyến đường sắt.", "proposal"),
        ("Phó Thủ tướng triệu tập lãnh đạo các tỉnh, yêu cầu cấp phép xong các mỏ cát.", "task"),
        ("Bộ trưởng yêu cầu xử lý nghiêm vi phạm theo quy chế của cơ quan.", "task"),
        ("Thứ trưởng cũng giao Vụ Tổ chức cán bộ hoàn thiện thông tư.", "task"),
        ("Thủ tướng phân công Phó Thủ tướng Trịnh Văn Bách chủ trì việc này.", "task"),
        ("Bà lưu ý tập trung cao hơn cho vùng sâu, vùng xa.", "task"),
        ("Sau đó Thủ tướng chỉ đạo lãnh đạo huyện thăm hỏi các hộ.", "task"),
        ("Văn phòng Chính phủ được giao dự thảo nghị quyết phiên họp.", "task"),
        ("Ông lưu ý, các địa phương không được trông chờ vào vốn của Trung ương.", "task"),
        ("Đừng chỉ ngồi viết báo cáo trong phòng.", "task"),
        ("Các trường đại học nên mở ngay chương trình đào tạo này.", "proposal"),
        ("Trước mắt, hoàn thành việc học tập nghị quyết ở chi bộ.", "task"),
        ("Ngành Công an phải chịu trách nhiệm.", "task"),
        ("Bộ trưởng nhắc các đơn vị bám sát chương trình công tác.", "task"),
        ("Chủ tịch nước căn dặn cán bộ, chiến sĩ nêu cao cảnh giác.", "task"),
        ("Các địa phương tuyệt đối không chủ quan.", "task"),
        ("Bộ trưởng Nguyễn Văn Ba yêu cầu các đơn vị báo cáo.", "task"),
        ("Nhật Bản kêu gọi các bên kiềm chế.", "proposal"),
        ("Các địa phương phải sơ tán người dân khỏi vùng nguy hiểm.", "task"),
        ("Các bộ, ngành liên quan phải thu hẹp khoảng cách phát triển.", "task"),
        ("Cán bộ phải hy sinh lợi ích riêng.", "task"),
        ("Các nước phải công nhận kết quả này.", "task"),
        ("Từ nay, bộ sẽ tiếp tục mở rộng hợp tác.", "task"),
        ("Nhớ lời Bác dặn, cán bộ phải liêm chính.", "task"),
        ("Bộ Công an yêu cầu khách hàng cảnh giác với đối tượng lừa đảo.", "task"),
        ("Bộ Ngoại giao yêu cầu Trung Quốc chấm dứt vi phạm.", "task"),
    ],
)
def test_a_sentence_that_sets_a_thing_to_be_done(sentence: str, kind: str) -> None:
    (directive,) = found_in(LEAD + sentence)
    assert (directive.span.of(LEAD + sentence), directive.kind) == (sentence, kind)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ngành cần làm gì trong thời gian tới?",
        "Ông không phải là người đầu tiên.",
        "Đất nước gặp phải nhiều khó khăn.",
        "Đây là việc cần thiết, một vấn đề cần yếu.",
        "Bộ đã đề nghị các địa phương gửi báo cáo.",
        "Người phải chuyển chỗ ở theo quy định tại khoản 3 Điều 12 được hỗ trợ.",
        "Ngoại giao đáp ứng yêu cầu nhiệm vụ trong tình hình mới.",
        "Bà tiếp khách với thái độ ân cần suốt buổi.",
        "Hội nghị bàn về những vấn đề cần quan tâm.",
        "Đây là cơ sở để định ra các biện pháp cần tập trung triển khai.",
        "Chủ tịch Hồ Chí Minh dạy: “Phải đem sức ta mà giải phóng cho ta.”",
        "Việc này sẽ tạo điều kiện cho doanh nghiệp.",
        "Không cần phải lo lắng về việc này.",
        "Chưa cần sửa luật vào lúc này.",
        "Cần phải khẳng định rằng đây là thành công lớn.",
        "Đất nước đã lớn mạnh dù phải trải qua nhiều thử thách.",
        "Bộ được giao các đơn vị sự nghiệp từ năm ngoái.",
        "Hai bên vừa nhận được bức thư đề nghị cho mượn bản đồ.",
        "Cán bộ trẻ vẫn hãy còn thiếu kinh nghiệm.",
        "Việt Nam đã nâng cấp quan hệ với 17 đối tác.",
        "Đó là đòi hỏi lâu dài, yêu cầu khách quan của hai nước.",
        "Tiến độ nhiều việc chưa đạt yêu cầu đề ra.",
        "Người thợ già cần mẫn bên khung cửi.",
        "Ban quản lý chỉ cần dùng bình bột là đám cháy tắt.",
        "Năm 1977, đoàn ta sang họp phải mặc áo của bạn.",
        "Lễ ký đã nhiều lần phải dời lại.",
        "Nhiều cửa hàng phải đóng cửa vì dịch.",
        "Phải khẳng định đây là chính sách xuyên suốt.",
        "Dịch bệnh khiến các nước không thể gặp nhau mà phải chuyển sang họp trực tuyến.",
        "Việc bố trí tùy thuộc vào mức độ phấn đấu của từng người.",
        "Tôi tin rằng hai nước sẽ tiếp tục gần nhau.",
        "Theo Luật Biên phòng Việt Nam, công dân phải tham gia bảo vệ biên giới.",
        "Quy chế gồm 4 chương, trong đó trưởng ban phải báo cáo hai lần mỗi năm.",
        "Hai bên nhất trí duy trì lập trường chung, phấn đấu sớm ký hiệp định.",
        "Thái Lan đề xuất 3 hướng hợp tác.",
        "Bộ là đơn vị được giao chủ trì dự án từ năm 2020.",
        "Hội nghị giao ban xúc tiến thương mại diễn ra chiều nay.",
        "Cơ quan ngoại giao các địa phương cùng dự.",
        "Doanh nghiệp cần khoảng 500 tỷ đồng vốn.",
        "Những người cần giúp đỡ có nơi ở mới.",
        "Chuyến bay phải hạ cánh khẩn cấp.",
        "Nhiều nước phải mua lương thực của láng giềng.",
        "Tình hình sẽ tiếp tục diễn biến phức tạp.",
        "Hội nghị sẽ tập trung thảo luận về biến đổi khí hậu.",
        "Việc này đòi hỏi nhiều thời gian và công sức.",
        "Xin đề nghị Bộ trưởng cho biết kết quả.",
        "Đoàn kêu gọi được nhiều nhà hảo tâm.",
        "Các nhiệm vụ do Thủ tướng giao các bộ đều đúng hạn.",
        "Người dân phải sơ tán trong đêm.",
        "Nhiều cơ quan phải đóng cửa trong ngày.",
        "Các trung tâm phải giải thể vì thiếu người học.",
        "Công ty phải thu hẹp sản xuất.",
        "Giá điện phải tăng do chi phí.",
        "Mưa lớn sẽ tiếp tục gây ngập.",
        "Bão số 3 sẽ tiếp tục di chuyển về phía tây.",
        "Giá vàng sẽ tăng cường trong năm nay.",
        "Đây là việc cần thời gian.",
        "Người bán yêu cầu khách đặt cọc.",
        "Sau đó, các đối tượng yêu cầu nạn nhân chuyển 500 triệu.",
        "Nga yêu cầu Ukraine rút quân.",
        "Tổng thống Mỹ yêu cầu Iran dừng chương trình này.",
        "Chủ tịch Hồ Chí Minh căn dặn phải đoàn kết.",
        "Bác Hồ yêu cầu cán bộ phải liêm chính.",
        "Lúc sinh thời, Bác luôn dặn phải giữ sạch.",
    ],
)
def test_questions_facts_law_and_the_past_are_no_directives(sentence: str) -> None:
    assert sentences_in(sentence) == []


def test_imperatives_go_on_from_a_directive() -> None:
    going_on = "Thủ tướng yêu cầu siết chặt kỷ luật. Tăng cường kiểm tra. Khẩn trương báo cáo."
    assert len(sentences_in(going_on)) == 3
    assert len(sentences_in(f"{going_on} Trời đã tối. Tăng cường đoàn kết.")) == 3


def test_organs_take_up_what_a_directive_begins() -> None:
    order = "Thủ tướng yêu cầu siết chặt kỷ luật."
    taken_up = "Bộ Nội vụ khẩn trương rà soát. Theo kết luận của chủ tọa, Bộ Tài chính có trách nhiệm báo cáo."
    assert len(sentences_in(f"{order} {taken_up}")) == 3
    assert sentences_in(taken_up) == []
    assert sentences_in(f"{order} Hai bên tiếp tục hợp tác trong dịp này.") == [order]


def test_what_a_verb_is_about_goes_on_with_nothing() -> None:
    order = "Thủ tướng yêu cầu siết chặt kỷ luật."
    assert sentences_in(f"{order} Đầu tư cho rừng là đầu tư cho con cháu.") == [order]
    told = "Đánh giá kết quả năm qua, ông Lê Văn Tám cho biết công tác này có nhiều tiến bộ."
    assert sentences_in(f"{order} {told}") == [order]
    assert len(sentences_in(f"{order} Lấy người dân làm trung tâm, nhất là ở cơ sở.")) == 2
    assert len(sentences_in(f"{order} Thực hiện các nhiệm vụ đã đề ra.")) == 2
    assert sentences_in(f"{order} Triển khai chủ trương ấy, bộ đã mở hai lớp học.") == [order]


def test_a_lead_orders_as_any_paragraph() -> None:
    lead = "Thủ tướng yêu cầu các địa phương khẩn trương giải ngân."
    (directive,) = found_in(f"{lead}\n\nHội nghị diễn ra sáng nay tại Hà Nội với nhiều đại biểu.")
    assert directive.span.start == 0


def test_what_stands_in_a_list_is_no_single_directive() -> None:
    text = "Bộ trưởng yêu cầu 2 nhiệm vụ sau:\n\nMột là, phải rà soát.\n\nHai là, cần kiểm tra."
    assert sentences_in(text) == []


def test_a_directive_inside_a_list_of_results_counts() -> None:
    text = (
        "Đạt được 2 kết quả chính:\n\nMột là, đã nâng cấp quan hệ. Ngành cần bám sát đường lối.\n\nHai là, đã ký kết."
    )
    assert sentences_in(text) == ["Ngành cần bám sát đường lối."]


def test_a_reporters_question_is_no_directive() -> None:
    text = normalise(next(SEEDS.glob("001_*.txt")).read_text(encoding="utf-8"))
    asked = [block.span for block in find_blocks(text) if block.kind == "question"]
    assert asked
    assert not any(directive.span.overlaps(span) for directive in found_in(text) for span in asked)


def test_who_is_told_and_by_when_are_read_where_printed() -> None:
    text = LEAD + "Thủ tướng yêu cầu Bộ Ngoại giao trình đề án chậm nhất trong tháng 3/2026."
    (directive,) = found_in(text)
    assert directive.addressee is not None
    assert directive.deadline is not None
    assert directive.addressee.of(text) == "Bộ Ngoại giao"
    assert directive.deadline.of(text) == "chậm nhất trong tháng 3/2026"


@pytest.mark.parametrize(("number", "count"), [("000", 1), ("001", 2), ("002", 10), ("003", 1), ("004", 6)])
def test_the_seeds_hold_at_least(number: str, count: int) -> None:
    text = normalise(next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8"))
    assert count <= len(found_in(text)) <= count + 3
