"""Which topics words speak of."""

import pytest

from directives.extraction.topics import find_topics
from directives.extraction.words import entries


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("đẩy mạnh NGOẠI GIAO KINH TẾ", ("ngoai-giao-kinh-te",)),
        ("bảo hộ công dân và ngoại giao văn hoá", ("bao-ho-cong-dan", "ngoai-giao-van-hoa")),
        ("lợi ích quốc gia-dân tộc", ("duong-loi-doi-ngoai",)),
        ("hội nhập quốc tế về văn hóa", ("hoi-nhap-linh-vuc-khac",)),  # not "hội nhập quốc tế" as well
        ("kiều bào, rồi kiều hối", ("nguoi-viet-nam-o-nuoc-ngoai",)),
        ("ngoai giao kinh te", ()),  # marks count
        ("bánh cốc và dicư", ()),  # words are whole
        ("", ()),
    ],
)
def test_cues_give_topics_once_in_order(words: str, topics: tuple[str, ...]) -> None:
    assert find_topics(words) == topics


@pytest.mark.parametrize(("slug", "cue"), list(entries("topics.tsv")))
def test_every_cue_gives_its_topic(slug: str, cue: str) -> None:
    assert find_topics(f"về {cue}.") == (slug,)
