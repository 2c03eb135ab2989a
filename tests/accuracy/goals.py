"""What the extraction is to reach: F1 by figure, and the share of traps that it may walk into."""

from typing import Final

from tests.accuracy.score import Score

GOALS: Final = {  # by set; a figure without a goal is left out
    "seeds": {
        "resolutions": 1.00,
        "mentions": 1.00,
        "anaphora": 1.00,
        "speakers": 1.00,
        "speaking": 1.00,
        "titles": 1.00,
        "items": 1.00,
        "ordinals": 1.00,
        "subitems": 1.00,
        "lists": 1.00,
        "attribution": 1.00,
        "turns": 1.00,
        "title": 1.00,
        "published_on": 1.00,
        "modal": 0.90,
    },
    "articles": {
        "resolutions": 0.97,
        "mentions": 0.97,
        "anaphora": 0.90,
        "speakers": 0.98,
        "speaking": 0.94,
        "titles": 0.94,
        "items": 0.97,
        "ordinals": 0.97,
        "lists": 0.95,
        "attribution": 0.97,
        "turns": 0.97,
        "title": 0.95,
        "published_on": 0.95,
        "modal": 0.80,
    },
}
MOST_TRAPS: Final = {"seeds": 0.0, "articles": 0.03}


def short_of(of: str, score: Score) -> list[str]:
    """Return what a set of articles falls short of, in words."""
    reached = {figure: score.counts[figure].f1 for figure in GOALS[of]}
    short = [
        f"{figure} {f1:.3f}, to be {GOALS[of][figure]:.2f}"
        for figure, f1 in reached.items()
        if f1 is not None and f1 < GOALS[of][figure]
    ]
    if score.share_taken > MOST_TRAPS[of]:
        short.append(f"traps {score.share_taken:.3f}, at most {MOST_TRAPS[of]:.2f}")
    return short
