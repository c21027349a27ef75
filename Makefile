# chitieu: `make run` and `make test` do everything on a fresh machine with Python >= 3.11 and make.
# The folder .venv is made on first use and again whenever the locked dependencies change.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Browser assets (web/) are built where npm is there; without them the pages say what is missing and work all the same.
NPM    := $(shell command -v npm)
BUILT  := api/static/build/manifest.json

.DEFAULT_GOAL := help
.PHONY: help run test coverage build web screenshots lint format bench fuzz soak ontology docs lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("chitieu needs Python 3.11 or later; this is %d.%d. Set PYTHON=…" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(READY)

web/node_modules/.ready: web/package-lock.json web/.npmrc
	@echo "Setting up web/node_modules …" >&2
	@cd web && npm ci --ignore-scripts --silent
	@touch $@

$(BUILT): web/node_modules/.ready web/build.mjs $(shell find web/src -type f)
	@cd web && npm run --silent build

run: $(READY) ## set up, build the corpus, show findings and the headline answer, serve on http://127.0.0.1:8000
	@$(BIN)/chitieu build
	@$(BIN)/chitieu validate --fail-on never
	@$(BIN)/chitieu query departments --columns kindLabel,agencyLabel,planLabel,rows,possibleRows
	@$(if $(NPM),$(MAKE) --silent web || echo "The browser assets could not be built; the pages work without." >&2)
	@$(BIN)/chitieu serve

build: $(READY) ## build corpus/ into data/
	@$(BIN)/chitieu build

web: $(BUILT) ## build the browser assets (npm)

screenshots: $(READY) $(if $(NPM),web) ## every page in both languages, wide and narrow, into screenshots/
	$(BIN)/python -m scripts.screenshots

lint: $(READY) $(if $(NPM),web/node_modules/.ready) ## formatting, style, types, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(NPM),cd web && npm run --silent check)

format: $(READY) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: lint $(if $(NPM),web) ## set up, all checks, all tests
	$(BIN)/pytest -n auto

coverage: lint $(if $(NPM),web) ## the same with coverage of lines, at least 90 %; takes twice as long
	$(BIN)/coverage erase
	$(BIN)/pytest -n auto --cov --cov-report=term

bench: $(READY) ## measure; each figure as a ratio within one run
	$(BIN)/python -m bench.build
	$(BIN)/python -m bench.reading
	$(BIN)/python -m bench.validation
	$(BIN)/python -m bench.views
	$(BIN)/python -m bench.endpoint
	$(BIN)/python -m bench.beside

fuzz: $(READY) ## 20,000 queries, valid, broken, hostile, each answered as by pyoxigraph; 2,000 cases over the OpenAPI document
	FUZZ_QUERIES=20000 FUZZ_CASES=2000 $(BIN)/pytest -q -n 2 tests/api/test_fuzz.py tests/api/test_openapi.py tests/rest/test_rest_fuzz.py

soak: $(READY) ## an hour of mixed good, bad and hostile requests against a server of its own; ten minutes of any bytes for the readers
	$(BIN)/python -m bench.soak --seconds 3600
	$(BIN)/python -m bench.fuzz --seconds 600 --log docs/fuzz-readers.log

ontology: $(READY) ## classify the ontology with HermiT and write ontology/classification.txt
	$(BIN)/python scripts/classify_ontology.py

docs: $(READY) ## write the reference pages of the ontology with pyLODE, ontology/reference/
	$(BIN)/python scripts/reference_pages.py

lock: ## lock the dependencies anew (needs uv); no registry address is written
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 pyproject.toml --all-extras --group dev -o requirements/dev.txt

clean: ## remove what was made, except data/
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
