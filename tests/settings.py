"""The settings that the tests run with: development's, whatever the shell or the .env file of whoever runs them says.

Only DATABASE_URL is left as it is: tests/postgres.py sets it.
"""

import os

for name in [name for name in os.environ if name.startswith("DOINGOAI_")]:
    del os.environ[name]
os.environ["DOINGOAI_DEBUG"] = "yes"
os.environ["DOINGOAI_ENV_FILE"] = os.devnull

from config.settings import *  # noqa: E402, F403  # the environment must be set before

# The hasher of production takes its time, as it should; signing in for a test need not.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
