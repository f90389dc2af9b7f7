# Two commands set up everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3.11
BIN := .venv/bin
COMPILED := setup.py $(addprefix archiver/,normalise/compiled.pyx $(addprefix sites/page/,boxes.py boxes.pxd compiled.pyx))
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check lint types imports format bench clean

demo: .venv/installed
	$(BIN)/archiver demo

test: .venv/tested
	$(BIN)/python -m pytest -n auto --dist worksteal

check: lint types imports test

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/tested
	$(BIN)/mypy

imports: .venv/tested
	$(BIN)/lint-imports

format: .venv/tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/tested
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/crawl.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/extraction.py --speed

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null && $(PYTHON) -m venv .venv || python3 -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml $(COMPILED)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/tested: .venv/bin/python pyproject.toml $(COMPILED)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ .venv/installed

clean:
	rm -rf .venv build *.egg-info archiver/*/*.so archiver/*/*/*.so archiver/*/*.c archiver/*/*/*.c .mypy_cache .ruff_cache .pytest_cache .hypothesis data/demo data/demo.db*
