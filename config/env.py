"""The environment, read in this one place. A value that cannot be read stops the start and names its variable.

Names start with DOINGOAI_, except DATABASE_URL, which hosting services set under that name. A variable that is set to
nothing counts as not set.
"""

import os
import re
import secrets
import tempfile
import warnings
from collections.abc import Collection, Mapping
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks.security.base import SECRET_KEY_INSECURE_PREFIX, SECRET_KEY_MIN_LENGTH
from django.core.exceptions import ImproperlyConfigured
from environ import Env

PREFIX = "DOINGOAI_"

YES = frozenset({"1", "on", "true", "yes"})
NO = frozenset({"0", "off", "false", "no"})

NAME = r"(?P<name> [A-Za-z_][A-Za-z_0-9]* )"
VALUE = r"(?P<quote> [\"']? ) (?P<value> .* ) (?P=quote)"
ASSIGNMENT = re.compile(rf"(?: export \s )? {NAME} = {VALUE}", re.VERBOSE)  # DOINGOAI_DEBUG=yes, export PORT="8000"

# A key copied from a manual is known to everyone, and whoever knows the key can sign in as anyone. These words stand in
# the keys that manuals print: CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET, YOUR_OWN_RANDOM_GENERATED_SECRET_KEY,
# thisISaSECRET_1234, django-insecure-… Less than one random key in a million holds one of them.
WORDS_OF_SAMPLE_KEYS = ("change", "example", "insecure", "password", "secret", "your_own")
DISTINCT_CHARACTERS = 16  # "abcabcabc…" is long, but no secret; fifty random characters hold more than this

HOST = re.compile(r"\.?[\w.-]+|\[[0-9A-Fa-f:.]+\]")  # api.example.org, .example.org, [::1]

POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"


class Environment:
    """The variables of one process. Each question names its variable; what was not asked for is unknown."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._names: set[str] = set()

    def text(self, name: str, default: str, choices: Collection[str] = ()) -> str:
        """Return the text of a variable. Where choices are given, it must be one of them."""
        value = self._given(name)
        if value is None:
            return default
        if choices and value not in choices:
            raise ImproperlyConfigured(f"{name} is {value!r}, but must be one of: {', '.join(choices)}.")
        return value

    def yes_or_no(self, name: str, default: bool) -> bool:
        """Return True for yes, true, on, 1 and False for no, false, off, 0, in any letter case."""
        value = self._given(name)
        if value is None:
            return default
        if value.lower() in YES:
            return True
        if value.lower() in NO:
            return False
        raise ImproperlyConfigured(f"{name} is {value!r}, but must be yes or no.")

    def whole_number(self, name: str, default: int, minimum: int, maximum: int) -> int:
        """Return a whole number from minimum to maximum, both included."""
        value = self._given(name)
        if value is None:
            return default
        # Ten ASCII digits: int() would take "1_000" and "١" too, and a number of a million digits slowly.
        if not re.fullmatch(r"-?[0-9]{1,10}", value) or not minimum <= int(value) <= maximum:
            raise ImproperlyConfigured(f"{name} is {value!r}, but must be a whole number from {minimum} to {maximum}.")
        return int(value)

    def names(self, name: str) -> list[str]:
        """Return the parts of a comma list in their order, without blanks around them; none where it is not set."""
        value = self._given(name)
        return [] if value is None else [part for part in map(str.strip, value.split(",")) if part]

    def folder(self, name: str, default: Path) -> Path:
        """Return a folder, which may not exist yet: it is read only by what needs it."""
        value = self._given(name)
        if value is None:
            return default
        try:
            folder = Path(value).expanduser().resolve()
            is_other = folder.exists() and not folder.is_dir()
        except (OSError, RuntimeError, ValueError) as error:  # a home of nobody's, links in a circle, a name too long
            raise ImproperlyConfigured(f"{name} is {value!r}, which is no folder: {error}") from None
        if is_other:
            raise ImproperlyConfigured(f"{name} is {value!r}, which is no folder.")
        return folder

    def host_names(self, name: str, debug: bool) -> list[str]:
        """Return the hosts that may be asked for. Any host at all is refused, and with debug every public one.

        The pages for debugging show source and settings, so they are only for the machine that they run on.
        """
        hosts = self.names(name)
        if "*" in hosts:
            raise ImproperlyConfigured(f"{name} is '*', which lets anyone forge the links in answers; name the hosts.")
        wrong = next((host for host in hosts if not HOST.fullmatch(host)), None)
        if wrong is not None:
            raise ImproperlyConfigured(f"{name} names {wrong!r}, but a host has no scheme, port or path.")
        public = [host for host in hosts if host not in {"localhost", "127.0.0.1", "[::1]"}]
        if debug and public:
            raise ImproperlyConfigured(f"{name} names {public[0]!r}, but DOINGOAI_DEBUG=yes is for this machine only.")
        return hosts

    def secret_key(self, name: str, development_file: Path | None) -> str:
        """Return the key that signs sessions: the one given, else the one kept in development_file.

        With neither, the key is new in each process and marked as insecure. That does for a command, which signs
        nothing that lasts; `refuse_to_serve_unprepared` keeps a server from starting with it.
        """
        value = self._given(name)
        if value is not None:
            return _checked_secret_key(name, value)
        if development_file is not None:
            return _kept_secret_key(development_file)
        return SECRET_KEY_INSECURE_PREFIX + secrets.token_urlsafe(SECRET_KEY_MIN_LENGTH)

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """Return Django's settings of the database: the SQLite file default unless a URL names another.

        Printed forms: postgresql://user:password@host:5432/name, postgresql://user@/name?host=/run/postgresql,
        sqlite:////var/lib/doingoai.sqlite3 (four strokes for an absolute path).
        """
        value = self._given(name)
        if value is None:
            return {"ENGINE": SQLITE, "NAME": default, "OPTIONS": {}}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                database: dict[str, Any] = Env.db_url_config(value)
        except (ValueError, Warning):
            database = {}
        if database.get("ENGINE") not in {POSTGRESQL, SQLITE} or not database["NAME"]:
            # The value is not repeated: it holds a password.
            raise ImproperlyConfigured(f"{name} is not a URL such as postgresql://user:password@host:5432/name.")
        database.setdefault("OPTIONS", {})
        return database

    def refuse_unknown(self) -> None:
        """Raise ImproperlyConfigured for a variable of ours that nothing has asked for: it is misspelt or outdated."""
        for name in sorted(self._variables):
            if name.startswith(PREFIX) and name not in self._names:
                nearest = get_close_matches(name, self._names, n=1, cutoff=0)
                raise ImproperlyConfigured(f"{name} is not a setting of doingoai. The nearest one is {nearest[0]}.")

    def _given(self, name: str) -> str | None:
        self._names.add(name)
        return self._variables.get(name) or None


def read_environment(default_file: Path) -> Environment:
    """Return the variables of this process, and those of a file for the names that the process leaves open.

    The file is the one that DOINGOAI_ENV_FILE names, which must exist, else default_file, which need not.
    """
    name = f"{PREFIX}ENV_FILE"
    variables = dict(os.environ)
    named = variables.pop(name, "")
    file = Path(named) if named else default_file
    try:
        variables = _read_file(file) | variables
    except FileNotFoundError:
        if named:
            raise ImproperlyConfigured(f"{name} is {named!r}, which does not exist.") from None
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is {str(file)!r}, which cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(file)!r}, which is not UTF-8: byte 0x{error.object[error.start]:02x} at {error.start}."
        ) from None
    return Environment(variables)


def refuse_to_serve_unprepared() -> None:
    """Raise ImproperlyConfigured where a server for the public has no secret key or no host names of its own."""
    if settings.DEBUG:
        return
    if settings.SECRET_KEY.startswith(SECRET_KEY_INSECURE_PREFIX):
        raise ImproperlyConfigured(
            f"DOINGOAI_SECRET_KEY is not set. It must hold {SECRET_KEY_MIN_LENGTH} random characters or more, known to "
            "this server alone. On your own machine, `make run` or DOINGOAI_DEBUG=yes does without."
        )
    if not settings.ALLOWED_HOSTS:
        raise ImproperlyConfigured("DOINGOAI_ALLOWED_HOSTS is not set. It must name the hosts that the server answers.")


def _read_file(file: Path) -> dict[str, str]:
    """Return the assignments of a file of NAME=value lines. Blank lines and those that begin with # say nothing."""
    values = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        assignment = ASSIGNMENT.fullmatch(line)
        if assignment is None:
            raise ImproperlyConfigured(f"{file}, line {number}: not of the form NAME=value.")
        values[assignment["name"]] = assignment["value"]
    return values


def _checked_secret_key(name: str, key: str) -> str:
    # The key itself is never part of a message: messages are logged.
    if len(key) < SECRET_KEY_MIN_LENGTH:
        raise ImproperlyConfigured(f"{name} has {len(key)} characters, but needs {SECRET_KEY_MIN_LENGTH} or more.")
    word = next((word for word in WORDS_OF_SAMPLE_KEYS if word in key.lower()), None)
    if word is not None or len(set(key)) < DISTINCT_CHARACTERS:
        raise ImproperlyConfigured(f"{name} is a sample or a pattern, not a secret; make a random one.")
    return key


def _kept_secret_key(file: Path) -> str:
    """Return the key in the file. Where there is none, make one that only the owner may read."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        # Written apart and then linked, so that two processes that start together agree on one whole key.
        with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as new:
            new.write(secrets.token_urlsafe(SECRET_KEY_MIN_LENGTH))
            new.flush()
            with suppress(FileExistsError):  # the other process was first
                os.link(new.name, file)
    return file.read_text(encoding="ascii")
