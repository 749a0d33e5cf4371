# Each target sets up what it needs in this folder and can be repeated.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
APART := bin/apart
PYTEST := $(BIN)/python -m pytest
COMPILE = PATH="$(CURDIR)/$(BIN):$$PATH" uv pip compile --quiet pyproject.toml --generate-hashes \
	--no-emit-index-url --no-emit-find-links --python-version 3.11
# What `make check` asks is not asked again by `make test`.
RULES := tests/test_architecture.py tests/test_configuration.py tests/test_translations.py \
	tests/measures/test_examples.py
CHECKED := $(addprefix --ignore=,$(RULES))
# What asks no database, or not about it, is not run again on the second one.
PURE := --ignore=tests/measures --ignore=tests/conversations/mime --ignore=tests/expectations/finding \
	--ignore=tests/cli/test_promise_find.py --ignore=tests/cli/test_promise_backtest.py \
	--ignore=tests/core/test_business_hours_reference.py --ignore=tests/core/templatetags \
	--ignore=tests/core/expressions --ignore=tests/core/plots --ignore=tests/surveys/format \
	--ignore=tests/surveys/answering --ignore=tests/surveys/rules --ignore=tests/measuring \
	--ignore=tests/cli/test_text_train.py --ignore=tests/cli/test_text_classify.py
# The demonstration and the first use live in the embedded database, and an import works in files of
# its own; what pages write is asked on one database, what they read and do (operations, queries,
# each page once) on both. `make test-all` asks everything on both.
EMBEDDED := --ignore=tests/cli/test_demo.py --ignore=tests/cli/test_demo_present.py \
	--ignore=tests/cli/test_first_use.py --ignore=tests/faults/test_import_faults.py \
	--ignore=tests/portal --ignore-glob="tests/*/views" --ignore=tests/workspace/surveys
# The API is called at random on the stricter database; on both by `make test-all`.
FUZZ := --ignore=tests/config/test_api_fuzz.py

.PHONY: demo test test-all check bench messages lock set-up set-up-dev \
	check-style check-types check-imports check-migrations check-rules

demo: set-up
	HEED_HOME="$(CURDIR)/.heed" $(BIN)/heed demo $(ARGS)

test: set-up-dev
	$(APART) $(PYTEST) -n 2 -m "not journey and not slow" $(CHECKED) $(FUZZ)
	bin/with_postgresql -- $(APART) --with-database \
		$(PYTEST) -n 2 -m "not journey and not slow and not sqlite_only" $(CHECKED) $(PURE) $(EMBEDDED)
	$(APART) $(PYTEST) tests/journeys -m "journey and not slow"

test-all: set-up-dev
	$(APART) $(PYTEST) -n 2 -m "not journey"
	bin/with_postgresql -- $(APART) --with-database \
		$(PYTEST) -n 2 -m "not journey and not sqlite_only"
	$(APART) $(PYTEST) tests/journeys -m journey

# `make -k check` goes on after a failure and shows them all.
check: check-style check-types check-imports check-migrations check-rules

check-style: set-up-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-types: set-up-dev
	$(APART) $(BIN)/mypy

check-imports: set-up-dev
	$(BIN)/lint-imports

check-migrations: set-up-dev
	$(APART) $(BIN)/python -m django makemigrations --check --dry-run

# Architecture, settings and commands as documented, Django's deploy checks, translations, examples.
check-rules: set-up-dev
	$(APART) $(PYTEST) $(RULES)

bench: set-up-dev
	$(BIN)/python bench/run.py $(ARGS)

messages: set-up-dev
	@command -v xgettext > /dev/null || { \
		echo "Collecting texts needs gettext (on Debian as root: apt-get install gettext)." >&2; exit 1; }
	mkdir -p locale
	$(APART) $(BIN)/python -m django makemessages --locale zh_Hans --add-location file \
		--extension html,py,txt --ignore ".venv/*" --ignore "tests/*" --ignore "bench/*"
	$(BIN)/python bin/compile_messages

# The lock files name no index and no machine. `make lock ARGS=--upgrade` takes the newest allowed.
lock: set-up
	@command -v uv > /dev/null || test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(COMPILE) --group dev --output-file requirements-dev.lock $(ARGS)
	$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock

set-up:
	@$(PYTHON) bin/set_up
	@$(BIN)/python bin/compile_messages

set-up-dev:
	@$(PYTHON) bin/set_up --dev
	@$(BIN)/python bin/compile_messages
