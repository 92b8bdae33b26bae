# voicesite: `make help` says what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Set JOBS to run tests on more or fewer cores.
JOBS ?= auto

# Dozens of processes of the site are started by its tests: each would compile all of it again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench packs setup setup-dev browser clean

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Install what is missing, then serve the site until Ctrl-C
	@exec $(MANAGE) start

test: setup-dev browser ## Everything that CI runs: lint, JavaScript, migrations, then all Python tests
	@$(MAKE) --no-print-directory lint
	@node --test --test-reporter=dot tests/js/*.test.mjs
	@$(BIN)/python -m tests.manage makemigrations --check --dry-run
	@$(MANAGE) packs pull
	@$(BIN)/pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -q

lint: setup-dev ## Style, types, templates and who may import whom
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy .
	@$(BIN)/djlint templates --lint --check
	@$(BIN)/lint-imports --no-cache

format: setup-dev ## Put code and templates into shape
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint templates --reformat --quiet || true # it exits 1 where it changed something

bench: setup-dev ## Measure everything that is promised in figures (hours; each script has --quick)
	@for name in $(basename $(notdir $(shell grep -l __main__ benchmarks/*.py))); do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

packs: setup ## Pull the default model packs into the cache folder
	@$(MANAGE) packs pull

setup: $(VENV)/.installed static/built/.made

setup-dev: $(VENV)/.installed-dev static/built/.made

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make run PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what the site is made of (once)…"
	@$(BIN)/python scripts/install.py
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what the site and its tests are made of (once)…"
	@$(BIN)/python scripts/install.py dev hf
	@touch $@ $(VENV)/.installed

node_modules/.installed: package.json package-lock.json
	@npm ci --no-audit --no-fund --silent
	@touch $@

static/built/.made: node_modules/.installed scripts/build.mjs $(shell find static -type f -not -path 'static/built/*')
	@npm run --silent build
	@touch $@

# Debian's Chromium runs the browser tests. As root it is installed; otherwise say what to install, and fail.
browser:
	@$(PYTHON) scripts/browser.py

clean: ## Remove what was built, keep data and packs
	@rm -rf $(VENV) node_modules static/built .mypy_cache .ruff_cache .pytest_cache
