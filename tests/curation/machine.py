"""A newspaper that changes its text, rules that are run again and find otherwise, and curators who decide.

What the last human action says of a row is kept beside, made from what was done and not from what the code wrote
(`state.Said`). After every step each of these must stand, and what follows from them (`holds`). Who does what:

- `newspaper`: the text, and the rules that read it, with the invented ones of `rules`;
- `deciding`, `adding`, `taking_back`, `answering`: the curators, through what the pages of the admin call; `refusing`:
  when what they did cannot be taken back;
- `stage`: what they all work on, and how a step is taken.
"""

from tests.curation.answering import Answering


class Curation(Answering):
    """All of them."""
