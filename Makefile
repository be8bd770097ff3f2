# What a person runs. Needs git, make and Python 3.11 or later; brings uv where it is missing.

PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
# A Python that is there is used, never one that uv would fetch: the one named with PYTHON=, else the distribution's
# own where it is new enough, else the first that uv finds.
export UV_PYTHON_DOWNLOADS := never
ifndef UV_PYTHON
UV_PYTHON := $(if $(filter file,$(origin PYTHON)),$(shell bash tools/python.sh),$(PYTHON))
ifneq ($(UV_PYTHON),)
export UV_PYTHON
endif
endif
# What this machine trusts, uv trusts too: many an agency's proxy looks into TLS.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),)
export UV_SYSTEM_CERTS := true
endif
# Where the shell forbids it, every process would compile every module again: some seconds each.
unexport PYTHONDONTWRITEBYTECODE
RUN := .venv/bin

# Neighbours stay together, because what they stand on is made once a module; who is done takes from the other.
PYTEST := $(RUN)/pytest -n 2 --dist worksteal
# Quick tests need neither browser nor Schemathesis, which take long to import.
QUICKLY := --ignore tests/browser --ignore tests/gateway/test_schemathesis.py -p no:playwright -p no:schemathesis

.DEFAULT_GOAL := help
.PHONY: help sabotage new-item demo demo-reset check test install install-all browser \
  style format contracts types whole quick

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install ## set everything up, load demonstration people, run until Ctrl-C (PORT=8080, PEOPLE=50000)
	@exec $(RUN)/shebaotong demo $(if $(PORT),--port $(PORT)) $(if $(PEOPLE),--people $(PEOPLE))

demo-reset: install ## throw the demonstration's data away
	@exec $(RUN)/shebaotong demo-reset

check: install-all ## for each commit, in a minute or so: style, contracts, types, quick tests
	@$(MAKE) --no-print-directory --keep-going --jobs 3 --output-sync=target style format contracts types quick

test: ## everything, in real Chromium too; what the continuous integration runs
	@$(MAKE) --no-print-directory --jobs 2 install-all browser
	@$(MAKE) --no-print-directory --keep-going --jobs 2 style format contracts types whole

style:
	$(RUN)/ruff check .

format:
	$(RUN)/ruff format --check .

contracts:
	$(RUN)/lint-imports --no-logo

types:
	$(RUN)/mypy

whole:
	$(PYTEST)

quick:
	$(PYTEST) -q -m "not browser and not slow and not long" --hypothesis-profile=quick $(QUICKLY)

sabotage: install-all ## put known faults into a copy of the source; each must turn the tests red
	@$(RUN)/python tools/sabotage.py

new-item: install-all ## a complete folder of a new service item (NAME=card_claim FAMILY=cards)
	@$(RUN)/python tools/new_item.py "$(NAME)" "$(FAMILY)"
	@$(RUN)/ruff format --quiet "src/shebaotong/services/$(FAMILY)/$(NAME)"

install: $(UV)
	@$(UV) sync --quiet --frozen --inexact

install-all: $(UV)
	@$(UV) sync --quiet --frozen --all-groups

browser:
	@bash tools/browser.sh

.tools/bin/uv:
	@bash tools/uv.sh "$(PYTHON)"
