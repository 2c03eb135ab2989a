"""The extraction reads as well as it did in the last release, and the answers that say so are sound."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from tests.accuracy import place, released
from tests.accuracy.answers import FOLDERS, Answers, Article, articles_of, faults, rows
from tests.accuracy.goals import GOALS, short_of
from tests.accuracy.prediction import read, served
from tests.accuracy.released import Change, Release, Result, Results, drops, unknown
from tests.accuracy.score import FIGURES, Count, Score, score, total
from tests.guides import blocks_of

SETS = [*FOLDERS, released.MUTATED]
ARTICLES = [pytest.param(article, id=article.name) for of in FOLDERS for article in articles_of(of)]
HINT = "If this is wanted, `make accuracy RELEASE=yes` writes the new figures down, for a reviewer to see."


@cache
def results() -> Results:
    return released.measured()


@pytest.mark.parametrize("of", SETS)
def test_nothing_is_read_worse_than_in_the_last_release(of: str) -> None:
    dropped = drops(released.last(), of, results()[of])
    assert not dropped, "\n".join([*dropped, HINT])


@pytest.mark.parametrize("of", FOLDERS)
def test_a_set_reaches_every_goal(of: str) -> None:
    errors = [f"{name}: {error}" for name, one in results()[of].items() for error in one.score.errors]
    assert not short_of(of, released.whole(results(), of)), "\n".join(errors)


def test_articles_that_are_new_since_the_release_reach_the_goals_together() -> None:
    """Those that were read well before make up for nothing."""
    new = unknown(released.last(), "articles", results()["articles"])
    scores = {name: results()["articles"][name].score for name in new}
    errors = [f"{name}: {error}" for name, one in scores.items() for error in one.errors]
    assert not short_of("articles", total(scores.values())), "\n".join([*errors, HINT])


# --- the answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", ARTICLES)
def test_the_answers_of_an_article_are_well_formed(article: Article) -> None:
    assert list(faults(article)) == []


def test_every_text_has_answers() -> None:
    for answers, texts in FOLDERS.values():
        assert {path.stem for path in texts.glob("*.txt")} == {path.stem for path in answers.glob("*.json")}


TEXT = "Bộ trưởng A Văn B yêu cầu:\n\nMột là, làm.\n\nHai là, làm nữa.\n"
SOUND: Answers = {
    "file": "a.txt",
    "genre": "report",
    "speakers": [{"name": "A Văn B", "titles": ["Bộ trưởng"], "role": "quoted"}],
    "turns": [],
    "resolutions": [],
    "directive_lists": [
        {
            "kind": "task",
            "intro": "Bộ trưởng A Văn B yêu cầu:",
            "intro_start": 0,
            "speaker": "A Văn B",
            "items": [
                {"ordinal": 1, "start": 28, "text_starts": "Một là, làm"},
                {"ordinal": 2, "start": 42, "text_starts": "Hai là, làm"},
            ],
        }
    ],
    "non_directive_lists": [],
    "modal_directives": [],
}


def spoilt(change: Callable[[Any], object]) -> list[str]:
    answers = deepcopy(SOUND)
    change(answers)
    return list(faults(Article("a", TEXT, answers)))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda answers: answers.update(file="b.txt"), "file is 'b.txt'"),
        (lambda answers: answers.update(turn=[]), "unknown key 'turn'"),
        (lambda answers: answers.pop("turns"), "'turns' is missing"),
        (lambda answers: answers.update(genre="news"), "genre is 'news'"),
        (lambda answers: answers["speakers"][0].update(role="said"), "A Văn B has the role 'said'"),
        (lambda answers: answers["directive_lists"][0].update(speaker="C"), "'C' is none of the speakers"),
        (lambda answers: answers["directive_lists"][0].update(kind="plan"), "is of the kind 'plan'"),
        (lambda answers: answers["directive_lists"][0].update(intro_start=1), "does not stand at 1"),
        (lambda answers: answers["directive_lists"][0]["items"].reverse(), "are not in reading order"),
        (lambda answers: answers["directive_lists"][0]["items"][0].update(start=29), "does not stand at 29"),
    ],
)
def test_answers_that_are_not_well_formed_are_named(change: Callable[[Any], object], fault: str) -> None:
    (found,) = spoilt(change)
    assert fault in found
    assert spoilt(lambda answers: None) == []


class TestPlacing:
    def words(self, **more: Any) -> dict[str, Any]:
        return {"modal_directives": [{"sentence_starts": "là, làm", **more}]}

    @pytest.mark.parametrize(
        ("more", "start"), [({"nth": 1}, 32), ({"nth": 2}, 46), ({"after": "Hai"}, 46), ({"start": 7}, 7)]
    )
    def test_fills_in_where_the_words_stand(self, more: dict[str, Any], start: int) -> None:
        assert place.placed(self.words(**more), TEXT)["modal_directives"] == [
            {"sentence_starts": "là, làm", "start": start}
        ]

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ({"sentence_starts": "là, làm"}, "stands 2 times"),
            ({"sentence_starts": "không"}, "does not stand in the text"),
            ({"sentence_starts": "là, làm", "after": "nữa"}, "behind 'nữa'"),
        ],
    )
    def test_refuses_words_that_have_no_one_place(self, row: dict[str, Any], reason: str) -> None:
        with pytest.raises(place.NotPlaced, match=reason):
            place.placed({"modal_directives": [row]}, TEXT)

    @pytest.mark.parametrize("article", ARTICLES)
    def test_finds_the_points_of_lists_where_they_stand(self, article: Article) -> None:
        answers = cast(dict[str, Any], deepcopy(article.answers))
        lists = [*answers["directive_lists"], *answers["non_directive_lists"]]
        once = [row for row in rows(lists) if article.text.count(row.get("text_starts", "\0")) == 1]
        for row in once:
            del row["start"]
        assert place.placed(answers, article.text) == article.answers
        assert once or not lists

    def test_writes_the_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
        answers = cast(dict[str, Any], deepcopy(SOUND))
        del answers["file"], answers["turns"], answers["directive_lists"][0]["items"][1]["start"]
        path = tmp_path / "a.json"
        path.write_text(json.dumps(answers), encoding="utf-8")
        assert place.main([str(path)]) is None
        written = json.loads(path.read_text(encoding="utf-8"))
        assert [item["start"] for item in written["directive_lists"][0]["items"]] == [28, 42]
        assert (written["file"], written["turns"]) == ("a.txt", [])
        assert str(path) in capsys.readouterr().out


# --- the scoring ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", ARTICLES)
def test_the_answers_themselves_score_in_full(article: Article) -> None:
    result = score(article.answers, article.answers)
    assert result.errors == []
    assert result.taken == 0


def answered() -> list[Article]:
    return list(articles_of("seeds"))


def as_directives(answers: Answers) -> None:
    answers["directive_lists"] += [{"speaker": None, "items": one["items"]} for one in answers["non_directive_lists"]]


@pytest.mark.parametrize(
    ("spoil", "figures"),
    [
        (lambda a: a["resolutions"].clear(), {"resolutions", "mentions", "mentions_any", "anaphora"}),
        (lambda a: [r.update(key="x", symbol="1/A", also_known_as=[]) for r in a["resolutions"]], {"resolutions"}),
        (lambda a: [r["anaphora"].clear() for r in a["resolutions"]], {"anaphora"}),
        (lambda a: a["speakers"].clear(), {"speakers", "speaking", "titles"}),
        (lambda a: [s.update(role="quoted") for s in a["speakers"]], {"speaking"}),
        (lambda a: [s["titles"].append("Phó Thủ tướng") for s in a["speakers"]], {"titles"}),
        (lambda a: [i.update(ordinal=99) for p in a["directive_lists"] for i in p["items"]], {"ordinals"}),
        (lambda a: [i.update(start=i["start"] + 4) for p in a["directive_lists"] for i in p["items"]], {"items"}),
        (lambda a: [i["children"].clear() for p in a["directive_lists"] for i in p["items"]], {"subitems"}),
        (lambda a: [p["items"].pop() for p in a["directive_lists"]], {"items", "lists"}),
        (lambda a: [p.update(speaker="Không Ai") for p in a["directive_lists"]], {"attribution"}),
        (lambda a: [t.update(speaker="Không Ai") for t in a["turns"]], {"turns"}),
        (lambda a: a.update(title="Khác", published_on="2020-01-01"), {"title", "published_on"}),
        (lambda a: a["modal_directives"].clear(), {"modal"}),
        (as_directives, {"items", "lists"}),
    ],
)
def test_what_is_spoilt_costs(spoil: Callable[[Any], object], figures: set[str]) -> None:
    scores = []
    for article in answered():
        found = deepcopy(article.answers)
        spoil(found)
        scores.append(score(article.answers, found))
    counts = total(scores).counts
    assert figures <= {figure for figure, count in counts.items() if count.false or count.missed}


def test_every_point_that_is_no_directive_is_a_trap() -> None:
    found = deepcopy(answered()[3].answers)
    as_directives(found)
    result = score(answered()[3].answers, found)
    assert (result.taken, result.traps) == (5, 5)


def test_what_is_optional_costs_neither_way() -> None:
    for article in answered():
        bare: Any = deepcopy(article.answers)
        for group in (bare["resolutions"], bare["modal_directives"], *(p["items"] for p in bare["directive_lists"])):
            group[:] = [row for row in group if not row.get("optional")]
        assert score(article.answers, bare).errors == []


def test_nothing_found_is_no_hit() -> None:
    result = total(score(article.answers, {}) for article in answered())
    assert sum(count.hits + count.false for count in result.counts.values()) == 0
    assert result.counts["titles"].f1 == 0.0


def test_a_figure_of_nothing_is_none() -> None:
    assert (Count().precision, Count().recall, Count().f1) == (None, None, None)
    assert (Count(3, 1, 0).precision, Count(3, 0, 1).recall, Count(2, 1, 1).f1) == (0.75, 0.75, 2 / 3)


def test_answers_go_along_when_a_text_is_composed() -> None:
    answers = deepcopy(SOUND)
    text = "Đo\u0302\u0301i\r\n" + TEXT
    for item in answers["directive_lists"][0]["items"]:
        item["start"] += 7
    answers["directive_lists"][0]["intro_start"] = 7
    article = Article("a", text, answers)
    assert list(faults(article)) == []
    served_text = read(article)["text"]
    (points,) = served(article)["directive_lists"]
    assert [served_text[item["start"] :][:6] for item in points["items"]] == ["Một là", "Hai là"]


# --- releases ---------------------------------------------------------------------------------------------------------


def result(digest: str = "1", **counts: Count) -> Result:
    one = Score()
    one.counts.update(counts)
    return Result(digest, one)


def release(**figures: list[int]) -> Release:
    return Release("1.0", {"seeds": {"a": {"digest": "1", **figures}}})


class TestARelease:
    @pytest.mark.parametrize(
        ("now", "worse"),
        [
            (Count(5, 1, 1), False),
            (Count(6, 0, 0), False),
            (Count(4, 1, 2), True),
            (Count(5, 2, 1), True),
        ],
    )
    def test_is_compared_figure_by_figure(self, now: Count, worse: bool) -> None:
        found = drops(release(items=[5, 1, 1]), "seeds", {"a": result(items=now)})
        assert bool(found) is worse
        assert all("seeds: a, items: " in one for one in found)

    def test_takes_no_gain_of_one_figure_for_another(self) -> None:
        found = drops(release(items=[5, 0, 0], turns=[5, 0, 1]), "seeds", {"a": result(items=Count(4, 0, 1))})
        assert [one.split(":")[1] for one in found] == [" a, items", " a, turns"]

    def test_takes_no_gain_of_one_article_for_another(self) -> None:
        known = Release("1.0", {"seeds": {n: {"digest": "1", "items": [5, 0, 1]} for n in "ab"}})
        now = {"a": result(items=Count(4, 0, 2)), "b": result(items=Count(6, 0, 0))}
        assert drops(known, "seeds", now) == ["seeds: a, items: right 5 -> 4, missed 1 -> 2"]

    def test_counts_traps(self) -> None:
        now = result()
        now.score.taken, now.score.traps = 2, 5
        (found,) = drops(release(traps=[1, 5]), "seeds", {"a": now})
        assert "taken 1 -> 2" in found

    def test_is_not_compared_with_other_answers_or_texts(self) -> None:
        now = {"a": result(digest="2", items=Count(0, 0, 9)), "b": result(items=Count(0, 0, 9))}
        assert drops(release(items=[9, 0, 0]), "seeds", now) == []
        assert unknown(release(items=[9, 0, 0]), "seeds", now) == ["a", "b"]

    def test_that_is_written_is_read_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(released, "FILE", tmp_path / "released.json")
        released.write("9.9", results())
        again = released.last()
        assert again.version == "9.9"
        for of in SETS:
            assert list(released.changes(again, of, results()[of])) == []
            assert unknown(again, of, results()[of]) == []
            assert again.of(of) == released.whole(results(), of).counts

    def test_says_what_changed(self) -> None:
        assert str(Change("a", "items", [5, 0, 1], [4, 0, 2])) == "a, items: right 5 -> 4, missed 1 -> 2"


def test_every_goal_is_of_a_figure_that_there_is() -> None:
    assert all(goals.keys() <= FIGURES.keys() for goals in GOALS.values())
    low = Score()
    low.counts["modal"] = Count(1, 1, 1)
    low.traps, low.taken = 10, 1
    assert short_of("articles", low) == ["modal 0.500, to be 0.80", "traps 0.100, at most 0.03"]


def test_the_example_of_the_guide_can_be_placed() -> None:
    (block,) = blocks_of(Path(place.__file__).parent / "README.md", "jsonc")
    text = (
        "PV: Xin ông cho biết?\n\nTrước hết, Nghị quyết 59-NQ/TW nêu 2 nhiệm vụ sau:\n\nMột là, xây dựng.\n\n"
        "Hai là, mở rộng.\n\nCác địa phương cần thực hiện Nghị quyết này.\n"
    )
    answers = place.placed({"file": "a.txt", **json.loads(block)}, text)
    assert list(faults(Article("a", text, cast(Answers, answers)))) == []
    (points,) = answers["directive_lists"]
    assert [text[item["start"] :][:6] for item in points["items"]] == ["Một là", "Hai là"]
