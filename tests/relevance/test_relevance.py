"""What the search answers is what readers want: `make relevance` prints how good it is, question by question."""

from statistics import mean

import pytest
from django.test import Client

from tests.relevance.judged import ask, load, ndcg, questions, slugs_of

LEAST = 0.9  # of the mean; 1 is the best order that the grades allow


def test_there_are_enough_questions_each_with_an_answer() -> None:
    asked = list(questions())
    assert len(asked) >= 60
    assert len({judged.question for judged in asked}) == len(asked)
    assert [judged.question for judged in asked if not judged.grades] == []


def test_the_measure_is_one_for_the_best_order_and_less_for_any_worse() -> None:
    grades = {("articles", "a"): 3, ("articles", "b"): 1}
    one, two, none = ("articles", "a"), ("articles", "b"), ("articles", "c")
    assert ndcg(grades, [one, two, none]) == 1
    assert ndcg(grades, [two, one]) == pytest.approx((1 + 7 / 1.58496) / (7 + 1 / 1.58496), abs=1e-4)
    assert ndcg(grades, [none, one, two]) < ndcg(grades, [one, none, two]) < 1
    assert ndcg(grades, [none]) == ndcg(grades, []) == 0


@pytest.mark.django_db
def test_readers_find_what_they_look_for(client: Client) -> None:
    load()
    reached = {judged.question: ndcg(slugs_of(judged), ask(client, judged.question)) for judged in questions()}
    for question, quality in sorted(reached.items(), key=lambda one: one[1]):
        print(f"{quality:.3f}  {question}")
    print(f"{mean(reached.values()):.3f}  in the mean of {len(reached)} questions")
    assert mean(reached.values()) >= LEAST
