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
        ("Người đứng đầu Chính phủ giao Bộ Nội vụ kiểm tra, đôn đốc.", "task"),
        ("Bà lưu ý các đơn vị bám sát chương trình công tác.", "task"),
        ("Mỗi cán bộ hãy là một đại sứ.", "task"),
        ("Từ nay, ngành ngoại giao sẽ tiếp tục mở thêm tuyến bay.", "task"),
        ("Bối cảnh mới đòi hỏi ngoại giao đi trước mở đường.", "task"),
        ("Quan trọng nhất là chọn đúng người.", "task"),
        ("“Các nhiệm vụ đối ngoại cần được thực hiện khẩn trương”, ông nói.", "task"),
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
        "Hai bên sẽ cùng ký vào bức thư đề nghị hỗ trợ bản đồ.",
        "Cán bộ trẻ vẫn hãy còn thiếu kinh nghiệm.",
        "Việt Nam đã nâng cấp quan hệ với 17 đối tác.",
    ],
)
def test_questions_facts_law_and_the_past_are_no_directives(sentence: str) -> None:
    assert sentences_in(sentence) == []


def test_imperatives_go_on_from_a_directive() -> None:
    going_on = "Thủ tướng yêu cầu siết chặt kỷ luật. Tăng cường kiểm tra. Khẩn trương báo cáo."
    assert len(sentences_in(going_on)) == 3
    assert len(sentences_in(f"{going_on} Trời đã tối. Tăng cường đoàn kết.")) == 3


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
