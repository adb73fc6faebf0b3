# Sourceform. Needed beforehand: make and Python 3.11 or newer. Everything else goes into .venv.
#
#   make run     the whole site on this machine (http://localhost:8000), until Ctrl-C
#   make test    the whole test suite, on SQLite; on DATABASE_URL and REDIS_URL where they are set
#   make drills  break it and hold: real processes killed, frozen, cut off from broker and hub (minutes)
#   make browser what a browser sees: journeys, every page type, keyboard, contrast (needs Chromium; minutes)
#   make check   style, types, floors, migrations, deployment settings
#   make setup   .venv with everything (run, test and check call it when needed)
#   make fmt     put code and templates into shape
#   make messages  collect the words of the interface anew and compile the translations
#   make lock    pin requirements.in and requirements-dev.in anew, with hashes

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq --require-virtualenv install --require-hashes

.PHONY: run test drills browser check setup fmt lock messages
.DEFAULT_GOAL := run

run: .venv/.runs
	@exec $(BIN)/python -m registry.run

setup: .venv/.develops

# As many at a time as there are processors; each has a database of its own.
test: .venv/.develops
	$(BIN)/pytest --numprocesses auto --maxprocesses 8 --dist worksteal

drills: .venv/.develops
	$(BIN)/pytest tests/drills --numprocesses 3 --dist worksteal

browser: .venv/.develops
	$(BIN)/pytest tests/browser

check: .venv/.develops
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	SITE_URL=https://sourceform.example SECRET_KEY=$$(od -An -tx1 -N64 /dev/urandom | tr -d ' \n') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

fmt: .venv/.develops
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

messages: .venv/.develops
	$(BIN)/python -m translations

# What runs is part of what develops, so one installation of the latter serves both.
.venv/.runs: requirements.txt | .venv/bin/python
	@echo "Installing what Sourceform needs into .venv (once)."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.develops: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing what Sourceform and its checks need into .venv (once)."
	@$(PIP) -r requirements-dev.txt
	@touch .venv/.runs $@

.venv/bin/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			"$$python" -m venv .venv && exit 0; \
			echo "Sourceform cannot be set up: $$python cannot make a virtual environment; install its venv package." >&2; \
			rm -rf .venv; exit 1; \
		fi; \
	done; \
	echo "Sourceform needs Python 3.11 or newer; set PYTHON to one, as in: make run PYTHON=/opt/python3.12" >&2; exit 1

# uv lives in a folder of its own for this one use: it is the only tool that locks for all platforms at once.
lock: | .venv/bin/python
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(BIN)/python -m venv "$$tools" && "$$tools/bin/pip" install --quiet uv && \
	for name in requirements requirements-dev; do \
		"$$tools/bin/uv" pip compile --universal --generate-hashes --no-emit-index-url --no-header \
			--python-version 3.11 --quiet "$$name.in" --output-file "$$name.txt" || exit 1; \
	done
