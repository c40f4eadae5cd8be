# Nothing to install by hand: every target that needs the environment makes it first.
#   make setup PYTHON=3.12    another interpreter        make test TESTS="-k policy"    some tests
.POSIX:
.PHONY: help setup demo mlflow notebooks test check bench faults docs locks clean
BIN = .venv/bin
# a file's tests stay together, since they share what they made
TESTS = -n 2 --dist loadfile
DEMO = demo
SERVE = --serve
PORT = 5000

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv from the hashed locks (Debian: and the system packages it needs)
	@scripts/setup.sh

demo: setup ## Synthetic data, a model, three decisions, then service and screens until Ctrl-C (SERVE= ends before)
	@$(BIN)/clairscore demo --out $(DEMO) $(SERVE)

mlflow: setup ## Compare the recorded runs in MLflow's pages, on this machine (PORT=5000)
	$(BIN)/clairscore runs --port $(PORT)

notebooks: setup ## Run the notebooks; .ipynb and HTML go to ./notebooks/executed
	$(BIN)/python -m notebooks.run

test: setup ## Run the tests
	$(BIN)/pytest $(TESTS)

check: setup ## Style, types, layers, locks and the tidiness of the repository
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/test_repository.py tests/test_docs.py

bench: setup ## Measure every published figure (docs/benchmarks.md)
	$(BIN)/python -m bench

faults: setup ## Break files, bundles and runs on purpose, at release length
	$(BIN)/pytest -m "faults or release" --release

docs: setup ## Write the reference again and build the documentation into build/site
	$(BIN)/python -m tests.reference.source
	$(BIN)/zensical build --strict

locks: setup ## Write requirements/*.txt again (UPGRADE=--upgrade takes new versions)
	@UPGRADE="$(UPGRADE)" scripts/lock.sh

clean: ## Remove what the commands above made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage build dist notebooks/executed $(DEMO)
