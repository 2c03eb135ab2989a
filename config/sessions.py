"""How long a person stays signed in: as long as they come back, for each day on which they do renews it."""

import time
from typing import Any, Final

RENEWED: Final = "renewed"  # the key of a session that holds when it was renewed, in seconds since 1970
A_DAY: Final = 24 * 3600  # seconds


def renew(session: Any) -> None:
    """Let a session begin anew to run out, once a day at most: it is written no oftener, whatever is looked at."""
    now = int(time.time())
    if now - session.get(RENEWED, 0) >= A_DAY:
        session[RENEWED] = now


def begin(sender: Any, request: Any, **_: Any) -> None:
    """Note when a person signs in that the session is new."""
    request.session[RENEWED] = int(time.time())
