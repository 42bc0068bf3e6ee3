# Two commands do all the set-up: `make run` opens the explorer, `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
JOBS ?= 4

.PHONY: help run test lint types imports unit bench weights docs lock clean

help:  ## Show what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/run.stamp  ## Open the explorer on the bundled atlas
	@$(BIN)/ciatlas

test: lint types imports unit  ## Run ruff, mypy, import-linter and pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports

unit: $(VENV)/dev.stamp
	$(BIN)/pytest -n $(JOBS) --dist worksteal

bench: $(VENV)/dev.stamp  ## Measure against the budgets (ratios within one run)
	$(BIN)/python -m tests.bench

weights: $(VENV)/weights.stamp  ## Weigh words anew by the labelled steps (CLONES names clones)
	PYTHONPATH=. $(BIN)/python scripts/weigh.py

docs: $(VENV)/dev.stamp  ## Draw the screenshots and generate the reference pages
	$(BIN)/python scripts/pages.py
	$(BIN)/python scripts/screenshot.py

lock: $(VENV)/dev.stamp  ## Resolve the locked versions anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --upgrade --extra build pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --upgrade --extra dev --constraint requirements.txt pyproject.toml \
		-o requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --upgrade --extra weights --constraint requirements-dev.txt \
		pyproject.toml -o requirements-weights.txt

clean:  ## Remove everything that was built here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ciatlas needs Python 3.11 or newer; set PYTHON=/path/to/python3."; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The lock files pin every version by hash; the project itself is installed in place.
$(VENV)/run.stamp: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/weights.stamp: requirements-weights.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-weights.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
