"""The extraction document: what a careful reader finds in the seeds, and a printed day against a stated one."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from articles.extraction.matching import match_key
from articles.extraction.text import normalise, sentences_within
from articles.facts import Facts
from articles.sources import Source
from directives.extraction.words import level
from register.document import as_json, extract

ROOT = Path(__file__).parent.parent
SEEDS = sorted(ROOT.glob("seeds/*.txt"))
NEAR = 3  # code points that a start may be off, as the readers who marked the seeds agreed


def source(text: str) -> Source:
    return Source(name="a.txt", text=normalise(text), source_hash="", path="a.txt")


def document(text: str) -> dict[str, Any]:
    return as_json(extract(source(text)))


def expected(seed: Path) -> dict[str, Any]:
    """What a careful reader marked in a seed; whatever carries `optional` may be found or not."""
    found: dict[str, Any] = json.loads((ROOT / "tests/expected" / f"{seed.stem}.json").read_text(encoding="utf-8"))
    return found


def required(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if not row.get("optional")]


def near(starts: list[int], start: int) -> bool:
    return any(abs(one - start) <= NEAR for one in starts)


@pytest.fixture(params=SEEDS, ids=lambda path: path.stem[:3])
def seed(request: pytest.FixtureRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """One seed: what is found in it, and what a reader finds."""
    path: Path = request.param
    return document(path.read_text(encoding="utf-8")), expected(path)


class TestTheSeeds:
    def test_have_the_title_and_the_day_that_they_print(self, seed: Any) -> None:
        found, gold = seed
        assert found["title"] == gold["title"]
        assert found["published_on"] == (gold["published_on"] if gold["date_in_text"] else None)

    def test_name_these_people_in_these_parts(self, seed: Any) -> None:
        found, gold = seed
        parts = {speaker["name"]: speaker["role"].replace("pictured", "mentioned") for speaker in found["speakers"]}
        speaks = {name: part in ("interviewee", "quoted") for name, part in parts.items()}
        open_parts = {speaker["name"] for speaker in gold["speakers"] if speaker.get("role_optional")}
        assert speaks.keys() == {speaker["name"] for speaker in gold["speakers"]}
        assert {name: said for name, said in speaks.items() if name not in open_parts} == {
            speaker["name"]: speaker["role"] in ("interviewee", "quoted")
            for speaker in gold["speakers"]
            if speaker["name"] not in open_parts
        }

    def test_print_these_titles_beside_the_names(self, seed: Any) -> None:
        found, gold = seed
        titles = {speaker["name"]: {match_key(title) for title in speaker["titles"]} for speaker in found["speakers"]}
        assert titles == {
            speaker["name"]: {match_key(title) for title in speaker["titles"]} for speaker in gold["speakers"]
        }

    def test_have_these_turns(self, seed: Any) -> None:
        found, gold = seed
        turns: list[tuple[int, str]] = []
        for block in found["blocks"]:
            if block["kind"] in ("question", "answer"):
                speaker = "reporter" if block["kind"] == "question" else block["speaker"]
                if not turns or turns[-1][1] != speaker:
                    turns.append((block["start"], speaker))
        assert turns == [(turn["start"], turn["speaker"]) for turn in gold["turns"]]

    def test_cite_these_documents(self, seed: Any) -> None:
        found, gold = seed
        for part, anaphora in (("mentions", False), ("anaphora", True)):
            marked = [mention for row in required(gold["resolutions"]) for mention in required(row[part])]
            starts = [row["start"] for row in found["citations"] if (row["form"] == "anaphora") is anaphora]
            assert [one["text"] for one in marked if not near(starts, one["start"])] == []
        of_one = {row["start"]: row["resolution"] for row in found["citations"]}
        for row in required(gold["resolutions"]):
            keys = {of_one.get(mention["start"]) for mention in required(row["mentions"])}
            assert len(keys) == 1 or row.get("split_ok"), f"{row['key']} is taken for {keys}"

    def test_set_out_these_directives(self, seed: Any) -> None:
        found, gold = seed
        lists = [one for one in found["lists"] if one["directive"]]
        assert [(one["declared_count"], one["speaker"]) for one in lists] == [
            (one["declared"], one["speaker"]) for one in gold["directive_lists"]
        ]
        for one, marked in zip(lists, gold["directive_lists"], strict=True):
            points = {item["start"]: item for item in one["items"]}
            for item in required(marked["items"]):
                assert points[item["start"]]["ordinal"] in [item["ordinal"], *item.get("ordinal_alt", [])]
                assert points[item["start"]]["marker"] == item["marker"]
                below = [(child["ordinal"], child["start"]) for child in points[item["start"]]["items"]]
                assert below == [(child["ordinal"], child["start"]) for child in item["children"]]
            allowed = [item["start"] for item in marked["items"]]
            assert all(near(allowed, start) for start in points)

    def test_list_results_and_the_like_apart(self, seed: Any) -> None:
        found, gold = seed
        directives = [item["start"] for one in found["lists"] if one["directive"] for item in one["items"]]
        others = [item["start"] for one in gold["non_directive_lists"] for item in one["items"]]
        assert not [start for start in others if near(directives, start)]

    def test_have_these_single_directives(self, seed: Any) -> None:
        found, gold = seed
        starts = [one["start"] for one in found["directives"]]
        marked = [one["start"] for one in gold["modal_directives"]]
        assert [
            one["sentence_starts"] for one in required(gold["modal_directives"]) if not near(starts, one["start"])
        ] == []
        assert all(near(marked, start) for start in starts)


@pytest.mark.parametrize("head", [" date ", " date\u00a0", "\u200b date ", "\ufeff date  "])
def test_a_printed_day_that_is_not_the_stated_one_is_remarked_on_and_the_stated_one_kept(head: str) -> None:
    text = f"{head}2026-02-11 Hội nghị đã xong.\n\nMọi người ra về.\n"
    stated = replace(source(text), facts=Facts(published_on=date(2026, 2, 12)))
    found = extract(stated)
    (remark,) = found.remarks
    assert found.published_on == date(2026, 2, 12)
    assert (remark.code, remark.span.of(text)) == ("date-conflict", "2026-02-11")
    assert remark.detail == "the text prints 2026-02-11, stated is 2026-02-12"


@pytest.mark.parametrize("stated", [None, date(2026, 2, 11)])
def test_a_day_that_agrees_is_not_remarked_on(stated: date | None) -> None:
    text = " date 2026-02-11 Hội nghị đã xong.\n\nMọi người ra về.\n"
    assert extract(replace(source(text), facts=Facts(published_on=stated))).remarks == ()


def test_the_seeds_cite_six_numbered_documents_fifteen_times() -> None:
    found: dict[str, int] = {}
    for path in SEEDS:
        for citation in extract(source(path.read_text(encoding="utf-8"))).citations:
            if citation.number and citation.form != "anaphora":
                found[f"{citation.kind} {citation.number.split('/')[0]}"] = (
                    found.get(f"{citation.kind} {citation.number.split('/')[0]}", 0) + 1
                )
    assert found == {
        "nghị quyết 59": 8,
        "nghị quyết 250": 2,
        "nghị quyết 57": 1,
        "nghị quyết 21": 1,
        "chỉ thị 15": 2,
        "quy chế 392": 1,
    }


def test_the_seeds_declare_and_hold_as_many_points() -> None:
    counts = {
        path.stem[:3]: [
            (one["declared_count"], one["found_count"], one["count_status"])
            for one in document(path.read_text(encoding="utf-8"))["lists"]
        ]
        for path in SEEDS
    }
    assert counts == {
        "000": [(3, 3, "ok"), (4, 4, "ok"), (None, 3, "undeclared")],
        "001": [(None, 3, "undeclared")],
        "002": [],
        "003": [(5, 5, "ok"), (7, 7, "ok"), (3, 3, "ok"), (None, 5, "undeclared")],
        "004": [],
    }


def test_nothing_of_a_text_is_remembered_once_it_is_read() -> None:
    extract(source("Thứ trưởng Lê Văn Bảo yêu cầu các đơn vị phải rà soát."))
    assert sentences_within.cache_info().currsize == level.cache_info().currsize == 0
