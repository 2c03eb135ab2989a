"""What texts say that documents do to one another, and the words by which they say it."""

import pytest

from directives.extraction.citations import find_citations
from directives.extraction.relations import find_relations

DECREE, OLDER, OLDEST = "178/2024/NĐ-CP", "90/2020/NĐ-CP", "48/2019/NĐ-CP"


def relations(text: str) -> list[tuple[str, str, str]]:
    return [(one.from_key, one.type, one.to_key) for one in find_relations(text, find_citations(text))]


STATED = {
    "replaces": ("Nghị định {0} thay thế Nghị định {1}.", [(DECREE, "replaces", OLDER)]),
    "comes in its place": ("Nghị định {0} ra đời thay cho Nghị định {1}.", [(DECREE, "replaces", OLDER)]),
    "is replaced": (
        "Nghị định {1} hết hiệu lực và được thay thế bởi Nghị định {0}.",
        [(DECREE, "replaces", OLDER)],
    ),
    "from a day on, two": (
        "Nghị định số {0} có hiệu lực từ ngày 1/1/2026, thay thế Nghị định số {1} và Nghị định số {2}.",
        [(DECREE, "replaces", OLDER), (DECREE, "replaces", OLDEST)],
    ),
    "amends": (
        "Nghị định {0} ngày 15/3/2025 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số {1}.",
        [(DECREE, "amends", OLDER)],
    ),
    "is amended": ("Nghị định {1} đã được sửa đổi, bổ sung bởi Nghị định {0}.", [(DECREE, "amends", OLDER)]),
    "repeals": ("Nghị định {0} bãi bỏ Nghị định {1}.", [(DECREE, "repeals", OLDER)]),
    "puts into practice": (
        "Nghị quyết 250/2025/QH15 cụ thể hóa Nghị quyết số 59-NQ/TW.",
        [("250/2025/QH15", "implements", "59-NQ/TW")],
    ),
    "by a programme": (
        "Nghị quyết 153/NQ-CP về Chương trình hành động của Chính phủ thực hiện Nghị quyết 59-NQ/TW.",
        [("153/NQ-CP", "implements", "59-NQ/TW")],
    ),
    "instructs": (
        "Thông tư 01/2026/TT-BNG hướng dẫn thi hành Nghị định {0}.",
        [("01/2026/TT-BNG", "implements", DECREE)],
    ),
    "next to each other": ("Nghị định {0} và Nghị định {1} đều nêu rõ.", []),
    "in two sentences": ("Ông nhắc Nghị định {0}. Bộ đang thực hiện Nghị định {1}.", []),
    "someone else does it": ("Nghị định {0} nêu rõ: Bộ Nội vụ thay thế cán bộ theo Nghị định {1}.", []),
    "itself": ("Nghị định {0} sửa đổi Nghị định {0}.", []),
}


@pytest.mark.parametrize(("text", "expected"), STATED.values(), ids=STATED)
def test_what_documents_do_to_one_another(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert relations(text.format(DECREE, OLDER, OLDEST)) == expected


def test_the_words_run_over_both_citations() -> None:
    text = f"Ngày 1/1, Nghị định {DECREE} của Chính phủ thay thế Nghị định {OLDER} của Chính phủ đã có hiệu lực."
    (found,) = find_relations(text, find_citations(text))
    assert found.span.of(text) == text[len("Ngày 1/1, ") : -len(" đã có hiệu lực.")]
