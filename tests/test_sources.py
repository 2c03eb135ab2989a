"""The door: what comes in as text, and what is refused by name, reason and position."""

import json
import os
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.reading import UnreadableText, check_text, read_text
from articles.sources import Source, SourceError, count_sources, sources

LIMIT = 10_000  # bytes
WORDS = "Bộ trưởng Ngoại giao trả lời phỏng vấn."


def read(*paths: Path, limit: int = LIMIT) -> list[Source | SourceError]:
    return list(sources(paths, limit))


def texts(found: list[Source | SourceError]) -> list[str]:
    return [source.text for source in found if isinstance(source, Source)]


def reasons(found: list[Source | SourceError]) -> list[str]:
    return [str(error) for error in found if isinstance(error, SourceError)]


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def test_a_folder_gives_its_texts_by_name_and_those_below_it(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("hai")
    (tmp_path / "a.txt").write_text("một")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "d.txt").write_text("ba")
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "notes.md").write_text("no")
    assert texts(read(tmp_path)) == ["một", "hai", "ba"]


def test_the_seeds_are_read_as_they_are() -> None:
    folder = Path(__file__).parent.parent / "seeds"
    found = read(folder, limit=1_000_000)
    assert reasons(found) == []
    assert texts(found) == [path.read_bytes().decode() for path in sorted(folder.glob("*.txt"))]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + WORDS.encode())
    assert texts(read(tmp_path)) == [WORDS]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_becomes_one(end: str) -> None:
    assert read_text(f"một{end}hai".encode()) == "một\nhai"


def test_what_is_not_composed_is_composed() -> None:
    assert read_text(unicodedata.normalize("NFD", WORDS).encode()) == WORDS


def test_control_characters_are_dropped_but_tabs_and_lines() -> None:
    assert read_text(f"một\thai\n{'ba ' * 50}\x00\x07bốn".encode()) == f"một\thai\n{'ba ' * 50}bốn"


def test_nothing_else_is_trimmed() -> None:
    assert read_text(b"  a  \n\n b \n") == "  a  \n\n b \n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        ("xin chào\nViệt Nam".encode()[:-1] + b"\xff", "is not UTF-8: byte 0xff at offset 19, line 2"),
        (WORDS.encode("utf-16"), "is UTF-16; only UTF-8 is read"),
        (WORDS.encode("utf-32"), "is UTF-32; only UTF-8 is read"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00" * 9, "is binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not UTF-8: byte 0x89 at offset 0, line 1"),
        ("một ước mơ".encode().replace("ộ".encode(), b"\xf4\xf2"), "is not UTF-8: byte 0xf4 at offset 1"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_reason_and_position(raw: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(raw)
    (tmp_path / "good.txt").write_text(WORDS)
    found = read(tmp_path)
    assert texts(found) == [WORDS]
    (error,) = reasons(found)
    assert error.startswith(f"{tmp_path}/bad.txt: {reason}")


def test_an_older_encoding_is_suspected_and_never_guessed() -> None:
    with pytest.raises(UnreadableText, match="perhaps Windows-1258"):
        read_text("Việt".encode("cp1258", "replace").replace(b"?", b"\xea"))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UnreadableText, match="half a surrogate pair at character 2"):
        check_text("ab\ud800")


def test_a_text_of_the_limit_passes_and_one_byte_more_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * LIMIT)
    (tmp_path / "b.txt").write_bytes(b"b" * (LIMIT + 1))
    found = read(tmp_path)
    assert texts(found) == ["a" * LIMIT]
    assert reasons(found) == [f"{tmp_path}/b.txt: is larger than {LIMIT} bytes"]


def test_what_is_no_regular_file_is_neither_read_nor_waited_for(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("outside")
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    (folder / "folder.txt").mkdir()
    assert texts(read(folder)) == []
    assert reasons(read(folder)) == [
        f"{folder}/link.txt: is a link; links in a folder are not followed",
        f"{folder}/pipe.txt: is not a regular file",
    ]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert reasons(read(tmp_path / "none.txt")) == [f"{tmp_path}/none.txt: cannot be read: No such file or directory"]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(WORDS)

    def refuse(*args: object, **kwargs: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert reasons(read(tmp_path / "a.txt")) == [f"{tmp_path}/a.txt: cannot be read: Permission denied"]


def test_a_name_that_is_not_utf_8_is_escaped_and_its_text_read(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n.txt"
    with open(path, "wb") as file:
        file.write(WORDS.encode())
    (source,) = read(tmp_path)
    assert isinstance(source, Source)
    assert source.key == "\\xff\\n.txt"


def test_a_name_too_long_to_be_a_key_once_it_is_escaped_is_refused(tmp_path: Path) -> None:
    for size in (124, 125):  # four characters a byte, and ".txt"
        with open(os.fsencode(tmp_path) + b"/" + b"\xff" * size + b".txt", "wb") as file:
            file.write(WORDS.encode())
    found = read(tmp_path)
    assert texts(found) == [WORDS]
    (error,) = reasons(found)
    assert error.endswith(r"\xff.txt: has a name that is longer than 500 characters when escaped")


def test_sources_are_counted_without_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "notes.md").write_text("no")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.txt").write_bytes(b"\xff")
    path = lines(tmp_path / "c.jsonl", {"source": "1", "text": "a"}, {"source": "2", "text": "b"})
    assert count_sources([tmp_path, path, tmp_path / "none.jsonl"]) == 4 + 2 + 1
    assert len(read(tmp_path, path, tmp_path / "none.jsonl")) == 7


def test_the_key_is_the_url_else_the_name_composed(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "bài.txt")).write_text(WORDS)
    path = lines(tmp_path / "z.jsonl", {"text": WORDS, "url": "https://bao.example/1", "source": "x"})
    by_name, by_url = (source for source in read(tmp_path) if isinstance(source, Source))
    assert (by_name.key, by_url.key) == ("bài.txt", "https://bao.example/1")
    assert path.name == "z.jsonl"


class TestSourcesJson:
    def test_says_what_the_text_does_not(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(WORDS)
        row = {"source": "a.txt", "outlet": "Báo", "published_on": "2026-01-29", "known": {"outlet": "its mark"}}
        (tmp_path / "sources.json").write_text(json.dumps([row]))
        (source,) = read(tmp_path / "a.txt")
        assert isinstance(source, Source)
        assert (source.facts.outlet, source.facts.published_on, source.facts.title) == ("Báo", date(2026, 1, 29), None)
        assert source.facts.known == {"outlet": "its mark"}

    def test_an_entry_for_no_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "sources.json").write_text('[{"source": "gone.txt"}]')
        assert reasons(read(tmp_path)) == [f"{tmp_path}/sources.json: names 'gone.txt', which is not there"]

    def test_a_broken_entry_fails_its_file_alone(self, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(name)
        rows = [{"source": "a.txt", "published_on": "29/1/2026"}, {"source": "b.txt"}]
        (tmp_path / "sources.json").write_text(json.dumps(rows))
        found = read(tmp_path)
        assert texts(found) == ["b.txt"]
        assert reasons(found) == [
            f"{tmp_path}/sources.json: entry 1, a.txt: \"published_on\" is '29/1/2026', no date of the form YYYY-MM-DD"
        ]

    def test_an_entry_with_a_text_fails_its_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(WORDS)
        (tmp_path / "sources.json").write_text('[{"source": "a.txt", "text": "other words"}]')
        found = read(tmp_path)
        assert texts(found) == []
        assert reasons(found) == [
            f'{tmp_path}/sources.json: entry 1, a.txt: has a "text", which stands in the file itself'
        ]

    @pytest.mark.parametrize("entry", ["{}", '{"source": null}', '{"source": 1}', '{"source": " "}'])
    def test_an_entry_that_names_no_file_is_named_and_might_be_of_any(self, tmp_path: Path, entry: str) -> None:
        (tmp_path / "a.txt").write_text(WORDS)
        (tmp_path / "sources.json").write_text(f'[{{"source": "a.txt"}}, {entry}]')
        found = read(tmp_path)
        assert texts(found) == []
        assert reasons(found)[0] == (
            f'{tmp_path}/sources.json: entry 2 has no "source": it must name the file that it speaks of'
        )

    def test_broken_json_is_named_with_its_line_and_column(self, tmp_path: Path) -> None:
        (tmp_path / "sources.json").write_text('[\n  {"source" "a.txt"}\n]')
        assert reasons(read(tmp_path)) == [
            f"{tmp_path}/sources.json:2: is broken JSON: Expecting ':' delimiter at column 13"
        ]

    def test_bytes_that_are_not_utf_8_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "sources.json").write_bytes(b'[{"source": "\xff"}]')
        assert reasons(read(tmp_path)) == [f"{tmp_path}/sources.json: is not UTF-8: byte 0xff at offset 13"]

    @pytest.mark.parametrize(
        "broken", ["{", "{}", "[1]", "[NaN]", '[{"source": "a.txt", "source": "b"}]', "[" * 99_999]
    )
    def test_when_broken_no_text_beside_it_goes_in_under_a_wrong_key(self, tmp_path: Path, broken: str) -> None:
        (tmp_path / "a.txt").write_text(WORDS)
        (tmp_path / "sources.json").write_text(broken)
        found = read(tmp_path, limit=1_000_000)
        assert texts(found) == []
        assert reasons(found)[-1] == f"{tmp_path}/a.txt: not read, since sources.json beside it is broken"


class TestJsonLines:
    def test_each_object_is_a_source_with_its_line(self, tmp_path: Path) -> None:
        path = lines(tmp_path / "a.jsonl", {"source": "1", "text": "một"}, "", {"source": "2", "text": "hai"})
        assert [(source.name, source.line) for source in read(path) if isinstance(source, Source)] == [
            ("1", 1),
            ("2", 3),
        ]

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("{", "is broken JSON: Expecting property name enclosed in double quotes at column 2"),
            ("[]", "is no JSON object"),
            ("[" * 100_000, "is nested too deeply"),
            ({"source": "1"}, '"text" is missing or is no string'),
            ({"source": "1", "text": 1}, '"text" is missing or is no string'),
            ({"source": "1", "text": ""}, "is empty"),
            ({"text": "a"}, 'needs "source" or "url" to be known again by'),
            ({"source": "1", "text": "a", "titel": "x"}, "unknown key 'titel'"),
            ({"source": "1", "text": "a", "genre": "poem"}, "\"genre\" is 'poem'; known are"),
            ({"source": "1", "text": "a", "url": "javascript:alert(1)"}, '"url" is no web address'),
            ({"source": "1", "text": "a", "published_on": "20260129"}, "\"published_on\" is '20260129', no date"),
            ({"source": "1", "text": "a", "published_on": "2026-02-30"}, "\"published_on\" is '2026-02-30', no date"),
            (
                {"source": "1", "text": "a", "published_on": "0001-01-01"},
                "\"published_on\" is '0001-01-01', not between",
            ),
            ({"source": "1", "text": "a", "title": "x" * 1001}, '"title" is longer than a line of 1000 characters'),
            ({"source": "1", "text": "a", "known": {"mood": "x"}}, "\"known\" speaks of 'mood'"),
            ({"source": "1", "text": "a", "known": ["x"]}, '"known" is no object of strings'),
            ({"source": "1", "text": "a", "known": {"url": 1}}, '"known" of "url" is no string'),
            (
                {"source": "1", "text": "a", "known": {"url": "x" * 501}},
                '"known" of "url" is longer than a line of 500 characters',
            ),
            (
                '{"source": "1", "text": "a", "known": {"url": "\\ud800"}}',
                '"known" of "url" has half a surrogate pair at character 0',
            ),
            ('{"source": "1", "text": "a", "text": "b"}', "has a key twice"),
            ('{"source": "1", "text": NaN}', "has NaN, which is not JSON"),
            ('{"source": "1", "text": "a\\ud800"}', "has half a surrogate pair at character 1"),
            ('{"source": "1", "text": ' + "9" * 5000 + "}", "Exceeds the limit"),
        ],
    )
    def test_a_bad_line_is_named_and_the_others_go_in(self, tmp_path: Path, row: Any, reason: str) -> None:
        path = lines(tmp_path / "a.jsonl", {"source": "0", "text": "một"}, row, {"source": "2", "text": "hai"})
        found = read(path, limit=200_000)
        assert texts(found) == ["một", "hai"]
        (error,) = reasons(found)
        assert error.startswith(f"{path}:2: {reason}")

    def test_a_line_that_is_too_long_is_passed_over_whole(self, tmp_path: Path) -> None:
        path = lines(tmp_path / "a.jsonl", {"source": "1", "text": "a" * 3 * LIMIT}, {"source": "2", "text": "hai"})
        found = read(path)
        assert texts(found) == ["hai"]
        assert reasons(found) == [f"{path}:1: is longer than {LIMIT} bytes"]

    def test_a_line_that_is_not_utf_8_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(b'{"source": "1", "text": "a"}\n{"text": "\xff"}\n')
        found = read(path)
        assert texts(found) == ["a"]
        assert reasons(found) == [f"{path}:2: is not UTF-8: byte 0xff at offset 10"]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        text = read_text(raw)
    except UnreadableText:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert read_text(text.encode()) == text
    assert not set(text) & {"\x00", "\r", "\x85"}


@given(st.text(alphabet=st.sampled_from("aâđ\u0301\u0323\u0302\n 가"), max_size=200))
def test_reading_twice_is_reading_once(text: str) -> None:
    try:
        once = check_text(text)
    except UnreadableText:
        return
    assert check_text(once) == once


def test_a_long_run_of_marks_is_cut_before_it_costs_time() -> None:
    text = check_text("a" + "\u0301\u0323" * 200_000)
    assert len(unicodedata.normalize("NFD", text)) == 31
