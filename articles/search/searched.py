"""What the models of the subject say to the search."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Searched:
    """What a row is found by: its names (or title), its other words, and the article that it stands in or is."""

    names: tuple[str, ...] = ()
    text: str = ""
    article_id: int | None = None
