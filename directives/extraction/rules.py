"""The rules that findings of this app carry: what each means, and printed words that it reads.

In an example ‹ and › show what is found: the citation; the items of a list, from the first to the last; the sentence;
both documents of a relation; what a remark is about. The tests hold the code to these: each rule reads its example, and
no text is read by a rule that is not here. Items of a list carry the rule of their list.
"""

from typing import Final

from articles.extraction.rules import Rule

CITATIONS: Final = (
    Rule("symbol", "a kind of document with a number and letters", "Theo ‹Nghị quyết số 59-NQ/TW›, ngành đi trước."),
    Rule("number", "a kind of document with a number alone", "Việc thực hiện ‹Nghị quyết 59› đã có kết quả."),
    Rule("bare-symbol", "a number with letters, where no kind of document stands before", "Văn bản (số ‹70-NQ/TW›)."),
    Rule("abbreviation", "letters that stand for a kind of document, and a number", "Tinh thần ‹NQ57› đã lan tỏa."),
    Rule("alias", "a name that stands for one document by itself", "Việt Nam tôn trọng ‹UNCLOS 1982›."),
    Rule("name", "a kind of document that goes by its name or subject", "Quốc hội sửa ‹Luật Viên chức›."),
    Rule("body", "a kind of document, and the congress or plenum that passed it", "Học tập ‹Nghị quyết Đại hội XIV›."),
    Rule(
        "subject",
        "a kind of document without a number, known by its issuer and what it is about",
        "Đó là ‹Nghị quyết của Quốc hội› về phát triển điện hạt nhân.",
    ),
    Rule("points-back", "a kind of document with a word that points back", "‹Nghị quyết này› rất quan trọng."),
    Rule(
        "document-speaks",
        "a word that is a verb as well, as the document that says something: the one named before",
        "Kết luận số 83-KL/TW đã có. ‹Kết luận› nêu rõ ba việc.",
    ),
    Rule(
        "kind-again",
        "a kind of document alone, with a capital, where one document of it was named before",
        "Công ước Viên đã có hiệu lực. Ta thực hiện tốt ‹Công ước›.",
    ),
    Rule(
        "issuer-again",
        "a kind of document and its issuer, where one document of both was named before",
        "Nghị quyết 59 của Bộ Chính trị đã có. Ta thực hiện ‹Nghị quyết của Bộ Chính trị›.",
    ),
    Rule(
        "congress-again",
        "a paper of a congress that was named before",
        "Nghị quyết Đại hội XIV đã có. Học tập ‹Nghị quyết của Đại hội›.",
    ),
)

LISTS: Final = (
    Rule(
        "announced",
        "the noun that announces the list says what it holds",
        "Thủ tướng nêu 2 giải pháp sau:\n\n‹Một là, rà soát.\n\nHai là, kiểm tra.›",
    ),
    Rule(
        "announced-as-due",
        "the noun leaves it open, the words around it say that it is to be done",
        "Có hai điểm mà hợp tác cần chú trọng.\n\n‹Một là, hạ tầng.\n\nHai là, con người.›",
    ),
    Rule(
        "done",
        "the words around the noun say that it was done, whatever the noun",
        "Hai bên đã nhất trí 2 điểm quan trọng.\n\n‹Một là, sớm mở cửa khẩu.\n\nHai là, nối lại đường bay.›",
    ),
    Rule(
        "items-order",
        "nothing before the list decides, and most of its items say what is to be done",
        "Ông tâm đắc hai nội dung sau:\n\n‹Một là, cần rà soát.\n\nHai là, cần kiểm tra.›",
    ),
    Rule(
        "items-tell",
        "nothing before the list decides, and most of its items do not say what is to be done",
        "Hiện nay có 2 vấn đề lớn:\n\n‹Một là, người trẻ rời quê.\n\nHai là, ruộng bỏ hoang.›",
    ),
    Rule(
        "asked-for",
        "the question that the list answers asks for it, and most of its items say what is to be done",
        "PV: Xin ông cho biết những giải pháp trong thời gian tới?\n\n"
        "Ông Nguyễn Văn Bình: ‹Thứ nhất, cần rà soát.\n\nThứ hai, cần kiểm tra.›\n\nPV: Xin cảm ơn ông!",
    ),
    Rule(
        "parts-as-declared",
        "no markers, but as many parts as were announced",
        "Bài viết đề xuất ba giải pháp, bao gồm: ‹sửa quy chế; mở lớp học; đào tạo cán bộ.›",
    ),
)

DIRECTIVES: Final = (
    Rule(
        "asked",
        "someone asks for it (đề nghị, kiến nghị, kêu gọi, khuyến cáo, đề xuất)",
        "‹Ông đề nghị các địa phương đẩy mạnh hợp tác.›",
    ),
    Rule("demanded", "someone demands it (yêu cầu)", "‹Thủ tướng yêu cầu Bộ Ngoại giao trình đề án.›"),
    Rule(
        "assigned",
        "someone gives it to an organ (giao, phân công, lưu ý, chỉ đạo)",
        "‹Thủ tướng giao Bộ Ngoại giao chủ trì xây dựng đề án.›",
    ),
    Rule(
        "entrusted",
        "an organ has it given to it (được giao, được phân công)",
        "‹Văn phòng Chính phủ được giao theo dõi việc này.›",
    ),
    Rule("forbidden", "it is not to be done (không được, tuyệt đối không)", "‹Các địa phương không được lơ là.›"),
    Rule("ought", "someone advises it (nên)", "‹Các địa phương nên bắt đầu từ thế mạnh riêng.›"),
    Rule(
        "ahead",
        "an imperative for the time to come",
        "‹Trước mắt, hoàn thành việc học tập nghị quyết.›",
    ),
    Rule("urged", "someone urges to it, or against it (hãy, đừng)", "‹Chúng ta hãy cùng nhau xây dựng đất nước.›"),
    Rule("must", "it must be done (phải)", "‹Ngoại giao phải đi trước mở đường.›"),
    Rule("need", "it needs to be done (cần)", "‹Các bộ, ngành cần chủ động xây dựng kế hoạch.›"),
    Rule("calls-for", "the times call for it (đòi hỏi)", "‹Bối cảnh mới đòi hỏi ngoại giao đi trước mở đường.›"),
    Rule("strive", "it is striven for (phấn đấu)", "‹Ngành phấn đấu hoàn thành trong năm nay.›"),
    Rule("will", "it will be worked on (sẽ tiếp tục, sẽ tập trung)", "‹Ngành ngoại giao sẽ tiếp tục mở đường bay.›"),
    Rule("foremost", "it is named as what matters first (quan trọng nhất là)", "‹Quan trọng nhất là chọn đúng người.›"),
    Rule(
        "goes-on",
        "an imperative, or what organs do, that goes on from the directive before it",
        "Thủ tướng yêu cầu siết chặt kỷ luật. ‹Tăng cường kiểm tra.›",
    ),
)

RELATIONS: Final = (
    Rule(
        "implements",
        "the words between two citations say that one carries out the other",
        "‹Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15› đã ban hành.",
    ),
    Rule(
        "amends",
        "the words between two citations say that one changes the other",
        "‹Nghị định 67 sửa đổi, bổ sung một số điều của Nghị định 178› có hiệu lực.",
    ),
    Rule(
        "replaces",
        "the words between two citations say that one takes the other's place",
        "‹Nghị định 28/2025/NĐ-CP thay thế Nghị định 26› từ hôm nay.",
    ),
    Rule(
        "repeals",
        "the words between two citations say that one ends the other",
        "‹Nghị quyết 20 của Quốc hội bãi bỏ Nghị quyết 57› từ hôm nay.",
    ),
)

REMARKS: Final = (
    Rule(
        "count-short",
        "fewer items than were announced",
        "‹Thủ tướng nêu 3 giải pháp sau:›\n\nMột là, rà soát.\n\nHai là, kiểm tra.",
    ),
    Rule(
        "count-over",
        "more items than were announced",
        "‹Thủ tướng nêu 2 giải pháp sau:›\n\nMột là, rà soát.\n\nHai là, kiểm tra.\n\nBa là, báo cáo.",
    ),
    Rule(
        "odd-ordinal",
        "an item whose marker is not that of its place, or ordinals that are missing",
        "Thủ tướng nêu 2 giải pháp sau:\n\nMột là, rà soát.\n\n‹Một là, kiểm tra.›",
    ),
    Rule(
        "list-empty",
        "items are announced, and none follows",
        "‹Thời gian tới, ngành tập trung vào ba nhiệm vụ sau:›\n\nCông tác năm qua đạt kết quả tốt.",
    ),
    Rule("stray-marker", "a marker that is no item's", "Công tác năm qua tốt.\n\n‹Thứ ba›, ngành có đổi mới."),
    Rule("document-unread", "a symbol or numbered kind that no rule cites", "Văn bản số ‹12/ABC-XYZ› đã ban hành."),
    Rule("odd-date", "a day that no calendar has", "Lễ ký diễn ra ‹ngày 31/2/2026› tại Hà Nội."),
    Rule("mention-unknown", "someone is called who was introduced nowhere", "‹Ông Hùng› cho biết việc đã xong."),
    Rule("name-unread", "capitals behind a title that no rule reads as a name", "Thứ trưởng ‹Mùi Khiên Lử› dự lễ."),
    Rule(
        "quotation-open",
        "a quotation that does not close",
        "Bộ trưởng Ngoại giao Lê Văn Bảo nói: ‹“Việc đã xong.›\n\nHội nghị kết thúc.",
    ),
    Rule(
        "quotation-unattributed",
        "a quotation, and nobody whose words these are",
        "‹“Việc này phải làm cho thật tốt trong năm nay ngay.”› Hội nghị kết thúc.",
    ),
    Rule(
        "anaphora-unresolved", "no document was named that these words could mean", "‹Nghị quyết này› rất quan trọng."
    ),
    Rule(
        "citation-ambiguous",
        "several documents were named that these words could mean",
        "Nghị quyết 57 và Nghị quyết 59 đã có. ‹Nghị quyết này› rất quan trọng.",
    ),
    Rule(
        "date-conflict",
        "the day printed above the text is not the one that is stated beside it",
        " date ‹2026-02-11› Hội nghị đã xong.\n\nMọi người ra về.",
    ),
)
