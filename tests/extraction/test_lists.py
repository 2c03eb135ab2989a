"""What makes a list, its items and their order, and whether it holds directives; what does not add up."""

from pathlib import Path

import pytest

from articles.extraction.blocks import find_blocks
from articles.extraction.patterns import REGISTER
from articles.extraction.speakers import find_speakers
from articles.extraction.text import normalise
from directives.extraction.citations import find_citations
from directives.extraction.lists import FoundItem, FoundList, find_lists
from directives.extraction.markers import SPOKEN, SPOKEN_BEGINS, find_markers, printed_ordinal
from directives.extraction.remarks import FoundRemark, find_remarks

SEEDS = Path(__file__).parents[2] / "seeds"
LEAD = "Hội nghị đã kết thúc sáng nay tại Hà Nội với nhiều đại biểu tham dự.\n\n"


def lists_of(text: str) -> tuple[FoundList, ...]:
    return find_lists(text, find_blocks(text))


def seed(number: str) -> str:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return normalise(path.read_text(encoding="utf-8"))


def only(text: str) -> FoundList:
    (found,) = lists_of(LEAD + text)
    return found


def words(items: tuple[FoundItem, ...], text: str) -> list[str]:
    return [item.span.of(LEAD + text) for item in items]


def remarks_on(text: str) -> list[tuple[str, str]]:
    return [(remark.code, remark.detail) for remark in remarks_of(LEAD + text)]


def remarks_of(text: str) -> tuple[FoundRemark, ...]:
    blocks = find_blocks(text)
    markers = find_markers(text, blocks)
    doubts = find_speakers(text, blocks).doubts
    return find_remarks(text, blocks, markers, find_lists(text, blocks, markers), find_citations(text), doubts)


@pytest.mark.parametrize(
    ("number", "lists"),
    [
        ("000", [("orientation", True, 3, 3), ("solution", True, 4, 4), ("measure", True, None, 3)]),
        ("001", [("orientation", True, None, 3)]),
        ("002", []),
        ("003", [("result", False, 5, 5), ("task", True, 7, 7), ("proposal", True, 3, 3), ("task", True, None, 5)]),
        ("004", []),
    ],
)
def test_the_seeds_declare_and_hold(number: str, lists: list[tuple[str, bool, int | None, int]]) -> None:
    found = lists_of(seed(number))
    assert [(one.kind, one.directive, one.declared_count, one.found_count) for one in found] == lists


def test_the_seeds_give_curators_nothing_to_look_at_in_their_lists() -> None:
    for number in ("000", "001", "003"):
        assert remarks_of(seed(number)) == ()


def test_the_last_one_is_the_seventh() -> None:
    task = lists_of(seed("003"))[1]
    assert (task.items[-1].ordinal, task.items[-1].marker) == (7, "Cuối cùng là")


def test_a_list_within_an_item_belongs_to_it() -> None:
    text = seed("003")
    third = lists_of(text)[3].items[2]
    assert [child.marker for child in third.children] == ["(i)", "(ii)", "(iii)", "(iv)", "(v)"]
    assert third.children[1].span.of(text).startswith("(ii) Thông tin về các quy tắc quản trị")
    assert third.children[1].span.of(text).endswith("trong hợp tác kinh tế quốc tế")


def test_a_pull_quote_between_intro_and_first_item_is_neither() -> None:
    text = seed("003")
    intro = lists_of(text)[3].intro
    assert intro is not None
    assert intro.of(text).endswith("với một số trọng tâm sau:")


def test_paragraphs_that_go_on_with_an_item_are_parts_of_it() -> None:
    text = seed("000")
    solution = lists_of(text)[1]
    assert [len(item.parts) for item in solution.items] == [2, 3, 1, 2]
    fourth = solution.items[3]
    assert [part.of(text)[-14:] for part in fourth.parts][0] == "như Tổng Bí thư"[-14:]
    assert fourth.span.of(text).endswith("hoàn thiện thể chế, chính sách trong nước.")
    assert all(
        item.span.start == item.parts[0].start and item.span.end == item.parts[-1].end for item in solution.items
    )


def test_what_stands_between_the_parts_is_left_out() -> None:
    text = seed("001")
    second = lists_of(text)[0].items[1]
    assert len(second.parts) == 2
    assert "Ảnh" not in "".join(part.of(text) for part in second.parts)


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("Bộ yêu cầu 2 việc sau:\n\nMột là, rà soát.\n\nHai là, kiểm tra.", ["Một là", "Hai là"]),
        ("Cần làm tốt 2 nhiệm vụ. Thứ nhất, rà soát. Thứ hai, là kiểm tra.", ["Thứ nhất", "Thứ hai, là"]),
        ("Ông nêu 2 giải pháp: a) đẩy mạnh hợp tác; b) mở rộng thị trường.", ["a)", "b)"]),
        ("Bộ yêu cầu:\n\n1. Rà soát.\n\n2. Kiểm tra.", ["1", "2"]),
        ("Bộ yêu cầu các đơn vị:\n\n- Rà soát;\n\n- Kiểm tra.", ["-", "-"]),
        ("Ông đề nghị tập trung: (i) rà soát; (ii) kiểm tra.", ["(i)", "(ii)"]),
        ("Bộ sẽ triển khai các trọng tâm: thứ nhất, rà soát; thứ hai, kiểm tra; và cuối cùng là báo cáo.",
         ["thứ nhất", "thứ hai", "cuối cùng là"]),
        ("Cần tập trung ba hướng:\n\nTrước hết, rà soát.\n\nThứ hai, kiểm tra.\n\nThứ ba, báo cáo.",
         ["Trước hết", "Thứ hai", "Thứ ba"]),
        ("Cần làm ba việc.\n\nMột là, rà soát.\n\nThứ hai, kiểm tra.\n\nCuối cùng, báo cáo.",
         ["Một là", "Thứ hai", "Cuối cùng"]),
        ("Phải làm tốt hai việc.\n\nNhiệm vụ thứ nhất là rà soát.\n\nNhiệm vụ thứ hai là kiểm tra.",
         ["Nhiệm vụ thứ nhất là", "Nhiệm vụ thứ hai là"]),
        ("Phải làm ngay.\n\nTrước tiên là rà soát văn bản.\n\nCùng với đó là kiểm tra.\n\nTiếp theo là báo cáo.",
         ["Trước tiên là", "Cùng với đó là", "Tiếp theo là"]),
    ],
)  # fmt: skip
def test_markers_of_every_family_make_a_list(text: str, markers: list[str]) -> None:
    found = only(text)
    assert found.directive
    assert [item.marker for item in found.items] == markers
    assert [item.ordinal for item in found.items] == list(range(1, len(markers) + 1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phó Thủ tướng giao: - Bộ Ngoại giao chủ trì; - Bộ Tài chính bố trí kinh phí; - Bộ Y tế phối hợp.", 3),
        ("Thủ tướng giao:\n\n- Bộ Ngoại giao chủ trì;\n\n- Hội Nông dân vận động hội viên.", 2),
        ("Bộ yêu cầu:\n\n- Rà soát văn bản.\n\nVăn bản cũ phải bỏ.\n\n- Kiểm tra cơ sở.\n\n- Báo cáo.", 3),
        ("Bộ yêu cầu:\n\n- Một là, rà soát.\n\n- Hai là, kiểm tra.", 2),
        ("Bộ yêu cầu 3 nội dung:\n\nI. Rà soát.\n\nII. Kiểm tra.\n\nIII. Báo cáo.", 3),
        ("Bộ yêu cầu 3 nội dung:\n\ni) rà soát.\n\nii) kiểm tra.\n\niii) báo cáo.", 3),
        ("Bộ yêu cầu 3 nội dung:\n\na. Rà soát.\n\nb. Kiểm tra.\n\nc. Báo cáo.", 3),
        ("Bộ trưởng đề nghị ba điều: Một, nói thật. Hai, làm thật. Ba, hiệu quả thật.", 3),
        ("Cần làm hai việc. Thứ nhất là giữ hòa bình. Thứ nhì là mở cửa khẩu.", 2),
        ("Cần làm hai việc.\n\nNhiệm vụ thứ nhất là rà soát.\n\nNhiệm vụ cuối cùng là báo cáo.", 2),
        ("Ta nên dồn sức cho hai trọng tâm:\n\nTrọng tâm thứ nhất, giữ biển.\n\nVà trọng tâm thứ hai, lo cho dân.", 2),
        ("Ông đề nghị chú ý 3 điểm. Điểm đầu tiên là bám địa bàn. Thứ hai là lo cho dân. Điểm cuối cùng, báo cáo.", 3),
        ("Bà đề xuất hai giải pháp:\n\nVề nhận thức, cần coi đây là việc chính.\n\nVề cơ chế, cần giao quyền.", 2),
        ("Phải giải quyết hai việc:\n\nGiải pháp 1: Sửa luật.\n\nGiải pháp 2: Mở lớp.", 2),
        ("Thủ tướng đã giao việc ngay.\n\nThứ nhất, Bộ Y tế lập tổ công tác.\n\nThứ hai, Bộ Nội vụ cử kỹ sư.", 2),
        ("Tôi chỉ xin nhắn các bạn hai điều. Một là đừng đọc bài viết sẵn. Hai là hãy lắng nghe.", 2),
        ("Ông xác định hai hướng lớn:\n\nThứ nhất, làm sớm.\n\nHai là, giữ lời.", 2),
        ("Tôi tâm đắc hai nội dung sau:\n\nMột là - Cần đi trước.\n\nHai là - Chú trọng người.", 2),
        ("Bộ yêu cầu:\n\n1. 30% cán bộ phải học ngoại ngữ.\n\n2. 100% hồ sơ làm trên mạng.", 2),
        ("Bộ khuyến cáo công dân: 1. Không đến vùng lũ; 2. Đăng ký với Đại sứ quán; 3. Theo dõi thông tin.", 3),
        ("Theo bà, doanh nghiệp hai nước cần: Thứ nhất, tìm bạn hàng. Thứ hai, đa dạng mặt hàng.", 2),
        ("Bộ sẽ làm 5 nhiệm vụ sau.\n\nThứ nhất, rà soát văn bản.", 1),
        ("Các xã cần làm tốt 2 giữ vững. 2 giữ vững là giữ vững biên giới; bảo đảm an ninh.", 2),
    ],
)  # fmt: skip
def test_points_in_other_forms_make_a_list(text: str, found: int) -> None:
    one = only(text)
    assert one.directive
    assert [item.ordinal for item in one.items] == list(range(1, found + 1))


@pytest.mark.parametrize(
    "text",
    [
        "Chuyến thăm có 2 ý nghĩa: Thứ nhất, khẳng định đường lối. Thứ hai, thúc đẩy hợp tác.",
        "Hai bên nhất trí:\n\n1. Tăng cường trao đổi đoàn.\n\n2. Thúc đẩy thương mại.",
        "Luật gồm 2 nội dung mới: Thứ nhất, bổ sung quy định về hàm. Thứ hai, bãi bỏ thủ tục.",
        "Các nguyên tắc lớn trong tư tưởng quân sự của Người:\n\n1. Kiên định độc lập.\n\n2. Phát huy sức dân.",
        "Một là, xây dựng pháp luật. Nhà nước đã ban hành hai luật.\n\nHai là, bảo đảm an toàn. Nay hiện có 26 trạm.",
        "Bà nói thêm: Thứ nhất, cạnh tranh sẽ gay gắt. Thứ hai, kinh tế thế giới sẽ chậm lại.",
        "Các nước đã đạt đồng thuận ở 2 điểm. Điểm đầu tiên là yêu cầu ngừng bắn. Thứ hai, các bên sẽ đối thoại.",
        "Ông nhắc lại hai kỷ niệm. Thứ nhất, phải đi bộ cả đêm. Thứ hai, cần giữ bí mật.",
        "Hàng hóa được chia làm 2 nhóm:\n\n- Nhóm 1: Nông sản.\n\n- Nhóm 2: Thủy sản.",
        "Về kinh tế, kim ngạch tăng.\n\nVề văn hóa, hai nước đã mở tuần lễ phim.",
        "Nghị quyết xác định 2 đột phá chiến lược. 2 đột phá là thể chế; nhân lực.",
    ],
)  # fmt: skip
def test_what_is_told_is_no_directive(text: str) -> None:
    assert [one for one in lists_of(LEAD + text) if one.directive] == []


def test_results_and_the_like_are_only_spoken_of_before_a_demand() -> None:
    assert only("Để nâng cao hiệu quả, Bộ yêu cầu:\n\n- Rà soát.\n\n- Kiểm tra.").directive
    assert not only("Bộ yêu cầu khắc phục những hạn chế sau:\n\n- Hồ sơ chậm.\n\n- Sổ sách thiếu.").directive


def test_a_list_that_begins_within_another_of_its_style_takes_no_item_from_it() -> None:
    items = (
        "Thứ nhất, triển khai hiệu quả các cam kết về hội nhập quốc tế.",
        "Hai là, đẩy mạnh ngoại giao kinh tế.",
        "Ông cũng nêu 2 giải pháp sau:",
        "Thứ nhất, tăng cường phối hợp giữa các bộ.",
        "Ba là, làm tốt công tác bảo hộ công dân.",
    )
    text = LEAD + "\n\n".join(items)
    found = [item.span.of(text) for one in lists_of(text) for item in one.items]
    assert found[0] == items[0]
    assert found[-1] == items[4]


def test_a_bullet_list_ends_where_another_is_announced() -> None:
    found = lists_of(LEAD + "Bộ yêu cầu:\n\n- Rà soát.\n\n- Kiểm tra.\n\nTỉnh đề nghị:\n\n- Mở lớp.\n\n- Cấp vốn.")
    assert [one.found_count for one in found] == [2, 2]


def test_a_list_within_a_line_leaves_the_list_around_it_open() -> None:
    within = "Hai là, mở lớp: (i) tuyển người; (ii) cấp vốn."
    before = "Bộ yêu cầu:\n\n(i) rà soát.\n\n(ii) kiểm tra.\n\nTỉnh đề nghị:\n\nMột là, xây trường."
    first, second = lists_of(f"{LEAD}{before}\n\n{within}\n\nBa là, báo cáo.")
    assert (first.found_count, second.found_count, len(second.items[1].children)) == (2, 3, 2)


def test_parts_as_many_as_declared_are_a_list_without_markers() -> None:
    text = "Bài viết đề xuất ba giải pháp, bao gồm: sửa quy chế; mở lớp học; đào tạo cán bộ."
    assert words(only(text).items, text) == ["sửa quy chế", "mở lớp học", "đào tạo cán bộ."]
    assert lists_of(LEAD + text.replace("ba giải pháp", "bốn giải pháp")) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bộ giao việc: các vụ bám nghị quyết, chú trọng 3 nhiệm vụ: Giữ vững hòa bình; Nâng cao vị thế; Mở cửa.", 3),
        ("Ông đề nghị làm ngay 2 việc: sửa đường vào bản; xây cầu qua suối.", 2),
        ("Ông nêu rõ: Toàn ngành cần làm hai nhiệm vụ: rà soát thủ tục; đẩy mạnh hợp tác.", 2),
        ("Cần làm tốt ba nhiệm vụ lãnh sự trọng tâm là giữ vững liên lạc; kiên quyết đấu tranh; nâng cao tay nghề.", 3),
        ("Ông đề nghị tập trung vào hai giải pháp, gồm rà soát quy hoạch; và đào tạo cán bộ.", 2),
        ("Ông yêu cầu tập trung 2 trọng tâm, đó là tăng cường kỷ cương; nâng cao chất lượng.", 2),
        ("Ông yêu cầu tập trung ba nhiệm vụ: rà soát thủ tục, đẩy mạnh hợp tác và báo cáo kết quả.", 3),
        ("Ông yêu cầu thực hiện hai nhiệm vụ sau: rà soát thủ tục, giấy tờ, đẩy mạnh và mở rộng hợp tác.", 2),
        ("Ông đề nghị tập trung vào hai hướng sau đây: Rà soát thủ tục. Đẩy mạnh hợp tác.", 2),
        ("Ông yêu cầu làm 2 nhiệm vụ:\n\nRà soát thủ tục.\n\nBáo cáo kết quả.\n\nHội nghị bế mạc chiều nay.", 2),
    ],
)
def test_parts_may_stand_behind_any_colon_or_joint_and_apart_by_other_signs(text: str, found: int) -> None:
    one = only(text)
    assert (one.directive, one.declared_count, one.found_count) == (True, found, found)


@pytest.mark.parametrize(
    "text",
    [
        "Ngành đã hoàn thành ba nhiệm vụ là rà soát thủ tục; đẩy mạnh hợp tác; báo cáo kết quả.",
        "Đoàn cần thăm ba lĩnh vực: nông nghiệp; công nghiệp; dịch vụ.",
        "Hội nghị cần ba điều kiện: vốn, người, đất.",
        "Ông yêu cầu làm ba nhiệm vụ: rà soát thủ tục, đẩy mạnh hợp tác.",
        "Ông yêu cầu làm 2 nhiệm vụ:\n\nRà soát thủ tục.\n\nBáo cáo kết quả.\n\nĐẩy mạnh hợp tác.",
        "Thủ tướng điện:\n\n- Bộ trưởng các bộ;\n\n- Chủ tịch các tỉnh.",
    ],
)
def test_parts_that_tell_or_are_not_as_many_make_no_directives(text: str) -> None:
    assert [one for one in lists_of(LEAD + text) if one.directive] == []


@pytest.mark.parametrize(
    "markers",
    [
        ("Thứ 1,", "Thứ 2,", "Thứ 3,"),
        ("Thứ 1 là", "Thứ 2 là", "Thứ 3 là"),
        ("Điều thứ 1,", "Điều thứ 2,", "Điều thứ 3,"),
        ("Nhiệm vụ thứ 1:", "Nhiệm vụ thứ 2:", "Nhiệm vụ cuối cùng:"),
        ("Việc thứ nhất,", "Việc thứ 2,", "Việc thứ 3,"),
        ("Đầu tiên,", "Đề xuất thứ hai,", "Đề xuất thứ ba,"),
    ],
)
def test_ranks_may_be_in_digits(markers: tuple[str, ...]) -> None:
    text = "Ông đề nghị ba việc.\n\n" + "\n\n".join(f"{marker} cần mở lớp." for marker in markers)
    assert [item.marker for item in only(text).items] == [marker.rstrip(",:") for marker in markers]


def test_a_list_may_begin_with_its_second_noun_and_change_it() -> None:
    text = "Ông đề xuất như sau:\n\nHai nước cần tin nhau.\n\nĐiều thứ 2, cần mở cửa.\n\nĐề xuất thứ 3, cần gặp nhau."
    assert [item.ordinal for item in only(text).items] == [2, 3]


def test_a_list_may_begin_with_its_second_marker() -> None:
    found = only("Cần có những giải pháp như mời gọi đầu tư.\n\nThứ hai, rà soát.\n\nThứ ba, kiểm tra.")
    assert [item.ordinal for item in found.items] == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "thực hiện thắng lợi 2 nhiệm vụ chiến lược là xây dựng và bảo vệ Tổ quốc; 3 đột phá chiến lược; 4 nghị quyết",
        "Theo thống kê, đã có 267 đề xuất, kiến nghị của các địa phương.",
        "Sáng thứ hai, đoàn làm việc. Thứ ba, ngày 5/5, đoàn về nước.",
        "Trước hết, tôi cảm ơn các bạn.\n\nTiếp theo, đoàn đi thăm nhà máy.\n\nCuối cùng, đoàn ra sân bay.",
        "Trước hết, đường lối khẳng định độc lập, tự chủ.\n\nKế thừa nền tảng đó, ngoại giao tiến lên.",
        "Đây là lần thứ nhất, lần thứ hai sẽ khác.",
        "Thứ 2, ngày 5/5, đoàn cần lên đường.\n\nThứ 3, ngày 6/5, đoàn cần báo cáo.",
        "Cửa hàng mở thứ 2, thứ 3, thứ 5.",
    ],
)
def test_counts_days_and_connectives_are_no_lists(text: str) -> None:
    assert lists_of(LEAD + text) == ()


@pytest.mark.parametrize(
    ("intro", "items", "kind", "directive"),
    [
        ("Có ba nguyên nhân:", "nhận thức chưa đủ", "reason", False),
        ("Đạt được 3 kết quả chính:", "đã nâng cấp quan hệ", "result", False),
        ("Hai bên đã nhất trí 3 điểm quan trọng.", "sớm mở cửa khẩu", "result", False),
        ("Ngành đang đứng trước ba thách thức lớn:", "cạnh tranh gay gắt", "challenge", False),
        ("Nghị định có 3 chính sách.", "trợ cấp một lần", "content", False),
        ("Hiện nay có 3 vấn đề lớn:", "người trẻ rời quê", "content", False),
        ("Ông tâm đắc ba nội dung sau:", "cần nâng cao chất lượng", "proposal", True),
        ("Ông nêu ba điểm mà hợp tác cần chú trọng.", "kết nối hạ tầng", "orientation", True),
        ("Quan điểm chỉ đạo gồm 3 quan điểm:", "giữ vững độc lập", "viewpoint", True),
        ("Thủ tướng yêu cầu:", "rà soát văn bản", "task", True),
    ],
)
def test_the_intro_says_what_the_list_holds(intro: str, items: str, kind: str, directive: bool) -> None:
    found = only(f"{intro}\n\nMột là, {items}.\n\nHai là, {items} hơn.\n\nBa là, {items} nữa.")
    assert (found.kind, found.directive) == (kind, directive)


@pytest.mark.parametrize(
    ("intro", "directive"),
    [
        ("Năm 2025, Bộ Ngoại giao đã:", False),
        ("Năm qua, ngành đạt kết quả nổi bật trên các mặt:", False),
        ("Chương trình chuyến thăm gồm:", False),
        ("Các hoạt động trong tuần lễ:", False),
        ("Ông kể về công việc mỗi ngày:", False),
        ("Hai bên ra thông cáo chung gồm các nội dung sau:", False),
        ("Các nhiệm vụ trong năm tới:", True),
        ("Thời gian tới, ngành:", True),
        ("Chương trình hành động gồm:", True),
        ("Bộ trưởng đã yêu cầu:", True),
    ],
)
def test_an_intro_without_a_word_of_order_orders_nothing(intro: str, directive: bool) -> None:
    found = only(f"{intro}\n\n- Triển khai 120 đoàn cấp cao.\n\n- Tổ chức 30 hội thảo.")
    assert found.directive is directive


@pytest.mark.parametrize(
    ("intro", "kind", "directive"),
    [
        ("Về việc này, Chủ tịch tỉnh có ý kiến như sau:", "task", True),
        ("Văn phòng xin thông báo ý kiến của Phó Thủ tướng như sau:", "task", True),
        ("Bộ trưởng ra 3 mệnh lệnh.", "task", True),
        ("Người phát ngôn truyền đạt lại 2 đề xuất của Bộ trưởng.", "proposal", True),
        ("Người phát ngôn đã truyền đạt lại 2 đề xuất của Bộ trưởng.", "proposal", True),
        ("Hai bên đã trao đổi 3 sáng kiến.", "content", False),
        ("Kính gửi:", "other", False),
        ("THỦ TƯỚNG CHÍNH PHỦ điện:", "other", False),
    ],
)
def test_what_letters_and_orders_announce(intro: str, kind: str, directive: bool) -> None:
    found = only(f"{intro}\n\n1. Rà soát văn bản.\n\n2. Bộ trưởng các Bộ liên quan.\n\n3. Kiểm tra kho.")
    assert (found.kind, found.directive) == (kind, directive)


def test_a_row_of_addressees_ends_with_its_lines() -> None:
    text = "Kính gửi:\n\n- Các Bộ, ngành\n- Hội Nông dân\n\nThủ tướng có ý kiến như sau:\n\n1. Rà soát.\n\n2. Báo cáo."
    assert [(one.directive, one.found_count) for one in lists_of(LEAD + text)] == [(False, 2), (True, 2)]


def test_a_heading_is_no_intro() -> None:
    items = "Một là, rà soát.\n\nHai là, kiểm tra."
    text = f"Bộ sẽ tập trung vào 2 nhiệm vụ sau:\n\n{items}\n\nBốn nhóm giải pháp\n\nÔng nói thêm."
    found = only(text)
    assert found.declared_count == 2
    assert words(found.items, text) == ["Một là, rà soát.", "Hai là, kiểm tra."]


def test_the_next_question_ends_a_list() -> None:
    text = seed("000")
    assert lists_of(text)[2].items[-1].span.of(text).endswith("ngoại giao văn hóa và thông tin đối ngoại")


def test_a_last_word_after_a_full_list_is_not_one_more_item() -> None:
    found = only(
        "Cần làm 2 việc sau:\n\nMột là, rà soát.\n\nHai là, kiểm tra.\n\nCuối cùng, Bộ trưởng cảm ơn đại biểu."
    )
    assert (found.found_count, found.count_status) == (2, "ok")


def test_who_is_told_and_by_when_are_read_where_printed() -> None:
    items = "Một là, Bộ Y tế phối hợp rà soát.\n\nHai là, giao Bộ Công an báo cáo trước ngày 30/6/2026."
    text = f"Thủ tướng yêu cầu:\n\n{items}"
    first, second = only(text).items
    assert first.addressee is not None
    assert (first.addressee.of(LEAD + text), first.deadline) == ("Bộ Y tế", None)
    assert second.addressee is not None
    assert second.deadline is not None
    assert second.addressee.of(LEAD + text) == "Bộ Công an"
    assert second.deadline.of(LEAD + text) == "trước ngày 30/6/2026"


def test_a_quarter_is_a_deadline() -> None:
    text = seed("000")
    deadline = lists_of(text)[1].items[1].deadline
    assert deadline is not None
    assert deadline.of(text) == "ngay trong quý I/2026"


def test_a_missing_item_is_named() -> None:
    text = "Cần làm 4 nhiệm vụ. Thứ nhất, rà soát. Thứ hai, kiểm tra. Thứ tư, báo cáo."
    assert remarks_on(text) == [("count-short", "declared 4, found 3: ordinal 3 is missing")]


def test_one_item_too_many_is_named() -> None:
    assert remarks_on("Cần làm 2 nhiệm vụ. Thứ nhất, rà soát. Thứ hai, kiểm tra. Thứ ba, báo cáo.") == [
        ("count-over", "declared 2, found 3")
    ]


def test_an_ordinal_printed_twice_is_named_and_takes_its_place() -> None:
    text = "Phải làm tốt 3 việc sau:\n\nMột là, rà soát.\n\nHai là, kiểm tra.\n\nHai là, báo cáo."
    assert [item.ordinal for item in only(text).items] == [1, 2, 3]
    assert remarks_on(text) == [("odd-ordinal", "'Hai là' stands in place 3")]


def test_an_open_reference_is_named() -> None:
    assert remarks_on("Nghị quyết này rất quan trọng.") == [
        ("anaphora-unresolved", "'Nghị quyết này' follows no document of its kind")
    ]


@pytest.mark.parametrize(
    ("marker", "ordinal"),
    [
        ("Một là", 1),
        ("Thứ tư, là", 4),
        ("(3)", 3),
        ("12", 12),
        ("Chính sách 8", 8),
        ("Điểm đầu tiên là", 1),
        ("Nhiệm vụ cuối cùng là", None),
        ("Cuối cùng là", None),
        ("-", None),
    ],
)
def test_a_marker_says_its_ordinal(marker: str, ordinal: int | None) -> None:
    assert printed_ordinal(marker) == ordinal


@pytest.mark.parametrize("pattern", ["Một là, làm. Hai là, làm. ", "(i) làm; (ii) làm; ", "- làm\n", "a) làm b) làm "])
def test_thousands_of_markers_are_read(pattern: str) -> None:
    text = LEAD + "Bộ yêu cầu: " + pattern * 500
    assert all(item.span.of(text) for one in lists_of(text) for item in one.items)


def test_every_spoken_marker_begins_as_is_asked_before_the_pattern_is_tried() -> None:
    (spoken,) = [one for one in REGISTER if one.pattern is SPOKEN]
    forms = [form[form.index("‹") + 1 :] for form in spoken.finds]
    assert [form for form in forms if form[:2] not in SPOKEN_BEGINS] == []


@pytest.mark.parametrize("between", [" ", "\n\n"])
@pytest.mark.parametrize("joint", ["Đó là", "Bao gồm", "Cụ thể là"])
def test_parts_that_a_joint_opens_are_announced_by_the_sentence_before(between: str, joint: str) -> None:
    text = f"Thủ tướng đề xuất hai giải pháp lớn.{between}{joint} đẩy mạnh hợp tác; tăng cường đối thoại giữa các bên."
    found = only(text)
    assert words(found.items, text) == ["đẩy mạnh hợp tác", "tăng cường đối thoại giữa các bên."]
    assert (found.declared_count, found.directive) == (2, True)


def test_parts_that_a_joint_opens_are_none_where_another_number_is_announced() -> None:
    assert lists_of(LEAD + "Thủ tướng đề xuất ba giải pháp lớn.\n\nĐó là đẩy mạnh hợp tác; tăng cường đối thoại.") == ()


@pytest.mark.parametrize(("matter", "sets"), [("kỷ luật", True), ("quy luật cung cầu", True), ("Luật Nhà ở", False)])
def test_a_law_holds_what_it_says_and_discipline_is_no_law(matter: str, sets: bool) -> None:
    text = f"{LEAD}Về {matter}, ông nêu 2 nội dung sau:\n\n- Tăng cường kiểm tra.\n\n- Báo cáo kịp thời."
    assert [one.directive for one in lists_of(text)] == [sets]
