"""Print how well the extraction reads, and what has changed since the last release: `make accuracy`."""

import argparse
from collections.abc import Iterator

from config.settings import VERSION
from tests.accuracy import readme
from tests.accuracy.answers import FOLDERS
from tests.accuracy.goals import short_of
from tests.accuracy.released import (
    FILE,
    MUTATED,
    Change,
    Release,
    Results,
    changes,
    last,
    measured,
    unknown,
    whole,
    write,
)
from tests.accuracy.score import FIGURES, TRAPS, Score

NAMES = {"seeds": "seeds", "articles": "own articles"}
MOST_NAMED = 3  # mutations that a line names


def main() -> None:
    arguments = argparse.ArgumentParser(prog="make accuracy", description=__doc__)
    arguments.add_argument("--errors", metavar="NAME", help="list the errors of articles with this in their name")
    arguments.add_argument("--release", action="store_true", help="write the figures down as those of a release")
    asked = arguments.parse_args()
    results = measured()
    if asked.errors is not None:
        _errors(results, "" if asked.errors == "yes" else asked.errors)
    for of in FOLDERS:
        _table(f"{NAMES[of]} ({len(results[of])})", whole(results, of))
        for short in short_of(of, whole(results, of)):
            print(f"below the goal: {short}")
    _table("together", whole(results, *FOLDERS))
    _mutations(results)
    if FILE.exists():
        _since(last(), results)
    if asked.release:
        write(VERSION, results)
        readme.write(last())
        print(f"\nWritten to {FILE.name} and {readme.README.name} as the figures of {VERSION}.")


def _table(name: str, score: Score) -> None:
    print(f"\n{name:48}P      R      F1      right  false missed")
    for figure, label in FIGURES.items():
        count = score.counts[figure]
        if count.f1 is not None:
            shares = "  ".join(_share(share) for share in (count.precision, count.recall, count.f1))
            print(f"{label:46}{shares}   {count.hits:6} {count.false:6} {count.missed:6}")
    print(f"{TRAPS:46}{score.share_taken:.3f} ({score.taken} of {score.traps})")


def _share(share: float | None) -> str:
    return "  -  " if share is None else f"{share:.3f}"


def _mutations(results: Results) -> None:
    """Print the mutations under which something is not found, worst first."""
    rows = results[MUTATED]
    short = {name: result.score for name, result in rows.items() if result.score.errors}
    print(f"\n{MUTATED}: {len(rows) - len(short)} of {len(rows)} mutations change no figure; F1 under the others:")
    for name, score in sorted(short.items(), key=lambda row: -len(row[1].errors)):
        figures = [f"{figure} {c.f1:.3f}" for figure, c in score.counts.items() if c.f1 is not None and c.f1 < 1]
        print(f"  {name:38}{', '.join(figures)}")


def _since(release: Release, results: Results) -> None:
    print(f"\nsince release {release.version}:")
    lines = [f"{of}: {change}" for of in FOLDERS for change in changes(release, of, results[of])]
    lines += _summed(list(changes(release, MUTATED, results[MUTATED])))
    lines += [f"{of}: {name} is new" for of, rows in results.items() for name in unknown(release, of, rows)]
    print("\n".join(f"  {line}" for line in lines or ["nothing has changed"]))


def _summed(found: list[Change]) -> Iterator[str]:
    """Yield under how many mutations each figure changed; what changes for a seed changes under most of them."""
    for figure in dict.fromkeys(change.figure for change in found):
        worse = [change.name for change in found if change.figure == figure and max(change.worse) > 0]
        better = [change.name for change in found if change.figure == figure and max(change.worse) <= 0]
        parts = [
            f"{how} under {len(names)} ({', '.join(names[:MOST_NAMED])}{' …' if names[MOST_NAMED:] else ''})"
            for how, names in (("worse", worse), ("better", better))
            if names
        ]
        yield f"{MUTATED}, {figure}: {'; '.join(parts)}"


def _errors(results: Results, name: str) -> None:
    for rows in results.values():
        for article, result in rows.items():
            if name in article and result.score.errors:
                print(f"== {article}", *result.score.errors, sep="\n   ")


main()
