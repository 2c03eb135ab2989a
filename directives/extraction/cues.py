"""The words by which a sentence sets a thing to be done, and the words beside them that take this meaning away."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.patterns import pattern
from articles.extraction.phrases import word_list
from directives.extraction.words import SEVERAL, any_of, any_way, any_word, entries, level, words

DirectiveKind = Literal["orientation", "task", "proposal"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule by its cue. A sentence without any of the words need not be searched.

    tells: whether it says that somebody tells another to do it; then no law is meant, whatever laws it names.
    """

    rule: str
    kind: DirectiveKind
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    tells: bool = False


def _beside(cue: str, side: str) -> list[str]:
    return [level(entry[2]) for entry in entries("beside_cues.tsv") if entry[:2] == (cue, side)]


def _verb(cue: str, *verbs: str) -> str:
    """Return a pattern for a cue by its verbs, where none of the words for it stands before, with a space between.

    It begins with letters, so that it is found fast.
    """
    return any_way(*(verb + "".join(rf"(?<!\b{word} {verb})" for word in _beside(cue, "before")) for verb in verbs))


def _not_before(cue: str) -> str:
    """Return a pattern that holds where none of the words for the cue follows after a space."""
    return rf"(?! {any_of(_beside(cue, 'behind'))}(?!\w))"


ACT: Final = any_of(words("imperatives.txt"))
THOSE_TOLD: Final = any_of(words("those_told.txt"))
COMMITTED: Final = any_of(words("committed.txt"))
GOES_ON: Final = (  # sẽ tiếp tục diễn biến phức tạp: what happens, not what somebody does
    r"(?<!tiếp tục(?= (?:phát triển|diễn biến|khó khăn|là|gặp|chịu|đối mặt|được|có|tăng(?! cường| tốc)|giảm|biến động"
    r"|gia tăng|nảy sinh|ảnh hưởng|xuất hiện|lan|gây|di chuyển|mạnh lên|suy yếu"
    r"|leo thang|dao động|rơi|kéo dài|mở ra|mang lại|tạo|góp phần|đóng góp)(?!\w)))"
)
STATED: Final = "vai trò|vị thế|vị trí|chủ quyền|bản sắc|bản lĩnh|thương hiệu|trách nhiệm|mình|mạnh mẽ"
SAYING: Final = (  # cần nhớ rằng, phải khẳng định đây là: of words, not of deeds
    r"(?! (?:phải |được )?(?:(?:nói|nhớ|khẳng định|nhấn mạnh|thừa nhận|hiểu|thấy|biết)(?: \w{1,7}){0,3} rằng"
    rf"|khẳng định(?! (?:{STATED}))|thừa nhận|kể đến|kể tới|nói thêm)(?!\w))"
)
LEADERS: Final = (
    *("phó thủ tướng", "thủ tướng", "thứ trưởng", "bộ trưởng", "tổng bí thư", "phó chủ tịch", "chủ tịch"),
    *("người đứng đầu chính phủ", "bí thư", "ông", "bà"),
)
NAME: Final = (  # phạm văn an, chính phủ
    r"(?: (?!đã|và|cũng đã|luôn|sẽ|dự|tập|phát|thường|lãnh|ban|quan|kết|giao|lưu|yêu|đề)\w{1,7}){0,4}"
)
COUNTED: Final = (  # đề xuất 3 định hướng
    rf"(?! (?:\d|{any_of(SEVERAL)}(?! (?:bên|nước|chính phủ|quốc hội))(?!\w)))"
)
AMOUNT: Final = (  # cần 500 tỷ đồng: so much is needed
    r"(?! (?:khoảng |hơn |gần |tới |thêm |ít nhất )?\d[\d.,]*"
    r" (?:tỷ|triệu|nghìn|năm|tháng|ngày|giờ|người|tấn|ha|km|usd))"
)
LAX: Final = any_of(words("lax.txt"))
WHO_OUGHT: Final = words("who_ought.txt")

CUES: Final = (
    Cue(
        "asked",
        "proposal",
        ("đề nghị", "kiến nghị", "kêu gọi", "khuyến", "hối thúc", "thúc giục"),
        pattern(
            _verb("asked", "đề nghị", "kiến nghị", "kêu gọi", "khuyến nghị", "khuyến cáo", "hối thúc", "thúc giục")
            + rf"{_not_before('asked')}(?!(?: \w{{1,8}}){{1,5}} cho biết)(?!\s?[,.;:)”]|\w)",
            finds=(
                "ông ‹đề nghị› các địa phương",
                "hiệp hội ‹kiến nghị› sớm sửa",
                "tổng bí thư ‹kêu gọi› toàn dân",
                "bộ ngoại giao ‹khuyến cáo› công dân",
                "hoan nghênh và ‹đề nghị› hai tỉnh",
            ),
            leaves=(
                "theo đề nghị của bộ",
                "các kiến nghị, đề xuất",
                "lời kêu gọi toàn quốc",
                "đã đề nghị các bên",
                "đề nghị:",
                "các dự án kêu gọi đầu tư",
                "khuyến cáo này",
                "xin đề nghị bộ trưởng cho biết kết quả",
                "đoàn kêu gọi được nhiều nhà tài trợ",
            ),
            attack="đề nghị của ",
        ),
        tells=True,
    ),
    Cue(
        "asked",
        "proposal",
        ("đề xuất",),
        pattern(
            any_way("cũng", "tôi", *(leader + NAME for leader in LEADERS))
            + rf" đề xuất{COUNTED}{_not_before('proposed')} \w",
            finds=(
                "‹thủ tướng cũng đề xuất n›âng cấp hiệp định",
                "chiều nay, ‹thủ tướng chính phủ đề xuất h›ai bên phối hợp",
                "‹tôi đề xuất s›ửa luật",
            ),
            leaves=(
                "sáng kiến do việt nam đề xuất",
                "thái lan đề xuất 3 định hướng",
                "ông đề xuất ba giải pháp",
                "bộ đang nghiên cứu đề xuất sửa đổi luật",
            ),
            attack="thủ tướng đề xuất ",
        ),
        tells=True,
    ),
    Cue(
        "demanded",
        "task",
        ("yêu cầu",),
        pattern(
            rf"{_verb('demanded', 'yêu cầu')}{_not_before('demanded')}(?!\w|\s?[,.;)”])",
            finds=(
                "thủ tướng ‹yêu cầu› bộ ngoại giao",
                "bộ trưởng ‹yêu cầu›: rà soát",
                "phó thủ tướng ‹yêu cầu› cấp phép xong",
            ),
            leaves=(
                "đáp ứng yêu cầu nhiệm vụ",
                "các yêu cầu đó",
                "yêu cầu về chất lượng",
                "đã yêu cầu các bên",
                "đòi hỏi lâu dài, yêu cầu khách quan",
                "khi có yêu cầu bảo vệ",
                "chưa đạt yêu cầu đề ra",
                "yêu cầu cấp bách",
            ),
            attack="yêu cầu mới ",
        ),
        tells=True,
    ),
    Cue(
        "assigned",
        "task",
        ("giao", "lưu ý", "phân công", "nhắc", "dặn", "chỉ thị", "gợi ý"),
        pattern(
            _verb("assigned", "giao", "phân công", "lưu ý", "nhắc nhở", "nhắc", "căn dặn", "dặn", "chỉ thị", "gợi ý")
            + rf"(?:(?:(?<=giao)|(?<=phân công))(?: nhiệm vụ)?(?: cho)?)? {THOSE_TOLD}(?!\w)",
            finds=(
                "thủ tướng ‹giao bộ› ngoại giao chủ trì",
                "bà ‹lưu ý các đơn vị› bám sát chương trình",
                "thứ trưởng cũng ‹giao vụ› tiền lương",
                "thủ tướng ‹phân công phó thủ tướng› chủ trì",
                "bộ trưởng ‹nhắc nhở các đơn vị› bám sát",
                "chủ tịch nước ‹căn dặn cán bộ, chiến sĩ› cảnh giác",
            ),
            leaves=(
                "được giao bộ ngoại giao quản lý",
                "chỉ đạo các bộ",
                "lưu ý các vấn đề",
                "giao bộn bề",
                "hội nghị giao ban xúc tiến thương mại",
                "cơ quan ngoại giao các địa phương",
                "đã phân công các bộ",
            ),
            attack="giao nhiệm vụ cho ",
        ),
        tells=True,
    ),
    Cue(
        "assigned",
        "task",
        ("giao", "lưu ý", "chỉ đạo"),
        pattern(
            any_way(*LEADERS) + rf"{NAME} (?:giao {ACT}|lưu ý {ACT}|(?:cũng |trực tiếp )?chỉ đạo {THOSE_TOLD})(?!\w)",
            finds=(
                "‹thủ tướng giao rà soát›, kiểm tra",
                "‹thủ tướng lưu ý tập trung› cao hơn",
                "sau đó ‹thủ tướng chỉ đạo lãnh đạo› huyện",
            ),
            leaves=("thủ tướng đã chỉ đạo các bộ", "thủ tướng giao các bộ", "sông giao rà soát"),
            attack="thủ tướng giao các ",
        ),
        tells=True,
    ),
    Cue(
        "entrusted",
        "task",
        ("được giao", "được phân công", "được yêu cầu"),
        pattern(
            rf"{_verb('entrusted', 'được')}"
            r" (?:giao|phân công|yêu cầu)(?: nhiệm vụ)?(?: trực tiếp)?"
            rf" (?:{ACT}|dự thảo|soạn thảo|trình|báo cáo|lập|cử|tổng hợp|thẩm định|công bố)(?!\w)",
            finds=(
                "bộ giáo dục ‹được giao nhiệm vụ chỉ đạo› các trường",
                "văn phòng chính phủ ‹được giao dự thảo› nghị quyết",
                "cục ‹được phân công theo dõi› việc này",
            ),
            leaves=(
                "hoàn thành nhiệm vụ được giao",
                "bộ đã được giao chủ trì",
                "đơn vị được giao chủ trì",
                "bộ được giao các đơn vị sự nghiệp",
                "biên chế được giao theo quyết định",
            ),
            attack="được giao nhiệm vụ ",
        ),
    ),
    Cue(
        "urged",
        "task",
        ("hãy", "đừng"),
        pattern(
            rf"{any_way('hãy', 'đừng')}(?!\w)(?! còn| nói| tưởng)",
            finds=(
                "mỗi cán bộ ‹hãy› là một đại sứ",
                "chúng ta ‹hãy› cùng nhau xây dựng",
                "‹đừng› chỉ ngồi viết báo cáo",
            ),
            leaves=("vẫn hãy còn sớm", "hãyy", "đừng nói đến"),
            attack="hãy còn ",
        ),
        tells=True,
    ),
    Cue(
        "forbidden",
        "task",
        ("không được", "tuyệt đối không", "không nên"),
        pattern(
            any_way(rf"không được {LAX}", rf"tuyệt đối không (?:được|{LAX})", "không nên") + r"(?!\w)",
            finds=(
                "các địa phương ‹không được trông chờ› vào vốn",
                "‹không được để› cán bộ chờ chế độ",
                "‹tuyệt đối không để› xảy ra chậm trễ",
                "các địa phương ‹tuyệt đối không chủ quan›",
                "chúng ta ‹không nên› chủ quan",
            ),
            leaves=("không được chấp thuận", "không được mùa", "tuyệt đối trung thành", "không nêu tên"),
            attack="không được ",
        ),
    ),
    Cue(
        "must",
        "task",
        ("phải",),
        pattern(
            rf"{_verb('must', 'phải')}{_not_before('must')}{SAYING}"
            rf"(?!\w| không(?! ngừng| để| chỉ| những))",
            finds=(
                "ngoại giao ‹phải› đi trước",
                "chúng ta ‹phải› không ngừng học hỏi",
                "ngành ‹phải› chịu trách nhiệm",
                "đối ngoại ‹phải› khẳng định vai trò tiên phong",
            ),
            leaves=(
                "không phải là",
                "gặp phải khó khăn",
                "lẽ phải",
                "phải chăng",
                "phải đối mặt với",
                "phảiy",
                "không cần phải lo",
                "phải khẳng định rằng",
                "phải khẳng định đây là chính sách",
                "phải đối mặt",
                "bên phải",
                "đã nhiều lần phải dừng",
                "ăn phải nấm độc",
                "từng phải vay",
                "phải nghỉ việc do",
            ),
            attack="không phải ",
        ),
    ),
    Cue(
        "need",
        "task",
        ("cần",),
        pattern(
            rf"{_verb('need', 'cần')}{_not_before('need')}{SAYING}{AMOUNT}(?!\w)",
            finds=("các bộ, ngành ‹cần› chủ động", "‹cần›, trước hết, đổi mới", "ta ‹cần› khẳng định bản lĩnh"),
            leaves=(
                "không cần lo",
                "chưa cần sửa",
                "cần nhớ rằng",
                "việc cần thiết",
                "ân cần",
                "cần kiệm liêm chính",
                "điều kiện cần và đủ",
                "cần cù",
                "cán bộ cần mẫn",
                "cần trục",
                "chỉ cần sử dụng bột",
                "khi cần",
                "cần nói thêm",
                "doanh nghiệp cần khoảng 500 tỷ đồng",
                "những người cần giúp đỡ",
            ),
            attack="cần thiết ",
        ),
    ),
    Cue(
        "ought",
        "proposal",
        (" nên ",),
        pattern(
            rf"{any_word(WHO_OUGHT)}(?: (?!đã|có|do|vì|là|còn|bị)\w{{1,8}}){{0,3}}"
            r"(?<!tạo)(?<!trở)(?<!làm)(?<!gây)(?<!xây)(?<!dựng)(?<!thành)(?<!viết)(?<!dệt) nên"
            r" (?!(?:nhìn|đã|phải|có thể|không|chưa|rất|càng|mới|cũng|vẫn|việc|thơ|người|chăng|hình)(?!\w))\w",
            finds=(
                "đối ngoại ‹địa phương nên b›ắt đầu",
                "các ‹trường đại học nên m›ở ngay",
                "‹bộ nên đ›ãi ngộ thầy cô",
            ),
            leaves=(
                "bà con trong thôn tạo nên sức mạnh",
                "nên các bộ đã",
                "chúng ta nên đã",
                "địa phương còn nghèo nên thiếu",
                "việt nam trở nên hùng cường",
                "cộng đồng tạo nên sức sống mới",
                "chúng ta làm nên lịch sử",
                "người dân gây nên vụ cháy",
                "chúng ta xây nên cây cầu này",
                "cơ quan dựng nên rào cản",
                "địa phương hình thành nên vùng rau",
                "công dân viết nên trang sử",
                "người dân dệt nên tấm vải",
            ),
            attack="việt nam một hai ",
        ),
    ),
    Cue(
        "calls-for",
        "task",
        ("đòi hỏi",),
        pattern(
            rf"{_verb('calls-for', 'đòi hỏi')}{_not_before('calls-for')}(?!\w|\s?[,.;])",
            finds=("bối cảnh mới ‹đòi hỏi› ngoại giao đi trước",),
            leaves=("những đòi hỏi của thực tiễn", "các đòi hỏi mới", "đòi hỏix", "đòi hỏi khách quan"),
            attack="các đòi hỏi ",
        ),
    ),
    Cue(
        "strive",
        "orientation",
        ("phấn đấu",),
        pattern(
            rf"{_verb('strive', 'phấn đấu')}(?!\w)",
            finds=("ngành ‹phấn đấu› hoàn thành", "‹phấn đấu› đến năm 2030"),
            leaves=("đã phấn đấu không ngừng", "sự phấn đấu của", "phấn khởi", "tùy thuộc vào mức độ phấn đấu"),
            attack="đã phấn đấu ",
        ),
    ),
    Cue(
        "will",
        "task",
        ("sẽ",),
        pattern(
            rf"sẽ(?<!\wsẽ) (?:cùng )?{COMMITTED}(?!\w){GOES_ON}",
            finds=("ngành ngoại giao ‹sẽ tiếp tục› mở", "hai bên ‹sẽ cùng thúc đẩy› hợp tác"),
            leaves=(
                "việc này sẽ tạo điều kiện",
                "sẽ góp phần",
                "sẽ là động lực",
                "đã tiếp tục",
                "sẽ tiếp nhận",
                "sẽ tiếp tục diễn biến phức tạp",
            ),
            attack="sẽ cùng ",
        ),
    ),
)
RELATIVE: Final = pattern(  # "định ra các biện pháp cần tập trung": a clause that describes, and sets nothing
    r"""
    \w\ (?:các|những|nhiều|một\ số)
    \ (?:vấn\ đề|biện\ pháp|nhiệm\ vụ|nội\ dung|việc|công\ việc|điều|giải\ pháp|điểm|bước|yếu\ tố|thông\ tin|kỹ\ năng
      |lĩnh\ vực|dự\ án|hạn\ chế|tồn\ tại|bất\ cập|khó\ khăn|vướng\ mắc|thách\ thức|đối\ tượng|nhóm|chỉ\ tiêu)
    (?:,\ (?:chỉ\ tiêu|tiêu\ chí|mục\ tiêu|nhiệm\ vụ|giải\ pháp|biện\ pháp|nội\ dung|công\ việc|lĩnh\ vực|dự\ án
      |hạn\ chế|khó\ khăn|vướng\ mắc|bất\ cập|tồn\ tại)|\ \w{1,8}){0,5}\ cần(?!\w)
    |\w\ (?:điều|gì|nào)\ cần(?!\w)
    |(?:những|nhiều|các)\ (?:việc|công\ việc|điều|gì|vấn\ đề|nội\ dung|nhiệm\ vụ|yêu\ cầu|mục\ tiêu|thách\ thức)
      \ phải(?=\ (?:làm|lo|giải\ quyết|xử\ lý|thực\ hiện|quan\ tâm|vượt\ qua|hoàn\ thành)(?!\w))
    |(?:\A[\s“"(-]{0,4}|[,;:]\ )(?:nhiều|hàng\ (?:chục|trăm|nghìn|ngàn|vạn|triệu|loạt)|không\ ít|phần\ lớn|đa\ số)
      (?:\ \w{1,8}){1,8}\ phải(?!\w)
    |(?:khiến|làm\ cho|buộc)(?:\ (?!nên|thì)\w{1,8}){1,14}\ phải(?!\w)
    |(?:có|còn|hiện)\ (?:khoảng\ |hơn\ |gần\ )?\d[\d.,]*(?:\ [\d,.]*\w{1,8}){1,16}\ cần(?:\ phải)?(?=\ được(?!\w))
    """,
    re.VERBOSE,
    finds=(
        "định r‹a các biện pháp cần› tập trung",
        "bàn v‹ề những vấn đề cần› quan tâm",
        "hỏi v‹ề điều cần› làm",
        "và ‹những việc phải› làm trong năm nay",
        "dịch bệnh ‹khiến các nước phải› chuyển sang trực tuyến",
        "hiện ‹còn 12 dự án cần› được tháo gỡ",
        "‹nhiều hộ dân phải› bán trâu",
        "xé‹t một số dự án, hạn chế cần› tháo gỡ",
        "nê‹u những khó khăn, vướng mắc hiện cần› tháo gỡ",
    ),
    leaves=(
        "các bộ, ngành cần",
        "các biện pháp, cần",
        "biện pháp này cần",
        "các nhiệm vụ đối ngoại hết sức quan trọng và cao cả ấy cần",
        "các giải pháp phải đồng bộ",
        "các đối tượng phải đăng ký",
        "có 3 việc, các bộ cần",
    ),
    attack="a các biện pháp một hai ba ",
)
TOLD_OF: Final = pattern(  # in the words before "giao", "yêu cầu": các nội dung mà Thủ tướng yêu cầu
    r"(?<!\w)(?:nhiệm vụ|nội dung|vấn đề|việc|chỉ tiêu|dự án) (?:mà|do)(?: \w{1,8}){0,6} \Z",
    finds=("các ‹nhiệm vụ do thủ tướng ›", "‹nội dung mà bộ trưởng ›"),
    leaves=("về nội dung này, thủ tướng ", "nhiệm vụ thủ tướng giao "),
    attack="việc do ",
)
HAPPENS: Final = pattern(  # in the words before "sẽ": what does nothing by itself
    rf"{any_word(words('happens.txt'))}(?: \w{{1,8}}){{0,6}} \Z",
    finds=("‹quan hệ hai nước ›", "chiều nay, ‹hội nghị ›", "‹bão số 3 ›", "‹giá vàng ›"),
    leaves=("tại hội nghị, bộ ", "các bộ ", "giám đốc "),
    attack="hội nghị ",
)
FATE: Final = pattern(  # behind "phải": what is borne, unless those are told to do it whose office it is
    rf" (?:{any_of(_beside('must', 'fate'))}(?!\w)"
    r"|(?:tăng|giảm|dừng|ngừng|điều chỉnh|thay đổi)(?: \w{1,8}){0,2} (?:do|vì)(?!\w))",
    finds=("người dân phải‹ sơ tán› trong đêm", "phải‹ thu hẹp› sản xuất", "giá điện phải‹ tăng do› chi phí"),
    leaves=("phải‹ rà soát", "phải‹ sơ tánx", "phải‹ tăng tốc, do", "phải‹ giảm nghèo"),
    attack=" tăng một hai ",
    used="match",
)
BEARS: Final = (
    "doanh nghiệp",
    "các doanh nghiệp",
    "bộ đội",
    "nhân dân",
    "bà con",
    "các đại biểu",
    "hiệp hội",
    "tập đoàn",
)
IN_OFFICE: Final = pattern(  # in the words before "phải": who may be told to, and not many or some of them
    r"(?:\A|[\s“,(-])(?<!nhiều )(?<!số )(?<!\d )(?<!loạt )"
    rf"{any_of({*words('those_told.txt'), 'các nước', 'các bên', 'chúng ta'}.difference(BEARS))}"
    r"(?!\w)(?:,? (?!đã|từng|vừa|vì|do|nên)\w{1,8}){0,8},? \Z",
    finds=("‹các địa phương ›", "đêm nay,‹ các bộ, ngành liên quan cũng ›", "‹cán bộ ›"),
    leaves=("người dân ", "nhiều cơ quan ", "12 địa phương ", "các bộ đã ", "doanh nghiệp "),
    attack="các bộ ",
)
FOR_HIMSELF: Final = pattern(  # in the words before "yêu cầu": who sets nobody a task
    r"(?:\A[\s“\"-]{0,3}|[,;:] |(?<!\w)(?:khi|nếu|rằng|thì|và|bị|do) )(?:các |những |một |hai |nhóm |số )?"
    rf"{any_of(words('no_askers.txt'))}(?: (?!công|bộ|cơ|ủy)\w{{1,8}}){{0,4}} \Z",
    finds=("‹người bán ›", "sau đó‹, đối tượng này lại ›", "khi gọi điện, ‹khi các đối tượng ›"),
    leaves=("bộ trưởng ", "với các đối tượng, công an ", "công an gặp đối tượng ", "đối tượng này, bộ "),
    attack=", đối tượng ",
)
OTHER_STATES: Final = any_of(level(state) for state in word_list("states"))
STATE_TO_STATE: Final = pattern(  # one other state demands of another
    rf"(?:\A[\s“\"-]{{0,3}}|[,;:] )(?:(?:tổng thống|thủ tướng|ngoại trưởng|bộ ngoại giao|chính phủ|quân đội|phía) )?"
    rf"{OTHER_STATES}(?: \w{{1,12}}){{0,5}} (?:yêu cầu|kêu gọi|đề nghị|hối thúc|thúc giục)"
    rf" (?:(?:tổng thống|chính phủ|quân đội|phía) )?{OTHER_STATES}(?!\w)",
    finds=("‹nga yêu cầu ukraine› rút quân", "‹tổng thống mỹ yêu cầu iran› dừng"),
    leaves=("nhật bản kêu gọi các bên", "bộ ngoại giao yêu cầu trung quốc", "với nga, ta đề nghị lào"),
    attack=", nga yêu cầu ",
)
FORETOLD: Final = pattern(  # before "sẽ", "phấn đấu": hopes, conditions, forecasts, what talks agreed on
    r"(?<!\w)(?:chắc chắn|tin (?:tưởng|rằng|chắc|là)|hy vọng|hi vọng|mong|kỳ vọng|dự báo|dự kiến|nếu|liệu|có thể|có lẽ"
    r"|hứa|nhất trí)(?!\w)",
    finds=("tôi ‹tin rằng› họ", "hiệp định ‹chắc chắn›", "‹mong› hai nước"),
    leaves=("thời gian tới", "đức tin", "mongx"),
    attack="mong",
)
