# The application as in production; docker-compose.yml runs it beside PostgreSQL.
# The tag gets Python's and Debian's security fixes when the image is built anew, and nothing else changes with it.
FROM python:3.13-slim-trixie

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

WORKDIR /app

# --require-hashes takes only the very files that were locked.
COPY requirements.txt ./
RUN python -m pip install --require-hashes --requirement requirements.txt

COPY manage.py CHANGELOG.md LICENSE ./
COPY docs docs
COPY locale locale
COPY locale_core locale_core
COPY config config
COPY articles articles
COPY directives directives
COPY register register
COPY fixtures fixtures
COPY seeds seeds
RUN python manage.py collectstatic --no-input

# The code belongs to root, so that the application cannot write to what it runs.
RUN useradd --system --no-create-home --uid 10001 doingoai
USER doingoai

EXPOSE 8000

# Two workers of four threads hold eight connections to the database. Threads are kept for ten minutes, as long as
# their connections (CONN_MAX_AGE). A worker that died is started again.
ENV GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", \
     "--blocking-threads-idle-timeout", "600", "--respawn-failed-workers", "--workers-kill-timeout", "10", \
     "config.wsgi:application"]
