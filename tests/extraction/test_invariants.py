"""What holds for every text that passes the door: places, order, words used, letters composed or not, time."""

import hashlib
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Final, get_args

import pytest
from hypothesis import HealthCheck, Phase, example, find, given, settings
from hypothesis import strategies as st

from articles.extraction.draft_blocks import BlockKind
from articles.extraction.heading import Genre
from articles.extraction.plain import one_spaced
from articles.extraction.speakers import Role
from articles.extraction.text import Span
from articles.reading import UnreadableText, read_text
from articles.sources import Source
from directives.extraction.citations import Status
from directives.extraction.cues import DirectiveKind
from directives.extraction.intros import ListKind
from directives.extraction.lists import CountStatus, FoundItem
from directives.extraction.printed import Form
from directives.extraction.relations import RelationType
from directives.extraction.remarks import RemarkCode
from directives.extraction.rules import CITATIONS, DIRECTIVES, LISTS
from register.document import Findings, as_json, extract
from tests.timing import MOST_TIMES, SLOWLY, seconds

ROOT: Final = Path(__file__).parents[2]
SEEDS: Final = sorted(ROOT.glob("seeds/*.txt"))

# --- texts ------------------------------------------------------------------------------------------------------------

PIECES: Final = [
    *("Lê Văn Trung", "LÊ VĂN TRUNG", "Tô Nam", "Nguyễn Văn A.", "Hoàng Thị Thanh Nga", "Thongloun Sisoulith"),
    *("Bộ trưởng Ngoại giao ", "Thứ trưởng ", "ông ", "Bà ", "đồng chí ", "Tổng Bí thư ", "Ủy viên Bộ Chính trị, "),
    *("Quyền Bộ trưởng ", "nguyên Phó Thủ tướng ", "Thượng tướng ", "GS.TS ", "Bộ Ngoại giao ", "Quốc hội "),
    *("Một là, ", "Hai là ", "Ba là: ", "Thứ nhất, ", "Thứ hai, là ", "Thứ tư, ", "Cuối cùng là ", "Trước hết, "),
    *("Cùng với đó là ", "Tiếp theo, ", "Nhóm thứ nhất là ", "Trụ cột thứ hai là ", "Chính sách 3: "),
    *("(i) ", "(ii) ", "(iv)", "a) ", "b) ", "đ) ", "1. ", "2. ", "3/ ", "(1)", "- ", "– ", "+ ", "• ", "* "),
    *("3 nhiệm vụ trọng tâm sau:", "bốn nhóm giải pháp, gồm: ", "5 kết quả chính:", "một số định hướng: "),
    *("Thủ tướng yêu cầu:", "đề nghị các địa phương ", "giao Bộ Công an ", "trước ngày 30/6/2026", "trong quý I/2026"),
    *("Nghị quyết 59-NQ/TW ", "Nghị quyết số 59 ", "Nghị quyết này ", "các Nghị quyết 57, 59 và 68 ", "NQ57 "),
    *("Chỉ thị 15 của Ban Bí thư ", "250/2025/QH15", "178/2024/NĐ-CP ", "39 /CĐ-TTg ", "Kết luận số 83 – KL/TW, "),
    *("Luật Viên chức 2025 ", "Công ước Hà Nội ", "UNCLOS 1982", "Hiến pháp năm 2013 ", "Nghị quyết Đại hội XIV "),
    *("Nghị quyết nêu rõ ", "quyết định 100 tỷ đồng ", "về hội nhập quốc tế ", "ngày 24/1/2025 ", "khóa XIII "),
    *("thay thế ", "triển khai ", "sửa đổi, bổ sung một số điều của ", "của Chính phủ ", "năm 2010 "),
    *("cần đẩy mạnh ", "phải ", "sẽ tập trung vào ", "rà soát ", "Phấn đấu ", "đã đạt được ", "ngoại giao kinh tế "),
    *("cho biết ", "nhấn mạnh: ", "theo ", "khẳng định ", "trả lời phỏng vấn ", "làm việc với "),
    *("Phóng viên: ", "PV: ", "Hỏi: ", "Đáp: ", "Thứ trưởng Lê Anh Tuấn: ", "Xin Thứ trưởng cho biết?", "thưa ông? "),
    *("(Ảnh: TTXVN)", "Ảnh: BNG", "Xem video:", "0:00 / 0:00", " date 2026-01-29 ", "ĐẠI HỘI XIV", "Bốn giải pháp"),
    *("Nghị quyết 21 triển khai Chỉ thị 15. ", "Nghị định 28/2025/NĐ-CP thay thế Nghị định 26, "),
    *("Bộ yêu cầu 2 việc sau:\n\nMột là, rà soát.\n\nHai là, kiểm tra.\n\n", "Bộ trưởng Lê Văn Trung cho biết "),
    *("“", "”", '"', "'", "‘", "’", "«", "…", "...", ".", ". ", "? ", "!", "; ", ", ", ":", "(", ")", "–", "-", "/"),
    *("\n", "\n\n", "\r\n", "\r", "\u2028", " ", "  ", "\t", "\u00a0", "\u3000", "\u200b", "\u202e", "\u200f"),
    *("\u0301", "\u0323", "\u031b", "\u0302\u0301", "\u0301\u0323" * 20, "Hoa\u0300", "tuy\u0301", "đ\u0323"),
    *("😀", "👩\u200d🚀", "한국", "İ", "ß", "ﬁ", "Ǆ", "٣", "²", "Ⅳ", "2026", "𝟙", "\x00", "\x1f", "\ufeff"),
    *("x" * 900, "ngoại" * 99, "NGUYỄN " * 40),
]
ODD_LETTERS: Final = st.characters(codec="utf-8")


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def in_some_form(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The texts as they are, decomposed, in capitals, or with one sentence a line."""
    forms: list[Callable[[str], str]] = [str, decomposed, str.upper, lambda text: text.replace(". ", ".\n")]
    return st.tuples(st.sampled_from(forms), texts).map(lambda pair: pair[0](pair[1]))


def cut_from_a_seed(seed: Path, start: int, length: int, put_in: list[str]) -> str:
    """Return a part of a seed with pieces put in at even distances."""
    words = seed.read_text(encoding="utf-8")[start : start + length]
    step = len(words) // (len(put_in) + 1) + 1
    parts = [words[at : at + step] for at in range(0, len(words), step)]
    return "".join(part + put for part, put in zip(parts, [*put_in, *[""] * len(parts)], strict=False))


OF_THE_GENRE: Final = in_some_form(st.lists(st.sampled_from(PIECES), min_size=12, max_size=60).map("".join))
OF_ANYTHING: Final = st.text(ODD_LETTERS, min_size=1, max_size=200)
MUTATED: Final = in_some_form(
    st.builds(
        cut_from_a_seed,
        st.sampled_from(SEEDS),
        st.integers(0, 9_000),
        st.integers(1, 900),
        st.lists(st.sampled_from(PIECES), max_size=6),
    )
)


def read(text: str) -> Source | None:
    """Return the text as the door lets it in, or None where it refuses it."""
    raw = text.encode()
    try:
        return Source("a.txt", read_text(raw), hashlib.sha256(raw).hexdigest())
    except UnreadableText:
        return None


TEXTS: Final = st.one_of(OF_THE_GENRE, MUTATED, OF_ANYTHING).filter(lambda text: read(text) is not None)


def findings(text: str) -> Findings:
    source = read(text)
    assert source is not None
    return extract(source)


# --- what is asked of them --------------------------------------------------------------------------------------------

# The extraction document: a type, or a set of the values that there are, for each name; a tuple for any of several.
# Names may be added, none may be left out.
Shape = Any
PLACE: Final = {"start": int, "end": int}
CREDIT: Final = {"speaker": str | None, "office": str | None}
OF_WHAT_IS_SET: Final = {"addressee": str | None, "deadline": str | None, "topics": [str]}
ITEM: Final[dict[str, Shape]] = {"ordinal": int, "marker": str | None, **PLACE, "parts": [PLACE], **OF_WHAT_IS_SET}
ITEM["items"] = [ITEM]
DOCUMENT: Final[Shape] = {
    "source": str,
    "extractor": str,
    "text": str,
    "title": str | None,
    "lead": str | None,
    "published_on": str | None,
    "genre": {*get_args(Genre)},
    "blocks": [{"kind": {*get_args(BlockKind)}, "turn": int | None, **PLACE, **CREDIT, "rule": str}],
    "speakers": [
        {
            "name": str,
            "role": {*get_args(Role)},
            "titles": [str],
            "mentions": [
                {
                    **PLACE,
                    "text": str,
                    "title": str | None,
                    "role": {*get_args(Role)},
                    "rule": str,
                    "introduced_by": (None, PLACE),
                }
            ],
        }
    ],
    "resolutions": [
        {
            "key": str,
            "kind": str,
            "number": str | None,
            "symbol": str | None,
            "year": int | None,
            "term": str | None,
            "issuer": str | None,
            "title": str | None,
            "issued_on": str | None,
        }
    ],
    "citations": [
        {
            **PLACE,
            "text": str,
            "form": {*get_args(Form)},
            "resolution": str | None,
            "status": {*get_args(Status)},
            "rule": {rule.name for rule in CITATIONS},
        }
    ],
    "lists": [
        {
            "kind": {*get_args(ListKind)},
            "directive": bool,
            "intro": (None, PLACE),
            "declared_count": int | None,
            "found_count": int,
            "count_status": {*get_args(CountStatus)},
            **CREDIT,
            "rule": {rule.name for rule in LISTS},
            "items": [ITEM],
        }
    ],
    "directives": [
        {
            "kind": {*get_args(DirectiveKind)},
            **PLACE,
            **CREDIT,
            **OF_WHAT_IS_SET,
            "rule": {rule.name for rule in DIRECTIVES},
        }
    ],
    "relations": [{"from": str, "to": str, "type": {*get_args(RelationType)}, **PLACE}],
    "remarks": [{"code": {*get_args(RemarkCode)}, **PLACE, "detail": str}],
}


def misfits(value: Any, shape: Shape, name: str = "document") -> Iterator[str]:
    """Yield what in a value is not of the shape, by its path."""
    if isinstance(shape, tuple):
        if all(any(misfits(value, one, name)) for one in shape):
            yield f"{name}: {value!r}"
    elif isinstance(shape, dict):
        for key, inner in shape.items():
            yield from misfits(value[key], inner, f"{name}.{key}") if key in value else [f"{name}.{key} is missing"]
    elif isinstance(shape, list):
        for one in value:
            yield from misfits(one, shape[0], name)
    elif not (
        value in shape if isinstance(shape, set) else value is None if shape is None else isinstance(value, shape)
    ):
        yield f"{name}: {value!r}"


def spans(found: Any) -> Iterator[Span]:
    """Yield every span that findings hold, however deep."""
    if isinstance(found, Span):
        yield found
    elif isinstance(found, tuple | list):
        for one in found:
            yield from spans(one)
    elif is_dataclass(found):
        for field in fields(found):
            yield from spans(getattr(found, field.name))


def places(value: Any) -> Iterator[tuple[int, int, str | None]]:
    """Yield start and end of every place of an extraction document, with its words where they are given."""
    if isinstance(value, dict):
        if "start" in value:
            yield value["start"], value["end"], value.get("text")
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from places(inner)


def in_order_and_apart(places: list[Span]) -> bool:
    return all(before.end <= after.start for before, after in pairwise(places))


def check_items(items: tuple[FoundItem, ...], within: Span) -> None:
    """Hold that items stand in order, apart and within a place, and likewise their parts and children."""
    assert in_order_and_apart([item.span for item in items])
    assert len({item.ordinal for item in items}) == len(items)
    for item in items:
        assert within.contains(item.span)
        assert in_order_and_apart(list(item.parts))
        assert item.span == Span(item.parts[0].start, item.parts[-1].end)
        assert all(item.span.contains(place) for place in (item.addressee, item.deadline) if place)
        check_items(item.children, item.span)


def check_lists(found: Findings) -> None:
    """Hold that the items of each list stand in order, apart, in one turn, and after what announces them."""
    for one in found.lists:
        assert one.items
        hull = Span(one.items[0].span.start, one.items[-1].span.end)
        check_items(one.items, hull)
        assert one.intro is None or one.intro.end <= hull.start
        parts = [part for item in one.items for part in item.parts]
        turns = {block.turn for block in found.blocks for part in parts if block.span.overlaps(part)}
        assert len(turns) == 1
    listed = [item.span for one in found.lists if one.directive for item in one.items]
    single = [directive.span for directive in found.directives]
    assert in_order_and_apart(single)
    assert not any(directive.overlaps(item) for directive in single for item in listed)


def check_blocks(found: Findings) -> None:
    """Hold that the blocks stand in order and apart, and hold all that is seen."""
    places = [block.span for block in found.blocks]
    assert in_order_and_apart(places)
    between = [Span(0, 0), *places, Span(len(found.text), len(found.text))]
    assert not any(one_spaced(found.text[before.end : after.start]).strip() for before, after in pairwise(between))


def check_names(document: dict[str, Any]) -> None:
    """Hold that what is referred to is there: speakers by their names, documents by their keys."""
    names = [speaker["name"] for speaker in document["speakers"]]
    keys = [resolution["key"] for resolution in document["resolutions"]]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)
    credited = (one["speaker"] for part in ("blocks", "lists", "directives") for one in document[part])
    assert {*credited} <= {None, *names}
    for citation in document["citations"]:
        assert (citation["status"] == "resolved") == (citation["resolution"] in keys)
    assert {one[end] for one in document["relations"] for end in ("from", "to")} <= {*keys}


def check(found: Findings, document: dict[str, Any]) -> None:
    """Hold all that holds for any text."""
    text = found.text
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(text)
    for start, end, words in places(document):
        assert text[start:end].strip() == text[start:end], "white space stands at an end"
        assert words is None or text[start:end] == words
    for line in (found.title, found.lead):
        assert line is None or line in text
    assert in_order_and_apart([citation.span for citation in found.citations])
    check_blocks(found)
    check_lists(found)
    check_names(document)
    assert list(misfits(document, DOCUMENT)) == []


@settings(max_examples=100_000 if SLOWLY else 300, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("PV: Xin ông cho biết kết quả?")  # nothing but a question
@example("Bộ trưởng yêu cầu: a) \u00a0b) rà soát.")
@example("g" + "\u0323" * 33 + "\u0301")
def test_whatever_the_text_every_finding_is_true_to_it_and_letters_may_be_decomposed(text: str) -> None:
    found = findings(unicodedata.normalize("NFC", text))
    document = as_json(found)
    check(found, document)
    assert as_json(findings(decomposed(text))) == document


@pytest.mark.parametrize("marks", ["\u0323" * 33 + "\u0301", "\u0301\u0323" * 20, "\u0344" * 31 + "\u0323"])
def test_of_marks_too_many_the_same_are_cut_however_the_letters_come(marks: str) -> None:
    forms = {form: read(unicodedata.normalize(form, f"g{marks}o\u0301")) for form in ("NFC", "NFD")}
    assert forms["NFC"]
    assert forms["NFD"]
    assert forms["NFC"].text == forms["NFD"].text


@pytest.mark.parametrize("part", sorted(name for name, shape in DOCUMENT.items() if isinstance(shape, list)))
def test_the_texts_that_are_tried_hold_something_of_each_part(part: str) -> None:
    """Else nothing would be held to anything."""

    def has_some(text: str) -> bool:
        return read(text) is not None and bool(as_json(findings(text))[part])

    once = settings(max_examples=1_000, phases=[Phase.generate], database=None)
    assert find(OF_THE_GENRE, has_some, settings=once, random=Random(0))


def test_another_process_finds_the_same_whatever_its_hashes_and_its_clock() -> None:
    digests = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Ho_Chi_Minh"), ("2", "America/Los_Angeles")):
        run = subprocess.run(
            [sys.executable, "manage.py", "extract", "seeds"],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "", "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"},
            capture_output=True,
            check=True,
        )
        digests.add(hashlib.sha256(run.stdout).hexdigest())
        assert len(run.stdout.splitlines()) == len(SEEDS)
    assert len(digests) == 1


# --- time -------------------------------------------------------------------------------------------------------------

SIZE: Final = 100_000 if SLOWLY else 10_000  # code points of the short text; the long one has ten times as many
FLOOR: Final = 0.002  # seconds of processor time: of less nothing can be told
ROUNDS: Final = 5
REPEATED: Final = [
    *(
        "(",
        "“",
        "- ",
        "a) ",
        "1. ",
        "(i) ",
        "a) làm; b) làm; ",
        "- làm\n",
        "x",
        "x\n",
        "\n",
        " ",
        ". ",
        "A. ",
        "\u0301",
    ),
    *("Một là ", "Một là, làm.\n\nHai là, làm.\n\n", "Trước hết, ", "3 nhiệm vụ ", "Bộ yêu cầu: "),
    *("Ủy viên Bộ Chính trị, ", "ông ", "Nguyễn ", "Bộ trưởng Lê Văn Trung, ", "ông Nguyễn Văn A nói: “"),
    *("Hỏi: Xin ông?\n- Đáp.\n", "Ảnh: TTXVN\n", " date 2026-01-29 ", "cần phải ", "yêu cầu các bộ, ngành, "),
    *("Nghị quyết ", "các nghị quyết số 1, ", "59-NQ/TW ", "Nghị quyết này ", "Nghị quyết 1 thay thế Nghị quyết 2 "),
    *("Luật ", "Chiến lược ", "Nghị quyết về việc ", "Đại hội Đảng bộ ", "và Bộ Ngoại giao cần triển khai "),
]


PEOPLED: Final = [  # each with another person, paper or thing in it
    *("Ông {name} đến. Ông An nói thêm.\n\n", "Ông {name} đến dự. Chiều qua, ông nói thêm.\n\n"),
    *("Bộ trưởng {name} đến. Bộ trưởng nói thêm.\n\n", "{name} cùng dự; ông đến.\n\n", "Bà {name}, "),
    *("Bộ trưởng Nông nghiệp {name} nói. Bộ trưởng Nông nghiệp An nói.\n\n", "{name}, Phó Cục trưởng Cục B; "),
    *("Tổng thống Mỹ John {word} Smith nói. Ông Smith nói.\n\n", "Ngoại trưởng {word} Bo nói. Ông {word} nói.\n\n"),
    *("Ông Nguyễn {word} An nói rõ. Ông Nguyễn nói. Ông An nói thêm.\n\n", "Ông Nguyễn {word} An dự. Ảnh: TTXVN\n\n"),
    *("Báo {word}: Thưa ông, vì sao?\n\nÔng Nguyễn {word} An: Vâng.\n\n", "Luật {word} {word} nêu. Luật này nêu.\n\n"),
    *("Nghị quyết số {number}/2025/NQ-CP. Nghị quyết này nêu. Nghị quyết {number} nêu.\n\n", "{number}. Rà soát.\n"),
]
SURNAMES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương")
MIDDLES: Final = ("Minh", "Thanh", "Quốc", "Đức", "Xuân", "Hữu", "Văn", "Đình", "Ngọc", "Thị", "Hải", "Tuấn", "Bảo")


def distinct(unit: str, size: int) -> str:
    """Return whole units, no two of which name the same."""
    units: list[str] = []
    left = size
    while left > 0:
        number = len(units)
        syllables = [SURNAMES[number % len(SURNAMES)]]
        rest = number // len(SURNAMES)
        while rest or len(syllables) < 3:  # noqa: PLR2004
            rest, at = divmod(rest, len(MIDDLES))
            syllables.append(MIDDLES[at])
        word = "B" + "".join("aeioughknm"[int(digit)] for digit in str(number))
        units.append(unit.format(name=" ".join((*syllables[:3], "An")), word=word, number=number + 1))
        left -= len(units[-1])
    return "".join(units)


def grown(unit: str, size: int) -> str:
    """Return whole units alone: a cut one at the end may say something else."""
    return unit * (size // len(unit))


def articles(copies: int) -> str:
    """Return so many copies of an article (of all seeds in the slow suite), with other people in each."""
    printed = "\n\n".join(path.read_text(encoding="utf-8") for path in (SEEDS if SLOWLY else SEEDS[:1]))
    middles = ("An", "Minh", "Thanh", "Quốc", "Đức", "Xuân", "Hữu", "Văn", "Đình", "Ngọc")
    names = (f"{surname} {middle} Trung" for surname in ("Lê", "Trần") for middle in middles)
    return "\n\n".join(printed.replace("Lê Hoài Trung", next(names)) for _ in range(copies))


def grows_too_fast(short: str, long: str) -> str | None:
    """Return how many times as long the longer text took where that was too long in every round, else None."""

    def took(text: str) -> float:
        return seconds(lambda: as_json(extract(Source("", text, ""))), runs=1)

    ratios = []
    for _ in range(ROUNDS):
        floor = max(took(short), FLOOR)
        ratios.append(took(long) / floor)
        if ratios[-1] <= MOST_TIMES:
            return None
    return ", ".join(f"{ratio:.1f}" for ratio in ratios)


@pytest.mark.parametrize("unit", REPEATED, ids=ascii)
def test_ten_times_the_text_takes_ten_times_as_long_however_hostile_it_is(unit: str) -> None:
    assert grows_too_fast(grown(unit, SIZE), grown(unit, 10 * SIZE)) is None


@pytest.mark.parametrize("unit", PEOPLED, ids=ascii)
def test_ten_times_as_many_people_and_papers_take_ten_times_as_long(unit: str) -> None:
    assert grows_too_fast(distinct(unit, SIZE), distinct(unit, 10 * SIZE)) is None


def test_ten_times_an_ordinary_text_takes_ten_times_as_long() -> None:
    copies = 2 if SLOWLY else 1
    assert grows_too_fast(articles(copies), articles(10 * copies)) is None
