"""What lines of a conversation are printed with: marks, labels, questions, requests, thanks."""

import re
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.phrases import word_list

OUTLETS: Final = frozenset(name.casefold() for name in word_list("outlets"))

MARK: Final = pattern(
    r"[-–—*•+●▪■♦◆►▶°»>]{1,2} \s? | \. \s? (?= [A-ZĐÀ-Ỹ] )",
    re.VERBOSE,
    used="match",
    finds=("‹- ›Thưa ông", "‹–›Vâng", "‹* ›Xin ông", "‹• ›Một", "‹+ ›Ông Bảo: Vâng", "‹. ›Kyodo: Vì sao", "‹>> ›Thưa"),
    leaves=("1. Một", " - Một", "Thưa - ông", "... và", ".5"),
    attack="- ",
)
WORD_OF_AN_ASKER: Final = r"""
    (?: (?-i: [A-ZĐÀ-Ỹ\d] [\w.&+/-]* )
      | báo | tạp | chí | đài | hãng | kênh | tin | tức | thông | tấn | xã | truyền | hình | thanh | phát | điện | tử
      | trẻ | online | nhân | dân | đội | phủ | động | niên | phong | luật | mới | đoàn | kết | thương | thời | đại
      | phóng | giải | khỏe | sống | đời | dục | hóa | giao | lý | hỏi | đặt | câu | gửi | nêu | của | và | từ | tại | ở
      | thường | trú | tiếp | theo | thứ | nhất | hai | ba | tư | khác | một | bạn | nữ | nam | sinh | viên | tòa | soạn
      | chương | trình | trong | ngoài | nước | quốc | tế | - | & ) ,?
    """
REPORTER: Final = pattern(
    rf"""
    (?: (?: câu\ (?: hỏi\ )? )? \d{{1,2}} [.)/] \s? )?
    (?: P\.?V\.? | (?: nhóm\ )? phóng\ viên | nhà\ báo | MC | BTV | biên\ tập\ viên | (?: người\ )? dẫn\ chương\ trình
      | tòa\ soạn | câu\ hỏi | hỏi | (?: một\ )? (?: bạn\ đọc | độc\ giả | khán\ giả | thính\ giả ) | người\ hỏi )
    (?: \s? \( [^()\n]{{1,80}} \) | \s {WORD_OF_AN_ASKER} ){{0,10}} \s? :
    """,
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=(
        *("‹PV:› Xin ông", "‹P.V. :› Vì sao", "‹P.V:› Vì sao", "‹Phóng viên Báo Nhân Dân:› Thưa ông", "‹Hỏi:› Vì sao"),
        *("‹Phóng viên (PV):› Vì sao", "‹PHÓNG VIÊN:› Vì sao", "‹Phóng viên TTXVN tại Paris:› Thưa Đại sứ"),
        *("‹Câu hỏi:› Vì sao", "‹Câu hỏi 2:› Vì sao", "‹3. Câu hỏi:› Bao giờ", "‹Nhà báo Lê Lan:› Thưa ông"),
        *("‹Bạn đọc Trần Bảo (Hà Nội):› Vì sao", "‹Hỏi (bạn Lan, 20 tuổi):› Vì sao", "‹MC:› Kính thưa"),
        "‹Phóng viên Báo điện tử Chính phủ hỏi:› Vì sao",
    ),
    leaves=(
        *("Phóng viên hỏi. Ông đáp:", "Nhà báo nổi tiếng", "PVN: tăng sản lượng", "Hỏi về việc này, ông nói: “Tốt”"),
        *("Phóng viên đã trao đổi với ông Bảo:", "Độc giả cần lưu ý:", "Câu hỏi đặt ra là:", "Nhà báo Lê Lan kể:"),
    ),
    attack="hỏi ba ",
)
ANSWERER: Final = pattern(
    r"""
    (?: \d{1,2} [.)/] \s? )?
    (?: trả\ lời (?: \ câu\ hỏi )? (?: \s \d{1,2} )? | đáp | TL | khách\ mời
      | (?-i: [A-ZĐ] \. ){2,4} (?-i: [A-ZĐ] )? ) \s? :
    """,
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹Trả lời:› Theo tôi", "‹Đáp :› Vâng", "‹Trả lời câu hỏi 2:› Vâng", "‹L.V.B:› Vâng", "‹TL:› Vâng"),
    leaves=("Trả lời phỏng vấn:", "Đáp lễ:", "Ông Bảo đáp:", "Trả lời báo chí, ông nói:", "A: Vâng", "T.Ư Đảng:"),
    attack="trả lời ",
)
ASKER: Final = pattern(  # what opens a line and may be the name of a paper or of an agency
    r"[A-ZĐÀ-Ỹ] [\w&+/-]* (?: \. \w+ )? (?: \s (?: [A-ZĐÀ-Ỹ\d] [\w.&+/-]* | và | & | - ) ){0,6} (?= \s? : )",
    re.VERBOSE,
    used="match",
    finds=("‹Kyodo›: Vì sao", "‹Washington Post›: Vì sao", "‹Thế Giới và Việt Nam› : Vì sao", "‹Zing.vn›: Vì sao"),
    leaves=("kyodo: Vì sao", "Ông nói: Vì sao", "Kyodo hỏi: Vì sao", "Kyodo. Reuters: Vì sao", "Kyodo, Vì sao"),
    attack="Kyodo ",
)
ADDRESSEE: Final = r"""
    (?: ông | bà | anh | chị | cô | chú | bác | cụ | thầy | ngài | đồng\ chí | (?: hai | các )\ (?: ông | bà | vị )
      | (?: vị\ )? khách\ mời | (?: phó\ )? giáo\ sư | tiến\ s[ĩỹ] | [GT]S | PGS | luật\ sư | bác\ sĩ | chuyên\ gia
      | nhà\ (?: báo | văn | thơ | nghiên\ cứu | sử\ học ) | nghệ\ s[ĩỹ] | kiến\ trúc\ sư
      | (?: hòa | thượng )\ (?: thượng | tọa ) | linh\ mục | giám\ mục
      | đại\ (?: sứ | biểu | tướng | tá | biện ) | (?: thượng | trung | thiếu )\ (?: tướng | tá ) | công\ sứ | tham\ tán
      | (?: phó\ )? (?: tổng\ )? (?: thủ\ tướng | chủ\ (?: tịch | nhiệm ) | giám\ đốc | bí\ thư | tư\ lệnh | thư\ ký
          | hiệu\ trưởng | thị\ trưởng | biên\ tập | lãnh\ sự | thống | chánh\ (?: án | văn\ phòng ) )
      | (?: phó\ )? (?: bộ | thứ | cục | vụ | viện | ngoại | tổng\ cục )\ trưởng
      | (?: phó\ )? trưởng\ (?: ban | đoàn | phòng ) | thống\ đốc | trợ\ lý | người\ phát\ ngôn )
    """
ADDRESSED: Final = pattern(
    rf"""
    \b (?: (?: xin | thưa | theo | mong | nhờ ) \s {ADDRESSEE}
         | xin \s (?: hãy \s )? (?: cho | được ) \s (?: biết | hỏi )
         | {ADDRESSEE} \s (?: (?: đã | sẽ | vẫn | còn | từng | luôn | cũng ) \s )?
             (?: có \s (?: thể | suy | nhận | đánh | bình | lo | cho | nghĩ | tin | kỳ | lời | thông | cảm | kỷ | chia )
             | đánh\ giá | nhận\ (?: định | xét | thấy ) | nghĩ | nhìn | cho\ (?: biết | rằng ) | chia\ sẻ
             | lý\ giải | bình\ luận | kỳ\ vọng | mong | muốn | tâm\ đắc | thấy | cảm\ (?: nhận | thấy ) | hình\ dung
             | ấn\ tượng | trăn\ trở | nhắn | gửi\ gắm | hy\ vọng | quan\ niệm | giải\ thích ) )
    \b
    """,
    re.VERBOSE | re.IGNORECASE,
    finds=(
        *(
            "‹Xin ông› cho biết",
            "‹Thưa Bộ trưởng›, vì sao",
            "‹xin được hỏi›",
            "‹Đại sứ đánh giá› thế nào?",
            "‹theo bà›",
        ),
        *(
            "‹ông có thể› nói rõ?",
            "‹Thứ trưởng kỳ vọng› gì?",
            "‹thưa Trung tướng›?",
            "‹ông đã nghĩ› gì?",
            "‹thưa PGS›?",
        ),
    ),
    leaves=("ông Bảo phát biểu", "Vì sao giá tăng?", "xin lỗi", "theo Bộ Ngoại giao", "ông cóc", "thưa quý vị"),
    attack="thưa xin ông ",
)
ADDRESS: Final = pattern(
    rf"(?: kính \s )? (?: thưa | xin | mong ) \s {ADDRESSEE} \b",
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹Thưa ông›, năm nay", "‹Kính thưa Phó Thủ tướng›", "‹Xin Đại sứ› cho biết"),
    leaves=("Thưa quý vị", "Theo ông", "Xin cảm ơn", "Thưa ôngz"),
    attack="kính thưa ",
)
ADDRESS_BEHIND: Final = pattern(
    rf",? \s thưa \s {ADDRESSEE} \s? \?",
    re.VERBOSE | re.IGNORECASE,
    finds=("ra sao‹, thưa ông?›", "thế nào‹ thưa Đại sứ ?›"),
    leaves=("Thưa ông, vì sao?", "thưa ông.", "ra sao, thưa quý vị?"),
    attack=", thưa ông ",
)
REQUEST: Final = pattern(  # to be told something, with no question mark
    rf"""
    \b (?: xin | mong | nhờ ) \s {ADDRESSEE} \s (?: (?: hãy | vui\ lòng | có\ thể | giúp ) \s )?
    (?: cho\ (?: biết | hay | bạn | độc ) | chia\ sẻ | đánh\ giá | nói | lý\ giải | giải\ thích | phân\ tích
      | bình\ luận | điểm | giới\ thiệu | khái\ quát | nêu | thông\ tin | làm\ rõ | kể | nhìn\ lại ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
    finds=("‹Xin ông cho biết› kết quả.", "‹Mong Đại sứ chia sẻ› thêm.", "‹xin Thứ trưởng nêu› rõ"),
    leaves=("Xin cảm ơn ông", "Ông cho biết", "Đề nghị Bộ trưởng cho biết", "Thưa ông, vì sao?"),
    attack="xin ông ",
)
THANKS: Final = pattern(
    rf"""
    (?: vâng [,.] \s? | (?: một\ )? lần\ nữa ,? \s )?
    (?: (?: xin | trân\ trọng | chân\ thành | rất ) \s ){{0,3}} c[ảá]m\ ơn
    (?: (?: \s [^\W\d_]{{1,7}} ){{0,7}}? \s {ADDRESSEE} \b | (?: \s rất )? (?: \s nhiều )? \s? [!.] )
    """,
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=(
        *("‹Xin cảm ơn ông›!", "‹Vâng, xin trân trọng cám ơn Bộ trưởng›", "‹Cảm ơn bà›", "‹Xin cảm ơn!›"),
        *("‹Trân trọng cảm ơn hai vị› khách mời.", "‹Xin cảm ơn những chia sẻ của ông›", "‹Cảm ơn Thượng tướng›!"),
    ),
    leaves=("Ông cảm ơn", "Xin chào", "Trân trọng mời", "Cảm ơnn", "Xin cảm ơn quý báo!", "Cảm ơn phóng viên!"),
    attack="xin rất ",
)
FIRST_PERSON: Final = pattern(  # who asks so is the one who answers: "Vậy chúng ta phải làm gì?"
    r"\b (?: chúng\ ta | tôi | mình | (?<! nước\ ) (?<! đảng\ ) (?<! dân\ ) (?<! quân\ ) ta ) \b",
    re.VERBOSE | re.IGNORECASE,
    finds=("chúng ‹tôi› làm gì?", "‹Ta› phải làm gì?", "‹chúng ta› làm gì?"),
    leaves=("tôn", "tay", "Việt Nam làm gì?", "kinh tế nước ta ra sao?", "Đảng ta làm gì?"),
    attack="chúng ",
)
