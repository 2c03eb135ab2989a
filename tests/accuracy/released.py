"""The figures of the last release, by article, and what has changed since.

`released.json` is written when a release is made, or when a drop is wanted and its reasons are known: the change of the
file is then what a reviewer looks at.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.accuracy.answers import FOLDERS, Article, articles_of
from tests.accuracy.mutations import MUTATIONS, mutated
from tests.accuracy.prediction import scored
from tests.accuracy.score import FIGURES, Count, Score, total

FILE: Final = Path(__file__).parent / "released.json"
MUTATED: Final = "mutated seeds"
TRAPS: Final = "traps"


@dataclass(frozen=True)
class Result:
    """What an article, or all seeds that a mutation changes, scored; the digest is that of texts and answers."""

    digest: str
    score: Score

    @property
    def figures(self) -> dict[str, list[int]]:
        """Return hits, false and missed of every figure that has any; of the traps, those taken and all."""
        counts = {
            figure: [count.hits, count.false, count.missed]
            for figure, count in self.score.counts.items()
            if count.f1 is not None
        }
        return {**counts, TRAPS: [self.score.taken, self.score.traps]}


Results = dict[str, dict[str, Result]]  # by set and by name


def measured() -> Results:
    """Return what every article scores now, the mutated seeds too."""
    results: Results = {
        of: {article.name: Result(article.digest, scored(article)) for article in articles_of(of)} for of in FOLDERS
    }
    return results | {MUTATED: {name: _of_several(mutated(name, articles_of("seeds"))) for name in MUTATIONS}}


def _of_several(articles: list[Article]) -> Result:
    return Result("-".join(article.digest[:4] for article in articles), total(map(scored, articles)))


def whole(results: Results, *sets: str) -> Score:
    """Return the scores of sets added up."""
    return total(result.score for of in sets for result in results[of].values())


@dataclass(frozen=True)
class Release:
    """The figures of a release: by set, name and figure."""

    version: str
    sets: dict[str, dict[str, dict[str, Any]]]

    def of(self, name_of_set: str) -> dict[str, Count]:
        """Return the counts of a set by figure."""
        counts = {figure: Count() for figure in FIGURES}
        for row in self.sets[name_of_set].values():
            for figure in FIGURES:
                counts[figure] += Count(*row.get(figure, [0, 0, 0]))
        return counts

    def share_of_traps(self, name_of_set: str) -> float:
        """Return which share of a set's traps was taken for directives."""
        taken, traps = (sum(row[TRAPS][n] for row in self.sets[name_of_set].values()) for n in (0, 1))
        return taken / traps if traps else 0.0


def last() -> Release:
    """Return the figures of the last release."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    return Release(content.pop("version"), content)


def write(version: str, results: Results) -> None:
    """Write the figures down as those of a release, one article a line."""
    sets = []
    for of, rows in results.items():
        entries = [
            f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps({'digest': row.digest, **row.figures})}"
            for name, row in rows.items()
        ]
        sets.append(f" {json.dumps(of)}: {{\n" + ",\n".join(entries) + "\n }")
    FILE.write_text("{\n" + ",\n".join([f' "version": {json.dumps(version)}', *sets]) + "\n}\n", encoding="utf-8")


@dataclass(frozen=True)
class Change:
    """A figure of one article that is not what it was in the release: hits, false, missed; or traps taken, of all."""

    name: str
    figure: str
    before: list[int]
    now: list[int]

    @property
    def worse(self) -> list[int]:
        """How much each number got worse, below 0 where it got better."""
        grown = [now - before for before, now in zip(self.before, self.now, strict=True)]
        return [grown[0], 0] if self.figure == TRAPS else [-grown[0], *grown[1:]]

    def __str__(self) -> str:
        names = ("taken", "of") if self.figure == TRAPS else ("right", "false", "missed")
        parts = [
            f"{name} {before} -> {now}"
            for name, before, now in zip(names, self.before, self.now, strict=True)
            if before != now
        ]
        return f"{self.name}, {self.figure}: {', '.join(parts)}"


def changes(release: Release, of: str, results: dict[str, Result]) -> Iterator[Change]:
    """Yield what changed in the articles of a set that the release knew, text and answers being the same."""
    for name, result in results.items():
        before = release.sets.get(of, {}).get(name)
        if before is not None and before["digest"] == result.digest:
            for figure in (*FIGURES, TRAPS):
                none = [0] * (2 if figure == TRAPS else 3)
                change = Change(name, figure, before.get(figure, none), result.figures.get(figure, none))
                if change.before != change.now:
                    yield change


def unknown(release: Release, of: str, results: dict[str, Result]) -> list[str]:
    """Return the names of a set that the release did not know with this text and these answers."""
    known = {name: row["digest"] for name, row in release.sets.get(of, {}).items()}
    return [name for name, result in results.items() if known.get(name) != result.digest]


def drops(release: Release, of: str, results: dict[str, Result]) -> list[str]:
    """Return what is worse than in the release, with its errors: fewer right, or more false or missed.

    By article and figure: what one loses no other makes good.
    """
    dropped = []
    for change in changes(release, of, results):
        if max(change.worse) > 0:
            errors = [str(error) for error in results[change.name].score.errors if error.figure == change.figure]
            dropped.append("\n    ".join([f"{of}: {change}", *errors]))
    return dropped
