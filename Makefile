.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
# Two processes are as fast as it gets on two cores; more only on more.
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
LOCK_DATE ?= 2026-10-31

.PHONY: help run test test-sqlite test-browser test-postgres test-nightly check mutate bench format lock outdated translations clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.run: requirements.txt
	@deploy/system-packages.sh run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked dependencies …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@deploy/system-packages.sh test
	@echo "Installing what tests and checks need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/.run ## Set up, load the demonstration province once, serve on 127.0.0.1:8000
	@PORT=$(PORT) deploy/run-demo.sh

test: test-sqlite test-browser test-postgres ## Run every test, the browser ones included

test-sqlite: $(VENV)/.dev ## Run the tests on SQLite
	@$(MANAGE) compile_translations
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not nightly and not browser"

test-browser: $(VENV)/.dev ## Run the stories and the scripts by themselves in a real browser
	@$(MANAGE) compile_translations
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "browser and not nightly" tests/browser tests/scripts

# What another database can change: locks, constraints, dates, JSON, sorting, search. The whole suite
# runs on it at night.
POSTGRES_TESTS := $(addprefix tests/,flows backups/test_in_use.py courses/test_catalogue.py) \
	$(addprefix tests/agencies/test_,people.py reorganising.py versions.py visibility.py) \
	$(addprefix tests/competencies/test_,evidence.py load_frameworks.py standing.py) \
	$(addprefix tests/enrolments/test_,completion.py enrolling.py protection.py reading_time.py) \
	$(addprefix tests/reports/test_,competency_report.py learning_figures.py readings.py) tests/my_agency/test_people_list.py \
	$(addprefix tests/assessments/,attempts formats marking taking/test_starting.py test_frozen_records.py) \
	$(addprefix tests/certificates/test_,issuing.py revoking.py verification.py)

test-postgres: $(VENV)/.dev ## Run the tests a database can change on a PostgreSQL of their own
	@$(MANAGE) compile_translations
	deploy/with-postgres.sh $(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not nightly and not browser" $(POSTGRES_TESTS)

test-nightly: $(VENV)/.dev ## Run everything on both databases, the long tests included
	@$(MANAGE) compile_translations
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not browser"
	$(BIN)/pytest -n $(WORKERS) --dist loadfile tests/browser tests/scripts
	deploy/with-postgres.sh $(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not browser"

# Stylesheets and scripts, those of tests too; lines are as long as .editorconfig says.
FRONT := lms/static/css lms/static/js tests/scripts

check: $(VENV)/.dev ## Lint, types, import ladder, migrations, templates, deploy check, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy lms courses assessments certificates tests
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html' 'templates/**/*.html')
	$(BIN)/djangofmt --check --quiet templates
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/oxfmt --check $(FRONT)
	$(BIN)/oxlint --deny-warnings $(FRONT)
	$(BIN)/pytest -q tests/architecture/test_front_end_files.py tests/architecture/test_stylesheets.py
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check_templates
	$(MANAGE) check_translations
	deploy/check-production.sh

mutate: $(VENV)/.dev ## Change the code and name what no test notices (FILE=… for one module)
	@$(MANAGE) compile_translations
	$(BIN)/python -m tests.mutation --jobs $(WORKERS) $(FILE)

bench: $(VENV)/.dev ## Measure exams, pages, answers, certificates and reports
	$(BIN)/python -m tests.benchmarks

format: $(VENV)/.dev ## Put code and templates into the common form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html' 'templates/**/*.html')
	$(BIN)/djangofmt --quiet templates
	$(BIN)/oxfmt $(FRONT)

lock: ## Pin the versions of requirements*.in anew (needs uv)
	uv pip compile --quiet --generate-hashes --no-emit-index-url --exclude-newer $(LOCK_DATE) --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile --quiet --generate-hashes --no-emit-index-url --exclude-newer $(LOCK_DATE) --python-version 3.11 requirements-dev.in -o requirements-dev.txt

outdated: $(VENV)/.dev ## Name the dependencies with a newer release and for how long it is out (needs uv)
	@$(BIN)/python deploy/outdated.py

translations: $(VENV)/.dev ## Bring the catalogues up to date with the source
	$(MANAGE) update_translations
	$(MANAGE) compile_translations

clean: ## Remove the environment; data in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
