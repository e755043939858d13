# The project's commands; `make` alone lists them. Works with GNU make 3.81 (the one of macOS) or
# newer and any POSIX shell, and needs nothing but a Python.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

BIN := .venv/bin
INSTALLED := .venv/.installed

# What may be given on the command line, such as `make test TEST_ARGS="-k recertify"`.
PYTHON ?=
DEMO_ARGS ?=
TEST_ARGS ?=
LOCK_ARGS ?=
RELIABILITY_ARGS ?=
MUTANT_ARGS ?=
# One process a processor, four at most: each starts a PostgreSQL of its own.
TEST_WORKERS ?= --numprocesses logical --maxprocesses 4
POSTGRES_BINARIES ?= /usr/lib/postgresql/*/bin

UV := build/uv-0.13.9
AIRFLOW := build/airflow
AIRFLOW_LOCK := tests/docs/airflow.lock

# Settings of the caller's shell that would lead Python or pip out of the environment.
unexport PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_USER = 0

# --- the environment --------------------------------------------------------------------------

# The stamp is written last and names the folder, so that an environment which was interrupted,
# moved, or has lost its Python or its packages is known, and made anew.
USABLE := $(shell test "$$(cat $(INSTALLED) 2>/dev/null)" = "$$(pwd -P)" \
	&& test -x $(BIN)/recert \
	&& $(BIN)/python -c 'import importlib.metadata as m; m.version("recert")' 2>/dev/null \
	&& echo yes)

ifneq ($(USABLE),yes)
.PHONY: $(INSTALLED)
endif

# Sets $$python to the first interpreter that runs (a pyenv shim may not), has a version that
# pyproject.toml allows, and can make an environment.
define FIND_PYTHON
python=; no_venv=; \
for candidate in "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
	test -n "$$candidate" || continue; \
	found=$$("$$candidate" -c 'import sys; \
(3, 11) <= sys.version_info[:2] < (3, 14) or sys.exit(1); print(sys._base_executable)' 2>/dev/null) \
		|| { test "$$candidate" != "$(PYTHON)" \
			|| echo "PYTHON=$(PYTHON) is not a Python 3.11, 3.12 or 3.13: looking further." >&2; \
			continue; }; \
	if "$$found" -c 'import ensurepip, venv' 2>/dev/null; then python=$$found; break; fi; \
	no_venv="$$no_venv $$("$$found" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; \
done; \
if test -z "$$python" && test -n "$$no_venv"; then \
	set -- $$no_venv; \
	echo "A fitting Python is here, but without its venv module." >&2; \
	echo "On Debian or Ubuntu, as root: apt-get install $$1" >&2; \
	exit 1; \
elif test -z "$$python"; then \
	echo "Recert needs Python 3.11, 3.12 or 3.13, and none was found." >&2; \
	echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install" >&2; \
	echo "python@3.13), or name one: make PYTHON=/path/to/python3.12" >&2; \
	exit 1; \
fi
endef

# A newer lock file is installed into the environment that is there; one that is not usable is
# thrown away first.
$(INSTALLED): requirements.lock pyproject.toml
	@rm -f $(INSTALLED); \
	if test "$(USABLE)" != yes; then \
		$(FIND_PYTHON); \
		echo "Setting up .venv with $$python: once, 130 MB to download, about a minute"; \
		rm -rf .venv && "$$python" -m venv .venv || exit 1; \
	else \
		echo "Bringing .venv up to date"; \
	fi; \
	$(BIN)/python -m pip install -qq --require-hashes --only-binary :all: \
		-r requirements.lock \
	&& $(BIN)/python -m pip install -qq --no-deps --no-build-isolation --no-index -e . \
	&& $(BIN)/python -m pip check -q \
	&& pwd -P > $(INSTALLED)

.PHONY: install
install: $(INSTALLED) ## make the environment .venv, with everything that is needed
	@echo "Ready: $(BIN)/recert"

# --- what people run --------------------------------------------------------------------------

.PHONY: demo
demo: $(INSTALLED) ## run the main job on a generated company (DEMO_ARGS="--users 500")
	@$(BIN)/recert demo $(DEMO_ARGS)

.PHONY: test
test: $(INSTALLED) ## run the tests on the embedded PostgreSQL (TEST_ARGS="-k recertify")
	@$(BIN)/pytest $(TEST_WORKERS) $(TEST_ARGS)

.PHONY: test-citus
test-citus: $(INSTALLED) ## run the database tests on the Citus cluster of RECERT_CITUS_DSN
	@test -n "$$RECERT_CITUS_DSN" || { \
		echo "Set RECERT_CITUS_DSN to a superuser of a Citus coordinator: docs/scale.md." >&2; exit 2; }
	@$(BIN)/pytest $(TEST_WORKERS) tests/install/test_distributed.py tests/functions tests/dbt \
		tests/cli/reports tests/site/test_publish.py $(TEST_ARGS)

.PHONY: test-matrix
test-matrix: $(INSTALLED) ## run the database tests on each PostgreSQL installed here
	@tested=; \
	for folder in $(POSTGRES_BINARIES); do \
		test -x "$$folder/initdb" && test -x "$$folder/postgres" || continue; \
		version=$$("$$folder/postgres" --version); \
		major=$$(echo "$$version" | sed 's/^[^0-9]*\([0-9]*\).*/\1/'); \
		if test "$$major" -lt 15; then echo "$$version: not supported, left out"; continue; fi; \
		echo "$$version: $$folder"; \
		RECERT_TEST_BINARIES="$$folder" $(BIN)/pytest $(TEST_WORKERS) \
			-m "not embedded and not packaging" $(TEST_ARGS) || exit 1; \
		tested=yes; \
	done; \
	test -n "$$tested" || echo "No PostgreSQL 15 or newer at $(POSTGRES_BINARIES): nothing to test."

.PHONY: lint
lint: $(INSTALLED) ## check style and types of Python and SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql pipeline/demo
	$(BIN)/sqlfluff lint --disable-progress-bar --templater placeholder pipeline/reports
	$(BIN)/sqlfluff lint --disable-progress-bar --templater jinja dbt_project

.PHONY: format
format: $(INSTALLED) ## put Python and SQL into the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --disable-progress-bar sql pipeline/demo
	$(BIN)/sqlfluff fix --disable-progress-bar --templater placeholder pipeline/reports
	$(BIN)/sqlfluff fix --disable-progress-bar --templater jinja dbt_project

.PHONY: airflow
airflow: $(AIRFLOW)/.installed ## install Airflow into build/airflow, for the test of its example

# Not into .venv: the two do not go together. The lock file is complete, so pip need not resolve.
$(AIRFLOW)/.installed: $(AIRFLOW_LOCK)
	@$(FIND_PYTHON); echo "Installing Airflow into $(AIRFLOW): once, 300 MB, about a minute"; \
	rm -rf $(AIRFLOW) && "$$python" -m venv $(AIRFLOW) \
	&& $(AIRFLOW)/bin/python -m pip install -qq --no-compile --no-deps --require-hashes \
		--only-binary :all: -r $(AIRFLOW_LOCK) \
	&& $(AIRFLOW)/bin/python -m pip check -q \
	&& touch $@

.PHONY: bench
bench: $(INSTALLED) ## measure speed as ratios (BENCH_USERS=100000 BENCH_PAIRS=3 make bench)
	@$(BIN)/python -m benchmarks

.PHONY: mutants
mutants: $(INSTALLED) ## switch each rule of sql/ off and see a test fail (MUTANT_ARGS="--kind lock")
	@$(BIN)/python -m tests.mutation $(MUTANT_ARGS)

.PHONY: reliability
reliability: $(INSTALLED) ## kill the server again and again (RELIABILITY_ARGS="--moments 5")
	@$(BIN)/python -m tests.faults.figures $(RELIABILITY_ARGS)

.PHONY: vendor
vendor: $(INSTALLED) ## renew the table library of the site, with npm, after a change of VENDOR.json
	@$(BIN)/python -m tests.site.vendor

.PHONY: build
build: $(INSTALLED) ## build the source archive and the wheel into dist/
	@rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .

.PHONY: clean
clean: ## remove .venv and all that was built; never a database
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf dbt_project/target dbt_project/logs dbt_project/dbt_packages
	find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

.PHONY: lock
lock: $(UV)/bin/uv ## renew requirements.lock after a change of pyproject.toml (LOCK_ARGS=--upgrade)
	$(UV)/bin/uv pip compile --quiet --no-config --python $(UV)/bin/python \
		--universal --fork-strategy fewest --only-binary :all: --generate-hashes \
		--no-strip-extras --custom-compile-command "make lock" \
		--group dev --output-file requirements.lock $(LOCK_ARGS) pyproject.toml
	$(UV)/bin/uv pip compile --quiet --no-config --python $(UV)/bin/python \
		--universal --fork-strategy fewest --only-binary :all: --generate-hashes \
		--no-strip-extras --custom-compile-command "make lock" \
		--output-file $(AIRFLOW_LOCK) $(LOCK_ARGS) $(AIRFLOW_LOCK:.lock=.in)

$(UV)/bin/uv:
	@$(FIND_PYTHON); rm -rf $(UV) && "$$python" -m venv $(UV)
	$(UV)/bin/python -m pip install -qq --only-binary :all: uv==$(UV:build/uv-%=%)

.PHONY: help
help: ## show this list
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' Makefile
