"""The figures of the last release as the README shows them."""

import re
from pathlib import Path
from typing import Final

from tests.accuracy.answers import ROOT
from tests.accuracy.released import Release
from tests.accuracy.score import FIGURES, TRAPS

README: Final = ROOT / "README.md"
HEAD: Final = "| what is found | seeds | own articles |\n|---|---|---|\n"


def table(release: Release) -> str:
    """Return the table of the README: F1 by figure, and the share of traps that were taken for directives."""
    counts = [release.of(of) for of in ("seeds", "articles")]
    rows = [
        [label, *(_share(of[figure].f1) for of in counts)]
        for figure, label in FIGURES.items()
        if any(of[figure].f1 is not None for of in counts)
    ]
    rows.append([f"{TRAPS} (share)", *(_share(release.share_of_traps(of)) for of in ("seeds", "articles"))])
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"


def write(release: Release, path: Path = README) -> None:
    """Put the table of a release in the place of that of the last one."""
    shown = re.compile(rf"{re.escape(HEAD)}(?:\|.*\n)*")
    path.write_text(shown.sub(lambda _: table(release), path.read_text(encoding="utf-8")), encoding="utf-8")
