# Matinee's commands. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.matinee-setup
READERS ?= 1000

.PHONY: help setup demo serve test test-fast torture check format types rooms bench migrations clean

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Matinee needs Python 3.11 as '$(PYTHON)'. Set PYTHON=/path/to/python3.11."; exit 1; }
	@if command -v uv >/dev/null; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
		uv pip install --quiet --python $(BIN)/python --no-deps -e . ; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e . ; \
	fi
	@touch $@

setup: $(STAMP) ## Make .venv with everything, at the locked versions

demo: setup ## Set up, run the whole way once on SQLite, then serve it
	$(BIN)/matinee demo --readers $(READERS)

serve: setup ## Serve the site, the desk and a worker
	$(BIN)/matinee serve

test: setup check ## Set up, check the code, run all tests on SQLite, then those of the database on PostgreSQL
	$(BIN)/python -m tests

test-fast: setup ## Run the tests on SQLite without browser, broker and slow ones
	$(BIN)/pytest -q -n 2 -m "not browser and not broker and not slow and not postgres"

torture: setup ## The long fault tests: kills, failing relays, readers leaving, on both databases
	$(BIN)/python -m tests torture

check: setup ## ruff, mypy --strict, import-linter, missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --config pyproject.toml
	$(BIN)/mypy
	$(BIN)/matinee makemigrations --check --dry-run

format: setup ## Let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## Run every benchmark; each prints a table
	@for b in benchmarks/[a-z]*.py; do case $$b in *__init__*) ;; *) echo "== $$b"; $(BIN)/python $$b || exit 1;; esac; done

migrations: setup ## Write what migrations the models need
	$(BIN)/matinee makemigrations

clean: ## Remove the environment and var/ (asks first)
	@read -p "Remove .venv and var/, with the demo's database and mail? [y/N] " a && [ "$$a" = y ] && rm -rf $(VENV) var
