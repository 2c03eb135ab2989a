"""What the public name of a row looks like, in addresses, parameters, answers and columns alike."""

import re
from typing import Final

LONGEST_SLUG: Final = 100  # characters
SLUG: Final = re.compile(rf"[a-z0-9_-]{{1,{LONGEST_SLUG}}}")  # "le-hoai-trung", "59-nq-tw", and ids: "k3x7m2aq5d"
