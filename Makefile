# One command each, from a bare clone: `make demo` reads the sample letters, `make test` runs the tests.
# Both make a virtual environment in .venv and may be repeated.  PYTHON names another interpreter (3.11 to 3.13).
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
CONSTRAINTS := constraints-$(VERSION).txt
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS)

.PHONY: demo test docs lint types check clean schema release sbom audit coverage versions mutants

$(VENV)/.python: 
	@test -f $(CONSTRAINTS) || { echo "imrnlp needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $(VERSION). Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.python pyproject.toml $(CONSTRAINTS)
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(PIP) -e '.[dev]'
	@touch $@

# Everything: Spark, the official ICD-10-CM list, the notebooks, a browser's driver, the documentation site.
$(VENV)/.all: $(VENV)/.dev
	$(PIP) -e '.[all]'
	@touch $@

demo: $(VENV)/.core
	@mkdir -p out
	$(BIN)/imrnlp extract data/letters/dev --force --output out/records.jsonl
	$(BIN)/imrnlp report out/records.jsonl
	@echo "records: out/records.jsonl (one letter a line)"

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadgroup

docs: $(VENV)/.all
	$(BIN)/mkdocs build --strict

lint: $(VENV)/.dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

schema: $(VENV)/.core
	$(BIN)/python -m imrnlp.export.schema

check: lint types test demo

release: $(VENV)/.dev
	PYTHON=$(PYTHON) scripts/check_release.sh

sbom: $(VENV)/.core
	@mkdir -p out
	$(BIN)/python scripts/sbom.py > out/sbom.json

# Needs pip-audit and the network; known findings and why they do not matter here: docs/trust.md.
audit: $(VENV)/.core
	$(PYTHON) -m pip_audit --requirement $(CONSTRAINTS) --no-deps

# Branches that the tests take, those in workers, readers and the console too (pyproject.toml, tool.coverage).
coverage: $(VENV)/.dev
	rm -rf out/coverage && mkdir -p out/coverage
	$(BIN)/coverage run -m pytest -n auto --dist loadgroup; status=$$?; \
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report && exit $$status

# The tests with the lowest versions that pyproject.toml admits, and with the newest: needs the package index.
versions:
	PYTHON=$(PYTHON) scripts/check_versions.sh lowest
	PYTHON=$(PYTHON) scripts/check_versions.sh newest

# Mutation testing (pyproject.toml, tool.mutmut): about an hour. One function: make mutants ONLY='imrnlp.tag.refills.*'
mutants: $(VENV)/.dev
	$(BIN)/mutmut run $(if $(ONLY),'$(ONLY)')
	$(BIN)/mutmut results

clean:
	rm -rf $(VENV) out mutants
