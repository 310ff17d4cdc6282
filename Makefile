# Conveniences; nothing here is needed. `make` prints this list.

.PHONY: help serve test lint fix lock migration

help: ## print this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

serve: .venv ## run StudyHub from this clone
	.venv/bin/python -m studyhub serve

test: ## run every check and every test
	python3 tests/run.py

lint: ## lint, format and types only
	.test-venv/bin/ruff check . && .test-venv/bin/ruff format --check . && .test-venv/bin/mypy

fix: ## let the linter mend and format what it can
	.test-venv/bin/ruff check --fix . ; .test-venv/bin/ruff format .

lock: ## resolve the dependencies anew and pin them (needs uv)
	uv pip compile --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --group dev pyproject.toml -o requirements-dev.lock

roles: ## print docs/roles.md from the table of acts
	.test-venv/bin/python -m studyhub.policy.document > docs/roles.md

migration: ## write a migration from what the models say: make migration name="a few words"
	.test-venv/bin/python -m tests.migrations.write "$(name)"

.venv: requirements.lock
	python3 -m venv .venv && .venv/bin/pip install --require-hashes -r requirements.lock && touch .venv
