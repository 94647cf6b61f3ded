# The commands of the project. `make` alone lists them.

PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3 python; do \
	  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	  && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
CHECKED := app.py cli.py answers commands geo data layers pages web tests bench docs
PORT ?= 8501
# ORDER="--random-order" runs the tests in another order each time.
ORDER ?=

.PHONY: help setup run check test landing lint types house browser database bench nightly lock pictures clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Approdo needs Python 3.11, 3.12 or 3.13: install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python came without venv: on Debian or Ubuntu, sudo apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }

$(VENV)/installed: requirements.txt | $(BIN)/python
	@echo "Installing what the app needs"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing what the checks need"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/installed  ## make .venv and install the pinned requirements

run: setup  ## build the sample area if needed and open the app on http://localhost:8501
	@$(BIN)/python -m streamlit run app.py --server.port $(PORT)

browser: $(VENV)/installed-dev
	@$(BIN)/python tests/browser/find_browser.py --install

database: $(VENV)/installed-dev
	@$(BIN)/python tests/store/postgres.py --install

lint: $(VENV)/installed-dev
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)

types: $(VENV)/installed-dev
	$(BIN)/mypy

house: $(VENV)/installed-dev
	$(BIN)/lint-imports

check: lint types house  ## the quick loop: lint, types, import rules, unit and property tests, doctests
	$(BIN)/python -m pytest -n 2 -q -m "not nightly and not landing" tests/unit tests/properties answers data geo layers web

test: lint types house browser database  ## every check in some minutes: lint, types, import rules, most tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not nightly and not landing" $(ORDER)

landing: lint types house browser database  ## what a change must pass where it lands: all but the nightly tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not nightly" $(ORDER)

nightly: $(VENV)/installed-dev browser database  ## the tests that are too long for every run
	$(BIN)/python -m pytest -m nightly --timeout 1800

.venv-bench/installed: bench/requirements.txt | $(BIN)/python
	@echo "Installing the project and its peers into .venv-bench"
	@test -d .venv-bench || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r bench/requirements.txt
	@touch $@

bench: .venv-bench/installed browser  ## compare with the peers; prints both sides and the ratio
	.venv-bench/bin/python -m bench

pictures: browser  ## make the pictures of the README again
	$(BIN)/python docs/make_pictures.py

lock:  ## compile requirements.txt again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -c requirements.txt requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -c requirements.txt bench/requirements.in -o bench/requirements.txt

clean:  ## remove what was built: .venv, var, caches
	rm -rf $(VENV) .venv-bench var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
