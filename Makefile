# `make up` and `make test` work from a clean clone; the first run sets everything up.
PYTHON ?= python3
BIN := .venv/bin
PATLESS := $(BIN)/patless

.PHONY: help setup up down recover blocked shell reset test test-fast lifecycle crash bench bench-inventory bench-server bench-guardrails mutants lint fix clean

help: ## show this
	@awk -F ': .*## ' '/^[a-z -]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .patless/engine/engine.json ## install what all the others need

.venv/ready: pyproject.toml uv.lock requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
	  echo "setup: $(PYTHON) is not there, or not Python 3.11, 3.12 or 3.13."; \
	  echo "  next: install one of them, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "setup: installing the Python packages of uv.lock (a minute the first time)"
	@set -e; unset PYTHONPATH VIRTUAL_ENV UV_PROJECT_ENVIRONMENT; \
	if command -v uv >/dev/null 2>&1; then uv=uv; else \
	  test -x $(BIN)/uv || { echo "setup: no uv on PATH, so it is installed into .venv"; \
	    $(PYTHON) -m venv .venv; \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt; }; \
	  uv=$(BIN)/uv; fi; \
	$$uv sync --frozen --compile-bytecode --python $(PYTHON)
	@$(BIN)/python -m compileall -q azdo_emulator components patless policies stacks
	@touch $@

.patless/engine/engine.json: .venv/ready patless/engine/go.mod patless/engine/go.sum
	@$(PATLESS) engine install
	@touch $@

# The official clients of the services, for the tests alone; 200 MB, so a first look does without them.
.venv/clients: .venv/ready
	@echo "setup: installing the official clients that the tests use"
	@set -e; unset PYTHONPATH VIRTUAL_ENV UV_PROJECT_ENVIRONMENT; \
	if command -v uv >/dev/null 2>&1; then uv=uv; else uv=$(BIN)/uv; fi; \
	$$uv sync --frozen --inexact --quiet --group clients --python $(PYTHON)
	@touch $@

up: setup ## deploy the example organisation on the sandbox
	@$(PATLESS) sandbox $@

blocked: setup ## show how a token-based service connection is refused
	@$(PATLESS) sandbox $@

shell: setup ## a shell in which plain pulumi works on the sandbox
	@$(PATLESS) sandbox $@

down: setup ## destroy everything that the example deployed
	@$(PATLESS) sandbox $@

recover: setup ## after a run that died: repair the state
	@$(PATLESS) sandbox $@

reset: setup ## start over with a fresh sandbox
	@$(PATLESS) sandbox $@

test: setup .venv/clients ## run every test (T=tests/stacks/test_names.py::test_x for one)
	@$(BIN)/pytest $(T)

test-fast: .venv/ready ## run the tests that need neither engine nor emulator
	@$(BIN)/pytest -m "not engine and not sandbox" $(T)

lifecycle: setup ## change stacks in every way and look what is lost (PAIRS=50 SEED=1; ONLY='part of a name')
	@$(BIN)/python -m tests.lifecycle $(if $(PAIRS),--pairs $(PAIRS)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only '$(ONLY)')

crash: setup ## end runs at every point, recover, and compare (EVERY=10 FIRST=3 for one point of ten; ONLY='part of a name')
	@$(BIN)/python -m tests.fault $(if $(EVERY),--every $(EVERY)) $(if $(FIRST),--first $(FIRST)) $(if $(ONLY),--only '$(ONLY)')

bench: setup ## measure the program beside a bare one (SIZES=1,10 REPEATS=3)
	@$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(REPEATS),--repeats $(REPEATS))

bench-inventory: setup ## measure patless inventory beside a bare client (PEOPLE=2000 REPEATS=3)
	@$(BIN)/python -m bench.inventory $(if $(PEOPLE),--people $(PEOPLE)) $(if $(REPEATS),--repeats $(REPEATS))

bench-server: setup ## measure the HTTP server at organisations of three sizes (SECONDS=5)
	@$(BIN)/python -m bench.server $(if $(SECONDS),--seconds $(SECONDS))

bench-guardrails: setup ## measure a preview with the policy pack beside one without (SIZES='20 200' REPEATS=3)
	@$(BIN)/python -m bench.guardrails $(SIZES) $(if $(REPEATS),--repeats $(REPEATS))

# The pack is imported as `guardrails`, so mutmut needs a folder in which that is the path too.
mutants: .venv/ready ## break the rules in small ways, and report which ways no test notices (RULES='no-guest exact-trust')
	@unset PYTHONPATH VIRTUAL_ENV UV_PROJECT_ENVIRONMENT; $(BIN)/uv sync --quiet --frozen --inexact --group mutants
	@mkdir -p .patless/mutants && ln -sfn ../../policies .patless/mutants/src
	@ln -sfn ../../components ../../docs ../../pyproject.toml ../../tests .patless/mutants
	@cd .patless/mutants && nice -n 10 ../../$(BIN)/mutmut run --max-children 1 \
	  $(foreach rule,$(RULES),'guardrails.rules.$(subst -,_,$(rule)).*')
	@cd .patless/mutants && ../../$(BIN)/mutmut results | sed -n '/: survived\|: no tests/p'

lint: .venv/ready ## check format, style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

fix: .venv/ready ## format, and mend what style has a mend for
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove what was installed, and the sandbox
	rm -rf .venv .patless
