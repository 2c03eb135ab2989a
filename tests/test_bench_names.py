"""Names are counted alike, whoever finds them."""

import pytest

from bench.names import names_right
from tests.accuracy.answers import Article
from tests.accuracy.score import Count

TEXT = """HÀ NỘI MỞ HỘI NGHỊ

Bộ trưởng Ngoại giao Lê Hoài Trung tiếp Chủ tịch Hạ viện. Ông Trung nói về Hồ Chí Minh và Bác Hồ tại Văn Miếu.

Ông Trần Văn Hải cũng dự. Ảnh: Phạm Hải

Thu Quế
"""
ARTICLE = Article(
    "a",
    TEXT,
    {
        "speakers": [
            {"name": "Lê Hoài Trung", "role": "quoted"},
            {"name": "Hồ Chí Minh", "role": "mentioned"},
            {"name": "Trần Văn Hải", "role": "mentioned", "optional": True},
        ]
    },
)


@pytest.mark.parametrize(
    ("found", "count"),
    [
        ([], Count(0, 0, 2)),
        (["Lê Hoài Trung", "LÊ HOÀI TRUNG"], Count(1, 0, 1)),
        (["Bộ trưởng Ngoại giao Lê Hoài Trung", "Chủ tịch Hồ Chí Minh"], Count(2, 0, 0)),
        (["ông Trung", "Trung", "Bác Hồ", "Lê Hoài"], Count(0, 0, 2)),
        (["Trần Văn Hải", "Phạm Hải", "Thu Quế", "HÀ NỘI MỞ"], Count(0, 0, 2)),
        (["Văn Miếu", "Hạ viện", "Văn Miếu"], Count(0, 2, 2)),
    ],
)
def test_a_name_is_right_by_the_same_rule_for_all(found: list[str], count: Count) -> None:
    assert names_right(found, ARTICLE) == count
