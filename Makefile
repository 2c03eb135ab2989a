# The project's tasks. A machine needs Python 3.11 or newer with venv, make and git; `make help` lists what there is.

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
INSTALLED_WEB := web/node_modules/.installed
ADDRESS := http://127.0.0.1:$(PORT)

# The server of production (see Dockerfile), with one worker.
SERVE := $(VENV)/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 1 \
	--blocking-threads 4 --no-ws --log-level warning config.wsgi:application

COMPILE := $(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-config --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# Nothing but these decides which database a test runs on.
ON_SQLITE := env -u DATABASE_URL
CHECKED := env DOINGOAI_ENV_FILE=/dev/null

.DEFAULT_GOAL := help

.PHONY: help
help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: export DOINGOAI_DEBUG := yes
run: $(INSTALLED)  ## serve the API and the admin on this machine, loading what is new (PORT=8000)
	@$(PY) -c 'import socket; socket.socket().connect(("127.0.0.1", $(PORT)))' 2>/dev/null \
		&& { echo "Something serves on $(ADDRESS)/ already. Another port: make run PORT=$$(($(PORT) + 1))" >&2; exit 1; } || true
	@$(PY) manage.py migrate --no-input --verbosity 0
	@$(PY) manage.py load_fixtures
	@$(PY) manage.py load_seeds || echo "Some sources were not loaded, for the reasons above; the others are served."
	@$(PY) manage.py ensure_curator
	@echo
	@echo "  front page     $(ADDRESS)/"
	@echo "  API            $(ADDRESS)/api/v1/"
	@echo "  documentation  $(ADDRESS)/api/docs/"
	@echo "  admin          $(ADDRESS)/admin/"
	@echo "  Control-C ends it."
	@echo
	@exec $(SERVE)

.PHONY: test
test: lint  ## check everything, then run the tests on SQLite and on PostgreSQL, side by side
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=line test-sqlite test-postgres
	@echo "Everything is well, on SQLite and on PostgreSQL."

.PHONY: lint
lint: $(INSTALLED_DEV)  ## check style, types, migrations and the OpenAPI document
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(CHECKED) $(VENV)/bin/mypy
	$(CHECKED) $(ON_SQLITE) $(PY) manage.py makemigrations --check
	$(CHECKED) $(ON_SQLITE) $(PY) manage.py spectacular --validate --fail-on-warn --file /dev/null

.PHONY: test-sqlite
test-sqlite: $(INSTALLED_DEV)  ## run the tests on SQLite
	@echo "== The tests on SQLite"
	$(ON_SQLITE) $(PY) -m pytest

.PHONY: test-postgres
test-postgres: $(INSTALLED_DEV)  ## run the tests on PostgreSQL: a private server, or the one that DATABASE_URL names
	@echo "== The tests on PostgreSQL"
	$(PY) -m pytest -p tests.postgres

# ERRORS=yes lists every error, ERRORS=hoi-nghi those of articles with that in their name; RELEASE=yes writes the figures down.
.PHONY: accuracy
accuracy: $(INSTALLED_DEV)  ## score the extraction against readers' answers, and compare with the last release
	@$(CHECKED) $(ON_SQLITE) $(PY) -m tests.accuracy $(if $(ERRORS),--errors "$(ERRORS)") $(if $(RELEASE),--release)

.PHONY: relevance
relevance: $(INSTALLED_DEV)  ## ask the search what readers ask, and print how good its answers are (nDCG at 10)
	@$(CHECKED) $(ON_SQLITE) $(PY) -m pytest --quiet --capture=no tests/relevance

.PHONY: bench-ingest
bench-ingest: $(INSTALLED_DEV)  ## time load_seeds and reextract into a private PostgreSQL (SIZE=1000 FOLDER=, kept to go on; JOBS=)
	@$(PY) -W ignore -m bench.ingest $(SIZE) $(if $(FOLDER),--folder $(FOLDER)) $(if $(JOBS),--jobs $(JOBS))

.PHONY: bench-admin
bench-admin: $(INSTALLED_DEV)  ## time every page of the admin with many articles, on SQLite and PostgreSQL (SIZE=20000 FOLDER=, kept)
	@$(PY) -W ignore -m bench.admin $(SIZE) $(if $(FOLDER),--folder $(FOLDER))

# What ours is compared with has an environment of its own, for it needs packages that the project does not.
BENCH := $(VENV)/bench
.PHONY: bench-extract
bench-extract: $(BENCH)/.installed  ## time the extraction and its names beside underthesea's, on the same texts (ROUNDS=5)
	@$(BENCH)/bin/python -m bench.extract $(if $(ROUNDS),--rounds $(ROUNDS))

$(BENCH)/.installed: $(INSTALLED) bench/requirements.txt
	@echo "Making $(BENCH) from bench/requirements.txt ..."
	@$(PY) -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement bench/requirements.txt
	@touch $@

.PHONY: test-web
test-web: $(INSTALLED_WEB)  ## lint the OpenAPI document, type what it promises, and use the pages in a browser (Chromium)
	$(CHECKED) $(ON_SQLITE) PATH="$(abspath $(VENV))/bin:$$PATH" $(PY) -m pytest web

.PHONY: screenshots
screenshots: $(INSTALLED_DEV)  ## take the pictures of docs/images, of the pages as they are (Chromium)
	$(CHECKED) $(ON_SQLITE) DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m web.screenshots

.PHONY: schema
schema: $(INSTALLED_DEV)  ## write the OpenAPI document and its examples down, where a change of them is reviewed
	RENEW_SCHEMA=yes $(ON_SQLITE) $(PY) -m pytest --quiet tests/test_schema.py -k examples
	RENEW_SCHEMA=yes $(ON_SQLITE) $(PY) -m pytest --quiet tests/test_schema.py -k document

# Ours alone are collected: what the packages say is kept by hand, in locale_core/. Only this needs GNU gettext.
.PHONY: messages
messages: $(INSTALLED_DEV)  ## collect the texts that are to be translated into locale/, and compile all catalogues
	$(CHECKED) $(ON_SQLITE) $(PY) manage.py makemessages --locale vi --extension html,py --no-location --no-wrap --no-obsolete \
		--ignore $(VENV) --ignore tests --ignore web
	$(CHECKED) $(ON_SQLITE) $(PY) manage.py compilemessages --locale vi --ignore $(VENV) --ignore web

# Its parts, each of which can be run alone, one after the other: the first two measure time.
SLOW_PARTS := test-slow-patterns test-slow-times test-slow-texts test-slow-batches test-slow-sequences test-slow-schemathesis
SLOWLY := TEST_SLOWLY=yes $(ON_SQLITE) $(PY) -m pytest --timeout 14400
INVARIANTS := tests/extraction/test_invariants.py

.PHONY: test-slow
test-slow:  ## test what takes long, in six parts, each also by its own name (80 minutes)
	@for part in $(SLOW_PARTS); do $(MAKE) --no-print-directory $$part || exit 1; done

.PHONY: test-slow-patterns
test-slow-patterns: $(INSTALLED_DEV)  ## time every pattern over its own attack and its forms, a megabyte of each (10 minutes)
	@echo "== Every pattern over a megabyte (about 10 minutes)"
	$(SLOWLY) tests/extraction/test_patterns.py

.PHONY: test-slow-times
test-slow-times: $(INSTALLED_DEV)  ## time the extraction over a megabyte of hostile and of ordinary text (5 minutes)
	@echo "== The extraction over a megabyte (about 5 minutes)"
	$(SLOWLY) $(INVARIANTS) -k ten_times

.PHONY: test-slow-texts
test-slow-texts: $(INSTALLED_DEV)  ## hold the findings of 100,000 texts to all that holds for any (10 minutes)
	@echo "== 100,000 texts (about 10 minutes)"
	$(SLOWLY) $(INVARIANTS) -k "not ten_times"

.PHONY: test-slow-batches
test-slow-batches: $(INSTALLED_DEV)  ## load all our own articles in every size of batch (a minute)
	@echo "== Batches of every size (about a minute)"
	$(SLOWLY) tests/test_batches.py

# A share that went well is not tried again until some Python changes: to go on after a stop, run it again. Each tries
# other sequences every time and says their number: TEST_SEED=... has them again.
SEQUENCES := .sequences
SHARES := $(addprefix $(SEQUENCES)/,1 2 3 4 5 6 7 8 postgres)

.PHONY: test-slow-sequences
test-slow-sequences: $(INSTALLED_DEV)  ## let newspaper, rules and curators do 2,000 sequences of 30 steps, 200 on PostgreSQL (JOBS=2; 45 minutes)
	@echo "== 2,000 sequences of what newspapers, rules and curators do, and 200 on PostgreSQL (about 45 minutes)"
	@$(MAKE) --no-print-directory --jobs $(or $(JOBS),2) $(SHARES)

$(SEQUENCES)/%: $(shell git ls-files '*.py')
	@mkdir -p $(SEQUENCES)
	@$(if $(filter postgres,$*),TEST_SLOWLY=yes $(PY) -m pytest -p tests.postgres -k share-1,$(SLOWLY) -k share-$*) --quiet -p no:cacheprovider tests/curation/test_sequences.py
	@touch $@

.PHONY: test-slow-schemathesis
test-slow-schemathesis: $(INSTALLED_DEV)  ## ask the API 15,000 times what its document allows and forbids (10 minutes)
	@echo "== 15,000 requests as the OpenAPI document allows and forbids them (about 10 minutes)"
	$(SLOWLY) tests/api/test_schemathesis.py

.PHONY: lock
lock: $(INSTALLED)  ## renew the files requirements*.txt, that of bench/ too, from what stands in the files .in
	@test -x $(VENV)/lock/bin/uv || (python3 -m venv $(VENV)/lock && $(VENV)/lock/bin/python -m pip install --quiet uv)
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt
	$(COMPILE) bench/requirements.in --output-file bench/requirements.txt

.PHONY: clean
clean:  ## remove the environment and what the tools left; the database stays
	rm -rf $(VENV) web/node_modules static .mypy_cache .pytest_cache .ruff_cache .hypothesis $(SEQUENCES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made again when the lock has changed. --require-hashes takes only the very files that were locked.
$(INSTALLED): requirements.txt
	@echo "Making $(VENV) from $< ..."
	@python=; for candidate in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	test -n "$$python" || { echo "Python 3.11 or newer is needed; PYTHON=/path/to/python3 names it." >&2; exit 1; }; \
	$$python -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# What tests it, beside what runs it: of the same releases, for both locks are made together.
$(INSTALLED_DEV): $(INSTALLED) requirements-dev.txt
	@echo "Adding the tools of requirements-dev.txt ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@

$(INSTALLED_WEB): $(INSTALLED_DEV) web/package-lock.json
	@echo "Adding the packages of web/package-lock.json ..."
	@cd web && PATH="$(abspath $(VENV))/bin:$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@
