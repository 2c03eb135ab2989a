"""Which findings are rows already, which are new, and which give way to what a person decided. No database."""

from typing import Any

from articles.models import Origin, Remark, Review
from register.reconcile import reconcile

TEXT = "Một là, giữ vững hòa bình. Hai là, ngoại giao kinh tế. Một là, giữ vững hòa bình."


def remark(words: str, start: int | None = None, code: str = "x", **fields: Any) -> Remark:
    start = TEXT.index(words) if start is None else start
    return Remark(start=start, end=start + len(words), exact=words, code=code, **fields)


def row(words: str, pk: int, **fields: Any) -> Remark:
    return remark(words, pk=pk, public_id=str(pk), **fields)


def test_the_same_words_are_the_same_row() -> None:
    found, there = remark("ngoại giao kinh tế"), row("ngoại giao kinh tế", 1)
    result = reconcile([found], [there])
    assert (result.created, result.gone) == ([], [])
    assert result.kept == [(found, there)]
    assert result.row(found) is there


def test_the_same_words_of_another_kind_are_another_row() -> None:
    found, there = remark("ngoại giao kinh tế", code="y"), row("ngoại giao kinh tế", 1)
    result = reconcile([found], [there])
    assert (result.created, result.gone) == ([found], [there])


def test_words_printed_twice_keep_their_places() -> None:
    second = TEXT.rindex("Một là")
    rows = [row("Một là", 1), row("Một là", 2, start=second)]
    found = [remark("Một là"), remark("Một là", start=second)]
    assert reconcile(found, rows).kept == list(zip(found, rows, strict=True))


def test_what_is_found_twice_at_one_place_is_the_same_rows_in_turn() -> None:
    rows, found = [row("Một là", 1), row("Một là", 2)], [remark("Một là"), remark("Một là")]
    kept = reconcile(found, rows).kept
    assert [(id(one), there.pk) for one, there in kept] == [(id(found[0]), 1), (id(found[1]), 2)]


def test_when_one_of_two_is_gone_the_nearest_stays() -> None:
    second = TEXT.rindex("Một là")
    rows = [row("Một là", 1), row("Một là", 2, start=second)]
    result = reconcile([remark("Một là", start=second)], rows)
    assert result.gone == rows[:1]


def test_a_finding_with_more_or_fewer_words_is_the_same_row() -> None:
    found, there = remark("giữ vững hòa bình"), row("Một là, giữ vững", 1)
    assert reconcile([found], [there]).kept == [(found, there)]


def test_the_same_words_go_before_overlapping_ones() -> None:
    there = [row("Một là, giữ vững", 1), row("giữ vững hòa bình", 2)]
    found = remark("giữ vững hòa bình")
    assert reconcile([found], there).kept == [(found, there[1])]


def test_a_finding_gives_way_to_what_a_person_decided_whatever_its_rule() -> None:
    for decided in ({"review": Review.REJECTED}, {"review": Review.EDITED}, {"origin": Origin.CURATOR}):
        there = row("giữ vững", 1, rule="old", **decided)
        found = remark("Một là, giữ vững hòa bình", rule="new")
        result = reconcile([found], [there])
        assert (result.created, result.kept, result.gone) == ([], [], [])
        assert result.row(found) is there


def test_a_decided_row_that_nothing_finds_stays() -> None:
    assert reconcile([], [row("giữ vững", 1, review=Review.CONFIRMED)]).gone == []


def test_two_findings_that_meet_one_decided_row_both_give_way() -> None:
    there = row("Một là, giữ vững hòa bình", 1, review=Review.REJECTED)
    found = [remark("Một là"), remark("hòa bình")]
    assert reconcile(found, [there]).created == []


def test_words_that_only_touch_do_not_meet() -> None:
    there = row("Một là,", 1, review=Review.REJECTED)
    found = remark(" giữ vững hòa bình")
    assert reconcile([found], [there]).created == [found]


def test_a_row_that_stands_beside_a_decided_one_stays() -> None:
    added = row("hòa bình", 1, origin=Origin.CURATOR)
    there = row("Một là, giữ vững hòa bình", 2)
    found = remark("Một là, giữ vững hòa bình")
    assert reconcile([found], [added, there]).kept == [(found, there)]


def test_what_stands_between_the_parts_of_a_decided_row_is_none_of_its_words() -> None:
    first, between = remark("giữ vững"), remark("Hai là, ngoại giao")
    there = row("giữ vững hòa bình. Hai là, ngoại giao kinh tế", 1, review=Review.EDITED)
    there.parts = [[first.start, first.end], [between.end, there.end]]
    assert reconcile([between], [there]).created == [between]
    assert reconcile([first], [there]).created == []


def test_a_row_that_was_brought_to_the_words_of_a_decided_one_gives_way() -> None:
    added, there = row("hòa bình", 1, origin=Origin.CURATOR), row("Một là, giữ vững hòa bình", 2)
    found = remark("Một là, giữ vững hòa bình")
    result = reconcile([found], [added, there], brought=lambda row, place: (row, place) == (there, added))
    assert (result.row(found), result.kept, result.gone) == (added, [], [there])
