# The contributor's guide, executable. `make demo` and `make test` are all that a newcomer types.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help setup demo test check fmt messages bench docs lock clean

help:  ## say what can be done
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: build/setup.done  ## install what running needs, into .venv
CATALOGUES := $(shell find src -name '*.po')
build/setup.done: requirements/run.txt package-lock.json designsystemet.config.json tools/setup.py tools/build_static.py $(CATALOGUES)
	@$(PYTHON) tools/setup.py run

demo: setup  ## install, load the demo city, and serve it on http://127.0.0.1:8000
	@$(BIN)/sciezka demo

build/test.done: build/setup.done requirements/dev.txt
	@$(PYTHON) tools/setup.py test

test: build/test.done  ## install what tests need, browser included, and run everything
	@$(BIN)/python tools/test.py

check: build/test.done  ## run only the static checks
	@$(BIN)/python tools/check.py

fmt: build/test.done  ## format code and templates
	@$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format -q . ; $(BIN)/djhtml -q -t 2 src

messages: build/test.done  ## bring the Polish catalogues up to date with the sources
	@$(BIN)/python tools/messages.py update

bench: build/test.done  ## measure, and write docs/benchmarks.md
	@$(BIN)/python -m tests.benchmarks

lock:  ## compile the lock files anew
	@$(BIN)/python tools/setup.py lock

clean:  ## remove what was built (not var/, where data lie)
	rm -rf build node_modules .venv
