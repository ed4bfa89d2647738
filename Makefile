# Two commands: `make run` starts the product, `make test` proves it. Both set everything up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: run test proved lint loaded torture format lock

run: $(VENV)/.run-ready
	$(BIN)/phuluc run --open

# The checks run beside the first tests.
test: $(VENV)/.test-ready
	$(MAKE) --jobs=2 proved lint

# One file at a time to whoever is free, those with long tests first: what a file founds is founded
# once. Compiled code is kept, whatever the machine says: hundreds of processes load it.
proved: loaded
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder

# Compiles all tests once; every worker would do it anew.
loaded: $(VENV)/.test-ready
	-@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --collect-only -qq >/dev/null

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Half an hour of kills, floods and cut connections; a table at the end.
torture: $(VENV)/.test-ready
	$(BIN)/python -m tests.torture

format: $(VENV)/.test-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.run-ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

# Most of what these packages bring is never loaded: it is compiled when it is.
$(VENV)/.test-ready: requirements-test.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --no-compile --require-hashes -r requirements-test.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

# Renew the lock files; needs uv.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras \
	  --no-annotate --no-header pyproject.toml requirements-build.in --extra postgres -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras \
	  --no-annotate --no-header pyproject.toml requirements-build.in --extra postgres --extra test \
	  -c requirements.lock -o requirements-test.lock
