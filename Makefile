# Everything one does here. Each target does its own set-up, once: `make run` or `make test` is enough on a bare machine.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install install-admin run test check deploy-test bench simulate docs format clean browser

VENV := .venv
PYTHON_HERE := $(VENV)/bin/python
INSTALLED := $(VENV)/installed

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Set up .venv, which every other target does by itself too
	@:

install-admin: ## Set up .venv with only what `python -m infra deploy` and its like need
	@infra/local/prepare.sh python $(VENV) requirements-admin.txt

run: $(INSTALLED) ## Run the whole system on this machine (PORT=8000 AWS_PORT=4599 EMULATOR=moto|ministack PERSIST=1)
	@$(PYTHON_HERE) -m infra run

test: $(INSTALLED) browser ## Run every test, the browser's and the deploy test included (PYTEST="-k photo -n 0")
	@$(PYTHON_HERE) -m pytest -q -n auto --maxprocesses 4 --dist loadfile $(PYTEST)

check: $(INSTALLED) ## Lint, format, types, secrets, template, city pack
	@$(PYTHON_HERE) -m ruff check --quiet .
	@$(PYTHON_HERE) -m ruff format --check --quiet .
	@$(PYTHON_HERE) -m mypy --no-error-summary
	@$(PYTHON_HERE) -m infra.local.secrets
	@$(PYTHON_HERE) -m infra.local.lint
	@$(PYTHON_HERE) -m infra city check pati

deploy-test: $(INSTALLED) ## The real `chalice deploy` against an emulated AWS, and a report through it
	@$(PYTHON_HERE) -m pytest -q -m deploy tests/deploy $(PYTEST)

bench: $(INSTALLED) ## Print the figures that cost and speed are held to
	@$(PYTHON_HERE) -m benchmarks

simulate: $(INSTALLED) ## A year of a city in a few minutes, audited (SIMULATE="--tickets 2000 --seed 7 --data FILE --pages DIR")
	@$(PYTHON_HERE) -m tests.simulation $(SIMULATE)

docs: $(INSTALLED) ## Write the documents that are generated from the code: the API's, and those of events
	@$(PYTHON_HERE) -m infra.events
	@$(PYTHON_HERE) -m infra.openapi

format: $(INSTALLED) ## Put the code into its form
	@$(PYTHON_HERE) -m ruff format .
	@$(PYTHON_HERE) -m ruff check --fix --quiet .

clean: ## Remove what was built or installed here
	@rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .chalice/deployments .chalice/venv
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.txt requirements-admin.txt requirements-dev.txt
	@infra/local/prepare.sh python $(VENV)
	@touch $@

browser:
	@infra/local/prepare.sh browser
