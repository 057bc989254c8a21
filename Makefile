# The commands of the project. `make run` starts it, `make test` tests it, `make check` checks it.
.DEFAULT_GOAL := run
# PYTHON=… chooses one of 3.11 to 3.13; without it, the newest that is found.
PYTHON ?=
BIN := .venv/bin
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/data
OUT ?= $(DATA_DIR)/screenshots
export PORT DATA_DIR PYTHON

# What `make check` reads the settings with: production as it should be, and nothing of this machine.
CHECKED := $(CURDIR)/.venv/check
PRODUCTION := env DATA_DIR=$(CHECKED) HTTPS=true \
	SECRET_KEY=checked-and-thrown-away-0123456789-abcdefghij-klmnopqrstuvwxyz \
	ALLOWED_HOSTS=claims.example.org CSRF_TRUSTED_ORIGINS=https://claims.example.org

.PHONY: setup run test coverage check messages demo-reset screenshots chromium upgrade bench-extraction bench-search bench-workbench bench-pathological bench-verify load faults broker starts fuzz tamper access blindness

# Requirements are installed again only when their list changes, and with a .venv made anew.
setup: .venv/.installed
	@$(BIN)/python -m project.setup

# "again" where .venv is broken, was moved, or has another Python than PYTHON names.
AGAIN := $(shell PYTHON='$(PYTHON)' sh project/venv.sh again)
.PHONY: again
.venv/.installed: requirements.txt constraints.txt $(AGAIN)
	@sh project/venv.sh make
	@sh project/venv.sh install requirements.txt -c constraints.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@sh project/venv.sh install requirements-dev.txt -c constraints.txt
	@touch $@

# A typer of its own keeps this apart from the rest: see requirements-generator.txt.
.venv/generator/.installed: requirements-generator.txt .venv/.installed-dev
	@sh project/venv.sh install requirements-generator.txt --no-deps --upgrade --target .venv/generator
	@touch $@

# make run [FILE=article.txt] [PORT=8000] [DATA_DIR=./data]
run: setup
	@exec $(BIN)/python -m project.run $(if $(FILE),--file "$(FILE)")

# The demo as it was at first. No other team is touched.
demo-reset: setup
	@$(BIN)/python manage.py reset_demo

test: .venv/.installed-dev .venv/generator/.installed chromium
	@exec $(BIN)/python -m tests.run

# The same, and it fails where too few of the lines and branches are reached.
coverage: .venv/.installed-dev .venv/generator/.installed chromium
	@exec $(BIN)/python -m tests.run --covered

# Browser tests use the system's Chromium, best without its windows (half the time). Where the
# package manager can give it, it does.
chromium:
	@if { command -v chromium-headless-shell || command -v chromium || command -v google-chrome || test -n "$$E2E_CHROMIUM"; } >/dev/null; then :; \
	elif test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests …"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell; } >/dev/null 2>&1 </dev/null \
		|| echo "apt-get cannot install Chromium, so browser tests are skipped."; \
	else echo "No Chromium here, so browser tests are skipped. On Debian: apt-get install chromium"; fi

# make screenshots [OUT=folder] [ONLY="claim settings"]
screenshots: .venv/.installed-dev chromium
	@$(BIN)/python -m tests.screenshots --out "$(OUT)" --only "$(ONLY)"

check: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(PRODUCTION) $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	@rm -rf $(CHECKED) && mkdir -p $(CHECKED)
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py migrate --verbosity 0
	$(PRODUCTION) $(BIN)/python -W ignore manage.py check --deploy --fail-level WARNING

# The newest versions that requirements*.txt allow, into constraints.txt for everybody.
upgrade:
	$(BIN)/python -m pip install --quiet --upgrade -r requirements-dev.txt
	{ sed -n '/^#/p' constraints.txt; $(BIN)/python -m pip freeze; } > constraints.new
	mv constraints.new constraints.txt

# make bench-extraction SCORER=score_attribution.py GOLD="dev.jsonl seed.jsonl" [PAGE=errors.html]
bench-extraction: .venv/.installed-dev
	@$(BIN)/python bench/extraction.py --scorer "$(SCORER)" --speed --long $(if $(PAGE),--page "$(PAGE)") $(GOLD)

# make bench-search FLOOR=raw_ceilings.py [ON=postgres] [CLAIMS=200000]
bench-search: .venv/.installed-dev
	@$(BIN)/python -W ignore bench/search.py --floor "$(FLOOR)" $(if $(ON),--$(ON)) $(if $(CLAIMS),--claims $(CLAIMS))

# make bench-pathological [ENGINE=rules] [ONLY="said names"] [SIZES="10000 100000"]
bench-pathological: .venv/.installed-dev
	@$(BIN)/python bench/pathological.py $(if $(ENGINE),--engine $(ENGINE)) $(if $(ONLY),--only $(ONLY)) $(if $(SIZES),--sizes $(SIZES))

bench-workbench: .venv/.installed-dev
	@$(BIN)/python -W ignore bench/workbench.py

# make bench-verify [ON=sqlite|postgres] [CLAIMS=200000]
bench-verify: .venv/.installed-dev
	@$(BIN)/python -W ignore -m bench.verify $(if $(ON),--on $(ON)) $(if $(CLAIMS),--claims $(CLAIMS))

# make load [ON=sqlite|postgres] [SIZE="--reviewers 10 --mentions 500 --reviews 50"]
load: .venv/.installed-dev
	@$(BIN)/python -W ignore -m bench.load $(if $(ON),--on $(ON)) $(SIZE)
	@TRIAGE_MENTIONS=50 $(BIN)/pytest tests/browser/test_bench_together.py -q -p no:cacheprovider

# make faults [ROUNDS=20] [ON=sqlite|postgres]; without ON, both
faults: .venv/.installed-dev
	@for on in $(or $(ON),sqlite postgres); do \
		$(BIN)/python -W ignore -m bench.faults $(if $(ROUNDS),--rounds $(ROUNDS)) --on $$on || exit 1; done

# Writers stopped in the middle of 10,000 messages: none may be lost, nobody may die of one.
broker: .venv/.installed-dev
	@$(BIN)/python -m bench.broker

# make starts [TIMES=50] [DEMO=false]: as many first starts in a row beside busy processors
starts: .venv/.installed-dev
	@$(BIN)/python -m bench.starts $(if $(TIMES),--times $(TIMES))

# Every column of every model that carries history, written to past all guards: each is found.
# make tamper [ON=sqlite|postgresql]; without ON, both
tamper: .venv/.installed-dev
	@for on in $(or $(ON),sqlite postgresql); do \
		TEST_ON=$$on TAMPER=all $(BIN)/pytest tests/history/test_tamper.py -q -s -p no:cacheprovider || exit 1; done

# Ten thousand generated texts through each engine, as many requests made from the API's description
# and hostile ones of pages, and every row of the demo through a generated client; `make test` has
# some hundred of each.
fuzz: .venv/.installed-dev .venv/generator/.installed
	@FUZZ_EXAMPLES=10000 CLIENT_DETAILS=10000 $(BIN)/pytest -q -p no:cacheprovider \
		tests/extraction/test_awkward.py tests/project/test_fuzz.py tests/project/test_hostile.py \
		tests/project/test_client.py

# make access [ON=postgresql]: every order of three changes of who may read a document
access: .venv/.installed-dev
	@ACCESS=all TEST_ON=$(ON) $(BIN)/pytest tests/review/test_access_over_time.py -q -p no:cacheprovider
# Every stage, round and order of a blind review twice: takes an hour. make blindness [SCENES="-k sealed"]
blindness: .venv/.installed-dev
	@TWINS=full $(BIN)/pytest tests/review/test_noninterference.py -q -s -p no:cacheprovider $(SCENES)

# Collects every text into the German catalogue, then compiles it; needs gettext. New texts are
# then translated in locale/de/LC_MESSAGES/django.po, and this is run again. Both files are kept.
messages: setup
	$(BIN)/python manage.py makemessages
	@sed -i.old -e '/^"POT-Creation-Date/d' -e '/^"PO-Revision-Date/d' locale/de/LC_MESSAGES/django.po
	@rm locale/de/LC_MESSAGES/django.po.old
	msgfmt --check-format -o locale/de/LC_MESSAGES/django.mo locale/de/LC_MESSAGES/django.po
