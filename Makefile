# Two commands are enough: `make run` and `make test`. Both install what they need into .venv first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install run test check bench film lint clean

install: .venv/.installed

.venv/.installed: pyproject.toml uv.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.5'
	$(BIN)/uv sync --quiet --frozen --inexact --python $(BIN)/python
	touch $@

run: install
	$(BIN)/hejie run

test: install
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test

bench: install
	$(BIN)/python -m benchmarks road --json

film: install
	$(BIN)/python -m benchmarks filmstrip film

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache
