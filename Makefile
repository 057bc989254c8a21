# The commands of the project. `make run` starts it, `make test` tests it, `make check` checks it.
.DEFAULT_GOAL := run
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/data
export PORT DATA_DIR

.PHONY: setup run test check

setup: $(VENV)/.requirements
	@$(BIN)/python -m project.setup

# Installed again only when the lists of requirements change.
$(VENV)/.requirements: requirements.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the requirements into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
