#!/usr/bin/env python3
"""The project's commands: `python manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

UNREAD = 141  # exit code as shells give it: 128 and the number of the signal for a pipe that nobody reads


def is_read() -> bool:
    """Write out what is left of the output; return False where what read it, such as `head`, has ended."""
    try:
        if sys.stdout:  # None where a caller closed it
            sys.stdout.flush()
    except BrokenPipeError:  # Python itself would write once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Not started: {error}")
    except SystemExit:  # a command that failed says so, read or not
        is_read()
        raise
    except BrokenPipeError:
        if is_read():
            raise
        sys.exit(UNREAD)
    if not is_read():
        sys.exit(UNREAD)
