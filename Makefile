# Needs python3 (3.11 or newer), pip and make. Everything else is installed once, into this folder.
PYTHON ?= python3
PORT ?= 8000
DATA ?= .local
COUNT ?= 100
# Parameters of the template: make run PARAMETERS="GuessThrottle=100,200"
PARAMETERS ?=

# The target of the artifact; template.yaml's Architecture and PythonRuntime have the same defaults.
ARCH ?= arm64
TARGET_PYTHON ?= 3.13
# Accelerators to leave out of it, or all: make build WITHOUT=methods,stripping
WITHOUT ?=
export ARCH TARGET_PYTHON WITHOUT
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.13.9
SAM_VERSION := 1.170.0
ATHERIS_VERSION := 3.0.0
MUTMUT_VERSION := 3.8.1
CODE := functions shared tools local tests bench
BIN := .venv/bin
UV := $(BIN)/.uv-$(UV_VERSION)
LOCAL := .venv/.local
DEV := .venv/.dev
MUTMUT := .build/mutation/mutmut-$(MUTMUT_VERSION)
CLIENT := client/.venv/.dev
SAM := .venv-sam/bin/sam
SAM_READY := .venv-sam/.sam-$(SAM_VERSION)
uv := $(BIN)/uv --quiet
sam := env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY SAM_CLI_TELEMETRY=0 $(SAM)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The tests start hundreds of processes. Without bytecode, each would compile again whatever it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run admin for-containers seed reindex-names rotate-key provider restore-book verify-book restore-table smoke test test-client bench bench-scale bench-search bench-formats bench-local endpoint budgets budgets-set fuzz fuzz-readers corpus mutation audit lint types contracts docs faults docs-fresh check format lock build validate deploy clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(LOCAL) ## Run everything on this machine: make run [PORT=8000] [DATA=.local]
	@exec $(BIN)/python -m local --port $(PORT) --data $(DATA) $(addprefix --parameter=,$(PARAMETERS))

for-containers: $(LOCAL) ## Let sam local's containers reach make run: make for-containers [ADDRESS=172.17.0.1]
	@$(BIN)/python -m local.for_containers --data $(DATA) $(if $(ADDRESS),--address $(ADDRESS))

seed: $(LOCAL) ## Fill the demo account of make run with fictitious contacts: make seed [COUNT=100]
	@$(BIN)/python -m local.fill_book --data $(DATA) --count $(COUNT)

# Without tables, it acts on what make run runs.
admin: $(LOCAL) ## Make an account an administrator's: make admin EMAIL=... [ROLE=user] [ACCOUNTS_TABLE=... CONTACTS_TABLE=... OUTBOX_TABLE=... AWS_REGION=...]
	@$(if $(ACCOUNTS_TABLE),ACCOUNTS_TABLE="$(ACCOUNTS_TABLE)" CONTACTS_TABLE="$(CONTACTS_TABLE)" OUTBOX_TABLE="$(OUTBOX_TABLE)" $(BIN)/python -m tools.operations.change_role,$(BIN)/python -m local.change_role --data $(DATA)) \
	  "$(or $(EMAIL),$(error Say whose account: make admin EMAIL=ada@example.com))" $(if $(ROLE),--role $(ROLE))

reindex-names: $(LOCAL) ## List books in the order of their locale, and update name keys after a change of the collation: make reindex-names CONTACTS_TABLE=... AWS_REGION=...
	@CONTACTS_TABLE="$(or $(CONTACTS_TABLE),$(error Say which table: make reindex-names CONTACTS_TABLE=...))" $(BIN)/python -m tools.operations.reindex_names

rotate-key: $(LOCAL) ## Carry out one step of a key rotation: make rotate-key KEYS=/contacts-api/prod/jwt-keys STEP=announce
	@$(BIN)/python -m tools.operations.rotate_key "$(or $(KEYS),$(error Say which keys: make rotate-key KEYS=/contacts-api/prod/jwt-keys STEP=announce))" "$(STEP)"

provider: $(LOCAL) ## Describe a provider that people can sign in with: make provider PARAMETER=/contacts-api/prod/identity-providers NAME=google [REMOVE=yes] < google.json
	@$(BIN)/python -m tools.operations.set_provider "$(or $(PARAMETER),$(error Say which parameter: make provider PARAMETER=/contacts-api/prod/identity-providers NAME=google < google.json))" "$(NAME)" $(if $(REMOVE),--remove)

# It only says what it would do until WRITE=yes. ALL=yes: also contacts that were changed or deleted since.
restore-book: $(LOCAL) ## Bring a book back from restored tables: make restore-book BOOK=... CONTACTS=... CHANGES=... [ALL=yes] [WRITE=yes]
	@CONTACTS_TABLE="$(or $(CONTACTS_TABLE),$(error Say which tables are the living ones: CONTACTS_TABLE=... CHANGES_TABLE=...))" CHANGES_TABLE="$(CHANGES_TABLE)" \
	  $(BIN)/python -m tools.operations.restore_book "$(or $(BOOK),$(error Say which book: BOOK=<account id>))" \
	  --contacts "$(CONTACTS)" --changes "$(CHANGES)" $(if $(ALL),--all) $(if $(WRITE),--write)

verify-book: $(LOCAL) ## Check everything derived in a book, and say what is wrong: make verify-book BOOK=... CONTACTS=... CHANGES=... [SNAPSHOTS=...]
	@CONTACTS_TABLE="$(or $(CONTACTS),$(error Say in which tables: CONTACTS=... CHANGES=...))" CHANGES_TABLE="$(or $(CHANGES),$(error Say in which tables: CONTACTS=... CHANGES=...))" \
	  SNAPSHOTS_BUCKET="$(SNAPSHOTS)" $(BIN)/python -m tools.operations.verify_book "$(or $(BOOK),$(error Say which book: BOOK=<account id>))"

restore-table: $(LOCAL) ## Restore a table to a moment, as a new one: make restore-table TABLE=... AT=2026-11-29T08:00:00Z
	@$(BIN)/python -m tools.operations.restore_table "$(or $(TABLE),$(error Say which table: make restore-table TABLE=... AT=...))" "$(or $(AT),$(error Say to which moment: AT=2026-11-29T08:00:00Z or AT=latest))" $(addprefix --into=,$(INTO))

smoke: $(LOCAL) ## Test a deployment from outside: make smoke URL=https://...
	@$(BIN)/python -m tools.operations.smoke "$(or $(URL),$(error Say which deployment: make smoke URL=https://...))"

# Noting which lines run takes nearly as long as running them, so it is done only where it is asked for.
test: $(DEV) ## Run the tests, all or those of some areas: make test [AREA=contacts] [COVERAGE=yes] [THOROUGH=yes]
	@THOROUGH=$(THOROUGH) $(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder $(area_tests) $(if $(COVERAGE),--cov --cov-report=term:skip-covered $(if $(AREA),--cov-fail-under=0))
# Every folder of that name, or the one at that path: AREA=contacts, AREA="labels views", AREA=shared/domain.
area_tests = $(foreach name,$(AREA),$(or $(call folders,$(name)),$(error No folder below tests/ is called $(name))))
folders = $(or $(wildcard tests/$1/),$(shell find tests -type d -name "$1"))

# The client is a program of its own, with its own environment. LOCAL is there to run the service for it.
test-client: $(CLIENT) $(LOCAL) ## Run the tests of the command line client, against make run, Radicale and Xandikos
	@cd client && .venv/bin/python -m pytest --quiet -n 2 --dist loadgroup

bench: $(DEV) ## Measure what the functions cost, next to three other ways to do the job (needs valgrind; see bench/README.md)
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.report

bench-scale: $(DEV) ## Measure what calls cost in books of 100 to 50,000 contacts: a quarter of an hour (needs valgrind; see docs/scale.md)
	@$(BIN)/python -m bench.scale
	@$(BIN)/python -m bench.report

# Other seeds make other books; those that are published are the default.
bench-search: $(DEV) ## Measure what searches find and cost, beside SQLite's FTS5: a quarter of an hour, make bench-search [SEED=1,2,3]
	@$(BIN)/python -m bench.search $(addprefix --seed=,$(SEED))
	@$(BIN)/python -m bench.report

bench-formats: $(DEV) ## Measure what reading and writing cards costs, beside vobject and ical.js: some minutes (needs valgrind)
	@$(BIN)/python -m bench.formats
	@$(BIN)/python -m bench.report

# It compares with the code of another folder, if there is one: make bench-local BEFORE=../contacts-api-before
bench-local: $(DEV) ## Measure make run, and kill it: make bench-local [BEFORE=../another-checkout] [KILLS=100]
	@$(BIN)/python -m bench.one_machine $(addprefix --before=,$(BEFORE)) $(addprefix --kills=,$(KILLS))

# Instructions are counted for one function of each family, and for those whose own code has changed since.
budgets: $(DEV) ## Check what the functions cost against their budgets (needs valgrind): make budgets [ALL=yes]
	@$(BIN)/python -m tests.budgets $(if $(ALL),--all)

# The pages are regenerated, since the tests look up every response there.
endpoint: $(DEV) ## Write the skeleton of an endpoint: make endpoint NAME=contacts/count ROUTE="GET /api/v1/contacts/count"
	@$(BIN)/python -m tools.endpoint "$(or $(NAME),$(error Say its name: make endpoint NAME=contacts/count ROUTE=...))" "$(or $(ROUTE),$(error Say its route: make endpoint NAME=... ROUTE="GET /api/v1/contacts/count"))"
	@$(MAKE) docs

# The reason is recorded with every budget that changes. ONLY=requests changes budgets of one kind only.
budgets-set: $(DEV) ## Set the budgets that no longer fit (needs valgrind, takes minutes): make budgets-set WHY="..." [ONLY=instructions]
	@$(BIN)/python -m tests.budgets $(addprefix --only=,$(ONLY)) --set --why "$(or $(WHY),$(error Say why: make budgets-set WHY="..."))"

# Every run has a new seed and prints it; SEED=... repeats a run.
fuzz: $(DEV) ## Send requests that the OpenAPI document allows, and others: make fuzz [MAX_EXAMPLES=100] [SEED=1]
	@MAX_EXAMPLES=$(or $(MAX_EXAMPLES),100) SEED=$(or $(SEED),$(shell date +%s)) $(BIN)/python -m pytest tests/fuzz --capture=no

# What reaches new code is kept in .build/fuzz for the next run. CARDS=folder: real cards to begin with.
fuzz-readers: $(DEV) ## Feed the readers of formats with what atheris makes up: make fuzz-readers READER=vcard [SECONDS=600]
	@test -d .build/fuzz/atheris || $(uv) pip install --python .venv --target .build/fuzz/atheris --only-binary :all: atheris==$(ATHERIS_VERSION)
	@PYTHONPATH=.build/fuzz/atheris $(BIN)/python -m tests.fuzz.readers $(or $(READER),vcard) --seconds $(or $(SECONDS),600)

corpus: $(DEV) ## Say what is lost of the cards in a folder that become contacts and cards again: make corpus CARDS=folder [VERBOSE=yes]
	@$(BIN)/python -m tests.corpus "$(or $(CARDS),$(error Say where the cards are: make corpus CARDS=folder))" $(if $(VERBOSE),--verbose)

# Which modules, and why which mutants survive, is in tests/mutation; the result of all of them goes to docs/mutation.md.
# AGAIN tries only what survived the last run without a reason, if the code is the same, and there are more tests or reasons.
mutation: $(DEV) $(MUTMUT)/.installed ## Break sessions, tokens and factors in every small way, and see tests fail: five minutes, make mutation [ONLY=path] [AGAIN=survivors]
	@PYTHONPATH="$(CURDIR)/$(MUTMUT)" $(BIN)/python -m tests.mutation $(ONLY) $(if $(AGAIN),--again)

# It fails, too, if the advisory service cannot be reached. SERVICE=... asks a mirror of OSV.
audit: $(UV) ## Look for advisories about the locked versions: make audit [SERVICE=https://...] [IGNORE="GHSA-..."]
	@$(BIN)/python -m tools.operations.audit requirements.txt requirements-cryptography.txt requirements-local.txt requirements-dev.txt \
	  client/requirements-dev.txt client/requirements-servers.txt \
	  $(addprefix --service=,$(SERVICE)) $(addprefix --ignore=,$(IGNORE))

lint: $(DEV) ## Check style
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || (echo "Not formatted: make format"; exit 1)

types: $(DEV) $(CLIENT) ## Check types
	@$(BIN)/mypy $(CODE)
	@cd client && ../$(BIN)/mypy --python-executable .venv/bin/python

contracts: $(DEV) ## Check what may import what
	@$(BIN)/lint-imports --no-logo

docs: $(DEV) ## Write the generated pages of docs/
	@$(BIN)/python -m tools.docs
	@$(BIN)/python -m bench.report

faults: $(DEV) ## Write docs/faults.md: every fault at every call in every use case
	@$(BIN)/python -m tests.faults

docs-fresh: $(DEV) ## Check that the generated pages are up to date
	@$(BIN)/python -m tools.docs --check
	@$(BIN)/python -m bench.report --check

check: lint types contracts docs-fresh ## Run all checks except the tests

format: $(DEV) ## Format the code
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

lock: $(UV) ## Lock the dependencies of pyproject.toml: make lock [UPGRADE=--upgrade]
	@$(uv) pip compile $(lock) --output-file requirements.txt
	@$(uv) pip compile $(lock) --extra cryptography --output-file requirements-cryptography.txt
	@$(uv) pip compile $(lock) --extra cryptography --extra local --output-file requirements-local.txt
	@$(uv) pip compile $(lock) --extra cryptography --extra local --extra dev --output-file requirements-dev.txt
	@cd client && ../$(uv) pip compile $(lock_options) pyproject.toml --extra keyring --extra dev --output-file requirements-dev.txt
	@cd client && ../$(uv) pip compile $(lock_options) pyproject.toml --extra servers \
	  --constraints requirements-dev.txt --output-file requirements-servers.txt
	@for one in bare lambdalith container runtime vobject; do \
	  $(uv) pip compile $(lock_options) --constraints requirements-dev.txt \
	    bench/references/$$one.in --output-file bench/references/$$one.txt || exit 1; done
lock = $(lock_options) pyproject.toml
lock_options := --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

build: $(SAM_READY) $(UV) ## Build the artifact: make build [ARCH=arm64] [WITHOUT=methods,stripping]
	@$(sam) build --parameter-overrides Architecture=$(ARCH) PythonRuntime=python$(TARGET_PYTHON)

# sam build calls this for every function, with ARTIFACTS_DIR.
build-%: $(UV)
	@$(BIN)/python -m tools.bundle --function $* --into "$(ARTIFACTS_DIR)" --python $(TARGET_PYTHON) --architecture $(ARCH) --without "$(WITHOUT)"

# This build is not deployed, so it does not need the target's Python.
validate: $(SAM_READY) $(UV) ## Validate the template and build it
	@$(sam) validate --lint
	@BUNDLE_WITHOUT_BYTECODE=yes $(sam) build

# What is missing is said first, all at once, since a build takes minutes.
deploy: $(LOCAL) ## Build and deploy: make deploy STAGE=dev
	$(if $(filter dev staging prod,$(STAGE)),,$(error Say where to: make deploy STAGE=dev, staging or prod))
	@$(BIN)/python -m tools.operations.before_deploying $(STAGE)
	@$(MAKE) $(SAM_READY)
	@SAM_CLI_TELEMETRY=0 $(SAM) build
	@SAM_CLI_TELEMETRY=0 $(SAM) deploy --config-env $(STAGE)

clean: ## Remove everything built and installed; .local, the data of make run, stays
	@rm -rf .venv .venv-sam client/.venv .build .aws-sam .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage htmlcov

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.13 ...")'
	@echo "Setting up .venv, once ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	@touch $@

$(LOCAL): requirements-local.txt $(UV)
	@echo "Installing what make run needs into .venv, in about a minute ..."
	@$(uv) pip install --python .venv --require-hashes --requirements requirements-local.txt
	@touch $@

$(DEV): requirements-dev.txt $(UV)
	@$(uv) pip sync --python .venv --require-hashes requirements-dev.txt
	@touch $@ $(LOCAL)

# Apart from the environment of the tests, and with what it has in common in the same versions.
$(MUTMUT)/.installed: $(UV)
	@$(uv) pip install --python .venv --target $(MUTMUT) --constraints requirements-dev.txt mutmut==$(MUTMUT_VERSION)
	@touch $@

# Where the CardDAV servers cannot be installed, the tests that run them say so, and are skipped.
$(CLIENT): client/pyproject.toml client/requirements-dev.txt client/requirements-servers.txt $(UV)
	@$(uv) venv --clear client/.venv --python $(BIN)/python
	@$(uv) pip sync --python client/.venv --require-hashes client/requirements-dev.txt
	@$(uv) pip install --python client/.venv --no-deps --no-build-isolation --editable client
	@$(uv) pip install --python client/.venv --require-hashes --requirements client/requirements-servers.txt || \
	  echo "Radicale and Xandikos cannot be installed here; the tests that run them are skipped."
	@touch $@

# Separate, because its dependencies differ from those of the tests. Only a complete installation is marked as one, and
# what has been left of another is cleared away: one that broke off mends itself.
$(SAM_READY): $(UV)
	@echo "Installing the SAM CLI, once ..."
	@$(uv) venv --clear .venv-sam --python $(BIN)/python
	@$(uv) pip install --python .venv-sam aws-sam-cli==$(SAM_VERSION)
	@touch $@
