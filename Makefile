# Everything one does with the project. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install --disable-pip-version-check --require-hashes --only-binary=:all:
PIP_TOOLS := 7.6.2
PICTURES := resources/pictures
FREEZER := build/freezer
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test coverage lint format bench bench-peers screenshots package smoke lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo '  ARGS="..." is passed on: make run ARGS=spiral, make test ARGS="-k cost"'

run: $(VENV)/run.stamp ## open the window (the first time: make .venv from the lock file)
	@$(PY) -m playground $(ARGS)

test: $(VENV)/test.stamp ## run all tests, off-screen
	$(PY) -m pytest $(ARGS)

coverage: $(VENV)/test.stamp ## run all tests and show the lines they miss
	$(PY) -m coverage run -m pytest $(ARGS)
	$(PY) -m coverage report

lint: $(VENV)/test.stamp ## check style, types and the direction of imports
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -c "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"

format: $(VENV)/test.stamp ## put the code into the form that lint wants
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

bench: $(VENV)/test.stamp ## measure the speed of training and of the window
	@$(PY) -m tests.benchmarks $(ARGS)

bench-peers: $(VENV)/test.stamp ## install PyTorch and scikit-learn, for bench to compare with
	$(PY) -m pip install --disable-pip-version-check torch==2.13.0 scikit-learn

screenshots: $(VENV)/run.stamp ## make the pictures of the README again, from the program itself
	@mkdir -p $(PICTURES)
	for theme in light dark; do \
	    $(PY) -m playground screenshot xor --steps 400 --theme $$theme --size 1440x900 -o $(PICTURES)/window-$$theme.png && \
	    $(PY) -m playground screenshot xor --steps 400 --theme $$theme --size 1024x700 -o $(PICTURES)/window-$$theme-small.png \
	    || exit 1; \
	done
	PYTHONPATH=. $(PY) packaging/pictures.py $(PICTURES)

package: $(FREEZER)/stamp ## build the executable, its archive and the Debian package (Linux; packaging/README.md)
	$(FREEZER)/bin/python packaging/make_package.py

smoke: $(VENV)/run.stamp ## start what was packaged, compare it with the checkout, measure it (some minutes)
	$(PY) packaging/smoke_test.py $(ARGS)

# Run it with the oldest Python that is supported. PIP_CONFIG_FILE: only the public index decides, no setting of this machine.
lock: ## write packaging/*.lock again, with the newest versions the .in files allow
	@$(check_python)
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==$(PIP_TOOLS)
	cd packaging && for name in requirements requirements-test requirements-package; do \
	    PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= PIP_EXTRA_INDEX_URL= ../build/lock/bin/python -m piptools compile --upgrade --quiet \
	        --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-options --no-emit-index-url --no-emit-find-links \
	        --output-file $$name.lock $$name.in || exit 1; \
	done

clean: ## remove .venv and all that was made
	rm -rf $(VENV) build dist .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find playground tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/run.stamp: packaging/requirements.lock
	@$(make_venv)
	$(INSTALL) -r $<
	@touch $@

$(VENV)/test.stamp: packaging/requirements-test.lock
	@$(make_venv)
	$(INSTALL) -r $<
	@touch $@ $(VENV)/run.stamp

$(FREEZER)/stamp: packaging/requirements-package.lock
	@$(check_python)
	$(PYTHON) -m venv --clear $(FREEZER)
	$(FREEZER)/bin/python -m pip install --disable-pip-version-check --require-hashes --only-binary=:all: -r $<
	@touch $@

# A .venv that is whole is kept and brought up to date; one whose making was interrupted is made anew.
define make_venv
$(PY) -m pip --version >/dev/null 2>&1 || { \
    $(check_python); \
    echo "Making $(VENV); the packages are some 170 MB to download, once; those for the tests 40 MB more."; \
    $(PYTHON) -m venv --clear $(VENV); }
endef

define check_python
command -v $(PYTHON) >/dev/null || { \
    echo "error: there is no $(PYTHON); install Python 3.11 or newer, or name one: make PYTHON=python3.12 ..." >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
    echo "error: $$($(PYTHON) --version 2>&1) is too old; the playground needs 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
    echo "error: $(PYTHON) cannot make virtual environments; on Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
endef
