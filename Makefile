# The commands of the project; `make help` lists them.

PYTHON ?= python3
PORT ?= 5000
DATA ?= .data/demo
NAME ?=
LIST ?=
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --python .venv --require-hashes

.PHONY: help install demo test check bench format messages lock system-packages

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/.installed ## Set up what the site needs to run (no root needed)

.venv/.installed: requirements.lock $(wildcard marketplace/translations/*/LC_MESSAGES/*.po)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(UV) -r requirements.lock
	$(BIN)/pybabel -q compile -d marketplace/translations
	@touch $@

.venv/.tested: .venv/.installed tests/requirements.lock
	$(UV) -r tests/requirements.lock
	@touch $@

system-packages:
	@missing=""; \
	command -v chromium >/dev/null || missing="chromium"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	if [ "$$(id -u)" = 0 ] && ! command -v softhsm2-util >/dev/null; then missing="$$missing softhsm2"; fi; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else \
	    echo "Install these Debian packages first: $$missing" >&2; exit 2; \
	  fi; \
	fi

demo: install ## Run the site with demonstration data on PORT (5000), kept in DATA (.data/demo)
	@$(BIN)/flask --app wsgi demo --port $(PORT) --data $(DATA)

test: .venv/.tested system-packages ## Run the whole suite (as root also installs chromium, poppler and SoftHSM)
	PYTHONDONTWRITEBYTECODE= PYTHONHASHSEED=0 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/.tested ## Format, lint, types, imports, templates, dead code
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/vulture

bench: .venv/.tested ## Print a figure beside a named peer: make bench NAME=relevance
	@$(BIN)/python -m tests.benchmarks $(NAME) $(if $(LIST),--list $(LIST))

format: .venv/.tested ## Format the code
	$(BIN)/ruff format -q .
	$(BIN)/ruff check -q --fix .

messages: .venv/.tested ## Collect the texts for translation and update the catalogue
	@mkdir -p .data
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k N_ --no-location --sort-output --no-wrap -o .data/messages.pot .
	$(BIN)/pybabel -q update -i .data/messages.pot -d marketplace/translations -l zh_Hans_CN --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel compile -d marketplace/translations

lock: .venv/.tested ## Pin the newest versions that fit pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade pyproject.toml --group dev -c requirements.lock -o tests/requirements.lock
