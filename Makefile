# make run   set everything up, then open the studio (or, without a display, do its main job into out/)
# make test  set everything up, then lint, check types and boundaries, and run the tests
#
# Stamps keep a second run from setting up again; they follow the project files that say what is needed.
# PYTHON=python3.12 chooses a Python; otherwise the first one of 3.11 or newer is taken.

VENV := .venv
STAMPS := $(VENV)/stamps
PROJECTS := pyproject.toml $(wildcard plugins/*/pyproject.toml)

.PHONY: help setup run test lint clean

help:
	@sed -n 's/^# make/make/p' Makefile

setup: $(STAMPS)/python-packages

run: setup
	@scripts/run.sh

test: setup $(STAMPS)/system-test lint
	@scripts/test.sh

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

clean:
	rm -rf $(VENV) out

$(STAMPS)/system-run: scripts/install_system.sh scripts/find_python.sh
	@scripts/install_system.sh run
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/system-test: scripts/install_system.sh
	@scripts/install_system.sh test
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python-packages: $(STAMPS)/system-run $(PROJECTS) scripts/install_python.sh
	@scripts/install_python.sh $(VENV)
	@touch $@
