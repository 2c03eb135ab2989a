"""Our extraction beside underthesea, a toolkit for Vietnamese that learnt its rules from texts: `make bench-extract`.

Both read the same texts in turns in one process: the seeds and the articles with answers. Times are those of the
processor, medians of some rounds; models are loaded and sentences split before the clock starts, and neither counts
against underthesea. It finds names of people; ours finds all that the extraction document holds.

Our rules were made on these very texts, which underthesea never saw: the comparison of names favours ours.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Final

from underthesea import ner, sent_tokenize, word_tokenize

from articles.extraction.text import lines
from bench.names import names_right
from register.document import extract
from tests.accuracy.answers import FOLDERS, Article, articles_of
from tests.accuracy.prediction import source_of
from tests.accuracy.score import Count

LEAST_RATIO: Final = 50  # times that its recognition of names takes as long as all of ours
OURS, WORDS, NAMES = "doingoai, everything", "underthesea, words", "underthesea, names"


def main() -> int:
    arguments = argparse.ArgumentParser(prog="make bench-extract", description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    articles = {of: articles_of(of) for of in FOLDERS}
    every = [article for of in FOLDERS for article in articles[of]]
    split = {article.name: sentences_of(article.text) for article in every}
    taken = {of: times(articles[of], split, rounds) for of in FOLDERS}
    print(f"seconds of the processor, medians of {rounds} rounds in turns")
    for of in FOLDERS:
        show(of, articles[of], taken[of])
    together = {name: sum(taken[of][name] for of in FOLDERS) for name in (OURS, WORDS, NAMES)}
    ratio = show("together", every, together)
    ours = total(
        names_right([speaker.name for speaker in extract(source_of(article)).voices.speakers], article)
        for article in every
    )
    theirs = total(names_right(names_of(split[article.name]), article) for article in every)
    print(f"\n{'names of people':28}P      R      F1     right  false missed")
    for name, count in (("doingoai", ours), ("underthesea", theirs)):
        shares = "  ".join(f"{share or 0:.3f}" for share in (count.precision, count.recall, count.f1))
        print(f"  {name:24}{shares}  {count.hits:6} {count.false:6} {count.missed:6}")
    short = [f"less than {LEAST_RATIO} times as fast"] * (ratio < LEAST_RATIO)
    short += ["no better on names"] * ((ours.f1 or 0) <= (theirs.f1 or 0))
    print(*short, sep="\n", end="\n" * bool(short))
    return bool(short)


def times(articles: Sequence[Article], split: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Return the seconds that each way takes for articles, whose sentences are split already."""
    sources = [source_of(article) for article in articles]
    sentences = [sentence for article in articles for sentence in split[article.name]]
    return in_turns(
        {
            OURS: lambda: [extract(source) for source in sources],
            WORDS: lambda: [word_tokenize(sentence) for sentence in sentences],
            NAMES: lambda: [ner(sentence) for sentence in sentences],
        },
        rounds,
    )


def show(what: str, articles: Sequence[Article], taken: dict[str, float]) -> float:
    """Print the seconds for a set of texts, and how much faster ours is; return the ratio to underthesea's names."""
    size = sum(len(article.text) for article in articles)
    print(f"{what}: {len(articles)} texts, {size:,} characters")
    for name, seconds in taken.items():
        print(f"  {name:24}{seconds:8.3f} s   {size / seconds:12,.0f} characters a second")
    print(f"  ours is {taken[NAMES] / taken[OURS]:.0f} times as fast as its names,", end=" ")
    print(f"{taken[WORDS] / taken[OURS]:.1f} times as its words")
    return taken[NAMES] / taken[OURS]


def in_turns(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median of the seconds of the processor that each call takes, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name, call in calls.items():
            begin = time.process_time()
            call()
            if number:
                taken[name].append(time.process_time() - begin)
    return {name: median(seconds) for name, seconds in taken.items()}


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text as underthesea splits each of its lines."""
    return [sentence for line in lines(text) for sentence in sent_tokenize(line.of(text))]


def names_of(sentences: Iterable[str]) -> list[str]:
    """Return the names of people that underthesea finds, each put together of its words."""
    names: list[list[str]] = []
    for sentence in sentences:
        inside = False
        for word, *_, label in ner(sentence):
            if label == "B-PER" or (label == "I-PER" and not inside):
                names.append([word])
            elif label == "I-PER":
                names[-1].append(word)
            inside = label.endswith("-PER")
    return [" ".join(words) for words in names]


def total(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


if __name__ == "__main__":
    sys.exit(main())
