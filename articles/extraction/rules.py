"""The rules that blocks and mentions carry: what each means, and a printed text that it reads.

In an example ‹ and › show what is found: the block, the name or title. The tests hold the code to these: each rule
reads its example, and no text is read by a rule that is not here.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the name that its findings carry, what it means, and an example."""

    name: str
    means: str
    example: str


BLOCKS: Final = (
    Rule(
        "date", "a head line begins with the day", " ‹date 2026-02-11› Hội nghị bàn về hợp tác.\n\nHội nghị kết thúc."
    ),
    Rule(
        "first-line",
        "the title: it opens the text, stands apart, and ends without a stop",
        "‹Ngành ngoại giao đổi mới›\n\nHội nghị bàn về hợp tác.\n\nHội nghị đã kết thúc.",
    ),
    Rule(
        "first-section",
        "a heading: the first line, which speaks of its own section alone",
        "‹Gửi lời chia buồn đến gia đình›\n\nÔng gửi lời chia buồn đến gia đình người bị nạn.\n\nLàm rõ nguyên nhân"
        "\n\nCông an làm rõ nguyên nhân.\n\nKiểm tra an toàn\n\nSở kiểm tra an toàn lao động.",
    ),
    Rule(
        "first-paragraph",
        "the lead: the first paragraph, before turns and headings",
        "‹Hội nghị bàn về hợp tác.›\n\nHội nghị đã kết thúc.",
    ),
    Rule("line", "a paragraph: a line that no other rule reads", "Hội nghị bàn về hợp tác.\n\n‹Hội nghị đã kết thúc.›"),
    Rule(
        "broken-line",
        "it goes on with the sentence of the line before, which breaks within a name",
        "Hội nghị bàn về hợp tác.\n\nPhát biểu tại hội nghị, Bộ trưởng\n\n‹Lê Văn Bảo cho biết kết quả rất tốt.›",
    ),
    Rule(
        "short-line",
        "a heading: a short line without a stop, between paragraphs",
        "Hội nghị bàn về hợp tác.\n\n‹Mở rộng thị trường›\n\nHội nghị đã kết thúc.",
    ),
    Rule(
        "page-furniture",
        "residue: a player, a link to another article, the agency",
        "Hội nghị bàn về hợp tác.\n\n‹0:00 / 0:00›\n\nHội nghị đã kết thúc.",
    ),
    Rule(
        "stamp",
        "residue: a line at the head of the page that prints the day, with the weekday or the hour",
        "Ngành ngoại giao đổi mới\n\n‹17/01/2020 07:09 GMT+7›\n\nHội nghị bàn về hợp tác.\n\nHội nghị đã kết thúc.",
    ),
    Rule(
        "byline",
        "residue: the reporters' names at the end",
        "Hội nghị bàn về hợp tác.\n\nHội nghị đã kết thúc.\n\n‹Thu Hà - M.Hoa›",
    ),
    Rule(
        "credit",
        "a caption: it says whose picture it is",
        "Hội nghị bàn về hợp tác.\n\n‹Lễ ký kết tại Hà Nội. (Ảnh: TTXVN)›\n\nHội nghị đã kết thúc.",
    ),
    Rule(
        "label",
        "a caption: it begins with the word for a picture",
        "Hội nghị bàn về hợp tác.\n\n‹Ảnh: Bộ trưởng Lê Văn Bảo phát biểu tại lễ khai mạc.›\n\nHội nghị đã kết thúc.",
    ),
    Rule(
        "scene",
        "a caption: it tells of a scene, or who is seen and what that one does",
        "Hội nghị bàn về hợp tác.\n\n‹Toàn cảnh hội nghị.›\n\nHội nghị đã kết thúc.",
    ),
    Rule(
        "copy-of-a-caption",
        "a caption: the words of another one again",
        "Hội nghị đã họp.\nBáo cáo đã có.\n‹Lễ ký kết tại Hà Nội.›\nÝ kiến đã nghe.\nĐại biểu đã về.\n\n"
        "Lễ ký kết tại Hà Nội.",
    ),
    Rule(
        "after-the-text",
        "a caption: it stands behind a text that has one sentence a line",
        "Hội nghị đã họp.\nĐại biểu đã đến.\nBáo cáo đã có.\nÝ kiến đã nghe.\nĐại biểu đã về.\n\n‹Lễ ký tại Hà Nội›",
    ),
    Rule(
        "printed-twice",
        "a pull quote: its words stand again within a longer line",
        "Hội nghị bàn về hợp tác.\n\n‹Hợp tác giữa hai nước đang đi vào chiều sâu.›\n\n"
        "Hội nghị kết thúc. Hợp tác giữa hai nước đang đi vào chiều sâu. Đại biểu ra về.",
    ),
    Rule(
        "reporter-label",
        "a question: a label says that the reporter asks",
        "Hội nghị đã họp.\n\n‹PV: Kết quả ra sao?›\n\nBộ trưởng Lê Văn Bảo: Rất tốt.",
    ),
    Rule(
        "speaker-label",
        "an answer: a label says who gives it",
        "Hội nghị đã họp.\n\nPV: Kết quả ra sao?\n\n‹Bộ trưởng Lê Văn Bảo: Rất tốt.›",
    ),
    Rule(
        "mark",
        "a question or an answer: a dash or star opens it",
        "Hội nghị đã họp.\n\n‹- Xin ông cho biết kết quả?›\n\n- Kết quả rất tốt.",
    ),
    Rule(
        "after-a-question",
        "an answer: it has no mark and follows a question",
        "Hội nghị đã họp.\n\n- Xin ông cho biết kết quả?\n\n‹Kết quả rất tốt.›",
    ),
    Rule(
        "addressed",
        "a question: it has no mark and addresses the one who then answers",
        "Hội nghị đã họp.\n\n‹Thưa ông, kết quả ra sao?›\n\nKết quả rất tốt.\n\nXin trân trọng cảm ơn ông!",
    ),
    Rule(
        "thanks",
        "a question: the reporter's closing thanks",
        "Hội nghị đã họp.\n\nPV: Kết quả ra sao?\n\nKết quả rất tốt.\n\n‹Xin trân trọng cảm ơn ông!›",
    ),
    Rule(
        "goes-on",
        "it goes on with the question or answer of the line before",
        "Hội nghị đã họp.\n\nPV: Kết quả ra sao?\n\nKết quả rất tốt.\n\n‹Hai bên đã ký thỏa thuận.›",
    ),
)

MENTIONS: Final = (
    Rule(
        "full-name",
        "a name that introduces a person: by a title, or by its syllables",
        "Hội nghị có Bộ trưởng ‹Lê Văn Bảo› tham dự.",
    ),
    Rule(
        "name-known-here",
        "a name alone, of a person whom the text introduces elsewhere",
        "Chủ tịch nước Tô Nam đến dự hội nghị. Sau đó, ‹Tô Nam› phát biểu.",
    ),
    Rule(
        "short-name",
        "given names behind a title or a form of address",
        "Bộ trưởng Lê Văn Bảo đến dự hội nghị. Sau đó, ông ‹Bảo› phát biểu.",
    ),
    Rule(
        "title-alone",
        "a title without a name, of one who is introduced with it",
        "Bộ trưởng Lê Văn Bảo đến dự hội nghị. Sau đó, ‹Bộ trưởng› cho biết ngành đã đổi mới.",
    ),
    Rule(
        "address-alone",
        "“ông” or “bà” without a name, where one person is left",
        "Bộ trưởng Lê Văn Bảo cho biết ngành đã đổi mới. ‹Ông› nhấn mạnh việc này rất quan trọng.",
    ),
)
