# Informer Lab. `make` alone lists what can be made.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup app check test format screenshots bench bench-accuracy sample clean

# The first Python of 3.11 or newer; another one: make setup PYTHON=/path/to/python
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8501
# Where there is a screen, the app opens in its browser.
SCREEN := $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname))
OPEN := $(if $(SCREEN),--server.headless=false --server.showEmailPrompt=false)
VENV := .venv
BIN := $(VENV)/bin
VENV_BENCH := .venv-bench

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.runtime ## install what the app needs into .venv

app: setup ## open the app, http://127.0.0.1:8501 (PORT=... for another port)
	$(BIN)/python -m streamlit run app.py --server.port=$(PORT) $(OPEN)

check: $(VENV)/.dev ## format, lint, types, and the directions of the imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: $(VENV)/.dev ## all tests; those in tests/browser need Chromium
	$(BIN)/python -m pytest

format: $(VENV)/.dev ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: $(VENV)/.dev ## draw docs/screenshots again, every page, light and dark
	$(BIN)/python -m scripts.screenshots

bench: $(VENV_BENCH)/.ready ## measure speed and memory beside the peers, for docs/BENCHMARKS.md
	$(VENV_BENCH)/bin/python -m bench

bench-accuracy: $(VENV_BENCH)/.ready ## ten settings of ETTh1 (ETTH1_CSV=path/to/ETTh1.csv)
	$(VENV_BENCH)/bin/python -m bench accuracy

sample: setup ## train sample_data/run again, the run that ships with the app
	sample_data/make_run.sh

clean: ## remove the environments and every cache; runs and data stay
	rm -rf $(VENV) $(VENV_BENCH) test-results .*_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python $(VENV_BENCH)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1; }
	$(PYTHON) -m venv $(@:/bin/python=) || { rm -rf $(@:/bin/python=); \
		echo "$(PYTHON) can't make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@

$(VENV_BENCH)/.ready: bench/requirements.txt requirements.txt | $(VENV_BENCH)/bin/python
	$(VENV_BENCH)/bin/python -m pip install --quiet -r bench/requirements.txt
	@touch $@
